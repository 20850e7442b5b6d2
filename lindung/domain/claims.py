"""What a family is owed after a death or an accident, which papers that takes, and the way there (R6, R19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from lindung.domain.benefits import BenefitKind, Entitlement, Footing, Share
from lindung.domain.errors import RuleBroken
from lindung.domain.registration import Programme


class ClaimKind(StrEnum):
    DEATH = "death"
    ACCIDENT_DEATH = "accident_death"  # by a work accident
    ACCIDENT = "accident"  # a work accident that was survived


class ClaimState(StrEnum):
    OPEN = "open"  # papers are being gathered
    SUBMITTED = "submitted"
    PAID = "paid"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


K, S = ClaimKind, ClaimState
DEATHS = frozenset({K.DEATH, K.ACCIDENT_DEATH})
RUNNING = frozenset({S.OPEN, S.SUBMITTED})
# A family that went by itself is told about when it has been paid: the way there is not always walked with us.
MOVES: dict[ClaimState, frozenset[ClaimState]] = {
    S.OPEN: frozenset({S.SUBMITTED, S.PAID, S.REFUSED, S.WITHDRAWN}),
    S.SUBMITTED: frozenset({S.OPEN, S.PAID, S.REFUSED, S.WITHDRAWN}),
    S.REFUSED: frozenset({S.OPEN, S.SUBMITTED}),
    S.WITHDRAWN: frozenset({S.OPEN}),
    S.PAID: frozenset(),
}
MOST_RUPIAH = 1_000_000_000  # of one claim; above it a digit was typed too many


def check_move(current: ClaimState, wanted: ClaimState) -> None:
    if wanted not in MOVES[current]:
        raise RuleBroken("claim_move_not_allowed", current=current.value, wanted=wanted.value)


class Paper(StrEnum):
    """The general list; BPJS may ask for others."""

    FORM = "form"  # formulir klaim BPJS
    CARD = "card"  # kartu peserta / KPJ
    WORKER_ID = "worker_id"  # KTP pekerja
    DEATH_CERTIFICATE = "death_certificate"
    HEIR_ID = "heir_id"
    FAMILY_CARD = "family_card"
    HEIR_LETTER = "heir_letter"  # surat keterangan ahli waris
    BANK_BOOK = "bank_book"
    FIRST_REPORT = "first_report"  # laporan kecelakaan tahap I
    CHRONOLOGY = "chronology"
    WITNESSES = "witnesses"
    DOCTOR_LETTER = "doctor_letter"
    RECEIPTS = "receipts"  # kuitansi pengobatan


_OF_ALL = (Paper.FORM, Paper.CARD, Paper.WORKER_ID)
_OF_HEIRS = (Paper.DEATH_CERTIFICATE, Paper.HEIR_ID, Paper.FAMILY_CARD, Paper.HEIR_LETTER, Paper.BANK_BOOK)
_OF_ACCIDENTS = (Paper.FIRST_REPORT, Paper.CHRONOLOGY, Paper.WITNESSES, Paper.DOCTOR_LETTER)
PAPERS: dict[ClaimKind, tuple[Paper, ...]] = {
    K.DEATH: (*_OF_HEIRS, *_OF_ALL),
    K.ACCIDENT_DEATH: (*_OF_ACCIDENTS, *_OF_HEIRS, *_OF_ALL),
    K.ACCIDENT: (*_OF_ACCIDENTS, Paper.RECEIPTS, *_OF_ALL),
}


class Gap(StrEnum):
    """Why a membership did not cover the day."""

    UNREGISTERED = "unregistered"
    ENDED = "ended"  # before that day
    PROGRAMME = "programme"  # JKM for a death, JKK for an accident
    NEVER = "never"  # no paid month had ended
    LAPSED = "lapsed"


class Asks(StrEnum):
    """Why no sum is named and BPJS must be asked."""

    ARREARS = "arrears"  # (?) of R19
    OVER = "over"  # the day BPJS gave as the end of protection had passed
    OF_AGE = "of_age"
    FIRST_MONTH = "first_month"  # an accident in the first month, which is paid and had not ended


class Standing(NamedTuple):
    """One membership on the day it happened, as the books say it today."""

    registered_on: date | None
    ended_on: date | None
    programmes: frozenset[Programme]
    found: Entitlement | None  # None: without a first month
    is_running_paid: bool  # whether the month it happened in is paid
    asks: Asks | None  # what BPJS's own dates or the age say


@dataclass(frozen=True, slots=True)
class Prospect:
    """What one membership may bring: `amount` None means that BPJS must be asked (`asks`) or does not cover (`gap`)."""

    amount: int | None
    shares: tuple[Share, ...]
    schooling: Share | None  # from three years on, up to so much: never part of the sum
    counted: int  # paid months that had ended
    gap: Gap | None
    asks: Asks | None

    @property
    def is_covered(self) -> bool:
        return self.gap is None


BURIALS = frozenset({BenefitKind.BURIAL, BenefitKind.ACCIDENT_BURIAL})


def prospects(standings: Sequence[Standing], kind: ClaimKind, on: date) -> list[Prospect]:
    """In the order given. A person is buried once: two lawful memberships are 42 and 32 million, not 84 (R6)."""
    found, buried = [], False
    for one in standings:
        prospect = _prospect(one, kind, on, with_burial=not buried)
        buried = buried or any(share.kind in BURIALS for share in prospect.shares)
        found.append(prospect)
    return found


def _prospect(one: Standing, kind: ClaimKind, on: date, *, with_burial: bool) -> Prospect:
    gap, asks = _gap(one, kind, on), None
    counted = one.found.counted if one.found else 0
    if gap is Gap.NEVER and kind is not K.DEATH and one.is_running_paid:
        gap, asks = None, Asks.FIRST_MONTH
    elif one.found and one.found.footing is Footing.ARREARS:
        asks = Asks.ARREARS
    asks = asks or one.asks
    if gap or asks or one.found is None:
        return Prospect(None, (), None, counted, gap, None if gap else asks)
    shares = tuple(share for share in _shares(one.found, kind) if with_burial or share.kind not in BURIALS)
    schooling = one.found.schooling if kind is K.DEATH else None
    return Prospect(sum(share.amount for share in shares), shares, schooling, counted, None, None)


def _gap(one: Standing, kind: ClaimKind, on: date) -> Gap | None:
    if one.registered_on is None or one.registered_on > on:
        return Gap.UNREGISTERED
    if one.ended_on is not None and one.ended_on < on:
        return Gap.ENDED
    if (Programme.JKM if kind is K.DEATH else Programme.JKK) not in one.programmes:
        return Gap.PROGRAMME
    if one.found is None or one.found.footing in (Footing.NEVER, Footing.NOT_STARTED):
        return Gap.NEVER
    return Gap.LAPSED if one.found.footing is Footing.LAPSED else None


def _shares(found: Entitlement, kind: ClaimKind) -> tuple[Share, ...]:
    """An accident that was survived is treated without limit: there is no sum to name."""
    match kind:
        case ClaimKind.DEATH:
            return found.death
        case ClaimKind.ACCIDENT_DEATH:
            return found.accident
        case ClaimKind.ACCIDENT:
            return ()


class Milestone(StrEnum):
    """The way a family goes, in this order."""

    REPORTED = "reported"
    GATHERED = "gathered"
    SUBMITTED = "submitted"
    DECIDED = "decided"


class Progress(NamedTuple):
    """How far a claim is: milestones behind it, and since when it waits for the next one."""

    state: ClaimState
    reported_on: date
    submitted_on: date | None
    received: int
    wanted: int
    last_paper_on: date | None

    @property
    def next(self) -> Milestone | None:
        """What is to be done now; None when nothing is."""
        if self.state is S.SUBMITTED:
            return Milestone.DECIDED
        if self.state is not S.OPEN:
            return None
        return Milestone.SUBMITTED if self.received >= self.wanted else Milestone.GATHERED

    @property
    def waits_since(self) -> date:
        """The day of the last step that was done."""
        days = [self.reported_on, self.submitted_on if self.state is S.SUBMITTED else self.last_paper_on]
        return max(day for day in days if day is not None)


def check_paid(kind: ClaimKind, amount: int | None, expected: int | None = None, *, sure: bool = True) -> int:
    """A death is paid for in money; an accident may have cost the hospital's bill alone.

    Less than half, or more than twice what was expected is more likely a slip; who means it says so.
    """
    if amount is None or amount < 0 or (amount == 0 and kind in DEATHS):
        raise RuleBroken("claim_amount_missing", field="amount")
    if amount > MOST_RUPIAH:
        raise RuleBroken("claim_amount_large", field="amount", most=MOST_RUPIAH)
    if expected and not sure and not expected <= 2 * amount <= 4 * expected:
        raise RuleBroken("claim_amount_far", field="sure", amount=amount, expected=expected)
    return amount
