"""What the families of the viewer's workers would receive today, as the domain reckons it (R19)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import and_, func, select

from lindung.domain.benefits import Benefit, BenefitKind, Entitlement, Footing, Member, Rules, entitlement
from lindung.domain.months import Month
from lindung.domain.rates import Tables, Tariff
from lindung.domain.registration import Programme, age
from lindung.models.base import db
from lindung.models.ledger import MonthCover
from lindung.models.rates import BenefitRow
from lindung.models.sponsors import Sponsor
from lindung.models.workers import Enrolment, Worker
from lindung.queries.rates import rate_tables
from lindung.queries.reach import is_enrolled_here
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer

RETIRES_AT = 65  # R18: the membership of somebody of this age is BPJS's to tell


class Doubt(StrEnum):
    ARREARS = "arrears"
    OVER = "over"  # the day BPJS gave as the end of protection has passed
    OF_AGE = "of_age"


@dataclass(frozen=True, slots=True)
class Shelter:
    """One membership's answer, and what stands beside it."""

    found: Entitlement
    full_after: int
    lapsed_after: int
    protected_until: date | None  # BPJS's own word, shown before our reckoning (R18)
    unconfirmed: int  # ended months that count as paid only because the office says so
    doubt: Doubt | None  # why BPJS must be asked and no amount is named
    laws: list[str]  # what the rows in force rest on
    is_verified: bool


def benefit_rows() -> list[Benefit]:
    """All rows, oldest first. Read by every role: a benefit is no secret."""
    return [
        Benefit(
            BenefitKind(row.kind),
            row.after_months,
            row.amount,
            row.times_base,
            row.first_month,
            row.last_month,
            row.legal_basis,
            row.verified,
        )
        for row in db.session.scalars(select(BenefitRow).order_by(BenefitRow.first_month, BenefitRow.id))
    ]


def shelters(viewer: Viewer, enrolment_ids: Collection[int], today: date) -> dict[int, Shelter]:
    """Of memberships that stand today: registered, not ended, of somebody alive."""
    statement = (
        select(Enrolment, Worker.born_on)
        .join(Worker, Worker.id == Enrolment.worker_id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .where(Enrolment.id.in_(enrolment_ids), is_enrolled_here(viewer, today))
        .where(Enrolment.registered_on <= today, Enrolment.first_month.is_not(None))
        .where(Enrolment.ended_on.is_(None) | (Enrolment.ended_on > today), Worker.died_on.is_(None))
    )
    found = db.session.execute(statement).all()
    if not found:
        return {}
    running = Month.of(today)
    rules = Rules(running, thresholds().ladder(running), benefit_rows())
    tables, unconfirmed = rate_tables(), _unconfirmed([row[0].id for row in found], running)
    return {
        enrolment.id: _shelter(enrolment, born_on, rules, tables, unconfirmed.get(enrolment.id, 0), today)
        for enrolment, born_on in found
    }


def _shelter(
    enrolment: Enrolment, born_on: date | None, rules: Rules, tables: Tables, unconfirmed: int, today: date
) -> Shelter:
    tariff = Tariff.of_code(enrolment.tariff)
    first = enrolment.first_month or rules.running
    found = entitlement(
        Member(enrolment.cover, first, tariff.programmes, base_of(tables, tariff, rules.running)), rules
    )
    until = enrolment.protected_until
    is_of_age = born_on is not None and age(born_on, today) >= RETIRES_AT
    return Shelter(
        found,
        rules.full_after,
        rules.ladder.lapsed_after,
        until,
        unconfirmed,
        _doubt(found.footing, is_over=until is not None and until < today, is_of_age=is_of_age),
        rules.laws,
        rules.is_verified,
    )


def _doubt(footing: Footing, *, is_over: bool, is_of_age: bool) -> Doubt | None:
    if footing is Footing.ARREARS:
        return Doubt.ARREARS
    if footing not in (Footing.WAITING, Footing.FULL):
        return None
    return Doubt.OVER if is_over else Doubt.OF_AGE if is_of_age else None


def base_of(tables: Tables, tariff: Tariff, month: Month) -> int:
    """What an accident is worth times of: the base of the band's JKK row."""
    accident = tariff._replace(programmes=frozenset({Programme.JKK}))
    parts = tables.parts(accident, month)
    return parts[0].rate.base if parts else 0


def _unconfirmed(enrolment_ids: Collection[int], running: Month) -> dict[int, int]:
    """How many ended months of the job an office says are paid and BPJS has not confirmed in full (R14)."""
    of_job = and_(MonthCover.worker_id == Enrolment.worker_id, MonthCover.job == Enrolment.job)
    statement = (
        select(Enrolment.id, func.count())
        .join(MonthCover, of_job)
        .where(Enrolment.id.in_(enrolment_ids), MonthCover.month < running)
        .where(MonthCover.due > 0, MonthCover.paid >= MonthCover.due, MonthCover.confirmed < MonthCover.due)
        .group_by(Enrolment.id)
    )
    return dict(db.session.execute(statement).all())
