"""The circular and the month an address asks for (`edaran`, `bulan`), and what a page speaks of when it does not."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from flask import request

from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month, default_month, due_on
from lindung.queries.circulars import CircularRow, by_number, newest_among, selectable
from lindung.queries.rates import holidays
from lindung.web.clock import office_today

# Months a page may speak of; beyond them reckoning to the month before or after would leave the calendar.
EARLIEST, LATEST = Month(1900_01), Month(2199_12)


class Period(NamedTuple):
    circular: CircularRow | None  # None: none has come into force yet
    month: Month
    today: date
    falls_due_on: date | None = None  # the month's due date while it is still to come (R15)
    circulars: tuple[CircularRow, ...] = ()  # those with months to show, newest first

    @property
    def is_before_circular(self) -> bool:
        return self.circular is not None and self.month < Month.of(self.circular.in_force_from)

    @property
    def is_after_circular(self) -> bool:
        ended = self.circular.in_force_until if self.circular else None
        return ended is not None and self.month > Month.of(ended)

    @property
    def has_figures(self) -> bool:
        return self.circular is not None and not self.is_before_circular and not self.is_after_circular

    @property
    def in_force(self) -> list[CircularRow]:
        """Newest first."""
        return [one for one in self.circulars if one.is_in_force_on(self.today)]

    def month_of(self, circular: CircularRow) -> Month:
        """This month, or the nearest one that a circular has."""
        last = min(Month.of(circular.in_force_until or self.today), Month.of(self.today))
        return min(max(self.month, Month.of(circular.in_force_from)), last)

    @property
    def query(self) -> dict[str, str]:
        """What a link has to carry for its page to speak of the same month and circular."""
        circular = {"edaran": self.circular.number} if self.circular else {}
        return {"bulan": str(self.month), **circular}


def selected_period(*, of_today: bool = False, of_any_duty: bool = False) -> Period:
    """A future month is refused (R9a), an unknown circular is not there, a month that is none is told so.

    Of several circulars in force the newest that asks something of ASN is meant where the address names none;
    `of_any_duty`: the newest, be it a programme of funds or a target, which is what a file of the month table is of.
    `of_today` is for what speaks of the present, whatever month the list was of from which one came.
    """
    today = office_today()
    circulars = selectable(today)
    circular = _selected_circular(circulars, today, of_people=not of_any_duty)
    known_holidays = holidays(Month.of(today))
    asked = None if of_today else _asked_month(today)
    month = asked or _usual_month(circular, default_month(today, known_holidays), today)
    due = due_on(month, known_holidays) if month == Month.of(today) else None
    return Period(circular, month, today, due if due and today <= due else None, tuple(circulars))


def asked_month(name: str = "bulan") -> Month | None:
    """A month as written in the address; None when it is left out."""
    text = request.args.get(name, "").strip()
    if not text:
        return None
    try:
        month = Month.parse(text)
    except ValueError:
        month = None
    if month is None or not EARLIEST <= month <= LATEST:
        raise RuleBroken("month_unreadable", field=name, text=text[:40])
    return month


def _asked_month(today: date) -> Month | None:
    month = asked_month()
    if month and month > Month.of(today):
        raise RuleBroken("month_in_future", field="bulan", month=month, running=Month.of(today))
    return month


def _selected_circular(
    circulars: Sequence[CircularRow], today: date, *, of_people: bool
) -> CircularRow | None:
    if number := request.args.get("edaran", "").strip():
        return next((one for one in circulars if one.number == number), None) or by_number(number)
    return newest_among(circulars, today, of_people=of_people)


def _usual_month(circular: CircularRow | None, usual: Month, today: date) -> Month:
    """R9a's month, unless the circular was not yet, or no longer, in force then."""
    if circular is None or circular.in_force_from > today:
        return usual
    last = min(circular.in_force_until or today, today)
    return min(max(usual, Month.of(circular.in_force_from)), Month.of(last))
