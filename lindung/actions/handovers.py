"""A worker changes hands: offered, accepted, refused, kept, or ended, by the offices concerned (R10, K7)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from lindung.actions import changing_payer, own, registering, summaries
from lindung.actions.acts import Deed, act
from lindung.actions.changing_payer import Successor
from lindung.actions.done import Done, Remark
from lindung.actions.registering import StateChange
from lindung.domain.duties import SponsorKind
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.handovers import HandoverCause, HandoverState, check_open, first_month_for
from lindung.domain.months import BEGINNING, Month
from lindung.domain.permissions import Act
from lindung.domain.registration import EnrolmentState, Relation
from lindung.models.base import db
from lindung.models.funds import Fund
from lindung.models.handovers import Handover
from lindung.models.sponsors import Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.history import last_change
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer

PASSED_ON = "Iuran dialihkan ke pembayar lain"  # why the old enrolment ended, as an office would write it


@dataclass(frozen=True, slots=True)
class _Taken:
    """A hand-over under lock with the enrolment it is about."""

    row: Handover
    enrolment: Enrolment


def offer_handover(
    viewer: Viewer,
    handover_id: int,
    to_sponsor_id: int,
    *,
    nip: str | None = None,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """To somebody of the regency who may take the worker; his office accepts or refuses.

    `nip`: whole, of a person of another office (else NotThere); funds and the viewer's own people need none.
    Fields: to (handover_same_payer, sponsor_has_left).
    """
    with act(viewer, "handover.offer", today=today, key=key) as deed:
        with _taken(deed, handover_id, seen_version, giving=True) as taken:
            to = db.session.get(Sponsor, to_sponsor_id)
            if to is None:
                raise NotThere
            if to.kind != SponsorKind.FUND.value:
                own.check_named(viewer, to, nip, today)
            if to.id == taken.enrolment.sponsor_id:
                raise RuleBroken("handover_same_payer", field="to", name=to.name)
            if to.left_on is not None:
                raise RuleBroken("sponsor_has_left", field="to", name=to.name, left_on=to.left_on)
            taken.row.state, taken.row.to_sponsor_id = HandoverState.OFFERED.value, to.id
            taken.row.offered_on, taken.row.reason = today, None
        done = Done(deed.id, record_id=handover_id)
        deed.result = done.result
    return done


def accept_handover(
    viewer: Viewer,
    handover_id: int,
    *,
    first_month: Month | None = None,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """By the receiver's office: the old enrolment ends, his begins with the next unpaid month or a later one.

    RuleBroken of `changing_payer.pass_on`; circular_over where a fund's programme or the circular no longer holds.
    """
    with act(viewer, "handover.accept", today=today, key=key) as deed:
        handover, fund = _row(handover_id), None
        to = db.session.get(Sponsor, handover.to_sponsor_id) if handover.to_sponsor_id else None
        if to is not None and to.kind == SponsorKind.FUND.value:
            fund = db.session.scalars(select(Fund).where(Fund.sponsor_id == to.id)).first()
        people = [to.id] if to is not None and fund is None else []
        remarks: list[Remark] = []
        with _taken(deed, handover_id, seen_version, giving=False, people=people, counts=True) as taken:
            if to is None or taken.row.state != HandoverState.OFFERED.value:
                raise RuleBroken("handover_not_offered")
            since = None if taken.row.cause == HandoverCause.MOVED.value else taken.row.since
            paid = changing_payer.last_paid(taken.enrolment.worker_id, taken.enrolment.job)
            first = first_month or first_month_for(taken.row.since, paid)
            asked_by = fund.circular_id if fund else taken.enrolment.circular_id
            circular_id = changing_payer.holding_circular(asked_by, today)
            new = Successor(to, circular_id, first, PASSED_ON, since=since)
            taken.row.new_enrolment_id = changing_payer.pass_on(deed, taken.enrolment, new)
            if changing_payer.says_so(deed, to, circular_id, Relation(taken.enrolment.relation)):
                remarks.append(Remark("answer_changed"))
            _decide(taken.row, HandoverState.ACCEPTED, today)
        done = Done(deed.id, record_id=taken.row.new_enrolment_id, remarks=remarks)
        deed.result = done.result
    return done


def refuse_handover(
    viewer: Viewer, handover_id: int, reason: str, *, seen_version: int, today: date, key: str | None = None
) -> Done:
    """By the receiver's office; it waits again, with the reason. Field: reason (handover_reason_missing)."""
    with act(viewer, "handover.refuse", today=today, key=key) as deed:
        words = _reason(reason)
        with _taken(deed, handover_id, seen_version, giving=False) as taken:
            if taken.row.state != HandoverState.OFFERED.value:
                raise RuleBroken("handover_not_offered")
            taken.row.state, taken.row.reason = HandoverState.REFUSED.value, words
        done = Done(deed.id, record_id=handover_id)
        deed.result = done.result | {"reason": words}
    return done


