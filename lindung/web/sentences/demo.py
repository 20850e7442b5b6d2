"""What the demo says: its refusals, its steps, and what to look at with each of its accounts."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "demo_there_already": _l("Demo sudah ada di basis data ini. Hapus dahulu: flask --app app demo clear"),
    "demo_over_own_data": _l(
        "Basis data ini sudah berisi data sendiri, jadi demo tidak dibuat di sini. Jalankan demo dengan DATA_DIR atau "
        "DATABASE_URL yang lain."
    ),
    "demo_elsewhere": _l(
        "Demo hanya dibuat dan dihapus bila LINDUNG_ENV=demo. Di sini nilainya %(environment)s, jadi tidak ada yang "
        "diubah."
    ),
    "demo_not_there": _l(
        "Basis data ini tidak bertanda demo, jadi tidak ada yang dihapus. Perintah ini tidak pernah menghapus data "
        "sendiri."
    ),
    "demo_later": _l("Demo %(regency)s menyusul. Yang sudah ada: flask --app app demo nganjuk"),
}

STEPS = {
    "units": _l("%(count)s unit kerja"),
    "sponsors": _l("%(count)s ASN"),
    "declarations": _l("%(count)s pernyataan"),
    "workers": _l("%(count)s pekerja"),
    "questions": _l("%(count)s pertanyaan menunggu"),
    "payments": _l("%(count)s pembayaran"),
    "rows": _l("%(count)s baris berkas BPJS"),
    "deductions": _l("%(count)s potongan"),
    "counting": _l("menghitung angka setiap bulan"),
    "reports": _l("%(count)s laporan bulanan"),
}

LOOK_AT = {
    "sekda": _l("beranda: setiap OPD terhadap sasaran, siapa yang perlu dihubungi"),
    "kadis": _l(
        "laporan bulan lalu menunggu persetujuannya; juga Plt. di dinas tetangga (ganti peran di kanan atas)"
    ),
    "ratna": _l("daftar ASN dan pekerja satu dinas dengan 550 sekolah; mengubah baris di tempat"),
    "bayu": _l("dinas lain: laporannya dikembalikan; data Dinas Pendidikan tidak terlihat dari sini"),
    "bendahara": _l("daftar potongan bulan ini; dipotong, belum disetor; tiga sumber iuran"),
    "koordinator": _l(
        "rekonsiliasi berkas BPJS, laporan yang menunggu diterima, edaran, unit, seluruh kabupaten"
    ),
    "inspektur": _l(
        "membaca angka, ASN, pekerja, dan riwayatnya di seluruh kabupaten; tidak mengubah apa pun"
    ),
    "admin": _l("akun dan peran, unit, tarif"),
}
