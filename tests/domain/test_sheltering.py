"""What a step is worth to a family, summed over many (R18, R19)."""

from dataclasses import replace

from lindung.domain.benefits import Benefit, BenefitKind, Rules
from lindung.domain.months import BEGINNING, OPEN_END, Month
from lindung.domain.protection import SHIPPED, Ladder, Step
from lindung.domain.sheltering import worth_of_steps

K = BenefitKind
AMOUNTS = {K.BURIAL: (1, 10_000_000), K.DEATH: (3, 20_000_000), K.PERIODIC: (3, 12_000_000)}
ROWS = [
    Benefit(kind, after, amount, 0, BEGINNING, OPEN_END, "PP 82/2019", verified=True)
    for kind, (after, amount) in AMOUNTS.items()
]
OCTOBER = Month(2026_10)


def worths(ladder: Ladder = SHIPPED, rows: list[Benefit] = ROWS) -> dict[Step, int]:
    return worth_of_steps(Rules(OCTOBER, ladder, rows))


def test_full_is_42_million_and_a_waiting_month_10():
    assert worths() == {Step.WAITING_1: 10_000_000, Step.WAITING_2: 10_000_000, Step.FULL: 42_000_000}


def test_who_is_behind_or_lapsed_or_never_paid_has_no_sum():
    assert not {Step.NEVER, Step.LATE_1, Step.LATE_2, Step.LATE_3, Step.LAPSED} & worths().keys()


def test_a_shorter_wait_has_fewer_steps_and_promises_nothing_the_rows_do_not():
    assert worths(Ladder(full_after=2)) == {Step.WAITING_1: 10_000_000, Step.FULL: 10_000_000}


def test_rows_that_no_longer_hold_are_worth_nothing():
    ended = [replace(row, last_month=Month(2026_09)) for row in ROWS]

    assert set(worths(rows=ended).values()) == {0}
