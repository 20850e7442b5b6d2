"""Who stands in for which head, since when and on what order (R22); and who could."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, select, true

from lindung.domain.accounts import ProxyCapacity
from lindung.domain.names import name_key
from lindung.domain.permissions import Act, Reach
from lindung.models.accounts import Account, Grant
from lindung.models.base import db
from lindung.models.units import Unit
from lindung.queries.sessions import counts_on
from lindung.queries.units import is_below
from lindung.queries.viewer import Viewer, in_reach

SECRETARIATS = ("sekretariat daerah", "setda")  # what the Sekda's own office is called


class ProxyRow(NamedTuple):
    grant_id: int
    account_id: int
    name: str
    username: str
    capacity: ProxyCapacity
    unit_code: str
    unit_name: str
    order_number: str | None
    valid_from: date
    valid_until: date | None
    has_ended: bool


class ProxyChoice(NamedTuple):
    username: str
    name: str
    position: str  # role code of a grant in that unit


def proxy_rows(viewer: Viewer, today: date) -> list[ProxyRow]:
    """Proxies of the units for which the viewer may name one, those that count first."""
    codes = [code for code, _ in may_name_for(viewer)]
    statement = (
        select(
            Grant.id, Account.id, Account.name, Account.username, Grant.capacity, Unit.code, Unit.name,
            Grant.order_number, Grant.valid_from, Grant.valid_until,
        )
        .join(Account, Account.id == Grant.account_id)
        .join(Unit, Unit.id == Grant.unit_id)
        .where(Grant.capacity.is_not(None), Unit.code.in_(codes))
        .order_by(Grant.valid_from.desc(), Grant.id.desc())
    )  # fmt: skip
    rows = [
        ProxyRow(
            grant_id=row[0],
            account_id=row[1],
            name=row[2],
            username=row[3],
            capacity=ProxyCapacity(row[4] or ""),
            unit_code=row[5],
            unit_name=row[6],
            order_number=row[7],
            valid_from=row[8],
            valid_until=row[9],
            has_ended=row[9] is not None and row[9] < today,
        )
        for row in db.session.execute(statement)
    ]
    return sorted(rows, key=lambda row: row.has_ended)


def proxy_choices(viewer: Viewer, unit_code: str, today: date) -> list[ProxyChoice]:
    """Accounts with a role in the unit or below it; others within reach are named by their username."""
    if unit_code not in dict(may_name_for(viewer)):
        return []
    path = db.session.scalars(select(Unit.path).where(Unit.code == unit_code)).one()
    statement = (
        select(Account.username, Account.name, Grant.role)
        .join(Grant, Grant.account_id == Account.id)
        .join(Unit, Unit.id == Grant.unit_id)
        .where(is_below(path), counts_on(today), Account.disabled.is_(False), Grant.capacity.is_(None))
        .where(Account.id != viewer.account_id if viewer.account_id else true())
        .order_by(Account.name, Account.username)
    )
    return [ProxyChoice(*row) for row in db.session.execute(statement)]


def works_within(viewer: Viewer, today: date) -> ColumnElement[bool]:
    """Accounts that hold a role of their own, no proxy's, in the viewer's units today."""
    if viewer.units is None:
        return true()
    return (
        select(Grant.id)
        .join(Unit, Unit.id == Grant.unit_id)
        .where(Grant.account_id == Account.id, Grant.capacity.is_(None), counts_on(today))
        .where(in_reach(viewer, Unit.path))
        .correlate(Account)
        .exists()
    )


def may_name_for(viewer: Viewer) -> list[tuple[str, str]]:
    """(code, name) of the reporting units for which the viewer may name a proxy.

    A head for his own unit, the regional secretary for the secretariat, who manages the regency for every unit.
    """
    reach = viewer.reach(Act.NAME_PROXY)
    if reach is None:
        return []
    statement = select(Unit.code, Unit.name).order_by(Unit.code)
    if reach is Reach.ALL:
        statement = statement.where(Unit.reports)
    elif viewer.units is not None:
        statement = statement.where(Unit.id == viewer.unit_id)
    else:
        statement = statement.where(Unit.reports, Unit.parent_id.is_(None))
        rows = db.session.execute(statement).all()
        return [(code, name) for code, name in rows if name_key(name).startswith(SECRETARIATS)]
    return [(code, name) for code, name in db.session.execute(statement)]
