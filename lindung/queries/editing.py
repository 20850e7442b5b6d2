"""One row as its form needs it: everything that can be changed, with the stamp of what the person has seen."""

from dataclasses import dataclass
from datetime import date

from lindung.domain.duties import Answer, Employment, SponsorKind
from lindung.domain.identifiers import Sex
from lindung.domain.months import Month
from lindung.domain.rates import Tariff
from lindung.domain.registration import EnrolmentState, Relation
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


def stamp_of(declaration_id: int | None, version: int | None) -> str:
    return f"{declaration_id}.{version}" if declaration_id else "0"


def sponsor_form(viewer: Viewer, sponsor_id: int, circular_id: int | None, today: date) -> SponsorForm:
    """NotThere for an unknown sponsor and for one whose present (or last) unit is not the viewer's."""
    raise NotImplementedError


def enrolment_form(viewer: Viewer, enrolment_id: int, today: date) -> EnrolmentForm:
    """NotThere unless its sponsor is present in the viewer's units."""
    raise NotImplementedError


def worker_form(viewer: Viewer, worker_id: int, today: date) -> WorkerForm:
    """NotThere unless one of the worker's sponsors is present in the viewer's units."""
    raise NotImplementedError
