"""What putting a circular in force changes: whom it asks, and which circular the first screens speak of."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.queries.circulars import CircularRow, newest_binding
from lindung.queries.counting import standing_rows


class Issuing(NamedTuple):
    asked: int  # people of its audience, in the month it begins or the running one
    present: CircularRow | None  # what the first screens speak of today
    takes_over: bool


def issuing(row: CircularRow, today: date) -> Issuing:
    present = newest_binding(today)
    takes_over = present is None or _rank(row) > _rank(present)
    month = Month.of(max(row.in_force_from, today))
    people = standing_rows(db.session.get_one(Circular, row.id), [month], today)
    return Issuing(db.session.scalar(select(func.sum(people.c.is_asn))) or 0, present, takes_over)


def _rank(row: CircularRow) -> tuple[bool, date, int]:
    """Whoever binds people comes before who does not, then the newest."""
    return (row.binds_people, row.in_force_from, row.id)
