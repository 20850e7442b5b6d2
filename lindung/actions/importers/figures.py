"""A list of months and parts of the workforce as the BPJS branch or an office counts them (UX Ng3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lindung.actions import figure_writing as writing
from lindung.actions.acts import Deed
from lindung.actions.figure_writing import FigureFacts
from lindung.actions.importers.protocol import Importer, Verdict, difference_of
from lindung.domain.coverage import FigureKind, Stated, check_stated, check_within
from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import Cell
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_figures import COLUMN_OF_KIND, GivenFigures, read_figures
from lindung.domain.import_rows import Outcome, Reading, RowProblem
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.coverage import Figure
from lindung.queries.coverage import CoverageCircular
from lindung.queries.coverage_books import (
    Books,
    KnownFigure,
    Place,
    books,
    open_targets,
    segment_key,
    segments_by_key,
)
from lindung.queries.staging import known_units

COLUMNS = {"month": "bulan", "source": "sumber", "source_on": "tanggal_sumber"}


@dataclass(frozen=True, slots=True)
class FigurePlan:
    circular_id: int
    new: list[FigureFacts]
    corrected: list[tuple[int, int, date | None]]  # id, people, date of the paper


class FigureImporter(Importer[GivenFigures]):
    kind: ClassVar[ImportKind] = ImportKind.FIGURES
    recounts: ClassVar[bool] = False
    counts_people: ClassVar[bool] = False

    def read(self, cells: Mapping[str, Cell]) -> Reading[GivenFigures]:
        return read_figures(cells, self.scope.today)

    def hold(self, rows: Sequence[GivenFigures]) -> None:
        writing.hold_targets()

    def load(self, rows: Sequence[GivenFigures]) -> None:
        self.circulars: list[CoverageCircular] = open_targets()
        months = {row.month for row in rows}
        self.books = {one.id: books(one.id, months) for one in self.circulars}
        self.segments = {one.id: segments_by_key(one.id) for one in self.circulars}
        self.units = {unit.code: unit.id for unit in known_units(self.scope.viewer).values()}

    def decide(self, row: int, given: GivenFigures) -> Verdict:
        circular = self._circular(given)
        place = self._place(given, circular.id)
        claimed = f"figure:{circular.id}:{given.month}:{tuple(place)}:{given.source.casefold()}"
        self.claim_once(claimed, "bulan")
        known = self.books[circular.id]
        plan = FigurePlan(circular.id, [], [])
        verdict = Verdict(Outcome.SAME, _label(given), claims={claimed: str(row)}, plan=plan)
        for kind, people in given.numbers.items():
            facts = FigureFacts(kind, place, given.month, people, None, None, given.source, given.source_on)
            self._check(facts, given, known)
            self._decide_one(facts, known, verdict)
        if plan.new or plan.corrected:
            verdict.outcome = Outcome.CHANGED if plan.corrected else Outcome.NEW
        return verdict

    def apply(self, deed: Deed, verdicts: Sequence[Verdict], people: list[int]) -> None:
        plans: list[FigurePlan] = [verdict.plan for verdict in verdicts if verdict.acts]
        for circular in self.circulars:
            new = [one for plan in plans if plan.circular_id == circular.id for one in plan.new]
            writing.keep(deed, circular.id, new, self.books[circular.id])
        for plan in plans:
            for figure_id, number, source_on in plan.corrected:
                stored = db.session.get_one(Figure, figure_id)
                stored.people, stored.hundredths, stored.base = number, None, None
                stored.source_on = source_on or stored.source_on
        db.session.flush()

    def _decide_one(self, facts: FigureFacts, known: Books, verdict: Verdict) -> None:
        """The same paper's number is corrected, another paper's stands beside it."""
        column = COLUMN_OF_KIND[facts.kind]
        mine = next((one for one in known.keyed.get(facts.key, []) if one.is_by(facts.source or "")), None)
        if mine is None:
            verdict.plan.new.append(facts)
            standing = known.used(facts.key)
            if standing is not None and standing.reckoned != facts.people:
                verdict.warnings.append(RowProblem("figure_contradicts", column, _told(standing)))
            return
        changes = difference_of(
            [(column, mine.reckoned, facts.people), ("tanggal_sumber", mine.source_on, facts.source_on)]
        )
        if changes:
            verdict.plan.corrected.append((mine.id, facts.people or 0, facts.source_on))
            verdict.changes += [one for one in changes if one not in verdict.changes]

    def _circular(self, given: GivenFigures) -> CoverageCircular:
        wanted = given.circular_number
        found = next((one for one in self.circulars if wanted in (None, one.number)), None)
        if found is None:
            code = "target_circular_unknown" if wanted else "target_circular_none"
            raise RuleBroken(code, field="nomor_edaran", given=wanted or "")
        return found

    def _place(self, given: GivenFigures, circular_id: int) -> Place:
        segment_id = unit_id = None
        if given.segment:
            segment = self.segments[circular_id].get(segment_key(given.segment))
            if segment is None:
                raise RuleBroken("segment_not_found", field="segmen", given=given.segment)
            segment_id = segment[0]
        if given.unit_code:
            unit_id = self.units.get(given.unit_code)
            if unit_id is None:
                raise RuleBroken("unknown_unit", field="kode_unit", given=given.unit_code)
        return Place(segment_id, unit_id, given.payer)

    def _check(self, facts: FigureFacts, given: GivenFigures, known: Books) -> None:
        """What the screens refuse is refused here, at the column it stands in."""
        stated = Stated(facts.kind, facts.month, facts.people, None, None, given.source)
        said = given.numbers.get(FigureKind.WORKFORCE)
        try:
            check_stated(stated, Month.of(self.scope.today))
            check_within(stated, said if said is not None else known.workforce(facts.place, facts.month))
        except RuleBroken as broken:
            broken.field = COLUMNS.get(broken.field or "", COLUMN_OF_KIND[facts.kind])
            raise


def _label(given: GivenFigures) -> str:
    parts = (str(given.month), given.segment, given.unit_code, given.payer)
    return " · ".join(part for part in parts if part)


def _told(standing: KnownFigure) -> dict[str, str]:
    return {"source": standing.source, "people": str(standing.reckoned)}
