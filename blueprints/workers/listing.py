"""The list's address in words and back: filters, chips, and the columns of its files."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lindung.domain.protection import Step
from lindung.queries.viewer import Viewer
from lindung.queries.workers import WorkerFilter, WorkerOrder, WorkerRow
from lindung.web.downloads import Cell
from lindung.web.filters import mask_nik, month
from lindung.web.labels import ENROLMENT_STATE_CODES, ENROLMENT_STATES, RELATIONS, STEP_CODES, STEPS
from lindung.web.lists import Sorting, asked_choice, asked_sorting, asked_text, chosen, place_words
from lindung.web.period import Period
from lindung.web.scope import selected_unit

LIVE = "hidup"
STATES = {code: state for state, code in ENROLMENT_STATE_CODES.items()}
STEP_NAMES = {step.value: step for step in Step}
SORTS = {"nama": WorkerOrder.NAME, "pembayar": WorkerOrder.SPONSOR, "unit": WorkerOrder.UNIT}


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


def header() -> list[str]:
    return [
        "kode_unit",
        "unit",
        "nip_penanggung",
        "nama_penanggung",
        "nama",
        "nik",
        "hubungan",
        "status",
        "alasan",
        "bulan_mulai",
        "tangga",
    ]


def file_rows(rows: list[WorkerRow]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.unit_code,
            row.unit_name,
            row.sponsor_nip,
            row.sponsor_name,
            row.name,
            mask_nik(row.nik_last4),
            str(RELATIONS[row.relation]),
            ENROLMENT_STATE_CODES[row.state],
            row.reason or "",
            str(row.first_month) if row.first_month else "",
            STEP_CODES[row.step] if row.step else "",
        ]
