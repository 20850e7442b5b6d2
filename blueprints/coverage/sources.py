"""All figures with their papers: what contradicts what, and which number is reckoned with (R24)."""

from collections.abc import Iterable, Iterator

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.coverage.asked import Asked, asked, numbered
from blueprints.coverage.base import blueprint
from lindung.domain.errors import NotThere
from lindung.domain.permissions import Act
from lindung.queries.coverage import FigureRow, contradictions, segment_rows
from lindung.queries.coverage_sources import (
    PAGE,
    SORTS,
    FigureFilter,
    FigureSlice,
    all_figures,
    figure_document,
    figure_slice,
)
from lindung.queries.history import history
from lindung.queries.viewer import Viewer
from lindung.web import coverage_words as words
from lindung.web.addresses import whole
from lindung.web.clock import office_today
from lindung.web.documents import pdf_response
from lindung.web.downloads import Cell, Share, table_download, wanted_format
from lindung.web.fragments import page_or_fragment
from lindung.web.history import told
from lindung.web.lists import MOST_ON_PAPER, asked_choice, asked_text, chosen, is_for_paper
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer

HEADER = [
    "jenis", "bagian", "bulan_atau_tahun", "orang", "persen_menurut_dokumen", "dasar_persentase", "persen_dihitung",
    "sumber", "tanggal_sumber", "dipakai", "catatan",
]  # fmt: skip
NEWEST = "-bulan"


@blueprint.get("/sumber")
@allowed_to(Act.READ)
def sources() -> ResponseReturnValue:
    viewer, here = current_viewer(), asked()
    circular_id = here.circular.id if here.circular else 0
    wanted, order = _wanted(), _order()
    if kind := wanted_format():
        rows = all_figures(viewer, circular_id, wanted, order)
        return table_download(kind, f"sumber-cakupan-{office_today()}", _("Sumber"), HEADER, file_rows(rows))
    found = (
        _on_paper(all_figures(viewer, circular_id, wanted, order))
        if is_for_paper()
        else figure_slice(
            viewer, circular_id, wanted, order=order, page=request.args.get("halaman", 1, type=whole)
        )
    )
    return _page(viewer, here, wanted, order, found)


@blueprint.get("/angka/<int:figure_id>/dokumen")
@allowed_to(Act.READ)
def document(figure_id: int) -> Response:
    stored = figure_document(current_viewer(), figure_id)
    if stored is None:
        raise NotThere
    return pdf_response(stored.name, stored.content)


def _page(viewer: Viewer, here: Asked, wanted: FigureFilter, order: str, found: FigureSlice) -> Response:
    segments = segment_rows(viewer, here.circular.id) if here.circular else []
    subjects = {"figure": [row.id for row in found.rows], "segment": [row.id for row in segments]}
    return page_or_fragment(
        "coverage/sources.html",
        "coverage/_sources.html",
        here=here,
        words=words,
        rows=found.rows,
        for_paper=is_for_paper(),
        paging=numbered(found.page, found.pages, PAGE, len(found.rows), found.total),
        twice=contradictions(viewer, here.circular.id) if here.circular else [],
        kinds=[
            ("", _("Semua jenis")),
            *((code, words.KINDS[kind]) for code, kind in words.KIND_CODES.items()),
        ],
        segments=[("", _("Semua bagian")), *((str(row.id), row.name) for row in segments)],
        wanted=wanted,
        sorted_by=order,
        chips=_chips(wanted, {row.id: row.name for row in segments}),
        story=told(history(viewer, subjects), viewer) if here.managed and found.rows else None,
    )


def _wanted() -> FigureFilter:
    segment = request.args.get("segmen", type=whole)
    return FigureFilter(
        asked_choice("jenis", words.KIND_CODES),
        asked_text(),
        request.args.get("beda") == "1",
        request.args.get("dipakai") == "1",
        segment,
    )


def _order() -> str:
    asked_for = request.args.get("urut", "")
    return asked_for if asked_for.removeprefix("-") in SORTS else NEWEST


def _chips(wanted: FigureFilter, segments: dict[int, str]) -> list[tuple[str, str]]:
    return chosen(
        [
            (words.KINDS[wanted.kind] if wanted.kind else None, ("jenis", "halaman")),
            (segments.get(wanted.segment_id or 0), ("segmen", "halaman")),
            (_("“%(q)s”", q=wanted.q) if wanted.q else None, ("q", "halaman")),
            (_("bertentangan") if wanted.twice else None, ("beda", "halaman")),
            (_("yang dipakai") if wanted.used else None, ("dipakai", "halaman")),
        ]
    )


def _on_paper(rows: list[FigureRow]) -> FigureSlice:
    return FigureSlice(rows[:MOST_ON_PAPER], len(rows), 1, 1)


def file_rows(rows: Iterable[FigureRow]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            str(words.KINDS[row.kind]),
            words.place_words(row),
            words.when_words(row),
            row.reckoned,
            words.typed_share(row.hundredths) or None,
            row.base,
            Share(row.reckoned, row.base) if row.base else None,
            row.source,
            row.source_on,
            _("ya") if row.is_used else _("tidak"),
            row.note,
        ]
