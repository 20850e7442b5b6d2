"""What a month costs, by whom it is paid, and under which law. Read-only: the rows are entered elsewhere."""

from flask import Blueprint, render_template
from flask_babel import gettext as _

from lindung.domain.months import Month, due_on
from lindung.domain.permissions import Act
from lindung.domain.rates import Payer
from lindung.domain.registration import Programme
from lindung.queries.rates import holidays, laws, prices, rate_tables
from lindung.web.clock import running_month
from lindung.web.filters import month as month_words
from lindung.web.period import asked_month
from lindung.web.policy import allowed_to

blueprint = Blueprint("rates", __name__, url_prefix="/iuran")

MONTHS_BACK, MONTHS_AHEAD = 12, 18


@blueprint.get("/tarif")
@allowed_to(Act.READ)
def index() -> str:
    running = running_month()
    month = asked_month() or running
    found = prices(rate_tables(), month)
    return render_template(
        "rates/index.html",
        month=month,
        months=_month_choices(month, running),
        prices=found if any(price.parts for price in found) else [],
        laws=laws(found),
        cheapest={payer: next(price for price in found if price.payer is payer) for payer in Payer},
        due_on=due_on(month, holidays(month)),
        is_future=month > running,
        Payer=Payer,
        Programme=Programme,
    )


def _month_choices(month: Month, running: Month) -> list[tuple[str, str]]:
    """A year back and a year and a half ahead: people ask what January will cost."""
    around = set(running.plus(-MONTHS_BACK).through(running.plus(MONTHS_AHEAD))) | {month}
    return [
        (str(one), _("%(month)s (berjalan)", month=month_words(one)) if one == running else month_words(one))
        for one in sorted(around)
    ]
