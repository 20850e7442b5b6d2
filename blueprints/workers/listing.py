"""The columns of the list's files."""

from collections.abc import Iterator

from lindung.queries.workers import WorkerRow
from lindung.web.downloads import Cell
from lindung.web.filters import mask_nik
from lindung.web.labels import ENROLMENT_STATE_CODES, RELATIONS, STEP_CODES


def header() -> list[str]:
    return [
        "kode_unit",
        "unit",
        "nip_penanggung",
        "nama_penanggung",
        "nama",
        "nik",
        "hubungan",
        "status",
        "alasan",
        "bulan_mulai",
        "tangga",
        "akhir_perlindungan_bpjs",
    ]


def file_rows(rows: list[WorkerRow]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.unit_code,
            row.unit_name,
            row.sponsor_nip,
            row.sponsor_name,
            row.name,
            mask_nik(row.nik_last4),
            str(RELATIONS[row.relation]),
            ENROLMENT_STATE_CODES[row.state],
            row.reason or "",
            str(row.first_month) if row.first_month else "",
            STEP_CODES[row.step] if row.step else "",
            row.protected_until,
        ]
