"""The ladder: where a family stands at the end of a month, derived from paid months and never typed (R18)."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import product
from typing import NamedTuple

from lindung.domain.months import Month

MOST_FULL_AFTER = 3
MOST_LAPSED_AFTER = 4

COVER_BEGINS = Month(2022_01)
# Months that decide a step: without four unpaid in a row twelve months hold at least three paid.
WINDOW = MOST_FULL_AFTER * MOST_LAPSED_AFTER
LEADING = WINDOW - 1  # zeros before the first month, so that every month has a whole window behind it
COVER_LENGTH = 10 * 12  # to December 2031
EMPTY_COVER = "0" * (LEADING + COVER_LENGTH)


class Step(StrEnum):
    NEVER = "never"  # belum aktif: never paid, however long
    WAITING_1 = "waiting_1"  # masa tunggu 1/3
    WAITING_2 = "waiting_2"
    FULL = "full"  # aktif penuh
    LATE_1 = "late_1"  # tenggang 1: menunggak 1 bulan
    LATE_2 = "late_2"
    LATE_3 = "late_3"  # only where four unpaid months end a membership
    LAPSED = "lapsed"  # gugur: kepesertaan berakhir


SHELTERED = (Step.WAITING_1, Step.WAITING_2, Step.FULL)  # those on whom a sum can be named (R19)
WAITING = (Step.WAITING_1, Step.WAITING_2)
LATE = (Step.LATE_1, Step.LATE_2, Step.LATE_3)
_WAITING = {1: Step.WAITING_1, 2: Step.WAITING_2}
_LATE = dict(enumerate(LATE, start=1))


class Ladder(NamedTuple):
    """The two thresholds of R18 as they stand in a month; sources say 3, and "more than 3"."""

    full_after: int = 3  # paid months until the full death benefit
    lapsed_after: int = 3  # unpaid months in a row that end the membership

    @property
    def code(self) -> str:
        return f"{self.full_after}/{self.lapsed_after}"

    @property
    def steps(self) -> tuple[Step, ...]:
        """Those that somebody can stand on."""
        waiting = [step for paid, step in _WAITING.items() if paid < self.full_after]
        late = [step for unpaid, step in _LATE.items() if unpaid < self.lapsed_after]
        return (Step.NEVER, *waiting, Step.FULL, *late, Step.LAPSED)

    @property
    def last_step(self) -> Step:
        """The one from which another unpaid month ends the membership."""
        return _LATE[self.lapsed_after - 1]


SHIPPED = Ladder()


class Tally(NamedTuple):
    """What a history of months comes to."""

    counted: int  # paid months of this membership: arrears do not end the count, a lapse does
    unpaid: int  # unpaid months in a row at its end
    ever: bool  # whether any month was paid

    def then(self, paid: bool, ladder: Ladder) -> "Tally":
        """One month later."""
        if paid:
            return Tally(self.counted + 1, 0, True)
        if not self.ever:
            return self
        unpaid = self.unpaid + 1
        # R18: after a lapse the count restarts
        return Tally(0 if unpaid >= ladder.lapsed_after else self.counted, unpaid, True)

    def step(self, ladder: Ladder) -> Step:
        if not self.ever:
            return Step.NEVER
        if self.unpaid >= ladder.lapsed_after:
            return Step.LAPSED
        if self.unpaid:
            return _LATE[self.unpaid]
        return Step.FULL if self.counted >= ladder.full_after else _WAITING[self.counted]


NOTHING_YET = Tally(0, 0, False)


def tally_of(paid: str, ladder: Ladder = SHIPPED) -> Tally:
    """A history of months, oldest first, `1` for a paid month and `0` for an unpaid one."""
    tally = NOTHING_YET
    for month in paid:
        tally = tally.then(month == "1", ladder)
    return tally


def step_after(paid: str, ladder: Ladder = SHIPPED) -> Step:
    """The step at the end of a history of months."""
    return tally_of(paid, ladder).step(ladder)


def ladder_steps(ladder: Ladder = SHIPPED) -> Iterator[tuple[str, Step]]:
    """Every window of months with its step. All-unpaid reads NEVER; LAPSED if an earlier month was paid."""
    for months in product("01", repeat=WINDOW):
        window = "".join(months)
        yield window, step_after(window, ladder)


def cover_position(month: Month) -> int:
    """Where (from 0) a month's character stands in `enrolment.cover`."""
    return month.index - COVER_BEGINS.index + LEADING


def window_start(month: Month) -> int:
    """Where (from 1, as SQL counts) the months that end with `month` begin in `enrolment.cover`."""
    return cover_position(month) - WINDOW + 2
