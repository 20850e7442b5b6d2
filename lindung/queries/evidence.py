"""The scan of the recap a nihil rests on, for whoever may open the page of the person it speaks of."""

from datetime import date

from sqlalchemy import select

from lindung.domain.errors import NotThere
from lindung.models.acts import AuditEntry
from lindung.models.base import db
from lindung.models.circulars import Declaration, Document
from lindung.models.sponsors import Sponsor
from lindung.queries.circulars import StoredDocument
from lindung.queries.history import withdrawn_answers
from lindung.queries.sponsors import is_present
from lindung.queries.viewer import Viewer


def recap(viewer: Viewer, sponsor_id: int, document_id: int, today: date) -> StoredDocument:
    """What an answer of his rests on, or rested on before it was withdrawn. NotThere for anything else."""
    his = select(Sponsor.id).where(Sponsor.id == sponsor_id, is_present(viewer, today))
    if db.session.scalar(his) is None or document_id not in _evidence(sponsor_id):
        raise NotThere
    statement = select(Document.name, Document.media_type, Document.content).where(Document.id == document_id)
    return StoredDocument(*db.session.execute(statement).one())


def _evidence(sponsor_id: int) -> set[int]:
    """The documents of his answers; those of withdrawn ones stand in the trail alone, which only the app can read."""
    standing = select(Declaration.document_id).where(Declaration.sponsor_id == sponsor_id)
    trail = select(AuditEntry.before).where(
        AuditEntry.record == Declaration.__tablename__,
        AuditEntry.record_id.in_(withdrawn_answers(sponsor_id)),
    )
    before = [
        values["document_id"] for values in db.session.scalars(trail) if values and "document_id" in values
    ]
    return {one for one in (*db.session.scalars(standing), *before) if one is not None}
