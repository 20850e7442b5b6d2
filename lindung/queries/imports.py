"""Staged files as people see them: the list of batches, the seven counts, the rows behind each, waiting questions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select, true

from lindung.domain.errors import NotThere
from lindung.domain.import_cells import Cell, restored
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_rows import ACTING, FEW_LEAVE, Outcome, RowProblem, many_leave
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.models.accounts import Account
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.imports import ImportBatch, ImportLine
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.staging import PEOPLE
from lindung.queries.viewer import Viewer, in_reach, within

PAGE = 50
LATEST = 30  # batches listed
AnySelect = TypeVar("AnySelect", bound="Select[*tuple[Any, ...]]")

ACT_OF_KIND: Mapping[ImportKind, Act] = {
    ImportKind.UNITS: Act.MANAGE_SETTINGS,
    ImportKind.ACCOUNTS: Act.MANAGE_ACCOUNTS,
    ImportKind.SPONSORS: Act.EDIT_REGISTRATIONS,
    ImportKind.CIRCULARS: Act.MANAGE_SETTINGS,
    ImportKind.DECLARATIONS: Act.EDIT_REGISTRATIONS,
    ImportKind.WORKERS: Act.EDIT_REGISTRATIONS,
    ImportKind.REGISTRATIONS: Act.EDIT_REGISTRATIONS,
}


class BatchRow(NamedTuple):
    """One file in the list of earlier ones."""

    id: int
    kind: ImportKind
    filename: str
    state: str
    staged_at: datetime
    by: str | None  # None: the console
    line_count: int


@dataclass(frozen=True, slots=True)
class Batch:
    """One file with everything its page says of it."""

    id: int
    kind: ImportKind
    filename: str
    state: str
    staged_at: datetime
    by: str | None
    month: Month | None
    is_complete: bool
    columns: dict[str, Any]
    line_count: int
    judged_count: int
    counts: dict[Outcome, int]
    act_id: int | None
    applied_at: datetime | None
    repeats: datetime | None  # when the very same file was applied before

    @property
    def acts(self) -> int:
        return sum(count for outcome, count in self.counts.items() if outcome in ACTING)

    @property
    def is_undoable(self) -> bool:
        return self.state == "applied" and self.act_id is not None


class LineRow(NamedTuple):
    row: int
    label: str | None
    outcome: Outcome
    cells: dict[str, Cell]
    changes: list[tuple[str, str | None, str | None]]  # column, before, after
    problems: list[RowProblem]
    warnings: list[RowProblem]


class LineSlice(NamedTuple):
    rows: list[LineRow]
    total: int
    page: int
    pages: int


class Side(NamedTuple):
    """One of the two who name the same worker; None everywhere when it lies outside the viewer's units."""

    sponsor: str | None
    unit: str | None
    circular: str | None
    state: str | None
    since: date | None


class QuestionRow(NamedTuple):
    id: int
    worker: str
    nik_last4: str
    asked_on: date
    asking: Side
    holding: list[Side]


def kinds_for(viewer: Viewer) -> list[ImportKind]:
    """The kinds of file somebody may bring in."""
    return [kind for kind in ImportKind if viewer.may(ACT_OF_KIND[kind])]


def visible_batches(viewer: Viewer, statement: AnySelect) -> AnySelect:
    """Batches one staged oneself, or staged under a unit within reach; only of kinds one may bring in."""
    kinds = [kind.value for kind in kinds_for(viewer)]
    statement = statement.where(ImportBatch.kind.in_(kinds))
    if viewer.units is None:
        return statement
    units = select(Unit.id).where(in_reach(viewer, Unit.path))
    return statement.where(or_(ImportBatch.account_id == viewer.account_id, ImportBatch.unit_id.in_(units)))


def batch_rows(viewer: Viewer) -> list[BatchRow]:
    statement = (
        select(
            ImportBatch.id,
            ImportBatch.kind,
            ImportBatch.filename,
            ImportBatch.state,
            ImportBatch.staged_at,
            Account.name,
            ImportBatch.line_count,
        )
        .outerjoin(Account, Account.id == ImportBatch.account_id)
        .order_by(ImportBatch.id.desc())
        .limit(LATEST)
    )
    rows = db.session.execute(visible_batches(viewer, statement))
    return [BatchRow(row[0], ImportKind(row[1]), *row[2:]) for row in rows]


