"""Reports on their way: prepared by Ratna, approved by Suharto, for tests that begin with a closed month."""

from collections.abc import Callable
from datetime import date

import pytest

from lindung.actions import ledger, summaries
from lindung.actions.acts import act
from lindung.actions.reports import Signing, approve_report, prepare_report
from lindung.actions.sessions import Place
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.domain.permissions import Role
from lindung.models.workers import Enrolment
from lindung.queries.circulars import newest_in_force
from lindung.queries.reporting import digest_of, draft_content
from lindung.queries.reports import ReportRow, report_row
from lindung.queries.units import unit_by_code
from lindung.queries.viewer import CONSOLE, PathRange, Viewer
from tests.support import cast, people
from tests.support.clock import today

OCTOBER = Month(202610)
DESK = Place("127.0.0.1", "Firefox")


def head_of(unit: str, username: str = "koordinator") -> Viewer:
    """Somebody acting as head of a unit whose head is not in the cast."""
    row = cast.unit(unit)
    return people.viewer(username)._replace(
        role=Role.HEAD, grant_id=None, unit_id=row.id, unit_name=row.name, units=PathRange(row.path)
    )


def seen(viewer: Viewer, unit: str, month: Month = OCTOBER, on: date | None = None) -> str:
    """What the page of approval was drawn with."""
    return digest_of(draft_content(viewer, unit_by_code(viewer, unit), month, on or today())).hex()


def prepared(unit: str = "07", month: Month = OCTOBER, by: Viewer | None = None) -> ReportRow:
    clerk = by or people.viewer({"07": "ratna", "08": "bayu"}[unit])
    done = prepare_report(clerk, unit, month, today=today())
    return report_row(clerk, done.record_id or 0)


def approved(unit: str = "07", month: Month = OCTOBER, by: Viewer | None = None) -> ReportRow:
    report = prepared(unit, month)
    head = by or (people.viewer("kadis") if unit == "07" else head_of(unit))
    signing = Signing(cast.PASSWORD, seen(head, unit, month), DESK)
    approve_report(head, report.id, signing, today=today())
    return report_row(head, report.id)


def refused(code: str, deed: Callable[[], object]) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        deed()
    assert caught.value.code == code
    return caught.value


def confirmed_by_bpjs(enrolment: Enrolment, month: Month = OCTOBER, amount: int = 8400) -> None:
    """As a file of BPJS does: it passes a closed month (R16, R22)."""
    part = ledger.Part(enrolment.id, month, amount)
    with (
        act(CONSOLE, "payment.bpjs", today=today()) as deed,
        summaries.difference(deed, [enrolment.sponsor_id], since=month, over_locks=True),
    ):
        ledger.receive(deed, [ledger.Receipt(ledger.Source.BPJS, today(), amount, (part,))])


def the_circular() -> int:
    found = newest_in_force(today())
    assert found is not None
    return found.id
