"""The units of a report: fifty at a time on screen, all of them on paper and in a file."""

from collections.abc import Iterator
from typing import NamedTuple

from flask_babel import gettext as _

from lindung.queries.reporting import Figures, UnitFigures
from lindung.web.downloads import Cell
from lindung.web.fragments import url_with
from lindung.web.lists import Paging, asked_anchor, is_for_paper, on_paper, page_of, paging_of

APART = 100_000  # between the rows of one circular and the next: a page turns only its own table
HEADER = [
    *("edaran", "kode", "unit", "langsung", "asn", "mengisi", "sasaran", "mendaftarkan", "tuntas", "pekerja"),
    *("iuran_terutang", "iuran_dibayar", "dikonfirmasi_bpjs"),
]


class UnitPage(NamedTuple):
    """What of one circular's units is drawn."""

    rows: list[UnitFigures]
    paging: Paging

    @property
    def is_partial(self) -> bool:
        return len(self.rows) < self.paging.total


def unit_pages(figures: Figures) -> dict[str, object]:
    """A page of each circular's units in the report's order, and the address of all of them."""
    pages, anchor = [], asked_anchor()
    for number, one in enumerate(figures.circulars):
        ids = range(number * APART, number * APART + len(one.units))
        found = on_paper(one.units) if is_for_paper() else page_of(one.units, ids, anchor)
        pages.append(UnitPage(found.rows, paging_of(found)))
    is_partial = any(page.is_partial for page in pages)
    return {
        "unit_pages": pages,
        "is_turned": anchor is not None,
        "for_paper": is_for_paper(),
        "longest": max((page.paging for page in pages), key=lambda one: one.total, default=None),
        "paper_url": url_with(cetak="1", sesudah=None, sebelum=None) if is_partial else None,
    }


def unit_rows(figures: Figures) -> Iterator[list[Cell]]:
    for one in figures.circulars:
        for unit in one.units:
            counts = unit.counts
            own = _("ya") if unit.is_own else _("tidak")
            people = [counts.asn, counts.answered, counts.target, counts.registered, counts.settled]
            money = [counts.due, counts.paid, counts.paid_confirmed]
            yield [one.number, unit.code, unit.name, own, *people, counts.workers_registered, *money]
