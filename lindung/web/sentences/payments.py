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
    "amount_unusable": _l("Jumlahnya harus lebih dari nol dan paling banyak Rp%(most)s. Perbaiki jumlahnya."),
    "amount_of_many": _l(
        "Jumlah hanya dapat diketik untuk satu pekerja. Kosongkan jumlahnya, atau pilih satu pekerja saja."
    ),
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
    "reason_of_reversal_missing": _l("Tulis alasan mengapa pembayaran ini dibatalkan."),
    "payment_taken_over": _l(
        "Tidak ada lagi yang dapat dibatalkan: pembayaran ini sudah dibatalkan, atau sudah dikonfirmasi BPJS."
    ),
    "reason_of_row_missing": _l("Tulis alasan mengapa baris ini diabaikan."),
    "row_settled": _l(
        "%(count)s baris sudah cocok, di antaranya baris %(row)s, sehingga tidak ada yang perlu diputuskan. Keluarkan "
        "dari pilihan, lalu ulangi."
    ),
    "row_resolved": _l(
        "%(count)s baris sudah diputuskan dan dibukukan, di antaranya baris %(row)s. Batalkan dahulu keputusan itu."
    ),
    "row_booked": _l(
        "%(count)s baris sudah dibukukan, di antaranya baris %(row)s; kelebihannya sudah menjadi kredit. "
        "Keluarkan dari pilihan, lalu ulangi."
    ),
    "row_still_unknown": _l(
        "%(count)s baris masih tak dikenal, di antaranya baris %(row)s. Daftarkan dahulu pekerjanya, atau tanyakan "
        "kepada kantor cabang BPJS."
    ),
    "row_second_payer": _l(
        "Iuran bulan itu sudah dibayar pembayar lain (baris %(row)s). Tanyakan kepada kantor cabang BPJS."
    ),
    "undo_paid_later": _l(
        "Tidak dapat dibatalkan: iurannya dibayar kemudian, dicatat oleh %(who)s, %(at)s. Batalkan dahulu "
        "pembayaran itu."
    ),
}
