"""The monthly closing (R22): who may do what when, what is frozen, what a closed month refuses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text, update

from lindung.actions import reports
from lindung.actions.acts import act
from lindung.actions.circulars import NewDocument
from lindung.actions.declarations import declare
from lindung.actions.proxies import Proxy, name_proxy
from lindung.actions.report_rules import change_rules
from lindung.actions.sponsors import SponsorFacts, edit_sponsor
from lindung.actions.throttle import FREE_PER_PAIR
from lindung.actions.undo import undo_act
from lindung.domain.accounts import ProxyCapacity
from lindung.domain.closing import Period, ReportKind, ReportRules, ReportState
from lindung.domain.duties import Answer, DutyState, Employment
from lindung.domain.errors import ChangedMeanwhile, NotThere
from lindung.domain.months import Month
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.queries.closed import locks
from lindung.queries.reporting import draft_content, figures_of
from lindung.queries.reports import frozen_content, overview, report_by_code, report_row, reports_of
from lindung.queries.signing import has_edited
from lindung.queries.units import unit_by_code
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import TODAY
from tests.support.closing import DESK, OCTOBER, approved, head_of, prepared, refused, seen, the_circular

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


def approve(viewer, report, password=cast.PASSWORD, figures=None):
    figures = figures or seen(viewer, report.unit_code, report.month)
    signing = reports.Signing(password, figures, DESK)
    return reports.approve_report(viewer, report.id, signing, today=TODAY)


def test_hr_prepares_the_head_approves_the_coordinator_accepts(hadi, viewer):
    report = prepared()
    assert (report.state, report.kind, report.prepared_by) == (
        S.PREPARED,
        ReportKind.REGULAR,
        "Ratna Wulandari",
    )

    approve(viewer("kadis"), report)
    report = report_row(viewer("dewi"), report.id)
    assert (report.state, report.approved_by) == (S.APPROVED, "Suharto Wibowo")
    assert report.code and report.code.startswith("LB-")

    reports.accept_report(viewer("koordinator"), report.id, seen_version=report.version, today=TODAY)
    assert report_row(viewer("ratna"), report.id).state is S.ACCEPTED


def test_the_code_opens_the_frozen_figures_after_a_hundred_later_changes(hadi, viewer, a_sponsor):
    report = approved()
    frozen = frozen_content(report)
    assert figures_of(frozen).circulars[0].now.settled == 1
    assert [(one.name, one.workers[0].paid) for one in figures_of(frozen).people] == [("Hadi Suprapto", 8400)]

    reports.reopen_report(
        viewer("koordinator"), report.id, TODAY, "Data susulan", seen_version=report.version, today=TODAY
    )
    for number in range(100):
        declare(
            viewer("ratna"),
            hadi.id,
            the_circular(),
            (Answer.NONE, Answer.EMPLOYS)[number % 2],
            date(2026, 10, 1 + number % 28),
            today=TODAY,
        ) if number < 28 else a_sponsor(f"ASN {number}")

    found = report_by_code(viewer("inspektur"), report.code)
    assert found.id == report.id
    assert frozen_content(found) == frozen


def test_what_was_approved_cannot_be_altered_even_in_the_database(hadi, app):
    report = approved()
    for statement in ("UPDATE report_snapshot SET digest = digest", "DELETE FROM report_snapshot"):
        with pytest.raises(Exception, match="append-only"), db.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA query_only = OFF") if db.engine.dialect.name == "sqlite" else (
                connection.execute(text("SET TRANSACTION READ WRITE"))
            )
            connection.execute(text(statement))
    assert frozen_content(report)


def test_the_figures_are_counted_again_under_the_lock_and_must_be_those_seen(hadi, viewer):
    report = prepared()
    old = seen(viewer("kadis"), "07")
    declare(viewer("ratna"), hadi.id, the_circular(), Answer.NONE, EARLIER, today=TODAY)

    refused("figures_changed", lambda: approve(viewer("kadis"), report, figures=old))

    assert report_row(viewer("kadis"), report.id).state is S.PREPARED


def test_a_wrong_password_approves_nothing(hadi, viewer):
    report = prepared()
    broken = refused("password_again_wrong", lambda: approve(viewer("kadis"), report, password="salah"))
    assert broken.field == "password"
    assert report_row(viewer("kadis"), report.id).state is S.PREPARED


def test_guessing_the_password_at_an_approval_must_wait_like_signing_in(hadi, viewer):
    report = prepared()
    for _ in range(FREE_PER_PAIR):
        refused("password_again_wrong", lambda: approve(viewer("kadis"), report, password="salah"))

    refused("sign_in_wait", lambda: approve(viewer("kadis"), report))

    assert report_row(viewer("kadis"), report.id).state is S.PREPARED


def test_who_prepared_does_not_approve(hadi, viewer):
    report = prepared()
    same_person = head_of("07", "ratna")
    refused("approver_prepared", lambda: approve(same_person, report))


def test_an_approver_who_edited_needs_somebody_else(hadi, viewer):
    declare(head_as_clerk(viewer), hadi.id, the_circular(), Answer.NONE, EARLIER, today=TODAY)
    report = prepared()

    refused("approver_edited", lambda: approve(viewer("kadis"), report))
    approve(head_of("07"), report)


def test_what_an_approver_edited_before_another_months_approval_still_counts(hadi, viewer):
    """R22: somebody else signed September, and with it nothing of October."""
    declare(head_as_clerk(viewer), hadi.id, the_circular(), Answer.NONE, EARLIER, today=TODAY)
    approved(month=OCTOBER.previous(), by=head_of("07"))
    report = prepared()

    refused("approver_edited", lambda: approve(viewer("kadis"), report))


def test_an_approver_who_edited_early_in_the_quarter_needs_somebody_else(hadi, viewer):
    rules = ReportRules(Period.QUARTERLY)
    change_rules(viewer("koordinator"), rules, today=TODAY)
    declare(head_as_clerk(viewer), hadi.id, the_circular(), Answer.NONE, EARLIER, today=TODAY)
    with act(CONSOLE, "test.clock", today=TODAY):  # as if it had been done in July
        july = datetime(2026, 7, 5, tzinfo=UTC)
        db.session.execute(update(ActRow).where(ActRow.kind.startswith("declaration")).values(at=july))

    unit = unit_by_code(viewer("kadis"), "07")
    assert has_edited(viewer("kadis").account_id, unit, Month(202609))
    assert not has_edited(viewer("kadis").account_id, unit, Month(202612))


@pytest.mark.parametrize(("hours", "counts"), [(-8, True), (-10, False)])
def test_the_first_hours_of_a_month_on_the_regencys_clock_belong_to_it(hadi, viewer, hours, counts):
    """R23: at WIT the first of October begins nine hours before it does in UTC."""
    declare(head_as_clerk(viewer), hadi.id, the_circular(), Answer.NONE, EARLIER, today=TODAY)
    with act(CONSOLE, "test.clock", today=TODAY):
        at = datetime(2026, 10, 1, tzinfo=UTC) + timedelta(hours=hours)
        db.session.execute(update(ActRow).where(ActRow.kind.startswith("declaration")).values(at=at))

    unit = unit_by_code(viewer("kadis"), "07")
    assert has_edited(viewer("kadis").account_id, unit, OCTOBER) is counts


def test_taking_back_what_somebody_else_did_is_an_edit_too(hadi, viewer):
    facts = SponsorFacts("Hadi S. Suprapto", hadi.nip, Employment.PNS)
    done = edit_sponsor(viewer("ratna"), hadi.id, facts, seen_version=hadi.version, today=TODAY)
    undo_act(head_as_coordinator(viewer), done.act_id, today=TODAY)
    report = prepared()

    refused("approver_edited", lambda: approve(viewer("kadis"), report))


def test_who_approved_does_not_accept(hadi, viewer):
    report = approved()
    refused(
        "acceptor_approved",
        lambda: reports.accept_report(
            head_as_coordinator(viewer), report.id, seen_version=report.version, today=TODAY
        ),
    )
    assert report_row(viewer("ratna"), report.id).state is S.APPROVED


def head_as_coordinator(viewer):
    """The head under a second grant."""
    return viewer("koordinator")._replace(account_id=viewer("kadis").account_id, username="kadis")


def head_as_clerk(viewer):
    return viewer("ratna")._replace(account_id=viewer("kadis").account_id, username="kadis")


def test_for_the_secretariat_somebody_else_than_the_sekda_approves(app, viewer, a_sponsor, a_declaration):
    a_declaration(a_sponsor("Staf Setda", unit="01"))
    clerk = viewer("ratna")._replace(
        unit_id=cast.unit("01").id, units=viewer("ratna").units._replace(first=cast.unit("01").path)
    )
    done = reports.prepare_report(clerk, "01", OCTOBER, today=TODAY)
    report = report_row(viewer("dewi"), done.record_id)

    refused("approver_is_secretary", lambda: approve(head_of("01", "dewi"), report))
    approve(head_of("01"), report)


def test_a_plt_approves_in_his_capacity_with_the_number_of_his_order(hadi, viewer):
    bendahara = head_of("07", "bendahara")
    proxy = Proxy("bendahara", ProxyCapacity.PLT, "07", "800/12/2026", TODAY, date(2026, 12, 31))
    grant_id = name_proxy(viewer("koordinator"), proxy, today=TODAY).record_id
    plt = bendahara._replace(grant_id=grant_id)

    report = approved(by=plt)

    assert (report.signature.proxy, report.signature.order_number) == (ProxyCapacity.PLT, "800/12/2026")
    assert frozen_content(report)["approved"]["order_number"] == "800/12/2026"


def test_a_returned_report_is_prepared_again_and_the_first_stays_as_approved(hadi, viewer):
    report = approved()
    reports.return_report(
        viewer("koordinator"), report.id, "Jumlah belum cocok", seen_version=report.version, today=TODAY
    )
    assert not locks(TODAY)
    declare(viewer("ratna"), hadi.id, the_circular(), Answer.NONE, EARLIER, today=TODAY)

    again = approved()

    assert (again.sequence, again.kind) == (2, ReportKind.REGULAR)
    assert [one.state for one in reports_of(viewer("ratna"), cast.unit("07").id, OCTOBER)] == [
        S.APPROVED,
        S.RETURNED,
    ]
    assert figures_of(frozen_content(report)).circulars[0].now.target == 1
    assert figures_of(frozen_content(again)).circulars[0].now.target == 0


@pytest.mark.parametrize(
    "username", ["bayu", "kadis", "bendahara", "dewi", "inspektur", "admin", "koordinator"]
)
def test_only_a_clerk_of_the_office_prepares(hadi, viewer, username):
    with pytest.raises(NotThere):
        reports.prepare_report(viewer(username), "07", OCTOBER, today=TODAY)


@pytest.mark.parametrize("username", ["ratna", "bayu", "dewi", "koordinator", "inspektur", "admin"])
def test_only_a_head_of_the_office_approves(hadi, viewer, username):
    report = prepared()
    with pytest.raises(NotThere):
        reports.approve_report(viewer(username), report.id, NOTHING_SEEN, today=TODAY)


def test_another_offices_head_finds_no_such_report(hadi, viewer):
    report = prepared()
    with pytest.raises(NotThere):
        reports.approve_report(head_of("08"), report.id, NOTHING_SEEN, today=TODAY)


def test_a_month_that_still_runs_or_holds_nobody_is_not_prepared(hadi, viewer):
    refused("report_month_runs", lambda: reports.prepare_report(viewer("ratna"), "07", NOVEMBER, today=TODAY))
    refused(
        "nothing_to_report",
        lambda: reports.prepare_report(viewer("ratna"), "07", Month(202512), today=TODAY),
    )
    refused("nothing_to_report", lambda: reports.prepare_report(viewer("bayu"), "08", OCTOBER, today=TODAY))


def test_a_prepared_or_closed_month_is_not_prepared_twice(hadi, viewer):
    prepared()
    refused("report_already_there", prepared)


def test_acting_on_a_report_somebody_moved_on_is_refused(hadi, viewer):
    report = approved()
    with pytest.raises(ChangedMeanwhile):
        reports.accept_report(viewer("koordinator"), report.id, seen_version=report.version - 1, today=TODAY)


def test_the_letter_signed_on_paper_is_attached_afterwards(hadi, viewer):
    report = approved()
    scan = NewDocument("laporan okt.pdf", b"%PDF-1.7\n%%EOF\n")
    letter = reports.SignedLetter("400/17/2026", date(2026, 11, 6), scan)

    reports.attach_signed(viewer("ratna"), report.id, letter, seen_version=report.version, today=TODAY)

    found = report_row(viewer("dewi"), report.id)
    assert (found.signed_number, found.signed_on) == ("400/17/2026", date(2026, 11, 6))
    assert found.document_id


def test_the_overview_names_whose_turn_it_is_and_who_is_late(hadi, viewer, clock):
    rows = {one.unit.code: one for one in overview(viewer("dewi"), OCTOBER, TODAY).rows}
    assert (rows["07"].waits_for, rows["07"].since, rows["07"].is_late) == ("clerk", date(2026, 11, 1), True)
    assert not overview(viewer("dewi"), OCTOBER, date(2026, 11, 10)).rows[0].is_late  # its due date itself

    prepared()
    assert one_of(viewer, "07").waits_for == "head"


def one_of(viewer, code):
    return next(one for one in overview(viewer("dewi"), OCTOBER, TODAY).rows if one.unit.code == code)


def test_preparing_and_returning_can_be_taken_back_and_approving_cannot(hadi, viewer):
    ratna, joko, kadis = viewer("ratna"), viewer("koordinator"), viewer("kadis")
    done = reports.prepare_report(ratna, "07", OCTOBER, today=TODAY)
    undo_act(ratna, done.act_id, today=TODAY)
    assert reports_of(ratna, cast.unit("07").id, OCTOBER) == []

    report = prepared()
    signed = approve(kadis, report)
    refused("undo_nothing", lambda: undo_act(kadis, signed.act_id, today=TODAY))
    version = report_row(joko, report.id).version
    returned = reports.return_report(joko, report.id, "Salah", seen_version=version, today=TODAY)
    undo_act(joko, returned.act_id, today=TODAY)
    assert report_row(joko, report.id).state is S.APPROVED


def test_who_was_settled_and_is_no_sasaran_any_more_falls_with_the_answer_he_gave(hadi, viewer, queries):
    ratna = viewer("ratna")
    declare(ratna, hadi.id, the_circular(), Answer.NONE, EARLIER, today=TODAY)

    with queries() as statements:
        content = draft_content(ratna, unit_by_code(ratna, "07"), OCTOBER, TODAY)

    assert [(one.name, one.state) for one in figures_of(content).falls] == [(hadi.name, DutyState.NONE)]
    assert not [one for one in statements if one.startswith("SELECT declaration.")]  # of the whole regency
