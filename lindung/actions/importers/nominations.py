"""A village's list for a programme: everybody on it is kept, with what speaks against him (R6, R20)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select

from lindung.actions import nomination_writing
from lindung.actions.acts import Deed
from lindung.actions.importers.protocol import Change, Importer, Scope, Verdict, difference_of
from lindung.domain.duties import DutyKind
from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import Cell
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_nominations import GivenNomination, read_nomination
from lindung.domain.import_rows import Outcome, Reading, RowProblem
from lindung.domain.nominations import Finding, NominationState
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.nominations import Nomination
from lindung.queries.nomination_findings import Judge, Subject
from lindung.queries.staging import chunks, default_circular, known_circulars, known_units

CLEAN = "clean"  # the settlement of a row against which nothing speaks


@dataclass(frozen=True, slots=True)
class KnownNomination:
    id: int
    state: str
    finding: str | None
    columns: Mapping[str, Any]
    enrolment_id: int | None


@dataclass(frozen=True, slots=True)
class NominationPlan:
    nomination_id: int | None
    columns: dict[str, Any]


Place = tuple[int, int, str, str]  # circular, unit, name (of who has no usable NIK), NIK


class NominationImporter(Importer[GivenNomination]):
    kind: ClassVar[ImportKind] = ImportKind.NOMINATIONS
    counts_people: ClassVar[bool] = False

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.judges: dict[int, Judge] = {}
        self.known: dict[Place, list[KnownNomination]] = {}

    def read(self, cells: Mapping[str, Cell]) -> Reading[GivenNomination]:
        return read_nomination(cells, self.scope.today)

    def load(self, rows: Sequence[GivenNomination]) -> None:
        self.circulars = {
            number: one
            for number, one in known_circulars().items()
            if one.duty_kind == DutyKind.FUNDED_LIST.value
        }
        self.newest = default_circular(self.circulars.values(), self.scope.today)
        self.units = known_units(self.scope.viewer)
        by_circular: dict[int, list[GivenNomination]] = {}
        for row in rows:
            circular = self._circular(row)
            if circular is not None:
                by_circular.setdefault(circular.id, []).append(row)
        self.known = {}
        for circular_id, given in by_circular.items():
            judge = self.judges[circular_id] = Judge(circular_id, self.scope.today)
            judge.load(_subject(one) for one in given)
            self._load_known(circular_id, given, judge)

    def decide(self, row: int, given: GivenNomination) -> Verdict:
        circular = self._circular(given)
        if circular is None:
            code = "programme_unknown" if given.circular_number else "programme_none_in_force"
            raise RuleBroken(code, field="nomor_edaran", given=given.circular_number or "")
        unit = self.units.get(given.unit_code)
        if unit is None:
            raise RuleBroken("unknown_unit", field="kode_unit", given=given.unit_code)
        place = _place(circular.id, unit.id, given)
        claimed, number = self._numbered(place)
        known = next(iter(self.known.get(place, [])[number : number + 1]), None)
        finding = self._finding(circular.id, given, known)
        verdict = Verdict(
            Outcome.NEW,
            f"{given.name} ··{given.nik[-4:]}" if given.nik else given.name,
            claims={claimed: "", _listed(circular.id, given): ""},
            settlement=finding.value if finding else CLEAN,
            plan=NominationPlan(None, self._columns(given, circular, unit.id, finding)),
        )
        return verdict if known is None else self._again(verdict, given, known)

    def apply(self, deed: Deed, verdicts: Sequence[Verdict], people: list[int]) -> None:
        plans: list[NominationPlan] = [verdict.plan for verdict in verdicts if verdict.acts]
        nomination_writing.insert_new(deed, [plan.columns for plan in plans if plan.nomination_id is None])
        changed = {plan.nomination_id: plan.columns for plan in plans if plan.nomination_id is not None}
        nomination_writing.change(deed, changed)

    def _circular(self, given: GivenNomination) -> Circular | None:
        """The programme a row names; without a number the newest in force."""
        return self.circulars.get(given.circular_number) if given.circular_number else self.newest

    def _numbered(self, place: Place) -> tuple[str, int]:
        """What this row takes for itself, and how many rows of the file have said the same before it."""
        name, number = "nomination:" + ":".join(map(str, place)), 0
        while f"{name}:{number}" in self.claims:
            number += 1
        return f"{name}:{number}", number

    def _finding(
        self, circular_id: int, given: GivenNomination, known: KnownNomination | None
    ) -> Finding | None:
        judge = self.judges[circular_id]
        two_jobs = known is not None and known.finding == Finding.TWO_JOBS.value
        subject = _subject(given, known, two_jobs=two_jobs)
        if known is not None:
            return judge.of(subject)
        in_file = given.is_well_formed and _listed(circular_id, given) in self.claims
        others = judge.listed.get(judge.index_of(given.nik) or b"", [])
        return judge.of(subject, is_second=in_file or any(not one.is_dropped for one in others))

    def _again(self, verdict: Verdict, given: GivenNomination, known: KnownNomination) -> Verdict:
        """A row that is on the list already: what has changed; who was dropped stays dropped."""
        if known.state == NominationState.DROPPED.value:
            verdict.outcome = Outcome.SAME
            verdict.warnings.append(RowProblem("nomination_dropped", "nama"))
            return verdict
        settled = known.state == NominationState.ADMITTED.value
        columns = {
            name: value
            for name, value in verdict.plan.columns.items()
            if name in nomination_writing.OF_PERSON and value is not None
        }
        finding = known.finding if settled else verdict.plan.columns["finding"]
        verdict.changes = _changes(known, columns)
        if finding != known.finding:
            verdict.changes.append(Change("temuan", known.finding, finding))
        if settled or not verdict.changes:
            verdict.outcome, verdict.changes = Outcome.SAME, []
        else:
            verdict.outcome = Outcome.CHANGED
            verdict.plan = NominationPlan(known.id, columns | {"finding": finding})
        return verdict

    def _columns(
        self, given: GivenNomination, circular: Circular, unit_id: int, finding: Finding | None
    ) -> dict[str, Any]:
        return nomination_writing.new_columns(
            circular.id,
            unit_id,
            self.scope.today,
            name=given.name,
            nik=given.nik,
            born_on=given.born_on or given.born_by_number,
            sex=given.sex.value if given.sex else None,
            address=given.address,
            phone=given.phone,
            occupation=given.occupation,
            category=given.category,
            finding=finding.value if finding else None,
        )

    def _load_known(self, circular_id: int, rows: Sequence[GivenNomination], judge: Judge) -> None:
        """Who of these stands on the list already: by NIK, or by name and what was written for a NIK."""
        units = {self.units[one.unit_code].id for one in rows if one.unit_code in self.units}
        ids = {one.id for listed in judge.listed.values() for one in listed if one.unit_id in units}
        without = select(Nomination.id).where(
            Nomination.circular_id == circular_id, Nomination.nik_index.is_(None)
        )
        for part in chunks(sorted(units)):
            ids.update(db.session.scalars(without.where(Nomination.unit_id.in_(part))))
        for part in chunks(sorted(ids)):
            statement = (
                select(*nomination_writing.STORED).where(Nomination.id.in_(part)).order_by(Nomination.id)
            )
            for found in db.session.execute(statement).mappings():
                known = KnownNomination(
                    found["id"], found["state"], found["finding"], dict(found), found["enrolment_id"]
                )
                name = "" if found["nik_index"] else found["name_key"]
                place = (circular_id, found["unit_id"], name, found["nik"] or "")
                self.known.setdefault(place, []).append(known)


def findings_seen(seen: Mapping[str, int]) -> Counter[Finding]:
    """How many of the rows judged have which finding."""
    return Counter({Finding(code): count for code, count in seen.items() if code in set(Finding)})


def _place(circular_id: int, unit_id: int, given: GivenNomination) -> Place:
    name, nik = given.person
    return circular_id, unit_id, "" if given.is_well_formed else name, nik


def _listed(circular_id: int, given: GivenNomination) -> str:
    """Taken by the first row with this NIK: later ones are second on the list, in whichever village."""
    return f"listed:{circular_id}:{given.nik if given.is_well_formed else ''}"


def _subject(
    given: GivenNomination, known: KnownNomination | None = None, *, two_jobs: bool = False
) -> Subject:
    born_on = given.born_on or given.born_by_number
    if known is None:
        return Subject(given.nik, given.name, born_on)
    return Subject(given.nik, given.name, born_on, known.id, known.enrolment_id, two_jobs)


def _changes(known: KnownNomination, columns: Mapping[str, Any]) -> list[Change]:
    names = nomination_writing.COLUMN_NAMES
    return difference_of([(names[name], known.columns[name], value) for name, value in columns.items()])
