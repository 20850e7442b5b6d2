"""Reshaping the tree of departments: add, rename, move, close, reopen, and whose row stands in tables."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from lindung.actions import summaries, tree
from lindung.actions.acts import act
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.domain.names import clean, name_key
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.units import Unit
from lindung.queries.units import open_children, posted_from
from lindung.queries.viewer import Viewer, within


@dataclass(frozen=True, slots=True)
class NewUnit:
    code: str
    name: str
    kind: str
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class UnitNames:
    name: str
    kind: str


def add_unit(viewer: Viewer, new: NewUnit, *, today: date, key: str | None = None) -> int:
    """A new unit below `parent_code`, or at the top, where it has its own row in tables."""
    with act(viewer, "unit.add", today=today, key=key) as deed:
        tree.lock_tree()
        parent = _open_parent(viewer, new.parent_code)
        _refuse_taken(new.code)
        unit = Unit(
            code=clean(new.code),
            name=clean(new.name),
            name_key=name_key(new.name),
            kind=clean(new.kind),
            parent_id=parent.id if parent else None,
            path="",
            reports=parent is None,
        )
        db.session.add(unit)
        db.session.flush()
        unit.path = tree.path_of(unit.id, parent.path if parent else None)
        db.session.flush()
        tree.add_empty_months([unit.id])
        deed.result = {"id": unit.id, "code": unit.code}
        return unit.id


def rename_unit(
    viewer: Viewer, code: str, names: UnitNames, *, seen_version: int, today: date, key: str | None = None
) -> None:
    with act(viewer, "unit.rename", today=today, key=key) as deed:
        unit = _seen(viewer, code, seen_version)
        unit.name, unit.name_key, unit.kind = clean(names.name), name_key(names.name), clean(names.kind)
        deed.result = {"code": unit.code}


def move_unit(
    viewer: Viewer,
    code: str,
    parent_code: str | None,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> int:
    """Puts a unit with everything below it elsewhere; every month is counted anew along the new line."""
    with act(viewer, "unit.move", today=today, key=key) as deed:
        summaries.lock_months()
        tree.lock_tree()
        unit = _seen(viewer, code, seen_version)
        parent = _open_parent(viewer, parent_code)
        if parent and parent.path.startswith(unit.path):
            raise RuleBroken("unit_below_itself", field="parent_code", unit=unit.name, parent=parent.name)
        if unit.parent_id == (parent.id if parent else None):
            raise RuleBroken("unit_already_there", field="parent_code", unit=unit.name)
        if parent is None:
            unit.reports = True
        moved = tree.move_paths(unit, parent)
        tree.refresh_copies()
        summaries.recount(today)
        deed.result = {"code": unit.code, "units": moved}
        return moved


def close_unit(
    viewer: Viewer, code: str, month: Month, *, seen_version: int, today: date, key: str | None = None
) -> None:
    """Closes a unit from a month on; refused while people are posted there or open units lie below it."""
    with act(viewer, "unit.close", today=today, key=key) as deed:
        tree.lock_tree()
        unit = _seen(viewer, code, seen_version)
        people, below = posted_from(unit.id, month), open_children(unit.id, month)
        if people:
            raise RuleBroken("unit_has_people", field="month", unit=unit.name, people=people, month=month)
        if below:
            raise RuleBroken("unit_has_units", field="month", unit=unit.name, units=below, month=month)
        unit.closed_from = month
        deed.result = {"code": unit.code}


def reopen_unit(viewer: Viewer, code: str, *, seen_version: int, today: date, key: str | None = None) -> None:
    with act(viewer, "unit.reopen", today=today, key=key) as deed:
        tree.lock_tree()
        unit = _seen(viewer, code, seen_version)
        parent = db.session.get(Unit, unit.parent_id) if unit.parent_id else None
        if parent and parent.closed_from is not None:
            raise RuleBroken("parent_closed", parent=parent.name, month=parent.closed_from)
        unit.closed_from = None
        deed.result = {"code": unit.code}


def set_reports(
    viewer: Viewer, code: str, reports: bool, *, seen_version: int, today: date, key: str | None = None
) -> None:
    """Whether a unit has its own row in tables; the top of the tree always has."""
    with act(viewer, "unit.reports", today=today, key=key) as deed:
        tree.lock_tree()
        unit = _seen(viewer, code, seen_version)
        if unit.parent_id is None and not reports:
            raise RuleBroken("top_unit_reports", field="reports", unit=unit.name)
        unit.reports = reports
        db.session.flush()
        tree.refresh_copies()
        deed.result = {"code": unit.code}


def _seen(viewer: Viewer, code: str, seen_version: int) -> Unit:
    """The unit as the person saw it: absent or out of reach is NotThere, saved since is ChangedMeanwhile."""
    if not viewer.may(Act.MANAGE_SETTINGS):
        raise NotThere
    unit = db.session.scalars(within(viewer, select(Unit), Unit.path).where(Unit.code == code)).first()
    if unit is None:
        raise NotThere
    db.session.refresh(unit, with_for_update=True)
    if unit.version != seen_version:
        raise ChangedMeanwhile({"name": unit.name, "kind": unit.kind, "version": unit.version})
    return unit


def _open_parent(viewer: Viewer, code: str | None) -> Unit | None:
    """What comes to lie below it stays, so its closing must not be set for a later month either."""
    if not viewer.may(Act.MANAGE_SETTINGS):
        raise NotThere
    if not code:
        return None
    parent = db.session.scalars(within(viewer, select(Unit), Unit.path).where(Unit.code == code)).first()
    if parent is None:
        raise RuleBroken("parent_unknown", field="parent_code", unit_code=code)
    if parent.closed_from is not None:
        raise RuleBroken("parent_closed", field="parent_code", parent=parent.name, month=parent.closed_from)
    return parent


def _refuse_taken(code: str) -> None:
    taken = db.session.scalars(select(Unit).where(Unit.code == clean(code))).first()
    if taken is not None:
        raise RuleBroken("unit_code_taken", field="code", unit_code=taken.code, unit=taken.name)
