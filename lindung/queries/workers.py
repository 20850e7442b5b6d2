"""Who is covered: one row per enrolment, as it stood at the end of a month (R9a) and in the office of that month."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    case,
    func,
    literal,
    null,
    or_,
    select,
    true,
    type_coerce,
)

from lindung.domain.months import Month, judged_on
from lindung.domain.names import name_key
from lindung.domain.protection import LATE, SHELTERED, WAITING, Step, cover_position, window_start
from lindung.domain.registration import EnrolmentState, Relation
from lindung.models.base import db
from lindung.models.sponsors import Sponsor
from lindung.models.summaries import LadderStep
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.covers import UNPAID_WINDOW, is_live, is_registered, ladder_window
from lindung.queries.paging import Anchor, Order, Slice, page_at, row_count, sliced
from lindung.queries.places import Place, in_place
from lindung.queries.reach import is_enrolled_here, join_home
from lindung.queries.sponsors import is_present
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer, within

NIK_TAIL = 4


class WorkerOrder(StrEnum):
    NAME = "name"
    SPONSOR = "sponsor"
    UNIT = "unit"


class StepGroup(StrEnum):
    """Steps that are asked for together."""

    SHELTERED = "sheltered"  # those of which a sum can be named: waiting months and the full benefit (R19)
    WAITING = "waiting"  # paid, and not yet long enough for the full benefit (R18)
    LATE = "late"
    ENDING = "ending"  # the one from which another unpaid month ends the membership


@dataclass(frozen=True, slots=True)
class WorkerFilter:
    place: Place | None = None
    state: EnrolmentState | None = None
    live_only: bool = False
    step: Step | None = None
    group: StepGroup | None = None
    relation: Relation | None = None
    payers: tuple[int, ...] | None = None  # only whom these sponsors pay for: a fund, or those of one source
    unpaid: Month | None = None  # a participant whose contribution of this month is not paid
    q: str = ""
    only: tuple[int, ...] | None = None  # these enrolments, whatever else the filter says
    present_only: bool = False  # only sponsors who are still, or were last, within the viewer's units
    order: WorkerOrder = WorkerOrder.NAME
    falling: bool = False


class WorkerRow(NamedTuple):
    """One enrolment in a list; `state` and `step` are those of the month asked for."""

    enrolment_id: int
    worker_id: int
    name: str
    nik_last4: str
    sponsor_id: int
    sponsor_name: str
    sponsor_nip: str | None
    unit_code: str
    unit_name: str
    relation: Relation
    state: EnrolmentState
    first_month: Month | None
    step: Step | None  # None unless registered and started
    reason: str | None
    submitted_on: date | None
    is_present: bool  # still, or last of all, within the viewer's units: his page opens
    state_now: EnrolmentState  # as of today, whatever month the list shows
    protected_until: date | None  # BPJS's own word, shown before our reckoning (R18)
    sponsor_is_here: bool  # the payer's page opens: of a village's worker the fund may be another office's


class WorkerTallies(NamedTuple):
    """How many a list holds of each state and step; steps are counted of those registered."""

    states: dict[EnrolmentState, int]
    steps: dict[Step, int]


def worker_rows(
    viewer: Viewer,
    circular_id: int | None,
    month: Month,
    today: date,
    wanted: WorkerFilter,
    anchor: Anchor | None = None,
) -> Slice[WorkerRow]:
    """One page of the list."""
    statement = narrowed(viewer, circular_id, month, today, wanted)
    total, page = row_count(statement), page_at(statement, order_of(wanted), anchor)
    rows = rows_of(db.session.execute(page.statement))
    return sliced(rows, [row.enrolment_id for row in rows], page.anchor, total)


def all_worker_rows(
    viewer: Viewer, circular_id: int | None, month: Month, today: date, wanted: WorkerFilter
) -> list[WorkerRow]:
    """Every row of the list, for a file."""
    return rows_of(
        db.session.execute(order_of(wanted).apply(narrowed(viewer, circular_id, month, today, wanted)))
    )


def worker_row(
    viewer: Viewer, circular_id: int | None, month: Month, today: date, enrolment_id: int
) -> WorkerRow | None:
    """One row as the list shows it; None when the list of that month does not hold it."""
    statement = narrowed(viewer, circular_id, month, today, WorkerFilter(only=(enrolment_id,)))
    return next(iter(rows_of(db.session.execute(statement))), None)


def worker_tallies(
    viewer: Viewer, circular_id: int | None, month: Month, today: date, wanted: WorkerFilter
) -> WorkerTallies:
    rows = stood(viewer, circular_id, month, today, wanted)
    statement = select(rows.c.state, rows.c.step, func.count()).group_by(rows.c.state, rows.c.step)
    tallies = WorkerTallies(dict.fromkeys(EnrolmentState, 0), dict.fromkeys(Step, 0))
    for state, step, count in db.session.execute(statement):
        tallies.states[EnrolmentState(state)] += count
        if step:
            tallies.steps[Step(step)] += count
    return tallies


def stood(viewer: Viewer, circular_id: int | None, month: Month, today: date, wanted: WorkerFilter) -> CTE:
    """State and step of everybody in a list, for what counts them."""
    at = month_columns(month, today)
    found = narrowed(viewer, circular_id, month, today, wanted).with_only_columns(
        at.state.label("state"), at.step.label("step"), maintain_column_froms=True
    )
    return found.cte(f"stood_{month.number}")


def worker_total(
    viewer: Viewer, circular_id: int | None, month: Month, today: date, wanted: WorkerFilter
) -> int:
    statement = narrowed(viewer, circular_id, month, today, wanted)
    return db.session.scalar(statement.with_only_columns(func.count(), maintain_column_froms=True)) or 0


def enrolment_ids(
    viewer: Viewer, circular_id: int | None, month: Month, today: date, wanted: WorkerFilter
) -> list[int]:
    """Every row a filter finds, for acts on all of them."""
    statement = narrowed(viewer, circular_id, month, today, wanted)
    found = statement.with_only_columns(Enrolment.id, maintain_column_froms=True).order_by(Enrolment.id)
    return list(db.session.scalars(found))


class MonthColumns(NamedTuple):
    """An enrolment's state and ladder step at the end of one month, as columns."""

    day: ColumnElement[date]
    state: ColumnElement[str]
    step: ColumnElement[str | None]
    ladder: ColumnElement[bool]  # how LadderStep is joined


