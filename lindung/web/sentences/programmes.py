"""What funds, their papers, their months and the simulator refuse, in words."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "budget_pays_nobody": _l(
        "Anggaran Rp%(money)s tidak membayar siapa pun: satu bulan untuk %(workers)s pekerja memerlukan Rp%(needed)s. "
        "Naikkan jumlahnya, kurangi pekerjanya, atau centang bahwa memang sebesar itu."
    ),
    "plan_unclear": _l("Kosongkan satu isian saja, yaitu yang dicari; tiga lainnya diisi."),
    "plan_months_unusable": _l("Jumlah bulan 1 sampai %(most)s."),
    "plan_start_unusable": _l("Bulan mulai antara %(first)s dan %(last)s."),
    "no_start_found": _l(
        "Uang itu tidak cukup, kapan pun dimulai: kurang Rp%(short)s dari Rp%(needed)s. Tambah uangnya, atau kurangi "
        "pekerja atau bulannya."
    ),
    "fund_amount_unusable": _l(
        "Jumlahnya harus lebih dari nol dan paling banyak Rp%(most)s. Perbaiki jumlahnya."
    ),
    "fund_planned_unusable": _l(
        "Jumlah pekerja 1 sampai %(most)s. Perbaiki, atau kosongkan bila belum diketahui."
    ),
    "fund_ends_before_start": _l(
        "Bulan terakhir mendahului bulan pertama (%(first)s). Perbaiki salah satunya."
    ),
    "fund_too_early": _l("Iuran dicatat sejak %(first)s. Pilih bulan pertama sejak saat itu."),
    "fund_too_far": _l("Pembukuan sampai %(last)s. Pilih bulan terakhir sampai saat itu."),
    "fund_name_taken": _l(
        "Dana bernama %(name)s sudah ada pada program ini. Pakai nama lain, misalnya dengan tahunnya."
    ),
    "programme_ended": _l("Program %(number)s sudah berakhir, sehingga tidak menerima dana baru."),
    "fund_below_paid": _l(
        "Dari dana ini sudah dibayar Rp%(paid)s, sehingga anggarannya tidak dapat lebih kecil. Perbaiki jumlahnya, "
        "atau batalkan dahulu pembayarannya."
    ),
    "fund_paid_outside": _l(
        "Iuran %(month)s sudah dibayar dari dana ini, sehingga harus berada di dalam masanya. Perbaiki bulannya, atau "
        "batalkan dahulu pembayarannya."
    ),
    "fund_payer_fixed": _l(
        "%(count)s pekerja sudah terdaftar dengan tarif pembayar ini. Buat dana baru untuk pembayar lain."
    ),
    "fund_ends_already": _l("Dana ini sudah berakhir %(last)s. Pilih bulan sebelum itu."),
    "paper_number_missing": _l("Tulis nomor dokumennya."),
    "paper_there_already": _l("Dokumen bernomor %(number)s sudah tercatat untuk dana dan bulan ini."),
    "fund_month_outside": _l(
        "%(month)s berada di luar masa dana ini (%(first)s sampai %(last)s). Pilih bulan lain, ubah masanya, atau "
        "bayar dari dana lain."
    ),
    "fund_over_budget": _l(
        "Iuran %(month)s memerlukan Rp%(amount)s, sisa anggaran Rp%(left)s: kurang Rp%(short)s. Naikkan anggaran "
        "dana ini, atau biayai sebagian pekerjanya dari dana lain."
    ),
    "fund_second_payer": _l(
        "Iuran %(month)s %(count)s pekerja sudah dibayar pihak lain, di antaranya %(who)s; satu bulan hanya boleh satu "
        "pembayar. Centang untuk tidak membayar mereka, atau batalkan dahulu pembayaran yang lain."
    ),
    "fund_month_paid": _l("Iuran %(month)s semua pekerja dana ini sudah lunas. Pilih bulan lain."),
    "fund_nobody_due": _l(
        "Belum ada pekerja dana ini yang terdaftar dan mulai sebelum atau pada %(month)s. Daftarkan dahulu, atau pilih "
        "bulan lain."
    ),
    "fund_reference_missing": _l("Tulis nomor SP2D atau kwitansinya, agar pembayaran dapat ditelusuri."),
}
