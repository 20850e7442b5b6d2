"""What a row of a village's list says, kept as it came: who is on it with a wrong NIK must not be lost (R5)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from lindung.domain.errors import RuleBroken
from lindung.domain.identifiers import Sex, agrees_with_nik, birth_date_from_nik, nik_facts
from lindung.domain.import_cells import Cell, day_of, identifier_of, is_blank, text_of
from lindung.domain.import_rows import Cells, Reading, RowProblem, RowReader
from lindung.domain.import_words import SEXES, word_of
from lindung.domain.names import name_key
from lindung.domain.nominations import well_formed

Value = TypeVar("Value")
_BETWEEN_DIGITS = re.compile(r"[\s'’`.\-]")
LONGEST_NIK = 40


@dataclass(frozen=True, slots=True)
class GivenNomination:
    """None everywhere means: the cell is empty, or could not be read and was remarked on."""

    unit_code: str
    circular_number: str | None
    nik: str | None  # right or wrong, without what people put between the digits
    name: str
    born_on: date | None
    born_by_number: date | None  # the birth date in the NIK: only where nobody gave another
    sex: Sex | None
    address: str | None
    phone: str | None
    occupation: str | None
    category: str | None

    @property
    def is_well_formed(self) -> bool:
        return well_formed(self.nik)

    @property
    def person(self) -> tuple[str, str]:
        """By what a row without a usable NIK is known again."""
        return name_key(self.name), self.nik or ""


def read_nomination(cells: Cells, today: date) -> Reading[GivenNomination]:
    """Refused are only rows without a name or a unit, and a NIK that a sheet kept as a number (R5)."""
    row = RowReader(cells)
    unit_code = row.required("kode_unit", lambda cell: identifier_of(cell, "unit_code"))
    name = row.required("nama", text_of)
    nik = row.given("nik", nik_of)
    born_on = _lenient(row, "tanggal_lahir", day_of)
    if born_on and born_on > today:
        row.warnings.append(RowProblem("impossible_date", "tanggal_lahir", {"given": born_on.isoformat()}))
        born_on = None
    sex = _lenient(row, "jenis_kelamin", lambda cell: word_of(cell, SEXES, "unknown_sex"))
    texts = {column: row.text(column) for column in ("nomor_edaran", "alamat", "pekerjaan", "kelompok")}
    phone = row.phone("telepon")
    by_number = birth_date_from_nik(nik, today) if nik and well_formed(nik) else None
    _remark(row, nik, born_on, sex, by_number)
    return row.reading(
        lambda: GivenNomination(
            unit_code or "",
            texts["nomor_edaran"],
            nik,
            name or "",
            born_on,
            by_number,
            sex,
            texts["alamat"],
            phone,
            texts["pekerjaan"],
            texts["kelompok"],
        )
    )


def nik_of(cell: Cell) -> str:
    """A NIK as it was written, wrong ones too; as a number it has lost its last digits (R5)."""
    return _BETWEEN_DIGITS.sub("", identifier_of(cell, "nik"))[:LONGEST_NIK]


def _remark(
    row: RowReader, nik: str | None, born_on: date | None, sex: Sex | None, by_number: date | None
) -> None:
    """A NIK that says something else than the row is odd and no more (R1)."""
    if not nik or not well_formed(nik):
        return
    if by_number is None:
        row.warnings.append(RowProblem("nik_date_impossible", "nik"))
    elif born_on and not agrees_with_nik(nik, born_on, None):
        row.warnings.append(RowProblem("nik_disagrees", "tanggal_lahir"))
    elif sex and sex is not nik_facts(nik).sex:
        row.warnings.append(RowProblem("nik_disagrees", "jenis_kelamin"))


def _lenient(row: RowReader, column: str, parse: Callable[[Cell], Value]) -> Value | None:
    """A cell that is not worth a person: what cannot be read is left out, and said."""
    cell = row.cells.get(column)
    if is_blank(cell):
        return None
    try:
        return parse(cell)
    except RuleBroken as broken:
        row.warnings.append(RowProblem(broken.code, column, dict(broken.facts)))
        return None
