"""The demo's months (issue C): money, the branch's files, deductions and closings, each with something true to show."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from lindung.actions import summaries
from lindung.actions.bookkeeping import Source, credits_of
from lindung.actions.demo.build import SMALL, build_nganjuk
from lindung.actions.demo.reports import CAME_BACK, NOT_BEGUN, TO_SIGN
from lindung.actions.drift import drifted
from lindung.actions.reports import Signing, approve_report
from lindung.actions.sessions import Place
from lindung.actions.undo import undo_act
from lindung.domain.closing import ReportKind, ReportState
from lindung.domain.deductions import FROM_PAY, DeductionSource
from lindung.domain.months import Month
from lindung.domain.settlements import Resolution, Settlement
from lindung.models.accounts import Account
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.deductions import Deduction, Mandate
from lindung.models.imports import BpjsRow, ImportBatch, ImportLine
from lindung.models.ledger import Allocation, MonthCover, Payment
from lindung.models.rates import RateRow
from lindung.models.reports import MonthReport, ReportSnapshot
from lindung.models.workers import Enrolment, Worker
from lindung.queries.closed import locks
from lindung.queries.deductions import DeductionFilter, Marking, all_deduction_rows
from lindung.queries.demo import CAST, PASSWORD
from lindung.queries.reporting import digest_of, draft_content, figures_of
from lindung.queries.reports import frozen_content, overview, report_row, reports_of
from lindung.queries.undeposited import HeldFilter, held_rows, held_totals
from lindung.queries.units import reporting_units, unit_by_code
from lindung.queries.viewer import CONSOLE
from lindung.web.setup import set_up_database
from tests.support import cast, people
from tests.support.clock import TODAY
from tests.support.closing import head_of
from tests.support.reconciled import groups_of

pytestmark = pytest.mark.one_engine_in_the_gate

NOVEMBER = Month.of(TODAY)
OCTOBER, SEPTEMBER = NOVEMBER.previous(), NOVEMBER.plus(-2)
S = ReportState


@pytest.fixture
def demo(stage, clock):
    stage.restore("demo", fill)
    with stage.app.app_context():
        yield stage.app
        db.session.remove()


def fill():
    set_up_database()
    build_nganjuk(TODAY, SMALL)


def count(*conditions):
    return db.session.scalar(select(func.count()).where(*conditions))


def newest(month):
    """Office -> where its newest report of the month stands; None: not begun."""
    return {one.unit.code: one.report for one in overview(CONSOLE, month, TODAY).rows}


@pytest.mark.parametrize("today", [date(2026, 12, 1), date(2027, 1, 4), date(2027, 3, 31)])
def test_whenever_it_is_made_its_books_are_right_and_nothing_lies_ahead(empty_app, today):
    build_nganjuk(today, SMALL)

    assert summaries.mismatches() == []
    assert drifted(Month.of(today)) == []
    days = (
        Payment.paid_on,
        BpjsRow.paid_on,
        Deduction.deducted_on,
        Mandate.signed_on,
        Deduction.cancelled_on,
    )
    assert all(db.session.scalar(select(func.max(column))) <= today for column in days)
    moments = (
        MonthReport.prepared_at,
        MonthReport.approved_at,
        MonthReport.decided_at,
        ImportBatch.staged_at,
    )
    assert all(db.session.scalar(select(func.max(column))).date() <= today for column in moments)


def test_counts_balances_and_covers_are_those_of_a_fresh_look(demo):
    assert summaries.mismatches() == []
    assert drifted(NOVEMBER) == []


def test_somebody_paid_his_year_in_january_and_what_was_over_pays_next_year(demo):
    year = db.session.scalars(select(Payment).where(Payment.amount == 201_600)).one()
    parts = select(Allocation.month, Allocation.amount).where(Allocation.payment_id == year.id)
    dues = dict(db.session.execute(parts).all())

    later = select(func.count()).where(
        MonthCover.enrolment_id == year.enrolment_id, MonthCover.paid >= MonthCover.due,
        MonthCover.month > max(dues),
    )  # fmt: skip
    assert len(dues) == 12
    assert year.paid_on < date(2026, 3, 1)
    assert db.session.scalar(later) >= 3
    assert credits_of([year.enrolment_id])[year.enrolment_id, Source.BPJS] < 16_800


def test_some_paid_twice_what_a_month_costs_and_credit_went_on(demo):
    assert count(Payment.amount == 16_800, Payment.source == "bpjs", Payment.paid_on >= date(2026, 4, 1)) > 0
    assert count(Payment.amount == 0, Payment.source == "bpjs", Payment.reverses_id.is_(None)) > 0


def test_part_of_the_running_month_is_only_what_offices_say_and_some_of_it_bpjs_confirmed(demo):
    of_november = (MonthCover.month == NOVEMBER, MonthCover.due > 0)
    reversed_ones = (Payment.source == "opd", Payment.amount < 0, Payment.reverses_id.is_not(None))

    assert count(*of_november, MonthCover.paid >= MonthCover.due, MonthCover.confirmed == 0) > 3
    assert count(*of_november, MonthCover.confirmed >= MonthCover.due) > 3
    assert count(*reversed_ones) > 0
    assert count(Enrolment.protected_until.is_not(None)) > 3


def test_every_group_of_r16_occurs_in_octobers_files_and_adds_up_to_them(demo):
    groups = {one.settlement: one for one in groups_of(CONSOLE, OCTOBER)}
    september = sum(one.rupiah for one in groups_of(CONSOLE, SEPTEMBER))

    assert all(groups[one].rows for one in Settlement), groups
    assert sum(one.rupiah for one in groups.values()) + september == db.session.scalar(
        select(func.sum(ImportLine.amount))
    )
    assert groups[Settlement.DOUBLE].waiting and groups[Settlement.UNKNOWN].waiting


def test_rows_of_the_file_are_decided_noted_or_still_wait(demo):
    found = Counter(db.session.scalars(select(BpjsRow.resolution)))

    assert found[Resolution.ASKED_BACK.value] == found[Resolution.IGNORED.value] == 1
    assert found[Resolution.ACCEPTED.value] >= 1  # after a lapse, by the regency's setting
    assert sum(one.waiting for one in groups_of(CONSOLE, OCTOBER)) >= 2


def test_the_file_was_loaded_by_the_coordinator_and_can_be_taken_back_like_any_other(demo):
    file = db.session.scalars(select(ImportBatch).where(ImportBatch.month.is_(None))).one()
    loaded = db.session.get_one(ActRow, file.act_id)
    by = people.viewer("koordinator")
    assert (loaded.account_id, loaded.kind) == (by.account_id, "import.apply")

    undo_act(by, file.act_id, today=TODAY)

    assert db.session.get_one(ImportBatch, file.id).state == "undone"
    assert summaries.mismatches() == []
    assert drifted(NOVEMBER) == []


def test_the_treasurers_month_holds_what_is_marked_open_without_surat_kuasa_and_taken_back(demo):
    bendahara = people.viewer("bendahara")

    def rows(**wanted):
        return all_deduction_rows(bendahara, DeductionFilter(NOVEMBER, (NOVEMBER,), **wanted), TODAY)

    assert rows(marking=Marking.DEDUCTED)
    assert rows(marking=Marking.OPEN)
    assert rows(mandated=False)
    assert count(Deduction.cancelled_on.is_not(None), Deduction.reason.is_not(None)) == 1
    assert count(Mandate.withdrawn_on.is_not(None)) == 1
    sources = set(db.session.scalars(select(Mandate.source).distinct()))
    assert {one.value for one in FROM_PAY} <= sources <= {one.value for one in DeductionSource}


def test_what_was_deducted_and_not_deposited_is_listed_with_its_age_and_one_was_owed_by_nobody(demo):
    totals = held_totals(CONSOLE, HeldFilter(), TODAY)
    ages = {row.days(TODAY) for row in held_rows(CONSOLE, HeldFilter(), TODAY, totals.undeposited.rows).rows}

    assert totals.undeposited.rows >= 3
    assert max(ages) > 30 > min(ages)
    assert totals.surplus.rows == 1
    assert held_totals(people.viewer("bendahara"), HeldFilter(), TODAY).undeposited.rows >= 1


def test_octobers_reports_stand_in_every_state(demo):
    found = newest(OCTOBER)
    states = {report.state if report else None for report in found.values()}

    assert states == {None, S.DRAFT, S.PREPARED, S.APPROVED, S.ACCEPTED, S.RETURNED}
    assert S.REOPENED in {report.state for report in newest(SEPTEMBER).values()}
    assert found[TO_SIGN].state is S.PREPARED
    assert found[CAME_BACK].decision_reason
    assert found[NOT_BEGUN] is None


def test_the_months_before_are_closed_and_locked(demo):
    august = newest(NOVEMBER.plus(-3))

    assert {report.state for report in august.values()} == {S.ACCEPTED}
    assert len(locks(TODAY, months=[NOVEMBER.plus(-3)])) == len(august)


def test_nobody_signed_what_he_prepared(demo):
    rows = db.session.scalars(select(MonthReport).where(MonthReport.approved_by.is_not(None))).all()

    assert rows
    assert all(row.prepared_by != row.approved_by for row in rows)
    assert all(row.prepared_at <= row.approved_at for row in rows)
    assert len({row.code for row in rows}) == len(rows) == count(ReportSnapshot.report_id.is_not(None))


def test_a_report_says_what_is_counted_unless_the_branchs_second_file_came_after_it(demo):
    late = select(Enrolment.opd_id).join(BpjsRow, BpjsRow.enrolment_id == Enrolment.id)
    late = late.join(ImportBatch, ImportBatch.id == BpjsRow.batch_id).where(ImportBatch.month.is_(None))
    touched, differing = set(db.session.scalars(late)), set()
    for month in (SEPTEMBER, OCTOBER):
        for unit in reporting_units(CONSOLE):
            first = [row for row in reports_of(CONSOLE, unit.id, month) if row.code][-1:]
            for report in first:
                frozen, now = frozen_content(report), draft_content(CONSOLE, unit, month, TODAY)
                if digest_of({name: frozen[name] for name in now}) != digest_of(now):
                    differing.add(unit.id)

    assert differing == touched
    assert differing


def test_a_corrected_report_stands_beside_the_first_and_another_is_asked_for(demo):
    later = db.session.scalars(select(MonthReport).where(MonthReport.sequence == 2))
    done, filed = sorted(later, key=lambda row: row.month)
    unit = next(one for one in reporting_units(CONSOLE) if one.id == done.unit_id)
    after, before = reports_of(CONSOLE, unit.id, done.month)

    assert (done.month, done.state, done.kind) == (SEPTEMBER, S.ACCEPTED.value, ReportKind.CORRECTIVE.value)
    assert (filed.month, filed.state, filed.unit_id) == (OCTOBER, S.DRAFT.value, done.unit_id)
    shares = [figures_of(frozen_content(row)).circulars[0].now.settled for row in (before, after)]
    assert shares[1] == shares[0] + 1
    changed = [one for one in overview(CONSOLE, OCTOBER, TODAY).rows if one.has_changed]
    assert unit.code in {one.unit.code for one in changed}


def test_the_head_of_the_cast_signs_his_month(demo):
    kadis = head_of(TO_SIGN, "koordinator")._replace(account_id=cast.account("kadis").id)
    unit = unit_by_code(kadis, TO_SIGN)
    report = reports_of(kadis, unit.id, OCTOBER)[0]
    figures = digest_of(draft_content(kadis, unit, OCTOBER, TODAY)).hex()

    approve_report(kadis, report.id, Signing(PASSWORD, figures, Place("127.0.0.1", "Firefox")), today=TODAY)

    assert report_row(kadis, report.id).state is S.APPROVED


def test_only_the_casts_accounts_open_with_the_published_password(demo):
    shown = {part.username for part in CAST}
    others = db.session.scalars(select(Account).where(Account.username.not_in(shown))).all()
    theirs = {account.password_hash for account in others}
    cast_hash = db.session.scalars(select(Account.password_hash).where(Account.username == "kadis")).one()

    assert len(others) > 30
    assert len(theirs) == 1 and cast_hash not in theirs


def test_rates_are_those_shipped_and_nobody_of_the_file_can_exist(demo):
    assert count(RateRow.id.is_not(None)) == 3
    niks = [line.get("nik") for line in db.session.scalars(select(ImportLine.cells)) if line.get("nik")]
    assert niks
    assert all(nik[4:6] == "00" for nik in niks)
    strangers = set(niks) - set(db.session.scalars(select(Worker.nik)))
    assert strangers
