"""Who has an account, as what, and since when it has been used; only those the viewer may manage."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, case, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from lindung.domain.errors import NotThere
from lindung.domain.permissions import GRANTABLE, Role
from lindung.models.accounts import Account, AccountSession, Activation, Grant
from lindung.models.base import db
from lindung.models.units import Unit
from lindung.queries.sessions import counts_on
from lindung.queries.viewer import PathRange, Viewer

PAGE = 50


class State(StrEnum):
    ACTIVE = "active"
    WAITING = "waiting"  # no password chosen yet
    DISABLED = "disabled"


class GrantRow(NamedTuple):
    id: int
    account_id: int
    role: Role
    unit_id: int | None
    unit_code: str | None
    unit_name: str | None
    valid_from: date
    valid_until: date | None
    order_number: str | None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and not self.has_ended(day)

    def has_ended(self, day: date) -> bool:
        return self.valid_until is not None and self.valid_until < day


class AccountRow(NamedTuple):
    id: int
    username: str
    name: str
    state: State
    seen_at: datetime | None
    grants: tuple[GrantRow, ...]


class AccountPage(NamedTuple):
    """One account with all its grants, ended ones included."""

    id: int
    username: str
    name: str
    state: State
    seen_at: datetime | None
    code_until: datetime | None
    version: int
    grants: tuple[GrantRow, ...]

    def grant(self, grant_id: int) -> GrantRow:
        """NotThere when it is another account's."""
        found = next((one for one in self.grants if one.id == grant_id), None)
        if found is None:
            raise NotThere
        return found


class AccountFilter(NamedTuple):
    q: str = ""
    role: Role | None = None
    state: State | None = None
    unit_path: str | None = None


class AccountSlice(NamedTuple):
    rows: list[AccountRow]
    total: int
    earlier: int  # how many stand on the pages before

    @property
    def last(self) -> int:
        return self.earlier + len(self.rows)


class UnitChoice(NamedTuple):
    id: int
    code: str
    name: str


def account_slice(
    viewer: Viewer, wanted: AccountFilter, today: date, *, after: str = "", before: str = ""
) -> AccountSlice:
    """Fifty accounts by username: the first after one name, or the last before another."""
    conditions = [manageable(viewer, today), *_conditions(wanted, today)]
    beyond, order = (
        (Account.username < before, Account.username.desc())
        if before
        else (Account.username > after, Account.username)
    )
    statement = _rows(conditions).where(beyond).order_by(None).order_by(order).limit(PAGE)
    rows = _with_grants(db.session.execute(statement).all(), today)
    rows.sort(key=lambda row: row.username)
    first = rows[0].username if rows else ""
    total, earlier = db.session.execute(
        select(func.count(), func.coalesce(func.sum(case((Account.username < first, 1), else_=0)), 0))
        .select_from(Account)
        .where(*conditions)
    ).one()
    return AccountSlice(rows, total, earlier)


def all_accounts(viewer: Viewer, wanted: AccountFilter, today: date) -> list[AccountRow]:
    """Every account of a filter, for downloads and printed sheets; a regency has some hundreds."""
    conditions = [manageable(viewer, today), *_conditions(wanted, today)]
    return _with_grants(db.session.execute(_rows(conditions)).all(), today)


def _rows(conditions: list[ColumnElement[bool]]) -> Select[int, str, str, str, datetime]:
    return (
        select(Account.id, Account.username, Account.name, _state(), _seen_at())
        .where(*conditions)
        .order_by(Account.username)
    )


def _with_grants(found: Sequence[Row[int, str, str, str, datetime]], today: date) -> list[AccountRow]:
    grants = _grants_of([row[0] for row in found], today)
    return [
        AccountRow(id_, username, name, State(state), seen_at, grants.get(id_, ()))
        for id_, username, name, state, seen_at in found
    ]


def account_page(viewer: Viewer, account_id: int, today: date) -> AccountPage:
    pending = (
        select(func.max(Activation.expires_at))
        .where(Activation.account_id == Account.id, Activation.used_at.is_(None))
        .where(Activation.expires_at > datetime.now(UTC))
        .scalar_subquery()
    )
    row = db.session.execute(
        select(
            Account.id, Account.username, Account.name, _state(), _seen_at(), pending, Account.version
        ).where(Account.id == account_id, manageable(viewer, today))
    ).first()
    if row is None:
        raise NotThere
    id_, username, name, state, seen_at, code_until, version = row
    grants = _grants_of([id_], None).get(id_, ())
    return AccountPage(id_, username, name, State(state), seen_at, code_until, version, grants)


