"""The days an office has to know: due dates, report days, deadlines, what ends, holidays (R15, R22, R23)."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from lindung.domain.closing import ReportRules
from lindung.domain.months import DUE_DAY, Month, due_on

MONTHS = 3  # the coming ones, beside the running month


class DayKind(StrEnum):
    DUE = "due"
    REPORT = "report"
    DECLARE_BY = "declare_by"
    REGISTER_BY = "register_by"
    CIRCULAR_ENDS = "circular_ends"
    ROWS_END = "rows_end"
    HOLIDAY = "holiday"


class Span(NamedTuple):
    """From today to the end of the last month."""

    first: date
    months: tuple[Month, ...]

    @classmethod
    def ahead_of(cls, today: date) -> "Span":
        running = Month.of(today)
        return cls(today, tuple(running.through(running.plus(MONTHS))))

    @property
    def last(self) -> date:
        return self.months[-1].last_day()

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


class DueDay(NamedTuple):
    day: date
    month: Month
    moved_from: date | None  # the 15th, where it was no working day
    holiday: str | None  # why, where a holiday stood in the way


def due_days(span: Span, holidays: Mapping[date, str]) -> Iterator[DueDay]:
    """When each month's contribution falls due; one that has passed is not announced."""
    for month in span.months:
        day, usual = due_on(month, holidays.keys()), month.first_day().replace(day=DUE_DAY)
        if span.holds(day):
            yield DueDay(day, month, usual if day != usual else None, holidays.get(usual))


def report_days(span: Span, rules: ReportRules, holidays: Mapping[date, str]) -> Iterator[tuple[date, Month]]:
    """By when each report should stand; the month it is of has ended by then."""
    for month in (span.months[0].previous(), *span.months):
        day = rules.due_on(month, holidays.keys())
        if rules.month_of(month) == month and span.holds(day):
            yield day, month
