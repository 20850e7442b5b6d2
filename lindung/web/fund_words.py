"""Funds and their papers as the screen and the files say them."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.funds import UNVERIFIED, FundSource, PaperKind
from lindung.domain.months import Month
from lindung.web.filters import month, number, rupiah

SOURCES: dict[FundSource, LazyString] = {
    FundSource.DBHCHT: _l("DBHCHT"),
    FundSource.APBD: _l("APBD"),
    FundSource.APBDES: _l("APBDes"),
    FundSource.CSR: _l("CSR"),
    FundSource.BAZNAS: _l("BAZNAS"),
    FundSource.SELF: _l("Mandiri"),
    FundSource.OTHER: _l("Sumber lain"),
}
SOURCE_CODES = {  # as addresses and files say them
    "dbhcht": FundSource.DBHCHT,
    "apbd": FundSource.APBD,
    "apbdes": FundSource.APBDES,
    "csr": FundSource.CSR,
    "baznas": FundSource.BAZNAS,
    "mandiri": FundSource.SELF,
    "lain": FundSource.OTHER,
}
PAPER_KINDS: dict[PaperKind, LazyString] = {
    PaperKind.DECREE: _l("Keputusan"),
    PaperKind.VERIFICATION: _l("Berita acara verifikasi"),
    PaperKind.SP2D: _l("SP2D"),
    PaperKind.RECEIPT: _l("Kwitansi"),
}


def payer_words(is_public: bool, source: FundSource | None = None) -> str:
    """Public money gets no discount (R13); of some sources that is not verified yet."""
    words = _("pemerintah, tanpa keringanan") if is_public else _("bukan pemerintah, dengan keringanan")
    return _("%(words)s (perkiraan)", words=words) if source in UNVERIFIED else words


def months_words(first: Month, last: Month) -> str:
    """`Juli–November 2025`, `November 2025–Januari 2026`, `Desember 2025`."""
    if first == last:
        return month(first)
    if first.year == last.year:
        return f"{month(first).rsplit(' ', 1)[0]}–{month(last)}"
    return f"{month(first)}–{month(last)}"


def _month(value: Any) -> str:
    return month(Month(int(value)))


# Column -> what it is called and how its value is written, for lindung.web.history.
COLUMNS: dict[str, dict[str, tuple[LazyString, Callable[[Any], str] | str | None]]] = {
    "fund": {
        "source": (_l("sumber"), lambda value: str(SOURCES[FundSource(value)])),
        "amount": (_l("anggaran"), rupiah),
        "first_month": (_l("iuran bulan pertama"), _month),
        "last_month": (_l("iuran bulan terakhir"), _month),
        "planned": (_l("rencana jumlah pekerja"), number),
        "note": (_l("keterangan"), str),
    },
    "fund_paper": {"document_id": (_l("pindaian"), None)},
}
THINGS: dict[str, LazyString] = {"fund": _l("dana ini"), "fund_paper": _l("dokumen dana")}
ACTS: dict[str, LazyString] = {
    "payment.fund": _l("Iuran satu bulan dibayar dari dana"),
    "fund.create": _l("Dana dicatat"),
    "fund.edit": _l("Dana diubah"),
    "fund.close": _l("Dana diakhiri lebih awal"),
    "fund.paper": _l("Dokumen dana dicatat"),
    "fund.scan": _l("Pindaian dokumen dana dilampirkan"),
    "fund.paper_remove": _l("Dokumen dana dihapus"),
}
