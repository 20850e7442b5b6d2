"""Coverage of a workforce: where it stands, what the target needs, part by part and paper by paper (R24)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import aliased

from lindung.domain.coverage import FLOWS, STOCKS, FigureKind, reckoned
from lindung.domain.duties import CircularState, DutyKind
from lindung.domain.errors import NotThere
from lindung.domain.months import Month
from lindung.domain.trajectories import Need, Pace, Reading, Trajectory
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.coverage import Figure, Segment
from lindung.models.units import Unit
from lindung.queries.viewer import Viewer, in_reach

STOCK_KINDS = frozenset(STOCKS)
READINGS = 25  # of one part: two years of months, enough for its pace
OWNER = aliased(Unit)
KEY = (Figure.kind, Figure.segment_id, Figure.unit_id, Figure.payer, Figure.month)


class CoverageCircular(NamedTuple):
    id: int
    number: str
    title: str


class FigureRow(NamedTuple):
    """One number as one paper gives it, with the names of what it is about."""

    id: int
    kind: FigureKind
    month: Month
    people: int | None
    hundredths: int | None
    base: int | None
    source: str
    source_on: date | None
    document_id: int | None
    is_used: bool
    note: str | None
    version: int
    segment_id: int | None
    segment: str | None
    unit_id: int | None
    unit_code: str | None
    unit: str | None
    payer: str | None

    @property
    def reckoned(self) -> int:
        return reckoned(self.people, self.hundredths, self.base)

    @property
    def key(self) -> tuple[FigureKind, int, int, str, int]:
        """What it is a number of: figures with one key say the same thing, or contradict each other."""
        return (self.kind, self.segment_id or 0, self.unit_id or 0, self.payer or "", self.month.number)

    @property
    def reading(self) -> Reading:
        return Reading(self.month, self.reckoned)


@dataclass(frozen=True, slots=True)
class Way:
    """One part of the workforce, or the whole of it: what is reckoned with, and where it leads."""

    measure: FigureKind  # active or registered: what its baseline counts
    line: Trajectory
    target: FigureRow | None
    workforce: FigureRow | None
    registered: FigureRow | None
    active: FigureRow | None

    @property
    def base(self) -> int:
        """The workforce, or what the target's own paper takes for it; 0 when nobody says."""
        if self.workforce is not None:
            return self.workforce.reckoned
        return (self.target.base or 0) if self.target else 0


@dataclass(frozen=True, slots=True)
class Headline:
    """The whole workforce in one row: what a home page says of it."""

    circular_id: int
    way: Way

    @property
    def covered(self) -> Reading | None:
        return self.way.line.latest

    @property
    def workforce(self) -> int:
        return self.way.base

    @property
    def target(self) -> FigureRow | None:
        return self.way.target

    @property
    def needed(self) -> Need | None:
        return self.way.line.needed

    @property
    def pace(self) -> Pace | None:
        return self.way.line.pace

    @property
    def expected(self) -> int | None:
        """Covered in the target's year if the pace holds (perkiraan)."""
        return self.way.line.expected


class MonthLine(NamedTuple):
    """A month's end as it was counted, and what moved since the reading before."""

    month: Month
    workforce: int
    registered: FigureRow | None
    active: FigureRow | None
    covered: int | None
    net: int | None
    gained: int | None
    lapsed: int | None
    planned: int | None


class View(StrEnum):
    """How the whole is cut."""

    SEGMENT = "segment"
    DISTRICT = "district"
    PAYER = "payer"


class PartRow(NamedTuple):
    id: int  # of the segment or the unit; 0 where a payer is only a name
    code: str
    name: str
    owner: str | None
    way: Way


class SegmentRow(NamedTuple):
    id: int
    name: str
    owner_id: int
    owner_code: str
    owner: str
    note: str | None
    version: int
    figures: int


def coverage_circulars() -> list[CoverageCircular]:
    """Those that set a target for a workforce, the newest first; they are read by everybody."""
    statement = (
        select(Circular.id, Circular.number, Circular.title)
        .where(Circular.duty_kind == DutyKind.TARGET.value, Circular.state != CircularState.DRAFT.value)
        .order_by(Circular.state != CircularState.IN_FORCE.value, Circular.in_force_from.desc(), Circular.id.desc())
    )  # fmt: skip
    return [CoverageCircular(*row) for row in db.session.execute(statement)]


def headline(viewer: Viewer, circular_id: int, today: date) -> Headline | None:
    """The whole workforce as it stands; None while nobody has written a number down. One statement."""
    rows = whole_rows(viewer, circular_id)
    return Headline(circular_id, way_of(rows, Month.of(today))) if rows else None


