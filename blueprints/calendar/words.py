"""A day of the calendar in words, and the screen it leads to."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.calendar import DayKind
from lindung.queries.calendar import OfficeDay
from lindung.web.filters import day_long, month, number

KINDS: dict[DayKind, LazyString] = {
    DayKind.DUE: _l("Jatuh tempo iuran"),
    DayKind.REPORT: _l("Laporan"),
    DayKind.DECLARE_BY: _l("Batas pernyataan"),
    DayKind.REGISTER_BY: _l("Batas pendaftaran"),
    DayKind.CIRCULAR_ENDS: _l("Akhir Surat Edaran"),
    DayKind.ROWS_END: _l("Ketentuan berakhir"),
    DayKind.HOLIDAY: _l("Hari libur"),
}
KIND_CODES = {
    "iuran": DayKind.DUE,
    "laporan": DayKind.REPORT,
    "pernyataan": DayKind.DECLARE_BY,
    "pendaftaran": DayKind.REGISTER_BY,
    "edaran": DayKind.CIRCULAR_ENDS,
    "ketentuan": DayKind.ROWS_END,
    "libur": DayKind.HOLIDAY,
}
RECORDS: dict[str, tuple[LazyString, str]] = {
    "rate": (_l("baris tarif iuran"), "rates.index"),
    "discount": (_l("baris keringanan iuran"), "rates.index"),
    "benefit": (_l("baris besar manfaat"), "rates.benefits"),
    "threshold": (_l("baris ambang"), "rates.thresholds"),
}


def words(one: OfficeDay) -> str:
    match one.kind:
        case DayKind.DUE:
            return _due(one)
        case DayKind.REPORT:
            return _("Laporan %(month)s disampaikan kepada koordinator", month=month(one.month))
        case DayKind.DECLARE_BY:
            return _("Batas mengisi pernyataan menurut %(number)s", number=one.number)
        case DayKind.REGISTER_BY:
            return _("Batas mendaftarkan menurut %(number)s", number=one.number)
        case DayKind.CIRCULAR_ENDS:
            return _("Surat Edaran %(number)s berakhir", number=one.number)
        case DayKind.ROWS_END:
            return _("%(count)s %(rows)s berakhir", count=number(one.rows), rows=RECORDS[one.record or ""][0])
        case DayKind.HOLIDAY:
            return one.note or ""


def _due(one: OfficeDay) -> str:
    said = _("Iuran %(month)s jatuh tempo", month=month(one.month))
    if one.moved_from is None:
        return said
    if one.note:
        return _(
            "%(said)s, digeser dari %(day)s: %(holiday)s",
            said=said, day=day_long(one.moved_from), holiday=one.note,
        )  # fmt: skip
    return _("%(said)s, digeser dari %(day)s", said=said, day=day_long(one.moved_from))


def address(one: OfficeDay) -> str | None:
    """Where it is dealt with."""
    if one.circular_id:
        return url_for("circulars.show", circular_id=one.circular_id)
    if one.record:
        return url_for(RECORDS[one.record][1])
    endpoints = {DayKind.REPORT: "reports.index", DayKind.HOLIDAY: "rates.holidays_page"}
    return url_for(endpoints[one.kind]) if one.kind in endpoints else None
