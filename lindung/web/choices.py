"""What the filter line offers: the months a circular has, and the circulars that have months."""

from flask_babel import gettext as _

from lindung.domain.months import Month
from lindung.web.filters import month
from lindung.web.period import Period

MOST_MONTHS = 60


def month_choices(period: Period) -> list[tuple[str, str]]:
    """Newest first; the running month says that it runs."""
    running = Month.of(period.today)
    if period.circular is None:
        return []
    last = min(Month.of(period.circular.in_force_until or period.today), running)
    months = list(Month.of(period.circular.in_force_from).through(last))[-MOST_MONTHS:]
    if period.month not in months:
        months.append(period.month)
    return [(str(one), _words(one, running)) for one in sorted(months, reverse=True)]


def circular_choices(period: Period) -> list[tuple[str, str]]:
    """Empty when there is nothing to choose between."""
    found = [*period.circulars]
    if period.circular and period.circular.id not in {one.id for one in found}:
        found.append(period.circular)
    return [(one.number, one.number) for one in found] if len(found) > 1 else []


def _words(one: Month, running: Month) -> str:
    return _("%(month)s (berjalan)", month=month(one)) if one == running else month(one)
