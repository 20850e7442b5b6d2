"""What a family would receive today, the sentence why, and what comes next (R19). Only ended months count."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from lindung.domain.grid import is_paid
from lindung.domain.months import Month
from lindung.domain.protection import COVER_BEGINS, Ladder, Step, Tally, tally_of
from lindung.domain.registration import Programme

FAR_AHEAD = 24  # months within which every membership has become full, or has lapsed


class BenefitKind(StrEnum):
    BURIAL = "burial"  # biaya pemakaman
    DEATH = "death"  # santunan kematian
    PERIODIC = "periodic"  # santunan berkala, paid at once
    SCHOOLING = "schooling"  # for two children, up to
    ACCIDENT = "accident"  # death by a work accident: times the base
    ACCIDENT_BURIAL = "accident_burial"
    ACCIDENT_PERIODIC = "accident_periodic"


OF_DEATH = (BenefitKind.DEATH, BenefitKind.PERIODIC, BenefitKind.BURIAL)
NEEDED_FOR_FULL = frozenset({BenefitKind.DEATH, BenefitKind.PERIODIC})
OF_ACCIDENT = (BenefitKind.ACCIDENT, BenefitKind.ACCIDENT_BURIAL, BenefitKind.ACCIDENT_PERIODIC)


@dataclass(frozen=True, slots=True)
class Benefit:
    """A dated row: after so many paid months a family receives `amount`, or `times_base` the base of the band."""

    kind: BenefitKind
    after_months: int
    amount: int
    times_base: int
    first_month: Month
    last_month: Month
    legal_basis: str
    verified: bool

    def worth(self, base: int) -> int:
        return self.amount + self.times_base * base


@dataclass(frozen=True, slots=True)
class Share:
    """One row's part of what is received, with the law it rests on."""

    kind: BenefitKind
    amount: int
    row: Benefit


class Footing(StrEnum):
    """What the answer rests on."""

    NOT_STARTED = "not_started"  # no month of this membership has begun to count
    NEVER = "never"  # nothing was ever paid for a month that has ended
    LAPSED = "lapsed"
    ARREARS = "arrears"  # (?) BPJS must be asked: no amount
    WAITING = "waiting"
    FULL = "full"


class Member(NamedTuple):
    """What is known of one membership."""

    cover: str
    first: Month  # the first contribution month
    programmes: frozenset[Programme]
    base: int  # of the income band; an accident is worth times it


