"""The month table as a file: the columns of the contract first, in its order, then what else is computed."""

from collections.abc import Iterator, Sequence

from lindung.queries.compliance import MonthRow
from lindung.queries.measures import Basis
from lindung.web.downloads import Cell, Share
from lindung.web.figures import BASIS_WORDS

CONTRACT = (
    "kode",
    "nama",
    "asn",
    "menyatakan",
    "belum_menyatakan",
    "nihil",
    "sasaran",
    "terdaftar",
    "tuntas",
    "pekerja",
    "pekerja_terdaftar",
    "iuran_terutang",
    "iuran_dibayar",
)
COMPUTED = ("persen_menyatakan", "dasar_persen", "persen_terdaftar", "persen_tuntas")
OF_BPJS = (
    "tuntas_bpjs",
    "iuran_bpjs",
)  # of the contract's tuntas and iuran_dibayar, what BPJS confirmed (R14)
HEADER = (*CONTRACT, *COMPUTED, *OF_BPJS)


def file_rows(rows: Sequence[MonthRow], basis: Basis) -> Iterator[list[Cell]]:
    """By code, a unit's own people first; no total row."""
    for row in rows:
        counts = row.now
        base = basis.of(counts)
        yield [
            row.code,
            row.name,
            counts.asn,
            counts.answered,
            counts.unanswered,
            counts.none,
            counts.target,
            counts.registered,
            counts.settled,
            counts.workers,
            counts.workers_registered,
            counts.due,
            counts.paid,
            Share(counts.answered, counts.asn),
            BASIS_WORDS[basis],
            Share(counts.registered, base),
            Share(counts.settled, base),
            counts.settled_confirmed,
            counts.paid_confirmed,
        ]
