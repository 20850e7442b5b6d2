"""The ladder at the end of a month, from paid months alone (R18)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.domain.months import Month
from lindung.domain.protection import (
    COVER_BEGINS,
    COVER_LENGTH,
    EMPTY_COVER,
    LEADING,
    WINDOW,
    Ladder,
    Step,
    cover_position,
    ladder_steps,
    step_after,
    window_start,
)

HISTORIES = [
    ("", Step.NEVER),
    ("0", Step.NEVER),
    ("000000000000", Step.NEVER),  # never paid, however long
    ("1", Step.WAITING_1),
    ("11", Step.WAITING_2),
    ("111", Step.FULL),
    ("1111111111111", Step.FULL),
    ("10", Step.LATE_1),
    ("100", Step.LATE_2),
    ("1000", Step.LAPSED),
    ("1110", Step.LATE_1),
    ("11100", Step.LATE_2),
    ("111000", Step.LAPSED),
    ("1110000000000", Step.LAPSED),
    ("101", Step.WAITING_2),  # arrears of one month do not restart the count
    ("1001", Step.WAITING_2),
    ("10011", Step.FULL),
    ("1001001", Step.FULL),
    ("11101", Step.FULL),
    ("10001", Step.WAITING_1),  # after a lapse it restarts
    ("1110001", Step.WAITING_1),
    ("111000111", Step.FULL),
    ("0001", Step.WAITING_1),  # months before the first payment are no arrears
]


@pytest.mark.parametrize(("paid", "step"), HISTORIES)
def test_r18_a_history_has_its_step(paid, step):
    assert step_after(paid) is step


RULES = [Ladder(3, 3), Ladder(3, 4), Ladder(2, 3), Ladder(2, 4), Ladder(1, 2)]


@pytest.mark.parametrize("ladder", RULES, ids=lambda one: one.code)
@given(paid=st.text("01", min_size=1, max_size=COVER_LENGTH))
def test_r18_a_years_window_tells_the_step_of_the_whole_history(ladder, paid):
    window = ("0" * LEADING + paid)[-WINDOW:]
    step = WINDOWS[ladder][window]
    if step is Step.NEVER and "1" in paid:
        step = Step.LAPSED  # an all-unpaid window after an earlier paid month

    assert step is step_after(paid, ladder)


WINDOWS = {ladder: dict(ladder_steps(ladder)) for ladder in RULES}


@pytest.mark.parametrize("ladder", RULES, ids=lambda one: one.code)
def test_r18_every_window_has_a_step_of_its_ladder_and_one_says_never(ladder):
    steps = WINDOWS[ladder]

    assert len(steps) == 2**WINDOW
    assert [window for window, step in steps.items() if step is Step.NEVER] == ["0" * WINDOW]
    assert set(steps.values()) | {Step.LAPSED} == set(ladder.steps)


@pytest.mark.parametrize(
    ("ladder", "last"),
    [(Ladder(3, 3), Step.LATE_2), (Ladder(3, 4), Step.LATE_3), (Ladder(3, 2), Step.LATE_1)],
)
def test_r18_from_the_last_step_one_more_unpaid_month_ends_the_membership(ladder, last):
    unpaid = "0" * (ladder.lapsed_after - 1)

    assert ladder.last_step is last
    assert step_after(f"1{unpaid}", ladder) is last
    assert step_after(f"1{unpaid}0", ladder) is Step.LAPSED


@given(st.integers(0, COVER_LENGTH - 1), st.text("01", min_size=COVER_LENGTH, max_size=COVER_LENGTH))
def test_the_window_of_a_month_ends_with_that_month(index, paid):
    month = COVER_BEGINS.plus(index)
    cover = "0" * LEADING + paid
    first = window_start(month) - 1  # from 0, as Python counts

    assert first >= 0
    assert len(cover[first : first + WINDOW]) == WINDOW
    assert first + WINDOW - 1 == cover_position(month)
    assert cover[cover_position(month)] == paid[index]


def test_a_cover_reaches_from_january_2022_to_december_2031():
    assert len(EMPTY_COVER) == LEADING + COVER_LENGTH
    assert cover_position(Month(202201)) == LEADING
    assert cover_position(Month(203112)) == len(EMPTY_COVER) - 1
