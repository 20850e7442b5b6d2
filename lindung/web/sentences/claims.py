"""What claims refuse, in calm words: the reason, and the way out."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "claim_gap_unregistered": _l(
        "Menurut catatan kami, pekerja ini belum terdaftar pada %(on)s. Periksa tanggalnya; bila sudah benar, centang "
        "pilihan di bawah agar klaim tetap dicatat dan dikonfirmasikan ke BPJS."
    ),
    "claim_gap_ended": _l(
        "Menurut catatan kami, kepesertaannya sudah berhenti sebelum %(on)s. Periksa tanggalnya; bila sudah benar, "
        "centang pilihan di bawah agar klaim tetap dicatat dan dikonfirmasikan ke BPJS."
    ),
    "claim_gap_programme": _l(
        "Program yang diikuti tidak menanggung kejadian ini: kematian ditanggung JKM, kecelakaan kerja ditanggung JKK. "
        "Periksa jenis kejadiannya, atau centang pilihan di bawah agar klaim tetap dicatat dan dikonfirmasikan ke BPJS."
    ),
    "claim_gap_never": _l(
        "Sampai %(on)s belum ada iuran yang dibayar untuk bulan yang sudah berakhir. Periksa pembayarannya; bila sudah "
        "benar, centang pilihan di bawah agar klaim tetap dicatat dan dikonfirmasikan ke BPJS."
    ),
    "claim_gap_lapsed": _l(
        "Menurut catatan kami, kepesertaan sudah berakhir karena iurannya tidak dibayar sebelum %(on)s. "
        "Periksa pembayarannya; bila sudah benar, centang pilihan di bawah agar klaim tetap dicatat dan "
        "dikonfirmasikan ke BPJS."
    ),
    "claim_exists": _l("Kejadian ini sudah dilaporkan, dan klaimnya sudah ada."),
    "claim_died_differs": _l(
        "Pekerja ini sudah dicatat meninggal pada %(died_on)s. Bila tanggal itu keliru, betulkan melalui klaimnya."
    ),
    "claim_after_death": _l(
        "Pekerja ini sudah dicatat meninggal pada %(died_on)s. Periksa tanggal kejadiannya."
    ),
    "claim_kind_fixed": _l(
        "Kecelakaan dan kematian adalah dua klaim. Laporkan yang satunya dari halaman pekerja, lalu tarik yang keliru."
    ),
    "claim_move_not_allowed": _l(
        "Langkah itu tidak mungkin dari keadaan klaim sekarang. Muat ulang halamannya."
    ),
    "claim_day_early": _l("Tanggal ini sebelum %(since)s. Isi tanggal sejak hari itu."),
    "claim_reason_missing": _l(
        "Isi alasannya, misalnya “berkas ahli waris belum sah” atau “sudah diurus sendiri”."
    ),
    "claim_amount_missing": _l("Isi jumlah yang diterima keluarga, dalam rupiah."),
    "claim_amount_large": _l("Jumlah ini lebih dari %(most)s rupiah. Periksa lagi angkanya."),
    "claim_amount_far": _l(
        "Jumlah Rp%(amount)s jauh dari perkiraan Rp%(expected)s. Periksa lagi angkanya; bila sudah benar, centang "
        "pilihan di bawah."
    ),
    "claim_closed": _l("Klaim ini sudah selesai, sehingga berkasnya tidak diubah lagi."),
}
