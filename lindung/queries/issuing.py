"""What putting a circular in force changes: whom it asks, and which circular the first screens speak of."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.queries.circulars import CircularRow, newest_among, selectable
from lindung.queries.counting import standing_rows


class Issuing(NamedTuple):
    asked: int  # people of its audience, in the month it begins or the running one
    present: CircularRow | None  # what the first screens speak of today
    takes_over: bool
    takes_files: bool  # whether it becomes what a table's file is of where its address names no circular
    takes_villages: bool  # whether units without ASN begin with it: the newest that asks nothing of ASN


def issuing(row: CircularRow, today: date) -> Issuing:
    running = selectable(today)
    present, newest = newest_among(running, today, of_people=True), newest_among(running, today)
    others = newest_among([one for one in running if not one.binds_people], today)
    month = Month.of(max(row.in_force_from, today))
    people = standing_rows(db.session.get_one(Circular, row.id), [month], today)
    lasts = row.in_force_until is None or row.in_force_until >= today
    return Issuing(
        db.session.scalar(select(func.sum(people.c.is_asn))) or 0,
        present,
        lasts and (present is None or _rank(row) > _rank(present)),
        lasts and (newest is None or _rank(row)[1:] > _rank(newest)[1:]),
        lasts and not row.binds_people and (others is None or _rank(row) > _rank(others)),
    )


def _rank(row: CircularRow) -> tuple[bool, date, int]:
    """Whoever binds people comes before who does not, then the newest."""
    return (row.binds_people, row.in_force_from, row.id)
