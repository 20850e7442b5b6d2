"""A human answers: two lawful jobs, moved, one person, a wrong row; decided once, with reason, and remembered (R6)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from lindung.actions import changing_payer, joining, own, registering, summaries
from lindung.actions.acts import Deed, act
from lindung.actions.adopting import adopt
from lindung.actions.done import Done
from lindung.actions.registering import StateChange
from lindung.domain.duties import SponsorKind
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.months import BEGINNING, Month
from lindung.domain.permissions import Act
from lindung.domain.questions import WORD, Decision, QuestionKind, check_answer
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.sponsors import Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.history import last_change
from lindung.queries.imports import concerns
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided and why; the rest only where the decision needs it."""

    decision: Decision
    reason: str
    first_month: Month | None = None  # of a move: from when the asking side pays; None: the next unpaid month
    enrolment_id: int | None = None  # of a move, where several pay: which of them gives the worker away
    keep_id: int | None = None  # of two rows of one person: the worker whose NIK is right


def decide(
    viewer: Viewer,
    question_id: int,
    answer: Answer,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """Once and for all; `record_id` is the enrolment that came of it.

    RuleBroken: question_over, question_of_two_offices, question_reason_missing (reason), decision_not_offered,
    and those of what is written: of the new enrolment, of a move (first_month, enrolment), of a merge (keep).
    """
    with act(viewer, "question.decide", today=today, key=key) as deed:
        found = _question(viewer, question_id)
        check_answer(QuestionKind(found.kind), answer.decision)
        words = own.short_text(answer.reason, "reason")
        if words is None:
            raise RuleBroken("question_reason_missing", field="reason")
        concerned = _enrolment_ids(found)
        asking = db.session.get_one(Sponsor, found.sponsor_id)
        people = [] if asking.kind == SponsorKind.FUND.value else [asking.id]
        with summaries.difference(deed, people, since=BEGINNING, enrolment_ids=concerned):
            question = _as_seen(viewer, question_id, seen_version)
            _refuse_other_offices(viewer, question, today)
            new_id = _do(deed, question, answer, words)
            if new_id is not None:
                concerned.append(new_id)
                adopt(deed, new_id)
            question.decision, question.reason, question.decided_on = answer.decision.value, words, today
        done = Done(deed.id, record_id=new_id, question_id=question_id)
        deed.result = done.result | {"reason": words, "decision": answer.decision.value}
    return done


def say_of_question(
    viewer: Viewer, question_id: int, words: str, *, seen_version: int, today: date, key: str | None = None
) -> Done:
    """An office that cannot decide alone tells the coordinator what it knows. Field: words."""
    with act(viewer, "question.say", today=today, key=key) as deed:
        _question(viewer, question_id)
        said = own.short_text(words, "words")
        if said is None:
            raise RuleBroken("question_words_missing", field="words")
        question = _as_seen(viewer, question_id, seen_version)
        unit = db.session.get(Unit, viewer.unit_id) if viewer.unit_id else None
        question.row = {**question.row, f"{WORD}{unit.code if unit else ''}": said}
        done = Done(deed.id, question_id=question_id)
        deed.result = done.result
    return done


def _do(deed: Deed, question: Question, answer: Answer, words: str) -> int | None:
    """What the decision writes; an enrolment's id where one came of it."""
    workers = [id_ for id_ in (question.worker_id, question.other_worker_id) if id_ is not None]
    held = [one for id_ in sorted(workers) for one in changing_payer.lock_worker(id_)]
    live = [one for one in held if changing_payer.is_live(one, deed.today)]
    match answer.decision:
        case Decision.TWO_JOBS:
            return joining.enrol_beside(deed, question, live)
        case Decision.MOVE:
            return joining.take_over(deed, question, live, answer.first_month, answer.enrolment_id, words)
        case Decision.MERGE if question.other_worker_id is not None:
            joining.merge_workers(deed, question, held, answer.keep_id, words)
        case Decision.MERGE:
            joining.fill_facts(question)
        case Decision.END:
            for one in live:
                worker = db.session.get_one(Worker, one.worker_id)
                change = StateChange(EnrolmentState.ENDED, deed.today, reason=words)
                registering.apply_change(one, worker, change, thresholds(), deed.today)
        case Decision.TYPO | Decision.DIFFERENT | Decision.VALID:
            pass
    return None


def _question(viewer: Viewer, question_id: int) -> Question:
    own.check_may(viewer, Act.DECIDE_QUESTIONS)
    statement = select(Question).where(Question.id == question_id, concerns(viewer))
    found = db.session.scalars(statement).first()
    if found is None:
        raise NotThere
    return found


def _as_seen(viewer: Viewer, question_id: int, seen_version: int) -> Question:
    """Read anew under lock, still within reach, still undecided, as the viewer saw it."""
    statement = select(Question).where(Question.id == question_id).with_for_update()
    question = db.session.scalars(statement.execution_options(populate_existing=True)).one()
    _question(viewer, question_id)
    if question.version != seen_version:
        who, when = last_change("question", question.id) or (None, None)
        raise ChangedMeanwhile({"version": question.version}, who, when)
    if question.decision is not None:
        raise RuleBroken("question_over")
    return question


def _enrolment_ids(question: Question) -> list[int]:
    """Everything that enrols the worker, or both: the payers of all of it are counted."""
    workers = [id_ for id_ in (question.worker_id, question.other_worker_id) if id_ is not None]
    statement = select(Enrolment.id).where(Enrolment.worker_id.in_(workers)).order_by(Enrolment.id)
    return list(db.session.scalars(statement))


def _refuse_other_offices(viewer: Viewer, question: Question, today: date) -> None:
    """An office decides alone where both sides are its own; otherwise the coordinator does."""
    if viewer.units is None:
        return
    if not all(viewer.sees(path) for path in _paths(question, today)):
        raise RuleBroken("question_of_two_offices")


def _paths(question: Question, today: date) -> Collection[str]:
    workers = [id_ for id_ in (question.worker_id, question.other_worker_id) if id_ is not None]
    units = {
        one.unit_id
        for one in db.session.scalars(select(Enrolment).where(Enrolment.worker_id.in_(workers)))
        if changing_payer.is_live(one, today)
    }
    if question.kind == QuestionKind.SAME_NIK.value:
        units.add(changing_payer.home_of(question.sponsor_id))
    return db.session.scalars(select(Unit.path).where(Unit.id.in_(units))).all()
