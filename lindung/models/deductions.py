"""What a treasurer deducts from pay, and the surat kuasa that allows it (R16)."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lindung.domain.months import Month
from lindung.models.base import Audited, Base, Id, Rupiah, Versioned


class Mandate(Audited, Versioned, Base):
    """Surat kuasa: a civil servant lets his contribution be deducted from one source, until he withdraws it."""

    __tablename__ = "mandate"

    id: Mapped[Id]
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("sponsor.id"), index=True)
    source: Mapped[str]  # deductions.DeductionSource
    number: Mapped[str | None]
    signed_on: Mapped[date]
    withdrawn_on: Mapped[date | None]


class Deduction(Audited, Versioned, Base):
    """Deducted from one source in one month for one contribution month; that BPJS has it is never written here."""

    __tablename__ = "deduction"
    __table_args__ = (
        Index("ix_deduction_sponsor_id_month", "sponsor_id", "month"),
        Index("ix_deduction_unit_id_month", "unit_id", "month"),
    )

    id: Mapped[Id]
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("sponsor.id"))
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))  # where the sponsor stood then
    source: Mapped[str]
    deducted_month: Mapped[Month]
    month: Mapped[Month]  # of contribution
    amount: Mapped[Rupiah]
    workers: Mapped[int]
    deducted_on: Mapped[date]
    cancelled_on: Mapped[date | None]
    reason: Mapped[str | None]
