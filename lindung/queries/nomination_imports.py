"""What the preview of a village's list says: how many of its people are clean, and how many have which finding."""

from sqlalchemy import func, select

from lindung.domain.import_rows import Outcome
from lindung.domain.nominations import Finding
from lindung.models.base import db
from lindung.models.imports import ImportLine

KEPT = (Outcome.NEW.value, Outcome.CHANGED.value, Outcome.SAME.value)


def finding_counts(batch_id: int) -> dict[Finding | None, int]:
    """None: nothing speaks against them. Rows that are refused are not among them."""
    statement = (
        select(ImportLine.settlement, func.count())
        .where(ImportLine.batch_id == batch_id, ImportLine.outcome.in_(KEPT))
        .group_by(ImportLine.settlement)
    )
    found: dict[str | None, int] = dict(db.session.execute(statement).all())
    counts: dict[Finding | None, int] = {one: found[one.value] for one in Finding if one.value in found}
    return {None: sum(found.values()) - sum(counts.values())} | counts
