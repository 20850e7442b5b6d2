"""What follows from the shape of the tree: paths, the reporting unit above each unit, empty months."""

from collections.abc import Mapping, Sequence

from sqlalchemy import insert, select, update

from lindung.models.base import db
from lindung.models.summaries import MonthBook, UnitMonth
from lindung.models.units import Unit, ids_on, path_below
from lindung.models.workers import Enrolment
from lindung.queries.counting import Counts


def lock_tree() -> None:
    """Takes every unit in id order, so that two people reshaping the tree wait for each other."""
    db.session.execute(select(Unit.id).order_by(Unit.id).with_for_update()).all()


def path_of(unit_id: int, parent_path: str | None) -> str:
    return path_below(parent_path or "", unit_id)


def move_paths(unit: Unit, parent: Unit | None) -> int:
    """Gives a unit and everything below it the paths of their new place; returns how many units that were."""
    old, new = unit.path, path_of(unit.id, parent.path if parent else None)
    statement = select(Unit).where(Unit.path >= old, Unit.path < old + "~").order_by(Unit.path)
    moved = db.session.scalars(statement).all()
    for one in moved:
        one.path = new + one.path[len(old) :]
    unit.parent_id = parent.id if parent else None
    db.session.flush()
    return len(moved)


def nearest_reporting(units: Mapping[str, bool]) -> dict[int, int]:
    """For each unit the reporting unit at or above it, from path -> reports; the top one where none does."""
    reports = {ids_on(path)[-1]: flag for path, flag in units.items()}
    nearest = {}
    for path in units:
        line = ids_on(path)
        nearest[line[-1]] = next((one for one in reversed(line) if reports.get(one)), line[0])
    return nearest


def reporting_above() -> dict[int, int]:
    """`nearest_reporting` of the whole tree as it is stored: what `enrolment.opd_id` copies."""
    rows = db.session.execute(select(Unit.path, Unit.reports)).all()
    return nearest_reporting({row.path: row.reports for row in rows})


def refresh_copies(unit_ids: Sequence[int] | None = None) -> None:
    """Brings `enrolment.opd_id` up to date for these units, or all. A copy: nothing of it is audited."""
    nearest = reporting_above()
    wanted = nearest if unit_ids is None else {one: nearest[one] for one in unit_ids}
    stored = select(Enrolment.unit_id, Enrolment.opd_id).distinct()
    for unit_id, opd_id in db.session.execute(stored).all():
        if unit_id in wanted and wanted[unit_id] != opd_id:
            db.session.execute(
                update(Enrolment)
                .where(Enrolment.unit_id == unit_id, Enrolment.opd_id == opd_id)
                .values(opd_id=wanted[unit_id])
                .execution_options(synchronize_session=False)
            )


def add_empty_months(unit_ids: Sequence[int]) -> None:
    """A month's rows exist for all units or none: new units get theirs, in which nobody counts yet."""
    books = db.session.execute(select(MonthBook.circular_id, MonthBook.month)).all()
    rows = [
        {"circular_id": circular_id, "month": month, "unit_id": unit_id} | Counts()._asdict()
        for circular_id, month in books
        for unit_id in unit_ids
    ]
    if rows:
        db.session.execute(insert(UnitMonth), rows)
