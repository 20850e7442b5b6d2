"""A file of workers: people and their enrolments, new or changed; a NIK under two sponsors becomes a question."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from lindung.actions import finding_questions, payers, worker_writing
from lindung.actions.acts import Deed
from lindung.actions.importers.declarations import circular_of
from lindung.actions.importers.enrolment_changes import facts_changes
from lindung.actions.importers.protocol import Change, Importer, Scope, Verdict, difference_of
from lindung.actions.worker_writing import WorkerPlan
from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import Cell
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_people import (
    EnrolmentFacts,
    GivenStatus,
    GivenWorker,
    check_first_age,
    facts_wanted,
    read_worker,
    row_of,
    sex_by_number,
)
from lindung.domain.import_rows import Outcome, Reading, RowProblem
from lindung.domain.questions import Decision
from lindung.domain.rates import Payer, Tariff
from lindung.domain.registration import EnrolmentState, Programme, Relation, Sector, Segment
from lindung.models.circulars import Circular
from lindung.models.keys import current_keys
from lindung.queries.payees import enrolments_of
from lindung.queries.staging import (
    KnownEnrolment,
    KnownPosting,
    KnownSponsor,
    KnownWorker,
    asked_of,
    default_circular,
    given_up,
    job_beside,
    known_circulars,
    known_sponsors,
    known_workers,
    kpj_owners,
    paid_for,
    passed_on,
    sees,
    sponsor_ids,
    worker_ids,
)
from lindung.queries.thresholds import thresholds


class WorkerImporter(Importer[GivenWorker]):
    kind: ClassVar[ImportKind] = ImportKind.WORKERS
    recounts: ClassVar[bool] = False

    def read(self, cells: Mapping[str, Cell]) -> Reading[GivenWorker]:
        return read_worker(cells, self.scope.today)

    def hold(self, rows: Sequence[GivenWorker]) -> None:
        payers.locked(sponsor_ids({row.nip for row in rows}), enrolments_of({row.nik for row in rows}))

    def load(self, rows: Sequence[GivenWorker]) -> None:
        self.circulars = known_circulars()
        self.newest = default_circular(self.circulars.values(), self.scope.today)
        self.sponsors = known_sponsors({row.nip for row in rows})
        self.workers = known_workers({row.nik for row in rows})
        self.kpj_owners = kpj_owners({row.kpj for row in rows if row.kpj})
        self.limits = thresholds()
        self.paid = paid_for({one.id for worker in self.workers.values() for one in worker.enrolments})
        known_ids = {worker.id for worker in self.workers.values()}
        self.questions, self.given_up = asked_of(known_ids), given_up(known_ids)
        ended = {one.id for worker in self.workers.values() for one in worker.enrolments}
        self.passed_on = passed_on(ended)

    def decide(self, row: int, given: GivenWorker) -> Verdict:
        circular = circular_of(given.circular_number, self.circulars, self.newest)
        sponsor = self.sponsors.get(given.nip)
        if sponsor is None or not sees(self.scope.viewer, sponsor) or sponsor.home is None:
            raise RuleBroken("sponsor_unknown", field="nip_penanggung")
        claimed = f"enrolment:{given.nik}:{given.nip}:{circular.id}"
        self.claim_once(claimed, "nik")
        known = self.workers.get(given.nik)
        current = _current(known, sponsor, circular, given, self.scope)
        if self._is_settled(known, current):
            return Verdict(Outcome.SAME, f"{given.name} ··{given.nik[-4:]}")
        given = self._remembered(given, known, sponsor, circular, current)
        facts = facts_wanted(
            given.status, current.facts if current else None, circular.in_force_from, self.scope.today
        )
        self._check_person(given, known, current, facts)
        if current is None and sponsor.left_on is not None and facts.is_live(self.scope.today):
            raise RuleBroken("sponsor_left", field="nip_penanggung", left_on=sponsor.left_on.isoformat())
        plan = self._plan(given, known, sponsor, sponsor.home, circular, current, facts)
        verdict = Verdict(Outcome.NEW, f"{given.name} ··{given.nik[-4:]}", plan=plan)
        verdict.claims = {claimed: given.nip}
        self._claim(verdict, given, facts)
        if (
            current is None
            and facts.is_live(self.scope.today)
            and self._is_asked_elsewhere(given, known, sponsor)
        ):
            return self._asking(verdict, plan, known)
        if known is not None and current is not None:
            verdict.changes = _changes(known, given, current, plan)
            verdict.outcome = Outcome.CHANGED if verdict.changes else Outcome.SAME
        return verdict

    def people(self, verdicts: Sequence[Verdict]) -> list[int]:
        return sorted({verdict.plan.sponsor_id for verdict in verdicts if verdict.acts})

    def apply(self, deed: Deed, verdicts: Sequence[Verdict], people: list[int]) -> None:
        plans = [verdict.plan for verdict in verdicts if verdict.acts or verdict.outcome is Outcome.ASK]
        worker_writing.write(deed, plans)
        finding_questions.find_questions(deed, worker_ids({plan.nik for plan in plans}))

    def _is_settled(self, known: KnownWorker | None, current: KnownEnrolment | None) -> bool:
        """The NIK was decided to be wrong, or this payer's worker has been taken over: the row is history (R6, R10)."""
        is_wrong = known is not None and known.id in self.given_up
        return is_wrong or (current is not None and current.id in self.passed_on)

    def _remembered(
        self,
        given: GivenWorker,
        known: KnownWorker | None,
        sponsor: KnownSponsor,
        circular: Circular,
        current: KnownEnrolment | None,
    ) -> GivenWorker:
        """From when an enrolment counts that came of a decision is decided too; the row may only end it."""
        decided = self.questions.get((known.id if known else 0, sponsor.id, circular.id))
        if current is None or decided is None or given.status.state is EnrolmentState.ENDED:
            return given
        return replace(given, status=GivenStatus(None, None, None, None, None))

    def _check_person(
        self,
        given: GivenWorker,
        known: KnownWorker | None,
        current: KnownEnrolment | None,
        facts: EnrolmentFacts,
    ) -> None:
        born_on = given.born_on or (known.born_on if known else None) or given.born_by_number
        relation = given.relation or (Relation(current.relation) if current else Relation.ART)
        was_registered = current is not None and current.facts.registered_on is not None
        check_first_age(
            given.status,
            facts,
            was_registered=was_registered,
            born_on=born_on,
            relation=relation,
            limits=self.limits,
            today=self.scope.today,
        )
        if given.kpj:
            self.claim_once(f"kpj:{given.kpj}", "kpj", owner=given.nik, code="kpj_twice")
            owner = self.kpj_owners.get(given.kpj)
            if owner is not None and owner != current_keys().blind(given.nik):
                raise RuleBroken("kpj_taken", field="kpj")

    def _claim(self, verdict: Verdict, given: GivenWorker, facts: EnrolmentFacts) -> None:
        if given.kpj:
            verdict.claims[f"kpj:{given.kpj}"] = given.nik
        if facts.is_live(self.scope.today):
            verdict.claims[f"worker:{given.nik}"] = given.nip

    def _is_asked_elsewhere(
        self, given: GivenWorker, known: KnownWorker | None, sponsor: KnownSponsor
    ) -> bool:
        """Whether somebody else already covers this NIK: stored, or in an earlier row of this file (R6)."""
        earlier = self.claims.get(f"worker:{given.nik}")
        if earlier is not None and earlier.owner != given.nip:
            return True
        enrolments = known.enrolments if known else []
        return any(one.sponsor_id != sponsor.id and one.facts.is_live(self.scope.today) for one in enrolments)

    def _asking(self, verdict: Verdict, plan: WorkerPlan, known: KnownWorker | None) -> Verdict:
        subject = (known.id if known else 0, plan.sponsor_id, plan.circular_id)
        decided = self.questions.get(subject)  # remembered, and not asked again
        if decided is Decision.TYPO:
            raise RuleBroken("question_decided_typo", field="nik")
        if decided is Decision.TWO_JOBS:
            verdict.plan = replace(plan, job=job_beside(subject[0], plan.sponsor_id))
            return verdict
        if decided is not None:
            verdict.outcome = Outcome.SAME
            return verdict
        verdict.claims.pop(f"worker:{plan.nik}", None)
        verdict.outcome = Outcome.ASK
        earlier = self.claims.get(f"worker:{plan.nik}")
        verdict.problems = [_question(earlier.row if earlier else None)]
        verdict.plan = replace(plan, asks=True, is_asked=subject in self.questions)
        return verdict

    def _plan(
        self,
        given: GivenWorker,
        known: KnownWorker | None,
        sponsor: KnownSponsor,
        home: KnownPosting,
        circular: Circular,
        current: KnownEnrolment | None,
        facts: EnrolmentFacts,
    ) -> WorkerPlan:
        enrolment = worker_writing.facts_columns(facts)
        relation = given.relation or (None if current else Relation.ART)
        if relation:
            enrolment["relation"] = relation.value
        tariff = _tariff(given.programmes, circular, sponsor, current)
        if tariff and current is not None and tariff != current.tariff and current.id in self.paid:
            raise RuleBroken("terms_with_payments", field="program")
        if tariff:
            enrolment["tariff"] = tariff
        return WorkerPlan(
            given.nik,
            _person(given, known),
            known.id if known else None,
            sponsor.id,
            home.unit_id,
            circular.id,
            enrolment,
            current.id if current else None,
            row_of(given, circular.number),
        )


