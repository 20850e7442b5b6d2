"""Where somebody may be moved to: every open unit of the regency, found by name or code."""

from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from lindung.models.base import db
from lindung.models.units import Unit
from lindung.queries.units import matches
from lindung.queries.viewer import Viewer, within

MOST = 8


class Destination(NamedTuple):
    code: str
    name: str
    above: str | None  # the unit above: schools of one name are told apart by it


def destinations(viewer: Viewer, q: str, *, chosen: str = "", anywhere: bool = False) -> list[Destination]:
    """Open units that match, the one already chosen first; `anywhere` looks beyond the viewer's (names only).

    Whoever comes to a unit stays there, so one whose closing is set takes nobody in, not even until then.
    """
    if not q and not chosen:
        return []
    above = aliased(Unit)
    wanted = or_(matches(q), Unit.code == chosen) if q else Unit.code == chosen
    statement = (
        select(Unit.code, Unit.name, above.name)
        .outerjoin(above, above.id == Unit.parent_id)
        .where(wanted, Unit.closed_from.is_(None))
        .order_by(Unit.code != chosen, Unit.name_key, Unit.code)
        .limit(MOST)
    )
    if not anywhere:
        statement = within(viewer, statement, Unit.path)
    return [Destination(*row) for row in db.session.execute(statement)]
