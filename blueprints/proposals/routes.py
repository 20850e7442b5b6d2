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
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.permissions import Act
from lindung.domain.registration import EnrolmentState
from lindung.queries.circulars import selectable
from lindung.queries.proposals import (
    ProposalLine,
    ProposalRow,
    SubmissionRow,
    last_donor_code,
    proposal_rows,
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
    rows = _rows(selected_period())
    return _page(rows, _form(rows), None)


@blueprint.post("/cetak")
@allowed_to(Act.REVEAL_NIK)
def print_list() -> ResponseReturnValue:
    rows = _rows(selected_period())
    form = _form(rows)
    outcome = _revealed(form, form.id.data or [], form.reason.data or "")
    return _printed(form, outcome.result) if outcome.result else _page(rows, form, outcome)


@blueprint.post("/excel")
@allowed_to(Act.REVEAL_NIK)
def save_list() -> ResponseReturnValue:
    rows = _rows(selected_period())
    form = _form(rows)
    outcome = _revealed(form, form.id.data or [], form.reason.data or "")
    return _file(form.number.data or "", outcome.result) if outcome.result else _page(rows, form, outcome)


@blueprint.post("/kirim")
@allowed_to(Act.EDIT_REGISTRATIONS)
def send() -> ResponseReturnValue:
    """Everybody on the list becomes *diajukan*, with its number and date."""
    viewer, today, rows = current_viewer(), office_today(), _rows(selected_period())
    form = _form(rows)
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
        return _page(rows, form, outcome)
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


def _rows(period: Period) -> list[ProposalRow]:
    viewer = current_viewer()
    place = selected_unit(viewer)
    return proposal_rows(viewer, period.circular.id, period.today, place=place) if period.circular else []


def _form(rows: list[ProposalRow]) -> ListForm:
    """All candidates are ticked at first; of a list of workers only those that were ticked there."""
    form, viewer, period = ListForm(), current_viewer(), selected_period()
    ticked = {row.enrolment_id for row in rows if row.state is EnrolmentState.CANDIDATE}
    if request.args.getlist("id"):
        ticked = set(selection(viewer, period).ids)
    donor = last_donor_code(viewer) if not form.is_submitted() else None
    form.offer([row.enrolment_id for row in rows], ticked, donor, period.today)
    return form


def _revealed(form: ListForm | AgainForm, ids: Collection[int], reason: str) -> Saved[list[ProposalLine]]:
    def reveal() -> list[ProposalLine]:
        if not ids:
            raise RuleBroken("nobody_selected")
        return reveal_proposal(current_viewer(), ids, reason, today=office_today())

    return saved(form, reveal)


def _submission(submission_id: int) -> SubmissionRow:
    viewer, today = current_viewer(), office_today()
    for circular in selectable(today):
        for row in submission_rows(viewer, circular.id, today):
            if row.id == submission_id:
                return row
    raise NotThere


def _page(rows: list[ProposalRow], form: ListForm, outcome: Saved[Any] | None) -> ResponseReturnValue:
    viewer, period = current_viewer(), selected_period()
    place = selected_unit(viewer)
    page = render_template(
        "proposals/index.html",
        period=period,
        place=place,
        units=unit_choices(viewer, place),
        circulars=circular_choices(period),
        rows=rows,
        lacking=sum(1 for row in rows if row.missing),
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
