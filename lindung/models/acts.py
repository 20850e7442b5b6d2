"""What people did: an act is the unit of undo, repeat and history; its audit entries say what it changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lindung.models.base import BIG, Base, Id, Sealed


class ActRow(Base):
    __tablename__ = "act"

    id: Mapped[Id]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))  # None: the console
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("grant.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str]
    key: Mapped[str | None] = mapped_column(unique=True)  # idempotency key of the form that asked for it
    result: Mapped[dict[str, Any]]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))


class AuditEntry(Base):
    """One record before and after one act; append-only by trigger. Personal values stand here encrypted."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_record_record_id_id", "record", "record_id", "id"),)

    id: Mapped[Id]
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"), index=True)
    record: Mapped[str]  # table name
    record_id: Mapped[int] = mapped_column(BIG)
    before: Mapped[dict[str, Any] | None] = mapped_column(Sealed("audit_entry.before"))
    after: Mapped[dict[str, Any] | None] = mapped_column(Sealed("audit_entry.after"))
    seal: Mapped[bytes | None]
