"""Questions for a human (R6, R20): both sides beside each other, each told only to whoever it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from lindung.domain.names import name_key
from lindung.domain.questions import ANSWERS, Decision, QuestionKind
from lindung.models.base import db
from lindung.models.sponsors import Posting
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.imports import concerns
from lindung.queries.paging import Anchor, Order, Slice, page_at, row_count, sliced
from lindung.queries.places import Place, in_place
from lindung.queries.question_sides import QuestionRow, question_rows
from lindung.queries.viewer import Viewer

NIK_TAIL = 4


class QuestionState(StrEnum):
    WAITING = "waiting"
    DECIDED = "decided"
    MENDING = "mending"  # decided to be a typing error, and its office has not brought the right one yet


class QuestionOrder(StrEnum):
    ASKED = "asked"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class QuestionFilter:
    state: QuestionState = QuestionState.WAITING
    kind: QuestionKind | None = None
    place: Place | None = None
    circular_id: int | None = None
    q: str = ""
    order: QuestionOrder = QuestionOrder.ASKED
    falling: bool = False


class WaitingRow(NamedTuple):
    """A worker somebody has named, whose NIK another one covers."""

    id: int
    worker: str
    nik_last4: str
    asked_on: date


class Totals(NamedTuple):
    waiting: int
    decided: int
    mending: int

    def of(self, state: QuestionState) -> int:
        return {"waiting": self.waiting, "decided": self.decided, "mending": self.mending}[state.value]


def question_slice(
    viewer: Viewer, wanted: QuestionFilter | None = None, anchor: Anchor | None = None
) -> Slice[QuestionRow]:
    """A page of those where at least one side lies within the viewer's units."""
    wanted = wanted or QuestionFilter()
    statement = _narrowed(viewer, wanted)
    page = page_at(statement, _order(wanted), anchor)
    rows = question_rows(viewer, page.statement)
    return sliced(rows, [row.id for row in rows], page.anchor, row_count(statement))


def all_questions(viewer: Viewer, wanted: QuestionFilter, most: int) -> list[QuestionRow]:
    """The same in one piece, for a file or for paper."""
    return question_rows(viewer, _order(wanted).apply(_narrowed(viewer, wanted)).limit(most))


def question_row(viewer: Viewer, question_id: int) -> QuestionRow | None:
    """One of them, waiting or decided."""
    statement = _all(viewer).where(Question.id == question_id)
    found = question_rows(viewer, statement)
    return found[0] if found else None


def question_totals(viewer: Viewer) -> Totals:
    """How many of each state there are, for the choices on top of the list."""
    counts = [
        select(func.count(Question.id)).where(concerns(viewer), _in_state(viewer, state)).scalar_subquery()
        for state in QuestionState
    ]
    return Totals(*db.session.execute(select(*counts)).one())


def mending_count(viewer: Viewer) -> Select[int]:
    """Rows decided to be typing errors that the viewer's offices have to mend, to be asked with other counts."""
    return select(func.count(Question.id)).where(_in_state(viewer, QuestionState.MENDING), concerns(viewer))


def waiting_of(sponsor_id: int) -> list[WaitingRow]:
    """What one payer waits for, who has been found within the viewer's reach already."""
    statement = (
        select(Question.id, Worker.name, Worker.nik_last4, Question.asked_on)
        .join(Worker, Worker.id == Question.worker_id)
        .where(Question.decision.is_(None), Question.sponsor_id == sponsor_id)
        .order_by(Question.asked_on, Question.id)
    )
    return [WaitingRow(*row) for row in db.session.execute(statement)]


def answers_of(row: QuestionRow) -> tuple[Decision, ...]:
    return ANSWERS[row.kind]


def _all(viewer: Viewer) -> Select[Question, str, str]:
    return (
        select(Question, Worker.name, Worker.nik_last4)
        .join(Worker, Worker.id == Question.worker_id)
        .where(concerns(viewer))
    )


def _narrowed(viewer: Viewer, wanted: QuestionFilter) -> Select[Question, str, str]:
    conditions: list[ColumnElement[bool]] = [_in_state(viewer, wanted.state)]
    if wanted.kind:
        conditions.append(Question.kind == wanted.kind.value)
    if wanted.circular_id:
        conditions.append(Question.circular_id == wanted.circular_id)
    if wanted.place:
        conditions.append(_stands_in(in_place(wanted.place, Unit.path)))
    if wanted.q:
        conditions.append(_named(wanted.q))
    return _all(viewer).where(*conditions)


def _in_state(viewer: Viewer, state: QuestionState) -> ColumnElement[bool]:
    match state:
        case QuestionState.WAITING:
            return Question.decision.is_(None)
        case QuestionState.DECIDED:
            return Question.decision.is_not(None)
        case QuestionState.MENDING:
            return and_(Question.decision == Decision.TYPO.value, ~_has_worker(), _stands_with(viewer))


def _has_worker() -> ColumnElement[bool]:
    """The payer has a worker by now: the right number was brought."""
    return exists().where(
        Enrolment.sponsor_id == Question.sponsor_id,
        Enrolment.circular_id == Question.circular_id,
        Enrolment.ended_on.is_(None),
    )


def _stands_with(viewer: Viewer) -> ColumnElement[bool]:
    """The asking side's own office mends; the others only read that it was decided."""
    if viewer.units is None:
        return Question.id.is_not(None)
    mine = and_(Unit.path >= viewer.units.first, Unit.path < viewer.units.beyond)
    return _asking_in(mine)


def _stands_in(inside: ColumnElement[bool]) -> ColumnElement[bool]:
    holding = select(Enrolment.id).join(Unit, Unit.id == Enrolment.unit_id)
    workers = or_(Enrolment.worker_id == Question.worker_id, Enrolment.worker_id == Question.other_worker_id)
    return or_(_asking_in(inside), holding.where(workers, inside).exists())


def _asking_in(inside: ColumnElement[bool]) -> ColumnElement[bool]:
    last = (
        select(func.max(Posting.first_month))
        .where(Posting.sponsor_id == Question.sponsor_id)
        .correlate(Question)
        .scalar_subquery()
    )
    asking = select(Posting.id).join(Unit, Unit.id == Posting.unit_id)
    return asking.where(
        Posting.sponsor_id == Question.sponsor_id, Posting.first_month == last, inside
    ).exists()


def _named(q: str) -> ColumnElement[bool]:
    """Words of the worker's name, or the last four digits of his NIK (R25)."""
    digits = q.replace(" ", "")
    if digits.isascii() and digits.isdigit():
        return Worker.nik_last4 == digits[-NIK_TAIL:]
    return and_(*(Worker.name_key.contains(word, autoescape=True) for word in name_key(q).split()))


def _order(wanted: QuestionFilter) -> Order:
    columns: Sequence[InstrumentedAttribute[Any]] = (
        (Worker.name_key, Question.id)
        if wanted.order is QuestionOrder.NAME
        else (Question.asked_on, Question.id)
    )
    return Order(tuple(columns), wanted.falling)
