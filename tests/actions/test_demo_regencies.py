"""Four more regencies at real size: what the press reports of each comes out of the app's own counts (DOMAIN 4)."""

import os
from collections import Counter

import pytest
from sqlalchemy import func, select

from lindung.actions import summaries
from lindung.actions.demo.gianyar import build_gianyar
from lindung.actions.demo.kendal import build_kendal, planned_units
from lindung.actions.demo.ngawi import build_ngawi
from lindung.actions.demo.pasuruan import build_pasuruan
from lindung.actions.drift import drifted
from lindung.actions.nominations import judged
from lindung.domain.claims import ClaimState
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.claims import Claim
from lindung.models.funds import Fund, FundPaper
from lindung.models.ledger import MonthCover
from lindung.models.nominations import Nomination
from lindung.models.sponsors import Sponsor
from lindung.models.summaries import UnitMonth
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.counting import Counts, total
from lindung.queries.demo import CASTS, demo_accounts, demo_regency
from lindung.web.sentences.demo import STEPS
from lindung.web.setup import set_up_database
from tests.support.clock import TODAY

NOVEMBER, OCTOBER = Month(2026_11), Month(2026_10)
kendal, ngawi, pasuruan, gianyar = (
    pytest.mark.state(name) for name in ("kendal", "ngawi", "pasuruan", "gianyar")
)
pytestmark = [pytest.mark.one_engine_in_the_gate, pytest.mark.usefixtures("app")]

DAYS = ["2026-12-01", "2027-01-17", "2027-03-15"][: 3 if os.environ.get("LINDUNG_FULL") == "1" else 1]


def by_office(month):
    columns = [UnitMonth.__table__.c[name] for name in Counts._fields]
    rows = db.session.execute(
        select(Unit.code, *columns)
        .join(Unit, Unit.id == UnitMonth.unit_id)
        .where(Unit.parent_id.is_(None), UnitMonth.month == month)
    )
    return {row[0]: Counts(*row[1:]) for row in rows}


def paid_claims():
    statement = select(Claim.paid).where(Claim.state == ClaimState.PAID.value).order_by(Claim.id)
    return list(db.session.scalars(statement))


def findings_differ(circular_id):
    """Whose finding is not what the app finds today."""
    statement = select(Nomination.id, Nomination.finding).where(Nomination.circular_id == circular_id)
    stored = dict(db.session.execute(statement).all())
    return {
        id_: (stored[id_], found["finding"])
        for id_, found in judged(circular_id, stored, TODAY).items()
        if stored[id_] != found["finding"]
    }


@kendal
def test_kendal_counts_what_the_press_counted():
    offices = by_office(NOVEMBER)
    regency = total(offices.values())
    taking_part = [one for one in offices.values() if one.registered]

    assert demo_regency() == "kendal"
    assert len(offices) == len(planned_units()) == 38
    assert (regency.asn, regency.workers_registered) == (10_345, 974)
    assert len(taking_part) == 22
    assert (sum(one.asn for one in taking_part), sum(one.registered for one in taking_part)) == (1_834, 573)


@kendal
def test_kendal_gained_250_workers_and_three_offices_since_the_month_before():
    before, now = by_office(OCTOBER), by_office(NOVEMBER)

    assert total(before.values()).workers_registered == 724
    assert total(now.values()).workers_registered - 724 == 250
    assert sum(1 for one in before.values() if one.workers_registered) == 19


@kendal
def test_invented_addresses_are_of_the_regency_they_stand_in():
    addresses = db.session.scalars(select(Sponsor.email).where(Sponsor.email.is_not(None))).all()

    assert addresses and {one.partition("@")[2] for one in addresses} == {"kendalkab.example"}


@kendal
def test_five_families_of_kendal_received_210_million():
    deaths = db.session.execute(
        select(Worker.died_on, Enrolment.cover).join(Enrolment).where(Worker.died_on.is_not(None))
    ).all()

    assert paid_claims() == [42_000_000] * 5
    assert len(deaths) == 5
    assert all(cover.count("1") >= 3 for _, cover in deaths)


