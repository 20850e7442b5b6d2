"""A year of contributions as twelve marks, the sight staff know from attendance sheets."""

from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple

from lindung.domain.months import Month
from lindung.domain.protection import COVER_BEGINS, COVER_LENGTH, LEADING, Step, cover_position, step_after
from lindung.domain.thresholds import Thresholds


class Mark(StrEnum):
    PAID = "paid"  # B: and BPJS has confirmed it
    SAID = "said"  # b: by the word of the office alone (R14)
    LATE = "late"  # T: registered and due, not paid
    LAPSED = "lapsed"  # X
    OUTSIDE = "outside"  # –: not a participant yet, or no longer
    AHEAD = "ahead"  # ·: the running month and what is to come


class Span(NamedTuple):
    """The first contribution month, and the month a membership was closed."""

    first: Month | None
    ended: Month | None = None

    def holds(self, month: Month) -> bool:
        begun = self.first is not None and self.first <= month
        return begun and (self.ended is None or month < self.ended)


def year_months(year: int) -> list[Month]:
    """January to December."""
    return list(Month(year * 100 + 1).through(Month(year * 100 + 12)))


def year_marks(
    cover: str, year: int, running: Month, span: Span, limits: Thresholds, confirmed: Collection[Month]
) -> list[Mark]:
    """January to December; `confirmed` are the months BPJS has received in full."""
    return [_mark(cover, month, running, span, limits, confirmed) for month in year_months(year)]


def _mark(
    cover: str, month: Month, running: Month, span: Span, limits: Thresholds, confirmed: Collection[Month]
) -> Mark:
    if is_paid(cover, month):
        return Mark.PAID if month in confirmed else Mark.SAID
    if not span.holds(month):
        return Mark.OUTSIDE
    if month >= running:  # nobody is late before the month has ended (R15)
        return Mark.AHEAD
    if not _is_in_books(month):
        return Mark.OUTSIDE
    is_over = step_after(cover[: cover_position(month) + 1], limits.ladder(month)) is Step.LAPSED
    return Mark.LAPSED if is_over else Mark.LATE


def is_paid(cover: str, month: Month) -> bool:
    return _is_in_books(month) and len(cover) > LEADING and cover[cover_position(month)] == "1"


def _is_in_books(month: Month) -> bool:
    return 0 <= month.index - COVER_BEGINS.index < COVER_LENGTH


def step_at(cover: str, month: Month, running: Month, limits: Thresholds) -> Step:
    """The step at a month's end; an unpaid running month lowers nobody (R15)."""
    last = month.previous() if month == running and not is_paid(cover, month) else month
    return step_after(cover[: cover_position(last) + 1], limits.ladder(month))
