"""What the address asks for: whose names, in which state, and whether those reminded a moment ago are left out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lindung.domain.duties import DutyState
from lindung.domain.months import Month
from lindung.queries.circulars import CircularRow
from lindung.queries.places import Place
from lindung.queries.reminders import Open, open_people
from lindung.queries.sponsors import SponsorFilter, StandingFilter, sponsor_ids
from lindung.queries.viewer import Viewer
from lindung.web.figures import binds
from lindung.web.filters import number
from lindung.web.labels import DUTY_STATES
from lindung.web.lists import asked_choice, chosen, place_words
from lindung.web.period import Period
from lindung.web.scope import EXTENT_WORDS
from lindung.web.sponsor_lists import asked_filter, narrowed_words

STATES = {
    "belum": DutyState.UNANSWERED,
    "belum_mendaftarkan": DutyState.UNREGISTERED,
    "belum_lunas": DutyState.UNPAID,
}
SHORT = {  # a phone has no room for more beside a name
    DutyState.UNANSWERED: _l("Belum mengisi"),
    DutyState.UNREGISTERED: _l("Belum mendaftarkan"),
    DutyState.UNPAID: _l("Belum lunas"),
}
REST_DAYS = 7  # nobody is reminded twice within a week unless it is meant
EVEN_THEM = "termasuk"
OPEN = (StandingFilter.UNANSWERED, StandingFilter.UNSETTLED)


@dataclass(frozen=True, slots=True)
class Asked:
    """Everybody with something left to do who fits the address; `resting` were reminded within the last days."""

    circular: CircularRow | None  # None: no circular asks anything of each ASN
    place: Place | None
    state: DutyState | None
    includes_resting: bool
    people: list[Open]
    resting: list[Open]
    narrowed: SponsorFilter  # as the list of ASN is narrowed from which one came
    ticked: tuple[int, ...] = ()  # or those ticked there

    @property
    def recipients(self) -> list[Open]:
        left_out = set() if self.includes_resting else {one.sponsor_id for one in self.resting}
        return [one for one in self.people if one.sponsor_id not in left_out]

    @property
    def state_code(self) -> str:
        return next((code for code, state in STATES.items() if state is self.state), "")

    @property
    def state_choices(self) -> list[tuple[str, object]]:
        return [
            ("", _l("Semua yang belum tuntas")),
            *((code, DUTY_STATES[one].word) for code, one in STATES.items()),
        ]

    @property
    def query(self) -> dict[str, Any]:
        """The same question for another page."""
        place = (
            {"unit": self.place.unit.code, "cakupan": EXTENT_WORDS[self.place.extent]} if self.place else {}
        )
        if self.ticked:
            return {"id": list(self.ticked)}
        kept = {name: request.args.get(name) for name in ("keadaan", "jenis", "q")}
        return place | {name: value for name, value in kept.items() if value}

    def counted(self, state: DutyState) -> int:
        return Counter(one.state for one in self.people)[state]


def asked(viewer: Viewer, period: Period) -> Asked:
    """Looked up at this very moment: whoever has just done it is not among them."""
    ticked = _ticked()  # whoever is ticked is meant, whatever the list was narrowed to when he was found
    narrowed = SponsorFilter() if ticked else asked_filter(viewer)
    place, state = narrowed.place, None if ticked else asked_choice("keadaan", STATES)
    circular = period.circular if binds(period.circular) else None
    people = (
        open_people(viewer, circular.id, period.today, _meant(viewer, circular, period, narrowed, ticked))
        if circular
        else []
    )
    people = [one for one in people if state is None or one.state is state]
    edge = period.today - timedelta(days=REST_DAYS)
    resting = [one for one in people if one.reminded and one.reminded.last_on > edge]
    return Asked(
        circular, place, state, request.args.get("jeda") == EVEN_THEM, people, resting, narrowed, ticked
    )


def chips(wanted: Asked) -> list[tuple[str, str]]:
    return chosen(
        [
            (place_words(wanted.place) if wanted.place else None, ("unit", "cakupan")),
            *narrowed_words(wanted.narrowed),
            (
                _("%(count)s yang dipilih", count=number(len(wanted.ticked))) if wanted.ticked else None,
                ("id",),
            ),
            (_("termasuk yang baru diingatkan") if wanted.includes_resting else None, ("jeda",)),
        ]
    )


def filter_words(wanted: Asked) -> str:
    """The filter as one line, for paper."""
    circular = wanted.circular.number if wanted.circular else None
    return " · ".join(part for part in (circular, *(words for words, _url in chips(wanted))) if part)


def by_unit(people: Sequence[Open]) -> list[tuple[str, str, list[Open]]]:
    """(code, name, people) of each unit, in the order of the list."""
    groups: dict[str, tuple[str, str, list[Open]]] = {}
    for one in people:
        groups.setdefault(one.unit_code, (one.unit_code, one.unit_name, []))[2].append(one)
    return list(groups.values())


def _ticked() -> tuple[int, ...]:
    """People ticked in a list."""
    found = request.args.getlist("id")
    return tuple(sorted({int(one) for one in found if one.isascii() and one.isdigit() and len(one) < 18}))


def _meant(
    viewer: Viewer, circular: CircularRow, period: Period, narrowed: SponsorFilter, ticked: tuple[int, ...]
) -> set[int] | None:
    """Among whom to look for people with something left to do; None: everybody within reach."""
    if ticked:
        return set(ticked)
    if narrowed == SponsorFilter():
        return None
    standings = (narrowed.standing,) if narrowed.standing else OPEN
    return {
        one
        for standing in standings
        for one in sponsor_ids(
            viewer, circular.id, Month.of(period.today), period.today, replace(narrowed, standing=standing)
        )
    }
