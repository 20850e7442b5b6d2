"""Dated rows follow each other: both sides of every edge (R12, R13)."""

from datetime import date

import pytest

from lindung.domain.dated import Place, Span, checked_end, days_left, placed
from lindung.domain.errors import RuleBroken
from lindung.domain.months import OPEN_END, Month


def span(first: int, last: int | None = None) -> Span:
    return Span(Month(first), Month(last) if last else OPEN_END)


FOR_EVER = [span(2015_07)]
HALF = [span(2026_04, 2026_12)]
TWO = [span(2015_07, 2026_12), span(2027_06)]


@pytest.mark.parametrize(
    ("new", "others", "gapless", "place"),
    [
        (span(2027_01), [], True, Place(OPEN_END, None)),
        (span(2027_01), FOR_EVER, True, Place(OPEN_END, 0)),
        (span(2027_01), HALF, False, Place(OPEN_END, None)),  # follows without touching it
        (span(2026_12), HALF, False, Place(OPEN_END, 0)),
        (span(2027_01), HALF, True, Place(OPEN_END, None)),
        (span(2027_03, 2027_12), HALF, False, Place(Month(2027_12), None)),  # a discount may pause
        (span(2027_01), TWO, True, Place(Month(2027_05), None)),  # an open end reaches to the next row
        (span(2026_06), TWO, True, Place(Month(2027_05), 0)),
        (span(2014_01), FOR_EVER, True, Place(Month(2015_06), None)),
    ],
)
def test_a_successor_closes_its_predecessor_the_month_before(new, others, gapless, place):
    assert placed(new, others, gapless=gapless) == place


@pytest.mark.parametrize(
    ("new", "others", "gapless", "code", "field"),
    [
        (span(2027_01, 2026_12), FOR_EVER, True, "row_ends_before_start", "last_month"),
        (span(2015_07), FOR_EVER, True, "row_same_start", "first_month"),
        (span(2027_01, 2027_06), TWO, True, "row_overlaps", "last_month"),
        (span(2027_01, 2027_04), TWO, True, "row_leaves_gap", "last_month"),
        (span(2027_02), HALF, True, "row_leaves_gap", "first_month"),
        (span(2027_01, 2027_03), FOR_EVER, True, "row_inside", "last_month"),
        (span(2026_06, 2026_11), HALF, False, "row_inside", "last_month"),
        (span(2032_01), FOR_EVER, True, "row_too_far", "first_month"),
    ],
)
def test_what_writes_over_overlaps_or_leaves_a_month_without_a_row_is_refused(
    new, others, gapless, code, field
):
    with pytest.raises(RuleBroken) as refused:
        placed(new, others, gapless=gapless)

    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_row_ends_earlier_than_it_would_and_not_before_it_began():
    row = span(2026_04, 2026_12)

    assert checked_end(row, Month(2026_04)) == Month(2026_04)
    assert checked_end(row, Month(2026_11)) == Month(2026_11)
    for month, code in ((2026_03, "row_ends_before_start"), (2026_12, "row_ends_already")):
        with pytest.raises(RuleBroken) as refused:
            checked_end(row, Month(month))
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 11, 15), 46),
        (date(2026, 11, 16), 45),  # R13: from mid-November the administrators are warned
        (date(2026, 12, 31), 0),
        (date(2027, 1, 1), None),
    ],
)
def test_r13_the_days_that_are_left_of_a_row(today, left):
    assert days_left(Month(2026_12), today) == left
    assert days_left(OPEN_END, today) is None
