"""The queue of workers who lose their payer, the soonest first; and one of them with who could pay."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.handovers.files import HEADER, file_rows
from blueprints.handovers.forms import AcceptForm, EndForm, OfferForm, RefuseForm
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.handovers import (
    HandoverFilter,
    HandoverFilterState,
    HandoverOrder,
    HandoverRow,
    calls,
    candidates,
    handover_ids,
    handover_row,
    handover_rows,
)
from lindung.queries.history import history
from lindung.queries.paging import Slice
from lindung.queries.viewer import Viewer
from lindung.web import handover_words
from lindung.web.clock import office_today
from lindung.web.downloads import table_download, wanted_format
from lindung.web.forms import OfficeForm
from lindung.web.fragments import page_or_fragment
from lindung.web.handover_words import CAUSE_CODES, CAUSES, FILTER_CODES, FILTERS
from lindung.web.history import told
from lindung.web.lists import (
    MOST_ON_PAPER,
    Sorting,
    asked_anchor,
    asked_choice,
    asked_sorting,
    asked_text,
    chosen,
    is_for_paper,
    nik_was_typed,
    page_of,
    paging_of,
    place_words,
    unit_choices,
    without_nik,
)
from lindung.web.policy import allowed_to
from lindung.web.scope import selected_unit
from lindung.web.viewer import current_viewer

blueprint = Blueprint("handovers", __name__, url_prefix="/alih")

SORTS = {
    "aman": HandoverOrder.SOONEST,
    "nama": HandoverOrder.NAME,
    "unit": HandoverOrder.UNIT,
}
SORT_HEADS = {"aman": _l("Dibayar sampai"), "nama": _l("Pekerja"), "unit": _l("Pembayar iuran")}


@blueprint.get("")
@allowed_to(Act.READ)
def index() -> ResponseReturnValue:
    if elsewhere := without_nik():
        return elsewhere
    viewer, today, sorting = current_viewer(), office_today(), asked_sorting(list(SORTS))
    wanted = _wanted(viewer, sorting)
    if kind := wanted_format():
        rows = file_rows(handover_rows(viewer, handover_ids(viewer, wanted), today))
        return table_download(kind, f"alih-tanggungan-{today}", _("Alih tanggungan"), HEADER, rows)
    return page_or_fragment("handovers/index.html", "handovers/_list.html", **_page(viewer, wanted, sorting))


@blueprint.get("/<int:handover_id>")
@allowed_to(Act.READ)
def show(handover_id: int) -> Response:
    row = handover_row(current_viewer(), handover_id, office_today())
    return Response(one_page(row))


def one_page(row: HandoverRow, form: OfficeForm | None = None, problem: str | None = None) -> str:
    """The card of one worker with the forms that are this viewer's to fill; `form` is the one just sent."""
    viewer, today, q = current_viewer(), office_today(), asked_text("cari")
    found = candidates(viewer, q, today, besides=row.sponsor_id) if row.gives and row.is_open else []
    offering = form if isinstance(form, OfferForm) else OfferForm(formdata=None)
    accepting = form if isinstance(form, AcceptForm) else AcceptForm(formdata=None)
    ending = form if isinstance(form, EndForm) else EndForm(formdata=None, data={"on": today})
    offering.offer(found)
    accepting.offer(row, Month.of(today))
    enrolments = {"handover": [row.id], "enrolment": [row.enrolment_id] if row.gives else []}
    return render_template(
        "handovers/show.html",
        row=row,
        q=q,
        found=found,
        offering=offering,
        accepting=accepting,
        refusing=form if isinstance(form, RefuseForm) else RefuseForm(formdata=None),
        ending=ending,
        sent=form,
        problem=problem,
        may_decide=viewer.may(Act.DECIDE_QUESTIONS),
        words=handover_words,
        story=told(history(viewer, enrolments), viewer),
        query=request.query_string.decode(),
    )


def _wanted(viewer: Viewer, sorting: Sorting) -> HandoverFilter:
    return HandoverFilter(
        state=asked_choice("keadaan", FILTER_CODES) or HandoverFilterState.OPEN,
        cause=asked_choice("sebab", CAUSE_CODES),
        place=selected_unit(viewer),
        q=asked_text(),
        order=SORTS[sorting.key],
        falling=sorting.falling,
    )


def _page(viewer: Viewer, wanted: HandoverFilter, sorting: Sorting) -> dict[str, object]:
    today, ids = office_today(), handover_ids(viewer, wanted)
    if is_for_paper():
        cut = Slice(ids[:MOST_ON_PAPER], 1 if ids else 0, len(ids), None, None)
    else:
        cut = page_of(ids, ids, asked_anchor())
    found = handover_rows(viewer, cut.rows, today)
    chips = _chips(wanted)
    return {
        "wanted": wanted,
        "nik_typed": nik_was_typed(),
        "calls": calls(viewer, today),
        "rows": found,
        "total": len(ids),
        "paging": paging_of(cut),
        "for_paper": is_for_paper(),
        "chips": chips,
        "filter_words": " · ".join(words for words, _url in chips),
        "states": [(code, FILTERS[state]) for code, state in FILTER_CODES.items()],
        "state": next(code for code, state in FILTER_CODES.items() if state is wanted.state),
        "causes": [("", _("Semua sebab")), *((code, CAUSES[cause]) for code, cause in CAUSE_CODES.items())],
        "cause": next((code for code, cause in CAUSE_CODES.items() if cause is wanted.cause), ""),
        "units": unit_choices(viewer, wanted.place),
        "sorted_by": sorting.code,
        "sort_heads": SORT_HEADS,
        "may_decide": viewer.may(Act.DECIDE_QUESTIONS),
        "words": handover_words,
    }


def _chips(wanted: HandoverFilter) -> list[tuple[str, str]]:
    is_other = wanted.state is not HandoverFilterState.OPEN
    return chosen(
        [
            (FILTERS[wanted.state] if is_other else None, ("keadaan",)),
            (CAUSES[wanted.cause] if wanted.cause else None, ("sebab",)),
            (place_words(wanted.place) if wanted.place else None, ("unit", "cakupan")),
            (_("“%(q)s”", q=wanted.q) if wanted.q else None, ("q",)),
        ]
    )
