"""Keeping the read model true: differences for a few people, whole months for the rest; never commits."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, delete, insert, select, update

from lindung.actions import locks, payers
from lindung.actions.acts import Deed
from lindung.domain.duties import CircularState
from lindung.domain.months import Month, counted_for
from lindung.models.base import Base, db
from lindung.models.circulars import Circular
from lindung.models.summaries import MonthBook, UnitMonth
from lindung.models.units import Unit
from lindung.queries.counting import Counting, Counts, MonthUnit, counted, with_ancestors

DIFFERENCE_LIMIT = 200  # people; above this a recount of whole months is cheaper
SUMS = Base.metadata.tables[UnitMonth.__tablename__]
# Built once and sent with all the months and units of an act: building it each time took longer than the adding.
ADDING = (
    update(SUMS)
    .where(
        SUMS.c.circular_id == bindparam("of_circular"),
        SUMS.c.month == bindparam("in_month"),
        SUMS.c.unit_id == bindparam("in_unit"),
    )
    .values({name: SUMS.c[name] + bindparam(f"more_{name}") for name in Counts._fields})
)


class Mismatch(NamedTuple):
    """A stored count that a fresh count does not confirm."""

    circular: str
    month: Month
    unit_id: int
    stored: Counts | None
    counted: Counts | None


@contextmanager
def difference(
    deed: Deed,
    sponsor_ids: Collection[int],
    since: Month,
    *,
    circular_id: int | None = None,
    enrolment_ids: Collection[int] | None = None,
    over_locks: bool = False,
) -> Iterator[None]:
    """Adds to `unit_month` what the block changes for these payers, from `since` to the open month.

    `enrolment_ids`: counted for whoever pays, a person or a fund; of new rows the ids may be added inside the block,
    with the person among `sponsor_ids` from the beginning. `circular_id`: nothing outside this circular changes; None:
    anything may. A closed month refuses the change (R22) unless it comes `over_locks`: what BPJS confirms, and what
    the regency decides for all.
    """
    enrolment_ids = () if enrolment_ids is None else enrolment_ids
    # Lock before counting: on PostgreSQL two clerks saving at once would otherwise each miss the other's row.
    found = payers.locked(sponsor_ids, enrolment_ids)
    if found.size > DIFFERENCE_LIMIT:
        with recounted(deed, over_locks=over_locks, ahead=True):
            yield
        return
    open_months(deed.today)
    circulars = [one for one in counted_circulars() if circular_id in (None, one.id)]
    countings = [Counting(one, _span(one, since, deed.today), deed.today) for one in circulars]
    before = [found.counted_by(counting) for counting in countings]
    yield
    db.session.flush()
    found = payers.afterwards(found, sponsor_ids, enrolment_ids)
    steps_of = []
    for counting, earlier in zip(countings, before, strict=True):
        later = found.counted_by(counting)
        steps = {
            key: later.get(key, Counts()).minus(earlier.get(key, Counts())) for key in {*earlier, *later}
        }
        steps_of.append({key: step for key, step in steps.items() if any(step)})
    if not over_locks:
        locks.refuse_changed({key for changes in steps_of for key in changes}, deed.today)
    paths = _paths()
    for circular, changes in zip(circulars, steps_of, strict=True):
        _add(circular, with_ancestors(changes, paths))


@contextmanager
def recounted(deed: Deed, *, over_locks: bool = False, ahead: bool = False) -> Iterator[None]:
    """Rebuilds every month after the block, which may not change what a closed month holds (R22).

    `ahead`: holds the months from before the block. Money is written so, for what months cost changes under them.
    """
    if ahead:
        lock_months()
    yield
    db.session.flush()
    lock_months()
    before = (
        {} if over_locks else locks.locked_figures(deed.today)
    )  # stored: still without the block's changes
    recount(deed.today)
    locks.refuse_differing(before, deed.today)


def open_months(today: date) -> None:
    """Counts every month that should be open and is not, or was judged by an earlier day (R7: today, while it runs)."""
    for circular in counted_circulars():
        if not _stale(circular, today):
            _hold(circular.id)
            continue
        _hold(circular.id, alone=True)
        if stale := _stale(circular, today):  # unless somebody did it while we waited
            _recount_months(circular, stale, today)


def lock_months() -> None:
    """Takes every circular's months in id order: for acts that end in a recount and lock rows of their own before."""
    for circular in counted_circulars():
        _hold(circular.id, alone=True)


def recount(today: date) -> None:
    """Rebuilds every open month of every circular from the raw rows."""
    db.session.flush()
    kept = []
    for circular in counted_circulars():
        span = open_span(circular, today)
        _recount_months(circular, span, today)
        for table in (
            UnitMonth,
            MonthBook,
        ):  # months before it began or after it ended, once its dates were moved
            db.session.execute(
                delete(table).where(table.circular_id == circular.id, table.month.not_in(span))
            )
        kept.append(circular.id)
    db.session.execute(delete(UnitMonth).where(UnitMonth.circular_id.not_in(kept)))
    db.session.execute(delete(MonthBook).where(MonthBook.circular_id.not_in(kept)))


