"""Names of those who are not done, unit by unit: what a head reads on a phone."""

from collections.abc import Iterator, Sequence

from flask import Response
from flask_babel import gettext as _

from blueprints.reminders.asked import SHORT, asked, by_unit, chips, filter_words
from blueprints.reminders.base import blueprint
from lindung.domain.permissions import Act
from lindung.queries.reminders import Open
from lindung.web import labels
from lindung.web.downloads import Cell, table_download, wanted_format
from lindung.web.fragments import page_or_fragment
from lindung.web.lists import extent_choices, extent_code, unit_choices
from lindung.web.period import selected_period
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer

MOST_NAMES = 400  # more are counted by unit, and a unit's names are one click away
HEADER = ["kode_unit", "unit", "nama", "keadaan", "diingatkan", "terakhir_diingatkan"]


@blueprint.get("/nama")
@allowed_to(Act.READ)
def names() -> Response:
    viewer, period = current_viewer(), selected_period(of_today=True)
    wanted = asked(viewer, period)
    if kind := wanted_format():
        return table_download(
            kind, f"belum-tuntas-{period.today}", _("Belum tuntas"), HEADER, _rows(wanted.people)
        )
    return page_or_fragment(
        "reminders/names.html",
        "reminders/_names.html",
        period=period,
        asked=wanted,
        groups=by_unit(wanted.people),
        has_names=len(wanted.people) <= MOST_NAMES,
        chips=chips(wanted),
        filter_words=filter_words(wanted),
        units=unit_choices(viewer, wanted.place),
        extents=extent_choices(),
        extent=extent_code(wanted.place),
        may_remind=viewer.may(Act.WRITE_LETTERS),
        short=SHORT,
        labels=labels,
    )


def _rows(people: Sequence[Open]) -> Iterator[list[Cell]]:
    for one in people:
        yield [
            one.unit_code,
            one.unit_name,
            one.name,
            labels.DUTY_STATE_CODES[one.state],
            one.reminded.times if one.reminded else 0,
            one.reminded.last_on if one.reminded else None,
        ]
