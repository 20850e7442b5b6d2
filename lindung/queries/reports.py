"""The monthly reports themselves (R22): of one unit and month, by code, and the overview of who has not closed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from lindung.domain.closing import ReportKind, ReportState, Signature, is_locked
from lindung.domain.errors import NotThere
from lindung.domain.months import Month
from lindung.models.accounts import Account
from lindung.models.base import db
from lindung.models.circulars import Document
from lindung.models.reports import MonthReport, ReportSnapshot
from lindung.models.units import Unit
from lindung.queries.circulars import CircularRow, StoredDocument, selectable
from lindung.queries.closed import is_newest, report_rules
from lindung.queries.compliance import month_table
from lindung.queries.counting import Counts
from lindung.queries.rates import holidays
from lindung.queries.reporting import Content, circulars_of
from lindung.queries.units import UnitRow, reporting_units
from lindung.queries.viewer import Viewer, within


@dataclass(frozen=True, slots=True)
class ReportRow:
    id: int
    unit_id: int
    unit_code: str
    unit_name: str
    month: Month
    sequence: int
    kind: ReportKind
    state: ReportState
    reason: str | None
    code: str | None
    prepared_by: str | None
    prepared_at: datetime | None
    approved_by: str | None
    approved_at: datetime | None
    signature: Signature
    decided_by: str | None
    decided_at: datetime | None
    decision_reason: str | None
    open_until: date | None
    signed_number: str | None
    signed_on: date | None
    document_id: int | None
    version: int

    def locks_on(self, today: date) -> bool:
        return is_locked(self.state, self.open_until, today)

    @property
    def was_approved(self) -> bool:
        """Something stands frozen under its code, whatever became of it since."""
        return self.code is not None


class WaitsFor(StrEnum):
    """Whose turn it is."""

    CLERK = "clerk"
    HEAD = "head"
    COORDINATOR = "coordinator"
    NOBODY = "nobody"


class Share(NamedTuple):
    part: int
    whole: int


class OfficeMonth(NamedTuple):
    """One reporting unit in the overview."""

    unit: UnitRow
    report: ReportRow | None  # the newest; None: not prepared yet
    reported: Share | None  # tuntas of sasaran, as approved last
    present: Share  # the same as counted now
    waits_for: WaitsFor
    since: datetime | date  # when this turn began
    is_closed: bool
    is_late: bool

    @property
    def has_changed(self) -> bool:
        return self.reported is not None and self.reported != self.present


class Overview(NamedTuple):
    month: Month
    due_on: date
    circular: CircularRow | None  # whose figures are shown
    rows: list[OfficeMonth]


def reports_of(viewer: Viewer, unit_id: int, month: Month) -> list[ReportRow]:
    """Newest first; the first says where the month stands."""
    statement = _rows_of(viewer).where(MonthReport.unit_id == unit_id, MonthReport.month == month)
    return _fetched(statement.order_by(MonthReport.sequence.desc()))


def report_row(viewer: Viewer, report_id: int) -> ReportRow:
    return _one(_rows_of(viewer).where(MonthReport.id == report_id))


def report_by_code(viewer: Viewer, code: str) -> ReportRow:
    return _one(_rows_of(viewer).where(MonthReport.code == code))


def is_last(row: ReportRow) -> bool:
    """Only the newest report of a month is prepared, approved, returned or opened."""
    newest = select(func.max(MonthReport.sequence)).where(
        MonthReport.unit_id == row.unit_id, MonthReport.month == row.month
    )
    return db.session.scalar(newest) == row.sequence


def frozen_content(row: ReportRow) -> Content:
    """What was approved under this report's code."""
    content = db.session.scalar(select(ReportSnapshot.content).where(ReportSnapshot.report_id == row.id))
    if content is None:
        raise NotThere
    found: Content = content
    return found


def signed_letter(viewer: Viewer, report_id: int) -> StoredDocument:
    row = report_row(viewer, report_id)
    statement = select(Document.name, Document.media_type, Document.content).where(
        Document.id == row.document_id
    )
    found = db.session.execute(statement).first()
    if found is None:
        raise NotThere
    return StoredDocument(*found)


def waiting_reports(viewer: Viewer, states: Collection[ReportState]) -> list[ReportRow]:
    """The newest reports of their months that stand in one of these states, within reach; the oldest month first."""
    statement = _rows_of(viewer).where(is_newest(), MonthReport.state.in_([one.value for one in states]))
    return _fetched(statement.order_by(MonthReport.month, Unit.code))


