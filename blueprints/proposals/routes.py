"""The list that goes to BPJS: chosen, printed or saved with its NIKs in full, marked as sent in one act."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from blueprints.proposals.files import header, lines
from blueprints.proposals.forms import AgainForm, ListForm
from lindung.actions.done import Done
from lindung.actions.enrolments import submit_batch
from lindung.actions.proposals import reveal_proposal
from lindung.domain.errors import RuleBroken
from lindung.domain.permissions import Act
from lindung.domain.registration import EnrolmentState
from lindung.queries.proposals import (
    ProposalLine,
    Proposals,
    SubmissionRow,
    last_donor_code,
    proposals,
    submission_row,
    submission_rows,
    submitted_ids,
)
from lindung.queries.workers import WorkerFilter, all_worker_rows
from lindung.web import labels, worker_labels
from lindung.web.clock import office_now, office_today
from lindung.web.downloads import xlsx_response
from lindung.web.filters import clock, number
from lindung.web.language import DEFAULT
from lindung.web.lists import circular_choices, unit_choices
from lindung.web.period import Period, selected_period
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.scope import selected_unit
from lindung.web.selection import selection
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer

blueprint = Blueprint("proposals", __name__, url_prefix="/daftar-usulan")


@blueprint.get("")
@allowed_to(Act.EDIT_REGISTRATIONS)
def index() -> ResponseReturnValue:
    period = selected_period()
    found = _found(period)
    return _page(period, found, _form(period, found), None)


@blueprint.post("/cetak")
@allowed_to(Act.REVEAL_NIK)
def print_list() -> ResponseReturnValue:
    period = selected_period()
    found = _found(period)
    form = _form(period, found)
    outcome = _revealed(form, form.id.data or [], form.reason.data or "")
    if not outcome.result:
        return _page(period, found, form, outcome)
    return _printed(form, outcome.result)


@blueprint.post("/excel")
@allowed_to(Act.REVEAL_NIK)
def save_list() -> ResponseReturnValue:
    period = selected_period()
    found = _found(period)
    form = _form(period, found)
    outcome = _revealed(form, form.id.data or [], form.reason.data or "")
    if not outcome.result:
        return _page(period, found, form, outcome)
    return _file(form.number.data or "", outcome.result)


@blueprint.post("/kirim")
@allowed_to(Act.EDIT_REGISTRATIONS)
def send() -> ResponseReturnValue:
    """Everybody on the list becomes *diajukan*, with its number and date."""
    viewer, period = current_viewer(), selected_period()
    found, today = _found(period), period.today
    form = _form(period, found)
    ids, on = form.id.data or [], form.on.data or today
    outcome = saved(
        form,
        lambda: submit_batch(
            viewer,
            ids,
            form.number.data or "",
            on,
            form.donor_code.data or "",
            len(ids),
            today=today,
            key=form.key,
        ),
    )
    if not outcome.done:
        return _page(period, found, form, outcome)
    done = done_of(outcome)
    _tell(done, form.number.data or "")
    return redirect(url_for("proposals.show", submission_id=done.record_id), 303)


def _tell(done: Done, number_of_list: str) -> None:
    facts = {"time": clock(office_now()), "count": number(done.count), "number": number_of_list}
    say_done(done, _("Tersimpan %(time)s: %(count)s pekerja diajukan dengan daftar %(number)s.", **facts))


@blueprint.get("/<int:submission_id>")
@allowed_to(Act.EDIT_REGISTRATIONS)
def show(submission_id: int) -> ResponseReturnValue:
    return _sent_page(submission_id, AgainForm(), None)


@blueprint.post("/<int:submission_id>/cetak")
@allowed_to(Act.REVEAL_NIK)
def print_again(submission_id: int) -> ResponseReturnValue:
    ids, form = submitted_ids(current_viewer(), submission_id, office_today()), AgainForm()
    outcome = _revealed(form, ids, form.reason.data or "")
    if not outcome.result:
        return _sent_page(submission_id, form, outcome)
    return _printed(form, outcome.result, _submission(submission_id))


@blueprint.post("/<int:submission_id>/excel")
@allowed_to(Act.REVEAL_NIK)
def save_again(submission_id: int) -> ResponseReturnValue:
    ids, form = submitted_ids(current_viewer(), submission_id, office_today()), AgainForm()
    outcome = _revealed(form, ids, form.reason.data or "")
    if not outcome.result:
        return _sent_page(submission_id, form, outcome)
    return _file(_submission(submission_id).number, outcome.result)


def _found(period: Period) -> Proposals:
    """With whoever was ticked, here or in a list of workers."""
    viewer = current_viewer()
    place = selected_unit(viewer)
    if period.circular is None:
        return Proposals([], 0)
    ticked = request.form.getlist("id", type=int) or _ticked(period)
    return proposals(viewer, period.circular.id, period.today, place=place, first=ticked)


def _ticked(period: Period) -> tuple[int, ...]:
    return selection(current_viewer(), period).ids if request.args.getlist("id") else ()


def _form(period: Period, found: Proposals) -> ListForm:
    """All candidates are ticked at first; of a list of workers only those that were ticked there."""
    form, viewer = ListForm(), current_viewer()
    ticked = {row.enrolment_id for row in found.rows if row.state is EnrolmentState.CANDIDATE}
    donor = last_donor_code(viewer) if not form.is_submitted() else None
    ids = [row.enrolment_id for row in found.rows]
    form.offer(ids, set(_ticked(period)) or ticked, donor, period.today)
    return form


def _revealed(form: ListForm | AgainForm, ids: Collection[int], reason: str) -> Saved[list[ProposalLine]]:
    def reveal() -> list[ProposalLine]:
        if not ids:
            raise RuleBroken("nobody_selected")
        return reveal_proposal(current_viewer(), ids, reason, today=office_today())

    return saved(form, reveal)


def _submission(submission_id: int) -> SubmissionRow:
    return submission_row(current_viewer(), submission_id, office_today())


def _page(
    period: Period, found: Proposals, form: ListForm, outcome: Saved[Any] | None
) -> ResponseReturnValue:
    viewer = current_viewer()
    place = selected_unit(viewer)
    page = render_template(
        "proposals/index.html",
        period=period,
        place=place,
        units=unit_choices(viewer, place),
        circulars=circular_choices(period),
        rows=found.rows,
        total=found.total,
        lacking=sum(1 for row in found.rows if row.missing),
        sent=submission_rows(viewer, period.circular.id, period.today) if period.circular else [],
        form=form,
        problem=outcome.problem if outcome else None,
        labels=labels,
        words=worker_labels,
    )
    return make_response(page, outcome.status if outcome else 200)


def _sent_page(submission_id: int, form: AgainForm, outcome: Saved[Any] | None) -> ResponseReturnValue:
    viewer, period = current_viewer(), selected_period()
    ids = submitted_ids(viewer, submission_id, period.today)
    wanted = WorkerFilter(only=tuple(ids), present_only=True)
    page = render_template(
        "proposals/show.html",
        sent=_submission(submission_id),
        rows=all_worker_rows(viewer, None, period.month, period.today, wanted),
        form=form,
        problem=outcome.problem if outcome else None,
        labels=labels,
    )
    return make_response(page, outcome.status if outcome else 200)


@force_locale(DEFAULT)  # a paper for BPJS, whatever language its sender reads
def _printed(
    form: ListForm | AgainForm, found: list[ProposalLine], sent: SubmissionRow | None = None
) -> ResponseReturnValue:
    facts: dict[str, Any] = {"number": None, "on": None, "donor_code": None}
    if sent:
        facts = {"number": sent.number, "on": sent.sent_on, "donor_code": sent.donor_code}
    elif isinstance(form, ListForm):
        facts = {"number": form.number.data, "on": form.on.data, "donor_code": form.donor_code.data}
    lacking = sum(1 for line in found if line.missing)
    return render_template(
        "proposals/paper.html", lines=found, lacking=lacking, words=worker_labels, labels=labels, **facts
    )


def _file(number_of_list: str, found: list[ProposalLine]) -> Response:
    name = f"daftar-usulan-{number_of_list}" if number_of_list else f"daftar-usulan-{office_today()}"
    return xlsx_response(f"{name}.xlsx", _("Daftar usulan peserta"), header(), lines(found))
