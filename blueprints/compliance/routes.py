"""The month table: who has answered, who is registered, who is settled, from the regency down to one school."""

from flask import Blueprint, Response
from flask_babel import gettext as _

from blueprints.compliance.sorting import INCOMPLETE, asked_order, asked_rows, asks_incomplete, sorted_lines
from blueprints.compliance.table_file import HEADER, file_rows
from lindung.domain.permissions import Act
from lindung.queries.compliance import month_table
from lindung.web.choices import circular_choices, month_choices
from lindung.web.downloads import table_download, wanted_format
from lindung.web.figures import BASIS_CHOICES, Lists, headline, lines, selected_basis
from lindung.web.fragments import page_or_fragment
from lindung.web.lists import chosen
from lindung.web.period import Period, selected_period
from lindung.web.policy import allowed_to
from lindung.web.scope import asked_unit
from lindung.web.viewer import current_viewer

blueprint = Blueprint("compliance", __name__, url_prefix="/kepatuhan")


@blueprint.get("")
@allowed_to(Act.READ)
def index() -> Response:
    viewer, period, basis = current_viewer(), selected_period(), selected_basis()
    unit = asked_unit(viewer)
    if period.circular is None or not period.has_figures:
        return _without_figures(period)
    table = month_table(viewer, period.circular, period.month, period.today, unit)
    rows = asked_rows(table.rows)
    if kind := wanted_format():
        return table_download(kind, _file_name(period, unit), _("Kepatuhan"), HEADER, file_rows(rows, basis))
    head, lists = headline(table, period, basis), Lists(period, unit.code if unit else None, basis)
    order = asked_order()
    return _page(
        period,
        unit=unit,
        table=table,
        head=head,
        lists=lists,
        order=order,
        lines=sorted_lines(lines(rows, lists, head), head, order),
        bases=BASIS_CHOICES,
        **_filter(),
    )


def _filter() -> dict[str, object]:
    chips = chosen([(_("Pernyataan belum 100%") if asks_incomplete() else None, ("pernyataan",))])
    return {
        "incomplete": INCOMPLETE if asks_incomplete() else None,
        "chips": chips,
        "filter_words": ", ".join(words for words, _url in chips),
    }


def _page(period: Period, **context: object) -> Response:
    return page_or_fragment(
        "compliance/index.html",
        "compliance/_body.html",
        period=period,
        months=month_choices(period),
        circulars=circular_choices(period),
        **context,
    )


def _without_figures(period: Period) -> Response:
    """No circular yet, or a month it does not reach: a sentence that says so, or a file with nothing but its header."""
    if kind := wanted_format():
        return table_download(kind, _file_name(period), _("Kepatuhan"), HEADER, ())
    return _page(period, unit=None, table=None)


def _file_name(period: Period, unit: object = None) -> str:
    code = getattr(unit, "code", None)
    return "-".join(part for part in ("kepatuhan", str(period.month), code) if part)
