"""The columns of each kind of file, and finding them below whatever titles stand above (DESIGN section 4)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import Cell, is_blank
from lindung.domain.names import clean

TITLE_ROWS = 50  # how far down the header is looked for
SIMILAR = 0.6


class ImportKind(StrEnum):
    UNITS = "units"
    ACCOUNTS = "accounts"
    SPONSORS = "sponsors"
    CIRCULARS = "circulars"
    DECLARATIONS = "declarations"
    WORKERS = "workers"
    REGISTRATIONS = "registrations"
    # PAYMENTS follows with the ledger: its columns here, its importer beside the others.


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a row cannot exist without a `required` one; an `identifier` is text in every sheet we make (R5)."""

    name: str
    example: str
    required: bool = False
    identifier: bool = False


def _must(name: str, example: str) -> Column:
    return Column(name, example, required=True)


def _number(name: str, example: str, *, required: bool = False) -> Column:
    return Column(name, example, required=required, identifier=True)


# The examples are an invented person: digits 5-6 of the NIK are 00, which no citizen has.
COLUMNS: Mapping[ImportKind, tuple[Column, ...]] = {
    ImportKind.UNITS: (
        _number("kode", "04.01", required=True),
        _must("nama", "SDN Contoh 1"),
        Column("jenis", "sekolah"),
        _number("induk", "04"),
    ),
    ImportKind.ACCOUNTS: (
        _must("nama_pengguna", "ratna.w"),
        _must("nama", "Ratna Wulandari"),
        _must("peran", "clerk"),
        _number("kode_unit", "04"),
    ),
    ImportKind.SPONSORS: (
        _number("nip", "198001012005012001", required=True),
        _must("nama", "Hadi Prasetyo, S.Pd."),
        _number("kode_unit", "04.01", required=True),
        Column("jenis_asn", "PNS"),
        Column("golongan", "III/c"),
        Column("jabatan", "Guru"),
        _number("telepon", "081200000000"),
        Column("email", ""),
    ),
    ImportKind.CIRCULARS: (
        _must("nomor", "500.15/1/411.000/2026"),
        Column("tanggal", "26/09/2026"),
        _must("judul", "Perlindungan Jaminan Sosial Ketenagakerjaan bagi ART"),
        Column("sifat", "wajib"),
        _must("kewajiban", "bersyarat"),
        Column("kuota", ""),
        Column("program", "JKK, JKM"),
        _must("berlaku_mulai", "01/10/2026"),
        Column("tenggat_pernyataan", "31/10/2026"),
        Column("tenggat_pendaftaran", "31/12/2026"),
    ),
    ImportKind.DECLARATIONS: (
        _number("nip", "198001012005012001", required=True),
        Column("nomor_edaran", "500.15/1/411.000/2026"),
        _must("jawaban", "Punya ART"),
        Column("tanggal", "12/10/2026"),
    ),
    ImportKind.WORKERS: (
        _number("nip_penanggung", "198001012005012001", required=True),
        Column("nomor_edaran", "500.15/1/411.000/2026"),
        _number("nik", "3518004507830007", required=True),
        _must("nama", "Siti Aminah"),
        Column("tanggal_lahir", "05/07/1983"),
        Column("jenis_kelamin", "P"),
        Column("alamat", "Desa Contoh RT 01 RW 02"),
        _number("telepon", "081200000001"),
        Column("pekerjaan", "Juru Masak"),
        Column("hubungan", "ART"),
        Column("program", "JKK, JKM"),
        _number("kpj", ""),
        Column("status", "calon"),
        Column("tanggal_daftar", ""),
        _number("bulan_mulai", ""),
        Column("tanggal_akhir", ""),
        Column("alasan", ""),
    ),
    ImportKind.REGISTRATIONS: (
        _number("nik", "3518004507830007", required=True),
        _number("kpj", "26000000007"),
        _must("status", "terdaftar"),
        Column("alasan", ""),
        Column("tanggal", "20/10/2026"),
    ),
}


@dataclass(frozen=True, slots=True)
class Header:
    """Where a sheet's columns are: our name -> position, our name -> what the sheet calls it, and what we ignore."""

    index: int  # of the header row among the rows given, from 0
    positions: dict[str, int]
    titles: dict[str, str]
    unknown: list[str]

    def cells(self, row: Sequence[Cell]) -> dict[str, Cell]:
        """The known cells of a row; blank ones are left out."""
        width = len(row)
        return {name: row[at] for name, at in self.positions.items() if at < width and not is_blank(row[at])}


def header_key(text: str) -> str:
    """How headers are compared: case, spaces, underscores and punctuation do not matter."""
    return re.sub(r"[^a-z0-9]+", "", clean(text).lower())


def find_header(kind: ImportKind, rows: Sequence[Sequence[Cell]]) -> Header:
    """The first row that holds every required column; refuses the sheet when there is none, naming what is nearest."""
    candidates = [_matched(kind, index, row) for index, row in enumerate(rows[:TITLE_ROWS])]
    required = [column.name for column in COLUMNS[kind] if column.required]
    complete = [header for header in candidates if all(name in header.positions for name in required)]
    if complete:
        _refuse_twice(kind, rows[complete[0].index])
        return complete[0]
    best = max(candidates, key=lambda header: len(header.positions), default=None)
    if best is None or not best.positions:
        raise RuleBroken("header_absent", columns=", ".join(required))
    missing = [name for name in required if name not in best.positions]
    similar = get_close_matches(header_key(missing[0]), map(header_key, best.unknown), n=1, cutoff=SIMILAR)
    nearest = next((title for title in best.unknown if header_key(title) in similar), "")
    code = "column_missing_similar" if nearest else "column_missing"
    raise RuleBroken(code, column=", ".join(missing), nearest=nearest, row=best.index + 1)


def known_count(kind: ImportKind, row: Sequence[Cell]) -> int:
    """How many of the kind's columns a row names: tells a header from a title, and one separator from another."""
    return len(_matched(kind, 0, row).positions)


def _matched(kind: ImportKind, index: int, row: Sequence[Cell]) -> Header:
    names = {header_key(column.name): column.name for column in COLUMNS[kind]}
    header = Header(index, {}, {}, [])
    for position, cell in enumerate(row):
        if not isinstance(cell, str) or is_blank(cell):
            continue
        title = clean(cell)
        name = names.get(header_key(title))
        if name is None:
            header.unknown.append(title)
        elif name not in header.positions:
            header.positions[name] = position
            header.titles[name] = title
    return header


def _refuse_twice(kind: ImportKind, row: Sequence[Cell]) -> None:
    names = {header_key(column.name) for column in COLUMNS[kind]}
    seen: set[str] = set()
    for cell in row:
        key = header_key(cell) if isinstance(cell, str) else ""
        if key in names and key in seen:
            raise RuleBroken("column_twice", column=clean(str(cell)))
        seen.add(key)