@pasuruan
def test_three_months_of_pasuruan_cost_the_same_although_some_died_and_moved():
    months = db.session.execute(
        select(MonthCover.month, func.count(), func.sum(MonthCover.paid), func.sum(MonthCover.confirmed))
        .join(Enrolment, Enrolment.id == MonthCover.enrolment_id)
        .join(Fund, Fund.sponsor_id == Enrolment.sponsor_id)
        .group_by(MonthCover.month)
    ).all()

    paid = [(Month(2026_09), 28_448, *[477_926_400] * 2)]
    assert months == [paid[0], (OCTOBER, *paid[0][1:]), (NOVEMBER, *paid[0][1:])]
    sp2d = db.session.scalars(select(FundPaper.amount).where(FundPaper.month.is_not(None))).all()
    assert sp2d == [477_926_400] * 3


@pasuruan
def test_three_families_of_pasuruan_received_the_burial_alone():
    deaths = db.session.execute(
        select(Worker.died_on, Enrolment.cover).join(Enrolment).where(Worker.died_on.is_not(None))
    ).all()

    assert paid_claims() == [10_000_000] * 3
    assert [Month.of(died_on) for died_on, _ in deaths] == [OCTOBER, NOVEMBER, NOVEMBER]
    assert all(0 < cover.count("1") < 3 for _, cover in deaths)


@pasuruan
def test_all_365_villages_of_pasuruan_have_workers():
    villages = db.session.execute(
        select(Unit.id, func.count(Enrolment.id))
        .outerjoin(Enrolment, Enrolment.unit_id == Unit.id)
        .where(Unit.kind.in_(("Desa", "Kelurahan")))
        .group_by(Unit.id)
    ).all()

    assert len(villages) == 365
    assert min(count for _, count in villages) > 0


@pasuruan
def test_the_app_finds_whom_an_asn_of_pasuruan_covers_already():
    programme = db.session.scalars(select(Fund.circular_id)).one()
    statement = select(Nomination.finding).where(Nomination.finding.is_not(None))

    assert Counter(db.session.scalars(statement)) == {"covered_by_servant": 18}
    assert findings_differ(programme) == {}


@gianyar
def test_somebody_of_gianyar_has_two_lawful_jobs_and_a_family_received_both():
    decided = db.session.scalars(select(Question.decision)).all()
    second = db.session.scalars(select(Enrolment).where(Enrolment.job == 2)).all()

    assert decided == ["two_jobs"] * 2
    assert sorted(one.state for one in second) == ["ended", "registered"]
    assert paid_claims() == [42_000_000, 32_000_000]


@gianyar
def test_no_month_of_gianyar_is_paid_twice_whoever_pays():
    """R17: each month of a job has one payer, and each source pays for its own workers."""
    payers = db.session.execute(
        select(Fund.source, func.count(MonthCover.worker_id))
        .join(Enrolment, Enrolment.id == MonthCover.enrolment_id)
        .join(Fund, Fund.sponsor_id == Enrolment.sponsor_id)
        .where(MonthCover.month == NOVEMBER, MonthCover.paid == MonthCover.due)
        .group_by(Fund.source)
        .order_by(Fund.source)
    ).all()

    assert [tuple(one) for one in payers] == [("apbd", 1_136), ("apbdes", 84), ("csr", 61), ("self", 40)]


@gianyar
def test_the_findings_of_gianyar_are_those_the_app_finds():
    for circular_id in db.session.scalars(select(Fund.circular_id).distinct()):
        assert findings_differ(circular_id) == {}


@ngawi
def test_ngawi_holds_its_figures_and_nobody_is_asked_for_anything():
    assert demo_regency() == "ngawi"
    assert total(by_office(OCTOBER).values()).asn == 0


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.state(name))
        for name in ("kendal", "gianyar", "ngawi", "pasuruan")
    ],
)
def test_nothing_of_a_demo_drifts_and_its_cast_is_there(name):
    assert summaries.mismatches() == []
    assert drifted(NOVEMBER) == []
    assert len(demo_accounts()) == len(CASTS[name]) == 8
    assert all(one.unit_name for one in demo_accounts() if one.username in ("kadis", "ratna", "bayu"))


@pytest.mark.state("empty")
@pytest.mark.parametrize("build", [build_kendal, build_pasuruan, build_gianyar, build_ngawi])
@pytest.mark.parametrize("day", DAYS)
def test_a_demo_can_be_built_on_any_day(build, day):
    today = TODAY.fromisoformat(day)
    set_up_database()

    made = build(today, 0.02)

    assert made["units"] > 20
    assert made.keys() <= STEPS.keys()  # each is told while it is built
    running = Month.of(today)
    assert db.session.scalar(select(func.max(MonthCover.month))) in (None, running, running.previous())
    assert all(paid_on <= today for paid_on in db.session.scalars(select(Claim.paid_on)) if paid_on)
