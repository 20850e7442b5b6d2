"""Questions about workers in the office's words: what is asked, what may be answered, what came of it (R6, R20)."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.questions import ANSWERS, Decision, QuestionKind
from lindung.queries.question_sides import QuestionRow, Side
from lindung.queries.questions import QuestionState
from lindung.web.filters import mask_nik
from lindung.web.import_words import state_words
from lindung.web.labels import Tag

Writer = Callable[[Any], str]
K, D = QuestionKind, Decision

KINDS: dict[QuestionKind, LazyString] = {
    K.SAME_NIK: _l("NIK pada dua pembayar iuran"),
    K.SERVANT: _l("Pekerja mirip ASN"),
    K.OVER_AGE: _l("Melewati batas usia"),
    K.SAME_PERSON: _l("Nama dan tanggal lahir sama, NIK berbeda"),
}
KIND_CODES = {
    "nik": K.SAME_NIK,
    "asn": K.SERVANT,
    "usia": K.OVER_AGE,
    "orang": K.SAME_PERSON,
}
ASKED: dict[QuestionKind, LazyString] = {
    K.SAME_NIK: _l(
        "Apakah orang ini bekerja pada keduanya, pindah pembayar, tercatat dua kali, atau salah ketik?"
    ),
    K.SERVANT: _l(
        "Ada ASN dengan nama dan tanggal lahir yang sama; ASN tidak dapat menjadi pekerja yang ditanggung."
    ),
    K.OVER_AGE: _l("Usianya melewati batas pendaftaran. Kepesertaan yang sudah berjalan dapat tetap sah."),
    K.SAME_PERSON: _l(
        "Dua NIK dengan nama dan tanggal lahir yang sama. Apabila orangnya satu, salah satu NIK keliru."
    ),
}
DECISIONS: dict[Decision, LazyString] = {
    D.TWO_JOBS: _l("Dua pekerjaan sah"),
    D.MOVE: _l("Pindahkan"),
    D.MERGE: _l("Gabungkan"),
    D.TYPO: _l("Salah ketik"),
    D.DIFFERENT: _l("Bukan orang yang sama"),
    D.VALID: _l("Tetap sah"),
    D.END: _l("Akhiri kepesertaan"),
}
MEANINGS: dict[Decision, LazyString] = {
    D.TWO_JOBS: _l("keduanya tetap, yang baru dicatat sebagai pekerjaan kedua dan iurannya dibayar sendiri"),
    D.MOVE: _l("yang lama berakhir, yang meminta membayar mulai bulan berikutnya yang belum dibayar"),
    D.MERGE: _l("orangnya satu dan pembayarnya tetap; yang belum terisi dilengkapi dari baris yang meminta"),
    D.TYPO: _l("baris yang meminta keliru; kembali ke kantornya untuk diperbaiki"),
    D.DIFFERENT: _l("keduanya tetap seperti sekarang"),
    D.VALID: _l("kepesertaannya tetap berjalan"),
    D.END: _l("kepesertaannya berakhir hari ini"),
}
DONE: dict[Decision, LazyString] = {
    D.TWO_JOBS: _l("%(name)s: dua pekerjaan sah, keduanya tercatat."),
    D.MOVE: _l("%(name)s dipindahkan ke pembayar yang meminta."),
    D.MERGE: _l("%(name)s digabungkan menjadi satu catatan."),
    D.TYPO: _l("%(name)s: barisnya salah ketik dan kembali ke kantor yang meminta."),
    D.DIFFERENT: _l("%(name)s: bukan orang yang sama."),
    D.VALID: _l("%(name)s: kepesertaannya tetap sah."),
    D.END: _l("%(name)s: kepesertaannya diakhiri."),
}
# What a history tells of a decision.
COLUMNS: dict[str, tuple[LazyString, Writer | str | None]] = {
    "decision": (_l("keputusan"), lambda code: str(DECISIONS[Decision(code)])),
    "reason": (_l("alasan"), str),
}
STATES: dict[QuestionState, LazyString] = {
    QuestionState.WAITING: _l("menunggu keputusan"),
    QuestionState.DECIDED: _l("sudah diputuskan"),
    QuestionState.MENDING: _l("salah ketik, belum diperbaiki"),
}
STATE_CODES = {
    "menunggu": QuestionState.WAITING,
    "diputuskan": QuestionState.DECIDED,
    "perbaiki": QuestionState.MENDING,
}


class Choice(NamedTuple):
    """One button: what the form sends, what it says, and what follows."""

    value: str
    words: str
    meaning: str


def choices(row: QuestionRow) -> list[Choice]:
    """The answers that fit; where one needs to say who, each of the two is a button of its own."""
    found = []
    for decision in ANSWERS[row.kind]:
        if decision is D.MERGE and row.kind is K.SAME_PERSON:
            found += _merges(row)
        elif decision is D.MOVE and len(row.holding) > 1:
            found += _moves(row)
        else:
            found.append(Choice(decision.value, str(DECISIONS[decision]), str(MEANINGS[decision])))
    return found


def _merges(row: QuestionRow) -> list[Choice]:
    meaning = _(
        "orangnya satu; kepesertaan di bawah NIK yang keliru menjadi milik NIK yang benar atau berakhir"
    )
    ids = ((row.worker_id, row.nik_last4), (row.other_worker_id, row.other_last4 or ""))
    return [
        Choice(
            f"{D.MERGE.value}:{id_}",
            _("Gabungkan, NIK %(nik)s yang benar", nik=mask_nik(last4, narrow=True)),
            meaning,
        )
        for id_, last4 in ids
    ]


def _moves(row: QuestionRow) -> list[Choice]:
    return [
        Choice(
            f"{D.MOVE.value}:{side.enrolment_id}",
            _("Pindahkan dari %(payer)s", payer=side.sponsor),
            str(MEANINGS[D.MOVE]),
        )
        for side in row.holding
        if side.enrolment_id
    ]


def decision_tag(decision: Decision) -> Tag:
    return Tag(DECISIONS[decision], "care" if decision is D.TYPO else "calm")


def side_state(side: Side) -> str:
    return str(state_words(side.state)) if side.state else ""
