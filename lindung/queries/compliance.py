"""The month table: one row per office out of stored counts, each with the month before it (DESIGN section 4)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import aliased

from lindung.domain.duties import DutyKind
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.units import Unit, ids_on
from lindung.queries.circulars import CircularRow
from lindung.queries.counting import Counts, MonthUnit, total
from lindung.queries.figures import MonthFigures
from lindung.queries.places import Extent
from lindung.queries.silent import SilentUnit, silent_among
from lindung.queries.taking_part import Offices, offices, offices_of
from lindung.queries.units import UnitRow, is_below
from lindung.queries.viewer import CONSOLE, Viewer, within

TREND_MONTHS = 12


class Parts(NamedTuple):
    """A row as stored subtrees: one, less those that have a row elsewhere."""

    whole: int
    less: tuple[int, ...] = ()


class MonthRow(NamedTuple):
    """One line of the table; `extent` says which people of the unit it counts."""

    unit_id: int
    code: str
    name: str
    extent: Extent
    has_children: bool
    now: Counts
    before: Counts | None  # None: the circular was not yet in force the month before
    part: int = 0  # its ASN, where its office takes part; told of circulars that ask for it
    part_before: int = 0

    @property
    def is_own(self) -> bool:
        return self.extent is Extent.DIRECT

    @property
    def workers_moved(self) -> int | None:
        return self.now.workers_registered - self.before.workers_registered if self.before else None


class Crumb(NamedTuple):
    code: str
    name: str


class MonthTotal(NamedTuple):
    month: Month
    counts: Counts
    part: int = 0


@dataclass(frozen=True, slots=True)
class MonthTable:
    month: Month
    rows: list[MonthRow]
    above: list[Crumb]  # the units above the one asked for, as far as the viewer sees them
    trend: list[MonthTotal]  # what the rows add up to in the last months, oldest first
    counted_at: datetime | None  # None: counted for this very page
    has_payments: bool  # somebody in the regency, not necessarily here, has a payment of this month
    has_confirmed: bool  # and one that BPJS confirmed (R14)
    taking_part: int = 0  # offices among the rows that take part (R9)
    taking_part_before: int = 0

    @property
    def now(self) -> Counts:
        return total(row.now for row in self.rows)

    @property
    def before(self) -> Counts | None:
        if not self.rows or self.rows[0].before is None:
            return None
        return total(row.before for row in self.rows if row.before)

    @property
    def part(self) -> int:
        """ASN of the offices that take part."""
        return sum(row.part for row in self.rows)

    @property
    def part_before(self) -> int:
        return sum(row.part_before for row in self.rows)


class _Node(NamedTuple):
    id: int
    code: str
    name: str
    path: str
    parent_id: int | None
    reports: bool
    closed_from: Month | None
    has_children: bool


class _Line(NamedTuple):
    node: _Node
    extent: Extent
    parts: Parts


def month_table(
    viewer: Viewer,
    circular: CircularRow,
    month: Month,
    today: date,
    unit: UnitRow | None = None,
    *,
    with_parts: bool = False,
) -> MonthTable:
    """The reporting units the viewer sees; or, within `unit`, its own people and the units directly below it.

    Which offices take part is told `with_parts`, and of a quota always (R9).
    """
    known = None
    asks_parts = with_parts or circular.duty_kind is DutyKind.QUOTA
    if unit is None:
        everything = _nodes(CONSOLE if asks_parts else viewer, _top_condition(viewer))
        known = offices_of(everything) if asks_parts else None
        nodes = [node for node in everything if viewer.sees(node.path)]
        lines = _reporting_lines(nodes) or [_Line(node, Extent.SUBTREE, Parts(node.id)) for node in nodes]
        above = []
    else:
        nodes = _nodes(viewer, _unit_condition(unit))
        known = offices() if asks_parts else None
        lines = _unit_lines(nodes, unit.id)
        above = [Crumb(node.code, node.name) for node in nodes if node.id in ids_on(unit.path)[:-1]]
    figures = MonthFigures(circular.id, _span(circular, month), today)
    return _table(circular, month, figures, lines, above, known=known)


@dataclass(frozen=True, slots=True)
class OwnUnits:
    """A clerk's unit and everything below it, in as many statements as the table alone takes."""

    code: str
    table: MonthTable  # the reporting units he sees, or his unit where none reports
    below: list[MonthRow]  # his unit's own people, and the units directly below it
    silent: list[SilentUnit]


