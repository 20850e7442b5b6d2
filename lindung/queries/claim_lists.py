"""Claims of the viewer's offices: the list and one claim with everything its companion shows (R6, R19).

A claim stands where its enrolment stands; the viewer's units decide, as with every list of people.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from lindung.domain.claims import PAPERS, RUNNING, ClaimKind, ClaimState, Milestone, Paper, Progress
from lindung.domain.errors import NotThere
from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.models.acts import ActRow, AuditEntry
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.claims import Claim, ClaimPaper
from lindung.models.sponsors import Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.claim_worth import Worth, worth_on
from lindung.queries.paging import Anchor, Order, Slice, page_at, sliced
from lindung.queries.places import Place, in_place
from lindung.queries.viewer import Viewer, within

NIK_TAIL = 4
PAPER_ACTS = ("claim.receive", "claim.unreceive")


class ClaimGroup(StrEnum):
    RUNNING = "running"  # papers are gathered, or BPJS decides
    ALL = "all"


class ClaimOrder(StrEnum):
    WAITING = "waiting"  # the longest first
    NAME = "name"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    state: ClaimState | ClaimGroup = ClaimGroup.RUNNING
    kind: ClaimKind | None = None
    place: Place | None = None
    circular_id: int | None = None
    month: Month | None = None  # in which it happened
    year: int | None = None  # in which it was paid
    worker_id: int | None = None
    sponsor_id: int | None = None
    q: str = ""
    order: ClaimOrder = ClaimOrder.WAITING
    falling: bool = False


class ClaimRow(NamedTuple):
    id: int
    worker_id: int
    worker_name: str
    nik_last4: str
    sponsor_name: str
    unit_code: str
    unit_name: str
    circular_number: str
    kind: ClaimKind
    state: ClaimState
    happened_on: date
    reported_on: date
    submitted_on: date | None
    decided_on: date | None
    expected: int | None
    paid_on: date | None
    paid: int | None
    helper: str | None
    received: int
    last_paper_on: date | None

    @property
    def progress(self) -> Progress:
        return Progress(
            self.state,
            self.reported_on,
            self.submitted_on,
            self.received,
            len(PAPERS[self.kind]),
            self.last_paper_on,
        )

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    def days(self, today: date) -> int | None:
        """How long the family has been waiting; None once there is nothing to wait for."""
        return (today - self.reported_on).days if self.is_running else None


class ClaimTotals(NamedTuple):
    rows: int
    oldest_on: date | None  # when the one that waits longest was reported


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One claim. The heir's phone goes no further than this floor's callers, who mask it (R25)."""

    row: ClaimRow
    version: int
    enrolment_id: int
    sponsor_id: int
    circular_id: int
    kpj: str | None
    sex: str | None
    heir: str | None
    phone: str | None
    reference: str | None
    reason: str | None
    note: str | None
    papers: dict[Paper, date]
    paper_ids: list[int]  # of lines that are there, and that were: its history tells of both
    others: list[ClaimRow]  # the same person's claims under other memberships, as far as the viewer reaches
    worth: Worth  # by the books of today, beside what was estimated when it was reported

    @property
    def next(self) -> Milestone | None:
        return self.row.progress.next


def claim_rows(
    viewer: Viewer, wanted: ClaimFilter, total: int, anchor: Anchor | None = None
) -> Slice[ClaimRow]:
    """One page of the list; `total` comes from `claim_totals`."""
    page = page_at(_narrowed(viewer, wanted), _order(wanted), anchor)
    rows = [_row(*row) for row in db.session.execute(page.statement)]
    return sliced(rows, [row.id for row in rows], page.anchor, total)


def all_claim_rows(viewer: Viewer, wanted: ClaimFilter) -> list[ClaimRow]:
    """The whole list, for a file or for paper."""
    return [_row(*row) for row in db.session.execute(_order(wanted).apply(_narrowed(viewer, wanted)))]


def claim_totals(viewer: Viewer, wanted: ClaimFilter) -> ClaimTotals:
    found = _narrowed(viewer, wanted).with_only_columns(
        func.count(), func.min(Claim.reported_on), maintain_column_froms=True
    )
    return ClaimTotals(*db.session.execute(found).one())


def claims_of_worker(viewer: Viewer, worker_id: int) -> list[ClaimRow]:
    return all_claim_rows(viewer, ClaimFilter(ClaimGroup.ALL, worker_id=worker_id))


def running_of_sponsor(viewer: Viewer, sponsor_id: int) -> list[ClaimRow]:
    """What stands open about the people this payer covers."""
    return all_claim_rows(viewer, ClaimFilter(sponsor_id=sponsor_id))


