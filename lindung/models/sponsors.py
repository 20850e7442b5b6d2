"""Who pays: civil servants, other staff of the government, funds; and in which unit, from which month."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lindung.domain.months import Month
from lindung.models.base import Audited, Base, Id, Plain, Versioned


class Household(Audited, Base):
    """Two ASN under one roof who may share one ART (R11)."""

    __tablename__ = "household"

    id: Mapped[Id]
    first_month: Mapped[
        Month
    ]  # linked from this month on: earlier months, perhaps approved, stay as they were
    last_month: Mapped[Month]
    note: Mapped[str | None]


class Sponsor(Audited, Versioned, Base):
    """A person keeps this row although the NIP changes with a new contract (R3)."""

    __tablename__ = "sponsor"
    __table_args__ = (Index("ix_sponsor_name_key_id", "name_key", "id"),)

    id: Mapped[Id]
    kind: Mapped[str]  # duties.SponsorKind
    nip: Mapped[Plain | None] = mapped_column(unique=True)
    name: Mapped[str]
    name_key: Mapped[Plain]
    employment: Mapped[str | None]  # duties.Employment
    grade: Mapped[str | None]  # golongan
    position: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    is_public: Mapped[bool] = mapped_column(default=False)  # a fund of APBN or APBD money: no discount (R13)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    left_on: Mapped[date | None]
    left_reason: Mapped[str | None]


class Posting(Audited, Versioned, Base):
    """The unit a sponsor belongs to from one month to another; a move ends one and starts the next (R10)."""

    __tablename__ = "posting"
    __table_args__ = (
        Index("ix_posting_sponsor_id_first_month", "sponsor_id", "first_month"),
        Index("ix_posting_unit_id_last_month", "unit_id", "last_month"),
    )

    id: Mapped[Id]
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("sponsor.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    first_month: Mapped[Month]
    last_month: Mapped[Month]