def mismatches() -> list[Mismatch]:
    """Where stored and counted differ, each month judged by the day it was counted for; empty when all is well."""
    paths = _paths()
    found = []
    for circular in counted_circulars():
        for book in _books(circular):
            fresh = with_ancestors(counted(circular, [book.month], book.judged_on), paths)
            stored = _stored(circular, book.month)
            for unit_id in sorted(paths):
                expected, kept = fresh.get((book.month, unit_id), Counts()), stored.get(unit_id)
                if kept != expected:
                    found.append(Mismatch(circular.number, book.month, unit_id, kept, expected))
            strangers = sorted(set(stored) - set(paths))
            found += [
                Mismatch(circular.number, book.month, unit_id, stored[unit_id], None) for unit_id in strangers
            ]
    return found


def counted_circulars() -> Sequence[Circular]:
    """Circulars that are or were in force: a draft binds nobody and has no months."""
    statement = select(Circular).where(Circular.state != CircularState.DRAFT.value).order_by(Circular.id)
    # Read anew: somebody may have changed what it asks while we waited for its months.
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def open_span(circular: Circular, today: date) -> list[Month]:
    """The months a circular has, up to the running one or the one in which it ended."""
    last = min(Month.of(today), Month.of(circular.in_force_until or today))
    return list(Month.of(circular.in_force_from).through(last))


def _span(circular: Circular, since: Month, today: date) -> list[Month]:
    return [month for month in open_span(circular, today) if month >= since]


def _hold(circular_id: int, *, alone: bool = False) -> None:
    """The circular's row serves as the lock of its months until the commit; taken first, counted in a later statement.

    Acts that add differences hold it together. Whoever counts anew holds it alone: he would otherwise count without
    what the others have added and not yet committed, and write over it. A new enrolment need not wait for either.
    """
    statement = select(Circular.id).where(Circular.id == circular_id)
    db.session.execute(statement.with_for_update(read=not alone, key_share=alone)).all()


def _recount_months(circular: Circular, months: Sequence[Month], today: date) -> None:
    _hold(circular.id, alone=True)
    paths = _paths()
    sums = with_ancestors(counted(circular, months, today), paths)
    for table in (UnitMonth, MonthBook):
        db.session.execute(delete(table).where(table.circular_id == circular.id, table.month.in_(months)))
    rows = [
        {"circular_id": circular.id, "month": month, "unit_id": unit_id}
        | sums.get((month, unit_id), Counts())._asdict()
        for month in months
        for unit_id in paths
    ]
    now = datetime.now(UTC)
    books = [
        {
            "circular_id": circular.id,
            "month": month,
            "judged_on": counted_for(month, today),
            "counted_at": now,
        }
        for month in months
    ]
    if rows:
        db.session.execute(insert(UnitMonth), rows)
    if books:
        db.session.execute(insert(MonthBook), books)


def _add(circular: Circular, changes: dict[MonthUnit, Counts]) -> None:
    changed = sorted(key for key, change in changes.items() if any(change))
    if not changed:
        return
    steps = [
        {"of_circular": circular.id, "in_month": month, "in_unit": unit_id}
        | {f"more_{name}": step for name, step in changes[month, unit_id]._asdict().items()}
        for month, unit_id in changed
    ]
    db.session.execute(ADDING, steps)
    months = {month for month, _ in changed}
    db.session.execute(
        update(MonthBook)
        .where(MonthBook.circular_id == circular.id, MonthBook.month.in_(months))
        .values(counted_at=datetime.now(UTC))
        .execution_options(synchronize_session=False)
    )


def _paths() -> dict[int, str]:
    return dict(db.session.execute(select(Unit.id, Unit.path)).all())


def _stale(circular: Circular, today: date) -> list[Month]:
    books = {book.month: book.judged_on for book in _books(circular)}
    return [month for month in open_span(circular, today) if books.get(month) != counted_for(month, today)]


def _books(circular: Circular) -> Sequence[MonthBook]:
    statement = select(MonthBook).where(MonthBook.circular_id == circular.id).order_by(MonthBook.month)
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def _stored(circular: Circular, month: Month) -> dict[int, Counts]:
    columns = [UnitMonth.__table__.c[name] for name in Counts._fields]
    statement = select(UnitMonth.unit_id, *columns).where(
        UnitMonth.circular_id == circular.id, UnitMonth.month == month
    )
    return {row[0]: Counts(*row[1:]) for row in db.session.execute(statement)}
