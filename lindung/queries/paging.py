"""Pages by key: the row one has seen last decides where the next page begins, however the list has grown since."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, func, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from lindung.models.base import db

PAGE = 50

Row = TypeVar("Row")
AnySelect = TypeVar("AnySelect", bound="Select[*tuple[Any, ...]]")


class Anchor(NamedTuple):
    """A row of the page one comes from, and its place in the list (from 1)."""

    id: int
    position: int
    backwards: bool = False

    def __str__(self) -> str:
        return f"{self.id}.{self.position}"


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    rows: list[Row]
    first: int  # place of the first row in the whole list, from 1; 0 when there is none
    total: int
    previous: Anchor | None
    next: Anchor | None

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0


class Order(NamedTuple):
    """The columns a list is sorted by, the last one a key; all rising or all falling."""

    columns: tuple[InstrumentedAttribute[Any], ...]
    falling: bool = False

    def apply(self, statement: AnySelect, *, backwards: bool = False) -> AnySelect:
        falls = self.falling != backwards
        return statement.order_by(*(column.desc() if falls else column.asc() for column in self.columns))

    def beyond(self, values: tuple[Any, ...], *, backwards: bool) -> ColumnElement[bool]:
        """Rows after the one with these values, or before it."""
        mine, theirs = tuple_(*self.columns), tuple_(*values)
        return mine < theirs if self.falling != backwards else mine > theirs


def row_count(statement: Select[*tuple[Any, ...]]) -> int:
    """How long the list is."""
    return db.session.scalar(statement.with_only_columns(func.count(), maintain_column_froms=True)) or 0


class Page(NamedTuple):
    """Where in its list a page begins: `anchor` is None at the beginning, and where its row has left the list."""

    statement: Select[*tuple[Any, ...]]  # of up to PAGE + 1 rows
    anchor: Anchor | None


def page_at(
    statement: Select[*tuple[Any, ...]],
    order: Order,
    anchor: Anchor | None,
    shown: Callable[[Any], Any] = lambda statement: statement,
) -> Page:
    """The page after (or before) the anchor's row, which is found by the key that ends the order.

    `shown` adds to the page's rows what the whole list need not be asked for.
    """
    key = order.columns[-1]
    seen = None
    if anchor:
        values = statement.with_only_columns(*order.columns, maintain_column_froms=True)
        seen = db.session.execute(values.where(key == anchor.id)).first()
    if anchor is None or seen is None:
        return Page(order.apply(shown(statement)).limit(PAGE + 1), None)
    beyond = statement.where(order.beyond(tuple(seen), backwards=anchor.backwards))
    return Page(order.apply(shown(beyond), backwards=anchor.backwards).limit(PAGE + 1), anchor)


def sliced(found: list[Row], ids: list[int], anchor: Anchor | None, total: int) -> Slice[Row]:
    """A page out of up to PAGE + 1 rows as they were fetched; the one too many only tells that there are more."""
    more = len(found) > PAGE
    rows, keys = found[:PAGE], ids[:PAGE]
    if anchor and anchor.backwards:
        rows, keys = rows[::-1], keys[::-1]
        first = max(anchor.position - len(rows), 1)
        earlier, later = more, True
    else:
        first = anchor.position + 1 if anchor else 1
        earlier, later = anchor is not None, more
    if not rows:
        return Slice([], 0, total, None, None)
    return Slice(
        rows,
        first,
        total,
        Anchor(keys[0], first, backwards=True) if earlier else None,
        Anchor(keys[-1], first + len(rows) - 1) if later else None,
    )
