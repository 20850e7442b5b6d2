"""Coverage in the office's words: kinds of figures, where a part stands, promises; and how history tells of them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.coverage import CommitmentState, FigureKind
from lindung.domain.months import Month
from lindung.domain.trajectories import Reading, Standing
from lindung.queries.commitments import CommitmentRow
from lindung.queries.coverage import FigureRow, View
from lindung.web.filters import DASH, day, month, number, percent
from lindung.web.labels import Tag

KINDS: dict[FigureKind, LazyString] = {
    FigureKind.WORKFORCE: _l("Angkatan kerja"),
    FigureKind.REGISTERED: _l("Peserta terdaftar"),
    FigureKind.ACTIVE: _l("Peserta aktif"),
    FigureKind.TARGET: _l("Target"),
    FigureKind.GAINED: _l("Masuk dalam bulan itu"),
    FigureKind.LAPSED: _l("Berhenti dalam bulan itu"),
}
# In addresses and files.
KIND_CODES: dict[str, FigureKind] = {
    "angkatan-kerja": FigureKind.WORKFORCE,
    "terdaftar": FigureKind.REGISTERED,
    "aktif": FigureKind.ACTIVE,
    "target": FigureKind.TARGET,
    "masuk": FigureKind.GAINED,
    "berhenti": FigureKind.LAPSED,
}
CODE_OF_KIND = {kind: code for code, kind in KIND_CODES.items()}
VIEWS: dict[View, LazyString] = {
    View.SEGMENT: _l("Per segmen"),
    View.DISTRICT: _l("Per wilayah"),
    View.PAYER: _l("Per pembayar"),
}
VIEW_CODES = {"segmen": View.SEGMENT, "wilayah": View.DISTRICT, "pembayar": View.PAYER}
STANDINGS: dict[Standing, Tag] = {
    Standing.REACHED: Tag(_l("Target tercapai"), "good"),
    Standing.ON_COURSE: Tag(_l("Sesuai laju"), "good"),
    Standing.BEHIND: Tag(_l("Di bawah laju"), "urgent"),
    Standing.OVERDUE: Tag(_l("Tahun target lewat"), "urgent"),
    Standing.UNKNOWN_PACE: Tag(_l("Laju belum diketahui"), "care"),
    Standing.NO_TARGET: Tag(_l("Belum ada target"), "calm"),
    Standing.NO_ACTUAL: Tag(_l("Belum ada angka"), "care"),
}
COMMITMENT_STATES: dict[CommitmentState, Tag] = {
    CommitmentState.OPEN: Tag(_l("Belum dipenuhi"), "care"),
    CommitmentState.KEPT: Tag(_l("Dipenuhi"), "good"),
    CommitmentState.DROPPED: Tag(_l("Dibatalkan"), "calm"),
}
COMMITMENT_CODES = {
    "belum": CommitmentState.OPEN,
    "dipenuhi": CommitmentState.KEPT,
    "dibatalkan": CommitmentState.DROPPED,
}


def paper_share(hundredths: int | None) -> str | None:
    """A share as its paper prints it: 4392 is 43,92%, 4500 is 45%."""
    if hundredths is None:
        return None
    locale = str(get_locale() or "id")
    return f"{format_decimal(Decimal(hundredths) / 100, '#,##0.##', locale=locale)}%"


def typed_share(hundredths: int | None) -> str:
    """The same as a form's input holds it."""
    if hundredths is None:
        return ""
    return f"{hundredths // 100},{hundredths % 100:02d}".rstrip("0").rstrip(",")


def place_words(row: FigureRow) -> str:
    parts = [part for part in (row.segment, row.unit, row.payer) if part]
    return " · ".join(parts) or _("seluruh angkatan kerja")


def when_words(row: FigureRow) -> str:
    return str(row.month.year) if row.kind is FigureKind.TARGET else month(row.month, "short")


def value_words(row: FigureRow) -> str:
    """The number as the paper gives it."""
    share = paper_share(row.hundredths)
    if share is None:
        return number(row.people)
    if row.people is not None:
        return _("%(people)s (%(share)s)", people=number(row.people), share=share)
    return _("%(share)s dari %(base)s", share=share, base=number(row.base))


def target_words(row: FigureRow, base: int) -> str:
    """A target in a sentence: 45%, or 225.000 pekerja (45,0%)."""
    share = paper_share(row.hundredths)
    if share is not None:
        return share
    people = number(row.people)
    if not base:
        return _("%(people)s pekerja", people=people)
    return _("%(people)s pekerja (%(share)s)", people=people, share=percent(row.people or 0, base))


def sides(group: list[FigureRow]) -> str:
    """Papers that contradict each other, side by side: 45% menurut Perpres; 43,92% menurut RPJMD."""
    return "; ".join(
        _("%(value)s menurut %(source)s", value=paper_share(one.hundredths) or number(one.reckoned), source=one.source)
        for one in group
    )  # fmt: skip


