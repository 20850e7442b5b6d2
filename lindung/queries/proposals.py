"""Daftar usulan peserta: candidates ready to be sent to BPJS, what each still lacks (R20a), what was sent before."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from lindung.domain.registration import EnrolmentState, Relation
from lindung.queries.places import Place
from lindung.queries.viewer import Viewer


class Asked(StrEnum):
    """What BPJS asks for besides NIK and name; the value is the column's name."""

    BIRTH_PLACE = "birth_place"
    BORN_ON = "born_on"
    MOTHER_NAME = "mother_name"
    ADDRESS = "address"
    PHONE = "phone"
    OCCUPATION = "occupation"
    WORKPLACE = "workplace"
    WORK_HOURS = "work_hours"
    HEIR = "heir"
    CONSENT_ON = "consent_on"


class ProposalRow(NamedTuple):
    """One candidate on the screen: masked, with what is missing by name."""

    enrolment_id: int
    worker_id: int
    name: str
    nik_last4: str
    relation: Relation
    sponsor_id: int
    sponsor_name: str
    unit_code: str
    unit_name: str
    state: EnrolmentState  # candidate, or refused: to be mended and sent again
    reason: str | None  # of the refusal
    noted_on: date
    missing: tuple[Asked, ...]


class ProposalLine(NamedTuple):
    """One worker on the list that goes to BPJS: everything in full. Only `actions.proposals` hands it out, logged."""

    enrolment_id: int
    nik: str
    name: str
    birth_place: str | None
    born_on: date | None
    sex: str | None
    mother_name: str | None
    address: str | None
    village: str | None
    phone: str | None
    occupation: str | None
    workplace: str | None
    work_hours: str | None
    band: int
    programmes: str  # JKK+JKM
    heir: str | None
    consent_on: date | None
    kpj: str | None
    sponsor_name: str
    sponsor_nip: str | None
    unit_name: str
    missing: tuple[Asked, ...]


class SubmissionRow(NamedTuple):
    """One list that was sent."""

    id: int
    number: str
    sent_on: date
    donor_code: str
    by: str | None  # None: the console
    workers: int
    registered: int  # of them, by now
    refused: int
    waiting: int
    act_id: int


def proposal_rows(
    viewer: Viewer, circular_id: int, today: date, *, place: Place | None = None
) -> list[ProposalRow]:
    """Who can be sent, by unit and name."""
    raise NotImplementedError


def proposal_ids(viewer: Viewer, circular_id: int, today: date, *, place: Place | None = None) -> list[int]:
    """Enrolments of `proposal_rows`, for "semua hasil filter"."""
    raise NotImplementedError


def submission_rows(viewer: Viewer, circular_id: int, today: date) -> list[SubmissionRow]:
    """Lists sent from the viewer's units, newest first; counted are only the workers within reach."""
    raise NotImplementedError


def submitted_ids(viewer: Viewer, submission_id: int, today: date) -> list[int]:
    """The enrolments of one list that was sent, for printing it again; NotThere when none is within reach."""
    raise NotImplementedError


def last_donor_code(viewer: Viewer) -> str | None:
    """The kode wadah/donatur of the newest list sent from the viewer's units: offered for the next one."""
    raise NotImplementedError
