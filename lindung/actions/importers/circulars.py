"""A file of circulars: in force when their day has come, drafts until then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from lindung.actions.acts import Deed
from lindung.actions.importers.protocol import Importer, Verdict, difference_of
from lindung.actions.summaries import lock_months
from lindung.domain.duties import ASN_EMPLOYMENTS, CircularState, DutyKind, Employment, Force
from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import Cell
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_rows import GivenCircular, Outcome, Reading, read_circular
from lindung.domain.registration import Programme, Relation
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.queries.staging import all_circulars

LEAST_PROGRAMMES = (Programme.JKK, Programme.JKM)
ENDED = frozenset({CircularState.SUPERSEDED.value, CircularState.REVOKED.value})


@dataclass(frozen=True, slots=True)
class CircularPlan:
    given: GivenCircular
    circular_id: int | None


class CircularImporter(Importer[GivenCircular]):
    kind: ClassVar[ImportKind] = ImportKind.CIRCULARS
    over_locks: ClassVar[bool] = True

    def read(self, cells: Mapping[str, Cell]) -> Reading[GivenCircular]:
        return read_circular(cells, self.scope.today)

    def hold(self, rows: Sequence[GivenCircular]) -> None:
        lock_months()

    def load(self, rows: Sequence[GivenCircular]) -> None:
        self.known = all_circulars()

    def decide(self, row: int, given: GivenCircular) -> Verdict:
        self.claim_once(f"circular:{given.number}", "nomor")
        claims = {f"circular:{given.number}": given.number}
        known = self.known.get(given.number)
        if known is None:
            return Verdict(Outcome.NEW, given.title, claims=claims, plan=CircularPlan(given, None))
        state = self._state(given) if known.state == CircularState.DRAFT.value else known.state
        quota = given.quota if given.duty_kind is DutyKind.QUOTA else None
        changes = difference_of(
            [
                ("judul", known.title, given.title),
                ("tanggal", known.issued_on, given.issued_on),
                ("sifat", known.force, given.force),
                ("kewajiban", known.duty_kind, given.duty_kind.value),
                (
                    "kuota",
                    quota_text(known.quota, known.quota_by_grade),
                    quota_text(*quota) if quota else None,
                ),
                ("program", "+".join(known.programmes), _programmes(given)),
                ("berlaku_mulai", known.in_force_from, given.in_force_from),
                ("tenggat_pernyataan", known.declare_by, given.declare_by),
                ("tenggat_pendaftaran", known.register_by, given.register_by),
                ("state", known.state, state),
            ]
        )
        if changes and known.state in ENDED:
            raise RuleBroken("circular_ended", field="nomor", number=known.number)
        outcome = Outcome.CHANGED if changes else Outcome.SAME
        return Verdict(
            outcome, given.title, changes=changes, claims=claims, plan=CircularPlan(given, known.id)
        )

    def apply(self, deed: Deed, verdicts: Sequence[Verdict], people: list[int]) -> None:
        for plan in [verdict.plan for verdict in verdicts if verdict.acts]:
            if plan.circular_id is None:
                db.session.add(self._new(plan.given))
            else:
                self._change(db.session.get_one(Circular, plan.circular_id), plan.given)
        db.session.flush()

    def _state(self, given: GivenCircular) -> str:
        begun = given.in_force_from <= self.scope.today
        return (CircularState.IN_FORCE if begun else CircularState.DRAFT).value

    def _new(self, given: GivenCircular) -> Circular:
        conditional = given.duty_kind is DutyKind.CONDITIONAL
        values: dict[str, Any] = {
            "force": Force.APPEAL.value,  # a duty is claimed only where the file says `wajib`
            "programmes": [one.value for one in LEAST_PROGRAMMES],
            "quota": None,
            "quota_by_grade": {},
        }
        return Circular(
            number=given.number,
            state=self._state(given),
            audience=[one.value for one in Employment if one in ASN_EMPLOYMENTS],
            relations=[Relation.ART.value] if conditional else [one.value for one in Relation],
            **(values | _values(given)),
        )

    def _change(self, circular: Circular, given: GivenCircular) -> None:
        for name, value in _values(given).items():
            setattr(circular, name, value)
        if circular.state == CircularState.DRAFT.value:
            circular.state = self._state(given)


def quota_text(quota: int | None, by_grade: Mapping[str, int]) -> str | None:
    """A quota as a file writes it: `1`, or `III=1, IV=2`."""
    if by_grade:
        return ", ".join(f"{grade}={number}" for grade, number in sorted(by_grade.items()))
    return None if quota is None else str(quota)


def _programmes(given: GivenCircular) -> str | None:
    if given.programmes is None:
        return None
    return "+".join(one.value for one in Programme if one in given.programmes)


def _values(given: GivenCircular) -> dict[str, Any]:
    """The columns a row gives; those of empty cells are left out."""
    values: dict[str, Any] = {
        "title": given.title,
        "issued_on": given.issued_on,
        "force": given.force.value if given.force else None,
        "duty_kind": given.duty_kind.value,
        "in_force_from": given.in_force_from,
        "declare_by": given.declare_by,
        "register_by": given.register_by,
        "programmes": [one.value for one in Programme if one in given.programmes]
        if given.programmes
        else None,
    }
    named = {name: value for name, value in values.items() if value is not None}
    if given.quota and given.duty_kind is DutyKind.QUOTA:
        named |= {"quota": given.quota[0], "quota_by_grade": given.quota[1]}
    return named
