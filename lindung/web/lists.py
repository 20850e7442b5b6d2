"""What lists of people share: pages by key, sorting, the choice of a unit, and filters in words."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from flask import request
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from lindung.domain.months import Month
from lindung.queries.paging import Anchor, Slice
from lindung.queries.places import Extent, Place
from lindung.queries.units import UnitRow, children, reporting_units, unit_by_id
from lindung.queries.viewer import Viewer
from lindung.web.filters import month
from lindung.web.fragments import url_with
from lindung.web.period import Period
from lindung.web.scope import EXTENT_WORDS

MOST_UNITS = 80  # choices of one select; deeper units are reached from the tree or by search

Choice = TypeVar("Choice", bound=StrEnum)


class Paging(NamedTuple):
    """What the paging component wants."""

    first: int
    last: int
    total: int
    previous_url: str | None
    next_url: str | None


class Sorting(NamedTuple):
    key: str
    falling: bool

    @property
    def code(self) -> str:
        return f"-{self.key}" if self.falling else self.key


def asked_anchor() -> Anchor | None:
    """The row the page begins after (`sesudah`) or ends before (`sebelum`); anything unreadable is the first page."""
    for name, backwards in (("sesudah", False), ("sebelum", True)):
        row_id, _dot, position = request.args.get(name, "").partition(".")
        if (
            row_id.isascii()
            and row_id.isdigit()
            and len(row_id) < 18
            and position.isascii()
            and position.isdigit()
        ):
            return Anchor(int(row_id), min(int(position[:9]), 10**8), backwards)
    return None


def asked_sorting(keys: Sequence[str]) -> Sorting:
    """How the list is sorted (`urut`); the first key rising unless one of the others is asked for."""
    asked = request.args.get("urut", "")
    key = asked.removeprefix("-")
    return Sorting(key, asked.startswith("-")) if key in keys else Sorting(keys[0], False)


def asked_choice(name: str, words: Mapping[str, Choice]) -> Choice | None:
    """One of a filter's choices; unknown words count as none."""
    return words.get(request.args.get(name, "").strip())


def asked_text(name: str = "q", most: int = 100) -> str:
    return " ".join(request.args.get(name, "").replace("\x00", "").split())[:most]


def paging_of(found: Slice[Any]) -> Paging:
    return Paging(
        found.first,
        found.last,
        found.total,
        url_with(sebelum=found.previous, sesudah=None) if found.previous else None,
        url_with(sesudah=found.next, sebelum=None) if found.next else None,
    )


def unit_choices(viewer: Viewer, place: Place | None) -> list[tuple[str, str]]:
    """The units one may choose from here: those with a row of their own, and what lies below the chosen one."""
    units: dict[int, UnitRow] = {unit.id: unit for unit in reporting_units(viewer)}
    home = (
        place.unit
        if place
        else unit_by_id(viewer, viewer.unit_id)
        if viewer.units and viewer.unit_id
        else None
    )
    if home:
        units[home.id] = home
        below = children(viewer, home.id)
        if len(below) <= MOST_UNITS:
            units |= {unit.id: unit for unit in below}
    ordered = sorted(units.values(), key=lambda unit: unit.code)
    return [("", _("Semua unit")), *((unit.code, unit.name) for unit in ordered)]


def extent_choices() -> list[tuple[str, str]]:
    return [
        ("semua", _("beserta unit di bawahnya")),
        ("langsung", _("hanya unit ini")),
        ("laporan", _("tanpa unit yang melapor sendiri")),
    ]


def extent_code(place: Place | None) -> str:
    return EXTENT_WORDS[place.extent] if place else ""


def place_words(place: Place) -> str:
    """The unit and how much below it is meant, as a chip says it."""
    match place.extent:
        case Extent.DIRECT:
            return _("%(unit)s saja", unit=place.unit.name)
        case Extent.REPORT:
            return _("%(unit)s tanpa unit yang melapor sendiri", unit=place.unit.name)
        case Extent.SUBTREE:
            return place.unit.name


def chosen(parts: Sequence[tuple[str | LazyString | None, tuple[str, ...]]]) -> list[tuple[str, str]]:
    """Chips: each filter in words with the address that leaves it out; parts are (words or None, parameters)."""
    gone = {"sesudah": None, "sebelum": None, "pilih": None}
    return [(str(words), url_with(**gone, **dict.fromkeys(names))) for words, names in parts if words]


def month_choices(period: Period) -> list[tuple[str, str]]:
    """The months of the circular so far, the newest first."""
    last = Month.of(period.today)
    first = Month.of(period.circular.in_force_from) if period.circular else last
    months = {*min(first, last).through(last), period.month}
    return [(str(one), month(one)) for one in sorted(months, reverse=True)]


def circular_choices(period: Period) -> list[tuple[str, str]]:
    """Circulars with months to show; a choice only where there is more than one."""
    rows = period.circulars
    return [(row.number, row.number) for row in rows] if len(rows) > 1 else []
