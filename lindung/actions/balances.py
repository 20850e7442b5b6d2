"""The balance of worker-months held against the ledger that it sums up: proved and mended (R14)."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import CTE, Select, and_, case, delete, func, insert, or_, select
from sqlalchemy.sql.functions import coalesce

from lindung.actions.bookkeeping import Source
from lindung.models.base import db
from lindung.models.ledger import Allocation, MonthCover, Payment
from lindung.models.rates import MonthDue
from lindung.models.workers import Enrolment


class Drift(NamedTuple):
    """One derived column of one enrolment that is not what it should be."""

    enrolment_id: int
    column: str


def drifted() -> Iterator[Drift]:
    """Balances that the allocations, or what months cost, do not confirm; and credit that was given twice."""
    yield from _unlike_the_ledger()
    yield from (Drift(id_, "due") for id_ in db.session.scalars(_with_other_due().order_by(Enrolment.id)))
    yield from _overdrawn()


def mend() -> None:
    """Writes every balance anew from the allocations; call inside an act, before the covers."""
    sums = _sums()
    db.session.execute(delete(MonthCover))
    statement = (
        select(
            Enrolment.worker_id,
            Enrolment.job,
            sums.c.month,
            sums.c.enrolment_id,
            coalesce(MonthDue.amount, 0),
            sums.c.paid,
            sums.c.confirmed,
        )
        .join(sums, sums.c.enrolment_id == Enrolment.id)
        .outerjoin(MonthDue, and_(MonthDue.tariff == Enrolment.tariff, MonthDue.month == sums.c.month))
        .where(sums.c.paid != 0)
    )
    columns = ["worker_id", "job", "month", "enrolment_id", "due", "paid", "confirmed"]
    db.session.execute(insert(MonthCover).from_select(columns, statement))


def with_credit() -> set[int]:
    """Enrolments that have money left over."""
    return {row[0] for row in db.session.execute(_credits()) if row[2] > 0}


def _sums() -> CTE:
    by_bpjs = case((Payment.source == Source.BPJS.value, Allocation.amount), else_=0)
    return (
        select(
            Allocation.enrolment_id,
            Allocation.month,
            func.sum(Allocation.amount).label("paid"),
            func.sum(by_bpjs).label("confirmed"),
        )
        .join(Payment, Payment.id == Allocation.payment_id)
        .group_by(Allocation.enrolment_id, Allocation.month)
        .cte("sums")
    )


def _unlike_the_ledger() -> Iterator[Drift]:
    sums = _sums()
    same = and_(MonthCover.enrolment_id == sums.c.enrolment_id, MonthCover.month == sums.c.month)
    paid, confirmed = coalesce(MonthCover.paid, 0), coalesce(MonthCover.confirmed, 0)
    counted = (
        select(sums.c.enrolment_id, paid != sums.c.paid)
        .outerjoin(MonthCover, same)
        .where(or_(paid != sums.c.paid, confirmed != sums.c.confirmed))
        .order_by(sums.c.enrolment_id)
    )
    for enrolment_id, is_paid in db.session.execute(counted):
        yield Drift(enrolment_id, "paid" if is_paid else "confirmed")
    unfounded = (
        select(MonthCover.enrolment_id)
        .outerjoin(sums, same)
        .where(sums.c.enrolment_id.is_(None), or_(MonthCover.paid != 0, MonthCover.confirmed != 0))
        .order_by(MonthCover.enrolment_id)
    )
    yield from (Drift(id_, "paid") for id_ in db.session.scalars(unfounded))


def _with_other_due() -> "Select[*tuple[Any, ...]]":
    """Enrolments one of whose months is not due what its tariff owes now."""
    owes = and_(MonthDue.tariff == Enrolment.tariff, MonthDue.month == MonthCover.month)
    return (
        select(Enrolment.id)
        .join(MonthCover, MonthCover.enrolment_id == Enrolment.id)
        .outerjoin(MonthDue, owes)
        .where(MonthCover.paid != 0, MonthCover.due != coalesce(MonthDue.amount, 0))
        .distinct()
    )


def _overdrawn() -> Iterator[Drift]:
    """Months were paid with more than was received."""
    return (Drift(row[0], "credit") for row in db.session.execute(_credits()) if row[2] < 0)


def _credits() -> "Select[*tuple[Any, ...]]":
    given = (
        select(Allocation.payment_id, func.sum(Allocation.amount).label("given"))
        .group_by(Allocation.payment_id)
        .subquery()
    )
    rest = func.sum(Payment.amount - coalesce(given.c.given, 0))
    return (
        select(Payment.enrolment_id, Payment.source, rest)
        .outerjoin(given, given.c.payment_id == Payment.id)
        .where(Payment.enrolment_id.is_not(None))
        .group_by(Payment.enrolment_id, Payment.source)
        .having(rest != 0)
        .order_by(Payment.enrolment_id)
    )
