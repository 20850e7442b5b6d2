"""A file of units: the tree built or reshaped, children before or after their parents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import bindparam, select, update

from lindung.actions import tree
from lindung.actions.acts import Deed, insert_rows
from lindung.actions.importers.protocol import Importer, Verdict, difference_of
from lindung.actions.summaries import lock_months
from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import Cell
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_rows import GivenUnit, Outcome, Reading, read_unit
from lindung.domain.names import name_key
from lindung.models.base import db
from lindung.models.units import Unit
from lindung.queries.staging import KnownUnit, chunks, known_units


@dataclass(frozen=True, slots=True)
class UnitPlan:
    given: GivenUnit
    known: KnownUnit | None


class UnitImporter(Importer[GivenUnit]):
    kind: ClassVar[ImportKind] = ImportKind.UNITS
    is_whole: ClassVar[bool] = True
    over_locks: ClassVar[bool] = True

    def read(self, cells: Mapping[str, Cell]) -> Reading[GivenUnit]:
        return read_unit(cells, self.scope.today)

    def hold(self, rows: Sequence[GivenUnit]) -> None:
        lock_months()
        tree.lock_tree()

    def load(self, rows: Sequence[GivenUnit]) -> None:
        self.known = known_units(self.scope.viewer)
        codes = {unit.id: unit.code for unit in self.known.values()}
        # The tree as the file would leave it: code -> code of the unit above.
        self.above = {unit.code: codes.get(unit.parent_id or 0) for unit in self.known.values()}
        self.parents = dict(self.above)
        given: dict[str, str | None] = {}
        for row in rows:
            given.setdefault(row.code, row.parent_code or self.parents.get(row.code))
        self.parents |= given

    def decide(self, row: int, given: GivenUnit) -> Verdict:
        self.claim_once(f"code:{given.code}", "kode")
        self._check_above(given)
        known = self.known.get(given.code)
        claims = {f"code:{given.code}": given.code}
        if known is None:
            return Verdict(Outcome.NEW, given.name, claims=claims, plan=UnitPlan(given, None))
        changes = difference_of(
            [
                ("nama", known.name, given.name),
                ("jenis", known.kind, given.kind),
                ("induk", self.above[given.code], given.parent_code),
            ]
        )
        moves = any(change.column == "induk" for change in changes)
        outcome = Outcome.MOVED if moves else Outcome.CHANGED if changes else Outcome.SAME
        return Verdict(outcome, given.name, changes=changes, claims=claims, plan=UnitPlan(given, known))

    def apply(self, deed: Deed, verdicts: Sequence[Verdict], people: list[int]) -> None:
        plans: list[UnitPlan] = [verdict.plan for verdict in verdicts if verdict.acts]
        ids = {unit.code: unit.id for unit in self.known.values()}
        paths = {unit.code: unit.path for unit in self.known.values()}
        for level in self._levels([plan.given for plan in plans if plan.known is None]):
            _insert(deed, level, ids, paths)
        tree.add_empty_months([ids[plan.given.code] for plan in plans if plan.known is None])
        # Top first: a unit may move below one that itself only now makes room for it.
        stored = [(plan.known, plan.given) for plan in plans if plan.known]
        stored.sort(key=lambda pair: self._height(pair[1].code))
        moves = [self._change(known, given, ids) for known, given in stored]
        if any(moves):
            tree.refresh_copies()

    def _check_above(self, given: GivenUnit) -> None:
        """Refuses an unknown unit above, at any height, and a line that leads back to itself."""
        if given.parent_code is None:
            return
        line = [given.code]
        above: str | None = given.parent_code
        while above is not None:
            if above in line:
                raise RuleBroken("unit_cycle", field="induk", given=given.parent_code)
            if above not in self.parents:
                raise RuleBroken("parent_not_found", field="induk", given=above)
            known = self.known.get(above)
            if known is not None and known.closed_from is not None and self._comes_in(given):
                raise RuleBroken("parent_closed", field="induk", parent=known.name, month=known.closed_from)
            line.append(above)
            above = self.parents[above]

    def _comes_in(self, given: GivenUnit) -> bool:
        """Whether an open unit takes a place it did not have: below a closed one it may not."""
        stored = self.known.get(given.code)
        if stored is None:
            return True
        return stored.closed_from is None and self.above[given.code] != given.parent_code

    def _height(self, code: str) -> int:
        """How many units stand above, in the tree as the file leaves it."""
        above = self.parents[code]
        return 0 if above is None else self._height(above) + 1

    def _levels(self, new: list[GivenUnit]) -> list[list[GivenUnit]]:
        """New units by height, so that each finds its parent's id."""
        levels: dict[int, list[GivenUnit]] = {}
        for given in new:
            levels.setdefault(self._height(given.code), []).append(given)
        return [levels[height] for height in sorted(levels)]

    def _change(self, known: KnownUnit, given: GivenUnit, ids: dict[str, int]) -> bool:
        """Gives a stored unit what its row says; True when it moved."""
        unit = db.session.get_one(Unit, known.id)
        unit.name, unit.name_key = given.name, name_key(given.name)
        unit.kind = given.kind or unit.kind
        parent_id = ids[given.parent_code] if given.parent_code else unit.parent_id
        if parent_id == unit.parent_id:
            return False
        parent = db.session.scalars(select(Unit).where(Unit.id == parent_id)).one()
        db.session.flush()
        tree.move_paths(unit, parent)
        return True


def _insert(deed: Deed, level: list[GivenUnit], ids: dict[str, int], paths: dict[str, str]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "code": given.code,
            "name": given.name,
            "name_key": name_key(given.name),
            "kind": given.kind or "",
            "parent_id": ids[given.parent_code] if given.parent_code else None,
            "path": "",
            "reports": given.parent_code is None,
            "closed_from": None,
            "version": 1,
        }
        for given in level
    ]
    placed = []
    for given, id_ in zip(level, insert_rows(deed, Unit, rows), strict=True):
        ids[given.code] = id_
        paths[given.code] = tree.path_of(id_, paths.get(given.parent_code or ""))
        placed.append({"unit": id_, "placed": paths[given.code]})
    # A path follows from ids and parents, so it is no history: the trail keeps the parent.
    statement = update(Unit).where(Unit.id == bindparam("unit")).values(path=bindparam("placed"))
    for part in chunks(placed):
        db.session.connection().execute(statement, list(part))
