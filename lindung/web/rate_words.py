"""How dated rows are called on the screen, in history and in files."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.benefits import BenefitKind
from lindung.domain.months import Month
from lindung.domain.rates import Payer
from lindung.domain.registration import Sector, Segment
from lindung.domain.thresholds import ThresholdKey
from lindung.web.benefit_words import BENEFITS
from lindung.web.filters import day, month
from lindung.web.worker_labels import SECTORS

PAYERS: dict[Payer | None, LazyString] = {
    None: _l("semua pembayar"),
    Payer.PRIVATE: _l("ASN, perorangan, atau CSR"),
    Payer.PUBLIC: _l("APBN atau APBD"),
}
SECTOR_WORDS: dict[Sector | None, LazyString] = {
    None: _l("semua sektor"),
    Sector.OTHER: SECTORS[Sector.OTHER],
    Sector.TRANSPORT: SECTORS[Sector.TRANSPORT],
}
SEGMENTS: dict[Segment, LazyString] = {
    Segment.BPU: _l("Bukan penerima upah (BPU)"),
    Segment.PU: _l("Penerima upah (PU)"),
}
THRESHOLDS: dict[ThresholdKey, LazyString] = {
    ThresholdKey.FULL_AFTER: _l("Bulan dibayar sampai perlindungan penuh"),
    ThresholdKey.LAPSED_AFTER: _l("Bulan berturut-turut tidak dibayar sampai kepesertaan berakhir"),
    ThresholdKey.ACCEPT_AFTER_LAPSE: _l("Pembayaran setelah kepesertaan berakhir diterima"),
    ThresholdKey.YOUNGEST: _l("Usia termuda saat didaftarkan"),
    ThresholdKey.YOUNGEST_ART: _l("Usia termuda ART saat didaftarkan"),
    ThresholdKey.OLDEST_MONTHS: _l("Usia tertua saat didaftarkan"),
    ThresholdKey.WARN_DAYS: _l("Peringatan sebelum sebuah baris berakhir"),
}

# How a number is typed on the form; `limit` says it as a person reads it.
ENTERED_AS: dict[ThresholdKey, LazyString] = {
    ThresholdKey.FULL_AFTER: _l("bulan"),
    ThresholdKey.LAPSED_AFTER: _l("bulan"),
    ThresholdKey.ACCEPT_AFTER_LAPSE: _l("1 ya, 0 tidak"),
    ThresholdKey.YOUNGEST: _l("tahun"),
    ThresholdKey.YOUNGEST_ART: _l("tahun"),
    ThresholdKey.OLDEST_MONTHS: _l("bulan"),
    ThresholdKey.WARN_DAYS: _l("hari"),
}


def limit(key: ThresholdKey, value: int) -> str:
    """779 months of age: 64 tahun 11 bulan."""
    match key:
        case ThresholdKey.ACCEPT_AFTER_LAPSE:
            return _("ya") if value else _("tidak")
        case ThresholdKey.OLDEST_MONTHS:
            return _("%(years)s tahun %(months)s bulan", years=value // 12, months=value % 12)
        case _:
            return f"{value} {ENTERED_AS[key]}"


def sector_of(code: str | None) -> str:
    return str(SECTOR_WORDS[Sector(code) if code else None])


def payer_of(code: str | None) -> str:
    return str(PAYERS[Payer(code) if code else None])


def dated_name(record: str, values: Mapping[str, Any]) -> str:
    """`tarif JKK pita 1 mulai Januari 2027`."""
    if record == "holiday":
        on = day(date.fromisoformat(values["day"]))
        return _("hari libur %(name)s, %(day)s", name=values["name"], day=on)
    begins = month(Month(values["first_month"]))
    match record:
        case "rate":
            facts = {"programme": values["programme"], "band": values["band"], "month": begins}
            return _("tarif %(programme)s pita %(band)s mulai %(month)s", **facts)
        case "discount":
            facts = {"programme": values["programme"], "percent": values["percent"], "month": begins}
            sector = sector_of(values["sector"]).lower()
            return _(
                "keringanan %(programme)s %(percent)s%% (%(sector)s) mulai %(month)s", sector=sector, **facts
            )
        case "benefit":
            return _(
                "besar %(kind)s mulai %(month)s", kind=BENEFITS[BenefitKind(values["kind"])], month=begins
            )
        case _:
            words = str(THRESHOLDS[ThresholdKey(values["key"])])
            return _(
                "ambang “%(words)s” %(value)s mulai %(month)s",
                words=words,
                value=limit(ThresholdKey(values["key"]), values["value"]),
                month=begins,
            )
