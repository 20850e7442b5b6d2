"""Families that wait for a claim, and what families have received this year (UX Kd6)."""

from datetime import date
from typing import NamedTuple

from flask import url_for

from lindung.queries.claims import Impact, impact
from lindung.queries.viewer import Viewer


class Claiming(NamedTuple):
    found: Impact
    year: int
    days: int  # since the oldest open one was reported
    list_url: str
    impact_url: str


def claiming(viewer: Viewer, today: date) -> Claiming | None:
    """None where nothing waits and nothing was received."""
    found = impact(viewer, year=today.year)
    if not found.open and not found.count:
        return None
    days = (today - found.oldest_on).days if found.oldest_on else 0
    return Claiming(found, today.year, days, url_for("claims.index"), url_for("claims.show_impact"))
