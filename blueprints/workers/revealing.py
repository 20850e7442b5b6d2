"""A NIK in full: asked for with a reason, shown once, kept in the trail and never in an address (R25)."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from blueprints.workers.forms import RevealForm
from blueprints.workers.routes import blueprint
from lindung.actions.workers import reveal_nik
from lindung.domain.permissions import Act
from lindung.queries.worker_page import WorkerPage, worker_page
from lindung.web.clock import office_today
from lindung.web.fragments import is_htmx
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.viewer import current_viewer


@blueprint.get("/pekerja/<int:worker_id>/nik")
@allowed_to(Act.REVEAL_NIK)
def ask_nik(worker_id: int) -> ResponseReturnValue:
    return _answer(worker_page(current_viewer(), worker_id, office_today()), RevealForm(), None)


@blueprint.post("/pekerja/<int:worker_id>/nik")
@allowed_to(Act.REVEAL_NIK)
def show_nik(worker_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), RevealForm()
    worker = worker_page(viewer, worker_id, today)
    return _answer(
        worker, form, saved(form, lambda: reveal_nik(viewer, worker_id, form.purpose(), today=today))
    )


def _answer(worker: WorkerPage, form: RevealForm, outcome: Saved[str] | None) -> ResponseReturnValue:
    page = render_template(
        "workers/_reveal.html" if is_htmx() else "workers/reveal.html",
        worker=worker,
        form=form,
        problem=outcome.problem if outcome else None,
        nik=outcome.result if outcome and outcome.done else None,
    )
    response = make_response(page, outcome.status if outcome else 200)
    response.vary.add("HX-Request")
    return response
