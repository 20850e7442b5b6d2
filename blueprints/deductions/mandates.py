"""Surat kuasa: recorded for one ASN or for the selected of a list, withdrawn with its date."""

from typing import NamedTuple

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.deductions.asked import asked_list
from blueprints.deductions.base import blueprint
from blueprints.deductions.forms import MandateForm, WithdrawForm
from blueprints.deductions.marking import list_query, ticked
from lindung.actions.done import Done
from lindung.actions.mandates import record_mandates, withdraw_mandate
from lindung.domain.errors import NotThere
from lindung.domain.permissions import Act
from lindung.queries.deductions import all_deduction_rows
from lindung.queries.mandates import MandateRow, mandate_row
from lindung.queries.selection import ticked_names
from lindung.queries.viewer import Viewer
from lindung.web import deduction_words
from lindung.web.clock import office_today
from lindung.web.filters import day, number
from lindung.web.forms import sent_version
from lindung.web.fragments import redirect_after, say
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, overtaken, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer

NAMED = 12
PERSON = "orang"  # `dari`: one came from an ASN's own page


class Chosen(NamedTuple):
    viewer: Viewer
    ids: list[int]
    names: list[str]
    everybody: bool


@blueprint.get("/surat-kuasa/catat")
@allowed_to(Act.EDIT_REGISTRATIONS, Act.RECORD_DEDUCTIONS)
def choose_mandates() -> ResponseReturnValue:
    chosen, form = _chosen(), MandateForm()
    form.offer()
    if not chosen.ids:
        say(_("Belum ada ASN yang dipilih. Centang barisnya lebih dahulu."))
        return redirect_after(_list_url())
    form.signed_on.data = office_today()
    return _page(chosen, form, None)


@blueprint.post("/surat-kuasa/catat")
@allowed_to(Act.EDIT_REGISTRATIONS, Act.RECORD_DEDUCTIONS)
def save_mandates() -> ResponseReturnValue:
    chosen, form, today = _chosen(), MandateForm(), office_today()
    form.offer()
    outcome = saved(
        form,
        lambda: record_mandates(
            chosen.viewer, chosen.ids, form.facts(), form.expected.data or 0, today=today, key=form.key
        ),
    )
    if not outcome.done:
        return _page(chosen, form, outcome)
    done = done_of(outcome)
    say_done(done, _("Surat kuasa dicatat untuk %(count)s ASN.", count=number(done.count)))
    return redirect_after(_way_back(chosen))


@blueprint.get("/surat-kuasa/<int:mandate_id>/cabut")
@allowed_to(Act.EDIT_REGISTRATIONS, Act.RECORD_DEDUCTIONS)
def choose_withdrawal(mandate_id: int) -> ResponseReturnValue:
    form, today = WithdrawForm(), office_today()
    form.withdrawn_on.data = today
    return _withdraw_page(mandate_row(current_viewer(), mandate_id, today), form, None)


@blueprint.post("/surat-kuasa/<int:mandate_id>/cabut")
@allowed_to(Act.EDIT_REGISTRATIONS, Act.RECORD_DEDUCTIONS)
def withdraw(mandate_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), WithdrawForm()
    row = mandate_row(viewer, mandate_id, today)
    outcome = saved(
        form,
        lambda: withdraw_mandate(
            viewer, row.id, form.withdrawn_on.data, sent_version(), today=today, key=form.key
        ),
    )
    if not outcome.done:
        return _withdraw_page(row, form, outcome)
    since = day(form.withdrawn_on.data)
    say_done(done_of(outcome), _("Surat kuasa %(name)s dicabut sejak %(day)s.", name=row.name, day=since))
    return redirect_after(url_for("sponsors.show", sponsor_id=row.sponsor_id))


def _chosen() -> Chosen:
    """Looked up anew each time: the ticked, or everybody of the list who still has none."""
    viewer, today = current_viewer(), office_today()
    if request.values.get("pilih") == "semua":
        found = all_deduction_rows(viewer, asked_list(viewer).unmandated().filter, today)
        rows = [row for row in found if row.is_present]
        return Chosen(viewer, [row.sponsor_id for row in rows], [row.name for row in rows[:NAMED]], True)
    names = ticked_names(viewer, ticked(), today)
    if not names and ticked():
        raise NotThere
    return Chosen(viewer, list(names), list(names.values()), False)


def _page(chosen: Chosen, form: MandateForm, outcome: Saved[Done] | None) -> ResponseReturnValue:
    body = render_template(
        "deductions/mandate.html",
        chosen=chosen,
        count=len(chosen.ids),
        shown=chosen.names[:NAMED],
        form=form,
        problem=outcome.problem if outcome else None,
        query=list_query(),
        back=_way_back(chosen),
    )
    return make_response(body, outcome.status if outcome else 200)


def _withdraw_page(row: MandateRow, form: WithdrawForm, outcome: Saved[Done] | None) -> ResponseReturnValue:
    problem = outcome.problem if outcome else None
    if outcome and outcome.theirs:
        problem = overtaken(current_viewer(), "mandate", row.id)
    body = render_template(
        "deductions/withdraw.html", row=row, form=form, problem=problem, words=deduction_words
    )
    return make_response(body, outcome.status if outcome else 200)


def _way_back(chosen: Chosen) -> str:
    if request.args.get("dari") == PERSON and len(chosen.ids) == 1:
        return url_for("sponsors.show", sponsor_id=chosen.ids[0])
    return _list_url()


def _list_url() -> str:
    return url_for("deductions.unmandated") + list_query()
