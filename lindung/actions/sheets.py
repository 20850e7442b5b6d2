"""A file's rows, whatever its ending says: XLSX, XLS, ODS or CSV, told apart by content; hostile ones refused at once.

`read_sheet` is the one way in. It touches no database, so that it can run in a process of its own with limits.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from lindung.actions import sheet_safety
from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import Cell, is_blank
from lindung.domain.import_columns import TITLE_ROWS, Header, ImportKind, find_header, known_count

LARGEST_FILE = 20 * 1024 * 1024
MOST_ROWS = 50_000
SEPARATORS = (";", ",", "\t")
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

Table = tuple[str, list[list[Cell]]]  # a sheet's name and its rows


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


def read_sheet(content: bytes, kind: ImportKind) -> Grid:
    """The first sheet that has the kind's header; RuleBroken says why a file cannot be read."""
    if not content.strip(b"\0 \t\r\n"):
        raise RuleBroken("file_empty")
    if len(content) > LARGEST_FILE:
        raise RuleBroken("file_too_large", megabytes=LARGEST_FILE // 1024 // 1024)
    found = sheet_safety.format_of(content)
    if found is sheet_safety.Format.TEXT:
        return _grid(kind, [("", _csv_rows(content, kind))])
    hidden = sheet_safety.check_zip(content) if found is sheet_safety.Format.ZIP else {}
    return _grid(kind, _workbook(content), hidden)


def _grid(kind: ImportKind, tables: Iterable[Table], hidden: dict[str, list[int]] | None = None) -> Grid:
    refusal: RuleBroken | None = None
    for name, rows in tables:
        try:
            header = find_header(kind, rows)
        except RuleBroken as broken:
            # The sheet that comes nearest explains best: one with some of the columns before one with none.
            if refusal is None or refusal.code == "header_absent":
                refusal = broken
            continue
        below = ((number, row) for number, row in enumerate(rows, start=1) if number > header.index + 1)
        kept = [
            (number, header.cells(row)) for number, row in below if not all(is_blank(cell) for cell in row)
        ]
        if len(kept) > MOST_ROWS:
            raise RuleBroken("too_many_rows", most=MOST_ROWS, found=len(kept))
        present = {number for number, _ in kept}
        return Grid(header, name, kept, [row for row in (hidden or {}).get(name, []) if row in present])
    raise refusal or RuleBroken("file_empty")


def _workbook(content: bytes) -> Iterator[Table]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for meta in book.sheets_metadata:
                if meta.typ is SheetTypeEnum.WorkSheet:
                    rows = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
                    yield meta.name, [list(row) for row in rows]
    except PasswordError:
        raise RuleBroken("file_password") from None
    except CalamineError:
        raise RuleBroken("file_damaged") from None


def _csv_rows(content: bytes, kind: ImportKind) -> list[list[Cell]]:
    text = _decoded(content)
    if "\0" in text:
        raise RuleBroken("file_not_table")
    best = max(SEPARATORS, key=lambda separator: _header_columns(text, separator, kind))
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=best)]
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


def _header_columns(text: str, separator: str, kind: ImportKind) -> int:
    """How many known columns the header row has when the text is cut at this separator."""
    count: Callable[[Sequence[Cell]], int] = lambda row: known_count(kind, row)  # noqa: E731  # typed, and used once
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return max((count(row) for row, _ in zip(reader, range(TITLE_ROWS), strict=False)), default=0)
    except csv.Error:
        return 0
