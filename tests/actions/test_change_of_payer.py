"""R18: when the payer changes the worker's history goes on; R17 keeps one payer to a month."""

from datetime import date

import pytest

from lindung.actions import drift, summaries
from lindung.actions.enrolments import StateChange, change_state
from lindung.actions.payments import pay_month
from lindung.actions.taking_back import reverse_payment
from lindung.domain.benefits import Footing
from lindung.domain.duties import DutyKind
from lindung.domain.grid import Mark
from lindung.domain.months import Month
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.ledger import Payment
from lindung.models.sponsors import Sponsor
from lindung.models.workers import Enrolment, Worker
from lindung.queries.benefits import shelters
from lindung.queries.viewer import CONSOLE
from lindung.queries.worker_page import worker_page
from tests.support.cast import CLINIC, OPD_8
from tests.support.clock import TODAY
from tests.support.counts import stored
from tests.support.villages import a_fund

OCT, NOV = Month.parse("2026-10"), Month.parse("2026-11")


@pytest.fixture
def old(a_circular, make, paid_month):
    """Siti, paid for by Pak Hadi of OPD 7 from August to October, and by nobody from November on."""
    a_circular()
    enrolment = make.an_enrolment(since="2026-08")
    paid_month(enrolment, "2026-08", "2026-09")
    pay_month(CONSOLE, [enrolment.id], OCT, TODAY, today=TODAY)
    ended = StateChange(EnrolmentState.ENDED, date(2026, 11, 1), reason="Pensiun")
    change_state(CONSOLE, enrolment.id, ended, seen_version=enrolment.version, today=TODAY)
    return enrolment


@pytest.fixture
def new(old, make, a_sponsor):
    """The same worker, from November on by Bu Tini of OPD 8."""
    tini = a_sponsor("Tini Kartikasari", unit=OPD_8)
    worker = worker_of(old)
    return make.an_enrolment(tini, worker, since="2026-11")


def worker_of(enrolment):
    return db.session.get_one(Worker, enrolment.worker_id)


def is_true() -> bool:
    return not summaries.mismatches() and not drift.drifted(NOV)


def test_the_new_payers_office_counts_her_as_far_as_she_had_come(old, new, make):
    circular = make.the_circular()

    assert stored(circular, "07", OCT).full == 1
    assert (stored(circular, "07", NOV).full, stored(circular, "08", NOV).full) == (0, 1)
    assert (stored(circular, "08", NOV).never, stored(circular, "08", NOV).waiting_1) == (0, 0)
    assert is_true()


def test_what_her_family_would_receive_does_not_begin_anew(old, new):
    shelter = shelters(CONSOLE, [new.id], TODAY)[new.id]

    assert shelter.found.footing is Footing.FULL
    assert shelter.found.death_sum == 42_000_000
    assert shelter.unconfirmed == 1  # October, which the first office has only said


def test_the_year_shows_the_months_whoever_paid_them(old, new):
    current = worker_page(CONSOLE, new.worker_id, TODAY).current

    assert current.id == new.id
    assert current.marks[7:11] == [Mark.PAID, Mark.PAID, Mark.SAID, Mark.AHEAD]


def test_a_late_correction_at_the_old_payer_moves_the_step_at_the_new_one(old, new, make):
    circular, payment = make.the_circular(), db.session.query(Payment).filter_by(source="opd").one()

    reverse_payment(CONSOLE, payment.id, "Salah orang", today=TODAY)

    assert stored(circular, "07", OCT).late_1 == 1
    assert (stored(circular, "08", NOV).full, stored(circular, "08", NOV).late_1) == (0, 1)
    assert is_true()


def test_from_an_asn_to_a_fund_the_village_goes_on_counting(old, a_circular, make):
    programme = a_circular("SK 1/2026", duty_kind=DutyKind.FUNDED_LIST.value, in_force_from=date(2026, 1, 1))
    fund = db.session.get_one(Sponsor, a_fund(programme, is_public=False).sponsor_id)
    row = make.an_enrolment(fund, worker_of(old), circular=programme, unit=CLINIC, since="2026-11")

    pay_month(CONSOLE, [row.id], NOV, TODAY, today=TODAY)

    assert (stored(programme, CLINIC.code, NOV).full, stored(programme, CLINIC.code, OCT).workers) == (1, 0)
    assert db.session.get_one(Enrolment, old.id).cover == db.session.get_one(Enrolment, row.id).cover
    assert is_true()


def test_a_second_job_has_a_history_of_its_own(old, make, a_sponsor):
    tini = a_sponsor("Tini Kartikasari", unit=OPD_8)
    second = make.an_enrolment(tini, worker_of(old), since="2026-11", job=2)

    assert stored(make.the_circular(), "08", NOV).never == 1
    assert "1" not in second.cover
