"""What recording payments refuses, in words."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "no_rate_for_month": _l(
        "Belum ada tarif untuk iuran bulan %(month)s. Lengkapi tabel tarif, atau periksa bulannya."
    ),
    "already_paid": _l("Iuran %(month)s sudah tercatat lunas. Pilih bulan lain."),
    "second_payer": _l(
        "Iuran bulan itu sudah dibayar oleh %(payer)s; satu bulan hanya boleh satu pembayar. Periksa siapa yang "
        "membayar."
    ),
    "second_payer_elsewhere": _l(
        "Iuran bulan itu sudah dibayar oleh pembayar di unit lain; satu bulan hanya boleh satu pembayar. Tanyakan "
        "kepada koordinator."
    ),
    "not_registered": _l(
        "Pekerja ini belum terdaftar, sehingga belum ada iuran. Ubah statusnya lebih dahulu."
    ),
    "month_before_first": _l("Iuran pekerja ini baru mulai %(first)s. Pilih bulan mulai saat itu."),
    "month_after_end": _l("Kepesertaan ini berakhir %(ended_on)s. Pilih bulan sebelum itu."),
    "too_many_months": _l("Iuran dapat dibayar 1 sampai %(most)s bulan sekaligus. Perbaiki jumlah bulannya."),
    "bulk_already_paid": _l(
        "%(count)s pekerja sudah lunas untuk bulan itu, di antaranya %(who)s. Keluarkan dari pilihan, lalu ulangi."
    ),
    "bulk_second_payer": _l(
        "Iuran %(count)s pekerja sudah dibayar pihak lain, di antaranya %(who)s. Keluarkan dari pilihan, lalu ulangi."
    ),
    "bulk_not_payable": _l(
        "%(count)s pekerja belum terdaftar, belum mulai, atau sudah berhenti pada bulan itu, di antaranya %(who)s. "
        "Keluarkan dari pilihan, lalu ulangi."
    ),
    "undo_paid_later": _l(
        "Tidak dapat dibatalkan: iurannya dibayar kemudian, dicatat oleh %(who)s, %(at)s. Batalkan dahulu "
        "pembayaran itu."
    ),
}
