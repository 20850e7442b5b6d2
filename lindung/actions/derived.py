"""Tables generated from rules so that SQL can join them: what each tariff owes a month, and the ladder's windows."""

from collections.abc import Sequence
from itertools import combinations, product

from sqlalchemy import delete, func, insert, select, update

from lindung.actions import balances, ledger
from lindung.actions.acts import Deed
from lindung.domain.protection import COVER_BEGINS, COVER_LENGTH, ladder_steps
from lindung.domain.rates import Payer, Tables, Tariff
from lindung.domain.registration import Programme, Sector, Segment
from lindung.models.base import db
from lindung.models.ledger import MonthCover
from lindung.models.rates import MonthDue, RateRow
from lindung.models.summaries import LadderStep
from lindung.models.workers import Enrolment
from lindung.queries.rates import rate_tables
from lindung.queries.thresholds import forget_thresholds, thresholds


def rebuild() -> None:
    """Writes both tables anew; call inside an act after a rate, a discount or a threshold changed."""
    forget_thresholds()
    db.session.execute(delete(MonthDue))
    db.session.execute(insert(MonthDue), _dues(rate_tables()))
    db.session.execute(delete(LadderStep))
    db.session.flush()
    rows = [
        {"rule": ladder.code, "window": window, "step": step.value}
        for ladder in sorted(thresholds().ladders)
        for window, step in ladder_steps(ladder)
    ]
    db.session.execute(insert(LadderStep), rows)


def refresh_dues(deed: Deed | None = None) -> int:
    """After `rebuild`: each month's balance owes what the rows say now, and the covers follow. How many have changed.

    In an act (`deed`) credit follows too: what is over may pay a month that costs less now (R16).
    """
    owed = func.coalesce(
        select(MonthDue.amount)
        .join(Enrolment, Enrolment.tariff == MonthDue.tariff)
        .where(Enrolment.id == MonthCover.enrolment_id, MonthDue.month == MonthCover.month)
        .scalar_subquery(),
        0,
    )
    stale = select(MonthCover.enrolment_id).where(MonthCover.due != owed)
    enrolment_ids = db.session.scalars(stale).all()
    if enrolment_ids:
        change = update(MonthCover).where(MonthCover.due != owed).values(due=owed)
        db.session.execute(change.execution_options(synchronize_session=False))
        ledger.rebuild_cover(set(enrolment_ids))
    if deed is not None:
        ledger.follow_credit(deed, balances.with_credit())
    return len(enrolment_ids)


def is_missing() -> bool:
    return db.session.scalar(select(LadderStep.window).limit(1)) is None


def _dues(tables: Tables) -> list[dict[str, object]]:
    months = list(COVER_BEGINS.through(COVER_BEGINS.plus(COVER_LENGTH - 1)))
    return [
        {"month": month, "tariff": tariff.code, "amount": amount}
        for tariff in _tariffs()
        for month in months
        if (amount := tables.due(tariff, month))
    ]


def _tariffs() -> Sequence[Tariff]:
    bands = db.session.scalars(select(RateRow.band).distinct().order_by(RateRow.band)).all()
    sets = [frozenset(chosen) for size in (1, 2, 3) for chosen in combinations(Programme, size)]
    return [
        Tariff(*rest, programmes=chosen) for rest in product(Segment, Sector, bands, Payer) for chosen in sets
    ]
