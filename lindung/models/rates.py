"""Dated rows that money follows: rates, discounts, holidays; and what each tariff owes in each month."""

from datetime import date
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from lindung.domain.months import Month
from lindung.models.base import Audited, Base, Id, Plain, Rupiah


class RateRow(Audited, Base):
    __tablename__ = "rate"

    id: Mapped[Id]
    programme: Mapped[str]
    segment: Mapped[str]
    band: Mapped[int]
    first_month: Mapped[Month]
    last_month: Mapped[Month]
    base: Mapped[Rupiah]
    permille: Mapped[int]
    minimum: Mapped[Rupiah]
    maximum: Mapped[Rupiah | None]
    legal_basis: Mapped[str]
    verified: Mapped[bool]


class DiscountRow(Audited, Base):
    __tablename__ = "discount"

    id: Mapped[Id]
    programme: Mapped[str]
    segment: Mapped[str]
    sector: Mapped[str | None]
    payer: Mapped[str | None]
    first_month: Mapped[Month]
    last_month: Mapped[Month]
    percent: Mapped[int]
    legal_basis: Mapped[str]
    verified: Mapped[bool]


class BenefitRow(Audited, Base):
    """What a family receives after so many paid months in a row: an amount, or times the base of the band (R19)."""

    __tablename__ = "benefit"

    id: Mapped[Id]
    kind: Mapped[str]  # benefits.BenefitKind
    after_months: Mapped[int]
    amount: Mapped[Rupiah]
    times_base: Mapped[int]
    first_month: Mapped[Month]
    last_month: Mapped[Month]
    legal_basis: Mapped[str]
    verified: Mapped[bool]


class ThresholdRow(Audited, Base):
    """A limit the rules leave to the regency (R18, R20): months, years or days, as its key says."""

    __tablename__ = "threshold"

    id: Mapped[Id]
    key: Mapped[Plain]  # thresholds.ThresholdKey
    value: Mapped[int]
    first_month: Mapped[Month]
    last_month: Mapped[Month]
    legal_basis: Mapped[str]
    verified: Mapped[bool]


class MonthDue(Base):
    """Rupiah that one tariff owes for one month: generated from rates and discounts, so that SQL can join it."""

    __tablename__ = "month_due"

    month: Mapped[Month] = mapped_column(primary_key=True)
    tariff: Mapped[Plain] = mapped_column(primary_key=True)
    amount: Mapped[Rupiah]


class Holiday(Audited, Base):
    __tablename__ = "holiday"

    id: Mapped[Id]
    day: Mapped[date] = mapped_column(unique=True)
    name: Mapped[str]
    legal_basis: Mapped[str]


class Setting(Base):
    """One named choice of the regency, such as its name; thresholds and dates get dated rows of their own."""

    __tablename__ = "setting"

    key: Mapped[Plain] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
