"""One person of a list: corrected in place, his NIK looked at, put back, two jobs, replaced by the next."""

from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.nominations.asked import PARAMETERS, asked_list, list_query
from blueprints.nominations.forms import ButtonForm, PersonForm, ReplaceForm, RevealForm, TwoJobsForm
from blueprints.nominations.routes import WORDS, blueprint, list_facts
from lindung.actions import nominations as acts
from lindung.actions.done import Done
from lindung.actions.replacing import replace
from lindung.domain.nominations import DropReason, NominationState
from lindung.domain.permissions import Act
from lindung.queries.history import history
from lindung.queries.nominations import (
    NominationForm,
    next_waiting,
    nomination_form,
    nomination_row,
    nomination_rows,
)
from lindung.queries.programmes import programme_circular
from lindung.web.clock import office_now, office_today
from lindung.web.filters import clock
from lindung.web.forms import sent_version
from lindung.web.fragments import is_htmx, redirect_after
from lindung.web.history import told
from lindung.web.nomination_words import REASONS, finding_words
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, overtaken, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer


@blueprint.get("/usulan/<int:nomination_id>")
@allowed_to(Act.READ)
def show(nomination_id: int) -> str:
    viewer, today = current_viewer(), office_today()
    row = nomination_form(viewer, nomination_id)
    subjects = {"nomination": [row.id], "nomination_reveal": [row.id]}
    return render_template(
        "nominations/show.html",
        row=row,
        circular=programme_circular(viewer, row.circular_id),
        back=_way_back(row),
        story=told(history(viewer, subjects), viewer),
        today=today,
        is_open=row.state in (NominationState.PROPOSED, NominationState.VERIFIED),
        **WORDS,
    )


@blueprint.get("/usulan/<int:nomination_id>/ubah")
@allowed_to(Act.EDIT_REGISTRATIONS)
def edit(nomination_id: int) -> ResponseReturnValue:
    """The row as a form; without scripts the same address is a page."""
    row, form = nomination_form(current_viewer(), nomination_id), PersonForm()
    form.offer(row)
    return _form_answer(row, form, None)


@blueprint.post("/usulan/<int:nomination_id>/ubah")
@allowed_to(Act.EDIT_REGISTRATIONS)
def save(nomination_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), PersonForm()
    row, seen = nomination_form(viewer, nomination_id), sent_version()
    form.offer(row)
    outcome = saved(
        form,
        lambda: acts.edit_nomination(
            viewer, nomination_id, form.facts(), seen_version=seen, today=today, key=form.key
        ),
    )
    row = nomination_form(viewer, nomination_id)
    if not outcome.done:
        return _form_answer(row, form, outcome)
    facts = {"time": clock(office_now()), "name": row.name, "finding": finding_words(row.finding)}
    say_done(done_of(outcome), _("Tersimpan %(time)s: %(name)s, %(finding)s.", **facts))
    return _row_answer(row, is_saved=True) if is_htmx() else redirect_after(_way_back(row))


@blueprint.get("/usulan/<int:nomination_id>/baris")
@allowed_to(Act.EDIT_REGISTRATIONS)
def show_row(nomination_id: int) -> ResponseReturnValue:
    """The row as it stands: what *Batal* goes back to."""
    row = nomination_form(current_viewer(), nomination_id)
    return _row_answer(row, is_saved=False) if is_htmx() else redirect_after(_way_back(row))


@blueprint.route("/usulan/<int:nomination_id>/nik", methods=["GET", "POST"])
@allowed_to(Act.REVEAL_NIK)
def reveal(nomination_id: int) -> ResponseReturnValue:
    """A NIK in full: asked for with a reason, shown once, kept in the trail and never in an address (R25)."""
    viewer, form = current_viewer(), RevealForm()
    row = nomination_form(viewer, nomination_id)
    outcome: Saved[str] | None = None
    if request.method == "POST":
        outcome = saved(
            form, lambda: acts.reveal(viewer, nomination_id, form.purpose(), today=office_today())
        )
    return _page(
        "nominations/reveal.html",
        row,
        form,
        outcome,
        nik=outcome.result if outcome and outcome.done else None,
    )


@blueprint.route("/usulan/<int:nomination_id>/dua-pekerjaan", methods=["GET", "POST"])
@allowed_to(Act.DECIDE_QUESTIONS)
def two_jobs(nomination_id: int) -> ResponseReturnValue:
    viewer, form = current_viewer(), TwoJobsForm()
    row, seen = nomination_form(viewer, nomination_id), sent_version()
    if request.method == "GET":
        return _page("nominations/two_jobs.html", row, form, None)
    reason = form.reason.data or ""
    outcome = saved(
        form,
        lambda: acts.mark_two_jobs(
            viewer, nomination_id, reason, seen_version=seen, today=office_today(), key=form.key
        ),
    )
    if not outcome.done:
        return _page("nominations/two_jobs.html", row, form, outcome)
    say_done(done_of(outcome), _("%(name)s: dua pekerjaan sah, tidak lagi menjadi temuan.", name=row.name))
    return redirect_after(_way_back(row))


