"""Gives the demo its accounts: one per role, all with the published password."""

from datetime import date

from sqlalchemy import select

from lindung.actions.passwords import hashed
from lindung.domain.permissions import Role
from lindung.models.accounts import Account, Grant
from lindung.models.base import db
from lindung.queries.demo import CAST, PASSWORD, Part


def add_cast(unit_ids: dict[str, int], since: date) -> None:
    password_hash = hashed(PASSWORD)  # once for all: hashing is slow on purpose
    for part in CAST:
        account = _account(part, password_hash)
        db.session.add_all(_grants(part, account.id, unit_ids, since))


def _account(part: Part, password_hash: str) -> Account:
    """The account of that name: setting up may have left one for the administrator that nobody has used yet."""
    account = db.session.scalars(select(Account).where(Account.username == part.username)).first()
    if account is None:
        account = Account(username=part.username)
        db.session.add(account)
    account.name, account.password_hash, account.disabled = part.name, password_hash, False
    db.session.flush()
    return account


def _grants(part: Part, account_id: int, unit_ids: dict[str, int], since: date) -> list[Grant]:
    grants = []
    if not _has_grant(account_id, part.role):
        grants.append(_grant(account_id, part.role, part.unit_code, unit_ids, since))
    if part.acting_for:
        acting = _grant(account_id, part.role, part.acting_for, unit_ids, since)
        acting.order_number = f"800.1.11.1/214/411.404/{since.year}"
        grants.append(acting)
    return grants


def _has_grant(account_id: int, role: Role) -> bool:
    statement = select(Grant.id).where(Grant.account_id == account_id, Grant.role == role.value)
    return db.session.execute(statement.limit(1)).first() is not None


def _grant(
    account_id: int, role: Role, unit_code: str | None, unit_ids: dict[str, int], since: date
) -> Grant:
    unit_id = unit_ids[unit_code] if unit_code else None
    return Grant(account_id=account_id, role=role.value, unit_id=unit_id, valid_from=since)
