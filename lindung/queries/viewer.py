"""Who is asking, and which units that covers: the first argument of every query and every act."""

from typing import NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, true
from sqlalchemy.orm import InstrumentedAttribute

from lindung.domain.permissions import ALLOWED, Act, Reach, Role

AnySelect = TypeVar("AnySelect", bound="Select[*tuple[object, ...]]")
BEYOND = "~"  # sorts after every hexadecimal digit a path is made of


class PathRange(NamedTuple):
    """A unit and everything below it, as a range of `unit.path`."""

    first: str

    @property
    def beyond(self) -> str:
        return self.first + BEYOND

    def holds(self, path: str) -> bool:
        return self.first <= path < self.beyond


class Viewer(NamedTuple):
    """An account in one of its capacities. `units` is what it may see; None: every unit."""

    account_id: int | None  # None: the console
    username: str
    name: str
    role: Role
    grant_id: int | None
    unit_id: int | None
    unit_name: str | None
    units: PathRange | None

    def may(self, act: Act) -> bool:
        return self.role in ALLOWED[act]

    def sees(self, path: str) -> bool:
        return self.units is None or self.units.holds(path)

    def reach(self, act: Act) -> Reach | None:
        return ALLOWED[act].get(self.role)


# What a command does on the server, where nobody is signed in.
CONSOLE = Viewer(None, "server", "Server", Role.COORDINATOR, None, None, None, None)


def within(viewer: Viewer, statement: AnySelect, path: InstrumentedAttribute[str]) -> AnySelect:
    """The one scoping function: keeps the rows whose unit path lies within what the viewer may see."""
    return statement.where(in_reach(viewer, path))


def in_reach(viewer: Viewer, path: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    if viewer.units is None:
        return true()
    return (path >= viewer.units.first) & (path < viewer.units.beyond)
