"""What the ledger refuses, in words."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "no_rate_for_month": _l(
        "Belum ada tarif untuk iuran bulan %(month)s. Lengkapi tabel tarif, atau periksa bulannya."
    ),
}
