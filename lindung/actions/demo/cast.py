"""Gives the demo its accounts: one per role with the published password, and those by whom the months were closed."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from lindung.actions.demo.people import Servant
from lindung.actions.passwords import hashed
from lindung.domain.accounts import ProxyCapacity
from lindung.domain.permissions import Role
from lindung.models.accounts import Account, Grant
from lindung.models.base import db
from lindung.queries.demo import CAST, PASSWORD, Part
from lindung.queries.viewer import Viewer

SETDA = "01"  # its head is the Sekda, who names somebody else to sign in his name (R22)


class Officers(NamedTuple):
    """Who prepares and who signs an office's month."""

    clerk: Account
    head: Account
    capacity: str  # in which the head signs (closing.Signature.code)


def add_cast(unit_ids: Mapping[str, int], since: date, cast: Sequence[Part] = CAST) -> None:
    password_hash = hashed(PASSWORD)  # once for all: hashing is slow on purpose
    for part in cast:
        account = _account(part, password_hash)
        db.session.add_all(_grants(part, account.id, unit_ids, since))


def add_officers(people: list[Servant], unit_ids: Mapping[str, int], since: date) -> dict[str, Officers]:
    """A clerk and a head for every office, by its code; whoever is not of the cast has a password that nobody knows."""
    password_hash = hashed(secrets.token_urlsafe(32))
    found: dict[str, Officers] = {}
    staff: dict[str, list[Servant]] = {}
    for one in people:
        if one.unit.parent is None and not one.left_on:
            staff.setdefault(one.unit.code, []).append(one)
    for code, servants in staff.items():
        clerk = _of_cast(Role.CLERK, code) or _officer("umpeg", code, servants[-1], password_hash)
        head = _of_cast(Role.HEAD, code) or _officer("kepala", code, servants[0], password_hash)
        found[code] = Officers(clerk, head, _capacity(code, since))
    db.session.flush()
    for code, (clerk_of, head_of, _) in found.items():
        for role, account in ((Role.CLERK, clerk_of), (Role.HEAD, head_of)):
            if account.password_hash == password_hash:
                grant = _grant(account.id, role, code, unit_ids, since)
                if role is Role.HEAD and code == SETDA:
                    grant.capacity, grant.order_number = ProxyCapacity.AN.value, _order(since)
                db.session.add(grant)
    return found


def coordinator() -> Viewer:
    """The one of the cast who loads the branch's files and accepts what offices report."""
    part = next(part for part in CAST if part.role is Role.COORDINATOR)
    statement = select(Account.id, Grant.id).join(Grant, Grant.account_id == Account.id)
    account_id, grant_id = db.session.execute(statement.where(Account.username == part.username)).one()
    return Viewer(account_id, part.username, part.name, part.role, grant_id, None, None, None)


def _account(part: Part, password_hash: str) -> Account:
    """The account of that name: setting up may have left one for the administrator that nobody has used yet."""
    account = db.session.scalars(select(Account).where(Account.username == part.username)).first()
    if account is None:
        account = Account(username=part.username)
        db.session.add(account)
    account.name, account.password_hash, account.disabled = part.name, password_hash, False
    db.session.flush()
    return account


def _officer(post: str, code: str, servant: Servant, password_hash: str) -> Account:
    account = Account(username=f"{post}.{code}", name=servant.name, password_hash=password_hash)
    db.session.add(account)
    return account


def _of_cast(role: Role, code: str) -> Account | None:
    part = next((one for one in CAST if one.role is role and code in (one.unit_code, one.acting_for)), None)
    if part is None:
        return None
    return db.session.scalars(select(Account).where(Account.username == part.username)).one()


def _capacity(code: str, since: date) -> str:
    """How the head of this office signs: as its head, as Plt. of a neighbour, or in the Sekda's name."""
    if any(code == part.acting_for for part in CAST):
        return f"{ProxyCapacity.PLT.value}:{_order(since)}"
    return f"{ProxyCapacity.AN.value}:{_order(since)}" if code == SETDA else "head"


def _grants(part: Part, account_id: int, unit_ids: Mapping[str, int], since: date) -> list[Grant]:
    grants = []
    if not _has_grant(account_id, part.role):
        grants.append(_grant(account_id, part.role, part.unit_code, unit_ids, since))
    if part.acting_for:
        acting = _grant(account_id, part.role, part.acting_for, unit_ids, since)
        acting.capacity, acting.order_number = ProxyCapacity.PLT.value, _order(since)
        grants.append(acting)
    return grants


def _order(since: date) -> str:
    return f"800.1.11.1/214/411.404/{since.year}"


def _has_grant(account_id: int, role: Role) -> bool:
    statement = select(Grant.id).where(Grant.account_id == account_id, Grant.role == role.value)
    return db.session.execute(statement.limit(1)).first() is not None


def _grant(
    account_id: int, role: Role, unit_code: str | None, unit_ids: Mapping[str, int], since: date
) -> Grant:
    unit_id = unit_ids[unit_code] if unit_code else None
    return Grant(account_id=account_id, role=role.value, unit_id=unit_id, valid_from=since)
