"""Rows of BPJS's files as a list one works through: filtered, sorted, by pages, and counted by group (R16)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, func, or_, select

from lindung.domain.import_rows import Outcome
from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.domain.settlements import WAITING, Resolution, Settlement
from lindung.models.base import db
from lindung.models.imports import BpjsRow, ImportBatch, ImportLine
from lindung.models.rates import MonthDue
from lindung.models.sponsors import Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.paging import PAGE, Anchor, Slice
from lindung.queries.places import Place, in_place
from lindung.queries.reach import is_enrolled_here
from lindung.queries.settlements import SettledRow, chosen_rows, rows_in_reach
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer

NIK_TAIL = 4


class RowState(StrEnum):
    """How far a row has come."""

    OPEN = "open"  # not right, and nobody has decided
    WAITING = "waiting"  # of these, those whose money is not booked
    ACCEPTED = "accepted"
    CREDITED = "credited"
    ASKED_BACK = "asked_back"
    IGNORED = "ignored"


class RowOrder(StrEnum):
    ROW = "row"
    NAME = "name"
    UNIT = "unit"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class RowFilter:
    month: Month | None = None  # None: every month
    settlement: Settlement | None = None
    state: RowState | None = None
    place: Place | None = None
    q: str = ""
    batch_id: int | None = None
    order: RowOrder = RowOrder.ROW
    falling: bool = False


class GroupCount(NamedTuple):
    settlement: Settlement
    rows: int
    rupiah: int
    open: int  # neither right nor decided
    waiting: int
    waiting_rupiah: int


class Reconciled(NamedTuple):
    """A row with what its month cost, and whether its worker's page is the viewer's to open."""

    row: SettledRow
    due: int | None
    is_present: bool


def reconciled(viewer: Viewer, wanted: RowFilter, today: date, anchor: Anchor | None) -> Slice[Reconciled]:
    """One page. Rows of a file never move, so a page begins at a place and not at a key."""
    total = row_total(viewer, wanted)
    offset = 0
    if anchor and anchor.position < total:
        offset = max(anchor.position - 1 - PAGE, 0) if anchor.backwards else anchor.position
    ids = list(db.session.scalars(_ordered(viewer, wanted).limit(PAGE).offset(offset)))
    rows = _told(viewer, ids, today)
    last = offset + len(rows)
    return Slice(
        rows,
        offset + 1 if rows else 0,
        total,
        Anchor(rows[0].row.id, offset + 1, backwards=True) if rows and offset else None,
        Anchor(rows[-1].row.id, last) if rows and last < total else None,
    )


def first_reconciled(viewer: Viewer, wanted: RowFilter, today: date, most: int) -> Slice[Reconciled]:
    """The list on paper: as much of it as is drawn, and how long it is."""
    rows = _told(viewer, list(db.session.scalars(_ordered(viewer, wanted).limit(most))), today)
    return Slice(rows, 1 if rows else 0, row_total(viewer, wanted), None, None)


def all_reconciled(viewer: Viewer, wanted: RowFilter, today: date) -> Iterator[Reconciled]:
    """The whole list, for a file; no more of it at once than a file's piece."""
    for ids in chunks(row_ids(viewer, wanted)):
        yield from _told(viewer, ids, today)


def ticked(viewer: Viewer, ids: Collection[int], today: date) -> list[Reconciled]:
    """Of the rows ticked those within reach, in the files' order; the caller compares the number."""
    return sorted(_told(viewer, sorted(set(ids)), today), key=lambda one: (one.row.batch_id, one.row.row))


def row_ids(viewer: Viewer, wanted: RowFilter) -> list[int]:
    return list(db.session.scalars(_ordered(viewer, wanted)))


def row_total(viewer: Viewer, wanted: RowFilter) -> int:
    counted = _narrowed(viewer, wanted, select(func.count()).select_from(BpjsRow))
    return db.session.scalar(counted) or 0


def group_counts(viewer: Viewer, wanted: RowFilter) -> list[GroupCount]:
    """All seven, empty ones too, under the same filter whichever group and state it is narrowed to."""
    opens, waits = case((_is_open(), 1), else_=0), case((_is_waiting(), 1), else_=0)
    statement: Select[*tuple[Any, ...]] = select(
        BpjsRow.settlement,
        func.count(),
        func.sum(BpjsRow.amount),
        func.sum(opens),
        func.sum(waits),
        func.sum(waits * BpjsRow.amount),
    ).select_from(BpjsRow)
    everything = replace(wanted, settlement=None, state=None)
    rows = db.session.execute(_narrowed(viewer, everything, statement).group_by(BpjsRow.settlement))
    found = {row[0]: [int(value) for value in row[1:]] for row in rows}
    return [GroupCount(one, *found.get(one.value, (0, 0, 0, 0, 0))) for one in Settlement]


def batch_month(viewer: Viewer, batch_id: int) -> Month | None:
    """The newest contribution month that an applied file has rows for."""
    statement = select(func.max(BpjsRow.month)).where(BpjsRow.batch_id == batch_id)
    return db.session.scalar(rows_in_reach(viewer, statement))


def _narrowed(viewer: Viewer, wanted: RowFilter, statement: "Select[*tuple[Any, ...]]") -> Any:
    joined = (
        statement.outerjoin(Enrolment, Enrolment.id == BpjsRow.enrolment_id)
        .outerjoin(Worker, Worker.id == Enrolment.worker_id)
        .outerjoin(Unit, Unit.id == BpjsRow.unit_id)
    )
    return rows_in_reach(viewer, joined).where(*_conditions(wanted))


