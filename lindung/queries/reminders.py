"""Who was reminded of a circular, when last and how often; and whom a reminder would go to today."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from lindung.domain.duties import DutyState
from lindung.queries.viewer import Viewer


class Reminded(NamedTuple):
    """ "Diingatkan 2x, terakhir 12 Nov"."""

    times: int
    last_on: date
    last_by: str | None  # None: the console


class ReminderRow(NamedTuple):
    """One reminder as it was recorded."""

    id: int
    on: date
    by: str | None
    people: int
    text: str
    act_id: int


class Open(NamedTuple):
    """Somebody who still has something to do."""

    sponsor_id: int
    name: str
    unit_code: str
    unit_name: str
    phone: str | None
    state: DutyState  # unanswered, unregistered or unpaid
    reminded: Reminded | None


def reminded(viewer: Viewer, circular_id: int, sponsor_ids: Collection[int]) -> dict[int, Reminded]:
    """Of these people, those who were reminded."""
    raise NotImplementedError


def open_people(
    viewer: Viewer, circular_id: int, today: date, sponsor_ids: Collection[int] | None = None
) -> list[Open]:
    """Everybody within reach (of those asked for) who is not done today, by unit and name: the list of a reminder."""
    raise NotImplementedError


def reminder_rows(viewer: Viewer, circular_id: int, *, most: int = 50) -> list[ReminderRow]:
    """Reminders recorded for people of the viewer's units, newest first; only they are counted."""
    raise NotImplementedError
