"""A calendar month of the regency's own clock (R23), and when its contribution falls due (R15)."""

import re
from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DUE_DAY = 15  # R15: the 15th of the contribution month itself; the 10th would be BPJS Kesehatan


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A month, kept as yyyymm so that it sorts, compares and stores as one integer."""

    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number % 100 <= 12 or not 1000_01 <= self.number <= 9999_12:
            raise ValueError(f"no such month: {self.number}")

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year * 100 + day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Reads yyyy-mm; raises ValueError for anything else."""
        match = re.fullmatch(r"(\d{4})-(\d{2})", text.strip(), re.ASCII)
        if not match:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(match[1]) * 100 + int(match[2]))

    @property
    def year(self) -> int:
        return self.number // 100

    @property
    def index(self) -> int:
        """Months since year 0: differences of two indexes count months."""
        return self.year * 12 + self.number % 100 - 1

    def plus(self, months: int) -> "Month":
        year, month = divmod(self.index + months, 12)
        return Month(year * 100 + month + 1)

    def next(self) -> "Month":
        return self.plus(1)

    def previous(self) -> "Month":
        return self.plus(-1)

    def through(self, last: "Month") -> Iterator["Month"]:
        """This month, the next, and so on up to and including `last`."""
        for step in range(last.index - self.index + 1):
            yield self.plus(step)

    def first_day(self) -> date:
        return date(self.year, self.number % 100, 1)

    def last_day(self) -> date:
        return date(self.year, self.number % 100, monthrange(self.year, self.number % 100)[1])

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number % 100:02d}"


OPEN_END = Month(9999_12)
BEGINNING = Month(1000_01)


def judged_on(month: Month, today: date) -> date:
    """The day a month is judged by (R7): its last day, or today while it still runs."""
    return min(month.last_day(), today)


def counted_for(month: Month, today: date) -> date:
    """The day a month's stored counts stand for: today while it runs, the first of the next once it is over.

    Its last day would not do: on that day it still runs, and an unpaid running month lowers nobody's step (R15).
    """
    return min(month.next().first_day(), today)


def due_on(month: Month, holidays: Collection[date]) -> date:
    """The day the month's contribution falls due (R15): the 15th, or the next working day."""
    day = month.first_day() + timedelta(days=DUE_DAY - 1)
    while day.weekday() >= 5 or day in holidays:
        day += timedelta(days=1)
    return day


def default_month(today: date, holidays: Collection[date]) -> Month:
    """The month a page speaks of when none is asked for (R9a): the last whose due date has passed."""
    month = Month.of(today)
    return month if due_on(month, holidays) < today else month.previous()