@dataclass(frozen=True, slots=True)
class Entitlement:
    """As of the beginning of the running month."""

    footing: Footing
    step: Step
    counted: int  # paid months of this membership that have ended
    in_a_row: int  # those of them that are unbroken up to now
    unpaid: int
    death: tuple[Share, ...]
    accident: tuple[Share, ...]
    schooling: Share | None
    full_since: Month | None  # the month at whose end the full benefit was reached
    full_from: Month | None  # the month from whose first day it is full
    to_pay: tuple[Month, ...]  # the months that must be paid for that
    ends_with: Month | None  # the month at whose end the membership is over
    unpaid_until_then: tuple[Month, ...]  # if these are not paid

    @property
    def death_sum(self) -> int:
        return sum(share.amount for share in self.death)

    @property
    def accident_sum(self) -> int:
        return sum(share.amount for share in self.accident)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rows and limits that hold in the running month."""

    running: Month
    ladder: Ladder
    benefits: Sequence[Benefit]

    def row(self, kind: BenefitKind) -> Benefit | None:
        """The row in force; of several the one that begins last."""
        found = [
            row
            for row in self.benefits
            if row.kind is kind and row.first_month <= self.running <= row.last_month
        ]
        return max(found, key=lambda row: row.first_month, default=None)

    @property
    def in_force(self) -> list[Benefit]:
        return [row for kind in BenefitKind if (row := self.row(kind))]

    @property
    def laws(self) -> list[str]:
        """What the rows in force rest on, each source once."""
        return list(dict.fromkeys(row.legal_basis for row in self.in_force))

    @property
    def is_verified(self) -> bool:
        return all(row.verified for row in self.in_force)

    @property
    def full_after(self) -> int:
        """Both the ladder and the rows must say so: nothing is promised on one of them alone."""
        rows = [row for kind in NEEDED_FOR_FULL if (row := self.row(kind))]
        return max([self.ladder.full_after, *(row.after_months for row in rows)])


def entitlement(member: Member, rules: Rules) -> Entitlement:
    """What the family would receive if it happened today (R19)."""
    ended = _history(member.cover, rules.running.previous())
    tally = tally_of(ended, rules.ladder)
    footing = _footing(member, tally, rules)
    may_have = footing in (Footing.WAITING, Footing.FULL)
    full_from, to_pay = _way_to_full(member, tally, rules)
    ends_with, unpaid = _countdown(member, tally, rules)
    return Entitlement(
        footing=footing,
        step=tally.step(rules.ladder),
        counted=tally.counted,
        in_a_row=len(ended) - len(ended.rstrip("1")),
        unpaid=tally.unpaid,
        death=tuple(_death(member, tally, rules, footing)) if may_have else (),
        accident=tuple(_accident(member, tally, rules)) if may_have else (),
        schooling=_schooling(member, tally, rules) if footing is Footing.FULL else None,
        full_since=_full_since(member, rules) if footing is Footing.FULL else None,
        full_from=full_from,
        to_pay=to_pay,
        ends_with=ends_with,
        unpaid_until_then=unpaid,
    )


def _history(cover: str, last: Month) -> str:
    """The months in the books up to and including `last`."""
    return "".join("1" if is_paid(cover, month) else "0" for month in COVER_BEGINS.through(last))


def _footing(member: Member, tally: Tally, rules: Rules) -> Footing:
    if not tally.ever:
        return Footing.NOT_STARTED if member.first >= rules.running else Footing.NEVER
    if tally.unpaid >= rules.ladder.lapsed_after:
        return Footing.LAPSED
    if tally.unpaid:
        return Footing.ARREARS
    return Footing.FULL if tally.counted >= rules.full_after else Footing.WAITING


def _death(member: Member, tally: Tally, rules: Rules, footing: Footing) -> Iterator[Share]:
    if Programme.JKM not in member.programmes:
        return
    for kind in OF_DEATH:
        waits = kind in NEEDED_FOR_FULL and footing is not Footing.FULL
        if not waits:
            yield from _share(kind, member, tally, rules)


def _accident(member: Member, tally: Tally, rules: Rules) -> Iterator[Share]:
    if Programme.JKK in member.programmes:
        for kind in OF_ACCIDENT:
            yield from _share(kind, member, tally, rules)


def _schooling(member: Member, tally: Tally, rules: Rules) -> Share | None:
    if Programme.JKM not in member.programmes:
        return None
    return next(_share(BenefitKind.SCHOOLING, member, tally, rules), None)


def _share(kind: BenefitKind, member: Member, tally: Tally, rules: Rules) -> Iterator[Share]:
    row = rules.row(kind)
    if row is not None and tally.counted >= row.after_months:
        yield Share(kind, row.worth(member.base), row)


def _way_to_full(member: Member, tally: Tally, rules: Rules) -> tuple[Month | None, tuple[Month, ...]]:
    """From which month it is full, and which months must still be paid for that; nothing in arrears or once full."""
    arrears = 0 < tally.unpaid < rules.ladder.lapsed_after
    if arrears or (not tally.unpaid and tally.counted >= rules.full_after):
        return None, ()
    to_pay: list[Month] = []
    month = max(rules.running, member.first)
    while tally.counted < rules.full_after:
        if not is_paid(member.cover, month):
            to_pay.append(month)
        tally = tally.then(True, rules.ladder)
        month = month.next()
    return month, tuple(to_pay)


def _countdown(member: Member, tally: Tally, rules: Rules) -> tuple[Month | None, tuple[Month, ...]]:
    """At the end of which month the membership is over, and which months would then be unpaid."""
    if not (tally.ever or _paid_ahead(member, rules)) or tally.unpaid >= rules.ladder.lapsed_after:
        return None, ()
    unpaid: list[Month] = []
    for month in _months_from(max(rules.running, member.first)):
        paid = is_paid(member.cover, month)
        unpaid = [] if paid else [*unpaid, month]
        tally = tally.then(paid, rules.ladder)
        if tally.unpaid >= rules.ladder.lapsed_after:
            return month, tuple(unpaid)
    return None, ()


def _paid_ahead(member: Member, rules: Rules) -> bool:
    return any(is_paid(member.cover, month) for month in _months_from(rules.running))


def _months_from(first: Month) -> Iterable[Month]:
    return first.through(first.plus(FAR_AHEAD))


def _full_since(member: Member, rules: Rules) -> Month | None:
    """The month at whose end this membership's count reached the full benefit."""
    found: Month | None = None
    tally = tally_of("", rules.ladder)
    for month in COVER_BEGINS.through(rules.running.previous()):
        before, tally = tally.counted, tally.then(is_paid(member.cover, month), rules.ladder)
        if before < rules.full_after <= tally.counted:
            found = month
    return found
