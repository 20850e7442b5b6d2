"""One ASN's surat kuasa and deductions, as his page shows them; and what an act on them needs to know."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from lindung.domain.deductions import DeductionSource
from lindung.domain.errors import NotThere
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.deductions import Deduction, Mandate
from lindung.models.sponsors import Sponsor
from lindung.models.units import Unit
from lindung.queries.sponsors import is_present
from lindung.queries.viewer import Viewer, within

SHOWN = 24  # deductions on a page; two years


class MandateRow(NamedTuple):
    id: int
    sponsor_id: int
    name: str
    source: DeductionSource
    number: str | None
    signed_on: date
    withdrawn_on: date | None
    version: int


class Taken(NamedTuple):
    """One deduction; a cancelled one stays with its reason."""

    id: int
    sponsor_id: int
    name: str
    unit_name: str
    source: DeductionSource
    deducted_month: Month
    month: Month
    amount: int
    workers: int
    deducted_on: date
    cancelled_on: date | None
    reason: str | None
    version: int


class OfSponsor(NamedTuple):
    mandates: list[MandateRow]  # the newest first
    deductions: list[Taken]

    @property
    def standing(self) -> MandateRow | None:
        return next((one for one in self.mandates if one.withdrawn_on is None), None)


def of_sponsor(viewer: Viewer, sponsor_id: int, today: date) -> OfSponsor:
    """What his page shows; the caller has found him within the viewer's reach."""
    mandates = (
        select(Mandate, Sponsor.name)
        .join(Sponsor, Sponsor.id == Mandate.sponsor_id)
        .where(Mandate.sponsor_id == sponsor_id, is_present(viewer, today))
        .order_by(Mandate.signed_on.desc(), Mandate.id.desc())
    )
    deductions = (
        select(Deduction, Sponsor.name, Unit.name)
        .join(Sponsor, Sponsor.id == Deduction.sponsor_id)
        .join(Unit, Unit.id == Deduction.unit_id)
        .where(Deduction.sponsor_id == sponsor_id, is_present(viewer, today))
        .order_by(Deduction.month.desc(), Deduction.id.desc())
        .limit(SHOWN)
    )
    return OfSponsor(
        [_mandate(*row) for row in db.session.execute(mandates)],
        [_taken(*row) for row in db.session.execute(deductions)],
    )


def mandate_row(viewer: Viewer, mandate_id: int, today: date) -> MandateRow:
    statement = (
        select(Mandate, Sponsor.name)
        .join(Sponsor, Sponsor.id == Mandate.sponsor_id)
        .where(Mandate.id == mandate_id, is_present(viewer, today))
    )
    row = db.session.execute(statement).first()
    if row is None:
        raise NotThere
    return _mandate(*row)


def taken_row(viewer: Viewer, deduction_id: int) -> Taken:
    """One deduction of an office within reach: where the ASN stood when it was made."""
    statement = (
        select(Deduction, Sponsor.name, Unit.name)
        .join(Sponsor, Sponsor.id == Deduction.sponsor_id)
        .join(Unit, Unit.id == Deduction.unit_id)
        .where(Deduction.id == deduction_id)
    )
    row = db.session.execute(within(viewer, statement, Unit.path)).first()
    if row is None:
        raise NotThere
    return _taken(*row)


def cancelled_rows(viewer: Viewer, months: Collection[Month], most: int = 50) -> list[Taken]:
    """Deductions for these contribution months that were taken back, newest first."""
    statement = (
        select(Deduction, Sponsor.name, Unit.name)
        .join(Sponsor, Sponsor.id == Deduction.sponsor_id)
        .join(Unit, Unit.id == Deduction.unit_id)
        .where(Deduction.month.in_(months), Deduction.cancelled_on.is_not(None))
        .order_by(Deduction.cancelled_on.desc(), Deduction.id.desc())
        .limit(most)
    )
    return [_taken(*row) for row in db.session.execute(within(viewer, statement, Unit.path))]


def _mandate(row: Mandate, name: str) -> MandateRow:
    return MandateRow(
        row.id,
        row.sponsor_id,
        name,
        DeductionSource(row.source),
        row.number,
        row.signed_on,
        row.withdrawn_on,
        row.version,
    )


def _taken(row: Deduction, name: str, unit_name: str) -> Taken:
    return Taken(
        id=row.id,
        sponsor_id=row.sponsor_id,
        name=name,
        unit_name=unit_name,
        source=DeductionSource(row.source),
        deducted_month=row.deducted_month,
        month=row.month,
        amount=row.amount,
        workers=row.workers,
        deducted_on=row.deducted_on,
        cancelled_on=row.cancelled_on,
        reason=row.reason,
        version=row.version,
    )
