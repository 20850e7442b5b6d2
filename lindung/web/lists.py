"""What lists of people share: pages by key, sorting, the choice of a unit, and filters in words."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from lindung.domain.months import Month
from lindung.queries.paging import PAGE, Anchor, Slice
from lindung.queries.places import Extent, Place
from lindung.queries.units import UnitRow, children, reporting_units, unit_by_id
from lindung.queries.viewer import Viewer
from lindung.web.closing import lock_note
from lindung.web.filters import month
from lindung.web.fragments import url_with
from lindung.web.period import Period
from lindung.web.scope import EXTENT_WORDS

MOST_ON_PAPER = 2000  # rows of one printed list; of more than these somebody wants the file
MOST_UNITS = 800  # choices of one select: every school of an office; deeper units come up when one is chosen

SECRET_LENGTHS = range(13, 18)
TYPED = "diketik"  # of `nik`: somebody typed one into the filter

Choice = TypeVar("Choice", bound=StrEnum)
Row = TypeVar("Row")


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


def is_secret(text: str) -> bool:
    """A NIK, or one typed with a digit too few or too many; a NIP has 18."""
    bare = bare_number(text)
    return bare.isascii() and bare.isdigit() and len(bare) in SECRET_LENGTHS


def bare_number(text: str) -> str:
    return "".join(sign for sign in text if sign not in " .-")


def without_nik() -> ResponseReturnValue | None:
    """A NIK typed into a list's filter goes out of the address at once; the list says where one is looked for."""
    if not is_secret(asked_text()):
        return None
    return redirect(url_with(q=None, format=None, cetak=None, sesudah=None, sebelum=None, nik=TYPED), 303)


def nik_was_typed() -> bool:
    return request.args.get("nik") == TYPED


def unknown(name: str, words: Mapping[str, object]) -> str | None:
    """A filter that asks for what does not exist is left out, and its chip says so."""
    asked = asked_text(name, 40)
    return _("“%(asked)s” tidak dikenal, diabaikan", asked=asked) if asked and asked not in words else None


def paging_of(found: Slice[Any]) -> Paging:
    return Paging(
        found.first,
        found.last,
        found.total,
        url_with(sebelum=found.previous, sesudah=None) if found.previous else None,
        url_with(sesudah=found.next, sebelum=None) if found.next else None,
    )


def page_of(rows: Sequence[Row], ids: Sequence[int], anchor: Anchor | None) -> Slice[Row]:
    """A page of a list that is whole in memory; an anchor that is not in it any more is the first page."""
    place = {id_: number for number, id_ in enumerate(ids)}
    start = 0
    if anchor and anchor.id in place:
        start = max(place[anchor.id] - PAGE, 0) if anchor.backwards else place[anchor.id] + 1
    start = start if start < len(rows) else 0
    beyond = min(start + PAGE, len(rows))
    if not rows:
        return Slice([], 0, 0, None, None)
    return Slice(
        list(rows[start:beyond]),
        start + 1,
        len(rows),
        Anchor(ids[start], start + 1, backwards=True) if start else None,
        Anchor(ids[beyond - 1], beyond) if beyond < len(rows) else None,
    )


def is_for_paper() -> bool:
    """Whether the whole list is asked for, to be printed as one document (`cetak`)."""
    return request.args.get("cetak") == "1"


def on_paper(rows: list[Row]) -> Slice[Row]:
    """Everything the filter finds as a single page."""
    return Slice(rows[:MOST_ON_PAPER], 1 if rows else 0, len(rows), None, None)


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


def filter_choices(viewer: Viewer, period: Period, place: Place | None) -> dict[str, object]:
    """What the selects of a list of people offer."""
    return {
        "units": unit_choices(viewer, place),
        "extents": extent_choices(),
        "extent": extent_code(place),
        "months": month_choices(period),
        "circulars": circular_choices(period),
        "nik_typed": nik_was_typed(),
        "lock": lock_note(viewer, _unit_of(viewer, place), period.month, period.today),
    }


def _unit_of(viewer: Viewer, place: Place | None) -> int | None:
    """Whose people the list speaks of; None: of several offices."""
    return place.unit.id if place else viewer.unit_id if viewer.units else None


def chosen(parts: Sequence[tuple[str | LazyString | None, tuple[str, ...]]]) -> list[tuple[str, str]]:
    """Chips: each filter in words with the address that leaves it out; parts are (words or None, parameters)."""
    gone = {"sesudah": None, "sebelum": None, "pilih": None, "cetak": None, "nik": None}
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
