"""What a treasurer deducts from pay, and how the three truths of a month fit together (R16)."""

from enum import StrEnum
from typing import NamedTuple


class DeductionSource(StrEnum):
    """Where a civil servant's contribution is taken from; each needs a surat kuasa of its own."""

    SALARY = "salary"  # gaji
    ALLOWANCE = "tpp"
    PART_TIME_WAGE = "part_time_wage"  # upah PPPK paruh waktu
    OWN_TRANSFER = "own_transfer"  # setor mandiri
    JMO = "jmo"  # paid in BPJS's own app


# What the treasurer takes out of pay; from the others nothing is withheld, the ASN pays by himself.
FROM_PAY = frozenset({DeductionSource.SALARY, DeductionSource.ALLOWANCE, DeductionSource.PART_TIME_WAGE})


class Owner(StrEnum):
    """Whose it is to clear a difference up."""

    OFFICE = "office"
    TREASURER = "treasurer"
    BRANCH = "branch"  # of BPJS


class Agreement(StrEnum):
    """How what the office says, what the treasurer deducted and what BPJS received fit, for one worker and month."""

    AGREED = "agreed"  # BPJS has it
    UNPAID = "unpaid"  # nobody says otherwise
    NOT_DEPOSITED = "not_deposited"  # deducted, and neither the office nor BPJS speaks of it
    NOT_DEDUCTED = "not_deducted"  # the office says paid, the surat kuasa stands, nothing was deducted
    UNMARKED = "unmarked"  # BPJS has it, the surat kuasa stands, no deduction was noted
    NOT_RECEIVED = "not_received"  # the office says paid, BPJS has nothing
    DEPOSITED_SHORT = "deposited_short"  # BPJS has less than was deducted
    SHORT = "short"  # BPJS has less than is due


OWNER_OF: dict[Agreement, Owner | None] = {
    Agreement.AGREED: None,
    Agreement.UNPAID: None,
    Agreement.NOT_DEPOSITED: Owner.TREASURER,
    Agreement.NOT_DEDUCTED: Owner.TREASURER,
    Agreement.UNMARKED: Owner.TREASURER,
    Agreement.NOT_RECEIVED: Owner.BRANCH,
    Agreement.DEPOSITED_SHORT: Owner.TREASURER,
    Agreement.SHORT: Owner.OFFICE,
}
DIFFERING = tuple(one for one, owner in OWNER_OF.items() if owner)


class Truths(NamedTuple):
    """One worker and one month, in rupiah. `deducted` is 0 where nothing was."""

    due: int
    said: int
    deducted: int
    received: int
    is_from_pay: bool  # a surat kuasa for a deduction from pay stands in this month


def agreement_of(month: Truths) -> Agreement:
    """The first that fits. BPJS's word decides whether the month is paid (R16)."""
    if month.received >= month.due:
        return Agreement.UNMARKED if month.is_from_pay and not month.deducted else Agreement.AGREED
    if month.received:
        return Agreement.DEPOSITED_SHORT if month.deducted > month.received else Agreement.SHORT
    if not month.said:
        return Agreement.NOT_DEPOSITED if month.deducted else Agreement.UNPAID
    return Agreement.NOT_DEDUCTED if month.is_from_pay and not month.deducted else Agreement.NOT_RECEIVED


def part_of(amount: int, dues_before: int, due: int) -> int:
    """What of a deduction falls to one worker: those before him have had their due out of it."""
    return min(max(amount - dues_before, 0), due)


def surplus(deducted: int, owed: int) -> int:
    """What was deducted and is owed by nobody (any more): goes back to the ASN, or to a later month."""
    return max(deducted - owed, 0)


def undeposited(deducted: int, owed: int, received: int) -> int:
    """Of what was rightly deducted, what BPJS has not confirmed."""
    return max(min(deducted, owed) - received, 0)
