"""Three truths of a month: what the office says, what the treasurer deducted, what BPJS received."""

from typing import NamedTuple

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.deductions.base import blueprint
from blueprints.deductions.files import TRUTHS, truth_cells
from lindung.domain.deductions import DIFFERING, Agreement
from lindung.domain.permissions import Act
from lindung.queries.truths import TruthFilter, TruthOrder, all_truth_rows, truth_counts, truth_rows
from lindung.queries.viewer import Viewer
from lindung.web import deduction_words
from lindung.web.deduction_words import AGREEMENT_CODES, AGREEMENTS, CODE_OF_AGREEMENT, DIFFERENCES
from lindung.web.downloads import table_download, wanted_format
from lindung.web.filters import month
from lindung.web.fragments import page_or_fragment, url_with
from lindung.web.lists import (
    Sorting,
    asked_anchor,
    asked_choice,
    asked_sorting,
    chosen,
    extent_choices,
    extent_code,
    is_for_paper,
    month_choices,
    on_paper,
    paging_of,
    place_words,
    unit_choices,
)
from lindung.web.period import Period, selected_period
from lindung.web.policy import allowed_to
from lindung.web.scope import selected_unit
from lindung.web.viewer import current_viewer

SORTS = {"nama": TruthOrder.WORKER, "unit": TruthOrder.UNIT}
ANY = "selisih"  # every kind that somebody has to clear up


class Kind(NamedTuple):
    """One kind of difference as the first sentence counts it; the number opens its list."""

    words: object
    remedy: object
    workers: int
    url: str


@blueprint.get("/tiga-sumber")
@allowed_to(Act.READ)
def truths() -> Response:
    viewer, period = current_viewer(), selected_period()
    sorting = asked_sorting(list(SORTS))
    wanted = _asked(viewer, period, sorting)
    if kind := wanted_format():
        rows = truth_cells(all_truth_rows(viewer, wanted, period.today))
        return table_download(kind, f"tiga-sumber-{period.month}", _("Tiga sumber"), TRUTHS, rows)
    return page_or_fragment(
        "deductions/truths.html", "deductions/_truths.html", **_page(viewer, period, wanted, sorting)
    )


def _page(viewer: Viewer, period: Period, wanted: TruthFilter, sorting: Sorting) -> dict[str, object]:
    counts = truth_counts(viewer, wanted, period.today)
    total = _total(counts, wanted)
    if is_for_paper():
        found = on_paper(all_truth_rows(viewer, wanted, period.today))
    else:
        found = truth_rows(viewer, wanted, period.today, total, asked_anchor())
    found_chips = _chips(wanted)
    return {
        "period": period,
        "wanted": wanted,
        "all": sum(counts.values()),
        "differing": sum(counts.get(one, 0) for one in DIFFERING),
        "kinds": [_kind(one, counts[one]) for one in DIFFERING if counts.get(one)],
        "differing_url": url_with(keadaan=ANY, sesudah=None, sebelum=None),
        "found": found,
        "paging": paging_of(found),
        "sorted_by": sorting.code,
        "for_paper": is_for_paper(),
        "chips": found_chips,
        "filter_words": " · ".join([month(period.month), *(words for words, _url in found_chips)]),
        "choices": _choices(),
        "choice": _code(wanted),
        "months": month_choices(period),
        "units": unit_choices(viewer, wanted.place),
        "extents": extent_choices(),
        "extent": extent_code(wanted.place),
        "words": deduction_words,
    }


def _asked(viewer: Viewer, period: Period, sorting: Sorting) -> TruthFilter:
    return TruthFilter(
        month=period.month,
        place=selected_unit(viewer),
        agreement=asked_choice("keadaan", AGREEMENT_CODES),
        differing=request.args.get("keadaan") == ANY,
        order=SORTS[sorting.key],
        falling=sorting.falling,
    )


def _total(counts: dict[Agreement, int], wanted: TruthFilter) -> int:
    if wanted.agreement:
        return counts.get(wanted.agreement, 0)
    kinds = DIFFERING if wanted.differing else tuple(Agreement)
    return sum(counts.get(one, 0) for one in kinds)


def _kind(agreement: Agreement, count: int) -> Kind:
    url = url_with(keadaan=CODE_OF_AGREEMENT[agreement], sesudah=None, sebelum=None)
    return Kind(AGREEMENTS[agreement].word, DIFFERENCES[agreement], count, url)


def _choices() -> list[tuple[str, object]]:
    kinds = [(code, AGREEMENTS[one].word) for code, one in AGREEMENT_CODES.items()]
    return [("", _l("Semua pekerja")), (ANY, _l("Yang berbeda")), *kinds]


def _code(wanted: TruthFilter) -> str:
    if wanted.agreement:
        return CODE_OF_AGREEMENT[wanted.agreement]
    return ANY if wanted.differing else ""


def _chips(wanted: TruthFilter) -> list[tuple[str, str]]:
    kind = AGREEMENTS[wanted.agreement].word if wanted.agreement else None
    return chosen(
        [
            (place_words(wanted.place) if wanted.place else None, ("unit", "cakupan")),
            (kind or (_("yang berbeda") if wanted.differing else None), ("keadaan",)),
        ]
    )
