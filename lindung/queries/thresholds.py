"""The regency's limits as the domain wants them (R18, R20)."""

from sqlalchemy import Select, select

from lindung.domain.thresholds import Threshold, ThresholdKey, Thresholds
from lindung.models.base import db
from lindung.models.rates import ThresholdRow

KEPT = "thresholds"  # in the session: a page that counts three circulars asks once


def thresholds() -> Thresholds:
    """All rows, oldest first, read once a transaction. Read by every role: a limit is no secret."""
    session = db.session()
    transaction, kept = session.info.get(KEPT, (None, None))
    if kept is not None and transaction is session.get_transaction():
        return kept  # type: ignore[no-any-return]  # the session's own dictionary holds anything
    found = Thresholds([_row(row) for row in session.scalars(_rows())])
    session.info[KEPT] = (session.get_transaction(), found)
    return found


def forget_thresholds() -> None:
    """After a row was added: what the transaction has read is no longer so."""
    db.session().info.pop(KEPT, None)


def _rows() -> Select[ThresholdRow]:
    return select(ThresholdRow).order_by(ThresholdRow.first_month, ThresholdRow.id)


def _row(row: ThresholdRow) -> Threshold:
    return Threshold(
        ThresholdKey(row.key), row.value, row.first_month, row.last_month, row.legal_basis, row.verified
    )