def whole_rows(viewer: Viewer, circular_id: int) -> list[FigureRow]:
    """What is reckoned with of the whole workforce, oldest first."""
    whole = (Figure.segment_id.is_(None), Figure.unit_id.is_(None), Figure.payer.is_(None))
    statement = stated_figures(viewer, circular_id).where(Figure.is_used, *whole)
    return read_rows(statement.order_by(Figure.month, Figure.id))


def part_rows(viewer: Viewer, circular_id: int, view: View, until: Month) -> list[PartRow]:
    """Each part with the office that answers for it, in the order of their names; parts nobody counted included."""
    statement = stated_figures(viewer, circular_id).where(Figure.is_used, *_of_view(view))
    placed = func.row_number().over(
        partition_by=(Figure.kind, Figure.segment_id, Figure.unit_id, Figure.payer), order_by=Figure.month.desc()
    )  # fmt: skip
    recent = (
        select(Figure.id.label("id"), placed.label("place"))
        .where(Figure.circular_id == circular_id, Figure.is_used, *_of_view(view))
        .subquery()
    )
    statement = statement.join(recent, recent.c.id == Figure.id).where(recent.c.place <= READINGS)
    found: dict[Any, list[FigureRow]] = {}
    for row in read_rows(statement.order_by(Figure.month, Figure.id)):
        found.setdefault(_part_key(view, row), []).append(row)
    if view is View.SEGMENT:
        return [
            PartRow(one.id, "", one.name, one.owner, way_of(found.get(one.id, []), until))
            for one in segment_rows(viewer, circular_id)
        ]
    parts = [_part(view, rows, until) for rows in found.values()]
    return sorted(parts, key=lambda one: (one.code, one.name.casefold()))


def over_workforce(whole: Way, parts: Iterable[PartRow]) -> tuple[int, int] | None:
    """All parts' workforces together and the whole, where the parts are more: one of them may be counted twice."""
    told = sum(part.way.workforce.reckoned for part in parts if part.way.workforce)
    return (told, whole.workforce.reckoned) if whole.workforce and told > whole.workforce.reckoned else None


def segment_rows(viewer: Viewer, circular_id: int) -> list[SegmentRow]:
    """Who reaches every unit sees all; an office those it answers for."""
    told = select(func.count()).where(Figure.segment_id == Segment.id).scalar_subquery()
    statement = (
        select(
            Segment.id, Segment.name, Segment.owner_id, Unit.code, Unit.name, Segment.note, Segment.version,
            told,
        )
        .join(Unit, Unit.id == Segment.owner_id)
        .where(Segment.circular_id == circular_id, in_reach(viewer, Unit.path))
        .order_by(Segment.name_key, Segment.id)
    )  # fmt: skip
    return [SegmentRow(*row) for row in db.session.execute(statement)]


def figure_row(viewer: Viewer, figure_id: int) -> tuple[int, FigureRow]:
    """A figure within sight, and the circular it stands under."""
    circular_id = db.session.scalar(select(Figure.circular_id).where(Figure.id == figure_id))
    found = read_rows(stated_figures(viewer, circular_id or 0).where(Figure.id == figure_id))
    if circular_id is None or not found:
        raise NotThere
    return circular_id, found[0]


def way_of(rows: Sequence[FigureRow], until: Month) -> Way:
    """Out of the used figures of one part, oldest first; what was counted after `until` is left out."""
    seen = [row for row in rows if row.month <= until]
    measure = _measure(seen)
    target = _last(row for row in rows if row.kind is FigureKind.TARGET)
    readings = tuple(row.reading for row in seen if row.kind is measure)
    workforce = workforce_at(rows, readings[-1].month if readings else until)
    base = workforce.reckoned if workforce else target.base if target else None
    return Way(
        measure,
        Trajectory(readings, target.reading if target else None, base),
        target,
        workforce,
        _last(row for row in seen if row.kind is FigureKind.REGISTERED),
        _last(row for row in seen if row.kind is FigureKind.ACTIVE),
    )


def workforce_at(rows: Iterable[FigureRow], month: Month) -> FigureRow | None:
    """The workforce as it was last counted by then; before the first count, that one."""
    counted = [row for row in rows if row.kind is FigureKind.WORKFORCE]
    return _last(row for row in counted if row.month <= month) or (counted[0] if counted else None)


