"""Somebody becomes a sponsor's worker: a candidate, or a question when another covers him (R6). Never commits."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from lindung.actions import finding_questions, own, person, worker_writing
from lindung.actions.acts import Deed
from lindung.actions.done import Remark
from lindung.actions.person import WorkerFacts
from lindung.actions.worker_writing import SAME_NIK, WorkerPlan
from lindung.domain.duties import CircularState
from lindung.domain.errors import RuleBroken
from lindung.domain.identifiers import birth_date_from_nik
from lindung.domain.import_people import EnrolmentFacts, sex_by_number
from lindung.domain.import_words import RELATIONS
from lindung.domain.months import Month
from lindung.domain.questions import REMEMBERED, Decision
from lindung.domain.rates import Payer, Tariff
from lindung.domain.registration import EnrolmentState, Programme, Relation, Sector, Segment, check_age
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.keys import current_keys
from lindung.models.rates import MonthDue
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.staging import (
    KnownEnrolment,
    KnownWorker,
    asked_of,
    given_up,
    job_beside,
    known_workers,
)
from lindung.queries.thresholds import thresholds

COLUMNS = {
    "birth_place": "tempat_lahir", "mother_name": "nama_ibu", "village": "desa", "workplace": "tempat_kerja",
    "work_hours": "jam_kerja", "heir": "ahli_waris", "consent_on": "tanggal_persetujuan", "born_on": "tanggal_lahir",
    "sex": "jenis_kelamin", "address": "alamat", "phone": "telepon", "occupation": "pekerjaan", "kpj": "kpj",
    "name": "nama",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """How somebody is covered; None: as the circular asks (programmes), as practice registers (segment: BPU, R21)."""

    relation: Relation = Relation.ART
    programmes: frozenset[Programme] | None = None
    sector: Sector = Sector.OTHER
    band: int = 1
    segment: Segment | None = None


class Enrolled(NamedTuple):
    """One of the two ids: the candidate counts, the question waits."""

    enrolment_id: int | None
    question_id: int | None
    remarks: list[Remark]


def enrol(
    deed: Deed,
    sponsor: Sponsor,
    circular: Circular,
    facts: WorkerFacts,
    terms: Terms,
    noted_on: date,
    *,
    sure: bool,
    unit_id: int | None = None,
) -> Enrolled:
    """Inner step, inside the sponsor's difference. `unit_id`: where he stands; None: where his sponsor is posted."""
    check_open(circular, deed.today)
    own.check_day(noted_on, deed.today, "noted_on")
    if sponsor.left_on is not None:
        raise RuleBroken("sponsor_has_left", name=sponsor.name, left_on=sponsor.left_on)
    nik = person.given_nik(facts)
    known = known_workers([nik]).get(nik)
    columns = _person(facts, nik, known, deed.today)
    born_on = columns.get("born_on") or (known.born_on if known else None)
    _check_person(columns["name"], born_on, terms, deed.today, sure=sure)
    mine = _live(known, deed.today)
    if any((one.sponsor_id, one.circular_id) == (sponsor.id, circular.id) for one in mine):
        raise RuleBroken("already_enrolled", field="nik", sponsor=sponsor.name)
    job = 1
    asks = any(one.sponsor_id != sponsor.id for one in mine)
    if known and given_up([known.id]):
        raise RuleBroken("question_decided_nik", field="nik")
    if asks and known and _is_second_job(known.id, sponsor.id, circular.id):
        asks, job = False, job_beside(known.id, sponsor.id)
    plan = WorkerPlan(
        nik=nik,
        person=columns,
        worker_id=known.id if known else None,
        sponsor_id=sponsor.id,
        unit_id=unit_id or _home(sponsor.id),
        circular_id=circular.id,
        enrolment=_enrolment(sponsor, circular, terms, noted_on),
        enrolment_id=None,
        row=_row(sponsor, circular, nik, columns, terms),
        asks=asks,
        job=job,
    )
    worker_writing.write(deed, [plan])
    remarks = person.remarks_on(nik, born_on, columns.get("sex"), deed.today)
    if asks:
        return Enrolled(None, _newest_question(nik, sponsor.id, circular.id), remarks)
    finding_questions.find_questions(deed, [_worker_id(nik)], sure=sure)
    return Enrolled(_newest_enrolment(nik, sponsor.id, circular.id), None, remarks)


