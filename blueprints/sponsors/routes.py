"""ASN: lists that are as long as the number that opened them, and everything about one of them."""

from flask import Blueprint, Response, render_template

from blueprints.sponsors.listing import (
    asked_list,
    chips,
    file_rows,
    filter_words,
    header,
    row_context,
)
from blueprints.sponsors.person import person_context
from lindung.domain.permissions import Act
from lindung.queries.sponsors import all_sponsor_rows, sponsor_rows
from lindung.queries.units import unit_tree
from lindung.web import labels
from lindung.web.downloads import table_download, wanted_format
from lindung.web.fragments import page_or_fragment
from lindung.web.lists import (
    asked_anchor,
    circular_choices,
    extent_choices,
    extent_code,
    month_choices,
    paging_of,
    unit_choices,
)
from lindung.web.period import selected_period
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer

blueprint = Blueprint("sponsors", __name__, url_prefix="/asn")


@blueprint.get("")
@allowed_to(Act.READ)
def index() -> Response:
    viewer, period = current_viewer(), selected_period()
    asked = asked_list(viewer, period)
    if kind := wanted_format():
        rows = all_sponsor_rows(viewer, asked.circular_id, period.month, period.today, asked.filter)
        return table_download(kind, f"asn-{period.month}", "ASN", header(), file_rows(rows))
    found = sponsor_rows(viewer, asked.circular_id, period.month, period.today, asked.filter, asked_anchor())
    return page_or_fragment(
        "sponsors/index.html",
        "sponsors/list_changed.html",
        period=period,
        asked=asked,
        found=found,
        paging=paging_of(found),
        chips=chips(asked),
        filter_words=filter_words(asked, period),
        units=unit_choices(viewer, asked.filter.place),
        extents=extent_choices(),
        extent=extent_code(asked.filter.place),
        months=month_choices(period),
        circulars=circular_choices(period),
        matching_units=unit_tree(viewer, asked.filter.q, limit=5) if asked.filter.q else [],
        labels=labels,
        **row_context(),
    )


@blueprint.get("/<int:sponsor_id>")
@allowed_to(Act.READ)
def show(sponsor_id: int) -> str:
    return render_template("sponsors/show.html", focus=None, **person_context(current_viewer(), sponsor_id))
