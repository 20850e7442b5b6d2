"""People whom villages and customary bodies propose for a programme, from the list to the card in their hand."""

from datetime import date

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from lindung.domain.months import Month
from lindung.models.base import Audited, Base, Id, Plain, Sealed, Versioned


class Verification(Audited, Versioned, Base):
    """Berita acara verifikasi of one unit's list: the first, or that of a month."""

    __tablename__ = "verification"
    __table_args__ = (Index("ix_verification_circular_id_unit_id_month", "circular_id", "unit_id", "month"),)

    id: Mapped[Id]
    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    month: Mapped[Month | None]  # None: the first, before anybody is registered
    number: Mapped[str | None]
    dated_on: Mapped[date]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    note: Mapped[str | None]


class Nomination(Audited, Versioned, Base):
    """One person on a list. Not yet a worker: the NIK may be wrong, and who is dropped stays with his reason.

    Registered, active and lapsed are never written here: they are what the enrolment says.
    """

    __tablename__ = "nomination"
    __table_args__ = (
        Index("ix_nomination_circular_id_unit_id_name_key_id", "circular_id", "unit_id", "name_key", "id"),
        Index("ix_nomination_circular_id_name_key_id", "circular_id", "name_key", "id"),
        Index("ix_nomination_circular_id_state_queue_id", "circular_id", "state", "queue", "id"),
    )

    id: Mapped[Id]
    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))  # the village or customary body
    name: Mapped[str]
    name_key: Mapped[Plain]
    nik: Mapped[str | None] = mapped_column(Sealed("nomination.nik"))  # as it was given, right or wrong
    nik_index: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)  # of a well-formed one
    nik_last4: Mapped[Plain | None]
    born_on: Mapped[date | None]
    sex: Mapped[str | None]
    address: Mapped[str | None]
    phone: Mapped[str | None]
    occupation: Mapped[str | None]
    category: Mapped[str | None]  # petani, pemangku, UMKM: the list's own word
    state: Mapped[str]  # nominations.NominationState
    finding: Mapped[str | None]  # nominations.Finding: what speaks against it, found by the app
    proposed_on: Mapped[date]
    verified_on: Mapped[date | None]
    verification_id: Mapped[int | None] = mapped_column(ForeignKey("verification.id"))
    queue: Mapped[int | None]  # place in the waiting list of the programme, lowest first
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("fund.id"))  # who is to pay, or pays
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    dropped_on: Mapped[date | None]
    drop_reason: Mapped[str | None]  # nominations.DropReason
    note: Mapped[str | None]
    card_on: Mapped[date | None]  # the card was handed over
    card_by: Mapped[str | None]
