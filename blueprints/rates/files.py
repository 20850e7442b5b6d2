"""The dated rows as CSV and XLSX: one line per row, as filtered on the screen."""

from collections.abc import Iterable, Sequence

from flask import Response
from flask_babel import gettext as _

from blueprints.rates.listing import STANDINGS
from lindung.domain.months import Month
from lindung.queries.dated import DatedRow, HolidayRow
from lindung.web.downloads import Cell, table_download
from lindung.web.rate_words import THRESHOLDS, payer_of, sector_of

MONTHS = ("mulai", "sampai", "dasar_hukum", "diperiksa", "keadaan")
RATE = ("jenis", "program", "segmen", "pita", "sektor", "pembayar", "dasar", "bagian_permil")
RATE_HEADER = (*RATE, "paling_sedikit", "paling_banyak", "keringanan_persen", *MONTHS)


def rate_file(format: str, rates: Iterable[DatedRow], discounts: Iterable[DatedRow]) -> Response:
    rows = [*map(_rate, rates), *map(_discount, discounts)]
    return table_download(format, "tarif-iuran", "Tarif iuran", RATE_HEADER, rows)


def benefit_file(format: str, rows: Iterable[DatedRow]) -> Response:
    header = ("manfaat", "setelah_bulan", "jumlah", "kali_dasar", *MONTHS)
    found = [
        (row.value.kind.value, row.value.after_months, row.value.amount, row.value.times_base, *_months(row))
        for row in rows
    ]
    return table_download(format, "santunan", "Santunan", header, found)


def threshold_file(format: str, rows: Iterable[DatedRow]) -> Response:
    found = [
        (row.value.key.value, str(THRESHOLDS[row.value.key]), row.value.value, *_months(row)) for row in rows
    ]
    return table_download(format, "ambang", "Ambang", ("kode", "ambang", "nilai", *MONTHS), found)


def holiday_file(format: str, rows: Iterable[HolidayRow]) -> Response:
    found = [(row.day, row.name, row.legal_basis) for row in rows]
    return table_download(format, "hari-libur", "Hari libur", ("tanggal", "nama", "dasar_hukum"), found)


def _rate(row: DatedRow) -> Sequence[Cell]:
    one = row.value
    head = ("tarif", one.programme.value, one.segment.value, one.band, None, None)
    return (*head, one.base, one.permille, one.minimum, one.maximum, None, *_months(row))


def _discount(row: DatedRow) -> Sequence[Cell]:
    one = row.value
    head = (
        "keringanan",
        one.programme.value,
        one.segment.value,
        None,
        sector_of(one.sector),
        payer_of(one.payer),
    )
    return (*head, None, None, None, None, one.percent, *_months(row))


def _months(row: DatedRow) -> tuple[Cell, ...]:
    verified = _("ya") if row.verified else _("belum")
    return (
        str(row.first),
        _text(row.last),
        row.value.legal_basis,
        verified,
        str(STANDINGS[row.standing].word),
    )


def _text(month: Month | None) -> str | None:
    return str(month) if month else None
