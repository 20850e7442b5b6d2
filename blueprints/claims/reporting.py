"""From the worker's page: what happened is told once, and corrected on the same form."""

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.claims.base import blueprint
from blueprints.claims.forms import ReportForm, kinds_beside
from lindung.actions.claims import edit_claim, report_claim
from lindung.actions.done import Done
from lindung.domain.permissions import Act
from lindung.queries.claim_lists import ClaimPage, claim_page, claims_of_worker
from lindung.queries.worker_page import WorkerPage, worker_page
from lindung.web import claim_words, labels
from lindung.web.clock import office_today
from lindung.web.filters import number
from lindung.web.forms import sent_version
from lindung.web.fragments import redirect_after
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, overtaken, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer


@blueprint.get("/lapor/<int:worker_id>")
@allowed_to(Act.DECIDE_QUESTIONS)
def ask(worker_id: int) -> ResponseReturnValue:
    viewer, form = current_viewer(), ReportForm()
    worker = worker_page(viewer, worker_id, office_today())
    form.offer()
    form.start(worker.heir, viewer.name, worker.died_on)
    return _report_page(worker, form, None)


@blueprint.post("/lapor/<int:worker_id>")
@allowed_to(Act.DECIDE_QUESTIONS)
def report(worker_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), ReportForm()
    worker = worker_page(viewer, worker_id, today)
    form.offer()
    outcome = saved(
        form,
        lambda: report_claim(
            viewer, worker_id, form.report(), sure=form.sure.data, today=today, key=form.key
        ),
    )
    if not outcome.done:
        return _report_page(worker, form, outcome)
    done = done_of(outcome)
    say_done(done, _reported(done, worker.name))
    here = url_for("workers.show", worker_id=worker_id) + "#klaim"
    return redirect_after(url_for("claims.show", claim_id=done.record_id) if done.count == 1 else here)


@blueprint.get("/<int:claim_id>/ubah")
@allowed_to(Act.DECIDE_QUESTIONS)
def edit(claim_id: int) -> ResponseReturnValue:
    page, form = claim_page(current_viewer(), claim_id), ReportForm()
    form.offer(kinds_beside(page.row.kind))
    form.fill(page)
    return _edit_page(page, form, None)


@blueprint.post("/<int:claim_id>/ubah")
@allowed_to(Act.DECIDE_QUESTIONS)
def save(claim_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), ReportForm()
    page, seen = claim_page(viewer, claim_id), sent_version()
    form.offer(kinds_beside(page.row.kind))
    outcome = saved(
        form,
        lambda: edit_claim(viewer, claim_id, form.report(), seen_version=seen, today=today, key=form.key),
    )
    if not outcome.done:
        return _edit_page(claim_page(viewer, claim_id), form, outcome)
    say_done(done_of(outcome), _("Data klaim %(name)s disimpan.", name=page.row.worker_name))
    return redirect_after(url_for("claims.show", claim_id=claim_id))


def _reported(done: Done, name: str) -> str:
    if done.count > 1:
        return _("Tercatat: %(count)s klaim untuk %(name)s.", count=number(done.count), name=name)
    return _("Tercatat: klaim untuk %(name)s. Langkah berikutnya ada di bawah.", name=name)


def _report_page(worker: WorkerPage, form: ReportForm, outcome: Saved[Done] | None) -> ResponseReturnValue:
    page = render_template(
        "claims/report.html",
        worker=worker,
        claims=claims_of_worker(current_viewer(), worker.id),
        form=form,
        problem=outcome.problem if outcome else None,
        labels=labels,
        words=claim_words,
    )
    return make_response(page, outcome.status if outcome else 200)


def _edit_page(page: ClaimPage, form: ReportForm, outcome: Saved[Done] | None) -> ResponseReturnValue:
    problem = outcome.problem if outcome else None
    if outcome and outcome.status == 409:
        problem = overtaken(current_viewer(), "claim", page.row.id)
    body = render_template("claims/edit.html", page=page, form=form, problem=problem, labels=labels)
    return make_response(body, outcome.status if outcome else 200)
