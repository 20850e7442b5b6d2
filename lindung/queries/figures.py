"""Stored counts where they are fresh; counted on the spot, and not written, where a month is unopened or stale."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select

from lindung.domain.months import Month, counted_for
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.summaries import MonthBook, UnitMonth
from lindung.models.units import Unit
from lindung.queries.counting import Counts, MonthUnit, counted, with_ancestors

COLUMNS = tuple(UnitMonth.__table__.c[name] for name in Counts._fields)


class MonthFigures:
    """Counts of units, each with everything below it, in some months of a circular; the first is the page's own."""

    def __init__(self, circular_id: int, months: Sequence[Month], today: date) -> None:
        self.circular_id = circular_id
        self.month = months[0]
        books = self._books(months)
        self._counted_at = {
            month: at for month, judged, at, *_ in books if judged == counted_for(month, today)
        }
        self._live = self._counted_now([month for month in months if month not in self._counted_at], today)
        self._stored_paid = any(has_payments for *_, has_payments, _ in books)
        self._stored_confirmed = any(has_confirmed for *_, has_confirmed in books)
        self._kept: dict[MonthUnit, Counts] = {}
        self._asked: set[MonthUnit] = set()

    @property
    def counted_at(self) -> datetime | None:
        """When the page's own month was counted; None: just now."""
        return self._counted_at.get(self.month)

    @property
    def has_payments(self) -> bool:
        """Whether anybody in the regency has a payment of the page's own month."""
        if self.month in self._counted_at:
            return self._stored_paid
        return any(found.paid for (month, _), found in self._live.items() if month == self.month)

    @property
    def has_confirmed(self) -> bool:
        """Whether BPJS has confirmed a payment of the page's own month, anywhere in the regency (R14)."""
        if self.month in self._counted_at:
            return self._stored_confirmed
        return any(found.paid_confirmed for (month, _), found in self._live.items() if month == self.month)

    def load(self, *wanted: tuple[Sequence[Month], Sequence[int]]) -> None:
        """Reads the stored counts of several sets of months and units at once; `counts` then asks no more for them."""
        asked = [
            (fresh, unit_ids)
            for months, unit_ids in wanted
            if unit_ids and (fresh := [month for month in months if month in self._counted_at])
        ]
        if not asked:
            return
        which = [and_(UnitMonth.month.in_(months), UnitMonth.unit_id.in_(ids)) for months, ids in asked]
        statement = select(UnitMonth.month, UnitMonth.unit_id, *COLUMNS).where(
            UnitMonth.circular_id == self.circular_id, or_(*which)
        )
        self._kept |= {(row[0], row[1]): Counts(*row[2:]) for row in db.session.execute(statement)}
        self._asked |= {(month, unit_id) for months, ids in asked for month in months for unit_id in ids}

    def counts(self, months: Sequence[Month], unit_ids: Sequence[int]) -> dict[MonthUnit, Counts]:
        """What is absent is zero."""
        wanted = {(month, unit_id) for month in months for unit_id in unit_ids}
        if any(key not in self._asked for key in wanted if key[0] in self._counted_at):
            self.load((months, unit_ids))
        return {
            key: found for known in (self._live, self._kept) for key, found in known.items() if key in wanted
        }

    def sums(self, months: Sequence[Month], weights: Mapping[int, int]) -> dict[Month, Counts]:
        """Per month the units' counts added up, each taken so many times (-1: taken away)."""
        unit_ids = sorted(unit_id for unit_id, weight in weights.items() if weight)
        sums = dict.fromkeys(months, Counts())
        for (month, unit_id), found in self.counts(months, unit_ids).items():
            sums[month] = Counts(*(a + weights[unit_id] * b for a, b in zip(sums[month], found, strict=True)))
        return sums

    def _books(self, months: Sequence[Month]) -> list[tuple[Month, date, datetime, bool, bool]]:
        statement = select(
            MonthBook.month,
            MonthBook.judged_on,
            MonthBook.counted_at,
            self._some(UnitMonth.paid > 0),
            self._some(UnitMonth.paid_confirmed > 0),
        ).where(MonthBook.circular_id == self.circular_id, MonthBook.month.in_(months))
        return [(row[0], row[1], row[2], row[3], row[4]) for row in db.session.execute(statement)]

    def _some(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """Whether this holds of any unit in the page's own month."""
        return (
            select(UnitMonth.unit_id)
            .where(UnitMonth.circular_id == self.circular_id, UnitMonth.month == self.month, condition)
            .exists()
        )

    def _counted_now(self, months: Sequence[Month], today: date) -> dict[MonthUnit, Counts]:
        if not months:
            return {}
        circular = db.session.get_one(Circular, self.circular_id)
        paths = {row.id: row.path for row in db.session.execute(select(Unit.id, Unit.path))}
        return with_ancestors(counted(circular, months, today), paths)
