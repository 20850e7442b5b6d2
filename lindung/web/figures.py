"""The month table as it is drawn: each number with the list it opens, each movement in people and in points."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.duties import DutyKind
from lindung.domain.errors import NotThere
from lindung.domain.months import Month, judged_on
from lindung.domain.pace import Outlook, Reading, outlook
from lindung.queries.circulars import CircularRow
from lindung.queries.compliance import MonthRow, MonthTable
from lindung.queries.counting import Counts
from lindung.queries.measures import Basis, Measure, fair_measure
from lindung.queries.places import Extent
from lindung.queries.reports import Share
from lindung.web.filters import share
from lindung.web.period import Period
from lindung.web.scope import EXTENT_WORDS

BASES = {"sasaran": Basis.TARGET, "asn": Basis.ASN, "menyatakan": Basis.ANSWERED}
BASIS_WORDS = {basis: word for word, basis in BASES.items()}
BASIS_LABELS: dict[Basis, LazyString] = {
    Basis.TARGET: _l("sasaran"),
    Basis.ASN: _l("semua ASN"),
    Basis.ANSWERED: _l("ASN yang telah mengisi pernyataan"),
}
BASIS_CHOICES = [(word, BASIS_LABELS[basis]) for word, basis in BASES.items()]
MEASURE_STANDINGS = {
    Measure.CONFIRMED: "tuntas_bpjs",
    Measure.SETTLED: "tuntas",
    Measure.REGISTERED: "terdaftar",
}
BASIS_STANDINGS = {Basis.TARGET: "sasaran", Basis.ASN: "", Basis.ANSWERED: "menyatakan"}
BINDING_KINDS = frozenset({DutyKind.CONDITIONAL, DutyKind.QUOTA})


def binds(circular: CircularRow | None) -> bool:
    """False for circulars about funds and workforces, which set no duty for each ASN."""
    return circular is not None and circular.duty_kind in BINDING_KINDS


def selected_basis() -> Basis:
    """`dasar`; anything unknown is not there."""
    word = request.args.get("dasar") or "sasaran"
    if word not in BASES:
        raise NotThere
    return BASES[word]


class Lists:
    """Addresses of the lists behind the numbers of one period; each list is as long as its number."""

    def __init__(self, period: Period, unit: str | None = None, basis: Basis = Basis.TARGET) -> None:
        self.query = period.query
        self.unit = unit
        self.basis = {} if basis is Basis.TARGET else {"dasar": BASIS_WORDS[basis]}
        self._people = url_for("sponsors.index")
        self._workers = url_for("workers.index")
        self._table = url_for("compliance.index")

    def people(self, standing: str = "", row: MonthRow | None = None) -> str:
        return self._to(self._people, {"keadaan": standing}, row)

    def workers(self, status: str = "", row: MonthRow | None = None, step: str = "") -> str:
        return self._to(self._workers, {"status": status, "tangga": step}, row)

    def table(self, unit: str | None = None, **extra: str) -> str:
        place = {"unit": unit} if unit else {}
        return f"{self._table}?{urlencode(self.query | place | self.basis | extra)}"

    def _to(self, path: str, own: Mapping[str, str], row: MonthRow | None) -> str:
        place = {"unit": row.code, "cakupan": EXTENT_WORDS[row.extent]} if row else self._whole_unit()
        query = {name: value for name, value in own.items() if value} | self.query | place
        return f"{path}?{urlencode(query)}"

    def _whole_unit(self) -> dict[str, str]:
        return {"unit": self.unit, "cakupan": EXTENT_WORDS[Extent.SUBTREE]} if self.unit else {}


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
    measure: Measure
    basis: Basis
    now: Counts
    before: Counts | None
    movement: Movement | None
    today: date
    falls_due_on: date | None  # while the month's due date is still to come
    outlook: Outlook | None

    @property
    def reached(self) -> int:
        return self.measure.of(self.now)

    @property
    def base(self) -> int:
        return self.basis.of(self.now)

    @property
    def lacking(self) -> int:
        return self.measure.lacking(self.now)

    @property
    def is_paid(self) -> bool:
        """Whether the head lines speak of payments at all."""
        return self.measure.is_paid

    @property
    def is_confirmed(self) -> bool:
        """Head lines count what BPJS confirmed, and say "menurut OPD" beside it (R14)."""
        return self.measure is Measure.CONFIRMED

    @property
    def only_said(self) -> int:
        """ASN who are tuntas by the word of their office alone."""
        return self.now.settled - self.now.settled_confirmed if self.is_paid else 0

    @property
    def bar_parts(self) -> tuple[str, ...]:
        """What the two bars of a row show, for their legend."""
        if not self.is_paid:
            return ("said", "unsaid", "terdaftar", "daftar")
        said = ("menurut",) if self.is_confirmed and self.only_said else ()
        return ("said", "unsaid", "tuntas", *said, "lunas", "daftar")

    @property
    def binds_people(self) -> bool:
        """False for circulars about funds and workforces, which set no duty for each ASN."""
        return self.circular.duty_kind in BINDING_KINDS

    @property
    def is_quota(self) -> bool:
        return self.circular.duty_kind is DutyKind.QUOTA

    @property
    def measure_standing(self) -> str:
        return MEASURE_STANDINGS[self.measure]

    @property
    def lacking_standing(self) -> str:
        return "belum_tuntas" if self.is_paid else "belum_mendaftarkan"

    @property
    def basis_standing(self) -> str:
        return BASIS_STANDINGS[self.basis]

    @property
    def workers_gained(self) -> int | None:
        """People first (R9): protected since the month before, or registered while payments are not known."""
        if self.before is None:
            return None
        if self.is_paid:
            return self.now.active - self.before.active
        return self.now.workers_registered - self.before.workers_registered


def headline(table: MonthTable, period: Period, basis: Basis = Basis.TARGET) -> Headline:
    if period.circular is None:
        raise ValueError("ask has_figures first")
    measure = fair_measure(
        has_payments=table.has_payments,
        is_due=period.falls_due_on is None,
        has_confirmed=table.has_confirmed,
    )
    now, before = table.now, table.before
    return Headline(
        period.circular,
        period.month,
        measure,
        basis,
        now,
        before,
        movement(now, before, measure, basis),
        period.today,
        period.falls_due_on,
        _outlook(table, period, period.circular, measure),
    )


def movement(now: Counts, before: Counts | None, measure: Measure, basis: Basis) -> Movement | None:
    if before is None:
        return None
    present, past = share(measure.of(now), basis.of(now)), share(measure.of(before), basis.of(before))
    points = present - past if present is not None and past is not None else None
    return Movement(measure.of(now) - measure.of(before), points, basis.of(now) - basis.of(before))


def _outlook(table: MonthTable, period: Period, circular: CircularRow, measure: Measure) -> Outlook | None:
    if circular.register_by is None or not table.trend:
        return None
    readings = [
        Reading(judged_on(one.month, period.today), measure.of(one.counts))
        for one in table.trend
        if one.month == table.month or _is_known(one.counts, measure)
    ]
    target = table.now.target
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
            lists.table(row.code) if row.has_children and not row.is_own else lists.people("", row),
            movement(row.now, row.before, head.measure, head.basis),
            _corrected(row, reported or {}),
        )
        for row in rows
    ]


def _corrected(row: MonthRow, reported: Mapping[int, Share]) -> Share | None:
    """Of a unit that reports for itself: what was approved, where it differs from what is counted now."""
    approved = None if row.is_own else reported.get(row.unit_id)
    return approved if approved != (row.now.settled, row.now.target) else None
