"""What a family would receive, in sentences: the sum, why, what comes next, and by whose word (R19)."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.benefits import BenefitKind, Entitlement, Footing, Share
from lindung.domain.months import Month
from lindung.queries.benefits import Doubt, Shelter
from lindung.web.filters import day, month, number, rupiah

BENEFITS: dict[BenefitKind, LazyString] = {
    BenefitKind.DEATH: _l("santunan kematian"),
    BenefitKind.PERIODIC: _l("santunan berkala"),
    BenefitKind.BURIAL: _l("biaya pemakaman"),
    BenefitKind.SCHOOLING: _l("beasiswa dua anak"),
    BenefitKind.ACCIDENT: _l("santunan kematian karena kecelakaan kerja"),
    BenefitKind.ACCIDENT_BURIAL: _l("biaya pemakaman (kecelakaan kerja)"),
    BenefitKind.ACCIDENT_PERIODIC: _l("santunan berkala (kecelakaan kerja)"),
}


class ToldShelter(NamedTuple):
    bpjs: str | None  # BPJS's own word, first
    sum: str
    parts: list[str]
    why: list[str]
    next: list[str]
    source: str


def told_shelter(shelter: Shelter) -> ToldShelter:
    return ToldShelter(
        _bpjs(shelter), _sum(shelter), _parts(shelter), _why(shelter), _next(shelter), _source(shelter)
    )


def month_list(months: Iterable[Month]) -> str:
    """`Desember 2026 dan Januari 2027`."""
    return format_list([month(one) for one in months], locale=get_locale() or "id")


def _bpjs(shelter: Shelter) -> str | None:
    if shelter.protected_until is None:
        return None
    return _("Tanggal akhir perlindungan menurut BPJS: %(day)s.", day=day(shelter.protected_until))


def _sum(shelter: Shelter) -> str:
    if shelter.doubt:
        return _("Perlu konfirmasi BPJS")
    if shelter.found.footing is Footing.LAPSED:
        return _("Tidak ada manfaat")
    if not shelter.found.death_sum:
        return _("Belum ada manfaat")
    return rupiah(shelter.found.death_sum)


def _parts(shelter: Shelter) -> list[str]:
    found = shelter.found
    if shelter.doubt:
        return []
    parts = []
    if found.death:
        parts.append(_sentence(_listed(found.death)))
    if found.schooling:
        parts.append(_("Beasiswa untuk dua anak sampai %(amount)s.", amount=rupiah(found.schooling.amount)))
    if found.accident:
        parts.append(
            _(
                "Kecelakaan kerja: %(amount)s apabila meninggal, dan pengobatan tanpa batas biaya.",
                amount=rupiah(found.accident_sum),
            )
        )
    return parts


def _listed(shares: Sequence[Share]) -> str:
    return ", ".join(f"{BENEFITS[share.kind]} {rupiah(share.amount)}" for share in shares)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _why(shelter: Shelter) -> list[str]:
    said = [_reason(shelter)]
    if shelter.unconfirmed and shelter.found.counted:
        said.append(
            _("%(count)s bulan menurut OPD, belum dikonfirmasi BPJS.", count=number(shelter.unconfirmed))
        )
    return said


def _reason(shelter: Shelter) -> str:
    found = shelter.found
    match shelter.doubt:
        case Doubt.ARREARS:
            return _(
                "Menunggak %(count)s bulan sampai akhir bulan lalu; selama menunggak tidak ada jumlah yang dapat "
                "disebut.",
                count=found.unpaid,
            )
        case Doubt.OVER:
            return _("Tanggal akhir perlindungan yang diberikan BPJS sudah lewat.")
        case Doubt.OF_AGE:
            return _("Usia pekerja sudah 65 tahun.")
    match found.footing:
        case Footing.NOT_STARTED:
            return _("Belum ada bulan iuran yang berakhir; hanya bulan yang sudah berakhir dihitung.")
        case Footing.NEVER:
            return _("Belum ada iuran yang dibayar untuk bulan yang sudah berakhir.")
        case Footing.LAPSED:
            return _(
                "Kepesertaan berakhir: iuran %(count)s bulan berturut-turut tidak dibayar.",
                count=shelter.lapsed_after,
            )
        case Footing.WAITING:
            return _(
                "%(paid)s. Masa tunggu: bulan ke-%(count)s dari %(needed)s.",
                paid=_paid(found), count=found.counted, needed=shelter.full_after,
            )  # fmt: skip
        case _:
            return _(
                "%(paid)s; penuh sejak akhir %(month)s.", paid=_paid(found), month=month(found.full_since)
            )


def _paid(found: Entitlement) -> str:
    if found.in_a_row >= found.counted:
        return _("%(count)s bulan berturut-turut dibayar", count=number(found.counted))
    return _("%(count)s bulan dibayar", count=number(found.counted))


def _next(shelter: Shelter) -> list[str]:
    found, said = shelter.found, []
    if shelter.doubt is Doubt.ARREARS:
        said.append(
            _("Bayar tunggakannya, dan tanyakan perlindungannya ke kantor cabang BPJS Ketenagakerjaan.")
        )
    elif shelter.doubt:
        said.append(_("Tanyakan perlindungannya ke kantor cabang BPJS Ketenagakerjaan."))
    if found.full_from and not shelter.doubt:
        said.append(_until_full(found, found.full_from))
    if found.ends_with:
        said.append(
            _(
                "Kepesertaan berakhir akhir %(end)s apabila iuran %(months)s tidak dibayar.",
                end=month(found.ends_with),
                months=month_list(found.unpaid_until_then),
            )
        )
    return said


def _until_full(found: Entitlement, full_from: Month) -> str:
    facts = {"month": month(full_from), "months": month_list(found.to_pay)}
    if not found.to_pay:
        return _("Penuh mulai %(month)s; iurannya sudah dibayar.", **facts)
    if found.footing is Footing.LAPSED:
        return _(
            "Masa tunggu dihitung lagi dari awal: penuh mulai %(month)s apabila %(months)s dibayar.", **facts
        )
    return _("Penuh mulai %(month)s apabila %(months)s dibayar.", **facts)


def _source(shelter: Shelter) -> str:
    laws = "; ".join(shelter.laws)
    words = _("%(laws)s; penetapan oleh BPJS Ketenagakerjaan.", laws=laws)
    return words if shelter.is_verified else _("%(words)s Besarnya belum diverifikasi.", words=words)
