"""The columns of the queue's file."""

from collections.abc import Iterable, Iterator

from lindung.queries.handovers import HandoverRow
from lindung.web.downloads import Cell
from lindung.web.filters import mask_nik
from lindung.web.handover_words import CAUSES, state_tag

HEADER = [
    "pekerja", "nik", "pembayar_lama", "unit", "edaran", "sebab", "sejak", "dibayar_sampai",
    "berakhir_sesudah", "keadaan", "pembayar_baru", "unit_baru", "ditawarkan", "diputuskan", "alasan",
]  # fmt: skip


def file_rows(rows: Iterable[HandoverRow]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.worker,
            mask_nik(row.nik_last4),
            row.sponsor,
            row.unit,
            row.circular,
            str(CAUSES[row.cause]),
            str(row.since),
            str(row.paid_until) if row.paid_until else None,
            str(row.ends_after) if row.ends_after else None,
            str(state_tag(row).word),
            row.to,
            row.to_unit,
            row.offered_on,
            row.decided_on,
            row.reason,
        ]