def _conditions(wanted: RowFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.month is not None:
        found.append(BpjsRow.month == wanted.month)
    if wanted.settlement is not None:
        found.append(BpjsRow.settlement == wanted.settlement.value)
    if wanted.state is not None:
        found.append(_in_state(wanted.state))
    if wanted.place is not None:
        found.append(in_place(wanted.place, Unit.path))
    if wanted.batch_id is not None:
        found.append(BpjsRow.batch_id == wanted.batch_id)
    if wanted.q:
        found.append(_matches(wanted.q))
    return found


def _in_state(state: RowState) -> ColumnElement[bool]:
    match state:
        case RowState.OPEN:
            return _is_open()
        case RowState.WAITING:
            return _is_waiting()
        case _:
            return BpjsRow.resolution == Resolution(state.value).value


def _is_open() -> ColumnElement[bool]:
    return and_(BpjsRow.settlement != Settlement.MATCHED.value, BpjsRow.resolution.is_(None))


def _is_waiting() -> ColumnElement[bool]:
    return and_(BpjsRow.settlement.in_([one.value for one in WAITING]), BpjsRow.resolution.is_(None))


def _matches(q: str) -> ColumnElement[bool]:
    """All words of a name, a reference, or the last four digits of a NIK."""
    if q.isascii() and q.isdigit() and len(q) == NIK_TAIL:
        return Worker.nik_last4 == q
    words = name_key(q).split()
    by_name = and_(*(Worker.name_key.contains(word, autoescape=True) for word in words))
    by_reference = BpjsRow.reference == q
    return or_(by_name, by_reference) if words else by_reference


def _ordered(viewer: Viewer, wanted: RowFilter) -> "Select[Any]":
    match wanted.order:
        case RowOrder.NAME:
            first: tuple[Any, ...] = (Worker.name_key.is_(None), Worker.name_key)
        case RowOrder.UNIT:
            first = (Unit.name_key.is_(None), Unit.name_key, Worker.name_key)
        case RowOrder.AMOUNT:
            first = (BpjsRow.amount,)
        case RowOrder.ROW:
            first = ()
    columns = (*first, BpjsRow.batch_id, BpjsRow.row)
    statement: Select[Any] = _narrowed(viewer, wanted, select(BpjsRow.id).select_from(BpjsRow))
    return statement.order_by(*(column.desc() if wanted.falling else column.asc() for column in columns))


def _told(viewer: Viewer, ids: Sequence[int], today: date) -> list[Reconciled]:
    """The rows of these ids, in their order."""
    found = {one.id: one for one in chosen_rows(viewer, ids)}
    rows = [found[id_] for id_ in ids if id_ in found]
    enrolments = {one.enrolment_id for one in rows if one.enrolment_id is not None}
    dues, present = _dues(enrolments, {one.month for one in rows}), _present(viewer, enrolments, today)
    return [
        Reconciled(one, dues.get((one.enrolment_id or 0, one.month)), (one.enrolment_id or 0) in present)
        for one in rows
    ]


def _dues(enrolment_ids: Collection[int], months: Collection[Month]) -> dict[tuple[int, Month], int]:
    found: dict[tuple[int, Month], int] = {}
    for ids in chunks(sorted(enrolment_ids)):
        statement = (
            select(Enrolment.id, MonthDue.month, MonthDue.amount)
            .join(MonthDue, MonthDue.tariff == Enrolment.tariff)
            .where(Enrolment.id.in_(ids), MonthDue.month.in_(months))
        )
        for id_, month, amount in db.session.execute(statement):
            found[id_, month] = amount
    return found


def _present(viewer: Viewer, enrolment_ids: Collection[int], today: date) -> set[int]:
    """Those whose payer is in the viewer's units now: their page opens."""
    found: set[int] = set()
    for ids in chunks(sorted(enrolment_ids)):
        statement = (
            select(Enrolment.id)
            .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
            .where(Enrolment.id.in_(ids), is_enrolled_here(viewer, today))
        )
        found.update(db.session.scalars(statement))
    return found


def file_names(batch_ids: Collection[int]) -> dict[int, str]:
    """What the files were called from which these rows come."""
    statement = select(ImportBatch.id, ImportBatch.filename).where(ImportBatch.id.in_(set(batch_ids)))
    return {row[0]: row[1] for row in db.session.execute(statement)}


def waiting_count(viewer: Viewer) -> ScalarSelect[int]:
    """Of all months the rows whose money waits for a decision, for a statement that counts more."""
    counted = _narrowed(viewer, RowFilter(state=RowState.WAITING), select(func.count(BpjsRow.id)))
    found: ScalarSelect[int] = counted.scalar_subquery()
    return found


class Sum(NamedTuple):
    rows: int
    rupiah: int


def staged_sums(batch_id: int) -> dict[Outcome, Sum]:
    """A staged payment file by outcome; the caller has found the file. Rows that cannot be read have no amount."""
    statement = (
        select(ImportLine.outcome, func.count(), func.sum(ImportLine.amount))
        .where(ImportLine.batch_id == batch_id, ImportLine.outcome.is_not(None))
        .group_by(ImportLine.outcome)
    )
    return {Outcome(row[0] or ""): Sum(row[1], int(row[2] or 0)) for row in db.session.execute(statement)}
