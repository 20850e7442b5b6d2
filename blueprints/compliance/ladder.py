"""The month table's second sight (`tampilan=tangga`): workers by step, and the cover that stands in rupiah."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flask import request

from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.domain.protection import Ladder, Step
from lindung.queries.compliance import MonthRow, MonthTable
from lindung.queries.counting import Counts
from lindung.queries.ladder import Worths, worths
from lindung.queries.thresholds import thresholds
from lindung.web.downloads import Cell
from lindung.web.figures import Lists
from lindung.web.period import Period
from lindung.web.shelter import counts_of, sheltered_lists, told_of

VIEW = "tangga"
REGISTERED, COVER = "pekerja", "perlindungan"
STEP_COLUMNS = {
    Step.NEVER: "belum_aktif",
    Step.WAITING_1: "masa_tunggu_1",
    Step.WAITING_2: "masa_tunggu_2",
    Step.FULL: "aktif_penuh",
    Step.LATE_1: "menunggak_1",
    Step.LATE_2: "menunggak_2",
    Step.LATE_3: "menunggak_3",
    Step.LAPSED: "kepesertaan_berakhir",
}
HEADER = (
    "kode", "nama", "pekerja_terdaftar", *STEP_COLUMNS.values(), "bulan_perlindungan", "perlindungan_aktif_perkiraan",
)  # fmt: skip
SORTS = ("kode", "nama", REGISTERED, *STEP_COLUMNS.values(), COVER)


class StepCount(NamedTuple):
    step: Step
    number: int
    url: str


class LadderLine(NamedTuple):
    row: MonthRow
    url: str  # its sub-units, or its workers when there are none
    registered_url: str
    steps: list[StepCount]
    cover: int | None  # None: no month of this circular has ended yet
    cover_url: str

    @property
    def registered(self) -> int:
        return self.row.now.workers_registered


class LadderTable(NamedTuple):
    lines: list[LadderLine]
    ladder: Ladder
    worths: Worths
    total: Counts
    order: str


def asks_ladder() -> bool:
    return request.args.get("tampilan") == VIEW


def asked_order() -> str:
    order = request.args.get("urut", "")
    return order if order.removeprefix("-") in SORTS else "kode"


def ladder_table(table: MonthTable, period: Period, lists: Lists) -> LadderTable:
    ladder, found = _ladder(period.month, table.now), worths(told_of(period))
    lines = [_line(row, ladder, found, lists, period) for row in table.rows]
    order = asked_order()
    return LadderTable(_sorted(lines, order), ladder, found, table.now, order)


def _ladder(month: Month, now: Counts) -> Ladder:
    """The month's; whatever somebody stands on has a column, should the thresholds have changed since."""
    ladder = thresholds().ladder(month)
    return ladder._replace(lapsed_after=4) if now.late_3 else ladder


def _line(row: MonthRow, ladder: Ladder, found: Worths, lists: Lists, period: Period) -> LadderLine:
    counts = counts_of(row, period)
    return LadderLine(
        row,
        lists.table(row.code, tampilan=VIEW)
        if row.has_children and not row.is_own
        else lists.workers("terdaftar", row),
        lists.workers("terdaftar", row),
        [StepCount(one, getattr(row.now, one.value), lists.workers("", row, one)) for one in ladder.steps],
        None if counts is None else found.of(counts),
        sheltered_lists(period).workers("", row, "terlindungi"),
    )


def _sorted(lines: Sequence[LadderLine], order: str) -> list[LadderLine]:
    """A unit's own people stay on top; equals stay in the order of their codes."""
    key, falling = order.removeprefix("-"), order.startswith("-")
    own = [line for line in lines if line.row.is_own]
    rest = sorted((line for line in lines if not line.row.is_own), key=lambda line: line.row.code)
    if key == "kode":
        return [*own, *(reversed(rest) if falling else rest)]
    return [*own, *sorted(rest, key=lambda line: _key(line, key), reverse=falling)]


def _key(line: LadderLine, key: str) -> tuple[object, ...]:
    if key == "nama":
        return (name_key(line.row.name),)
    if key in (REGISTERED, COVER):
        return (line.registered if key == REGISTERED else line.cover or 0,)
    return (sum(one.number for one in line.steps if STEP_COLUMNS[one.step] == key),)


def file_rows(rows: Sequence[MonthRow], period: Period) -> Iterator[list[Cell]]:
    """By code; every step has its column, whatever the thresholds."""
    found = worths(told_of(period))
    for row in rows:
        counts = counts_of(row, period)
        yield [
            row.code,
            row.name,
            row.now.workers_registered,
            *(getattr(row.now, step.value) for step in STEP_COLUMNS),
            str(found.month) if counts else "",
            found.of(counts) if counts else None,
        ]
