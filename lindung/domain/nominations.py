"""People on a village's list: what speaks against each, the moves allowed, the stages of the funnel (R6, R20)."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from lindung.domain.errors import RuleBroken
from lindung.domain.identifiers import NIK_LENGTH
from lindung.domain.registration import AgeLimits, Relation, check_age


class NominationState(StrEnum):
    PROPOSED = "proposed"  # diusulkan
    VERIFIED = "verified"  # terverifikasi, waiting in the order of `queue`
    ADMITTED = "admitted"  # diterima: a worker with an enrolment
    DROPPED = "dropped"  # dicoret, with a reason


class Finding(StrEnum):
    """What the app has found against somebody; the first that fits is the one that is told."""

    NIK_MISSING = "nik_missing"
    NIK_INVALID = "nik_invalid"
    DIED = "died"
    TWICE_IN_LIST = "twice_in_list"
    IS_SERVANT = "is_servant"  # an ASN himself (R20)
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    EMPLOYED_ELSEWHERE = "employed_elsewhere"  # PU (R20)
    COVERED_BY_SERVANT = "covered_by_servant"
    COVERED_BY_PROGRAMME = "covered_by_programme"
    TWO_JOBS = "two_jobs"  # nothing against him: a person has decided that both jobs are lawful (R6)


class DropReason(StrEnum):
    """Why somebody is taken off the list: what was found, or what only people know."""

    NIK_MISSING = Finding.NIK_MISSING.value
    NIK_INVALID = Finding.NIK_INVALID.value
    DIED = Finding.DIED.value
    TWICE_IN_LIST = Finding.TWICE_IN_LIST.value
    IS_SERVANT = Finding.IS_SERVANT.value
    TOO_YOUNG = Finding.TOO_YOUNG.value
    TOO_OLD = Finding.TOO_OLD.value
    EMPLOYED_ELSEWHERE = Finding.EMPLOYED_ELSEWHERE.value
    COVERED_BY_SERVANT = Finding.COVERED_BY_SERVANT.value
    COVERED_BY_PROGRAMME = Finding.COVERED_BY_PROGRAMME.value
    REFUSED = "refused"  # menolak
    MOVED = "moved"
    NOT_ELIGIBLE = "not_eligible"
    OTHER = "other"


S, F = NominationState, Finding
OBJECTIONS = frozenset(Finding) - {F.TWO_JOBS}
# A second cover, which may be lawful (a pemangku who also runs a shop): a person may decide so once (R6).
MAY_BE_TWO_JOBS = frozenset({F.TWICE_IN_LIST, F.COVERED_BY_SERVANT, F.COVERED_BY_PROGRAMME})
MOVES: dict[NominationState, frozenset[NominationState]] = {
    S.PROPOSED: frozenset({S.VERIFIED, S.DROPPED}),
    S.VERIFIED: frozenset({S.PROPOSED, S.ADMITTED, S.DROPPED}),
    S.ADMITTED: frozenset({S.DROPPED}),
    S.DROPPED: frozenset({S.PROPOSED}),
}
# Of somebody who is paid for: what ends it and makes room for the next on the waiting list.
REPLACED_FOR = (
    DropReason.DIED, DropReason.MOVED, DropReason.NOT_ELIGIBLE, DropReason.REFUSED, DropReason.EMPLOYED_ELSEWHERE,
    DropReason.COVERED_BY_SERVANT, DropReason.COVERED_BY_PROGRAMME, DropReason.OTHER,
)  # fmt: skip


class Stage(StrEnum):
    """The funnel, from the list to the card. Everybody proposed is undecided, verified or dropped."""

    PROPOSED = "proposed"  # everybody who was ever on a list
    UNDECIDED = "undecided"  # neither verified nor dropped
    VERIFIED = "verified"  # and still standing, however far he has come since
    WAITING = "waiting"  # verified, not admitted
    ADMITTED = "admitted"
    REGISTERED = "registered"
    ACTIVE = "active"  # paid at least once and not lapsed (R18)
    CARD = "card"  # holds his card
    DROPPED = "dropped"


class Known(NamedTuple):
    """What the books say of the person behind a NIK."""

    died: bool = False
    is_servant: bool = False
    employed_elsewhere: bool = False
    covered_by_servant: bool = False
    covered_by_programme: bool = False


def well_formed(nik: str | None) -> bool:
    """Sixteen digits. Neither its region nor its date is ever held against it (R1)."""
    return nik is not None and len(nik) == NIK_LENGTH and nik.isascii() and nik.isdigit()


def finding_of(
    nik: str | None,
    born_on: date | None,
    known: Known,
    limits: AgeLimits,
    today: date,
    *,
    is_second: bool = False,
    two_jobs: bool = False,
) -> Finding | None:
    """The first thing that speaks against somebody; `two_jobs` once a second cover was decided to be lawful."""
    if not nik:
        return F.NIK_MISSING
    if not well_formed(nik):
        return F.NIK_INVALID
    of_age = _of_age(born_on, limits, today)
    found = [
        (known.died, F.DIED),
        (is_second and not two_jobs, F.TWICE_IN_LIST),
        (known.is_servant, F.IS_SERVANT),
        (of_age is not None, of_age),
        (known.employed_elsewhere, F.EMPLOYED_ELSEWHERE),
        (known.covered_by_servant and not two_jobs, F.COVERED_BY_SERVANT),
        (known.covered_by_programme and not two_jobs, F.COVERED_BY_PROGRAMME),
    ]
    return next((finding for applies, finding in found if applies), F.TWO_JOBS if two_jobs else None)


def speaks_against(finding: Finding | None) -> bool:
    return finding in OBJECTIONS


def check_move(current: NominationState, wanted: NominationState) -> None:
    if wanted not in MOVES[current]:
        raise RuleBroken("nomination_move_not_allowed", current=current.value, wanted=wanted.value)


def check_admissible(finding: Finding | None) -> None:
    """Nobody is verified or admitted while something speaks against him."""
    if speaks_against(finding):
        raise RuleBroken("nomination_objected", field="finding")


def check_two_jobs(finding: Finding | None) -> None:
    """Only a second cover can be a second job; a wrong NIK or an age cannot (R6)."""
    if finding not in MAY_BE_TWO_JOBS:
        raise RuleBroken("nomination_not_two_jobs")


def _of_age(born_on: date | None, limits: AgeLimits, today: date) -> Finding | None:
    if born_on is None:
        return None
    try:
        check_age(born_on, today, Relation.OTHER, limits)
    except RuleBroken as broken:
        return Finding(broken.code)
    return None
