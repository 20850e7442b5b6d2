"""The monthly closing (R22): kinds and states of a report, the moves allowed, what locks, who may sign."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lindung.domain.accounts import CODE_ALPHABET, ProxyCapacity, bare_code
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month

REPORT_DAY = 10  # of the month after the period, unless the regency sets another
CODE_PREFIX = "LB"
CODE_GROUPS, CODE_GROUP = 2, 4


class ReportKind(StrEnum):
    REGULAR = "regular"  # bulanan
    SUPPLEMENTARY = "supplementary"  # susulan: what was left out
    CORRECTIVE = "corrective"  # pembetulan: what was wrong


LATER_KINDS = frozenset({ReportKind.SUPPLEMENTARY, ReportKind.CORRECTIVE})


class ReportState(StrEnum):
    DRAFT = "draft"  # a susulan or pembetulan was filed and is not prepared yet
    PREPARED = "prepared"
    APPROVED = "approved"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REOPENED = "reopened"


_S = ReportState
# What may become of one report. Whatever follows a return, a reopening or an acceptance is a new report (its successor
# in the same month): what was approved stays as it was approved.
MOVES: dict[ReportState, frozenset[ReportState]] = {
    _S.DRAFT: frozenset({_S.PREPARED}),
    _S.PREPARED: frozenset({_S.APPROVED, _S.RETURNED}),
    _S.APPROVED: frozenset({_S.ACCEPTED, _S.RETURNED, _S.REOPENED}),
    _S.ACCEPTED: frozenset({_S.REOPENED}),
    _S.RETURNED: frozenset(),
    _S.REOPENED: frozenset({_S.REOPENED}),  # until another day
}
CLOSED = frozenset({_S.APPROVED, _S.ACCEPTED})
# After these a new report of the same month may be prepared; None: there is none yet.
PREPARABLE = frozenset({None, _S.DRAFT, _S.RETURNED, _S.REOPENED})


class Period(StrEnum):
    """How much one report is about; the report's month is the period's last."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"

    @property
    def months(self) -> int:
        return 3 if self is Period.QUARTERLY else 1


@dataclass(frozen=True, slots=True)
class ReportRules:
    """What the regency has chosen."""

    period: Period = Period.MONTHLY
    day: int = REPORT_DAY

    def month_of(self, month: Month) -> Month:
        """The report month that a month belongs to: itself, or the last of its quarter."""
        return month.plus(-(month.index + 1) % self.period.months)

    def first_of(self, report_month: Month) -> Month:
        return report_month.plus(1 - self.period.months)

    def due_on(self, report_month: Month, holidays: Collection[date]) -> date:
        """The day by which the report should stand: of the month after, or the next working day."""
        after = report_month.next()
        due = min(after.first_day() + timedelta(days=self.day - 1), after.last_day())
        while due.weekday() >= 5 or due in holidays:
            due += timedelta(days=1)
        return due

    def last_ended(self, today: date) -> Month:
        """The last report month that is over."""
        this = self.month_of(Month.of(today))
        return this.plus(-self.period.months)


def check_move(current: ReportState, wanted: ReportState) -> None:
    if wanted not in MOVES[current]:
        raise RuleBroken("report_move_not_allowed", current=current.value, wanted=wanted.value)


def is_locked(state: ReportState, open_until: date | None, today: date) -> bool:
    """Whether the newest report of a month locks it: closed, or reopened and that time is over."""
    if state is ReportState.REOPENED:
        return open_until is not None and today > open_until
    return state in CLOSED


def next_kind(kind: ReportKind | None, state: ReportState | None) -> ReportKind:
    """What the report after this one is: a returned one is made again, a reopened one is corrected."""
    if kind is None or state is None:
        return ReportKind.REGULAR
    return ReportKind.CORRECTIVE if state is ReportState.REOPENED else kind


@dataclass(frozen=True, slots=True)
class Approver:
    """What four eyes must know of whoever wants to approve."""

    is_preparer: bool
    has_edited: bool  # data of the unit in these books since its last report
    is_secretary_of_own_office: bool  # the Sekda, for the secretariat


def check_approver(approver: Approver) -> None:
    """R22: who edited may not be the only one who signs; for Setda another approver than the Sekda is named."""
    if approver.is_preparer:
        raise RuleBroken("approver_prepared")
    if approver.is_secretary_of_own_office:
        raise RuleBroken("approver_is_secretary")
    if approver.has_edited:
        raise RuleBroken("approver_edited")


@dataclass(frozen=True, slots=True)
class Signature:
    """In which capacity somebody approved: in his own right, or as Plt., Plh. or a.n. on an order of a number."""

    proxy: ProxyCapacity | None = None
    order_number: str | None = None

    @property
    def code(self) -> str:
        if self.proxy is None:
            return "head"
        return f"{self.proxy.value}:{self.order_number}" if self.order_number else self.proxy.value

    @classmethod
    def of_code(cls, code: str | None) -> "Signature":
        word, _colon, number = (code or "head").partition(":")
        return cls(ProxyCapacity(word), number or None) if word != "head" else cls()


def report_code(digest: bytes, attempt: int = 0) -> str:
    """The short citable code of what was approved: LB-7K2M-9QXD. `attempt` moves on when another report has it."""
    number = int.from_bytes(digest, "big") >> (attempt * 8)
    signs = ""
    for _ in range(CODE_GROUPS * CODE_GROUP):
        number, rest = divmod(number, len(CODE_ALPHABET))
        signs += CODE_ALPHABET[rest]
    groups = [signs[start : start + CODE_GROUP] for start in range(0, len(signs), CODE_GROUP)]
    return "-".join([CODE_PREFIX, *groups])


def plain_code(typed: str) -> str | None:
    """The code as it is stored, however it was typed; None when it cannot be one."""
    signs = bare_code(typed).removeprefix(CODE_PREFIX)
    if len(signs) != CODE_GROUPS * CODE_GROUP:
        return None
    return "-".join([CODE_PREFIX, signs[:CODE_GROUP], signs[CODE_GROUP:]])
