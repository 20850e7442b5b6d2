"""The people covered, and one worker's cover by one sponsor under one circular."""

from datetime import date

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from lindung.domain.months import Month
from lindung.models.base import Audited, Base, Id, Plain, Sealed, Versioned


class Worker(Audited, Versioned, Base):
    """One person per regency, known by NIK (R6). The NIK itself stands only encrypted (TRUST)."""

    __tablename__ = "worker"
    __table_args__ = (Index("ix_worker_name_key_id", "name_key", "id"),)

    id: Mapped[Id]
    nik: Mapped[str] = mapped_column(Sealed("worker.nik"))
    nik_index: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    nik_last4: Mapped[Plain] = mapped_column(index=True)
    name: Mapped[str]
    name_key: Mapped[Plain]
    birth_place: Mapped[str | None]
    born_on: Mapped[date | None]
    sex: Mapped[str | None]
    mother_name: Mapped[str | None]
    address: Mapped[str | None]
    village: Mapped[str | None]
    phone: Mapped[str | None]
    occupation: Mapped[str | None]
    workplace: Mapped[str | None]
    work_hours: Mapped[str | None]
    heir: Mapped[str | None]
    consent_on: Mapped[date | None]
    kpj: Mapped[Plain | None] = mapped_column(unique=True)
    died_on: Mapped[date | None]


class Enrolment(Audited, Versioned, Base):
    """It exists from `noted_on`, is registered from `registered_on`, and is over from `ended_on`."""

    __tablename__ = "enrolment"
    __table_args__ = (
        Index("ix_enrolment_opd_id_name_key_id", "opd_id", "name_key", "id"),
        Index("ix_enrolment_unit_id_name_key_id", "unit_id", "name_key", "id"),
        Index("ix_enrolment_sponsor_id_circular_id", "sponsor_id", "circular_id"),
    )

    id: Mapped[Id]
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"), index=True)
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("sponsor.id"))
    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id"), index=True)
    relation: Mapped[str]
    tariff: Mapped[str]  # rates.Tariff.code: segment, sector, band, payer, programmes
    state: Mapped[str]  # registration.EnrolmentState, as of now
    noted_on: Mapped[date]
    submitted_on: Mapped[date | None]
    registered_on: Mapped[date | None]
    refused_on: Mapped[date | None]
    ended_on: Mapped[date | None]  # from this day on it is neither live nor registered (R7)
    reason: Mapped[str | None]
    first_month: Mapped[Month | None]  # bulan_mulai
    job: Mapped[int] = mapped_column(default=1)  # 2 only by a decision that both jobs are lawful (R6)
    protected_until: Mapped[date | None]  # tanggal akhir perlindungan, where BPJS gave one (R18)
    cover: Mapped[str]  # one character a month, see domain.protection
    # Copies of the sponsor's present unit and the worker's name: lists page on them without a join.
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    opd_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name_key: Mapped[Plain]


class Question(Audited, Versioned, Base):
    """A NIK under two sponsors: a human decides (R6). The row as it came waits here, uncounted."""

    __tablename__ = "question"
    __table_args__ = (
        Index("uq_question_subject", "kind", "worker_id", "sponsor_id", "circular_id", unique=True),
    )

    id: Mapped[Id]
    kind: Mapped[str]
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"))
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("sponsor.id"))  # who asks for the worker
    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id"))
    asked_on: Mapped[date]
    row: Mapped[dict[str, str]] = mapped_column(Sealed("question.row"))
    other_worker_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))  # who may be the same person
    decision: Mapped[str | None]  # questions.Decision
    decided_on: Mapped[date | None]
    reason: Mapped[str | None]
