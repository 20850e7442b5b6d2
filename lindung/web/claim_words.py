"""Claims in calm words: what happened, how far the family is, which papers, what may be received and why (R19)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.benefits import Share
from lindung.domain.claims import DEATHS, Asks, ClaimKind, ClaimState, Gap, Milestone, Paper, Prospect
from lindung.domain.claims import PAPERS as PAPERS_OF
from lindung.queries.claim_lists import ClaimPage, ClaimRow
from lindung.web.benefit_words import BENEFITS
from lindung.web.filters import day, number, rupiah
from lindung.web.labels import Tag
from lindung.web.messages import WAYS_ON

KINDS: dict[ClaimKind, LazyString] = {
    ClaimKind.DEATH: _l("Meninggal"),
    ClaimKind.ACCIDENT_DEATH: _l("Meninggal karena kecelakaan kerja"),
    ClaimKind.ACCIDENT: _l("Kecelakaan kerja"),
}
KIND_CODES = {
    "meninggal": ClaimKind.DEATH,
    "meninggal_kecelakaan": ClaimKind.ACCIDENT_DEATH,
    "kecelakaan": ClaimKind.ACCIDENT,
}
CODE_OF_KIND = {kind: code for code, kind in KIND_CODES.items()}

STATES: dict[ClaimState, Tag] = {
    ClaimState.OPEN: Tag(_l("Mengumpulkan berkas"), "care"),
    ClaimState.SUBMITTED: Tag(_l("Diserahkan ke BPJS"), "calm"),
    ClaimState.PAID: Tag(_l("Dibayar"), "good"),
    ClaimState.REFUSED: Tag(_l("Ditolak BPJS"), "urgent"),
    ClaimState.WITHDRAWN: Tag(_l("Ditarik"), "calm"),
}
STATE_CODES = {
    "berkas": ClaimState.OPEN,
    "diserahkan": ClaimState.SUBMITTED,
    "dibayar": ClaimState.PAID,
    "ditolak": ClaimState.REFUSED,
    "ditarik": ClaimState.WITHDRAWN,
}
CODE_OF_STATE = {state: code for code, state in STATE_CODES.items()}

PAPERS: dict[Paper, LazyString] = {
    Paper.FORM: _l("Formulir klaim BPJS Ketenagakerjaan, diisi dan ditandatangani"),
    Paper.CARD: _l("Kartu peserta (KPJ), asli atau cetakan dari JMO"),
    Paper.WORKER_ID: _l("KTP pekerja"),
    Paper.DEATH_CERTIFICATE: _l("Akta kematian, atau surat keterangan kematian dari desa atau rumah sakit"),
    Paper.HEIR_ID: _l("KTP ahli waris"),
    Paper.FAMILY_CARD: _l("Kartu Keluarga pekerja dan ahli waris"),
    Paper.HEIR_LETTER: _l("Surat keterangan ahli waris dari desa atau kelurahan, diketahui kecamatan"),
    Paper.BANK_BOOK: _l("Buku tabungan atas nama ahli waris"),
    Paper.FIRST_REPORT: _l("Laporan kecelakaan kerja tahap I, paling lambat 2 × 24 jam"),
    Paper.CHRONOLOGY: _l("Kronologis kejadian, tertulis dan ditandatangani"),
    Paper.WITNESSES: _l("Keterangan dua orang saksi beserta KTP"),
    Paper.DOCTOR_LETTER: _l("Surat keterangan dokter yang merawat"),
    Paper.RECEIPTS: _l("Kuitansi dan rincian pengobatan, bila sudah dibayar sendiri"),
}

_GAPS: dict[Gap, LazyString] = {
    Gap.UNREGISTERED: _l("belum terdaftar pada hari itu"),
    Gap.ENDED: _l("kepesertaan sudah berhenti sebelum hari itu"),
    Gap.PROGRAMME: _l("programnya tidak menanggung kejadian ini"),
    Gap.NEVER: _l("belum ada iuran yang dibayar untuk bulan yang sudah berakhir"),
    Gap.LAPSED: _l("kepesertaan berakhir karena iuran tidak dibayar"),
}
_ASKS: dict[Asks, LazyString] = {
    Asks.ARREARS: _l("iuran menunggak pada hari itu"),
    Asks.OVER: _l("tanggal akhir perlindungan dari BPJS sudah lewat"),
    Asks.OF_AGE: _l("usia pekerja sudah 65 tahun"),
    Asks.FIRST_MONTH: _l("kejadian dalam bulan iuran pertama, yang belum berakhir"),
}


def _day(value: Any) -> str:
    return day(date.fromisoformat(value))


# What a claim's history tells of each column; None: only that it changed (R25).
CLAIM_COLUMNS: dict[str, tuple[LazyString, Any]] = {
    "kind": (_l("kejadian"), lambda value: str(KINDS[ClaimKind(value)])),
    "happened_on": (_l("tanggal kejadian"), _day),
    "heir": (_l("ahli waris"), None),
    "phone": (_l("telepon"), None),
    "helper": (_l("pendamping"), str),
    "note": (_l("catatan"), None),
    "state": (_l("keadaan"), lambda value: str(STATES[ClaimState(value)].word)),
    "expected": (_l("perkiraan"), rupiah),
    "submitted_on": (_l("diserahkan"), _day),
    "decided_on": (_l("diputuskan"), _day),
    "paid_on": (_l("dibayar"), _day),
    "paid": (_l("jumlah"), rupiah),
    "reference": (_l("nomor rujukan"), str),
    "reason": (_l("alasan"), str),
}


class Step(NamedTuple):
    """One of the numbered steps: done, to be done now, or later."""

    title: str
    text: str
    state: str  # done, passed (over, without being noted), now, later
    state_word: str


class Told(NamedTuple):
    """The one plain sentence, what the sum is made of, and by whose word."""

    sentence: str
    parts: list[str]
    beside: str | None  # where the books of today say otherwise than on the day of the report
    source: str


def who(kind: ClaimKind, sex: str | None, name: str) -> str:
    """`almarhumah Siti Rahayu`; of somebody alive the name alone."""
    if kind not in DEATHS:
        return name
    title = {"P": _("almarhumah"), "L": _("almarhum")}.get(sex or "", _("mendiang"))
    return f"{title} {name}"


def told_claim(page: ClaimPage) -> Told:
    prospect = page.worth.prospects[page.enrolment_id]
    person = who(page.row.kind, page.sex, page.row.worker_name)
    return Told(
        _sentence(page.row, person, prospect), _parts(page, prospect), _beside(page, prospect), _source(page)
    )


def _sentence(row: ClaimRow, person: str, prospect: Prospect) -> str:
    facts = {"person": person, "amount": rupiah(row.paid if row.state is ClaimState.PAID else row.expected)}
    if row.state is ClaimState.PAID and row.kind is ClaimKind.ACCIDENT:
        return _("BPJS menyelesaikan biaya kecelakaan kerja %(person)s: %(amount)s.", **facts)
    if row.state is ClaimState.PAID:
        return _("Keluarga %(person)s telah menerima %(amount)s.", **facts)
    if row.state is ClaimState.REFUSED:
        return _("BPJS menolak klaim keluarga %(person)s.", **facts)
    if row.state is ClaimState.WITHDRAWN:
        return _("Klaim untuk %(person)s tidak dilanjutkan.", **facts)
    if row.expected is None:
        return _(
            "Hak keluarga %(person)s perlu dikonfirmasikan ke BPJS (%(why)s); jumlahnya belum dapat disebut.",
            why=_why(prospect), **facts,
        )  # fmt: skip
    if row.kind is ClaimKind.ACCIDENT:
        return _("Pengobatan %(person)s ditanggung tanpa batas biaya (perkiraan).", **facts)
    return _("Keluarga %(person)s dapat menerima %(amount)s (perkiraan).", **facts)


def _why(prospect: Prospect) -> str:
    if prospect.gap:
        return str(_GAPS[prospect.gap])
    return str(_ASKS[prospect.asks]) if prospect.asks else _("menurut catatan saat dilaporkan")


def _parts(page: ClaimPage, prospect: Prospect) -> list[str]:
    """Only while it is an estimate: what was paid is one number, and BPJS's own."""
    if not page.row.is_running or page.row.expected is None or prospect.amount != page.row.expected:
        return []
    parts = [_part(share) for share in prospect.shares]
    if prospect.schooling:
        amount = rupiah(prospect.schooling.amount)
        parts.append(_("ditambah beasiswa untuk dua anak sampai %(amount)s", amount=amount))
    return parts


