"""Dampak: how many families received how much, per programme and year; what is still to come apart (Kd6)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.claims.base import blueprint
from blueprints.claims.lists import asked_year
from lindung.domain.permissions import Act
from lindung.queries.claims import ImpactTable, impact_table, years_paid
from lindung.queries.places import Place
from lindung.queries.viewer import Viewer
from lindung.web.clock import office_today
from lindung.web.downloads import Cell, table_download, wanted_format
from lindung.web.fragments import page_or_fragment
from lindung.web.lists import chosen, extent_choices, extent_code, place_words, unit_choices
from lindung.web.policy import allowed_to
from lindung.web.scope import selected_unit
from lindung.web.viewer import current_viewer

HEADER = [
    "program",
    "judul",
    "tahun",
    "keluarga_menerima",
    "klaim_dibayar",
    "rupiah_dibayar",
    "klaim_berjalan",
    "perkiraan_klaim_berjalan",
    "perlu_konfirmasi_bpjs",
]
ALL_YEARS = "semua"


@blueprint.get("/dampak")
@allowed_to(Act.READ)
def show_impact() -> Response:
    viewer, today = current_viewer(), office_today()
    place, year = selected_unit(viewer), _year(today)
    table = impact_table(viewer, year=year, place=place)
    if kind := wanted_format():
        name = f"dampak-{year or ALL_YEARS}"
        return table_download(kind, name, _("Dampak"), HEADER, _cells(table, year))
    return page_or_fragment(
        "claims/impact.html", "claims/_impact.html", **_page(viewer, table, place, year, today)
    )


def _page(
    viewer: Viewer, table: ImpactTable, place: Place | None, year: int | None, today: date
) -> dict[str, object]:
    chips = _chips(place, year, today)
    return {
        "table": table,
        "total": table.total,
        "year": year,
        "years": [
            *((str(one), str(one)) for one in years_paid(viewer, today.year)),
            (ALL_YEARS, _l("Semua tahun")),
        ],
        "place": place,
        "units": unit_choices(viewer, place),
        "extents": extent_choices(),
        "extent": extent_code(place),
        "chips": chips,
        "filter_words": " · ".join(words for words, _url in chips),
        "to_list": _to_list,
        "today": today,
    }


def _year(today: date) -> int | None:
    return None if request.args.get("tahun") == ALL_YEARS else asked_year() or today.year


def _cells(table: ImpactTable, year: int | None) -> Iterator[list[Cell]]:
    for row in table.rows:
        found = row.impact
        yield [
            row.number,
            row.title,
            str(year or ALL_YEARS),
            found.count,
            found.claims,
            found.paid,
            found.open,
            found.expected,
            found.unsure,
        ]


def _to_list(state: str, programme: str | None = None) -> str:
    """The claims a number counts, under the same unit."""
    kept: dict[str, Any] = {name: request.args.get(name) or None for name in ("unit", "cakupan")}
    paid = state == "dibayar"
    year = _year(office_today()) if paid else None
    return url_for("claims.index", keadaan=state or None, program=programme, tahun=year, **kept)


def _chips(place: Place | None, year: int | None, today: date) -> list[tuple[str, str]]:
    when = _("tahun %(year)s", year=year) if year else _("semua tahun")
    return chosen(
        [
            (place_words(place) if place else None, ("unit", "cakupan")),
            (when if year != today.year else None, ("tahun",)),
        ]
    )
