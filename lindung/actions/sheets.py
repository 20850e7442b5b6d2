"""A file's rows, whatever its ending says: XLSX, XLS, ODS or CSV, told apart by content; hostile ones refused at once.

`read_sheet` is the one way in. It touches no database, so that it can run in a process of its own with limits.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from lindung.actions import sheet_safety
from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import Cell, is_blank
from lindung.domain.import_columns import (
    PREFILLED,
    TITLE_ROWS,
    ColumnNames,
    Header,
    ImportKind,
    find_header,
    headings,
    known_count,
)

LARGEST_FILE = 20 * 1024 * 1024
MOST_ROWS = 50_000
SEPARATORS = (";", ",", "\t")
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

Table = tuple[str, list[list[Cell]], list[int]]  # a sheet's name, its rows, and those that merged cells reach


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows below the header, each with the number its spreadsheet shows; blank rows are left out."""

    header: Header
    sheet: str
    rows: list[tuple[int, dict[str, Cell]]]
    hidden: list[int] = field(default_factory=list)  # hidden rows are read like others, and said

    @property
    def header_row(self) -> int:
        return self.header.index + 1


def read_sheet(content: bytes, kind: ImportKind, maps: Sequence[ColumnNames] = ()) -> Grid:
    """The first sheet that has the kind's header, ours or a saved one; RuleBroken says why a file cannot be read."""
    tables, hidden = _tables(content, kind, maps)
    return _grid(kind, tables, maps, hidden)


def read_headings(content: bytes, kind: ImportKind) -> list[str]:
    """What a file that was refused for its header calls its columns."""
    tables, _hidden = _tables(content, kind, ())
    found = (headings(kind, rows) for _name, rows, _merged in tables)
    return max(found, key=len, default=[])


def _tables(
    content: bytes, kind: ImportKind, maps: Sequence[ColumnNames]
) -> tuple[Iterable[Table], dict[str, list[int]]]:
    if not content.strip(b"\0 \t\r\n"):
        raise RuleBroken("file_empty")
    if len(content) > LARGEST_FILE:
        raise RuleBroken("file_too_large", megabytes=LARGEST_FILE // 1024 // 1024)
    found = sheet_safety.format_of(content)
    if found is sheet_safety.Format.TEXT:
        return [("", _csv_rows(content, kind, maps), [])], {}
    hidden = sheet_safety.check_zip(content) if found is sheet_safety.Format.ZIP else {}
    return _workbook(content), hidden


def _grid(
    kind: ImportKind, tables: Iterable[Table], maps: Sequence[ColumnNames], hidden: dict[str, list[int]]
) -> Grid:
    refusal: RuleBroken | None = None
    for name, rows, merged in tables:
        try:
            header = find_header(kind, rows, maps)
        except RuleBroken as broken:
            # The sheet that comes nearest explains best: one with some of the columns before one with none.
            if refusal is None or refusal.code == "header_absent":
                refusal = broken
            continue
        below = ((number, row) for number, row in enumerate(rows, start=1) if number > header.index + 1)
        kept = [
            (number, header.cells(row)) for number, row in below if not all(is_blank(cell) for cell in row)
        ]
        if prefilled := PREFILLED.get(kind):
            kept = [one for one in kept if not one[1].keys() <= prefilled]
        if len(kept) > MOST_ROWS:
            raise RuleBroken("too_many_rows", most=MOST_ROWS, found=len(kept))
        present = {number for number, _ in kept}
        _refuse_merged(kind, [row for row in merged if row in present])
        return Grid(header, name, kept, [row for row in hidden.get(name, []) if row in present])
    raise refusal or RuleBroken("file_empty")


def _refuse_merged(kind: ImportKind, rows: Sequence[int]) -> None:
    """Of cells merged over rows only the first has a value: money would be one person's instead of several."""
    if kind is ImportKind.PAYMENTS and rows:
        raise RuleBroken("file_merged_cells", row=rows[0])


def _workbook(content: bytes) -> Iterator[Table]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for meta in book.sheets_metadata:
                if meta.typ is SheetTypeEnum.WorkSheet:
                    sheet = book.get_sheet_by_name(meta.name)
                    rows: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
                    ranges = sheet.merged_cell_ranges or []
                    merged = [row + 1 for (first, _), (last, _) in ranges for row in range(first, last + 1)]
                    yield meta.name, rows, sorted(merged)
    except PasswordError:
        raise RuleBroken("file_password") from None
    except CalamineError:
        raise RuleBroken("file_damaged") from None


def _csv_rows(content: bytes, kind: ImportKind, maps: Sequence[ColumnNames]) -> list[list[Cell]]:
    text = _decoded(content)
    if "\0" in text:
        raise RuleBroken("file_not_table")
    best = max(SEPARATORS, key=lambda separator: _header_columns(text, separator, kind, maps))
    try:
        return [list(row) for row in _reader(text, best)]
    except csv.Error:
        raise RuleBroken("file_damaged") from None


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in BOMS if content.startswith(mark)), None)
    for attempt in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            return content.decode(attempt)
        except UnicodeDecodeError:
            continue
    raise RuleBroken("file_not_table")


def _header_columns(
    text: str, separator: str, kind: ImportKind, maps: Sequence[ColumnNames]
) -> tuple[int, int]:
    """How many known columns the header row has when the text is cut at this separator; and how many at most."""
    try:
        rows = [row for row, _ in zip(_reader(text, separator), range(TITLE_ROWS), strict=False)]
    except csv.Error:
        return 0, 0
    known = max((known_count(kind, row, maps) for row in rows), default=0)
    return known, max((len(row) for row in rows), default=0)


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)