def tariff_of(terms: Terms, sponsor: Sponsor, circular: Circular) -> str:
    """What is owed, checked against what the regency has a rate for and what the circular accepts."""
    if circular.relations and terms.relation.value not in circular.relations:
        raise RuleBroken("relation_not_accepted", field="relation", number=circular.number)
    programmes = terms.programmes
    if programmes is None:
        programmes = frozenset(Programme(one) for one in circular.programmes)
    if not programmes:
        raise RuleBroken("programmes_missing", field="programmes")
    payer = Payer.PUBLIC if sponsor.is_public else Payer.PRIVATE
    code = Tariff(terms.segment or Segment.BPU, terms.sector, terms.band, payer, programmes).code
    if db.session.scalar(select(MonthDue.tariff).where(MonthDue.tariff == code).limit(1)) is None:
        raise RuleBroken("no_rate_for_terms", field="band")
    return code


def check_open(circular: Circular, today: date) -> None:
    ended = circular.in_force_until is not None and circular.in_force_until < today
    if circular.state == CircularState.DRAFT.value or ended:
        raise RuleBroken("circular_over", field="circular", number=circular.number)


def _person(facts: WorkerFacts, nik: str, known: KnownWorker | None, today: date) -> dict[str, Any]:
    columns = person.columns_of(facts, nik, today)
    if not columns.get("name"):
        raise RuleBroken("name_missing", field="name")
    if known is None or known.born_on is None:
        columns.setdefault("born_on", birth_date_from_nik(nik, today))
    if known is None or known.sex is None:
        columns.setdefault("sex", sex_by_number(nik).value)
    # Of somebody known an empty field says nothing: a new sponsor need not know what an earlier one did.
    return columns if known is None else {name: value for name, value in columns.items() if value is not None}


def _check_person(name: str, born_on: date | None, terms: Terms, today: date, *, sure: bool) -> None:
    if born_on is not None:
        check_age(born_on, today, terms.relation, thresholds().ages(Month.of(today)))
    if not sure:
        person.refuse_servant(name, born_on)


def _live(known: KnownWorker | None, today: date) -> list[KnownEnrolment]:
    return [one for one in known.enrolments if one.facts.is_live(today)] if known else []


def _is_second_job(worker_id: int, sponsor_id: int, circular_id: int) -> bool:
    """Whether both jobs were decided to be lawful; what was decided otherwise is not asked again (R6)."""
    asked, subject = asked_of([worker_id]), (worker_id, sponsor_id, circular_id)
    if subject not in asked:
        return False
    decided = asked[subject]
    if decided is Decision.TWO_JOBS:
        return True
    raise RuleBroken(REMEMBERED[decided] if decided else "question_waits", field="nik")


def _home(sponsor_id: int) -> int:
    statement = select(Posting.unit_id).where(Posting.sponsor_id == sponsor_id)
    return db.session.scalars(statement.order_by(Posting.first_month.desc()).limit(1)).one()


def _enrolment(sponsor: Sponsor, circular: Circular, terms: Terms, noted_on: date) -> dict[str, Any]:
    facts = EnrolmentFacts(EnrolmentState.CANDIDATE, noted_on)
    return worker_writing.facts_columns(facts) | {
        "relation": terms.relation.value,
        "tariff": tariff_of(terms, sponsor, circular),
    }


def _row(
    sponsor: Sponsor, circular: Circular, nik: str, columns: dict[str, Any], terms: Terms
) -> dict[str, str]:
    """The row as a file would say it: what a question keeps until somebody decides it."""
    words: dict[str, object] = {COLUMNS[name]: value for name, value in columns.items()}
    words |= {"nip_penanggung": sponsor.nip, "nomor_edaran": circular.number, "nik": nik}
    words["hubungan"] = next(word for word, meaning in RELATIONS.items() if meaning is terms.relation)
    if terms.programmes:
        words["program"] = "+".join(one for one in Programme if one in terms.programmes)
    return {name: str(value) for name, value in words.items() if value is not None}


def _newest_enrolment(nik: str, sponsor_id: int, circular_id: int) -> int:
    statement = select(Enrolment.id).where(
        Enrolment.worker_id == _worker_id(nik),
        Enrolment.sponsor_id == sponsor_id,
        Enrolment.circular_id == circular_id,
    )
    return db.session.scalars(statement.order_by(Enrolment.id.desc()).limit(1)).one()


def _newest_question(nik: str, sponsor_id: int, circular_id: int) -> int:
    statement = select(Question.id).where(
        Question.kind == SAME_NIK,
        Question.worker_id == _worker_id(nik),
        Question.sponsor_id == sponsor_id,
        Question.circular_id == circular_id,
    )
    return db.session.scalars(statement).one()


def _worker_id(nik: str) -> int:
    return db.session.scalars(select(Worker.id).where(Worker.nik_index == current_keys().blind(nik))).one()
