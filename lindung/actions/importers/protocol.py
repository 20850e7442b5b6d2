"""What every kind of file shares: judging its rows against what is stored, and then doing what was previewed."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from lindung.actions.acts import Deed
from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import Cell, text_of
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_rows import ACTING, Outcome, Reading, RowProblem
from lindung.domain.months import Month
from lindung.queries.viewer import Viewer

Given = TypeVar("Given")

# Rules name their own fields; a row names the column of its file.
COLUMN_OF = {"born_on": "tanggal_lahir", "role": "peran", "unit": "kode_unit", "name": "nama"}


class Change(NamedTuple):
    """One column before and after, in codes; None: empty."""

    column: str
    old: str | None
    new: str | None


class Claim(NamedTuple):
    """A value that a row of this file takes for itself: later rows that take it too are second."""

    row: int
    owner: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Under which circumstances a file is judged."""

    viewer: Viewer
    today: date
    month: Month  # from when a move counts
    is_complete: bool  # who is absent has left
    batch_id: int = 0
    stated_month: Month | None = None  # which month a payment file is said to be for


@dataclass(frozen=True, slots=True)
class Line:
    row: int
    cells: dict[str, Cell]


@dataclass(slots=True)
class Verdict:
    """What a row would do. `plan` is for `apply` and never stored: applying judges again."""

    outcome: Outcome
    label: str | None = None
    problems: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    claims: dict[str, str] = field(default_factory=dict)  # what is claimed -> by whom
    plan: Any = None
    settlement: str | None = None  # of a payment row: its group (R16)
    amount: int | None = None

    @property
    def acts(self) -> bool:
        return self.outcome in ACTING

    @property
    def essence(self) -> tuple[object, ...]:
        """What a person agreed to in the preview."""
        return (self.outcome.value, [tuple(change) for change in self.changes], self.settlement)


class Importer(ABC, Generic[Given]):
    """One kind of file. `load` fetches what a chunk needs, `decide` judges a row, `apply` does a batch's plans."""

    kind: ClassVar[ImportKind]
    is_whole: ClassVar[bool] = False  # rows depend on later rows: never judged in parts
    recounts: ClassVar[bool] = True  # every month anew, however few rows
    counts_people: ClassVar[bool] = True  # False: nothing of it shows in any count
    over_locks: ClassVar[bool] = False  # BPJS's truth and the regency's own rules pass a closed month (R22)

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.claims: dict[str, Claim] = {}

    @abstractmethod
    def read(self, cells: Mapping[str, Cell]) -> Reading[Given]: ...

    def hold(self, rows: Sequence[Given]) -> None:
        """Locks what the rows speak of, in the one lock order: as it is judged now it will be found when applying."""

    @abstractmethod
    def load(self, rows: Sequence[Given]) -> None: ...

    @abstractmethod
    def decide(self, row: int, given: Given) -> Verdict: ...

    @abstractmethod
    def apply(self, deed: Deed, verdicts: Sequence[Verdict], people: list[int]) -> None:
        """Does the plans in bulk; adds new sponsors' ids to `people`, whose counts are being taken."""

    def people(self, verdicts: Sequence[Verdict]) -> list[int]:
        """Sponsors whose counts the plans will change."""
        return []

    def enrolments(self, verdicts: Sequence[Verdict]) -> list[int]:
        """Stored enrolments whose counts the plans will change, whoever pays for them."""
        return []

    def objection(self, seen: Mapping[str, int]) -> RuleBroken | None:
        """Why the whole file is refused, by how many rows have which settlement or else outcome."""
        return None

    def absent(self, lines: Sequence[Line]) -> list[Verdict]:
        """Of a complete file: who is stored and not in it."""
        return []

    def judge(self, lines: Sequence[Line], *, holding: bool = False) -> Iterator[Verdict]:
        readings = [self.read(line.cells) for line in lines]
        rows = [reading.given for reading in readings if reading.given is not None]
        if holding:
            self.hold(rows)
        self.load(rows)
        for line, reading in zip(lines, readings, strict=True):
            verdict = self._verdict(line, reading)
            verdict.warnings = [*reading.warnings, *verdict.warnings]
            if verdict.outcome is not Outcome.WRONG:
                for claimed, owner in verdict.claims.items():
                    self.claims.setdefault(claimed, Claim(line.row, owner))
            yield verdict

    def claim_once(self, claimed: str, column: str, *, owner: str = "", code: str = "duplicate_row") -> None:
        """Refuses what an earlier row has already taken for another owner (or at all, when nobody owns it)."""
        earlier = self.claims.get(claimed)
        if earlier is not None and (not owner or earlier.owner != owner):
            raise RuleBroken(code, field=column, first_row=earlier.row)

    def _verdict(self, line: Line, reading: Reading[Given]) -> Verdict:
        if reading.given is None:
            return Verdict(Outcome.WRONG, _name_in(line), list(reading.problems))
        try:
            return self.decide(line.row, reading.given)
        except RuleBroken as broken:
            column = COLUMN_OF.get(broken.field or "", broken.field)
            facts = {name: str(value) for name, value in broken.facts.items()}
            return Verdict(Outcome.WRONG, _name_in(line), [RowProblem(broken.code, column, facts)])


def difference_of(pairs: Sequence[tuple[str, object, object]]) -> list[Change]:
    """Columns whose given value is not the stored one; an empty cell (None) leaves what is stored."""
    return [
        Change(column, _code(old), _code(new))
        for column, old, new in pairs
        if new is not None and _code(old) != _code(new)
    ]


def _code(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def _name_in(line: Line) -> str | None:
    """What a refused row is called: its name, or the end of its number where a file holds no names.

    A number that slipped into the column is cut: labels are stored in the clear.
    """
    try:
        name, number = text_of(line.cells.get("nama")), text_of(line.cells.get("nik"))
    except RuleBroken:
        return None
    if name:
        return re.sub(r"\d+(?=\d{4})", "··", name)
    digits = re.sub(r"\D", "", number)
    return f"··{digits[-4:]}" if len(digits) > 4 else None
