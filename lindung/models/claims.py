"""What a family is owed after a death or an accident, and how far the way there is (R19)."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lindung.models.base import Audited, Base, Id, Plain, Rupiah, Versioned


class Claim(Audited, Versioned, Base):
    """One death or accident of one worker under one membership. Two lawful memberships are two claims (R6)."""

    __tablename__ = "claim"
    __table_args__ = (
        Index("uq_claim_enrolment_id_kind_happened_on", "enrolment_id", "kind", "happened_on", unique=True),
    )

    id: Mapped[Id]
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    kind: Mapped[str]  # claims.ClaimKind: death, accident_death, accident
    happened_on: Mapped[date]
    reported_on: Mapped[date]
    heir: Mapped[str | None]
    phone: Mapped[str | None]
    helper: Mapped[str | None]  # who in the office goes the way with the family
    state: Mapped[str]  # claims.ClaimState
    expected: Mapped[Rupiah | None]  # perkiraan on the day it was reported; None: BPJS must be asked
    submitted_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    paid_on: Mapped[date | None]
    paid: Mapped[Rupiah | None]
    reference: Mapped[str | None]
    reason: Mapped[str | None]  # of a refusal or withdrawal
    note: Mapped[str | None]


class ClaimPaper(Audited, Versioned, Base):
    """One line of the checklist, once it is there."""

    __tablename__ = "claim_paper"
    __table_args__ = (Index("uq_claim_paper_claim_id_code", "claim_id", "code", unique=True),)

    id: Mapped[Id]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    code: Mapped[Plain]  # claims.Paper
    received_on: Mapped[date]
