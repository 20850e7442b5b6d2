"""The lists of villages for a programme: who is on them, what speaks against each, how far he has come."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from lindung.domain.errors import NotThere
from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.domain.nominations import OBJECTIONS, DropReason, Finding, NominationState, Stage
from lindung.domain.protection import Step
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.funds import Fund
from lindung.models.nominations import Nomination
from lindung.models.sponsors import Sponsor
from lindung.models.summaries import LadderStep
from lindung.models.units import Unit
from lindung.models.workers import Enrolment
from lindung.queries.nomination_stages import stages
from lindung.queries.paging import Anchor, Order, Slice, page_at, row_count, sliced
from lindung.queries.places import Place, in_place
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer, within

NIK_TAIL = 4


class NominationOrder(StrEnum):
    NAME = "name"
    UNIT = "unit"
    QUEUE = "queue"


class Against(StrEnum):
    """Findings that are asked for together."""

    ANY = "any"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class NominationFilter:
    month: Month
    place: Place | None = None
    stage: Stage | None = None
    finding: Finding | Against | None = None
    reason: DropReason | None = None
    category: str | None = None
    q: str = ""
    only: tuple[int, ...] | None = None  # these rows, whatever else the filter says
    order: NominationOrder = NominationOrder.NAME
    falling: bool = False


class NominationRow(NamedTuple):
    """One person in a list; `step` and `registration` are those of the month asked for."""

    id: int
    version: int
    name: str
    nik_last4: str | None
    has_nik: bool  # a usable one
    born_on: date | None
    category: str | None
    unit_code: str
    unit_name: str
    unit_kind: str
    state: NominationState
    finding: Finding | None
    verified_on: date | None
    queue: int | None
    fund_name: str | None
    enrolment_id: int | None
    worker_id: int | None
    registration: EnrolmentState | None
    step: Step | None
    dropped_on: date | None
    drop_reason: DropReason | None
    card_on: date | None
    card_by: str | None

    @property
    def is_objected(self) -> bool:
        return self.finding in OBJECTIONS


class NominationForm(NamedTuple):
    """One person as the forms want him."""

    id: int
    circular_id: int
    version: int
    name: str
    nik_last4: str | None
    born_on: date | None
    sex: str | None
    address: str | None
    phone: str | None
    occupation: str | None
    category: str | None
    state: NominationState
    finding: Finding | None
    unit_id: int
    unit_code: str
    unit_name: str
    note: str | None
    enrolment_id: int | None


def nomination_rows(
    viewer: Viewer, circular_id: int, today: date, wanted: NominationFilter, anchor: Anchor | None = None
) -> Slice[NominationRow]:
    """One page of the list."""
    statement, order = _narrowed(viewer, circular_id, today, wanted), _order(wanted)
    total, page = row_count(statement), page_at(statement, order, anchor)
    rows = [_row(row) for row in db.session.execute(page.statement)]
    return sliced(rows, [row.id for row in rows], page.anchor, total)


def all_nomination_rows(
    viewer: Viewer, circular_id: int, today: date, wanted: NominationFilter
) -> Iterator[NominationRow]:
    """The whole list, for a file and for paper."""
    statement = _order(wanted).apply(_narrowed(viewer, circular_id, today, wanted))
    return (_row(row) for row in db.session.execute(statement))


def nomination_row(viewer: Viewer, circular_id: int, month: Month, today: date, row_id: int) -> NominationRow:
    wanted = NominationFilter(month, only=(row_id,))
    found = db.session.execute(_narrowed(viewer, circular_id, today, wanted)).first()
    if found is None:
        raise NotThere
    return _row(found)


def nomination_ids(
    viewer: Viewer,
    circular_id: int,
    today: date,
    wanted: NominationFilter,
    states: Collection[NominationState] = (),
    *,
    unobjected: bool = False,
    by_queue: bool = False,
) -> list[int]:
    """Every row a filter finds and an act concerns, in id order or in that of the waiting list."""
    statement = _narrowed(viewer, circular_id, today, wanted)
    if states:
        statement = statement.where(Nomination.state.in_([one.value for one in states]))
    if unobjected:
        statement = statement.where(~_is_objected())
    found = statement.with_only_columns(Nomination.id, maintain_column_froms=True)
    order = (Nomination.queue, Nomination.id) if by_queue else (Nomination.id,)
    return list(db.session.scalars(found.order_by(*order)))


def stage_counts(viewer: Viewer, circular_id: int, today: date, wanted: NominationFilter) -> dict[Stage, int]:
    """How many people of the list, whatever stage it asks for, have come how far."""
    at = stages(wanted.month, today)
    statement = _narrowed(viewer, circular_id, today, wanted).with_only_columns(
        *(func.sum(case((at.of[stage], 1), else_=0)) for stage in Stage), maintain_column_froms=True
    )
    return dict(zip(Stage, (int(one or 0) for one in db.session.execute(statement).one()), strict=True))


def categories(viewer: Viewer, circular_id: int) -> list[str]:
    """The lists' own words for groups of people."""
    statement = (
        select(Nomination.category)
        .join(Unit, Unit.id == Nomination.unit_id)
        .where(Nomination.circular_id == circular_id, Nomination.category.is_not(None))
        .distinct()
        .order_by(Nomination.category)
    )
    return [one for one in db.session.scalars(within(viewer, statement, Unit.path)) if one]


