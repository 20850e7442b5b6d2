"""The suite's day: Friday, 20 November 2026, 10.42 WIB, unless a test moves it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import time_machine

from lindung.domain.months import Month

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 20, 10, 42, tzinfo=WIB)
TODAY = NOW.date()
THIS_MONTH = Month.of(TODAY)


class Clock:
    """Moves the process's clock; times without a zone are the regency's."""

    def __init__(self) -> None:
        self._travel: time_machine.travel | None = None

    def move_to(self, moment: str | datetime) -> None:
        self.release()
        wanted = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        wanted = wanted if wanted.tzinfo else wanted.replace(tzinfo=WIB)
        # In UTC: with a named zone time-machine would also change the process's own zone, which must not matter.
        self._travel = time_machine.travel(wanted.astimezone(UTC), tick=True)
        self._travel.start()

    def release(self) -> None:
        if self._travel:
            self._travel.stop()
            self._travel = None

    @property
    def today(self) -> date:
        return today()


def today() -> date:
    """The regency's day as the process's clock, moved or not, has it."""
    return datetime.now(UTC).astimezone(WIB).date()
