"""A year of answers to the circular: offices differ, months differ, some answers expire or change."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from lindung.actions.demo.moments import YEAR
from lindung.actions.demo.names import random_day
from lindung.actions.demo.people import Servant
from lindung.domain.duties import Answer, valid_until
from lindung.domain.months import Month

# How many of a hundred answers came in each of these months: a start, a lull, and a rush before the deadline.
MONTH_WEIGHTS = (5, 7, 8, 9, 8, 7, 8, 8, 9, 11, 14, 6)
ANSWERS = (Answer.NONE, Answer.EMPLOYS, Answer.COVERED_ELSEWHERE, Answer.OTHER_WORKER)
ANSWER_WEIGHTS = (800, 155, 25, 20)
# Of a thousand who answered: whose nihil is older than a year and was asked again, and who changed his answer.
EXPIRED, CHANGED = 25, 8
ENDLESS = date(9999, 12, 31)


@dataclass(slots=True)
class GivenAnswer:
    servant: Servant
    answer: Answer
    made_on: date
    ends_on: date = ENDLESS
    basis: dict[str, Any] | None = None

    def row(self, circular_id: int) -> dict[str, Any]:
        return {
            "sponsor_id": self.servant.sponsor_id,
            "circular_id": circular_id,
            "answer": self.answer.value,
            "made_on": self.made_on,
            "ends_on": self.ends_on,
            "basis": self.basis,
            "version": 1,
        }


def answers(random: Random, people: list[Servant], today: date) -> list[GivenAnswer]:
    """Who answered, what and when; a later answer of the same person follows the earlier one."""
    given: list[GivenAnswer] = []
    for servant in people:
        if random.randrange(100) < servant.unit.answers:
            made_on = _day(random, servant, today)
            if made_on is not None:
                given += _answers_of(random, servant, made_on, today)
    return given


def _answers_of(random: Random, servant: Servant, made_on: date, today: date) -> list[GivenAnswer]:
    last = GivenAnswer(servant, random.choices(ANSWERS, ANSWER_WEIGHTS)[0], made_on)
    fate = random.randrange(1000)
    if fate >= EXPIRED + CHANGED or servant.left_on:
        return [_closed(last, None)]
    long_ago = Month.of(today).plus(-YEAR - 1).first_day() + timedelta(days=random.randrange(40))
    first = GivenAnswer(servant, Answer.NONE, long_ago)
    if fate >= EXPIRED:  # changed: nihil at first, then somebody came to work in the house
        last.answer = Answer.EMPLOYS
        return [_closed(first, last), _closed(last, None)]
    if fate % 2:
        return [_closed(first, None)]  # expired and not renewed: asked again
    last.answer = Answer.NONE
    return [_closed(first, last), _closed(last, None)]


def _closed(given: GivenAnswer, newer: GivenAnswer | None) -> GivenAnswer:
    """Sets the first day on which the answer no longer counts (R7), and what a nihil in bulk rests on."""
    until = valid_until(given.answer, given.made_on)
    given.ends_on = min(
        until + timedelta(days=1) if until else ENDLESS,
        newer.made_on if newer else ENDLESS,
    )
    if given.answer is Answer.NONE and given.servant.unit.kind == "SD":
        number = f"800.1/{given.servant.unit.code.replace('.', '')}/{given.made_on.year}"
        given.basis = {"number": number, "on": Month.of(given.made_on).first_day().isoformat()}
    return given


def _day(random: Random, servant: Servant, today: date) -> date | None:
    """A day of the past year; None when the person was not there yet or not any more."""
    running = Month.of(today)
    weights = (*MONTH_WEIGHTS[:-1], MONTH_WEIGHTS[-1] * today.day / 30)
    month = running.plus(random.choices(range(1 - YEAR, 1), weights)[0])
    if not servant.came_from:
        month = max(month, servant.since)
    day = random_day(random, month.first_day(), min(month.last_day(), today))
    return None if servant.left_on and day >= servant.left_on else day
