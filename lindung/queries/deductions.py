"""The treasurer's list: what each ASN owes for contribution months, from which source, and whether it was deducted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select

from lindung.domain.deductions import DeductionSource
from lindung.domain.duties import SponsorKind
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.deductions import Deduction, Mandate
from lindung.models.ledger import MonthCover
from lindung.models.rates import MonthDue
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment
from lindung.queries.owing import coalesce, is_deductible, of_worker_month
from lindung.queries.paging import Anchor, Order, Slice, page_at, sliced
from lindung.queries.places import Place, in_place
from lindung.queries.sponsors import is_present, matches
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer, within


class Marking(StrEnum):
    OPEN = "open"  # not deducted for any of the months
    DEDUCTED = "deducted"


class DeductionOrder(StrEnum):
    NAME = "name"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class DeductionFilter:
    """Pay of `deducted_month`, for these contribution months. Without a mandate: who would owe and has none."""

    deducted_month: Month
    months: tuple[Month, ...]
    place: Place | None = None
    source: DeductionSource | None = None
    marking: Marking | None = None
    q: str = ""
    mandated: bool = True
    only: tuple[int, ...] | None = None  # these sponsors
    order: DeductionOrder = DeductionOrder.NAME
    falling: bool = False


class DeductionRow(NamedTuple):
    """One ASN and source."""

    sponsor_id: int
    name: str
    nip: str | None
    unit_code: str
    unit_name: str
    is_present: bool  # his page may be opened
    workers: int
    due: int  # each enrolment's due amount of each month (R12)
    source: DeductionSource | None  # None: no surat kuasa
    mandate_number: str | None
    mandate_on: date | None
    deduction_id: int | None  # where one month was deducted
    deducted_months: int
    deducted: int
    deducted_on: date | None

    @property
    def surplus(self) -> int:
        """What was deducted beyond what is owed today; negative: what the deduction lacks."""
        return self.deducted - self.due if self.deducted_months else 0


class Totals(NamedTuple):
    """What the whole list adds up to."""

    people: int
    workers: int
    due: int
    deducted_people: int
    deducted: int
    unmandated: int  # would owe, have no surat kuasa, and are not in the list


class Rate(NamedTuple):
    """So many worker-months at one amount."""

    amount: int
    times: int


def deduction_rows(
    viewer: Viewer, wanted: DeductionFilter, today: date, total: int, anchor: Anchor | None = None
) -> Slice[DeductionRow]:
    """One page of the list; `total` comes from `deduction_totals`."""
    page = page_at(_List(viewer, wanted, today).narrowed(), _order(wanted), anchor)
    rows = [_row(*row) for row in db.session.execute(page.statement)]
    return sliced(rows, [row.sponsor_id for row in rows], page.anchor, total)


def all_deduction_rows(viewer: Viewer, wanted: DeductionFilter, today: date) -> list[DeductionRow]:
    """The whole list, for a file, for paper and for marking."""
    found = db.session.execute(_order(wanted).apply(_List(viewer, wanted, today).narrowed()))
    return [_row(*row) for row in found]


def deduction_totals(viewer: Viewer, wanted: DeductionFilter, today: date) -> Totals:
    """The list's sums; whoever has no surat kuasa is counted apart."""
    payers = _List(viewer, wanted, today)
    sums = payers.statement.with_only_columns(
        func.sum(_flag(payers.is_listed)),
        func.sum(case((payers.is_listed, payers.workers), else_=0)),
        func.sum(case((payers.is_listed, payers.due), else_=0)),
        func.sum(_flag(and_(payers.is_listed, payers.months > 0))),
        func.sum(case((payers.is_listed, payers.deducted), else_=0)),
        func.sum(_flag(and_(payers.source.is_(None), payers.due > 0))),
        maintain_column_froms=True,
    )
    return Totals(*(int(one or 0) for one in db.session.execute(sums).one()))


