"""The columns of programmes, of their months and of a simulation, as files; and how the list is sorted (`urut`)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from flask import request

from lindung.domain.budgets import Simulation
from lindung.queries.fund_outlooks import Realised
from lindung.queries.programmes import ProgrammeRow
from lindung.web.downloads import Cell, Share
from lindung.web.fund_words import PAPER_KINDS, SOURCES
from lindung.web.labels import CIRCULAR_STATES

HEADER = [
    "nomor", "tentang", "keadaan", "dana", "sumber", "pekerja", "terdaftar", "anggaran", "dibayar", "sisa", "persen",
]  # fmt: skip
MONTH_HEADER = [
    "dana", "sumber", "bulan", "rencana", "pekerja_dibayar", "dibayar", "dikonfirmasi_bpjs", "sisa_anggaran",
    "nomor_bukti", "jumlah_bukti",
]  # fmt: skip
PLAN_HEADER = ["bulan", "iuran_per_pekerja", "pekerja", "biaya", "didanai", "sisa"]
KEYS: dict[str, Callable[[ProgrammeRow], Any]] = {
    "nomor": lambda row: row.circular.number.casefold(),
    "pekerja": lambda row: row.workers,
    "anggaran": lambda row: row.amount,
    "sisa": lambda row: row.amount - row.spent,
}


def asked_order() -> str:
    """As the address says, or nothing: those in force first."""
    order = request.args.get("urut", "")
    return order if order.removeprefix("-") in KEYS else ""


def in_order(rows: Sequence[ProgrammeRow], order: str) -> list[ProgrammeRow]:
    if not order:
        return list(rows)
    return sorted(rows, key=KEYS[order.removeprefix("-")], reverse=order.startswith("-"))


def file_rows(rows: Iterable[ProgrammeRow]) -> Iterator[list[Cell]]:
    for row in rows:
        whole = row.is_whole
        yield [
            row.circular.number,
            row.circular.title,
            str(CIRCULAR_STATES[row.circular.state].word),
            "; ".join(fund.name for fund in row.funds),
            "; ".join(dict.fromkeys(str(SOURCES[fund.source]) for fund in row.funds)),
            row.workers,
            row.registered,
            row.amount if whole else None,
            row.spent if whole else None,
            row.amount - row.spent if whole else None,
            Share(row.spent, row.amount) if whole else None,
        ]


def month_rows(rows: Iterable[Realised]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.fund.name,
            str(SOURCES[row.fund.source]),
            str(row.month),
            row.planned,
            row.workers,
            row.paid,
            row.confirmed,
            row.left,
            "; ".join(f"{PAPER_KINDS[one.kind]} {one.number}" for one in row.papers),
            row.on_paper,
        ]


def plan_rows(found: Simulation) -> Iterator[list[Cell]]:
    for line in found.outcome.lines:
        yield [
            str(line.month),
            line.cost // found.workers,
            found.workers,
            line.cost,
            "ya" if line.is_funded else "tidak",
            line.left,
        ]
