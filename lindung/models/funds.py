"""Institutional money that pays for named people (R8c): the budget of one programme, and the papers it rests on."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lindung.domain.months import Month
from lindung.models.base import Audited, Base, Id, Rupiah, Versioned


class Fund(Audited, Versioned, Base):
    """What makes a sponsor of kind fund: source, budget and period under one programme (a circular of that duty).

    Its name and whether it is public money (R13) stand in the sponsor's row, as with every payer.
    """

    __tablename__ = "fund"

    id: Mapped[Id]
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("sponsor.id"), unique=True)
    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id"), index=True)
    source: Mapped[str]  # funds.FundSource
    amount: Mapped[Rupiah]  # the budget
    first_month: Mapped[Month]
    last_month: Mapped[Month]
    planned: Mapped[int | None]  # workers it is meant for, while they are not enrolled yet
    note: Mapped[str | None]


class FundPaper(Audited, Versioned, Base):
    """A Keputusan, a SP2D or a receipt: its number and day, and of money also the month and the amount."""

    __tablename__ = "fund_paper"

    id: Mapped[Id]
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), index=True)
    kind: Mapped[str]  # funds.PaperKind
    number: Mapped[str]
    dated_on: Mapped[date]
    month: Mapped[Month | None]
    amount: Mapped[Rupiah | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
