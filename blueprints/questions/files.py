"""The columns of the desk's file: a row for each side that covers the worker already."""

from collections.abc import Iterable, Iterator

from lindung.queries.question_sides import QuestionRow, Side
from lindung.web.downloads import Cell
from lindung.web.filters import mask_nik
from lindung.web.question_words import DECISIONS, KINDS, side_state

HEADER = [
    "jenis", "pekerja", "nik", "nik_lain", "ditanyakan", "peminta", "unit_peminta", "edaran_peminta",
    "tercatat_pada", "unit_tercatat", "status_tercatat", "dibayar_sampai", "keputusan", "diputuskan_pada",
    "diputuskan_oleh", "alasan",
]  # fmt: skip
NOBODY = Side(None, None, None, None, None)


def file_rows(rows: Iterable[QuestionRow]) -> Iterator[list[Cell]]:
    """Another office's side says nothing."""
    for row in rows:
        asking = row.asking or NOBODY
        for held in row.holding or [NOBODY]:
            yield [
                str(KINDS[row.kind]),
                row.worker,
                mask_nik(row.nik_last4),
                mask_nik(row.other_last4) if row.other_last4 else None,
                row.asked_on,
                *(asking.sponsor, asking.unit, asking.circular),
                *(held.sponsor, held.unit, side_state(held) or None),
                str(held.paid_until) if held.paid_until else None,
                str(DECISIONS[row.decision]) if row.decision else None,
                row.decided_on,
                row.decided_by,
                row.reason,
            ]
