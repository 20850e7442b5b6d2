"""What recording surat kuasa and deductions refuses, in words."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "mandate_stands": _l(
        "%(count)s ASN sudah memiliki surat kuasa yang berlaku, di antaranya %(who)s. Cabut dahulu surat kuasa itu, "
        "atau keluarkan dari pilihan."
    ),
    "mandate_withdrawn": _l("Surat kuasa ini sudah dicabut pada %(on)s."),
    "withdrawn_early": _l(
        "Surat kuasa ini baru ditandatangani %(signed_on)s. Isi tanggal pencabutan sejak hari itu."
    ),
    "mandate_used_later": _l(
        "Iuran masih dipotong dengan surat kuasa ini pada %(last)s. Isi tanggal sesudah itu, atau batalkan dahulu "
        "potongannya."
    ),
    "no_mandate": _l(
        "%(count)s ASN belum memiliki surat kuasa yang berlaku pada %(on)s, di antaranya %(who)s. Catat surat "
        "kuasanya, atau keluarkan dari pilihan."
    ),
    "already_deducted": _l(
        "Iuran %(month)s dari %(count)s ASN sudah ditandai dipotong, di antaranya %(who)s pada %(on)s. Keluarkan dari "
        "pilihan; bila keliru, batalkan dahulu potongan itu."
    ),
    "nothing_due": _l(
        "%(count)s ASN tidak berutang iuran untuk bulan itu, di antaranya %(who)s. Keluarkan dari pilihan, atau "
        "periksa bulan iurannya."
    ),
    "pay_month_ahead": _l(
        "Penghasilan %(month)s belum dibayarkan pada tanggal itu. Isi tanggal potong dalam bulan itu atau sesudahnya."
    ),
    "deduction_cancelled": _l("Potongan ini sudah dibatalkan pada %(on)s."),
    "cancel_reason_missing": _l(
        "Isi alasan pembatalan, misalnya “salah bulan” atau “dikembalikan kepada ASN”."
    ),
    "undo_mark_late": _l(
        "Tanda potong yang sudah lebih dari sehari tidak dibatalkan sekaligus. Batalkan barisnya pada daftar potongan "
        "dengan alasannya."
    ),
    "undo_deducted_again": _l(
        "Tidak dapat dibatalkan: iuran %(who)s untuk bulan yang sama sudah ditandai dipotong lagi. Batalkan dahulu "
        "potongan yang baru."
    ),
    "undo_mandate_again": _l(
        "Tidak dapat dibatalkan: %(who)s sudah memiliki surat kuasa lain. Cabut dahulu surat kuasa yang baru."
    ),
}
