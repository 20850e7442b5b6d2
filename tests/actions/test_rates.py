"""Dated rows through acts: successors, what is counted anew, what is asked back, and the way back (R12, R13, R18)."""

from datetime import date

import pytest
from sqlalchemy import func, select

from lindung.actions import summaries
from lindung.actions.acts import AlreadyDone, act
from lindung.actions.dated_rows import Validity
from lindung.actions.ending_rows import end_row, remove_row
from lindung.actions.rates import (
    Amount,
    NewBand,
    NewBenefit,
    NewDiscount,
    NewRate,
    add_band,
    add_benefit,
    add_discount,
    add_holiday,
    add_rate,
    add_threshold,
)
from lindung.actions.undo import undo_act
from lindung.domain.benefits import BenefitKind
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import OPEN_END, Month
from lindung.domain.protection import Step
from lindung.domain.rates import Payer, Tariff
from lindung.domain.registration import Programme, Sector, Segment
from lindung.domain.thresholds import ThresholdKey
from lindung.models.acts import AuditEntry
from lindung.models.base import db
from lindung.models.ledger import MonthCover
from lindung.models.rates import BenefitRow, DiscountRow, Holiday, RateRow, ThresholdRow
from lindung.models.reports import MonthReport
from lindung.models.summaries import UnitMonth
from lindung.models.workers import Enrolment
from lindung.queries.rates import rate_tables
from lindung.queries.sponsor_page import step_today
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import TODAY

JKK, JKM, JHT = Programme

pytestmark = pytest.mark.one_engine_in_the_gate
BASIC = frozenset({JKK, JKM})
LAW = "PP 1/2027 Pasal 4"
ART = Tariff(Segment.BPU, Sector.OTHER, 1, Payer.PRIVATE, BASIC)


@pytest.fixture
def coordinator(viewer):
    return viewer("koordinator")


def since(first: int, last: int | None = None, verified: bool = True) -> Validity:
    return Validity(Month(first), Month(last) if last else OPEN_END, LAW, verified)


def a_rate(amount: int, programme: Programme = JKM) -> NewRate:
    return NewRate(programme, Segment.BPU, 1, 1_000_000, Amount(0, amount, None))


def half_for(
    sector: Sector | None = Sector.OTHER, percent: int = 50, payer: Payer | None = Payer.PRIVATE
) -> NewDiscount:
    return NewDiscount((JKK, JKM), Segment.BPU, sector, payer, percent)


def due(month: int, tariff: Tariff = ART) -> int:
    return rate_tables().due(tariff, Month(month))


def refused(code, act, *args, **more):
    with pytest.raises(RuleBroken) as broken:
        act(*args, today=TODAY, **more)
    assert broken.value.code == code
    return broken.value


def test_r12_a_successor_closes_its_predecessor_and_each_month_keeps_its_own_amount(coordinator):
    add_rate(coordinator, a_rate(7_800), since(2027_01), today=TODAY)

    rows = db.session.scalars(
        select(RateRow).where(RateRow.programme == "JKM").order_by(RateRow.first_month)
    ).all()
    assert [(row.first_month.number, row.last_month.number) for row in rows] == [
        (2015_07, 2026_12),
        (2027_01, 9999_12),
    ]
    assert (due(2026_12), due(2027_01)) == (8_400, 17_800)


def test_r13_the_discount_that_ends_in_december_is_prolonged(coordinator):
    add_discount(coordinator, half_for(), since(2027_01, 2027_06), today=TODAY)

    assert [due(month) for month in (2026_12, 2027_01, 2027_06, 2027_07)] == [8_400, 8_400, 8_400, 16_800]
    assert db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.record == "discount")) == 2


def test_r13_a_discount_may_hold_for_every_sector_and_payer(coordinator):
    add_discount(coordinator, half_for(None, 25, None), since(2028_01, 2028_12), today=TODAY)

    public = ART._replace(payer=Payer.PUBLIC, sector=Sector.TRANSPORT)
    assert (due(2028_03), due(2028_03, public)) == (12_600, 12_600)


def test_r12_a_band_is_its_base_and_a_row_for_each_programme(coordinator):
    amounts = {JKK: Amount(10, 10_000, 207_000), JKM: Amount(0, 6_800, None), JHT: Amount(20, 20_000, None)}
    add_band(coordinator, NewBand(Segment.BPU, 2_000_000, amounts), since(2026_12), today=TODAY)

    second = ART._replace(band=2)
    assert due(2027_02, second) == 26_800
    assert due(2027_02, second._replace(programmes=frozenset(Programme))) == 66_800
    assert due(2026_11, second) == 0


