"""Whom a number or a list speaks of: a unit's whole subtree, the people directly in it, or its own report."""

from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from lindung.models.units import Unit
from lindung.queries.units import UnitRow
from lindung.queries.viewer import BEYOND, PathRange


class Extent(StrEnum):
    SUBTREE = "subtree"
    DIRECT = "direct"  # people directly in the unit
    REPORT = "report"  # the subtree less the reporting units below it


class Place(NamedTuple):
    """A unit and how much of what is below it is meant; lists take one so that they hold exactly what a count says."""

    unit: UnitRow
    extent: Extent

    @property
    def range(self) -> PathRange:
        return PathRange(self.unit.path)


def in_place(place: Place, path: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Keeps the rows whose unit path lies in the place; `within` still decides what the viewer may see."""
    if place.extent is Extent.DIRECT:
        return path == place.unit.path
    inside = (path >= place.range.first) & (path < place.range.beyond)
    if place.extent is Extent.SUBTREE:
        return inside
    reporting = aliased(Unit)
    elsewhere = select(reporting.id).where(
        reporting.reports,
        reporting.path > place.range.first,
        reporting.path < place.range.beyond,
        reporting.path <= path,
        reporting.path.concat(BEYOND) > path,
    )
    return inside & ~elsewhere.exists()
