"""Tables out: CSV and XLSX through one writer, streamed, with every text cell made harmless to a spreadsheet.

A cell is what Python says it is: str is text (identifiers too), int a plain number, Decimal a number with one decimal,
date a day, None an empty cell, Share a percentage with one decimal, half up, and LACKING an empty cell that a sheet
marks as still to be filled.
"""

import csv
import io
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import IO, NamedTuple

import xlsxwriter
from flask import Response, request, stream_with_context
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lindung.actions.exports import noted
from lindung.web.filters import share
from lindung.web.viewer import current_viewer

FORMATS = ("csv", "xlsx")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PIECE = 64 * 1024
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_UNSAFE_IN_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_WIDEST = 60
_MEASURED_ROWS = 200


class Share(NamedTuple):
    """A percentage that keeps its numerator and denominator until it is written."""

    numerator: int
    denominator: int


class Lacking(Enum):
    """A value that is asked for and not there."""

    CELL = "lacking"


LACKING = Lacking.CELL
Cell = str | int | Decimal | date | Share | Lacking | None
Rows = Iterable[Sequence[Cell]]


def table_download(
    format: str, filename: str, title: str, header: Sequence[str], rows: Rows, texts: Collection[str] = ()
) -> Response:
    """The table as asked for by ?format=, noted in the trail; `filename` comes without its ending.

    `texts` are the columns whose empty cells a sheet keeps as text too, for what is typed into them.
    """
    rows = noted(current_viewer(), filename, request.args, rows)
    if format == "xlsx":
        return xlsx_response(f"{filename}.xlsx", title, header, rows, texts)
    return csv_response(f"{filename}.csv", header, rows)


def wanted_format() -> str | None:
    """`csv` or `xlsx` when the request asks for a file, None when it asks for the page."""
    asked = request.args.get("format", "")
    return asked if asked in FORMATS else None


def csv_response(filename: str, header: Sequence[str], rows: Rows) -> Response:
    # The rows may still be asking the database while they are sent.
    return _attachment(stream_with_context(_csv_pieces(header, rows)), "text/csv; charset=utf-8", filename)


def xlsx_response(
    filename: str,
    title: str,
    header: Sequence[str],
    rows: Rows,
    texts: Collection[str] = (),
    above: Sequence[Sequence[Cell]] = (),
) -> Response:
    """`above` are lines over the header: what a sheet that is handed on says of itself."""
    file = _workbook(title, header, rows, texts, above)
    response = _attachment(iter(lambda: file.read(PIECE), b""), XLSX_TYPE, filename)
    response.call_on_close(file.close)
    return response


def inert(text: str) -> str:
    """CSV has no types: text a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_RISKY) else text


def _attachment(pieces: Iterator[bytes], kind: str, filename: str) -> Response:
    response = Response(pieces, content_type=kind)
    name = _UNSAFE_IN_NAME.sub("-", filename).strip("-.")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.vary.add("Cookie")
    return response


def _csv_pieces(header: Sequence[str], rows: Rows) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write("\ufeff")  # Excel takes a file without it for Windows-1252
    writer.writerow([inert(name) for name in header])
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in row])
        if buffer.tell() > PIECE:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return piece


def _plain(cell: Cell) -> str | int | Decimal | date | None:
    """A cell as it is written: shares counted out, control signs gone."""
    if cell is LACKING:
        return None
    if isinstance(cell, bool):
        raise TypeError("a table says yes and no in words")
    if isinstance(cell, Share):
        return share(cell.numerator, cell.denominator)
    return _CONTROL.sub("", cell) if isinstance(cell, str) else cell


def _csv_cell(cell: Cell) -> str:
    plain = _plain(cell)
    if isinstance(plain, date):
        return plain.isoformat()
    if isinstance(plain, str):
        return inert(plain)
    return "" if plain is None else str(plain)


def _workbook(
    title: str,
    header: Sequence[str],
    rows: Rows,
    texts: Collection[str],
    above: Sequence[Sequence[Cell]],
) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the response
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": title})
        sheet = book.add_worksheet(_SHEET_NAME.sub(" ", title)[:31].strip() or "Lindung")
        writer = _SheetWriter(sheet, book)
        ahead, rest = _peeked(rows)
        writer.widths(header, ahead, texts)
        for number, row in enumerate(above):
            writer.row(number, row)
        head = len(above) + 1 if above else 0  # an empty line between the two
        writer.header(head, header)
        for number, row in enumerate(_joined(ahead, rest), start=head + 1):
            writer.row(number, row)
        sheet.freeze_panes(head + 1, 0)
        sheet.repeat_rows(head)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
    file.seek(0)
    return file


def _peeked(rows: Rows) -> tuple[list[Sequence[Cell]], Iterator[Sequence[Cell]]]:
    """The first rows, to measure columns by: constant memory means widths are set before anything is written."""
    rest = iter(rows)
    return [row for _, row in zip(range(_MEASURED_ROWS), rest, strict=False)], rest


def _joined(ahead: list[Sequence[Cell]], rest: Iterator[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    yield from ahead
    yield from rest


class _SheetWriter:
    def __init__(self, sheet: Worksheet, book: xlsxwriter.Workbook) -> None:
        self.sheet = sheet
        self.bold: Format = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.text: Format = book.add_format({"num_format": "@"})
        self.whole: Format = book.add_format({"num_format": "#,##0"})
        self.tenth: Format = book.add_format({"num_format": "0.0"})
        self.day: Format = book.add_format({"num_format": "dd/mm/yyyy"})
        self.lacking: Format = book.add_format({"bg_color": "#FFE08A", "border": 1})

    def widths(self, header: Sequence[str], sample: list[Sequence[Cell]], texts: Collection[str]) -> None:
        for column, name in enumerate(header):
            longest = max((len(_csv_cell(row[column])) for row in sample if column < len(row)), default=0)
            width = min(max(len(name), longest) + 2, _WIDEST)
            self.sheet.set_column(column, column, width, self.text if name in texts else None)

    def header(self, number: int, names: Sequence[str]) -> None:
        for column, name in enumerate(names):
            self.sheet.write_string(number, column, name, self.bold)

    def row(self, number: int, cells: Sequence[Cell]) -> None:
        for column, cell in enumerate(cells):
            self._cell(number, column, cell)

    def _cell(self, row: int, column: int, cell: Cell) -> None:
        if cell is LACKING:
            self.sheet.write_blank(row, column, None, self.lacking)
            return
        match _plain(cell):
            case str() as text:  # a string cell is never run, whatever it begins with
                self.sheet.write_string(row, column, text, self.text)
            case int() as whole:
                self.sheet.write_number(row, column, whole, self.whole)
            case Decimal() as amount:
                self.sheet.write_number(row, column, float(amount), self.tenth)
            case date() as day:
                self.sheet.write_datetime(row, column, day, self.day)
