"""What is said about a month that cannot be shown."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "month_in_future": _l(
        "%(month)s belum berjalan. Angka dapat dilihat sampai bulan berjalan, yaitu %(running)s."
    ),
    "month_unreadable": _l("“%(text)s” bukan bulan. Tulis tahun dan bulan, misalnya 2026-11."),
    "year_in_future": _l("Tahun %(year)s belum berjalan. Kisi dapat dilihat sampai tahun %(running)s."),
    "year_unreadable": _l("“%(text)s” bukan tahun. Tulis empat angka, misalnya 2026."),
}
