"""What a closed month refuses (R22), what passes, and what opens it."""

from datetime import date

import pytest

from lindung.actions import reports, summaries
from lindung.actions.acts import act
from lindung.actions.declarations import declare
from lindung.actions.payments import pay_month
from lindung.actions.undo import undo_act
from lindung.domain.closing import ReportKind, ReportState
from lindung.domain.duties import Answer
from lindung.domain.errors import RuleBroken
from lindung.models.base import db
from lindung.queries.closed import locks
from lindung.queries.reporting import figures_of
from lindung.queries.reports import frozen_content, overview
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import TODAY
from tests.support.closing import DESK, OCTOBER, approved, confirmed_by_bpjs, prepared, refused, the_circular

pytestmark = pytest.mark.usefixtures("nothing_drifts")

S = ReportState
NOVEMBER = OCTOBER.next()
NOTHING_SEEN = reports.Signing(cast.PASSWORD, "", DESK)
EARLIER = date(2026, 10, 5)  # within the month that is closed


@pytest.fixture
def hadi(app, a_sponsor, a_declaration, an_enrolment, paid_month):
    """Somebody of OPD 7 whose worker is paid since March."""
    hadi = a_sponsor()
    a_declaration(hadi)
    enrolment = an_enrolment(hadi)
    paid_month(enrolment, "2026-09", "2026-10")
    return hadi


def test_a_closed_month_refuses_what_would_change_it_and_says_who_can_open_it(hadi, viewer):
    report = approved()

    broken = refused(
        "month_locked",
        lambda: declare(viewer("ratna"), hadi.id, the_circular(), Answer.NONE, EARLIER, today=TODAY),
    )

    assert broken.facts["month"] == OCTOBER
    assert broken.facts["by"] == "Suharto Wibowo"
    assert broken.facts["unit_code"] == "07"
    assert broken.facts["report_code"] == report.code


def test_the_running_month_stays_open_and_so_do_other_offices(hadi, viewer, a_sponsor):
    approved()
    tini = a_sponsor("Tini Kartikasari", unit="08", since="2026-11")

    declare(viewer("ratna"), hadi.id, the_circular(), Answer.NONE, TODAY, today=TODAY)
    declare(viewer("bayu"), tini.id, the_circular(), Answer.EMPLOYS, EARLIER, today=TODAY)


def test_a_units_lock_holds_its_sub_units_too(hadi, viewer, a_sponsor):
    guru = a_sponsor("Guru Rini", unit="07.01")
    approved()
    refused(
        "month_locked",
        lambda: declare(viewer("ratna"), guru.id, the_circular(), Answer.EMPLOYS, EARLIER, today=TODAY),
    )


def test_payments_an_office_reports_are_refused_and_what_bpjs_confirms_passes(
    hadi, viewer, an_enrolment, a_sponsor, a_worker, a_declaration
):
    wati = a_sponsor("Wati")
    a_declaration(wati)
    unpaid = an_enrolment(wati, a_worker("Yem"))
    report = approved()

    refused("month_locked", lambda: pay_month(viewer("ratna"), [unpaid.id], OCTOBER, TODAY, today=TODAY))

    confirmed_by_bpjs(unpaid)
    row = next(one for one in overview(viewer("dewi"), OCTOBER, TODAY).rows if one.unit.code == "07")
    assert row.reported == (1, 2) and row.present == (2, 2) and row.has_changed
    assert figures_of(frozen_content(report)).circulars[0].now.settled == 1


def test_a_recount_of_whole_months_is_refused_where_it_would_change_a_closed_one(hadi, viewer, app):
    approved()
    from lindung.models.circulars import Declaration

    refusal = pytest.raises(RuleBroken, match="month_locked")
    with refusal, act(CONSOLE, "import.apply", today=TODAY) as deed, summaries.recounted(deed):
        db.session.query(Declaration).filter_by(sponsor_id=hadi.id).update({"made_on": date(2026, 11, 1)})
    with act(CONSOLE, "import.apply", today=TODAY) as deed, summaries.recounted(deed):
        pass


def test_a_correction_with_its_reason_opens_the_month_until_it_is_approved_again(hadi, viewer):
    approved()
    ratna = viewer("ratna")
    refused(
        "report_reason_missing",
        lambda: reports.file_report(ratna, "07", (OCTOBER, OCTOBER), ReportKind.CORRECTIVE, " ", today=TODAY),
    )

    reports.file_report(
        ratna, "07", (OCTOBER, OCTOBER), ReportKind.CORRECTIVE, "Pernyataan tertukar", today=TODAY
    )
    declare(ratna, hadi.id, the_circular(), Answer.NONE, EARLIER, today=TODAY)
    again = approved()

    assert (again.kind, again.reason) == (ReportKind.CORRECTIVE, "Pernyataan tertukar")
    assert [lock.report_id for lock in locks(TODAY)] == [again.id]


