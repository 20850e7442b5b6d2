"""What dated rows refuse or ask back, in words."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "row_same_start": _l(
        "Sudah ada baris yang mulai %(month)s, dan baris tidak ditimpa. Pilih bulan lain, atau hapus baris itu dahulu "
        "apabila belum berlaku."
    ),
    "row_ends_before_start": _l("Bulan terakhir tidak boleh sebelum mulainya, yaitu %(month)s."),
    "row_ends_already": _l("Baris ini sudah berakhir %(month)s. Pilih bulan yang lebih awal."),
    "row_overlaps": _l(
        "Mulai %(month)s sudah ada baris berikutnya. Akhiri sebelum bulan itu, atau kosongkan bulan terakhirnya."
    ),
    "row_leaves_gap": _l(
        "Dari %(first)s sampai %(last)s tidak akan ada baris yang berlaku. Pilih bulan yang bersambung."
    ),
    "row_inside": _l(
        "Baris sebelumnya berlaku lebih lama dari %(last)s, sehingga mulai %(month)s tidak akan ada baris yang "
        "berlaku. Kosongkan bulan terakhirnya, lalu catat baris berikutnya."
    ),
    "row_too_far": _l("Buku iuran sampai %(month)s. Pilih bulan yang lebih awal."),
    "row_in_force": _l(
        "Baris ini sudah berlaku sejak %(month)s dan tidak dihapus. Akhiri, atau catat baris penggantinya."
    ),
    "row_has_successor": _l(
        "Baris yang mulai %(month)s dicatat sesudah baris ini. Hapus atau batalkan baris itu dahulu."
    ),
    "law_missing": _l("Isi dasar hukumnya, misalnya nomor peraturan dan pasalnya."),
    "law_too_long": _l("Dasar hukum paling banyak %(most)s huruf."),
    "change_recounts": _l(
        "Perubahan ini berlaku surut: %(months)s bulan dan %(workers)s pekerja dihitung ulang, tagihan %(paid)s bulan "
        "yang sudah dibayar berubah, dan %(approved)s laporan yang sudah disetujui tetap seperti saat disetujui. "
        "Centang pernyataan di bawah apabila memang demikian."
    ),
    "change_touches_paid": _l(
        "Tagihan %(paid)s bulan yang sudah dibayar di muka berubah. "
        "Centang pernyataan di bawah apabila memang demikian."
    ),
    "band_incomplete": _l("Pita penghasilan memuat paling sedikit JKK dan JKM."),
    "base_missing": _l("Isi dasar upahnya dalam rupiah, misalnya 1.000.000."),
    "share_out_of_range": _l("Bagian dari dasar antara 0 dan %(most)s persen."),
    "maximum_below_minimum": _l("Paling banyak tidak boleh kurang dari paling sedikit."),
    "rate_is_nothing": _l("Isi bagian dari dasar, atau jumlah paling sedikit per bulan."),
    "rate_in_use": _l(
        "%(workers)s kepesertaan memakai pita dan program ini, dan tidak akan mempunyai tarif lagi. Catat tarif "
        "penggantinya; tarif lama berakhir dengan sendirinya."
    ),
    "percent_out_of_range": _l("Keringanan antara 1 dan 100 persen."),
    "discounts_meet": _l(
        "Keringanan lain untuk sektor dan pembayar yang beririsan juga mulai %(month)s, sehingga tidak jelas mana yang "
        "berlaku. Catat per sektor dan per pembayar."
    ),
    "benefit_is_nothing": _l("Isi jumlahnya dalam rupiah, atau berapa kali dasar upah."),
    "number_out_of_range": _l("Antara %(least)s dan %(most)s."),
    "threshold_needs_successor": _l("Ambang tidak berakhir tanpa pengganti. Catat ambang berikutnya."),
    "holiday_name_missing": _l("Isi nama hari liburnya."),
    "holiday_taken": _l("%(day)s sudah tercatat sebagai %(name)s."),
    "holiday_is_past": _l("%(day)s sudah lewat; jatuh tempo bulan itu tidak diubah lagi."),
}
