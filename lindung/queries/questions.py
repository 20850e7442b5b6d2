"""Questions nobody has decided: a NIK under two sponsors (R6), each side told only to whoever it belongs to."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, select

from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.imports import concerns
from lindung.queries.paging import PAGE, Anchor, Order, Slice, sliced
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer, in_reach

OLDEST_FIRST = Order((Question.asked_on, Question.id))


class Side(NamedTuple):
    """One of the two who name the same worker; None everywhere when it lies outside the viewer's units."""

    sponsor: str | None
    unit: str | None
    circular: str | None
    state: str | None
    since: date | None


class QuestionRow(NamedTuple):
    id: int
    worker: str
    nik_last4: str
    asked_on: date
    asking: Side
    holding: list[Side]


class WaitingRow(NamedTuple):
    """A worker somebody has named, whose NIK another one covers."""

    id: int
    worker: str
    nik_last4: str
    asked_on: date


def question_slice(viewer: Viewer, anchor: Anchor | None = None) -> Slice[QuestionRow]:
    """A page of those where at least one side lies within the viewer's units."""
    waiting = Question.decision.is_(None), concerns(viewer)
    total = db.session.scalar(select(func.count(Question.id)).where(*waiting)) or 0
    backwards = anchor is not None and anchor.backwards
    statement = _waiting(viewer).limit(PAGE + 1)
    if anchor:
        seen = db.session.execute(
            select(*OLDEST_FIRST.columns).where(Question.id == anchor.id, *waiting)
        ).first()
        if seen is None:  # decided and gone: the list begins anew
            return question_slice(viewer)
        statement = statement.where(OLDEST_FIRST.beyond(tuple(seen), backwards=backwards))
    rows = _rows(viewer, OLDEST_FIRST.apply(statement, backwards=backwards))
    return sliced(rows, [row.id for row in rows], anchor, total)


def all_questions(viewer: Viewer, most: int) -> list[QuestionRow]:
    """The same in one piece, for a file or for paper."""
    return _rows(viewer, OLDEST_FIRST.apply(_waiting(viewer)).limit(most))


def waiting_of(sponsor_id: int) -> list[WaitingRow]:
    """What one payer waits for, who has been found within the viewer's reach already."""
    statement = (
        select(Question.id, Worker.name, Worker.nik_last4, Question.asked_on)
        .join(Worker, Worker.id == Question.worker_id)
        .where(Question.decision.is_(None), Question.sponsor_id == sponsor_id)
    )
    return [WaitingRow(*row) for row in db.session.execute(OLDEST_FIRST.apply(statement))]


def _waiting(viewer: Viewer) -> Select[Question, str, str]:
    return (
        select(Question, Worker.name, Worker.nik_last4)
        .join(Worker, Worker.id == Question.worker_id)
        .where(Question.decision.is_(None), concerns(viewer))
    )


def _rows(viewer: Viewer, statement: Select[Question, str, str]) -> list[QuestionRow]:
    found = db.session.execute(statement).all()
    asking: dict[int, Side] = {}
    holding: dict[int, list[Side]] = {}
    for part in chunks([row[0] for row in found]):
        asking |= _asking(viewer, part)
        holding |= _holding(viewer, [one.id for one in part])
    return [
        QuestionRow(one.id, worker, last4, one.asked_on, asking[one.id], holding.get(one.id, []))
        for one, worker, last4 in found
    ]


def _asking(viewer: Viewer, questions: Sequence[Question]) -> dict[int, Side]:
    """Who asks, where he stands or stood last; what state he wants is said in his row."""
    last = select(func.max(Posting.first_month)).where(Posting.sponsor_id == Question.sponsor_id)
    statement = (
        select(Question.id, *(_if_mine(viewer, one) for one in (Sponsor.name, Unit.name, Circular.number)))
        .join(Sponsor, Sponsor.id == Question.sponsor_id)
        .join(Circular, Circular.id == Question.circular_id)
        .join(Posting, Posting.sponsor_id == Question.sponsor_id)
        .join(Unit, Unit.id == Posting.unit_id)
        .where(Posting.first_month == last.correlate(Question).scalar_subquery())
        .where(Question.id.in_([one.id for one in questions]))
    )
    rows = {one.id: one.row for one in questions}
    return {
        id_: Side(sponsor, unit, circular, rows[id_].get("status") if sponsor else None, None)
        for id_, sponsor, unit, circular in db.session.execute(statement)
    }


def _holding(viewer: Viewer, question_ids: Sequence[int]) -> dict[int, list[Side]]:
    """Who else covers these workers now."""
    shown = Sponsor.name, Unit.name, Circular.number, Enrolment.state, Enrolment.noted_on
    statement = (
        select(Question.id, *(_if_mine(viewer, one) for one in shown))
        .join(Enrolment, Enrolment.worker_id == Question.worker_id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .join(Circular, Circular.id == Enrolment.circular_id)
        .where(Question.id.in_(question_ids), Enrolment.ended_on.is_(None))
        .where(Enrolment.sponsor_id != Question.sponsor_id)
        .order_by(Enrolment.id)
    )
    found: dict[int, list[Side]] = {}
    for id_, *side in db.session.execute(statement):
        found.setdefault(id_, []).append(Side(*side))
    return found


def _if_mine(viewer: Viewer, column: Any) -> ColumnElement[Any]:
    """A column of a unit within reach; of another's it never leaves the database."""
    return case((in_reach(viewer, Unit.path), column), else_=None)
