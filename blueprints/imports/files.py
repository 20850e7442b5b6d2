"""Files that imports give back: the rows left out, to be mended and handed in again, and an example of each kind."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.imports import blueprint
from lindung.domain.errors import NotThere
from lindung.domain.import_cells import Cell, text_of
from lindung.domain.import_columns import COLUMNS, ImportKind
from lindung.domain.permissions import Act
from lindung.queries.imports import Batch, LineRow, batch, kinds_for, left_out
from lindung.web.downloads import Cell as TableCell
from lindung.web.downloads import table_download, wanted_format, xlsx_response
from lindung.web.import_words import FILE_NAMES, KINDS
from lindung.web.policy import allowed_to
from lindung.web.sentences.imports import columns, reasons, remedies
from lindung.web.viewer import current_viewer

ACTS = (Act.EDIT_REGISTRATIONS, Act.MANAGE_SETTINGS, Act.MANAGE_ACCOUNTS)


@blueprint.get("/<int:batch_id>/salah")
@allowed_to(*ACTS)
def bad_rows(batch_id: int) -> ResponseReturnValue:
    staged = batch(current_viewer(), batch_id)
    names = [column.name for column in COLUMNS[staged.kind] if column.name in staged.columns["titles"]]
    header = [staged.columns["titles"][name] for name in names]
    filename = f"{FILE_NAMES[staged.kind]}-salah-{staged.id}"
    rows = _bad(staged, names)
    return table_download(
        wanted_format() or "xlsx", filename, str(KINDS[staged.kind]), [*header, *_added(names)], rows
    )


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
    return xlsx_response(f"contoh-{FILE_NAMES[kind]}.xlsx", str(KINDS[kind]), header, [row])


def _added(names: Sequence[str]) -> list[str]:
    """Our columns behind the file's own; a file that already has a reason of its own keeps that name for it."""
    return ["baris", "kolom", "alasan_salah" if "alasan" in names else "alasan", "perbaikan"]


def _bad(staged: Batch, names: Sequence[str]) -> Iterator[list[TableCell]]:
    titles = staged.columns["titles"]
    for row in left_out(staged.id):
        yield [*(_written(row.cells.get(name)) for name in names), row.row, *_why(row, titles)]


def _why(row: LineRow, titles: dict[str, str]) -> list[str]:
    return [columns(row.problems, titles), reasons(row.problems), remedies(row.problems)]


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
