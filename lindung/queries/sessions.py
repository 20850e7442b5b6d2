"""Who is signed in, read anew at each request in one statement: so that rights taken away are gone at once."""

import hashlib
from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, or_, select

from lindung.domain.accounts import SESSION_IDLE, SESSION_LIFETIME, ProxyCapacity
from lindung.domain.duties import CircularState, DutyKind
from lindung.domain.permissions import ROLES_WITH_UNIT, Role
from lindung.models.accounts import Account, AccountSession, Grant
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.coverage import Commitment
from lindung.models.rates import Setting
from lindung.models.units import Unit
from lindung.queries.viewer import PathRange, Viewer

REGENCY = "regency"  # the setting that names the regency: {"name": ...}
REFERENCE_LENGTH = 16


class Capacity(NamedTuple):
    """One grant that counts today: as what a person may act."""

    grant_id: int
    role: Role
    unit_id: int | None
    unit_code: str | None
    unit_name: str | None
    unit_path: str | None
    proxy: ProxyCapacity | None = None  # Plt., Plh. or a.n.; None: in his own right


class Visit(NamedTuple):
    """A signed-in browser: the person in the capacity chosen, and the others to change to."""

    account_id: int
    viewer: Viewer
    capacities: tuple[Capacity, ...]
    token_hash: bytes
    seen_at: datetime
    regency_name: str
    has_coverage: bool = False  # whether a workforce has a target, or somebody promised something

    @property
    def capacity(self) -> Capacity:
        """The one chosen."""
        return next(one for one in self.capacities if one.grant_id == self.viewer.grant_id)

    @property
    def unit_code(self) -> str | None:
        return self.capacity.unit_code


class SessionRow(NamedTuple):
    reference: str
    agent: str | None
    created_at: datetime
    seen_at: datetime
    is_this: bool


def token_hash(token: str) -> bytes:
    """What is stored of a session's token: enough to recognise it, useless to whoever reads the table."""
    return hashlib.sha256(token.encode()).digest()


def reference_of(hashed: bytes) -> str:
    """How a page names a session: the beginning of a hash, which opens nothing."""
    return hashed.hex()[:REFERENCE_LENGTH]


def counts_on(day: date) -> ColumnElement[bool]:
    """Grants that hold on a day; the last day is included."""
    return and_(Grant.valid_from <= day, or_(Grant.valid_until.is_(None), Grant.valid_until >= day))


def is_alive(now: datetime) -> ColumnElement[bool]:
    return and_(
        AccountSession.revoked_at.is_(None),
        AccountSession.seen_at > now - SESSION_IDLE,
        AccountSession.created_at > now - SESSION_LIFETIME,
    )


def visit(token: str, today: date) -> Visit | None:
    """The person behind a session's token; None when it has ended, or nothing is granted to them today."""
    hashed = token_hash(token)
    statement = (
        select(
            AccountSession.seen_at, AccountSession.grant_id, Account.id, Account.username, Account.name, Setting.value,
            _has_coverage(), Grant.id, Grant.role, Unit.id, Unit.code, Unit.name, Unit.path, Grant.capacity,
        )
        .join(Account, Account.id == AccountSession.account_id)
        .join(Grant, and_(Grant.account_id == Account.id, counts_on(today)))
        .outerjoin(Unit, Unit.id == Grant.unit_id)
        .outerjoin(Setting, Setting.key == REGENCY)
        .where(AccountSession.token_hash == hashed, Account.disabled.is_(False), is_alive(datetime.now(UTC)))
        .order_by(Grant.id)
    )  # fmt: skip
    rows = db.session.execute(statement).all()
    capacities = usable([_capacity(*row[7:]) for row in rows])
    if not capacities:
        return None
    seen_at, chosen, account_id, username, name, regency, has_coverage = rows[0][:7]
    capacity = next((one for one in capacities if one.grant_id == chosen), capacities[0])
    return Visit(
        account_id,
        viewer_in(capacity, account_id, username, name),
        capacities,
        hashed,
        seen_at,
        (regency or {}).get("name", ""),
        has_coverage,
    )


def _has_coverage() -> ColumnElement[bool]:
    """Decides whether the menu speaks of coverage; asked with the visit, so that no page pays a statement for it."""
    is_target = and_(Circular.duty_kind == DutyKind.TARGET.value, Circular.state != CircularState.DRAFT.value)
    return or_(exists().where(is_target), exists().where(Commitment.id.is_not(None)))


def capacities_of(account_id: int, today: date) -> tuple[Capacity, ...]:
    statement = (
        select(Grant.id, Grant.role, Unit.id, Unit.code, Unit.name, Unit.path, Grant.capacity)
        .outerjoin(Unit, Unit.id == Grant.unit_id)
        .where(Grant.account_id == account_id, counts_on(today))
        .order_by(Grant.id)
    )
    return usable([_capacity(*row) for row in db.session.execute(statement)])


def _capacity(
    grant_id: int,
    role: str,
    unit_id: int | None,
    unit_code: str | None,
    unit_name: str | None,
    unit_path: str | None,
    proxy: str | None,
) -> Capacity:
    stands_in = ProxyCapacity(proxy) if proxy else None
    return Capacity(grant_id, Role(role), unit_id, unit_code, unit_name, unit_path, stands_in)


def usable(capacities: list[Capacity]) -> tuple[Capacity, ...]:
    """Roles in their order; one that is bound to a unit and has none would see everything, so it counts for nothing."""
    order = list(Role)
    kept = [one for one in capacities if one.role not in ROLES_WITH_UNIT or one.unit_path]
    return tuple(sorted(kept, key=lambda one: (order.index(one.role), one.grant_id)))


def viewer_in(capacity: Capacity, account_id: int, username: str, name: str) -> Viewer:
    bound = capacity.role in ROLES_WITH_UNIT and capacity.unit_path
    return Viewer(
        account_id=account_id,
        username=username,
        name=name,
        role=capacity.role,
        grant_id=capacity.grant_id,
        unit_id=capacity.unit_id,
        unit_name=capacity.unit_name,
        units=PathRange(bound) if bound else None,
    )


def session_rows(here: Visit) -> list[SessionRow]:
    """The browsers this person is signed in with, the latest first."""
    statement = (
        select(
            AccountSession.token_hash, AccountSession.agent, AccountSession.created_at, AccountSession.seen_at
        )
        .where(AccountSession.account_id == here.viewer.account_id, is_alive(datetime.now(UTC)))
        .order_by(AccountSession.seen_at.desc(), AccountSession.token_hash)
        .limit(50)
    )
    return [
        SessionRow(reference_of(hashed), agent, created_at, seen_at, hashed == here.token_hash)
        for hashed, agent, created_at, seen_at in db.session.execute(statement)
    ]
