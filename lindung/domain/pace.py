"""How fast a number moves, where that leads by a deadline, and how fast it would have to move. All of it estimates."""

from dataclasses import dataclass
from datetime import date
from math import ceil

SHORTEST_DAYS = 14  # a shorter stretch says more about single days than about pace
WEEK = 7


@dataclass(frozen=True, slots=True)
class Reading:
    """A number on the day it was true of."""

    day: date
    value: int


@dataclass(frozen=True, slots=True)
class Outlook:
    since: date | None  # the pace is measured from here; None: history too short
    per_week: int
    expected: int  # by the deadline, if the pace holds
    needed_per_week: int  # to reach the goal by the deadline; 0 when reached
    deadline: date


def outlook(readings: list[Reading], today: date, deadline: date, goal: int, ceiling: int) -> Outlook | None:
    """None once the deadline has passed. `readings` are oldest first and end with the present one."""
    if not readings or deadline < today:
        return None
    now = readings[-1]
    weeks_left = max((deadline - today).days, 1) / WEEK
    missing = max(goal - now.value, 0)
    needed = ceil(missing / max(weeks_left, 1))
    base = _base(readings)
    if base is None:
        return Outlook(None, 0, now.value, needed, deadline)
    per_day = max(now.value - base.value, 0) / (now.day - base.day).days
    expected = min(now.value + int(per_day * (deadline - now.day).days), ceiling)
    return Outlook(base.day, round(per_day * WEEK), expected, needed, deadline)


def _base(readings: list[Reading]) -> Reading | None:
    """The latest reading far enough back: about the last four weeks where months allow it."""
    now = readings[-1]
    return next((one for one in reversed(readings) if (now.day - one.day).days >= SHORTEST_DAYS), None)
