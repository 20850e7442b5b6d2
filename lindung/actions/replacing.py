"""Somebody the programme pays for died, moved or may not be paid for: the next on the waiting list takes his place."""

from datetime import date

from sqlalchemy import select

from lindung.actions import admitting, nomination_writing, own, own_nominations, summaries
from lindung.actions.acts import Deed, act
from lindung.actions.done import Done
from lindung.actions.leaving_fund import end_within
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.domain.nominations import DropReason, NominationState
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.nominations import Nomination
from lindung.models.workers import Enrolment, Worker
from lindung.queries.nominations import next_waiting
from lindung.queries.viewer import Viewer

MOST_TRIED = 20  # of the waiting list: somebody may be covered elsewhere by now


def replace(
    viewer: Viewer,
    nomination_id: int,
    reason: DropReason,
    on: date,
    *,
    words: str,
    note: str | None = None,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """In one act (UX P6): the cover ends on that day, and the first who waits in the village, else in the programme, is
    admitted under the same fund. `record_id` is the successor. RuleBroken: on, nobody_waits, fund_over."""
    with act(viewer, "nomination.replace", today=today, key=key) as deed:
        row = own_nominations.as_seen(viewer, nomination_id, seen_version)
        circular = own_nominations.programme(viewer, row.circular_id, Act.EDIT_REGISTRATIONS)
        own_nominations.refuse_state(row, (NominationState.ADMITTED,))
        own.check_day(on, today, "on")
        fund = admitting.fund_of(circular, row.fund_id or 0, today)
        ids = [row.enrolment_id] if row.enrolment_id else []
        with summaries.difference(deed, [], Month.of(on), circular_id=circular.id, enrolment_ids=ids):
            end_within(deed, {row.enrolment_id: words}, on)
            _note_death(row, reason, on)
            _leave(deed, row, reason, on, note)
            db.session.flush()
            successor_id = 0
            for waiting_id in next_waiting(viewer, circular.id, row.unit_id, MOST_TRIED):
                waiting = own_nominations.found(viewer, circular.id, [waiting_id])
                admitted = admitting.admit(deed, waiting, fund, today)
                if admitted.enrolments:
                    successor_id = waiting_id
                    ids += admitted.enrolments.values()
                    break
            if not successor_id:
                raise RuleBroken("nobody_waits")
        done = Done(deed.id, record_id=successor_id)
        deed.result = done.result
    return done


def _leave(deed: Deed, row: Nomination, reason: DropReason, on: date, note: str | None) -> None:
    gone = {"state": NominationState.DROPPED.value, "dropped_on": on, "drop_reason": reason.value}
    nomination_writing.change(deed, {row.id: gone | {"note": own.short_text(note, "note")}})


def _note_death(row: Nomination, reason: DropReason, on: date) -> None:
    if reason is not DropReason.DIED or row.enrolment_id is None:
        return
    statement = select(Worker).join(Enrolment, Enrolment.worker_id == Worker.id)
    worker = db.session.scalars(statement.where(Enrolment.id == row.enrolment_id)).one()
    worker.died_on = worker.died_on or on
