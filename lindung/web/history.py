"""Audit entries as sentences: who changed what, from which word to which, never with a full identifier."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.duties import Answer, CircularState, DutyKind, Employment, Force
from lindung.domain.months import OPEN_END, Month
from lindung.domain.rates import Tariff
from lindung.domain.registration import EnrolmentState, Relation
from lindung.domain.settlements import Resolution
from lindung.queries.history import Change, History, Receipt, Values
from lindung.queries.undoing import undoable
from lindung.queries.viewer import Viewer
from lindung.web.clock import office_time
from lindung.web.filters import day, month, rupiah
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
from lindung.web.rate_words import dated_name
from lindung.web.settlement_words import RESOLUTIONS
from lindung.web.ways_back import recap_url, undo_url

Names = Mapping[tuple[str, int], str]
Writer = Callable[[Any], str]


class Line(NamedTuple):
    at: datetime  # on the regency's clock
    sentence: str
    details: list[str]
    is_undone: bool
    act_id: int = 0
    undo_url: str | None = None  # on the newest line of each act that can still be taken back
    document_url: str | None = None  # the scan that what is told rests on


class Story(NamedTuple):
    lines: list[Line]
    is_cut: bool


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


def _month(value: Any) -> str:
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
        "household_id": (_l("rumah tangga"), None),
        "left_on": (_l("berhenti pada"), _day),
        "left_reason": (_l("alasan berhenti"), left_reason),
    },
    "posting": {
        "unit_id": (_l("unit"), "unit"),
        "first_month": (_l("mulai"), _month),
        "last_month": (_l("sampai"), _month),
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
        "first_month": (_l("iuran sejak"), _month),
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
        "legal_basis": (_l("dasar hukum"), str),
        "successor_id": (_l("pengganti"), "circular"),
        "document_id": (_l("lampiran"), None),
    },
    **{
        kind: {"last_month": (_l("berlaku sampai"), _month)}
        for kind in ("rate", "discount", "benefit", "threshold")
    },
    "mandate": {"withdrawn_on": (_l("dicabut"), _day)},
    "deduction": {"cancelled_on": (_l("dibatalkan"), _day), "reason": (_l("alasan"), str)},
    "bpjs_row": {
        "resolution": (_l("keputusan"), _from(RESOLUTIONS, Resolution)),
        "reason": (_l("alasan"), str),
    },
    "column_map": {"name": (_l("nama"), str)},
    "grant": {
        "capacity": (_l("sebagai"), _from(CAPACITIES, str)),
        "unit_id": (_l("unit"), "unit"),
        "order_number": (_l("nomor surat perintah"), str),
        "valid_from": (_l("mulai"), _day),
        "valid_until": (_l("sampai"), _day),
    },
    "setting": {"value": (_l("nama dan kode"), _regency)},
}


THINGS: dict[str, LazyString] = {
    "sponsor": _l("data ASN"),
    "worker": _l("data pekerja"),
    "unit": _l("unit ini"),
    "circular": _l("Surat Edaran ini"),
    "grant": _l("peran"),
    "account": _l("akun ini"),
    "household": _l("rumah tangga"),
    "question": _l("pertanyaan tentang NIK yang sama"),
    "setting": _l("identitas kabupaten"),
    "submission": _l("daftar usulan peserta"),
    "submission_line": _l("nama dalam daftar usulan peserta"),
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
}


def told(found: History, viewer: Viewer | None = None) -> Story:
    """The history as lines to be drawn, newest first; for a viewer with the ways back that are his."""
    lines = [_line(entry, found.names) for entry in found.entries]
    return Story(_with_ways_back(viewer, lines) if viewer else lines, found.is_cut)


def _with_ways_back(viewer: Viewer, lines: list[Line]) -> list[Line]:
    waiting = undoable(viewer, {line.act_id for line in lines}) if lines else set()
    drawn = []
    for line in lines:
        if line.act_id in waiting:
            waiting.discard(line.act_id)
            line = line._replace(undo_url=undo_url(line.act_id))
        drawn.append(line)
    return drawn


def _line(entry: Change | Receipt, names: Names) -> Line:
    if isinstance(entry, Receipt):
        return Line(office_time(entry.at), _receipt(entry), [], False, entry.act_id)
    sentence, details = _sentence(entry, names), _details(entry, names)
    line = Line(office_time(entry.at), sentence, details, entry.is_undone, entry.act_id)
    return line._replace(document_url=_document_url(entry))


def _document_url(entry: Change) -> str | None:
    values = entry.after or entry.before or {}
    sponsor_id, document_id = values.get("sponsor_id"), values.get("document_id")
    if entry.record != "declaration" or not sponsor_id or not document_id or entry.is_undone:
        return None
    return recap_url(sponsor_id, document_id)


def _receipt(entry: Receipt) -> str:
    facts = {"month": month(entry.month), "amount": rupiah(entry.amount), "day": day(entry.paid_on)}
    if entry.amount < 0:
        return _("Pembetulan iuran %(month)s %(amount)s, %(day)s", **facts)
    if entry.source == "bpjs":
        return _("Iuran %(month)s %(amount)s menurut BPJS, dibayar %(day)s", **facts)
    return _("Iuran %(month)s %(amount)s menurut OPD, dibayar %(day)s, belum dikonfirmasi BPJS", **facts)


def _sentence(entry: Change, names: Names) -> str:
    if entry.who is None:
        return _by_server(entry, names)
    who = entry.who
    if entry.undoes:
        return _("%(who)s membatalkan tindakan sebelumnya", who=who)
    if entry.after is None:
        return _(
            "%(who)s menghapus %(thing)s", who=who, thing=_thing(entry.record, entry.before or {}, names)
        )
    if entry.before is None:
        if entry.record == "reveal":
            return _("%(who)s melihat NIK lengkap: %(reason)s", who=who, reason=entry.after.get("reason", ""))
        thing = _thing(entry.record, entry.after, names)
        if entry.kind.startswith("import"):
            return _("%(who)s mencatat %(thing)s melalui impor", who=who, thing=thing)
        return _("%(who)s mencatat %(thing)s", who=who, thing=thing)
    if entry.record == "unit" and "closed_from" in entry.after:
        return _closing(entry.after["closed_from"], who)
    return _("%(who)s mengubah %(thing)s", who=who, thing=_thing(entry.record, {}, names))


def _closing(closed_from: int | None, who: str) -> str:
    if closed_from is None:
        return _("%(who)s membuka kembali unit ini", who=who)
    return _("%(who)s menutup unit ini mulai %(month)s", who=who, month=_month(closed_from))


def _by_server(entry: Change, names: Names) -> str:
    """What a command did on the server, where nobody was signed in."""
    if entry.undoes:
        return _("Tindakan sebelumnya dibatalkan di server")
    if entry.after is None:
        return _("Dihapus di server: %(thing)s", thing=_thing(entry.record, entry.before or {}, names))
    if entry.before is None:
        thing = _thing(entry.record, entry.after, names)
        if entry.kind.startswith("import"):
            return _("Dicatat lewat impor di server: %(thing)s", thing=thing)
        return _("Dicatat di server: %(thing)s", thing=thing)
    return _("Diubah di server: %(thing)s", thing=_thing(entry.record, {}, names))


def _thing(record: str, values: Values, names: Names) -> str:
    match record:
        case "posting":
            unit = names.get(("unit", values.get("unit_id", 0)))
            return _("penempatan di %(unit)s", unit=unit) if unit else _("penempatan")
        case "declaration":
            answer = values.get("answer")
            return _("pernyataan “%(answer)s”", answer=ANSWERS[Answer(answer)]) if answer else _("pernyataan")
        case "enrolment":
            worker = names.get(("worker", values.get("worker_id", 0)))
            return _("kepesertaan %(worker)s", worker=worker) if worker else _("kepesertaan")
        case "rate" | "discount" | "benefit" | "threshold" | "holiday" if values:
            return dated_name(record, values)
        case _:
            return str(THINGS[record])


def _details(entry: Change, names: Names) -> list[str]:
    """What changed, word by word; of a new record nothing, for the page shows it."""
    details = []
    if entry.result.get("reason") and entry.record == "circular":
        details.append(_("alasan: %(reason)s", reason=entry.result["reason"]))
    if entry.before is None or entry.after is None:
        return details
    for column, (label, writer) in COLUMNS.get(entry.record, {}).items():
        if column in entry.after:
            before = _written(entry.before.get(column), writer, names)
            after = _written(entry.after.get(column), writer, names)
            details.append(_detail(str(label), before, after))
    return details


def _detail(label: str, before: str | None, after: str | None) -> str:
    if before is None and after is None:
        return _("%(label)s diubah", label=label)
    if before is None:
        return _("%(label)s diisi %(after)s", label=label, after=after)
    if after is None:
        return _("%(label)s %(before)s dihapus", label=label, before=before)
    return _("%(label)s %(before)s menjadi %(after)s", label=label, before=before, after=after)


def _written(value: Any, writer: Writer | str | None, names: Names) -> str | None:
    if value is None or value == "" or writer is None:
        return None
    if isinstance(writer, str):
        return names.get((writer, value), _("lainnya"))
    try:
        return writer(value)
    except (KeyError, ValueError):  # a word that was in use once and is known no longer
        return str(value)
