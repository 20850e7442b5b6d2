"""What deciding a question writes: a second lawful job, a new payer, two rows made one (R6, R17). Never commits."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from lindung.actions import changing_payer, enrolling, ledger, registering, worker_writing
from lindung.actions.acts import Deed, insert_rows
from lindung.actions.adopting import proposing_unit
from lindung.actions.changing_payer import Successor, home_of, last_paid, open_day
from lindung.actions.registering import StateChange
from lindung.actions.worker_writing import WorkerPlan
from lindung.domain.errors import RuleBroken
from lindung.domain.handovers import HandoverCause, HandoverState, first_month_for
from lindung.domain.import_people import EnrolmentFacts, facts_wanted
from lindung.domain.months import Month
from lindung.domain.questions import KEPT, WaitingRow, read_waiting
from lindung.domain.rates import Payer, Tariff
from lindung.domain.registration import EnrolmentState, Programme, Sector, Segment
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.handovers import Handover
from lindung.models.ledger import MonthCover
from lindung.models.sponsors import Sponsor
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.staging import job_beside
from lindung.queries.thresholds import thresholds

FACTS = (
    "birth_place", "born_on", "sex", "mother_name", "address", "village", "phone", "occupation", "workplace",
    "work_hours", "heir", "consent_on",
)  # fmt: skip
DAYS = ("born_on", "consent_on")
LINES_OF_ROW = {column: name for name, column in enrolling.COLUMNS.items() if name not in ("name", "kpj")}


def enrol_beside(deed: Deed, question: Question, live: Sequence[Enrolment]) -> int:
    """The row that waited becomes an enrolment, as a second job where another one stands (R17)."""
    sponsor, circular = _asking(question, live, deed.today)
    waiting = read_waiting(question.row, deed.today)
    job = job_beside(question.worker_id, sponsor.id) if live else 1
    plan = _plan(question, sponsor, circular, waiting, job, deed.today)
    worker_writing.write(deed, [plan])
    mine = select(Enrolment.id).where(
        Enrolment.worker_id == question.worker_id, Enrolment.sponsor_id == sponsor.id, Enrolment.job == job
    )
    changing_payer.says_so(deed, sponsor, circular.id, waiting.relation)
    return db.session.scalars(mine.order_by(Enrolment.id.desc()).limit(1)).one()


def take_over(
    deed: Deed,
    question: Question,
    live: Sequence[Enrolment],
    first: Month | None,
    enrolment_id: int | None,
    reason: str,
) -> int:
    """The asking side pays from a month on. It stands in the hand-overs too: no file of the old office asks again."""
    sponsor, circular = _asking(question, live, deed.today)
    given = [one for one in live if enrolment_id in (None, one.id)]
    if not live:  # who covered the worker has stopped meanwhile
        return enrol_beside(deed, question, live)
    if len(given) != 1:
        raise RuleBroken("question_which_payer", field="enrolment")
    old, waiting = given[0], read_waiting(question.row, deed.today)
    running = Month.of(deed.today)
    month = first or first_month_for(running, last_paid(old.worker_id, old.job))
    new = Successor(sponsor, circular.id, month, reason, relation=waiting.relation)
    new_id = changing_payer.pass_on(deed, old, new)
    fill_facts(question)
    changing_payer.says_so(deed, sponsor, circular.id, waiting.relation)
    insert_rows(deed, Handover, [_passed(old.id, new_id, sponsor.id, month, deed.today)])
    return new_id


def fill_facts(question: Question) -> None:
    """What the row knows of the person and the list does not; nothing that stands is written over."""
    worker = db.session.get_one(Worker, question.worker_id)
    _fill(worker, {name: _value(name, text) for name, text in _said(question.row).items()})


def merge_workers(
    deed: Deed, question: Question, held: Sequence[Enrolment], keep_id: int | None, reason: str
) -> None:
    """Two rows of one person: the one with the wrong NIK gives up its facts and its membership.

    What was paid stays where it was paid, so the row with payments is the one to be kept.
    """
    if keep_id not in (question.worker_id, question.other_worker_id):
        raise RuleBroken("question_which_nik", field="keep")
    gone_id = question.worker_id if keep_id == question.other_worker_id else question.other_worker_id
    paid = select(MonthCover.month).where(MonthCover.worker_id == gone_id, MonthCover.paid != 0)
    if db.session.scalar(paid.limit(1)) is not None:
        raise RuleBroken("merge_paid", field="keep")
    kept, gone = db.session.get_one(Worker, keep_id), db.session.get_one(Worker, gone_id)
    covered = [one for one in held if one.worker_id == keep_id and changing_payer.is_live(one, deed.today)]
    for one in held:
        if one.worker_id == gone_id and changing_payer.is_live(one, deed.today):
            _give_up(one, gone, kept, reason, deed.today, is_covered=bool(covered))
    kpj, gone.kpj = gone.kpj, None if kept.kpj is None else gone.kpj
    db.session.flush()
    _fill(kept, {name: getattr(gone, name) for name in FACTS})
    kept.kpj = kept.kpj or kpj
    question.row = {**question.row, KEPT: str(keep_id)}
    db.session.flush()


def _give_up(
    one: Enrolment, gone: Worker, kept: Worker, reason: str, today: date, *, is_covered: bool
) -> None:
    if not is_covered:  # nobody covers the right row yet: the membership was his all the time
        one.worker_id, one.name_key = kept.id, kept.name_key
        db.session.flush()
        ledger.rebuild_cover([one.id])  # what was paid for him before counts on (R18)
        return
    change = StateChange(EnrolmentState.ENDED, today, reason=reason)
    registering.apply_change(one, gone, change, thresholds(), today)


def _fill(worker: Worker, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        if value is not None and getattr(worker, name) in (None, ""):
            setattr(worker, name, value)
    db.session.flush()


def _said(row: Mapping[str, str]) -> dict[str, str]:
    return {LINES_OF_ROW[column]: text for column, text in row.items() if column in LINES_OF_ROW}


def _value(name: str, text: str) -> object:
    try:
        return date.fromisoformat(text) if name in DAYS else text
    except ValueError:
        return None


def _asking(question: Question, live: Sequence[Enrolment], today: date) -> tuple[Sponsor, Circular]:
    sponsor = db.session.get_one(Sponsor, question.sponsor_id)
    circular = db.session.get_one(Circular, question.circular_id)
    if sponsor.left_on is not None:
        raise RuleBroken("sponsor_has_left", name=sponsor.name, left_on=sponsor.left_on)
    enrolling.check_open(circular, today)
    if any((one.sponsor_id, one.circular_id) == (sponsor.id, circular.id) for one in live):
        raise RuleBroken("already_enrolled", sponsor=sponsor.name)
    return sponsor, circular


def _plan(
    question: Question, sponsor: Sponsor, circular: Circular, waiting: WaitingRow, job: int, today: date
) -> WorkerPlan:
    worker = db.session.get_one(Worker, question.worker_id)
    unit_id = proposing_unit(question.row.get("kode_unit")) or home_of(sponsor.id)
    facts = _facts(waiting, unit_id, today)
    chosen = waiting.programmes or frozenset(Programme(one) for one in circular.programmes)
    payer = Payer.PUBLIC if sponsor.is_public else Payer.PRIVATE
    tariff = Tariff(Segment.BPU, Sector.OTHER, 1, payer, chosen).code
    given = {name: _value(name, text) for name, text in _said(question.row).items()}
    person = {name: value for name, value in given.items() if value and not getattr(worker, name)}
    return WorkerPlan(
        nik=worker.nik,
        person={"name": worker.name} | person,
        worker_id=worker.id,
        sponsor_id=sponsor.id,
        unit_id=unit_id,
        circular_id=circular.id,
        enrolment=worker_writing.facts_columns(facts)
        | {"relation": waiting.relation.value, "tariff": tariff},
        enrolment_id=None,
        row=question.row,
        job=job,
    )


def _facts(waiting: WaitingRow, unit_id: int, today: date) -> EnrolmentFacts:
    """It counts from the day the row names, but never in a month that its office has closed (R22)."""
    facts = facts_wanted(waiting.status, None, today, today)
    return replace(facts, noted_on=open_day(unit_id, facts.noted_on, today))


def _passed(old_id: int, new_id: int, sponsor_id: int, month: Month, today: date) -> dict[str, Any]:
    return {
        "enrolment_id": old_id,
        "cause": HandoverCause.QUESTION.value,
        "since": month,
        "state": HandoverState.ACCEPTED.value,
        "to_sponsor_id": sponsor_id,
        "offered_on": today,
        "decided_on": today,
        "new_enrolment_id": new_id,
        "reason": None,
        "version": 1,
    }
