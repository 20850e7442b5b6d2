"""What lists of villages refuse, in words."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "nomination_move_not_allowed": _l(
        "Langkah itu tidak mungkin dari keadaan usulan sekarang. Muat ulang halaman untuk melihat keadaannya."
    ),
    "nomination_objected": _l(
        "Masih ada temuan pada usulan itu. Perbaiki datanya, tandai dua pekerjaan sah, atau coret dengan alasannya."
    ),
    "nomination_not_two_jobs": _l(
        "Dua pekerjaan sah hanya untuk orang yang ganda dalam daftar atau sudah ditanggung pihak lain."
    ),
    "nomination_is_proposed": _l("Usulan itu belum diterima ke program."),
    "nomination_is_verified": _l("Usulan itu masih menunggu dan belum diterima ke program."),
    "nomination_is_admitted": _l(
        "Orang ini sudah diterima ke program. Ubah datanya pada halaman pekerja, atau ganti dengan orang lain."
    ),
    "nomination_is_dropped": _l("Usulan ini sudah dicoret. Kembalikan ke daftar lebih dahulu."),
    "nomination_was_paid": _l(
        "Kepesertaan orang ini pernah dibayar program, jadi riwayatnya tetap. Usulkan lagi sebagai baris baru."
    ),
    "drop_reason_missing": _l("Pilih alasannya: di antara yang dipilih ada yang tanpa temuan."),
    "card_by_missing": _l("Tulis siapa yang menyerahkan kartu."),
    "card_not_registered": _l(
        "%(count)s di antaranya belum terdaftar di BPJS, jadi belum ada kartunya. Saring yang terdaftar, lalu ulangi."
    ),
    "admit_number": _l("Isi jumlah orang antara 1 dan %(most)s."),
    "fund_not_of_programme": _l("Pilih dana yang membayar program ini."),
    "fund_over": _l("Dana itu berakhir %(last)s. Pilih dana yang masih berjalan."),
    "nobody_waits": _l(
        "Tidak ada yang menunggu untuk menggantikannya. Verifikasi usulan berikutnya, atau coret saja orang ini."
    ),
    "month_confirmed": _l("Daftar %(unit)s bulan %(month)s sudah dinyatakan benar."),
}
