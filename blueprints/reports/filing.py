"""Susulan and pembetulan with their reason; and the letter that was signed on paper."""

from datetime import date

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.reports.forms import FileForm, SignedForm
from blueprints.reports.office import reporting_unit, sent_month
from blueprints.reports.routes import asked_report_month, blueprint
from lindung.actions import reports as acts
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.reports import report_row, signed_letter
from lindung.web import closing
from lindung.web.clock import office_today
from lindung.web.documents import pdf_response
from lindung.web.forms import sent_version
from lindung.web.fragments import redirect_after
from lindung.web.policy import allowed_to
from lindung.web.saving import overtaken, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer
from lindung.web.ways_back import own_page


@blueprint.route("/unit/<office>/pembetulan", methods=["GET", "POST"])
@allowed_to(Act.PREPARE_MONTH)
def correct(office: str) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), FileForm()
    unit, (first, last) = reporting_unit(viewer, office), _span(today)
    form.offer()
    back = own_page(request.values.get("dari"))
    page = {"form": form, "unit": unit, "first": first, "last": last, "back": back}
    if not form.is_submitted():
        return render_template("reports/correct.html", **page)
    outcome = saved(
        form,
        lambda: acts.file_report(
            viewer, unit.code, (first, last), form.chosen(), form.reason.data or "", today=today, key=form.key
        ),
    )
    if not outcome.done:
        return render_template("reports/correct.html", problem=outcome.problem, **page), outcome.status
    kind = closing.KINDS[form.chosen()]
    words = _("Bulan itu dibuka untuk %(kind)s. Ubah datanya, lalu siapkan laporannya.", kind=kind)
    say_done(done_of(outcome), words)
    return redirect_after(back or url_for("reports.show", office=unit.code, bulan=last))


def _span(today: date) -> tuple[Month, Month]:
    """The months that are to be changed; the last ended one where the address names none."""
    if "bulan" not in request.form and "bulan" not in request.args:
        if request.method == "POST":
            raise RuleBroken("month_unreadable", field="bulan", text="")
        month = asked_report_month(today)
        return month, month
    first, last = sent_month("bulan"), sent_month("sampai")
    return min(first, last), max(first, last)


@blueprint.route("/<int:report_id>/surat", methods=["GET", "POST"])
@allowed_to(Act.APPROVE_MONTH, Act.PREPARE_MONTH)
def attach(report_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), SignedForm()
    row = report_row(viewer, report_id)
    if not form.is_submitted():
        form.number.data, form.signed_on.data = row.signed_number, row.signed_on
        return render_template("reports/attach.html", form=form, row=row, closing=closing)
    version = sent_version()
    outcome = saved(
        form,
        lambda: acts.attach_signed(
            viewer, row.id, form.letter(), seen_version=version, today=today, key=form.key
        ),
    )
    if not outcome.done:
        problem = outcome.problem
        if outcome.status == 409:
            row, problem = report_row(viewer, row.id), overtaken(viewer, "month_report", row.id)
        page = render_template("reports/attach.html", form=form, row=row, problem=problem, closing=closing)
        return page, outcome.status
    say_done(done_of(outcome), _("Nomor surat dicatat pada laporannya."))
    return redirect_after(url_for("reports.frozen", report_code=row.code))


@blueprint.get("/<int:report_id>/naskah")
@allowed_to(Act.READ)
def letter(report_id: int) -> Response:
    stored = signed_letter(current_viewer(), report_id)
    return pdf_response(stored.name, stored.content)
