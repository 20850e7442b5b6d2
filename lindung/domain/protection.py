"""The ladder: where a family stands at the end of a month, derived from paid months and never typed (R18)."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import product

from lindung.domain.months import Month

FULL_AFTER = 3  # R18: paid months until the full death benefit
LAPSED_AFTER = 3  # R18: unpaid months in a row that end the membership

COVER_BEGINS = Month(2022_01)
LEADING = 8  # zeros before the first month, so that every month has a whole window behind it
WINDOW = 9  # months that decide a step: without three unpaid in a row nine months hold at least three paid
COVER_LENGTH = 10 * 12  # to December 2031
EMPTY_COVER = "0" * (LEADING + COVER_LENGTH)


class Step(StrEnum):
    NEVER = "never"  # belum aktif: never paid, however long
    WAITING_1 = "waiting_1"  # masa tunggu 1/3
    WAITING_2 = "waiting_2"
    FULL = "full"  # aktif penuh
    LATE_1 = "late_1"  # tenggang 1: menunggak 1 bulan
    LATE_2 = "late_2"
    LAPSED = "lapsed"  # gugur: kepesertaan berakhir


_WAITING = {1: Step.WAITING_1, 2: Step.WAITING_2}
_LATE = {1: Step.LATE_1, 2: Step.LATE_2}


def step_after(paid: str) -> Step:
    """The step at the end of a history of months, oldest first, `1` for a paid month and `0` for an unpaid one."""
    counted = unpaid = 0
    ever = False
    for month in paid:
        if month == "1":
            counted, unpaid, ever = counted + 1, 0, True
        elif ever:
            unpaid += 1
            if unpaid >= LAPSED_AFTER:
                counted = 0  # R18: after a lapse the count restarts
    if not ever:
        return Step.NEVER
    if unpaid >= LAPSED_AFTER:
        return Step.LAPSED
    if unpaid:
        return _LATE[unpaid]
    return _WAITING.get(counted, Step.FULL)


def ladder_steps() -> Iterator[tuple[str, Step]]:
    """Every window of nine months with its step. All-unpaid reads NEVER; LAPSED if an earlier month was paid."""
    for months in product("01", repeat=WINDOW):
        window = "".join(months)
        yield window, step_after(window)


def cover_position(month: Month) -> int:
    """Where (from 0) a month's character stands in `enrolment.cover`."""
    return month.index - COVER_BEGINS.index + LEADING


def window_start(month: Month) -> int:
    """Where (from 1, as SQL counts) the nine months that end with `month` begin in `enrolment.cover`."""
    return cover_position(month) - WINDOW + 2