def deduction_rates(viewer: Viewer, wanted: DeductionFilter, today: date) -> list[Rate]:
    """The list's total as rate times worker-months, the cheapest first."""
    people = _List(viewer, wanted, today).narrowed().with_only_columns(Sponsor.id, maintain_column_froms=True)
    statement = (
        select(MonthDue.amount, func.count())
        .select_from(Enrolment)
        .join(MonthDue, MonthDue.tariff == Enrolment.tariff)
        .outerjoin(MonthCover, of_worker_month())
        .where(
            MonthDue.month.in_(wanted.months),
            is_deductible(wanted.deducted_month, today),
            Enrolment.sponsor_id.in_(people),
        )
        .group_by(MonthDue.amount)
        .order_by(MonthDue.amount)
    )
    return [Rate(*row) for row in db.session.execute(statement)]


class DueLine(NamedTuple):
    """What one sponsor owes for one month, and in which unit he stands."""

    sponsor_id: int
    unit_id: int
    month: Month
    workers: int
    amount: int


def due_lines(
    viewer: Viewer, sponsor_ids: Collection[int], months: Sequence[Month], deducted_month: Month, today: date
) -> list[DueLine]:
    """Of these sponsors, those within reach in the month of the deduction; by sponsor and month."""
    found: list[DueLine] = []
    for ids in chunks(sorted(set(sponsor_ids))):
        statement = (
            select(
                Enrolment.sponsor_id,
                Posting.unit_id,
                MonthDue.month,
                func.count(Enrolment.worker_id.distinct()),
                func.sum(MonthDue.amount),
            )
            .select_from(Enrolment)
            .join(MonthDue, MonthDue.tariff == Enrolment.tariff)
            .join(Posting, Posting.sponsor_id == Enrolment.sponsor_id)
            .join(Unit, Unit.id == Posting.unit_id)
            .outerjoin(MonthCover, of_worker_month())
            .where(
                Enrolment.sponsor_id.in_(ids),
                MonthDue.month.in_(months),
                is_deductible(deducted_month, today),
            )
            .where(Posting.first_month <= deducted_month, Posting.last_month >= deducted_month)
            .group_by(Enrolment.sponsor_id, Posting.unit_id, MonthDue.month)
            .order_by(Enrolment.sponsor_id, MonthDue.month)
        )
        rows = db.session.execute(within(viewer, statement, Unit.path))
        found += [DueLine(*row[:4], amount=int(row[4])) for row in rows]
    return found


def posted_among(viewer: Viewer, sponsor_ids: Collection[int], month: Month) -> set[int]:
    """Those of the sponsors who stood in a unit within reach in that month (R10)."""
    found: set[int] = set()
    for ids in chunks(sorted(set(sponsor_ids))):
        statement = (
            select(Posting.sponsor_id)
            .join(Unit, Unit.id == Posting.unit_id)
            .where(Posting.sponsor_id.in_(ids), Posting.first_month <= month, Posting.last_month >= month)
        )
        found |= set(db.session.scalars(within(viewer, statement, Unit.path)))
    return found


def stands(day: date) -> ColumnElement[bool]:
    """Whether a surat kuasa holds on a day."""
    return and_(Mandate.signed_on <= day, or_(Mandate.withdrawn_on.is_(None), Mandate.withdrawn_on > day))


