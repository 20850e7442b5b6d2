"""Accounts and what they may do: created, granted, ended, disabled. Passwords are the people's own business."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, insert, select, update

from lindung.actions.acts import Deed, act
from lindung.actions.sessions import revoke_sessions
from lindung.domain.accounts import (
    CODE_LIFETIME,
    ORDER_LENGTH,
    bare_code,
    check_grant,
    checked_name,
    checked_username,
    new_code,
)
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.permissions import Role, may_grant
from lindung.models.accounts import Account, Activation, Grant
from lindung.models.base import db
from lindung.models.keys import current_keys
from lindung.queries.accounts import AccountFilter, manageable, unit_by_its_code, waiting_ids
from lindung.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class WantedGrant:
    """A role to give: for a unit's tree or for all, between two days (both included)."""

    role: Role
    unit_code: str | None = None
    valid_from: date | None = None  # None: from today
    valid_until: date | None = None
    order_number: str | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """What became of one grant: `code` is the activation code, to be shown once; None when none is needed."""

    account_id: int
    outcome: str  # new, changed, same
    code: str | None


def create_account(
    viewer: Viewer, username: str, name: str, wanted: WantedGrant, *, today: date, key: str | None = None
) -> Granted:
    """A new account with its first grant and a code to activate it with."""
    with act(viewer, "account.create", today=today, key=key) as deed:
        if account_named(checked_username(username)) is not None:
            raise RuleBroken("username_taken", field="username")
        unit_id = unit_id_of(wanted.unit_code)
        granted = grant_account(
            deed, username, name, wanted.role, unit_id,
            valid_from=wanted.valid_from, valid_until=wanted.valid_until, order_number=wanted.order_number,
        )  # fmt: skip
        deed.result = {"id": granted.account_id}
    return granted


def add_grant(
    viewer: Viewer, account_id: int, wanted: WantedGrant, *, today: date, key: str | None = None
) -> None:
    """One more role for somebody who has an account."""
    with act(viewer, "account.grant", today=today, key=key) as deed:
        account = _managed(deed, account_id)
        grant = _new_grant(
            deed, account.id, wanted.role, unit_id_of(wanted.unit_code), wanted.valid_from or deed.today,
            wanted.valid_until, wanted.order_number,
        )  # fmt: skip
        if grant is None:
            raise RuleBroken("grant_already_there", field="role")
        deed.result = {"id": account.id}


def end_grant(
    viewer: Viewer,
    account_id: int,
    grant_id: int,
    last_day: date | None,
    *,
    today: date,
    key: str | None = None,
) -> None:
    """The grant's last day; without one it ends at once, from the person's next click."""
    with act(viewer, "account.end_grant", today=today, key=key) as deed:
        _managed(deed, account_id)
        grant = db.session.get(Grant, grant_id, with_for_update=True)
        if grant is None or grant.account_id != account_id:
            raise NotThere
        if grant.valid_until is not None and grant.valid_until < today:
            raise RuleBroken("grant_already_ended")
        if last_day is not None and last_day < grant.valid_from:
            raise RuleBroken("grant_ends_before_it_begins", field="valid_until")
        _keep_own_admin_grant(viewer, grant, today)
        grant.valid_until = last_day or today - timedelta(days=1)
        deed.result = {"id": account_id}


def rename_account(
    viewer: Viewer, account_id: int, name: str, seen_version: int, *, today: date, key: str | None = None
) -> None:
    with act(viewer, "account.rename", today=today, key=key) as deed:
        account = _managed(deed, account_id)
        if account.version != seen_version:
            raise ChangedMeanwhile({"name": account.name})
        account.name = checked_name(name)
        deed.result = {"id": account_id}


def disable_account(viewer: Viewer, account_id: int, *, today: date, key: str | None = None) -> None:
    """Nobody signs in with it any more, and whoever is signed in is out at the next click."""
    with act(viewer, "account.disable", today=today, key=key) as deed:
        if account_id == viewer.account_id:
            raise RuleBroken("own_account_disable")
        _managed(deed, account_id).disabled = True
        revoke_sessions(account_id)
        withdraw_codes([account_id])
        deed.result = {"id": account_id}


def enable_account(viewer: Viewer, account_id: int, *, today: date, key: str | None = None) -> None:
    with act(viewer, "account.enable", today=today, key=key) as deed:
        _managed(deed, account_id).disabled = False
        deed.result = {"id": account_id}


def renew_code(viewer: Viewer, account_id: int, *, today: date, key: str | None = None) -> str:
    """A code for somebody who lost the first one or the password; earlier codes stop working."""
    with act(viewer, "account.code", today=today, key=key) as deed:
        account = _managed(deed, account_id)
        if account.disabled:
            raise RuleBroken("account_disabled")
        deed.result = {"id": account_id}
        return issue_code(account.id)


def renew_codes(
    viewer: Viewer, wanted: AccountFilter, expected: int, *, today: date, key: str | None = None
) -> dict[int, str]:
    """New codes for every account of a filter that nobody has activated yet, to be printed once."""
    with act(viewer, "account.codes", today=today, key=key) as deed:
        ids = waiting_ids(viewer, wanted, today)
        if not ids:
            raise RuleBroken("codes_none")
        if len(ids) != expected:
            raise RuleBroken("codes_count_changed", found=len(ids))
        deed.result = {"ids": ids}
        return {account_id: issue_code(account_id) for account_id in ids}


