"""Who stands in for a head: Plt. and Plh. with number and dates of their order, a secretary a.n. (R22)."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from lindung.actions import own
from lindung.actions.acts import act
from lindung.actions.done import Done
from lindung.domain.accounts import ORDER_LENGTH, ProxyCapacity
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.names import clean
from lindung.domain.permissions import Act, Role
from lindung.models.accounts import Account, Grant
from lindung.models.base import db
from lindung.models.units import Unit
from lindung.queries.proxies import may_name_for, works_within
from lindung.queries.viewer import Viewer

LONGEST = timedelta(days=366)  # an order names its end, and is renewed


@dataclass(frozen=True, slots=True)
class Proxy:
    username: str
    capacity: ProxyCapacity
    unit_code: str
    order_number: str | None
    valid_from: date
    valid_until: date | None


def name_proxy(viewer: Viewer, proxy: Proxy, *, today: date, key: str | None = None) -> Done:
    """A dated grant as head of the unit. Fields: username, unit_code, order_number, valid_from, valid_until."""
    with act(viewer, "proxy.name", today=today, key=key) as deed:
        own.check_may(viewer, Act.NAME_PROXY)
        unit = _unit(viewer, proxy.unit_code)
        account = _account(viewer, proxy.username, today)
        grant = Grant(account_id=account.id, role=Role.HEAD.value, unit_id=unit.id)
        grant.capacity = proxy.capacity.value
        grant.order_number = _order_number(proxy)
        grant.valid_from, grant.valid_until = _days(proxy, today)
        _refuse_held(account, unit, grant)
        db.session.add(grant)
        db.session.flush()
        done = Done(deed.id, record_id=grant.id)
        deed.result = done.result
    return done


def end_proxy(viewer: Viewer, grant_id: int, *, today: date, key: str | None = None) -> Done:
    """Ends at once, from the proxy's next click."""
    with act(viewer, "proxy.end", today=today, key=key) as deed:
        own.check_may(viewer, Act.NAME_PROXY)
        grant = db.session.get(Grant, grant_id, with_for_update=True)
        if grant is None or grant.capacity is None or grant.unit_id is None:
            raise NotThere
        unit = db.session.get_one(Unit, grant.unit_id)
        if unit.code not in dict(may_name_for(viewer)):
            raise NotThere
        if grant.valid_until is not None and grant.valid_until < today:
            raise RuleBroken("grant_already_ended")
        grant.valid_until = today - timedelta(days=1)
        done = Done(deed.id, record_id=grant.id)
        deed.result = done.result
    return done


def _unit(viewer: Viewer, code: str) -> Unit:
    """Units for which the viewer may name somebody; another's is as unknown as one that does not exist."""
    unit = own.any_unit(code)
    if unit.code not in dict(may_name_for(viewer)):
        raise RuleBroken("unit_unknown", field="unit_code", given=code)
    return unit


def _account(viewer: Viewer, username: str, today: date) -> Account:
    """Somebody with a role of his own within reach; another office's name is as unknown as one nobody has."""
    statement = select(Account).where(Account.username == username.strip().lower())
    statement = statement.where(Account.disabled.is_(False), works_within(viewer, today))
    account = db.session.scalars(statement).first()
    if account is None:
        raise RuleBroken("proxy_unknown", field="username", given=username)
    if account.id == viewer.account_id:
        raise RuleBroken("proxy_is_oneself", field="username")
    return account


def _order_number(proxy: Proxy) -> str | None:
    number = clean(proxy.order_number or "")
    if len(number) > ORDER_LENGTH:
        raise RuleBroken("order_number_long", field="order_number", most=ORDER_LENGTH)
    if not number and proxy.capacity is not ProxyCapacity.AN:
        raise RuleBroken("order_number_missing", field="order_number")
    return number or None


def _days(proxy: Proxy, today: date) -> tuple[date, date]:
    if proxy.valid_until is None:
        raise RuleBroken("proxy_end_missing", field="valid_until")
    if proxy.valid_until < proxy.valid_from:
        raise RuleBroken("grant_ends_before_it_begins", field="valid_until")
    if proxy.valid_until < today:
        raise RuleBroken("proxy_over", field="valid_until")
    if proxy.valid_until - proxy.valid_from > LONGEST:
        raise RuleBroken("proxy_too_long", field="valid_until")
    return proxy.valid_from, proxy.valid_until


def _refuse_held(account: Account, unit: Unit, wanted: Grant) -> None:
    """The same person for the same unit in overlapping days: once is enough."""
    held = select(Grant.id).where(
        Grant.account_id == account.id,
        Grant.role == Role.HEAD.value,
        Grant.unit_id == unit.id,
        Grant.valid_from <= wanted.valid_until,
        Grant.valid_until.is_(None) | (Grant.valid_until >= wanted.valid_from),
    )
    if db.session.scalars(held.limit(1)).first() is not None:
        raise RuleBroken("grant_already_there", field="username")
