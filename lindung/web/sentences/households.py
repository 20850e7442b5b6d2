"""Why two ASN cannot be noted as one household (R11)."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "household_same_person": _l("Itu orang yang sama. Pilih ASN lain yang serumah dengannya."),
    "household_not_asn": _l(
        "Hanya dua ASN yang dapat dicatat serumah; tenaga lain dan dana tidak punya kewajiban. Pilih seorang ASN."
    ),
    "household_left": _l("Salah seorang sudah tidak bertugas, sehingga tidak ada kewajiban yang dibagi."),
    "household_linked_already": _l("Keduanya sudah dicatat serumah. Tidak ada yang perlu diubah."),
    "household_linked_elsewhere": _l(
        "Salah seorang sudah dicatat serumah dengan ASN lain. Akhiri dahulu catatan itu dari halamannya, atau mintalah "
        "koordinator."
    ),
    "household_none": _l(
        "Ia tidak sedang dicatat serumah dengan siapa pun. Muat ulang halaman untuk melihatnya."
    ),
}
