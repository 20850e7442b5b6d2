"""The address of a list of workers in words and back: filters, chips, and the filter as one line for paper."""

from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.months import Month
from lindung.domain.protection import COVER_BEGINS, Ladder, Step
from lindung.domain.registration import Relation
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer
from lindung.queries.workers import StepGroup, WorkerFilter, WorkerOrder, worker_tallies
from lindung.web import labels
from lindung.web.filters import month
from lindung.web.fund_filters import asked_payers, fund_chips, source_choices
from lindung.web.labels import ENROLMENT_STATE_CODES, ENROLMENT_STATES, RELATIONS, STEPS
from lindung.web.lists import Sorting, asked_choice, asked_sorting, asked_text, chosen, place_words, unknown
from lindung.web.period import Period, asked_month
from lindung.web.scope import selected_unit

LIVE = "hidup"
STATES = {code: state for state, code in ENROLMENT_STATE_CODES.items()}
STEP_NAMES = {step.value: step for step in Step}
SORTS = {"nama": WorkerOrder.NAME, "pembayar": WorkerOrder.SPONSOR, "unit": WorkerOrder.UNIT}
PARAMETERS = (
    "bulan", "edaran", "unit", "cakupan", "status", "tangga", "hubungan", "dana", "sumber", "belum_dibayar", "lama",
    "q", "urut", "sesudah", "sebelum",
)  # fmt: skip  # `lama`: for how many months whoever pays from here is offered to pay
GROUPS = {
    "masa_tunggu": StepGroup.WAITING,
    "menunggak": StepGroup.LATE,
    "akan_berakhir": StepGroup.ENDING,
    "terlindungi": StepGroup.SHELTERED,
}
RELATION_WORDS = {
    "art": Relation.ART,
    "saudara": Relation.RELATIVE,
    "tetangga": Relation.NEIGHBOUR,
    "lainnya": Relation.OTHER,
}
RELATION_CODES = {relation: word for word, relation in RELATION_WORDS.items()}
GROUP_CODES = {group: code for code, group in GROUPS.items()}
MONTHS_AHEAD = 12
GROUP_WORDS: dict[StepGroup, LazyString] = {
    StepGroup.WAITING: _l("Masa tunggu"),
    StepGroup.LATE: _l("Menunggak"),
    StepGroup.ENDING: _l("Akan berakhir"),
    StepGroup.SHELTERED: _l("Aktif penuh atau masa tunggu"),
}


@dataclass(frozen=True, slots=True)
class AskedList:
    """What the address asks for, ready for the query and for the filter bar."""

    filter: WorkerFilter
    circular_id: int | None
    sorting: Sorting
    ladder: Ladder  # of the month the list shows

    @property
    def state_code(self) -> str:
        if self.filter.live_only:
            return LIVE
        return ENROLMENT_STATE_CODES[self.filter.state] if self.filter.state else ""

    @property
    def step_code(self) -> str:
        if self.filter.group:
            return GROUP_CODES[self.filter.group]
        return self.filter.step.value if self.filter.step else ""

    @property
    def relation_code(self) -> str:
        return RELATION_CODES[self.filter.relation] if self.filter.relation else ""

    @property
    def relation_choices(self) -> list[tuple[str, object]]:
        words = [(code, RELATIONS[relation]) for code, relation in RELATION_WORDS.items()]
        return [("", _l("Semua hubungan")), *words]

    @property
    def everybody(self) -> WorkerFilter:
        """The same place and words, whatever the state: what the counts above the list are taken of."""
        return replace(self.filter, state=None, live_only=False, step=None, group=None, unpaid=None)

    @property
    def state_choices(self) -> list[tuple[str, object]]:
        states = [(code, ENROLMENT_STATES[state].word) for code, state in STATES.items()]
        return [("", _l("Semua status")), (LIVE, _l("Belum berhenti")), *states]

    @property
    def step_choices(self) -> list[tuple[str, object]]:
        steps = [step for step in Step if step in self.ladder.steps or step is self.filter.step]
        words = [(step.value, STEPS[step].word) for step in steps]
        groups = [(code, GROUP_WORDS[group]) for code, group in GROUPS.items()]
        return [("", _l("Semua perlindungan")), *words, *groups]


def asked_list(viewer: Viewer, period: Period) -> AskedList:
    sorting = asked_sorting(list(SORTS))
    status, step = asked_text("status", 20), request.args.get("tangga", "").strip()
    wanted = WorkerFilter(
        place=selected_unit(viewer),
        state=STATES.get(status),
        live_only=status == LIVE,
        step=STEP_NAMES.get(step),
        group=GROUPS.get(step),
        relation=asked_choice("hubungan", RELATION_WORDS),
        payers=asked_payers(),
        unpaid=_asked_unpaid(period),
        q=asked_text(),
        order=SORTS[sorting.key],
        falling=sorting.falling,
    )
    circular_id = period.circular.id if period.circular else None
    return AskedList(wanted, circular_id, sorting, thresholds().ladder(period.month))


def _asked_unpaid(period: Period) -> Month | None:
    """`belum_dibayar`: the contribution of a month that is in the books and at most a year ahead."""
    found = asked_month("belum_dibayar")
    return found if found and COVER_BEGINS <= found <= Month.of(period.today).plus(MONTHS_AHEAD) else None


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
        "lapse_month": running if period.month == running else None,
        "here_query": list_query(period),
        "grid_query": {
            one: request.args[one] for one in ("unit", "cakupan", "edaran") if request.args.get(one)
        },
        "here_pairs": list_pairs(period, **first_page),
        "list_with": partial(list_query, period, **first_page),
        "sources": source_choices(),
        "labels": labels,
    }


def chips(asked: AskedList) -> list[tuple[str, str]]:
    wanted = asked.filter
    state = _("Belum berhenti") if wanted.live_only else None
    if wanted.state:
        state = str(ENROLMENT_STATES[wanted.state].word)
    state = state or unknown("status", STATES)
    return chosen(
        [
            (place_words(wanted.place) if wanted.place else None, ("unit", "cakupan")),
            (state, ("status",)),
            (_step_words(wanted) or unknown("tangga", STEP_NAMES), ("tangga",)),
            (_relation_words(wanted) or unknown("hubungan", RELATION_WORDS), ("hubungan",)),
            *fund_chips(),
            (_unpaid_words(wanted) or unknown("belum_dibayar", {}), ("belum_dibayar",)),
            (_("“%(q)s”", q=wanted.q) if wanted.q else None, ("q",)),
        ]
    )


def _relation_words(wanted: WorkerFilter) -> LazyString | None:
    return RELATIONS[wanted.relation] if wanted.relation else None


def _unpaid_words(wanted: WorkerFilter) -> str | None:
    return _("iuran %(month)s belum dibayar", month=month(wanted.unpaid)) if wanted.unpaid else None


def _step_words(wanted: WorkerFilter) -> LazyString | None:
    if wanted.group:
        return GROUP_WORDS[wanted.group]
    return STEPS[wanted.step].word if wanted.step else None


def filter_words(asked: AskedList, period: Period) -> str:
    """The filter as one line, for paper."""
    circular = period.circular.number if period.circular else None
    parts = [month(period.month), circular, *(words for words, _url in chips(asked))]
    return " · ".join(part for part in parts if part)
