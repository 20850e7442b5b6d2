"""For whom deductions matter: what is deducted and not deposited yet, and the list to work from (UX Kd2, Kd3)."""

from datetime import date
from typing import NamedTuple

from flask import url_for

from lindung.domain.months import Month
from lindung.domain.permissions import Act, Role
from lindung.queries.undeposited import HeldTotal, held_total
from lindung.queries.viewer import Viewer


class Deducting(NamedTuple):
    held: HeldTotal
    held_url: str
    list_url: str | None  # for who marks deductions
    month: Month


def deducting(viewer: Viewer, today: date) -> Deducting | None:
    """None for roles to whom a treasurer does not answer."""
    marks = viewer.may(Act.RECORD_DEDUCTIONS)
    if not marks and viewer.role is not Role.HEAD:
        return None
    running = Month.of(today)
    list_url = url_for("deductions.index", bulan=running) if marks else None
    return Deducting(held_total(viewer, today), url_for("deductions.undeposited"), list_url, running)
