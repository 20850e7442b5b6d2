"""Memberships that end unless the running month is paid (R18), and January paid ahead in December (R16)."""

from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from flask import url_for

from lindung.domain.deductions import DeductionSource
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.viewer import Viewer
from lindung.web.deduction_words import CODE_OF_SOURCE
from lindung.web.period import Period

DECEMBER = 12
AHEAD_MONTHS = 3  # R16: January to March


class Countdown(NamedTuple):
    workers: int
    month: Month  # the contribution that keeps them
    url: str


class Ahead(NamedTuple):
    first: Month
    last: Month
    pay_url: str | None  # those whose January is not paid, for who records payments
    deduct_url: str | None  # the list of TPP for the three months, for who marks deductions


def countdown(count: int, period: Period) -> Countdown:
    """It speaks of today, whatever month the page shows."""
    running = Month.of(period.today)
    query = period.query | {"bulan": str(running), "tangga": "akan_berakhir"}
    return Countdown(count, running, f"{url_for('workers.index')}?{urlencode(query)}")


def ahead(viewer: Viewer, today: date) -> Ahead | None:
    """In December only, and for whoever pays or deducts."""
    pays, deducts = viewer.may(Act.RECORD_PAYMENTS), viewer.may(Act.RECORD_DEDUCTIONS)
    if today.month != DECEMBER or not (pays or deducts):
        return None
    running = Month.of(today)
    first = running.next()
    unpaid = url_for(
        "workers.index", bulan=running, status="terdaftar", belum_dibayar=first, lama=AHEAD_MONTHS
    )
    of_tpp = url_for(
        "deductions.index",
        bulan=running,
        iuran=first,
        lama=AHEAD_MONTHS,
        sumber=CODE_OF_SOURCE[DeductionSource.ALLOWANCE],
    )
    last = first.plus(AHEAD_MONTHS - 1)
    return Ahead(first, last, unpaid if pays else None, of_tpp if deducts else None)
