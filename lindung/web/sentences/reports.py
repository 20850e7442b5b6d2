"""What the monthly closing refuses, in words (R22): since when, by whom, who can open it."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "month_locked": _l(
        "%(month)s ditutup %(unit)s pada %(since)s oleh %(by)s (laporan %(report_code)s), sehingga perubahan ini tidak "
        "disimpan. Koordinator atau Sekda dapat membukanya kembali; petugas kepegawaian dapat mengajukan pembetulan."
    ),
    "months_locked": _l(
        "Perubahan ini menyangkut bulan yang sudah ditutup %(unit)s, dari %(month)s sampai %(last)s; yang terakhir "
        "pada %(since)s oleh %(by)s (laporan %(report_code)s). Belum ada yang disimpan. Koordinator atau Sekda dapat "
        "membukanya kembali; petugas kepegawaian dapat mengajukan pembetulan."
    ),
    "figures_changed": _l(
        "Angka %(month)s berubah sejak halaman ini dibuka, sehingga belum disetujui. Periksa angka yang baru di bawah, "
        "lalu setujui lagi."
    ),
    "approver_prepared": _l(
        "Laporan ini Anda siapkan sendiri. Yang menyetujui harus orang lain: kepala, Plt., Plh., atau a.n."
    ),
    "approver_edited": _l(
        "Anda sendiri mengubah data unit ini sejak laporan terakhir, sehingga tidak dapat menjadi satu-satunya yang "
        "menyetujui. Mintalah Plt., Plh., atau a.n. menyetujuinya; koordinator dapat menunjuknya."
    ),
    "approver_is_secretary": _l(
        "Laporan Sekretariat Daerah disetujui orang lain daripada Sekda. Tunjuk seorang a.n. atau Plh. lebih dahulu."
    ),
    "acceptor_approved": _l("Laporan ini Anda setujui sendiri. Yang menerimanya harus koordinator lain."),
    "password_again_wrong": _l("Kata sandi tidak cocok. Ketik kata sandi yang Anda pakai untuk masuk."),
    "nothing_to_report": _l(
        "Belum ada yang dapat dilaporkan %(unit)s untuk %(month)s: tidak ada ASN maupun pekerja yang tercatat."
    ),
    "report_month_runs": _l("%(month)s belum berakhir. Laporan disiapkan setelah bulannya lewat."),
    "report_month_not_last": _l("Laporan dibuat per triwulan: %(month)s masuk dalam laporan %(last)s."),
    "report_already_there": _l(
        "Laporan %(unit)s untuk %(month)s sudah disiapkan atau sudah ditutup. Muat ulang halaman untuk melihatnya."
    ),
    "report_superseded": _l(
        "Ada laporan %(unit)s yang lebih baru untuk %(month)s. Buka halaman bulan itu untuk melihatnya."
    ),
    "report_move_not_allowed": _l(
        "Langkah itu tidak mungkin pada keadaan laporan sekarang. Muat ulang halaman untuk melihat keadaannya."
    ),
    "report_not_closed": _l("%(month)s tidak sedang ditutup: datanya dapat langsung diubah."),
    "report_not_approved": _l("Laporan ini belum disetujui, sehingga belum ada surat yang dilampirkan."),
    "report_kind_not_later": _l("Pilih susulan atau pembetulan."),
    "report_reason_missing": _l("Isi alasannya; alasan itu tercatat dalam laporan."),
    "reopened_until_past": _l("Hari itu sudah lewat. Isi hari ini atau sesudahnya."),
    "reopened_too_long": _l("Dibuka kembali paling lama %(most)s hari. Isi hari yang lebih awal."),
    "letter_number_missing": _l("Isi nomor surat laporan yang sudah ditandatangani."),
    "undo_figures_changed": _l(
        "Tidak dapat dibatalkan: data %(unit)s untuk %(month)s sudah berubah sejak itu, sehingga bulan itu tidak dapat "
        "ditutup lagi tanpa laporan baru."
    ),
    "report_day_wrong": _l("Isi tanggal antara 1 dan 28."),
}
