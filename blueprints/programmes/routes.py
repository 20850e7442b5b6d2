"""Programmes: the list, and one of them: how far its money reaches, its ladder, its funds, its months."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.programmes.listing import (
    HEADER,
    MONTH_HEADER,
    asked_order,
    file_rows,
    in_order,
    month_rows,
)
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month, default_month
from lindung.domain.permissions import Act
from lindung.queries.claims import impact
from lindung.queries.fund_outlooks import FundOutlook, fund_outlooks, realised
from lindung.queries.programme_steps import programme_steps
from lindung.queries.programmes import papers_of, programme_row, programme_rows
from lindung.queries.rates import holidays
from lindung.queries.viewer import Viewer
from lindung.web import labels
from lindung.web.clock import office_today
from lindung.web.downloads import table_download, wanted_format
from lindung.web.fund_words import PAPER_KINDS, SOURCES, months_words, payer_words
from lindung.web.lists import asked_text
from lindung.web.period import asked_month
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer

blueprint = Blueprint("programmes", __name__, url_prefix="/program")
WORDS = {
    "sources": SOURCES,
    "kinds": PAPER_KINDS,
    "months_words": months_words,
    "payer_words": payer_words,
    "labels": labels,
}


@blueprint.get("")
@allowed_to(Act.READ)
def index() -> ResponseReturnValue:
    viewer, today, q, order = current_viewer(), office_today(), asked_text(), asked_order()
    rows = in_order(programme_rows(viewer, today, q=q), order)
    if kind := wanted_format():
        return table_download(kind, f"program-{today}", _("Program"), HEADER, file_rows(rows))
    return render_template(
        "programmes/index.html",
        rows=rows,
        q=q,
        order=order,
        today=today,
        filter_words=_("“%(q)s”", q=q) if q else "",
        managed=viewer.may(Act.MANAGE_SETTINGS),
        **WORDS,
    )


@blueprint.get("/<int:circular_id>")
@allowed_to(Act.READ)
def show(circular_id: int) -> ResponseReturnValue:
    """The answer first; then who stands where on the ladder in a month, the funds, and what follows the last month."""
    viewer, today = current_viewer(), office_today()
    programme = programme_row(viewer, circular_id, today)
    return render_template(
        "programmes/show.html",
        programme=programme,
        outlooks=fund_outlooks(programme.circular, programme.funds, today),
        steps=programme_steps(viewer, programme.circular, _asked(today), today),
        impact=impact(viewer, circular_id),
        **_shared(viewer),
    )


@blueprint.get("/<int:circular_id>/pembayaran")
@allowed_to(Act.READ)
def payments(circular_id: int) -> ResponseReturnValue:
    """What each month was to cost, what was paid and by which SP2D, and what that leaves (P5)."""
    viewer, today = current_viewer(), office_today()
    programme = programme_row(viewer, circular_id, today)
    papers = papers_of(viewer, programme.funds)
    rows = realised(programme.circular, programme.funds, papers)
    if kind := wanted_format():
        name = f"realisasi-{programme.circular.id}-{today}"
        return table_download(kind, name, _("Realisasi"), MONTH_HEADER, month_rows(rows))
    outlooks = fund_outlooks(programme.circular, programme.funds, today)
    return render_template(
        "programmes/payments.html",
        programme=programme,
        outlooks=outlooks,
        rows=rows,
        papers=papers,
        payable=_payable(viewer, outlooks),
        **_shared(viewer),
    )


def _asked(today: date) -> Month:
    """The month whose steps are shown: any up to the running one (R9a)."""
    found, running = asked_month(), Month.of(today)
    if found and found > running:
        raise RuleBroken("month_in_future", field="bulan", month=found, running=running)
    return found or default_month(today, holidays(running))


def _shared(viewer: Viewer) -> dict[str, object]:
    return {
        "today": office_today(),
        "managed": viewer.may(Act.MANAGE_SETTINGS),
        "pays": viewer.may(Act.RECORD_PAYMENTS),
        **WORDS,
    }


def _payable(viewer: Viewer, outlooks: Sequence[FundOutlook]) -> list[FundOutlook]:
    """Funds with a month to be paid by this viewer."""
    if not viewer.may(Act.RECORD_PAYMENTS):
        return []
    return [one for one in outlooks if one.next_month and one.fund.registered]
