"""Pages by key: the row one has seen last decides where the next page begins, however the list has grown since."""

from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

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
