"""Berita acara of villages, and which of them have said that this month's list is still right."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select

from lindung.domain.duties import CircularState, DutyKind
from lindung.domain.errors import NotThere
from lindung.domain.months import Month
from lindung.domain.nominations import NominationState
from lindung.models.acts import AuditEntry
from lindung.models.base import db
from lindung.models.circulars import Circular, Document
from lindung.models.nominations import Nomination, Verification
from lindung.models.units import Unit
from lindung.queries.circulars import StoredDocument
from lindung.queries.viewer import Viewer, within

STANDING = (NominationState.VERIFIED.value, NominationState.ADMITTED.value)


class VerificationRow(NamedTuple):
    id: int
    unit_code: str
    unit_name: str
    month: Month | None  # None: the first, of the list itself
    number: str | None
    dated_on: date
    document_id: int | None
    note: str | None


class MonthRow(NamedTuple):
    """One village: how many stand on its list, and whether somebody has confirmed the month."""

    unit_id: int
    unit_code: str
    unit_name: str
    unit_kind: str
    people: int
    verification_id: int | None
    dated_on: date | None
    number: str | None


class Unconfirmed(NamedTuple):
    """A programme whose month waits for villages of the viewer's."""

    circular_id: int
    number: str
    title: str
    villages: int
    unit_code: str  # of the only one, or the first


def verifications(viewer: Viewer, circular_id: int, unit_id: int) -> list[VerificationRow]:
    """One village's papers, the newest first."""
    statement = _rows().where(Verification.circular_id == circular_id, Verification.unit_id == unit_id)
    statement = statement.order_by(Verification.dated_on.desc(), Verification.id.desc())
    return [VerificationRow(*row) for row in db.session.execute(within(viewer, statement, Unit.path))]


def verification_scan(viewer: Viewer, verification_id: int) -> StoredDocument:
    statement = (
        select(Document.name, Document.media_type, Document.content)
        .join(Verification, Verification.document_id == Document.id)
        .join(Unit, Unit.id == Verification.unit_id)
        .where(Verification.id == verification_id)
    )
    row = db.session.execute(within(viewer, statement, Unit.path)).first()
    if row is None:
        raise NotThere
    return StoredDocument(*row)


def month_rows(viewer: Viewer, circular_id: int, month: Month) -> list[MonthRow]:
    """Every village with somebody on its list, by name; those that have confirmed the month say since when."""
    of_month = and_(
        Verification.unit_id == Unit.id, Verification.circular_id == circular_id, Verification.month == month
    )
    people = func.count(Nomination.id.distinct())
    statement = (
        select(
            Unit.id, Unit.code, Unit.name, Unit.kind, people, func.max(Verification.id),
            func.max(Verification.dated_on), func.max(Verification.number),
        )
        .join(Nomination, Nomination.unit_id == Unit.id)
        .outerjoin(Verification, of_month)
        .where(Nomination.circular_id == circular_id, Nomination.state.in_(STANDING))
        .group_by(Unit.id, Unit.code, Unit.name, Unit.kind, Unit.name_key)
        .order_by(Unit.name_key, Unit.id)
    )  # fmt: skip
    return [MonthRow(*row) for row in db.session.execute(within(viewer, statement, Unit.path))]


def unconfirmed(viewer: Viewer, month: Month) -> list[Unconfirmed]:
    """Programmes in force in which villages of the viewer's have not confirmed the month: what a home page asks for."""
    said = (
        select(Verification.id)
        .where(Verification.circular_id == Circular.id, Verification.unit_id == Unit.id)
        .where(Verification.month == month)
    )
    statement = (
        select(
            Circular.id, Circular.number, Circular.title, func.count(Unit.id.distinct()), func.min(Unit.code)
        )
        .join(Nomination, Nomination.circular_id == Circular.id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .where(
            Circular.duty_kind == DutyKind.FUNDED_LIST.value, Circular.state == CircularState.IN_FORCE.value
        )
        .where(Nomination.state.in_(STANDING), ~said.correlate(Circular, Unit).exists())
        .group_by(Circular.id, Circular.number, Circular.title)
        .order_by(Circular.id)
    )
    return [Unconfirmed(*row) for row in db.session.execute(within(viewer, statement, Unit.path))]


def batch_list(viewer: Viewer, batch_act_id: int) -> tuple[int, str | None] | None:
    """Of a list that was brought in: its programme, and the village where it is the list of one."""
    statement = (
        select(Nomination.circular_id, func.count(Unit.id.distinct()), func.min(Unit.code))
        .join(
            AuditEntry,
            and_(AuditEntry.record == Nomination.__tablename__, AuditEntry.record_id == Nomination.id),
        )
        .join(Unit, Unit.id == Nomination.unit_id)
        .where(AuditEntry.act_id == batch_act_id)
        .group_by(Nomination.circular_id)
        .order_by(Nomination.circular_id.desc())
    )
    row = db.session.execute(within(viewer, statement, Unit.path)).first()
    return (row[0], row[2] if row[1] == 1 else None) if row else None


def _rows() -> Select[*tuple[Any, ...]]:
    return select(
        Verification.id,
        Unit.code,
        Unit.name,
        Verification.month,
        Verification.number,
        Verification.dated_on,
        Verification.document_id,
        Verification.note,
    ).join(Unit, Unit.id == Verification.unit_id)
