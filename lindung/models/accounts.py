"""Who may sign in, as what, from when until when; and what sign-in leaves behind."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lindung.models.base import Audited, Base, Id, Plain, Versioned


class Account(Audited, Versioned, Base):
    __tablename__ = "account"

    id: Mapped[Id]
    username: Mapped[Plain] = mapped_column(unique=True)  # lower case
    name: Mapped[str]
    password_hash: Mapped[str | None]  # None until the person has chosen one
    disabled: Mapped[bool] = mapped_column(default=False)


class Grant(Audited, Versioned, Base):
    """A role, for one unit's subtree or for all, between two dates; one person may hold several."""

    __tablename__ = "grant"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    order_number: Mapped[str | None]  # number of the Plt./Plh. order
    capacity: Mapped[str | None]  # accounts.ProxyCapacity; None: in his own right


class AccountSession(Base):
    """One signed-in browser; the cookie holds a random token, the row only its hash."""

    __tablename__ = "account_session"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    grant_id: Mapped[int | None] = mapped_column(
        ForeignKey("grant.id")
    )  # the capacity chosen; None: the first
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    agent: Mapped[str | None]


class Activation(Base):
    """A one-time link or printed code with which a person chooses a password."""

    __tablename__ = "activation"

    code_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """A failed sign-in, counted per account and per address to slow guessing down."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_subject_at", "subject", "at"),)

    id: Mapped[Id]
    subject: Mapped[Plain]  # keyed hash of the username or of the address, never the text itself
    at: Mapped[datetime]
