"""What became of the rows of BPJS's files: groups of a month or a file, and the rows behind each (R16)."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, func, or_, select

from lindung.domain.errors import NotThere
from lindung.domain.import_cells import restored
from lindung.domain.months import Month
from lindung.domain.settlements import WAITING, Resolution, Settlement
from lindung.models.base import db
from lindung.models.imports import BpjsRow, ImportBatch, ImportLine
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.imports import AnySelect, visible_batches
from lindung.queries.payees import digits, staged_within
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer, in_reach

MASK = "•" * 12


class Group(NamedTuple):
    settlement: Settlement
    rows: int
    rupiah: int
    waiting: int  # of them, those nobody has decided and whose money is not booked
    waiting_rupiah: int


class SettledRow(NamedTuple):
    """One row of an applied file, with whom it is about and what was decided."""

    id: int
    version: int
    batch_id: int
    row: int
    nik: str  # masked
    kpj: str
    month: Month
    amount: int
    paid_on: date | None
    reference: str | None
    settlement: Settlement
    cause: str | None
    enrolment_id: int | None
    worker_id: int | None
    name: str | None
    unit_code: str | None
    unit_name: str | None
    resolution: Resolution | None
    reason: str | None
    waits: bool


def preview_groups(viewer: Viewer, batch_id: int) -> list[Group]:
    """The groups that a staged file would have; rows of an earlier file are not among them."""
    statement = visible_batches(viewer, select(ImportBatch.id)).where(ImportBatch.id == batch_id)
    if db.session.scalar(statement) is None:
        raise NotThere
    asked = case((ImportLine.outcome == "ask", 1), else_=0)
    counted = (
        select(
            ImportLine.settlement,
            func.count(),
            func.sum(ImportLine.amount),
            func.sum(asked),
            func.sum(asked * ImportLine.amount),
        )
        .where(ImportLine.batch_id == batch_id, ImportLine.settlement.is_not(None))
        .group_by(ImportLine.settlement)
    )
    return _all_seven(counted)


def months_received(viewer: Viewer) -> list[Month]:
    """Contribution months that BPJS has sent rows for, newest first."""
    statement = rows_in_reach(viewer, select(BpjsRow.month).distinct()).order_by(BpjsRow.month.desc())
    return list(db.session.scalars(statement))


def chosen_rows(viewer: Viewer, row_ids: Collection[int]) -> list[SettledRow]:
    """Rows that were ticked, those within reach; the caller compares the number."""
    found: list[SettledRow] = []
    for ids in chunks(sorted(set(row_ids))):
        found += [_row(row) for row in db.session.execute(_rows(viewer).where(BpjsRow.id.in_(ids)))]
    return found


def rows_in_reach(viewer: Viewer, statement: AnySelect) -> AnySelect:
    """Rows of payers within reach, and those about nobody known in files that were staged within it."""
    by_wider = BpjsRow.resolution == Resolution.SUPERSEDED.value
    statement = statement.where(or_(BpjsRow.resolution.is_(None), ~by_wider))
    if viewer.units is None:
        return statement
    units = select(Unit.id).where(in_reach(viewer, Unit.path))
    batches = select(ImportBatch.id).where(staged_within(viewer))
    strangers = and_(BpjsRow.unit_id.is_(None), BpjsRow.batch_id.in_(batches))
    return statement.where(or_(BpjsRow.unit_id.in_(units), strangers))


def _all_seven(statement: "Select[*tuple[Any, ...]]") -> list[Group]:
    found = {row[0]: [int(value) for value in row[1:]] for row in db.session.execute(statement)}
    return [Group(one, *found.get(one.value, (0, 0, 0, 0))) for one in Settlement]


def _rows(viewer: Viewer) -> "Select[*tuple[Any, ...]]":
    line = and_(ImportLine.batch_id == BpjsRow.batch_id, ImportLine.row == BpjsRow.row)
    statement = (
        select(BpjsRow, ImportLine.cells, Worker.id, Worker.name, Unit.code, Unit.name)
        .join(ImportLine, line)
        .outerjoin(Enrolment, Enrolment.id == BpjsRow.enrolment_id)
        .outerjoin(Worker, Worker.id == Enrolment.worker_id)
        .outerjoin(Unit, Unit.id == BpjsRow.unit_id)
        .order_by(BpjsRow.batch_id, BpjsRow.row)
    )
    return rows_in_reach(viewer, statement)


def _row(found: Any) -> SettledRow:
    row, cells, worker_id, name, unit_code, unit_name = found
    nik, kpj = (digits(restored(cells.get(column))) for column in ("nik", "kpj"))
    settlement = Settlement(row.settlement)
    return SettledRow(
        row.id,
        row.version,
        row.batch_id,
        row.row,
        f"{MASK}{nik[-4:]}" if nik else "",
        kpj,
        row.month,
        row.amount,
        row.paid_on,
        row.reference,
        settlement,
        row.cause,
        row.enrolment_id,
        worker_id,
        name,
        unit_code,
        unit_name,
        Resolution(row.resolution) if row.resolution else None,
        row.reason,
        settlement in WAITING and row.resolution is None,
    )
