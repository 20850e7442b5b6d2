"""A worker on the way from one payer to the next (R10): why, how far, and from which month."""

from enum import StrEnum

from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.domain.protection import Ladder

FURTHEST_AHEAD = 3  # months after the running one in which a new payer may begin


class HandoverCause(StrEnum):
    RETIRED = "retired"
    DIED = "died"
    MOVED_AWAY = "moved_away"
    RESIGNED = "resigned"
    OTHER = "other"
    NOT_IN_FILE = "not_in_file"  # a complete file did not name the payer
    MOVED = "moved"  # inside the regency: the new office confirms that he goes on paying
    QUESTION = "question"  # a NIK under two payers was decided so (R6)


class HandoverState(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    REFUSED = "refused"  # by whom it was offered to: it waits again, with the reason
    ACCEPTED = "accepted"
    KEPT = "kept"  # the payer goes on paying
    ENDED = "ended"  # the worker stopped
    CLOSED = "closed"  # the payer came back, or another cause took its place


OPEN = frozenset({HandoverState.WAITING, HandoverState.OFFERED, HandoverState.REFUSED})


def check_open(state: HandoverState) -> None:
    if state not in OPEN:
        raise RuleBroken("handover_over")


def first_month_for(since: Month, last_paid: Month | None) -> Month:
    """From when a new payer pays: the next unpaid month, but not before the old one stopped (R10, R17)."""
    return since if last_paid is None else max(since, last_paid.next())


def check_first_month(first: Month, last_paid: Month | None, since: Month | None, running: Month) -> None:
    """A month paid by one payer is never another's too (R17); months ahead have their limit."""
    if last_paid is not None and first <= last_paid:
        raise RuleBroken("handover_month_paid", field="first_month", first=last_paid.next(), paid=last_paid)
    if since is not None and first < since:
        raise RuleBroken("handover_month_early", field="first_month", first=since)
    furthest = running.plus(FURTHEST_AHEAD)
    if first > max(furthest, last_paid.next() if last_paid else furthest):
        raise RuleBroken("handover_month_late", field="first_month", last=furthest)


def ends_after(last_paid: Month | None, ladder: Ladder) -> Month | None:
    """At the end of which month the membership ends if nobody pays (R18); None: it was never paid, so none ends."""
    return last_paid.plus(ladder.lapsed_after) if last_paid else None
