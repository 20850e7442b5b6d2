"""The year of a unit's workers, a letter for each month (UX 2.6), on screen, on paper and as a file."""

from collections.abc import Iterator

from flask import Response, request
from flask_babel import gettext as _

from blueprints.workers.routes import blueprint
from lindung.domain.errors import RuleBroken
from lindung.domain.grid import Mark, year_months
from lindung.domain.permissions import Act
from lindung.queries.viewer import Viewer
from lindung.queries.workers import worker_tallies
from lindung.queries.year_grid import Year, YearRow, all_year_rows, year_rows
from lindung.web import labels
from lindung.web.downloads import Cell, table_download, wanted_format
from lindung.web.filters import mask_nik
from lindung.web.fragments import page_or_fragment
from lindung.web.lists import asked_anchor, filter_choices, is_for_paper, on_paper, paging_of
from lindung.web.period import EARLIEST, LATEST, Period, selected_period
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer
from lindung.web.worker_lists import AskedList, asked_list, chips, filter_words

LETTERS = {
    Mark.PAID: "B",
    Mark.SAID: "b",
    Mark.LATE: "T",
    Mark.LAPSED: "X",
    Mark.OUTSIDE: "–",
    Mark.AHEAD: "·",
}
ABOUT = ["kode_unit", "unit", "nip_penanggung", "nama_penanggung", "nama", "nik"]
SUMS = ["dibayar", "dikonfirmasi_bpjs", "belum_dibayar"]


@blueprint.get("/pekerja/kisi")
@allowed_to(Act.READ)
def year() -> Response:
    viewer, found_period = current_viewer(), selected_period()
    asked_year = Year(_asked_year(found_period), found_period.today)
    period = found_period._replace(month=asked_year.told_at)
    asked = asked_list(viewer, period)
    wanted = (viewer, asked.circular_id, asked_year, asked.filter)
    if kind := wanted_format():
        rows = file_rows(all_year_rows(*wanted))
        name = f"iuran-{asked_year.number}"
        return table_download(kind, name, _("Iuran per bulan"), _header(asked_year), rows)
    found = on_paper(all_year_rows(*wanted)) if is_for_paper() else year_rows(*wanted, asked_anchor())
    return page_or_fragment(
        "workers/year.html",
        "workers/_year.html",
        found=found,
        paging=paging_of(found),
        for_paper=is_for_paper(),
        **_facts(viewer, period, asked, asked_year),
    )


def _facts(viewer: Viewer, period: Period, asked: AskedList, asked_year: Year) -> dict[str, object]:
    tallies = worker_tallies(viewer, asked.circular_id, period.month, period.today, asked.everybody)
    return {
        "year": asked_year.number,
        "years": _years(period, asked_year),
        "period": period,
        "asked": asked,
        "tallies": tallies,
        "chips": chips(asked),
        "filter_words": f"{asked_year.number} · {filter_words(asked, period)}",
        "list_query": _list_query(period),
        "labels": labels,
        **filter_choices(viewer, period, asked.filter.place),
    }


def _asked_year(period: Period) -> int:
    """`tahun`; a year to come is refused (R9a), and one that is none is told so."""
    text = request.args.get("tahun", "").strip()
    if not text:
        return period.month.year
    if not (text.isascii() and text.isdigit() and EARLIEST.year <= int(text[:6]) <= LATEST.year):
        raise RuleBroken("year_unreadable", field="tahun", text=text[:40])
    if int(text) > period.today.year:
        raise RuleBroken("year_in_future", field="tahun", year=text, running=str(period.today.year))
    return int(text)


def _years(period: Period, asked: Year) -> list[tuple[str, str]]:
    """The years of the circular so far, the newest first."""
    first = period.circular.in_force_from.year if period.circular else period.today.year
    years = {*range(min(first, period.today.year), period.today.year + 1), asked.number}
    return [(str(one), str(one)) for one in sorted(years, reverse=True)]


def _list_query(period: Period) -> dict[str, str]:
    """The same people as a list of the month the year is told at."""
    kept = {name: request.args[name] for name in ("unit", "cakupan") if request.args.get(name)}
    return period.query | kept


def _header(asked: Year) -> list[str]:
    return [*ABOUT, *(str(month) for month in year_months(asked.number)), *SUMS]


def file_rows(rows: list[YearRow]) -> Iterator[list[Cell]]:
    for row in rows:
        one = row.worker
        about = [one.unit_code, one.unit_name, one.sponsor_nip, one.sponsor_name, one.name]
        yield [
            *about,
            mask_nik(one.nik_last4),
            *(LETTERS[mark] for mark in row.marks),
            row.count(Mark.PAID, Mark.SAID),
            row.count(Mark.PAID),
            row.count(Mark.LATE, Mark.LAPSED),
        ]
