"""What papers say about a workforce: figures and what each must say to be kept (R24), promises and their state."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month

WHOLE = 100_00  # hundredths of a percent
MOST_PEOPLE = 999_999_999
FIRST_YEAR, LAST_YEAR = 2000, 2100
DECEMBER = 12


class FigureKind(StrEnum):
    WORKFORCE = "workforce"
    REGISTERED = "registered"
    ACTIVE = "active"
    TARGET = "target"
    GAINED = "gained"  # who came in during the month, where a list says it
    LAPSED = "lapsed"  # who fell out of it


STOCKS = (FigureKind.ACTIVE, FigureKind.REGISTERED)  # people covered at a month's end, the stricter one first
FLOWS = (FigureKind.GAINED, FigureKind.LAPSED)
WITHIN_WORKFORCE = frozenset({FigureKind.REGISTERED, FigureKind.ACTIVE, FigureKind.TARGET})


class CommitmentState(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Stated:
    """One number as its paper gives it: people, or a share of a base, or both."""

    kind: FigureKind
    month: Month
    people: int | None
    hundredths: int | None
    base: int | None
    source: str

    @property
    def reckoned(self) -> int:
        return reckoned(self.people, self.hundredths, self.base)


def reckoned(people: int | None, hundredths: int | None, base: int | None) -> int:
    """In people: as the paper counts them, else its share of its base, rounded up (45% of 500,000 is 225,000)."""
    return people if people is not None else -(-(hundredths or 0) * (base or 0) // WHOLE)


def december(year: int) -> Month:
    """The month that a target of that year is reached in, or not."""
    return Month(year * 100 + DECEMBER)


def is_late(state: CommitmentState, due_on: date, today: date) -> bool:
    """Nothing is late on its last day."""
    return state is CommitmentState.OPEN and due_on < today


def check_stated(stated: Stated, running: Month) -> None:
    """What a figure must say by itself; RuleBroken names its field and the way out."""
    if not stated.source:
        raise RuleBroken("source_missing", field="source")
    if stated.people is None and stated.hundredths is None:
        raise RuleBroken("number_missing", field="people")
    if stated.kind is FigureKind.WORKFORCE and not stated.people:
        raise RuleBroken("base_zero", field="people")
    _check_share(stated)
    if stated.people is not None and stated.base is not None and stated.people > stated.base:
        raise RuleBroken("covered_over_workforce", field="people", found=stated.people, workforce=stated.base)
    check_month(stated.kind, stated.month, running)


def _check_share(stated: Stated) -> None:
    if stated.hundredths is not None and not 0 <= stated.hundredths <= WHOLE:
        raise RuleBroken("share_over_all", field="share")
    if stated.hundredths is not None and stated.people is None and stated.base is None:
        raise RuleBroken("share_base_missing", field="base")
    if stated.base == 0:
        raise RuleBroken("base_zero", field="base")
    _check_both(stated)


def _check_both(stated: Stated) -> None:
    """A paper that gives people and share says one thing with both, as far as its percentage is rounded."""
    people, share, base = stated.people, stated.hundredths, stated.base
    if people is None or share is None or base is None:
        return
    rounded = next(step for step in (100, 10, 1) if share % step == 0)
    if 2 * abs(people * WHOLE - share * base) > rounded * base:
        by_share = reckoned(None, share, base)
        raise RuleBroken("share_differs", field="people", base=base, by_share=by_share, people=people)


def check_month(kind: FigureKind, month: Month, running: Month) -> None:
    """What has not been cannot have been counted; a target lies ahead by nature."""
    if not FIRST_YEAR <= month.year <= LAST_YEAR:
        raise RuleBroken("year_outside", field="month", first=str(FIRST_YEAR), last=str(LAST_YEAR))
    if kind is not FigureKind.TARGET and month > running:
        raise RuleBroken("figure_ahead", field="month", month=month, running=running)


def check_within(stated: Stated, workforce: int | None) -> None:
    """Nobody can be covered who is not of the workforce (R24: figures of several papers often say so)."""
    if workforce is None or stated.kind not in WITHIN_WORKFORCE or stated.reckoned <= workforce:
        return
    code = "target_over_workforce" if stated.kind is FigureKind.TARGET else "covered_over_workforce"
    raise RuleBroken(code, field="people", found=stated.reckoned, workforce=workforce)


def check_above(target: int, covered: int | None, *, sure: bool) -> None:
    """A target below where one stands already is more likely a slip; who means it says so."""
    if covered is not None and target < covered and not sure:
        raise RuleBroken("target_below_baseline", field="people", target=target, covered=covered)


def check_pair(registered: int | None, active: int | None) -> None:
    """Of one paper: who is active has been registered."""
    if registered is not None and active is not None and active > registered:
        raise RuleBroken("active_over_registered", field="active", active=active, registered=registered)
