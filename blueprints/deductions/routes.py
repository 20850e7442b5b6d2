"""The treasurer's list of a month, and those who would owe and have no surat kuasa."""

from flask import Response
from flask_babel import gettext as _

from blueprints.deductions.asked import (
    Asked,
    asked_list,
    chips,
    due_choices,
    filter_words,
    length_choices,
    marking_choices,
    pay_choices,
    source_choices,
)
from blueprints.deductions.base import blueprint
from blueprints.deductions.files import DEDUCTIONS, UNMANDATED, deduction_cells, unmandated_cells
from lindung.actions.mandates import MAY
from lindung.domain.permissions import Act
from lindung.queries.deductions import all_deduction_rows, deduction_rates, deduction_rows, deduction_totals
from lindung.queries.mandates import cancelled_rows
from lindung.queries.viewer import Viewer
from lindung.web import deduction_words
from lindung.web.downloads import table_download, wanted_format
from lindung.web.fragments import page_or_fragment
from lindung.web.lists import (
    asked_anchor,
    extent_choices,
    extent_code,
    is_for_paper,
    on_paper,
    paging_of,
    unit_choices,
)
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer


@blueprint.get("/potongan")
@allowed_to(Act.READ)
def index() -> Response:
    viewer = current_viewer()
    asked = asked_list(viewer)
    if kind := wanted_format():
        rows = all_deduction_rows(viewer, asked.filter, asked.today)
        name = f"potongan-{asked.pay}-iuran-{asked.first}"
        return table_download(kind, name, _("Potongan iuran"), DEDUCTIONS, deduction_cells(asked, rows))
    rates = deduction_rates(viewer, asked.filter, asked.today)
    return page_or_fragment(
        "deductions/index.html",
        "deductions/_list.html",
        sum_words=deduction_words.sum_sentence(rates, is_one_month=asked.is_one_month),
        cancelled=cancelled_rows(viewer, asked.filter.months),
        pays=pay_choices(asked),
        dues=due_choices(asked),
        lengths=length_choices(asked),
        sources=source_choices(),
        markings=marking_choices(),
        **_list(viewer, asked),
    )


@blueprint.get("/potongan/tanpa-surat-kuasa")
@allowed_to(Act.READ)
def unmandated() -> Response:
    viewer = current_viewer()
    asked = asked_list(viewer).unmandated()
    if kind := wanted_format():
        rows = all_deduction_rows(viewer, asked.filter, asked.today)
        name = f"tanpa-surat-kuasa-{asked.first}"
        return table_download(kind, name, _("Tanpa surat kuasa"), UNMANDATED, unmandated_cells(rows))
    return page_or_fragment(
        "deductions/unmandated.html",
        "deductions/_unmandated.html",
        may_mandate=any(viewer.may(one) for one in MAY),
        pays=pay_choices(asked),
        dues=due_choices(asked),
        **_list(viewer, asked),
    )


def _list(viewer: Viewer, asked: Asked) -> dict[str, object]:
    """What both lists draw."""
    totals = deduction_totals(viewer, asked.filter, asked.today)
    if is_for_paper():
        found = on_paper(all_deduction_rows(viewer, asked.filter, asked.today))
    else:
        found = deduction_rows(viewer, asked.filter, asked.today, totals.people, asked_anchor())
    return {
        "asked": asked,
        "totals": totals,
        "found": found,
        "paging": paging_of(found),
        "for_paper": is_for_paper(),
        "chips": chips(asked),
        "filter_words": filter_words(asked),
        "units": unit_choices(viewer, asked.filter.place),
        "extents": extent_choices(),
        "extent": extent_code(asked.filter.place),
        "words": deduction_words,
    }
