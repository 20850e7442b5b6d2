"""The address of a list of ASN in words and back, for the list itself and for what is done with whom it finds."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.duties import Employment
from lindung.queries.sponsors import SponsorFilter, StandingFilter
from lindung.queries.viewer import Viewer
from lindung.web.labels import EMPLOYMENTS
from lindung.web.lists import asked_choice, asked_text, unknown
from lindung.web.scope import selected_unit

STANDINGS = {
    "belum": StandingFilter.UNANSWERED,
    "menyatakan": StandingFilter.ANSWERED,
    "nihil": StandingFilter.NONE,
    "sasaran": StandingFilter.TARGET,
    "belum_mendaftarkan": StandingFilter.UNREGISTERED,
    "belum_mencatat": StandingFilter.UNLISTED,
    "terdaftar": StandingFilter.REGISTERED,
    "belum_lunas": StandingFilter.UNPAID,
    "belum_tuntas": StandingFilter.UNSETTLED,
    "tuntas": StandingFilter.SETTLED,
    "tuntas_bpjs": StandingFilter.CONFIRMED,
    "menurut_opd": StandingFilter.SAID,
    "ikut": StandingFilter.TAKING_PART,
}
STANDING_WORDS = {
    StandingFilter.UNANSWERED: _l("Belum mengisi pernyataan"),
    StandingFilter.ANSWERED: _l("Telah mengisi pernyataan"),
    StandingFilter.NONE: _l("Nihil"),
    StandingFilter.TARGET: _l("Sasaran"),
    StandingFilter.UNREGISTERED: _l("Belum mendaftarkan"),
    StandingFilter.UNLISTED: _l("Mempekerjakan, pekerja belum dicatat"),
    StandingFilter.REGISTERED: _l("Telah mendaftarkan"),
    StandingFilter.UNPAID: _l("Terdaftar, belum lunas"),
    StandingFilter.UNSETTLED: _l("Belum tuntas"),
    StandingFilter.SETTLED: _l("Tuntas"),
    StandingFilter.CONFIRMED: _l("Tuntas, dikonfirmasi BPJS"),
    StandingFilter.SAID: _l("Tuntas menurut OPD, belum dikonfirmasi BPJS"),
    StandingFilter.TAKING_PART: _l("ASN pada OPD yang ikut"),
}
KINDS = {employment.value: employment for employment in Employment}


def asked_filter(viewer: Viewer) -> SponsorFilter:
    """What the list is narrowed to: `unit`, `cakupan`, `keadaan`, `jenis`, `q`."""
    return SponsorFilter(
        place=selected_unit(viewer),
        standing=asked_choice("keadaan", STANDINGS),
        employment=asked_choice("jenis", KINDS),
        q=asked_text(),
    )


def narrowed_words(wanted: SponsorFilter) -> list[tuple[str | LazyString | None, tuple[str, ...]]]:
    """The filter beside the unit, as parts of chips."""
    return [
        (STANDING_WORDS[wanted.standing] if wanted.standing else unknown("keadaan", STANDINGS), ("keadaan",)),
        (EMPLOYMENTS[wanted.employment] if wanted.employment else unknown("jenis", KINDS), ("jenis",)),
        (_("“%(q)s”", q=wanted.q) if wanted.q else None, ("q",)),
    ]
