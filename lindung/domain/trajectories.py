"""From people covered to a target: what is needed, what is won, where that leads. What lies ahead is a guess."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lindung.domain.months import Month

YEAR = 12
# The pace is that of the last year: longer ago is another programme, shorter is a single campaign.
PACE_MONTHS = 12
FARTHEST = Month(2999_12)  # a year beyond it is no forecast


class Standing(StrEnum):
    """Where a part of the workforce stands against its target."""

    REACHED = "reached"
    ON_COURSE = "on_course"  # at this pace the target is met in time
    BEHIND = "behind"
    OVERDUE = "overdue"  # its year is over
    UNKNOWN_PACE = "unknown_pace"
    NO_TARGET = "no_target"
    NO_ACTUAL = "no_actual"


@dataclass(frozen=True, slots=True)
class Reading:
    """People covered at the end of a month: who lapsed is no longer among them, so a difference is net."""

    month: Month
    people: int


@dataclass(frozen=True, slots=True)
class Need:
    """What lies between a reading and a goal."""

    more: int
    months: int
    per_year: int
    per_month: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Net people won between two readings."""

    since: Reading
    until: Reading

    @property
    def people(self) -> int:
        return self.until.people - self.since.people

    @property
    def months(self) -> int:
        return self.until.month.index - self.since.month.index

    @property
    def per_month(self) -> int:
        """Rounded towards nothing: what one may speak of, not what one reckons with."""
        return int(self.people / self.months)

    def after(self, months: int, ceiling: int | None) -> int:
        """Who is covered so many months later if nothing changes: nobody below zero, no more than the workforce."""
        reached = max(self.until.people + self.people * months // self.months, 0)
        return reached if ceiling is None else min(reached, max(ceiling, 0))


@dataclass(frozen=True, slots=True)
class Trajectory:
    """One part of the workforce on its way; `first` is its baseline."""

    readings: tuple[Reading, ...]  # oldest first
    goal: Reading | None
    workforce: int | None

    @property
    def first(self) -> Reading | None:
        return self.readings[0] if self.readings else None

    @property
    def latest(self) -> Reading | None:
        return self.readings[-1] if self.readings else None

    @property
    def planned(self) -> Need | None:
        """From the baseline on, as it was planned."""
        return need(self.first, self.goal)

    @property
    def needed(self) -> Need | None:
        """From the latest reading on; None without a goal, or once its month has come."""
        return need(self.latest, self.goal)

    @property
    def pace(self) -> Pace | None:
        return pace(self.readings)

    @property
    def expected(self) -> int | None:
        """Covered in the goal's month if the pace holds (perkiraan)."""
        found, goal = self.pace, self.goal
        if found is None or goal is None or goal.month <= found.until.month:
            return None
        return self.expected_in(goal.month)

    def expected_in(self, month: Month) -> int | None:
        found = self.pace
        if found is None or month < found.until.month:
            return None
        return found.after(month.index - found.until.month.index, self.workforce)

    def planned_in(self, month: Month) -> int | None:
        """Where the straight line from baseline to goal stands in a month."""
        first, goal = self.first, self.goal
        if first is None or goal is None or not first.month <= month <= goal.month:
            return None
        whole = goal.month.index - first.month.index
        if not whole:
            return goal.people
        gone = month.index - first.month.index
        return first.people + (goal.people - first.people) * gone // whole

    @property
    def reached_in(self) -> Month | None:
        """When the goal is met if the pace holds; None when it never is."""
        found, goal = self.pace, self.goal
        if found is None or goal is None or found.people <= 0:
            return None
        if self.workforce is not None and goal.people > self.workforce:
            return None
        missing = goal.people - found.until.people
        if missing <= 0:
            return found.until.month
        months = -(-missing * found.months // found.people)
        beyond = found.until.month.index + months > FARTHEST.index
        return None if beyond else found.until.month.plus(months)

    @property
    def standing(self) -> Standing:
        latest, goal = self.latest, self.goal
        if latest is None:
            return Standing.NO_ACTUAL
        if goal is None:
            return Standing.NO_TARGET
        if latest.people >= goal.people:
            return Standing.REACHED
        if goal.month <= latest.month:
            return Standing.OVERDUE
        if self.expected is None:
            return Standing.UNKNOWN_PACE
        return Standing.ON_COURSE if self.expected >= goal.people else Standing.BEHIND


def need(since: Reading | None, goal: Reading | None) -> Need | None:
    """How many more, and how many of them a year and a month: 105,000 over 48 months are 26,250 and 2,188."""
    if since is None or goal is None:
        return None
    months, more = goal.month.index - since.month.index, max(goal.people - since.people, 0)
    if months <= 0:
        return None
    return Need(more, months, -(-more * YEAR // months), -(-more // months))


def pace(readings: Sequence[Reading]) -> Pace | None:
    """Over the last year of readings; where they are rarer than that, since the one before the latest."""
    if len(readings) < 2:
        return None
    *earlier, latest = readings
    recent = [one for one in earlier if latest.month.index - one.month.index <= PACE_MONTHS]
    return Pace(recent[0] if recent else earlier[-1], latest)
