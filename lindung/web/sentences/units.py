"""What reshaping the tree refuses, in words."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "unit_code_taken": _l("Kode %(unit_code)s sudah dipakai oleh %(unit)s. Pilih kode lain."),
    "parent_unknown": _l("Tidak ada unit dengan kode %(unit_code)s. Pilih induk dari daftar."),
    "parent_closed": _l("%(parent)s ditutup mulai %(month)s. Buka kembali unit itu, atau pilih induk lain."),
    "unit_below_itself": _l(
        "%(unit)s tidak dapat dipindahkan ke %(parent)s, karena %(parent)s berada di bawahnya. Pilih induk lain."
    ),
    "unit_already_there": _l("%(unit)s sudah berada di tempat itu. Pilih induk lain."),
    "unit_has_people": _l(
        "%(people)s orang masih ditempatkan di %(unit)s pada %(month)s atau sesudahnya. Pindahkan mereka ke unit lain "
        "lebih dahulu, dari halaman masing-masing atau dengan impor ASN, atau pilih bulan yang lebih kemudian."
    ),
    "unit_has_units": _l(
        "%(units)s unit di bawah %(unit)s masih terbuka pada %(month)s. Tutup atau pindahkan unit itu lebih dahulu."
    ),
    "top_unit_reports": _l("%(unit)s berada di tingkat teratas, sehingga selalu melapor sendiri."),
}
