"""Whom a row of a BPJS file is about, and what is stored of the month it pays: for a whole file in a few statements."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select

from lindung.domain.import_cells import restored
from lindung.domain.months import Month
from lindung.domain.settlements import WITHOUT_MONEY, Settlement
from lindung.models.base import db
from lindung.models.imports import BpjsRow, ImportBatch, ImportLine
from lindung.models.keys import current_keys
from lindung.models.ledger import Allocation, MonthCover, Payment
from lindung.models.rates import MonthDue
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.staging import chunks
from lindung.queries.viewer import PathRange, Viewer, in_reach

BY_BPJS = "bpjs"  # payment.source
WorkerMonth = tuple[int, int, Month]  # worker, job, month


class Payee(NamedTuple):
    """One enrolment that money can be booked on."""

    id: int
    worker_id: int
    sponsor_id: int
    job: int
    tariff: str
    first_month: Month | None
    registered_on: date | None
    ended_on: date | None
    protected_until: date | None
    cover: str
    unit_id: int

    def owes(self, month: Month) -> bool:
        begun = self.registered_on is not None and self.first_month is not None and self.first_month <= month
        return begun and (self.ended_on is None or self.ended_on > month.first_day())


class Person(NamedTuple):
    id: int
    name: str
    last4: str
    kpj: str | None
    payees: list[Payee]


class People(NamedTuple):
    by_nik: dict[str, Person]
    by_kpj: dict[str, Person]

    @property
    def worker_ids(self) -> set[int]:
        return {one.id for one in (*self.by_nik.values(), *self.by_kpj.values())}

    @property
    def tariffs(self) -> set[str]:
        persons = (*self.by_nik.values(), *self.by_kpj.values())
        return {payee.tariff for one in persons for payee in one.payees}


class Balance(NamedTuple):
    """Which enrolment holds a worker-month, and what BPJS has received of it."""

    enrolment_id: int
    paid: int
    confirmed: int


def people(viewer: Viewer, niks: Collection[str], kpjs: Collection[str]) -> People:
    """Workers who are enrolled within reach: another office's is as unknown as one that does not exist."""
    index = {current_keys().blind(nik): nik for nik in niks}
    found = People({}, {})
    for part in chunks(sorted(index)):
        for key, one in _persons(viewer, Worker.nik_index.in_(part)):
            found.by_nik[index[key]] = one
    for texts in chunks(sorted(kpjs)):
        for _, one in _persons(viewer, Worker.kpj.in_(texts)):
            found.by_kpj[one.kpj or ""] = one
    return found


def enrolments_of(niks: Collection[str], kpjs: Collection[str] = ()) -> set[int]:
    """Whatever enrols these workers, in reach or not: their payers are locked first."""
    keys = sorted(current_keys().blind(nik) for nik in niks)
    wanted = [Worker.nik_index.in_(part) for part in chunks(keys)]
    wanted += [Worker.kpj.in_(part) for part in chunks(sorted(kpjs))]
    found: set[int] = set()
    for condition in wanted:
        statement = select(Enrolment.id).join(Worker, Worker.id == Enrolment.worker_id)
        found.update(db.session.scalars(statement.where(condition)))
    return found


def dues(tariffs: Collection[str]) -> dict[str, dict[Month, int]]:
    """Tariff -> what each month costs, in every dated row there is."""
    found: dict[str, dict[Month, int]] = {tariff: {} for tariff in tariffs}
    statement = select(MonthDue.tariff, MonthDue.month, MonthDue.amount).where(MonthDue.tariff.in_(tariffs))
    for tariff, month, amount in db.session.execute(statement):
        found[tariff][month] = amount
    return found


def balances(worker_ids: Collection[int], months: Collection[Month]) -> dict[WorkerMonth, Balance]:
    columns = (MonthCover.enrolment_id, MonthCover.paid, MonthCover.confirmed)
    found: dict[WorkerMonth, Balance] = {}
    for part in chunks(sorted(worker_ids)):
        statement = select(MonthCover.worker_id, MonthCover.job, MonthCover.month, *columns).where(
            MonthCover.worker_id.in_(part), MonthCover.month.in_(months), MonthCover.paid != 0
        )
        for worker_id, job, month, *rest in db.session.execute(statement):
            found[worker_id, job, month] = Balance(*rest)
    return found


def received(worker_ids: Collection[int], months: Collection[Month]) -> set[WorkerMonth]:
    """Months for which BPJS has sent money, or a row that waits; credit that reached them is no row of theirs."""
    found: set[WorkerMonth] = set()
    which = (Enrolment.worker_id, Enrolment.job)
    for part in chunks(sorted(worker_ids)):
        paid = (
            select(*which, Allocation.month)
            .join(Enrolment, Enrolment.id == Allocation.enrolment_id)
            .join(Payment, Payment.id == Allocation.payment_id)
            .where(Enrolment.worker_id.in_(part), Allocation.month.in_(months))
            .where(Payment.source == BY_BPJS, Payment.amount != 0)
            .group_by(*which, Allocation.month)
            .having(func.sum(Allocation.amount) > 0)
        )
        standing = (
            select(*which, BpjsRow.month)
            .join(Enrolment, Enrolment.id == BpjsRow.enrolment_id)
            .where(Enrolment.worker_id.in_(part), BpjsRow.month.in_(months), ~_turned_away())
        )
        for statement in (paid, standing):
            found.update((worker_id, job, month) for worker_id, job, month in db.session.execute(statement))
    return found


