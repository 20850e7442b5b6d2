"""The people covered, changed in place: added from their sponsor's page, corrected, replaced, a NIK shown in full."""

from dataclasses import dataclass
from datetime import date

from lindung.actions.done import Done
from lindung.domain.identifiers import Sex
from lindung.domain.registration import Programme, Relation, Sector
from lindung.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class WorkerFacts:
    """What BPJS asks of a worker (R20a); a new one needs NIK and name. None leaves what is stored, "" empties it."""

    nik: str | None = None
    name: str | None = None
    birth_place: str | None = None
    born_on: date | None = None  # None of a new worker: as the NIK says
    sex: Sex | None = None
    mother_name: str | None = None
    address: str | None = None
    village: str | None = None
    phone: str | None = None
    occupation: str | None = None
    workplace: str | None = None
    work_hours: str | None = None
    heir: str | None = None
    consent_on: date | None = None
    kpj: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """How somebody is covered; None: as the circular asks (programmes), not in transport, the lowest band."""

    relation: Relation = Relation.ART
    programmes: frozenset[Programme] | None = None
    sector: Sector = Sector.OTHER
    band: int = 1


def add_worker(
    viewer: Viewer,
    sponsor_id: int,
    circular_id: int,
    facts: WorkerFacts,
    terms: Terms,
    *,
    noted_on: date | None = None,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """A candidate of this sponsor. `record_id` is the enrolment; or `question_id`, when another sponsor covers the NIK.

    RuleBroken: already_enrolled, question_waits, question_decided (nik), too_young, too_old (born_on), kpj_taken,
    worker_may_be_asn (name) unless `sure`: the form asks once more. Remarks: nik_disagrees, nik_date_impossible.
    """
    raise NotImplementedError


def edit_worker(
    viewer: Viewer,
    worker_id: int,
    facts: WorkerFacts,
    *,
    seen_version: int,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """Corrects a person's facts, the NIK included (nik_taken when it is somebody else's)."""
    raise NotImplementedError


def replace_worker(
    viewer: Viewer,
    enrolment_id: int,
    ended_on: date,
    reason: str,
    facts: WorkerFacts,
    terms: Terms,
    *,
    seen_version: int,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """ "Ganti ART" in one act: the enrolment ends that day and the next person's begins. Fields: ended_on, reason
    and those of add_worker."""
    raise NotImplementedError


def reveal_nik(viewer: Viewer, worker_id: int, reason: str, *, today: date, key: str | None = None) -> str:
    """The full NIK; that it was shown, to whom and why is an entry in the trail (R25). Field: reason."""
    raise NotImplementedError
