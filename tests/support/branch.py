"""Files of a BPJS branch in the tests: a row of October 2026, and ways to bring such rows in."""

from typing import Any

from lindung.domain.months import Month
from tests.support.importing import bring, stage

HEADER = ("NIK", "KPJ", "Bulan", "Jumlah", "Tanggal bayar", "Referensi")
SITI, TINI, NOBODY = "3518005704860001", "3518005704860002", "3518005704860099"
AUG, SEP, OCT, NOV = (Month(202600 + number) for number in (8, 9, 10, 11))


Row = tuple[Any, ...]


def a_row(
    nik: Any = SITI,
    amount: str = "8400",
    *,
    kpj: str = "",
    month: str = "2026-10",
    on: str = "12/10/2026",
    ref: str = "BPU1",
) -> Row:
    return nik, kpj, month, amount, on, ref


def bring_rows(*rows: Row, **options: Any) -> dict[str, int]:
    return bring("payments", [HEADER, *rows], **({"month": "2026-10"} | options))


def previewed(*rows: Row, **options: Any) -> int:
    return stage("payments", [HEADER, *rows], **({"month": "2026-10"} | options))
