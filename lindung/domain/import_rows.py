"""What one row of a file says, as typed values, and everything that is wrong with it: units to declarations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar

from lindung.domain.accounts import checked_name, checked_username
from lindung.domain.duties import Answer, DutyKind, Employment, Force, check_deadline, check_quota
from lindung.domain.errors import RuleBroken
from lindung.domain.identifiers import birth_date_from_nip, checked_nip
from lindung.domain.import_cells import Cell, day_of, identifier_of, is_blank, is_number, phone_of, text_of
from lindung.domain.import_words import (
    ANSWERS,
    DUTY_KINDS,
    EMPLOYMENTS,
    FORCES,
    ROLES,
    programmes_of,
    quota_of,
    word_of,
)
from lindung.domain.permissions import ROLES_WITH_UNIT, Role
from lindung.domain.registration import Programme

Value = TypeVar("Value")
Given = TypeVar("Given")
Rule = ParamSpec("Rule")
Cells = Mapping[str, Cell]


class Outcome(StrEnum):
    """What a row would do, or did; the order is that of the seven counts."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    LEFT = "left"
    SAME = "same"
    WRONG = "wrong"
    ASK = "ask"


ACTING = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.MOVED, Outcome.LEFT})
# Above both (people, percent), a file declared complete is more likely a part of the list.
FEW_LEAVE = 10
USUAL_SHARE = 5


def many_leave(left: int, here: int) -> bool:
    """Whether so many of those posted here would leave that somebody must say that it is meant."""
    return left > FEW_LEAVE and left * 100 > here * USUAL_SHARE


class RowProblem(NamedTuple):
    """One thing wrong (or, among the warnings, odd) with a row: a code, the column, and what fills the sentence."""

    code: str
    column: str | None = None
    facts: dict[str, Any] = {}  # noqa: RUF012  # never changed: problems are values


@dataclass(frozen=True, slots=True)
class Reading(Generic[Given]):
    """A row understood (`given`), or the problems that keep it from being understood."""

    given: Given | None
    problems: list[RowProblem]
    warnings: list[RowProblem]


@dataclass(slots=True)
class RowReader:
    """Takes cells one by one and gathers what is wrong, so that a person mends a row once and not five times."""

    cells: Cells
    problems: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)

    def given(self, column: str, parse: Callable[[Cell], Value]) -> Value | None:
        cell = self.cells.get(column)
        if is_blank(cell):
            return None
        try:
            return parse(cell)
        except RuleBroken as broken:
            self.problems.append(RowProblem(broken.code, column, dict(broken.facts)))
            return None

    def required(
        self, column: str, parse: Callable[[Cell], Value], missing: str = "cell_missing"
    ) -> Value | None:
        if is_blank(self.cells.get(column)):
            self.problems.append(RowProblem(missing, column))
            return None
        return self.given(column, parse)

    def obey(self, column: str, rule: Callable[Rule, None], *facts: Rule.args, **more: Rule.kwargs) -> None:
        """A rule over what was read; a cell that could not be read has its problem already."""
        if any(problem.column == column for problem in self.problems):
            return
        try:
            rule(*facts, **more)
        except RuleBroken as broken:
            self.problems.append(RowProblem(broken.code, column, dict(broken.facts)))

    def text(self, column: str) -> str | None:
        return self.given(column, text_of)

    def day(self, column: str) -> date | None:
        return self.given(column, day_of)

    def past_day(self, column: str, today: date) -> date | None:
        """A day that cannot lie ahead: what has not happened yet is not reported."""
        day = self.day(column)
        if day is not None and day > today:
            self.problems.append(RowProblem("future_date", column, {"given": day.isoformat()}))
        return day

    def phone(self, column: str) -> str | None:
        if is_number(self.cells.get(column)):
            self.warnings.append(RowProblem("phone_was_number", column))
        return self.given(column, phone_of)

    def nip(self, column: str) -> str | None:
        nip = self.required(column, lambda cell: checked_nip(identifier_of(cell, "nip")), "nip_missing")
        if nip and birth_date_from_nip(nip) is None:
            self.warnings.append(RowProblem("nip_date_impossible", column))
        return nip

    def unit_code(self, column: str) -> str | None:
        return self.given(column, lambda cell: identifier_of(cell, "unit_code"))

    def word(self, column: str, words: Mapping[str, Value], code: str) -> Value | None:
        return self.given(column, lambda cell: word_of(cell, words, code))

    def reading(self, build: Callable[[], Given]) -> Reading[Given]:
        """The row as a value, unless something is wrong with it."""
        return Reading(None if self.problems else build(), self.problems, self.warnings)


@dataclass(frozen=True, slots=True)
class GivenUnit:
    code: str
    name: str
    kind: str | None
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class GivenAccount:
    username: str
    name: str
    role: Role
    unit_code: str | None