def keep_handover(
    viewer: Viewer, handover_id: int, *, seen_version: int, today: date, key: str | None = None
) -> Done:
    """The payer goes on paying, in his new office or although he has retired."""
    with act(viewer, "handover.keep", today=today, key=key) as deed:
        with _taken(deed, handover_id, seen_version, giving=True) as taken:
            if taken.row.cause == HandoverCause.DIED.value:
                raise RuleBroken("handover_of_the_dead")
            _decide(taken.row, HandoverState.KEPT, today)
        done = Done(deed.id, record_id=handover_id)
        deed.result = done.result
    return done


def end_handover(
    viewer: Viewer,
    handover_id: int,
    on: date,
    reason: str,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """Nobody goes on: the worker has stopped. Fields: on, reason."""
    with act(viewer, "handover.end", today=today, key=key) as deed:
        words = _reason(reason, "handover_end_reason_missing")
        with _taken(deed, handover_id, seen_version, giving=True, counts=True) as taken:
            worker = db.session.get_one(Worker, taken.enrolment.worker_id)
            change = StateChange(EnrolmentState.ENDED, on, reason=words)
            registering.apply_change(taken.enrolment, worker, change, thresholds(), today)
            _decide(taken.row, HandoverState.ENDED, today)
            taken.row.reason = words
        done = Done(deed.id, record_id=handover_id)
        deed.result = done.result
    return done


@contextmanager
def _taken(
    deed: Deed,
    handover_id: int,
    seen_version: int,
    *,
    giving: bool,
    people: list[int] | None = None,
    counts: bool = False,
) -> Iterator[_Taken]:
    """As the viewer saw it, under lock and still open, of his office's side.

    `counts`: the months of all the worker's payers may change; an offer alone changes none.
    """
    own.check_may(deed.viewer, Act.DECIDE_QUESTIONS)
    found = _row(handover_id)
    _check_side(deed.viewer, found, giving=giving)
    enrolment = db.session.get_one(Enrolment, found.enrolment_id)
    concerned = [enrolment.id]
    since = BEGINNING if counts else Month.of(deed.today).next()
    with summaries.difference(deed, people or [], since, enrolment_ids=concerned):
        changing_payer.lock_worker(enrolment.worker_id)
        statement = select(Handover).where(Handover.id == handover_id).with_for_update()
        row = db.session.scalars(statement.execution_options(populate_existing=True)).one()
        _check_side(deed.viewer, row, giving=giving)
        if row.version != seen_version:
            who, when = last_change("handover", row.id) or (None, None)
            raise ChangedMeanwhile({"version": row.version}, who, when)
        check_open(HandoverState(row.state))
        yield _Taken(row, enrolment)
        if row.new_enrolment_id is not None:
            concerned.append(row.new_enrolment_id)


def _row(handover_id: int) -> Handover:
    found = db.session.get(Handover, handover_id)
    if found is None:
        raise NotThere
    return found


def _check_side(viewer: Viewer, row: Handover, *, giving: bool) -> None:
    """Absent for whoever has neither side; who only has the other one is told whose it is to decide."""
    unit_id = db.session.get_one(Enrolment, row.enrolment_id).unit_id
    gives = viewer.sees(_path(unit_id))
    receives = row.to_sponsor_id is not None and viewer.sees(_path(changing_payer.home_of(row.to_sponsor_id)))
    if not (gives or receives):
        raise NotThere
    if giving and not gives:
        raise RuleBroken("handover_of_the_giver")
    if not giving and row.to_sponsor_id is not None and not receives:
        raise RuleBroken("handover_of_the_receiver")


def _path(unit_id: int) -> str:
    return db.session.get_one(Unit, unit_id).path


def _decide(row: Handover, state: HandoverState, today: date) -> None:
    row.state, row.decided_on = state.value, today


def _reason(reason: str, missing: str = "handover_reason_missing") -> str:
    words = own.short_text(reason, "reason")
    if words is None:
        raise RuleBroken(missing, field="reason")
    return words