def batch(viewer: Viewer, batch_id: int) -> Batch:
    statement = (
        select(ImportBatch, Account.name, ActRow.at)
        .outerjoin(Account, Account.id == ImportBatch.account_id)
        .outerjoin(ActRow, ActRow.id == ImportBatch.act_id)
        .where(ImportBatch.id == batch_id)
    )
    found = db.session.execute(visible_batches(viewer, statement)).first()
    if found is None:
        raise NotThere
    row, by, applied_at = found
    return Batch(
        row.id,
        ImportKind(row.kind),
        row.filename,
        row.state,
        row.staged_at,
        by,
        row.month,
        row.is_complete,
        row.columns,
        row.line_count,
        row.judged_count,
        counts(row.id),
        row.act_id,
        applied_at,
        _applied_before(viewer, row),
    )


def counts(batch_id: int) -> dict[Outcome, int]:
    """The seven counts, zeros included."""
    statement = (
        select(ImportLine.outcome, func.count())
        .where(ImportLine.batch_id == batch_id, ImportLine.outcome.is_not(None))
        .group_by(ImportLine.outcome)
    )
    found = {Outcome(outcome): count for outcome, count in db.session.execute(statement) if outcome}
    return {outcome: found.get(outcome, 0) for outcome in Outcome}


def lines(
    viewer: Viewer, staged: Batch, outcome: Outcome | None = None, *, warned: bool = False, page: int = 1
) -> LineSlice:
    """A page of a batch's rows: of one outcome, or those accepted with a remark."""
    condition = [ImportLine.batch_id == staged.id, ImportLine.outcome.is_not(None)]
    if warned:
        condition.append(ImportLine.row.in_(staged.columns["warned_rows"][:1000]))
    elif outcome is not None:
        condition.append(ImportLine.outcome == outcome.value)
    total = db.session.scalar(select(func.count()).where(*condition)) or 0
    pages = max(-(-total // PAGE), 1)
    page = min(max(page, 1), pages)
    statement = _line_columns().where(*condition).limit(PAGE).offset((page - 1) * PAGE)
    return LineSlice([_line(row) for row in db.session.execute(statement)], total, page, pages)


def left_out(batch_id: int) -> Iterator[LineRow]:
    """Refused and asked rows in the file's order: what the command prints and the download holds."""
    statement = _line_columns().where(
        ImportLine.batch_id == batch_id, ImportLine.outcome.in_([Outcome.WRONG.value, Outcome.ASK.value])
    )
    return (_line(row) for row in db.session.execute(statement).all())


def many_leaving(viewer: Viewer, month: Month | None, left: int) -> int | None:
    """Out of how many people within reach these leave, where they are so many that it must be confirmed."""
    if month is None or left <= FEW_LEAVE:
        return None
    statement = (
        select(func.count())
        .select_from(Posting)
        .join(Sponsor, Sponsor.id == Posting.sponsor_id)
        .join(Unit, Unit.id == Posting.unit_id)
        .where(Posting.first_month <= month, Posting.last_month >= month, Sponsor.kind.in_(PEOPLE))
    )
    here = db.session.scalar(within(viewer, statement, Unit.path)) or 0
    return here if many_leave(left, here) else None


def questions(viewer: Viewer) -> list[QuestionRow]:
    """Questions nobody has decided, where at least one side lies within the viewer's units."""
    statement = (
        select(Question, Worker.name, Worker.nik_last4, Sponsor.name, Circular.number)
        .join(Worker, Worker.id == Question.worker_id)
        .join(Sponsor, Sponsor.id == Question.sponsor_id)
        .join(Circular, Circular.id == Question.circular_id)
        .where(Question.decision.is_(None), concerns(viewer))
        .order_by(Question.asked_on, Question.id)
    )
    found = db.session.execute(statement).all()
    if not found:
        return []
    homes = _homes([row[0].sponsor_id for row in found])
    holders = _holders([row[0].worker_id for row in found])
    rows = []
    for question, worker, last4, sponsor, circular in found:
        unit = homes.get(question.sponsor_id)
        mine = unit is not None and viewer.sees(unit.path)
        asking = _side(mine, sponsor, unit.name if unit else None, circular, question.row.get("status"), None)
        others = holders.get(question.worker_id, [])
        holding = [
            _side(viewer.sees(one.path), one.sponsor, one.unit, one.circular, one.state, one.since)
            for one in others
            if one.sponsor_id != question.sponsor_id
        ]
        rows.append(QuestionRow(question.id, worker, last4, question.asked_on, asking, holding))
    return rows


def concerns(viewer: Viewer) -> ColumnElement[bool]:
    """Questions whose asking sponsor stands, or stood last, within reach, or whose worker is covered there now."""
    if viewer.units is None:
        return true()
    last = (
        select(func.max(Posting.first_month))
        .where(Posting.sponsor_id == Question.sponsor_id)
        .correlate(Question)
        .scalar_subquery()
    )
    asking = select(Posting.id).join(Unit, Unit.id == Posting.unit_id)
    asking = asking.where(Posting.sponsor_id == Question.sponsor_id, Posting.first_month == last)
    holding = select(Enrolment.id).join(Unit, Unit.id == Enrolment.unit_id)
    holding = holding.where(Enrolment.worker_id == Question.worker_id, Enrolment.ended_on.is_(None))
    within_reach = [one.where(in_reach(viewer, Unit.path)).exists() for one in (asking, holding)]
    return or_(*within_reach)


class _Home(NamedTuple):
    name: str
    path: str


class _Holder(NamedTuple):
    worker_id: int
    sponsor_id: int
    sponsor: str
    unit: str
    path: str
    circular: str
    state: str
    since: date


def _homes(sponsor_ids: Sequence[int]) -> dict[int, _Home]:
    """Where the asking sponsors stand, or stood last."""
    statement = (
        select(Posting.sponsor_id, Unit.name, Unit.path)
        .join(Unit, Unit.id == Posting.unit_id)
        .where(Posting.sponsor_id.in_(sponsor_ids))
        .order_by(Posting.first_month)
    )
    return {row[0]: _Home(row[1], row[2]) for row in db.session.execute(statement)}


def _holders(worker_ids: Sequence[int]) -> dict[int, list[_Holder]]:
    """Who covers these workers now."""
    statement = (
        select(
            Enrolment.worker_id,
            Enrolment.sponsor_id,
            Sponsor.name,
            Unit.name,
            Unit.path,
            Circular.number,
            Enrolment.state,
            Enrolment.noted_on,
        )
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .join(Circular, Circular.id == Enrolment.circular_id)
        .where(Enrolment.worker_id.in_(worker_ids), Enrolment.ended_on.is_(None))
        .order_by(Enrolment.id)
    )
    found: dict[int, list[_Holder]] = {}
    for row in db.session.execute(statement):
        found.setdefault(row[0], []).append(_Holder(*row))
    return found


def _side(
    is_mine: bool, sponsor: str, unit: str | None, circular: str, state: str | None, since: date | None
) -> Side:
    return Side(sponsor, unit, circular, state, since) if is_mine else Side(None, None, None, None, None)


def _applied_before(viewer: Viewer, row: ImportBatch) -> datetime | None:
    statement = (
        select(ActRow.at)
        .join(ImportBatch, ImportBatch.act_id == ActRow.id)
        .where(ImportBatch.sha256 == row.sha256, ImportBatch.kind == row.kind, ImportBatch.id < row.id)
        .where(ImportBatch.state == "applied")
        .order_by(ActRow.at.desc())
        .limit(1)
    )
    return db.session.scalar(visible_batches(viewer, statement))


def _line_columns() -> "Select[*tuple[Any, ...]]":
    return select(
        ImportLine.row,
        ImportLine.label,
        ImportLine.outcome,
        ImportLine.cells,
        ImportLine.changes,
        ImportLine.problems,
    ).order_by(ImportLine.row, ImportLine.id)


def _line(row: Any) -> LineRow:
    number, label, outcome, cells, changes, problems = row
    remarks = [(RowProblem(code, column, facts), warns) for code, column, facts, warns in problems or []]
    return LineRow(
        number,
        label,
        Outcome(outcome),
        {name: restored(value) for name, value in cells.items()},
        [(column, old, new) for column, old, new in (changes or {}).get("changes", [])],
        [problem for problem, warns in remarks if not warns],
        [problem for problem, warns in remarks if warns],
    )
