"""The columns of each kind of file, and finding them below whatever titles stand above (DESIGN section 4)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import Cell, is_blank
from lindung.domain.names import clean

TITLE_ROWS = 50  # how far down the header is looked for
SIMILAR = 0.6
_LONG_NUMBER = re.compile(r"\d[\d .-]{6,}\d")


class ImportKind(StrEnum):
    UNITS = "units"
    ACCOUNTS = "accounts"
    SPONSORS = "sponsors"
    CIRCULARS = "circulars"
    DECLARATIONS = "declarations"
    WORKERS = "workers"
    REGISTRATIONS = "registrations"
    PAYMENTS = "payments"
    FIGURES = "figures"
    NOMINATIONS = "nominations"


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
        Column("tanggal_akhir_perlindungan", ""),
    ),
    ImportKind.PAYMENTS: (
        _number("nik", "3518004507830007"),
        _number("kpj", "26000000007"),
        _number("bulan", "2026-10", required=True),
        _must("jumlah", "8400"),
        Column("tanggal_bayar", "12/10/2026"),
        Column("referensi", "BPU0000000007"),
        Column("tanggal_akhir_perlindungan", ""),
    ),
    ImportKind.FIGURES: (
        _number("bulan", "2026-10", required=True),
        Column("segmen", ""),
        _number("kode_unit", ""),
        Column("pembayar", ""),
        Column("terdaftar", "131500"),
        Column("aktif", "127292"),
        Column("angkatan_kerja", "500000"),
        Column("masuk", ""),
        Column("berhenti", ""),
        _must("sumber", "Kantor cabang BPJS"),
        Column("tanggal_sumber", "05/11/2026"),
        Column("nomor_edaran", ""),
    ),
    ImportKind.NOMINATIONS: (
        _number("kode_unit", "33.01", required=True),
        _number("nik", "3518004507830007", required=True),
        _must("nama", "Wayan Sudarma"),
        Column("tanggal_lahir", "05/07/1983"),
        Column("jenis_kelamin", "P"),
        Column("alamat", "Banjar Contoh"),
        _number("telepon", "081200000001"),
        Column("pekerjaan", "Petani"),
        Column("kelompok", "petani"),
        Column("nomor_edaran", ""),
    ),
}
# What our own sheets fill in before anybody has written a row: a row that holds nothing else is none.
PREFILLED: Mapping[ImportKind, frozenset[str]] = {
    ImportKind.NOMINATIONS: frozenset({"kode_unit", "nomor_edaran"}),
}
# Kinds of which a row needs one or the other of these columns.
EITHER: Mapping[ImportKind, tuple[str, ...]] = {ImportKind.PAYMENTS: ("nik", "kpj")}
# Kinds that others make, in a layout of their own.
MAPPABLE = (ImportKind.PAYMENTS, ImportKind.REGISTRATIONS)


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """What a branch calls our columns: our name -> its heading."""

    name: str
    headings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Header:
    """Where a sheet's columns are: our name -> position, our name -> what the sheet calls it, and what we ignore."""

    index: int  # of the header row among the rows given, from 0
    positions: dict[str, int]
    titles: dict[str, str]
    unknown: list[str]
    map_name: str | None = None  # the saved headings by which it was understood

    def cells(self, row: Sequence[Cell]) -> dict[str, Cell]:
        """The known cells of a row; blank ones are left out."""
        width = len(row)
        return {name: row[at] for name, at in self.positions.items() if at < width and not is_blank(row[at])}


def header_key(text: str) -> str:
    """How headers are compared: case, spaces, underscores and punctuation do not matter."""
    return re.sub(r"[^a-z0-9]+", "", clean(text).lower())


