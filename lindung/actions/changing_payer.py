"""One payer stops, the next goes on: the old enrolment ends where the new one begins (R10, R17). Never commits."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from lindung.actions import declarations, enrolling, ledger, tree
from lindung.actions.acts import Deed, insert_rows
from lindung.domain.duties import Answer, SponsorKind
from lindung.domain.errors import RuleBroken
from lindung.domain.handovers import check_first_month
from lindung.domain.months import Month
from lindung.domain.protection import EMPTY_COVER
from lindung.domain.rates import Payer, Tariff
from lindung.domain.registration import EnrolmentState, Relation
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.funds import Fund
from lindung.models.ledger import MonthCover
from lindung.models.rates import MonthDue
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.workers import Enrolment
from lindung.queries.closed import locks, reporting_ids

S = EnrolmentState


@dataclass(frozen=True, slots=True)
class Successor:
    """Who pays from which month on, and what is the office's own to say of it."""

    sponsor: Sponsor
    circular_id: int
    first: Month
    reason: str  # why the old enrolment ended
    relation: Relation | None = None
    since: Month | None = None  # nobody else may begin before the old payer stopped


def pass_on(deed: Deed, old: Enrolment, new: Successor) -> int:
    """Inner step, inside the difference of both payers, the worker's enrolments locked; the new enrolment's id.

    RuleBroken: handover_same_payer, already_enrolled, sponsor_has_left, handover_over_already, handover_fund_period,
    handover_month_paid, handover_month_early, handover_month_late (first_month), no_rate_for_terms.
    """
    _refuse_impossible(old, new, deed.today)
    check_first_month(new.first, last_paid(old.worker_id, old.job), new.since, Month.of(deed.today))
    columns = _columns(old, new, deed.today)
    new_id = insert_rows(deed, Enrolment, [columns])[0]
    _end(old, new, deed.today)
    db.session.flush()
    ledger.rebuild_cover([old.id, new_id])
    return new_id


def holding_circular(circular_id: int, today: date) -> int:
    """The circular, or the one that took its place; RuleBroken circular_over where neither holds any more."""
    circular = db.session.get_one(Circular, circular_id)
    while circular.successor_id and circular.in_force_until and circular.in_force_until < today:
        circular = db.session.get_one(Circular, circular.successor_id)
    enrolling.check_open(circular, today)
    return circular.id


def says_so(deed: Deed, sponsor: Sponsor, circular_id: int, relation: Relation) -> bool:
    """Whether a nihil gave way to the answer that a worker makes true (R7)."""
    answer = declarations.answer_now(sponsor.id, circular_id, deed.today)
    if sponsor.kind != SponsorKind.ASN.value or answer is None or answer.makes_target:
        return False
    wanted = Answer.EMPLOYS if relation is Relation.ART else Answer.OTHER_WORKER
    declarations.add_answer(deed, sponsor.id, circular_id, wanted)
    return True


def last_paid(worker_id: int, job: int) -> Month | None:
    """The newest month for which anything was paid, by whomever (R17)."""
    statement = select(func.max(MonthCover.month)).where(
        MonthCover.worker_id == worker_id, MonthCover.job == job, MonthCover.paid != 0
    )
    return db.session.scalar(statement)


def lock_worker(worker_id: int) -> list[Enrolment]:
    """All of a worker's enrolments in id order, read anew: two payers of one person come in turn (R17)."""
    statement = select(Enrolment).where(Enrolment.worker_id == worker_id).order_by(Enrolment.id)
    rows = db.session.scalars(statement.with_for_update().execution_options(populate_existing=True))
    return list(rows)


def is_live(enrolment: Enrolment, today: date) -> bool:
    return enrolment.ended_on is None or enrolment.ended_on > today


def open_day(unit_id: int, day: date, today: date) -> date:
    """That day, or the first one after the months its office has closed: what was approved stays (R22)."""
    above = reporting_ids().get(unit_id)
    if above is None:
        return day
    closed = [one.month for one in locks(today, unit_ids=[above]) if one.month >= Month.of(day)]
    return max(day, max(closed).next().first_day()) if closed else day


def home_of(sponsor_id: int) -> int:
    """The unit somebody stands in, or stood in last."""
    statement = select(Posting.unit_id).where(Posting.sponsor_id == sponsor_id)
    return db.session.scalars(statement.order_by(Posting.first_month.desc()).limit(1)).one()


def _refuse_impossible(old: Enrolment, new: Successor, today: date) -> None:
    if not is_live(old, today):
        raise RuleBroken("handover_over_already", ended_on=old.ended_on)
    if new.sponsor.id == old.sponsor_id:
        raise RuleBroken("handover_same_payer", field="to", name=new.sponsor.name)
    if new.sponsor.left_on is not None:
        raise RuleBroken("sponsor_has_left", field="to", name=new.sponsor.name, left_on=new.sponsor.left_on)
    mine = select(Enrolment.id).where(
        Enrolment.worker_id == old.worker_id,
        Enrolment.sponsor_id == new.sponsor.id,
        Enrolment.circular_id == new.circular_id,
        or_(Enrolment.ended_on.is_(None), Enrolment.ended_on > today),
    )
    if db.session.scalar(mine.limit(1)) is not None:
        raise RuleBroken("already_enrolled", field="to", sponsor=new.sponsor.name)
    fund = db.session.scalars(select(Fund).where(Fund.sponsor_id == new.sponsor.id)).first()
    if fund is not None and not fund.first_month <= new.first <= fund.last_month:
        raise RuleBroken(
            "handover_fund_period", field="first_month", first=fund.first_month, last=fund.last_month
        )


def _columns(old: Enrolment, new: Successor, today: date) -> dict[str, Any]:
    """The membership goes on: same person, job and programmes; what it costs follows the new payer (R13)."""
    unit_id = old.unit_id if new.sponsor.kind == SponsorKind.FUND.value else home_of(new.sponsor.id)
    begins, is_registered = new.first.first_day(), old.registered_on is not None
    return {
        "worker_id": old.worker_id,
        "sponsor_id": new.sponsor.id,
        "circular_id": new.circular_id,
        "relation": (new.relation or Relation(old.relation)).value,
        "tariff": tariff_for(old.tariff, new.sponsor),
        "state": S.REGISTERED.value if is_registered else old.state,
        "noted_on": open_day(unit_id, begins, today),
        "submitted_on": old.submitted_on,
        "registered_on": begins if is_registered else None,
        "refused_on": None if is_registered else old.refused_on,
        "ended_on": None,
        "reason": None if is_registered else old.reason,
        "first_month": new.first if is_registered else None,
        "job": old.job,
        "protected_until": old.protected_until,
        "cover": EMPTY_COVER,
        "unit_id": unit_id,
        "opd_id": tree.reporting_above()[unit_id],
        "name_key": old.name_key,
        "version": 1,
    }


def tariff_for(tariff: str, sponsor: Sponsor) -> str:
    """The same programmes, paid by this one: public money has no discount (R13)."""
    payer = Payer.PUBLIC if sponsor.is_public else Payer.PRIVATE
    code = Tariff.of_code(tariff)._replace(payer=payer).code
    if db.session.scalar(select(MonthDue.tariff).where(MonthDue.tariff == code).limit(1)) is None:
        raise RuleBroken("no_rate_for_terms")
    return code


def _end(old: Enrolment, new: Successor, today: date) -> None:
    """`ended_on` is the first day it no longer holds, so the month before is still the old payer's."""
    begun = old.registered_on or old.noted_on
    old.ended_on = max(new.first.first_day(), begun)
    old.reason = new.reason
    if old.ended_on <= today:
        old.state = S.ENDED.value
