"""The tree of departments as a viewer may see it."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from lindung.domain.errors import NotThere
from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.models.base import db
from lindung.models.sponsors import Posting
from lindung.models.units import PATH_STEP, Unit, ids_on
from lindung.queries.viewer import Viewer, in_reach, within

KNOWN_KINDS = (
    "Dinas", "Badan", "Sekretariat", "Inspektorat", "Bagian", "Bidang", "Kecamatan", "Kelurahan", "Desa",
    "Lembaga adat", "UPT", "Puskesmas", "RSUD", "Korwil", "TK", "SD", "SMP",
)  # fmt: skip
MOST_CHILDREN = 100  # drawn at once below one unit


class UnitRow(NamedTuple):
    id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    path: str
    reports: bool
    closed_from: Month | None
    version: int

    @property
    def depth(self) -> int:
        """0 for a top-level unit."""
        return len(self.path) // PATH_STEP - 1

    @property
    def is_top(self) -> bool:
        return self.parent_id is None


class TreeRow(NamedTuple):
    """A unit as the tree draws it."""

    unit: UnitRow
    below: int  # units anywhere below it
    people: int  # posted to it or below it in the month asked for


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A drawn unit, with the units directly below it when it is open."""

    row: TreeRow
    children: list["TreeNode"] | None
    hidden: int = 0  # units directly below that are not drawn: a department may have five hundred schools


class Holding(NamedTuple):
    """What a unit and everything below it holds."""

    units: int
    people: int


def unit_by_code(viewer: Viewer, code: str) -> UnitRow:
    """NotThere when no unit has that code, or it lies outside the viewer's units."""
    return _one(viewer, Unit.code == code)


def unit_by_id(viewer: Viewer, unit_id: int) -> UnitRow:
    return _one(viewer, Unit.id == unit_id)


def children(viewer: Viewer, unit_id: int | None) -> list[UnitRow]:
    """The units directly below one; of None: the top of what the viewer may see."""
    if unit_id is None:
        return top_units(viewer)
    return _rows(
        within(viewer, _columns(), Unit.path).where(Unit.parent_id == unit_id).order_by(Unit.code, Unit.id)
    )


def top_units(viewer: Viewer) -> list[UnitRow]:
    """Where the viewer's part of the tree begins: every top-level unit, or the one unit of his grant."""
    if viewer.units is None:
        return _rows(_columns().where(Unit.parent_id.is_(None)).order_by(Unit.code, Unit.id))
    return _rows(_columns().where(Unit.path == viewer.units.first))


def reporting_units(viewer: Viewer) -> list[UnitRow]:
    """Units with a row of their own in tables, by code."""
    return _rows(within(viewer, _columns(), Unit.path).where(Unit.reports).order_by(Unit.code, Unit.id))


def subtree(viewer: Viewer, unit: UnitRow) -> list[UnitRow]:
    """The unit and everything below it, parents before children."""
    return _rows(within(viewer, _columns(), Unit.path).where(is_below(unit.path)).order_by(Unit.path))


def ancestors(viewer: Viewer, unit: UnitRow) -> list[UnitRow]:
    """The units above one, from the top, as far as the viewer may see them."""
    above = ids_on(unit.path)[:-1]
    if not above:
        return []
    return _rows(within(viewer, _columns(), Unit.path).where(Unit.id.in_(above)).order_by(Unit.path))


def unit_tree(viewer: Viewer, q: str = "", *, limit: int = 100) -> list[UnitRow]:
    """Units whose code begins with the text or whose name holds its words; without a text the whole tree."""
    statement = within(viewer, _columns(), Unit.path)
    if not q.strip():
        return _rows(statement.order_by(Unit.path))
    return _rows(statement.where(matches(q)).order_by(Unit.name_key, Unit.id).limit(limit))


def matches(q: str) -> ColumnElement[bool]:
    words = name_key(q).split()
    by_name = (
        and_(*(Unit.name_key.contains(word, autoescape=True) for word in words)) if words else Unit.id < 0
    )
    return or_(Unit.code.startswith(q.strip(), autoescape=True), by_name)


def is_below(path: str) -> ColumnElement[bool]:
    """The unit of that path and everything below it, as one range."""
    return and_(Unit.path >= path, Unit.path < path + "~")


def tree_rows(viewer: Viewer, units: list[UnitRow], month: Month) -> list[TreeRow]:
    """The units with what they hold, counted for all of them in two statements."""
    if not units:
        return []
    paths = list(db.session.scalars(within(viewer, select(Unit.path), Unit.path)))
    below: dict[int, int] = {}
    for path in paths:
        for ancestor in ids_on(path)[:-1]:
            below[ancestor] = below.get(ancestor, 0) + 1
    people = _people_by_unit(viewer, month)
    return [TreeRow(unit, below.get(unit.id, 0), people.get(unit.id, 0)) for unit in units]


