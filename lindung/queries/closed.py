"""Which months of which reporting units are closed (R22): by the newest report of each."""

from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased

from lindung.domain.closing import Period as ReportPeriod
from lindung.domain.closing import ReportKind, ReportRules, ReportState, is_locked
from lindung.domain.months import Month
from lindung.models.accounts import Account
from lindung.models.base import db
from lindung.models.rates import Setting
from lindung.models.reports import MonthReport
from lindung.models.units import Unit, ids_on
from lindung.queries.viewer import BEYOND, Viewer, within

REPORTS = "reports"  # the setting: {"period": ..., "day": ...}


class Lock(NamedTuple):
    """A closed month: since when, by whom, under which code."""

    unit_id: int
    unit_code: str
    unit_name: str
    month: Month  # the report's
    report_id: int
    kind: ReportKind
    state: ReportState
    since: datetime
    by: str
    code: str


class MonthStanding(NamedTuple):
    """Where each reporting unit within reach stands with the last report month that is over."""

    rules: ReportRules
    month: Month
    units: list["UnitStanding"]


class UnitStanding(NamedTuple):
    code: str
    name: str
    state: ReportState | None  # None: nothing is prepared yet
    is_closed: bool


def report_rules() -> ReportRules:
    return _rules(db.session.scalar(_setting()))


def month_standing(viewer: Viewer, today: date) -> MonthStanding:
    """In one statement, for first screens."""
    months = sorted({ReportRules(period).last_ended(today) for period in ReportPeriod})
    newest = and_(MonthReport.unit_id == Unit.id, MonthReport.month.in_(months), is_newest())
    statement = (
        select(
            Unit.id, Unit.code, Unit.name, Unit.closed_from, MonthReport.month, MonthReport.state,
            MonthReport.open_until, _setting().scalar_subquery(),
        )
        .outerjoin(MonthReport, newest)
        .where(Unit.reports)
        .order_by(Unit.code)
    )  # fmt: skip
    rows = db.session.execute(within(viewer, statement, Unit.path)).all()
    rules = _rules(rows[0][-1] if rows else None)
    month = rules.last_ended(today)
    units: dict[int, UnitStanding] = {}
    for id_, code, name, closed_from, of_month, state, open_until, _rule in rows:
        if closed_from is not None and closed_from <= month:
            continue
        units.setdefault(id_, UnitStanding(code, name, None, is_closed=False))
        if of_month == month:
            known = ReportState(state)
            units[id_] = UnitStanding(code, name, known, is_locked(known, open_until, today))
    return MonthStanding(rules, month, list(units.values()))


def lock_over(unit_ref: int | str, month: Month | None, today: date) -> Lock | None:
    """The lock over the people of one unit in a month (None: their newest), by its id or code; one statement."""
    unit, reporting = aliased(Unit), aliased(Unit)
    is_it = unit.id == unit_ref if isinstance(unit_ref, int) else unit.code == unit_ref
    nearest = (
        select(reporting.id)
        .join(unit, and_(reporting.path <= unit.path, reporting.path.concat(BEYOND) > unit.path))
        .where(is_it, reporting.reports)
        .order_by(func.length(reporting.path).desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = _closed(with_rule=True).where(MonthReport.unit_id == nearest)
    if month is not None:
        statement = statement.where(
            MonthReport.month.in_({ReportRules(one).month_of(month) for one in ReportPeriod})
        )
    found = db.session.execute(statement.execution_options(populate_existing=True)).all()
    kept = [
        _lock(report, code, name, by)
        for report, code, name, by, rule in found
        if is_locked(ReportState(report.state), report.open_until, today)
        and (month is None or report.month in (month, _rules(rule).month_of(month)))
    ]
    return kept[-1] if kept else None


def locks(
    today: date, *, unit_ids: Collection[int] | None = None, months: Collection[Month] | None = None
) -> list[Lock]:
    """The closed months of these reporting units (of all), by month and code. `months` are those of reports."""
    statement = _closed()
    if unit_ids is not None:
        statement = statement.where(MonthReport.unit_id.in_(sorted(unit_ids)))
    if months is not None:
        statement = statement.where(MonthReport.month.in_(sorted(months)))
    found = db.session.execute(statement.execution_options(populate_existing=True)).all()
    return [
        _lock(report, code, name, by)
        for report, code, name, by in found
        if is_locked(ReportState(report.state), report.open_until, today)
    ]


@cache
def is_newest() -> ColumnElement[bool]:
    """The report that says where its unit and month stand."""
    newer = aliased(MonthReport)
    later = and_(
        newer.unit_id == MonthReport.unit_id,
        newer.month == MonthReport.month,
        newer.sequence > MonthReport.sequence,
    )
    return ~select(newer.id).where(later).exists()


@cache
def _closed(*, with_rule: bool = False) -> Select[*tuple[Any, ...]]:
    """Newest reports that may lock their month, by month and code. Built once: each act that saves asks it."""
    also = [_setting().scalar_subquery()] if with_rule else []
    states = [ReportState.APPROVED.value, ReportState.ACCEPTED.value, ReportState.REOPENED.value]
    return (
        select(MonthReport, Unit.code, Unit.name, Account.name, *also)
        .join(Unit, Unit.id == MonthReport.unit_id)
        .outerjoin(Account, Account.id == MonthReport.approved_by)
        .where(MonthReport.state.in_(states), is_newest())
        .order_by(MonthReport.month, Unit.code)
    )


def _setting() -> Select[Any]:
    return select(Setting.value).where(Setting.key == REPORTS)


def _rules(value: dict[str, Any] | None) -> ReportRules:
    usual, chosen = ReportRules(), value or {}
    period = ReportPeriod(chosen.get("period", usual.period.value))
    return ReportRules(period, int(chosen.get("day", usual.day)))


def reporting_ids() -> dict[int, int]:
    """Unit -> the reporting unit in whose report its people stand."""
    rows = db.session.execute(select(Unit.id, Unit.path, Unit.reports)).all()
    reporting = {id_ for id_, _, reports in rows if reports}
    above = {
        id_: next((one for one in reversed(ids_on(path)) if one in reporting), None) for id_, path, _ in rows
    }
    return {id_: one for id_, one in above.items() if one is not None}


def _lock(report: MonthReport, code: str, name: str, by: str | None) -> Lock:
    if report.approved_at is None or report.code is None:
        raise ValueError("locked without approval")
    return Lock(
        report.unit_id,
        code,
        name,
        report.month,
        report.id,
        ReportKind(report.kind),
        ReportState(report.state),
        report.approved_at,
        by or "–",
        report.code,
    )
