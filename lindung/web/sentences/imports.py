"""What imports say: why a file is refused, why a row is left out and what to do about it, what is odd but taken."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.import_rows import RowProblem
from lindung.domain.months import Month
from lindung.domain.registration import EnrolmentState
from lindung.web.filters import day, month, number
from lindung.web.labels import ENROLMENT_STATES
from lindung.web.navigation import role_label
from lindung.web.sentences.import_rows import REASONS, REMEDIES

FILE_SENTENCES: dict[str, LazyString] = {
    "file_not_found": _l("Berkas %(name)s tidak ada atau tidak boleh dibaca. Periksa nama dan foldernya."),
    "file_empty": _l(
        "Berkas itu kosong. Buka dahulu di Excel, pastikan ada isinya, simpan, lalu unggah lagi."
    ),
    "file_too_large": _l(
        "Berkas lebih besar dari %(megabytes)s MB. Hapus gambar dan lembar lain, atau bagi menjadi beberapa berkas."
    ),
    "too_many_rows": _l(
        "Berkas itu berisi %(found)s baris, paling banyak %(most)s sekali impor. Bagi menjadi beberapa berkas."
    ),
    "file_bomb": _l(
        "Isi berkas itu setelah dibuka jauh melebihi tabel yang wajar. Salin tabelnya saja ke berkas Excel baru, "
        "simpan, lalu unggah."
    ),
    "file_password": _l(
        "Berkas itu dilindungi kata sandi sehingga tidak dapat dibaca. Simpan salinannya tanpa kata sandi, lalu unggah."
    ),
    "file_damaged": _l(
        "Berkas itu rusak atau tidak terkirim utuh. Buka di Excel, simpan ulang sebagai XLSX, lalu unggah lagi."
    ),
    "file_pdf": _l("Berkas itu PDF, bukan tabel. Unggah berkas Excel (XLSX, XLS), ODS, atau CSV aslinya."),
    "file_image": _l(
        "Berkas itu gambar, bukan tabel. Unggah berkas Excel (XLSX, XLS), ODS, atau CSV aslinya."
    ),
    "file_html": _l(
        "Berkas itu halaman web yang diberi nama Excel. Buka di Excel, simpan sebagai XLSX, lalu unggah lagi."
    ),
    "file_not_table": _l(
        "Jenis berkas itu tidak dikenal sebagai tabel. Simpan sebagai XLSX atau CSV, lalu unggah lagi."
    ),
    "header_absent": _l(
        "Tidak ada baris judul kolom yang dikenal dalam berkas itu. Kolom yang wajib ada: %(columns)s. Periksa jenis "
        "berkas yang dipilih, atau unduh contohnya."
    ),
    "column_missing": _l(
        "Kolom %(column)s tidak ada pada judul kolom di baris %(row)s. Tambahkan kolom itu, atau unduh contohnya."
    ),
    "column_missing_similar": _l(
        "Kolom %(column)s tidak ada pada judul kolom di baris %(row)s. Yang paling mirip: “%(nearest)s”. Ganti "
        "judulnya, lalu unggah lagi."
    ),
    "column_twice": _l(
        "Kolom %(column)s muncul dua kali. Hapus atau ganti judul salah satunya, lalu unggah lagi."
    ),
    "map_name_missing": _l("Beri nama peta kolom ini, misalnya nama kantor cabangnya."),
    "map_name_taken": _l(
        "Peta kolom bernama “%(name)s” sudah ada. Pilih nama lain, atau hapus dahulu yang lama."
    ),
    "map_column_missing": _l("Kolom %(column)s wajib ada. Pilih judul yang memuatnya."),
    "map_heading_twice": _l(
        "Judul “%(heading)s” dipilih untuk dua kolom. Pilih satu judul untuk satu kolom."
    ),
    "import_month_ahead": _l("%(month)s belum berjalan. Pilih bulan sampai %(running)s."),
    "file_merged_cells": _l(
        "Sel di baris %(row)s digabung (merge), sehingga baris di bawahnya kosong. Pisahkan sel gabungan itu di Excel, "
        "isi setiap barisnya, lalu unggah lagi. Tidak ada yang disimpan."
    ),
    "payment_file_unreadable": _l(
        "%(rows)s baris tidak terbaca, sehingga jumlah berkas ini tidak dapat dipastikan. Tidak ada yang disimpan: "
        "perbaiki baris-baris itu, lalu unggah lagi seluruh berkasnya."
    ),
    "payment_file_of_another_branch": _l(
        "Tidak satu pun dari %(rows)s baris berkas ini dikenal di unit Anda. Tidak ada yang disimpan: periksa apakah "
        "ini berkas cabang atau kabupaten lain, atau impor dahulu pekerjanya."
    ),
    "payment_file_sums_differ": _l(
        "Jumlah kelompok (%(booked)s) tidak sama dengan jumlah berkas (%(total)s). Tidak ada yang disimpan; laporkan "
        "kepada administrator."
    ),
    "preview_changed": _l(
        "Data berubah sejak pratinjau ini dibuat, sehingga hasilnya akan berbeda. Belum ada yang disimpan; periksa "
        "pratinjau baru di bawah, lalu terapkan."
    ),
    "batch_not_open": _l(
        "Berkas ini sudah diterapkan atau dibuang. Muat ulang halaman untuk melihat keadaannya."
    ),
    "many_leave": _l(
        "%(left)s dari %(here)s orang akan dicatat keluar karena tidak ada dalam berkas ini. Apabila memang demikian, "
        "nyatakan jumlahnya; apabila berkas ini hanya sebagian daftar, unggah lagi tanpa tanda lengkap."
    ),
    "batch_not_judged": _l("Pemeriksaan berkas ini belum selesai. Lanjutkan pemeriksaan, lalu terapkan."),
    "undo_nothing": _l("Tindakan itu tidak mengubah data, sehingga tidak ada yang dibatalkan."),
    "undo_done": _l("Tindakan itu sudah pernah dibatalkan."),
    "undo_of_undo": _l("Pembatalan tidak dapat dibatalkan. Ulangi saja tindakan semula."),
    "undo_touched_later": _l(
        "Tidak dapat dibatalkan: sebagian datanya sudah diubah lagi oleh %(who)s, %(at)s. Batalkan dahulu perubahan "
        "itu, atau perbaiki barisnya satu per satu."
    ),
    "undo_in_use": _l(
        "Tidak dapat dibatalkan: sebagian data yang ditambahkan sudah dipakai oleh data lain yang masuk kemudian. "
        "Batalkan dahulu tindakan atau impor yang lebih baru."
    ),
    "undo_taken": _l(
        "Tidak dapat dibatalkan: NIP, NIK, KPJ, atau kode yang akan kembali sudah dipakai data lain. Perbaiki barisnya "
        "satu per satu."
    ),
    "undo_out_of_reach": _l(
        "Tidak dapat dibatalkan: sebagian orangnya sudah pindah ke unit kerja lain. Mintalah koordinator kabupaten "
        "membatalkannya."
    ),
    "undo_unit_closed": _l(
        "Tidak dapat dibatalkan: %(unit)s sudah ditutup, sedangkan orang atau unit akan kembali ke sana. Buka kembali "
        "unit itu lebih dahulu, atau tempatkan mereka di unit lain."
    ),
}
# Sentences that other nouns already have under the same code; rows word them for a file.
BORROWED = frozenset(
    {
        "username_missing",
        "username_long",
        "username_signs",
        "name_missing",
        "name_long",
        "role_not_grantable",
        "grant_needs_unit",
        "quota_missing",
        "deadline_before_start",
        "parent_closed",
        "circular_ended",
        *("nip_missing", "nip_not_digits", "nip_length", "unit_closed"),
        *("nik_missing", "nik_not_digits", "nik_length"),
        *("kpj_missing", "kpj_not_digits", "kpj_length", "kpj_taken"),
        *("too_young", "too_old", "no_rate_for_month", "terms_with_payments"),
        *("figure_ahead", "year_outside", "number_missing", "source_missing", "base_zero"),
        *("covered_over_workforce", "active_over_registered"),
    }
)
SENTENCES: dict[str, LazyString] = FILE_SENTENCES | {
    code: reason for code, reason in REASONS.items() if code not in BORROWED
}


def reason(problem: RowProblem) -> str:
    """Why a row is left out or remarked on, whole and in the office's words."""
    return str(REASONS[problem.code]) % _words(problem.facts)


