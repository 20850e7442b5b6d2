"""The answer first: how many are covered, what the target needs, where the pace leads; then part by part."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.coverage.asked import Asked, asked, asked_month, month_choices
from blueprints.coverage.base import blueprint
from blueprints.coverage.drawing import drawing
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.coverage import (
    PartRow,
    View,
    Way,
    contradictions,
    over_workforce,
    part_rows,
    way_of,
    whole_rows,
)
from lindung.web import coverage_words as words
from lindung.web.clock import office_today, running_month
from lindung.web.downloads import Cell, Share, table_download, wanted_format
from lindung.web.filters import month
from lindung.web.fragments import page_or_fragment
from lindung.web.lists import (
    asked_anchor,
    asked_choice,
    asked_sorting,
    chosen,
    is_for_paper,
    on_paper,
    page_of,
    paging_of,
    unknown,
)
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer

HEADER = [
    "bagian", "penanggung_jawab", "bulan", "angkatan_kerja", "terdaftar", "aktif", "persen", "target",
    "tahun_target", "target_menurut", "perlu_orang", "bulan_tersisa", "perlu_per_tahun", "perlu_per_bulan",
    "laju_per_bulan", "perkiraan_pada_tahun_target", "persen_perkiraan", "keadaan",
    "rencana_orang", "rencana_bulan", "rencana_per_tahun", "rencana_per_bulan", "bulan_terdaftar", "bulan_aktif",
]  # fmt: skip
LAST = -1.0
KEYS: dict[str, Callable[[PartRow], Any]] = {
    "nama": lambda part: (part.code, part.name.casefold()),
    "persen": lambda part: _share(part.way),
    "perlu": lambda part: part.way.line.needed.per_month if part.way.line.needed else LAST,
    "target": lambda part: part.way.target.reckoned if part.way.target else LAST,
}


@blueprint.get("")
@allowed_to(Act.READ)
def index() -> ResponseReturnValue:
    viewer, here = current_viewer(), asked()
    rows = whole_rows(viewer, here.id) if here.circular else []
    if here.circular is None or not rows:
        return render_template("coverage/nothing_yet.html", here=here)
    until, month_word = asked_month(rows)
    view, way = asked_choice("tampilan", words.VIEW_CODES) or View.SEGMENT, way_of(rows, until)
    parts = _sorted(part_rows(viewer, here.id, view, until))
    if kind := wanted_format():
        return table_download(kind, f"cakupan-{office_today()}", _("Cakupan"), HEADER, file_rows(way, parts))
    return _page(
        here,
        parts,
        way=way,
        view=view,
        months=month_choices(rows),
        month_word=month_word,
        chips=_chips(view, month_word),
    )


def _page(here: Asked, parts: list[PartRow], *, way: Way, **facts: Any) -> Response:
    """The table alone for htmx, which replaces it whole."""
    places = range(1, len(parts) + 1)
    found = on_paper(parts) if is_for_paper() else page_of(parts, places, asked_anchor())
    return page_or_fragment(
        "coverage/index.html",
        "coverage/_body.html",
        here=here,
        words=words,
        View=View,
        way=way,
        picture=drawing(way),
        for_paper=is_for_paper(),
        twice=contradictions(current_viewer(), here.id),
        over=words.over_words(over_workforce(way, parts)) if facts["view"] is View.SEGMENT else None,
        running=running_month(),
        parts=found.rows,
        paging=paging_of(found),
        sorted_by=asked_sorting(list(KEYS)).code,
        **facts,
    )


def _sorted(parts: list[PartRow]) -> list[PartRow]:
    asked_for = asked_sorting(list(KEYS))
    return sorted(parts, key=KEYS[asked_for.key], reverse=asked_for.falling)


def _chips(view: View, month_word: str) -> list[tuple[str, str]]:
    seen_in = _("keadaan %(month)s", month=month(Month.parse(month_word))) if month_word else None
    cut = str(words.VIEWS[view]) if request.args.get("tampilan") and view is not View.SEGMENT else None
    strange = unknown("tampilan", words.VIEW_CODES)
    return chosen([(cut, ("tampilan",)), (strange, ("tampilan",)), (seen_in, ("bulan",))])


def file_rows(way: Way, parts: Sequence[PartRow]) -> Iterator[list[Cell]]:
    """The whole first, then its parts as they stand on the page."""
    yield [_("seluruh angkatan kerja"), None, *_cells(way)]
    for part in parts:
        yield [" ".join(one for one in (part.code, part.name) if one), part.owner, *_cells(part.way)]


def _cells(way: Way) -> list[Cell]:
    line, latest, target = way.line, way.line.latest, way.target
    needed, expected, planned = line.needed, line.expected, line.planned
    return [
        str(latest.month) if latest else None,
        way.base or None,
        way.registered.reckoned if way.registered else None,
        way.active.reckoned if way.active else None,
        Share(latest.people, way.base) if latest else None,
        target.reckoned if target else None,
        str(target.month.year) if target else None,
        words.source_words(target) if target else None,
        needed.more if needed else None,
        needed.months if needed else None,
        needed.per_year if needed else None,
        needed.per_month if needed else None,
        line.pace.per_month if line.pace else None,
        expected,
        Share(expected, way.base) if expected is not None else None,
        str(words.STANDINGS[line.standing].word),
        planned.more if planned else None,
        planned.months if planned else None,
        planned.per_year if planned else None,
        planned.per_month if planned else None,
        str(way.registered.month) if way.registered else None,
        str(way.active.month) if way.active else None,
    ]


def _share(way: Way) -> float:
    latest = way.line.latest
    return latest.people / way.base if latest and way.base else LAST