def own_units(viewer: Viewer, circular: CircularRow, month: Month, today: date) -> OwnUnits:
    if viewer.unit_id is None:
        raise ValueError("of whoever has a unit")
    nodes = _nodes(viewer, true())
    own = next(node for node in nodes if node.id == viewer.unit_id)
    lines = _reporting_lines(nodes) or [_Line(own, Extent.SUBTREE, Parts(own.id))]
    below = _unit_lines(nodes, own.id)
    figures = MonthFigures(circular.id, _span(circular, month), today)
    everybody = [node.id for node in nodes]
    known = offices() if circular.duty_kind is DutyKind.QUOTA else None
    table = _table(circular, month, figures, lines, [], everybody, known)
    rows = _rows(below, figures, _span(circular, month)[:2])
    return OwnUnits(own.code, table, rows, silent_among(nodes, figures, month) if len(rows) > 1 else [])


def _table(
    circular: CircularRow,
    month: Month,
    figures: MonthFigures,
    lines: Sequence[_Line],
    above: list[Crumb],
    also: Sequence[int] = (),
    known: Offices | None = None,
) -> MonthTable:
    """`also` are further units that are asked about the same months; `known` the offices, where parts are told."""
    span, weights = _span(circular, month), _weights(lines)
    wider = [(span, sorted({*_ids(lines), *known.below}))] if known else []
    figures.load((span[:2], sorted({*_ids(lines), *also})), (span, sorted(weights)), *wider)
    table = MonthTable(
        month,
        _rows(lines, figures, span[:2]),
        above,
        [MonthTotal(one, counts) for one, counts in sorted(figures.sums(span, weights).items())],
        figures.counted_at,
        figures.has_payments,
        figures.has_confirmed,
    )
    return _with_parts(table, lines, figures, span, known) if known else table


def _with_parts(
    table: MonthTable, lines: Sequence[_Line], figures: MonthFigures, span: Sequence[Month], known: Offices
) -> MonthTable:
    """The same with the ASN of the offices that take part, in the table's month, the one before, and the trend."""
    taking = known.taking_part(figures, span)
    office = {(line.node.id, line.extent): known.of(line.node.path) for line in lines}
    before = taking[span[1]] if len(span) > 1 else frozenset()
    counts = figures.counts(span, _ids(lines))

    def part(month: Month) -> int:
        return sum(
            _difference(line.parts, counts, month).asn
            for line in lines
            if office[line.node.id, line.extent] in taking[month]
        )

    rows = [
        row._replace(
            part=row.now.asn if office[row.unit_id, row.extent] in taking[span[0]] else 0,
            part_before=row.before.asn if row.before and office[row.unit_id, row.extent] in before else 0,
        )
        for row in table.rows
    ]
    here = {one for one in office.values() if one is not None}
    return replace(
        table,
        rows=rows,
        trend=[one._replace(part=part(one.month)) for one in table.trend],
        taking_part=len(here & taking[span[0]]),
        taking_part_before=len(here & before),
    )


def _rows(lines: Sequence[_Line], figures: MonthFigures, compared: Sequence[Month]) -> list[MonthRow]:
    counts = figures.counts(compared, _ids(lines))
    rows = [_row(line, counts, compared) for line in lines]
    return [row for row, line in zip(rows, lines, strict=True) if not _is_gone(line.node, row, compared[0])]


def _ids(lines: Sequence[_Line]) -> list[int]:
    return sorted({unit_id for line in lines for unit_id in (line.parts.whole, *line.parts.less)})