def find_header(kind: ImportKind, rows: Sequence[Sequence[Cell]], maps: Sequence[ColumnNames] = ()) -> Header:
    """The first row that holds every required column; refuses the sheet when there is none, naming what is nearest.

    A layout of our own comes first, then the saved ones in their order.
    """
    for names in (None, *maps):
        candidates = [_matched(kind, index, row, names) for index, row in enumerate(rows[:TITLE_ROWS])]
        complete = next((header for header in candidates if not _missing(kind, header)), None)
        if complete:
            _refuse_twice(kind, rows[complete.index], names)
            return complete
    best = _nearest(kind, rows)
    if best is None:
        raise RuleBroken("header_absent", columns=", ".join(_missing(kind, Header(0, {}, {}, []))))
    missing = _missing(kind, best)
    similar = get_close_matches(header_key(missing[0]), map(header_key, best.unknown), n=1, cutoff=SIMILAR)
    nearest = next((title for title in best.unknown if header_key(title) in similar), "")
    code = "column_missing_similar" if nearest else "column_missing"
    raise RuleBroken(code, column=", ".join(missing), nearest=nearest, row=best.index + 1)


def headings(kind: ImportKind, rows: Sequence[Sequence[Cell]]) -> list[str]:
    """What a sheet that is not understood calls its columns: the likeliest header row, each heading once.

    Whatever holds a longer number is no heading but somebody's data, and is left out.
    """
    nearest = _nearest(kind, rows)
    likely = max(rows[:TITLE_ROWS], key=lambda row: len(_headings_in(row)), default=())
    return _headings_in(rows[nearest.index] if nearest else likely)


def check_names(kind: ImportKind, wanted: Mapping[str, str]) -> None:
    """A map must name every column that a row cannot exist without, and each heading once."""
    header = Header(0, dict.fromkeys(wanted, 0), {}, [])
    missing = _missing(kind, header)
    if missing:
        raise RuleBroken("map_column_missing", field=missing[0], column=missing[0])
    seen: dict[str, str] = {}
    for name, heading in wanted.items():
        if seen.setdefault(header_key(heading), name) != name:
            raise RuleBroken("map_heading_twice", field=name, heading=heading)


def _nearest(kind: ImportKind, rows: Sequence[Sequence[Cell]]) -> Header | None:
    """The row that names most of the kind's columns; None where no row names any."""
    candidates = [_matched(kind, index, row) for index, row in enumerate(rows[:TITLE_ROWS])]
    best = max(candidates, key=lambda header: len(header.positions), default=None)
    return best if best and best.positions else None


def _headings_in(row: Sequence[Cell]) -> list[str]:
    texts = [clean(cell) for cell in row if isinstance(cell, str) and not is_blank(cell)]
    return list(dict.fromkeys(one for one in texts if header_key(one) and not _LONG_NUMBER.search(one)))


def _missing(kind: ImportKind, header: Header) -> list[str]:
    """The columns that a sheet of this kind cannot do without and this one does not have."""
    either = EITHER.get(kind, ())
    lacks_both = either and not any(name in header.positions for name in either)
    required = [
        column.name for column in COLUMNS[kind] if column.required and column.name not in header.positions
    ]
    return [*either[:1], *required] if lacks_both else required


def known_count(kind: ImportKind, row: Sequence[Cell], maps: Iterable[ColumnNames] = ()) -> int:
    """How many of the kind's columns a row names: tells a header from a title, and one separator from another."""
    return max(len(_matched(kind, 0, row, names).positions) for names in (None, *maps))


def _matched(kind: ImportKind, index: int, row: Sequence[Cell], mapped: ColumnNames | None = None) -> Header:
    names = _names(kind, mapped)
    header = Header(index, {}, {}, [], mapped.name if mapped else None)
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


def _names(kind: ImportKind, mapped: ColumnNames | None) -> dict[str, str]:
    """Heading -> our name; a map's own headings are the only ones for the columns it names."""
    given = mapped.headings if mapped else {}
    names = {header_key(one.name): one.name for one in COLUMNS[kind] if one.name not in given}
    return names | {header_key(heading): name for name, heading in given.items()}


def _refuse_twice(kind: ImportKind, row: Sequence[Cell], mapped: ColumnNames | None) -> None:
    names = _names(kind, mapped)
    seen: set[str] = set()
    for cell in row:
        key = header_key(cell) if isinstance(cell, str) else ""
        if key in names and key in seen:
            raise RuleBroken("column_twice", column=clean(str(cell)))
        seen.add(key)
