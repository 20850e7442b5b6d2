"""What the first screens add to the month table: whom to call, who moved, what waits, what is not set up yet."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from lindung.domain.duties import CircularState
from lindung.domain.registration import EnrolmentState
from lindung.models.accounts import Account
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration
from lindung.models.imports import ImportBatch
from lindung.models.sponsors import Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Question
from lindung.queries.compliance import MonthRow, MonthTable
from lindung.queries.imports import concerns, visible_batches
from lindung.queries.measures import Measure
from lindung.queries.silent import silent_units
from lindung.queries.sponsors import SponsorFilter, StandingFilter, sponsor_total
from lindung.queries.viewer import Viewer
from lindung.queries.workers import WorkerFilter, worker_tallies

FEW = 5  # as many as one remembers for the next call
OPEN_BATCHES = ("staged", "judged")


class Waiting(NamedTuple):
    """What waits for a decision within the viewer's units."""

    questions: int
    batches: int


class ToDo(NamedTuple):
    """A clerk's work that the month table does not count."""

    silent_units: int
    unlisted: int  # people who employ an ART of whom nothing is recorded
    states: dict[EnrolmentState, int]


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
    """As many as the lists behind them hold."""
    asked = select(func.count(Question.id)).where(Question.decision.is_(None), concerns(viewer))
    open_ = select(func.count(ImportBatch.id)).where(ImportBatch.state.in_(OPEN_BATCHES))
    batches = visible_batches(viewer, open_)
    row = db.session.execute(select(asked.scalar_subquery(), batches.scalar_subquery())).one()
    return Waiting(row[0], row[1])


def to_do(viewer: Viewer, circular_id: int, table: MonthTable, today: date, *, has_sub_units: bool) -> ToDo:
    """As long as the lists these open."""
    month = table.month
    unlisted = SponsorFilter(standing=StandingFilter.UNLISTED)
    return ToDo(
        len(silent_units(viewer, circular_id, month, today, table.figures)) if has_sub_units else 0,
        sponsor_total(viewer, circular_id, month, today, unlisted),
        worker_tallies(viewer, circular_id, month, today, WorkerFilter()).states,
    )


def set_up() -> SetUp:
    statement = select(
        select(Unit.id).exists(),
        select(Sponsor.id).exists(),
        select(Circular.id).where(Circular.state != CircularState.DRAFT.value).exists(),
        select(func.count(Account.id)).scalar_subquery() > 1,
        select(Declaration.id).exists(),
        select(Enrolment.id).exists(),
    )
    return SetUp(*(bool(done) for done in db.session.execute(statement).one()))


class Behind(NamedTuple):
    row: MonthRow
    gap: int  # people short of the circular's target


def falling_behind(rows: Sequence[MonthRow], measure: Measure, target_percent: int | None) -> list[Behind]:
    """Furthest from the circular's target in people; among equals those that moved least since last month."""
    gaps = [
        Behind(row, -(-row.now.target * (target_percent or 100) // 100) - measure.of(row.now)) for row in rows
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


def silent(rows: Sequence[MonthRow]) -> int:
    """Units with civil servants of whom none has answered."""
    return sum(1 for row in rows if row.now.asn and not row.now.answered)


def gained(row: MonthRow, measure: Measure) -> int:
    return measure.of(row.now) - measure.of(row.before) if row.before else 0
