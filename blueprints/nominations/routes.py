"""A programme's list: who is on it, how far each has come, and what speaks against whom."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.nominations.asked import (
    Asked,
    asked_list,
    chips,
    filter_words,
    finding_choices,
    list_query,
    month_choices,
    reason_choices,
    stage_choices,
)
from blueprints.nominations.files import LIST, list_cells
from lindung.domain.permissions import Act
from lindung.queries.nominations import (
    all_nomination_rows,
    categories,
    nominating_units,
    nomination_rows,
    stage_counts,
)
from lindung.queries.programmes import programme_circular
from lindung.queries.units import unit_by_id
from lindung.queries.viewer import Viewer
from lindung.web import labels, nomination_words
from lindung.web.downloads import table_download, wanted_format
from lindung.web.fragments import page_or_fragment
from lindung.web.lists import (
    asked_anchor,
    extent_choices,
    extent_code,
    is_for_paper,
    nik_was_typed,
    on_paper,
    paging_of,
    without_nik,
)
from lindung.web.nomination_words import CODE_OF_STAGE
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer

blueprint = Blueprint("nominations", __name__, url_prefix="/program")
WORDS = {"words": nomination_words, "labels": labels, "stage_codes": CODE_OF_STAGE}


@blueprint.get("/<int:circular_id>/usulan")
@allowed_to(Act.READ)
def index(circular_id: int) -> ResponseReturnValue:
    if elsewhere := without_nik():
        return elsewhere
    viewer = current_viewer()
    asked = asked_list(programme_circular(viewer, circular_id), viewer)
    if kind := wanted_format():
        rows = all_nomination_rows(viewer, circular_id, asked.today, asked.filter)
        name = f"usulan-{asked.month}"
        return table_download(kind, name, _("Usulan desa"), LIST, list_cells(rows, asked.today))
    return page_or_fragment(
        "nominations/index.html",
        "nominations/list_changed.html",
        units=_unit_choices(viewer, asked),
        extents=extent_choices(),
        extent=extent_code(asked.filter.place),
        months=month_choices(asked.circular, asked.month, asked.today),
        stages=stage_choices(),
        findings=finding_choices(),
        reasons=reason_choices(),
        groups=[("", _("Semua kelompok")), *((one, one) for one in categories(viewer, circular_id))],
        nik_typed=nik_was_typed(),
        **list_facts(viewer, asked),
        **_rows(viewer, asked),
    )


def list_facts(viewer: Viewer, asked: Asked) -> dict[str, object]:
    """What stands above the list, whether it is drawn whole or one of its rows was saved."""
    return {
        "asked": asked,
        "circular": asked.circular,
        "counts": stage_counts(viewer, asked.circular.id, asked.today, asked.everybody),
        "here_query": list_query(),
        "list_with": list_query,
        "today": asked.today,
        "unit_code_of_viewer": _unit_code(viewer),
        **WORDS,
    }


def _rows(viewer: Viewer, asked: Asked) -> dict[str, object]:
    if is_for_paper():
        found = on_paper(list(all_nomination_rows(viewer, asked.circular.id, asked.today, asked.filter)))
    else:
        found = nomination_rows(viewer, asked.circular.id, asked.today, asked.filter, asked_anchor())
    return {
        "found": found,
        "paging": paging_of(found),
        "for_paper": is_for_paper(),
        "chips": chips(asked),
        "filter_words": filter_words(asked),
    }


def _unit_code(viewer: Viewer) -> str | None:
    """Whose list an empty page offers to begin."""
    return unit_by_id(viewer, viewer.unit_id).code if viewer.units and viewer.unit_id else None


def _unit_choices(viewer: Viewer, asked: Asked) -> list[tuple[str, str]]:
    """The villages with a list, and the unit that is chosen."""
    units = nominating_units(viewer, asked.circular.id)
    place = asked.filter.place
    if place and place.unit.code not in {code for code, _name in units}:
        units.append((place.unit.code, place.unit.name))
    return [("", _("Semua desa")), *units]
