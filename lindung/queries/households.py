"""Who shares a household with an ASN, and whom one may mean: of another office only name and unit (R11, R25)."""

from datetime import date
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from lindung.domain.duties import SponsorKind
from lindung.domain.identifiers import whole_nip
from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.models.base import db
from lindung.models.sponsors import Household, Posting, Sponsor
from lindung.models.units import Unit
from lindung.queries.sponsors import is_present
from lindung.queries.viewer import Viewer

AnySelect = TypeVar("AnySelect", bound="Select[*tuple[Any, ...]]")
MOST = 10
SHORTEST = 3


class Housemate(NamedTuple):
    id: int
    name: str
    unit_name: str
    is_here: bool  # his page opens


class Neighbour(NamedTuple):
    """Somebody who may be meant; nothing but what tells two of one name apart."""

    id: int
    name: str
    unit_name: str
    is_linked: bool  # in some household already


def housemate(viewer: Viewer, sponsor_id: int, today: date) -> Housemate | None:
    """With whom he is linked in the running month."""
    mine = (
        select(Sponsor.household_id)
        .where(Sponsor.id == sponsor_id, Sponsor.household_id.is_not(None))
        .scalar_subquery()
    )
    statement = (
        _placed(select(Sponsor.id, Sponsor.name, Unit.name, is_present(viewer, today)))
        .join(Household, Household.id == Sponsor.household_id)
        .where(Sponsor.household_id == mine, Sponsor.id != sponsor_id, _stands(today))
    )
    row = db.session.execute(statement.limit(1)).first()
    return Housemate(row[0], row[1], row[2], bool(row[3])) if row else None


def neighbours(
    viewer: Viewer, sponsor_id: int, q: str, today: date, *, chosen: int | None = None
) -> tuple[list[Neighbour], bool]:
    """The viewer's own ASN by words of their name, any of the regency by his whole NIP; and whether there are more.

    `chosen` is among the viewer's own, whatever is typed by now. A household is no office's, but names are: whoever
    does not know the other one's number is not told who works elsewhere.
    """
    here, wanted = is_present(viewer, today), _named(viewer, q, today)
    if chosen is not None:
        wanted = or_(false() if wanted is None else wanted, and_(Sponsor.id == chosen, here))
    if wanted is None:
        return [], False
    linked = select(Household.id).where(Household.id == Sponsor.household_id, _stands(today)).exists()
    statement = (
        _placed(select(Sponsor.id, Sponsor.name, Unit.name, linked))
        .where(wanted, Sponsor.id != sponsor_id, Sponsor.left_on.is_(None))
        .where(Sponsor.kind == SponsorKind.ASN.value)
        .order_by(Sponsor.id != (chosen or 0), Sponsor.name_key, Sponsor.id)
    )
    rows = [
        Neighbour(row[0], row[1], row[2], bool(row[3]))
        for row in db.session.execute(statement.limit(MOST + 1))
    ]
    return rows[:MOST], len(rows) > MOST


def _named(viewer: Viewer, q: str, today: date) -> ColumnElement[bool] | None:
    if nip := whole_nip(q):
        return Sponsor.nip == nip
    words = name_key(q).split()
    if len("".join(words)) < SHORTEST:
        return None
    return and_(
        is_present(viewer, today), *(Sponsor.name_key.contains(word, autoescape=True) for word in words)
    )


def _placed(statement: AnySelect) -> AnySelect:
    """With the unit of their newest posting."""
    latest = (
        select(func.max(Posting.first_month))
        .where(Posting.sponsor_id == Sponsor.id)
        .correlate(Sponsor)
        .scalar_subquery()
    )
    return (
        statement.select_from(Sponsor)
        .join(Posting, and_(Posting.sponsor_id == Sponsor.id, Posting.first_month == latest))
        .join(Unit, Unit.id == Posting.unit_id)
    )


def _stands(today: date) -> ColumnElement[bool]:
    running = Month.of(today)
    return and_(Household.first_month <= running, Household.last_month >= running)
