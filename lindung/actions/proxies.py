"""Who stands in for a head: Plt. and Plh. with number and dates of their order, a secretary a.n. (R22)."""

from dataclasses import dataclass
from datetime import date

from lindung.actions.done import Done
from lindung.domain.accounts import ProxyCapacity
from lindung.queries.viewer import Viewer


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
    raise NotImplementedError


def end_proxy(viewer: Viewer, grant_id: int, *, today: date, key: str | None = None) -> Done:
    """Ends at once, from the proxy's next click."""
    raise NotImplementedError
