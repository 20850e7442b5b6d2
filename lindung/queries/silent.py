"""Sub-units that have not sent theirs: with civil servants of their own, of whom not one has answered."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.units import Unit
from lindung.queries.counting import Counts, total
from lindung.queries.figures import MonthFigures
from lindung.queries.viewer import Viewer, within


class SilentUnit(NamedTuple):
    code: str
    name: str
    asn: int  # people directly in it


def silent_units(
    viewer: Viewer, circular_id: int, month: Month, today: date, figures: MonthFigures | None = None
) -> list[SilentUnit]:
    """Most people first. A unit counts its own people only: a school below it has a line of its own."""
    statement = select(Unit.id, Unit.parent_id, Unit.code, Unit.name)
    units = db.session.execute(within(viewer, statement, Unit.path).order_by(Unit.code)).all()
    figures = figures or MonthFigures(circular_id, [month], today)
    counts = figures.counts([month], [unit.id for unit in units])
    whole = {unit.id: counts.get((month, unit.id), Counts()) for unit in units}
    below: dict[int, list[Counts]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(whole[unit.id])
    own = {unit.id: whole[unit.id].minus(total(below.get(unit.id, []))) for unit in units}
    found = [SilentUnit(unit.code, unit.name, own[unit.id].asn) for unit in units if _is_silent(own[unit.id])]
    return sorted(found, key=lambda one: (-one.asn, one.code))


def _is_silent(counts: Counts) -> bool:
    return bool(counts.asn) and not counts.answered