@dataclass(frozen=True, slots=True)
class GivenSponsor:
    """None everywhere means: the cell is empty, leave what is stored."""

    nip: str
    name: str
    unit_code: str
    employment: Employment | None
    grade: str | None
    position: str | None
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class GivenCircular:
    number: str
    title: str
    duty_kind: DutyKind
    in_force_from: date
    issued_on: date | None
    force: Force | None
    quota: tuple[int | None, dict[str, int]] | None
    programmes: frozenset[Programme] | None
    declare_by: date | None
    register_by: date | None


@dataclass(frozen=True, slots=True)
class GivenDeclaration:
    nip: str
    circular_number: str | None
    answer: Answer
    made_on: date | None


def read_unit(cells: Cells, today: date) -> Reading[GivenUnit]:
    row = RowReader(cells)
    code = row.required("kode", lambda cell: identifier_of(cell, "unit_code"))
    name = row.required("nama", text_of)
    kind, parent_code = row.text("jenis"), row.unit_code("induk")
    return row.reading(lambda: GivenUnit(code or "", name or "", kind, parent_code))


def read_account(cells: Cells, today: date) -> Reading[GivenAccount]:
    row = RowReader(cells)
    username = row.required("nama_pengguna", lambda cell: checked_username(text_of(cell)))
    name = row.required("nama", lambda cell: checked_name(text_of(cell)))
    role = row.required("peran", lambda cell: word_of(cell, ROLES, "unknown_role"))
    unit_code = row.unit_code("kode_unit")
    if role in ROLES_WITH_UNIT and is_blank(cells.get("kode_unit")):
        row.problems.append(RowProblem("grant_needs_unit", "kode_unit"))
    if role and role not in ROLES_WITH_UNIT and unit_code:
        row.warnings.append(RowProblem("unit_ignored", "kode_unit"))
        unit_code = None
    return row.reading(lambda: GivenAccount(username or "", name or "", Role(role or ""), unit_code))


def read_sponsor(cells: Cells, today: date) -> Reading[GivenSponsor]:
    row = RowReader(cells)
    nip = row.nip("nip")
    name = row.required("nama", text_of)
    unit_code = row.required("kode_unit", lambda cell: identifier_of(cell, "unit_code"))
    employment = row.word("jenis_asn", EMPLOYMENTS, "unknown_employment")
    grade, position, email = row.text("golongan"), row.text("jabatan"), row.text("email")
    phone = row.phone("telepon")
    return row.reading(
        lambda: GivenSponsor(
            nip or "", name or "", unit_code or "", employment, grade, position, phone, email
        )
    )


def read_circular(cells: Cells, today: date) -> Reading[GivenCircular]:
    row = RowReader(cells)
    number, title = row.required("nomor", text_of), row.required("judul", text_of)
    duty_kind = row.required("kewajiban", lambda cell: word_of(cell, DUTY_KINDS, "unknown_duty"))
    in_force_from = row.required("berlaku_mulai", day_of)
    issued_on, force = row.day("tanggal"), row.word("sifat", FORCES, "unknown_force")
    quota, programmes = row.given("kuota", quota_of), row.given("program", programmes_of)
    declare_by, register_by = row.day("tenggat_pernyataan"), row.day("tenggat_pendaftaran")
    if duty_kind:
        row.obey("kuota", check_quota, duty_kind, *(quota or (None, {})))
    if in_force_from:
        row.obey("tenggat_pernyataan", check_deadline, "declare_by", declare_by, in_force_from)
        row.obey("tenggat_pendaftaran", check_deadline, "register_by", register_by, in_force_from)
    return row.reading(
        lambda: GivenCircular(
            number or "",
            title or "",
            duty_kind or DutyKind.CONDITIONAL,
            in_force_from or today,
            issued_on,
            force,
            quota,
            programmes,
            declare_by,
            register_by,
        )
    )


def read_declaration(cells: Cells, today: date) -> Reading[GivenDeclaration]:
    row = RowReader(cells)
    nip, number = row.nip("nip"), row.text("nomor_edaran")
    answer = row.required("jawaban", lambda cell: word_of(cell, ANSWERS, "unknown_answer"))
    made_on = row.past_day("tanggal", today)
    return row.reading(lambda: GivenDeclaration(nip or "", number, Answer(answer or ""), made_on))


def pppk_by_number(nip: str) -> bool:
    """Whether digits 13-14 are a contract count (R3) and no month of appointment (R2)."""
    return not 1 <= int(nip[12:14]) <= 12


def employment_by_number(nip: str) -> Employment:
    """What a number alone tells when the file does not say it: PNS or PPPK."""
    return Employment.PPPK if pppk_by_number(nip) else Employment.PNS