@blueprint.route("/usulan/<int:nomination_id>/kembalikan", methods=["GET", "POST"])
@allowed_to(Act.EDIT_REGISTRATIONS)
def put_back(nomination_id: int) -> ResponseReturnValue:
    viewer, form = current_viewer(), ButtonForm()
    row, seen = nomination_form(viewer, nomination_id), sent_version()
    if request.method == "GET":
        return _page("nominations/put_back.html", row, form, None)
    outcome = saved(
        form,
        lambda: acts.put_back(viewer, nomination_id, seen_version=seen, today=office_today(), key=form.key),
    )
    if not outcome.done:
        return _page("nominations/put_back.html", row, form, outcome)
    say_done(done_of(outcome), _("%(name)s kembali ke daftar usulan.", name=row.name))
    return redirect_after(_way_back(row))


@blueprint.route("/usulan/<int:nomination_id>/ganti", methods=["GET", "POST"])
@allowed_to(Act.EDIT_REGISTRATIONS)
def replacement(nomination_id: int) -> ResponseReturnValue:
    """Who died, moved or may not be paid for gives way to the next on the waiting list, in one act (UX P6)."""
    viewer, today, form = current_viewer(), office_today(), ReplaceForm()
    row, seen = nomination_form(viewer, nomination_id), sent_version()
    form.offer(today)
    if request.method == "GET":
        return _replace_page(row, form, None)
    outcome = saved(form, lambda: _replace(row, form, seen))
    if not outcome.done:
        return _replace_page(row, form, outcome)
    done = done_of(outcome)
    successor = nomination_form(viewer, done.record_id or 0)
    facts = {"name": row.name, "reason": REASONS[DropReason(form.reason.data)], "next": successor.name}
    say_done(done, _("%(name)s berhenti (%(reason)s) dan digantikan %(next)s.", **facts))
    return redirect_after(_way_back(row))


def _replace(row: NominationForm, form: ReplaceForm, seen: int) -> Done:
    reason = DropReason(form.reason.data)
    return replace(
        current_viewer(),
        row.id,
        reason,
        form.on.data,
        words=str(REASONS[reason]),
        note=form.note.data,
        seen_version=seen,
        today=office_today(),
        key=form.key,
    )


def _replace_page(row: NominationForm, form: ReplaceForm, outcome: Saved[Done] | None) -> ResponseReturnValue:
    viewer = current_viewer()
    ids = next_waiting(viewer, row.circular_id, row.unit_id, 1)
    following = nomination_form(viewer, ids[0]) if ids else None
    return _page("nominations/replace.html", row, form, outcome, following=following)


def _page(
    template: str, row: NominationForm, form: object, outcome: Saved[Any] | None, **more: object
) -> ResponseReturnValue:
    viewer = current_viewer()
    problem = outcome.problem if outcome else None
    if outcome and outcome.status == 409:
        problem = overtaken(viewer, "nomination", row.id)
    page = render_template(
        template,
        row=row,
        circular=programme_circular(viewer, row.circular_id),
        form=form,
        problem=problem,
        back=_way_back(row),
        here_query=list_query(),
        **WORDS,
        **more,
    )
    return make_response(page, outcome.status if outcome else 200)


def _form_answer(row: NominationForm, form: PersonForm, outcome: Saved[Done] | None) -> ResponseReturnValue:
    viewer = current_viewer()
    problem = outcome.problem if outcome else None
    if outcome and outcome.status == 409:
        problem = overtaken(viewer, "nomination", row.id)
    page = render_template(
        "nominations/row_answer.html" if is_htmx() else "nominations/edit.html",
        component="nominations/_row_form.html",
        row=row,
        circular=programme_circular(viewer, row.circular_id),
        form=form,
        problem=problem,
        back=_way_back(row),
        here_query=list_query(),
        **WORDS,
    )
    response = make_response(page, outcome.status if outcome else 200)
    response.vary.add("HX-Request")
    return response


def _row_answer(row: NominationForm, *, is_saved: bool) -> ResponseReturnValue:
    viewer = current_viewer()
    asked = asked_list(programme_circular(viewer, row.circular_id), viewer)
    listed = nomination_row(viewer, row.circular_id, asked.month, asked.today, row.id)
    context: dict[str, object] = {"row": listed, "is_fresh": True, "is_saved": is_saved, "for_paper": False}
    if is_saved:
        context["found"] = nomination_rows(viewer, row.circular_id, asked.today, asked.filter)
    page = render_template(
        "nominations/row_answer.html",
        component="nominations/_row.html",
        **list_facts(viewer, asked),
        **context,
    )
    response = make_response(page)
    response.vary.add("HX-Request")
    return response


def _way_back(row: NominationForm) -> str:
    """The list one came from, else that of the village."""
    here = url_for("nominations.index", circular_id=row.circular_id)
    if any(name in request.args for name in PARAMETERS):
        return here + list_query()
    return url_for("nominations.index", circular_id=row.circular_id, unit=row.unit_code)
