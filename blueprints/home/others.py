"""Circulars beside the one a first screen speaks of, so that what people have answered does not vanish from sight."""

from typing import NamedTuple

from flask import url_for

from lindung.domain.months import Month
from lindung.queries.compliance import MonthTable, month_table
from lindung.queries.viewer import Viewer
from lindung.web.period import Period


class Other(NamedTuple):
    number: str
    url: str
    answered: int
    asn: int


def others(viewer: Viewer, period: Period, table: MonthTable) -> list[Other]:
    """While nobody has answered this circular: those in force that have answers."""
    if table.now.answered or period.circular is None:
        return []
    found = []
    for row in period.in_force:
        if row.id == period.circular.id:
            continue
        month = max(period.month, Month.of(row.in_force_from))
        counts = month_table(viewer, row, month, period.today).now
        url = url_for("home.show", edaran=row.number, bulan=month)
        found.append(Other(row.number, url, counts.answered, counts.asn))
    return [one for one in found if one.answered]
