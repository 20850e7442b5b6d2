"""A report's figures in words: what is still open, what moved since the period before, what changed since approval."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.months import Month
from lindung.queries.counting import Counts
from lindung.queries.reporting import CircularFigures, Content, Figures, circulars_of
from lindung.queries.signing import Checks
from lindung.queries.units import UnitRow
from lindung.web.filters import percent

# Counts a report shows, in the order of the month table; the sign says which way is good news.
SHOWN: tuple[tuple[str, LazyString, int], ...] = (
    ("asn", _l("ASN"), 0),
    ("answered", _l("telah mengisi pernyataan"), 1),
    ("none", _l("nihil"), 0),
    ("target", _l("sasaran (mempekerjakan ART)"), 0),
    ("registered", _l("telah mendaftarkan"), 1),
    ("settled", _l("tuntas (telah mendaftarkan dan membayar)"), 1),
    ("workers", _l("pekerja tercatat"), 1),
    ("workers_registered", _l("pekerja terdaftar"), 1),
    ("active", _l("pekerja yang kepesertaannya berjalan"), 1),
    ("full", _l("pekerja aktif penuh"), 1),
    ("lapsed", _l("kepesertaan berakhir"), -1),
)
MONEY: tuple[tuple[str, LazyString], ...] = (
    ("due", _l("iuran terutang")),
    ("paid", _l("iuran dibayar")),
    ("paid_confirmed", _l("di antaranya dikonfirmasi BPJS")),
)


class CheckLine(NamedTuple):
    """Something still open; it does not keep the month from being prepared."""

    number: int
    words: str
    url: str | None


class ChangeLine(NamedTuple):
    """A count now and in the period before."""

    circular: str
    words: str
    before: int
    now: int
    tone: str  # up, down or m: good news, bad news, neither

    @property
    def step(self) -> int:
        return self.now - self.before


class Correction(NamedTuple):
    """dilaporkan 62,1% -> setelah koreksi 63,0%."""

    circular: str
    reported: str
    present: str
    counts: list[ChangeLine]


def count_of(counts: Counts, name: str) -> int:
    return int(getattr(counts, name))


def check_lines(found: Checks, unit: UnitRow, month: Month) -> list[CheckLine]:
    place = {"bulan": str(month), "unit": unit.code, "cakupan": "laporan"}

    def people(standing: str) -> str:
        return f"{url_for('sponsors.index')}?{urlencode({'keadaan': standing} | place)}"

    lines = [
        CheckLine(found.unanswered, _("ASN belum mengisi pernyataan"), people("belum")),
        CheckLine(found.unregistered, _("ASN belum mendaftarkan"), people("belum_mendaftarkan")),
        CheckLine(found.unpaid, _("ASN terdaftar, belum lunas"), people("belum_lunas")),
        CheckLine(found.questions, _("pertanyaan data ganda"), url_for("questions.index")),
        CheckLine(found.bpjs_rows, _("baris berkas BPJS belum diputuskan"), None),
    ]
    return [line for line in lines if line.number]


def change_lines(figures: Figures) -> list[ChangeLine]:
    """What moved since the period before, the bad news first."""
    found = []
    for one in figures.circulars:
        if one.before is not None:
            found += _compared(one.number, one.before, one.now)
    return sorted(found, key=lambda line: (line.tone != "down", line.tone != "up"))


def corrections(frozen: Content, present: Sequence[CircularFigures]) -> list[Correction]:
    """Per circular, where what was approved and what is counted now differ."""
    now = {one.number: one for one in present}
    found = []
    for was in circulars_of(frozen):
        later = now.get(was.number)
        if later is not None and later.now != was.now:
            lines = _compared(was.number, was.now, later.now)
            found.append(Correction(was.number, settled_share(was), settled_share(later), lines))
    return found


def settled_share(one: CircularFigures) -> str:
    """Tuntas of sasaran in percent; of answers while nobody is a sasaran."""
    counts = one.now
    if counts.target:
        return percent(counts.settled, counts.target)
    return percent(counts.answered, counts.asn)


def _compared(circular: str, before: Counts, now: Counts) -> list[ChangeLine]:
    found = []
    for name, words, sign in SHOWN:
        was, is_ = count_of(before, name), count_of(now, name)
        if was != is_:
            good = (is_ - was) * sign
            found.append(
                ChangeLine(circular, str(words), was, is_, "up" if good > 0 else "down" if good < 0 else "m")
            )
    return found
