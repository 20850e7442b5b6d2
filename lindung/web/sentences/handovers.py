"""What handing a worker over refuses, in words (R10, R17)."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "handover_over": _l("Alih tanggungan ini sudah selesai. Muat ulang halaman untuk melihat hasilnya."),
    "handover_over_already": _l(
        "Kepesertaan pekerja ini sudah berakhir %(ended_on)s, jadi tidak ada yang dialihkan. Daftarkan lagi pada "
        "pembayar yang baru."
    ),
    "handover_same_payer": _l(
        "%(name)s adalah pembayar yang sekarang. Pilih orang lain, atau “tetap membayar”."
    ),
    "handover_not_offered": _l("Pekerja ini belum ditawarkan kepada siapa pun. Tawarkan lebih dahulu."),
    "handover_reason_missing": _l("Isi alasannya, misalnya “sudah menanggung dua pekerja”."),
    "handover_end_reason_missing": _l("Isi mengapa pekerja ini berhenti, misalnya “pulang kampung”."),
    "handover_of_the_giver": _l(
        "Hanya unit pembayar yang lama, atau koordinator, yang dapat memutuskan ini."
    ),
    "handover_of_the_receiver": _l(
        "Hanya unit pembayar yang baru, atau koordinator, yang dapat menerima atau menolak."
    ),
    "handover_of_the_dead": _l(
        "Pembayar yang meninggal tidak dapat tetap membayar. Tawarkan kepada pembayar lain."
    ),
    "handover_month_paid": _l(
        "Iuran sampai %(paid)s sudah dibayar pembayar lain, dan satu bulan hanya memiliki satu pembayar. Pilih bulan "
        "mulai %(first)s."
    ),
    "handover_month_early": _l("Pembayar yang lama masih membayar sebelum %(first)s. Pilih bulan mulai itu."),
    "handover_month_late": _l("Bulan mulai paling jauh %(last)s. Pilih bulan yang lebih awal."),
    "handover_fund_period": _l(
        "Dana itu membayar %(first)s sampai %(last)s. Pilih bulan di antaranya, atau pembayar lain."
    ),
}