def overview(viewer: Viewer, month: Month, today: date) -> Overview:
    """Every reporting unit the viewer sees, by code."""
    rules = report_rules()
    due = rules.due_on(month, holidays(month.next()))
    circular = _circular_of(month, today)
    counts = _counts(viewer, circular, month, today)
    units = [unit for unit in reporting_units(viewer) if unit.closed_from is None or unit.closed_from > month]
    newest = {
        row.unit_id: row for row in _fetched(_rows_of(viewer).where(is_newest(), MonthReport.month == month))
    }
    reported = _reported(month, circular, [unit.id for unit in units])
    rows = []
    for unit in units:
        report = newest.get(unit.id)
        turn, since = _turn(report, month, today)
        closed = report is not None and report.locks_on(today)
        now = counts.get(unit.id, Counts())
        shown = OfficeMonth(
            unit, report, reported.get(unit.id), Share(now.settled, now.target), turn, since, closed,
            not closed and today > due,
        )  # fmt: skip
        rows.append(shown)
    return Overview(month, due, circular, rows)


def reported_shares(month: Month, circular: CircularRow, unit_ids: Collection[int]) -> dict[int, Share]:
    """Of these units -> tuntas of sasaran as approved last, for the pages that show what changed since."""
    return _reported(month, circular, unit_ids)


def _turn(report: ReportRow | None, month: Month, today: date) -> tuple[WaitsFor, datetime | date]:
    if report is None:
        return WaitsFor.CLERK, month.next().first_day()
    decided, prepared = report.decided_at or report.prepared_at, report.prepared_at
    match report.state:
        case ReportState.PREPARED:
            return WaitsFor.HEAD, prepared or today
        case ReportState.APPROVED:
            return WaitsFor.COORDINATOR, report.approved_at or today
        case ReportState.ACCEPTED:
            return WaitsFor.NOBODY, decided or today
        case _:
            return WaitsFor.CLERK, decided or today


def _circular_of(month: Month, today: date) -> CircularRow | None:
    """The newest that was in force in the month."""
    for row in selectable(today):
        ended = row.in_force_until is not None and row.in_force_until < month.first_day()
        if row.in_force_from <= month.last_day() and not ended:
            return row
    return None


def _counts(viewer: Viewer, circular: CircularRow | None, month: Month, today: date) -> dict[int, Counts]:
    if circular is None:
        return {}
    return {row.unit_id: row.now for row in month_table(viewer, circular, month, today).rows}


def _reported(month: Month, circular: CircularRow | None, unit_ids: Collection[int]) -> dict[int, Share]:
    if circular is None:
        return {}
    statement = (
        select(MonthReport.unit_id, ReportSnapshot.content)
        .join(ReportSnapshot, ReportSnapshot.report_id == MonthReport.id)
        .where(MonthReport.month == month, MonthReport.unit_id.in_(sorted(unit_ids)))
        .order_by(MonthReport.sequence)
    )
    found: dict[int, Share] = {}
    for unit_id, content in db.session.execute(statement):
        for one in circulars_of(content):
            if one.number == circular.number:
                found[unit_id] = Share(one.now.settled, one.now.target)
    return found


def _rows_of(viewer: Viewer) -> Select[MonthReport, str, str, str | None, str | None, str | None]:
    by = [aliased(Account) for _ in range(3)]
    statement = (
        select(MonthReport, Unit.code, Unit.name, by[0].name, by[1].name, by[2].name)
        .join(Unit, Unit.id == MonthReport.unit_id)
        .outerjoin(by[0], by[0].id == MonthReport.prepared_by)
        .outerjoin(by[1], by[1].id == MonthReport.approved_by)
        .outerjoin(by[2], by[2].id == MonthReport.decided_by)
    )
    return within(viewer, statement, Unit.path)


def _one(statement: Select[MonthReport, str, str, str | None, str | None, str | None]) -> ReportRow:
    found = _fetched(statement)
    if not found:
        raise NotThere
    return found[0]


def _fetched(statement: Select[MonthReport, str, str, str | None, str | None, str | None]) -> list[ReportRow]:
    rows = db.session.execute(statement.execution_options(populate_existing=True)).all()
    return [_row(*row) for row in rows]


def _row(
    report: MonthReport,
    unit_code: str,
    unit_name: str,
    prepared_by: str | None,
    approved_by: str | None,
    decided_by: str | None,
) -> ReportRow:
    return ReportRow(
        id=report.id,
        unit_id=report.unit_id,
        unit_code=unit_code,
        unit_name=unit_name,
        month=report.month,
        sequence=report.sequence,
        kind=ReportKind(report.kind),
        state=ReportState(report.state),
        reason=report.reason,
        code=report.code,
        prepared_by=prepared_by,
        prepared_at=report.prepared_at,
        approved_by=approved_by,
        approved_at=report.approved_at,
        signature=Signature.of_code(report.capacity),
        decided_by=decided_by,
        decided_at=report.decided_at,
        decision_reason=report.decision_reason,
        open_until=report.open_until,
        signed_number=report.signed_number,
        signed_on=report.signed_on,
        document_id=report.document_id,
        version=report.version,
    )
