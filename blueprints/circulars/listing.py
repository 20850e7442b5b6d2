"""The list of circulars: how it is sorted (`urut`), and its columns as a file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from flask import request

from lindung.queries.circulars import CircularRow
from lindung.web import labels
from lindung.web.downloads import Cell

HEADER = [
    "nomor", "tanggal", "tentang", "sifat", "berlaku_mulai", "berlaku_sampai", "tenggat_pernyataan",
    "tenggat_pendaftaran", "keadaan",
]  # fmt: skip
LAST = date.max  # without a deadline: after every other
KEYS: dict[str, Callable[[CircularRow], Any]] = {
    "nomor": lambda row: row.number.casefold(),
    "berlaku": lambda row: row.in_force_from,
    "tenggat": lambda row: row.register_by or LAST,
}


def asked_order() -> str:
    """As the address says, or nothing: those in force first."""
    order = request.args.get("urut", "")
    return order if order.removeprefix("-") in KEYS else ""


def in_order(rows: Sequence[CircularRow], order: str) -> list[CircularRow]:
    if not order:
        return list(rows)
    return sorted(rows, key=KEYS[order.removeprefix("-")], reverse=order.startswith("-"))


def file_rows(rows: Iterable[CircularRow]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.number,
            row.issued_on,
            row.title,
            str(labels.FORCES[row.force]),
            row.in_force_from,
            row.in_force_until,
            row.declare_by,
            row.register_by,
            str(labels.CIRCULAR_STATES[row.state].word),
        ]
