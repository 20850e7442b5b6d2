"""Signing in and out: new sessions, ended ones, and the minute one was last seen."""

import secrets
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.exc import OperationalError

from lindung.actions import passwords
from lindung.actions.acts import act
from lindung.actions.aside import aside
from lindung.actions.throttle import Device, begin_attempt
from lindung.domain.accounts import PASSWORD_MAXIMUM, USERNAME_LENGTH
from lindung.domain.errors import NotThere, RuleBroken
from lindung.models.accounts import Account, AccountSession
from lindung.models.base import db
from lindung.queries.sessions import Visit, capacities_of, reference_of, token_hash, viewer_in

SEEN_EVERY = timedelta(minutes=1)
PATIENCE_MS = 100  # being seen a minute later is better than waiting for somebody's import
AGENT_LENGTH = 200
KEPT_AFTER_END = timedelta(days=90)


class Place(NamedTuple):
    """Where a request comes from."""

    address: str
    agent: str
    device: Device | None = None  # a browser that has signed in before


def sign_in(username: str, password: str, place: Place, *, today: date) -> str:
    """Opens a session and returns its token. One refusal for whatever was wrong: names are not to be guessed either."""
    name = signed_name(username)
    attempt = begin_attempt(name, place.address, place.device)
    account = db.session.scalar(select(Account).where(Account.username == name, Account.disabled.is_(False)))
    stored = account.password_hash if account else None
    if not passwords.matches(stored, password[:PASSWORD_MAXIMUM]) or account is None or stored is None:
        attempt.fail(account.id if account else None)
        raise RuleBroken("sign_in_refused")
    attempt.forgive()
    if passwords.is_outdated(stored):
        with aside() as connection:
            renewed = passwords.hashed(password)
            connection.execute(update(Account).where(Account.id == account.id).values(password_hash=renewed))
    return open_session(account.id, place, today=today)


def signed_name(typed: str) -> str:
    """The name of an account as it is stored, however it was typed."""
    return typed.strip().lower()[:USERNAME_LENGTH]


def open_session(account_id: int, place: Place, *, today: date) -> str:
    """A new session for a person who has just proved who they are."""
    capacities = capacities_of(account_id, today)
    if not capacities:
        raise RuleBroken("sign_in_without_grant")
    account = db.session.get_one(Account, account_id)
    viewer = viewer_in(capacities[0], account.id, account.username, account.name)
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    with act(viewer, "session.open", today=today):
        db.session.execute(delete(AccountSession).where(AccountSession.created_at < now - KEPT_AFTER_END))
        db.session.execute(
            insert(AccountSession).values(
                token_hash=token_hash(token), account_id=viewer.account_id, grant_id=None, created_at=now, seen_at=now,
                revoked_at=None, agent=place.agent[:AGENT_LENGTH] or None,
            )
        )  # fmt: skip
    return token


def sign_out(here: Visit, *, today: date) -> None:
    with act(here.viewer, "session.close", today=today):
        _revoke(AccountSession.token_hash == here.token_hash)


def end_session(here: Visit, reference: str, *, today: date) -> None:
    """Ends another of one's own sessions: the computer one forgot to leave."""
    own = db.session.scalars(
        select(AccountSession.token_hash).where(AccountSession.account_id == here.viewer.account_id)
    )
    hashed = next((one for one in own if reference_of(one) == reference), None)
    if hashed is None:
        raise NotThere
    with act(here.viewer, "session.revoke", today=today):
        _revoke(AccountSession.token_hash == hashed)


def end_other_sessions(here: Visit, *, today: date) -> None:
    with act(here.viewer, "session.revoke", today=today):
        revoke_sessions(here.viewer.account_id, but=here.token_hash)


def revoke_sessions(account_id: int | None, but: bytes = b"") -> None:
    """Inner step of acts that must not leave a session behind: a new password, a disabled account."""
    _revoke((AccountSession.account_id == account_id) & (AccountSession.token_hash != but))


def switch_capacity(here: Visit, grant_id: int) -> None:
    """From the next request on this session acts in another of the person's capacities."""
    if grant_id not in {one.grant_id for one in here.capacities}:
        raise RuleBroken("capacity_not_yours")
    with aside() as connection:
        chosen = update(AccountSession).where(AccountSession.token_hash == here.token_hash)
        connection.execute(chosen.values(grant_id=grant_id))


def note_seen(here: Visit) -> None:
    """Keeps the session from idling out; at most once a minute, and never waiting for anybody."""
    now = datetime.now(UTC)
    if now - here.seen_at < SEEN_EVERY:
        return
    with suppress(OperationalError), aside(PATIENCE_MS) as connection:
        connection.execute(
            update(AccountSession).where(AccountSession.token_hash == here.token_hash).values(seen_at=now)
        )


def _revoke(condition: ColumnElement[bool]) -> None:
    db.session.execute(
        update(AccountSession)
        .where(condition, AccountSession.revoked_at.is_(None))
        .values(revoked_at=datetime.now(UTC))
        .execution_options(synchronize_session=False)
    )