def remedy(problem: RowProblem) -> str:
    return str(REMEDIES[problem.code]) % _words(problem.facts)


class Fault(NamedTuple):
    """One thing wrong with a row: the column concerned, why, and how to mend just this."""

    column: str
    reason: str
    remedy: str


def faults(problems: Iterable[RowProblem], titles: Mapping[str, str] | None = None) -> list[Fault]:
    """Each problem with its remedy; columns as the file calls them when `titles` are given."""
    return [
        Fault((titles or {}).get(one.column or "", one.column or ""), reason(one), remedy(one))
        for one in problems
    ]


def numbered(texts: Sequence[str]) -> str:
    """What several faults have in one cell; the same number is the same fault in the cell beside it."""
    if len(texts) == 1:
        return texts[0]
    return " ".join(f"({number}) {text}" for number, text in enumerate(texts, start=1))


def reasons(problems: Iterable[RowProblem]) -> str:
    return " ".join(reason(problem) for problem in problems)


OF_MONTHS = frozenset({"month", "given", "expected", "first", "last"})
OF_PEOPLE = frozenset({"found", "workforce", "people", "registered", "active"})
MONTH_CODE = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


def _words(facts: Mapping[str, object]) -> dict[str, str]:
    return {name: _word(name, str(value)) for name, value in facts.items()}


def _word(name: str, value: str) -> str:
    if name in ("current", "wanted"):
        return str(ENROLMENT_STATES[EnrolmentState(value)].word).lower()
    if name.endswith("_on"):
        return day(date.fromisoformat(value))
    if name == "role":
        return str(role_label(value))
    if name in OF_MONTHS and MONTH_CODE.fullmatch(value):
        return month(Month.parse(value))
    if name in OF_PEOPLE and value.isascii() and value.isdigit():
        return number(int(value))
    return value
