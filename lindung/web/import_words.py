"""Imports in the office's words: kinds of file, outcomes, and what a cell says before and after."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.duties import Answer, CircularState, DutyKind, Employment, Force
from lindung.domain.import_cells import Cell, text_of
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_figures import NUMBERS as FIGURES
from lindung.domain.import_rows import Outcome
from lindung.domain.import_words import STATES as STATE_WORDS
from lindung.domain.months import Month
from lindung.domain.nominations import Finding
from lindung.domain.permissions import Role
from lindung.domain.registration import EnrolmentState, Relation
from lindung.queries.imports import LineRow
from lindung.web import labels
from lindung.web.filters import DASH, day, month, number
from lindung.web.labels import Tag
from lindung.web.navigation import role_label
from lindung.web.nomination_words import FINDINGS

KINDS: dict[ImportKind, LazyString] = {
    ImportKind.UNITS: _l("Unit kerja"),
    ImportKind.ACCOUNTS: _l("Akun"),
    ImportKind.SPONSORS: _l("ASN"),
    ImportKind.CIRCULARS: _l("Surat Edaran"),
    ImportKind.DECLARATIONS: _l("Pernyataan"),
    ImportKind.WORKERS: _l("Pekerja"),
    ImportKind.REGISTRATIONS: _l("Hasil pendaftaran BPJS"),
    ImportKind.PAYMENTS: _l("Pembayaran BPJS"),
    ImportKind.NOMINATIONS: _l("Usulan desa"),
    ImportKind.FIGURES: _l("Angka cakupan"),
}
FILE_NAMES: dict[ImportKind, str] = {
    ImportKind.UNITS: "unit",
    ImportKind.ACCOUNTS: "akun",
    ImportKind.SPONSORS: "asn",
    ImportKind.CIRCULARS: "edaran",
    ImportKind.DECLARATIONS: "pernyataan",
    ImportKind.WORKERS: "pekerja",
    ImportKind.REGISTRATIONS: "hasil-pendaftaran",
    ImportKind.PAYMENTS: "pembayaran-bpjs",
    ImportKind.NOMINATIONS: "usulan",
    ImportKind.FIGURES: "angka-cakupan",
}
OUTCOMES: dict[Outcome, Tag] = {
    Outcome.NEW: Tag(_l("baru"), "good"),
    Outcome.CHANGED: Tag(_l("berubah"), "good"),
    Outcome.MOVED: Tag(_l("pindah"), "good"),
    Outcome.LEFT: Tag(_l("keluar"), "care"),
    Outcome.SAME: Tag(_l("sama"), "calm"),
    Outcome.WRONG: Tag(_l("salah"), "urgent"),
    Outcome.ASK: Tag(_l("perlu keputusan"), "care"),
}
# What the command prints and addresses say (DESIGN section 4).
WORD_OF_OUTCOME: dict[Outcome, str] = {
    Outcome.NEW: "baru",
    Outcome.CHANGED: "berubah",
    Outcome.MOVED: "pindah",
    Outcome.LEFT: "keluar",
    Outcome.SAME: "sama",
    Outcome.WRONG: "salah",
    Outcome.ASK: "tanya",
}
OUTCOME_WORDS = {word: outcome for outcome, word in WORD_OF_OUTCOME.items()}
STATES: dict[str, Tag] = {
    "staged": Tag(_l("sedang diperiksa"), "calm"),
    "judged": Tag(_l("menunggu diterapkan"), "care"),
    "applied": Tag(_l("diterapkan"), "good"),
    "closed": Tag(_l("tidak ada yang diterapkan"), "calm"),
    "refused": Tag(_l("ditolak seluruhnya"), "urgent"),
    "discarded": Tag(_l("dibuang"), "calm"),
    "undone": Tag(_l("dibatalkan"), "calm"),
}
# What a preview shows of a new row beside its name; never a birth date, an address or a telephone number (R25).
SHOWN: dict[ImportKind, tuple[str, ...]] = {
    ImportKind.UNITS: ("kode", "jenis", "induk"),
    ImportKind.ACCOUNTS: ("nama_pengguna", "peran", "kode_unit"),
    ImportKind.SPONSORS: ("nip", "kode_unit", "jenis_asn", "golongan", "jabatan"),
    ImportKind.CIRCULARS: ("nomor", "sifat", "kewajiban", "berlaku_mulai"),
    ImportKind.DECLARATIONS: ("nip", "jawaban", "tanggal"),
    ImportKind.WORKERS: ("nip_penanggung", "pekerjaan", "hubungan", "program", "status", "tanggal_daftar"),
    ImportKind.REGISTRATIONS: ("kpj", "status", "tanggal", "alasan"),
    ImportKind.PAYMENTS: ("kpj", "bulan", "jumlah", "tanggal_bayar", "referensi"),
    ImportKind.NOMINATIONS: ("kode_unit", "pekerjaan", "kelompok"),
    ImportKind.FIGURES: (
        *("bulan", "segmen", "kode_unit", "pembayar", "aktif", "terdaftar", "angkatan_kerja", "sumber"),
    ),
}
_PRIVATE = frozenset({"tanggal_lahir", "alamat", "telepon", "email", "nik"})
_NAMES: dict[str, LazyString] = {"left_on": _l("tidak bertugas sejak"), "state": _l("keadaan")}
_CODED: dict[str, Callable[[str], object]] = {
    "jenis_asn": lambda code: labels.EMPLOYMENTS[Employment(code)],
    "jawaban": lambda code: labels.ANSWERS[Answer(code)],
    "status": lambda code: labels.ENROLMENT_STATES[EnrolmentState(code)].word,
    "hubungan": lambda code: labels.RELATIONS[Relation(code)],
    "sifat": lambda code: labels.FORCES[Force(code)],
    "kewajiban": lambda code: labels.DUTY_KINDS[DutyKind(code)],
    "state": lambda code: labels.CIRCULAR_STATES[CircularState(code)].word,
    "peran": lambda code: role_label(Role(code)),
    "bulan_mulai": lambda code: month(Month.parse(code)),
    "temuan": lambda code: FINDINGS[Finding(code)].word,
    **dict.fromkeys(FIGURES, lambda code: number(int(code))),
}


def file_words(row: LineRow, kind: ImportKind, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """The cells of a row that a preview shows, as the file calls and writes them."""
    shown = [
        (titles.get(name, name), _cell(name, row.cells[name])) for name in SHOWN[kind] if name in row.cells
    ]
    return [(title, text) for title, text in shown if text]


def change_words(row: LineRow, titles: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Column, before, after; what must not be read over a shoulder is only said to change."""
    words = []
    for column, old, new in row.changes:
        title = str(_NAMES.get(column) or titles.get(column, column))
        if column in _PRIVATE:
            words.append((title, _("terisi") if old else DASH, _("diubah") if old else _("diisi")))
        else:
            words.append((title, code_words(column, old), code_words(column, new)))
    return words


def code_words(column: str, code: str | None) -> str:
    if code is None:
        return DASH
    if column in _CODED:
        return str(_CODED[column](code))
    if column.startswith(("tanggal", "tenggat", "berlaku")) or column.endswith("_on"):
        return day(date.fromisoformat(code))
    return code


def state_words(word: str | None) -> str:
    """A state in our words, from its code or from the word of a file."""
    state = STATE_WORDS.get(word or "", word)
    return str(labels.ENROLMENT_STATES[EnrolmentState(state)].word) if state in set(EnrolmentState) else DASH


def _cell(name: str, cell: Cell) -> str:
    match cell:
        case str() if name == "peran" and cell.strip().lower() in set(Role):
            return str(role_label(cell.strip().lower()))  # a file may say it in our code
        case datetime():
            return day(cell.date())
        case date():
            return day(cell)
        case str():
            return cell.strip()[:80]
        case _:
            return text_of(cell)[:80]
