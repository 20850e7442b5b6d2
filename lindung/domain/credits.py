"""How money is laid out over months: filling them in order, and credit that goes on to later ones (R14, R16)."""

from collections.abc import Iterable
from typing import NamedTuple

from lindung.domain.months import Month


class Lack(NamedTuple):
    """What one contribution month still lacks."""

    month: Month
    amount: int


def filled(money: int, lacks: Iterable[Lack]) -> list[Lack]:
    """What each month takes of a payment, in order; the last may be left partly paid. The rest is credit."""
    parts = []
    for month, lack in lacks:
        part = min(money, max(lack, 0))
        if part:
            parts.append(Lack(month, part))
            money -= part
    return parts


def followed(credit: int, lacks: Iterable[Lack]) -> list[Lack]:
    """The months that credit pays in full, one after the other; it stops at the first it cannot."""
    parts = []
    for month, lack in lacks:
        if lack <= 0:
            continue
        if lack > credit:
            break
        parts.append(Lack(month, lack))
        credit -= lack
    return parts


def taken_back(debt: int, given: Iterable[Lack]) -> list[Lack]:
    """Of the months that credit has paid, newest first, those to give back until the debt is covered."""
    parts = []
    for part in given:
        if debt <= 0:
            break
        parts.append(part)
        debt -= part.amount
    return parts
