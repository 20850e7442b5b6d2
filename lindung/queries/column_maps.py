"""Saved column maps: what branches call our columns, so that their files are read as they come."""

from typing import NamedTuple

from sqlalchemy import select

from lindung.domain.errors import NotThere
from lindung.domain.import_columns import MAPPABLE, ColumnNames, ImportKind
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.imports import ColumnMap
from lindung.queries.viewer import Viewer


class MapRow(NamedTuple):
    id: int
    version: int
    kind: ImportKind
    name: str
    headings: dict[str, str]  # our column -> the branch's heading


def may_keep(viewer: Viewer) -> bool:
    """They are a setting of the whole regency; the files of everybody who brings some in are read by them."""
    return viewer.may(Act.MANAGE_SETTINGS)


def map_rows() -> list[MapRow]:
    """All of them; they hold no data of any office."""
    return [
        _row(one) for one in db.session.scalars(select(ColumnMap).order_by(ColumnMap.kind, ColumnMap.name))
    ]


def map_row(viewer: Viewer, map_id: int) -> MapRow:
    found = db.session.get(ColumnMap, map_id) if may_keep(viewer) else None
    if found is None:
        raise NotThere
    return _row(found)


def column_names(kind: ImportKind) -> list[ColumnNames]:
    """The maps a file of this kind may be read by, oldest first."""
    if kind not in MAPPABLE:
        return []
    statement = select(ColumnMap).where(ColumnMap.kind == kind.value).order_by(ColumnMap.id)
    return [ColumnNames(one.name, dict(one.columns)) for one in db.session.scalars(statement)]


def _row(one: ColumnMap) -> MapRow:
    return MapRow(one.id, one.version, ImportKind(one.kind), one.name, dict(one.columns))
