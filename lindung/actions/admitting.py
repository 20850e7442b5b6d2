"""From the waiting list into the programme: workers and enrolments by thousands; a second cover asks (R6, R17)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select

from lindung.actions import enrolling, nomination_writing, own, own_nominations, summaries, worker_writing
from lindung.actions.acts import Deed, act, insert_rows
from lindung.actions.done import Done
from lindung.actions.enrolling import Terms
from lindung.actions.nominations import judged
from lindung.actions.payers import lock_sponsors
from lindung.actions.worker_writing import SAME_NIK, WorkerPlan
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.identifiers import birth_date_from_nik
from lindung.domain.import_people import EnrolmentFacts, sex_by_number
from lindung.domain.months import Month
from lindung.domain.nominations import Finding, NominationState, speaks_against
from lindung.domain.permissions import Act
from lindung.domain.questions import Decision
from lindung.domain.registration import EnrolmentState, Relation
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.funds import Fund
from lindung.models.nominations import Nomination
from lindung.models.sponsors import Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.staging import KnownEnrolment, KnownWorker, asked_of, chunks, known_workers
from lindung.queries.viewer import Viewer

S = NominationState
COVERED = (Finding.COVERED_BY_SERVANT, Finding.COVERED_BY_PROGRAMME)


@dataclass(slots=True)
class Admitted:
    """What became of them: enrolment ids of nominations, and who waits as a question."""

    enrolments: dict[int, int] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    turned_back: list[int] = field(default_factory=list)  # something speaks against them by now


def admit_in_order(
    viewer: Viewer,
    circular_id: int,
    fund_id: int,
    ids: Collection[int],
    number: int,
    expected: int,
    *,
    noted_on: date | None = None,
    today: date,
    key: str | None = None,
) -> Done:
    """The first `number` of these verified people, by their place in the waiting list; the result tells who asks.

    RuleBroken: count_changed, admit_number (number), fund_not_of_programme (fund), fund_over (fund).
    """
    with act(viewer, "nomination.admit", today=today, key=key) as deed:
        circular = own_nominations.programme(viewer, circular_id, Act.MANAGE_SETTINGS)
        fund = fund_of(circular, fund_id, today)
        rows = own_nominations.counted(viewer, circular_id, ids, expected, (S.VERIFIED,), Act.MANAGE_SETTINGS)
        if not 0 < number <= len(rows):
            raise RuleBroken("admit_number", field="number", most=len(rows))
        first = sorted(rows, key=lambda one: (one.queue or 0, one.id))[:number]
        day = noted_on or today
        own.check_day(day, today, "noted_on")
        admitted = admit_counted(deed, first, fund, day)
        done = Done(deed.id, count=len(admitted.enrolments))
        told = {"asked": len(admitted.asked), "turned_back": len(admitted.turned_back)}
        deed.result = done.result | told
    return done


def admit_counted(deed: Deed, nominations: Sequence[Nomination], fund: Fund, day: date) -> Admitted:
    """With the months counted: of few by the difference, of many anew."""
    since, ids = Month.of(day), list[int]()
    if len(nominations) > summaries.DIFFERENCE_LIMIT:
        lock_sponsors([fund.sponsor_id])
        with summaries.recounted(deed, ahead=True):
            return admit(deed, nominations, fund, day)
    with summaries.difference(deed, [], since, circular_id=fund.circular_id, enrolment_ids=ids):
        admitted = admit(deed, nominations, fund, day)
        ids += admitted.enrolments.values()
    return admitted


def admit(deed: Deed, nominations: Sequence[Nomination], fund: Fund, day: date) -> Admitted:
    """Inner step, inside a difference: set-based, whether one or thirty thousand. Never commits."""
    circular = db.session.get_one(Circular, fund.circular_id)
    sponsor = db.session.get_one(Sponsor, fund.sponsor_id)
    enrolling.check_open(circular, deed.today)
    admission = _Admission(deed, circular, sponsor, fund, day)
    for part in chunks(nominations):
        admission.sort_out(part)
    return admission.write()


def fund_of(circular: Circular, fund_id: int, today: date) -> Fund:
    """A fund that pays under this programme and has not ended."""
    fund = db.session.get(Fund, fund_id)
    if fund is None or fund.circular_id != circular.id:
        raise RuleBroken("fund_not_of_programme", field="fund")
    if fund.last_month < Month.of(today):
        raise RuleBroken("fund_over", field="fund", last=fund.last_month)
    return fund


def relation_of(circular: Circular) -> Relation:
    """A village's worker is nobody's household help, unless the circular knows no other relation."""
    accepted = [Relation(one) for one in circular.relations]
    return Relation.OTHER if not accepted or Relation.OTHER in accepted else accepted[0]


class _Admission:
    def __init__(self, deed: Deed, circular: Circular, sponsor: Sponsor, fund: Fund, day: date) -> None:
        self.deed, self.circular, self.sponsor, self.fund, self.day = deed, circular, sponsor, fund, day
        self.relation = relation_of(circular)
        self.tariff = enrolling.tariff_of(Terms(relation=self.relation), sponsor, circular)
        self.result = Admitted()
        self.plans: list[tuple[Nomination, WorkerPlan]] = []
        self.questions: list[tuple[Nomination, int]] = []  # decided: two lawful jobs
        self.linked: dict[int, int] = {}  # nomination -> the enrolment a decision has made meanwhile
        self.jobs_given: dict[str, int] = {}  # of these NIK in this very act
        self.asking: list[WorkerPlan] = []
        self.changes: dict[int, dict[str, Any]] = {}
        self.units: dict[int, Unit] = {}

    def sort_out(self, rows: Sequence[Nomination]) -> None:
        """Judged anew: what is found against somebody keeps him from being admitted."""
        found = judged(self.circular.id, [one.id for one in rows], self.deed.today)
        known = known_workers({one.nik for one in rows if one.nik})
        workers = {one.id for one in known.values()}
        self.asked, self.jobs, self.mine = asked_of(workers), _jobs(workers), self._unlinked(workers)
        self.units |= _units({one.unit_id for one in rows})
        for row in rows:
            finding = Finding(found[row.id]["finding"]) if found[row.id]["finding"] else None
            self._sort(row, finding, known.get(row.nik or ""), found[row.id])

    def _sort(
        self, row: Nomination, finding: Finding | None, known: KnownWorker | None, columns: dict[str, Any]
    ) -> None:
        if known and known.id in self.mine:
            self.linked[row.id] = self.mine.pop(known.id)
            return
        live = [one for one in known.enrolments if one.facts.is_live(self.deed.today)] if known else []
        subject = (known.id if known else 0, self.sponsor.id, self.circular.id)
        lawful = finding is Finding.TWO_JOBS or self.asked.get(subject) is Decision.TWO_JOBS
        if finding in COVERED and not lawful and known:
            self._ask(row, known, columns, is_asked=subject in self.asked)
        elif speaks_against(finding) and not (lawful and finding in COVERED):
            self.changes[row.id] = columns
            self.result.turned_back.append(row.id)
        elif row.nik in self.jobs_given and not lawful:
            self.result.turned_back.append(row.id)
        else:
            self._take(row, known, live, lawful=lawful, is_asked=subject in self.asked)

    def _ask(self, row: Nomination, known: KnownWorker, columns: dict[str, Any], *, is_asked: bool) -> None:
        """Somebody covers him already: a human decides, and until then he waits (R6)."""
        plan = self._plan(row, known, job=1)
        self.changes[row.id] = {"finding": columns["finding"]}
        self.asking.append(replace(plan, asks=True, is_asked=is_asked))
        self.result.asked.append(row.id)

    def _take(
        self,
        row: Nomination,
        known: KnownWorker | None,
        live: Sequence[KnownEnrolment],
        *,
        lawful: bool,
        is_asked: bool,
    ) -> None:
        nik = row.nik or ""
        beside = self.jobs.get(known.id, 0) if known and live else 0
        job = self.jobs_given[nik] = max(beside, self.jobs_given.get(nik, 0)) + 1
        self.plans.append((row, self._plan(row, known, job=job)))
        if lawful and known and live and not is_asked:
            self.questions.append((row, known.id))

    def _plan(self, row: Nomination, known: KnownWorker | None, job: int) -> WorkerPlan:
        unit, nik = self.units[row.unit_id], row.nik or ""
        facts = EnrolmentFacts(EnrolmentState.CANDIDATE, self.day)
        return WorkerPlan(
            nik=nik,
            person=_person(row, known, unit, self.deed.today),
            worker_id=known.id if known else None,
            sponsor_id=self.sponsor.id,
            unit_id=unit.id,
            circular_id=self.circular.id,
            enrolment=worker_writing.facts_columns(facts)
            | {"relation": self.relation.value, "tariff": self.tariff},
            enrolment_id=None,
            row=_row(row, unit, self.circular),
            job=job,
        )

    def write(self) -> Admitted:
        last = db.session.scalar(select(func.max(Enrolment.id))) or 0
        worker_writing.write(self.deed, [*(plan for _, plan in self.plans), *self.asking])
        made = self._made(last)
        for row, plan in self.plans:
            index = row.nik_index or b""
            self.result.enrolments[row.id] = made[index, plan.job]
        self.result.enrolments |= self.linked
        self._remember()
        common = {"state": S.ADMITTED.value, "fund_id": self.fund.id, "queue": None}
        made_of = self.result.enrolments.items()
        self.changes |= {id_: common | {"enrolment_id": made_id} for id_, made_id in made_of}
        nomination_writing.change(self.deed, self.changes)
        return self.result

    def _made(self, last: int) -> dict[tuple[bytes, int], int]:
        """The enrolments just written, by whose they are."""
        statement = (
            select(Worker.nik_index, Enrolment.job, Enrolment.id)
            .join(Enrolment, Enrolment.worker_id == Worker.id)
            .where(Enrolment.id > last, Enrolment.sponsor_id == self.sponsor.id)
        )
        return {(bytes(index), job): id_ for index, job, id_ in db.session.execute(statement)}

    def _remember(self) -> None:
        """That both jobs are lawful was decided on the list; the desk of questions knows it from now on (R6)."""
        rows = [
            {
                "kind": SAME_NIK,
                "worker_id": worker_id,
                "sponsor_id": self.sponsor.id,
                "circular_id": self.circular.id,
                "asked_on": self.deed.today,
                "row": _row(row, self.units[row.unit_id], self.circular),
                "decision": Decision.TWO_JOBS.value,
                "decided_on": self.deed.today,
                "reason": row.note,
                "version": 1,
            }
            for row, worker_id in {worker_id: (row, worker_id) for row, worker_id in self.questions}.values()
        ]
        insert_rows(self.deed, Question, rows)

    def _unlinked(self, worker_ids: Collection[int]) -> dict[int, int]:
        """Worker -> his live enrolment under this fund that belongs to nobody on the list: a decided question's."""
        found: dict[int, int] = {}
        for part in chunks(sorted(worker_ids)):
            statement = (
                select(Enrolment.worker_id, Enrolment.id)
                .outerjoin(Nomination, Nomination.enrolment_id == Enrolment.id)
                .where(Enrolment.worker_id.in_(part), Enrolment.sponsor_id == self.sponsor.id)
                .where(Enrolment.circular_id == self.circular.id, Enrolment.ended_on.is_(None))
                .where(Nomination.id.is_(None))
            )
            found |= {row[0]: row[1] for row in db.session.execute(statement)}
        return found


