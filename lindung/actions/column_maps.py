"""Saving and removing column maps: what a branch calls our columns. They hold for the whole regency."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from lindung.actions import own
from lindung.actions.acts import act
from lindung.actions.done import Done
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.import_columns import COLUMNS, MAPPABLE, ImportKind, check_names
from lindung.domain.names import clean
from lindung.models.base import db
from lindung.models.imports import ColumnMap
from lindung.queries.column_maps import may_keep
from lindung.queries.viewer import Viewer


def save_map(
    viewer: Viewer,
    kind: ImportKind,
    name: str,
    headings: Mapping[str, str],
    *,
    today: date,
    key: str | None = None,
) -> Done:
    """`headings`: our column -> what the branch calls it; columns it does not have are left out.

    RuleBroken: map_name_missing, map_name_taken, text_long (name), map_column_missing, map_heading_twice (the column).
    """
    if not may_keep(viewer) or kind not in MAPPABLE:
        raise NotThere
    with act(viewer, "column_map.save", today=today, key=key) as deed:
        words = own.short_text(name, "name")
        if not words:
            raise RuleBroken("map_name_missing", field="name")
        ours = [column.name for column in COLUMNS[kind]]
        given = {one: clean(headings[one]) for one in ours if clean(headings.get(one, ""))}
        check_names(kind, given)
        taken = select(ColumnMap.id).where(ColumnMap.kind == kind.value, ColumnMap.name == words)
        if db.session.scalar(taken) is not None:
            raise RuleBroken("map_name_taken", field="name", name=words)
        row = ColumnMap(kind=kind.value, name=words, columns=given)
        db.session.add(row)
        db.session.flush()
        done = Done(deed.id, record_id=row.id)
        deed.result = done.result
    return done


def remove_map(viewer: Viewer, map_id: int, version: int, *, today: date, key: str | None = None) -> Done:
    """Files already brought in stay as they are; later ones are no longer read by it. `undo_act` brings it back."""
    if not may_keep(viewer):
        raise NotThere
    with act(viewer, "column_map.remove", today=today, key=key) as deed:
        row = db.session.scalars(select(ColumnMap).where(ColumnMap.id == map_id).with_for_update()).first()
        if row is None:
            raise NotThere
        if row.version != version:
            raise ChangedMeanwhile({"version": row.version})
        db.session.delete(row)
        done = Done(deed.id)
        deed.result = done.result
    return done
