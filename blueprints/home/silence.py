"""Units of whose people not one has answered, each with its list: sub-units, or the units that report (`tingkat`)."""

from typing import NamedTuple
from urllib.parse import urlencode

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from blueprints.home.routes import blueprint
from lindung.domain.errors import NotThere
from lindung.domain.permissions import Act
from lindung.queries.compliance import month_table
from lindung.queries.home import silent_rows
from lindung.queries.silent import silent_units as silent_below
from lindung.queries.viewer import Viewer
from lindung.web.downloads import Cell, table_download, wanted_format
from lindung.web.figures import Lists
from lindung.web.filters import month
from lindung.web.lists import Sorting, asked_sorting, chosen
from lindung.web.period import Period, selected_period
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer

REPORTING = "pelapor"  # the rows of the month table, as the regency's home counts them
HEADER = ["kode_unit", "unit", "asn"]


class Silent(NamedTuple):
    code: str
    name: str
    asn: int
    url: str  # its people


@blueprint.get("/beranda/belum-mengirim")
@allowed_to(Act.READ)
def silent_units() -> Response | str:
    viewer, period = current_viewer(), selected_period()
    if period.circular is None or not period.has_figures:
        raise NotThere
    sorting = asked_sorting(["asn", "unit"]) if request.args.get("urut") else Sorting("asn", falling=True)
    is_reporting = request.args.get("tingkat") == REPORTING
    found = _reporting(viewer, period) if is_reporting else _below(viewer, period)
    found.sort(key=lambda one: one.name, reverse=sorting.key == "unit" and sorting.falling)
    if sorting.key == "asn":
        found.sort(key=lambda one: one.asn, reverse=sorting.falling)
    if kind := wanted_format():
        rows: list[list[Cell]] = [[one.code, one.name, one.asn] for one in found]
        return table_download(kind, f"belum-mengirim-{period.month}", _("Belum mengirim"), HEADER, rows)
    chips = chosen([(_("Unit yang melapor sendiri") if is_reporting else None, ("tingkat",))])
    return render_template(
        "home/silent_units.html",
        units=found,
        period=period,
        query=period.query,
        chips=chips,
        sorted_by=sorting.code,
        filter_words=" · ".join([month(period.month), period.circular.number, *(one for one, _url in chips)]),
    )


def _reporting(viewer: Viewer, period: Period) -> list[Silent]:
    assert period.circular is not None
    table, lists = month_table(viewer, period.circular, period.month, period.today), Lists(period)
    return [
        Silent(row.code, row.name, row.now.asn, lists.people("belum", row)) for row in silent_rows(table.rows)
    ]


def _below(viewer: Viewer, period: Period) -> list[Silent]:
    assert period.circular is not None
    found = silent_below(viewer, period.circular.id, period.month, period.today)
    own = {"keadaan": "belum", "cakupan": "langsung"} | period.query
    people = url_for("sponsors.index")
    return [
        Silent(one.code, one.name, one.asn, f"{people}?{urlencode({'unit': one.code} | own)}")
        for one in found
    ]
