"""Those a programme pays for: replaced by the next, dropped, given their cards, confirmed each month (R6, UX P6)."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions import summaries
from lindung.actions.admitting import admit_in_order
from lindung.actions.nominations import drop, hand_over_cards
from lindung.actions.registering_lists import register_list
from lindung.actions.replacing import replace
from lindung.actions.undo import undo_act
from lindung.actions.verifying import Minutes, confirm_month, verify
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.domain.nominations import DropReason
from lindung.models.base import db
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.viewer import CONSOLE
from tests.support.clock import today
from tests.support.villages import a_fund, a_programme, a_village, listed, nik, of_name

DAY = date(2026, 11, 20)
WORDS = {one: one.value for one in DropReason}
MINUTES = Minutes(date(2026, 11, 10), "BA/1")


@pytest.fixture
def programme(make, app):
    a_village(make)
    a_village(make, "33.02", "Desa Taman")
    return a_programme(make)


@pytest.fixture
def fund(programme):
    return a_fund(programme)


def ids(*names):
    return [of_name(name).id for name in names]


def verified(programme, *names):
    verify(CONSOLE, programme.id, ids(*names), MINUTES, len(names), today=today())


def admitted(programme, fund, *names):
    """On the list, verified and admitted; each with the NIK of his place."""
    listed(*(("33.01", nik(number), name) for number, name in enumerate(names, start=1)))
    verified(programme, *names)
    return admit_in_order(CONSOLE, programme.id, fund.id, ids(*names), len(names), len(names), today=today())


def enrolment_of(name):
    return db.session.get_one(Enrolment, of_name(name).enrolment_id)


def test_the_next_of_the_village_takes_the_place_of_who_died(programme, fund):
    admitted(programme, fund, "Wayan")
    listed(("33.02", nik(8), "Ketut"), ("33.01", nik(9), "Luh"))
    verified(programme, "Ketut", "Luh")
    row = of_name("Wayan")

    done = replace(
        CONSOLE,
        row.id,
        DropReason.DIED,
        date(2026, 11, 20),
        words="Meninggal dunia",
        seen_version=row.version,
        today=today(),
    )

    assert done.record_id == of_name("Luh").id
    old = db.session.get_one(Enrolment, of_name("Wayan").enrolment_id)
    assert (old.state, old.ended_on, old.reason) == ("ended", DAY, "Meninggal dunia")
    assert (of_name("Wayan").state, of_name("Wayan").drop_reason) == ("dropped", "died")
    assert db.session.get_one(Worker, old.worker_id).died_on == DAY
    assert (of_name("Luh").state, of_name("Luh").fund_id, of_name("Ketut").state) == (
        "admitted", fund.id, "verified",
    )  # fmt: skip
    assert summaries.mismatches() == []

    undo_act(CONSOLE, done.act_id, today=today())
    db.session.expire_all()
    assert [of_name(one).state for one in ("Wayan", "Luh")] == ["admitted", "verified"]
    assert enrolment_of("Wayan").state == "candidate"
    assert summaries.mismatches() == []


def test_without_anybody_waiting_in_the_village_the_programme_gives_the_next_or_nobody(programme, fund):
    admitted(programme, fund, "Wayan")
    row = of_name("Wayan")
    facts = {"words": "Pindah", "seen_version": row.version, "today": today()}
    with pytest.raises(RuleBroken, match="nobody_waits"):
        replace(CONSOLE, row.id, DropReason.MOVED, DAY, **facts)
    assert of_name("Wayan").state == "admitted"

    listed(("33.02", nik(8), "Ketut"))
    verified(programme, "Ketut")
    assert replace(CONSOLE, row.id, DropReason.MOVED, DAY, **facts).record_id == of_name("Ketut").id


def test_dropping_somebody_who_is_paid_for_ends_his_cover(programme, fund):
    admitted(programme, fund, "Wayan")

    done = drop(
        CONSOLE, programme.id, ids("Wayan"), DropReason.MOVED, None, 1, words=WORDS, on=DAY, today=today()
    )

    assert (enrolment_of("Wayan").state, enrolment_of("Wayan").reason) == ("ended", "moved")
    assert summaries.mismatches() == []
    undo_act(CONSOLE, done.act_id, today=today())
    db.session.expire_all()
    assert (of_name("Wayan").state, enrolment_of("Wayan").state) == ("admitted", "candidate")


def test_a_card_is_for_who_is_registered(programme, fund):
    admitted(programme, fund, "Wayan")
    with pytest.raises(RuleBroken, match="card_not_registered"):
        hand_over_cards(CONSOLE, programme.id, ids("Wayan"), DAY, "Kelian", 1, today=today())

    register_list(CONSOLE, programme.id, ids("Wayan"), DAY, None, 1, today=today())
    hand_over_cards(CONSOLE, programme.id, ids("Wayan"), DAY, "Kelian", 1, today=today())
    assert (of_name("Wayan").card_on, of_name("Wayan").card_by) == (DAY, "Kelian")


def test_a_village_says_once_a_month_that_its_list_is_right(programme):
    village = db.session.scalars(select(Unit).where(Unit.code == "33.01")).one()
    minutes = Minutes(DAY)
    done = confirm_month(CONSOLE, programme.id, village.id, Month(202611), minutes, today=today())
    with pytest.raises(RuleBroken, match="month_confirmed"):
        confirm_month(CONSOLE, programme.id, village.id, Month(202611), minutes, today=today())
    with pytest.raises(RuleBroken, match="month_in_future"):
        confirm_month(CONSOLE, programme.id, village.id, Month(202612), minutes, today=today())

    undo_act(CONSOLE, done.act_id, today=today())
    confirm_month(CONSOLE, programme.id, village.id, Month(202611), minutes, today=today())
