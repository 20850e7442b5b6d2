"""What became of a row of BPJS's file, in the office's words; in addresses and files as R16 calls it."""

from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.settlements import Resolution, Settlement
from lindung.queries.reconciliation import RowState
from lindung.web.labels import Tag

S, R = Settlement, Resolution

GROUPS: dict[Settlement, Tag] = {
    S.MATCHED: Tag(_l("cocok"), "good"),
    S.SHORT: Tag(_l("kurang"), "care"),
    S.WRONG_RATE: Tag(_l("salah tarif"), "care"),
    S.EXCESS: Tag(_l("lebih"), "care"),
    S.DOUBLE: Tag(_l("ganda"), "urgent"),
    S.UNKNOWN: Tag(_l("tak dikenal"), "urgent"),
    S.AFTER_LAPSE: Tag(_l("dibayar setelah berakhir"), "urgent"),
}
# What R16 has done with a group, and what is left to a person.
MEANINGS: dict[Settlement, LazyString] = {
    S.MATCHED: _l("Tepat sebesar iuran bulannya. Sudah dicatat lunas; tidak ada yang perlu diputuskan."),
    S.SHORT: _l(
        "Kurang dari iuran bulannya. Uangnya sudah dicatat, bulannya belum lunas: bayar kekurangannya, atau tanyakan "
        "kepada cabang."
    ),
    S.WRONG_RATE: _l(
        "Tepat sebesar tarif bulan lain. Bulannya sudah lunas dan sisanya sudah menjadi kredit bulan berikutnya."
    ),
    S.EXCESS: _l(
        "Lebih dari iuran bulannya. Bulannya sudah lunas dan sisanya sudah menjadi kredit bulan berikutnya."
    ),
    S.DOUBLE: _l(
        "Baris kedua untuk pekerja dan bulan yang sama. Uangnya belum dicatat: jadikan kredit, atau kembalikan."
    ),
    S.UNKNOWN: _l(
        "Bukan pekerja yang terutang iuran bulan itu di unit Anda. Uangnya belum dicatat: lengkapi pekerjanya lalu "
        "terima, atau kembalikan."
    ),
    S.AFTER_LAPSE: _l("Dibayar setelah kepesertaan berakhir. Diterima, hitungan bulannya mulai dari awal."),
}
WORDS: dict[Settlement, str] = {  # of the column `kelompok` (R16)
    S.MATCHED: "cocok",
    S.SHORT: "kurang",
    S.WRONG_RATE: "salah tarif",
    S.EXCESS: "lebih",
    S.DOUBLE: "ganda",
    S.UNKNOWN: "tak dikenal",
    S.AFTER_LAPSE: "dibayar setelah gugur",
}
GROUP_CODES = {words.replace(" ", "_"): group for group, words in WORDS.items()}
CODE_OF_GROUP = {group: code for code, group in GROUP_CODES.items()}
# What the branch is asked about the rows of a group (the letter).
ASKS: dict[Settlement, LazyString] = {
    S.SHORT: _l(
        "Iuran berikut diterima kurang dari tarif bulannya. Mohon dijelaskan kekurangannya, atau dibetulkan jumlahnya."
    ),
    S.WRONG_RATE: _l(
        "Iuran berikut dibayar menurut tarif bulan lain. Kelebihannya kami catat sebagai kredit; mohon dipastikan "
        "tarifnya."
    ),
    S.EXCESS: _l(
        "Iuran berikut diterima lebih dari tarif bulannya. Kelebihannya kami catat sebagai kredit; mohon dipastikan "
        "jumlahnya."
    ),
    S.DOUBLE: _l(
        "Iuran pekerja dan bulan yang sama tercantum lebih dari sekali. Mohon dipastikan mana yang benar, dan "
        "kelebihannya dialihkan ke bulan berikutnya atau dikembalikan."
    ),
    S.UNKNOWN: _l(
        "NIK atau KPJ berikut tidak ada pada data kami untuk bulan itu. Mohon dicocokkan dengan data kepesertaan."
    ),
    S.AFTER_LAPSE: _l(
        "Iuran berikut diterima setelah kepesertaan berakhir. Mohon ditegaskan apakah kepesertaan berjalan kembali dan "
        "sejak kapan."
    ),
}

