"""What signing in and the accounts screens refuse, in words."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "sign_in_refused": _l("Nama pengguna atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."),
    "sign_in_without_grant": _l(
        "Akun ini belum memiliki peran yang berlaku hari ini. Hubungi administrator atau koordinator kabupaten."
    ),
    "sign_in_wait": _l("Terlalu banyak percobaan dari komputer ini. Coba lagi dalam %(seconds)s detik."),
    "sign_in_wait_minutes": _l(
        "Terlalu banyak percobaan dari komputer ini. Coba lagi dalam %(minutes)s menit."
    ),
    "activation_refused": _l(
        "Kode itu tidak dikenal, sudah dipakai, atau sudah lewat masa berlakunya. Periksa ketikannya, atau minta kode "
        "baru kepada administrator atau koordinator."
    ),
    "username_missing": _l("Isi nama pengguna."),
    "username_long": _l("Nama pengguna paling banyak %(most)s huruf."),
    "username_signs": _l(
        "Nama pengguna hanya boleh berisi huruf a–z, angka, titik, garis, dan @, tanpa spasi."
    ),
    "username_taken": _l(
        "Nama pengguna ini sudah dipakai. Cari akunnya dalam daftar, lalu tambahkan peran di sana."
    ),
    "name_missing": _l("Isi nama lengkap."),
    "name_long": _l("Nama paling banyak %(most)s huruf."),
    "password_short": _l(
        "Kata sandi paling sedikit %(least)s huruf atau angka. Beberapa kata acak mudah diingat."
    ),
    "password_long": _l("Kata sandi paling banyak %(most)s huruf atau angka."),
    "password_is_username": _l(
        "Kata sandi tidak boleh hanya nama pengguna dengan tambahan angka atau tanda."
    ),
    "password_common": _l(
        "Kata sandi ini sering dipakai orang, jadi mudah ditebak. Pilih beberapa kata acak."
    ),
    "password_wrong": _l("Kata sandi yang sekarang tidak cocok."),
    "password_same": _l("Kata sandi baru sama dengan yang lama. Pilih yang lain."),
    "role_unknown": _l("Peran %(given)s tidak dikenal. Pilihannya: %(known)s."),
    "role_not_grantable": _l("Peran %(role)s tidak dapat Anda berikan: hubungi administrator."),
    "unit_unknown": _l("Tidak ada unit kerja dengan kode %(given)s. Pilih dari daftar unit."),
    "grant_needs_unit": _l("Peran ini terikat pada unit kerja: isi kode unitnya."),
    "grant_takes_no_unit": _l("Peran ini berlaku untuk seluruh kabupaten: kosongkan unit kerjanya."),
    "grant_ends_before_it_begins": _l("Tanggal akhir tidak boleh sebelum tanggal mulai."),
    "grant_already_there": _l("Akun ini sudah memiliki peran itu di unit yang sama untuk masa tersebut."),
    "grant_already_ended": _l("Peran ini sudah berakhir."),
    "order_number_long": _l("Nomor surat perintah paling banyak %(most)s huruf."),
    "own_last_admin_grant": _l(
        "Ini peran administrator terakhir pada akun Anda sendiri. Mintalah administrator lain yang mengakhirinya."
    ),
    "own_account_disable": _l(
        "Akun sendiri tidak dapat dinonaktifkan. Mintalah administrator lain melakukannya."
    ),
    "capacity_not_yours": _l(
        "Peran itu tidak berlaku lagi untuk akun ini. Pilih dari daftar peran di halaman akun."
    ),
    "account_disabled": _l("Akun ini nonaktif. Aktifkan dulu, lalu buat kode baru."),
    "codes_shown_already": _l(
        "Kode itu sudah pernah ditampilkan dan tidak dapat dibuka lagi. Buat kode baru."
    ),
    "codes_count_changed": _l(
        "Jumlah akun yang belum aktif berubah menjadi %(found)s sejak halaman dibuka. Periksa daftarnya, lalu ulangi."
    ),
    "codes_none": _l("Tidak ada akun yang menunggu aktivasi dalam saringan ini."),
}
