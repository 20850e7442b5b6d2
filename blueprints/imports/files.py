"""Files that imports give back: the rows left out, to be mended and handed in again, and an example of each kind."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.imports.base import blueprint
from lindung.domain.errors import NotThere
from lindung.domain.import_cells import Cell, is_number, phone_of, text_of
from lindung.domain.import_columns import COLUMNS, Column, ImportKind
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.imports import Batch, LineRow, batch, kinds_for, left_out
from lindung.web.downloads import Cell as TableCell
from lindung.web.downloads import table_download, wanted_format, xlsx_response
from lindung.web.import_words import FILE_NAMES, KINDS
from lindung.web.policy import allowed_to
from lindung.web.sentences.imports import faults, numbered
from lindung.web.viewer import current_viewer

ACTS = (Act.EDIT_REGISTRATIONS, Act.MANAGE_SETTINGS, Act.MANAGE_ACCOUNTS)


@blueprint.get("/<int:batch_id>/salah")
@allowed_to(*ACTS)
def bad_rows(batch_id: int) -> ResponseReturnValue:
    staged = batch(current_viewer(), batch_id)
    titles = staged.columns["titles"]
    mine = [column for column in COLUMNS[staged.kind] if column.name in titles]
    header = [*(titles[column.name] for column in mine), *_added(titles)]
    texts = [titles[column.name] for column in mine if column.identifier]
    filename = f"{FILE_NAMES[staged.kind]}-salah-{staged.id}"
    rows = _bad(staged, mine)
    return table_download(wanted_format() or "xlsx", filename, str(KINDS[staged.kind]), header, rows, texts)


@blueprint.get("/contoh")
@allowed_to(*ACTS)
def example() -> ResponseReturnValue:
    """An empty file of a kind with one invented person in it; identifiers are text."""
    mine = kinds_for(current_viewer())
    asked = request.args.get("jenis", mine[0].value)
    if asked not in mine:
        raise NotThere
    kind = ImportKind(asked)
    header = [column.name for column in COLUMNS[kind]]
    row = [column.example or None for column in COLUMNS[kind]]
    texts = [column.name for column in COLUMNS[kind] if column.identifier]
    return xlsx_response(f"contoh-{FILE_NAMES[kind]}.xlsx", str(KINDS[kind]), header, [row], texts)


def _added(names: Collection[str]) -> list[str]:
    """Our columns behind the file's own; a file that already has a reason of its own keeps that name for it."""
    return ["baris", "kolom", "alasan_salah" if "alasan" in names else "alasan", "perbaikan"]


def _bad(staged: Batch, mine: Sequence[Column]) -> Iterator[list[TableCell]]:
    for row in left_out(staged.id):
        cells = [
            _identifier(row, one.name) if one.identifier else _written(row.cells.get(one.name))
            for one in mine
        ]
        yield [*cells, row.row, *_why(row, staged.columns["titles"])]


def _why(row: LineRow, titles: dict[str, str]) -> list[str]:
    """Columns, reasons and remedies of every fault, paired by number where there are several."""
    return [numbered(texts) for texts in zip(*faults(row.problems, titles), strict=True)]


def _identifier(row: LineRow, name: str) -> str | None:
    """As text; one that was refused as a number stays empty, or the file itself would make it look sound (R5)."""
    if any(problem.column == name and problem.code.endswith("_is_number") for problem in row.problems):
        return None
    match row.cells.get(name):
        case None | str() as cell:
            return cell
        case date() as day:  # a sheet makes one of a month
            return str(Month.of(day))
        case cell:
            return phone_of(cell) if name == "telepon" and is_number(cell) else text_of(cell)


def _written(cell: Cell) -> TableCell:
    """A cell as it came, as far as our files know its type."""
    match cell:
        case None | str():
            return cell
        case datetime():
            return cell.date()
        case date():
            return cell
        case bool():
            return text_of(cell)
        case int():
            return cell
        case float():
            return int(cell) if cell.is_integer() else Decimal(str(cell))
        case _:
            return text_of(cell)
