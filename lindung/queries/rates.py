"""The dated rows that money follows, as the domain wants them."""

from datetime import date

from sqlalchemy import select

from lindung.domain.months import Month
from lindung.domain.rates import Discount, Payer, Rate, Tables
from lindung.domain.registration import Programme, Sector, Segment
from lindung.models.base import db
from lindung.models.rates import DiscountRow, Holiday, RateRow


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
