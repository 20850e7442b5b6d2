"""The two sides of a question as its viewer may see them, with what has been said and decided (R6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, select

from lindung.domain.months import Month
from lindung.domain.questions import KEPT, WORD, Decision, QuestionKind
from lindung.models.accounts import Account
from lindung.models.acts import ActRow, AuditEntry
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.ledger import MonthCover
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer, in_reach


class Side(NamedTuple):
    """One of those who name the same worker; None everywhere when it lies outside the viewer's units."""

    sponsor: str | None
    unit: str | None
    circular: str | None
    state: str | None
    since: date | None
    sponsor_id: int | None = None
    enrolment_id: int | None = None
    worker_id: int | None = None
    job: int = 1
    paid_until: Month | None = None
    is_mine: bool = True


class Said(NamedTuple):
    """What an office has told the coordinator."""

    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    id: int
    kind: QuestionKind
    worker_id: int
    worker: str
    nik_last4: str
    other_worker_id: int | None
    other_last4: str | None
    asked_on: date
    asking: Side | None  # who asks; None where nobody does: the app has found it
    holding: list[Side]
    said: list[Said]
    is_alone: bool  # both sides are the viewer's: he decides without the coordinator
    version: int
    decision: Decision | None
    decided_on: date | None
    decided_by: str | None
    reason: str | None
    kept_id: int | None  # of two rows of one person: the worker who was kept


def question_rows(viewer: Viewer, statement: Select[Question, str, str]) -> list[QuestionRow]:
    found = db.session.execute(statement).all()
    asking: dict[int, Side] = {}
    holding: dict[int, list[Side]] = {}
    deciders: dict[int, str] = {}
    for part in chunks([row[0] for row in found]):
        asking |= _asking(viewer, part)
        holding |= _holding(viewer, part)
        deciders |= _deciders([one.id for one in part if one.decision is not None])
    others = _last4({one[0].other_worker_id for one in found})
    units = _unit_names(row[0] for row in found)
    return [
        _row(viewer, one, worker, last4, asking.get(one.id), holding.get(one.id, []), others, units, deciders)
        for one, worker, last4 in found
    ]


def _row(
    viewer: Viewer,
    one: Question,
    worker: str,
    last4: str,
    asking: Side | None,
    holding: list[Side],
    others: dict[int, str],
    units: dict[str, tuple[str, str]],
    deciders: dict[int, str],
) -> QuestionRow:
    sides = [*holding, *([asking] if asking else [])]
    return QuestionRow(
        id=one.id,
        kind=QuestionKind(one.kind),
        worker_id=one.worker_id,
        worker=worker,
        nik_last4=last4,
        other_worker_id=one.other_worker_id,
        other_last4=others.get(one.other_worker_id or 0),
        asked_on=one.asked_on,
        asking=asking,
        holding=holding,
        said=_said(viewer, one, units),
        is_alone=all(side.is_mine for side in sides),
        version=one.version,
        decision=Decision(one.decision) if one.decision else None,
        decided_on=one.decided_on,
        decided_by=deciders.get(one.id),
        reason=one.reason,
        kept_id=int(one.row[KEPT]) if KEPT in one.row else None,
    )


def _said(viewer: Viewer, one: Question, units: dict[str, tuple[str, str]]) -> list[Said]:
    """An office reads its own words, whoever sees everything all of them."""
    found = []
    for name, words in one.row.items():
        if name.startswith(WORD):
            unit, path = units.get(name.removeprefix(WORD), ("–", ""))
            if viewer.sees(path):
                found.append(Said(unit, words))
    return found


def _unit_names(questions: Iterable[Question]) -> dict[str, tuple[str, str]]:
    codes = {name.removeprefix(WORD) for one in questions for name in one.row if name.startswith(WORD)}
    if not codes:
        return {}
    statement = select(Unit.code, Unit.name, Unit.path).where(Unit.code.in_(sorted(codes)))
    return {row[0]: (row[1], row[2]) for row in db.session.execute(statement)}


def _last4(worker_ids: set[int | None]) -> dict[int, str]:
    wanted = [id_ for id_ in worker_ids if id_ is not None]
    if not wanted:
        return {}
    rows = db.session.execute(select(Worker.id, Worker.nik_last4).where(Worker.id.in_(wanted)))
    return {row[0]: row[1] for row in rows}


