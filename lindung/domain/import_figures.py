"""What one row of a coverage list says: a month's end of one part of the workforce, in up to five numbers (R24)."""

import re
from dataclasses import dataclass
from datetime import date

from lindung.domain.coverage import MOST_PEOPLE, FigureKind, check_month, check_pair
from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import Cell, is_number, month_of, text_of
from lindung.domain.import_rows import Cells, Reading, RowProblem, RowReader
from lindung.domain.months import BEGINNING, Month

# The workforce first: the other numbers are checked against it.
NUMBERS: dict[str, FigureKind] = {
    "angkatan_kerja": FigureKind.WORKFORCE,
    "terdaftar": FigureKind.REGISTERED,
    "aktif": FigureKind.ACTIVE,
    "masuk": FigureKind.GAINED,
    "berhenti": FigureKind.LAPSED,
}
COLUMN_OF_KIND = {kind: column for column, kind in NUMBERS.items()}
_PEOPLE = re.compile(r"[~±]?\s*(\d{1,3}(?:\.\d{3})+|\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class GivenFigures:
    month: Month
    segment: str | None
    unit_code: str | None
    payer: str | None
    numbers: dict[FigureKind, int]
    source: str
    source_on: date | None
    circular_number: str | None


def read_figures(cells: Cells, today: date) -> Reading[GivenFigures]:
    row = RowReader(cells)
    month = row.required("bulan", month_of)
    if month is not None:
        try:
            check_month(FigureKind.ACTIVE, month, Month.of(today))
        except RuleBroken as broken:
            row.problems.append(RowProblem(broken.code, "bulan", {"given": str(month)}))
    segment, unit_code = row.text("segmen"), row.unit_code("kode_unit")
    payer, number = row.text("pembayar"), row.text("nomor_edaran")
    read = {kind: row.given(column, people_of) for column, kind in NUMBERS.items()}
    numbers = {kind: people for kind, people in read.items() if people is not None}
    if not numbers and not row.problems:
        row.problems.append(RowProblem("number_missing", "aktif"))
    row.obey("aktif", check_pair, numbers.get(FigureKind.REGISTERED), numbers.get(FigureKind.ACTIVE))
    source = row.required("sumber", text_of, "source_missing")
    source_on = row.past_day("tanggal_sumber", today)
    return row.reading(
        lambda: GivenFigures(
            month or BEGINNING, segment, unit_code, payer, numbers, source or "", source_on, number
        )
    )


def people_of(cell: Cell) -> int:
    """People: 120000, 120.000 or ~6.000; a share or half a person is refused."""
    text = text_of(cell)
    match = None if is_number(cell) and not text.isdigit() else _PEOPLE.fullmatch(text)
    found = int(match[1].replace(".", "")) if match else -1
    if not 0 <= found <= MOST_PEOPLE:
        raise RuleBroken("unknown_people", given=text)
    return found