def month_lines(rows: Sequence[FigureRow], until: Month) -> list[MonthLine]:
    """Every month that somebody counted, the newest first."""
    way = way_of(rows, until)
    by_month: dict[Month, dict[FigureKind, FigureRow]] = {}
    for row in rows:
        if row.month <= until and row.kind in (*STOCKS, *FLOWS):
            by_month.setdefault(row.month, {})[row.kind] = row
    lines: list[MonthLine] = []
    before: int | None = None
    for month, found in sorted(by_month.items()):
        covered = _number(found.get(way.measure))
        net = covered - before if covered is not None and before is not None else None
        workforce = workforce_at(rows, month)
        lines.append(
            MonthLine(
                month,
                workforce.reckoned if workforce else way.base,
                found.get(FigureKind.REGISTERED),
                found.get(FigureKind.ACTIVE),
                covered,
                net,
                _number(found.get(FigureKind.GAINED)),
                _number(found.get(FigureKind.LAPSED)),
                way.line.planned_in(month),
            )
        )
        before = covered if covered is not None else before
    return lines[::-1]


def contradictions(viewer: Viewer, circular_id: int, most: int = 50) -> list[list[FigureRow]]:
    """Groups of figures that say different things of the same, the one reckoned with first (R24)."""
    statement = stated_figures(viewer, circular_id).where(Figure.id.in_(told_twice(circular_id)))
    ordered = statement.order_by(*(column.desc() for column in (Figure.month, Figure.kind)), Figure.id)
    rows = sorted(read_rows(ordered.limit(most * 4)), key=lambda row: (-row.month.number, row.key))
    groups = [list(group) for _key, group in groupby(rows, key=lambda row: row.key)]
    differing = [group for group in groups if len({row.reckoned for row in group}) > 1]
    return [sorted(group, key=lambda row: (not row.is_used, row.id)) for group in differing[:most]]


def told_twice(circular_id: int) -> "Select[*tuple[int]]":
    """Ids of figures beside which another one stands for the same thing."""
    told = select(Figure.id.label("id"), func.count().over(partition_by=KEY).label("times"))
    counted = told.where(Figure.circular_id == circular_id).subquery()
    return select(counted.c.id).where(counted.c.times > 1)


def stated_figures(viewer: Viewer, circular_id: int) -> "Select[*tuple[Any, ...]]":
    return (
        select(
            Figure.id, Figure.kind, Figure.month, Figure.people, Figure.hundredths, Figure.base, Figure.source,
            Figure.source_on, Figure.document_id, Figure.is_used, Figure.note, Figure.version, Figure.segment_id,
            Segment.name, Figure.unit_id, Unit.code, Unit.name, Figure.payer,
        )
        .outerjoin(Segment, Segment.id == Figure.segment_id)
        .outerjoin(OWNER, OWNER.id == Segment.owner_id)
        .outerjoin(Unit, Unit.id == Figure.unit_id)
        .where(Figure.circular_id == circular_id, _visible(viewer))
    )  # fmt: skip


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    """The whole to everybody; to an office its own segments and places."""
    if viewer.units is None:
        return true()
    whole = and_(Figure.segment_id.is_(None), Figure.unit_id.is_(None))
    return or_(whole, in_reach(viewer, OWNER.path), in_reach(viewer, Unit.path))


def _of_view(view: View) -> tuple[ColumnElement[bool], ...]:
    segment, unit, payer = Figure.segment_id, Figure.unit_id, Figure.payer
    match view:
        case View.SEGMENT:
            return (segment.is_not(None), unit.is_(None), payer.is_(None))
        case View.DISTRICT:
            return (segment.is_(None), unit.is_not(None), payer.is_(None))
        case View.PAYER:
            return (segment.is_(None), unit.is_(None), payer.is_not(None))


def _part_key(view: View, row: FigureRow) -> int | str:
    return {View.SEGMENT: row.segment_id, View.DISTRICT: row.unit_id, View.PAYER: row.payer}[view] or 0


def _part(view: View, rows: Sequence[FigureRow], until: Month) -> PartRow:
    one, way = rows[0], way_of(rows, until)
    if view is View.DISTRICT:
        return PartRow(one.unit_id or 0, one.unit_code or "", one.unit or "", None, way)
    return PartRow(0, "", one.payer or "", None, way)


def _measure(rows: Iterable[FigureRow]) -> FigureKind:
    """What the baseline counts: a line drawn through both would jump where the count changed."""
    stocks = [row for row in rows if row.kind in STOCKS]
    if not stocks:
        return STOCKS[0]
    first = min(row.month for row in stocks)
    kinds = {row.kind for row in stocks if row.month == first}
    return next(kind for kind in STOCKS if kind in kinds)


def _last(rows: Iterable[FigureRow]) -> FigureRow | None:
    return max(rows, key=lambda row: (row.month, row.id), default=None)


def _number(row: FigureRow | None) -> int | None:
    return None if row is None else row.reckoned


def read_rows(statement: "Select[*tuple[Any, ...]]") -> list[FigureRow]:
    return [FigureRow(row[0], FigureKind(row[1]), *row[2:]) for row in db.session.execute(statement)]
