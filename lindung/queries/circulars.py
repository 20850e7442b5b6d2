"""Circulars as people read them: what each asks, of whom, by when, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from lindung.domain.duties import CircularState, DutyKind, Employment, Force
from lindung.domain.errors import NotThere
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.domain.registration import Programme, Relation
from lindung.models.acts import ActRow, AuditEntry
from lindung.models.base import db
from lindung.models.circulars import Circular, Document
from lindung.models.funds import Fund
from lindung.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class CircularRow:
    id: int
    number: str
    issued_on: date | None
    title: str
    force: Force
    state: CircularState
    in_force_from: date
    in_force_until: date | None
    duty_kind: DutyKind
    quota: int | None
    quota_by_grade: dict[str, int]
    audience: tuple[Employment, ...]
    relations: tuple[Relation, ...]
    programmes: tuple[Programme, ...]
    declare_by: date | None
    register_by: date | None
    target_percent: int | None
    legal_basis: str | None
    successor_id: int | None
    document_id: int | None
    version: int
    shares_household: bool = True  # one ART of two ASN meets both duties (R11)
    funded_until: Month | None = None  # of a programme: the last month any of its funds pays for

    @property
    def binds_people(self) -> bool:
        return self.duty_kind.asks_people

    @property
    def is_draft(self) -> bool:
        return self.state is CircularState.DRAFT

    @property
    def is_binding(self) -> bool:
        return self.force is Force.BINDING

    def is_in_force_on(self, day: date) -> bool:
        """Also true of one whose end is already decided but has not come yet."""
        ended = self.in_force_until is not None and self.in_force_until < day
        return not self.is_draft and self.in_force_from <= day and not ended


class DocumentFacts(NamedTuple):
    id: int
    name: str
    size: int


class StoredDocument(NamedTuple):
    name: str
    media_type: str
    content: bytes


def newest_in_force(today: date) -> CircularRow | None:
    """The circular the month table speaks of when none is named; None before the first one is in force."""
    return newest_among(selectable(today), today)


def newest_binding(today: date) -> CircularRow | None:
    """The circular pages about ASN speak of when none is named: one that asks something of each of them."""
    return newest_among(selectable(today), today, of_people=True)


def newest_among(rows: Sequence[CircularRow], today: date, *, of_people: bool = False) -> CircularRow | None:
    """Of circulars, newest first: the first in force, for pages about ASN the first that binds them if any does."""
    running = [row for row in rows if row.is_in_force_on(today)]
    binding = [row for row in running if row.binds_people] if of_people else []
    return next(iter(binding or running), None)


def by_number(number: str) -> CircularRow:
    """The circular of that number that is or was in force; a draft has no months and is not there."""
    statement = select(Circular).where(Circular.number == number, Circular.state != CircularState.DRAFT.value)
    found = _maybe(db.session.scalars(statement).first())
    if found is None:
        raise NotThere
    return found


def circular_rows(viewer: Viewer, today: date, *, q: str = "", limit: int | None = None) -> list[CircularRow]:
    """All the viewer may read: in force first, then drafts, then what has ended; the newest of each first."""
    statement = select(Circular).where(_readable(viewer))
    if q:
        pattern = f"%{_escaped(q)}%"
        statement = statement.where(
            or_(Circular.number.ilike(pattern, escape="\\"), Circular.title.ilike(pattern, escape="\\"))
        )
    statement = statement.order_by(_rank(today), Circular.in_force_from.desc(), Circular.id.desc())
    return [_row(circular) for circular in db.session.scalars(statement.limit(limit))]


def circular_row(viewer: Viewer, circular_id: int) -> CircularRow:
    statement = select(Circular).where(Circular.id == circular_id, _readable(viewer))
    found = _maybe(db.session.scalars(statement).first())
    if found is None:
        raise NotThere
    return found


def selectable(today: date) -> list[CircularRow]:
    """Those with months to show, newest first: the choices of a page's circular filter."""
    last = select(func.max(Fund.last_month)).where(Fund.circular_id == Circular.id)
    statement = (
        select(Circular, last.correlate(Circular).scalar_subquery())
        .where(Circular.state != CircularState.DRAFT.value, Circular.in_force_from <= today)
        .order_by(Circular.in_force_from.desc(), Circular.id.desc())
    )
    found = db.session.execute(statement).all()
    db.session.info["circulars"] = [
        circular for circular, _last in found
    ]  # what counts one asks for it no more
    return [replace(_row(circular), funded_until=last) for circular, last in found]


