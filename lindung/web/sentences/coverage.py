"""What figures of a workforce, its segments and promises are refused for, and the way out (R24)."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "source_missing": _l("Isi sumbernya: nomor peraturan, surat, atau siapa yang menghitung."),
    "number_missing": _l("Isi jumlah orangnya, atau persentasenya beserta dasarnya."),
    "share_base_missing": _l(
        "Isi dasar persentasenya, yaitu jumlah angkatan kerja menurut dokumen itu. Angkatan kerja bulan itu belum "
        "dicatat."
    ),
    "base_zero": _l("Angkatan kerja tidak boleh nol. Isi jumlah orangnya menurut dokumen sumber."),
    "share_differs": _l(
        "Menurut persentasenya, dari %(base)s orang jumlahnya %(by_share)s orang, sedangkan yang tertulis "
        "%(people)s orang. Perbaiki yang keliru, atau isi salah satunya saja."
    ),
    "share_over_all": _l("Persentase antara 0 dan 100. Periksa angka pada dokumennya."),
    "figure_ahead": _l(
        "Bulan %(month)s belum tiba; yang dicatat paling akhir %(running)s. Untuk tahun mendatang pilih jenis Target."
    ),
    "year_outside": _l("Isi tahun antara %(first)s dan %(last)s."),
    "covered_over_workforce": _l(
        "%(found)s orang melebihi angkatan kerja %(workforce)s. Perbaiki jumlahnya, atau catat dahulu angkatan kerja "
        "yang lebih baru."
    ),
    "target_over_workforce": _l(
        "Target %(found)s orang melebihi angkatan kerja %(workforce)s. Perbaiki targetnya, atau catat dahulu angkatan "
        "kerja yang lebih baru."
    ),
    "target_below_baseline": _l(
        "Target %(target)s orang di bawah yang sudah terlindungi, yaitu %(covered)s orang. Periksa tahun dan dasarnya; "
        "apabila memang demikian, centang “Benar, targetnya di bawah angka sekarang”."
    ),
    "active_over_registered": _l(
        "Peserta aktif %(active)s melebihi peserta terdaftar %(registered)s. Periksa apakah keduanya tertukar."
    ),
    "figure_beside": _l("Yang tetap dipakai: %(people)s menurut %(source)s."),
    "figure_replaces": _l("Menggantikan %(people)s menurut %(source)s, yang tetap tercatat."),
    "figure_repeated": _l(
        "%(source)s sudah menyebut angka ini. Ubah angka itu di halaman sumber, atau tulis nama dokumen yang lain."
    ),
    "figure_is_used": _l(
        "Angka ini yang dipakai menghitung. Pilih dahulu angka lain dari bulan yang sama untuk dipakai, baru ubah "
        "tempatnya atau hapus."
    ),
    "figure_unsettled": _l(
        "Tidak dapat dibatalkan: angka lain bergantung pada pilihan itu. Pilih sendiri angka yang dipakai di halaman "
        "sumber."
    ),
    "segment_unknown": _l("Segmen itu tidak ada. Pilih dari daftar."),
    "segment_twice": _l("Segmen %(name)s sudah ada. Ubah yang sudah ada, atau tulis nama lain."),
    "segment_name_missing": _l("Isi nama segmennya, misalnya kader posyandu."),
    "segments_none": _l("Isi paling sedikit satu segmen."),
    "segment_in_use": _l(
        "Segmen %(name)s masih memiliki %(count)s angka. Hapus angkanya dahulu di halaman sumber, atau ganti namanya."
    ),
    "target_year_missing": _l("Isi tahun targetnya, misalnya 2029."),
    "number_of_paper_missing": _l(
        "Isi nomor dokumen yang menetapkan target, seperti tertulis di dokumennya."
    ),
    "promise_missing": _l("Isi apa yang dijanjikan, misalnya mendaftarkan 500 kader posyandu."),
    "due_before_made": _l("Tenggat tidak boleh sebelum tanggal komitmen, yaitu %(made_on)s."),
    "commitment_is_so": _l("Komitmen itu sudah dalam keadaan tersebut. Muat ulang halaman ini."),
    "reason_of_drop_missing": _l("Isi alasan pembatalannya, misalnya nomor surat atau keputusan rapat."),
}
