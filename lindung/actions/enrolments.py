"""A worker's registration through its states, one row or many at once, and the list of candidates sent to BPJS."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from lindung.actions import enrolling, own, registering, summaries
from lindung.actions.acts import act, insert_rows
from lindung.actions.done import Done
from lindung.actions.enrolling import Terms
from lindung.actions.registering import StateChange
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.domain.rates import Tariff
from lindung.domain.registration import ALLOWED_MOVES, EnrolmentState
from lindung.models.base import db
from lindung.models.ledger import MonthCover
from lindung.models.letters import Submission, SubmissionLine
from lindung.models.sponsors import Sponsor
from lindung.models.workers import Enrolment, Worker
from lindung.queries.proposals import Asked
from lindung.queries.staging import chunks
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer

__all__ = [
    "StateChange", "Terms", "change_state", "change_state_in_bulk", "edit_enrolment", "submit_batch",
]  # fmt: skip
SHOWN = (
    "state",
    "noted_on",
    "submitted_on",
    "registered_on",
    "refused_on",
    "ended_on",
    "reason",
    "first_month",
)
SENT_FROM = frozenset({EnrolmentState.CANDIDATE.value, EnrolmentState.REFUSED.value})


def change_state(
    viewer: Viewer,
    enrolment_id: int,
    change: StateChange,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """One row; the present state with another day or KPJ corrects it.

    Fields: state (state_move_not_allowed), on (day_ahead, ends_before_it_begins), kpj (kpj_of_registered_missing,
    kpj_length, kpj_taken), reason (reason_of_state_missing), first_month (first_month_too_far), born_on (age).
    """
    with act(viewer, "enrolment.state", today=today, key=key) as deed:
        enrolment = own.own_enrolment(viewer, enrolment_id, Act.EDIT_REGISTRATIONS, today)
        since = registering.earliest(enrolment, change.on or today)
        with summaries.difference(
            deed, (), since=since, circular_id=enrolment.circular_id, enrolment_ids=[enrolment_id]
        ):
            own.as_seen(viewer, enrolment, seen_version, SHOWN, today)
            worker = db.session.get_one(Worker, enrolment.worker_id)
            registering.apply_change(enrolment, worker, change, thresholds(), today)
        done = Done(deed.id, record_id=enrolment_id)
        deed.result = done.result
    return done


def change_state_in_bulk(
    viewer: Viewer,
    enrolment_ids: Collection[int],
    change: StateChange,
    expected_count: int,
    *,
    today: date,
    key: str | None = None,
) -> Done:
    """The selected, or all a filter found (`queries.workers.enrolment_ids`): all or none.

    RuleBroken count_changed (expected, found), bulk_state_not_allowed (count, who), bulk_kpj_missing (count, who).
    """
    with act(viewer, "enrolment.state_in_bulk", today=today, key=key) as deed:
        found = own.own_enrolments(viewer, enrolment_ids, Act.EDIT_REGISTRATIONS, today)
        own.check_count(expected_count, len(set(enrolment_ids)), len(found))
        since = min(registering.earliest(one, change.on or today) for one in found)
        with summaries.difference(deed, (), since=since, enrolment_ids=[one.id for one in found]):
            own.lock_enrolments(viewer, found, today)
            workers, limits = _workers(found), thresholds()
            _refuse_some(found, workers, change.state)
            for one in found:
                registering.apply_change(one, workers[one.worker_id], change, limits, today)
        done = Done(deed.id, count=len(found))
        deed.result = done.result
    return done


def edit_enrolment(
    viewer: Viewer,
    enrolment_id: int,
    terms: Terms,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """Relation, programmes, sector, segment, band.

    What months cost may not change once some are paid (terms_with_payments).
    """
    with act(viewer, "enrolment.edit", today=today, key=key) as deed:
        enrolment = own.own_enrolment(viewer, enrolment_id, Act.EDIT_REGISTRATIONS, today)
        with summaries.difference(deed, (), since=Month.of(enrolment.noted_on), enrolment_ids=[enrolment_id]):
            own.as_seen(viewer, enrolment, seen_version, ("relation", "tariff"), today)
            sponsor = db.session.get_one(Sponsor, enrolment.sponsor_id)
            circular = own.binding_circular(enrolment.circular_id)
            segment = terms.segment or Tariff.of_code(enrolment.tariff).segment
            wanted = enrolling.tariff_of(replace(terms, segment=segment), sponsor, circular)
            if wanted != enrolment.tariff and _is_paid(enrolment_id):
                raise RuleBroken("terms_with_payments", field="programmes")
            enrolment.relation, enrolment.tariff = terms.relation.value, wanted
        done = Done(deed.id, record_id=enrolment_id)
        deed.result = done.result
    return done


def submit_batch(
    viewer: Viewer,
    enrolment_ids: Collection[int],
    number: str,
    on: date,
    donor_code: str,
    expected_count: int,
    *,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """Candidates (and refused ones, mended) become submitted under one batch number; `record_id` is the submission.

    Fields: number (submission_number_missing, submission_number_taken), on, donor_code; sure (submission_lacks)
    while somebody on it lacks what BPJS asks for (R20a) and nobody has said that he goes all the same.
    """
    with act(viewer, "enrolment.submit", today=today, key=key) as deed:
        found = own.own_enrolments(viewer, enrolment_ids, Act.EDIT_REGISTRATIONS, today)
        own.check_count(expected_count, len(set(enrolment_ids)), len(found))
        columns = _submission(viewer, found, number, on, donor_code, today)
        since = min(registering.earliest(one, on) for one in found)
        with summaries.difference(deed, (), since=since, enrolment_ids=[one.id for one in found]):
            own.lock_enrolments(viewer, found, today)
            workers = _workers(found)
            _refuse_wrong(found, workers, [one for one in found if one.state not in SENT_FROM])
            _refuse_lacking(workers, sure=sure)
            change, limits = StateChange(EnrolmentState.SUBMITTED, on), thresholds()
            for one in found:
                registering.apply_change(one, workers[one.worker_id], change, limits, today)
        submission_id = insert_rows(deed, Submission, [columns | {"act_id": deed.id}])[0]
        lines = [{"submission_id": submission_id, "enrolment_id": one.id} for one in found]
        insert_rows(deed, SubmissionLine, lines)
        done = Done(deed.id, count=len(found), record_id=submission_id)
        deed.result = done.result
    return done


def _submission(
    viewer: Viewer, found: Sequence[Enrolment], number: str, on: date, donor_code: str, today: date
) -> dict[str, Any]:
    own.check_day(on, today, "on")
    words = own.short_text(number, "number")
    donor = own.short_text(donor_code, "donor_code")
    if words is None:
        raise RuleBroken("submission_number_missing", field="number")
    if donor is None:
        raise RuleBroken("donor_code_missing", field="donor_code")
    unit_id = viewer.unit_id if viewer.units else None
    taken = select(Submission.id).where(Submission.number == words, Submission.unit_id.is_(unit_id))
    if unit_id is not None:
        taken = select(Submission.id).where(Submission.number == words, Submission.unit_id == unit_id)
    if db.session.scalar(taken) is not None:
        raise RuleBroken("submission_number_taken", field="number", number=words)
    circulars = {one.circular_id for one in found}
    if len(circulars) > 1:
        raise RuleBroken("submission_of_two_circulars")
    return {
        "circular_id": circulars.pop(),
        "unit_id": unit_id,
        "number": words,
        "sent_on": on,
        "donor_code": donor,
    }


def _workers(enrolments: Sequence[Enrolment]) -> dict[int, Worker]:
    """Their workers by id, locked after them and read anew."""
    found: dict[int, Worker] = {}
    for ids in chunks(sorted({one.worker_id for one in enrolments})):
        statement = select(Worker).where(Worker.id.in_(ids)).order_by(Worker.id).with_for_update()
        rows = db.session.scalars(statement.execution_options(populate_existing=True))
        found |= {worker.id: worker for worker in rows}
    return found


def _refuse_some(found: Sequence[Enrolment], workers: dict[int, Worker], wanted: EnrolmentState) -> None:
    wrong = [one for one in found if wanted not in ALLOWED_MOVES[EnrolmentState(one.state)]]
    _refuse_wrong(found, workers, wrong)
    numberless = [workers[one.worker_id].name for one in found if not workers[one.worker_id].kpj]
    if wanted is EnrolmentState.REGISTERED and numberless:
        raise RuleBroken("bulk_kpj_missing", count=len(numberless), who=numberless[0])


def _refuse_wrong(found: Sequence[Enrolment], workers: dict[int, Worker], wrong: Sequence[Enrolment]) -> None:
    if wrong:
        who = workers[wrong[0].worker_id].name
        raise RuleBroken("bulk_state_not_allowed", field="state", count=len(wrong), who=who)


def _refuse_lacking(workers: dict[int, Worker], *, sure: bool) -> None:
    lacking = sum(any(getattr(one, asked.value) in (None, "") for asked in Asked) for one in workers.values())
    if lacking and not sure:
        raise RuleBroken("submission_lacks", field="sure", count=lacking)


def _is_paid(enrolment_id: int) -> bool:
    statement = select(MonthCover.month).where(MonthCover.enrolment_id == enrolment_id, MonthCover.paid != 0)
    return db.session.scalar(statement.limit(1)) is not None
