"""The head approves with his password; head or coordinator hands back; the coordinator accepts; a month is opened."""

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.reports.forms import ApproveForm, ReasonForm, ReopenForm
from blueprints.reports.office import doable
from blueprints.reports.routes import blueprint
from blueprints.reports.unit_pages import unit_pages
from lindung.actions import reports as acts
from lindung.actions.done import Done
from lindung.actions.reports import Signing
from lindung.domain.permissions import Act
from lindung.queries.reporting import digest_of, draft_content, figures_of
from lindung.queries.reports import ReportRow, is_last, report_row
from lindung.queries.signing import checks
from lindung.queries.units import unit_by_id
from lindung.web import closing, labels
from lindung.web.clock import office_today
from lindung.web.errors import refuse
from lindung.web.forms import OfficeForm, sent_version
from lindung.web.fragments import redirect_after, say
from lindung.web.policy import allowed_to
from lindung.web.report_words import change_lines, check_lines
from lindung.web.saving import Saved, overtaken, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer, place_of


@blueprint.route("/<int:report_id>/setujui", methods=["GET", "POST"])
@allowed_to(Act.APPROVE_MONTH)
def approve(report_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), ApproveForm()
    row = report_row(viewer, report_id)
    if not form.is_submitted():
        return _to_approve(row, form) if doable(viewer, _current(row), today).approve else _to(row)
    signing = Signing(form.password.data or "", form.figures.data or "", place_of(request))
    outcome = saved(form, lambda: acts.approve_report(viewer, row.id, signing, today=today, key=form.key))
    if not outcome.done:
        return make_response(_to_approve(row, form, outcome.problem), outcome.status)
    row = report_row(viewer, row.id)
    name = closing.report_name(row.month, row.kind)
    say(_("%(report)s disetujui dengan kode %(code)s.", report=name, code=row.code))
    return redirect_after(url_for("reports.frozen", report_code=row.code))


@blueprint.route("/<int:report_id>/kembalikan", methods=["GET", "POST"])
@allowed_to(Act.ACCEPT_MONTH, Act.APPROVE_MONTH)
def hand_back(report_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), ReasonForm()
    row = report_row(viewer, report_id)
    if not form.is_submitted():
        can = doable(viewer, _current(row), today).hand_back
        return (
            render_template("reports/hand_back.html", form=form, row=row, closing=closing)
            if can
            else _to(row)
        )
    outcome = saved(
        form,
        lambda: acts.return_report(
            viewer, row.id, form.reason.data or "", seen_version=sent_version(), today=today, key=form.key
        ),
    )
    if not outcome.done:
        return _again("reports/hand_back.html", row, form, outcome)
    say_done(done_of(outcome), _("Laporan dikembalikan; alasannya tampil pada petugas kepegawaian unit itu."))
    return _to(row)


@blueprint.post("/<int:report_id>/terima")
@allowed_to(Act.ACCEPT_MONTH)
def accept(report_id: int) -> ResponseReturnValue:
    viewer, form = current_viewer(), OfficeForm()
    row = report_row(viewer, report_id)
    outcome = saved(
        form,
        lambda: acts.accept_report(
            viewer, row.id, seen_version=sent_version(), today=office_today(), key=form.key
        ),
    )
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    say_done(
        done_of(outcome),
        _(
            "%(report)s %(unit)s diterima.",
            report=closing.report_name(row.month, row.kind),
            unit=row.unit_name,
        ),
    )
    return _to(row)


@blueprint.route("/<int:report_id>/buka", methods=["GET", "POST"])
@allowed_to(Act.REOPEN_MONTH)
def reopen(report_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), ReopenForm()
    row = report_row(viewer, report_id)
    if not form.is_submitted():
        form.suggest(today)
        can = doable(viewer, _current(row), today).reopen
        return (
            render_template("reports/reopen.html", form=form, row=row, closing=closing) if can else _to(row)
        )
    outcome = saved(
        form,
        lambda: acts.reopen_report(
            viewer,
            row.id,
            form.until.data,
            form.reason.data or "",
            seen_version=sent_version(),
            today=today,
            key=form.key,
        ),
    )
    if not outcome.done:
        return _again("reports/reopen.html", row, form, outcome)
    say_done(done_of(outcome), _("Bulan itu dibuka kembali untuk unit ini; alasannya tercatat."))
    return _to(row)


def _current(row: ReportRow) -> ReportRow | None:
    """The row when it is its month's newest: nothing is done with an older one."""
    return row if is_last(row) else None


def _to(row: ReportRow) -> ResponseReturnValue:
    return redirect_after(url_for("reports.show", office=row.unit_code, bulan=row.month))


def _to_approve(row: ReportRow, form: ApproveForm, problem: str | None = None) -> str:
    """What he signs, drawn from what stands there at this moment."""
    viewer, today = current_viewer(), office_today()
    unit = unit_by_id(viewer, row.unit_id)
    content = draft_content(viewer, unit, row.month, today)
    figures = figures_of(content)
    form.figures.data = digest_of(content).hex()
    return render_template(
        "reports/approve.html",
        row=row,
        form=form,
        problem=problem,
        figures=figures,
        checks=check_lines(checks(viewer, unit, row.month, content), unit, row.month),
        changes=change_lines(figures),
        signs_as=closing.title_of(acts.signature_of(viewer), row.unit_name),
        closing=closing,
        labels=labels,
        **unit_pages(figures),
    )


def _again(template: str, row: ReportRow, form: ReasonForm, outcome: Saved[Done]) -> ResponseReturnValue:
    problem = outcome.problem
    if outcome.status == 409:
        row = report_row(current_viewer(), row.id)
        problem = overtaken(current_viewer(), "month_report", row.id)
    page = render_template(template, form=form, row=row, problem=problem, closing=closing)
    return make_response(page, outcome.status)
