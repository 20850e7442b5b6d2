"""What enrolments owe for contribution months, past, running or ahead, and what BPJS has of it: on their own rows."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, extract, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from lindung.domain.months import Month
from lindung.models.ledger import Allocation, MonthCover, Payment
from lindung.models.rates import MonthDue
from lindung.models.workers import Enrolment

coalesce = func.coalesce
BPJS = "bpjs"  # a payment's source


def month_of(day: InstrumentedAttribute[Any]) -> ColumnElement[int]:
    """The month a day falls in, as the number months are stored by."""
    return extract("year", day) * 100 + extract("month", day)


def owes(month: InstrumentedAttribute[Month], today: date) -> ColumnElement[bool]:
    """Registered, begun and not over as that month is judged (R7): at its end, and as of today while it is not over.

    A month to come is owed by whoever stays registered into it.
    """
    ended = month_of(Enrolment.ended_on)
    ends_later = and_(
        month >= Month.of(today),
        ended == month,
        Enrolment.ended_on > today,
        extract("day", Enrolment.ended_on) > 1,
    )
    return and_(
        month_of(Enrolment.noted_on) <= month,
        month_of(Enrolment.registered_on) <= month,
        Enrolment.first_month <= month,
        or_(Enrolment.ended_on.is_(None), ended > month, ends_later),
    )


def of_worker_month() -> ColumnElement[bool]:
    """Joins the balance of a worker's month, whoever holds it, to an enrolment and a due amount."""
    return and_(
        MonthCover.worker_id == Enrolment.worker_id,
        MonthCover.job == Enrolment.job,
        MonthCover.month == MonthDue.month,
    )


def is_payable(today: date) -> ColumnElement[bool]:
    """Owed by this enrolment, and not paid by another payer (R17)."""
    elsewhere = and_(coalesce(MonthCover.paid, 0) != 0, MonthCover.enrolment_id != Enrolment.id)
    return and_(owes(MonthDue.month, today), ~elsewhere)


def is_deductible(pay: Month, today: date) -> ColumnElement[bool]:
    """Payable, and not received by BPJS before the month of the pay: paid ahead or by credit, nothing is deducted."""
    before = (
        select(coalesce(func.sum(Allocation.amount), 0))
        .join(Payment, Payment.id == Allocation.payment_id)
        .where(
            Allocation.enrolment_id == Enrolment.id,
            Allocation.month == MonthDue.month,
            Payment.source == BPJS,
            Payment.paid_on < pay.first_day(),
        )
        .scalar_subquery()
    )
    return and_(is_payable(today), before < MonthDue.amount)


def confirmed() -> ColumnElement[int]:
    """What BPJS has received for this enrolment's month."""
    return _own(MonthCover.confirmed)


def paid() -> ColumnElement[int]:
    """What stands as paid for this enrolment's month, by whomever's word."""
    return _own(MonthCover.paid)


def _own(amount: InstrumentedAttribute[int]) -> ColumnElement[int]:
    return case((MonthCover.enrolment_id == Enrolment.id, amount), else_=0)