def until_words(counted: Month, running: Month) -> str:
    """Of a running month nobody knows the end: akhir Oktober 2026, but November 2026 (berjalan)."""
    if counted < running:
        return _("akhir %(month)s", month=month(counted))
    return _("%(month)s (bulan berjalan)", month=month(counted))


def beside_words(row: FigureRow | None, latest: Reading | None) -> str | None:
    """The month of a figure that is not of the month the rest is told for."""
    return month(row.month, "short") if row and latest and row.month != latest.month else None


def over_words(over: tuple[int, int] | None) -> str | None:
    if over is None:
        return None
    return _(
        "Perhatian: angkatan kerja semua segmen berjumlah %(told)s orang, melebihi seluruh angkatan kerja %(whole)s "
        "orang. Periksa apakah ada orang yang dihitung dalam dua segmen.",
        told=number(over[0]),
        whole=number(over[1]),
    )


def source_words(row: FigureRow) -> str:
    return (
        _("%(source)s, %(day)s", source=row.source, day=day(row.source_on)) if row.source_on else row.source
    )


def commitment_tag(row: CommitmentRow, today: date) -> Tag:
    if not row.is_late(today):
        return COMMITMENT_STATES[row.state]
    late = number((today - row.due_on).days)
    return Tag(_l("Terlambat %(days)s hari", days=late), "urgent")


# Riwayat

ACTS: dict[str, LazyString] = {
    "figure.add": _l("Angka cakupan dicatat"),
    "figure.edit": _l("Angka cakupan diubah"),
    "figure.use": _l("Angka yang dipakai dipilih"),
    "figure.remove": _l("Angka cakupan dihapus"),
    "figure.month": _l("Angka bulanan dicatat"),
    "figure.set_up": _l("Target cakupan disiapkan"),
    "segment.add": _l("Segmen dicatat"),
    "segment.edit": _l("Segmen diubah"),
    "segment.remove": _l("Segmen dihapus"),
    "commitment.add": _l("Komitmen dicatat"),
    "commitment.edit": _l("Komitmen diubah"),
    "commitment.kept": _l("Komitmen dinyatakan dipenuhi"),
    "commitment.dropped": _l("Komitmen dibatalkan"),
    "commitment.open": _l("Komitmen dibuka kembali"),
}


def _day(value: Any) -> str:
    return day(date.fromisoformat(value))


def _month(value: Any) -> str:
    return month(Month(int(value)))


def _share(value: Any) -> str:
    return paper_share(int(value)) or DASH


def _people(value: Any) -> str:
    return number(int(value))


def _yes(value: Any) -> str:
    return _("ya") if value else _("tidak")


def _state(value: Any) -> str:
    return str(COMMITMENT_STATES[CommitmentState(value)].word)


def _kind(value: Any) -> str:
    return str(KINDS[FigureKind(value)])


COLUMNS: dict[str, dict[str, tuple[LazyString, Any]]] = {
    "figure": {
        "kind": (_l("jenis"), _kind),
        "people": (_l("orang"), _people),
        "hundredths": (_l("persen"), _share),
        "base": (_l("dasar persentase"), _people),
        "month": (_l("bulan"), _month),
        "unit_id": (_l("wilayah"), "unit"),
        "segment_id": (_l("segmen"), None),
        "payer": (_l("pembayar"), str),
        "source": (_l("sumber"), str),
        "source_on": (_l("tanggal sumber"), _day),
        "document_id": (_l("dokumen sumber"), None),
        "is_used": (_l("dipakai"), _yes),
        "note": (_l("catatan"), str),
    },
    "segment": {
        "name": (_l("nama"), str),
        "owner_id": (_l("unit penanggung jawab"), "unit"),
        "note": (_l("catatan"), str),
    },
    "commitment": {
        "source": (_l("sumber"), str),
        "clause": (_l("pasal"), str),
        "words": (_l("isi komitmen"), str),
        "owner_id": (_l("unit penanggung jawab"), "unit"),
        "made_on": (_l("tanggal"), _day),
        "due_on": (_l("tenggat"), _day),
        "state": (_l("keadaan"), _state),
        "closed_on": (_l("ditutup"), _day),
        "note": (_l("catatan"), str),
    },
}
THINGS: dict[str, LazyString] = {
    "figure": _l("angka cakupan"),
    "segment": _l("segmen"),
    "commitment": _l("komitmen"),
}


def told_thing(record: str, values: Mapping[str, Any]) -> str | None:
    """What a line of history is about: the figure or the promise by its own words."""
    match record:
        case "figure" if values.get("kind"):
            facts = {"kind": _kind(values["kind"]).lower(), "month": _month(values["month"])}
            return _("%(kind)s %(month)s menurut %(source)s", source=values.get("source", ""), **facts)
        case "segment" if values.get("name"):
            return _("segmen %(name)s", name=values["name"])
        case "commitment" if values.get("words"):
            return _("komitmen “%(words)s”", words=str(values["words"])[:80])
    return None
