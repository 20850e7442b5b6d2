"""Nihil for many at once: the ticked or everything filtered, its basis, and the number that is confirmed."""

from typing import NamedTuple

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.sponsors.forms import NoneForm
from blueprints.sponsors.listing import (
    AskedList,
    asked_list,
    chips,
    list_fields,
    list_query,
    list_url,
    markable_ids,
)
from blueprints.sponsors.routes import blueprint
from lindung.actions.declarations import declare_none_in_bulk
from lindung.actions.done import Done
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.permissions import Act
from lindung.queries.selection import ticked_names
from lindung.queries.viewer import Viewer
from lindung.web.filters import number
from lindung.web.fragments import redirect_after, say
from lindung.web.period import Period, selected_period
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer

NAMED = 12  # as many names as are read before confirming; the number says the rest


class Chosen(NamedTuple):
    """Whom the act is about, as found just now."""

    viewer: Viewer
    period: Period
    asked: AskedList
    circular_id: int
    everybody: bool
    ids: list[int]
    names: list[str]


@blueprint.get("/nihil")
@allowed_to(Act.EDIT_REGISTRATIONS)
def choose_none() -> ResponseReturnValue:
    chosen, form = _chosen(), NoneForm()
    if not chosen.ids:
        say(_("Belum ada ASN yang dipilih. Centang barisnya lebih dahulu."))
        return redirect_after(list_url())
    form.basis_on.data = chosen.period.today
    return _page(chosen, form, None)


@blueprint.post("/nihil")
@allowed_to(Act.EDIT_REGISTRATIONS)
def mark_none() -> ResponseReturnValue:
    chosen, form = _chosen(), NoneForm()
    outcome = saved(form, lambda: _declare(chosen, form))
    if not outcome.done:
        return _page(chosen, form, outcome)
    done = done_of(outcome)
    words = _(
        "%(count)s ASN ditandai tidak mempekerjakan ART (nihil), dasar rekap %(basis)s.",
        count=number(done.count),
        basis=form.basis_number.data,
    )
    say_done(done, words)
    return redirect_after(list_url())


def _declare(chosen: Chosen, form: NoneForm) -> Done:
    """The answers count from the recap's own day."""
    basis = form.basis()
    try:
        return declare_none_in_bulk(
            chosen.viewer,
            chosen.ids,
            chosen.circular_id,
            basis.on,
            basis,
            form.expected.data or 0,
            today=chosen.period.today,
            key=form.key,
        )
    except RuleBroken as broken:
        if broken.field == "made_on":  # one day is asked for, so one field says what is wrong with it
            broken.field = "basis_on"
        raise


def _chosen() -> Chosen:
    """The filter is posted, not its people: who is meant is looked up anew each time."""
    viewer, period = current_viewer(), selected_period()
    asked = asked_list(viewer, period)
    if asked.circular_id is None:
        raise NotThere
    if request.values.get("pilih") == "semua":
        ids = markable_ids(viewer, asked, period)
        return Chosen(viewer, period, asked, asked.circular_id, True, ids, [])
    ticked = [
        int(one) for one in request.values.getlist("id") if one.isascii() and one.isdigit() and len(one) < 18
    ]
    names = ticked_names(viewer, ticked, period.today)
    return Chosen(viewer, period, asked, asked.circular_id, False, list(names), list(names.values()))


def _page(chosen: Chosen, form: NoneForm, outcome: Saved[Done] | None) -> Response:
    """What will happen, said with its number. After a refusal the number is the one found now."""
    body = render_template(
        "sponsors/none.html",
        chosen=chosen,
        count=len(chosen.ids),
        shown=chosen.names[:NAMED],
        chips=chips(chosen.asked),
        form=form,
        problem=outcome.problem if outcome else None,
        period=chosen.period,
        query=list_query(),
        fields=list_fields(),
        back=list_url(),
    )
    return make_response(body, outcome.status if outcome else 200)
