"""A file of answers to a circular: each the answer of one civil servant on one day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select

from lindung.actions.acts import Deed
from lindung.actions.declarations import NewDeclaration, add_declarations, mend_ends
from lindung.actions.importers.protocol import Change, Importer, Verdict
from lindung.actions.payers import lock_sponsors
from lindung.domain.duties import Answer
from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import Cell
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_rows import GivenDeclaration, Outcome, Reading, read_declaration
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration
from lindung.queries.staging import (
    KnownDeclaration,
    chunks,
    default_circular,
    known_circulars,
    known_declarations,
    known_sponsors,
    sees,
    sponsor_ids,
)


@dataclass(frozen=True, slots=True)
class DeclarationPlan:
    sponsor_id: int
    circular_id: int
    answer: Answer
    made_on: date
    corrects: int | None  # another answer given for the same day


class DeclarationImporter(Importer[GivenDeclaration]):
    kind: ClassVar[ImportKind] = ImportKind.DECLARATIONS
    recounts: ClassVar[bool] = False

    def read(self, cells: Mapping[str, Cell]) -> Reading[GivenDeclaration]:
        return read_declaration(cells, self.scope.today)

    def hold(self, rows: Sequence[GivenDeclaration]) -> None:
        lock_sponsors(sponsor_ids({row.nip for row in rows}))

    def load(self, rows: Sequence[GivenDeclaration]) -> None:
        self.circulars = known_circulars()
        self.newest = default_circular(self.circulars.values(), self.scope.today)
        self.sponsors = known_sponsors({row.nip for row in rows})
        self.answers = known_declarations({sponsor.id for sponsor in self.sponsors.values()})

    def decide(self, row: int, given: GivenDeclaration) -> Verdict:
        circular = circular_of(given.circular_number, self.circulars, self.newest)
        sponsor = self.sponsors.get(given.nip)
        if sponsor is None or not sees(self.scope.viewer, sponsor):
            raise RuleBroken("sponsor_unknown", field="nip")
        claimed = f"answer:{given.nip}:{circular.id}"
        self.claim_once(claimed, "nip")
        earlier = self.answers.get((sponsor.id, circular.id), [])
        twin = _twin(earlier, given)
        made_on = given.made_on or (twin.made_on if twin else self.scope.today)
        corrected = next((one for one in earlier if one.made_on == made_on), None)
        verdict = Verdict(Outcome.SAME, sponsor.name, claims={claimed: given.nip})
        if twin is not None:
            return verdict
        before = corrected or (earlier[-1] if earlier else None)
        verdict.outcome = Outcome.CHANGED if before else Outcome.NEW
        if before:
            verdict.changes = _changes(before, given.answer, made_on)
        corrects = corrected.id if corrected else None
        verdict.plan = DeclarationPlan(sponsor.id, circular.id, given.answer, made_on, corrects)
        return verdict

    def people(self, verdicts: Sequence[Verdict]) -> list[int]:
        return sorted({verdict.plan.sponsor_id for verdict in verdicts if verdict.acts})

    def apply(self, deed: Deed, verdicts: Sequence[Verdict], people: list[int]) -> None:
        plans: list[DeclarationPlan] = [verdict.plan for verdict in verdicts if verdict.acts]
        corrections = {plan.corrects: plan for plan in plans if plan.corrects is not None}
        for ids in chunks(sorted(corrections)):
            for stored in db.session.scalars(select(Declaration).where(Declaration.id.in_(ids))):
                stored.answer = corrections[stored.id].answer.value
            db.session.flush()
        mend_ends({plan.sponsor_id for plan in corrections.values()})
        new = [plan for plan in plans if plan.corrects is None]
        add_declarations(
            deed,
            [NewDeclaration(plan.sponsor_id, plan.circular_id, plan.answer, plan.made_on) for plan in new],
        )


def circular_of(number: str | None, circulars: Mapping[str, Circular], newest: Circular | None) -> Circular:
    """The circular a row names; without a number the newest in force."""
    circular = circulars.get(number) if number else newest
    if circular is None:
        code = "circular_unknown" if number else "circular_none_in_force"
        raise RuleBroken(code, field="nomor_edaran", given=number or "")
    return circular


def _twin(earlier: Sequence[KnownDeclaration], given: GivenDeclaration) -> KnownDeclaration | None:
    """The stored answer that says the same: on that day or, where the row has no day, the latest one."""
    candidates = earlier if given.made_on else earlier[-1:]
    return next(
        (one for one in candidates if one.answer == given.answer and given.made_on in (None, one.made_on)),
        None,
    )


def _changes(before: KnownDeclaration, answer: Answer, made_on: date) -> list[Change]:
    changes = [Change("jawaban", before.answer, answer.value)] if before.answer != answer else []
    if before.made_on != made_on:
        changes.append(Change("tanggal", before.made_on.isoformat(), made_on.isoformat()))
    return changes
