"""The month table as it is drawn: each number with the list it opens, each movement in people and in points."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import ModuleType
from typing import NamedTuple
from urllib.parse import urlencode

from flask import url_for
from flask_babel.speaklater import LazyString

from lindung.domain.duties import DutyKind
from lindung.domain.months import Month, judged_on
from lindung.domain.pace import Outlook, Reading, outlook
from lindung.queries.circulars import CircularRow
from lindung.queries.compliance import MonthRow, MonthTable
from lindung.queries.counting import Counts
from lindung.queries.coverage import Headline as Coverage
from lindung.queries.coverage import headline as coverage_headline
from lindung.queries.measures import Basis, Measure, fair_measure, target_measure, usual_basis
from lindung.queries.places import Extent
from lindung.queries.reports import Share
from lindung.queries.viewer import Viewer
from lindung.web import coverage_words
from lindung.web.bases import (
    BASIS_LABELS,
    BASIS_STANDINGS,
    BASIS_WORDS,
    COVERING,
    MEASURE_STANDINGS,
    known_bases,
    measure_of,
)
from lindung.web.filters import share
from lindung.web.period import Period
from lindung.web.scope import EXTENT_WORDS


def binds(circular: CircularRow | None) -> bool:
    """False for circulars about funds and workforces, which set no duty for each ASN."""
    return circular is not None and circular.binds_people


class Lists:
    """Addresses of the lists behind the numbers of one period; each list is as long as its number."""

    def __init__(
        self, period: Period, unit: str | None = None, basis: Basis | None = None, measure: str = COVERING
    ) -> None:
        self.query = period.query
        self.unit = unit
        usual = usual_basis(period.circular.duty_kind) if period.circular else Basis.TARGET
        self.basis = {} if basis in (None, usual) else {"dasar": BASIS_WORDS[basis or usual]}
        self.measure = {} if measure == COVERING else {"ukuran": measure}
        self._people = url_for("sponsors.index")
        self._workers = url_for("workers.index")
        self._table = url_for("compliance.index")

    def people(self, standing: str = "", row: MonthRow | None = None) -> str:
        return self._to(self._people, {"keadaan": standing}, row)

    def workers(self, status: str = "", row: MonthRow | None = None, step: str = "") -> str:
        return self._to(self._workers, {"status": status, "tangga": step}, row)

    def table(self, unit: str | None = None, **extra: str) -> str:
        place = {"unit": unit} if unit else {}
        return f"{self._table}?{urlencode(self.query | place | self.basis | self.measure | extra)}"

    def reached(self, measure: Measure, row: MonthRow | None = None) -> str:
        """The list behind a numerator."""
        if measure is Measure.WORKERS:
            return self.workers("terdaftar", row)
        return self.people(MEASURE_STANDINGS[measure], row)

    def of(self, basis: Basis, row: MonthRow | None = None) -> str:
        """The list behind a denominator."""
        return self.people(BASIS_STANDINGS[basis], row)

    def _to(self, path: str, own: Mapping[str, str], row: MonthRow | None) -> str:
        place = {"unit": row.code, "cakupan": EXTENT_WORDS[row.extent]} if row else self._whole_unit()
        query = {name: value for name, value in own.items() if value} | self.query | place
        return f"{path}?{urlencode(query)}"

    def _whole_unit(self) -> dict[str, str]:
        return {"unit": self.unit, "cakupan": EXTENT_WORDS[Extent.SUBTREE]} if self.unit else {}


class BaseLink(NamedTuple):
    """One denominator with the page that shows everything by it."""

    word: str
    label: LazyString
    number: int
    url: str


def base_links(head: "Headline", lists: Lists) -> list[BaseLink]:
    """Every denominator that is known of this page, one click apart (R9)."""
    known = [
        one
        for one in known_bases(head.circular.duty_kind)
        if one is not Basis.TAKING_PART or head.taking_part
    ]
    return [
        BaseLink(
            BASIS_WORDS[one],
            BASIS_LABELS[one],
            head.base_of(one),
            lists.table(lists.unit, dasar=BASIS_WORDS[one]),
        )
        for one in known
    ]


class Movement(NamedTuple):
    """Since the month before: people first, then points (R9)."""

    people: int
    points: Decimal | None
    basis: int  # how the denominator itself moved: honest new answers must not look like a fall

    @property
    def tone(self) -> str:
        return "up" if self.people > 0 else "down" if self.people < 0 else "m"


class Headline(NamedTuple):
    """Everything the sentences on top of a page are made of."""

    circular: CircularRow
    month: Month
    fair: Measure  # what may be said of this month: tuntas, or only registered
    measure: Measure  # the numerator that is shown; of a quota it can be chosen
    basis: Basis
    now: Counts
    before: Counts | None
    part: int  # ASN of the offices that take part
    taking_part: int  # those offices
    offices_gained: int  # since the month before
    movement: Movement | None
    today: date
    falls_due_on: date | None  # while the month's due date is still to come
    outlook: Outlook | None
    coverage: Coverage | None = None  # of a target: the workforce, covered and to be covered

    @property
    def reached(self) -> int:
        return self.measure.of(self.now)

    @property
    def base(self) -> int:
        return self.base_of(self.basis)

    def base_of(self, basis: Basis) -> int:
        return basis.of(self.now, self.part)

    @property
    def lacking(self) -> int:
        return self.fair.lacking(self.now)

    @property
    def is_paid(self) -> bool:
        """Whether payments of the month are known at all."""
        return self.fair.is_paid

    @property
    def is_confirmed(self) -> bool:
        """Head lines count what BPJS confirmed, and say "menurut OPD" beside it (R14)."""
        return self.fair is Measure.CONFIRMED

    @property
    def only_said(self) -> int:
        """ASN who are tuntas by the word of their office alone."""
        return self.now.settled - self.now.settled_confirmed if self.is_paid else 0

    @property
    def target(self) -> tuple[Measure, Basis]:
        """What the circular's target is a share of."""
        return target_measure(self.circular.duty_kind, self.fair)

    @property
    def is_of_target(self) -> bool:
        """Whether the share that is shown is the one the target speaks of."""
        if self.is_quota:
            return (self.measure, self.basis) == self.target
        return self.basis is Basis.TARGET

    @property
    def bar_parts(self) -> tuple[str, ...]:
        """What the bars of a row show, for their legend."""
        if not self.binds_people:
            return ("full", "waiting", "never", "late", "lapsed")
        if self.is_quota:
            return self._follow_up_parts
        return ("said", "unsaid", *self._follow_up_parts)

    @property
    def _follow_up_parts(self) -> tuple[str, ...]:
        if not self.is_paid:
            return ("terdaftar", "daftar")
        said = ("menurut",) if self.is_confirmed and self.only_said else ()
        return ("tuntas", *said, "lunas", "daftar")

    @property
    def binds_people(self) -> bool:
        """False for circulars about funds and workforces, which set no duty for each ASN."""
        return self.circular.binds_people

    @property
    def is_quota(self) -> bool:
        return self.circular.duty_kind is DutyKind.QUOTA

    @property
    def coverage_words(self) -> ModuleType:
        return coverage_words

    @property
    def lacking_standing(self) -> str:
        return "belum_tuntas" if self.is_paid else "belum_mendaftarkan"

    @property
    def workers_gained(self) -> int | None:
        """People first (R9): protected since the month before, or registered while payments are not known."""
        if self.before is None:
            return None
        if self.is_paid:
            return self.now.active - self.before.active
        return self.now.workers_registered - self.before.workers_registered


