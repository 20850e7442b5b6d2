"""Sub-units that have not sent theirs: with civil servants of their own, of whom not one has answered."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol

from sqlalchemy import select

from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.units import Unit
from lindung.queries.counting import Counts, total
from lindung.queries.figures import MonthFigures
from lindung.queries.viewer import Viewer, within


class _Found(NamedTuple):
    id: int
    parent_id: int | None
    code: str
    name: str


class SilentUnit(NamedTuple):
    code: str
    name: str
    asn: int  # people directly in it


class _Unit(Protocol):
    """A unit as any query found it."""

    @property
    def id(self) -> int: ...
    @property
    def parent_id(self) -> int | None: ...
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


def silent_units(viewer: Viewer, circular_id: int, month: Month, today: date) -> list[SilentUnit]:
    """Most people first. A unit counts its own people only: a school below it has a line of its own."""
    statement = select(Unit.id, Unit.parent_id, Unit.code, Unit.name)
    rows = db.session.execute(within(viewer, statement, Unit.path).order_by(Unit.code))
    units = [_Found(*row) for row in rows]
    return silent_among(units, MonthFigures(circular_id, [month], today), month)


def silent_among(units: Sequence[_Unit], figures: MonthFigures, month: Month) -> list[SilentUnit]:
    """The same of units that are known already; all below them have to be among them."""
    counts = figures.counts([month], [unit.id for unit in units])
    whole = {unit.id: counts.get((month, unit.id), Counts()) for unit in units}
    below: dict[int | None, list[Counts]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(whole[unit.id])
    own = {unit.id: whole[unit.id].minus(total(below.get(unit.id, []))) for unit in units}
    found = [SilentUnit(unit.code, unit.name, own[unit.id].asn) for unit in units if _is_silent(own[unit.id])]
    return sorted(found, key=lambda one: (-one.asn, one.code))


def _is_silent(counts: Counts) -> bool:
    return bool(counts.asn) and not counts.answered
