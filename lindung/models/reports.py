"""The monthly closing: one row per unit, month and report; the figures approved stand frozen beside it (R22)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from lindung.domain.months import Month
from lindung.models.base import Audited, Base, Id, Plain, Sealed, Versioned


class MonthReport(Audited, Versioned, Base):
    """A regular, supplementary or corrective report; the newest of a unit and month says whether it is locked."""

    __tablename__ = "month_report"
    __table_args__ = (
        Index("uq_month_report_unit_id_month_sequence", "unit_id", "month", "sequence", unique=True),
        Index("ix_month_report_month_state", "month", "state"),
    )

    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    month: Mapped[Month]
    sequence: Mapped[int]  # 1 the first report of the month, then its successors
    kind: Mapped[str]  # closing.ReportKind
    state: Mapped[str]  # closing.ReportState
    reason: Mapped[str | None]  # why a supplementary or corrective report is made
    code: Mapped[Plain | None] = mapped_column(unique=True)  # short and citable; given at approval
    prepared_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    prepared_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]
    capacity: Mapped[
        str | None
    ]  # in which the approver acted: head, Plt., Plh., a.n. with the order's number
    decided_by: Mapped[int | None] = mapped_column(
        ForeignKey("account.id")
    )  # who accepted, returned, reopened
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None]
    open_until: Mapped[date | None]  # of a reopened month: the last day it may be edited
    signed_number: Mapped[str | None]  # of the letter signed in the office's own way
    signed_on: Mapped[date | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))


class ReportSnapshot(Base):
    """What was approved. Append-only (triggers refuse): years later the code opens exactly this."""

    __tablename__ = "report_snapshot"

    report_id: Mapped[int] = mapped_column(ForeignKey("month_report.id"), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(Sealed("report_snapshot.content"))
    digest: Mapped[bytes] = mapped_column(LargeBinary)
