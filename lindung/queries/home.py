"""What the first screens add to the month table: whom to call, who moved, what waits, what is not set up yet."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, String, func, select, type_coerce

from lindung.domain.duties import CircularState
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.domain.registration import EnrolmentState
from lindung.models.accounts import Account
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration
from lindung.models.imports import ImportBatch
from lindung.models.sponsors import Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Question
from lindung.queries.compliance import MonthRow
from lindung.queries.imports import concerns, visible_batches
from lindung.queries.measures import Basis, Measure
from lindung.queries.reconciliation import waiting_count
from lindung.queries.sponsors import SponsorFilter, StandingFilter, sponsor_count
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer
from lindung.queries.workers import StepGroup, WorkerFilter, stood, worker_total

FEW = 5  # as many as one remembers for the next call
OPEN_BATCHES = ("staged", "judged")
DECIDING = (Act.DECIDE_QUESTIONS, Act.EDIT_REGISTRATIONS, Act.LOAD_BPJS_FILES)


class Waiting(NamedTuple):
    """What waits for a decision within the viewer's units."""

    questions: int
    batches: int
    bpjs_rows: int  # of BPJS's files whose money nobody has decided about


class ToDo(NamedTuple):
    """A clerk's work that the month table does not count; each as long as the list it opens."""

    unlisted: int  # people who employ an ART of whom nothing is recorded
    candidates: int
    refused: int
    ending: int  # memberships that end unless the running month is paid
    questions: int
    batches: int
    bpjs_rows: int


class SetUp(NamedTuple):
    """The steps of a first installation, each done or not, in the order they build on each other."""

    units: bool
    sponsors: bool
    circular: bool
    accounts: bool
    declarations: bool
    workers: bool

    @property
    def done(self) -> int:
        return sum(self)

    @property
    def is_complete(self) -> bool:
        return all(self)


def waiting(viewer: Viewer) -> Waiting:
    """As many as the lists behind them hold; nothing waits for who only reads."""
    if not any(viewer.may(act) for act in DECIDING):
        return Waiting(0, 0, 0)
    statement = select(_questions(viewer), _batches(viewer), waiting_count(viewer))
    return Waiting(*db.session.execute(statement).one())


def to_do(viewer: Viewer, circular_id: int, month: Month, today: date) -> ToDo:
    """One statement, because a clerk opens this page all day."""
    everybody, running = WorkerFilter(), Month.of(today)
    now = stood(viewer, circular_id, month, today, everybody)
    later = now if month == running else stood(viewer, circular_id, running, today, everybody)
    unlisted = SponsorFilter(standing=StandingFilter.UNLISTED)
    ending = thresholds().ladder(running).last_step
    statement = select(
        sponsor_count(viewer, circular_id, month, today, unlisted).scalar_subquery(),
        _how_many(now.c.state == EnrolmentState.CANDIDATE.value),
        _how_many(now.c.state == EnrolmentState.REFUSED.value),
        _how_many(type_coerce(later.c.step, String) == ending.value),
        _questions(viewer),
        _batches(viewer),
        waiting_count(viewer),
    )
    return ToDo(*db.session.execute(statement).one())


def ending_total(viewer: Viewer, circular_id: int, today: date) -> int:
    """How many memberships end unless the running month is paid (R18)."""
    return worker_total(viewer, circular_id, Month.of(today), today, WorkerFilter(group=StepGroup.ENDING))


def _how_many(condition: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(condition).scalar_subquery()


def _questions(viewer: Viewer) -> ScalarSelect[int]:
    statement = select(func.count(Question.id)).where(Question.decision.is_(None), concerns(viewer))
    return statement.scalar_subquery()


def _batches(viewer: Viewer) -> ScalarSelect[int]:
    open_ = select(func.count(ImportBatch.id)).where(ImportBatch.state.in_(OPEN_BATCHES))
    return visible_batches(viewer, open_).scalar_subquery()


def managing(viewer: Viewer) -> tuple[Waiting, SetUp]:
    """Both in one statement, for whoever manages the installation."""
    waits = (_questions(viewer), _batches(viewer), waiting_count(viewer))
    row = db.session.execute(select(*waits, *_steps())).one()
    return Waiting(*row[:3]), SetUp(*(bool(done) for done in row[3:]))


def set_up() -> SetUp:
    return SetUp(*(bool(done) for done in db.session.execute(select(*_steps())).one()))


def _steps() -> list[ColumnElement[bool]]:
    return [
        select(Unit.id).exists(),
        select(Sponsor.id).exists(),
        select(Circular.id).where(Circular.state != CircularState.DRAFT.value).exists(),
        select(func.count(Account.id)).scalar_subquery() > 1,
        select(Declaration.id).exists(),
        select(Enrolment.id).exists(),
    ]


class Behind(NamedTuple):
    row: MonthRow
    gap: int  # people short of the circular's target


def falling_behind(
    rows: Sequence[MonthRow], measure: Measure, target_percent: int | None, basis: Basis = Basis.TARGET
) -> list[Behind]:
    """Furthest from the circular's target in people; among equals those that moved least since last month."""
    gaps = [
        Behind(row, -(-basis.of(row.now) * (target_percent or 100) // 100) - measure.of(row.now))
        for row in rows
    ]
    behind = [one for one in gaps if one.gap > 0]
    return sorted(behind, key=lambda one: (-one.gap, gained(one.row, measure), one.row.code))[:FEW]


def moved_most(rows: Sequence[MonthRow], measure: Measure) -> list[MonthRow]:
    """Most people gained since last month; among equals the smaller offices, for whom it was the longer way."""
    forward = [row for row in rows if gained(row, measure) > 0]
    return sorted(forward, key=lambda row: (-gained(row, measure), row.now.target, row.code))[:FEW]


def most_lacking(rows: Sequence[MonthRow], measure: Measure, limit: int) -> list[MonthRow]:
    """Those with most people who are not there yet; among equals those with most who have not answered."""
    return sorted(rows, key=lambda row: (-measure.lacking(row.now), -row.now.unanswered, row.code))[:limit]


def most_workers(rows: Sequence[MonthRow], limit: int) -> list[MonthRow]:
    return sorted(rows, key=lambda row: (-row.now.workers_registered, row.code))[:limit]


def silent_rows(rows: Sequence[MonthRow]) -> list[MonthRow]:
    """Units with civil servants of whom none has answered."""
    return [row for row in rows if row.now.asn and not row.now.answered]


def gained(row: MonthRow, measure: Measure) -> int:
    return measure.of(row.now) - measure.of(row.before) if row.before else 0