def waiting_ids(viewer: Viewer, wanted: AccountFilter, today: date) -> list[int]:
    """The accounts of a filter that nobody has activated yet and that hold a grant, by username."""
    holds = exists().where(Grant.account_id == Account.id, _not_ended(today))
    statement = (
        select(Account.id)
        .where(manageable(viewer, today), *_conditions(wanted._replace(state=State.WAITING), today), holds)
        .order_by(Account.username)
    )
    return list(db.session.scalars(statement))


def unit_by_its_code(code: str) -> UnitChoice | None:
    """For grants: who manages accounts sees every unit."""
    row = db.session.execute(select(Unit.id, Unit.code, Unit.name).where(Unit.code == code)).first()
    return UnitChoice(*row) if row else None


def somebody_can_sign_in() -> bool:
    """Whether the regency has got past its first day: an enabled account with a password exists."""
    statement = (
        select(Account.id).where(Account.password_hash.is_not(None), Account.disabled.is_(False)).limit(1)
    )
    return db.session.scalar(statement) is not None


def manageable(viewer: Viewer, today: date) -> ColumnElement[bool]:
    """Accounts whose every present or coming grant the viewer could give: a coordinator never reaches an admin's."""
    if viewer.account_id is None or viewer.role is Role.ADMIN:
        return true()
    given = GRANTABLE.get(viewer.role, frozenset())
    other = aliased(Grant)
    beyond = exists().where(
        other.account_id == Account.id,
        other.role.not_in([role.value for role in sorted(given)]),
        or_(other.valid_until.is_(None), other.valid_until >= today),
    )
    return ~beyond


def _conditions(wanted: AccountFilter, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.q.strip():
        text = wanted.q.strip().lower()
        conditions.append(
            or_(
                Account.username.contains(text, autoescape=True),
                func.lower(Account.name).contains(text, autoescape=True),
            )
        )
    if wanted.state is not None:
        conditions.append(_state() == wanted.state.value)
    held = [Grant.account_id == Account.id, _not_ended(today)]
    if wanted.role is not None:
        held.append(Grant.role == wanted.role.value)
    if wanted.unit_path is not None:
        reach = PathRange(wanted.unit_path)
        inside = select(Unit.id).where(Unit.path >= reach.first, Unit.path < reach.beyond)
        held.append(Grant.unit_id.in_(inside))
    if len(held) > 2:
        conditions.append(exists().where(*held))
    return conditions


def _not_ended(today: date) -> ColumnElement[bool]:
    return or_(Grant.valid_until.is_(None), Grant.valid_until >= today)


def _state() -> ColumnElement[str]:
    return case(
        (Account.disabled, State.DISABLED.value),
        (Account.password_hash.is_(None), State.WAITING.value),
        else_=State.ACTIVE.value,
    )


def _seen_at() -> ScalarSelect[datetime]:
    return (
        select(func.max(AccountSession.seen_at))
        .where(AccountSession.account_id == Account.id)
        .scalar_subquery()
    )


def _grants_of(account_ids: list[int], today: date | None) -> dict[int, tuple[GrantRow, ...]]:
    """The grants of some accounts: all of them, or those that count on a day."""
    statement = (
        select(
            Grant.id, Grant.account_id, Grant.role, Unit.id, Unit.code, Unit.name, Grant.valid_from, Grant.valid_until,
            Grant.order_number,
        )
        .outerjoin(Unit, Unit.id == Grant.unit_id)
        .where(Grant.account_id.in_(account_ids), true() if today is None else counts_on(today))
        .order_by(Grant.valid_from.desc(), Grant.id.desc())
    )  # fmt: skip
    found: dict[int, tuple[GrantRow, ...]] = {}
    for row in db.session.execute(statement):
        grant = GrantRow(row[0], row[1], Role(row[2]), *row[3:])
        found[grant.account_id] = (*found.get(grant.account_id, ()), grant)
    return found