def _part(share: Share) -> str:
    return f"{BENEFITS[share.kind]} {rupiah(share.amount)}"


def _beside(page: ClaimPage, prospect: Prospect) -> str | None:
    if not page.row.is_running or prospect.amount == page.row.expected:
        return None
    if prospect.amount is None:
        return _("Menurut pembukuan hari ini perlu dikonfirmasikan ke BPJS: %(why)s.", why=_why(prospect))
    return _("Menurut pembukuan hari ini perkiraannya %(amount)s.", amount=rupiah(prospect.amount))


def _source(page: ClaimPage) -> str:
    laws = "; ".join(page.worth.laws)
    words = _("%(laws)s; penetapan oleh BPJS Ketenagakerjaan.", laws=laws)
    return words if page.worth.is_verified else _("%(words)s Besarnya belum diverifikasi.", words=words)


def steps(page: ClaimPage) -> list[Step]:
    """What has been done and what comes next, in the order in which a family goes."""
    row, progress = page.row, page.row.progress
    over = not row.is_running and row.state is not ClaimState.PAID
    decided = row.state in (ClaimState.PAID, ClaimState.REFUSED)
    passed = {
        Milestone.GATHERED: row.received == 0 and (decided or row.submitted_on is not None),
        Milestone.SUBMITTED: decided and row.submitted_on is None,
    }
    behind = {
        Milestone.REPORTED: True,
        Milestone.GATHERED: decided or progress.received >= progress.wanted or row.submitted_on is not None,
        Milestone.SUBMITTED: row.submitted_on is not None,
        Milestone.DECIDED: row.decided_on is not None and row.state is ClaimState.PAID,
    }
    texts = {
        Milestone.REPORTED: (_("Laporan keluarga dicatat"), _reported(row)),
        Milestone.GATHERED: (_("Kumpulkan berkasnya"), _gathered(row)),
        Milestone.SUBMITTED: (_("Serahkan ke kantor cabang BPJS Ketenagakerjaan"), _submitted(row)),
        Milestone.DECIDED: (_("BPJS memutuskan, keluarga menerima"), _decided(row)),
    }
    found = []
    for one in Milestone:
        state = "done" if behind[one] else "now" if one is page.next and not over else "later"
        title, text = texts[one]
        if passed.get(one):
            state, text = "passed", _("Langkah ini sudah terlewati.")
        found.append(_step(title, text, state))
    return found


