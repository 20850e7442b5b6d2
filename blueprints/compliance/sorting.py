"""How the month table can be sorted (`urut`): by code as a file is, or by any of its numbers."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from flask import request

from lindung.domain.names import name_key
from lindung.queries.compliance import MonthRow
from lindung.web.figures import Headline, Line

INCOMPLETE = "belum_lengkap"  # of `pernyataan`: only units with somebody who has not answered
Key = Callable[[Line, Headline], tuple[object, ...]]
NO_POINTS = Decimal(-1000)

KEYS: dict[str, Key] = {
    "kode": lambda line, head: (),
    "nama": lambda line, head: (name_key(line.row.name),),
    "menyatakan": lambda line, head: (line.counts.answered,),
    "belum_mengisi": lambda line, head: (line.counts.unanswered,),
    "nihil": lambda line, head: (line.counts.none,),
    "belum_lunas": lambda line, head: (line.counts.unpaid,),
    "belum_daftar": lambda line, head: (line.counts.unregistered,),
    "capaian": lambda line, head: (head.measure.of(line.counts),),
    "belum": lambda line, head: (head.fair.lacking(line.counts),),
    "menurut_opd": lambda line, head: (line.counts.settled,),
    "perubahan": lambda line, head: _moved(line),
    "pekerja": lambda line, head: (line.counts.workers_registered,),
    "pekerja_per_asn": lambda line, head: (
        Fraction(line.counts.workers_registered, line.counts.asn or 1),
        line.counts.workers_registered,
    ),
    "aktif_penuh": lambda line, head: (line.counts.full,),
    "masa_tunggu": lambda line, head: (line.counts.waiting,),
    "belum_aktif": lambda line, head: (line.counts.never,),
    "menunggak": lambda line, head: (line.counts.late,),
    "kepesertaan_berakhir": lambda line, head: (line.counts.lapsed,),
    "perubahan_pekerja": lambda line, head: (line.row.workers_moved or 0,),
    "iuran": lambda line, head: (line.counts.paid_confirmed if head.is_confirmed else line.counts.paid,),
}


def asked_order() -> str:
    """The order as the address says it, or by code when it says nothing that exists."""
    order = request.args.get("urut", "")
    return order if order.removeprefix("-") in KEYS else "kode"


def asks_incomplete() -> bool:
    return request.args.get("pernyataan") == INCOMPLETE


def asked_rows(rows: Sequence[MonthRow]) -> list[MonthRow]:
    """The rows the address asks for; the sentence on top still speaks of all of them."""
    return [row for row in rows if row.now.unanswered] if asks_incomplete() else list(rows)


def sorted_lines(lines: Sequence[Line], head: Headline, order: str) -> list[Line]:
    """A unit's own people stay on top; equals stay in the order of their codes."""
    key = KEYS[order.removeprefix("-")]
    falling = order.startswith("-")
    own = [line for line in lines if line.row.is_own]
    rest = sorted((line for line in lines if not line.row.is_own), key=lambda line: line.row.code)
    if order == "-kode":
        return [*own, *reversed(rest)]
    # Sorting keeps the order of equals in both directions, so codes rise within the same number.
    return [*own, *sorted(rest, key=lambda line: key(line, head), reverse=falling)]


def _moved(line: Line) -> tuple[object, ...]:
    if line.movement is None:
        return (0, NO_POINTS)
    return (line.movement.people, line.movement.points if line.movement.points is not None else NO_POINTS)
