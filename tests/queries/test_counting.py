"""What one statement counts of a circular's month, state by state (R7-R10, R13, R18)."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions import summaries
from lindung.actions.acts import act
from lindung.domain.duties import Answer, DutyKind
from lindung.domain.months import Month
from lindung.domain.protection import Step
from lindung.domain.rates import Payer
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.sponsors import Posting
from lindung.queries.counting import Counts, counted
from lindung.queries.viewer import CONSOLE
from tests.support.cast import CLINIC, OPD_7, OPD_8, SCHOOL, unit
from tests.support.clock import TODAY

NOV, OCT = "2026-11", "2026-10"


@pytest.fixture
def count(make):
    """`count("2026-11")`: the people directly in OPD 7, seen today unless another day is given."""

    def counts(month: str = NOV, place=OPD_7, today: date = TODAY) -> Counts:
        key = (Month.parse(month), unit(place).id)
        return counted(make.the_circular(), [key[0]], today).get(key, Counts())

    return counts


def states(counts: Counts) -> dict[str, int]:
    names = ("asn", "unanswered", "none", "target", "unregistered", "unpaid", "settled")
    return {name: getattr(counts, name) for name in names if getattr(counts, name)}


def test_who_has_not_answered_is_a_number_of_its_own(a_sponsor, count):
    a_sponsor()

    assert states(count()) == {"asn": 1, "unanswered": 1}


@pytest.mark.parametrize("answer", [Answer.NONE, Answer.COVERED_ELSEWHERE])
def test_nihil_and_covered_elsewhere_have_answered_and_are_no_target(a_declaration, count, answer):
    a_declaration(answer=answer)

    assert states(count()) == {"asn": 1, "none": 1}


@pytest.mark.parametrize("answer", [Answer.EMPLOYS, Answer.OTHER_WORKER])
def test_who_employs_or_covers_somebody_is_a_target(a_declaration, count, answer):
    a_declaration(answer=answer)

    assert states(count()) == {"asn": 1, "target": 1, "unregistered": 1}


def test_an_answer_counts_from_the_day_it_was_given(a_declaration, count):
    a_declaration(on=date(2026, 10, 31))

    assert states(count("2026-09")) == {"asn": 1, "unanswered": 1}
    assert states(count(OCT)) == {"asn": 1, "target": 1, "unregistered": 1}


def test_the_newest_answer_counts(a_sponsor, a_declaration, count):
    hadi = a_sponsor()
    a_declaration(hadi, Answer.EMPLOYS, on=date(2026, 2, 1))
    a_declaration(hadi, Answer.NONE, on=date(2026, 10, 15))

    assert count("2026-09").target == 1
    assert states(count(OCT)) == {"asn": 1, "none": 1}


def test_nihil_is_asked_again_after_twelve_months(a_circular, a_declaration, count):
    a_circular(in_force_from=date(2025, 10, 1))
    a_declaration(answer=Answer.NONE, on=date(2025, 11, 20))

    assert count(NOV, today=date(2026, 11, 19)).none == 1
    assert states(count(NOV, today=date(2026, 11, 20))) == {"asn": 1, "unanswered": 1}


@pytest.fixture
def hadi(a_sponsor, a_declaration):
    """Pak Hadi, who has said that he employs an ART."""
    sponsor = a_sponsor()
    a_declaration(sponsor, on=date(2026, 2, 1))
    return sponsor


@pytest.mark.parametrize(
    "state", [one for one in EnrolmentState if one not in (EnrolmentState.REGISTERED, EnrolmentState.ENDED)]
)
def test_an_art_not_yet_registered_leaves_him_unregistered(hadi, an_enrolment, count, state):
    an_enrolment(hadi, state=state)

    assert states(count()) == {"asn": 1, "target": 1, "unregistered": 1}
    assert (count().workers, count().workers_registered) == (1, 0)


def test_one_of_two_registered_counts_as_unregistered(hadi, make, an_enrolment, paid_month, count):
    paid_month(an_enrolment(hadi), NOV)
    an_enrolment(hadi, make.a_worker("Wati"), state=EnrolmentState.SUBMITTED)

    assert states(count()) == {"asn": 1, "target": 1, "unregistered": 1}
    assert (count().workers, count().workers_registered) == (2, 1)


def test_registered_and_not_paid(hadi, an_enrolment, count):
    an_enrolment(hadi)

    assert states(count()) == {"asn": 1, "target": 1, "unpaid": 1}
    assert (count().due, count().paid) == (8_400, 0)


def test_paid_less_than_due_is_not_paid(hadi, an_enrolment, paid_month, count):
    paid_month(an_enrolment(hadi), NOV, amount=8_399)

    assert states(count()) == {"asn": 1, "target": 1, "unpaid": 1}
    assert count().paid == 8_399


def test_registered_and_paid_is_settled(hadi, an_enrolment, paid_month, count):
    paid_month(an_enrolment(hadi), NOV)

    assert states(count()) == {"asn": 1, "target": 1, "settled": 1}
    assert (count().due, count().paid) == (8_400, 8_400)


def test_nothing_due_yet_is_not_settled(hadi, an_enrolment, count):
    an_enrolment(hadi, since=OCT, first_month=Month.parse("2026-12"))

    assert states(count()) == {"asn": 1, "target": 1, "unpaid": 1}
    assert count().due == 0


def test_from_its_end_an_enrolment_is_neither_live_nor_registered(hadi, an_enrolment, paid_month, count):
    paid_month(an_enrolment(hadi, state=EnrolmentState.ENDED, ended_on=date(2026, 11, 1)), OCT)

    assert states(count(OCT)) == {"asn": 1, "target": 1, "settled": 1}
    assert states(count(NOV)) == {"asn": 1, "target": 1, "unregistered": 1}
    assert (count(OCT).workers, count(NOV).workers) == (1, 0)


def test_the_running_month_is_judged_today_and_a_past_one_at_its_end(hadi, an_enrolment, count):
    an_enrolment(hadi, since=NOV, registered_on=date(2026, 11, 20))

    assert count(NOV, today=date(2026, 11, 19)).registered == 0
    assert count(NOV, today=date(2026, 11, 20)).registered == 1
    assert count(NOV, today=date(2026, 12, 5)).registered == 1
    assert count(OCT).registered == 0


def test_r10_past_months_stay_with_the_old_unit(hadi, an_enrolment, paid_month, count):
    paid_month(an_enrolment(hadi), OCT, NOV)

    with (
        act(CONSOLE, "sponsor.move", today=TODAY) as deed,
        summaries.difference(deed, [hadi.id], Month.parse(NOV)),
    ):
        posting = db.session.scalars(select(Posting).filter_by(sponsor_id=hadi.id)).one()
        posting.last_month = Month.parse(OCT)
        db.session.flush()
        moved = Posting(
            sponsor_id=hadi.id, unit_id=unit(OPD_8).id, first_month=Month.parse(NOV), last_month=Month(999912)
        )
        db.session.add(moved)

    assert (count(OCT).settled, count(OCT, OPD_8).asn) == (1, 0)
    assert (count(NOV).asn, count(NOV, OPD_8).settled) == (0, 1)
    assert (count(NOV).paid, count(NOV, OPD_8).paid) == (0, 8_400)
    assert summaries.mismatches() == []


def test_r9a_other_staff_are_no_asn_but_their_workers_count(
    a_sponsor, a_declaration, an_enrolment, paid_month, count
):
    tono = a_sponsor("Tono", employment="non_asn")
    a_declaration(tono)
    paid_month(an_enrolment(tono), NOV)

    assert states(count()) == {}
    assert (count().workers, count().workers_registered, count().paid) == (1, 1, 8_400)


def test_somebody_outside_the_audience_is_not_counted(a_circular, a_sponsor, count):
    a_circular(audience=["pns"])
    a_sponsor("Tuti", employment="pppk")
    a_sponsor()

    assert count().asn == 1


def test_r8_a_quota_makes_everybody_a_target(a_circular, a_sponsor, a_declaration, count):
    a_circular(duty_kind=DutyKind.QUOTA.value, quota=1)
    a_declaration(answer=Answer.NONE)
    a_sponsor("Tuti")

    assert states(count()) == {"asn": 2, "target": 2, "unregistered": 2}


def test_r8_a_quota_by_golongan_asks_more_of_the_higher(a_circular, a_sponsor, an_enrolment, make, count):
    a_circular(duty_kind=DutyKind.QUOTA.value, quota=1, quota_by_grade={"IV": 2})
    high, low = a_sponsor("Tinggi", grade="IV/a"), a_sponsor("Rendah", grade="II/c")
    an_enrolment(high, make.a_worker("Satu"))
    an_enrolment(low, make.a_worker("Dua"))

    assert states(count()) == {"asn": 2, "target": 2, "unregistered": 1, "unpaid": 1}


def test_r8_whose_golongan_is_asked_for_nobody_stands_outside_the_circular(
    a_circular, a_sponsor, a_declaration, an_enrolment, paid_month, count
):
    a_circular(duty_kind=DutyKind.QUOTA.value, quota=1, quota_by_grade={"I": 0})
    a_sponsor("Tinggi", grade="IV/a")
    low = a_sponsor("Rendah", grade="I/d")
    a_declaration(low)
    paid_month(an_enrolment(low), NOV)

    assert states(count()) == {"asn": 1, "target": 1, "unregistered": 1}
    assert (count().workers, count().paid) == (1, 8_400)  # whom he covers all the same is covered


def test_r8_a_target_for_a_whole_workforce_asks_no_civil_servant(a_circular, a_sponsor, count):
    a_circular(duty_kind=DutyKind.TARGET.value)
    a_sponsor()

    assert count() == Counts()


def test_r13_public_money_owes_the_whole_amount(hadi, an_enrolment, count):
    an_enrolment(hadi, payer=Payer.PUBLIC)

    assert count().due == 16_800


@pytest.mark.parametrize(
    ("paid", "month", "step"),
    [
        ([], OCT, "never"),
        (["2026-10"], OCT, "waiting_1"),
        (["2026-09", "2026-10"], OCT, "waiting_2"),
        (["2026-08", "2026-09", "2026-10"], OCT, "full"),
        (["2026-09"], OCT, "late_1"),
        (["2026-08"], OCT, "late_2"),
        (["2026-07"], OCT, "lapsed"),
        (["2026-03"], OCT, "lapsed"),
        (["2026-03", "2026-10"], OCT, "waiting_1"),  # after a lapse the count restarts
        (["2026-10"], NOV, "waiting_1"),  # R15: the running month, unpaid, lowers nobody
        (["2026-09"], NOV, "late_1"),
        (["2026-08", "2026-09", "2026-10", "2026-11"], NOV, "full"),
    ],
)
def test_r18_each_registered_worker_stands_on_one_step(
    hadi, an_enrolment, paid_month, count, paid, month, step
):
    siti = an_enrolment(hadi)
    if paid:
        paid_month(siti, *paid)

    counts = count(month)

    assert {name for name in [step.value for step in Step] if getattr(counts, name)} == {step}


def test_r18_a_lapse_longer_than_the_window_is_no_beginning(
    a_circular, hadi, an_enrolment, paid_month, count
):
    paid_month(an_enrolment(hadi, since="2025-01"), "2025-01")

    assert (count(OCT).lapsed, count(OCT).never) == (1, 0)


def test_r15_a_month_left_unpaid_lowers_a_step_on_the_day_after_its_end(
    hadi, an_enrolment, paid_month, count
):
    paid_month(an_enrolment(hadi), OCT)

    assert count(NOV, today=date(2026, 11, 30)).waiting_1 == 1
    assert count(NOV, today=date(2026, 12, 1)).late_1 == 1


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 1)])
def test_the_stored_counts_follow_the_clock_over_a_month_end(hadi, an_enrolment, paid_month, day):
    paid_month(an_enrolment(hadi), OCT)

    with act(CONSOLE, "day", today=day):
        summaries.open_months(day)

    assert summaries.mismatches() == []


def test_each_unit_holds_its_own_people(a_sponsor, count):
    for place, number in ((OPD_7, 2), (SCHOOL, 3), (CLINIC, 1)):
        for one in range(number):
            a_sponsor(f"{place.code} {one}", unit=place)

    assert [count(place=place).asn for place in (OPD_7, SCHOOL, OPD_8, CLINIC)] == [2, 3, 0, 1]


def test_counting_asks_for_the_limits_and_then_once_however_many_there_are(make, hadi, an_enrolment, queries):
    for number in range(5):
        an_enrolment(hadi, make.a_worker(f"Pekerja {number}"))
    circular = make.the_circular()
    months = list(Month.parse("2026-01").through(Month.parse(NOV)))
    circular.number  # noqa: B018  # loaded again after the acts above

    with queries() as seen:
        counted(circular, months, TODAY)

    assert len(seen) == 2