def opened_tree(viewer: Viewer, month: Month, opened: UnitRow | None = None) -> list[TreeNode]:
    """The top of the viewer's tree, open along the line to one unit: a page of dozens, not of a thousand."""
    line = ids_on(opened.path) if opened else []
    top = top_units(viewer)
    below = _rows(
        within(viewer, _columns(), Unit.path).where(Unit.parent_id.in_(line)).order_by(Unit.code, Unit.id)
    )
    drawn = {unit.id: unit for unit in [*top, *below]}
    rows = tree_rows(viewer, list(drawn.values()), month)
    by_parent: dict[int | None, list[TreeRow]] = {}
    for row in rows:
        by_parent.setdefault(row.unit.parent_id, []).append(row)

    def node(row: TreeRow) -> TreeNode:
        if row.unit.id not in line:
            return TreeNode(row, None)
        below = by_parent.get(row.unit.id, [])
        drawn = [child for place, child in enumerate(below) if place < MOST_CHILDREN or child.unit.id in line]
        return TreeNode(row, [node(child) for child in drawn], len(below) - len(drawn))

    return [node(row) for row in rows if row.unit in top]


def tree_node(viewer: Viewer, unit: UnitRow, month: Month, *, is_open: bool) -> TreeNode:
    """One unit of the tree, open or closed."""
    if is_open:
        below = children(viewer, unit.id)
        rows = tree_rows(viewer, [unit, *below[:MOST_CHILDREN]], month)
        return TreeNode(
            rows[0], [TreeNode(row, None) for row in rows[1:]], max(len(below) - MOST_CHILDREN, 0)
        )
    return TreeNode(tree_rows(viewer, [unit], month)[0], None)


def holding(viewer: Viewer, unit: UnitRow, since: Month) -> Holding:
    """How many units and how many people posted there from a month on; what a move or a closing concerns."""
    units = db.session.scalar(
        within(viewer, select(func.count()).select_from(Unit), Unit.path).where(is_below(unit.path))
    )
    people = db.session.scalar(
        select(func.count(Posting.sponsor_id.distinct()))
        .join(Unit, Unit.id == Posting.unit_id)
        .where(is_below(unit.path), Posting.last_month >= since, in_reach(viewer, Unit.path))
    )
    return Holding(units or 0, people or 0)


def posted_from(unit_id: int, since: Month) -> int:
    """People posted to the unit itself in that month or later."""
    statement = select(func.count(Posting.sponsor_id.distinct())).where(
        Posting.unit_id == unit_id, Posting.last_month >= since
    )
    return db.session.scalar(statement) or 0


def open_children(unit_id: int, since: Month) -> int:
    """Units directly below that are not closed by that month."""
    statement = select(func.count()).where(
        Unit.parent_id == unit_id, or_(Unit.closed_from.is_(None), Unit.closed_from > since)
    )
    return db.session.scalar(statement) or 0


def known_kinds(viewer: Viewer) -> list[str]:
    """Kinds to offer while typing: the usual ones and those already in the tree."""
    used = db.session.scalars(within(viewer, select(Unit.kind).distinct(), Unit.path))
    return sorted({*KNOWN_KINDS, *(kind for kind in used if kind)})


def parent_choices(viewer: Viewer, *, leaving_out: UnitRow | None = None) -> list[UnitRow]:
    """Where a unit may be put: below every unit that stays open and does not lie below it."""
    return [
        unit
        for unit in unit_tree(viewer)
        if unit.closed_from is None and not (leaving_out and unit.path.startswith(leaving_out.path))
    ]


def _people_by_unit(viewer: Viewer, month: Month) -> dict[int, int]:
    statement = (
        select(Unit.path, func.count())
        .join(Posting, Posting.unit_id == Unit.id)
        .where(Posting.first_month <= month, Posting.last_month >= month)
        .group_by(Unit.path)
    )
    people: dict[int, int] = {}
    for path, count in db.session.execute(within(viewer, statement, Unit.path)):
        for ancestor in ids_on(path):
            people[ancestor] = people.get(ancestor, 0) + count
    return people


def _columns() -> Select[int, str, str, str, int | None, str, bool, Month | None, int]:
    return select(
        Unit.id,
        Unit.code,
        Unit.name,
        Unit.kind,
        Unit.parent_id,
        Unit.path,
        Unit.reports,
        Unit.closed_from,
        Unit.version,
    )


def _one(viewer: Viewer, condition: ColumnElement[bool]) -> UnitRow:
    row = db.session.execute(within(viewer, _columns(), Unit.path).where(condition)).first()
    if row is None:
        raise NotThere
    return UnitRow(*row)


def _rows(statement: Select[int, str, str, str, int | None, str, bool, Month | None, int]) -> list[UnitRow]:
    return [UnitRow(*row) for row in db.session.execute(statement)]
