"""What claims have come to: families helped and rupiah paid, per programme and year; what is still to come (Kd6)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from lindung.domain.claims import RUNNING, ClaimState
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.claims import Claim
from lindung.models.units import Unit
from lindung.models.workers import Enrolment
from lindung.queries.claim_lists import paid_in
from lindung.queries.places import Place, in_place
from lindung.queries.viewer import Viewer, within


@dataclass(frozen=True, slots=True)
class Impact:
    """Paid claims of a year, or of all years; open ones as they stand today."""

    count: int = 0  # families that received something: two memberships of one person are one family
    claims: int = 0  # paid claims
    paid: int = 0
    open: int = 0
    expected: int = 0  # perkiraan, of the open ones on which a sum can be named
    unsure: int = 0  # open ones on which BPJS must be asked
    oldest_on: date | None = None  # when the open one that waits longest was reported


class ImpactRow(NamedTuple):
    circular_id: int
    number: str
    title: str
    impact: Impact


class ImpactTable(NamedTuple):
    rows: list[ImpactRow]
    total: Impact


def impact(
    viewer: Viewer, circular_id: int | None = None, *, year: int | None = None, place: Place | None = None
) -> Impact:
    """Of one programme, or of everything the viewer reaches: one statement."""
    statement = select(*_sums(year)).select_from(Claim)
    statement = _joined(viewer, statement, place)
    if circular_id is not None:
        statement = statement.where(Enrolment.circular_id == circular_id)
    return _impact(db.session.execute(statement).one())


def impact_table(viewer: Viewer, *, year: int | None = None, place: Place | None = None) -> ImpactTable:
    """Per programme; the total counts a family once, whichever programmes paid it."""
    statement = select(Circular.id, Circular.number, Circular.title, *_sums(year)).select_from(Claim)
    statement = _joined(viewer, statement, place).join(Circular, Circular.id == Enrolment.circular_id)
    statement = statement.group_by(Circular.id, Circular.number, Circular.title)
    found = db.session.execute(statement.order_by(Circular.number, Circular.id))
    rows = [ImpactRow(row[0], row[1], row[2], _impact(row[3:])) for row in found]
    rows = [row for row in rows if row.impact.claims or row.impact.open]
    return ImpactTable(rows, impact(viewer, year=year, place=place))


def years_paid(viewer: Viewer, running: int) -> list[int]:
    """From the first year in which something was paid to the running one, the newest first."""
    statement = _joined(viewer, select(func.min(Claim.paid_on)).select_from(Claim), None)
    first: date | None = db.session.scalar(statement)
    return list(range(running, min(first.year if first else running, running) - 1, -1))


def _joined(
    viewer: Viewer, statement: Select[*tuple[Any, ...]], place: Place | None
) -> Select[*tuple[Any, ...]]:
    joined = statement.join(Enrolment, Enrolment.id == Claim.enrolment_id)
    joined = within(viewer, joined.join(Unit, Unit.id == Enrolment.unit_id), Unit.path)
    return joined.where(in_place(place, Unit.path)) if place else joined


def _sums(year: int | None) -> list[ColumnElement[Any]]:
    paid = paid_in(year) if year else Claim.state == ClaimState.PAID.value
    received = and_(paid, Claim.paid > 0)
    is_open = Claim.state.in_([one.value for one in RUNNING])
    return [
        func.count(case((received, Claim.worker_id)).distinct()),
        func.sum(case((paid, 1), else_=0)),
        func.sum(case((paid, Claim.paid), else_=0)),
        func.sum(case((is_open, 1), else_=0)),
        func.sum(case((is_open, Claim.expected), else_=0)),
        func.sum(case((and_(is_open, Claim.expected.is_(None)), 1), else_=0)),
        func.min(case((is_open, Claim.reported_on))),
    ]


def _impact(row: Any) -> Impact:
    count, claims, paid, is_open, expected, unsure = (int(value or 0) for value in row[:6])
    return Impact(count, claims, paid, is_open, expected, unsure, row[6])
