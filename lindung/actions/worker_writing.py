"""Writing people, enrolments and questions, one or thousands: what screens and files have in common. Never commits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from lindung.actions import ledger, tree
from lindung.actions.acts import Deed, insert_rows
from lindung.actions.copies import refresh_names
from lindung.domain.import_people import EnrolmentFacts
from lindung.domain.names import name_key
from lindung.domain.protection import EMPTY_COVER
from lindung.domain.questions import QuestionKind
from lindung.models.base import db
from lindung.models.keys import current_keys
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.staging import chunks

SAME_NIK = QuestionKind.SAME_NIK.value


@dataclass(frozen=True, slots=True)
class WorkerPlan:
    """What one row writes: the person (new or known), and an enrolment (new or known) or a question."""

    nik: str
    person: dict[str, Any]  # columns the row gives
    worker_id: int | None  # None: a new person
    sponsor_id: int
    unit_id: int  # where the sponsor stands
    circular_id: int
    enrolment: dict[str, Any]
    enrolment_id: int | None
    row: dict[str, str]  # as the file said it, for a question
    asks: bool = False
    is_asked: bool = False  # this very question waits already
    job: int = 1  # 2 only by a decision that both jobs are lawful (R6)


def facts_columns(facts: EnrolmentFacts) -> dict[str, Any]:
    """State and dates as the enrolment's columns keep them."""
    return asdict(facts) | {"state": facts.state.value, "first_month": facts.first_month}


def write(deed: Deed, plans: Sequence[WorkerPlan]) -> None:
    """New people first, then their enrolments, then what changed, then the questions."""
    ids = {plan.nik: plan.worker_id for plan in plans if plan.worker_id is not None}
    _insert_workers(deed, plans, ids)
    _insert_enrolments(deed, [plan for plan in plans if plan.enrolment_id is None and not plan.asks], ids)
    _change_workers([plan for plan in plans if not plan.asks])
    change_enrolments({plan.enrolment_id: plan.enrolment for plan in plans if plan.enrolment_id is not None})
    _insert_questions(deed, [plan for plan in plans if plan.asks and not plan.is_asked], ids)


def change_workers(changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Worker id -> columns to set; the copies of names follow."""
    renamed: list[int] = []
    for ids in chunks(sorted(changes)):
        statement = select(Worker).where(Worker.id.in_(ids)).order_by(Worker.id)
        for worker in db.session.scalars(statement):
            for name, value in changes[worker.id].items():
                setattr(worker, name, value)
            if "name" in changes[worker.id] and worker.name_key != name_key(worker.name):
                worker.name_key = name_key(worker.name)
                renamed.append(worker.id)
        db.session.flush()
    refresh_names(renamed)


def change_enrolments(changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Enrolment id -> columns to set."""
    for ids in chunks(sorted(changes)):
        statement = select(Enrolment).where(Enrolment.id.in_(ids)).order_by(Enrolment.id)
        for enrolment in db.session.scalars(statement):
            for name, value in changes[enrolment.id].items():
                setattr(enrolment, name, value)
        db.session.flush()


def _insert_workers(deed: Deed, plans: Sequence[WorkerPlan], ids: dict[str, int]) -> None:
    new: dict[str, WorkerPlan] = {}
    for plan in plans:
        if plan.nik not in ids and not plan.asks:
            new.setdefault(plan.nik, plan)
    rows = [_worker_row(plan) for plan in new.values()]
    ids |= dict(zip(new, insert_rows(deed, Worker, rows), strict=True))


def _worker_row(plan: WorkerPlan) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(
        ("birth_place", "mother_name", "village", "workplace", "work_hours", "heir", "consent_on", "died_on")
    )
    given = dict.fromkeys(("born_on", "sex", "address", "phone", "occupation", "kpj")) | plan.person
    return {
        **empty,
        **given,
        "nik": plan.nik,
        "nik_index": current_keys().blind(plan.nik),
        "nik_last4": plan.nik[-4:],
        "name_key": name_key(plan.person["name"]),
        "version": 1,
    }


def _insert_enrolments(deed: Deed, plans: Sequence[WorkerPlan], ids: Mapping[str, int]) -> None:
    nearest = tree.reporting_above() if plans else {}
    rows = []
    for plan in plans:
        rows.append(
            {
                "worker_id": ids[plan.nik],
                "sponsor_id": plan.sponsor_id,
                "circular_id": plan.circular_id,
                **plan.enrolment,
                "job": plan.job,
                "cover": EMPTY_COVER,
                "unit_id": plan.unit_id,
                "opd_id": nearest[plan.unit_id],
                "name_key": name_key(plan.person["name"]),
                "version": 1,
            }
        )
    new_ids = insert_rows(deed, Enrolment, rows)
    # Somebody known may bring paid months along: his history goes on, whoever pays from now on (R18).
    known = [id_ for id_, plan in zip(new_ids, plans, strict=True) if plan.worker_id is not None]
    ledger.rebuild_cover(known)


def _change_workers(plans: Collection[WorkerPlan]) -> None:
    change_workers({plan.worker_id: plan.person for plan in plans if plan.worker_id is not None})


def _insert_questions(deed: Deed, plans: Sequence[WorkerPlan], ids: Mapping[str, int]) -> None:
    rows = [
        {
            "kind": SAME_NIK,
            "worker_id": ids[plan.nik],
            "sponsor_id": plan.sponsor_id,
            "circular_id": plan.circular_id,
            "asked_on": deed.today,
            "row": plan.row,
            "decision": None,
            "reason": None,
            "version": 1,
        }
        for plan in plans
    ]
    insert_rows(deed, Question, rows)
