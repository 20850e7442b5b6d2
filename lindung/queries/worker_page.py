"""One worker with everything his page shows, as far as it belongs to the viewer's offices."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from lindung.domain.errors import NotThere
from lindung.domain.grid import Mark, Span, year_marks
from lindung.domain.months import Month
from lindung.domain.protection import Step
from lindung.domain.rates import Tariff
from lindung.domain.registration import EnrolmentState, Relation
from lindung.domain.thresholds import Thresholds
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.sponsors import Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.reach import is_enrolled_here
from lindung.queries.sponsor_page import step_today
from lindung.queries.sponsors import is_present
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer
from lindung.queries.year_grid import confirmed_months


class EnrolmentRow(NamedTuple):
    id: int
    sponsor_id: int
    sponsor_name: str
    unit_code: str
    unit_name: str
    circular_id: int
    circular_number: str
    relation: Relation
    tariff: Tariff
    state: EnrolmentState
    noted_on: date
    submitted_on: date | None
    registered_on: date | None
    refused_on: date | None
    ended_on: date | None
    reason: str | None
    first_month: Month | None
    step: Step | None
    marks: list[Mark]  # January to December of the running year
    sponsor_is_here: bool  # the payer's page opens


@dataclass(frozen=True, slots=True)
class WorkerPage:
    id: int
    name: str
    nik_last4: str
    kpj: str | None
    birth_place: str | None
    born_on: date | None
    sex: str | None
    village: str | None
    phone: str | None
    occupation: str | None
    workplace: str | None
    work_hours: str | None
    heir: str | None
    consent_on: date | None
    died_on: date | None
    enrolments: list[EnrolmentRow]  # what still stands first

    @property
    def current(self) -> EnrolmentRow:
        return self.enrolments[0]


def worker_page(viewer: Viewer, worker_id: int, today: date) -> WorkerPage:
    """NotThere unless one of the worker's sponsors belongs to the viewer's units; only those enrolments are shown."""
    enrolments = _enrolments(viewer, worker_id, today)
    worker = db.session.get(Worker, worker_id)
    if worker is None or not enrolments:
        raise NotThere
    return WorkerPage(
        id=worker.id,
        name=worker.name,
        nik_last4=worker.nik_last4,
        kpj=worker.kpj,
        birth_place=worker.birth_place,
        born_on=worker.born_on,
        sex=worker.sex,
        village=worker.village,
        phone=worker.phone,
        occupation=worker.occupation,
        workplace=worker.workplace,
        work_hours=worker.work_hours,
        heir=worker.heir,
        consent_on=worker.consent_on,
        died_on=worker.died_on,
        enrolments=enrolments,
    )


def _enrolments(viewer: Viewer, worker_id: int, today: date) -> list[EnrolmentRow]:
    statement = (
        select(Enrolment, Sponsor.name, Unit.code, Unit.name, Circular.number, is_present(viewer, today))
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .join(Circular, Circular.id == Enrolment.circular_id)
        .where(Enrolment.worker_id == worker_id, is_enrolled_here(viewer, today))
        .order_by(Enrolment.ended_on.is_not(None), Enrolment.noted_on.desc(), Enrolment.id.desc())
    )
    limits, found = thresholds(), db.session.execute(statement).all()
    confirmed = confirmed_months([row[0].id for row in found], today.year)
    return [_row(*row, today, limits, confirmed[row[0].id]) for row in found]


def _row(
    enrolment: Enrolment,
    sponsor_name: str,
    unit_code: str,
    unit_name: str,
    number: str,
    sponsor_is_here: bool,
    today: date,
    limits: Thresholds,
    confirmed: frozenset[Month],
) -> EnrolmentRow:
    running = Month.of(today)
    first = enrolment.first_month if enrolment.registered_on is not None else None
    span = Span(first, Month.of(enrolment.ended_on) if enrolment.ended_on else None)
    return EnrolmentRow(
        id=enrolment.id,
        sponsor_id=enrolment.sponsor_id,
        sponsor_name=sponsor_name,
        unit_code=unit_code,
        unit_name=unit_name,
        circular_id=enrolment.circular_id,
        circular_number=number,
        relation=Relation(enrolment.relation),
        tariff=Tariff.of_code(enrolment.tariff),
        state=EnrolmentState(enrolment.state),
        noted_on=enrolment.noted_on,
        submitted_on=enrolment.submitted_on,
        registered_on=enrolment.registered_on,
        refused_on=enrolment.refused_on,
        ended_on=enrolment.ended_on,
        reason=enrolment.reason,
        first_month=enrolment.first_month,
        step=step_today(enrolment, today, limits),
        marks=year_marks(enrolment.cover, running.year, running, span, limits, confirmed),
        sponsor_is_here=bool(sponsor_is_here),
    )
