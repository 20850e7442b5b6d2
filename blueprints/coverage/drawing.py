"""The line to the target as points of a drawing, and the same years as a table beside it."""

from collections.abc import Sequence
from typing import NamedTuple

from lindung.domain.coverage import december
from lindung.domain.months import Month
from lindung.domain.trajectories import YEAR, Reading
from lindung.queries.coverage import Way

WIDTH, HEIGHT = 600.0, 200.0
HEADROOM = 1.08
DOT = 4.0  # a single reading is drawn as a short dash


class YearLine(NamedTuple):
    """A December, or the month of the latest reading in a running year."""

    month: Month
    planned: int | None
    counted: int | None
    expected: int | None
    base: int


class Drawing(NamedTuple):
    first: Month
    last: Month
    top: int  # people at the upper edge
    counted: str
    planned: str
    expected: str
    years: list[float]  # where a new year begins
    lines: list[YearLine]


def drawing(way: Way) -> Drawing | None:
    """None while there is nothing to draw."""
    line = way.line
    if line.first is None or line.latest is None:
        return None
    last = max(line.goal.month if line.goal else line.latest.month.plus(YEAR), line.latest.month)
    expected = _expected(way, last)
    planned = [line.first, line.goal] if line.goal and line.goal.month > line.first.month else []
    highest = max(one.people for one in [*line.readings, *planned, *expected])
    frame = _Frame(line.first.month, last, max(int(highest * HEADROOM), 1))
    return Drawing(
        line.first.month,
        last,
        frame.top,
        frame.points(line.readings),
        frame.points(planned),
        frame.points(expected),
        [frame.x(december(year)) for year in range(line.first.month.year, last.year) if december(year) >= frame.first],
        year_lines(way, last),
    )  # fmt: skip


def year_lines(way: Way, last: Month) -> list[YearLine]:
    line = way.line
    if line.first is None:
        return []
    counted = {one.month: one.people for one in line.readings}
    months = {december(year) for year in range(line.first.month.year, last.year + 1)}
    shown = {one for one in months if line.first.month <= one <= last} | {line.first.month}
    if line.latest is not None:
        shown.add(line.latest.month)
    return [
        YearLine(one, line.planned_in(one), counted.get(one), _ahead(way, one), way.base) for one in sorted(shown)
    ]  # fmt: skip


def _ahead(way: Way, month: Month) -> int | None:
    latest = way.line.latest
    return way.line.expected_in(month) if latest is not None and month > latest.month else None


def _expected(way: Way, last: Month) -> list[Reading]:
    latest, at_end = way.line.latest, way.line.expected_in(last)
    if latest is None or at_end is None or last <= latest.month:
        return []
    return [latest, Reading(last, at_end)]


class _Frame(NamedTuple):
    first: Month
    last: Month
    top: int

    def x(self, month: Month) -> float:
        span = max(self.last.index - self.first.index, 1)
        return round(WIDTH * (month.index - self.first.index) / span, 1)

    def points(self, readings: Sequence[Reading]) -> str:
        dots = [(self.x(one.month), round(HEIGHT * (1 - one.people / self.top), 1)) for one in readings]
        if len(dots) == 1:
            dots.append((dots[0][0] + DOT, dots[0][1]))
        return " ".join(f"{x},{y}" for x, y in dots)
