"""One row changed in place: fetched as a form, sent in one request, answered with row, counts and sentence."""

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.workers.forms import StateForm
from blueprints.workers.routes import blueprint
from lindung.actions.done import Done
from lindung.actions.enrolments import change_state
from lindung.domain.permissions import Act
from lindung.queries.editing import EnrolmentForm, enrolment_form
from lindung.queries.paging import Slice
from lindung.queries.workers import WorkerRow, worker_row, worker_total
from lindung.web import labels, worker_labels
from lindung.web.clock import office_now, office_today
from lindung.web.filters import clock
from lindung.web.forms import sent_version
from lindung.web.fragments import is_htmx, redirect_after
from lindung.web.labels import state_words
from lindung.web.period import selected_period
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.selection import list_url
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer
from lindung.web.worker_lists import PARAMETERS, asked_list, list_facts, list_query


@blueprint.get("/pekerja/kepesertaan/<int:enrolment_id>/ubah")
@allowed_to(Act.EDIT_REGISTRATIONS)
def edit_state(enrolment_id: int) -> ResponseReturnValue:
    """The row as a form; without scripts the same address is a page."""
    today = office_today()
    row, form = enrolment_form(current_viewer(), enrolment_id, today), StateForm()
    form.offer(row)
    form.start_today(today)
    return _form_answer(row, form, None)


@blueprint.post("/pekerja/kepesertaan/<int:enrolment_id>/ubah")
@allowed_to(Act.EDIT_REGISTRATIONS)
def save_state(enrolment_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), StateForm()
    row = enrolment_form(viewer, enrolment_id, today)
    form.offer(row)
    seen = sent_version()
    outcome = saved(
        form,
        lambda: change_state(
            viewer, enrolment_id, form.change(row), seen_version=seen, today=today, key=form.key
        ),
    )
    row = enrolment_form(viewer, enrolment_id, today)
    if not outcome.done:
        return _form_answer(row, form, outcome)
    _tell(row, done_of(outcome))
    return _row_answer(row) if is_htmx() else redirect_after(_way_back(row))


@blueprint.get("/pekerja/kepesertaan/<int:enrolment_id>/baris")
@allowed_to(Act.EDIT_REGISTRATIONS)
def show_row(enrolment_id: int) -> ResponseReturnValue:
    """The row as it stands: what *Batal* goes back to."""
    row = enrolment_form(current_viewer(), enrolment_id, office_today())
    return _row_answer(row, with_counts=False) if is_htmx() else redirect_after(_way_back(row))


def _form_answer(row: EnrolmentForm, form: StateForm, outcome: Saved[Done] | None) -> ResponseReturnValue:
    status = outcome.status if outcome else 200
    part = "conflict" if status == 409 else "form"
    page = render_template(
        "workers/row_answer.html" if is_htmx() else "workers/edit.html",
        component="workers/_row_conflict.html" if part == "conflict" else "workers/_row_form.html",
        name=row.worker_name,
        part=part,
        row=row,
        form=form,
        problem=outcome.problem if outcome else None,
        theirs=outcome.theirs if outcome else None,
        back=_way_back(row),
        here_query=list_query(),
        labels=labels,
        words=worker_labels,
    )
    response = make_response(page, status)
    response.vary.add("HX-Request")
    return response


def _row_answer(row: EnrolmentForm, *, with_counts: bool = True) -> ResponseReturnValue:
    viewer, period = current_viewer(), selected_period()
    listed = _listed(row)
    if listed is None:  # saved so that this month's list no longer holds it
        return redirect_after(_way_back(row))
    context = {"component": "workers/_row.html", "name": row.worker_name, "row": listed, "is_fresh": True}
    if with_counts:
        asked = asked_list(viewer, period)
        total = worker_total(viewer, asked.circular_id, period.month, period.today, asked.filter)
        context |= {"is_saved": True, "found": Slice([], 0, total, None, None)}
        context |= list_facts(viewer, period, asked)
    else:
        context |= {"labels": labels, "here_query": list_query(period)}
    return render_template("workers/row_answer.html", **context)


def _listed(row: EnrolmentForm) -> WorkerRow | None:
    period = selected_period()
    circular_id = period.circular.id if period.circular else None
    return worker_row(current_viewer(), circular_id, period.month, period.today, row.id)


def _tell(row: EnrolmentForm, done: Done) -> None:
    state = state_words(row.state, row.submitted_on, row.reason)
    facts = {"time": clock(office_now()), "name": row.worker_name, "state": state}
    say_done(done, _("Tersimpan %(time)s: pendaftaran %(name)s kini %(state)s.", **facts))


def _way_back(row: EnrolmentForm) -> str:
    """The list one came from, or the worker's page."""
    if any(name in request.args for name in PARAMETERS):
        return list_url(url_for("workers.index"))
    return url_for("workers.show", worker_id=row.worker_id)