def claim_page(viewer: Viewer, claim_id: int) -> ClaimPage:
    """NotThere outside the viewer's units."""
    wanted = ClaimFilter(ClaimGroup.ALL)
    found = db.session.execute(_narrowed(viewer, wanted).where(Claim.id == claim_id)).first()
    if found is None:
        raise NotThere
    claim = db.session.get_one(Claim, claim_id)
    worker = db.session.get_one(Worker, claim.worker_id)
    enrolment = db.session.get_one(Enrolment, claim.enrolment_id)
    papers = select(ClaimPaper.code, ClaimPaper.received_on).where(ClaimPaper.claim_id == claim_id)
    row = _row(*found)
    return ClaimPage(
        row=row,
        version=claim.version,
        enrolment_id=claim.enrolment_id,
        sponsor_id=enrolment.sponsor_id,
        circular_id=enrolment.circular_id,
        kpj=worker.kpj,
        sex=worker.sex,
        heir=claim.heir,
        phone=claim.phone,
        reference=claim.reference,
        reason=claim.reason,
        note=claim.note,
        papers={Paper(code): day for code, day in db.session.execute(papers)},
        paper_ids=_paper_ids(claim_id),
        others=[one for one in claims_of_worker(viewer, claim.worker_id) if one.id != claim_id],
        worth=worth_on(worker, row.kind, row.happened_on),
    )


def _paper_ids(claim_id: int) -> list[int]:
    """The acts of the checklist say whose claim they were about; their lines may be gone again."""
    statement = (
        select(AuditEntry.record_id)
        .join(ActRow, ActRow.id == AuditEntry.act_id)
        .where(AuditEntry.record == ClaimPaper.__tablename__, ActRow.kind.in_(PAPER_ACTS))
        .where(ActRow.result["id"].as_integer() == claim_id)
        .distinct()
    )
    return list(db.session.scalars(statement))


def programmes_with_claims(viewer: Viewer) -> list[tuple[int, str]]:
    """Circulars under which something was claimed: id and number, in the order of their numbers."""
    statement = (
        select(Circular.id, Circular.number)
        .join(Enrolment, Enrolment.circular_id == Circular.id)
        .join(Claim, Claim.enrolment_id == Enrolment.id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .distinct()
        .order_by(Circular.number, Circular.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(within(viewer, statement, Unit.path))]


def _narrowed(viewer: Viewer, wanted: ClaimFilter) -> Select[*tuple[Any, ...]]:
    received = select(func.count()).where(ClaimPaper.claim_id == Claim.id).scalar_subquery()
    last = select(func.max(ClaimPaper.received_on)).where(ClaimPaper.claim_id == Claim.id).scalar_subquery()
    statement = (
        select(
            Claim.id,
            Worker.id,
            Worker.name,
            Worker.nik_last4,
            Sponsor.name,
            Unit.code,
            Unit.name,
            Circular.number,
            Claim.kind,
            Claim.state,
            Claim.happened_on,
            Claim.reported_on,
            Claim.submitted_on,
            Claim.decided_on,
            Claim.expected,
            Claim.paid_on,
            Claim.paid,
            Claim.helper,
            received,
            last,
        )
        .select_from(Claim)
        .join(Enrolment, Enrolment.id == Claim.enrolment_id)
        .join(Worker, Worker.id == Claim.worker_id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .join(Circular, Circular.id == Enrolment.circular_id)
    )
    return within(viewer, statement, Unit.path).where(*_conditions(wanted))


def _conditions(wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    """What the address asks for; a part that asks for nothing says so by None."""
    month, running = wanted.month, [one.value for one in RUNNING]
    parts = (
        Claim.state == wanted.state.value if isinstance(wanted.state, ClaimState) else None,
        Claim.state.in_(running) if wanted.state is ClaimGroup.RUNNING else None,
        Claim.kind == wanted.kind.value if wanted.kind else None,
        in_place(wanted.place, Unit.path) if wanted.place else None,
        Enrolment.circular_id == wanted.circular_id if wanted.circular_id else None,
        Claim.happened_on.between(month.first_day(), month.last_day()) if month else None,
        paid_in(wanted.year) if wanted.year else None,
        Claim.worker_id == wanted.worker_id if wanted.worker_id else None,
        Enrolment.sponsor_id == wanted.sponsor_id if wanted.sponsor_id else None,
        _matches(wanted.q) if wanted.q else None,
    )
    yield from (part for part in parts if part is not None)


def paid_in(year: int) -> ColumnElement[bool]:
    return and_(
        Claim.state == ClaimState.PAID.value, Claim.paid_on.between(date(year, 1, 1), date(year, 12, 31))
    )


def _matches(q: str) -> ColumnElement[bool]:
    """All words of the worker's or the payer's name, or the last four digits of the NIK (R25)."""
    digits = q.replace(" ", "")
    if digits.isascii() and digits.isdigit() and len(digits) == NIK_TAIL:
        return Worker.nik_last4 == digits
    words = name_key(q).split()
    if not words:
        return Claim.id < 0
    keys = (Worker.name_key, Sponsor.name_key)
    return or_(*(and_(*(key.contains(word, autoescape=True) for word in words)) for key in keys))


def _order(wanted: ClaimFilter) -> Order:
    match wanted.order:
        case ClaimOrder.WAITING:
            return Order((Claim.reported_on, Claim.id), wanted.falling)
        case ClaimOrder.NAME:
            return Order((Worker.name_key, Claim.id), wanted.falling)
        case ClaimOrder.UNIT:
            return Order((Unit.name_key, Worker.name_key, Claim.id), wanted.falling)


def _row(*row: Any) -> ClaimRow:
    return ClaimRow._make([*row[:8], ClaimKind(row[8]), ClaimState(row[9]), *row[10:]])
