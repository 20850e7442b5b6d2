"""A unit's workers and the months of a year, one mark each: the sight staff know from attendance sheets (R14, R18)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, func, or_, select
from sqlalchemy.sql.functions import coalesce

from lindung.domain.grid import Mark, Span, year_marks, year_months
from lindung.domain.months import Month
from lindung.domain.thresholds import Thresholds
from lindung.models.base import db
from lindung.models.ledger import MonthCover
from lindung.models.workers import Enrolment
from lindung.queries.paging import Anchor, Slice, page_at, row_count, sliced
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer
from lindung.queries.workers import (
    WorkerFilter,
    WorkerRow,
    narrowed,
    order_of,
    rows_of,
)

OWN_COLUMNS = 4  # of the grid, behind those of the list


class YearRow(NamedTuple):
    worker: WorkerRow
    marks: list[Mark]  # January to December

    def count(self, *marks: Mark) -> int:
        return sum(mark in marks for mark in self.marks)


class Year(NamedTuple):
    """The year asked for as it stands today: people are found in the month it is told at."""

    number: int
    today: date

    @property
    def told_at(self) -> Month:
        return min(Month(self.number * 100 + 12), Month.of(self.today))


def year_rows(
    viewer: Viewer, circular_id: int | None, year: Year, wanted: WorkerFilter, anchor: Anchor | None = None
) -> Slice[YearRow]:
    """One page, with its marks, in one statement; another counts the list."""
    statement = _participants(viewer, circular_id, year, wanted)
    page = page_at(statement, order_of(wanted), anchor, lambda some: _with_marks(some, year))
    rows = _rows(page.statement, year)
    return sliced(rows, [row.worker.enrolment_id for row in rows], page.anchor, row_count(statement))


def all_year_rows(viewer: Viewer, circular_id: int | None, year: Year, wanted: WorkerFilter) -> list[YearRow]:
    """The whole list, for a file or for paper."""
    statement = _with_marks(_participants(viewer, circular_id, year, wanted), year)
    return _rows(order_of(wanted).apply(statement), year)


def confirmed_months(enrolment_ids: Collection[int], year: int) -> dict[int, frozenset[Month]]:
    """Which months of a year BPJS has received in full; the caller has found the enrolments within the reach."""
    statement = select(Enrolment.id, _confirmed(year_months(year))).where(Enrolment.id.in_(enrolment_ids))
    return {id_: _months(bits, year) for id_, bits in db.session.execute(statement)}


def _participants(
    viewer: Viewer, circular_id: int | None, year: Year, wanted: WorkerFilter
) -> Select[*tuple[Any, ...]]:
    """Whoever was a participant in some month of the year."""
    first, last = Month(year.number * 100 + 1), Month(year.number * 100 + 12)
    return narrowed(viewer, circular_id, year.told_at, year.today, wanted).where(
        Enrolment.registered_on.is_not(None),
        Enrolment.first_month <= last,
        or_(Enrolment.ended_on.is_(None), Enrolment.ended_on > first.first_day()),
    )


def _with_marks(statement: Select[*tuple[Any, ...]], year: Year) -> Select[*tuple[Any, ...]]:
    return statement.add_columns(
        Enrolment.cover, Enrolment.registered_on, Enrolment.ended_on, _confirmed(year_months(year.number))
    )


def _confirmed(months: Sequence[Month]) -> ColumnElement[int]:
    """The confirmed months of an enrolment's job, whoever paid them (R18), as one number: a bit for each."""
    bits = [(MonthCover.month == month, 1 << place) for place, month in enumerate(months)]
    found: ScalarSelect[int] = (
        select(func.sum(case(*bits, else_=0)))
        .where(
            and_(MonthCover.worker_id == Enrolment.worker_id, MonthCover.job == Enrolment.job),
            MonthCover.month.in_(months),
            and_(MonthCover.due > 0, MonthCover.confirmed >= MonthCover.due),
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )
    return coalesce(found, 0)


def _months(bits: int, year: int) -> frozenset[Month]:
    return frozenset(month for place, month in enumerate(year_months(year)) if bits >> place & 1)


def _rows(statement: Select[*tuple[Any, ...]], year: Year) -> list[YearRow]:
    limits, found = thresholds(), db.session.execute(statement).all()
    return [
        YearRow(worker, _marks(worker, row[-OWN_COLUMNS:], year, limits))
        for worker, row in zip(rows_of(found), found, strict=True)
    ]


def _marks(worker: WorkerRow, own: Iterable[Any], year: Year, limits: Thresholds) -> list[Mark]:
    cover, registered_on, ended_on, bits = own
    span = Span(worker.first_month if registered_on else None, Month.of(ended_on) if ended_on else None)
    confirmed = _months(int(bits), year.number)
    return year_marks(cover, year.number, Month.of(year.today), span, limits, confirmed)
