"""The read model: counts per circular, month and unit that every dashboard reads (DESIGN section 3)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lindung.domain.months import Month
from lindung.models.base import Base, Plain, Rupiah


class MonthBook(Base):
    """A month that has been opened for a circular: its rows exist for all units, judged by this day."""

    __tablename__ = "month_book"

    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id"), primary_key=True)
    month: Mapped[Month] = mapped_column(primary_key=True)
    judged_on: Mapped[date]
    counted_at: Mapped[datetime]


class UnitMonth(Base):
    """What one unit and everything below it counts in one month under one circular."""

    __tablename__ = "unit_month"

    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id"), primary_key=True)
    month: Mapped[Month] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    asn: Mapped[int]
    answered: Mapped[int]  # menyatakan = nihil + sasaran
    none: Mapped[int]  # nihil
    target: Mapped[int]  # sasaran
    registered: Mapped[int]  # terdaftar, whether paid or not
    settled: Mapped[int]  # tuntas
    settled_confirmed: Mapped[int] = mapped_column(server_default="0")  # tuntas, all of it confirmed by BPJS
    workers: Mapped[int]  # live enrolments
    workers_registered: Mapped[int]
    due: Mapped[Rupiah]
    paid: Mapped[Rupiah]
    paid_confirmed: Mapped[Rupiah] = mapped_column(server_default="0")
    never: Mapped[int]  # from here on: registered workers by ladder step (R18)
    waiting_1: Mapped[int]
    waiting_2: Mapped[int]
    full: Mapped[int]
    late_1: Mapped[int]
    late_2: Mapped[int]
    late_3: Mapped[int] = mapped_column(server_default="0")
    lapsed: Mapped[int]


class LadderStep(Base):
    """Every window of twelve months and its step under each pair of thresholds, generated from domain.protection."""

    __tablename__ = "ladder_step"

    rule: Mapped[Plain] = mapped_column(primary_key=True)  # protection.Ladder.code
    window: Mapped[Plain] = mapped_column(primary_key=True)
    step: Mapped[str]
