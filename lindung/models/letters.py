"""What went out: lists of candidates sent to BPJS, and reminders handed to people."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lindung.models.base import Audited, Base, Id, Plain


class Submission(Audited, Base):
    """One daftar usulan peserta as it was sent: the office's own number, and its code with BPJS."""

    __tablename__ = "submission"

    id: Mapped[Id]
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id")
    )  # reach of the grant; None: the regency
    number: Mapped[Plain]
    sent_on: Mapped[date]
    donor_code: Mapped[str]  # kode wadah or donatur


class SubmissionLine(Audited, Base):
    """One worker on one list; refused and mended, the same enrolment may stand on a later list again."""

    __tablename__ = "submission_line"
    __table_args__ = (
        Index("uq_submission_line_submission_id_enrolment_id", "submission_id", "enrolment_id", unique=True),
    )

    id: Mapped[Id]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)


class Reminder(Audited, Base):
    """Words handed to some people on a day; who sent them stands in the act."""

    __tablename__ = "reminder"

    id: Mapped[Id]
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id"), index=True)
    reminded_on: Mapped[date]
    text: Mapped[str]


class ReminderLine(Audited, Base):
    __tablename__ = "reminder_line"
    __table_args__ = (
        Index("uq_reminder_line_reminder_id_sponsor_id", "reminder_id", "sponsor_id", unique=True),
    )

    id: Mapped[Id]
    reminder_id: Mapped[int] = mapped_column(ForeignKey("reminder.id"))
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("sponsor.id"), index=True)
