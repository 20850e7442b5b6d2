"""What an address asks of the rows of BPJS's files: which month (`bulan`), group, state, unit, file, order."""

from dataclasses import dataclass, replace

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lindung.domain.months import Month
from lindung.domain.settlements import Resolution
from lindung.queries.reconciliation import RowFilter, RowOrder, RowState
from lindung.queries.settlements import months_received
from lindung.queries.viewer import Viewer
from lindung.web.addresses import whole
from lindung.web.clock import office_today
from lindung.web.filters import month
from lindung.web.lists import Sorting, asked_choice, asked_sorting, asked_text, chosen, place_words
from lindung.web.period import asked_month
from lindung.web.scope import selected_unit
from lindung.web.settlement_words import (
    CODE_OF_GROUP,
    CODE_OF_STATE,
    GROUP_CODES,
    GROUPS,
    ROW_STATES,
    STATE_CODES,
)

EVERY_MONTH = "semua"
PARAMETERS = ("bulan", "kelompok", "keadaan", "unit", "cakupan", "q", "berkas", "urut")
SORTS = {
    "baris": RowOrder.ROW,
    "pekerja": RowOrder.NAME,
    "unit": RowOrder.UNIT,
    "jumlah": RowOrder.AMOUNT,
}
# Of the states those whose rows may still be decided: what books no money may be decided anew.
DECIDABLE = (
    RowState.OPEN,
    RowState.WAITING,
    *(RowState(one.value) for one in (Resolution.ASKED_BACK, Resolution.IGNORED)),
)


@dataclass(frozen=True, slots=True)
class Asked:
    filter: RowFilter
    sorting: Sorting
    months: list[Month]  # those BPJS has sent rows for

    @property
    def month_code(self) -> str:
        return str(self.filter.month) if self.filter.month else EVERY_MONTH

    @property
    def month_words(self) -> str:
        return month(self.filter.month) if self.filter.month else _("semua bulan")

    @property
    def group_code(self) -> str:
        return CODE_OF_GROUP[self.filter.settlement] if self.filter.settlement else ""

    @property
    def state_code(self) -> str:
        return CODE_OF_STATE[self.filter.state] if self.filter.state else ""

    @property
    def decidable(self) -> RowFilter | None:
        """Of the rows listed, those about which something may be decided; None where there can be none."""
        if self.filter.state is None:
            return replace(self.filter, state=RowState.OPEN)
        return self.filter if self.filter.state in DECIDABLE else None


def asked_rows(viewer: Viewer) -> Asked:
    months = months_received(viewer)
    sorting = asked_sorting(list(SORTS))
    wanted = RowFilter(
        month=_month(months),
        settlement=asked_choice("kelompok", GROUP_CODES),
        state=asked_choice("keadaan", STATE_CODES),
        place=selected_unit(viewer),
        q=asked_text(),
        batch_id=request.args.get("berkas", type=whole),
        order=SORTS[sorting.key],
        falling=sorting.falling,
    )
    return Asked(wanted, sorting, months)


def _month(months: list[Month]) -> Month | None:
    """The newest that BPJS has sent unless another one, or all of them, are asked for."""
    if request.args.get("bulan", "").strip() == EVERY_MONTH:
        return None
    return asked_month() or (months[0] if months else Month.of(office_today()))


def month_choices(asked: Asked) -> list[tuple[str, object]]:
    found = {*asked.months, *([asked.filter.month] if asked.filter.month else [])}
    return [
        *((str(one), month(one)) for one in sorted(found, reverse=True)),
        (EVERY_MONTH, _l("Semua bulan")),
    ]


def state_choices() -> list[tuple[str, object]]:
    return [("", _l("Semua keadaan")), *((code, ROW_STATES[one]) for code, one in STATE_CODES.items())]


def chips(asked: Asked) -> list[tuple[str, str]]:
    wanted = asked.filter
    return chosen(
        [
            (GROUPS[wanted.settlement].word if wanted.settlement else None, ("kelompok",)),
            (ROW_STATES[wanted.state] if wanted.state else None, ("keadaan",)),
            (place_words(wanted.place) if wanted.place else None, ("unit", "cakupan")),
            (_("berkas %(id)s", id=wanted.batch_id) if wanted.batch_id else None, ("berkas",)),
            (_("“%(q)s”", q=wanted.q) if wanted.q else None, ("q",)),
        ]
    )


def filter_words(asked: Asked) -> str:
    """The filter as one line, for paper."""
    return " · ".join(
        [_("iuran %(months)s", months=asked.month_words), *(words for words, _url in chips(asked))]
    )


def list_pairs() -> list[tuple[str, str]]:
    """The filter of the list one is in, without its page and what is ticked in it."""
    return [(name, value) for name, value in request.args.items(multi=True) if name in PARAMETERS and value]
