"""What the office's calendar shows: read by every role, nobody's data in it."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from lindung.domain.calendar import DayKind, Span, due_days, report_days
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.rates import Holiday
from lindung.queries.circulars import selectable
from lindung.queries.closed import report_rules
from lindung.queries.dated import KINDS, Standing, dated_rows


class OfficeDay(NamedTuple):
    """One line: `month`, `circular` or `record` say what it is about, `note` which holiday."""

    day: date
    kind: DayKind
    month: Month | None = None
    circular_id: int | None = None
    number: str | None = None
    record: str | None = None
    rows: int = 0
    note: str | None = None
    moved_from: date | None = None


def office_days(today: date) -> list[OfficeDay]:
    """By day, and of one day in the order of their kinds."""
    span = Span.ahead_of(today)
    names = _holidays(span)
    found = [
        *_money(span, names),
        *_circulars(span),
        *_ends(span),
        *(OfficeDay(day, DayKind.HOLIDAY, note=name) for day, name in names.items() if span.holds(day)),
    ]
    return sorted(found, key=lambda one: (one.day, list(DayKind).index(one.kind), one.number or ""))


def _holidays(span: Span) -> dict[date, str]:
    """A month beyond the span as well: due dates slip."""
    last = span.months[-1].plus(2).last_day()
    statement = select(Holiday.day, Holiday.name).where(
        Holiday.day >= span.months[0].first_day(), Holiday.day <= last
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _money(span: Span, names: dict[date, str]) -> list[OfficeDay]:
    due = [
        OfficeDay(one.day, DayKind.DUE, one.month, note=one.holiday, moved_from=one.moved_from)
        for one in due_days(span, names)
    ]
    reports = [
        OfficeDay(day, DayKind.REPORT, month) for day, month in report_days(span, report_rules(), names)
    ]
    return due + reports


def _circulars(span: Span) -> list[OfficeDay]:
    found = []
    for row in selectable(span.first):
        if not row.is_in_force_on(span.first):
            continue
        days = {
            DayKind.DECLARE_BY: row.declare_by,
            DayKind.REGISTER_BY: row.register_by,
            DayKind.CIRCULAR_ENDS: row.in_force_until,
        }
        found += [
            OfficeDay(day, kind, circular_id=row.id, number=row.number)
            for kind, day in days.items()
            if day is not None and span.holds(day)
        ]
    return found


def _ends(span: Span) -> list[OfficeDay]:
    """Rates, discounts, benefits and thresholds that end, those of a kind and a day together."""
    counts: Counter[tuple[date, str]] = Counter()
    for record in KINDS:
        for row in dated_rows(record, span.first):
            if row.standing is Standing.IN_FORCE and row.last and span.holds(row.last.last_day()):
                counts[row.last.last_day(), record] += 1
    return [
        OfficeDay(day, DayKind.ROWS_END, record=record, rows=count) for (day, record), count in counts.items()
    ]
