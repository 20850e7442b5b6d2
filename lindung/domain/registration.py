"""States of an enrolment, what each needs, and the moves allowed (R7, R20)."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from lindung.domain.errors import RuleBroken


class EnrolmentState(StrEnum):
    CANDIDATE = "candidate"  # calon
    SUBMITTED = "submitted"  # diajukan
    REGISTERED = "registered"  # terdaftar
    REFUSED = "refused"  # ditolak: live until HR closes it
    ENDED = "ended"  # berhenti


S = EnrolmentState
ALLOWED_MOVES: dict[EnrolmentState, frozenset[EnrolmentState]] = {
    S.CANDIDATE: frozenset({S.SUBMITTED, S.REGISTERED, S.REFUSED, S.ENDED}),
    S.SUBMITTED: frozenset({S.CANDIDATE, S.REGISTERED, S.REFUSED, S.ENDED}),
    S.REGISTERED: frozenset({S.ENDED}),
    S.REFUSED: frozenset({S.CANDIDATE, S.SUBMITTED, S.REGISTERED, S.ENDED}),
    S.ENDED: frozenset(),
}


class Programme(StrEnum):
    JKK = "JKK"
    JKM = "JKM"
    JHT = "JHT"


class Segment(StrEnum):
    BPU = "bpu"  # practice registers an ART here (R21)
    PU = "pu"


class Sector(StrEnum):
    OTHER = "other"
    TRANSPORT = "transport"


class Relation(StrEnum):
    ART = "art"
    RELATIVE = "relative"  # saudara
    NEIGHBOUR = "neighbour"  # tetangga
    OTHER = "other"


def check_move(current: EnrolmentState, wanted: EnrolmentState) -> None:
    if wanted is not current and wanted not in ALLOWED_MOVES[current]:
        raise RuleBroken("state_move_not_allowed", field="state", current=current.value, wanted=wanted.value)


class AgeLimits(NamedTuple):
    """How old somebody may be at first registration (R20); the regency's to set, each with its month."""

    youngest: int = 17  # years
    youngest_art: int = 18
    oldest_months: int = 64 * 12 + 11

    def youngest_for(self, relation: Relation) -> int:
        return self.youngest_art if relation is Relation.ART else self.youngest


def check_age(born_on: date, on: date, relation: Relation, limits: AgeLimits) -> None:
    """Refuses who is too young or too old on the day of first registration (R20)."""
    months = (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)
    youngest = limits.youngest_for(relation)
    if months < youngest * 12:
        raise RuleBroken("too_young", field="born_on", age=months // 12, youngest=youngest)
    if months > limits.oldest_months:
        years, rest = divmod(limits.oldest_months, 12)
        raise RuleBroken("too_old", field="born_on", age=months // 12, oldest=years, months=rest)


def age(born_on: date, on: date) -> int:
    """Completed years on a day; shown instead of the birth date (R25)."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
