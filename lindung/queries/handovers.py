"""Workers who wait for another payer: why, until when it is safe, and who is asked (R10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from lindung.domain.duties import SponsorKind
from lindung.domain.errors import NotThere
from lindung.domain.handovers import OPEN, HandoverCause, HandoverState, ends_after, first_month_for
from lindung.domain.identifiers import whole_nip
from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.handovers import Handover
from lindung.models.ledger import MonthCover
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.places import Place, in_place
from lindung.queries.questions import mending_count
from lindung.queries.sponsors import NIP_TAIL, is_present, matches
from lindung.queries.staging import chunks
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer, in_reach

MOST_CANDIDATES = 12
SHORTEST = 3
FAR = 999912  # after every month: who was never paid loses nothing and comes last


class HandoverFilterState(StrEnum):
    OPEN = "open"  # waiting, offered or refused
    OFFERED = "offered"
    DONE = "done"


class HandoverOrder(StrEnum):
    SOONEST = "soonest"
    NAME = "name"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class HandoverFilter:
    state: HandoverFilterState = HandoverFilterState.OPEN
    cause: HandoverCause | None = None
    place: Place | None = None
    q: str = ""
    order: HandoverOrder = HandoverOrder.SOONEST
    falling: bool = False


class HandoverRow(NamedTuple):
    id: int
    version: int
    worker_id: int
    worker: str
    nik_last4: str
    enrolment_id: int
    enrolment_state: EnrolmentState
    sponsor_id: int
    sponsor: str
    unit: str
    circular: str
    cause: HandoverCause
    since: Month
    state: HandoverState
    to_id: int | None
    to: str | None
    to_unit: str | None
    offered_on: date | None
    decided_on: date | None
    reason: str | None
    paid_until: Month | None  # the last month anybody paid
    ends_after: Month | None  # the membership ends at the end of this month if nobody pays (R18)
    first_month: Month  # from when a new payer would pay
    gives: bool  # the viewer's office decides what becomes of the worker
    receives: bool  # the viewer's office is asked to pay

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Candidate(NamedTuple):
    """Somebody who could pay."""

    id: int
    name: str
    nip_tail: str | None
    unit: str
    is_fund: bool


class Calls(NamedTuple):
    """What a first screen says."""

    waiting: int  # workers of the viewer's offices who will lose their payer
    soonest: Month | None  # the first of their memberships that stands ends with this month
    confirming: int  # of those, moved into the viewer's offices and paid by the same person still
    offered: int  # to the viewer's offices
    mending: int  # rows with a wrong NIK that came back to them (R6)


def handover_ids(viewer: Viewer, wanted: HandoverFilter) -> list[int]:
    """The whole list in its order, by id: pages and totals are cut from it."""
    statement = _narrowed(viewer, select(Handover.id), wanted)
    return list(db.session.scalars(statement.order_by(*_order(wanted))))


def handover_rows(viewer: Viewer, ids: Sequence[int], today: date) -> list[HandoverRow]:
    """These rows, in this order."""
    found: dict[int, HandoverRow] = {}
    for part in chunks(ids):
        rows = db.session.execute(_rows(viewer).where(Handover.id.in_(part)))
        found |= {row[0]: _row(*row, today=today) for row in rows}
    return [found[id_] for id_ in ids if id_ in found]


def handover_row(viewer: Viewer, handover_id: int, today: date) -> HandoverRow:
    """NotThere unless one of its sides lies within reach."""
    statement = _rows(viewer).where(Handover.id == handover_id, _concerns(viewer))
    row = db.session.execute(statement).first()
    if row is None:
        raise NotThere
    return _row(*row, today=today)


def calls(viewer: Viewer, today: date) -> Calls:
    """In one statement; what waits for the viewer's offices."""
    gives, receives = in_reach(viewer, Unit.path), _receives(viewer)
    is_moved = Handover.cause == HandoverCause.MOVED.value
    is_offered = Handover.state == HandoverState.OFFERED.value
    last, ladder = _last_paid().correlate(Enrolment).scalar_subquery(), thresholds().ladder(Month.of(today))
    is_standing = last >= Month.of(today).plus(-ladder.lapsed_after)
    statement = (
        select(
            func.sum(case((and_(gives, ~is_moved), 1), else_=0)),
            func.min(case((and_(gives, ~is_moved, is_standing), last), else_=None)),
            func.sum(case((and_(gives, is_moved, ~is_offered), 1), else_=0)),
            func.sum(case((and_(receives, is_offered), 1), else_=0)),
            mending_count(viewer).scalar_subquery(),
        )
        .select_from(Handover)
        .join(Enrolment, Enrolment.id == Handover.enrolment_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .where(Handover.state.in_([one.value for one in OPEN]))
    )
    waiting, soonest, confirming, offered, mending = db.session.execute(statement).one()
    return Calls(
        int(waiting or 0), ends_after(soonest, ladder), int(confirming or 0), int(offered or 0), mending
    )


def open_statement(viewer: Viewer) -> Select[int]:
    """How many wait, to be asked together with other counts."""
    found: Select[int] = _narrowed(viewer, select(func.count(Handover.id)), HandoverFilter())
    return found


def candidates(viewer: Viewer, q: str, today: date, *, besides: int) -> list[Candidate]:
    """Who could pay: the viewer's own people and every fund by name, anybody of the regency by his whole NIP."""
    words = " ".join(q.split())
    if len(words) < SHORTEST:
        return []
    nip = whole_nip(words)
    latest = (
        select(func.max(Posting.first_month))
        .where(Posting.sponsor_id == Sponsor.id)
        .correlate(Sponsor)
        .scalar_subquery()
    )
    is_fund = Sponsor.kind == SponsorKind.FUND.value
    mine = and_(matches(words), is_present(viewer, today))
    funds = and_(is_fund, matches(words))
    reached = or_(mine, funds, Sponsor.nip == nip) if nip else or_(mine, funds)
    statement = (
        select(Sponsor.id, Sponsor.name, Sponsor.nip, Unit.name, is_fund)
        .join(Posting, and_(Posting.sponsor_id == Sponsor.id, Posting.first_month == latest))
        .join(Unit, Unit.id == Posting.unit_id)
        .where(reached, Sponsor.left_on.is_(None), Sponsor.id != besides)
        .order_by(is_fund, Sponsor.name_key, Sponsor.id)
        .limit(MOST_CANDIDATES)
    )
    return [
        Candidate(id_, name, nip[-NIP_TAIL:] if nip else None, unit, bool(fund))
        for id_, name, nip, unit, fund in db.session.execute(statement)
    ]


def _last_paid() -> Select[Month]:
    """The newest month anybody paid for this worker and job (R17)."""
    return select(func.max(MonthCover.month)).where(
        MonthCover.worker_id == Enrolment.worker_id, MonthCover.job == Enrolment.job, MonthCover.paid != 0
    )


def _rows(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    to, to_unit = aliased(Sponsor), aliased(Unit)
    return (
        select(
            *(Handover.id, Handover.version, Worker.id, Worker.name, Worker.nik_last4, Enrolment.id),
            *(Enrolment.state, Sponsor.id, Sponsor.name, Unit.name, Circular.number, Handover.cause),
            *(Handover.since, Handover.state, to.id, to.name, to_unit.name, Handover.offered_on),
            *(Handover.decided_on, Handover.reason),
            _last_paid().correlate(Enrolment).scalar_subquery(),
            case((in_reach(viewer, Unit.path), 1), else_=0),
            case((_receives(viewer), 1), else_=0),
        )
        .join(Enrolment, Enrolment.id == Handover.enrolment_id)
        .join(Worker, Worker.id == Enrolment.worker_id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .join(Circular, Circular.id == Enrolment.circular_id)
        .outerjoin(to, to.id == Handover.to_sponsor_id)
        .outerjoin(to_unit, to_unit.id == _home(to.id, to))
    )


def _row(*columns: Any, today: date) -> HandoverRow:
    *facts, paid_until, gives, receives = columns
    state, cause, since = facts[6], facts[11], facts[12]
    facts[6], facts[11], facts[13] = EnrolmentState(state), HandoverCause(cause), HandoverState(facts[13])
    ladder = thresholds().ladder(Month.of(today))
    until, first = ends_after(paid_until, ladder), first_month_for(since, paid_until)
    return HandoverRow._make([*facts, paid_until, until, first, bool(gives), bool(receives)])


def _home(sponsor_id: Any, of: Any) -> Any:
    """The unit somebody stands in, or stood in last; `of` is the table that names him, outside the question."""
    return (
        select(Posting.unit_id)
        .where(Posting.sponsor_id == sponsor_id)
        .order_by(Posting.first_month.desc())
        .limit(1)
        .correlate(of)
        .scalar_subquery()
    )


def _receives(viewer: Viewer) -> ColumnElement[bool]:
    """Offered to somebody who stands within reach."""
    home = aliased(Unit)
    if viewer.units is None:
        return Handover.to_sponsor_id.is_not(None)
    inside = (home.path >= viewer.units.first) & (home.path < viewer.units.beyond)
    return select(home.id).where(home.id == _home(Handover.to_sponsor_id, Handover), inside).exists()


def _concerns(viewer: Viewer) -> ColumnElement[bool]:
    return or_(in_reach(viewer, Unit.path), _receives(viewer))


def _narrowed(viewer: Viewer, statement: Any, wanted: HandoverFilter) -> Any:
    """What was refused waits at the giver's office alone."""
    statement = (
        statement.select_from(Handover)
        .join(Enrolment, Enrolment.id == Handover.enrolment_id)
        .join(Worker, Worker.id == Enrolment.worker_id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .where(_concerns(viewer), Handover.state.in_(_states(wanted.state)))
        .where(or_(in_reach(viewer, Unit.path), Handover.state != HandoverState.REFUSED.value))
    )
    if wanted.cause:
        statement = statement.where(Handover.cause == wanted.cause.value)
    if wanted.place:
        statement = statement.where(in_place(wanted.place, Unit.path))
    for word in name_key(wanted.q).split():
        named = Worker.name_key.contains(word, autoescape=True)
        statement = statement.where(or_(named, Sponsor.name_key.contains(word, autoescape=True)))
    return statement


def _states(state: HandoverFilterState) -> list[str]:
    match state:
        case HandoverFilterState.OPEN:
            return [one.value for one in OPEN]
        case HandoverFilterState.OFFERED:
            return [HandoverState.OFFERED.value]
        case HandoverFilterState.DONE:
            return [one.value for one in HandoverState if one not in OPEN]


def _order(wanted: HandoverFilter) -> list[Any]:
    last = func.coalesce(_last_paid().correlate(Enrolment).scalar_subquery(), literal(FAR, Integer))
    columns: dict[HandoverOrder, tuple[Any, ...]] = {
        HandoverOrder.SOONEST: (last, Worker.name_key),
        HandoverOrder.NAME: (Worker.name_key,),
        HandoverOrder.UNIT: (Unit.name_key, Worker.name_key),
    }
    chosen = (*columns[wanted.order], Handover.id)
    return [one.desc() if wanted.falling else one for one in chosen]
