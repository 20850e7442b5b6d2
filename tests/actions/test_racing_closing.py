"""Editing and approving at the same moment (R22): never is an edit left inside an approved month."""

from datetime import date

import pytest

from lindung.actions.declarations import declare
from lindung.actions.reports import Signing, approve_report, return_report
from lindung.domain.closing import ReportState
from lindung.domain.duties import Answer
from lindung.domain.errors import RuleBroken
from lindung.queries.reporting import circulars_of, draft_circulars
from lindung.queries.reports import frozen_content, report_row
from lindung.queries.units import unit_by_code
from tests.actions.test_racing_clerks import PAIRS, race
from tests.support import cast
from tests.support.clock import TODAY
from tests.support.closing import DESK, OCTOBER, prepared, seen

pytestmark = pytest.mark.usefixtures("nothing_drifts")


def test_an_edit_is_either_in_the_approved_figures_or_refused(app, viewer, a_sponsor, a_circular):
    ratna, kadis, joko = viewer("ratna"), viewer("kadis"), viewer("koordinator")
    circular = a_circular().id
    people = [a_sponsor(f"ASN {number}").id for number in range(PAIRS)]
    winners = set()

    for turn, sponsor_id in enumerate(people):
        report = prepared(by=ratna)
        figures = seen(kadis, "07")
        edited, signed = race(
            app,
            lambda sponsor_id=sponsor_id: declare(
                ratna, sponsor_id, circular, Answer.NONE, date(2026, 10, 5), today=TODAY
            ),
            lambda report=report, figures=figures: approve_report(
                kadis, report.id, Signing(cast.PASSWORD, figures, DESK), today=TODAY
            ),
        )

        codes = {one.code for one in (edited, signed) if isinstance(one, RuleBroken)}
        assert codes in ({"month_locked"}, {"figures_changed"}), f"turn {turn}: {edited!r}, {signed!r}"
        winners |= codes
        report = report_row(kadis, report.id)
        if report.state is ReportState.APPROVED:
            unit = unit_by_code(kadis, "07")
            assert circulars_of(frozen_content(report)) == draft_circulars(unit, OCTOBER, TODAY)
            return_report(joko, report.id, "Ulangi", seen_version=report.version, today=TODAY)
        else:
            return_report(kadis, report.id, "Ulangi", seen_version=report.version, today=TODAY)
    assert winners