def _current(
    known: KnownWorker | None, sponsor: KnownSponsor, circular: Circular, given: GivenWorker, scope: Scope
) -> KnownEnrolment | None:
    """The enrolment a row speaks of: the live one, else the last; registered anew after an end, it is another one."""
    subject = (sponsor.id, circular.id)
    mine = [one for one in known.enrolments if (one.sponsor_id, one.circular_id) == subject] if known else []
    live = [one for one in mine if one.facts.is_live(scope.today)]
    if not mine:
        return None
    last = (live or mine)[-1]
    if last in live or given.status.day is None or given.status.state is EnrolmentState.ENDED:
        return last
    ended_on = last.facts.ended_on or scope.today
    return None if given.status.day > ended_on else last


def _person(given: GivenWorker, known: KnownWorker | None) -> dict[str, Any]:
    """The worker's columns that the row gives; a new worker's birth date and sex may come out of the NIK."""
    born_on, sex = given.born_on, given.sex.value if given.sex else None
    if known is None or known.born_on is None:
        born_on = born_on or given.born_by_number
    if known is None or known.sex is None:
        sex = sex or sex_by_number(given.nik).value
    values = {
        "name": given.name,
        "born_on": born_on,
        "sex": sex,
        "address": given.address,
        "phone": given.phone,
        "occupation": given.occupation,
        "kpj": given.kpj,
    }
    return {name: value for name, value in values.items() if value is not None}


