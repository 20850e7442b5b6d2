"""Staged files as people see them: the list of batches, the seven counts, the rows behind each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select, true

from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.import_cells import Cell, restored
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_rows import ACTING, FEW_LEAVE, Outcome, RowProblem, many_leave
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.models.accounts import Account
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.imports import ImportBatch, ImportLine
from lindung.models.nominations import Nomination
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
    ImportKind.PAYMENTS: Act.LOAD_BPJS_FILES,
    ImportKind.FIGURES: Act.MANAGE_SETTINGS,
    ImportKind.NOMINATIONS: Act.EDIT_REGISTRATIONS,
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
    settlement: str | None  # of a payment row


class LineSlice(NamedTuple):
    rows: list[LineRow]
    total: int
    page: int
    pages: int


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


def batch_applied_by(viewer: Viewer, act_id: int) -> int | None:
    """The file that an act applied, for whoever may see it: taking it back is asked on a screen of its own."""
    statement = select(ImportBatch.id).where(ImportBatch.act_id == act_id)
    return db.session.scalar(visible_batches(viewer, statement).limit(1))


def counts(batch_id: int) -> dict[Outcome, int]:
    """The seven counts, zeros included."""
    statement = (
        select(ImportLine.outcome, func.count())
        .where(ImportLine.batch_id == batch_id, ImportLine.outcome.is_not(None))
        .group_by(ImportLine.outcome)
    )
    found = {Outcome(outcome): count for outcome, count in db.session.execute(statement) if outcome}
    return {outcome: found.get(outcome, 0) for outcome in Outcome}


def refusal(viewer: Viewer, batch_id: int) -> RuleBroken | None:
    """Why a file may not be applied at all, where that is so."""
    statement = visible_batches(viewer, select(ImportBatch.columns)).where(ImportBatch.id == batch_id)
    return refusal_in(db.session.scalar(statement) or {})


def refusal_in(columns: Mapping[str, Any]) -> RuleBroken | None:
    kept = columns.get("refusal")
    return RuleBroken(kept["code"], **kept["facts"]) if kept else None


def lines(
    viewer: Viewer,
    staged: Batch,
    outcome: Outcome | None = None,
    *,
    settlement: str | None = None,
    warned: bool = False,
    page: int = 1,
) -> LineSlice:
    """A page of a batch's rows: of one outcome, of one group of R16, or those accepted with a remark."""
    condition = [ImportLine.batch_id == staged.id, ImportLine.outcome.is_not(None)]
    if settlement is not None:
        condition.append(ImportLine.settlement == settlement)
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


def concerns(viewer: Viewer) -> ColumnElement[bool]:
    """Questions of a sponsor within reach, of somebody on a list there, or of a worker covered there now."""
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
    of_worker = or_(
        Enrolment.worker_id == Question.worker_id, Enrolment.worker_id == Question.other_worker_id
    )
    still = or_(Enrolment.ended_on.is_(None), Question.decision.is_not(None))
    holding = holding.where(of_worker, still)
    # Under a programme a fund asks, for somebody whom a village has on its list.
    listed = select(Nomination.id).join(Unit, Unit.id == Nomination.unit_id)
    listed = listed.join(Worker, Worker.nik_index == Nomination.nik_index).where(
        Worker.id == Question.worker_id, Nomination.circular_id == Question.circular_id
    )
    within_reach = [one.where(in_reach(viewer, Unit.path)).exists() for one in (asking, holding, listed)]
    return or_(*within_reach)


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
        ImportLine.settlement,
    ).order_by(ImportLine.row, ImportLine.id)


def _line(row: Any) -> LineRow:
    number, label, outcome, cells, changes, problems, settlement = row
    remarks = [(RowProblem(code, column, facts), warns) for code, column, facts, warns in problems or []]
    return LineRow(
        number,
        label,
        Outcome(outcome),
        {name: restored(value) for name, value in cells.items()},
        [(column, old, new) for column, old, new in (changes or {}).get("changes", [])],
        [problem for problem, warns in remarks if not warns],
        [problem for problem, warns in remarks if warns],
        settlement,
    )
