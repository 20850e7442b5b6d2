"""One office's report of a month: where it stands, what it says now, what is open, what this person can do."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.reports.routes import asked_report_month, blueprint
from blueprints.reports.unit_pages import HEADER, unit_pages, unit_rows
from lindung.actions import reports as acts
from lindung.domain.closing import PREPARABLE, ReportState
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.closed import report_rules
from lindung.queries.rates import holidays
from lindung.queries.reporting import Content, draft_content, figures_of
from lindung.queries.reports import ReportRow, frozen_content, reports_of
from lindung.queries.signing import checks
from lindung.queries.units import UnitRow, unit_by_code
from lindung.queries.viewer import Viewer
from lindung.web import closing, labels
from lindung.web.clock import office_today
from lindung.web.downloads import table_download, wanted_format
from lindung.web.errors import refuse
from lindung.web.forms import OfficeForm
from lindung.web.fragments import redirect_after
from lindung.web.policy import allowed_to
from lindung.web.report_words import change_lines, check_lines, corrections
from lindung.web.saving import saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer


class Doable(NamedTuple):
    """What this person can do with the month now."""

    prepare: bool
    approve: bool
    hand_back: bool
    accept: bool
    correct: bool
    reopen: bool
    attach: bool


@blueprint.get("/unit/<office>")
@allowed_to(Act.READ)
def show(office: str) -> ResponseReturnValue:
    viewer, today = current_viewer(), office_today()
    unit, month = reporting_unit(viewer, office), asked_report_month(today)
    content = draft_content(viewer, unit, month, today)
    if kind := wanted_format():
        name = f"laporan-{unit.code}-{month}"
        return table_download(kind, name, _("Laporan per unit"), HEADER, unit_rows(figures_of(content)))
    rows = reports_of(viewer, unit.id, month)
    newest = rows[0] if rows else None
    return render_template(
        "reports/show.html",
        unit=unit,
        month=month,
        months=closing.month_choices(today, month),
        rows=rows,
        newest=newest,
        state_tag=closing.state_tag(newest, today),
        due_on=report_rules().due_on(month, holidays(month.next())),
        today=today,
        can=doable(viewer, newest, today),
        closing=closing,
        labels=labels,
        **_contents(viewer, unit, month, rows, content),
    )


def _contents(
    viewer: Viewer, unit: UnitRow, month: Month, rows: Sequence[ReportRow], content: Content
) -> dict[str, object]:
    """What the report says now, beside what was approved last."""
    figures = figures_of(content)
    approved = next((row for row in rows if row.was_approved), None)
    return {
        "figures": figures,
        "checks": check_lines(checks(viewer, unit, month, content), unit, month),
        "changes": change_lines(figures),
        "approved": approved,
        "corrected": corrections(frozen_content(approved), figures.circulars) if approved else [],
        **unit_pages(figures),
    }


@blueprint.post("/unit/<office>/siapkan")
@allowed_to(Act.PREPARE_MONTH)
def prepare(office: str) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), OfficeForm()
    unit = reporting_unit(viewer, office)
    month = sent_month("bulan")
    outcome = saved(form, lambda: acts.prepare_report(viewer, office, month, today=today, key=form.key))
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    say_done(
        done_of(outcome),
        _("%(report)s disiapkan dan menunggu persetujuan kepala.", report=closing.report_name(month)),
    )
    return redirect_after(url_for("reports.show", office=unit.code, bulan=month))


def reporting_unit(viewer: Viewer, code: str) -> UnitRow:
    unit = unit_by_code(viewer, code)
    if not unit.reports:
        raise NotThere
    return unit


def sent_month(name: str) -> Month:
    """A month a form carries along."""
    text = request.form.get(name) or request.args.get(name, "")
    try:
        return Month.parse(text)
    except ValueError:
        raise RuleBroken("month_unreadable", field=name, text=text[:40]) from None


def doable(viewer: Viewer, newest: ReportRow | None, today: date) -> Doable:
    state = newest.state if newest else None
    locked = newest is not None and newest.locks_on(today)
    is_head_turn = state is ReportState.PREPARED and viewer.may(Act.APPROVE_MONTH)
    is_coordinators = state is ReportState.APPROVED and viewer.may(Act.ACCEPT_MONTH)
    return Doable(
        prepare=viewer.may(Act.PREPARE_MONTH) and state in PREPARABLE and not locked,
        approve=is_head_turn,
        hand_back=is_head_turn or is_coordinators,
        accept=is_coordinators,
        correct=locked and viewer.may(Act.PREPARE_MONTH),
        reopen=viewer.may(Act.REOPEN_MONTH) and (locked or state is ReportState.REOPENED),
        attach=newest is not None
        and newest.was_approved
        and (viewer.may(Act.APPROVE_MONTH) or viewer.may(Act.PREPARE_MONTH)),
    )
