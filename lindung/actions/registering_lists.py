"""Registered by BPJS as a whole list, whose numbers come later in its own file (R4)."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from lindung.actions import own, own_nominations, registering, summaries
from lindung.actions.acts import act
from lindung.actions.done import Done
from lindung.actions.registering import StateChange
from lindung.domain.months import Month
from lindung.domain.nominations import NominationState
from lindung.domain.permissions import Act
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.workers import Enrolment, Worker
from lindung.queries.staging import chunks
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer

UNREGISTERED = (
    EnrolmentState.CANDIDATE.value,
    EnrolmentState.SUBMITTED.value,
    EnrolmentState.REFUSED.value,
)


def register_list(
    viewer: Viewer,
    circular_id: int,
    ids: Collection[int],
    on: date,
    first_month: Month | None,
    expected: int,
    *,
    today: date,
    key: str | None = None,
) -> Done:
    """Admitted people become registered, with or without KPJ. Fields: on, first_month (first_month_too_far)."""
    with act(viewer, "nomination.register", today=today, key=key) as deed:
        own.check_day(on, today, "on")
        own_nominations.programme(viewer, circular_id, Act.EDIT_REGISTRATIONS)
        rows = own_nominations.counted(viewer, circular_id, ids, expected, (NominationState.ADMITTED,))
        enrolments = [one.enrolment_id for one in rows if one.enrolment_id]
        change = StateChange(EnrolmentState.REGISTERED, on, first_month=first_month, kpj_later=True)
        with summaries.difference(
            deed, [], since=Month.of(on), circular_id=circular_id, enrolment_ids=enrolments
        ):
            done_ids = _register(enrolments, change, today)
        own.check_count(expected, len(done_ids))
        done = Done(deed.id, count=len(done_ids))
        deed.result = done.result
    return done


def _register(enrolment_ids: Collection[int], change: StateChange, today: date) -> list[int]:
    limits, done = thresholds(), list[int]()
    for part in chunks(sorted(enrolment_ids)):
        statement = (
            select(Enrolment, Worker)
            .join(Worker, Worker.id == Enrolment.worker_id)
            .where(Enrolment.id.in_(part), Enrolment.state.in_(UNREGISTERED))
            .order_by(Enrolment.id)
            .with_for_update(of=Enrolment)
            .execution_options(populate_existing=True)
        )
        for enrolment, worker in db.session.execute(statement).all():
            registering.apply_change(enrolment, worker, change, limits, today)
            done.append(enrolment.id)
        db.session.flush()
    return done
