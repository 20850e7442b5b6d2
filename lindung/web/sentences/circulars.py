"""What writing, issuing and ending a circular refuses, in words."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "circular_number_taken": _l(
        "Nomor %(number)s sudah dipakai oleh Surat Edaran “%(title)s”. Periksa nomornya."
    ),
    "circular_ended": _l(
        "Surat Edaran %(number)s sudah tidak berlaku, sehingga isinya tidak dapat diubah. Buat Surat Edaran baru."
    ),
    "circular_move_not_allowed": _l(
        "Langkah itu tidak mungkin dari keadaan Surat Edaran sekarang. Muat ulang halaman untuk melihat keadaannya."
    ),
    "successor_not_in_force": _l("Pengganti harus Surat Edaran lain yang berlaku. Pilih dari daftar."),
    "successor_not_later": _l(
        "Pengganti harus mulai berlaku setelah %(start)s. Pilih Surat Edaran yang lebih baru."
    ),
    "last_day_before_start": _l("Hari terakhir tidak boleh sebelum mulai berlaku, yaitu %(start)s."),
    "circular_end_before_start": _l(
        "Hari terakhir tidak boleh sebelum mulai berlaku, yaitu %(start)s. Kosongkan bila belum ditentukan."
    ),
    "reason_missing": _l("Isi alasan pencabutan, misalnya nomor surat pencabutannya."),
    "quota_missing": _l("Isi jumlah pekerja per ASN, atau jumlah per golongan."),
    "quota_negative": _l("Jumlah pekerja tidak boleh kurang dari nol."),
    "audience_missing": _l("Pilih paling sedikit satu jenis ASN yang diminta."),
    "programmes_missing": _l("Pilih paling sedikit satu program."),
    "target_out_of_range": _l("Target antara 0 dan 100 persen."),
    "circular_number_missing": _l("Isi nomornya seperti tertulis di suratnya."),
    "circular_title_missing": _l("Isi judulnya seperti tertulis di suratnya."),
    "issued_in_future": _l(
        "Tanggal surat tidak boleh setelah hari ini, %(today)s. Periksa tanggalnya, atau kosongkan bila suratnya "
        "belum ditandatangani."
    ),
    "register_before_declare": _l(
        "Tenggat pendaftaran tidak boleh sebelum tenggat pernyataan, yaitu %(declare_by)s. Ubah salah satunya."
    ),
    "deadline_before_start": _l("Tenggat tidak boleh sebelum Surat Edaran mulai berlaku."),
    "document_too_large": _l(
        "Berkas lebih besar dari %(megabytes)s MB. Perkecil pindaiannya (hitam putih, 200 dpi), lalu unggah lagi. "
        "Isian lain di bawah masih ada."
    ),
    "document_not_pdf": _l(
        "Berkas itu bukan PDF yang utuh. Pindai atau simpan suratnya sebagai PDF, lalu unggah lagi. Isian lain di "
        "bawah masih ada."
    ),
}
