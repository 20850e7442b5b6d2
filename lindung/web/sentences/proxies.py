"""What naming proxies, reminding people and the regency's settings refuse, in words."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "proxy_unknown": _l(
        "Tidak ada akun aktif dengan nama pengguna %(given)s yang dapat Anda tunjuk. Pilih dari daftar, atau "
        "mintalah koordinator menunjuknya."
    ),
    "proxy_is_oneself": _l("Tidak perlu menunjuk diri sendiri. Pilih orang lain."),
    "order_number_missing": _l("Isi nomor surat perintah Plt. atau Plh."),
    "proxy_end_missing": _l("Isi sampai kapan penunjukan ini berlaku, seperti pada surat perintahnya."),
    "proxy_over": _l("Penunjukan itu sudah berakhir sebelum hari ini. Periksa tanggalnya."),
    "proxy_too_long": _l(
        "Penunjukan paling lama satu tahun. Isi tanggal akhir yang lebih awal; nanti dapat diperpanjang."
    ),
    "reminder_text_missing": _l("Isi kata-kata pengingatnya sebelum dicatat."),
    "regency_name_missing": _l("Isi nama kabupaten atau kota."),
    "regency_code_wrong": _l(
        "Kode wilayah ditulis seperti 35.18: dua angka provinsi, titik, dua angka kabupaten."
    ),
}
