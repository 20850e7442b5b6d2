"""Every figure with its paper, as one list: filtered, sorted, in pages (R24)."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select

from lindung.domain.coverage import FigureKind
from lindung.models.base import db
from lindung.models.circulars import Document
from lindung.models.coverage import Figure, Segment
from lindung.models.units import Unit
from lindung.queries.circulars import StoredDocument
from lindung.queries.coverage import FigureRow, figure_row, read_rows, stated_figures, told_twice
from lindung.queries.viewer import Viewer

PAGE = 50
SORTS: dict[str, Any] = {"bulan": Figure.month, "jenis": Figure.kind, "sumber": func.lower(Figure.source)}


class FigureFilter(NamedTuple):
    kind: FigureKind | None = None
    q: str = ""
    twice: bool = False  # only those beside which another paper says something else
    used: bool = False
    segment_id: int | None = None


class FigureSlice(NamedTuple):
    rows: list[FigureRow]
    total: int
    page: int
    pages: int


def figure_slice(
    viewer: Viewer, circular_id: int, asked: FigureFilter, *, order: str = "-bulan", page: int = 1
) -> FigureSlice:
    wanted = stated_figures(viewer, circular_id).where(*_conditions(circular_id, asked))
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(-(-total // PAGE), 1)
    page = min(max(page, 1), pages)
    statement = _sorted(wanted, order).limit(PAGE).offset((page - 1) * PAGE)
    return FigureSlice(read_rows(statement), total, page, pages)


def all_figures(viewer: Viewer, circular_id: int, asked: FigureFilter, order: str) -> list[FigureRow]:
    """The same, whole: for a file or for paper."""
    return read_rows(
        _sorted(stated_figures(viewer, circular_id).where(*_conditions(circular_id, asked)), order)
    )


def figure_document(viewer: Viewer, figure_id: int) -> StoredDocument | None:
    _circular_id, row = figure_row(viewer, figure_id)
    statement = select(Document.name, Document.media_type, Document.content)
    found = db.session.execute(statement.where(Document.id == (row.document_id or 0))).first()
    return StoredDocument(*found) if found else None


def _sorted(statement: "Select[*tuple[Any, ...]]", order: str) -> "Select[*tuple[Any, ...]]":
    column = SORTS[order.removeprefix("-")]
    first = column.desc() if order.startswith("-") else column
    return statement.order_by(first, Figure.kind, Figure.id)


def _conditions(circular_id: int, asked: FigureFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.kind:
        found.append(Figure.kind == asked.kind.value)
    if asked.twice:
        found.append(Figure.id.in_(told_twice(circular_id)))
    if asked.used:
        found.append(Figure.is_used.is_(True))
    if asked.segment_id is not None:
        found.append(Figure.segment_id == asked.segment_id)
    if asked.q:
        named = (Figure.source, Segment.name, Unit.name, Figure.payer)
        found.append(or_(*(column.icontains(asked.q, autoescape=True) for column in named)))
    return found
