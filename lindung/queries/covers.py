"""What enrolments add up to in each month: the part of the count that asks of workers and money, not of duties."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import coalesce

from lindung.domain.months import Month, judged_on
from lindung.domain.protection import WINDOW, Step, window_start
from lindung.models.circulars import Circular
from lindung.models.ledger import MonthCover
from lindung.models.rates import MonthDue
from lindung.models.summaries import LadderStep
from lindung.models.workers import Enrolment
from lindung.queries.thresholds import thresholds

UNPAID_WINDOW = "0" * WINDOW


class LadderColumns(NamedTuple):
    window: ColumnElement[str]
    was_paid: ColumnElement[bool]


def ladder_window(start: ColumnElement[int], is_running: ColumnElement[int]) -> LadderColumns:
    """The months that decide a step, ending with the month; an unpaid running month is left out (R15)."""
    ends_unpaid = func.substr(Enrolment.cover, start + WINDOW - 1, 1) == "0"
    first = start - case((and_(is_running == 1, ends_unpaid), 1), else_=0)
    history = func.substr(Enrolment.cover, 1, first + WINDOW - 1)
    return LadderColumns(func.substr(Enrolment.cover, first, WINDOW), history.like("%1%"))


def is_live(day: ColumnElement[date]) -> ColumnElement[bool]:
    return and_(Enrolment.noted_on <= day, or_(Enrolment.ended_on.is_(None), Enrolment.ended_on > day))


def is_registered(day: ColumnElement[date]) -> ColumnElement[bool]:
    """Registered on that day: from `registered_on` until `ended_on` (R7)."""
    return and_(is_live(day), Enrolment.registered_on <= day)


def covers(circular: Circular, frame: CTE, by: InstrumentedAttribute[Any]) -> Select[*tuple[Any, ...]]:
    """Per month and `by` (a sponsor, or a unit): what these enrolments add up to; the caller may narrow it."""
    registered = is_registered(frame.c.day)
    due = and_(registered, Enrolment.first_month <= frame.c.month)
    paid_amount = coalesce(MonthCover.paid, 0)
    confirmed_amount = coalesce(MonthCover.confirmed, 0)
    ladder = ladder_window(frame.c.window_start, frame.c.is_running)
    step = case(
        (and_(ladder.window == UNPAID_WINDOW, ladder.was_paid), Step.LAPSED.value), else_=LadderStep.step
    )
    return (
        select(
            frame.c.month,
            by,
            func.sum(flag(is_live(frame.c.day))).label("live"),
            func.sum(flag(registered)).label("registered"),
            func.sum(flag(due)).label("due"),
            func.sum(flag(and_(due, MonthDue.amount > 0, paid_amount >= MonthDue.amount))).label("paid"),
            func.sum(flag(and_(due, MonthDue.amount > 0, confirmed_amount >= MonthDue.amount))).label(
                "confirmed"
            ),
            func.sum(case((due, coalesce(MonthDue.amount, 0)), else_=0)).label("due_amount"),
            func.sum(paid_amount).label("paid_amount"),
            func.sum(confirmed_amount).label("confirmed_amount"),
            *(func.sum(flag(and_(due, step == one.value))).label(one.value) for one in Step),
        )
        .select_from(frame)
        .join(Enrolment, Enrolment.circular_id == circular.id)
        .outerjoin(
            MonthCover, and_(MonthCover.enrolment_id == Enrolment.id, MonthCover.month == frame.c.month)
        )
        .outerjoin(MonthDue, and_(MonthDue.tariff == Enrolment.tariff, MonthDue.month == frame.c.month))
        .outerjoin(LadderStep, and_(LadderStep.rule == frame.c.rule, LadderStep.window == ladder.window))
        .group_by(frame.c.month, by)
    )


def frame_of(months: Sequence[Month], today: date) -> CTE:
    """The months asked for, each with the day it is judged by and where its ladder window begins."""
    limits = thresholds()
    # PostgreSQL needs the type said; SQLite keeps days as text, which a cast to DATE would turn into a number.
    day_type = Date().with_variant(String(), "sqlite")
    return union_all(
        *(
            select(
                literal(month.number, Integer).label("month"),
                type_coerce(cast(literal(judged_on(month, today), Date), day_type), Date).label("day"),
                literal(window_start(month), Integer).label("window_start"),
                literal(int(month == Month.of(today)), Integer).label("is_running"),
                literal(limits.ladder(month).code, String).label("rule"),
            )
            for month in months
        )
    ).cte("frame")


def flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