def test_one_filing_opens_every_closed_month_of_its_span(hadi, viewer):
    september = approved(month=OCTOBER.previous())
    october = approved()

    broken = refused(
        "months_locked",
        lambda: declare(viewer("ratna"), hadi.id, the_circular(), Answer.NONE, date(2026, 9, 5), today=TODAY),
    )
    assert (broken.facts["month"], broken.facts["last"]) == (september.month, october.month)

    done = reports.file_report(
        viewer("ratna"),
        "07",
        (september.month, october.month),
        ReportKind.SUPPLEMENTARY,
        "Susulan",
        today=TODAY,
    )
    assert done.count == 2
    assert not locks(TODAY)


def test_reopened_until_friday_the_month_locks_again_after_it(hadi, viewer):
    report = approved()
    refused(
        "reopened_until_past",
        lambda: reports.reopen_report(
            viewer("dewi"), report.id, date(2026, 11, 19), "Alasan", seen_version=report.version, today=TODAY
        ),
    )
    reports.reopen_report(
        viewer("dewi"),
        report.id,
        date(2026, 11, 27),
        "SK terlambat",
        seen_version=report.version,
        today=TODAY,
    )

    assert not locks(date(2026, 11, 27))
    assert [lock.month for lock in locks(date(2026, 11, 28))] == [OCTOBER]
    again = prepared()
    assert (again.kind, again.reason) == (ReportKind.CORRECTIVE, "SK terlambat")


def test_a_month_that_was_changed_meanwhile_is_not_closed_again_by_taking_its_return_back(hadi, viewer):
    report, joko = approved(), viewer("koordinator")
    returned = reports.return_report(joko, report.id, "Salah", seen_version=report.version, today=TODAY)
    declare(viewer("ratna"), hadi.id, the_circular(), Answer.NONE, EARLIER, today=TODAY)

    refused("undo_figures_changed", lambda: undo_act(joko, returned.act_id, today=TODAY))


def test_an_edit_within_a_closed_month_cannot_be_taken_back_either(hadi, viewer):
    done = declare(viewer("ratna"), hadi.id, the_circular(), Answer.NONE, EARLIER, today=TODAY)
    approved()
    refused("month_locked", lambda: undo_act(viewer("ratna"), done.act_id, today=TODAY))


def test_a_filing_is_not_taken_back_over_changes_nobody_signed(hadi, viewer):
    approved()
    ratna, october = viewer("ratna"), (OCTOBER, OCTOBER)
    filed = reports.file_report(ratna, "07", october, ReportKind.CORRECTIVE, "Tertukar", today=TODAY)
    declare(ratna, hadi.id, the_circular(), Answer.NONE, EARLIER, today=TODAY)

    refused("undo_figures_changed", lambda: undo_act(ratna, filed.act_id, today=TODAY))
    assert not locks(TODAY)


def test_a_filing_is_taken_back_while_nothing_was_changed(hadi, viewer):
    report, ratna = approved(), viewer("ratna")
    filed = reports.file_report(
        ratna, "07", (OCTOBER, OCTOBER), ReportKind.CORRECTIVE, "Tertukar", today=TODAY
    )

    undo_act(ratna, filed.act_id, today=TODAY)

    assert [lock.report_id for lock in locks(TODAY)] == [report.id]


def test_taking_a_later_report_away_does_not_close_the_month_over_changes_either(hadi, viewer):
    report, joko, ratna = approved(), viewer("koordinator"), viewer("ratna")
    returned = reports.return_report(joko, report.id, "Salah", seen_version=report.version, today=TODAY)
    again = reports.prepare_report(ratna, "07", OCTOBER, today=TODAY)
    undo_act(joko, returned.act_id, today=TODAY)
    declare(ratna, hadi.id, the_circular(), Answer.NONE, EARLIER, today=TODAY)

    refused("undo_figures_changed", lambda: undo_act(ratna, again.act_id, today=TODAY))


def test_an_acceptance_is_taken_back_although_bpjs_has_confirmed_more_since(
    hadi, viewer, an_enrolment, a_sponsor, a_worker, a_declaration
):
    """The month was closed before and stays so: nothing is closed over changes."""
    wati = a_sponsor("Wati")
    a_declaration(wati)
    unpaid = an_enrolment(wati, a_worker("Yem"))
    report, joko = approved(), viewer("koordinator")
    accepted = reports.accept_report(joko, report.id, seen_version=report.version, today=TODAY)
    confirmed_by_bpjs(unpaid)

    undo_act(joko, accepted.act_id, today=TODAY)

    assert locks(TODAY)[0].state is S.APPROVED
