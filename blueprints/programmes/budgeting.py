"""Funds of a programme: written with their answer beside the form, changed, ended before their time."""

from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.programmes.forms import CloseForm, FundForm
from blueprints.programmes.routes import WORDS, blueprint
from blueprints.programmes.simulating import preview
from lindung.actions import funds as acts
from lindung.actions.done import Done
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.circulars import CircularRow
from lindung.queries.history import history
from lindung.queries.programmes import FundRow, fund_row, programme_circular
from lindung.queries.units import reporting_units
from lindung.web.clock import office_today
from lindung.web.filters import rupiah
from lindung.web.forms import sent_version
from lindung.web.fragments import is_htmx, redirect_after
from lindung.web.history import told
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, overtaken, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer

COUNT = "hitung"  # the button of those without scripts: what it would pay, and nothing saved


@blueprint.route("/<int:circular_id>/dana/baru", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_SETTINGS)
def create(circular_id: int) -> ResponseReturnValue:
    viewer, today = current_viewer(), office_today()
    circular = programme_circular(viewer, circular_id)
    form = _form()
    if not form.is_submitted():
        form.fill(None, Month.of(today))
        return _page(form, circular, None)
    if COUNT in request.form:
        form.validate()
        return _page(form, circular, None)
    outcome = saved(
        form,
        lambda: acts.create_fund(
            viewer, circular.id, form.facts(), sure=form.sure.data, today=today, key=form.key
        ),
    )
    if not outcome.done:
        return _page(form, circular, None, outcome)
    words = _("Dana %(name)s dicatat: %(amount)s.", name=form.name.data, amount=rupiah(form.amount.rupiah))
    say_done(done_of(outcome), words)
    return redirect_after(url_for("programmes.show", circular_id=circular.id))


@blueprint.get("/<int:circular_id>/dana/jawaban")
@allowed_to(Act.MANAGE_SETTINGS)
def preview_fund(circular_id: int) -> ResponseReturnValue:
    """What the form would pay as it is being filled in."""
    circular = programme_circular(current_viewer(), circular_id)
    if not is_htmx():
        return redirect_after(url_for("programmes.create", circular_id=circular_id))
    form = FundForm(formdata=request.args, meta={"csrf": False})
    _offer(form)
    form.validate()
    return render_template(
        "programmes/_preview.html", circular=circular, answer=preview(form, circular, office_today()), **WORDS
    )


@blueprint.route("/dana/<int:fund_id>/ubah", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_SETTINGS)
def edit(fund_id: int) -> ResponseReturnValue:
    viewer, today = current_viewer(), office_today()
    fund = fund_row(viewer, fund_id, today)
    circular = programme_circular(viewer, fund.circular_id)
    form, version = _form(), sent_version()
    if not form.is_submitted():
        form.fill(fund, Month.of(today))
        _offer(form)
        return _page(form, circular, fund)
    if COUNT in request.form:
        form.validate()
        return _page(form, circular, fund)
    more: dict[str, Any] = {"seen_version": version, "sure": form.sure.data, "today": today, "key": form.key}
    outcome = saved(form, lambda: acts.edit_fund(viewer, fund.id, form.facts(), **more))
    if not outcome.done:
        return _page(form, circular, fund, outcome)
    say_done(done_of(outcome), _("Dana %(name)s disimpan.", name=form.name.data))
    return redirect_after(url_for("programmes.show", circular_id=circular.id))


@blueprint.get("/dana/<int:fund_id>/akhiri")
@allowed_to(Act.MANAGE_SETTINGS)
def choose_end(fund_id: int) -> ResponseReturnValue:
    """Ended earlier than planned; says how many workers then need another payer."""
    fund, form = fund_row(current_viewer(), fund_id, office_today()), CloseForm()
    form.offer(fund)
    return _end_page(form, fund, None)


@blueprint.post("/dana/<int:fund_id>/akhiri")
@allowed_to(Act.MANAGE_SETTINGS)
def close(fund_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), CloseForm()
    fund = fund_row(viewer, fund_id, today)
    form.offer(fund)
    more: dict[str, Any] = {"seen_version": sent_version(), "today": today, "key": form.key}
    outcome = saved(form, lambda: acts.close_fund(viewer, fund.id, form.wanted(), form.reason.data, **more))
    if not outcome.done:
        return _end_page(form, fund, outcome)
    say_done(done_of(outcome), _("Dana %(name)s diakhiri lebih awal.", name=fund.name))
    return redirect_after(url_for("programmes.show", circular_id=fund.circular_id))


def _end_page(form: CloseForm, fund: FundRow, outcome: Saved[Done] | None) -> ResponseReturnValue:
    problem = _problem(outcome, fund)
    page = render_template("programmes/close.html", form=form, fund=fund, problem=problem, **WORDS)
    return make_response(page, outcome.status if outcome else 200)


def _form() -> FundForm:
    form = FundForm()
    _offer(form)
    return form


def _offer(form: FundForm) -> None:
    units = [(one.code, one.name) for one in reporting_units(current_viewer())]
    form.offer(Month.of(office_today()), units)


def _page(
    form: FundForm, circular: CircularRow, fund: FundRow | None, outcome: Saved[Done] | None = None
) -> ResponseReturnValue:
    page = render_template(
        "programmes/form.html",
        form=form,
        circular=circular,
        fund=fund,
        problem=_problem(outcome, fund),
        answer=preview(form, circular, office_today()),
        story=told(
            history(current_viewer(), {"fund": [fund.id], "sponsor": [fund.sponsor_id]}), current_viewer()
        )
        if fund
        else None,
        **WORDS,
    )
    return make_response(page, outcome.status if outcome else 200)


def _problem(outcome: Saved[Done] | None, fund: FundRow | None) -> str | None:
    if outcome and outcome.status == 409 and fund:
        return overtaken(current_viewer(), "fund", fund.id)
    return outcome.problem if outcome else None