def nominating_units(viewer: Viewer, circular_id: int) -> list[tuple[str, str]]:
    """Code and name of the villages and customary bodies that have a list."""
    statement = (
        select(Unit.code, Unit.name)
        .where(Unit.id.in_(select(Nomination.unit_id).where(Nomination.circular_id == circular_id)))
        .order_by(Unit.name_key, Unit.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(within(viewer, statement, Unit.path))]


def nomination_form(viewer: Viewer, nomination_id: int) -> NominationForm:
    statement = (
        select(
            Nomination.id, Nomination.circular_id, Nomination.version, Nomination.name, Nomination.nik_last4,
            Nomination.born_on, Nomination.sex, Nomination.address, Nomination.phone, Nomination.occupation,
            Nomination.category, Nomination.state, Nomination.finding, Unit.id, Unit.code, Unit.name,
            Nomination.note, Nomination.enrolment_id,
        )
        .join(Unit, Unit.id == Nomination.unit_id)
        .where(Nomination.id == nomination_id)
    )  # fmt: skip
    row = db.session.execute(within(viewer, statement, Unit.path)).first()
    if row is None:
        raise NotThere
    return NominationForm(
        id=row[0],
        circular_id=row[1],
        version=row[2],
        name=row[3],
        nik_last4=row[4],
        born_on=row[5],
        sex=row[6],
        address=row[7],
        phone=row[8],
        occupation=row[9],
        category=row[10],
        state=NominationState(row[11]),
        finding=Finding(row[12]) if row[12] else None,
        unit_id=row[13],
        unit_code=row[14],
        unit_name=row[15],
        note=row[16],
        enrolment_id=row[17],
    )


def next_waiting(viewer: Viewer, circular_id: int, unit_id: int, most: int) -> list[int]:
    """Who is next: of the village first, then of the programme as far as the viewer sees it, each in their order."""
    here = case((Nomination.unit_id == unit_id, 0), else_=1)
    statement = (
        select(Nomination.id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .where(Nomination.circular_id == circular_id, Nomination.state == NominationState.VERIFIED.value)
        .where(~_is_objected())
        .order_by(here, Nomination.queue, Nomination.id)
    )
    return list(db.session.scalars(within(viewer, statement, Unit.path).limit(most)))


def enrolments_of(nomination_ids: Collection[int]) -> list[int]:
    """The covers of people on a list, whom the caller has found within reach."""
    ids: list[int] = []
    for part in chunks(sorted(nomination_ids)):
        statement = select(Nomination.enrolment_id).where(Nomination.id.in_(part))
        ids += [one for one in db.session.scalars(statement) if one is not None]
    return sorted(ids)


def sendable(enrolment_ids: Collection[int]) -> list[int]:
    """Of these covers those that can stand on a list to BPJS: candidates, and the refused ones, mended."""
    return _in_states(enrolment_ids, (EnrolmentState.CANDIDATE, EnrolmentState.REFUSED))


def unregistered(nomination_ids: Collection[int]) -> list[int]:
    """Of these people those whom BPJS has not registered."""
    states = (EnrolmentState.CANDIDATE, EnrolmentState.SUBMITTED, EnrolmentState.REFUSED)
    open_ids = set(_in_states(enrolments_of(nomination_ids), states))
    ids: list[int] = []
    for part in chunks(sorted(open_ids)):
        ids += db.session.scalars(select(Nomination.id).where(Nomination.enrolment_id.in_(part)))
    return sorted(ids)


def _in_states(enrolment_ids: Collection[int], states: Collection[EnrolmentState]) -> list[int]:
    ids: list[int] = []
    for part in chunks(sorted(enrolment_ids)):
        wanted = Enrolment.state.in_([one.value for one in states])
        ids += db.session.scalars(select(Enrolment.id).where(Enrolment.id.in_(part), wanted))
    return sorted(ids)


def _narrowed(
    viewer: Viewer, circular_id: int, today: date, wanted: NominationFilter
) -> Select[*tuple[Any, ...]]:
    at = stages(wanted.month, today)
    statement: Select[*tuple[Any, ...]] = (
        select(
            Nomination.id, Nomination.version, Nomination.name, Nomination.nik_last4, Nomination.nik_index.is_not(None),
            Nomination.born_on, Nomination.category, Unit.code, Unit.name, Unit.kind, Nomination.state,
            Nomination.finding, Nomination.verified_on, Nomination.queue, Sponsor.name, Nomination.enrolment_id,
            Enrolment.worker_id, at.registration, at.step, Nomination.dropped_on, Nomination.drop_reason,
            Nomination.card_on, Nomination.card_by,
        )
        .select_from(Nomination)
        .join(Unit, Unit.id == Nomination.unit_id)
        .outerjoin(Enrolment, Enrolment.id == Nomination.enrolment_id)
        .outerjoin(LadderStep, at.ladder)
        .outerjoin(Fund, Fund.id == Nomination.fund_id)
        .outerjoin(Sponsor, Sponsor.id == Fund.sponsor_id)
        .where(Nomination.circular_id == circular_id, at.of[Stage.PROPOSED])
    )  # fmt: skip
    if wanted.stage:
        statement = statement.where(at.of[wanted.stage])
    return within(viewer, statement, Unit.path).where(*_conditions(wanted))


def _conditions(wanted: NominationFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.only is not None:
        yield Nomination.id.in_(wanted.only)
    if wanted.place:
        yield in_place(wanted.place, Unit.path)
    if wanted.reason:
        yield Nomination.drop_reason == wanted.reason.value
    if wanted.category:
        yield Nomination.category == wanted.category
    if wanted.finding:
        yield _found(wanted.finding)
    if wanted.q:
        yield _matches(wanted.q)


def _found(finding: Finding | Against) -> ColumnElement[bool]:
    match finding:
        case Against.ANY:
            return _is_objected()
        case Against.NONE:
            return ~_is_objected()
        case Finding():
            return Nomination.finding == finding.value


def _is_objected() -> ColumnElement[bool]:
    return func.coalesce(Nomination.finding, "").in_(sorted(one.value for one in OBJECTIONS))


def _matches(q: str) -> ColumnElement[bool]:
    """All words of the name, or the last four digits of the NIK (R25)."""
    digits = q.replace(" ", "")
    if digits.isascii() and digits.isdigit():
        return Nomination.nik_last4 == digits if len(digits) == NIK_TAIL else Nomination.id < 0
    words = name_key(q).split()
    if not words:
        return Nomination.id < 0
    return and_(*(Nomination.name_key.contains(word, autoescape=True) for word in words))


def _order(wanted: NominationFilter) -> Order:
    by_name = (Nomination.name_key, Nomination.id)
    match wanted.order:
        case NominationOrder.UNIT:
            return Order((Unit.name_key, *by_name), wanted.falling)
        case NominationOrder.QUEUE:
            place = func.coalesce(Nomination.queue, 10**9)
            return Order((place, *by_name), wanted.falling)  # type: ignore[arg-type]  # sorts like a column
        case NominationOrder.NAME:
            return Order(by_name, wanted.falling)


def _row(row: Any) -> NominationRow:
    return NominationRow(
        id=row[0],
        version=row[1],
        name=row[2],
        nik_last4=row[3],
        has_nik=bool(row[4]),
        born_on=row[5],
        category=row[6],
        unit_code=row[7],
        unit_name=row[8],
        unit_kind=row[9],
        state=NominationState(row[10]),
        finding=Finding(row[11]) if row[11] else None,
        verified_on=row[12],
        queue=row[13],
        fund_name=row[14],
        enrolment_id=row[15],
        worker_id=row[16],
        registration=EnrolmentState(row[17]) if row[15] else None,
        step=Step(row[18]) if row[15] and row[18] else None,
        dropped_on=row[19],
        drop_reason=DropReason(row[20]) if row[20] else None,
        card_on=row[21],
        card_by=row[22],
    )
