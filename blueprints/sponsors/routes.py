"""ASN: lists that are as long as the number that opened them, and everything about one of them."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

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
from lindung.web.lists import asked_anchor, filter_choices, is_for_paper, on_paper, paging_of, without_nik
from lindung.web.period import selected_period
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer

blueprint = Blueprint("sponsors", __name__, url_prefix="/asn")


@blueprint.get("")
@allowed_to(Act.READ)
def index() -> ResponseReturnValue:
    if elsewhere := without_nik():
        return elsewhere
    viewer, period = current_viewer(), selected_period()
    asked = asked_list(viewer, period)
    wanted = (viewer, asked.circular_id, period.month, period.today, asked.filter)
    if kind := wanted_format():
        rows = all_sponsor_rows(*wanted)
        return table_download(kind, f"asn-{period.month}", "ASN", header(), file_rows(rows))
    found = on_paper(all_sponsor_rows(*wanted)) if is_for_paper() else sponsor_rows(*wanted, asked_anchor())
    return page_or_fragment(
        "sponsors/index.html",
        "sponsors/list_changed.html",
        period=period,
        asked=asked,
        found=found,
        paging=paging_of(found),
        for_paper=is_for_paper(),
        chips=chips(asked),
        filter_words=filter_words(asked, period),
        matching_units=unit_tree(viewer, asked.filter.q, limit=5) if asked.filter.q else [],
        labels=labels,
        **filter_choices(viewer, period, asked.filter.place),
        **row_context(period),
    )


@blueprint.get("/<int:sponsor_id>")
@allowed_to(Act.READ)
def show(sponsor_id: int) -> str:
    return render_template("sponsors/show.html", focus=None, **person_context(current_viewer(), sponsor_id))
