"""One step of a registration: what each state needs, and what it leaves in the row. Never commits."""

from dataclasses import dataclass, replace
from datetime import date

from lindung.actions import own, person, worker_writing
from lindung.domain.errors import RuleBroken
from lindung.domain.import_people import EnrolmentFacts, GivenStatus, check_first_age, facts_wanted
from lindung.domain.months import Month
from lindung.domain.registration import EnrolmentState, Relation, check_move
from lindung.domain.thresholds import Thresholds
from lindung.models.workers import Enrolment, Worker

S = EnrolmentState
NEEDS_REASON = frozenset({S.REFUSED, S.ENDED})
FURTHEST_FIRST_MONTH = 3  # a contribution may begin so many months after the registration


@dataclass(frozen=True, slots=True)
class StateChange:
    """What a row becomes on which day. None: the day is today, the KPJ stays, the first month is that day's."""

    state: EnrolmentState
    on: date | None = None
    kpj: str | None = None
    reason: str | None = None
    first_month: Month | None = None
    kpj_later: bool = False  # BPJS has registered a whole list and its file with the numbers is still to come


def facts_of(enrolment: Enrolment) -> EnrolmentFacts:
    return EnrolmentFacts(
        EnrolmentState(enrolment.state),
        enrolment.noted_on,
        enrolment.submitted_on,
        enrolment.registered_on,
        enrolment.refused_on,
        enrolment.ended_on,
        enrolment.reason,
        enrolment.first_month,
    )


def earliest(enrolment: Enrolment, on: date) -> Month:
    """The first month whose counts a change of this row's dates can move."""
    return min(Month.of(enrolment.noted_on), Month.of(max(on, own.EARLIEST)))


def apply_change(
    enrolment: Enrolment, worker: Worker, change: StateChange, limits: Thresholds, today: date
) -> None:
    """Inner step, inside the sponsor's difference: rows locked and fresh."""
    check_move(EnrolmentState(enrolment.state), change.state)
    on = change.on or today
    own.check_day(on, today, "on")
    reason = own.short_text(change.reason, "reason")
    if change.state in NEEDS_REASON and not (reason or _keeps_reason(enrolment, change)):
        raise RuleBroken("reason_of_state_missing", field="reason")
    wanted = _wanted(enrolment, change, on, reason, today)
    _check_dates(wanted, today)
    if change.state is S.REGISTERED:
        _give_kpj(worker, change.kpj, later=change.kpj_later)
        _check_age(enrolment, worker, wanted, limits, today)
    elif change.kpj:
        worker.kpj = person.free_kpj(change.kpj, worker.nik)
    for name, value in worker_writing.facts_columns(wanted).items():
        setattr(enrolment, name, value)


def _wanted(
    enrolment: Enrolment, change: StateChange, on: date, reason: str | None, today: date
) -> EnrolmentFacts:
    current = facts_of(enrolment)
    is_end = change.state is S.ENDED
    given = GivenStatus(
        change.state, None if is_end else on, change.first_month, on if is_end else None, reason
    )
    wanted = facts_wanted(given, current, enrolment.noted_on, today)
    if change.state not in NEEDS_REASON:
        wanted = replace(wanted, reason=reason)  # why it was refused once stands in its history
    if change.state is S.CANDIDATE and current.state is S.SUBMITTED:
        wanted = replace(wanted, submitted_on=None)  # it was not sent after all
    return wanted


def _keeps_reason(enrolment: Enrolment, change: StateChange) -> bool:
    """The same state again, with another day: what was said stays."""
    return enrolment.state == change.state.value and bool(enrolment.reason)


def _check_dates(wanted: EnrolmentFacts, today: date) -> None:
    begun = wanted.registered_on or wanted.noted_on
    if wanted.ended_on is not None and wanted.ended_on < begun:
        raise RuleBroken("ends_before_it_begins", field="on", begun=begun)
    if wanted.registered_on is not None and wanted.first_month is not None:
        last = Month.of(wanted.registered_on).plus(FURTHEST_FIRST_MONTH)
        if wanted.first_month > last:
            raise RuleBroken("first_month_too_far", field="first_month", last=last)


def _give_kpj(worker: Worker, kpj: str | None, *, later: bool) -> None:
    """Marked as registered on the screen, a worker has a number (R4); a file of BPJS may bring it later."""
    if kpj:
        worker.kpj = person.free_kpj(kpj, worker.nik)
    if not worker.kpj and not later:
        raise RuleBroken("kpj_of_registered_missing", field="kpj")


def _check_age(
    enrolment: Enrolment, worker: Worker, wanted: EnrolmentFacts, limits: Thresholds, today: date
) -> None:
    given = GivenStatus(wanted.state, wanted.registered_on, None, None, None)
    check_first_age(
        given,
        wanted,
        was_registered=enrolment.registered_on is not None,
        born_on=worker.born_on,
        relation=Relation(enrolment.relation),
        limits=limits,
        today=today,
    )
