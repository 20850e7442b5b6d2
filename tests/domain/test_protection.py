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


@given(st.text("01", max_size=COVER_LENGTH))
def test_r18_nine_months_tell_the_step_of_the_whole_history(paid):
    padded = "0" * LEADING + paid
    window = padded[-WINDOW:]
    step = dict(ladder_steps()).get(window)

    if not paid:
        return
    if step is Step.NEVER and "1" in paid:
        step = Step.LAPSED  # an all-unpaid window after an earlier paid month
    assert step is step_after(paid)


def test_r18_there_are_512_windows_and_one_of_them_says_never():
    steps = dict(ladder_steps())

    assert len(steps) == 512
    assert [window for window, step in steps.items() if step is Step.NEVER] == ["0" * WINDOW]


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
