"""What BPJS answers: a NIK is registered with a KPJ, or refused with a reason, or has ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from lindung.actions import payers, worker_writing
from lindung.actions.acts import Deed
from lindung.actions.importers.enrolment_changes import facts_changes
from lindung.actions.importers.protocol import Importer, Verdict, difference_of
from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import Cell
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_people import GivenRegistration, check_first_age, facts_wanted, read_registration
from lindung.domain.import_rows import Outcome, Reading
from lindung.domain.registration import Relation
from lindung.models.keys import current_keys
from lindung.queries.payees import enrolments_of
from lindung.queries.staging import KnownEnrolment, KnownWorker, known_workers, kpj_owners
from lindung.queries.thresholds import thresholds

UNTIL = "tanggal_akhir_perlindungan"


@dataclass(frozen=True, slots=True)
class RegistrationPlan:
    worker_id: int
    kpj: str | None
    enrolment: KnownEnrolment
    wanted: dict[str, Any]


class RegistrationImporter(Importer[GivenRegistration]):
    kind: ClassVar[ImportKind] = ImportKind.REGISTRATIONS
    recounts: ClassVar[bool] = False

    def read(self, cells: Mapping[str, Cell]) -> Reading[GivenRegistration]:
        return read_registration(cells, self.scope.today)

    def hold(self, rows: Sequence[GivenRegistration]) -> None:
        payers.locked((), enrolments_of({row.nik for row in rows}))

    def load(self, rows: Sequence[GivenRegistration]) -> None:
        self.workers = known_workers({row.nik for row in rows})
        self.kpj_owners = kpj_owners({row.kpj for row in rows if row.kpj})
        self.limits = thresholds()

    def decide(self, row: int, given: GivenRegistration) -> Verdict:
        claimed = f"nik:{given.nik}"
        self.claim_once(claimed, "nik")
        known = self.workers.get(given.nik)
        if known is None:
            raise RuleBroken("worker_unknown", field="nik")
        enrolment = self._enrolment(known)
        facts = facts_wanted(given.status, enrolment.facts, enrolment.facts.noted_on, self.scope.today)
        check_first_age(
            given.status,
            facts,
            was_registered=enrolment.facts.registered_on is not None,
            born_on=known.born_on,
            relation=Relation(enrolment.relation),
            limits=self.limits,
            today=self.scope.today,
        )
        self._check_kpj(given)
        wanted = worker_writing.facts_columns(facts)
        changes = difference_of([("kpj", known.kpj, given.kpj)])
        for change in facts_changes(enrolment.facts, wanted):
            changes.append(
                change._replace(column={"tanggal_daftar": "tanggal"}.get(change.column, change.column))
            )
        changes += difference_of([(UNTIL, enrolment.protected_until, given.protected_until)])
        if given.protected_until:
            wanted = {**wanted, "protected_until": given.protected_until}
        claims = {claimed: given.nik} | ({f"kpj:{given.kpj}": given.nik} if given.kpj else {})
        return Verdict(
            Outcome.CHANGED if changes else Outcome.SAME,
            f"{known.name} ··{given.nik[-4:]}",
            changes=changes,
            claims=claims,
            plan=RegistrationPlan(known.id, given.kpj, enrolment, wanted),
        )

    def enrolments(self, verdicts: Sequence[Verdict]) -> list[int]:
        return [verdict.plan.enrolment.id for verdict in verdicts if verdict.acts]

    def apply(self, deed: Deed, verdicts: Sequence[Verdict], people: list[int]) -> None:
        plans: list[RegistrationPlan] = [verdict.plan for verdict in verdicts if verdict.acts]
        worker_writing.change_workers({plan.worker_id: {"kpj": plan.kpj} for plan in plans if plan.kpj})
        worker_writing.change_enrolments({plan.enrolment.id: plan.wanted for plan in plans})

    def _enrolment(self, known: KnownWorker) -> KnownEnrolment:
        """The one live enrolment within reach, or for an ending the one that ended already."""
        viewer, today = self.scope.viewer, self.scope.today
        mine = [one for one in known.enrolments if viewer.sees(one.unit_path)]
        live = [one for one in mine if one.facts.is_live(today)]
        if len(live) > 1:
            raise RuleBroken("several_enrolments", field="nik")
        if live:
            return live[0]
        if not mine:
            raise RuleBroken("worker_unknown", field="nik")
        return mine[-1]

    def _check_kpj(self, given: GivenRegistration) -> None:
        if not given.kpj:
            return
        self.claim_once(f"kpj:{given.kpj}", "kpj", owner=given.nik, code="kpj_twice")
        owner = self.kpj_owners.get(given.kpj)
        if owner is not None and owner != current_keys().blind(given.nik):
            raise RuleBroken("kpj_taken", field="kpj")
