"""What records and their columns are called in a history, and how the values of each are written."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.duties import Answer, CircularState, DutyKind, Employment, Force
from lindung.domain.months import OPEN_END, Month
from lindung.domain.rates import Tariff
from lindung.domain.registration import EnrolmentState, Relation
from lindung.domain.settlements import Resolution
from lindung.web import coverage_words, fund_words, handover_words, question_words
from lindung.web.claim_words import CLAIM_COLUMNS
from lindung.web.filters import day, month
from lindung.web.labels import (
    ANSWERS,
    CIRCULAR_STATES,
    DUTY_KINDS,
    EMPLOYMENTS,
    ENROLMENT_STATES,
    FORCES,
    RELATIONS,
    left_reason,
    programmes,
)
from lindung.web.nomination_history import COLUMNS as NOMINATION_COLUMNS
from lindung.web.settlement_words import RESOLUTIONS

Writer = Callable[[Any], str]


def _day(value: Any) -> str:
    return day(date.fromisoformat(value))


def _last_day(value: Any) -> str:
    """Stored is the first day on which it no longer counts."""
    first = date.fromisoformat(value)
    return _("seterusnya") if first.year == date.max.year else day(first - timedelta(days=1))


def _basis(value: Any) -> str:
    return _("rekap %(number)s, %(day)s", number=value["number"], day=_day(value["on"]))


def _left(value: Any) -> str:
    """`not_in_file`: a file that was declared complete did not name him."""
    return _("tidak ada dalam berkas lengkap") if value == "not_in_file" else left_reason(value)


def _regency(value: Any) -> str:
    return " · ".join(str(part) for part in (value.get("name"), value.get("code")) if part)


def month_told(value: Any) -> str:
    return _("seterusnya") if value == OPEN_END.number else month(Month(int(value)))


def _yes(value: Any) -> str:
    return _("ya") if value else _("tidak")


def _quotas(value: Any) -> str:
    return ", ".join(f"{grade}: {count}" for grade, count in sorted(value.items())) or "–"


def _listed(words: Mapping[Any, Any] | None = None, kind: Callable[[str], Any] = str) -> Writer:
    return lambda value: ", ".join(str(words[kind(one)] if words else one) for one in value) or "–"


def _from(words: Mapping[Any, Any], kind: Callable[[str], Any]) -> Writer:
    def written(value: Any) -> str:
        found = words[kind(value)]
        return str(getattr(found, "word", found))

    return written


def _programmes(value: Any) -> str:
    tariff = Tariff.of_code(value)
    words = programmes(tariff)
    return (
        words if tariff.band == 1 else _("%(words)s, golongan upah %(band)s", words=words, band=tariff.band)
    )


CAPACITIES: dict[str, LazyString] = {"plt": _l("Plt."), "plh": _l("Plh."), "an": _l("a.n.")}


# Column -> what it is called and how its value is written; None: only that it changed is told.
COLUMNS: dict[str, dict[str, tuple[LazyString, Writer | str | None]]] = {
    "unit": {
        "code": (_l("kode"), str),
        "name": (_l("nama"), str),
        "kind": (_l("jenis"), str),
        "parent_id": (_l("induk"), "unit"),
        "reports": (_l("melapor sendiri"), _yes),
    },
    "sponsor": {
        "name": (_l("nama"), str),
        "nip": (_l("NIP"), str),
        "employment": (_l("jenis ASN"), _from(EMPLOYMENTS, Employment)),
        "grade": (_l("golongan"), str),
        "position": (_l("jabatan"), str),
        "phone": (_l("telepon"), None),
        "email": (_l("surel"), None),
        "household_id": (_l("catatan serumah dengan ASN lain"), None),
        "is_public": (_l("dibayar pemerintah"), _yes),
        "left_on": (_l("berhenti pada"), _day),
        "left_reason": (_l("alasan berhenti"), left_reason),
    },
    "household": {"last_month": (_l("serumah sampai"), month_told)},
    "posting": {
        "unit_id": (_l("unit"), "unit"),
        "first_month": (_l("mulai"), month_told),
        "last_month": (_l("sampai"), month_told),
    },
    "declaration": {
        "answer": (_l("jawaban"), _from(ANSWERS, Answer)),
        "made_on": (_l("tanggal pernyataan"), _day),
        "ends_on": (_l("berlaku sampai"), _last_day),
        "basis": (_l("dasar"), _basis),
        "circular_id": (_l("Surat Edaran"), "circular"),
        "document_id": (_l("lampiran"), None),
    },
    "worker": {
        "nik": (_l("NIK"), None),
        "name": (_l("nama"), str),
        "kpj": (_l("KPJ"), str),
        "born_on": (_l("tanggal lahir"), None),
        "birth_place": (_l("tempat lahir"), str),
        "sex": (_l("jenis kelamin"), str),
        "mother_name": (_l("nama ibu"), None),
        "address": (_l("alamat"), None),
        "village": (_l("desa atau kelurahan"), str),
        "phone": (_l("telepon"), None),
        "occupation": (_l("pekerjaan"), str),
        "workplace": (_l("tempat kerja"), str),
        "work_hours": (_l("jam kerja"), str),
        "heir": (_l("ahli waris"), None),
        "consent_on": (_l("tanggal persetujuan"), _day),
        "died_on": (_l("meninggal pada"), _day),
    },
    "enrolment": {
        "state": (_l("status"), _from(ENROLMENT_STATES, EnrolmentState)),
        "submitted_on": (_l("diajukan"), _day),
        "registered_on": (_l("terdaftar"), _day),
        "refused_on": (_l("ditolak"), _day),
        "ended_on": (_l("tanggal akhir"), _day),
        "reason": (_l("alasan"), str),
        "first_month": (_l("iuran sejak"), month_told),
        "relation": (_l("hubungan"), _from(RELATIONS, Relation)),
        "tariff": (_l("program"), _programmes),
        "sponsor_id": (_l("pembayar iuran"), "sponsor"),
        "unit_id": (_l("unit"), "unit"),
    },
    "circular": {
        "number": (_l("nomor"), str),
        "title": (_l("judul"), str),
        "issued_on": (_l("tanggal"), _day),
        "force": (_l("sifat"), _from(FORCES, Force)),
        "state": (_l("keadaan"), _from(CIRCULAR_STATES, CircularState)),
        "in_force_from": (_l("berlaku mulai"), _day),
        "in_force_until": (_l("berlaku sampai"), _day),
        "duty_kind": (_l("kewajiban"), _from(DUTY_KINDS, DutyKind)),
        "quota": (_l("kuota"), str),
        "quota_by_grade": (_l("kuota per golongan"), _quotas),
        "audience": (_l("yang diminta"), _listed(EMPLOYMENTS, Employment)),
        "relations": (_l("hubungan yang diterima"), _listed(RELATIONS, Relation)),
        "programmes": (_l("program"), _listed()),
        "declare_by": (_l("tenggat pernyataan"), _day),
        "register_by": (_l("tenggat pendaftaran"), _day),
        "target_percent": (_l("target persen"), str),
        "shares_household": (_l("satu ART bagi dua ASN serumah"), _yes),
        "legal_basis": (_l("dasar hukum"), str),
        "successor_id": (_l("pengganti"), "circular"),
        "document_id": (_l("lampiran"), None),
    },
    **{
        kind: {"last_month": (_l("berlaku sampai"), month_told)}
        for kind in ("rate", "discount", "benefit", "threshold")
    },
    "claim": CLAIM_COLUMNS,
    "nomination": NOMINATION_COLUMNS,
    "mandate": {"withdrawn_on": (_l("dicabut"), _day)},
    "deduction": {"cancelled_on": (_l("dibatalkan"), _day), "reason": (_l("alasan"), str)},
    "bpjs_row": {
        "resolution": (_l("keputusan"), _from(RESOLUTIONS, Resolution)),
        "reason": (_l("alasan"), str),
    },
    "column_map": {"name": (_l("nama"), str)},
    "question": question_words.COLUMNS,
    "handover": handover_words.COLUMNS,
    "grant": {
        "capacity": (_l("sebagai"), _from(CAPACITIES, str)),
        "unit_id": (_l("unit"), "unit"),
        "order_number": (_l("nomor surat perintah"), str),
        "valid_from": (_l("mulai"), _day),
        "valid_until": (_l("sampai"), _day),
    },
    "setting": {"value": (_l("nama dan kode"), _regency)},
    **coverage_words.COLUMNS,
    **fund_words.COLUMNS,
}


THINGS: dict[str, LazyString] = {
    "sponsor": _l("data ASN"),
    "worker": _l("data pekerja"),
    "unit": _l("unit ini"),
    "circular": _l("Surat Edaran ini"),
    "grant": _l("peran"),
    "account": _l("akun ini"),
    "household": _l("rumah tangga"),
    "question": _l("pertanyaan tentang pekerja"),
    "handover": _l("alih tanggungan"),
    "setting": _l("identitas kabupaten"),
    "submission": _l("daftar usulan peserta"),
    "submission_line": _l("nama dalam daftar usulan peserta"),
    "nomination": _l("usulan"),
    "verification": _l("berita acara verifikasi"),
    "reminder": _l("pengingat"),
    "mandate": _l("surat kuasa"),
    "deduction": _l("potongan iuran"),
    "bpjs_row": _l("baris BPJS"),
    "column_map": _l("peta kolom"),
    "reminder_line": _l("pengingat"),
    "rate": _l("tarif"),
    "discount": _l("keringanan iuran"),
    "benefit": _l("besar manfaat"),
    "threshold": _l("ambang"),
    "holiday": _l("hari libur"),
    "month_report": _l("laporan bulan"),
    **coverage_words.THINGS,
    **fund_words.THINGS,
    "claim": _l("klaim"),
}