def _top_condition(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.units is None:
        return Unit.reports.is_(True)
    return or_(Unit.reports, Unit.path == viewer.units.first)


def _unit_condition(unit: UnitRow) -> ColumnElement[bool]:
    return or_(
        Unit.id.in_(ids_on(unit.path)),
        Unit.parent_id == unit.id,
        and_(Unit.reports, is_below(unit.path)),
    )


def _nodes(viewer: Viewer, condition: ColumnElement[bool]) -> list[_Node]:
    child = aliased(Unit)
    statement = select(
        Unit.id,
        Unit.code,
        Unit.name,
        Unit.path,
        Unit.parent_id,
        Unit.reports,
        Unit.closed_from,
        select(child.id).where(child.parent_id == Unit.id).exists(),
    ).where(condition)
    statement = within(viewer, statement, Unit.path).order_by(Unit.code, Unit.id)
    return [_Node(*row) for row in db.session.execute(statement)]


def _reporting_lines(nodes: Sequence[_Node]) -> list[_Line]:
    """Each reporting unit's subtree less those of the reporting units nearest below it."""
    below = _nearest_below(nodes)
    return [
        _Line(node, Extent.REPORT, Parts(node.id, below.get(node.id, ()))) for node in nodes if node.reports
    ]


def _unit_lines(nodes: Sequence[_Node], unit_id: int) -> list[_Line]:
    children = [node for node in nodes if node.parent_id == unit_id]
    below = _nearest_below(nodes)
    own = next(node for node in nodes if node.id == unit_id)
    lines = [_Line(own, Extent.DIRECT, Parts(own.id, tuple(child.id for child in children)))]
    for child in children:
        if child.reports:
            lines.append(_Line(child, Extent.REPORT, Parts(child.id, below.get(child.id, ()))))
        else:
            lines.append(_Line(child, Extent.SUBTREE, Parts(child.id)))
    return lines


def _nearest_below(nodes: Sequence[_Node]) -> dict[int, tuple[int, ...]]:
    """For each reporting unit the reporting units that have no other one between."""
    reporting = {node.id for node in nodes if node.reports}
    below: dict[int, tuple[int, ...]] = {}
    for node in nodes:
        if node.reports:
            above = next((one for one in reversed(ids_on(node.path)[:-1]) if one in reporting), None)
            if above is not None:
                below[above] = (*below.get(above, ()), node.id)
    return below


def _row(line: _Line, counts: dict[MonthUnit, Counts], compared: Sequence[Month]) -> MonthRow:
    node = line.node
    now = _difference(line.parts, counts, compared[0])
    before = _difference(line.parts, counts, compared[1]) if len(compared) > 1 else None
    return MonthRow(node.id, node.code, node.name, line.extent, node.has_children, now, before)


def _difference(parts: Parts, counts: dict[MonthUnit, Counts], month: Month) -> Counts:
    whole = counts.get((month, parts.whole), Counts())
    return whole.minus(total(counts.get((month, one), Counts()) for one in parts.less))


def _is_gone(node: _Node, row: MonthRow, month: Month) -> bool:
    """A closed unit leaves the table once nobody is counted in it any more."""
    closed = node.closed_from is not None and node.closed_from <= month
    return closed and not any(row.now) and not any(row.before or ())


def _span(circular: CircularRow, month: Month) -> list[Month]:
    """The month, the one before it, and so on, as far as the circular and the trend go back."""
    first = max(Month.of(circular.in_force_from), month.plus(1 - TREND_MONTHS))
    return [month, *reversed(list(first.through(month.previous())))]


def _weights(lines: Sequence[_Line]) -> dict[int, int]:
    """How often each unit counts in what the lines add up to; units that cancel out are not read at all."""
    weights: dict[int, int] = {}
    for line in lines:
        weights[line.parts.whole] = weights.get(line.parts.whole, 0) + 1
        for unit_id in line.parts.less:
            weights[unit_id] = weights.get(unit_id, 0) - 1
    return {unit_id: weight for unit_id, weight in weights.items() if weight}
