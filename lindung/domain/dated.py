"""Dated rows follow each other: a successor closes its predecessor, and nothing is written over (R12, R13, R19)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from lindung.domain.errors import RuleBroken
from lindung.domain.months import OPEN_END, Month
from lindung.domain.protection import COVER_BEGINS, COVER_LENGTH

LAST_BEGINNING = COVER_BEGINS.plus(COVER_LENGTH - 1)  # the books hold no later month


class Span(NamedTuple):
    """From which month to which a row counts."""

    first: Month
    last: Month


class Place(NamedTuple):
    """Where a new row stands among those of its series."""

    last: Month  # it ends before its successor begins
    closes: int | None  # which of the others ends the month before


def placed(new: Span, others: Sequence[Span], *, gapless: bool) -> Place:
    """Where `new` may stand; RuleBroken when it would write over a row, overlap one, or leave a month without any.

    A series is `gapless` when each month needs a row: a contribution or a benefit. A discount may pause.
    """
    _check_months(new, others)
    before = max((one for one in others if one.first < new.first), default=None)
    after = min((one for one in others if one.first > new.first), default=None)
    last = after.first.previous() if after and new.last == OPEN_END else new.last
    if after and last >= after.first:
        raise RuleBroken("row_overlaps", field="last_month", month=after.first)
    if after and gapless and last.next() < after.first:
        raise RuleBroken("row_leaves_gap", field="last_month", first=last.next(), last=after.first.previous())
    if before is None:
        return Place(last, None)
    if gapless and before.last < new.first.previous():
        raise RuleBroken(
            "row_leaves_gap", field="first_month", first=before.last.next(), last=new.first.previous()
        )
    if before.last > last:
        raise RuleBroken("row_inside", field="last_month", last=last, month=last.next())
    return Place(last, others.index(before) if before.last >= new.first else None)


def _check_months(new: Span, others: Sequence[Span]) -> None:
    if new.first > LAST_BEGINNING:
        raise RuleBroken("row_too_far", field="first_month", month=LAST_BEGINNING)
    if new.last < new.first:
        raise RuleBroken("row_ends_before_start", field="last_month", month=new.first)
    if any(one.first == new.first for one in others):
        raise RuleBroken("row_same_start", field="first_month", month=new.first)


def checked_end(row: Span, last: Month) -> Month:
    """An end is earlier than the one that stands, and not before the row began."""
    if last < row.first:
        raise RuleBroken("row_ends_before_start", field="last_month", month=row.first)
    if last >= row.last:
        raise RuleBroken("row_ends_already", field="last_month", month=row.last)
    return last


def days_left(last: Month, today: date) -> int | None:
    """Days until a row's last day; None when it has no end, or is over."""
    if last == OPEN_END or last.last_day() < today:
        return None
    return (last.last_day() - today).days
