"""Three truths of a month side by side: the office says, the treasurer deducted, BPJS received (R16)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from lindung.domain.deductions import DIFFERING, FROM_PAY, OWNER_OF, Agreement, Owner
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.deductions import Deduction, Mandate
from lindung.models.ledger import Allocation, MonthCover, Payment
from lindung.models.rates import MonthDue
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.owing import coalesce, confirmed, is_payable, month_of, of_worker_month, paid
from lindung.queries.paging import Anchor, Order, Slice, page_at, sliced
from lindung.queries.places import Place, in_place
from lindung.queries.reach import AnySelect, is_enrolled_here, is_of_fund
from lindung.queries.viewer import Viewer, within


class TruthOrder(StrEnum):
    WORKER = "worker"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class TruthFilter:
    """`agreement` one kind; otherwise `differing` every kind that somebody has to clear up."""

    month: Month
    place: Place | None = None
    agreement: Agreement | None = None
    differing: bool = False
    order: TruthOrder = TruthOrder.WORKER
    falling: bool = False


class TruthRow(NamedTuple):
    """One worker under one payer in one month."""

    enrolment_id: int
    worker_id: int
    worker_name: str
    nik_last4: str
    sponsor_id: int
    sponsor_name: str
    unit_code: str
    unit_name: str
    month: Month
    due: int
    said: int
    deducted: int
    received: int
    agreement: Agreement
    is_present: bool

    @property
    def owner(self) -> Owner | None:
        return OWNER_OF[self.agreement]


def truth_rows(
    viewer: Viewer, wanted: TruthFilter, today: date, total: int, anchor: Anchor | None = None
) -> Slice[TruthRow]:
    """One page of the list; `total` comes from `truth_counts`."""
    page = page_at(_narrowed(viewer, wanted, today), _order(wanted), anchor)
    rows = [_row(*row) for row in db.session.execute(page.statement)]
    return sliced(rows, [row.enrolment_id for row in rows], page.anchor, total)


def all_truth_rows(viewer: Viewer, wanted: TruthFilter, today: date) -> list[TruthRow]:
    """The whole list, for a file or for paper."""
    return [_row(*row) for row in db.session.execute(_order(wanted).apply(_narrowed(viewer, wanted, today)))]


def truth_counts(viewer: Viewer, wanted: TruthFilter, today: date) -> dict[Agreement, int]:
    """How many worker-months of each kind the place holds, whatever kind the list is narrowed to."""
    months = _months([wanted.month], today)
    statement = select(months.c.agreement, func.count()).select_from(months).group_by(months.c.agreement)
    statement = _at_home(statement, months)
    if wanted.place:
        statement = statement.where(in_place(wanted.place, Unit.path))
    found = db.session.execute(within(viewer, statement, Unit.path))
    return {Agreement(code): count for code, count in found}


def of_enrolments(
    viewer: Viewer, enrolment_ids: Collection[int], months: Sequence[Month], today: date
) -> list[TruthRow]:
    """The months of one worker, newest first; the caller has found his enrolments within the viewer's reach."""
    if not enrolment_ids:
        return []
    people = (
        select(Enrolment.sponsor_id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .where(Enrolment.id.in_(enrolment_ids), ~is_of_fund())
    )
    # What was deducted from a person's pay is shared out among all his workers; a fund has thousands and no pay.
    found = _months(months, today, Enrolment.id.in_(enrolment_ids) | Enrolment.sponsor_id.in_(people))
    statement = (
        _columns(viewer, found, today)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .where(Enrolment.id.in_(enrolment_ids), is_enrolled_here(viewer, today))
        .order_by(found.c.month.desc(), Enrolment.id)
    )
    return [_row(*row) for row in db.session.execute(statement)]


def last_year(running: Month) -> tuple[Month, ...]:
    """The running month and the eleven before it."""
    return tuple(running.plus(-11).through(running))


def _months(months: Sequence[Month], today: date, *which: ColumnElement[bool]) -> Subquery:
    """Each worker-month that is owed or has money, with its three truths and how they fit."""
    sums = _sums(months, today, *which)
    kinds = select(*sums.c, _agreement(sums).label("agreement")).where(sums.c.due > 0)
    return kinds.subquery("months")


def _sums(months: Sequence[Month], today: date, *which: ColumnElement[bool]) -> Subquery:
    due = case((is_payable(today), MonthDue.amount), else_=paid())
    before = (
        func.sum(due).over(partition_by=(Enrolment.sponsor_id, MonthDue.month), order_by=Enrolment.id) - due
    )
    left = coalesce(Deduction.amount, 0) - before
    deducted = case((left < 0, 0), (left > due, due), else_=left)
    from_pay = and_(
        Mandate.sponsor_id == Enrolment.sponsor_id,
        Mandate.source.in_([one.value for one in FROM_PAY]),
        month_of(Mandate.signed_on) <= MonthDue.month,
        or_(Mandate.withdrawn_on.is_(None), month_of(Mandate.withdrawn_on) > MonthDue.month),
    )
    return (
        select(
            Enrolment.id.label("enrolment_id"),
            Enrolment.sponsor_id,
            case((is_of_fund(), Enrolment.unit_id)).label("village_id"),
            MonthDue.month,
            due.label("due"),
            _said().label("said"),
            deducted.label("deducted"),
            confirmed().label("received"),
            case((exists().where(from_pay), 1), else_=0).label("is_from_pay"),
        )
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .join(MonthDue, MonthDue.tariff == Enrolment.tariff)
        .outerjoin(MonthCover, of_worker_month())
        .outerjoin(
            Deduction,
            and_(
                Deduction.sponsor_id == Enrolment.sponsor_id,
                Deduction.month == MonthDue.month,
                Deduction.cancelled_on.is_(None),
            ),
        )
        .where(MonthDue.month.in_(months), *which)
        .subquery("sums")
    )


def _said() -> ColumnElement[int]:
    """What the office has said it paid for this enrolment's month.

    When BPJS confirms, the same act reverses the office's part: that reversal, and its own undoing, take back nothing
    that was said. So corrections count only where their act has no part of BPJS for the same month.
    """
    theirs, receipt = aliased(Allocation), aliased(Payment)
    by_bpjs = (
        select(theirs.id)
        .join(receipt, receipt.id == theirs.payment_id)
        .where(
            theirs.enrolment_id == Allocation.enrolment_id,
            theirs.month == Allocation.month,
            receipt.act_id == Payment.act_id,
            receipt.source == "bpjs",
        )
        .correlate(Allocation, Payment)
        .exists()
    )
    is_correction = or_(Allocation.amount < 0, Payment.reverses_id.is_not(None))
    return coalesce(
        select(func.sum(Allocation.amount))
        .join(Payment, Payment.id == Allocation.payment_id)
        .where(
            Allocation.enrolment_id == Enrolment.id,
            Allocation.month == MonthDue.month,
            Payment.source == "opd",
            ~and_(is_correction, by_bpjs),
        )
        .correlate(Enrolment, MonthDue)
        .scalar_subquery(),
        0,
    )


def _agreement(sums: Subquery) -> ColumnElement[str]:
    """`agreement_of` of the domain, as the database asks it; a test holds the two together."""
    truth = sums.c
    undeducted = and_(truth.is_from_pay == 1, truth.deducted == 0)
    return case(
        (and_(truth.received >= truth.due, undeducted), Agreement.UNMARKED.value),
        (truth.received >= truth.due, Agreement.AGREED.value),
        (and_(truth.received > 0, truth.deducted > truth.received), Agreement.DEPOSITED_SHORT.value),
        (truth.received > 0, Agreement.SHORT.value),
        (and_(truth.said <= 0, truth.deducted > 0), Agreement.NOT_DEPOSITED.value),
        (truth.said <= 0, Agreement.UNPAID.value),
        (undeducted, Agreement.NOT_DEDUCTED.value),
        else_=Agreement.NOT_RECEIVED.value,
    )


def _columns(viewer: Viewer, months: Subquery, today: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Enrolment.id,
            Worker.id,
            Worker.name,
            Worker.nik_last4,
            Sponsor.id,
            Sponsor.name,
            Unit.code,
            Unit.name,
            months.c.month,
            months.c.due,
            months.c.said,
            months.c.deducted,
            months.c.received,
            months.c.agreement,
            is_enrolled_here(viewer, today),
        )
        .select_from(months)
        .join(Enrolment, Enrolment.id == months.c.enrolment_id)
        .join(Worker, Worker.id == Enrolment.worker_id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
    )


def _narrowed(viewer: Viewer, wanted: TruthFilter, today: date) -> Select[*tuple[Any, ...]]:
    months = _months([wanted.month], today)
    statement = _at_home(_columns(viewer, months, today), months)
    if wanted.place:
        statement = statement.where(in_place(wanted.place, Unit.path))
    if wanted.agreement:
        statement = statement.where(months.c.agreement == wanted.agreement.value)
    elif wanted.differing:
        statement = statement.where(months.c.agreement.in_([one.value for one in DIFFERING]))
    return within(viewer, statement, Unit.path)


def _at_home(statement: AnySelect, months: Subquery) -> AnySelect:
    """With the unit that answers for a worker-month: where the payer stood then, or of a fund the village."""
    posted = and_(
        Posting.sponsor_id == months.c.sponsor_id,
        Posting.first_month <= months.c.month,
        Posting.last_month >= months.c.month,
        months.c.village_id.is_(None),
    )
    home = coalesce(months.c.village_id, Posting.unit_id)
    return statement.outerjoin(Posting, posted).join(Unit, Unit.id == home)


def _order(wanted: TruthFilter) -> Order:
    by_unit = (Unit.name_key,) if wanted.order is TruthOrder.UNIT else ()
    return Order((*by_unit, Enrolment.name_key, Enrolment.id), wanted.falling)


def _row(*row: Any) -> TruthRow:
    enrolment_id, worker_id, worker_name, nik_last4, sponsor_id, sponsor_name, code, unit_name = row[:8]
    month, due, said, deducted, received, agreement, present = row[8:]
    return TruthRow(
        enrolment_id,
        worker_id,
        worker_name,
        nik_last4,
        sponsor_id,
        sponsor_name,
        code,
        unit_name,
        month,
        due,
        max(int(said), 0),
        int(deducted),
        received,
        Agreement(agreement),
        bool(present),
    )
