"""The columns of the files these lists are taken along as; the first six are the contract's."""

from collections.abc import Iterable, Iterator, Mapping

from lindung.queries.reconciliation import Reconciled
from lindung.web.downloads import Cell
from lindung.web.settlement_words import WORDS, cause_words, resolution_words

ROWS = [
    *("baris", "nik", "kpj", "bulan", "jumlah", "kelompok"),
    *("nama", "kode_unit", "unit", "iuran", "tanggal_bayar", "referensi", "sebab", "keputusan", "berkas"),
]


def row_cells(rows: Iterable[Reconciled]) -> Iterator[list[Cell]]:
    for one in rows:
        row = one.row
        yield [
            row.row,
            row.nik,
            row.kpj,
            str(row.month),
            row.amount,
            WORDS[row.settlement],
            row.name or "",
            row.unit_code or "",
            row.unit_name or "",
            one.due,
            row.paid_on,
            row.reference or "",
            cause_words(row.cause),
            resolution_words(row.resolution, row.reason),
            row.batch_id,
        ]


LETTER = [
    *("no", "kelompok", "nik", "kpj", "nama", "bulan", "iuran", "jumlah", "tanggal_bayar", "referensi"),
    *("berkas", "baris", "sebab"),
]


def letter_cells(rows: Iterable[Reconciled], names: Mapping[int, str]) -> Iterator[list[Cell]]:
    """`names`: what each file was called when it was handed in."""
    for place, one in enumerate(rows, start=1):
        row = one.row
        yield [
            place,
            WORDS[row.settlement],
            row.nik,
            row.kpj,
            row.name or "",
            str(row.month),
            one.due,
            row.amount,
            row.paid_on,
            row.reference or "",
            names.get(row.batch_id, ""),
            row.row,
            cause_words(row.cause),
        ]
