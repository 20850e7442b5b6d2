"""Words that only the screens of workers need: purposes, usual reasons, what BPJS asks for."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.actions.done import Remark
from lindung.domain.identifiers import Sex
from lindung.domain.registration import Sector
from lindung.queries.proposals import Asked
from lindung.web.messages import sentence

SEXES: dict[Sex, LazyString] = {Sex.FEMALE: _l("Perempuan"), Sex.MALE: _l("Laki-laki")}
SECTORS: dict[Sector, LazyString] = {
    Sector.OTHER: _l("Bukan transportasi"),
    Sector.TRANSPORT: _l("Transportasi (sopir)"),
}

REVEAL_REASONS: dict[str, LazyString] = {
    "registration": _l("Pendaftaran ke BPJS Ketenagakerjaan"),
    "refusal": _l("Menindaklanjuti penolakan BPJS"),
    "match": _l("Mencocokkan dengan KTP atau kartu peserta"),
    "claim": _l("Pengurusan klaim"),
    "other": _l("Keperluan lain"),
}

REFUSALS: tuple[LazyString, ...] = (
    _l("NIK tidak ditemukan"),
    _l("NIK tidak padan"),
    _l("Sudah peserta penerima upah (PU)"),
    _l("Usia tidak memenuhi syarat"),
)
ENDINGS: tuple[LazyString, ...] = (
    _l("Berhenti bekerja"),
    _l("Pindah pemberi kerja"),
    _l("Meninggal dunia"),
    _l("Sudah peserta penerima upah (PU)"),
)

REMARKED: dict[str, LazyString] = {
    "nik": _l("NIK"), "born_on": _l("Tanggal lahir"), "sex": _l("Jenis kelamin"),
}  # fmt: skip

ASKED: dict[Asked, LazyString] = {
    Asked.BIRTH_PLACE: _l("tempat lahir"),
    Asked.BORN_ON: _l("tanggal lahir"),
    Asked.MOTHER_NAME: _l("nama ibu kandung"),
    Asked.ADDRESS: _l("alamat"),
    Asked.PHONE: _l("telepon"),
    Asked.OCCUPATION: _l("pekerjaan"),
    Asked.WORKPLACE: _l("tempat kerja"),
    Asked.WORK_HOURS: _l("jam kerja"),
    Asked.HEIR: _l("ahli waris"),
    Asked.CONSENT_ON: _l("persetujuan pekerja"),
}


def remark_words(remarks: Iterable[Remark]) -> list[str]:
    """What was odd and taken all the same, each with the input it concerns."""
    found = []
    for one in remarks:
        words = sentence(one.code, one.facts)
        found.append(f"{REMARKED[one.field]}: {words}" if one.field in REMARKED else words)
    return found
