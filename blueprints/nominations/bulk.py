"""Many people of a list at once: verified, dropped, handed their cards; the number counted again when it is saved."""

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
from blueprints.nominations.forms import CardForm, DropForm, VerifyForm
from blueprints.nominations.routes import WORDS, blueprint
from lindung.actions import nominations as acts
from lindung.actions.done import Done
from lindung.actions.verifying import verify
from lindung.domain.nominations import NominationState, Stage
from lindung.domain.permissions import Act
from lindung.queries.nominations import NominationFilter, all_nomination_rows
from lindung.queries.programmes import programme_circular
from lindung.web.clock import office_today
from lindung.web.filters import number
from lindung.web.fragments import redirect_after
from lindung.web.nomination_words import reason_words
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer

S = NominationState
OPEN = (S.PROPOSED, S.VERIFIED)
NAMED = 12  # as many names as are read before confirming


@blueprint.get("/<int:circular_id>/usulan/terpilih")
@allowed_to(Act.EDIT_REGISTRATIONS)
def selected(circular_id: int) -> ResponseReturnValue:
    """The second step of "Pilih semua": how many these are now, and what may be done with them."""
    asked = _asked(circular_id)
    states = {state: choose(current_viewer(), asked, (state,)).count for state in S}
    return _page("nominations/selected.html", asked, None, None, states=states, total=sum(states.values()))


@blueprint.route("/<int:circular_id>/usulan/verifikasi", methods=["GET", "POST"])
@allowed_to(Act.EDIT_REGISTRATIONS)
def verification(circular_id: int) -> ResponseReturnValue:
    """The clean ones are verified under one berita acara; the others may be dropped by their findings with them."""
    viewer, form, asked = current_viewer(), VerifyForm(), _asked(circular_id)
    clean = choose(viewer, asked, (S.PROPOSED,), unobjected=True)
    objected = choose(viewer, asked, (S.PROPOSED,), objected=True, count="jumlah_temuan")
    more: dict[str, object] = {"clean": clean, "objected": objected}
    if request.method == "GET":
        form.dated_on.data = office_today()
        return _page("nominations/verify.html", asked, form, None, **more)
    outcome = saved(form, lambda: _verify(circular_id, form, clean, objected))
    if not outcome.done:
        return _page("nominations/verify.html", asked, form, outcome, **more)
    say_done(done_of(outcome), _verified_words(done_of(outcome), form, objected))
    return redirect_after(_list_url(circular_id))


@blueprint.route("/<int:circular_id>/usulan/coret", methods=["GET", "POST"])
@allowed_to(Act.EDIT_REGISTRATIONS)
def dropping(circular_id: int) -> ResponseReturnValue:
    viewer, today, form, asked = current_viewer(), office_today(), DropForm(), _asked(circular_id)
    chosen = choose(viewer, asked, (*OPEN, S.ADMITTED))
    objected = choose(viewer, asked, (*OPEN, S.ADMITTED), objected=True)
    form.offer(by_finding=chosen.count == objected.count and chosen.count > 0)
    if request.method == "GET":
        form.on.data = today
        return _page("nominations/drop.html", asked, form, None, chosen=chosen)
    outcome = saved(form, lambda: _drop(circular_id, form, chosen))
    if not outcome.done:
        return _page("nominations/drop.html", asked, form, outcome, chosen=chosen)
    done = done_of(outcome)
    say_done(done, _("%(count)s usulan dicoret dengan alasannya.", count=number(done.count)))
    return redirect_after(_list_url(circular_id))


@blueprint.route("/<int:circular_id>/usulan/kartu", methods=["GET", "POST"])
@allowed_to(Act.EDIT_REGISTRATIONS)
def cards(circular_id: int) -> ResponseReturnValue:
    """Who holds his card now, given by whom and when."""
    viewer, today, form, asked = current_viewer(), office_today(), CardForm(), _asked(circular_id)
    chosen = choose(viewer, asked, (S.ADMITTED,), stage=Stage.REGISTERED)
    if request.method == "GET":
        form.on.data, form.by.data = today, viewer.name
        return _page("nominations/cards.html", asked, form, None, chosen=chosen)
    outcome = saved(form, lambda: _hand_over(circular_id, form, chosen))
    if not outcome.done:
        return _page("nominations/cards.html", asked, form, outcome, chosen=chosen)
    done = done_of(outcome)
    say_done(done, _("Kartu %(count)s orang tercatat diserahkan.", count=number(done.count)))
    return redirect_after(_list_url(circular_id))


def _verified_words(done: Done, form: VerifyForm, objected: Chosen) -> str:
    words = _("%(count)s usulan terverifikasi.", count=number(done.count))
    if form.drops.data and objected.count:
        words += " " + _("%(count)s dicoret menurut temuannya.", count=number(objected.count))
    return words


def _drop(circular_id: int, form: DropForm, chosen: Chosen) -> Done:
    return acts.drop(
        current_viewer(),
        circular_id,
        chosen.ids,
        form.why(),
        form.note.data,
        chosen.expected,
        words=reason_words(),
        on=form.on.data,
        today=office_today(),
        key=form.key,
    )


def _hand_over(circular_id: int, form: CardForm, chosen: Chosen) -> Done:
    return acts.hand_over_cards(
        current_viewer(),
        circular_id,
        chosen.ids,
        form.on.data,
        form.by.data or "",
        chosen.expected,
        today=office_today(),
        key=form.key,
    )


def _verify(circular_id: int, form: VerifyForm, clean: Chosen, objected: Chosen) -> Done:
    drops = bool(form.drops.data)
    return verify(
        current_viewer(),
        circular_id,
        clean.ids,
        form.minutes(),
        clean.expected,
        objected=objected.ids if drops else (),
        expected_objected=objected.expected if drops else 0,
        today=office_today(),
        key=form.key,
    )


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
        names=_names(asked, more),
        filter_words=filter_words(asked) if request.values.get("semua") == "1" else "",
        back=_list_url(asked.circular.id),
        here_query=list_query(),
        picked=picked_pairs(),
        today=asked.today,
        **WORDS,
        **more,
    )
    return make_response(page, outcome.status if outcome else 200)


def _names(asked: Asked, more: dict[str, object]) -> list[str]:
    """A few of those who are meant, while they are few."""
    chosen = more.get("chosen") or more.get("clean")
    if not isinstance(chosen, Chosen) or not 0 < chosen.count <= NAMED:
        return []
    wanted = NominationFilter(asked.month, only=tuple(chosen.ids))
    return [row.name for row in all_nomination_rows(current_viewer(), asked.circular.id, asked.today, wanted)]
