"""What is stored about the people and units a file names: looked up for a whole chunk of rows at once."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from lindung.domain.duties import CircularState, SponsorKind
from lindung.domain.handovers import HandoverState
from lindung.domain.import_people import EnrolmentFacts
from lindung.domain.months import Month
from lindung.domain.questions import KEPT, Decision, QuestionKind
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration
from lindung.models.handovers import Handover
from lindung.models.keys import current_keys
from lindung.models.ledger import MonthCover
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.viewer import Viewer, within

AT_ONCE = 2000  # values in one IN list: both engines take more, none wants to
Value = TypeVar("Value")


class KnownUnit(NamedTuple):
    id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    path: str
    closed_from: Month | None


class KnownPosting(NamedTuple):
    id: int
    unit_id: int
    unit_code: str
    unit_name: str
    unit_path: str
    first_month: Month
    last_month: Month


class KnownSponsor(NamedTuple):
    id: int
    kind: str
    nip: str
    name: str
    employment: str | None
    grade: str | None
    position: str | None
    phone: str | None
    email: str | None
    is_public: bool
    left_on: date | None
    postings: tuple[KnownPosting, ...]  # oldest first

    def posting_at(self, month: Month) -> KnownPosting | None:
        return next((one for one in self.postings if one.first_month <= month <= one.last_month), None)

    @property
    def home(self) -> KnownPosting | None:
        """Where he stands now, or stood last."""
        return self.postings[-1] if self.postings else None


class KnownEnrolment(NamedTuple):
    id: int
    worker_id: int
    sponsor_id: int
    circular_id: int
    relation: str
    tariff: str
    facts: EnrolmentFacts
    unit_path: str
    protected_until: date | None


class KnownWorker(NamedTuple):
    id: int
    nik_index: bytes
    name: str
    born_on: date | None
    sex: str | None
    address: str | None
    phone: str | None
    occupation: str | None
    kpj: str | None
    enrolments: list[KnownEnrolment]


class KnownDeclaration(NamedTuple):
    id: int
    answer: str
    made_on: date


def chunks(values: Iterable[Value]) -> Iterator[Sequence[Value]]:
    whole = list(values)
    for start in range(0, len(whole), AT_ONCE):
        yield whole[start : start + AT_ONCE]


def known_units(viewer: Viewer) -> dict[str, KnownUnit]:
    """Every unit within reach by its code: another office's is as unknown as one that does not exist."""
    statement = select(
        Unit.id, Unit.code, Unit.name, Unit.kind, Unit.parent_id, Unit.path, Unit.closed_from
    ).order_by(Unit.path)
    return {row.code: KnownUnit(*row) for row in db.session.execute(within(viewer, statement, Unit.path))}


def known_sponsors(nips: Collection[str]) -> dict[str, KnownSponsor]:
    """Whoever has these numbers, in reach or not: `sees` decides what a row may say of them."""
    found: dict[int, KnownSponsor] = {}
    for part in chunks(sorted(nips)):
        statement = select(
            Sponsor.id,
            Sponsor.kind,
            Sponsor.nip,
            Sponsor.name,
            Sponsor.employment,
            Sponsor.grade,
            Sponsor.position,
            Sponsor.phone,
            Sponsor.email,
            Sponsor.is_public,
            Sponsor.left_on,
        ).where(Sponsor.nip.in_(part))
        rows = db.session.execute(statement).all()
        postings = _postings([row.id for row in rows])
        known = [KnownSponsor(*row, postings.get(row.id, ())) for row in rows]  # type: ignore[arg-type]  # by NIP
        found |= {sponsor.id: sponsor for sponsor in known}
    return {sponsor.nip: sponsor for sponsor in found.values()}


def sponsor_ids(nips: Collection[str]) -> set[int]:
    """Of whoever has these numbers."""
    found: set[int] = set()
    for part in chunks(sorted(nips)):
        found.update(db.session.scalars(select(Sponsor.id).where(Sponsor.nip.in_(part))))
    return found


def worker_ids(niks: Collection[str]) -> set[int]:
    """Of whoever has these NIK."""
    found: set[int] = set()
    for part in chunks(sorted(current_keys().blind(nik) for nik in niks)):
        found.update(db.session.scalars(select(Worker.id).where(Worker.nik_index.in_(part))))
    return found


