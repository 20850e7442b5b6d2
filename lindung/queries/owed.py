"""What enrolments still owe for a month, and who else has paid it: shown before a payment is noted (R14, R17)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple, cast

from sqlalchemy import and_, select

from lindung.domain.grid import is_paid, step_at
from lindung.domain.months import Month
from lindung.domain.protection import Step
from lindung.domain.registration import EnrolmentState
from lindung.domain.thresholds import Thresholds
from lindung.models.base import db
from lindung.models.ledger import MonthCover
from lindung.models.rates import MonthDue
from lindung.models.sponsors import Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.reach import is_enrolled_here
from lindung.queries.staging import chunks
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer

AHEAD = 12  # R14: at most a year in advance


class Owed(NamedTuple):
    """One enrolment and one contribution month."""

    enrolment_id: int
    worker_id: int
    name: str
    nik_last4: str
    sponsor_name: str
    unit_name: str
    month: Month
    due: int | None  # None: the tariff has no rate for the month
    paid: int
    is_payable: bool  # registered, begun and not over in that month
    has_other_payer: bool

    @property
    def left(self) -> int:
        """What is still to be paid; nothing when somebody else pays, or nothing can be owed."""
        if not self.is_payable or self.has_other_payer or self.due is None:
            return 0
        return max(self.due - self.paid, 0)

    @property
    def is_open(self) -> bool:
        """Due from this payer and not paid in full by him."""
        return self.is_payable and (self.has_other_payer or self.due is None or self.left > 0)


class _Dates(NamedTuple):
    registered_on: date | None
    first_month: Month | None
    ended_on: date | None

    def cover(self, month: Month) -> bool:
        """Registered, begun and not over."""
        begun = self.registered_on is not None and self.first_month is not None and self.first_month <= month
        return begun and (self.ended_on is None or self.ended_on > month.first_day())


class _Balance(NamedTuple):
    month: Month | None
    due: int | None
    payer_id: int | None
    paid: int | None


def owed(viewer: Viewer, enrolment_ids: Collection[int], month: Month, today: date) -> list[Owed]:
    """By name; those of other units are left out."""
    found: list[Owed] = []
    for ids in chunks(sorted(set(enrolment_ids))):
        found += _owed(viewer, ids, {month}, today)
    return sorted(found, key=lambda one: (one.name.casefold(), one.enrolment_id))


def next_owed(viewer: Viewer, enrolment_ids: Collection[int], today: date) -> dict[int, Owed]:
    """For each that is registered the month to be paid next: the first unpaid one, after a lapse the running one."""
    statement = select(
        Enrolment.id, Enrolment.state, Enrolment.first_month, Enrolment.ended_on, Enrolment.cover
    ).where(Enrolment.id.in_(enrolment_ids))
    limits = thresholds()
    months = {
        id_: month
        for id_, state, first, ended_on, cover in db.session.execute(statement)
        if state == EnrolmentState.REGISTERED.value and first and ended_on is None
        for month in [_next_month(cover, first, Month.of(today), limits)]
        if month is not None
    }
    if not months:
        return {}
    rows = _owed(viewer, list(months), set(months.values()), today)
    return {one.enrolment_id: one for one in rows if one.month == months[one.enrolment_id]}


def _next_month(cover: str, first: Month, running: Month, limits: Thresholds) -> Month | None:
    has_lapsed = step_at(cover, running, running, limits) is Step.LAPSED
    begin = max(first, running) if has_lapsed else first
    return next((one for one in begin.through(running.plus(AHEAD)) if not is_paid(cover, one)), None)


def _owed(viewer: Viewer, ids: Collection[int], months: Iterable[Month], today: date) -> Iterator[Owed]:
    statement = (
        select(
            Enrolment.id,
            Worker.id,
            Worker.name,
            Worker.nik_last4,
            Sponsor.name,
            Unit.name,
            Enrolment.registered_on,
            Enrolment.first_month,
            Enrolment.ended_on,
            MonthDue.month,
            MonthDue.amount,
            MonthCover.enrolment_id,
            MonthCover.paid,
        )
        .join(Worker, Worker.id == Enrolment.worker_id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .outerjoin(MonthDue, and_(MonthDue.tariff == Enrolment.tariff, MonthDue.month.in_(list(months))))
        .outerjoin(
            MonthCover,
            and_(
                MonthCover.worker_id == Enrolment.worker_id,
                MonthCover.job == Enrolment.job,
                MonthCover.month == MonthDue.month,
            ),
        )
        .where(Enrolment.id.in_(ids), is_enrolled_here(viewer, today))
        .order_by(Enrolment.id)
    )
    first = min(months)
    for row in cast(Iterable[tuple[Any, ...]], db.session.execute(statement)):
        enrolment_id, worker_id, name, nik_last4, sponsor_name, unit_name = row[:6]
        yield _row(
            enrolment_id,
            worker_id,
            name,
            nik_last4,
            sponsor_name,
            unit_name,
            _Dates(*row[6:9]),
            _Balance(*row[9:]),
            first,
        )


def _row(
    enrolment_id: int,
    worker_id: int,
    name: str,
    nik_last4: str,
    sponsor_name: str,
    unit_name: str,
    dates: _Dates,
    balance: _Balance,
    fallback: Month,
) -> Owed:
    month = balance.month or fallback
    is_own = balance.payer_id in (None, enrolment_id) or not balance.paid
    return Owed(
        enrolment_id,
        worker_id,
        name,
        nik_last4,
        sponsor_name,
        unit_name,
        month,
        balance.due,
        (balance.paid or 0) if is_own else 0,
        is_payable=dates.cover(month),
        has_other_payer=not is_own,
    )
