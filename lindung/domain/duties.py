"""Whom a circular binds, and in which state each civil servant stands (R7, R8)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lindung.domain.errors import RuleBroken

NONE_VALID_FOR_YEARS = 1  # R7: nihil is valid until the day before its anniversary


class SponsorKind(StrEnum):
    ASN = "asn"
    STAFF = "staff"  # other staff of the government: pays, but is not counted among the ASN
    FUND = "fund"


class Employment(StrEnum):
    PNS = "pns"
    PPPK = "pppk"
    PPPK_PART_TIME = "pppk_part_time"
    NON_ASN = "non_asn"

    @property
    def kind(self) -> SponsorKind:
        return SponsorKind.STAFF if self is Employment.NON_ASN else SponsorKind.ASN


ASN_EMPLOYMENTS = frozenset({Employment.PNS, Employment.PPPK, Employment.PPPK_PART_TIME})


class DutyKind(StrEnum):
    CONDITIONAL = "conditional"  # who employs an ART registers every ART (Nganjuk)
    QUOTA = "quota"  # each ASN covers at least n workers (Kendal)
    FUNDED_LIST = "funded_list"  # a fund covers named people (Pasuruan)
    TARGET = "target"  # coverage of a workforce (Ngawi)

    @property
    def asks_people(self) -> bool:
        """Whether civil servants have a duty; a fund pays for named people, a target is the regency's own."""
        return self in (DutyKind.CONDITIONAL, DutyKind.QUOTA)

    @property
    def of_funds(self) -> bool:
        """Counted by the unit of each enrolment: the village that proposed it, not where its fund is posted."""
        return self is DutyKind.FUNDED_LIST


class Force(StrEnum):
    BINDING = "binding"  # wajib
    APPEAL = "appeal"  # imbauan


class CircularState(StrEnum):
    DRAFT = "draft"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


CIRCULAR_MOVES: dict[CircularState, frozenset[CircularState]] = {
    CircularState.DRAFT: frozenset({CircularState.IN_FORCE}),
    CircularState.IN_FORCE: frozenset({CircularState.SUPERSEDED, CircularState.REVOKED}),
    CircularState.SUPERSEDED: frozenset(),
    CircularState.REVOKED: frozenset(),
}


class Answer(StrEnum):
    EMPLOYS = "employs"  # Punya ART
    NONE = "none"  # Nihil: tidak mempekerjakan ART
    OTHER_WORKER = "other_worker"  # Menanggung pekerja rentan lain
    COVERED_ELSEWHERE = "covered_elsewhere"  # Sudah ditanggung pihak lain: a labelled kind of nihil

    @property
    def makes_target(self) -> bool:
        return self in (Answer.EMPLOYS, Answer.OTHER_WORKER)


class DutyState(StrEnum):
    """Where one ASN stands under one circular in one month; exactly one applies (R7)."""

    UNANSWERED = "unanswered"  # belum mengisi pernyataan
    NONE = "none"  # nihil
    UNREGISTERED = "unregistered"  # sasaran, belum mendaftarkan
    UNPAID = "unpaid"  # terdaftar, belum lunas
    SETTLED = "settled"  # tuntas


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one ASN under one circular at the day a month is judged."""

    answer: Answer | None  # None: no valid declaration
    quota: int  # 0 unless the circular asks for a number of workers
    live: int  # enrolments that exist and have not ended (a refused one is live)
    registered: int  # of these, registered and not past their end
    due: int  # of the registered, those whose first month has come
    paid: int  # of the due, those paid to their due amount


def duty_state(standing: Standing) -> DutyState:
    """The one state that applies (R7): the order of the questions is the order of the field."""
    if not standing.quota:
        if standing.answer is None:
            return DutyState.UNANSWERED
        if not standing.answer.makes_target:
            return DutyState.NONE
    if not standing.live or standing.registered < max(standing.live, standing.quota):
        return DutyState.UNREGISTERED
    if standing.due and standing.paid == standing.due:
        return DutyState.SETTLED
    return DutyState.UNPAID


def valid_until(answer: Answer, made_on: date) -> date | None:
    """The last day a declaration holds; None when it does not expire (R7)."""
    if answer.makes_target:
        return None
    year = made_on.year + NONE_VALID_FOR_YEARS
    leap_day = (made_on.month, made_on.day) == (2, 29)
    anniversary = date(year, 3, 1) if leap_day else made_on.replace(year=year)
    return date.fromordinal(anniversary.toordinal() - 1)


def quota_for(kind: DutyKind, quota: int | None, by_grade: dict[str, int], grade: str | None) -> int:
    """Workers one ASN must cover (R8): the number of his golongan where the circular names one, else the common one.

    Under a quota whoever must cover nobody is asked nothing: see `is_asked`.
    """
    if kind is not DutyKind.QUOTA:
        return 0
    group = (grade or "").partition("/")[0].strip().upper()
    return by_grade.get(group, quota or 0)


def is_asked(kind: DutyKind, quota: int) -> bool:
    """Whether somebody of the audience has a duty at all (R7, R8): of whom a number is asked, zero is no number."""
    return kind is DutyKind.CONDITIONAL or (kind is DutyKind.QUOTA and quota > 0)


def check_quota(kind: DutyKind, quota: int | None, by_grade: dict[str, int]) -> None:
    """A duty by number says the number (R8)."""
    if kind is DutyKind.QUOTA and not (quota or by_grade):
        raise RuleBroken("quota_missing", field="quota")
    if any(number < 0 for number in [quota or 0, *by_grade.values()]):
        raise RuleBroken("quota_negative", field="quota")


def check_deadline(field: str, deadline: date | None, in_force_from: date) -> None:
    """Nothing is due before the circular is in force (R8)."""
    if deadline is not None and deadline < in_force_from:
        raise RuleBroken("deadline_before_start", field=field)


def check_circular_move(current: CircularState, wanted: CircularState) -> None:
    if wanted not in CIRCULAR_MOVES[current]:
        raise RuleBroken("circular_move_not_allowed", current=current.value, wanted=wanted.value)
