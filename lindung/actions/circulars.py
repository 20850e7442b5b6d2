"""Writing circulars, putting them in force, and ending them. Whatever changes duties recounts every month."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select

from lindung.actions import summaries
from lindung.actions.acts import act
from lindung.domain.duties import (
    CircularState,
    DutyKind,
    Employment,
    Force,
    check_circular_move,
    check_deadline,
    check_quota,
)
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.names import clean
from lindung.domain.permissions import Act
from lindung.domain.registration import Programme, Relation
from lindung.models.base import db
from lindung.models.circulars import Circular, Document
from lindung.queries.viewer import Viewer

LARGEST_DOCUMENT = 10 * 1024 * 1024
HEADER_WITHIN, TRAILER_WITHIN = 1024, 2048  # where readers look for a PDF's first and last marks


@dataclass(frozen=True, slots=True)
class CircularText:
    """Everything a person writes into a circular."""

    number: str
    issued_on: date | None
    title: str
    force: Force
    duty_kind: DutyKind
    quota: int | None
    quota_by_grade: dict[str, int]
    audience: tuple[Employment, ...]
    relations: tuple[Relation, ...]
    programmes: tuple[Programme, ...]
    in_force_from: date
    declare_by: date | None
    register_by: date | None
    target_percent: int | None
    legal_basis: str | None
    in_force_until: date | None = None  # a circular that knows its end
    shares_household: bool = True  # R11


@dataclass(frozen=True, slots=True)
class NewDocument:
    name: str
    content: bytes


def create_circular(
    viewer: Viewer, text: CircularText, document: NewDocument | None, *, today: date, key: str | None = None
) -> int:
    """A draft: seen only by those who may write it, binding nobody."""
    check_text(text, today)
    with act(viewer, "circular.create", today=today, key=key) as deed:
        _refuse_strangers(viewer)
        _refuse_taken(text.number, None)
        circular = Circular(state=CircularState.DRAFT.value, **_columns(text))
        _attach(circular, document)
        db.session.add(circular)
        db.session.flush()
        deed.result = {"id": circular.id}
        return circular.id


def edit_circular(
    viewer: Viewer,
    circular_id: int,
    text: CircularText,
    document: NewDocument | None,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> None:
    """New words for a draft or a circular in force; what stood there before stays in the audit trail."""
    check_text(text, today)
    with act(viewer, "circular.edit", today=today, key=key) as deed:
        circular = _seen(viewer, circular_id, seen_version)
        if circular.state in (CircularState.SUPERSEDED.value, CircularState.REVOKED.value):
            raise RuleBroken("circular_ended", number=circular.number)
        _refuse_taken(text.number, circular.id)
        for name, value in _columns(text).items():
            setattr(circular, name, value)
        _attach(circular, document)
        db.session.flush()
        if circular.state != CircularState.DRAFT.value:
            summaries.recount(today)
        deed.result = {"id": circular.id}


def put_in_force(
    viewer: Viewer, circular_id: int, *, seen_version: int, today: date, key: str | None = None
) -> None:
    with act(viewer, "circular.put_in_force", today=today, key=key) as deed:
        circular = _moved(viewer, circular_id, CircularState.IN_FORCE, seen_version)
        summaries.recount(today)
        deed.result = {"id": circular.id}


def supersede_circular(
    viewer: Viewer,
    circular_id: int,
    successor_id: int,
    last_day: date,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> None:
    """Ends a circular because another takes its place; its months up to `last_day` stay as they are."""
    with act(viewer, "circular.supersede", today=today, key=key) as deed:
        circular = _moved(viewer, circular_id, CircularState.SUPERSEDED, seen_version)
        successor = db.session.get(Circular, successor_id)
        if successor is None or successor is circular or successor.state != CircularState.IN_FORCE.value:
            raise RuleBroken("successor_not_in_force", field="successor_id")
        if successor.in_force_from <= circular.in_force_from:
            raise RuleBroken("successor_not_later", field="successor_id", start=circular.in_force_from)
        _end(circular, last_day)
        circular.successor_id = successor.id
        summaries.recount(today)
        deed.result = {"id": circular.id}


def revoke_circular(
    viewer: Viewer,
    circular_id: int,
    last_day: date,
    reason: str,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> None:
    """Ends a circular without a successor. The reason stands in the act, where history finds it."""
    if not clean(reason):
        raise RuleBroken("reason_missing", field="reason")
    with act(viewer, "circular.revoke", today=today, key=key) as deed:
        circular = _moved(viewer, circular_id, CircularState.REVOKED, seen_version)
        _end(circular, last_day)
        summaries.recount(today)
        deed.result = {"id": circular.id, "reason": clean(reason)}


def check_text(text: CircularText, today: date) -> None:
    """What a circular must say before it can be kept (R8)."""
    _check_heading(text, today)
    check_quota(text.duty_kind, text.quota, text.quota_by_grade)
    if text.duty_kind.asks_people and not text.audience:
        raise RuleBroken("audience_missing", field="audience")
    if text.duty_kind is not DutyKind.TARGET and not text.programmes:
        raise RuleBroken("programmes_missing", field="programmes")
    if text.in_force_until is not None and text.in_force_until < text.in_force_from:
        raise RuleBroken("circular_end_before_start", field="in_force_until", start=text.in_force_from)
    if text.target_percent is not None and not 0 <= text.target_percent <= 100:
        raise RuleBroken("target_out_of_range", field="target_percent")
    _check_deadlines(text)


def _check_heading(text: CircularText, today: date) -> None:
    for field in ("number", "title"):
        if not clean(getattr(text, field)):
            raise RuleBroken(f"circular_{field}_missing", field=field)
    if text.issued_on is not None and text.issued_on > today:
        raise RuleBroken("issued_in_future", field="issued_on", today=today)


def _check_deadlines(text: CircularText) -> None:
    """None before the start, and the one to register not before the one to answer (R8)."""
    check_deadline("declare_by", text.declare_by, text.in_force_from)
    check_deadline("register_by", text.register_by, text.in_force_from)
    if text.duty_kind is not DutyKind.CONDITIONAL or not text.declare_by or not text.register_by:
        return
    if text.register_by < text.declare_by:
        raise RuleBroken("register_before_declare", field="register_by", declare_by=text.declare_by)


def check_document(document: NewDocument) -> None:
    """A PDF by its bytes, whatever its name says, and not too large."""
    if len(document.content) > LARGEST_DOCUMENT:
        raise RuleBroken("document_too_large", field="document", megabytes=LARGEST_DOCUMENT // 1024 // 1024)
    begins = b"%PDF-" in document.content[:HEADER_WITHIN]
    ends = b"%%EOF" in document.content[-TRAILER_WITHIN:]
    if not (begins and ends):
        raise RuleBroken("document_not_pdf", field="document")


def keep_document(document: NewDocument, name: str) -> int:
    """Inner step: stores a scan after looking at it; returns its id. `name` is for one that has none."""
    check_document(document)
    row = Document(
        name=clean(document.name) or name,
        media_type="application/pdf",
        sha256=hashlib.sha256(document.content).digest(),
        content=document.content,
        added_at=datetime.now(UTC),
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def _attach(circular: Circular, document: NewDocument | None) -> None:
    if document is not None:
        circular.document_id = keep_document(document, "edaran.pdf")


def _seen(viewer: Viewer, circular_id: int, seen_version: int) -> Circular:
    _refuse_strangers(viewer)
    summaries.lock_months()  # before its own row: whoever counts people holds circulars in id order
    statement = select(Circular).where(Circular.id == circular_id).with_for_update(key_share=True)
    circular = db.session.scalars(statement.execution_options(populate_existing=True)).first()
    if circular is None:
        raise NotThere
    if circular.version != seen_version:
        raise ChangedMeanwhile(
            {"title": circular.title, "state": circular.state, "version": circular.version}
        )
    return circular


def _moved(viewer: Viewer, circular_id: int, wanted: CircularState, seen_version: int) -> Circular:
    circular = _seen(viewer, circular_id, seen_version)
    check_circular_move(CircularState(circular.state), wanted)
    circular.state = wanted.value
    return circular


def _end(circular: Circular, last_day: date) -> None:
    if last_day < circular.in_force_from:
        raise RuleBroken("last_day_before_start", field="last_day", start=circular.in_force_from)
    circular.in_force_until = last_day


def _refuse_strangers(viewer: Viewer) -> None:
    if not viewer.may(Act.MANAGE_SETTINGS):
        raise NotThere


def _refuse_taken(number: str, circular_id: int | None) -> None:
    taken = db.session.scalars(select(Circular).where(Circular.number == clean(number))).first()
    if taken is not None and taken.id != circular_id:
        raise RuleBroken("circular_number_taken", field="number", number=taken.number, title=taken.title)


def _columns(text: CircularText) -> dict[str, object]:
    """What its kind of duty asks for (R8); the rest of what a form holds is left out."""
    kind, binds = text.duty_kind, text.duty_kind.asks_people
    quota, conditional = kind is DutyKind.QUOTA, kind is DutyKind.CONDITIONAL
    return asdict(text) | {
        "number": clean(text.number),
        "title": clean(text.title),
        "force": text.force.value,
        "duty_kind": kind.value,
        "quota": text.quota if quota else None,
        "quota_by_grade": text.quota_by_grade if quota else {},
        "audience": [one.value for one in text.audience] if binds else [],
        "relations": [one.value for one in text.relations] if binds else [],
        "programmes": [one.value for one in text.programmes] if kind is not DutyKind.TARGET else [],
        "declare_by": text.declare_by if conditional else None,
        "register_by": text.register_by if binds else None,
        "target_percent": text.target_percent if binds else None,
        "shares_household": text.shares_household if conditional else True,
        "legal_basis": clean(text.legal_basis or "") or None,
    }
