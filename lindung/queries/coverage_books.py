"""What is written down already of the same month and place: asked before a figure is kept, by screens and files."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, or_, select

from lindung.domain.coverage import STOCKS, FigureKind, reckoned
from lindung.domain.duties import CircularState, DutyKind
from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.coverage import Figure, Segment
from lindung.queries.coverage import CoverageCircular


class Place(NamedTuple):
    """Which part of the workforce a figure is about; all None: the whole of it."""

    segment_id: int | None = None
    unit_id: int | None = None
    payer: str | None = None


class KnownFigure(NamedTuple):
    id: int
    kind: FigureKind
    place: Place
    month: Month
    people: int | None
    hundredths: int | None
    base: int | None
    source: str
    source_on: date | None
    is_used: bool

    @property
    def reckoned(self) -> int:
        return reckoned(self.people, self.hundredths, self.base)

    def is_by(self, source: str) -> bool:
        return self.source.casefold() == source.casefold()


Key = tuple[FigureKind, Place, Month]


@dataclass(slots=True)
class Books:
    """Of some months every figure, and of all months the workforces."""

    keyed: dict[Key, list[KnownFigure]] = field(default_factory=dict)
    workforces: dict[Place, list[KnownFigure]] = field(default_factory=dict)

    def workforce(self, place: Place, month: Month) -> int | None:
        """Of that part, whoever pays: as last counted by then, or first of all."""
        found = self.workforces.get(place._replace(payer=None), [])
        before = [one for one in found if one.month <= month]
        chosen = before[-1] if before else found[0] if found else None
        return chosen.reckoned if chosen else None

    def used(self, key: Key) -> KnownFigure | None:
        return next((one for one in self.keyed.get(key, []) if one.is_used), None)


def books(circular_id: int, months: Collection[Month]) -> Books:
    found = Books()
    wanted = or_(Figure.month.in_(list(months)), Figure.kind == FigureKind.WORKFORCE.value)
    statement = _known().where(Figure.circular_id == circular_id, wanted).order_by(Figure.month, Figure.id)
    for row in db.session.execute(statement):
        one = KnownFigure(row[0], FigureKind(row[1]), Place(*row[2:5]), *row[5:])
        found.keyed.setdefault((one.kind, one.place, one.month), []).append(one)
        if one.kind is FigureKind.WORKFORCE and one.is_used:
            found.workforces.setdefault(one.place, []).append(one)
    return found


def covered_in(circular_id: int, place: Place) -> int | None:
    """How many of this part are covered by the latest figure reckoned with; of two kinds the stricter one."""
    kinds = [kind.value for kind in STOCKS]
    statement = (
        _known()
        .where(Figure.circular_id == circular_id, Figure.is_used, Figure.kind.in_(kinds))
        .where(
            Figure.segment_id.is_not_distinct_from(place.segment_id),
            Figure.unit_id.is_not_distinct_from(place.unit_id),
            Figure.payer.is_not_distinct_from(place.payer),
        )
        .order_by(Figure.month.desc(), Figure.kind)
        .limit(1)
    )
    row = db.session.execute(statement).first()
    return reckoned(row[6], row[7], row[8]) if row else None


def segments_by_key(circular_id: int) -> dict[str, tuple[int, str]]:
    """Folded name -> id and name."""
    statement = select(Segment.name_key, Segment.id, Segment.name).where(Segment.circular_id == circular_id)
    return {key: (id_, name) for key, id_, name in db.session.execute(statement)}


def segment_key(name: str) -> str:
    return name_key(name)


def open_targets() -> list[CoverageCircular]:
    """Circulars of kind target in force, the newest first: what a file without a number is for."""
    statement = (
        select(Circular.id, Circular.number, Circular.title)
        .where(Circular.duty_kind == DutyKind.TARGET.value, Circular.state == CircularState.IN_FORCE.value)
        .order_by(Circular.in_force_from.desc(), Circular.id.desc())
    )
    return [CoverageCircular(*row) for row in db.session.execute(statement)]


def _known() -> "Select[*tuple[Any, ...]]":
    return select(
        Figure.id,
        Figure.kind,
        Figure.segment_id,
        Figure.unit_id,
        Figure.payer,
        Figure.month,
        Figure.people,
        Figure.hundredths,
        Figure.base,
        Figure.source,
        Figure.source_on,
        Figure.is_used,
    )
