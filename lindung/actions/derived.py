"""Tables generated from rules so that SQL can join them: what each tariff owes a month, and the ladder's windows."""

from collections.abc import Sequence
from itertools import combinations, product

from sqlalchemy import delete, insert, select

from lindung.domain.protection import COVER_BEGINS, COVER_LENGTH, ladder_steps
from lindung.domain.rates import Payer, Tables, Tariff
from lindung.domain.registration import Programme, Sector, Segment
from lindung.models.base import db
from lindung.models.rates import MonthDue, RateRow
from lindung.models.summaries import LadderStep
from lindung.queries.rates import rate_tables


def rebuild() -> None:
    """Writes both tables anew; call inside an act after a rate, a discount or a threshold changed."""
    db.session.execute(delete(MonthDue))
    db.session.execute(insert(MonthDue), _dues(rate_tables()))
    db.session.execute(delete(LadderStep))
    db.session.execute(
        insert(LadderStep), [{"window": window, "step": step.value} for window, step in ladder_steps()]
    )


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
