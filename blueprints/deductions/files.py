"""The columns of the files these lists are taken along as."""

from collections.abc import Iterator
from datetime import date

from blueprints.deductions.asked import Asked, source_words
from lindung.queries.deductions import DeductionRow
from lindung.queries.truths import TruthRow
from lindung.queries.undeposited import HeldRow
from lindung.web.deduction_words import AGREEMENTS, DIFFERENCES, OWNERS
from lindung.web.downloads import Cell
from lindung.web.filters import mask_nik

DEDUCTIONS = [
    "kode_unit",
    "unit",
    "nip",
    "nama",
    "sumber",
    "nomor_surat_kuasa",
    "tanggal_surat_kuasa",
    "bulan_potong",
    "bulan_iuran",
    "banyak_bulan",
    "pekerja",
    "jumlah",
    "dipotong",
    "tanggal_potong",
    "selisih",
]
UNMANDATED = ["kode_unit", "unit", "nip", "nama", "pekerja", "jumlah"]
HELD = [
    "kode_unit",
    "unit",
    "nip",
    "nama",
    "sumber",
    "bulan_potong",
    "bulan_iuran",
    "tanggal_potong",
    "umur_hari",
    "dipotong",
    "diterima_bpjs",
    "belum_disetor",
]
SURPLUS = [*HELD[:-1], "lebih_dipotong"]
TRUTHS = [
    "kode_unit",
    "unit",
    "pembayar",
    "nama",
    "nik",
    "bulan",
    "iuran",
    "kantor_menyatakan",
    "bendahara_memotong",
    "bpjs_menerima",
    "selisih",
    "pemilik",
    "keterangan",
]


def deduction_cells(asked: Asked, rows: list[DeductionRow]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.unit_code,
            row.unit_name,
            row.nip or "",
            row.name,
            source_words(row.source),
            row.mandate_number or "",
            row.mandate_on,
            str(asked.pay),
            str(asked.first),
            len(asked.filter.months),
            row.workers,
            row.due,
            row.deducted if row.deducted_months else None,
            row.deducted_on,
            row.surplus,
        ]


def unmandated_cells(rows: list[DeductionRow]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [row.unit_code, row.unit_name, row.nip or "", row.name, row.workers, row.due]


def held_cells(rows: list[HeldRow], today: date) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.unit_code,
            row.unit_name,
            row.nip or "",
            row.name,
            source_words(row.source),
            str(row.deducted_month),
            str(row.month),
            row.deducted_on,
            row.days(today),
            row.amount,
            row.received,
            row.held,
        ]


def truth_cells(rows: list[TruthRow]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.unit_code,
            row.unit_name,
            row.sponsor_name,
            row.worker_name,
            mask_nik(row.nik_last4),
            str(row.month),
            row.due,
            row.said,
            row.deducted,
            row.received,
            str(AGREEMENTS[row.agreement].word),
            str(OWNERS[row.owner]) if row.owner else "",
            str(DIFFERENCES[row.agreement]),
        ]
