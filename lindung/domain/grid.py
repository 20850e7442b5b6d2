"""A year of contributions as twelve marks, the sight staff know from attendance sheets."""

from enum import StrEnum

from lindung.domain.months import Month
from lindung.domain.protection import COVER_BEGINS, COVER_LENGTH, LEADING, Step, cover_position, step_after


class Mark(StrEnum):
    PAID = "paid"  # B
    LATE = "late"  # T: registered and due, not paid
    LAPSED = "lapsed"  # X
    OUTSIDE = "outside"  # –: not a participant yet, or no longer
    AHEAD = "ahead"  # ·: the running month and what is to come


def year_marks(cover: str, year: int, running: Month, first: Month | None, ended: Month | None) -> list[Mark]:
    """January to December; `first` is the first contribution month, `ended` the month a membership was closed."""
    months = Month(year * 100 + 1).through(Month(year * 100 + 12))
    return [_mark(cover, month, running, first, ended) for month in months]


def _mark(cover: str, month: Month, running: Month, first: Month | None, ended: Month | None) -> Mark:
    if is_paid(cover, month):
        return Mark.PAID
    if first is None or month < first or (ended is not None and month >= ended):
        return Mark.OUTSIDE
    if month >= running:  # nobody is late before the month has ended (R15)
        return Mark.AHEAD
    if not _is_in_books(month):
        return Mark.OUTSIDE
    is_over = step_after(cover[: cover_position(month) + 1]) is Step.LAPSED
    return Mark.LAPSED if is_over else Mark.LATE


def is_paid(cover: str, month: Month) -> bool:
    return _is_in_books(month) and len(cover) > LEADING and cover[cover_position(month)] == "1"


def _is_in_books(month: Month) -> bool:
    return 0 <= month.index - COVER_BEGINS.index < COVER_LENGTH


def step_at(cover: str, month: Month, running: Month) -> Step:
    """The step at a month's end; an unpaid running month lowers nobody (R15)."""
    last = month.previous() if month == running and not is_paid(cover, month) else month
    return step_after(cover[: cover_position(last) + 1])
