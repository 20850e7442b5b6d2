"""What an address asks for: pay of which month (`bulan`), for which contribution months (`iuran`, `lama`), of whom."""

from dataclasses import dataclass, replace
from datetime import date

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lindung.domain.deductions import DeductionSource
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.queries.deductions import DeductionFilter, DeductionOrder, Marking
from lindung.queries.viewer import Viewer
from lindung.web.clock import office_today
from lindung.web.deduction_words import CODE_OF_SOURCE, SOURCE_CODES, SOURCES
from lindung.web.filters import month
from lindung.web.lists import Sorting, asked_choice, asked_sorting, asked_text, chosen, place_words
from lindung.web.period import EARLIEST, LATEST
from lindung.web.scope import EXTENT_WORDS, selected_unit

MARKINGS = {"belum": Marking.OPEN, "dipotong": Marking.DEDUCTED}
MARKING_WORDS = {Marking.OPEN: _l("Belum dipotong"), Marking.DEDUCTED: _l("Sudah dipotong")}
SORTS = {"nama": DeductionOrder.NAME, "unit": DeductionOrder.UNIT}
AT_ONCE = (1, 3, 6, 12)  # R14
LENGTHS = {str(one) for one in range(1, 13)}
MONTHS_BACK, MONTHS_AHEAD = 12, 12


@dataclass(frozen=True, slots=True)
class Asked:
    filter: DeductionFilter
    sorting: Sorting
    today: date

    @property
    def pay(self) -> Month:
        return self.filter.deducted_month

    @property
    def first(self) -> Month:
        return self.filter.months[0]

    @property
    def is_one_month(self) -> bool:
        return len(self.filter.months) == 1

    @property
    def months_words(self) -> str:
        """Januari 2027 – Maret 2027"""
        if self.is_one_month:
            return month(self.first)
        return f"{month(self.first)} – {month(self.filter.months[-1])}"

    @property
    def ahead(self) -> Month | None:
        """In December: January, whose TPP often waits, so that three months are deducted ahead (R16)."""
        is_december = self.pay.number % 100 == 12
        return self.pay.next() if is_december and self.filter.months == (self.pay,) else None

    @property
    def marking_code(self) -> str:
        return next((code for code, one in MARKINGS.items() if one is self.filter.marking), "")

    @property
    def source_code(self) -> str:
        return CODE_OF_SOURCE[self.filter.source] if self.filter.source else ""

    @property
    def query(self) -> dict[str, str]:
        """The same question for another page."""
        place = self.filter.place
        found = {"bulan": str(self.pay), "iuran": str(self.first), "lama": str(len(self.filter.months))}
        if place:
            found |= {"unit": place.unit.code, "cakupan": EXTENT_WORDS[place.extent]}
        return found | ({"sumber": self.source_code} if self.filter.source else {})

    def unmandated(self) -> "Asked":
        """Who would owe and has no surat kuasa: neither a source nor a deduction to ask for."""
        narrowed = replace(self.filter, mandated=False, source=None, marking=None)
        return replace(self, filter=narrowed)


def asked_list(viewer: Viewer) -> Asked:
    today = office_today()
    sorting = asked_sorting(list(SORTS))
    pay = asked_month("bulan") or Month.of(today)
    if pay > Month.of(today).next():
        raise RuleBroken("month_in_future", field="bulan", month=pay, running=Month.of(today))
    wanted = DeductionFilter(
        deducted_month=pay,
        months=_span(asked_month("iuran") or pay),
        place=selected_unit(viewer),
        source=asked_choice("sumber", SOURCE_CODES),
        marking=asked_choice("keadaan", MARKINGS),
        q=asked_text(),
        order=SORTS[sorting.key],
        falling=sorting.falling,
    )
    return Asked(wanted, sorting, today)


def asked_month(name: str) -> Month | None:
    """A month as the address writes it; None when it is left out."""
    text = request.args.get(name, "").strip()
    if not text:
        return None
    try:
        found = Month.parse(text)
    except ValueError:
        found = None
    if found is None or not EARLIEST <= found <= LATEST:
        raise RuleBroken("month_unreadable", field=name, text=text[:40])
    return found


def _span(first: Month) -> tuple[Month, ...]:
    asked = request.args.get("lama", "1")
    length = int(asked) if asked in LENGTHS else 1
    return tuple(first.through(first.plus(length - 1)))


def source_choices() -> list[tuple[str, object]]:
    return [("", _l("Semua sumber")), *((code, SOURCES[one]) for code, one in SOURCE_CODES.items())]


def marking_choices() -> list[tuple[str, object]]:
    return [("", _l("Semua")), *((code, MARKING_WORDS[one]) for code, one in MARKINGS.items())]


def pay_choices(asked: Asked) -> list[tuple[str, str]]:
    running = Month.of(asked.today)
    return _months({*running.plus(-MONTHS_BACK).through(running.next()), asked.pay})


def due_choices(asked: Asked) -> list[tuple[str, str]]:
    running = Month.of(asked.today)
    return _months({*running.plus(-MONTHS_BACK).through(running.plus(MONTHS_AHEAD)), asked.first})


def length_choices(asked: Asked) -> list[tuple[str, str]]:
    lengths = sorted({*AT_ONCE, len(asked.filter.months)})
    return [(str(one), _("%(count)s bulan", count=one)) for one in lengths]


def chips(asked: Asked) -> list[tuple[str, str]]:
    wanted = asked.filter
    return chosen(
        [
            (place_words(wanted.place) if wanted.place else None, ("unit", "cakupan")),
            (SOURCES[wanted.source] if wanted.source else None, ("sumber",)),
            (MARKING_WORDS[wanted.marking] if wanted.marking else None, ("keadaan",)),
            (_("“%(q)s”", q=wanted.q) if wanted.q else None, ("q",)),
        ]
    )


def filter_words(asked: Asked) -> str:
    """The filter as one line, for paper."""
    parts = [
        _("potongan %(month)s", month=month(asked.pay)),
        _("iuran %(months)s", months=asked.months_words),
        *(words for words, _url in chips(asked)),
    ]
    return " · ".join(parts)


def _months(found: set[Month]) -> list[tuple[str, str]]:
    return [(str(one), month(one)) for one in sorted(found, reverse=True)]


def source_words(source: DeductionSource | None) -> str:
    return str(SOURCES[source]) if source else ""
