"""The month table as a file: the columns of the contract first, in its order, then what else is computed."""

from collections.abc import Iterator, Sequence

from lindung.queries.compliance import MonthRow
from lindung.queries.measures import Basis
from lindung.web.bases import BASIS_WORDS
from lindung.web.downloads import Cell, Share

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
OF_QUOTA = (
    "asn_opd_ikut",  # its ASN where its office takes part, and workers for ASN (R9)
    "persen_pekerja_per_asn",
)
HEADER = (*CONTRACT, *COMPUTED, *OF_BPJS, *OF_QUOTA)


def file_rows(rows: Sequence[MonthRow], basis: Basis) -> Iterator[list[Cell]]:
    """By code, a unit's own people first; no total row."""
    for row in rows:
        counts = row.now
        base = basis.of(counts, row.part)
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
            row.part,
            Share(counts.workers_registered, counts.asn),
        ]
