"""How numbers, money, months, days and identifiers are written for a reader. None of them needs a request."""

import re
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, current_app, has_app_context, has_request_context
from flask_babel import get_locale

from lindung.domain.months import Month

DASH = "–"
MINUS = "\u2212"
MASK = "•" * 12
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?=\s|$)")


def _locale() -> str:
    found = get_locale() if has_request_context() else None
    return str(found or "id")


def _zone() -> ZoneInfo:
    zone: ZoneInfo | None = current_app.config.get("ZONE") if has_app_context() else None
    return zone or ZoneInfo("Asia/Jakarta")


def number(value: int | Decimal | None) -> str:
    """4070 -> 4.070"""
    return DASH if value is None else format_decimal(value, locale=_locale())


def rupiah(value: int | None) -> str:
    """16800 -> Rp16.800; a debit carries its sign before the currency."""
    if value is None:
        return DASH
    return f"{MINUS if value < 0 else ''}Rp{format_decimal(abs(value), locale='id')}"


def share(numerator: int, denominator: int) -> Decimal | None:
    """The percentage with one decimal, half up (Babel rounds half even); None when there is nothing to divide by."""
    if not denominator:
        return None
    return (Decimal(100) * numerator / denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)


def percent(numerator: int, denominator: int) -> str:
    """(551, 915) -> 60,2%"""
    found = share(numerator, denominator)
    return DASH if found is None else f"{format_decimal(found, '#,##0.0', locale=_locale())}%"


def delta(value: Decimal | float | None) -> str:
    """2.7 -> +2,7; -1.2 -> −1,2; 0 -> 0,0"""
    if value is None:
        return DASH
    rounded = Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return sign + format_decimal(abs(rounded), "#,##0.0", locale=_locale())


def month(value: Month | int | None, form: str = "long") -> str:
    """202611 -> November 2026, or Nov 2026 when short."""
    if value is None:
        return DASH
    stored = value if isinstance(value, int) else value.number
    first = date(stored // 100, stored % 100, 1)
    return format_date(first, "MMM y" if form == "short" else "MMMM y", locale=_locale())


def day(value: date | None) -> str:
    """20 Nov 2026"""
    return DASH if value is None else format_date(value, "d MMM y", locale=_locale())


def day_long(value: date | None) -> str:
    """Senin, 16 November 2026"""
    return DASH if value is None else format_date(value, "EEEE, d MMMM y", locale=_locale())


def moment(value: datetime | None) -> str:
    """20 Nov 2026 pukul 10.42 WIB, in the regency's zone whatever the server's clock says."""
    if value is None:
        return DASH
    local = value.astimezone(_zone())
    if _locale().startswith("id"):
        return f"{day(local.date())} pukul {local:%H.%M} {local:%Z}"
    return f"{day(local.date())}, {local:%H:%M} {local:%Z}"


def clock(value: datetime | None) -> str:
    """10.42, or 10:42 where that is how hours are written."""
    form = "%H.%M" if _locale().startswith("id") else "%H:%M"
    return DASH if value is None else format(value.astimezone(_zone()), form)


def mask_nik(last4: str | None, narrow: bool = False) -> str:
    """Only the last four of a NIK are ever drawn: ••••••••••••0007, or ··0007 where a column is narrow."""
    if not last4:
        return DASH
    return f"··{last4}" if narrow else f"{MASK}{last4}"


def age(born_on: date | None, today: date) -> str:
    """Full years on a given day."""
    if born_on is None:
        return DASH
    years = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    return str(years)


def one_stop(text: str) -> str:
    """A sentence that ends with a name or title that ends with a stop ("S.Pd.") has one, not two."""
    return _TWO_STOPS.sub(".", text)


def drawn_at() -> str:
    """When this page was made; printed under its letterhead."""
    return moment(datetime.now(UTC))


FILTERS = (number, rupiah, percent, delta, month, day, day_long, moment, clock, mask_nik, age)


def install_filters(app: Flask) -> None:
    for function in FILTERS:
        app.add_template_filter(function)
        app.add_template_global(function)
    app.add_template_global(share)
    app.add_template_global(drawn_at)
