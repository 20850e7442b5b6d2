"""What a month costs, by whom it is paid, and under which law; and every row it is looked up in."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.rates.files import benefit_file, holiday_file, rate_file, threshold_file
from blueprints.rates.listing import asked_standing, asked_year, shared
from lindung.domain.months import Month, due_on
from lindung.domain.permissions import Act
from lindung.domain.protection import Step
from lindung.domain.rates import Payer
from lindung.domain.registration import Programme
from lindung.queries.dated import dated_rows, holiday_rows, holiday_years
from lindung.queries.ladder import worths
from lindung.queries.rates import holidays, laws, prices, rate_tables
from lindung.web.clock import office_today, running_month
from lindung.web.downloads import wanted_format
from lindung.web.filters import month as month_words
from lindung.web.period import asked_month
from lindung.web.policy import allowed_to

blueprint = Blueprint("rates", __name__, url_prefix="/iuran")

MONTHS_BACK, MONTHS_AHEAD = 12, 18


@blueprint.get("/tarif")
@allowed_to(Act.READ)
def index() -> Response | str:
    running, today, standing = running_month(), office_today(), asked_standing()
    month = asked_month() or running
    rates, discounts = dated_rows("rate", today, standing), dated_rows("discount", today, standing)
    if kind := wanted_format():
        return rate_file(kind, rates, discounts)
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
        rates=rates,
        discounts=discounts,
        Payer=Payer,
        Programme=Programme,
        **shared("rate", "discount"),
    )


@blueprint.get("/santunan")
@allowed_to(Act.READ)
def benefits() -> ResponseReturnValue:
    rows = dated_rows("benefit", office_today(), asked_standing())
    if kind := wanted_format():
        return benefit_file(kind, rows)
    return render_template(
        "rates/benefits.html", rows=rows, worths=worths(running_month()), full=Step.FULL, **shared("benefit")
    )


@blueprint.get("/ambang")
@allowed_to(Act.READ)
def thresholds() -> ResponseReturnValue:
    rows = dated_rows("threshold", office_today(), asked_standing())
    if kind := wanted_format():
        return threshold_file(kind, rows)
    return render_template(
        "rates/thresholds.html", rows=rows, ladder=worths(running_month()).ladder, **shared("threshold")
    )


@blueprint.get("/hari-libur")
@allowed_to(Act.READ)
def holidays_page() -> ResponseReturnValue:
    year, today = asked_year(), office_today()
    rows = holiday_rows(today, year)
    if kind := wanted_format():
        return holiday_file(kind, rows)
    return render_template(
        "rates/holidays.html",
        rows=rows,
        year=year,
        years=[("semua", _("Semua tahun")), *((str(one), str(one)) for one in holiday_years())],
        next_due=due_on(Month.of(today), holidays(Month.of(today))),
        **shared("holiday"),
    )


def _month_choices(month: Month, running: Month) -> list[tuple[str, str]]:
    """A year back and a year and a half ahead: people ask what January will cost."""
    around = set(running.plus(-MONTHS_BACK).through(running.plus(MONTHS_AHEAD))) | {month}
    return [
        (str(one), _("%(month)s (berjalan)", month=month_words(one)) if one == running else month_words(one))
        for one in sorted(around)
    ]
