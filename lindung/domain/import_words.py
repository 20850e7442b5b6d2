"""The words people write into cells, and the codes they mean; case and punctuation do not matter (DESIGN section 4)."""

import re
from collections.abc import Mapping
from typing import TypeVar

from lindung.domain.duties import Answer, DutyKind, Employment, Force
from lindung.domain.errors import RuleBroken
from lindung.domain.identifiers import Sex
from lindung.domain.import_cells import Cell, count_of, text_of
from lindung.domain.names import name_key
from lindung.domain.permissions import Role
from lindung.domain.registration import EnrolmentState, Programme, Relation

Word = TypeVar("Word")

EMPLOYMENTS = {
    "pns": Employment.PNS,
    "pppk": Employment.PPPK,
    "pppk paruh waktu": Employment.PPPK_PART_TIME,
    "non asn": Employment.NON_ASN,
    "nonasn": Employment.NON_ASN,
}
ANSWERS = {
    "punya art": Answer.EMPLOYS,
    "nihil": Answer.NONE,
    "menanggung pekerja rentan lain": Answer.OTHER_WORKER,
    "sudah ditanggung pihak lain": Answer.COVERED_ELSEWHERE,
}
STATES = {
    "calon": EnrolmentState.CANDIDATE,
    "diajukan": EnrolmentState.SUBMITTED,
    "terdaftar": EnrolmentState.REGISTERED,
    "ditolak": EnrolmentState.REFUSED,
    "berhenti": EnrolmentState.ENDED,
}
FORCES = {"wajib": Force.BINDING, "imbauan": Force.APPEAL, "himbauan": Force.APPEAL}
DUTY_KINDS = {
    "bersyarat": DutyKind.CONDITIONAL,
    "kuota": DutyKind.QUOTA,
    "daftar dana": DutyKind.FUNDED_LIST,
    "target": DutyKind.TARGET,
}
RELATIONS = {
    "art": Relation.ART,
    "asisten rumah tangga": Relation.ART,
    "saudara": Relation.RELATIVE,
    "keluarga": Relation.RELATIVE,
    "kerabat": Relation.RELATIVE,
    "tetangga": Relation.NEIGHBOUR,
    "lain": Relation.OTHER,
    "lainnya": Relation.OTHER,
}
SEXES = {
    "p": Sex.FEMALE,
    "perempuan": Sex.FEMALE,
    "wanita": Sex.FEMALE,
    "l": Sex.MALE,
    "laki laki": Sex.MALE,
    "laki": Sex.MALE,
    "pria": Sex.MALE,
}
ROLES = {role.value: role for role in Role} | {
    "administrator": Role.ADMIN,
    "koordinator": Role.COORDINATOR,
    "sekretaris daerah": Role.SECRETARY,
    "sekda": Role.SECRETARY,
    "kepala": Role.HEAD,
    "petugas kepegawaian": Role.CLERK,
    "petugas": Role.CLERK,
    "bendahara": Role.TREASURER,
    "inspektorat": Role.INSPECTOR,
    "inspektur": Role.INSPECTOR,
}
GRADE_GROUPS = re.compile(r"([IVX]+)\s*[=:]\s*(\d{1,3})", re.IGNORECASE | re.ASCII)


def word_of(cell: Cell, words: Mapping[str, Word], code: str) -> Word:
    text = text_of(cell)
    if name_key(text) not in words:
        raise RuleBroken(code, given=text)
    return words[name_key(text)]


def programmes_of(cell: Cell) -> frozenset[Programme]:
    """Any of JKK, JKM, JHT, joined by comma or plus."""
    text = text_of(cell)
    names = [part for part in re.split(r"[,+;/&\s]+|\bdan\b", text.upper()) if part and part != "DAN"]
    if not names or any(name not in Programme.__members__ for name in names):
        raise RuleBroken("unknown_programme", given=text)
    return frozenset(Programme(name) for name in names)


def quota_of(cell: Cell) -> tuple[int | None, dict[str, int]]:
    """One number for everybody, or one per golongan: `III=1, IV=2`."""
    text = text_of(cell)
    if "=" not in text and ":" not in text:
        return count_of(cell), {}
    parts = [GRADE_GROUPS.fullmatch(part.strip()) for part in re.split(r"[,;]", text) if part.strip()]
    if not parts or not all(parts):
        raise RuleBroken("unknown_number", given=text)
    return None, {match[1].upper(): int(match[2]) for match in parts if match}