def _deciders(question_ids: Sequence[int]) -> dict[int, str]:
    """Who decided, out of the trail; the console has no name."""
    if not question_ids:
        return {}
    statement = (
        select(AuditEntry.record_id, Account.name)
        .join(ActRow, ActRow.id == AuditEntry.act_id)
        .join(Account, Account.id == ActRow.account_id)
        .where(AuditEntry.record == "question", AuditEntry.record_id.in_(question_ids))
        .where(ActRow.kind == "question.decide", ActRow.undone_by_id.is_(None))
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _asking(viewer: Viewer, questions: Sequence[Question]) -> dict[int, Side]:
    """Who asks, where he stands or stood last; what state he wants is said in his row."""
    last = select(func.max(Posting.first_month)).where(Posting.sponsor_id == Question.sponsor_id)
    shown = (Sponsor.name, Unit.name, Circular.number, Sponsor.id)
    statement = (
        select(Question.id, Question.worker_id, *(_if_mine(viewer, one) for one in shown))
        .join(Sponsor, Sponsor.id == Question.sponsor_id)
        .join(Circular, Circular.id == Question.circular_id)
        .join(Posting, Posting.sponsor_id == Question.sponsor_id)
        .join(Unit, Unit.id == Posting.unit_id)
        .where(Posting.first_month == last.correlate(Question).scalar_subquery())
        .where(Question.id.in_([one.id for one in questions]))
        .where(Question.kind == QuestionKind.SAME_NIK.value)
    )
    rows = {one.id: one.row for one in questions}
    return {
        id_: Side(
            sponsor=sponsor,
            unit=unit,
            circular=circular,
            state=rows[id_].get("status", "calon") if sponsor_id else None,
            since=None,
            sponsor_id=sponsor_id,
            worker_id=worker_id,
            is_mine=sponsor_id is not None,
        )
        for id_, worker_id, sponsor, unit, circular, sponsor_id in db.session.execute(statement)
    }


def _holding(viewer: Viewer, questions: Sequence[Question]) -> dict[int, list[Side]]:
    """Who else covers these workers: now while it waits, ever once it is decided."""
    last_paid = select(func.max(MonthCover.month)).where(
        MonthCover.enrolment_id == Enrolment.id, MonthCover.paid != 0
    )
    shown = (
        *(Sponsor.name, Unit.name, Circular.number, Enrolment.state, Enrolment.noted_on),
        *(Sponsor.id, Enrolment.id, Enrolment.job, last_paid.correlate(Enrolment).scalar_subquery()),
    )
    statement = (
        select(Question.id, Enrolment.worker_id, *(_if_mine(viewer, one) for one in shown))
        .join(Enrolment, _of_both())
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .join(Circular, Circular.id == Enrolment.circular_id)
        .where(Question.id.in_([one.id for one in questions]))
        .where(_is_other_side())
        .order_by(Enrolment.worker_id, Enrolment.id)
    )
    found: dict[int, list[Side]] = {}
    for id_, worker_id, *facts, sponsor_id, enrolment_id, job, paid in db.session.execute(statement):
        is_mine = enrolment_id is not None
        side = Side._make([*facts, sponsor_id, enrolment_id, worker_id, job or 1, paid, is_mine])
        found.setdefault(id_, []).append(side)
    return found


def _if_mine(viewer: Viewer, column: Any) -> ColumnElement[Any]:
    """A column of a unit within reach; of another's it never leaves the database."""
    return case((in_reach(viewer, Unit.path), column), else_=None)


def _of_both() -> ColumnElement[bool]:
    return (Enrolment.worker_id == Question.worker_id) | (Enrolment.worker_id == Question.other_worker_id)


def _is_other_side() -> ColumnElement[bool]:
    """Of a NIK under two payers the others; of what the app has found everybody who pays."""
    still = Enrolment.ended_on.is_(None) | Question.decision.is_not(None)
    found = Question.kind != QuestionKind.SAME_NIK.value
    return still & (found | (Enrolment.sponsor_id != Question.sponsor_id))
