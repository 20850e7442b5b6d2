"""What a worker's memberships may bring for a day on which something happened, by the books of today (R19)."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from lindung.domain.benefits import Member, Rules, entitlement
from lindung.domain.claims import Asks, ClaimKind, Prospect, Standing, prospects
from lindung.domain.grid import is_paid
from lindung.domain.months import Month
from lindung.domain.rates import Tables, Tariff
from lindung.domain.registration import age
from lindung.models.base import db
from lindung.models.workers import Enrolment, Worker
from lindung.queries.benefits import RETIRES_AT, base_of, benefit_rows
from lindung.queries.rates import rate_tables
from lindung.queries.thresholds import thresholds


class Worth(NamedTuple):
    """A worker's memberships, the earliest first, and what the rows of that day rest on."""

    prospects: dict[int, Prospect]  # by enrolment
    laws: list[str]
    is_verified: bool


def worth_on(worker: Worker, kind: ClaimKind, on: date) -> Worth:
    """Of every membership of the person, whichever office holds it: one burial is paid once (R6)."""
    statement = select(Enrolment).where(Enrolment.worker_id == worker.id)
    statement = statement.order_by(Enrolment.registered_on.is_(None), Enrolment.registered_on, Enrolment.id)
    rows = db.session.scalars(statement).all()
    month = Month.of(on)
    rules = Rules(month, thresholds().ladder(month), benefit_rows())
    tables = rate_tables()
    standings = [_standing(row, worker.born_on, rules, tables, on) for row in rows]
    found = prospects(standings, kind, on)
    return Worth({row.id: one for row, one in zip(rows, found, strict=True)}, rules.laws, rules.is_verified)


def _standing(row: Enrolment, born_on: date | None, rules: Rules, tables: Tables, on: date) -> Standing:
    tariff = Tariff.of_code(row.tariff)
    base = base_of(tables, tariff, rules.running)
    member = Member(row.cover, row.first_month or rules.running, tariff.programmes, base)
    return Standing(
        row.registered_on,
        row.ended_on,
        tariff.programmes,
        entitlement(member, rules) if row.first_month else None,
        is_paid(row.cover, rules.running),
        _asks(row, born_on, on),
    )


def _asks(row: Enrolment, born_on: date | None, on: date) -> Asks | None:
    if row.protected_until is not None and row.protected_until < on:
        return Asks.OVER
    return Asks.OF_AGE if born_on is not None and age(born_on, on) >= RETIRES_AT else None
