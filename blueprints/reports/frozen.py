"""What was approved under a code, exactly, years later: page, people as a table, and the PDF to be signed."""

from collections.abc import Iterator

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.reports.routes import blueprint
from blueprints.reports.unit_pages import unit_pages
from lindung.actions.exports import noted
from lindung.domain.closing import plain_code
from lindung.domain.errors import NotThere
from lindung.domain.permissions import Act
from lindung.queries.reporting import Figures, draft_circulars, figures_of
from lindung.queries.reports import ReportRow, frozen_content, is_last, report_by_code
from lindung.queries.units import unit_by_id
from lindung.web import closing, labels
from lindung.web.clock import office_today
from lindung.web.documents import pdf_response
from lindung.web.downloads import Cell, table_download, wanted_format
from lindung.web.filters import mask_nik
from lindung.web.lists import asked_text
from lindung.web.policy import allowed_to
from lindung.web.report_paper import report_pdf
from lindung.web.report_words import corrections
from lindung.web.viewer import current_viewer

MOST_PEOPLE = 500  # drawn on the page; the files hold them all
HEADER = [
    *("edaran", "nama", "nip", "unit", "keadaan", "pekerja", "nik_pekerja", "status_pekerja", "tangga"),
    *("iuran_terutang", "iuran_dibayar", "dikonfirmasi_bpjs"),
]


@blueprint.get("/kode")
@allowed_to(Act.READ)
def find() -> ResponseReturnValue:
    """A code typed off a paper; small letters and missing dashes do not matter."""
    typed = asked_text("kode", 40)
    code = plain_code(typed)
    if code is None:
        return render_template("reports/find.html", typed=typed)
    return redirect(url_for("reports.frozen", report_code=code))


@blueprint.get("/kode/<report_code>")
@allowed_to(Act.READ)
def frozen(report_code: str) -> ResponseReturnValue:
    viewer, today = current_viewer(), office_today()
    row = _by_code(report_code)
    content = frozen_content(row)
    figures = figures_of(content)
    if kind := wanted_format():
        name = f"laporan-{row.unit_code}-{row.month}-{row.code}"
        return table_download(kind, name, _("Laporan %(code)s", code=row.code), HEADER, _file(figures))
    now = draft_circulars(unit_by_id(viewer, row.unit_id), row.month, today)
    return render_template(
        "reports/frozen.html",
        row=row,
        content=content,
        figures=figures,
        corrected=corrections(content, now),
        is_newest=is_last(row),
        most_people=MOST_PEOPLE,
        state_tag=closing.state_tag(row, today),
        can_attach=viewer.may(Act.APPROVE_MONTH) or viewer.may(Act.PREPARE_MONTH),
        closing=closing,
        labels=labels,
        **unit_pages(figures),
    )


@blueprint.get("/kode/<report_code>/pdf")
@allowed_to(Act.READ)
def paper(report_code: str) -> Response:
    row = _by_code(report_code)
    name = f"laporan-{row.unit_code}-{row.month}-{row.code}"
    pieces = noted(current_viewer(), name, request.args, [report_pdf(row, frozen_content(row))])
    return pdf_response(name, b"".join(pieces), as_file=True)


def _by_code(typed: str) -> ReportRow:
    code = plain_code(typed)
    if code is None:
        raise NotThere
    return report_by_code(current_viewer(), code)


def _file(figures: Figures) -> Iterator[list[Cell]]:
    """One line a worker; a sasaran without any has one of his own."""
    for one in figures.people:
        state = labels.DUTY_STATE_CODES[one.state]
        person: list[Cell] = [one.circular, one.name, one.nip, one.unit, state]
        if not one.workers:
            yield [*person, *[None] * 7]
        for worker in one.workers:
            step = labels.STEP_CODES[worker.step] if worker.step else None
            yield [
                *person,
                worker.name,
                mask_nik(worker.nik_last4),
                labels.ENROLMENT_STATE_CODES[worker.state],
                step,
                worker.due,
                worker.paid,
                worker.confirmed,
            ]