def test_r21_another_segment_begins_with_its_own_first_band(coordinator):
    amounts = {JKK: Amount(24, 0, None), JKM: Amount(30, 0, None)}
    done = add_band(coordinator, NewBand(Segment.PU, 2_000_000, amounts), since(2026_12), today=TODAY)

    assert db.session.get(RateRow, done.record_id).band == 1
    assert due(2026_12, ART._replace(segment=Segment.PU)) == 108_000


def test_a_change_back_in_time_names_what_it_recounts_and_is_done_only_when_confirmed(
    coordinator, an_enrolment, paid_month
):
    siti = an_enrolment(since="2026-03")
    paid_month(siti, "2026-09", "2026-10")
    asked = refused("change_recounts", add_rate, coordinator, a_rate(7_800), since(2026_10))

    assert asked.field == "sure"
    assert asked.facts == {"months": 2, "workers": 1, "paid": 1, "approved": 0}
    assert due(2026_10) == 8_400  # nothing was saved

    add_rate(coordinator, a_rate(7_800), since(2026_10), sure=True, today=TODAY)

    owed = {row.month.number: (row.due, row.paid) for row in db.session.scalars(select(MonthCover))}
    assert owed == {2026_09: (8_400, 8_400), 2026_10: (8_900, 8_400)}
    assert step_today(db.session.get(Enrolment, siti.id), TODAY, thresholds()) is Step.LATE_1
    assert summaries.mismatches() == []


def test_r22_approved_reports_are_named_and_stay_as_they_were_approved(coordinator, an_enrolment, paid_month):
    paid_month(an_enrolment(since="2026-03"), "2026-10")
    with act(CONSOLE, "report.approve", today=TODAY):
        unit_id = cast.unit(cast.OPD_7).id
        for month, state in ((2026_09, "approved"), (2026_10, "accepted"), (2026_10, "returned")):
            sequence = 2 if state == "returned" else 1
            row = MonthReport(
                unit_id=unit_id, month=Month(month), sequence=sequence, kind="regular", state=state
            )
            db.session.add(row)

    asked = refused("change_recounts", add_rate, coordinator, a_rate(7_800), since(2026_10))

    assert asked.facts["approved"] == 1


def test_a_month_paid_in_advance_asks_too(coordinator, an_enrolment, paid_month):
    paid_month(an_enrolment(since="2026-03"), "2027-01")

    asked = refused("change_touches_paid", add_rate, coordinator, a_rate(7_800), since(2027_01))
    assert asked.facts == {"paid": 1}


def test_what_begins_later_asks_nothing_and_recounts_nothing(coordinator, an_enrolment, paid_month):
    paid_month(an_enrolment(since="2026-03"), "2026-10")

    add_rate(coordinator, a_rate(7_800), since(2026_12), today=TODAY)

    assert summaries.mismatches() == []


def test_undone_everything_stands_as_before(coordinator, an_enrolment, paid_month):
    siti = an_enrolment(since="2026-03")
    paid_month(siti, *(f"2026-{month:02d}" for month in range(3, 11)))
    done = add_rate(coordinator, a_rate(7_800), since(2026_10), sure=True, today=TODAY)

    undo_act(coordinator, done.act_id, today=TODAY)

    assert (due(2026_10), due(2027_01)) == (8_400, 16_800)
    assert db.session.scalars(select(MonthCover.due).where(MonthCover.month == Month(2026_10))).all() == [
        8_400
    ]
    assert step_today(db.session.get(Enrolment, siti.id), TODAY, thresholds()) is Step.FULL
    assert summaries.mismatches() == []


def test_another_manager_may_take_it_back_and_a_clerk_may_not(coordinator, viewer):
    done = add_rate(coordinator, a_rate(7_800), since(2027_01), today=TODAY)

    with pytest.raises(NotThere):
        undo_act(viewer("ratna"), done.act_id, today=TODAY)
    undo_act(viewer("admin"), done.act_id, today=TODAY)
    assert due(2027_01) == 16_800


def test_an_act_is_not_undone_once_its_row_was_closed_by_another(coordinator):
    first = add_rate(coordinator, a_rate(7_800), since(2027_01), today=TODAY)
    add_rate(coordinator, a_rate(8_800), since(2028_01), today=TODAY)

    refused("undo_touched_later", undo_act, coordinator, first.act_id)


