"""What one row of a BPJS payment file says; a row that cannot be read refuses its file (R16)."""

import re
from dataclasses import dataclass
from datetime import date

from lindung.domain.errors import RuleBroken
from lindung.domain.identifiers import checked_nik
from lindung.domain.import_cells import Cell, amount_of, identifier_of, is_blank, kpj_of, month_of
from lindung.domain.import_rows import Cells, Reading, RowProblem, RowReader
from lindung.domain.months import Month
from lindung.domain.protection import COVER_BEGINS, COVER_LENGTH

LAST_MONTH = COVER_BEGINS.plus(COVER_LENGTH - 1)
MOST_RUPIAH = 10**12
_TOTAL = re.compile(r"\W*(?:(?:sub|grand)\W*)?(?:total|jumlah)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GivenPayment:
    """At least one of the two numbers is there; what else is empty is not said."""

    nik: str | None
    kpj: str | None
    month: Month
    amount: int
    paid_on: date | None
    reference: str | None
    protected_until: date | None

    @property
    def last4(self) -> str:
        return (self.nik or self.kpj or "")[-4:]


def read_payment(cells: Cells, today: date, stated: Month | None) -> Reading[GivenPayment]:
    """`stated`: the month that the file is said to be for; None: each row says its own."""
    row = RowReader(cells)
    if column := _total_line(cells):
        row.problems.append(RowProblem("total_line", column))
        return Reading(None, row.problems, [])
    nik = row.given("nik", lambda cell: checked_nik(identifier_of(cell, "nik")))
    kpj = row.given("kpj", kpj_of)
    if is_blank(cells.get("nik")) and is_blank(cells.get("kpj")):
        row.problems.append(RowProblem("nik_and_kpj_missing", "nik"))
    month = row.required("bulan", lambda cell: _month_of(cell, stated))
    amount = row.required("jumlah", _amount_of)
    paid_on, reference = row.past_day("tanggal_bayar", today), row.text("referensi")
    protected_until = row.day("tanggal_akhir_perlindungan")
    return row.reading(
        lambda: GivenPayment(
            nik, kpj, month or COVER_BEGINS, amount or 0, paid_on, reference, protected_until
        )
    )


def _total_line(cells: Cells) -> str | None:
    """The column in which a row shows that it adds up the others: a word, or an amount that stands alone."""
    for column, cell in cells.items():
        if isinstance(cell, str) and _TOTAL.match(cell):
            return column
    return "jumlah" if set(cells) == {"jumlah"} else None


def _month_of(cell: Cell, stated: Month | None) -> Month:
    month = month_of(cell)
    if not COVER_BEGINS <= month <= LAST_MONTH:
        raise RuleBroken("month_outside", given=str(month), first=str(COVER_BEGINS), last=str(LAST_MONTH))
    if stated is not None and month != stated:
        raise RuleBroken("other_month", given=str(month), expected=str(stated))
    return month


def _amount_of(cell: Cell) -> int:
    amount = amount_of(cell)
    if amount > MOST_RUPIAH:
        raise RuleBroken("unknown_amount", given=str(amount))
    return amount