RowKey = tuple[int, Month, int, str | None]  # worker, month, rupiah, reference


def rows_before(worker_ids: Collection[int], months: Collection[Month]) -> set[RowKey]:
    """Rows of applied files about these workers: the same row again changes nothing."""
    found: set[RowKey] = set()
    for part in chunks(sorted(worker_ids)):
        statement = (
            select(Enrolment.worker_id, BpjsRow.month, BpjsRow.amount, BpjsRow.reference)
            .join(Enrolment, Enrolment.id == BpjsRow.enrolment_id)
            .where(Enrolment.worker_id.in_(part), BpjsRow.month.in_(months))
        )
        found.update((row[0], row[1], row[2], row[3]) for row in db.session.execute(statement))
    return found


StrangerKey = tuple[
    str, Month, int, str | None
]  # the numbers as the file gave them, month, rupiah, reference


class Strangers(NamedTuple):
    """Rows about nobody known, of applied files."""

    before: set[StrangerKey]  # of files that reached as far as this viewer or farther: the same row again
    narrower: dict[
        StrangerKey, list[int]
    ]  # of an office's own file, which the viewer's takes the place of: row ids


def strangers(viewer: Viewer, months: Iterable[Month]) -> Strangers:
    """Their numbers stand only in the encrypted lines."""
    statement = (
        select(ImportLine.cells, BpjsRow.month, BpjsRow.amount, BpjsRow.reference, BpjsRow.id, Unit.path)
        .join(ImportBatch, ImportBatch.id == BpjsRow.batch_id)
        .join(ImportLine, and_(ImportLine.batch_id == BpjsRow.batch_id, ImportLine.row == BpjsRow.row))
        .outerjoin(Unit, Unit.id == ImportBatch.unit_id)
        .where(BpjsRow.month.in_(set(months)), BpjsRow.settlement == Settlement.UNKNOWN.value)
        .order_by(BpjsRow.id)
    )
    found = Strangers(set(), {})
    for cells, month, amount, reference, row_id, path in db.session.execute(statement):
        key = (numbers(cells), month, amount, reference)
        if path is None or (viewer.units is not None and PathRange(path).holds(viewer.units.first)):
            found.before.add(key)
        elif viewer.sees(path):
            found.narrower.setdefault(key, []).append(row_id)
    return found


def numbers(cells: dict[str, Any]) -> str:
    """NIK and KPJ of a stored line, as one text to compare by."""
    return "/".join(digits(restored(cells.get(name))) for name in ("nik", "kpj"))


def digits(cell: object) -> str:
    """A number as a file gave it, without what people put around it."""
    return "".join(sign for sign in str(cell or "") if sign.isdigit())


def staged_within(viewer: Viewer) -> ColumnElement[bool]:
    """Files that this viewer, or somebody under the same units, has brought in."""
    if viewer.units is None:
        return ImportBatch.id.is_not(None)
    units = select(Unit.id).where(in_reach(viewer, Unit.path))
    return or_(ImportBatch.account_id == viewer.account_id, ImportBatch.unit_id.in_(units))


def _turned_away() -> ColumnElement[bool]:
    """Rows that had waited and were sent back or ignored: another one may take their place."""
    waited = BpjsRow.settlement.in_([Settlement.DOUBLE.value, Settlement.AFTER_LAPSE.value])
    without = [one.value for one in WITHOUT_MONEY]
    return and_(waited, BpjsRow.resolution.is_not(None), BpjsRow.resolution.in_(without))


def _persons(viewer: Viewer, condition: ColumnElement[bool]) -> Iterable[tuple[bytes, Person]]:
    statement = (
        select(
            Worker.id,
            Worker.nik_index,
            Worker.name,
            Worker.nik_last4,
            Worker.kpj,
            Enrolment.id,
            Enrolment.worker_id,
            Enrolment.sponsor_id,
            Enrolment.job,
            Enrolment.tariff,
            Enrolment.first_month,
            Enrolment.registered_on,
            Enrolment.ended_on,
            Enrolment.protected_until,
            Enrolment.cover,
            Enrolment.unit_id,
        )
        .join(Enrolment, Enrolment.worker_id == Worker.id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .where(condition, in_reach(viewer, Unit.path))
        .order_by(Worker.id, Enrolment.id)
    )
    found: dict[int, tuple[bytes, Person]] = {}
    for id_, index, name, last4, kpj, *rest in db.session.execute(statement):
        found.setdefault(id_, (bytes(index), Person(id_, name, last4, kpj, [])))[1].payees.append(
            Payee(*rest)
        )
    return found.values()
