"""The regency's own clock (R23): whatever zone the server lives in, office days and months follow this one."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

from lindung.domain.accounts import CODE_LIFETIME
from lindung.domain.months import Month


def office_now() -> datetime:
    zone: ZoneInfo = current_app.config["ZONE"]
    return datetime.now(UTC).astimezone(zone)


def office_time(moment: datetime) -> datetime:
    """A moment as the regency's clock showed it."""
    zone: ZoneInfo = current_app.config["ZONE"]
    return moment.astimezone(zone)


def office_today() -> date:
    return office_now().date()


def codes_until() -> datetime:
    """Until when an activation code made now may be used."""
    return office_now() + CODE_LIFETIME


def running_month() -> Month:
    return Month.of(office_today())