def sees(viewer: Viewer, sponsor: KnownSponsor) -> bool:
    return viewer.units is None or (sponsor.home is not None and viewer.sees(sponsor.home.unit_path))


PEOPLE = (SponsorKind.ASN.value, SponsorKind.STAFF.value)  # whom a file of civil servants is about


def posted_nips(viewer: Viewer, month: Month, kinds: Collection[str]) -> dict[str, str]:
    """NIP -> name of everybody posted within reach in a month."""
    statement = (
        select(Sponsor.nip, Sponsor.name)
        .join(Posting, Posting.sponsor_id == Sponsor.id)
        .join(Unit, Unit.id == Posting.unit_id)
        .where(Posting.first_month <= month, Posting.last_month >= month, Sponsor.nip.is_not(None))
        .where(Sponsor.kind.in_(kinds))
        .order_by(Sponsor.nip)
    )
    return {nip: name for nip, name in db.session.execute(within(viewer, statement, Unit.path)) if nip}


def known_circulars() -> dict[str, Circular]:
    """Circulars that bind or bound somebody, by number."""
    statement = select(Circular).where(Circular.state != CircularState.DRAFT.value).order_by(Circular.id)
    return {circular.number: circular for circular in db.session.scalars(statement)}


def all_circulars() -> dict[str, Circular]:
    return {one.number: one for one in db.session.scalars(select(Circular).order_by(Circular.id))}


def default_circular(circulars: Iterable[Circular], today: date) -> Circular | None:
    """The newest in force: what a row without nomor_edaran speaks of."""
    in_force = [
        one
        for one in circulars
        if one.state == CircularState.IN_FORCE.value
        and one.in_force_from <= today
        and (one.in_force_until is None or one.in_force_until >= today)
    ]
    return max(in_force, key=lambda one: (one.in_force_from, one.id), default=None)


def known_declarations(sponsor_ids: Collection[int]) -> dict[tuple[int, int], list[KnownDeclaration]]:
    """(sponsor, circular) -> his answers, oldest first."""
    found: dict[tuple[int, int], list[KnownDeclaration]] = {}
    for part in chunks(sorted(sponsor_ids)):
        statement = (
            select(
                Declaration.sponsor_id,
                Declaration.circular_id,
                Declaration.id,
                Declaration.answer,
                Declaration.made_on,
            )
            .where(Declaration.sponsor_id.in_(part))
            .order_by(Declaration.made_on, Declaration.id)
        )
        for row in db.session.execute(statement):
            known = KnownDeclaration(row.id, row.answer, row.made_on)
            found.setdefault((row.sponsor_id, row.circular_id), []).append(known)
    return found


def known_workers(niks: Collection[str]) -> dict[str, KnownWorker]:
    """Workers by NIK, through the blind index, each with everything that enrols them."""
    index = {current_keys().blind(nik): nik for nik in niks}
    workers: dict[int, KnownWorker] = {}
    for part in chunks(sorted(index)):
        statement = select(
            Worker.id,
            Worker.nik_index,
            Worker.name,
            Worker.born_on,
            Worker.sex,
            Worker.address,
            Worker.phone,
            Worker.occupation,
            Worker.kpj,
        ).where(Worker.nik_index.in_(part))
        workers |= {row.id: KnownWorker(*row, []) for row in db.session.execute(statement)}
    for part_ids in chunks(sorted(workers)):
        for enrolment in _enrolments(part_ids):
            workers[enrolment.worker_id].enrolments.append(enrolment)
    return {index[bytes(worker.nik_index)]: worker for worker in workers.values()}


def paid_for(enrolment_ids: Collection[int]) -> set[int]:
    """Of these enrolments those for which some month has been paid, in part or in full."""
    found: set[int] = set()
    for part in chunks(sorted(enrolment_ids)):
        statement = select(MonthCover.enrolment_id).where(
            MonthCover.enrolment_id.in_(part), MonthCover.paid != 0
        )
        found.update(db.session.scalars(statement.distinct()))
    return found


def kpj_owners(kpjs: Collection[str]) -> dict[str, bytes]:
    """KPJ -> blind index of whose it is."""
    found: dict[str, bytes] = {}
    for part in chunks(sorted(kpjs)):
        statement = select(Worker.kpj, Worker.nik_index).where(Worker.kpj.in_(part))
        found |= {kpj: bytes(nik_index) for kpj, nik_index in db.session.execute(statement) if kpj}
    return found


