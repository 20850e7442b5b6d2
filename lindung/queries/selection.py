"""People somebody has ticked, as they are called; whoever is not the viewer's is not among them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from lindung.models.base import db
from lindung.models.sponsors import Sponsor
from lindung.queries.sponsors import is_present
from lindung.queries.viewer import Viewer

MOST_TICKED = 500


def ticked_names(viewer: Viewer, sponsor_ids: Collection[int], today: date) -> dict[int, str]:
    """id -> name, by name; of more than can be ticked by hand only the first."""
    wanted = sorted(set(sponsor_ids))[:MOST_TICKED]
    if not wanted:
        return {}
    statement = select(Sponsor.id, Sponsor.name).where(Sponsor.id.in_(wanted), is_present(viewer, today))
    found = db.session.execute(statement.order_by(Sponsor.name_key, Sponsor.id))
    return {row[0]: row[1] for row in found}
