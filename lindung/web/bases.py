"""What a percentage is of, and what it counts, as an address says it (`dasar`, `ukuran`) and as people read it (R9)."""

from flask import request
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.duties import DutyKind
from lindung.domain.errors import NotThere
from lindung.queries.circulars import CircularRow
from lindung.queries.measures import Basis, Measure, usual_basis

BASES = {
    "sasaran": Basis.TARGET,
    "asn": Basis.ASN,
    "menyatakan": Basis.ANSWERED,
    "ikut": Basis.TAKING_PART,
}
BASIS_WORDS = {basis: word for word, basis in BASES.items()}
BASIS_LABELS: dict[Basis, LazyString] = {
    Basis.TARGET: _l("sasaran"),
    Basis.ASN: _l("semua ASN"),
    Basis.ANSWERED: _l("ASN yang telah mengisi pernyataan"),
    Basis.TAKING_PART: _l("ASN pada OPD yang ikut"),
}
BASIS_STANDINGS = {
    Basis.TARGET: "sasaran",
    Basis.ASN: "",
    Basis.ANSWERED: "menyatakan",
    Basis.TAKING_PART: "ikut",
}

# Of a quota, where workers may be counted as well as those who pay for them; None: what is fair of the month.
COVERING, SETTLED, WORKERS = "menanggung", "tuntas", "pekerja"
MEASURES: dict[str, Measure | None] = {
    COVERING: Measure.REGISTERED,
    SETTLED: None,
    WORKERS: Measure.WORKERS,
}
MEASURE_LABELS: dict[str, LazyString] = {
    COVERING: _l("ASN yang menanggung"),
    SETTLED: _l("ASN yang tuntas"),
    WORKERS: _l("pekerja per ASN"),
}
MEASURE_STANDINGS = {
    Measure.CONFIRMED: "tuntas_bpjs",
    Measure.SETTLED: "tuntas",
    Measure.REGISTERED: "terdaftar",
}


def asked_basis(circular: CircularRow | None) -> Basis:
    """`dasar`; the usual one of the circular without it or where it has no such base; the unknown is not there."""
    kind = circular.duty_kind if circular else DutyKind.CONDITIONAL
    word = request.args.get("dasar") or BASIS_WORDS[usual_basis(kind)]
    if word not in BASES:
        raise NotThere
    return BASES[word] if BASES[word] in known_bases(kind) else usual_basis(kind)


def known_bases(kind: DutyKind) -> list[Basis]:
    """A quota asks nobody for a declaration, so nothing is a share of those who made one (R9)."""
    return [one for one in BASIS_LABELS if one is not Basis.ANSWERED or kind is not DutyKind.QUOTA]


def basis_choices(circular: CircularRow) -> list[tuple[str, LazyString]]:
    return [(BASIS_WORDS[one], BASIS_LABELS[one]) for one in known_bases(circular.duty_kind)]


def asked_measure() -> str:
    """`ukuran`, which only a quota asks for; anything unknown is not there."""
    word = request.args.get("ukuran") or COVERING
    if word not in MEASURES:
        raise NotThere
    return word


def measure_of(circular: CircularRow, fair: Measure, word: str = COVERING) -> Measure:
    """The numerator: of a quota what `ukuran` says, otherwise what is fair of the month."""
    if circular.duty_kind is not DutyKind.QUOTA:
        return fair
    return MEASURES[word] or fair


def measure_choices(circular: CircularRow) -> list[tuple[str, LazyString]]:
    return list(MEASURE_LABELS.items()) if circular.duty_kind is DutyKind.QUOTA else []