def _tariff(
    programmes: frozenset[Programme] | None,
    circular: Circular,
    sponsor: KnownSponsor,
    current: KnownEnrolment | None,
) -> str | None:
    """What a new enrolment owes by, or a stored one after its programmes changed; None leaves it (R12, R13)."""
    if current is not None:
        return Tariff.of_code(current.tariff)._replace(programmes=programmes).code if programmes else None
    payer = Payer.PUBLIC if sponsor.is_public else Payer.PRIVATE
    chosen = programmes or frozenset(Programme(one) for one in circular.programmes)
    return Tariff(Segment.BPU, Sector.OTHER, 1, payer, chosen).code


def _changes(
    known: KnownWorker, given: GivenWorker, current: KnownEnrolment, plan: WorkerPlan
) -> list[Change]:
    person = plan.person
    changes = difference_of(
        [
            ("nama", known.name, person["name"]),
            ("tanggal_lahir", known.born_on, person.get("born_on")),
            ("jenis_kelamin", known.sex, person.get("sex")),
            ("alamat", known.address, given.address),
            ("telepon", known.phone, given.phone),
            ("pekerjaan", known.occupation, given.occupation),
            ("kpj", known.kpj, given.kpj),
            ("hubungan", current.relation, plan.enrolment.get("relation")),
            ("program", _programmes(current.tariff), _programmes(plan.enrolment.get("tariff"))),
        ]
    )
    return changes + facts_changes(current.facts, plan.enrolment)


def _programmes(tariff: str | None) -> str | None:
    return tariff.rpartition(":")[2] if tariff else None


def _question(first_row: int | None) -> RowProblem:
    if first_row is None:
        return RowProblem("same_nik_two_sponsors", "nik")
    return RowProblem("same_nik_two_sponsors_in_file", "nik", {"first_row": first_row})
