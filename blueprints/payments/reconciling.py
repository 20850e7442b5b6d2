"""What BPJS received, row by row: groups of R16 with their sums, filters, and what may be decided about them."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Response, request, url_for
from flask_babel import gettext as _

from blueprints.payments.asked import (
    Asked,
    asked_rows,
    chips,
    filter_words,
    list_pairs,
    month_choices,
    state_choices,
)
from blueprints.payments.files import ROWS, row_cells
from blueprints.payments.routes import blueprint
from lindung.domain.permissions import Act
from lindung.domain.settlements import WITHOUT_MONEY, Resolution, Settlement
from lindung.queries.reconciliation import (
    GroupCount,
    Reconciled,
    RowFilter,
    RowState,
    all_reconciled,
    first_reconciled,
    group_counts,
    reconciled,
    row_total,
)
from lindung.queries.viewer import Viewer
from lindung.web import settlement_words
from lindung.web.clock import office_today
from lindung.web.downloads import table_download, wanted_format
from lindung.web.fragments import page_or_fragment, url_with
from lindung.web.lists import (
    MOST_ON_PAPER,
    asked_anchor,
    extent_choices,
    extent_code,
    is_for_paper,
    paging_of,
    unit_choices,
)
from lindung.web.policy import allowed_to
from lindung.web.settlement_words import CODE_OF_GROUP, GROUPS
from lindung.web.viewer import current_viewer


class Totals(NamedTuple):
    """What the first sentence says."""

    rows: int
    rupiah: int
    matched: int
    open: int
    waiting: int
    waiting_rupiah: int

    @property
    def decided(self) -> int:
        return self.rows - self.matched - self.open


class GroupChip(NamedTuple):
    words: str
    tone: str
    rows: int
    rupiah: int
    url: str | None
    is_chosen: bool


@blueprint.get("/rekonsiliasi")
@allowed_to(Act.READ)
def reconcile() -> Response:
    viewer, today = current_viewer(), office_today()
    asked = asked_rows(viewer)
    if kind := wanted_format():
        rows = row_cells(all_reconciled(viewer, asked.filter, today))
        return table_download(kind, f"rekonsiliasi-{asked.month_code}", _("Rekonsiliasi"), ROWS, rows)
    return page_or_fragment("payments/reconcile.html", "payments/_reconcile.html", **_page(viewer, asked))


def _page(viewer: Viewer, asked: Asked) -> dict[str, object]:
    today, counts = office_today(), group_counts(viewer, asked.filter)
    if is_for_paper():
        found = first_reconciled(viewer, asked.filter, today, MOST_ON_PAPER)
    else:
        found = reconciled(viewer, asked.filter, today, asked_anchor())
    found_chips, place = chips(asked), asked.filter.place
    return {
        "asked": asked,
        "totals": totals_of(counts),
        "groups": [_chip(one, asked) for one in counts],
        "found": found,
        "paging": paging_of(found),
        "for_paper": is_for_paper(),
        "chips": found_chips,
        "filter_words": filter_words(asked),
        "months": month_choices(asked),
        "states": state_choices(),
        "units": unit_choices(viewer, place),
        "extents": extent_choices(),
        "extent": extent_code(place),
        "asked_back": _asked_back(viewer, asked),
        "words": settlement_words,
        **_deciding(viewer, asked),
    }


def totals_of(counts: Sequence[GroupCount]) -> Totals:
    return Totals(
        sum(one.rows for one in counts),
        sum(one.rupiah for one in counts),
        sum(one.rows for one in counts if one.settlement is Settlement.MATCHED),
        sum(one.open for one in counts),
        sum(one.waiting for one in counts),
        sum(one.waiting_rupiah for one in counts),
    )


def _chip(one: GroupCount, asked: Asked) -> GroupChip:
    words, tone = GROUPS[one.settlement]
    is_chosen = asked.filter.settlement is one.settlement
    wanted = None if is_chosen else CODE_OF_GROUP[one.settlement]
    url = url_with(kelompok=wanted, sesudah=None, sebelum=None, pilih=None, cetak=None) if one.rows else None
    return GroupChip(str(words), tone if one.open else "calm", one.rows, one.rupiah, url, is_chosen)


def _deciding(viewer: Viewer, asked: Asked) -> dict[str, object]:
    """What the buttons above and below the list are for."""
    may_decide = viewer.may(Act.LOAD_BPJS_FILES) and not is_for_paper()
    decidable = row_total(viewer, asked.decidable) if may_decide and asked.decidable else 0
    offers = settlement_words.offers(asked.filter.settlement)
    return {
        "may_decide": may_decide and bool(offers),
        "decidable": decidable,
        "everybody": request.args.get("pilih") == "semua",
        "offers": offers,
        "can_decide": can_decide,
        "resolve_url": f"{url_for('payments.resolve')}?{urlencode(list_pairs())}",
    }


def can_decide(one: Reconciled) -> bool:
    """Right needs nothing; what was booked by a decision is taken back by undoing it."""
    if one.row.settlement is Settlement.MATCHED:
        return False
    return one.row.resolution is None or one.row.resolution in WITHOUT_MONEY


def _asked_back(viewer: Viewer, asked: Asked) -> int:
    """How long the letter to the branch would be."""
    return row_total(viewer, RowFilter(month=asked.filter.month, state=RowState(Resolution.ASKED_BACK.value)))
