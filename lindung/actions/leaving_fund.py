"""Covers under a programme that end: each with its reason on a day, counted where the person was proposed."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from lindung.actions import registering, summaries
from lindung.actions.acts import Deed
from lindung.actions.registering import StateChange
from lindung.domain.months import Month
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.workers import Enrolment, Worker
from lindung.queries.staging import chunks
from lindung.queries.thresholds import thresholds


def end_enrolments(deed: Deed, reasons: Mapping[int | None, str], on: date) -> None:
    """Enrolment id -> why. What had ended before stays as it is. Never commits."""
    ids = sorted(id_ for id_ in reasons if id_ is not None)
    if not ids:
        return
    with summaries.difference(deed, [], since=Month.of(on), enrolment_ids=ids):
        end_within(deed, reasons, on)


def end_within(deed: Deed, reasons: Mapping[int | None, str], on: date) -> None:
    """Inner step, inside a difference over these enrolments."""
    limits = thresholds()
    for part in chunks(sorted(id_ for id_ in reasons if id_ is not None)):
        statement = select(Enrolment, Worker).join(Worker, Worker.id == Enrolment.worker_id)
        rows = db.session.execute(
            statement.where(Enrolment.id.in_(part))
            .order_by(Enrolment.id)
            .with_for_update(of=Enrolment)
            .execution_options(populate_existing=True)
        )
        for enrolment, worker in rows.all():
            if enrolment.state != EnrolmentState.ENDED.value:
                change = StateChange(EnrolmentState.ENDED, on, reason=reasons[enrolment.id])
                registering.apply_change(enrolment, worker, change, limits, deed.today)
        db.session.flush()
