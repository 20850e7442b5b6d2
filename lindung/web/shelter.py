"""The rupiah of cover that stands, as an estimate: of how many workers, and by which rule (R18, R19)."""

from typing import NamedTuple

from flask import url_for

from lindung.domain.months import Month
from lindung.domain.protection import Step
from lindung.queries.compliance import MonthRow, MonthTable
from lindung.queries.counting import Counts
from lindung.queries.ladder import Worths, worths
from lindung.web.figures import Lists
from lindung.web.period import Period


class Sheltered(NamedTuple):
    rupiah: int
    workers: int
    url: str  # exactly those workers
    worths: Worths
    rules_url: str

    @property
    def month(self) -> Month:
        return self.worths.month

    @property
    def full(self) -> int:
        return self.worths.steps[Step.FULL]


def told_of(period: Period) -> Month:
    """Only ended months count (R19): of a running month the one before it is told."""
    return period.month.previous() if period.month == Month.of(period.today) else period.month


def counts_of(row: MonthRow | MonthTable, period: Period) -> Counts | None:
    """The counts of that month; None while the circular has no ended month yet."""
    return row.before if period.month == Month.of(period.today) else row.now


def sheltered_lists(period: Period, unit: str | None = None) -> Lists:
    return Lists(period._replace(month=told_of(period)), unit)


def sheltered(table: MonthTable, period: Period) -> Sheltered | None:
    """Of everybody the table counts."""
    counts = counts_of(table, period)
    return sheltered_by(worths(told_of(period)), table, period) if counts and counts.active else None


def sheltered_by(
    found: Worths, table: MonthTable, period: Period, unit: str | None = None
) -> Sheltered | None:
    """The same where the worths are known already."""
    counts = counts_of(table, period)
    if counts is None:
        return None
    url = sheltered_lists(period, unit).workers(step="terlindungi")
    return Sheltered(found.of(counts), found.sheltered(counts), url, found, url_for("rates.benefits"))
