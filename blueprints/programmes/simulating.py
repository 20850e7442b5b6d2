"""The simulator: money, workers, months, start; whichever is left empty is the answer."""

from datetime import date
from typing import NamedTuple

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.programmes.forms import FundForm, SimulationForm
from blueprints.programmes.listing import PLAN_HEADER, plan_rows
from blueprints.programmes.routes import WORDS, blueprint
from lindung.domain.budgets import (
    NobodyFull,
    Outcome,
    Simulation,
    nobody_full,
    of_workers,
    reach,
    simulate,
)
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.domain.rates import Part
from lindung.queries.circulars import CircularRow
from lindung.queries.fund_months import usual_price, usual_tariff
from lindung.queries.rates import BASIC, rate_tables
from lindung.queries.thresholds import thresholds
from lindung.web.clock import office_today
from lindung.web.downloads import table_download, wanted_format
from lindung.web.fragments import is_htmx
from lindung.web.policy import allowed_to

PROGRAMMES = [one.value for one in BASIC]


@blueprint.get("/simulasi")
@allowed_to(Act.READ)
def simulator() -> ResponseReturnValue:
    """Its answer stands in the address; typed wrong it answers 422 and keeps what was typed."""
    today = office_today()
    form = SimulationForm.asked(today)
    found, problem = None, None
    if form.is_asked and form.validate():
        try:
            found = _simulated(form, today)
        except RuleBroken as broken:
            problem = form.refuse(broken)
    if found and (kind := wanted_format()):
        return table_download(kind, f"simulasi-{today}", _("Simulasi"), PLAN_HEADER, plan_rows(found))
    page = render_template(
        "programmes/_simulated.html" if is_htmx() else "programmes/simulate.html",
        form=form,
        found=found,
        problem=problem,
        prices=_prices(found, form.is_public) if found else [],
        ladder=thresholds().ladder(Month.of(today)),
        **WORDS,
    )
    response = make_response(page, 422 if problem or form.errors else 200)
    response.vary.add("HX-Request")
    return response


def _simulated(form: SimulationForm, today: date) -> Simulation:
    running = Month.of(today)
    price = usual_price(PROGRAMMES, form.is_public)
    return simulate(form.plan(), price, since=running, ladder=thresholds().ladder(running))


def _prices(found: Simulation, is_public: bool) -> list[tuple[Month, Month, list[Part]]]:
    """What a month costs one worker and by which law, months of one price together (R12, R13)."""
    tables, tariff = rate_tables(), usual_tariff(PROGRAMMES, is_public)
    spans: list[tuple[Month, Month, list[Part]]] = []
    for line in found.outcome.lines:
        parts = tables.parts(tariff, line.month)
        if spans and spans[-1][2] == parts:
            spans[-1] = (spans[-1][0], line.month, parts)
        else:
            spans.append((line.month, line.month, parts))
    return spans


class Preview(NamedTuple):
    """What a fund would pay, beside the form it is typed into (G4)."""

    workers: int
    monthly: int
    outcome: Outcome
    warning: NobodyFull | None
    last: Month


def preview(form: FundForm, circular: CircularRow, today: date) -> Preview | None:
    """None while too little is filled in, or no rate is known."""
    asked = form.plan()
    if asked is None:
        return None
    plan, last = asked
    cost = of_workers(usual_price([one.value for one in circular.programmes], form.public), plan.workers or 0)
    ladder = thresholds().ladder(Month.of(today))
    try:
        outcome = reach(plan.money or 0, plan.start or last, cost, last)
        return Preview(
            plan.workers or 0, cost(plan.start or last), outcome, nobody_full(outcome, cost, ladder), last
        )
    except RuleBroken:
        return None
