"""The calendar on screen, on paper and as a file; its days are the regency's own (R23)."""

from typing import NamedTuple

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from blueprints.calendar.ical import ical_response
from blueprints.calendar.words import KIND_CODES, KINDS, address, words
from lindung.domain.calendar import MONTHS, DayKind
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.calendar import OfficeDay, office_days
from lindung.web.clock import office_today
from lindung.web.downloads import Cell, table_download, wanted_format
from lindung.web.filters import month
from lindung.web.fragments import page_or_fragment
from lindung.web.lists import asked_choice, asked_sorting, chosen
from lindung.web.policy import allowed_to

blueprint = Blueprint("calendar", __name__, url_prefix="/kalender")
HEADER = ["tanggal", "jenis", "keterangan"]


class Told(NamedTuple):
    one: OfficeDay
    words: str
    kind: str
    url: str | None
    days_left: int


@blueprint.get("")
@allowed_to(Act.READ)
def index() -> Response:
    kind, sorting = asked_choice("jenis", KIND_CODES), asked_sorting(["tanggal"])
    everything = office_days(office_today())
    days = [one for one in everything if kind in (None, one.kind)]
    if sorting.falling:
        days.reverse()
    if request.args.get("format") == "ics":
        return ical_response("kalender-lindung", [(one.day, words(one)) for one in days])
    if wanted := wanted_format():
        return table_download(
            wanted, f"kalender-{office_today()}", _("Kalender"), HEADER, [_cells(one) for one in days]
        )
    return page_or_fragment(
        "calendar/index.html",
        "calendar/_list.html",
        days=[_told(one) for one in days],
        next_due=next((one for one in everything if one.kind is DayKind.DUE), None),
        sorted_by=sorting.code,
        **_facts(kind),
    )


def _facts(kind: DayKind | None) -> dict[str, object]:
    running = Month.of(office_today())
    chips = chosen([(KINDS[kind] if kind else None, ("jenis",))])
    span = _("%(first)s–%(last)s", first=month(running), last=month(running.plus(MONTHS)))
    return {
        "span": span,
        "kinds": [("", _("Semua jenis")), *((code, KINDS[one]) for code, one in KIND_CODES.items())],
        "kind": next((code for code, one in KIND_CODES.items() if one is kind), ""),
        "chips": chips,
        "filter_words": " · ".join([span, *(label for label, _url in chips)]),
    }


def _told(one: OfficeDay) -> Told:
    return Told(one, words(one), str(KINDS[one.kind]), address(one), (one.day - office_today()).days)


def _cells(one: OfficeDay) -> list[Cell]:
    return [one.day, str(KINDS[one.kind]), words(one)]
