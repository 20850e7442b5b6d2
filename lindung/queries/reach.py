"""To which units an enrolment belongs: a person's to where its sponsor stands, a fund's to its own, the village."""

from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, or_, select, true

from lindung.domain.duties import CircularState, DutyKind, SponsorKind
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment
from lindung.queries.sponsors import is_present
from lindung.queries.viewer import Viewer, in_reach

AnySelect = TypeVar("AnySelect", bound="Select[*tuple[object, ...]]")


def is_enrolled_here(viewer: Viewer, today: date) -> ColumnElement[bool]:
    """Within the viewer's units. Enrolment and Sponsor stand in the statement.

    Of people whoever is present now or was last (R10), of funds the village that proposed the worker, wherever the
    fund is posted.
    """
    if viewer.units is None:
        return true()
    here = select(Unit.id).where(Unit.id == Enrolment.unit_id, in_reach(viewer, Unit.path))
    by_fund = and_(is_of_fund(), here.correlate(Enrolment).exists())
    return or_(by_fund, and_(~is_of_fund(), is_present(viewer, today)))


def is_of_fund() -> ColumnElement[bool]:
    return Sponsor.kind == SponsorKind.FUND.value


def join_home(statement: AnySelect, circular_id: int | None, month: Month) -> AnySelect:
    """Adds the unit in which each enrolment counts in a month, as the numbers above the list count it (R9).

    Enrolment and Sponsor stand in the statement; with a circular all its enrolments are of one kind.
    """
    posted = and_(Posting.sponsor_id == Sponsor.id, Posting.first_month <= month, Posting.last_month >= month)
    if circular_id is None:
        home = case((is_of_fund(), Enrolment.unit_id), else_=Posting.unit_id)
        return statement.outerjoin(Posting, and_(posted, ~is_of_fund())).join(Unit, Unit.id == home)
    if _is_of_funds(circular_id):
        return statement.join(Unit, Unit.id == Enrolment.unit_id)
    return statement.join(Posting, posted).join(Unit, Unit.id == Posting.unit_id)


def _is_of_funds(circular_id: int) -> bool:
    """Asked once a session for each circular that binds: what kind of duty it sets does not change any more."""
    kinds: dict[int, str] = db.session().info.setdefault("duty_kinds", {})
    if circular_id not in kinds:
        statement = select(Circular.duty_kind, Circular.state).where(Circular.id == circular_id)
        row = db.session.execute(statement).first()
        if row is None or row.state == CircularState.DRAFT.value:
            return row is not None and DutyKind(row.duty_kind).of_funds
        kinds[circular_id] = row.duty_kind
    return DutyKind(kinds[circular_id]).of_funds
