"""Dipotong, belum disetor: what was deducted and BPJS has not confirmed; and what was deducted beyond what is owed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, select

from lindung.domain.deductions import DeductionSource
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.deductions import Deduction
from lindung.models.ledger import MonthCover
from lindung.models.rates import MonthDue
from lindung.models.sponsors import Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment
from lindung.queries.owing import coalesce, confirmed, is_payable, of_worker_month
from lindung.queries.paging import Anchor, Order, Slice, page_at, sliced
from lindung.queries.places import Place, in_place
from lindung.queries.sponsors import is_present, matches
from lindung.queries.viewer import Viewer, within


class Held(StrEnum):
    UNDEPOSITED = "undeposited"
    SURPLUS = "surplus"  # deducted, and owed by nobody (any more)


class HeldOrder(StrEnum):
    DAY = "day"  # the oldest first
    NAME = "name"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class HeldFilter:
    place: Place | None = None
    source: DeductionSource | None = None
    month: Month | None = None  # of contribution
    held: Held = Held.UNDEPOSITED
    q: str = ""
    order: HeldOrder = HeldOrder.DAY
    falling: bool = False


class HeldRow(NamedTuple):
    """One deduction, and what of it is still with the treasurer."""

    id: int
    sponsor_id: int
    name: str
    nip: str | None
    unit_code: str
    unit_name: str
    is_present: bool
    source: DeductionSource
    deducted_month: Month
    month: Month
    deducted_on: date
    amount: int
    received: int  # confirmed by BPJS
    held: int  # undeposited, or surplus, as the list asks

    def days(self, today: date) -> int:
        return (today - self.deducted_on).days


class HeldTotal(NamedTuple):
    rows: int
    amount: int
    oldest_on: date | None


class HeldTotals(NamedTuple):
    undeposited: HeldTotal
    surplus: HeldTotal

    def of(self, held: Held) -> HeldTotal:
        return self.surplus if held is Held.SURPLUS else self.undeposited


def held_rows(
    viewer: Viewer, wanted: HeldFilter, today: date, total: int, anchor: Anchor | None = None
) -> Slice[HeldRow]:
    """One page of the list; `total` comes from `held_totals`."""
    page = page_at(_narrowed(viewer, wanted, today), _order(wanted), anchor)
    rows = [_row(*row) for row in db.session.execute(page.statement)]
    return sliced(rows, [row.id for row in rows], page.anchor, total)


def all_held_rows(viewer: Viewer, wanted: HeldFilter, today: date) -> list[HeldRow]:
    """The whole list, for a file or for paper."""
    return [_row(*row) for row in db.session.execute(_order(wanted).apply(_narrowed(viewer, wanted, today)))]


def held_totals(viewer: Viewer, wanted: HeldFilter, today: date) -> HeldTotals:
    """Both kinds under the same filter: each count is as long as its list."""
    standing = _standing(viewer, wanted, today)
    undeposited, surplus = _undeposited(standing), _surplus(standing)
    columns: list[ColumnElement[Any]] = []
    for amount in (undeposited, surplus):
        columns += [
            func.sum(case((amount > 0, 1), else_=0)),
            func.sum(case((amount > 0, amount), else_=0)),
            func.min(case((amount > 0, standing.c.deducted_on))),
        ]
    row = db.session.execute(select(*columns).select_from(standing)).one()
    return HeldTotals(*(HeldTotal(int(row[i] or 0), int(row[i + 1] or 0), row[i + 2]) for i in (0, 3)))


def held_total(viewer: Viewer, today: date) -> HeldTotal:
    """What a home page says of everything within the viewer's reach."""
    return held_totals(viewer, HeldFilter(), today).undeposited


def _standing(viewer: Viewer, wanted: HeldFilter, today: date) -> Subquery:
    """Per deduction that stands: what its ASN owes for that month by now, and what BPJS has of it."""
    owed = case((is_payable(today), MonthDue.amount), else_=confirmed())
    statement = (
        select(
            Deduction.id,
            Deduction.amount,
            Deduction.deducted_on,
            coalesce(func.sum(owed), 0).label("owed"),
            coalesce(func.sum(confirmed()), 0).label("received"),
        )
        .join(Unit, Unit.id == Deduction.unit_id)
        .outerjoin(Enrolment, Enrolment.sponsor_id == Deduction.sponsor_id)
        .outerjoin(MonthDue, and_(MonthDue.tariff == Enrolment.tariff, MonthDue.month == Deduction.month))
        .outerjoin(MonthCover, of_worker_month())
        .where(Deduction.cancelled_on.is_(None))
        .group_by(Deduction.id, Deduction.amount, Deduction.deducted_on)
    )
    if wanted.place:
        statement = statement.where(in_place(wanted.place, Unit.path))
    if wanted.source:
        statement = statement.where(Deduction.source == wanted.source.value)
    if wanted.month:
        statement = statement.where(Deduction.month == wanted.month)
    if wanted.q:
        people = select(Sponsor.id).where(matches(wanted.q))
        statement = statement.where(Deduction.sponsor_id.in_(people))
    return within(viewer, statement, Unit.path).subquery("standing")


def _undeposited(standing: Subquery) -> ColumnElement[int]:
    rightly = case((standing.c.owed < standing.c.amount, standing.c.owed), else_=standing.c.amount)
    return rightly - standing.c.received


def _surplus(standing: Subquery) -> ColumnElement[int]:
    surplus: ColumnElement[int] = standing.c.amount - standing.c.owed
    return surplus


def _narrowed(viewer: Viewer, wanted: HeldFilter, today: date) -> Select[*tuple[Any, ...]]:
    standing = _standing(viewer, wanted, today)
    amount = _surplus(standing) if wanted.held is Held.SURPLUS else _undeposited(standing)
    return (
        select(
            Deduction.id,
            Sponsor.id,
            Sponsor.name,
            Sponsor.nip,
            Unit.code,
            Unit.name,
            is_present(viewer, today),
            Deduction.source,
            Deduction.deducted_month,
            Deduction.month,
            Deduction.deducted_on,
            Deduction.amount,
            standing.c.received,
            amount,
        )
        .select_from(standing)
        .join(Deduction, Deduction.id == standing.c.id)
        .join(Sponsor, Sponsor.id == Deduction.sponsor_id)
        .join(Unit, Unit.id == Deduction.unit_id)
        .where(amount > 0)
    )


def _order(wanted: HeldFilter) -> Order:
    match wanted.order:
        case HeldOrder.NAME:
            return Order((Sponsor.name_key, Deduction.id), wanted.falling)
        case HeldOrder.UNIT:
            return Order((Unit.name_key, Sponsor.name_key, Deduction.id), wanted.falling)
        case HeldOrder.DAY:
            return Order((Deduction.deducted_on, Deduction.id), wanted.falling)


def _row(*row: Any) -> HeldRow:
    id_, sponsor_id, name, nip, unit_code, unit_name, present, source = row[:8]
    deducted_month, month, deducted_on, amount, received, held = row[8:]
    return HeldRow(
        id_,
        sponsor_id,
        name,
        nip,
        unit_code,
        unit_name,
        bool(present),
        DeductionSource(source),
        deducted_month,
        month,
        deducted_on,
        amount,
        int(received),
        int(held),
    )
