"""The list of claims: those that run, the longest waiting first, or whatever the filter asks for."""

from collections.abc import Iterator
from datetime import date

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.claims.base import blueprint
from lindung.domain.claims import ClaimState
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.claim_lists import (
    ClaimFilter,
    ClaimGroup,
    ClaimOrder,
    ClaimRow,
    all_claim_rows,
    claim_rows,
    claim_totals,
    programmes_with_claims,
)
from lindung.queries.viewer import Viewer
from lindung.web import claim_words
from lindung.web.claim_words import CODE_OF_KIND, CODE_OF_STATE, KIND_CODES, KINDS, STATE_CODES, STATES
from lindung.web.clock import office_today
from lindung.web.downloads import Cell, table_download, wanted_format
from lindung.web.filters import mask_nik, month
from lindung.web.fragments import page_or_fragment
from lindung.web.lists import (
    Sorting,
    asked_anchor,
    asked_sorting,
    asked_text,
    chosen,
    extent_choices,
    extent_code,
    is_for_paper,
    nik_was_typed,
    on_paper,
    paging_of,
    place_words,
    unit_choices,
    unknown,
    without_nik,
)
from lindung.web.period import asked_month
from lindung.web.policy import allowed_to
from lindung.web.scope import selected_unit
from lindung.web.viewer import current_viewer

STATES_ASKED: dict[str, ClaimState | ClaimGroup] = {"semua": ClaimGroup.ALL, **STATE_CODES}
SORTS = {"menunggu": ClaimOrder.WAITING, "nama": ClaimOrder.NAME, "unit": ClaimOrder.UNIT}
MONTHS_BACK = 36
HEADER = [
    "kode_unit",
    "unit",
    "program",
    "pembayar_iuran",
    "nama",
    "nik",
    "kejadian",
    "tanggal_kejadian",
    "tanggal_dilaporkan",
    "keadaan",
    "berkas_ada",
    "berkas_seluruhnya",
    "hari_menunggu",
    "perkiraan",
    "tanggal_diserahkan",
    "tanggal_dibayar",
    "jumlah_dibayar",
    "pendamping",
]


@blueprint.get("")
@allowed_to(Act.READ)
def index() -> ResponseReturnValue:
    if elsewhere := without_nik():
        return elsewhere
    viewer, today = current_viewer(), office_today()
    sorting = asked_sorting(list(SORTS))
    wanted = _asked(viewer, sorting)
    if kind := wanted_format():
        rows = file_rows(all_claim_rows(viewer, wanted), today)
        return table_download(kind, f"klaim-{today}", _("Klaim"), HEADER, rows)
    return page_or_fragment("claims/index.html", "claims/_list.html", **_page(viewer, wanted, sorting, today))


def file_rows(rows: list[ClaimRow], today: date) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.unit_code,
            row.unit_name,
            row.circular_number,
            row.sponsor_name,
            row.worker_name,
            mask_nik(row.nik_last4),
            CODE_OF_KIND[row.kind],
            row.happened_on,
            row.reported_on,
            CODE_OF_STATE[row.state],
            row.received,
            row.progress.wanted,
            row.days(today),
            row.expected,
            row.submitted_on,
            row.paid_on,
            row.paid,
            row.helper or "",
        ]


def _asked(viewer: Viewer, sorting: Sorting) -> ClaimFilter:
    numbers = {number: id_ for id_, number in programmes_with_claims(viewer)}
    return ClaimFilter(
        state=STATES_ASKED.get(request.args.get("keadaan", ""), ClaimGroup.RUNNING),
        kind=KIND_CODES.get(request.args.get("jenis", "")),
        place=selected_unit(viewer),
        circular_id=numbers.get(request.args.get("program", "")),
        month=asked_month("kejadian"),
        year=asked_year(),
        q=asked_text(),
        order=SORTS[sorting.key],
        falling=sorting.falling,
    )


def asked_year() -> int | None:
    text = request.args.get("tahun", "")
    return int(text) if text.isascii() and text.isdigit() and 2000 <= int(text[:5]) <= 2199 else None


def _page(viewer: Viewer, wanted: ClaimFilter, sorting: Sorting, today: date) -> dict[str, object]:
    programmes = programmes_with_claims(viewer)
    totals = claim_totals(viewer, wanted)
    paper = is_for_paper()
    found = (
        on_paper(all_claim_rows(viewer, wanted))
        if paper
        else claim_rows(viewer, wanted, totals.rows, asked_anchor())
    )
    found_chips = _chips(wanted, dict(programmes))
    return {
        "wanted": wanted,
        "nik_typed": nik_was_typed(),
        "totals": totals,
        "found": found,
        "paging": paging_of(found),
        "sorted_by": sorting.code,
        "for_paper": paper,
        "chips": found_chips,
        "filter_words": " · ".join(words for words, _url in found_chips),
        "states": [("", _l("Berjalan")), ("semua", _l("Semua keadaan")), *_choices(CODE_OF_STATE, STATES)],
        "state": request.args.get("keadaan", ""),
        "kinds": [("", _l("Semua kejadian")), *((code, KINDS[kind]) for code, kind in KIND_CODES.items())],
        "kind": CODE_OF_KIND[wanted.kind] if wanted.kind else "",
        "programmes": [("", _l("Semua program")), *((number, number) for _id, number in programmes)],
        "programme": dict(programmes).get(wanted.circular_id or 0, ""),
        "months": _months(wanted, today),
        "units": unit_choices(viewer, wanted.place),
        "extents": extent_choices(),
        "extent": extent_code(wanted.place),
        "today": today,
        "words": claim_words,
        "may_act": viewer.may(Act.DECIDE_QUESTIONS),
    }


def _choices(
    codes: dict[ClaimState, str], tags: dict[ClaimState, claim_words.Tag]
) -> list[tuple[str, object]]:
    return [(code, tags[state].word) for state, code in codes.items()]


def _months(wanted: ClaimFilter, today: date) -> list[tuple[str, object]]:
    running = Month.of(today)
    found = {*running.plus(-MONTHS_BACK).through(running), wanted.month or running}
    return [
        ("", _l("Semua bulan kejadian")),
        *((str(one), month(one)) for one in sorted(found, reverse=True)),
    ]


def _chips(wanted: ClaimFilter, numbers: dict[int, str]) -> list[tuple[str, str]]:
    state = STATES[wanted.state].word if isinstance(wanted.state, ClaimState) else None
    happened = _("kejadian %(month)s", month=month(wanted.month)) if wanted.month else None
    return chosen(
        [
            (place_words(wanted.place) if wanted.place else None, ("unit", "cakupan")),
            (_l("semua keadaan") if wanted.state is ClaimGroup.ALL else state, ("keadaan",)),
            (unknown("keadaan", STATES_ASKED), ("keadaan",)),
            (KINDS[wanted.kind] if wanted.kind else None, ("jenis",)),
            (unknown("jenis", KIND_CODES), ("jenis",)),
            (numbers.get(wanted.circular_id or 0), ("program",)),
            (unknown("program", dict.fromkeys(numbers.values(), 1)), ("program",)),
            (happened, ("kejadian",)),
            (_("dibayar tahun %(year)s", year=wanted.year) if wanted.year else None, ("tahun",)),
            (_("“%(q)s”", q=wanted.q) if wanted.q else None, ("q",)),
        ]
    )
