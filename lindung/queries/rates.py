"""The dated rows that money follows, as the domain wants them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from lindung.domain.months import OPEN_END, Month
from lindung.domain.rates import Discount, Part, Payer, Rate, Tables, Tariff
from lindung.domain.registration import Programme, Sector, Segment
from lindung.models.base import db
from lindung.models.rates import DiscountRow, Holiday, RateRow

LOWEST_BAND = 1  # the only one whose amounts are verified (R12)
BASIC = frozenset({Programme.JKK, Programme.JKM})
ALL_PROGRAMMES = frozenset(Programme)


def rate_tables() -> Tables:
    """All rates and discounts, oldest first. Read by every role: a contribution is no secret."""
    rates = [
        Rate(
            Programme(row.programme),
            Segment(row.segment),
            row.band,
            row.first_month,
            row.last_month,
            row.base,
            row.permille,
            row.minimum,
            row.maximum,
            row.legal_basis,
        )
        for row in db.session.scalars(select(RateRow).order_by(RateRow.first_month, RateRow.id))
    ]
    discounts = [
        Discount(
            Programme(row.programme),
            Segment(row.segment),
            Sector(row.sector) if row.sector else None,
            Payer(row.payer) if row.payer else None,
            row.first_month,
            row.last_month,
            row.percent,
            row.legal_basis,
        )
        for row in db.session.scalars(select(DiscountRow).order_by(DiscountRow.first_month, DiscountRow.id))
    ]
    return Tables(rates, discounts)


def holidays(month: Month) -> frozenset[date]:
    """Public holidays of a month and the next, which is as far as a due date can slip."""
    last = month.next().last_day()
    statement = select(Holiday.day).where(Holiday.day >= month.first_day(), Holiday.day <= last)
    return frozenset(db.session.scalars(statement))


class Change(NamedTuple):
    month: Month
    basic: int


class Price(NamedTuple):
    """What one worker costs in one month, for the sectors that pay the same."""

    payer: Payer
    sectors: tuple[Sector, ...]
    parts: tuple[Part, ...]
    change: Change | None

    @property
    def basic(self) -> int:
        """JKK and JKM, the least a circular asks for."""
        return sum(part.amount for part in self.parts if part.programme in BASIC)

    @property
    def with_savings(self) -> int:
        return sum(part.amount for part in self.parts)

    @property
    def amounts(self) -> dict[Programme, int]:
        return {part.programme: part.amount for part in self.parts}


def prices(tables: Tables, month: Month) -> list[Price]:
    """The month's contributions in the lowest band: private payers first, sectors that pay alike together."""
    found: list[Price] = []
    for payer in Payer:
        for sector in Sector:
            price = _price(tables, Tariff(Segment.BPU, sector, LOWEST_BAND, payer, ALL_PROGRAMMES), month)
            alike = next((one for one in found if _same(one, price)), None)
            if alike is None:
                found.append(price)
            else:
                found[found.index(alike)] = alike._replace(sectors=(*alike.sectors, sector))
    return found


def _price(tables: Tables, tariff: Tariff, month: Month) -> Price:
    parts = tuple(tables.parts(tariff, month))
    return Price(tariff.payer, (tariff.sector,), parts, next_change(tables, tariff, month))


def _same(one: Price, other: Price) -> bool:
    return one.payer is other.payer and one.parts == other.parts and one.change == other.change


def next_change(tables: Tables, tariff: Tariff, month: Month) -> Change | None:
    """The first later month whose JKK and JKM cost something else, as far as the dated rows know."""
    basic = tariff._replace(programmes=BASIC)
    rows: list[Rate | Discount] = [*tables.rates, *tables.discounts]
    edges = {
        edge for row in rows for edge in (row.first_month, _after(row.last_month)) if edge and edge > month
    }
    now = tables.due(basic, month)
    changes = (Change(edge, tables.due(basic, edge)) for edge in sorted(edges))
    return next((change for change in changes if change.basic != now), None)


def _after(month: Month) -> Month | None:
    return None if month == OPEN_END else month.next()


class Laws(NamedTuple):
    """What a month's contributions rest on, each rule once."""

    rates: list[Rate]
    discounts: list[tuple[Discount, tuple[Programme, ...]]]


def laws(found: Sequence[Price]) -> Laws:
    rates: dict[Programme, Rate] = {}
    discounts: dict[Discount, tuple[Programme, ...]] = {}
    for price in found:
        for part in price.parts:
            rates.setdefault(part.programme, part.rate)
            if part.discount:
                rule = replace(part.discount, programme=Programme.JKK)
                programmes = discounts.get(rule, ())
                discounts[rule] = (
                    programmes if part.programme in programmes else (*programmes, part.programme)
                )
    return Laws(list(rates.values()), list(discounts.items()))
