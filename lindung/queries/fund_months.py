"""What a fund's workers cost and owe, month by month, and what was paid for them: in sums, whatever their number."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.sql.functions import coalesce

from lindung.domain.budgets import Cost
from lindung.domain.months import Month
from lindung.domain.rates import Payer, Tables, Tariff
from lindung.domain.registration import Programme, Sector, Segment
from lindung.models.base import db
from lindung.models.ledger import MonthCover
from lindung.models.rates import MonthDue
from lindung.models.workers import Enrolment, Worker
from lindung.queries.rates import LOWEST_BAND, rate_tables

SOME = 3  # names that a refusal tells


class PaidMonth(NamedTuple):
    workers: int
    paid: int
    confirmed: int  # of it, by BPJS (R14)


class OwedMonth(NamedTuple):
    """What paying one month for everybody of a fund comes to."""

    workers: int
    amount: int
    settled: int  # paid by this fund already
    elsewhere: int  # paid by somebody else (R17)
    unrated: int  # nobody knows what their month costs
    names: tuple[str, ...]  # a few of those whom somebody else pays


class OwedRow(NamedTuple):
    enrolment_id: int
    left: int


def usual_tariff(programmes: Collection[str], is_public: bool) -> Tariff:
    """What a worker of the programme costs who is not enrolled yet: lowest band, outside transport (R12)."""
    payer = Payer.PUBLIC if is_public else Payer.PRIVATE
    wanted = frozenset(Programme(one) for one in programmes)
    return Tariff(Segment.BPU, Sector.OTHER, LOWEST_BAND, payer, wanted)


def usual_price(programmes: Collection[str], is_public: bool, tables: Tables | None = None) -> Cost:
    rows, tariff = tables or rate_tables(), usual_tariff(programmes, is_public)
    return lambda month: rows.due(tariff, month)


def paid_by_month(sponsor_id: int) -> dict[Month, PaidMonth]:
    """What a fund has paid, of every office: acts compare it with the budget."""
    statement = (
        select(MonthCover.month, func.count(), func.sum(MonthCover.paid), func.sum(MonthCover.confirmed))
        .join(Enrolment, Enrolment.id == MonthCover.enrolment_id)
        .where(Enrolment.sponsor_id == sponsor_id, MonthCover.paid != 0)
        .group_by(MonthCover.month)
    )
    return {
        month: PaidMonth(int(workers), int(paid), int(confirmed))
        for month, workers, paid, confirmed in db.session.execute(statement)
    }


def owed_month(sponsor_id: int, month: Month) -> OwedMonth:
    """In one statement, however many there are; and the names of a few whom somebody else pays."""
    left = _left()
    statement = _of_month(
        sponsor_id,
        month,
        func.sum(_flag(and_(~_elsewhere(), left > 0))),
        func.sum(case((and_(~_elsewhere(), left > 0), left), else_=0)),
        func.sum(_flag(and_(~_elsewhere(), left <= 0))),
        func.sum(_flag(_elsewhere())),
        func.sum(_flag(MonthDue.amount.is_(None))),
    )
    workers, amount, settled, elsewhere, unrated = (
        int(value or 0) for value in db.session.execute(statement).one()
    )
    return OwedMonth(
        workers, amount, settled, elsewhere, unrated, _names(sponsor_id, month) if elsewhere else ()
    )


def owed_rows(sponsor_id: int, month: Month) -> list[OwedRow]:
    """Everybody whose month this fund still owes, in id order."""
    statement = _of_month(sponsor_id, month, Enrolment.id, _left())
    found = statement.where(~_elsewhere(), _left() > 0).order_by(Enrolment.id)
    return [OwedRow(id_, int(left)) for id_, left in db.session.execute(found)]


def _names(sponsor_id: int, month: Month) -> tuple[str, ...]:
    statement = _of_month(sponsor_id, month, Worker.name).join(Worker, Worker.id == Enrolment.worker_id)
    found = statement.where(_elsewhere()).order_by(Enrolment.name_key, Enrolment.id).limit(SOME)
    return tuple(db.session.scalars(found))


def _of_month(sponsor_id: int, month: Month, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Registered, begun and still there at the month's end: whom the month table counts as due (R7)."""
    of_worker = and_(
        MonthCover.worker_id == Enrolment.worker_id,
        MonthCover.job == Enrolment.job,
        MonthCover.month == month,
    )
    return (
        select(*columns)
        .select_from(Enrolment)
        .outerjoin(MonthDue, and_(MonthDue.tariff == Enrolment.tariff, MonthDue.month == month))
        .outerjoin(MonthCover, of_worker)
        .where(
            Enrolment.sponsor_id == sponsor_id,
            Enrolment.registered_on.is_not(None),
            Enrolment.first_month <= month,
            or_(Enrolment.ended_on.is_(None), Enrolment.ended_on > month.last_day()),
        )
    )


def _left() -> ColumnElement[int]:
    return coalesce(MonthDue.amount, 0) - coalesce(MonthCover.paid, 0)


def _elsewhere() -> ColumnElement[bool]:
    """Somebody else has paid something for this month of the same worker and job."""
    return and_(coalesce(MonthCover.paid, 0) != 0, MonthCover.enrolment_id != Enrolment.id)


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