def possible_successors(viewer: Viewer, row: CircularRow) -> list[CircularRow]:
    """Circulars that begin later and could take the place of this one."""
    statement = (
        select(Circular)
        .where(
            Circular.state == CircularState.IN_FORCE.value,
            Circular.in_force_from > row.in_force_from,
            _readable(viewer),
        )
        .order_by(Circular.in_force_from.desc(), Circular.id.desc())
    )
    return [_row(circular) for circular in db.session.scalars(statement)]


def document_facts(viewer: Viewer, circular_id: int) -> DocumentFacts | None:
    statement = (
        select(Document.id, Document.name, func.length(Document.content))
        .join(Circular, Circular.document_id == Document.id)
        .where(Circular.id == circular_id, _readable(viewer))
    )
    row = db.session.execute(statement).first()
    return DocumentFacts(*row) if row else None


def stored_document(viewer: Viewer, circular_id: int) -> StoredDocument:
    statement = (
        select(Document.name, Document.media_type, Document.content)
        .join(Circular, Circular.document_id == Document.id)
        .where(Circular.id == circular_id, _readable(viewer))
    )
    row = db.session.execute(statement).first()
    if row is None:
        raise NotThere
    return StoredDocument(*row)


def revocation_reason(circular_id: int) -> str | None:
    """Why a circular was revoked: the reason stands in the act that did it."""
    statement = (
        select(ActRow.result)
        .join(AuditEntry, AuditEntry.act_id == ActRow.id)
        .where(
            AuditEntry.record == Circular.__tablename__,
            AuditEntry.record_id == circular_id,
            ActRow.kind == "circular.revoke",
        )
        .order_by(ActRow.id.desc())
        .limit(1)
    )
    result = db.session.scalars(statement).first()
    return result.get("reason") if result else None


def _readable(viewer: Viewer) -> ColumnElement[bool]:
    """Everybody reads what has been issued; drafts are seen only by those who write them."""
    if viewer.may(Act.MANAGE_SETTINGS):
        return Circular.id.is_not(None)
    return Circular.state != CircularState.DRAFT.value


def _rank(today: date) -> ColumnElement[int]:
    """As `CircularRow.is_in_force_on`, and after those by state."""
    is_in_force = and_(
        Circular.state != CircularState.DRAFT.value,
        Circular.in_force_from <= today,
        or_(Circular.in_force_until.is_(None), Circular.in_force_until >= today),
    )
    order = (CircularState.IN_FORCE, CircularState.DRAFT, CircularState.SUPERSEDED, CircularState.REVOKED)
    return case((is_in_force, 0), *((Circular.state == one.value, 1 + n) for n, one in enumerate(order)))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _maybe(circular: Circular | None) -> CircularRow | None:
    return None if circular is None else _row(circular)


def _row(circular: Circular) -> CircularRow:
    if circular.state != CircularState.DRAFT.value:  # the page knows the kind by now: `reach` need not ask
        db.session().info.setdefault("duty_kinds", {})[circular.id] = circular.duty_kind
    return CircularRow(
        id=circular.id,
        number=circular.number,
        issued_on=circular.issued_on,
        title=circular.title,
        force=Force(circular.force),
        state=CircularState(circular.state),
        in_force_from=circular.in_force_from,
        in_force_until=circular.in_force_until,
        duty_kind=DutyKind(circular.duty_kind),
        quota=circular.quota,
        quota_by_grade=dict(circular.quota_by_grade),
        audience=tuple(Employment(code) for code in circular.audience),
        relations=tuple(Relation(code) for code in circular.relations),
        programmes=tuple(Programme(code) for code in circular.programmes),
        declare_by=circular.declare_by,
        register_by=circular.register_by,
        target_percent=circular.target_percent,
        legal_basis=circular.legal_basis,
        successor_id=circular.successor_id,
        document_id=circular.document_id,
        version=circular.version,
        shares_household=circular.shares_household,
    )
