"""Circulars, the documents they rest on, and what civil servants answered."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, true
from sqlalchemy.orm import Mapped, mapped_column

from lindung.models.base import Audited, Base, Id, Plain, Versioned


class Document(Base):
    __tablename__ = "document"

    id: Mapped[Id]
    name: Mapped[str]
    media_type: Mapped[str]
    sha256: Mapped[bytes]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_at: Mapped[datetime]


class Circular(Audited, Versioned, Base):
    """Rules as data (R8): what a circular asks, of whom, by when."""

    __tablename__ = "circular"

    id: Mapped[Id]
    number: Mapped[Plain] = mapped_column(unique=True)  # free text: its archive meaning is not ours to know
    issued_on: Mapped[date | None]
    title: Mapped[str]
    force: Mapped[str]  # duties.Force
    state: Mapped[str]  # duties.CircularState
    in_force_from: Mapped[date]
    in_force_until: Mapped[date | None]  # last day, once superseded or revoked
    duty_kind: Mapped[str]  # duties.DutyKind
    quota: Mapped[int | None]
    quota_by_grade: Mapped[dict[str, int]]  # golongan -> workers
    audience: Mapped[list[str]]  # duties.Employment values
    relations: Mapped[list[str]]  # registration.Relation values accepted
    programmes: Mapped[list[str]]
    declare_by: Mapped[date | None]
    register_by: Mapped[date | None]
    target_percent: Mapped[int | None]
    shares_household: Mapped[bool] = mapped_column(
        default=True, server_default=true()
    )  # one ART of two ASN (R11)
    legal_basis: Mapped[str | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("circular.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))


class Declaration(Audited, Versioned, Base):
    """One answer to one circular. It counts from `made_on` until the day before `ends_on`."""

    __tablename__ = "declaration"
    # The only index: with a second one on (circular_id, made_on) SQLite walked a circular's every answer per person.
    __table_args__ = (
        Index("ix_declaration_sponsor_id_circular_id_made_on", "sponsor_id", "circular_id", "made_on"),
    )

    id: Mapped[Id]
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("sponsor.id"))
    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id"))
    answer: Mapped[str]  # duties.Answer
    made_on: Mapped[date]
    ends_on: Mapped[date]  # the first day it no longer counts: expired (R7), or a newer answer was given
    basis: Mapped[dict[str, Any] | None]  # of a nihil in bulk: number and date of the signed recap
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
