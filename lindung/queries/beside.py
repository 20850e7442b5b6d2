"""The circulars in force beside the one a page speaks of, each with its own state of the same people (R8)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, or_, select

from lindung.domain.months import Month, counted_for
from lindung.models.base import db
from lindung.models.summaries import MonthBook, UnitMonth
from lindung.models.units import Unit
from lindung.queries.circulars import CircularRow
from lindung.queries.counting import Counts, total
from lindung.queries.figures import COLUMNS
from lindung.queries.viewer import Viewer


class Asked(NamedTuple):
    circular: CircularRow
    month: Month


class Beside(NamedTuple):
    circular: CircularRow
    month: Month
    counts: Counts | None  # None: the month has not been counted for today yet; its own page counts it


def beside(viewer: Viewer, asked: Sequence[Asked], today: date) -> list[Beside]:
    """What is stored of everything the viewer sees, in one statement however many circulars there are."""
    if not asked:
        return []
    top = Unit.parent_id.is_(None) if viewer.units is None else Unit.path == viewer.units.first
    book = and_(MonthBook.circular_id == UnitMonth.circular_id, MonthBook.month == UnitMonth.month)
    fresh = or_(
        *(
            and_(
                UnitMonth.circular_id == one.circular.id,
                UnitMonth.month == one.month,
                MonthBook.judged_on == counted_for(one.month, today),
            )
            for one in asked
        )
    )
    statement = (
        select(UnitMonth.circular_id, *COLUMNS)
        .join(Unit, Unit.id == UnitMonth.unit_id)
        .join(MonthBook, book)
        .where(top, fresh)
    )
    found: dict[int, list[Counts]] = {}
    for circular_id, *counts in db.session.execute(statement):
        found.setdefault(circular_id, []).append(Counts(*counts))
    return [
        Beside(one.circular, one.month, total(found[one.circular.id]) if one.circular.id in found else None)
        for one in asked
    ]
