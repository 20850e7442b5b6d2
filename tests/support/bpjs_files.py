"""Payment files of a BPJS branch, row by row, and four workers whose rows end in different groups (R16)."""

from typing import Any, NamedTuple

from lindung.models.base import db
from lindung.models.workers import Enrolment, Worker
from tests.support.files import csv
from tests.support.makers import Makers

HEADER = ("NIK", "KPJ", "BULAN", "JUMLAH", "TANGGAL BAYAR", "REFERENSI")
STRANGER = "3518000504869999"
ODD_TOTAL = 62_200


class Branch(NamedTuple):
    """Their enrolments by name; October costs Rp8.400 each."""

    enrolments: dict[str, Enrolment]

    def nik(self, name: str) -> str:
        return db.session.get_one(Worker, self.enrolments[name].worker_id).nik


def a_branch(make: Makers, *names: str, **options: Any) -> Branch:
    """Workers of Pak Hadi, registered since September."""
    sponsor = make.a_sponsor("Hadi Suprapto", **options)
    wanted = names or ("Ani", "Budi", "Citra", "Dedi")
    return Branch({name: make.an_enrolment(sponsor, make.a_worker(name), since="2026-09") for name in wanted})


def row(nik: str, amount: int = 8400, *, month: str = "2026-10", reference: str = "") -> tuple[str, ...]:
    return (nik, "", month, str(amount), "10/10/2026", reference or f"REF{nik[-4:]}{amount}")


def branch_file(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> bytes:
    return csv(header, *rows)


def odd_file(branch: Branch) -> bytes:
    """Cocok, kurang, salah tarif, lebih, ganda and tak dikenal: six rows, Rp62.200."""
    return branch_file(
        row(branch.nik("Ani")),
        row(branch.nik("Budi"), 5000),
        row(branch.nik("Citra"), 16_800),
        row(branch.nik("Dedi"), 15_200),
        row(branch.nik("Ani"), reference="REF2"),
        row(STRANGER),
    )