def asked_of(worker_ids: Collection[int]) -> dict[tuple[int, int, int], Decision | None]:
    """(worker, sponsor, circular) of a NIK under two payers -> what a human decided; None: it waits (R6)."""
    found: dict[tuple[int, int, int], Decision | None] = {}
    for part in chunks(sorted(worker_ids)):
        statement = select(
            Question.worker_id, Question.sponsor_id, Question.circular_id, Question.decision
        ).where(Question.worker_id.in_(part), Question.kind == QuestionKind.SAME_NIK.value)
        for worker_id, sponsor_id, circular_id, decision in db.session.execute(statement):
            found[worker_id, sponsor_id, circular_id] = Decision(decision) if decision else None
    return found


def given_up(worker_ids: Collection[int]) -> set[int]:
    """Of these workers those whose NIK was decided to be wrong: the same person stands under another one."""
    found: set[int] = set()
    for part in chunks(sorted(worker_ids)):
        pair = or_(Question.worker_id.in_(part), Question.other_worker_id.in_(part))
        statement = select(Question.worker_id, Question.other_worker_id, Question.row).where(
            pair,
            Question.kind == QuestionKind.SAME_PERSON.value,
            Question.decision == Decision.MERGE.value,
        )
        for worker_id, other_id, row in db.session.execute(statement):
            kept = int(row.get(KEPT, 0))
            found.update(id_ for id_ in (worker_id, other_id) if id_ is not None and id_ != kept)
    return found & set(worker_ids)


def passed_on(enrolment_ids: Collection[int]) -> set[int]:
    """Of these enrolments those that another payer has taken over (R10)."""
    found: set[int] = set()
    for part in chunks(sorted(enrolment_ids)):
        statement = select(Handover.enrolment_id).where(
            Handover.enrolment_id.in_(part), Handover.state == HandoverState.ACCEPTED.value
        )
        found.update(db.session.scalars(statement))
    return found


def job_beside(worker_id: int, sponsor_id: int) -> int:
    """Which job a second lawful membership is: the one it was before, else the next (R6)."""
    statement = select(Enrolment.sponsor_id, Enrolment.job).where(Enrolment.worker_id == worker_id)
    rows = db.session.execute(statement).all()
    mine = [job for payer_id, job in rows if payer_id == sponsor_id]
    others = [job for payer_id, job in rows if payer_id != sponsor_id]
    return mine[-1] if mine and mine[-1] not in others else max([*mine, *others], default=0) + 1


def _enrolments(worker_ids: Sequence[int]) -> Iterator[KnownEnrolment]:
    home = aliased(Unit)
    statement = (
        select(
            Enrolment.id,
            Enrolment.worker_id,
            Enrolment.sponsor_id,
            Enrolment.circular_id,
            Enrolment.relation,
            Enrolment.tariff,
            home.path,
            Enrolment.protected_until,
            Enrolment.state,
            Enrolment.noted_on,
            Enrolment.submitted_on,
            Enrolment.registered_on,
            Enrolment.refused_on,
            Enrolment.ended_on,
            Enrolment.reason,
            Enrolment.first_month,
        )
        .join(home, home.id == Enrolment.unit_id)
        .where(Enrolment.worker_id.in_(worker_ids))
        .order_by(Enrolment.id)
    )
    for row in db.session.execute(statement):
        id_, worker_id, sponsor_id, circular_id, relation, tariff, path, until, state, *dates = row
        facts = EnrolmentFacts(EnrolmentState(state), *dates)
        yield KnownEnrolment(id_, worker_id, sponsor_id, circular_id, relation, tariff, facts, path, until)


def _postings(sponsor_ids: Sequence[int]) -> dict[int, tuple[KnownPosting, ...]]:
    statement = (
        select(
            Posting.sponsor_id,
            Posting.id,
            Posting.unit_id,
            Unit.code,
            Unit.name,
            Unit.path,
            Posting.first_month,
            Posting.last_month,
        )
        .join(Unit, Unit.id == Posting.unit_id)
        .where(Posting.sponsor_id.in_(sponsor_ids))
        .order_by(Posting.sponsor_id, Posting.first_month)
    )
    found: dict[int, list[KnownPosting]] = {}
    for row in db.session.execute(statement):
        found.setdefault(row.sponsor_id, []).append(KnownPosting(*row[1:]))
    return {sponsor_id: tuple(postings) for sponsor_id, postings in found.items()}