def _person(row: Nomination, known: KnownWorker | None, unit: Unit, today: date) -> dict[str, Any]:
    """What the list says; of somebody known it fills only what is missing."""
    nik = row.nik or ""
    given = {
        "name": row.name,
        "born_on": row.born_on or birth_date_from_nik(nik, today),
        "sex": row.sex or sex_by_number(nik).value,
        "address": row.address,
        "phone": row.phone,
        "occupation": row.occupation,
        "village": unit.name,
    }
    if known is None:
        return given
    stored = {name: getattr(known, name) for name in ("born_on", "sex", "address", "phone", "occupation")}
    missing = {name: given[name] for name, value in stored.items() if value is None and given[name]}
    return {"name": known.name} | missing


def _row(row: Nomination, unit: Unit, circular: Circular) -> dict[str, str]:
    """As a file would say it: what a question keeps until somebody decides."""
    words: dict[str, object] = {"nomor_edaran": circular.number, "kode_unit": unit.code, "nik": row.nik}
    for name, column in nomination_writing.COLUMN_NAMES.items():
        words[column] = getattr(row, name)
    words["hubungan"] = "lainnya"
    return {name: str(value) for name, value in words.items() if value is not None and name != "kelompok"}


def _jobs(worker_ids: Collection[int]) -> dict[int, int]:
    """Worker -> the highest job he has; a lawful second cover is the next one (R17)."""
    found: dict[int, int] = {}
    for part in chunks(sorted(worker_ids)):
        statement = select(Enrolment.worker_id, func.max(Enrolment.job)).where(Enrolment.worker_id.in_(part))
        found |= {row[0]: row[1] for row in db.session.execute(statement.group_by(Enrolment.worker_id))}
    return found


def _units(ids: Collection[int]) -> dict[int, Unit]:
    found = {one.id: one for one in db.session.scalars(select(Unit).where(Unit.id.in_(ids)))}
    if len(found) < len(ids):
        raise NotThere
    return found
