"""Who stands in for which head, since when and on what order (R22); and who could."""

from datetime import date
from typing import NamedTuple

from lindung.domain.accounts import ProxyCapacity
from lindung.queries.viewer import Viewer


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
    raise NotImplementedError


def proxy_choices(viewer: Viewer, unit_code: str, today: date) -> list[ProxyChoice]:
    """Accounts with a role in the unit or below it; others are named by their username."""
    raise NotImplementedError


def may_name_for(viewer: Viewer) -> list[tuple[str, str]]:
    """(code, name) of the reporting units for which the viewer may name a proxy."""
    raise NotImplementedError
