"""Circulars in force beside the one a first screen speaks of: each with its own state, one click away (R8)."""

from typing import NamedTuple

from flask import request, url_for

from lindung.domain.duties import DutyKind
from lindung.queries.beside import Asked, beside
from lindung.queries.counting import Counts
from lindung.queries.viewer import Viewer
from lindung.web.figures import Headline, binds
from lindung.web.period import Period


class Other(NamedTuple):
    number: str
    kind: DutyKind
    url: str
    counts: Counts | None


def others(viewer: Viewer, period: Period) -> list[Other]:
    asked = [
        Asked(one, period.month_of(one))
        for one in period.in_force
        if period.circular and one.id != period.circular.id
    ]
    return [
        Other(
            one.circular.number,
            one.circular.duty_kind,
            url_for("home.show", edaran=one.circular.number, bulan=one.month),
            one.counts,
        )
        for one in beside(viewer, asked, period.today)
    ]


def instead(period: Period, head: Headline) -> str | None:
    """The first screen of a unit without ASN, a village for one: that of the newest programme, unless one was named."""
    if request.args.get("edaran") or not head.binds_people or head.now.asn:
        return None
    programme = next((one for one in period.in_force if not binds(one)), None)
    return url_for("home.show", edaran=programme.number) if programme else None
