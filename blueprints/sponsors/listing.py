"""The list's address in words and back: filters, chips, and the columns of its files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from lindung.queries.paging import PAGE, Slice
from lindung.queries.sponsors import (
    SponsorFilter,
    SponsorOrder,
    SponsorRow,
    sponsor_ids,
    sponsor_total,
)
from lindung.queries.viewer import Viewer
from lindung.web.downloads import Cell
from lindung.web.figures import binds
from lindung.web.filters import month
from lindung.web.labels import ANSWERS, DUTY_STATE_CODES, EMPLOYMENTS
from lindung.web.lists import Paging, Sorting, asked_anchor, asked_sorting, chosen, place_words
from lindung.web.period import Period
from lindung.web.sponsor_lists import KINDS, STANDING_WORDS, STANDINGS, asked_filter, narrowed_words

# Parts of an address that are no filter of the list.
OWN = ("format", "cetak", "pilih", "id", "cari", "unit_code", "dari")
SORTS = {"nama": SponsorOrder.NAME, "unit": SponsorOrder.UNIT}


@dataclass(frozen=True, slots=True)
class AskedList:
    """What the address asks for, ready for the query and for the filter bar."""

    filter: SponsorFilter
    circular_id: int | None
    sorting: Sorting

    @property
    def standing_code(self) -> str:
        return next((code for code, wanted in STANDINGS.items() if wanted is self.filter.standing), "")

    @property
    def standing_choices(self) -> list[tuple[str, object]]:
        return [("", _l("Semua keadaan")), *((code, STANDING_WORDS[one]) for code, one in STANDINGS.items())]

    @property
    def kind_choices(self) -> list[tuple[str, object]]:
        return [("", _l("Semua jenis")), *((code, EMPLOYMENTS[one]) for code, one in KINDS.items())]


def asked_list(viewer: Viewer, period: Period) -> AskedList:
    sorting = asked_sorting(list(SORTS))
    has_states = period.has_figures and binds(period.circular)
    wanted = replace(asked_filter(viewer), order=SORTS[sorting.key], falling=sorting.falling)
    return AskedList(wanted, period.circular.id if has_states and period.circular else None, sorting)


def list_fields(**changes: str | None) -> list[tuple[str, str]]:
    """The list's own filters, order and page as they stand in this address, for forms that come back to it."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in OWN and value]
    return [(name, value) for name, value in kept if name not in changes] + [
        (name, value) for name, value in changes.items() if value
    ]


def list_query(**changes: str | None) -> str:
    kept = list_fields(**changes)
    return f"?{urlencode(kept)}" if kept else ""


def list_url(**changes: str | None) -> str:
    return url_for("sponsors.index") + list_query(**changes)


def row_context(period: Period) -> dict[str, object]:
    """What rows and the selection carry along of this address; only what binds each ASN can be reminded of."""
    everybody = request.args.get("pilih") == "semua"
    return {
        "everybody": everybody,
        "may_be_reminded": binds(period.circular),
        "list_fields": list_fields(),
        "query": list_query(),
    }


def counters(viewer: Viewer, asked: AskedList, period: Period) -> tuple[Slice[SponsorRow], Paging]:
    """The numbers above a list after one of its rows has changed; the rows themselves stay where they are."""
    total = sponsor_total(viewer, asked.circular_id, period.month, period.today, asked.filter)
    anchor = asked_anchor()
    position = anchor.position if anchor else 0
    first = min(max(position - PAGE, 1) if anchor and anchor.backwards else position + 1, total)
    return Slice([], first, total, None, None), Paging(first, min(first + PAGE - 1, total), total, None, None)


def markable_ids(viewer: Viewer, asked: AskedList, period: Period) -> list[int]:
    """Everybody the filter finds whose answer the viewer may write."""
    wanted = replace(asked.filter, markable=True)
    return sponsor_ids(viewer, asked.circular_id, period.month, period.today, wanted)


def chips(asked: AskedList) -> list[tuple[str, str]]:
    wanted = asked.filter
    return chosen(
        [
            (place_words(wanted.place) if wanted.place else None, ("unit", "cakupan")),
            *narrowed_words(wanted),
        ]
    )


def filter_words(asked: AskedList, period: Period) -> str:
    """The filter as one line, for paper."""
    circular = period.circular.number if period.circular else None
    parts = [month(period.month), circular, *(words for words, _url in chips(asked))]
    return " · ".join(part for part in parts if part)


def header() -> list[str]:
    return [
        "kode_unit",
        "unit",
        "nip",
        "nama",
        "jenis_asn",
        "keadaan",
        "jawaban",
        "pekerja",
        "pekerja_terdaftar",
    ]


def file_rows(rows: list[SponsorRow]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.unit_code,
            row.unit_name,
            row.nip,
            row.name,
            str(EMPLOYMENTS[row.employment]) if row.employment else "",
            "sebagian terdaftar" if row.is_partial else DUTY_STATE_CODES[row.state],
            str(ANSWERS[row.answer]) if row.answer else "",
            row.workers,
            row.registered,
        ]
