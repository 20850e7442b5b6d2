"""A worker's own facts and the terms of the cover, corrected on a page of their own."""

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.workers.forms import CorrectForm, TermsForm
from blueprints.workers.routes import blueprint
from lindung.actions.done import Done
from lindung.actions.enrolments import edit_enrolment
from lindung.actions.workers import edit_worker
from lindung.domain.permissions import Act
from lindung.domain.registration import Relation
from lindung.queries.editing import EnrolmentForm, WorkerForm, enrolment_form, worker_form
from lindung.web import labels, worker_labels
from lindung.web.clock import office_today
from lindung.web.forms import sent_version
from lindung.web.fragments import redirect_after
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, overtaken, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer


@blueprint.get("/pekerja/<int:worker_id>/ubah")
@allowed_to(Act.EDIT_REGISTRATIONS)
def edit(worker_id: int) -> ResponseReturnValue:
    worker, form = worker_form(current_viewer(), worker_id, office_today()), CorrectForm()
    form.fill(worker)
    return _worker_page(worker, form, None)


@blueprint.post("/pekerja/<int:worker_id>/ubah")
@allowed_to(Act.EDIT_REGISTRATIONS)
def correct(worker_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), CorrectForm()
    worker_form(viewer, worker_id, today)
    seen = sent_version()
    outcome = saved(
        form,
        lambda: edit_worker(
            viewer,
            worker_id,
            form.facts(),
            seen_version=seen,
            sure=form.sure.data,
            today=today,
            key=form.key,
        ),
    )
    if not outcome.done:
        return _worker_page(worker_form(viewer, worker_id, today), form, outcome)
    _tell(_("Data %(name)s disimpan.", name=form.name.data), outcome)
    return redirect_after(url_for("workers.show", worker_id=worker_id))


@blueprint.get("/pekerja/kepesertaan/<int:enrolment_id>/ketentuan")
@allowed_to(Act.EDIT_REGISTRATIONS)
def edit_terms(enrolment_id: int) -> ResponseReturnValue:
    row = enrolment_form(current_viewer(), enrolment_id, office_today())
    form = _terms_form(row)
    form.fill(row)
    return _terms_page(row, form, None)


@blueprint.post("/pekerja/kepesertaan/<int:enrolment_id>/ketentuan")
@allowed_to(Act.EDIT_REGISTRATIONS)
def save_terms(enrolment_id: int) -> ResponseReturnValue:
    viewer, today = current_viewer(), office_today()
    row = enrolment_form(viewer, enrolment_id, today)
    form, seen = _terms_form(row), sent_version()
    outcome = saved(
        form,
        lambda: edit_enrolment(
            viewer, enrolment_id, form.terms(), seen_version=seen, today=today, key=form.key
        ),
    )
    if not outcome.done:
        return _terms_page(enrolment_form(viewer, enrolment_id, today), form, outcome)
    _tell(_("Ketentuan kepesertaan %(name)s disimpan.", name=row.worker_name), outcome)
    return redirect_after(url_for("workers.show", worker_id=row.worker_id))


def _tell(words: str, outcome: Saved[Done]) -> None:
    done = done_of(outcome)
    say_done(done, " ".join([words, *worker_labels.remark_words(done.remarks)]))


def _terms_form(row: EnrolmentForm) -> TermsForm:
    form = TermsForm()
    form.offer_terms(Relation, row.tariff.programmes)
    return form


def _worker_page(worker: WorkerForm, form: CorrectForm, outcome: Saved[Done] | None) -> ResponseReturnValue:
    problem = outcome.problem if outcome else None
    if outcome and outcome.status == 409:
        problem = overtaken(current_viewer(), "worker", worker.id)
    facts = {"worker": worker, "form": form, "problem": problem, "today": office_today(), "labels": labels}
    return make_response(render_template("workers/correct.html", **facts), outcome.status if outcome else 200)


def _terms_page(row: EnrolmentForm, form: TermsForm, outcome: Saved[Done] | None) -> ResponseReturnValue:
    problem = outcome.problem if outcome else None
    if outcome and outcome.status == 409:
        problem = overtaken(current_viewer(), "enrolment", row.id)
    page = render_template("workers/terms.html", row=row, form=form, problem=problem)
    return make_response(page, outcome.status if outcome else 200)
