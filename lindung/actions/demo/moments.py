"""When something of the demo happened: in office hours of a day, and never after the demo was made."""

from datetime import UTC, date, datetime, time, timedelta

YEAR = 12  # months that a demo's history spans, the running one included
MORNING = time(2, 30)  # UTC: half past nine in WIB, half past eleven in WIT
EARLY = timedelta(hours=-6, minutes=-45)  # a quarter past midnight in WIB


def moment(day: date, today: date, minutes: int = 0) -> datetime:
    """On that day; what would lie ahead happened in the first minutes of today."""
    if day < today:
        return datetime.combine(day, MORNING, UTC) + timedelta(minutes=minutes)
    return datetime.combine(today, time(0), UTC) + EARLY + timedelta(minutes=minutes // 10)
