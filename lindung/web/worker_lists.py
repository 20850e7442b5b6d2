"""The address of a list of workers in words and back: filters, chips, and the filter as one line for paper."""

from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lindung.domain.months import Month
from lindung.domain.protection import Step
from lindung.queries.viewer import Viewer
from lindung.queries.workers import WorkerFilter, WorkerOrder, worker_tallies
from lindung.web import labels
from lindung.web.filters import month
from lindung.web.labels import ENROLMENT_STATE_CODES, ENROLMENT_STATES, STEPS
from lindung.web.lists import Sorting, asked_choice, asked_sorting, asked_text, chosen, place_words
from lindung.web.period import Period
from lindung.web.scope import selected_unit

LIVE = "hidup"
STATES = {code: state for state, code in ENROLMENT_STATE_CODES.items()}
STEP_NAMES = {step.value: step for step in Step}
SORTS = {"nama": WorkerOrder.NAME, "pembayar": WorkerOrder.SPONSOR, "unit": WorkerOrder.UNIT}
PARAMETERS = ("bulan", "edaran", "unit", "cakupan", "status", "tangga", "q", "urut", "sesudah", "sebelum")


@dataclass(frozen=True, slots=True)
class AskedList:
    """What the address asks for, ready for the query and for the filter bar."""

    filter: WorkerFilter
    circular_id: int | None
    sorting: Sorting

    @property
    def state_code(self) -> str:
        if self.filter.live_only:
            return LIVE
        return ENROLMENT_STATE_CODES[self.filter.state] if self.filter.state else ""

    @property
    def step_code(self) -> str:
        return self.filter.step.value if self.filter.step else ""

    @property
    def everybody(self) -> WorkerFilter:
        """The same place and words, whatever the state: what the counts above the list are taken of."""
        return replace(self.filter, state=None, live_only=False, step=None)

    @property
    def state_choices(self) -> list[tuple[str, object]]:
        states = [(code, ENROLMENT_STATES[state].word) for code, state in STATES.items()]
        return [("", _l("Semua status")), (LIVE, _l("Belum berhenti")), *states]

    @property
    def step_choices(self) -> list[tuple[str, object]]:
        return [("", _l("Semua perlindungan")), *((step.value, STEPS[step].word) for step in Step)]


def asked_list(viewer: Viewer, period: Period) -> AskedList:
    sorting = asked_sorting(list(SORTS))
    status = asked_text("status", 20)
    wanted = WorkerFilter(
        place=selected_unit(viewer),
        state=STATES.get(status),
        live_only=status == LIVE,
        step=asked_choice("tangga", STEP_NAMES),
        q=asked_text(),
        order=SORTS[sorting.key],
        falling=sorting.falling,
    )
    return AskedList(wanted, period.circular.id if period.circular else None, sorting)


def list_pairs(period: Period | None = None, **changes: str | None) -> list[tuple[str, str]]:
    """The filter of the list one is in; with its month always among it when the period is given."""
    asked = request.args.items(multi=True)
    kept = [(name, value) for name, value in asked if name in PARAMETERS and name not in changes]
    if period and "bulan" not in request.args:
        kept.append(("bulan", str(period.month)))
    return kept + [(name, value) for name, value in changes.items() if value]


def list_query(period: Period | None = None, **changes: str | None) -> str:
    """The same for addresses that lead out of the list and back."""
    kept = list_pairs(period, **changes)
    return f"?{urlencode(kept)}" if kept else ""


def list_facts(viewer: Viewer, period: Period, asked: AskedList) -> dict[str, object]:
    """What stands above and around the list, whether it is drawn whole or one of its rows was saved."""
    running = Month.of(period.today)
    first_page = {"sesudah": None, "sebelum": None}
    return {
        "period": period,
        "asked": asked,
        "tallies": worker_tallies(viewer, asked.circular_id, period.month, period.today, asked.everybody),
        "lapse_month": running if period.month == running else period.month.next(),
        "here_query": list_query(period),
        "here_pairs": list_pairs(period, **first_page),
        "list_with": partial(list_query, period, **first_page),
        "labels": labels,
    }


def chips(asked: AskedList) -> list[tuple[str, str]]:
    wanted = asked.filter
    state = _("Belum berhenti") if wanted.live_only else None
    if wanted.state:
        state = str(ENROLMENT_STATES[wanted.state].word)
    return chosen(
        [
            (place_words(wanted.place) if wanted.place else None, ("unit", "cakupan")),
            (state, ("status",)),
            (STEPS[wanted.step].word if wanted.step else None, ("tangga",)),
            (_("“%(q)s”", q=wanted.q) if wanted.q else None, ("q",)),
        ]
    )


def filter_words(asked: AskedList, period: Period) -> str:
    """The filter as one line, for paper."""
    circular = period.circular.number if period.circular else None
    parts = [month(period.month), circular, *(words for words, _url in chips(asked))]
    return " · ".join(part for part in parts if part)