def _step(title: str, text: str, state: str) -> Step:
    words = {"done": _("selesai"), "passed": _("tidak dicatat"), "now": _("sekarang"), "later": _("nanti")}
    return Step(title, text, state, words[state])


def _reported(row: ClaimRow) -> str:
    return _("Dicatat %(day)s.", day=day(row.reported_on))


def _gathered(row: ClaimRow) -> str:
    facts = {"received": number(row.received), "wanted": number(len(PAPERS_OF[row.kind]))}
    return _("%(received)s dari %(wanted)s berkas sudah ada.", **facts)


def _submitted(row: ClaimRow) -> str:
    if row.submitted_on:
        return _("Diserahkan %(day)s.", day=day(row.submitted_on))
    return _("Bawa berkas asli beserta salinannya, dan minta tanda terima.")


def _decided(row: ClaimRow) -> str:
    if row.state is ClaimState.PAID and row.paid_on:
        return _("Dibayar %(day)s.", day=day(row.paid_on))
    return _("Uang dikirim ke rekening ahli waris. Bila lama belum ada kabar, tanyakan ke kantor cabang.")


def waiting_words(row: ClaimRow, today: date) -> str | None:
    """How long since the report, and since the last step."""
    if not row.is_running:
        return None
    facts = {
        "all": number((today - row.reported_on).days),
        "last": number((today - row.progress.waits_since).days),
    }
    return _("Sudah %(all)s hari sejak dilaporkan, %(last)s hari sejak langkah terakhir.", **facts)


def amount_words(row: ClaimRow) -> str:
    """The sum of a list's row: what was paid, or what is estimated."""
    if row.state is ClaimState.PAID:
        return rupiah(row.paid)
    if not row.is_running:
        return "–"
    if row.expected is None:
        return _("perlu konfirmasi BPJS")
    return _("pengobatan") if row.kind is ClaimKind.ACCIDENT else rupiah(row.expected)


def _to_claims(facts: Mapping[str, object]) -> tuple[str, str] | None:
    return url_for("workers.show", worker_id=facts["worker"]) + "#klaim", _("Lihat klaimnya")


def install_claims() -> None:
    WAYS_ON["claim_exists"] = WAYS_ON["claim_died_differs"] = _to_claims
