"""What an address asks of a list: how far people have come, what was found, where; and who is chosen in it."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.domain.nominations import NominationState, Stage
from lindung.queries.circulars import CircularRow
from lindung.queries.nominations import Against, NominationFilter, NominationOrder, nomination_ids
from lindung.queries.viewer import Viewer
from lindung.web.addresses import whole
from lindung.web.clock import office_today
from lindung.web.filters import month
from lindung.web.lists import Sorting, asked_choice, asked_sorting, asked_text, chosen, place_words, unknown
from lindung.web.nomination_words import (
    CODE_OF_FINDING,
    CODE_OF_REASON,
    CODE_OF_STAGE,
    FINDING_CODES,
    FINDINGS,
    REASON_CODES,
    REASONS,
    STAGE_CODES,
    STAGES,
)
from lindung.web.period import asked_month
from lindung.web.scope import selected_unit

AGAINST = {"ada": Against.ANY, "tanpa": Against.NONE}
AGAINST_WORDS = {Against.ANY: _l("Dengan temuan"), Against.NONE: _l("Tanpa temuan")}
SORTS = {"nama": NominationOrder.NAME, "unit": NominationOrder.UNIT, "antrean": NominationOrder.QUEUE}
PARAMETERS = (
    "bulan", "tahap", "temuan", "alasan", "kelompok", "unit", "cakupan", "q", "urut", "sesudah", "sebelum",
)  # fmt: skip
OWN = ("id", "semua", "format", "cetak", "nik")  # parts of an address that are no filter of the list
MOST_TICKED = 200


@dataclass(frozen=True, slots=True)
class Asked:
    circular: CircularRow
    filter: NominationFilter
    sorting: Sorting
    today: date

    @property
    def month(self) -> Month:
        return self.filter.month

    @property
    def is_now(self) -> bool:
        return self.month == Month.of(self.today)

    @property
    def stage_code(self) -> str:
        return CODE_OF_STAGE[self.filter.stage] if self.filter.stage else ""

    @property
    def finding_code(self) -> str:
        found = self.filter.finding
        if isinstance(found, Against):
            return next(code for code, one in AGAINST.items() if one is found)
        return CODE_OF_FINDING[found] if found else ""

    @property
    def reason_code(self) -> str:
        return CODE_OF_REASON[self.filter.reason] if self.filter.reason else ""

    @property
    def everybody(self) -> NominationFilter:
        """The same place, whatever the stage: what the counts above the list are taken of."""
        return NominationFilter(self.filter.month, place=self.filter.place)


def asked_list(circular: CircularRow, viewer: Viewer) -> Asked:
    today, sorting = office_today(), asked_sorting(list(SORTS))
    running = Month.of(today)
    found = asked_month() or running
    if found > running:
        raise RuleBroken("month_in_future", field="bulan", month=found, running=running)
    wanted = NominationFilter(
        month=found,
        place=selected_unit(viewer),
        stage=asked_choice("tahap", STAGE_CODES),
        finding=asked_choice("temuan", AGAINST) or asked_choice("temuan", FINDING_CODES),
        reason=asked_choice("alasan", REASON_CODES),
        category=asked_text("kelompok") or None,
        q=asked_text(),
        order=SORTS[sorting.key],
        falling=sorting.falling,
    )
    return Asked(circular, wanted, sorting, today)


def chips(asked: Asked) -> list[tuple[str, str]]:
    wanted = asked.filter
    finding = wanted.finding
    words = (
        AGAINST_WORDS[finding]
        if isinstance(finding, Against)
        else FINDINGS[finding].word
        if finding
        else None
    )
    return chosen(
        [
            (place_words(wanted.place) if wanted.place else None, ("unit", "cakupan")),
            (None if asked.is_now else month(asked.month), ("bulan",)),
            (STAGES[wanted.stage] if wanted.stage else unknown("tahap", STAGE_CODES), ("tahap",)),
            (words or unknown("temuan", FINDING_CODES), ("temuan",)),
            (REASONS[wanted.reason] if wanted.reason else unknown("alasan", REASON_CODES), ("alasan",)),
            (wanted.category, ("kelompok",)),
            (_("“%(q)s”", q=wanted.q) if wanted.q else None, ("q",)),
        ]
    )


def filter_words(asked: Asked) -> str:
    """The filter as one line, for paper."""
    return " · ".join([month(asked.month), *(words for words, _url in chips(asked))])


def stage_choices() -> list[tuple[str, object]]:
    return [("", _l("Semua tahap")), *((code, STAGES[one]) for code, one in STAGE_CODES.items())]


def finding_choices() -> list[tuple[str, object]]:
    together = [(code, AGAINST_WORDS[one]) for code, one in AGAINST.items()]
    return [
        ("", _l("Semua temuan")),
        *together,
        *((code, FINDINGS[one].word) for code, one in FINDING_CODES.items()),
    ]


def reason_choices() -> list[tuple[str, object]]:
    return [("", _l("Semua alasan dicoret")), *((code, REASONS[one]) for code, one in REASON_CODES.items())]


def month_choices(circular: CircularRow, shown: Month, today: date) -> list[tuple[str, str]]:
    """From the programme's first month to the running one, the newest first."""
    running = Month.of(today)
    first = max(min(Month.of(circular.in_force_from), running), running.plus(-59))
    months = {*first.through(running), shown}
    return [(str(one), month(one)) for one in sorted(months, reverse=True)]


def list_query(**changes: str | None) -> str:
    """The filter of the list one came from, for addresses that lead out of it and back."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name in PARAMETERS and value]
    kept = [(name, value) for name, value in kept if name not in {"sesudah", "sebelum", *changes}]
    kept += [(name, value) for name, value in changes.items() if value]
    return f"?{urlencode(kept)}" if kept else ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Rows as found at this moment, in states that the act concerns. `expected` is what a person was shown."""

    ids: list[int]
    expected: int
    is_all: bool
    asked: Asked

    @property
    def count(self) -> int:
        return len(self.ids)


def choose(
    viewer: Viewer,
    asked: Asked,
    states: tuple[NominationState, ...],
    *,
    unobjected: bool = False,
    objected: bool = False,
    by_queue: bool = False,
    stage: Stage | None = None,
    count: str = "jumlah",
) -> Chosen:
    """The ticked (`id`), or everybody the filter finds (`semua`); counted again when it is saved."""
    is_all = request.values.get("semua") == "1"
    wanted = asked.filter if is_all else NominationFilter(asked.month, only=_ticked())
    if objected:
        wanted = replace(wanted, finding=Against.ANY)
    if stage:
        wanted = replace(wanted, stage=stage)
    ids = nomination_ids(
        viewer, asked.circular.id, asked.today, wanted, states, unobjected=unobjected, by_queue=by_queue
    )
    expected = request.form.get(count, type=whole)
    return Chosen(ids, len(ids) if expected is None else expected, is_all, asked)


def picked_pairs() -> list[tuple[str, str]]:
    """Which rows are meant, as a form carries it on."""
    if request.values.get("semua") == "1":
        return [("semua", "1")]
    return [("id", str(one)) for one in _ticked()]


def _ticked() -> tuple[int, ...]:
    found = [one for one in request.values.getlist("id") if one.isascii() and one.isdigit() and len(one) < 18]
    return tuple(sorted({int(one) for one in found[:MOST_TICKED]}))
