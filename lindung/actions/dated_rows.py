"""Inner steps of the acts on dated rows: placing a new one, ending one, taking a future one away, and what follows."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import func, select

from lindung.actions import balances, derived, ledger, summaries
from lindung.actions.acts import Deed, decoded
from lindung.domain.dated import Span, checked_end, placed
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.domain.names import clean
from lindung.models.acts import AuditEntry
from lindung.models.base import Base, db
from lindung.models.rates import BenefitRow, DiscountRow, RateRow, ThresholdRow
from lindung.models.reports import MonthReport
from lindung.models.workers import Enrolment

LAW_LENGTH = 300
APPROVED = ("approved", "accepted")

Dated = RateRow | DiscountRow | BenefitRow | ThresholdRow

# What makes rows one series: of one series at most one row counts in a month.
SERIES: dict[type[Base], tuple[str, ...]] = {
    RateRow: ("segment", "band", "programme"),
    DiscountRow: ("segment", "sector", "payer", "programme"),
    BenefitRow: ("kind",),
    ThresholdRow: ("key",),
}
MONEY: tuple[type[Base], ...] = (RateRow, DiscountRow)


class Validity(NamedTuple):
    """From which month to which a row counts, and by whose word."""

    first_month: Month
    last_month: Month
    legal_basis: str
    verified: bool


class Reach(NamedTuple):
    """What a change concerns that has happened already; named before it is confirmed."""

    months: int  # ended months and the running one
    workers: int
    paid: int  # worker-months that are paid and would owe something else
    approved: int  # monthly reports that stand approved, and keep their figures


def columns_of(validity: Validity) -> dict[str, Any]:
    law = clean(validity.legal_basis)
    if not law:
        raise RuleBroken("law_missing", field="legal_basis")
    if len(law) > LAW_LENGTH:
        raise RuleBroken("law_too_long", field="legal_basis", most=LAW_LENGTH)
    return {
        "first_month": validity.first_month,
        "last_month": validity.last_month,
        "legal_basis": law,
        "verified": validity.verified,
    }


def add(row: Dated) -> int:
    """Puts a new row in its series; its predecessor ends the month before. Returns its id."""
    others = _locked_series(row)
    spans = [Span(one.first_month, one.last_month) for one in others]
    gapless = not isinstance(row, DiscountRow)
    place = placed(Span(row.first_month, row.last_month), spans, gapless=gapless)
    row.last_month = place.last
    if place.closes is not None:
        others[place.closes].last_month = row.first_month.previous()
    db.session.add(row)
    db.session.flush()
    return row.id


def end(row: Dated, last: Month) -> None:
    row.last_month = checked_end(Span(row.first_month, row.last_month), last)
    db.session.flush()


def take_away(row: Dated, running: Month) -> Month:
    """A row that counts for no month yet; what it had closed is open again. Returns its first month."""
    if row.first_month <= running:
        raise RuleBroken("row_in_force", field="row", month=row.first_month)
    first = row.first_month
    _refuse_leant_on(row)
    for one, last in _closed_by(row):
        one.last_month = last
    db.session.delete(row)
    db.session.flush()
    return first


def found(model: type[Dated], row_id: int) -> Dated:
    """The row, for this act alone; what it changes of months comes after the months in the lock order."""
    if model is not BenefitRow:
        summaries.lock_months()
    row: Any = db.session.get(model, row_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotThere
    found_row: Dated = row
    return found_row


def settle(deed: Deed, models: Iterable[type[Base]], first: Month, *, sure: bool) -> None:
    """What follows from rows that changed from `first` on; asks back when something that is past would change.

    The caller stands inside `summaries.recounted`, which counts afterwards.
    """
    db.session.flush()
    derived.rebuild()
    changes_money = any(model in MONEY for model in models)
    paid = derived.refresh_dues(deed) if changes_money else 0
    if sure:
        return
    reach = _reach(first, Month.of(deed.today), paid)
    if reach.months:
        raise RuleBroken("change_recounts", field="sure", **reach._asdict())
    if reach.paid:
        raise RuleBroken("change_touches_paid", field="sure", paid=reach.paid)


@contextmanager
def counted_anew(deed: Deed, first: Month) -> Iterator[None]:
    """Rates and limits are decided for all: closed months keep what was approved, and the difference is shown (R22).

    Of what begins later nothing is counted yet. The months are held from the start: a payment under way is waited
    for, and then its months follow too.
    """
    summaries.lock_months()
    if first > Month.of(deed.today):
        yield
        return
    with summaries.recounted(deed, over_locks=True):
        yield


def follow(records: Collection[str]) -> None:
    """After rows were put back as they stood before an act: no two of a series overlap, and all that rests on them."""
    models = [model for model in SERIES if model.__tablename__ in records]
    if not models:
        return
    for model in models:
        _refuse_overlaps(model)
    derived.rebuild()
    derived.refresh_dues()


def let_credit_follow(deed: Deed, records: Collection[str]) -> None:
    """After months cost again what they did, and money given in between was taken back (R14)."""
    if any(model.__tablename__ in records for model in MONEY):
        ledger.follow_credit(deed, balances.with_credit())


def _refuse_overlaps(model: type[Any]) -> None:
    before: Any = None
    columns = [getattr(model, name) for name in (*SERIES[model], "first_month")]
    for row in db.session.scalars(select(model).order_by(*columns)):
        same = before is not None and all(
            getattr(before, name) == getattr(row, name) for name in SERIES[model]
        )
        if same and before.last_month >= row.first_month:
            raise RuleBroken("row_has_successor", month=row.first_month)
        before = row


def _reach(first: Month, running: Month, paid: int) -> Reach:
    if first > running:
        return Reach(0, 0, paid, 0)
    covered = select(func.count(func.distinct(Enrolment.worker_id))).where(
        Enrolment.registered_on.is_not(None),
        Enrolment.first_month <= running,
        Enrolment.ended_on.is_(None) | (Enrolment.ended_on > first.first_day()),
    )
    reports = select(func.count(MonthReport.id)).where(
        MonthReport.month >= first, MonthReport.state.in_(APPROVED)
    )
    return Reach(
        len(list(first.through(running))),
        db.session.scalar(covered) or 0,
        paid,
        db.session.scalar(reports) or 0,
    )


def _locked_series(row: Dated) -> Sequence[Dated]:
    model: type[Any] = type(row)
    table = model.__table__
    same = [table.c[name].is_not_distinct_from(getattr(row, name)) for name in SERIES[model]]
    db.session.execute(select(table.c.id).where(*same).order_by(table.c.id).with_for_update()).all()
    # Read in a later statement: whoever was waited for may have added a row.
    statement = select(model).where(*same).order_by(table.c.first_month, table.c.id)
    rows: Sequence[Dated] = db.session.scalars(statement.execution_options(populate_existing=True)).all()
    return rows


def _refuse_leant_on(row: Dated) -> None:
    """A later row of the series was placed after this one."""
    later = [one for one in _locked_series(row) if one.first_month > row.first_month]
    if later:
        raise RuleBroken("row_has_successor", field="row", month=later[0].first_month)


def _closed_by(row: Dated) -> list[tuple[Any, Month]]:
    """The row that this one closed when it was added, with the end it had; as the audit trail tells."""
    model = type(row)
    added = select(AuditEntry.act_id).where(
        AuditEntry.record == row.__tablename__, AuditEntry.record_id == row.id, AuditEntry.before.is_(None)
    )
    entries = db.session.scalars(
        select(AuditEntry).where(
            AuditEntry.act_id.in_(added),
            AuditEntry.record == row.__tablename__,
            AuditEntry.record_id != row.id,
        )
    )
    series = {one.id: one for one in _locked_series(row)}
    closed = []
    for entry in entries:
        one = series.get(entry.record_id)
        before = decoded(model, entry.before or {}).get("last_month")
        if one is not None and before and one.last_month == row.first_month.previous():
            closed.append((one, before))
    return closed
