"""Money: append-only payments and their allocations, and the balance they leave per worker and month (R14, R17)."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lindung.domain.months import Month
from lindung.models.base import BIG, Base, Id, Rupiah


class Payment(Base):
    """Money received on a day. Never edited or deleted (triggers refuse): a reversing row corrects it."""

    __tablename__ = "payment"

    id: Mapped[Id]
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"), index=True)
    source: Mapped[str]  # opd or bpjs
    paid_on: Mapped[date]
    amount: Mapped[Rupiah]  # 0: credit of the same enrolment given to a later month
    reference: Mapped[str | None]
    enrolment_id: Mapped[int | None] = mapped_column(BIG, index=True)  # whose credit the rest of it is
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"))


class Allocation(Base):
    """The part of a payment given to one enrolment and one contribution month; append-only like its payment."""

    __tablename__ = "allocation"
    __table_args__ = (Index("ix_allocation_enrolment_id_month", "enrolment_id", "month"),)

    id: Mapped[Id]
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    month: Mapped[Month]
    amount: Mapped[Rupiah]


class MonthCover(Base):
    """The ledger's balance of one worker-month; the primary key makes a second payer impossible (R17)."""

    __tablename__ = "month_cover"
    __table_args__ = (Index("ix_month_cover_enrolment_id_month", "enrolment_id", "month"),)

    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"), primary_key=True)
    job: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[Month] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    due: Mapped[Rupiah]
    paid: Mapped[Rupiah]
    confirmed: Mapped[Rupiah] = mapped_column(default=0, server_default="0")  # of `paid`, what BPJS received