CAUSES: dict[str, LazyString] = {
    "bpjs_nik_unknown": _l("NIK tidak dikenal"),
    "bpjs_kpj_unknown": _l("KPJ tidak dikenal"),
    "bpjs_numbers_differ": _l("NIK dan KPJ tidak sepasang"),
    "bpjs_not_due": _l("tidak terutang iuran bulan itu"),
    "bpjs_second_payer": _l("sudah dibayar pihak lain"),
    "bpjs_received_before": _l("sudah diterima dari berkas sebelumnya"),
    "bpjs_twice": _l("dua kali dalam berkas yang sama"),
}

RESOLUTIONS: dict[Resolution, Tag] = {
    R.ACCEPTED: Tag(_l("diterima"), "good"),
    R.CREDITED: Tag(_l("dijadikan kredit"), "good"),
    R.ASKED_BACK: Tag(_l("dikembalikan ke cabang"), "care"),
    R.IGNORED: Tag(_l("diabaikan"), "calm"),
}
RESOLUTION_CODES = {
    "terima": R.ACCEPTED,
    "kredit": R.CREDITED,
    "cabang": R.ASKED_BACK,
    "abaikan": R.IGNORED,
}
CODE_OF_RESOLUTION = {one: code for code, one in RESOLUTION_CODES.items()}
ROW_STATES: dict[RowState, LazyString] = {
    RowState.OPEN: _l("perlu dilihat"),
    RowState.WAITING: _l("menunggu keputusan"),
    RowState.ACCEPTED: _l("diterima"),
    RowState.CREDITED: _l("dijadikan kredit"),
    RowState.ASKED_BACK: _l("dikembalikan ke cabang"),
    RowState.IGNORED: _l("diabaikan"),
}
STATE_CODES = {
    "perlu_dilihat": RowState.OPEN,
    "menunggu": RowState.WAITING,
    "diterima": RowState.ACCEPTED,
    "kredit": RowState.CREDITED,
    "cabang": RowState.ASKED_BACK,
    "diabaikan": RowState.IGNORED,
}
CODE_OF_STATE = {state: code for code, state in STATE_CODES.items()}


class Offer(NamedTuple):
    """One way to decide, as its button says it."""

    code: str
    how: Resolution
    words: LazyString


_ACCEPT = Offer("terima", R.ACCEPTED, _l("Terima"))
_CREDIT = Offer("kredit", R.CREDITED, _l("Jadikan kredit"))
_BACK = Offer("cabang", R.ASKED_BACK, _l("Kembalikan ke cabang"))
_IGNORE = Offer("abaikan", R.IGNORED, _l("Abaikan"))
_WAITING = (_ACCEPT, _CREDIT, _BACK, _IGNORE)
_REST_IS_CREDIT = (Offer("terima", R.ACCEPTED, _l("Setujui sebagai kredit")), _BACK, _IGNORE)
# What is most likely meant comes first.
_OFFERS: dict[Settlement, tuple[Offer, ...]] = {
    S.MATCHED: (),
    S.SHORT: (Offer("terima", R.ACCEPTED, _l("Terima apa adanya")), _BACK, _IGNORE),
    S.WRONG_RATE: _REST_IS_CREDIT,
    S.EXCESS: _REST_IS_CREDIT,
    S.DOUBLE: (_CREDIT, _BACK, _ACCEPT, _IGNORE),
    S.UNKNOWN: (_BACK, _ACCEPT, _CREDIT, _IGNORE),
    S.AFTER_LAPSE: _WAITING,
}


def offers(group: Settlement | None) -> tuple[Offer, ...]:
    """What may be decided about the rows of a group; about several groups at once whatever may be about one."""
    return _OFFERS.get(group, _WAITING) if group else _WAITING


def cause_words(cause: str | None) -> str:
    return str(CAUSES[cause]) if cause in CAUSES else ""


def resolution_words(how: Resolution | None, reason: str | None) -> str:
    """`diabaikan: salah kirim`"""
    if how is None:
        return ""
    return f"{RESOLUTIONS[how].word}: {reason}" if reason else str(RESOLUTIONS[how].word)
