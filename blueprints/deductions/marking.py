"""Marking what was deducted, for the ticked or for all the list holds; and taking one mark back with its reason."""

from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlencode

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.deductions.asked import Asked, asked_list, chips
from blueprints.deductions.base import blueprint
from blueprints.deductions.forms import CancelForm, MarkForm
from lindung.actions.deductions import Marked, mark_deducted, take_back
from lindung.actions.done import Done
from lindung.domain.permissions import Act
from lindung.queries.deductions import DeductionRow, Marking, all_deduction_rows
from lindung.queries.mandates import Taken, taken_row
from lindung.queries.viewer import Viewer
from lindung.web import deduction_words
from lindung.web.clock import office_today
from lindung.web.filters import month, number
from lindung.web.forms import sent_version
from lindung.web.fragments import redirect_after, say
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, overtaken, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer

NAMED = 12  # as many names as are read before confirming
OWN = ("id", "pilih", "format", "cetak")  # parts of an address that are no filter of the list


class Chosen(NamedTuple):
    viewer: Viewer
    asked: Asked
    rows: list[DeductionRow]
    everybody: bool

    @property
    def ids(self) -> list[int]:
        return [row.sponsor_id for row in self.rows]


@blueprint.get("/potongan/tandai")
@allowed_to(Act.RECORD_DEDUCTIONS)
def choose() -> ResponseReturnValue:
    chosen, form = _chosen(), MarkForm()
    if not chosen.rows:
        say(_("Belum ada yang dapat ditandai. Centang ASN yang belum dipotong lebih dahulu."))
        return redirect_after(list_url())
    last_day = chosen.asked.pay.last_day()
    form.deducted_on.data = min(last_day, chosen.asked.today)
    return _page(chosen, form, None)


@blueprint.post("/potongan/tandai")
@allowed_to(Act.RECORD_DEDUCTIONS)
def mark() -> ResponseReturnValue:
    chosen, form = _chosen(), MarkForm()
    outcome = saved(form, lambda: _mark(chosen, form))
    if not outcome.done:
        return _page(chosen, form, outcome)
    facts = {"months": chosen.asked.months_words, "pay": month(chosen.asked.pay)}
    done = done_of(outcome)
    words = _(
        "Iuran %(months)s dari %(count)s ASN ditandai dipotong dari penghasilan %(pay)s.",
        count=number(done.count),
        **facts,
    )
    say_done(done, words)
    return redirect_after(list_url())


@blueprint.get("/potongan/<int:deduction_id>/batal")
@allowed_to(Act.RECORD_DEDUCTIONS)
def choose_take_back(deduction_id: int) -> ResponseReturnValue:
    return _cancel_page(taken_row(current_viewer(), deduction_id), CancelForm(), None)


@blueprint.post("/potongan/<int:deduction_id>/batal")
@allowed_to(Act.RECORD_DEDUCTIONS)
def save_take_back(deduction_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), CancelForm()
    row = taken_row(viewer, deduction_id)
    outcome = saved(
        form,
        lambda: take_back(viewer, row.id, form.reason.data or "", sent_version(), today=today, key=form.key),
    )
    if not outcome.done:
        return _cancel_page(row, form, outcome)
    words = _("Potongan iuran %(month)s dari %(name)s dibatalkan.", month=month(row.month), name=row.name)
    say_done(done_of(outcome), words)
    return redirect_after(_way_back(row))


def list_url() -> str:
    """Back to the list one came from, on its first page."""
    return url_for("deductions.index") + list_query()


def list_query() -> str:
    gone = {*OWN, "sesudah", "sebelum"}
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in gone and value]
    return f"?{urlencode(kept)}" if kept else ""


def ticked() -> tuple[int, ...]:
    found = request.values.getlist("id")
    return tuple(int(one) for one in found if one.isascii() and one.isdigit() and len(one) < 18)


def _chosen() -> Chosen:
    """The filter is posted, not its people: whoever was deducted meanwhile is not among them any more."""
    viewer = current_viewer()
    asked = asked_list(viewer)
    everybody = request.values.get("pilih") == "semua"
    wanted = replace(asked.filter, marking=Marking.OPEN)
    if not everybody:
        wanted = replace(wanted, only=ticked(), marking=None, q="", source=None)
    return Chosen(viewer, asked, all_deduction_rows(viewer, wanted, asked.today), everybody)


def _mark(chosen: Chosen, form: MarkForm) -> Done:
    asked = chosen.asked
    marked = Marked(asked.pay, asked.filter.months, form.deducted_on.data)
    return mark_deducted(
        chosen.viewer, chosen.ids, marked, form.expected.data or 0, today=asked.today, key=form.key
    )


def _page(chosen: Chosen, form: MarkForm, outcome: Saved[Done] | None) -> ResponseReturnValue:
    body = render_template(
        "deductions/mark.html",
        chosen=chosen,
        asked=chosen.asked,
        count=len(chosen.rows),
        total=sum(row.due for row in chosen.rows),
        shown=[row.name for row in chosen.rows[:NAMED]],
        chips=chips(chosen.asked),
        form=form,
        problem=outcome.problem if outcome else None,
        query=list_query(),
        back=list_url(),
    )
    return make_response(body, outcome.status if outcome else 200)


def _cancel_page(row: Taken, form: CancelForm, outcome: Saved[Done] | None) -> ResponseReturnValue:
    problem = outcome.problem if outcome else None
    if outcome and outcome.theirs:
        problem = overtaken(current_viewer(), "deduction", row.id)
    body = render_template(
        "deductions/cancel.html",
        row=row,
        form=form,
        problem=problem,
        words=deduction_words,
        back=_way_back(row),
    )
    return make_response(body, outcome.status if outcome else 200)


def _way_back(row: Taken) -> str:
    return url_for("deductions.index", bulan=row.deducted_month, iuran=row.month)
