"""The papers a fund rests on: Keputusan, berita acara, SP2D and receipts, each with its scan or without."""

from flask import Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.programmes.forms import PaperForm, RemoveForm, ScanForm
from blueprints.programmes.routes import WORDS, blueprint
from lindung.actions import funds as acts
from lindung.domain.permissions import Act
from lindung.queries.programmes import fund_row, paper_row, paper_scan
from lindung.web.clock import office_today
from lindung.web.documents import pdf_response
from lindung.web.fragments import redirect_after
from lindung.web.policy import allowed_to
from lindung.web.saving import saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer


@blueprint.route("/dana/<int:fund_id>/dokumen", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_SETTINGS)
def add_paper(fund_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), PaperForm()
    fund = fund_row(viewer, fund_id, today)
    form.offer(fund)
    outcome = None
    if form.is_submitted():
        outcome = saved(
            form, lambda: acts.add_paper(viewer, fund.id, form.facts(), today=today, key=form.key)
        )
        if outcome.done:
            say_done(done_of(outcome), _("Dokumen %(number)s dicatat.", number=form.number.data))
            return redirect_after(_payments(fund.circular_id))
    else:
        form.dated_on.data = today
    page = render_template(
        "programmes/paper.html", form=form, fund=fund, problem=outcome.problem if outcome else None, **WORDS
    )
    return make_response(page, outcome.status if outcome else 200)


@blueprint.get("/dokumen/<int:paper_id>")
@allowed_to(Act.READ)
def scan(paper_id: int) -> Response:
    stored = paper_scan(current_viewer(), paper_id, office_today())
    return pdf_response(stored.name, stored.content)


@blueprint.route("/dokumen/<int:paper_id>/pindaian", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_SETTINGS)
def attach(paper_id: int) -> ResponseReturnValue:
    """The scan of a paper that was noted by its number."""
    viewer, today, form = current_viewer(), office_today(), ScanForm()
    paper = paper_row(viewer, paper_id, today)
    fund = fund_row(viewer, paper.fund_id, today)
    outcome = None
    if form.is_submitted():
        outcome = saved(
            form,
            lambda: acts.attach_scan(viewer, paper.id, form.scan(), today=today, key=form.key),
        )
        if outcome.done:
            say_done(done_of(outcome), _("Pindaian %(number)s dilampirkan.", number=paper.number))
            return redirect_after(_payments(fund.circular_id))
    page = render_template(
        "programmes/scan.html",
        form=form,
        fund=fund,
        paper=paper,
        problem=outcome.problem if outcome else None,
        **WORDS,
    )
    return make_response(page, outcome.status if outcome else 200)


@blueprint.post("/dokumen/<int:paper_id>/hapus")
@allowed_to(Act.MANAGE_SETTINGS)
def remove_paper(paper_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), RemoveForm()
    paper = paper_row(viewer, paper_id, today)
    fund = fund_row(viewer, paper.fund_id, today)
    outcome = saved(form, lambda: acts.remove_paper(viewer, paper.id, today=today, key=form.key))
    if outcome.done:
        say_done(done_of(outcome), _("Dokumen %(number)s dihapus.", number=paper.number))
    return redirect_after(_payments(fund.circular_id))


def _payments(circular_id: int) -> str:
    return url_for("programmes.payments", circular_id=circular_id)
