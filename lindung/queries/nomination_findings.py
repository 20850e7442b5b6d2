"""What speaks against people on a list, for thousands at once (R6, R20): Judge learns, then answers for each."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from lindung.domain.duties import SponsorKind
from lindung.domain.import_people import EnrolmentFacts
from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.domain.nominations import Finding, Known, NominationState, finding_of, well_formed
from lindung.domain.registration import EnrolmentState, Segment
from lindung.models.base import db
from lindung.models.keys import current_keys
from lindung.models.nominations import Nomination
from lindung.models.sponsors import Sponsor
from lindung.models.workers import Enrolment, Worker
from lindung.queries.staging import chunks
from lindung.queries.thresholds import thresholds

EMPLOYED = "penerima upah"  # in the reason of a refusal: BPJS knows the person as an employee (PU)


class Subject(NamedTuple):
    """Somebody to be judged; `id` is the nomination's where it is stored."""

    nik: str | None
    name: str
    born_on: date | None
    id: int | None = None
    enrolment_id: int | None = None  # his own cover under this programme speaks for him, not against him
    two_jobs: bool = False


class Listed(NamedTuple):
    """A well-formed NIK on a list of the programme."""

    id: int
    unit_id: int
    enrolment_id: int | None
    is_dropped: bool
    nik_index: bytes


class _Cover(NamedTuple):
    enrolment_id: int
    is_of_fund: bool
    tariff: str
    facts: EnrolmentFacts


class Judge:
    """For one programme, as of today. `load` may be called again with other people."""

    def __init__(self, circular_id: int, today: date) -> None:
        self.circular_id = circular_id
        self.today = today
        self.limits = thresholds().ages(Month.of(today))
        self._index: dict[str, bytes] = {}
        self._covers: dict[bytes, list[_Cover]] = {}
        self._died: set[bytes] = set()
        self._servants: dict[date, list[str]] = {}
        self.listed: dict[bytes, list[Listed]] = {}

    def load(self, people: Iterable[Subject]) -> None:
        found = list(people)
        keys = current_keys()
        self._index = {one.nik: keys.blind(one.nik) for one in found if one.nik and well_formed(one.nik)}
        indexes = sorted(set(self._index.values()))
        self._load_covers(indexes)
        self.listed = self._listed(indexes)
        self._servants = _servants({one.born_on for one in found if one.born_on})

    def index_of(self, nik: str | None) -> bytes | None:
        return self._index.get(nik or "")

    def of(self, subject: Subject, *, is_second: bool | None = None) -> Finding | None:
        """What speaks against one of those loaded; `is_second` where only the caller knows the rest of the list."""
        index = self.index_of(subject.nik)
        covers = [
            one for one in self._covers.get(index or b"", []) if one.enrolment_id != subject.enrolment_id
        ]
        live = [one for one in covers if one.facts.is_live(self.today)]
        known = Known(
            died=index in self._died,
            is_servant=self._is_servant(subject),
            employed_elsewhere=any(_is_employed(one) for one in covers[-1:]) or any(map(_is_pu, live)),
            covered_by_servant=any(not one.is_of_fund for one in live),
            covered_by_programme=any(one.is_of_fund for one in live),
        )
        second = self._is_second(subject, index) if is_second is None else is_second
        return finding_of(
            subject.nik,
            subject.born_on,
            known,
            self.limits,
            self.today,
            is_second=second,
            two_jobs=subject.two_jobs,
        )

    def _is_second(self, subject: Subject, index: bytes | None) -> bool:
        """Whether somebody with this NIK stands on the list before him."""
        others = [one for one in self.listed.get(index or b"", []) if not one.is_dropped]
        return any(one.id != subject.id and (subject.id is None or one.id < subject.id) for one in others)

    def _is_servant(self, subject: Subject) -> bool:
        """No ASN's NIK is known, but a NIP begins with the day of birth (R20)."""
        names = self._servants.get(subject.born_on, []) if subject.born_on else []
        key = name_key(subject.name) if names else ""
        return any(name == key or name.startswith(f"{key} ") for name in names)

    def _load_covers(self, indexes: Collection[bytes]) -> None:
        self._covers, self._died = {}, set()
        for part in chunks(indexes):
            statement = (
                select(
                    Worker.nik_index, Worker.died_on, Enrolment.id, Sponsor.kind, Enrolment.tariff, Enrolment.state,
                    Enrolment.noted_on, Enrolment.ended_on, Enrolment.reason,
                )
                .outerjoin(Enrolment, Enrolment.worker_id == Worker.id)
                .outerjoin(Sponsor, Sponsor.id == Enrolment.sponsor_id)
                .where(Worker.nik_index.in_(part))
                .order_by(Enrolment.id)
            )  # fmt: skip
            for index, died_on, id_, kind, tariff, state, noted_on, ended_on, reason in db.session.execute(
                statement
            ):
                if died_on is not None:
                    self._died.add(bytes(index))
                if id_ is not None:
                    facts = EnrolmentFacts(EnrolmentState(state), noted_on, ended_on=ended_on, reason=reason)
                    cover = _Cover(id_, kind == SponsorKind.FUND.value, tariff, facts)
                    self._covers.setdefault(bytes(index), []).append(cover)

    def _listed(self, indexes: Collection[bytes]) -> dict[bytes, list[Listed]]:
        found: dict[bytes, list[Listed]] = {}
        for part in chunks(indexes):
            statement = (
                select(
                    Nomination.id,
                    Nomination.unit_id,
                    Nomination.enrolment_id,
                    Nomination.state,
                    Nomination.nik_index,
                )
                .where(Nomination.nik_index.in_(part), Nomination.circular_id == self.circular_id)
                .order_by(Nomination.id)
            )
            for id_, unit_id, enrolment_id, state, index in db.session.execute(statement):
                dropped = state == NominationState.DROPPED.value
                one = Listed(id_, unit_id, enrolment_id, dropped, bytes(index or b""))
                found.setdefault(one.nik_index, []).append(one)
        return found


def _servants(days: set[date]) -> dict[date, list[str]]:
    """Day of birth -> names of the ASN born on it who are still there."""
    wanted = {day.strftime("%Y%m%d"): day for day in days}
    found: dict[date, list[str]] = {}
    born = func.substr(Sponsor.nip, 1, 8)
    for part in chunks(sorted(wanted)):
        statement = select(born, Sponsor.name_key).where(
            Sponsor.kind == SponsorKind.ASN.value, Sponsor.left_on.is_(None), born.in_(part)
        )
        for day, name in db.session.execute(statement):
            found.setdefault(wanted[day], []).append(name)
    return found


def _is_pu(cover: _Cover) -> bool:
    return cover.tariff.startswith(f"{Segment.PU.value}:")


def _is_employed(cover: _Cover) -> bool:
    """The last that was heard of him: BPJS refused or ended it because he is an employee elsewhere (R20)."""
    over = cover.facts.state in (EnrolmentState.REFUSED, EnrolmentState.ENDED)
    return over and EMPLOYED in name_key(cover.facts.reason or "")
