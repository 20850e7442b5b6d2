"""The list that goes to BPJS: chosen, printed or saved with its NIKs in full, marked as sent in one act."""

from collections.abc import Callable, Collection
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from blueprints.proposals.files import ListFacts, above, header, lacking_words, lines
from blueprints.proposals.forms import AgainForm, ListForm
from lindung.actions.done import Done
from lindung.actions.enrolments import submit_batch
from lindung.actions.proposals import reveal_proposal
from lindung.domain.errors import RuleBroken
from lindung.domain.permissions import Act
from lindung.domain.registration import EnrolmentState
from lindung.queries.paging import Slice
from lindung.queries.proposals import (
    MOST,
    ProposalLine,
    Proposals,
    SubmissionRow,
    last_donor_code,
    proposals,
    submission_row,
    submission_slice,
    submitted_ids,
)
from lindung.queries.workers import WorkerFilter, all_worker_rows
from lindung.web import labels, worker_labels
from lindung.web.addresses import whole
from lindung.web.clock import office_now, office_today
from lindung.web.downloads import xlsx_response
from lindung.web.filters import clock, number
from lindung.web.fragments import url_with
from lindung.web.language import DEFAULT
from lindung.web.lists import Paging, asked_anchor, circular_choices, unit_choices
from lindung.web.period import Period, selected_period
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.scope import selected_unit
from lindung.web.selection import selection
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer

Drawing = Callable[[ListFacts, list[ProposalLine]], ResponseReturnValue]
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
    return _handed_out(_printed)


@blueprint.post("/excel")
@allowed_to(Act.REVEAL_NIK)
def save_list() -> ResponseReturnValue:
    return _handed_out(_file)


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
            sure=form.sure.data,
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
    return _handed_out_again(submission_id, _printed)


@blueprint.post("/<int:submission_id>/excel")
@allowed_to(Act.REVEAL_NIK)
def save_again(submission_id: int) -> ResponseReturnValue:
    return _handed_out_again(submission_id, _file)


def _handed_out(drawn: Drawing) -> ResponseReturnValue:
    """The list with its numbers in full, once the reason is given."""
    period = selected_period()
    found = _found(period)
    form = _form(period, found)
    outcome = _revealed(form, form.id.data or [], form.reason.data or "")
    if not outcome.result:
        return _page(period, found, form, outcome)
    return drawn(_facts(form), outcome.result)


def _handed_out_again(submission_id: int, drawn: Drawing) -> ResponseReturnValue:
    ids, form = submitted_ids(current_viewer(), submission_id, office_today()), AgainForm()
    outcome = _revealed(form, ids, form.reason.data or "")
    if not outcome.result:
        return _sent_page(submission_id, form, outcome)
    return drawn(_sent_facts(submission_id), outcome.result)


def _found(period: Period) -> Proposals:
    """With whoever was ticked, here or in a list of workers."""
    viewer = current_viewer()
    place = selected_unit(viewer)
    if period.circular is None:
        return Proposals([], 0)
    ticked = request.form.getlist("id", type=whole) or _ticked(period)
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
    sent = _sent(period)
    page = render_template(
        "proposals/index.html",
        period=period,
        place=place,
        units=unit_choices(viewer, place),
        circulars=circular_choices(period),
        rows=found.rows,
        total=found.total,
        lacking=sum(1 for row in found.rows if row.missing),
        lacking_words=lacking_words(row for row in found.rows if row.enrolment_id in (form.id.data or [])),
        sent=sent.rows if sent else [],
        paging_facts=_paging(sent) if sent else None,
        form=form,
        problem=outcome.problem if outcome else None,
        labels=labels,
        words=worker_labels,
    )
    return make_response(page, outcome.status if outcome else 200)


def _sent(period: Period) -> Slice[SubmissionRow] | None:
    if period.circular is None:
        return None
    return submission_slice(current_viewer(), period.circular.id, period.today, asked_anchor())


def _paging(found: Slice[SubmissionRow]) -> Paging:
    """Ways to other lists sent; a refused form was posted elsewhere, and the list is not there."""
    here = url_for("proposals.index")
    return Paging(
        found.first,
        found.last,
        found.total,
        found.previous and here + _query(sebelum=found.previous, sesudah=None),
        found.next and here + _query(sesudah=found.next, sebelum=None),
    )


def _query(**changes: object) -> str:
    return url_with(**changes).removeprefix(request.path)


def _sent_page(submission_id: int, form: AgainForm, outcome: Saved[Any] | None) -> ResponseReturnValue:
    viewer, period = current_viewer(), selected_period()
    ids = submitted_ids(viewer, submission_id, period.today)
    wanted = WorkerFilter(only=tuple(ids[:MOST]), present_only=True)  # the file holds all of them
    page = render_template(
        "proposals/show.html",
        sent=_submission(submission_id),
        rows=all_worker_rows(viewer, None, period.month, period.today, wanted),
        form=form,
        problem=outcome.problem if outcome else None,
        labels=labels,
    )
    return make_response(page, outcome.status if outcome else 200)


def _facts(form: ListForm) -> ListFacts:
    return ListFacts(form.number.data, form.on.data, form.donor_code.data)


def _sent_facts(submission_id: int) -> ListFacts:
    sent = _submission(submission_id)
    return ListFacts(sent.number, sent.sent_on, sent.donor_code)


@force_locale(DEFAULT)  # a paper for BPJS, whatever language its sender reads
def _printed(facts: ListFacts, found: list[ProposalLine]) -> ResponseReturnValue:
    lacking = sum(1 for line in found if line.missing)
    return render_template(
        "proposals/paper.html",
        lines=found,
        lacking=lacking,
        words=worker_labels,
        labels=labels,
        **facts._asdict(),
    )


@force_locale(DEFAULT)
def _file(facts: ListFacts, found: list[ProposalLine]) -> Response:
    name = f"daftar-usulan-{facts.number or office_today()}"
    return xlsx_response(
        f"{name}.xlsx", _("Daftar usulan peserta"), header(), lines(found), above=above(facts)
    )
