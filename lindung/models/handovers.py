"""Workers whose sponsor moved, retired or died, until somebody else pays for them (R10)."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lindung.domain.months import Month
from lindung.models.base import Audited, Base, Id, Versioned


class Handover(Audited, Versioned, Base):
    """One enrolment on its way from one payer to the next."""

    __tablename__ = "handover"
    __table_args__ = (Index("ix_handover_state_since_id", "state", "since", "id"),)

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    cause: Mapped[str]  # handovers.HandoverCause
    since: Mapped[Month]  # the first month the old payer does not pay, or stands elsewhere
    state: Mapped[str]  # handovers.HandoverState
    to_sponsor_id: Mapped[int | None] = mapped_column(ForeignKey("sponsor.id"))  # an ASN, other staff, a fund
    offered_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    new_enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"))
    reason: Mapped[str | None]
