"""The demo: every state and step occurs, its people are invented, its counts hold, and it knows its place."""

from datetime import date

import pytest
from sqlalchemy import func, select

from lindung.actions import summaries
from lindung.actions.demo.build import FULL, SMALL, build_nganjuk
from lindung.actions.demo.places import planned_units, villages
from lindung.actions.passwords import matches
from lindung.domain.duties import DutyState
from lindung.domain.errors import RuleBroken
from lindung.domain.identifiers import birth_date_from_nip
from lindung.domain.months import Month
from lindung.domain.permissions import Role
from lindung.domain.protection import SHIPPED
from lindung.domain.registration import EnrolmentState
from lindung.models.accounts import Account, Grant
from lindung.models.acts import ActRow, AuditEntry
from lindung.models.base import db
from lindung.models.circulars import Declaration
from lindung.models.ledger import Payment
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.summaries import UnitMonth
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.counting import Counts, total
from lindung.queries.demo import CAST, demo_accounts, demo_regency, holds_own_data
from lindung.web.setup import set_up_database
from tests.support.clock import TODAY

pytestmark = pytest.mark.one_engine_in_the_gate


@pytest.fixture
def demo(stage, clock):
    """A small demo, made once per engine and put back for each test."""
    stage.restore("demo", fill)
    with stage.app.app_context():
        yield stage.app
        db.session.remove()


def fill():
    set_up_database()
    build_nganjuk(TODAY, SMALL)


def test_a_nihil_of_the_demo_rests_on_a_recap_its_page_can_read(demo):
    bases = [basis for basis in db.session.scalars(select(Declaration.basis)) if basis]

    assert bases
    assert {frozenset(basis) for basis in bases} == {frozenset({"number", "on"})}


def of_the_regency(month):
    columns = [UnitMonth.__table__.c[name] for name in Counts._fields]
    statement = select(*columns).join(Unit, Unit.id == UnitMonth.unit_id)
    rows = db.session.execute(statement.where(Unit.parent_id.is_(None), UnitMonth.month == month))
    return total(Counts(*row) for row in rows)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_every_state_of_duty_occurs(demo):
    counts = of_the_regency(Month.of(TODAY))

    present = {
        DutyState.UNANSWERED: counts.unanswered,
        DutyState.NONE: counts.none,
        DutyState.UNREGISTERED: counts.unregistered,
        DutyState.UNPAID: counts.unpaid,
        DutyState.SETTLED: counts.settled,
    }
    assert set(present) == set(DutyState)
    assert all(present.values()), present


@pytest.mark.parametrize("today", [TODAY, date(2027, 3, 1), date(2026, 12, 31)])
def test_every_step_of_the_ladder_occurs_whenever_the_demo_is_made(empty_app, today):
    build_nganjuk(today, SMALL)

    counts = of_the_regency(Month.of(today))
    steps = {step: getattr(counts, step.value) for step in SHIPPED.steps}
    assert all(steps.values()), steps
    assert summaries.mismatches() == []


def test_every_state_of_an_enrolment_and_some_questions_occur(demo):
    states = set(db.session.scalars(select(Enrolment.state).distinct()))

    assert states == {state.value for state in EnrolmentState}
    assert count(Question) == 5


def test_stored_counts_are_those_of_a_fresh_count(demo):
    assert summaries.mismatches() == []


def test_nothing_happens_after_today(demo):
    dated = (
        Declaration.made_on,
        Payment.paid_on,
        Sponsor.left_on,
        Worker.died_on,
        Enrolment.noted_on,
        Enrolment.submitted_on,
        Enrolment.registered_on,
        Enrolment.refused_on,
        Enrolment.ended_on,
    )
    assert all(db.session.scalar(select(func.max(column))) <= TODAY for column in dated)


def test_nobody_in_it_can_exist(demo):
    niks = list(db.session.scalars(select(Worker.nik)))
    nips = list(db.session.scalars(select(Sponsor.nip)))

    assert all(nik[4:6] == "00" and len(nik) == 16 for nik in niks)
    assert all(len(nip) == 18 and nip[15] == "9" and birth_date_from_nip(nip) for nip in nips)
    assert len(set(niks)) == len(niks)


def test_some_moved_some_left_and_some_came_within_the_year(demo):
    postings = select(Posting.sponsor_id).group_by(Posting.sponsor_id).having(func.count() > 1)
    recent = select(func.count()).select_from(Posting).where(Posting.first_month > Month(202512))

    assert len(db.session.execute(postings).all()) >= 2
    assert db.session.scalar(select(func.count()).where(Sponsor.left_on.is_not(None))) >= 2
    assert db.session.scalar(recent) >= 4


def test_the_same_day_gives_the_same_people(demo, stage):
    first = people()
    db.session.remove()
    stage.restore("another_demo", fill)

    assert people() == first


def people():
    workers = select(Worker.nik, Worker.name, Enrolment.state, Enrolment.cover).join(Enrolment)
    payments = select(Payment.paid_on, Payment.amount, Payment.reference).order_by(Payment.id)
    return [
        [tuple(row) for row in db.session.execute(statement)]
        for statement in (
            select(Sponsor.nip, Sponsor.name).order_by(Sponsor.id),
            workers.order_by(Enrolment.id),
            payments,
        )
    ]


def test_it_is_one_act_with_an_audit_entry_for_every_record(demo):
    made = db.session.scalars(select(ActRow).where(ActRow.kind == "demo.build")).one()
    audited = (Unit, Account, Grant, Sponsor, Posting, Declaration, Worker, Enrolment, Question)

    assert made.result["sponsors"] == count(Sponsor)
    for model in audited:
        entries = select(func.count(AuditEntry.record_id.distinct())).where(
            AuditEntry.record == model.__tablename__
        )
        assert db.session.scalar(entries) == count(model), model.__tablename__


def test_there_is_one_account_per_role_with_the_published_password(demo):
    shown = demo_accounts()

    assert {one.role for one in shown} == set(Role)
    assert [one.username for one in shown] == [part.username for part in CAST]
    ratna = db.session.scalars(select(Account).where(Account.username == "ratna")).one()
    assert matches(ratna.password_hash, shown[0].password)
    assert next(one.unit_name for one in shown if one.username == "ratna") == "Dinas Pendidikan"


def test_it_is_refused_where_somebody_has_data(app):
    assert holds_own_data()

    with pytest.raises(RuleBroken, match="demo_over_own_data"):
        build_nganjuk(TODAY, SMALL)

    assert demo_regency() is None
    assert demo_accounts() == []


def test_it_is_refused_a_second_time(demo):
    with pytest.raises(RuleBroken, match="demo_there_already"):
        build_nganjuk(TODAY, SMALL)


def test_at_its_real_size_it_has_the_units_and_people_of_the_regency():
    units = planned_units(FULL.districts)

    assert len([unit for unit in units if unit.parent is None]) == 51
    assert 570 < len([unit for unit in units if unit.parent]) < 600
    assert 9_300 < sum(unit.people for unit in units) < 9_500
    assert 5_200 < sum(unit.people * unit.answers for unit in units) / 100 < 5_400
    assert len({unit.code for unit in units}) == len(units)
    assert len(villages()) == 284
