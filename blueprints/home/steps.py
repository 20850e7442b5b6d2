"""The first installation in steps, each with the screen where it is done."""

from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _

from lindung.domain.permissions import Act
from lindung.queries.home import SetUp
from lindung.queries.viewer import Viewer


class Step(NamedTuple):
    words: str
    url: str | None  # None: done by somebody else
    is_done: bool


def steps(viewer: Viewer, state: SetUp) -> list[Step]:
    """Files come in through one screen; whoever may not use it reads who does."""
    imports = url_for("imports.index") if viewer.may(Act.EDIT_REGISTRATIONS) else None
    return [
        Step(_("Catat atau impor unit kerja"), imports or url_for("units.index"), state.units),
        Step(_("Impor daftar ASN"), imports, state.sponsors),
        Step(_("Buat Surat Edaran dan nyatakan berlaku"), url_for("circulars.index"), state.circular),
        Step(_("Buat akun petugas dan kepala"), url_for("accounts.index"), state.accounts),
        Step(_("Impor atau isi pernyataan ASN"), imports, state.declarations),
        Step(_("Impor atau isi pekerja yang didaftarkan"), imports, state.workers),
    ]
