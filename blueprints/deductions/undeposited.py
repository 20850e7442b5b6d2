"""Dipotong, belum disetor: each deduction BPJS has not confirmed, with its age; and what was deducted too much."""

from datetime import date

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.deductions.asked import asked_month, source_choices
from blueprints.deductions.base import blueprint
from blueprints.deductions.files import HELD, SURPLUS, held_cells
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.undeposited import Held, HeldFilter, HeldOrder, all_held_rows, held_rows, held_totals
from lindung.queries.viewer import Viewer
from lindung.web import deduction_words
from lindung.web.clock import office_today
from lindung.web.deduction_words import CODE_OF_SOURCE, SOURCE_CODES, SOURCES
from lindung.web.downloads import table_download, wanted_format
from lindung.web.filters import month
from lindung.web.fragments import page_or_fragment
from lindung.web.lists import (
    Sorting,
    asked_anchor,
    asked_choice,
    asked_sorting,
    asked_text,
    chosen,
    extent_choices,
    extent_code,
    is_for_paper,
    on_paper,
    paging_of,
    place_words,
    unit_choices,
)
from lindung.web.policy import allowed_to
from lindung.web.scope import selected_unit
from lindung.web.viewer import current_viewer

KINDS = {"lebih": Held.SURPLUS}
SORTS = {"tanggal": HeldOrder.DAY, "nama": HeldOrder.NAME, "unit": HeldOrder.UNIT}
MONTHS_BACK, MONTHS_AHEAD = 24, 12


@blueprint.get("/potongan/belum-disetor")
@allowed_to(Act.READ)
def undeposited() -> Response:
    viewer, today = current_viewer(), office_today()
    sorting = asked_sorting(list(SORTS))
    wanted = _asked(viewer, sorting)
    if kind := wanted_format():
        is_surplus = wanted.held is Held.SURPLUS
        name = "lebih-dipotong" if is_surplus else "belum-disetor"
        rows = held_cells(all_held_rows(viewer, wanted, today), today)
        header = SURPLUS if is_surplus else HELD
        return table_download(kind, f"{name}-{today}", _("Dipotong, belum disetor"), header, rows)
    return page_or_fragment(
        "deductions/undeposited.html", "deductions/_undeposited.html", **_page(viewer, wanted, sorting, today)
    )


def _page(viewer: Viewer, wanted: HeldFilter, sorting: Sorting, today: date) -> dict[str, object]:
    totals = held_totals(viewer, wanted, today)
    total = totals.of(wanted.held)
    if is_for_paper():
        found = on_paper(all_held_rows(viewer, wanted, today))
    else:
        found = held_rows(viewer, wanted, today, total.rows, asked_anchor())
    found_chips = _chips(wanted)
    return {
        "wanted": wanted,
        "totals": totals,
        "total": total,
        "found": found,
        "paging": paging_of(found),
        "sorted_by": sorting.code,
        "for_paper": is_for_paper(),
        "chips": found_chips,
        "filter_words": " · ".join(words for words, _url in found_chips),
        "kinds": [("", _l("Belum disetor")), ("lebih", _l("Lebih dipotong"))],
        "kind": "lebih" if wanted.held is Held.SURPLUS else "",
        "months": _months(wanted, today),
        "sources": source_choices(),
        "source": CODE_OF_SOURCE[wanted.source] if wanted.source else "",
        "units": unit_choices(viewer, wanted.place),
        "extents": extent_choices(),
        "extent": extent_code(wanted.place),
        "today": today,
        "words": deduction_words,
    }


def _asked(viewer: Viewer, sorting: Sorting) -> HeldFilter:
    return HeldFilter(
        place=selected_unit(viewer),
        source=asked_choice("sumber", SOURCE_CODES),
        month=asked_month("iuran"),
        held=asked_choice("keadaan", KINDS) or Held.UNDEPOSITED,
        q=asked_text(),
        order=SORTS[sorting.key],
        falling=sorting.falling,
    )


def _months(wanted: HeldFilter, today: date) -> list[tuple[str, object]]:
    running = Month.of(today)
    found = {*running.plus(-MONTHS_BACK).through(running.plus(MONTHS_AHEAD)), wanted.month or running}
    months = [(str(one), month(one)) for one in sorted(found, reverse=True)]
    return [("", _l("Semua bulan iuran")), *months]


def _chips(wanted: HeldFilter) -> list[tuple[str, str]]:
    iuran = _("iuran %(months)s", months=month(wanted.month)) if wanted.month else None
    return chosen(
        [
            (place_words(wanted.place) if wanted.place else None, ("unit", "cakupan")),
            (_("lebih dipotong") if wanted.held is Held.SURPLUS else None, ("keadaan",)),
            (SOURCES[wanted.source] if wanted.source else None, ("sumber",)),
            (iuran, ("iuran",)),
            (_("“%(q)s”", q=wanted.q) if wanted.q else None, ("q",)),
        ]
    )