def month_columns(month: Month, today: date) -> MonthColumns:
    day = literal(judged_on(month, today), Date)
    is_running = month == Month.of(today)
    window = ladder_window(literal(window_start(month), Integer), literal(int(is_running), Integer))
    counts = and_(is_registered(day), Enrolment.first_month <= month)
    lapsed = and_(window.window == UNPAID_WINDOW, window.was_paid)
    reached = case((lapsed, literal(Step.LAPSED.value)), else_=LadderStep.step)
    step = case((counts, reached), else_=null())  # an unknown date is no date: it falls to null as well
    return MonthColumns(day, _state(day, is_running), step, _is_step(month, window.window))


def _is_step(month: Month, window: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(LadderStep.rule == thresholds().ladder(month).code, LadderStep.window == window)


def _state(day: ColumnElement[date], is_running: bool) -> ColumnElement[str]:
    """What an enrolment was on a day. Dates decide; where a file gave none, today's state does."""
    state, S = Enrolment.state, EnrolmentState
    open_states = [S.CANDIDATE.value, S.SUBMITTED.value, S.REFUSED.value]
    as_now = and_(literal(is_running), state.in_(open_states))
    refused_last = or_(
        Enrolment.submitted_on.is_(None),
        Enrolment.submitted_on <= Enrolment.refused_on,
        Enrolment.submitted_on > day,
    )
    undated = or_(
        and_(state == S.REFUSED.value, Enrolment.refused_on.is_(None)),
        and_(state == S.SUBMITTED.value, Enrolment.submitted_on.is_(None)),
    )
    return case(
        (Enrolment.ended_on <= day, S.ENDED.value),
        (Enrolment.registered_on <= day, S.REGISTERED.value),
        (or_(as_now, undated), state),
        (and_(Enrolment.refused_on <= day, refused_last), S.REFUSED.value),
        (Enrolment.submitted_on <= day, S.SUBMITTED.value),
        else_=S.CANDIDATE.value,
    )


def narrowed(
    viewer: Viewer, circular_id: int | None, month: Month, today: date, wanted: WorkerFilter
) -> Select[*tuple[Any, ...]]:
    """The rows a filter finds, for `rows_of`; in no order, and not cut into pages."""
    at = month_columns(month, today)
    rows: Select[*tuple[Any, ...]] = (
        select(
            Enrolment.id,
            Worker.id,
            Worker.name,
            Worker.nik_last4,
            Sponsor.id,
            Sponsor.name,
            Sponsor.nip,
            Unit.code,
            Unit.name,
            Enrolment.relation,
            at.state,
            Enrolment.first_month,
            at.step,
            Enrolment.reason,
            Enrolment.submitted_on,
            is_enrolled_here(viewer, today) if viewer.units else literal(True),
            Enrolment.state,
            Enrolment.protected_until,
            is_present(viewer, today) if viewer.units else literal(True),
        )
        .select_from(Enrolment)
        .join(Worker, Worker.id == Enrolment.worker_id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
    )
    statement = (
        join_home(rows, circular_id, month)
        .outerjoin(LadderStep, at.ladder)
        .where(Enrolment.circular_id == circular_id if circular_id else true(), Enrolment.noted_on <= at.day)
    )
    if wanted.present_only and viewer.units:
        statement = statement.where(is_enrolled_here(viewer, today))
    return within(viewer, statement, Unit.path).where(*_conditions(wanted, at, month))


def _conditions(wanted: WorkerFilter, at: MonthColumns, month: Month) -> Iterator[ColumnElement[bool]]:
    yield from _of_enrolments(wanted)
    if wanted.live_only:
        yield is_live(at.day)
    if wanted.state:
        yield at.state == wanted.state.value
    if steps := _steps(wanted, month):
        yield type_coerce(at.step, LadderStep.step.type).in_(steps)
    if wanted.payers is not None:
        yield Enrolment.sponsor_id.in_(wanted.payers)
    if wanted.relation:
        yield Enrolment.relation == wanted.relation.value
    if wanted.unpaid:
        cover = func.substr(Enrolment.cover, cover_position(wanted.unpaid) + 1, 1)
        yield and_(at.state == EnrolmentState.REGISTERED.value, Enrolment.first_month <= wanted.unpaid)
        yield cover == "0"
    if wanted.q:
        yield _matches(wanted.q)


def _of_enrolments(wanted: WorkerFilter) -> Iterator[ColumnElement[bool]]:
    """What asks nothing of the month."""
    if wanted.only is not None:
        yield Enrolment.id.in_(wanted.only)
    if wanted.place:
        yield in_place(wanted.place, Unit.path)
    if wanted.payers is not None:
        yield Enrolment.sponsor_id.in_(wanted.payers)
    if wanted.relation:
        yield Enrolment.relation == wanted.relation.value


def _steps(wanted: WorkerFilter, month: Month) -> list[str]:
    """The steps a filter asks for; none: whatever step."""
    match wanted.group:
        case StepGroup.ENDING:
            return [thresholds().ladder(month).last_step.value]
        case StepGroup.SHELTERED:
            return [step.value for step in SHELTERED]
        case StepGroup.WAITING:
            return [step.value for step in WAITING]
        case StepGroup.LATE:
            return [step.value for step in LATE]
        case None:
            return [wanted.step.value] if wanted.step else []


def _matches(q: str) -> ColumnElement[bool]:
    """All words of the worker's or the sponsor's name, or the last four digits of the NIK (R25)."""
    digits = q.replace(" ", "")
    if digits.isascii() and digits.isdigit():
        if len(digits) == NIK_TAIL:
            return or_(Worker.nik_last4 == digits, Sponsor.nip.endswith(digits))
        return Sponsor.nip.endswith(digits) if len(digits) > NIK_TAIL else Enrolment.id < 0
    words = name_key(q).split()
    if not words:
        return Enrolment.id < 0
    by_worker = and_(*(Enrolment.name_key.contains(word, autoescape=True) for word in words))
    return or_(by_worker, and_(*(Sponsor.name_key.contains(word, autoescape=True) for word in words)))


def order_of(wanted: WorkerFilter) -> Order:
    by_name = (Enrolment.name_key, Enrolment.id)
    match wanted.order:
        case WorkerOrder.SPONSOR:
            return Order((Sponsor.name_key, *by_name), wanted.falling)
        case WorkerOrder.UNIT:
            return Order((Unit.name_key, *by_name), wanted.falling)
        case WorkerOrder.NAME:
            return Order(by_name, wanted.falling)


def rows_of(found: Iterable[Any]) -> list[WorkerRow]:
    return [
        WorkerRow(
            enrolment_id=row[0],
            worker_id=row[1],
            name=row[2],
            nik_last4=row[3],
            sponsor_id=row[4],
            sponsor_name=row[5],
            sponsor_nip=row[6],
            unit_code=row[7],
            unit_name=row[8],
            relation=Relation(row[9]),
            state=EnrolmentState(row[10]),
            first_month=row[11],
            step=Step(row[12]) if row[12] else None,
            reason=row[13],
            submitted_on=row[14],
            is_present=bool(row[15]),
            state_now=EnrolmentState(row[16]),
            protected_until=row[17],
            sponsor_is_here=bool(row[18]),
        )
        for row in found
    ]