def grant_account(
    deed: Deed,
    username: str,
    name: str,
    role: Role,
    unit_id: int | None,
    *,
    valid_from: date | None = None,
    valid_until: date | None = None,
    order_number: str | None = None,
) -> Granted:
    """Inner step of screens, imports and the console: account and grant if missing, a code if the account is new."""
    username, name = checked_username(username), checked_name(name)
    account = account_named(username)
    outcome = "same"
    if account is None:
        account = Account(username=username, name=name)
        db.session.add(account)
        db.session.flush()
        outcome = "new"
    else:
        _check_managed(deed, account)
        if account.name != name:
            account.name, outcome = name, "changed"
    grant = _new_grant(deed, account.id, role, unit_id, valid_from or deed.today, valid_until, order_number)
    if grant is not None and outcome == "same":
        outcome = "changed"
    return Granted(account.id, outcome, issue_code(account.id) if outcome == "new" else None)


def issue_code(account_id: int, lifetime: timedelta = CODE_LIFETIME) -> str:
    """Inner step: a one-time activation code; earlier ones of this account stop working."""
    code, now = new_code(), datetime.now(UTC)
    withdraw_codes([account_id])
    row = {
        "code_hash": code_hash(code),
        "account_id": account_id,
        "expires_at": now + lifetime,
        "used_at": None,
    }
    db.session.execute(insert(Activation).values(row))
    return code


def withdraw_codes(account_ids: list[int]) -> None:
    """Inner step: unused codes go; an import that is undone calls it before its accounts can go."""
    db.session.execute(
        delete(Activation).where(Activation.account_id.in_(account_ids), Activation.used_at.is_(None))
    )


def code_hash(code: str) -> bytes:
    """Keyed: 59 bits would not withstand somebody who holds the table."""
    return current_keys().blind(f"activation|{bare_code(code)}")


def account_named(username: str) -> Account | None:
    return db.session.scalar(select(Account).where(Account.username == username))


def store_password(account_id: int, password_hash: str) -> None:
    """Inner step. Past the audit trail on purpose: the act says that it happened, and the trail keeps no hash."""
    db.session.execute(
        update(Account)
        .where(Account.id == account_id)
        .values(password_hash=password_hash)
        .execution_options(synchronize_session=False)
    )


def check_grantable(viewer: Viewer, role: Role) -> None:
    """The console gives every role, a coordinator heads, clerks and treasurers (DESIGN section 4)."""
    if viewer.account_id is not None and not may_grant(viewer.role, role):
        raise RuleBroken("role_not_grantable", field="role", role=role.value)


def _new_grant(
    deed: Deed,
    account_id: int,
    role: Role,
    unit_id: int | None,
    valid_from: date,
    valid_until: date | None,
    order_number: str | None,
) -> Grant | None:
    """None when the account holds this very grant over those days already."""
    check_grantable(deed.viewer, role)
    check_grant(role, unit_id, valid_from, valid_until)
    if order_number and len(order_number) > ORDER_LENGTH:
        raise RuleBroken("order_number_long", field="order_number", most=ORDER_LENGTH)
    held = db.session.scalars(
        select(Grant).where(
            Grant.account_id == account_id, Grant.role == role.value, Grant.unit_id == unit_id
        )
    )
    if any(_covers(grant, valid_from, valid_until) for grant in held):
        return None
    grant = Grant(account_id=account_id, role=role.value, unit_id=unit_id, valid_from=valid_from)
    grant.valid_until, grant.order_number = valid_until, order_number or None
    db.session.add(grant)
    db.session.flush()
    return grant


def _covers(grant: Grant, first: date, last: date | None) -> bool:
    if grant.valid_from > first:
        return False
    return grant.valid_until is None or (last is not None and grant.valid_until >= last)


def _keep_own_admin_grant(viewer: Viewer, grant: Grant, today: date) -> None:
    """Nobody locks the regency out by taking the last administrator's role from himself."""
    if grant.account_id != viewer.account_id or grant.role != Role.ADMIN.value:
        return
    others = db.session.scalars(
        select(Grant).where(
            Grant.account_id == grant.account_id, Grant.role == Role.ADMIN.value, Grant.id != grant.id
        )
    )
    if not any(_covers(other, today, grant.valid_until) for other in others):
        raise RuleBroken("own_last_admin_grant")


def _managed(deed: Deed, account_id: int) -> Account:
    account = db.session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise NotThere
    _check_managed(deed, account)
    return account


def _check_managed(deed: Deed, account: Account) -> None:
    statement = select(Account.id).where(Account.id == account.id, manageable(deed.viewer, deed.today))
    if db.session.scalar(statement) is None:
        raise NotThere


def unit_id_of(code: str | None) -> int | None:
    if not code:
        return None
    unit = unit_by_its_code(code)
    if unit is None:
        raise RuleBroken("unit_unknown", field="unit", given=code)
    return unit.id
