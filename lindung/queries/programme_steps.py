"""A programme's workers by ladder step in a month, and when each group reaches the full benefit (R18, R19)."""

from datetime import date
from typing import NamedTuple

from lindung.domain.months import Month
from lindung.domain.protection import SHELTERED, Ladder, Step
from lindung.queries.circulars import CircularRow
from lindung.queries.counting import Counts, total
from lindung.queries.figures import MonthFigures
from lindung.queries.ladder import worths
from lindung.queries.thresholds import thresholds
from lindung.queries.units import top_units
from lindung.queries.viewer import Viewer


class StepLine(NamedTuple):
    step: Step
    workers: int
    worth: int | None  # of one family, as an estimate; None: no sum can be named
    full_at: Month | None  # with its end the full benefit is reached, if every month until then is paid
    first: Month | None  # the months that have to be paid for it
    is_full: bool = False


class ProgrammeSteps(NamedTuple):
    month: Month
    months: list[Month]  # that may be asked for, the newest first
    counts: Counts
    lines: list[StepLine]
    ladder: Ladder


def programme_steps(
    viewer: Viewer, circular: CircularRow, month: Month, today: date
) -> ProgrammeSteps | None:
    """None before the programme's first month."""
    months = months_of(circular, today)
    if not months:
        return None
    month = min(max(month, months[-1]), months[0])
    figures, units = MonthFigures(circular.id, [month], today), [one.id for one in top_units(viewer)]
    counts = total(figures.counts([month], units).values())
    ladder, worth = thresholds().ladder(month), worths(month).steps
    # An unpaid running month lowers nobody's step (R15), so the months to come begin with it.
    base = month if month < Month.of(today) or counts.paid else month.previous()
    lines = [
        StepLine(step, count, worth.get(step), *_crossing(step, base, ladder), step is Step.FULL)
        for step in ladder.steps
        if (count := getattr(counts, step.value)) or step in (*SHELTERED, Step.NEVER)
    ]
    return ProgrammeSteps(month, months, counts, lines, ladder)


def months_of(circular: CircularRow, today: date) -> list[Month]:
    """The months a programme has had so far, the newest first."""
    if circular.is_draft:
        return []
    first = Month.of(circular.in_force_from)
    last = min(Month.of(circular.in_force_until or today), Month.of(today))
    return sorted(first.through(last), reverse=True)


def _crossing(step: Step, base: Month, ladder: Ladder) -> tuple[Month | None, Month | None]:
    paid = {Step.NEVER: 0, Step.WAITING_1: 1, Step.WAITING_2: 2, Step.LAPSED: 0}
    if step not in paid:
        return None, None
    return base.plus(ladder.full_after - paid[step]), base.next()