class _List:
    """Every ASN of the place who owes, or of whom something was deducted; `is_listed` are those the list holds."""

    def __init__(self, viewer: Viewer, wanted: DeductionFilter, today: date) -> None:
        owing, held = _owing(wanted, today), _held(wanted)
        self.workers: ColumnElement[int] = coalesce(owing.c.workers, 0)
        self.due: ColumnElement[int] = coalesce(owing.c.due, 0)
        self.months: ColumnElement[int] = coalesce(held.c.months, 0)
        self.deducted: ColumnElement[int] = coalesce(held.c.amount, 0)
        self.source: ColumnElement[str | None] = coalesce(held.c.source, Mandate.source)
        self.is_listed = self._listed(wanted)
        self.statement = self._from(viewer, wanted, today, owing, held)

    def narrowed(self) -> Select[*tuple[Any, ...]]:
        return self.statement.where(self.is_listed)

    def _from(
        self, viewer: Viewer, wanted: DeductionFilter, today: date, owing: Subquery, held: Subquery
    ) -> Select[*tuple[Any, ...]]:
        day = min(wanted.deducted_month.last_day(), today)
        statement: Select[*tuple[Any, ...]] = (
            select(
                Sponsor.id,
                Sponsor.name,
                Sponsor.nip,
                Unit.code,
                Unit.name,
                is_present(viewer, today),
                self.workers,
                self.due,
                self.source,
                Mandate.number,
                Mandate.signed_on,
                case((held.c.months == 1, held.c.id), else_=None),
                self.months,
                self.deducted,
                held.c.deducted_on,
            )
            .select_from(Posting)
            .join(Sponsor, Sponsor.id == Posting.sponsor_id)
            .join(Unit, Unit.id == Posting.unit_id)
            .outerjoin(owing, owing.c.sponsor_id == Sponsor.id)
            .outerjoin(held, held.c.sponsor_id == Sponsor.id)
            .outerjoin(Mandate, and_(Mandate.sponsor_id == Sponsor.id, stands(day)))
            .where(Posting.first_month <= wanted.deducted_month, Posting.last_month >= wanted.deducted_month)
            .where(Sponsor.kind == SponsorKind.ASN.value, or_(owing.c.due > 0, held.c.months > 0))
        )
        if wanted.place:
            statement = statement.where(in_place(wanted.place, Unit.path))
        if wanted.only is not None:
            statement = statement.where(Sponsor.id.in_(wanted.only))
        if wanted.q:
            statement = statement.where(matches(wanted.q))
        return within(viewer, statement, Unit.path)

    def _listed(self, wanted: DeductionFilter) -> ColumnElement[bool]:
        parts: list[ColumnElement[bool]] = [
            self.source.is_not(None) if wanted.mandated else self.source.is_(None)
        ]
        if wanted.source:
            parts.append(self.source == wanted.source.value)
        if wanted.marking is Marking.OPEN:
            parts.append(self.months == 0)
        elif wanted.marking is Marking.DEDUCTED:
            parts.append(self.months > 0)
        return and_(*parts)


def _owing(wanted: DeductionFilter, today: date) -> Subquery:
    return (
        select(
            Enrolment.sponsor_id,
            func.count(Enrolment.worker_id.distinct()).label("workers"),
            func.sum(MonthDue.amount).label("due"),
        )
        .join(MonthDue, MonthDue.tariff == Enrolment.tariff)
        .outerjoin(MonthCover, of_worker_month())
        .where(MonthDue.month.in_(wanted.months), is_deductible(wanted.deducted_month, today))
        .group_by(Enrolment.sponsor_id)
        .subquery("owing")
    )


def _held(wanted: DeductionFilter) -> Subquery:
    return (
        select(
            Deduction.sponsor_id,
            func.count().label("months"),
            func.sum(Deduction.amount).label("amount"),
            func.min(Deduction.source).label("source"),
            func.max(Deduction.deducted_on).label("deducted_on"),
            func.min(Deduction.id).label("id"),
        )
        .where(Deduction.month.in_(wanted.months), Deduction.cancelled_on.is_(None))
        .group_by(Deduction.sponsor_id)
        .subquery("held")
    )


def _order(wanted: DeductionFilter) -> Order:
    by_unit = (Unit.name_key,) if wanted.order is DeductionOrder.UNIT else ()
    return Order((*by_unit, Sponsor.name_key, Sponsor.id), wanted.falling)


def _row(*row: Any) -> DeductionRow:
    sponsor_id, name, nip, unit_code, unit_name = row[:5]
    return DeductionRow(
        sponsor_id,
        name,
        nip,
        unit_code,
        unit_name,
        is_present=bool(row[5]),
        workers=int(row[6]),
        due=int(row[7]),
        source=DeductionSource(row[8]) if row[8] else None,
        mandate_number=row[9],
        mandate_on=row[10],
        deduction_id=row[11],
        deducted_months=int(row[12]),
        deducted=int(row[13]),
        deducted_on=row[14],
    )


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
