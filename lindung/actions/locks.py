"""A closed month stays as it was approved (R22): whatever would change its counts is refused, with who can open it.

What BPJS confirms and what the regency decides for all (rates, thresholds, the tree) passes: it is shown beside the
approved figure as *setelah koreksi* (docs/decisions). Those acts say `over_locks` themselves.
"""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select

from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.reports import ReportSnapshot
from lindung.models.summaries import UnitMonth
from lindung.models.units import Unit
from lindung.queries.closed import Lock, locks, report_rules, reporting_ids
from lindung.queries.counting import Counts
from lindung.queries.reporting import Content, draft_content
from lindung.queries.units import unit_by_id
from lindung.queries.viewer import CONSOLE

Figure = tuple[int, Month, int]  # circular, month, unit
Figures = Mapping[Figure, Counts]
Reported = tuple[int, Month]  # reporting unit and the month of its report


def refuse_changed(touched: Collection[tuple[Month, int]], today: date) -> None:
    """Refuses when one of these months is closed for the reporting unit of that unit.

    The reporting units are held until the commit: an approval waits, and then counts what is saved here; or it was
    faster, and what it has closed is seen here (TRUST: editing against signing).
    """
    past = {(month, unit_id) for month, unit_id in touched if month < Month.of(today)}
    if not past:
        return
    above, rules = reporting_ids(), report_rules()
    reports = {(rules.month_of(month), above[unit_id]) for month, unit_id in past if unit_id in above}
    reports |= {(month, above[unit_id]) for month, unit_id in past if unit_id in above}
    unit_ids = {unit_id for _, unit_id in reports}
    held = select(Unit.id).where(Unit.id.in_(unit_ids)).order_by(Unit.id).with_for_update(read=True)
    db.session.execute(held).all()
    found = [
        one
        for one in locks(today, unit_ids=unit_ids, months={month for month, _ in reports})
        if (one.month, one.unit_id) in reports
    ]
    if found:
        raise _refusal(found)


def locked_figures(today: date) -> Figures:
    """What stands stored of the closed months, of each unit directly; compared after a recount of everything."""
    closed = locks(today)
    if not closed:
        return {}
    above, rules = reporting_ids(), report_rules()
    spans = {(month, one.unit_id) for one in closed for month in _months_of(one, rules.first_of(one.month))}
    columns = [UnitMonth.__table__.c[name] for name in Counts._fields]
    statement = select(UnitMonth.circular_id, UnitMonth.month, UnitMonth.unit_id, *columns)
    statement = statement.where(UnitMonth.month.in_({month for month, _ in spans}))
    sums = {(row[0], row[1], row[2]): Counts(*row[3:]) for row in db.session.execute(statement)}
    parents: dict[int, int | None] = dict(db.session.execute(select(Unit.id, Unit.parent_id)).all())
    direct = dict(sums)
    for (circular_id, month, unit_id), counts in sums.items():
        key = (circular_id, month, parents.get(unit_id) or 0)
        if key in direct:
            direct[key] = direct[key].minus(counts)
    return {key: counts for key, counts in direct.items() if (key[1], above.get(key[2], 0)) in spans}


def refuse_differing(before: Figures, today: date) -> None:
    """After a recount: refuses when a closed month no longer holds what it held."""
    if not before:
        return
    after = locked_figures(today)
    changed = {
        (month, unit_id)
        for key in {*before, *after}
        if before.get(key) != after.get(key)
        for _, month, unit_id in [key]
    }
    if changed:
        refuse_changed(changed, today)


def _months_of(lock: Lock, first: Month) -> list[Month]:
    return list(first.through(lock.month))


def _refusal(found: list[Lock]) -> RuleBroken:
    first, last = found[0], found[-1]
    return RuleBroken(
        "months_locked" if first.month != last.month else "month_locked",
        month=first.month,
        last=last.month,
        since=last.since,
        by=last.by,
        unit=last.unit_name,
        unit_code=last.unit_code,
        report_code=last.code,
    )


def months_left_open(reports: Collection[Reported], today: date) -> set[Reported]:
    """Of these units and months those that nothing closes now; the units are held until the commit."""
    unit_ids = {unit_id for unit_id, _ in reports}
    held = select(Unit.id).where(Unit.id.in_(unit_ids)).order_by(Unit.id).with_for_update(key_share=True)
    db.session.execute(held).all()
    closed = locks(today, unit_ids=unit_ids, months={month for _, month in reports})
    return set(reports) - {(one.unit_id, one.month) for one in closed}


def refuse_relocked(opened: Collection[Reported], today: date) -> None:
    """After reports were put back or away: none of these months closes over figures that nobody approved."""
    unit_ids, months = {unit_id for unit_id, _ in opened}, {month for _, month in opened}
    for lock in locks(today, unit_ids=unit_ids, months=months):
        if (lock.unit_id, lock.month) not in opened:
            continue
        frozen = db.session.scalar(
            select(ReportSnapshot.content).where(ReportSnapshot.report_id == lock.report_id)
        )
        unit = unit_by_id(CONSOLE, lock.unit_id)
        if frozen is None or _essence(draft_content(CONSOLE, unit, lock.month, today)) != _essence(frozen):
            raise RuleBroken("undo_figures_changed", month=lock.month, unit=unit.name)


def _essence(content: Content) -> object:
    return [(one["number"], one["now"], one["units"]) for one in content["circulars"]], content["people"]