def test_a_future_row_is_taken_away_and_what_it_closed_goes_on(coordinator):
    done = add_rate(coordinator, a_rate(7_800), since(2027_01), today=TODAY)

    remove_row(coordinator, "rate", done.record_id, today=TODAY)

    assert due(2027_01) == 16_800
    last = select(RateRow.last_month).where(RateRow.programme == "JKM")
    assert db.session.scalars(last).all() == [OPEN_END]


def test_taking_a_discount_away_does_not_prolong_the_one_before(coordinator):
    done = add_discount(coordinator, half_for(), since(2027_01, 2027_06), today=TODAY)
    remove_row(coordinator, "discount", done.record_id, today=TODAY)

    ends = select(DiscountRow.last_month).where(DiscountRow.sector == "other", DiscountRow.programme == "JKK")
    assert db.session.scalars(ends).all() == [Month(2026_12)]


@pytest.mark.parametrize("first", [2026_10, 2026_11])
def test_a_row_that_counts_already_is_not_taken_away(coordinator, first):
    done = add_rate(coordinator, a_rate(7_800), since(first), sure=True, today=TODAY)

    refused("row_in_force", remove_row, coordinator, "rate", done.record_id)


def test_a_discount_ends_earlier_than_it_was_to(coordinator):
    row_ids = db.session.scalars(select(DiscountRow.id).where(DiscountRow.sector == "transport")).all()
    for row_id in row_ids:
        end_row(coordinator, "discount", row_id, Month(2026_12), today=TODAY)

    assert due(2027_01, ART._replace(sector=Sector.TRANSPORT)) == 16_800


