"""One row as its form needs it: everything that can be changed, with the stamp of what the person has seen."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Date, func, literal, select

from lindung.domain.duties import Answer, Employment, SponsorKind
from lindung.domain.errors import NotThere
from lindung.domain.identifiers import Sex
from lindung.domain.months import Month
from lindung.domain.rates import Tariff
from lindung.domain.registration import EnrolmentState, Relation
from lindung.models.base import db
from lindung.models.circulars import Declaration
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.covers import is_live
from lindung.queries.reach import is_enrolled_here
from lindung.queries.sponsors import is_present
from lindung.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class SponsorForm:
    """A sponsor's own facts, where he stands now, and his newest answer to a circular."""

    id: int
    version: int
    kind: SponsorKind
    name: str
    nip: str | None
    employment: Employment | None
    grade: str | None
    position: str | None
    phone: str | None
    email: str | None
    unit_code: str
    unit_name: str
    left_on: date | None
    left_reason: str | None
    declaration_id: int | None  # of the newest answer to the circular asked for, expired or not
    declaration_version: int | None
    answer: Answer | None
    made_on: date | None
    ends_on: date | None
    live_workers: int  # under that circular

    @property
    def answer_stamp(self) -> str:
        """What `declare(seen_stamp=...)` compares: the newest answer as it was when the form was drawn."""
        return stamp_of(self.declaration_id, self.declaration_version)


@dataclass(frozen=True, slots=True)
class EnrolmentForm:
    """One enrolment with what its worker's KPJ is; dates as stored."""

    id: int
    version: int
    worker_id: int
    worker_version: int
    worker_name: str
    nik_last4: str
    kpj: str | None
    sponsor_id: int
    sponsor_name: str
    unit_code: str
    unit_name: str
    circular_id: int
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
    cover: str  # see domain.protection and domain.grid

    @property
    def state_on(self) -> date | None:
        """The day that goes with the present state."""
        days = {
            EnrolmentState.CANDIDATE: self.noted_on,
            EnrolmentState.SUBMITTED: self.submitted_on,
            EnrolmentState.REGISTERED: self.registered_on,
            EnrolmentState.REFUSED: self.refused_on,
            EnrolmentState.ENDED: self.ended_on,
        }
        return days[self.state]


@dataclass(frozen=True, slots=True)
class WorkerForm:
    """A worker's facts for the page where they are corrected; the NIK only by its last four digits (R25)."""

    id: int
    version: int
    nik_last4: str
    name: str
    birth_place: str | None
    born_on: date | None
    sex: Sex | None
    mother_name: str | None
    address: str | None
    village: str | None
    phone: str | None
    occupation: str | None
    workplace: str | None
    work_hours: str | None
    heir: str | None
    consent_on: date | None
    kpj: str | None


def is_covered(viewer: Viewer, today: date) -> ColumnElement[bool]:
    """A worker of whom at least one sponsor is present in the viewer's units."""
    return (
        select(Enrolment.id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .where(Enrolment.worker_id == Worker.id, is_enrolled_here(viewer, today))
        .exists()
    )


def stamp_of(declaration_id: int | None, version: int | None) -> str:
    return f"{declaration_id}.{version}" if declaration_id else "0"


def sponsor_form(viewer: Viewer, sponsor_id: int, circular_id: int | None, today: date) -> SponsorForm:
    """NotThere for an unknown sponsor and for one whose present (or last) unit is not the viewer's."""
    statement = (
        select(Sponsor, Unit.code, Unit.name)
        .join(Posting, Posting.sponsor_id == Sponsor.id)
        .join(Unit, Unit.id == Posting.unit_id)
        .where(Sponsor.id == sponsor_id, is_present(viewer, today))
        .order_by(Posting.first_month.desc())
        .limit(1)
    )
    row = db.session.execute(statement).first()
    if row is None:
        raise NotThere
    sponsor, unit_code, unit_name = row
    given = _newest_answer(sponsor_id, circular_id)
    return SponsorForm(
        id=sponsor.id,
        version=sponsor.version,
        kind=SponsorKind(sponsor.kind),
        name=sponsor.name,
        nip=sponsor.nip,
        employment=Employment(sponsor.employment) if sponsor.employment else None,
        grade=sponsor.grade,
        position=sponsor.position,
        phone=sponsor.phone,
        email=sponsor.email,
        unit_code=unit_code,
        unit_name=unit_name,
        left_on=sponsor.left_on,
        left_reason=sponsor.left_reason,
        declaration_id=given.id if given else None,
        declaration_version=given.version if given else None,
        answer=Answer(given.answer) if given else None,
        made_on=given.made_on if given else None,
        ends_on=given.ends_on if given else None,
        live_workers=_live_workers(sponsor_id, circular_id, today),
    )


def enrolment_form(viewer: Viewer, enrolment_id: int, today: date) -> EnrolmentForm:
    """NotThere unless its sponsor is present in the viewer's units."""
    statement = (
        select(Enrolment, Worker, Sponsor.name, Unit.code, Unit.name)
        .join(Worker, Worker.id == Enrolment.worker_id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .where(Enrolment.id == enrolment_id, is_enrolled_here(viewer, today))
    )
    row = db.session.execute(statement).first()
    if row is None:
        raise NotThere
    enrolment, worker, sponsor_name, unit_code, unit_name = row
    return EnrolmentForm(
        id=enrolment.id,
        version=enrolment.version,
        worker_id=worker.id,
        worker_version=worker.version,
        worker_name=worker.name,
        nik_last4=worker.nik_last4,
        kpj=worker.kpj,
        sponsor_id=enrolment.sponsor_id,
        sponsor_name=sponsor_name,
        unit_code=unit_code,
        unit_name=unit_name,
        circular_id=enrolment.circular_id,
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
        cover=enrolment.cover,
    )


def worker_form(viewer: Viewer, worker_id: int, today: date) -> WorkerForm:
    """NotThere unless one of the worker's sponsors is present in the viewer's units."""
    worker = db.session.scalars(
        select(Worker).where(Worker.id == worker_id, is_covered(viewer, today))
    ).first()
    if worker is None:
        raise NotThere
    return WorkerForm(
        id=worker.id,
        version=worker.version,
        nik_last4=worker.nik_last4,
        name=worker.name,
        birth_place=worker.birth_place,
        born_on=worker.born_on,
        sex=Sex(worker.sex) if worker.sex else None,
        mother_name=worker.mother_name,
        address=worker.address,
        village=worker.village,
        phone=worker.phone,
        occupation=worker.occupation,
        workplace=worker.workplace,
        work_hours=worker.work_hours,
        heir=worker.heir,
        consent_on=worker.consent_on,
        kpj=worker.kpj,
    )


def _newest_answer(sponsor_id: int, circular_id: int | None) -> Declaration | None:
    statement = select(Declaration).where(
        Declaration.sponsor_id == sponsor_id, Declaration.circular_id == circular_id
    )
    return db.session.scalars(
        statement.order_by(Declaration.made_on.desc(), Declaration.id.desc()).limit(1)
    ).first()


def _live_workers(sponsor_id: int, circular_id: int | None, today: date) -> int:
    statement = select(func.count(Enrolment.id)).where(
        Enrolment.sponsor_id == sponsor_id,
        Enrolment.circular_id == circular_id,
        is_live(literal(today, Date)),
    )
    return db.session.scalar(statement) or 0
