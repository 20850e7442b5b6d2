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
    "handovers": _l("%(count)s alih tanggungan menunggu"),
    "claims": _l("%(count)s klaim"),
    "figures": _l("%(count)s angka cakupan dengan sumbernya"),
    "commitments": _l("%(count)s komitmen"),
    "funds": _l("%(count)s dana"),
    "nominations": _l("%(count)s usulan desa"),
}

_NGANJUK = {
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
# Of the other regencies only what differs: who reads there and who administers is the same everywhere.
_KENDAL = {
    "sekda": _l(
        "beranda: 974 pekerja untuk 10.345 ASN, dan 22 OPD yang ikut; dasar persentase dapat diganti"
    ),
    "kadis": _l("satu dinas yang ikut: siapa yang menanggung, siapa yang belum"),
    "ratna": _l("menambah saudara, tetangga, atau ART sebagai pekerja yang ditanggung"),
    "bayu": _l("dinas lain; data dinas tetangga tidak terlihat dari sini"),
    "bendahara": _l("daftar potongan bulan ini; tiga potongan bulan lalu belum disetor"),
    "koordinator": _l("klaim dan dampak: lima keluarga menerima Rp210.000.000"),
}
_VILLAGES = {
    "sekda": _l("program: pekerja yang didanai, sampai kapan dananya cukup, corong per desa"),
    "kadis": _l("kecamatan: usulan dan pekerja desa-desanya"),
    "ratna": _l("operator desa: daftar usulan, verifikasi bulanan, kartu peserta"),
    "bayu": _l("desa lain; usulan desa tetangga tidak terlihat dari sini"),
    "bendahara": _l("iuran pekerja desanya"),
    "koordinator": _l("dana, simulasi anggaran, daftar tunggu, pembayaran satu bulan untuk semua"),
}
_NGAWI = {
    "sekda": _l("cakupan: dari 24% menuju 45% pada 2029, dan ke mana laju sekarang membawa"),
    "kadis": _l("kelompok yang menjadi tanggung jawab dinasnya, dan komitmennya"),
    "ratna": _l("cakupan seluruh kabupaten dan komitmen dinasnya"),
    "bayu": _l("kelompok pekerja konstruksi"),
    "koordinator": _l("mencatat angka bulan ini, sumber yang saling bertentangan, komitmen"),
}
LOOK_AT = {
    "nganjuk": _NGANJUK,
    "kendal": _NGANJUK | _KENDAL,
    "pasuruan": _NGANJUK | _VILLAGES,
    "gianyar": _NGANJUK | _VILLAGES,
    "ngawi": _NGANJUK | _NGAWI,
}