def headline(
    table: MonthTable, period: Period, basis: Basis | None = None, measure: str = COVERING
) -> Headline:
    if period.circular is None:
        raise ValueError("ask has_figures first")
    fair = fair_measure(
        has_payments=table.has_payments,
        is_due=period.falls_due_on is None,
        has_confirmed=table.has_confirmed,
    )
    circular = period.circular
    chosen, basis = measure_of(circular, fair, measure), basis or usual_basis(circular.duty_kind)
    return Headline(
        circular,
        period.month,
        fair,
        chosen,
        basis,
        table.now,
        table.before,
        table.part,
        table.taking_part,
        table.taking_part - table.taking_part_before if table.before else 0,
        _movement(table, chosen, basis),
        period.today,
        period.falls_due_on,
        _outlook(table, period, circular, fair),
    )


def with_coverage(head: Headline, viewer: Viewer) -> Headline:
    """Of a target its whole workforce is told (R24); of every other circular nothing changes."""
    if head.circular.duty_kind is not DutyKind.TARGET:
        return head
    return head._replace(coverage=coverage_headline(viewer, head.circular.id, head.today))


def _movement(shown: MonthTable | MonthRow, measure: Measure, basis: Basis) -> Movement | None:
    """Of one row, or of all of them."""
    now, before = shown.now, shown.before
    if before is None:
        return None
    base, past_base = basis.of(now, shown.part), basis.of(before, shown.part_before)
    present, past = share(measure.of(now), base), share(measure.of(before), past_base)
    points = present - past if present is not None and past is not None else None
    return Movement(measure.of(now) - measure.of(before), points, base - past_base)


def _outlook(table: MonthTable, period: Period, circular: CircularRow, fair: Measure) -> Outlook | None:
    if circular.register_by is None or not table.trend:
        return None
    measure, basis = target_measure(circular.duty_kind, fair)
    readings = [
        Reading(judged_on(one.month, period.today), measure.of(one.counts))
        for one in table.trend
        if one.month == table.month or _is_known(one.counts, measure)
    ]
    target = basis.of(table.now)
    goal = -(-target * (circular.target_percent or 100) // 100)
    return outlook(readings, period.today, circular.register_by, goal, target)


def _is_known(counts: Counts, measure: Measure) -> bool:
    """Whether a month's payments have come in by whose word the measure goes."""
    known = {Measure.CONFIRMED: counts.paid_confirmed, Measure.SETTLED: counts.paid}
    return bool(known.get(measure, 1))


class Line(NamedTuple):
    """One row of the table with its addresses."""

    row: MonthRow
    url: str  # where its name leads: its sub-units, or its people when there are none
    movement: Movement | None
    reported: Share | None = None  # as approved, where it is no longer what is counted (R22)

    @property
    def counts(self) -> Counts:
        return self.row.now


def lines(
    rows: Sequence[MonthRow], lists: Lists, head: Headline, reported: Mapping[int, Share] | None = None
) -> list[Line]:
    return [
        Line(
            row,
            _opens(row, lists, head),
            _movement(row, head.measure, head.basis),
            _corrected(row, reported or {}),
        )
        for row in rows
    ]


def _opens(row: MonthRow, lists: Lists, head: Headline) -> str:
    """Its sub-units, or its people, or the workers a fund pays for."""
    if row.has_children and not row.is_own:
        return lists.table(row.code)
    return lists.people("", row) if head.binds_people else lists.workers("terdaftar", row)


def _corrected(row: MonthRow, reported: Mapping[int, Share]) -> Share | None:
    """Of a unit that reports for itself: what was approved, where it differs from what is counted now."""
    approved = None if row.is_own else reported.get(row.unit_id)
    return approved if approved != (row.now.settled, row.now.target) else None
