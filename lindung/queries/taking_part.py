"""The offices that take part (R9): reporting units with at least one registered worker of their own report."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from sqlalchemy import ColumnElement, FromClause, func, select
from sqlalchemy.orm import aliased

from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.units import Unit, ids_on
from lindung.queries.counting import Counts, total
from lindung.queries.figures import MonthFigures
from lindung.queries.viewer import BEYOND


class Offices(NamedTuple):
    """Every reporting unit, with the reporting units nearest below it."""

    below: dict[int, tuple[int, ...]]

    def of(self, path: str) -> int | None:
        """The office a unit reports in: itself, or the nearest one above it."""
        return next((one for one in reversed(ids_on(path)) if one in self.below), None)

    def taking_part(self, figures: MonthFigures, months: Sequence[Month]) -> dict[Month, frozenset[int]]:
        counts = figures.counts(months, sorted(self.below))

        def workers(month: Month, office: int) -> int:
            whole = counts.get((month, office), Counts())
            less = total(counts.get((month, one), Counts()) for one in self.below[office])
            return whole.workers_registered - less.workers_registered

        return {
            month: frozenset(office for office in self.below if workers(month, office) > 0)
            for month in months
        }


def offices() -> Offices:
    """All of the regency's: whether an office takes part does not depend on who asks."""
    statement = select(Unit.id, Unit.path).where(Unit.reports).order_by(Unit.id)
    return _offices({row[0]: row[1] for row in db.session.execute(statement)})


class _Unit(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def path(self) -> str: ...
    @property
    def reports(self) -> bool: ...


def offices_of(units: Iterable[_Unit]) -> Offices:
    """The same of units that are known already, every reporting one among them."""
    return _offices({unit.id: unit.path for unit in units if unit.reports})


def _offices(paths: dict[int, str]) -> Offices:
    below: dict[int, tuple[int, ...]] = dict.fromkeys(paths, ())
    for unit_id, path in paths.items():
        above = next((one for one in reversed(ids_on(path)[:-1]) if one in paths), None)
        if above is not None:
            below[above] = (*below[above], unit_id)
    return Offices(below)


def in_office_taking_part(standing: FromClause) -> ColumnElement[bool]:
    """The same as a condition on the rows that are counted: their office has a registered worker."""
    again, here = standing.alias("taking_part"), aliased(Unit)
    unit, reporting = aliased(Unit), aliased(Unit)

    def office_of(one: type[Unit]) -> ColumnElement[str]:
        return (
            select(func.max(reporting.path))
            .where(reporting.reports, reporting.path <= one.path, reporting.path.concat(BEYOND) > one.path)
            .correlate(one)
            .scalar_subquery()
        )

    taking = select(office_of(here)).join_from(again, here, here.id == again.c.unit_id)
    units = select(unit.id).where(office_of(unit).in_(taking.where(again.c.registered > 0)))
    return standing.c.unit_id.in_(units)
