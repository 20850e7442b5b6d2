"""The people covered, changed in place: added from their sponsor's page, corrected, replaced, a NIK shown in full."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import insert, select

from lindung.actions import declarations, enrolling, own, person, summaries
from lindung.actions.acts import AlreadyDone, Deed, act
from lindung.actions.copies import refresh_names
from lindung.actions.done import Done, Remark
from lindung.actions.enrolling import Terms
from lindung.actions.person import WorkerFacts
from lindung.actions.registering import StateChange, apply_change
from lindung.domain.duties import Answer
from lindung.domain.errors import RuleBroken
from lindung.domain.identifiers import checked_nik
from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.domain.permissions import Act
from lindung.domain.registration import EnrolmentState, Relation, check_age
from lindung.models.acts import AuditEntry
from lindung.models.base import db
from lindung.models.sponsors import Sponsor
from lindung.models.workers import Enrolment, Worker
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer

__all__ = [
    "Terms", "WorkerFacts", "add_worker", "edit_worker", "log_reveals", "replace_worker", "reveal_nik",
]  # fmt: skip
REVEAL = "reveal"  # the audit entries that say who saw a worker's NIK; their record_id is the worker's
SHORTEST_REASON = 5
ANSWER_CHANGED = Remark("answer_changed", "employs")


def add_worker(
    viewer: Viewer,
    sponsor_id: int,
    circular_id: int,
    facts: WorkerFacts,
    terms: Terms,
    *,
    noted_on: date | None = None,
    sure: bool = False,
    employs: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """A candidate of this sponsor. `record_id` is the enrolment; or `question_id`, when another sponsor covers the NIK.

    RuleBroken: already_enrolled, question_waits, question_decided (nik), too_young, too_old (born_on), kpj_taken,
    worker_may_be_asn (name) unless `sure`: the form asks once more; worker_of_none (employs) where his answer is a
    nihil, which a worker contradicts (R7), unless `employs`: then the same act answers anew. Remarks: nik_disagrees,
    nik_date_impossible, answer_changed.
    """
    with act(viewer, "worker.add", today=today, key=key) as deed:
        sponsor = own.own_sponsor(viewer, sponsor_id, Act.EDIT_REGISTRATIONS, today)
        circular = own.binding_circular(circular_id)
        day = noted_on or today
        since = Month.of(min(day, today))
        with summaries.difference(deed, [sponsor_id], since=since, circular_id=circular_id):
            own.check_present(viewer, [sponsor_id], today)
            enrolled = enrolling.enrol(deed, sponsor, circular, facts, terms, day, sure=sure)
            is_answered = enrolled.enrolment_id is not None and _answered_anew(
                deed, sponsor_id, circular_id, terms.relation, employs=employs
            )
        done = Done(
            deed.id,
            record_id=enrolled.enrolment_id,
            question_id=enrolled.question_id,
            remarks=[*enrolled.remarks, ANSWER_CHANGED] if is_answered else enrolled.remarks,
        )
        deed.result = done.result
    return done


def _answered_anew(
    deed: Deed, sponsor_id: int, circular_id: int, relation: Relation, *, employs: bool
) -> bool:
    """Whether a nihil gave way to the answer a worker makes true; a question leaves it until it is decided."""
    answer = declarations.answer_now(sponsor_id, circular_id, deed.today)
    if answer is None or answer.makes_target:
        return False
    if not employs:
        raise RuleBroken("worker_of_none", field="employs")
    wanted = Answer.EMPLOYS if relation is Relation.ART else Answer.OTHER_WORKER
    declarations.add_answer(deed, sponsor_id, circular_id, wanted)
    return True


def edit_worker(
    viewer: Viewer,
    worker_id: int,
    facts: WorkerFacts,
    *,
    seen_version: int,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """Corrects a person's facts, the NIK included (nik_taken when it is somebody else's)."""
    with act(viewer, "worker.edit", today=today, key=key) as deed:
        worker = own.own_worker(viewer, worker_id, Act.EDIT_REGISTRATIONS, today)
        with summaries.difference(deed, (), since=Month.of(today), enrolment_ids=_enrolments_of(worker_id)):
            own.as_seen(viewer, worker, seen_version, person.SHOWN, today)
            nik = checked_nik(facts.nik) if facts.nik else worker.nik
            columns = person.columns_of(facts, worker.nik, today)
            born_on = columns.get("born_on", worker.born_on)
            if columns.get("born_on") is not None:
                _check_first_age(worker_id, columns["born_on"], today)
            if not sure and (facts.name is not None or facts.born_on is not None):
                person.refuse_servant(columns.get("name", worker.name), born_on)
            person.change_nik(worker, nik)
            for name, value in columns.items():
                setattr(worker, name, value)
            worker.name_key = name_key(worker.name)
            db.session.flush()
            refresh_names([worker_id])
        done = Done(deed.id, record_id=worker_id, remarks=person.remarks_on(nik, born_on, worker.sex, today))
        deed.result = done.result
    return done


def replace_worker(
    viewer: Viewer,
    enrolment_id: int,
    ended_on: date,
    reason: str,
    facts: WorkerFacts,
    terms: Terms,
    *,
    seen_version: int,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """ "Ganti ART" in one act: the enrolment ends that day and the next person's begins. Fields: ended_on, reason
    and those of add_worker."""
    with act(viewer, "worker.replace", today=today, key=key) as deed:
        enrolment = own.own_enrolment(viewer, enrolment_id, Act.EDIT_REGISTRATIONS, today)
        sponsor = db.session.get_one(Sponsor, enrolment.sponsor_id)
        circular = own.binding_circular(enrolment.circular_id)
        own.check_day(ended_on, today, "ended_on")
        since = min(Month.of(ended_on), Month.of(enrolment.ended_on or ended_on))
        touched = [enrolment_id]
        with summaries.difference(deed, (), since=since, circular_id=circular.id, enrolment_ids=touched):
            own.as_seen(viewer, enrolment, seen_version, ("state", "ended_on", "reason"), today)
            if enrolment.state == EnrolmentState.ENDED.value:
                raise RuleBroken("state_move_not_allowed", field="ended_on")
            worker = db.session.get_one(Worker, enrolment.worker_id)
            _end(enrolment, worker, ended_on, reason, today)
            db.session.flush()
            enrolled = enrolling.enrol(
                deed, sponsor, circular, facts, terms, ended_on, sure=sure, unit_id=enrolment.unit_id
            )
            touched += [enrolled.enrolment_id] if enrolled.enrolment_id else []
        done = Done(
            deed.id,
            record_id=enrolled.enrolment_id,
            question_id=enrolled.question_id,
            remarks=enrolled.remarks,
        )
        deed.result = done.result
    return done


def reveal_nik(viewer: Viewer, worker_id: int, reason: str, *, today: date, key: str | None = None) -> str:
    """The full NIK; that it was shown, to whom and why is an entry in the trail (R25). Field: reason."""
    try:
        with act(viewer, "worker.reveal", today=today, key=key) as deed:
            worker = own.own_worker(viewer, worker_id, Act.REVEAL_NIK, today)
            log_reveals(deed, [worker_id], reason)
            deed.result = {"id": worker_id}
            return worker.nik
    except AlreadyDone as before:  # the same look, asked for twice: logged once
        if before.result.get("id") != worker_id:
            raise
        return own.own_worker(viewer, worker_id, Act.REVEAL_NIK, today).nik


def log_reveals(deed: Deed, worker_ids: Iterable[int], reason: str) -> None:
    """Inner step: one entry per worker whose NIK is shown. A record of its own: seeing stands in no undo's way."""
    words = own.short_text(reason, "reason")
    if words is None or len(words) < SHORTEST_REASON:
        raise RuleBroken("reveal_reason_missing", field="reason")
    entries = [
        {
            "act_id": deed.id,
            "record": REVEAL,
            "record_id": worker_id,
            "before": None,
            "after": {"field": "nik", "reason": words},
        }
        for worker_id in worker_ids
    ]
    if entries:
        db.session.execute(insert(AuditEntry), entries)


def _end(enrolment: Enrolment, worker: Worker, ended_on: date, reason: str, today: date) -> None:
    try:
        apply_change(
            enrolment, worker, StateChange(EnrolmentState.ENDED, ended_on, reason=reason), thresholds(), today
        )
    except RuleBroken as broken:
        broken.field = "ended_on" if broken.field == "on" else broken.field
        raise


def _enrolments_of(worker_id: int) -> Sequence[int]:
    return db.session.scalars(select(Enrolment.id).where(Enrolment.worker_id == worker_id)).all()


def _check_first_age(worker_id: int, born_on: date, today: date) -> None:
    """R20 for everything that still stands, on the day it was registered or today."""
    statement = select(Enrolment.relation, Enrolment.registered_on).where(
        Enrolment.worker_id == worker_id, Enrolment.state != EnrolmentState.ENDED.value
    )
    limits = thresholds()
    for relation, registered_on in db.session.execute(statement):
        on = registered_on or today
        check_age(born_on, on, Relation(relation), limits.ages(Month.of(on)))
