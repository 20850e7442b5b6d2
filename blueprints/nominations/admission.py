"""From the waiting list into the programme, on to BPJS, and registered: as many at once as there are."""

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.nominations.asked import (
    Asked,
    Chosen,
    asked_list,
    choose,
    filter_words,
    list_query,
    picked_pairs,
)
from blueprints.nominations.forms import AdmitForm, RegisterForm, SubmitForm
from blueprints.nominations.routes import WORDS, blueprint
from lindung.actions.admitting import admit_in_order
from lindung.actions.done import Done
from lindung.actions.enrolments import submit_batch
from lindung.actions.registering_lists import register_list
from lindung.domain.months import Month
from lindung.domain.nominations import NominationState
from lindung.domain.permissions import Act
from lindung.queries.fund_room import Room, rooms
from lindung.queries.nominations import enrolments_of, sendable, unregistered
from lindung.queries.programmes import programme_circular
from lindung.queries.proposals import last_donor_code
from lindung.web.clock import office_today
from lindung.web.filters import number
from lindung.web.fragments import redirect_after
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer

S = NominationState


@blueprint.route("/<int:circular_id>/usulan/terima", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_SETTINGS)
def admission(circular_id: int) -> ResponseReturnValue:
    """The first of the waiting list, up to a number that is asked: at first what the money allows (perkiraan)."""
    viewer, form, asked = current_viewer(), AdmitForm(), _asked(circular_id)
    waiting = choose(viewer, asked, (S.VERIFIED,), unobjected=True, by_queue=True)
    room = rooms(viewer, asked.circular, asked.today)
    form.offer([(one.fund_id, one.name) for one in room])
    if request.method == "GET":
        _suggest(form, room, waiting.count)
        return _page("nominations/admit.html", asked, form, None, waiting=waiting, room=room)
    outcome = saved(form, lambda: _admit(asked, form, waiting))
    if not outcome.done:
        return _page("nominations/admit.html", asked, form, outcome, waiting=waiting, room=room)
    say_done(done_of(outcome), _told(done_of(outcome), form.number.data or 0))
    return redirect_after(_list_url(circular_id))


@blueprint.route("/<int:circular_id>/usulan/ajukan", methods=["GET", "POST"])
@allowed_to(Act.EDIT_REGISTRATIONS)
def submission(circular_id: int) -> ResponseReturnValue:
    """Everybody admitted and not sent yet goes to BPJS as one list; its file is made on the list's own page."""
    viewer, form, asked = current_viewer(), SubmitForm(), _asked(circular_id)
    chosen = choose(viewer, asked, (S.ADMITTED,))
    ids = sendable(enrolments_of(chosen.ids))
    if request.method == "GET":
        form.on.data, form.donor_code.data = asked.today, last_donor_code(viewer)
        return _page("nominations/submit.html", asked, form, None, count=len(ids))
    outcome = saved(form, lambda: _submit(asked, form, ids))
    if not outcome.done:
        return _page("nominations/submit.html", asked, form, outcome, count=len(ids))
    done = done_of(outcome)
    facts = {"count": number(done.count), "number": form.number.data}
    say_done(done, _("%(count)s orang diajukan ke BPJS dengan daftar %(number)s.", **facts))
    return redirect_after(url_for("proposals.show", submission_id=done.record_id))


@blueprint.route("/<int:circular_id>/usulan/terdaftar", methods=["GET", "POST"])
@allowed_to(Act.EDIT_REGISTRATIONS)
def registration(circular_id: int) -> ResponseReturnValue:
    """BPJS has registered the list; KPJ come with its file later."""
    viewer, form, asked = current_viewer(), RegisterForm(), _asked(circular_id)
    chosen = choose(viewer, asked, (S.ADMITTED,))
    ids = unregistered(chosen.ids)
    form.offer(asked.today)
    if request.method == "GET":
        return _page("nominations/register.html", asked, form, None, count=len(ids))
    outcome = saved(form, lambda: _register(asked, form, ids))
    if not outcome.done:
        return _page("nominations/register.html", asked, form, outcome, count=len(ids))
    done = done_of(outcome)
    say_done(done, _("%(count)s orang ditandai terdaftar; KPJ-nya menyusul.", count=number(done.count)))
    return redirect_after(_list_url(circular_id))


def _admit(asked: Asked, form: AdmitForm, waiting: Chosen) -> Done:
    return admit_in_order(
        current_viewer(),
        asked.circular.id,
        form.fund.data,
        waiting.ids,
        form.number.data or 0,
        waiting.expected,
        today=asked.today,
        key=form.key,
    )


def _submit(asked: Asked, form: SubmitForm, ids: list[int]) -> Done:
    return submit_batch(
        current_viewer(),
        ids,
        form.number.data or "",
        form.on.data or asked.today,
        form.donor_code.data or "",
        form.jumlah.data or 0,
        sure=form.sure.data,
        today=asked.today,
        key=form.key,
    )


def _register(asked: Asked, form: RegisterForm, ids: list[int]) -> Done:
    first = Month.parse(form.first_month.data)
    return register_list(
        current_viewer(),
        asked.circular.id,
        ids,
        form.on.data,
        first,
        form.jumlah.data or 0,
        today=asked.today,
        key=form.key,
    )


def _suggest(form: AdmitForm, room: list[Room], waiting: int) -> None:
    """The fund with room for most, and as many as its money allows."""
    best = max(room, key=lambda one: one.people, default=None)
    if best:
        form.fund.data = best.fund_id
        form.number.data = min(best.people, waiting) or waiting


def _told(done: Done, wanted: int) -> str:
    words = _("%(count)s orang diterima ke program.", count=number(done.count))
    if done.count < wanted:
        rest = number(wanted - done.count)
        words += " " + _(
            "%(count)s lainnya tetap menunggu: sudah ditanggung pihak lain atau ada temuan baru.", count=rest
        )
    return words


def _asked(circular_id: int) -> Asked:
    viewer = current_viewer()
    return asked_list(programme_circular(viewer, circular_id), viewer)


def _list_url(circular_id: int) -> str:
    return url_for("nominations.index", circular_id=circular_id) + list_query()


def _page(
    template: str, asked: Asked, form: object, outcome: Saved[Done] | None, **more: object
) -> ResponseReturnValue:
    page = render_template(
        template,
        asked=asked,
        circular=asked.circular,
        form=form,
        problem=outcome.problem if outcome else None,
        filter_words=filter_words(asked) if request.values.get("semua") == "1" else "",
        back=_list_url(asked.circular.id),
        here_query=list_query(),
        picked=picked_pairs(),
        today=office_today(),
        **WORDS,
        **more,
    )
    return make_response(page, outcome.status if outcome else 200)
