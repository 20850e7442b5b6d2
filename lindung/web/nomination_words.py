"""Lists of villages in the office's words: how far somebody has come, what was found, why he was dropped."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.nominations import DropReason, Finding, NominationState, Stage
from lindung.web.labels import Tag

STATES: dict[NominationState, Tag] = {
    NominationState.PROPOSED: Tag(_l("Diusulkan"), "calm"),
    NominationState.VERIFIED: Tag(_l("Terverifikasi"), "good"),
    NominationState.ADMITTED: Tag(_l("Diterima"), "good"),
    NominationState.DROPPED: Tag(_l("Dicoret"), "care"),
}
FINDINGS: dict[Finding, Tag] = {
    Finding.NIK_MISSING: Tag(_l("NIK kosong"), "urgent"),
    Finding.NIK_INVALID: Tag(_l("NIK tidak valid"), "urgent"),
    Finding.DIED: Tag(_l("Meninggal"), "urgent"),
    Finding.TWICE_IN_LIST: Tag(_l("Ganda dalam daftar"), "care"),
    Finding.IS_SERVANT: Tag(_l("ASN"), "urgent"),
    Finding.TOO_YOUNG: Tag(_l("Di bawah usia"), "urgent"),
    Finding.TOO_OLD: Tag(_l("Melewati usia"), "urgent"),
    Finding.EMPLOYED_ELSEWHERE: Tag(_l("Penerima upah (PU)"), "urgent"),
    Finding.COVERED_BY_SERVANT: Tag(_l("Sudah ditanggung ASN"), "care"),
    Finding.COVERED_BY_PROGRAMME: Tag(_l("Sudah ditanggung program"), "care"),
    Finding.TWO_JOBS: Tag(_l("Dua pekerjaan sah"), "good"),
}
REASONS: dict[DropReason, LazyString] = {
    DropReason.NIK_MISSING: _l("NIK kosong"),
    DropReason.NIK_INVALID: _l("NIK tidak valid"),
    DropReason.DIED: _l("Meninggal"),
    DropReason.TWICE_IN_LIST: _l("Ganda dalam daftar"),
    DropReason.IS_SERVANT: _l("ASN"),
    DropReason.TOO_YOUNG: _l("Di bawah usia"),
    DropReason.TOO_OLD: _l("Melewati usia"),
    DropReason.EMPLOYED_ELSEWHERE: _l("Penerima upah (PU)"),
    DropReason.COVERED_BY_SERVANT: _l("Sudah ditanggung ASN"),
    DropReason.COVERED_BY_PROGRAMME: _l("Sudah ditanggung program"),
    DropReason.REFUSED: _l("Menolak"),
    DropReason.MOVED: _l("Pindah"),
    DropReason.NOT_ELIGIBLE: _l("Tidak memenuhi syarat lagi"),
    DropReason.OTHER: _l("Alasan lain"),
}
STAGES: dict[Stage, LazyString] = {
    Stage.PROPOSED: _l("Diusulkan"),
    Stage.UNDECIDED: _l("Belum diverifikasi"),
    Stage.VERIFIED: _l("Terverifikasi"),
    Stage.WAITING: _l("Daftar tunggu"),
    Stage.ADMITTED: _l("Diterima"),
    Stage.REGISTERED: _l("Terdaftar"),
    Stage.ACTIVE: _l("Aktif"),
    Stage.CARD: _l("Kartu diserahkan"),
    Stage.DROPPED: _l("Dicoret"),
}
STAGE_CODES: dict[str, Stage] = {
    "diusulkan": Stage.PROPOSED,
    "belum": Stage.UNDECIDED,
    "terverifikasi": Stage.VERIFIED,
    "menunggu": Stage.WAITING,
    "diterima": Stage.ADMITTED,
    "terdaftar": Stage.REGISTERED,
    "aktif": Stage.ACTIVE,
    "kartu": Stage.CARD,
    "dicoret": Stage.DROPPED,
}
CODE_OF_STAGE = {stage: code for code, stage in STAGE_CODES.items()}
# What an address and a file call findings and reasons.
FINDING_CODES: dict[str, Finding] = {
    "nik_kosong": Finding.NIK_MISSING,
    "nik_salah": Finding.NIK_INVALID,
    "meninggal": Finding.DIED,
    "ganda": Finding.TWICE_IN_LIST,
    "asn": Finding.IS_SERVANT,
    "terlalu_muda": Finding.TOO_YOUNG,
    "terlalu_tua": Finding.TOO_OLD,
    "pu": Finding.EMPLOYED_ELSEWHERE,
    "ditanggung_asn": Finding.COVERED_BY_SERVANT,
    "ditanggung_program": Finding.COVERED_BY_PROGRAMME,
    "dua_pekerjaan": Finding.TWO_JOBS,
}
CODE_OF_FINDING = {finding: code for code, finding in FINDING_CODES.items()}
REASON_CODES: dict[str, DropReason] = {
    **{code: DropReason(one.value) for code, one in FINDING_CODES.items() if one is not Finding.TWO_JOBS},
    "menolak": DropReason.REFUSED,
    "pindah": DropReason.MOVED,
    "tidak_memenuhi": DropReason.NOT_ELIGIBLE,
    "lain": DropReason.OTHER,
}
CODE_OF_REASON = {reason: code for code, reason in REASON_CODES.items()}


def reason_words() -> dict[DropReason, str]:
    """What the cover of somebody dropped is told to have ended for."""
    return {reason: str(words) for reason, words in REASONS.items()}


def finding_words(finding: Finding | None) -> str:
    return str(FINDINGS[finding].word) if finding else _("tanpa temuan")