def test_a_rate_that_somebody_is_covered_by_does_not_end_without_a_successor(coordinator, an_enrolment):
    row_id = db.session.scalars(select(RateRow.id).where(RateRow.programme == "JKM")).one()
    an_enrolment()
    asked = refused("rate_in_use", end_row, coordinator, "rate", row_id, Month(2026_12))
    assert asked.facts == {"workers": 1}

    savings = db.session.scalars(select(RateRow.id).where(RateRow.programme == "JHT")).one()
    end_row(coordinator, "rate", savings, Month(2026_12), today=TODAY)
    assert due(2027_01, ART._replace(programmes=frozenset({JHT}))) == 0


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewRate(JKK, Segment.BPU, 1, 0, Amount(10, 0, None)), "base"),
        (NewRate(JKK, Segment.BPU, 1, 1_000_000, Amount(0, 0, None)), "jkk_minimum"),
        (NewRate(JKK, Segment.BPU, 1, 1_000_000, Amount(10, 10_000, 9_999)), "jkk_maximum"),
        (NewRate(JKK, Segment.BPU, 1, 1_000_000, Amount(101, 0, None)), "jkk_share"),
        (NewRate(JKK, Segment.BPU, 1, 1_000_000, Amount(10, -1, None)), "jkk_minimum"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_at_its_field(coordinator, new, field):
    with pytest.raises(RuleBroken) as broken:
        add_rate(coordinator, new, since(2027_01), today=TODAY)

    assert broken.value.field == field


def test_a_row_without_its_law_is_refused(coordinator):
    refused("law_missing", add_rate, coordinator, a_rate(7_800), since(2027_01)._replace(legal_basis="  "))


@pytest.mark.parametrize("percent", [0, 101])
def test_a_discount_outside_1_to_100_is_refused(coordinator, percent):
    refused("percent_out_of_range", add_discount, coordinator, half_for(percent=percent), since(2027_01))


def test_two_discounts_that_begin_together_and_meet_are_refused(coordinator):
    refused("discounts_meet", add_discount, coordinator, half_for(None), since(2026_04, 2026_12))


def test_r19_a_benefit_changes_from_its_month_on(coordinator):
    new = NewBenefit(BenefitKind.DEATH, 3, 30_000_000, 0)
    done = add_benefit(coordinator, new, since(2027_01, verified=False), today=TODAY)

    rows = db.session.scalars(
        select(BenefitRow).where(BenefitRow.kind == "death").order_by(BenefitRow.first_month)
    )
    assert [(row.amount, row.last_month.number, row.verified) for row in rows] == [
        (20_000_000, 2026_12, True),
        (30_000_000, 9999_12, False),
    ]
    remove_row(coordinator, "benefit", done.record_id, today=TODAY)
    refused(
        "benefit_is_nothing", add_benefit, coordinator, NewBenefit(BenefitKind.DEATH, 3, 0, 0), since(2027_01)
    )


@pytest.mark.parametrize(("after", "step"), [(2, Step.LAPSED), (3, Step.LATE_2), (4, Step.LATE_2)])
def test_r18_the_months_that_end_a_membership_are_the_regencys_to_set(
    coordinator, an_enrolment, paid_month, after, step
):
    siti = an_enrolment(since="2026-03")
    paid_month(siti, *(f"2026-{month:02d}" for month in range(3, 9)))
    add_threshold(coordinator, ThresholdKey.LAPSED_AFTER, after, since(2026_01), sure=True, today=TODAY)

    assert step_today(db.session.get(Enrolment, siti.id), TODAY, thresholds()) is step
    stored = select(func.max(getattr(UnitMonth, step.value))).where(UnitMonth.month == Month(2026_10))
    assert db.session.scalar(stored) == 1  # SQL says the same
    assert summaries.mismatches() == []


def test_r18_a_limit_holds_from_its_month_on_and_earlier_months_keep_theirs(
    coordinator, an_enrolment, paid_month
):
    siti = an_enrolment(since="2026-03")
    paid_month(siti, *(f"2026-{month:02d}" for month in range(3, 8)))
    add_threshold(coordinator, ThresholdKey.LAPSED_AFTER, 4, since(2026_11), sure=True, today=TODAY)

    limits = thresholds()
    assert limits.ladder(Month(2026_10)).lapsed_after == 3
    assert limits.ladder(Month(2026_11)).lapsed_after == 4
    assert summaries.mismatches() == []


def test_r18_the_ladders_limits_ask_before_they_recount_and_the_others_do_not(coordinator, an_enrolment):
    an_enrolment()
    refused("change_recounts", add_threshold, coordinator, ThresholdKey.FULL_AFTER, 2, since(2026_09))

    add_threshold(coordinator, ThresholdKey.YOUNGEST_ART, 17, since(2026_09), today=TODAY)
    assert thresholds().at(ThresholdKey.YOUNGEST_ART, Month(2026_09)) == 17


@pytest.mark.parametrize(
    ("key", "value"),
    [("full_after", 0), ("full_after", 4), ("lapsed_after", 1), ("lapsed_after", 5), ("warn_days", 181)],
)
def test_a_limit_outside_its_bounds_is_refused(coordinator, key, value):
    refused("number_out_of_range", add_threshold, coordinator, ThresholdKey(key), value, since(2027_01))


def test_a_limit_does_not_end_without_a_successor(coordinator):
    row_id = db.session.scalars(select(ThresholdRow.id).where(ThresholdRow.key == "full_after")).one()

    refused("threshold_needs_successor", end_row, coordinator, "threshold", row_id, Month(2026_12))


def test_r15_a_holiday_is_added_once_and_taken_away_before_it_comes(coordinator):
    done = add_holiday(coordinator, date(2027, 3, 15), "Cuti bersama", "SKB 3 Menteri 2027", today=TODAY)
    refused("holiday_taken", add_holiday, coordinator, date(2027, 3, 15), "Lagi", "SKB")
    remove_row(coordinator, "holiday", done.record_id, today=TODAY)

    assert db.session.get(Holiday, done.record_id) is None
    past = add_holiday(coordinator, date(2026, 11, 20), "Hari ini", "SKB", today=TODAY)
    refused("holiday_is_past", remove_row, coordinator, "holiday", past.record_id)


@pytest.mark.parametrize("who", ["ratna", "kadis", "dewi", "bendahara", "inspektur"])
def test_only_who_manages_settings_may(viewer, who):
    with pytest.raises(NotThere):
        add_rate(viewer(who), a_rate(7_800), since(2027_01), today=TODAY)
    with pytest.raises(NotThere):
        remove_row(viewer(who), "rate", 1, today=TODAY)


def test_a_row_that_is_not_there_is_not_there(coordinator):
    for record in ("rate", "holiday", "sponsor"):
        with pytest.raises(NotThere):
            remove_row(coordinator, record, 987_654, today=TODAY)


def test_pressed_twice_it_is_added_once(coordinator):
    add_rate(coordinator, a_rate(7_800), since(2027_01), today=TODAY, key="once")
    with pytest.raises(AlreadyDone):
        add_rate(coordinator, a_rate(7_800), since(2027_01), today=TODAY, key="once")
    assert db.session.scalar(select(func.count(RateRow.id)).where(RateRow.programme == "JKM")) == 2
