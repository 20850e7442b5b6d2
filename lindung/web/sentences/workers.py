"""What a registration refuses, in words."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "state_move_not_allowed": _l(
        "Langkah itu tidak mungkin dari status pendaftaran sekarang. Muat ulang halaman untuk melihat statusnya."
    ),
}
