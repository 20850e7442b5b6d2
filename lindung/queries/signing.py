"""What four eyes must know (R22): who has edited a unit's data since its last report, and what is still open there."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.domain.permissions import Role
from lindung.models.accounts import Grant
from lindung.models.acts import ActRow, AuditEntry
from lindung.models.base import db
from lindung.models.circulars import Declaration
from lindung.models.imports import BpjsRow
from lindung.models.ledger import Allocation, Payment
from lindung.models.reports import MonthReport
from lindung.models.sponsors import Posting
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Question
from lindung.queries.closed import report_rules
from lindung.queries.imports import concerns
from lindung.queries.places import Extent, Place, in_place
from lindung.queries.proxies import SECRETARIATS
from lindung.queries.reporting import Content, circulars_of
from lindung.queries.sessions import counts_on
from lindung.queries.units import UnitRow
from lindung.queries.viewer import PathRange, Viewer

EASTERNMOST = timedelta(hours=9)  # at WIT a month begins first: no clock of a regency's misses anything (R23)
WAITING_SETTLEMENTS = ("double", "unknown", "after_lapse")  # groups of R16 that a person decides


class Checks(NamedTuple):
    """What is still open when a month is prepared: told, not in the way."""

    bpjs_rows: int  # of the branch's files, undecided
    questions: int  # a NIK under two sponsors
    unanswered: int
    unregistered: int
    unpaid: int

    @property
    def is_clear(self) -> bool:
        return not any(self)


def checks(viewer: Viewer, unit: UnitRow, month: Month, content: Content) -> Checks:
    figures = [one.now for one in circulars_of(content)]
    waiting = (
        select(func.count(BpjsRow.id))
        .join(Unit, Unit.id == BpjsRow.unit_id)
        .where(BpjsRow.month <= month, BpjsRow.resolution.is_(None))
        .where(BpjsRow.settlement.in_(WAITING_SETTLEMENTS), in_place(_report(unit), Unit.path))
    )
    here = viewer._replace(units=PathRange(unit.path))  # of this unit, for whomever it is drawn
    asked = select(func.count(Question.id)).where(Question.decision.is_(None), concerns(here))
    row = db.session.execute(select(waiting.scalar_subquery(), asked.scalar_subquery())).one()
    return Checks(
        row[0],
        row[1],
        sum(one.unanswered for one in figures),
        sum(one.unregistered for one in figures),
        sum(one.unpaid for one in figures),
    )


def has_edited(account_id: int | None, unit: UnitRow, month: Month) -> bool:
    """Whether this person changed data of the unit that nobody has signed as part of this month's report."""
    undone = aliased(ActRow)
    own_undone = select(undone.id).where(undone.id == ActRow.undoes_id, undone.account_id == account_id)
    mine = (
        select(ActRow.id)
        .where(ActRow.account_id == account_id, ActRow.at > _unsigned_since(unit, month))
        .where(ActRow.undone_by_id.is_(None), ~own_undone.exists())
    )
    here = in_place(_report(unit), Unit.path)
    return any(db.session.execute(way.where(here).limit(1)).first() is not None for way in _edits(mine))


def _unsigned_since(unit: UnitRow, month: Month) -> datetime:
    """This month's own approval; before its first, whichever is earlier: another month's, or the period's first day.

    What was changed within the period is not signed by a report of another month.
    """
    approvals = (
        select(MonthReport.month, func.max(MonthReport.approved_at))
        .where(MonthReport.unit_id == unit.id, MonthReport.month <= month)
        .group_by(MonthReport.month)
    )
    signed = {at_month: at for at_month, at in db.session.execute(approvals) if at is not None}
    if own := signed.pop(month, None):
        return own
    begun = datetime.combine(report_rules().first_of(month).first_day(), time(), UTC) - EASTERNMOST
    return min(begun, max(signed.values(), default=begun))


def is_secretary_of_own_office(account_id: int | None, unit: UnitRow, today: date) -> bool:
    """The Sekda before the report of the secretariat (R22)."""
    if not name_key(unit.name).startswith(SECRETARIATS):
        return False
    held = select(Grant.id).where(
        Grant.account_id == account_id, Grant.role == Role.SECRETARY.value, counts_on(today)
    )
    return db.session.execute(held.limit(1)).first() is not None


def _report(unit: UnitRow) -> Place:
    return Place(unit, Extent.REPORT)


def _edits(acts: Select[int]) -> Iterator[Select[int]]:
    """The ways in which one of these acts reaches somebody's unit."""
    entries = select(AuditEntry.id).where(AuditEntry.act_id.in_(acts))
    about = AuditEntry.record_id
    people = entries.join(Posting, Posting.sponsor_id == about).join(Unit, Unit.id == Posting.unit_id)
    yield people.where(AuditEntry.record == "sponsor")
    posted = entries.join(Posting, Posting.id == about).join(Unit, Unit.id == Posting.unit_id)
    yield posted.where(AuditEntry.record == "posting")
    answers = entries.join(Declaration, Declaration.id == about)
    answers = answers.join(Posting, Posting.sponsor_id == Declaration.sponsor_id)
    yield answers.join(Unit, Unit.id == Posting.unit_id).where(AuditEntry.record == "declaration")
    covers = entries.join(Enrolment, Enrolment.id == about).join(Unit, Unit.id == Enrolment.unit_id)
    yield covers.where(AuditEntry.record == "enrolment")
    workers = entries.join(Enrolment, Enrolment.worker_id == about).join(Unit, Unit.id == Enrolment.unit_id)
    yield workers.where(AuditEntry.record == "worker")
    paid = (
        select(Payment.id)
        .where(Payment.act_id.in_(acts))
        .join(Allocation, Allocation.payment_id == Payment.id)
    )
    yield paid.join(Enrolment, Enrolment.id == Allocation.enrolment_id).join(
        Unit, Unit.id == Enrolment.unit_id
    )
