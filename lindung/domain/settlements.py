"""What became of a row that BPJS says it received: exactly one group each, the first that fits (R16)."""

from enum import StrEnum
from typing import NamedTuple


class Settlement(StrEnum):
    """The groups, as a person reads them: what is right, what is odd, what waits."""

    MATCHED = "matched"  # cocok
    SHORT = "short"  # kurang: allocated, the month stays unpaid
    WRONG_RATE = "wrong_rate"  # salah tarif: exactly what another month of this enrolment costs
    EXCESS = "excess"  # lebih
    DOUBLE = "double"  # ganda: a second row for the same worker and month
    UNKNOWN = "unknown"  # tak dikenal
    AFTER_LAPSE = "after_lapse"  # dibayar setelah gugur


class Resolution(StrEnum):
    """What a person decided about a row that waits, or noted about one that is odd."""

    ACCEPTED = "accepted"  # by a person, or after a lapse by the regency's setting
    CREDITED = "credited"  # all of it kept for later months
    ASKED_BACK = "asked_back"  # goes back to the branch
    IGNORED = "ignored"  # with a reason
    SUPERSEDED = (
        "superseded"  # by the same row of a file that reaches farther; nobody chooses it, nobody sees it
    )


class RowFacts(NamedTuple):
    """What is stored about the worker and month that a row speaks of."""

    amount: int
    is_known: bool  # an enrolment of this worker owes this month
    is_second: bool = False  # BPJS has received this month before, or an earlier row of the file says so
    is_lapsed: bool = False  # the membership had ended before this month
    due: int = 0
    other_rates: frozenset[int] = frozenset()  # what its other months cost, in any dated row


def settlement(row: RowFacts) -> Settlement:
    """The one group of a row (R16)."""
    if not row.is_known:
        return Settlement.UNKNOWN
    if row.is_second:
        return Settlement.DOUBLE
    if row.is_lapsed:
        return Settlement.AFTER_LAPSE
    if row.amount == row.due:
        return Settlement.MATCHED
    if row.amount < row.due:
        return Settlement.SHORT
    return Settlement.WRONG_RATE if row.amount in row.other_rates else Settlement.EXCESS


def waits(group: Settlement, *, accepts_after_lapse: bool = True) -> bool:
    """Whether a person decides before any money is booked."""
    if group is Settlement.AFTER_LAPSE:
        return not accepts_after_lapse
    return group in (Settlement.DOUBLE, Settlement.UNKNOWN)


# Rows of these hold their money back until somebody has decided.
WAITING = (Settlement.DOUBLE, Settlement.UNKNOWN, Settlement.AFTER_LAPSE)
# Rows of these are booked and odd: what is done about them may be noted.
ODD = (Settlement.SHORT, Settlement.WRONG_RATE, Settlement.EXCESS)
# Decisions that book no money: a row so decided may be decided anew.
WITHOUT_MONEY = (Resolution.ASKED_BACK, Resolution.IGNORED)
