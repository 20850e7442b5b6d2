"""Choosing a password: with a one-time code, or with the old password in hand; and the console's way in."""

from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select, update

from lindung.actions import passwords
from lindung.actions.accounts import (
    Granted,
    WantedGrant,
    account_named,
    code_hash,
    grant_account,
    issue_code,
    store_password,
    unit_id_of,
    withdraw_codes,
)
from lindung.actions.acts import act
from lindung.actions.sessions import Place, open_session, revoke_sessions
from lindung.actions.throttle import begin_attempt, begin_code
from lindung.domain.accounts import LINK_LIFETIME, check_password, checked_username
from lindung.domain.errors import RuleBroken
from lindung.domain.permissions import Role
from lindung.models.accounts import Account, Activation
from lindung.models.base import db
from lindung.queries.sessions import Visit
from lindung.queries.viewer import CONSOLE, Viewer

FIRST_ADMINISTRATOR = "administrator"


class Invited(NamedTuple):
    """Whom a code belongs to."""

    account_id: int
    username: str
    name: str


def invited(code: str, place: Place) -> Invited:
    """The person a valid code was made for; tries of wrong ones are counted and slowed down."""
    attempt = begin_code(place.address, place.device)
    row = db.session.execute(
        select(Account.id, Account.username, Account.name)
        .join(Activation, Activation.account_id == Account.id)
        .where(Activation.code_hash == code_hash(code), Account.disabled.is_(False), _is_open())
    ).first()
    if row is None:
        attempt.fail(None)
        raise RuleBroken("activation_refused", field="code")
    attempt.forgive()
    return Invited(*row)


def activate(code: str, password: str, place: Place, *, today: date) -> str | None:
    """Sets the password the person chose and signs them in; None when nothing is granted to them today."""
    person = invited(code, place)
    check_password(password, person.username)
    hashed = passwords.hashed(password)
    viewer = Viewer(person.account_id, person.username, person.name, Role.CLERK, None, None, None, None)
    with act(viewer, "account.activate", today=today) as deed:
        used = db.session.execute(
            update(Activation)
            .where(Activation.code_hash == code_hash(code), _is_open())
            .values(used_at=datetime.now(UTC))
            .execution_options(synchronize_session=False)
        )
        if used.rowcount != 1:  # type: ignore[attr-defined]  # the same code, sent twice at once
            raise RuleBroken("activation_refused", field="code")
        store_password(person.account_id, hashed)
        revoke_sessions(person.account_id)
        deed.result = {"id": person.account_id}
    try:
        return open_session(person.account_id, place, today=today)
    except RuleBroken:
        return None


def change_password(here: Visit, old: str, new: str, place: Place, *, today: date) -> None:
    """One's own; every other browser signed in with this account is out."""
    viewer, account_id = here.viewer, here.account_id
    attempt = begin_attempt(viewer.username, place.address, place.device)
    stored = db.session.scalar(select(Account.password_hash).where(Account.id == account_id))
    if not passwords.matches(stored, old):
        attempt.fail(account_id)
        raise RuleBroken("password_wrong", field="old")
    attempt.forgive()
    if new == old:
        raise RuleBroken("password_same", field="password")
    check_password(new, viewer.username)
    hashed = passwords.hashed(new)
    with act(viewer, "account.password", today=today) as deed:
        store_password(account_id, hashed)
        revoke_sessions(account_id, but=here.token_hash)
        deed.result = {"id": account_id}


def add_account(
    username: str, name: str | None, wanted: WantedGrant, password: str, *, today: date
) -> Granted:
    """The console's way: an account that works at once, or one more grant (and the password) for an existing one."""
    username = checked_username(username)
    check_password(password, username)
    hashed = passwords.hashed(password)
    with act(CONSOLE, "account.add", today=today) as deed:
        existing = account_named(username)
        granted = grant_account(
            deed, username, name or (existing.name if existing else username), wanted.role,
            unit_id_of(wanted.unit_code), valid_from=wanted.valid_from, valid_until=wanted.valid_until,
        )  # fmt: skip
        if existing is None or not passwords.matches(existing.password_hash, password):
            store_password(granted.account_id, hashed)
            revoke_sessions(granted.account_id)
        if existing is not None:
            existing.disabled = False
        withdraw_codes([granted.account_id])
        deed.result = {"id": granted.account_id}
    return granted


def invite_first_administrator(name: str, *, today: date) -> str:
    """The code with which the regency's first administrator comes in, valid for minutes only."""
    with act(CONSOLE, "account.first", today=today) as deed:
        granted = grant_account(deed, FIRST_ADMINISTRATOR, name, Role.ADMIN, None)
        deed.result = {"id": granted.account_id}
        return issue_code(granted.account_id, LINK_LIFETIME)


def first_link_until() -> datetime | None:
    """Until when the first administrator's link that was printed last still opens; None when there is none."""
    statement = (
        select(func.max(Activation.expires_at))
        .join(Account, Account.id == Activation.account_id)
        .where(Account.username == FIRST_ADMINISTRATOR, _is_open())
    )
    return db.session.scalar(statement)


def _is_open() -> ColumnElement[bool]:
    return and_(Activation.used_at.is_(None), Activation.expires_at > datetime.now(UTC))
