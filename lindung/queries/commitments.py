"""What was promised, by whom and until when: clauses of an MoU, and what meetings agreed."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from lindung.domain.coverage import CommitmentState, is_late
from lindung.domain.errors import NotThere
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.coverage import Commitment
from lindung.models.units import Unit
from lindung.queries.viewer import Viewer, in_reach

PAGE = 50
SOON_DAYS = 30  # within these a promise that falls due is named on its office's home
NAMED_AT_HOME = 3
SORTS: dict[str, Any] = {
    "tenggat": Commitment.due_on,
    "sumber": func.lower(Commitment.source),
    "unit": Unit.code,
}


class CommitmentRow(NamedTuple):
    id: int
    source: str
    clause: str | None
    words: str
    owner_id: int
    owner_code: str
    owner: str
    made_on: date
    due_on: date
    state: CommitmentState
    closed_on: date | None
    note: str | None
    version: int
    circular_id: int | None
    circular: str | None

    def is_late(self, today: date) -> bool:
        return is_late(self.state, self.due_on, today)


class CommitmentFilter(NamedTuple):
    state: CommitmentState | None = None
    late: bool = False
    owner_code: str = ""
    q: str = ""


class CommitmentCounts(NamedTuple):
    total: int
    kept: int
    late: int
    open: int  # late ones among them
    dropped: int


class CommitmentSlice(NamedTuple):
    rows: list[CommitmentRow]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class DueCommitments:
    """What an office's home says of its promises; None is given where there is nothing to say."""

    late: int
    soon: int
    rows: tuple[CommitmentRow, ...]  # the most pressing ones


def commitment_slice(
    viewer: Viewer, asked: CommitmentFilter, today: date, *, order: str = "tenggat", page: int = 1
) -> CommitmentSlice:
    wanted = _commitments(viewer).where(*_conditions(asked, today))
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(-(-total // PAGE), 1)
    page = min(max(page, 1), pages)
    statement = _sorted(wanted, order).limit(PAGE).offset((page - 1) * PAGE)
    return CommitmentSlice(_rows(statement), total, page, pages)


def all_commitments(viewer: Viewer, asked: CommitmentFilter, today: date, order: str) -> list[CommitmentRow]:
    return _rows(_sorted(_commitments(viewer).where(*_conditions(asked, today)), order))


def commitment_counts(viewer: Viewer, today: date) -> CommitmentCounts:
    """Of everything within reach, whatever is filtered."""
    state, still_open = Commitment.state, Commitment.state == CommitmentState.OPEN.value
    statement = (
        select(
            func.count(),
            func.count().filter(state == CommitmentState.KEPT.value),
            func.count().filter(and_(still_open, Commitment.due_on < today)),
            func.count().filter(still_open),
            func.count().filter(state == CommitmentState.DROPPED.value),
        )
        .select_from(Commitment)
        .join(Unit, Unit.id == Commitment.owner_id)
        .where(in_reach(viewer, Unit.path))
    )
    return CommitmentCounts(*db.session.execute(statement).one())


def commitment_row(viewer: Viewer, commitment_id: int) -> CommitmentRow:
    found = _rows(_commitments(viewer).where(Commitment.id == commitment_id))
    if not found:
        raise NotThere
    return found[0]


def due_commitments(viewer: Viewer, today: date) -> DueCommitments | None:
    """Late or due within a month, of the viewer's offices; None when there is nothing of the kind. One statement."""
    ends = date.fromordinal(today.toordinal() + SOON_DAYS)
    still_open = (Commitment.state == CommitmentState.OPEN.value, Commitment.due_on <= ends)
    late = func.sum(case((Commitment.due_on < today, 1), else_=0)).over()
    wanted = _commitments(viewer).where(*still_open).add_columns(func.count().over(), late)
    found = db.session.execute(_sorted(wanted, "tenggat").limit(NAMED_AT_HOME)).all()
    if not found:
        return None
    total, late_ones = found[0][-2:]
    return DueCommitments(late_ones, total - late_ones, tuple(_row(*row[:-2]) for row in found))


def _commitments(viewer: Viewer) -> "Select[*tuple[Any, ...]]":
    return (
        select(
            Commitment.id, Commitment.source, Commitment.clause, Commitment.words, Commitment.owner_id, Unit.code,
            Unit.name, Commitment.made_on, Commitment.due_on, Commitment.state, Commitment.closed_on,
            Commitment.note, Commitment.version, Commitment.circular_id, Circular.number,
        )
        .join(Unit, Unit.id == Commitment.owner_id)
        .outerjoin(Circular, Circular.id == Commitment.circular_id)
        .where(in_reach(viewer, Unit.path))
    )  # fmt: skip


def _sorted(statement: "Select[*tuple[Any, ...]]", order: str) -> "Select[*tuple[Any, ...]]":
    """What is still open first, whatever else it is sorted by."""
    column = SORTS[order.removeprefix("-")]
    closed = case((Commitment.state == CommitmentState.OPEN.value, 0), else_=1)
    return statement.order_by(closed, column.desc() if order.startswith("-") else column, Commitment.id)


def _conditions(asked: CommitmentFilter, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.state:
        found.append(Commitment.state == asked.state.value)
    if asked.late:
        found.append(and_(Commitment.state == CommitmentState.OPEN.value, Commitment.due_on < today))
    if asked.owner_code:
        found.append(Unit.code == asked.owner_code)
    if asked.q:
        named = (Commitment.words, Commitment.source, Commitment.clause, Unit.name)
        found.append(or_(*(column.icontains(asked.q, autoescape=True) for column in named)))
    return found


def _rows(statement: "Select[*tuple[Any, ...]]") -> list[CommitmentRow]:
    return [_row(*row) for row in db.session.execute(statement)]


def _row(*row: Any) -> CommitmentRow:
    return CommitmentRow._make((*row[:9], CommitmentState(row[9]), *row[10:]))
