"""How each enrolment was paid, month by month: most steadily, some late, some not at all, so that every step occurs."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from lindung.actions.demo.enrolments import PlannedEnrolment
from lindung.actions.ledger import Part, Receipt, Source
from lindung.domain.months import Month
from lindung.domain.protection import LAPSED_AFTER
from lindung.domain.rates import Tables, Tariff

AHEAD = 3  # months that some pay at once
SHORT, SHORT_AMOUNT = 8, 5_000  # of a thousand payments: less than due, so the month stays unpaid


def steady(_random: Random, ended: list[Month]) -> list[Month]:
    return ended


def never(_random: Random, _ended: list[Month]) -> list[Month]:
    return []


def one_late(_random: Random, ended: list[Month]) -> list[Month]:
    return ended[:-1]


def two_late(_random: Random, ended: list[Month]) -> list[Month]:
    return ended[:-2]


def lapsed(random: Random, ended: list[Month]) -> list[Month]:
    return ended[: -LAPSED_AFTER - random.randint(0, 2)] or ended[:-LAPSED_AFTER]


def restarted(random: Random, ended: list[Month]) -> list[Month]:
    """Lapsed, and paid again since: the count begins anew (R18)."""
    again = random.randint(1, 2)
    return ended[: -LAPSED_AFTER - again] + ended[-again:]


def forgot_one(random: Random, ended: list[Month]) -> list[Month]:
    gap = random.choice(ended[:-1])
    return [month for month in ended if month != gap]


class Habit(NamedTuple):
    """Of the months that have ended, those that were paid; `needs` so many of them to show."""

    paid: Callable[[Random, list[Month]], list[Month]]
    needs: int
    pays_running: bool  # whoever is behind does not pay the running month first


STEADY = Habit(steady, 0, True)
HABITS = [STEADY] * 19 + [
    Habit(never, 0, False),
    Habit(one_late, 2, False),
    Habit(two_late, 3, False),
    Habit(lapsed, LAPSED_AFTER + 1, False),
    Habit(restarted, LAPSED_AFTER + 3, True),
    Habit(forgot_one, 3, True),
]


class Deck:
    """Deals habits like cards: a card that needs a longer history waits for one, so that none is lost."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._hand: list[Habit] = []

    def habit(self, ended_months: int) -> Habit:
        while True:
            for place, habit in enumerate(self._hand):
                if habit.needs <= ended_months:
                    return self._hand.pop(place)
            self._hand += self._random.sample(HABITS, len(HABITS))


def receipts(random: Random, planned: list[PlannedEnrolment], tables: Tables, today: date) -> list[Receipt]:
    """Every payment up to today, in the order in which the money came."""
    deck = Deck(random)
    paid = [
        receipt
        for one in planned
        if one.registered_on
        for receipt in _receipts(random, deck, one, one.registered_on, tables, today)
    ]
    return sorted(paid, key=lambda receipt: (receipt.paid_on, receipt.parts))


def _receipts(
    random: Random, deck: Deck, planned: PlannedEnrolment, registered_on: date, tables: Tables, today: date
) -> Iterator[Receipt]:
    tariff, usual_day = Tariff.of_code(planned.tariff), random.randint(2, 17)
    running = Month.of(today)
    ended = list(
        Month.of(registered_on).through(min(Month.of(planned.ended_on or today), running.previous()))
    )
    habit = STEADY if planned.ended_on else deck.habit(len(ended))
    months = habit.paid(random, ended) + ([running] if habit.pays_running and not planned.ended_on else [])
    size = AHEAD if habit is STEADY and not planned.ended_on and random.randrange(12) == 0 else 1
    for start in range(0, len(months), size):
        first = months[start]
        paid_on = max(first.first_day() + timedelta(days=usual_day + random.randint(-2, 2)), registered_on)
        if paid_on <= today:
            together = list(first.through(first.plus(size - 1)))
            amounts = [tables.due(tariff, month) for month in together]
            if size == 1 and random.randrange(1000) < SHORT:
                amounts = [SHORT_AMOUNT]
            parts = tuple(
                Part(planned.enrolment_id, month, amount)
                for month, amount in zip(together, amounts, strict=True)
            )
            yield Receipt(
                Source.BPJS, paid_on, sum(amounts), parts, f"BPU{random.randint(10**9, 10**10 - 1)}"
            )
