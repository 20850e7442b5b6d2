"""Money x workers x months x start, with the figures of Pasuruan and Gianyar (DOMAIN 4; R12, R13, R18)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.domain.budgets import (
    Plan,
    Unknown,
    cliff,
    first_start,
    money_needed,
    months_payable,
    nobody_full,
    of_workers,
    reach,
    simulate,
    workers_payable,
)
from lindung.domain.errors import RuleBroken
from lindung.domain.funds import FundSource, is_public
from lindung.domain.months import Month
from lindung.domain.protection import Ladder
from lindung.domain.rates import Payer
from tests.domain.test_rates import TABLES, tariff

JAN, JUL, NOV, DEC = Month(202501), Month(202507), Month(202511), Month(202512)
BILLIONS = 2_800_000_000
LIST = 28_448
SINCE = Month(202611)


def public(month):
    return TABLES.due(tariff(Payer.PUBLIC), month)


def private(month):
    return TABLES.due(tariff(), month)


def refused(deed):
    with pytest.raises(RuleBroken) as broken:
        deed()
    return broken.value.code, broken.value.field


# Pasuruan


def test_pasuruan_costs_477926400_a_month_and_2_8_billion_last_five_months():
    found = simulate(Plan(BILLIONS, LIST, None, JUL), public, since=SINCE)

    assert (found.monthly, found.outcome.months, found.found) == (477_926_400, 5, Unknown.MONTHS)
    assert (found.outcome.left, found.outcome.short) == (410_368_000, 67_558_400)
    assert found.outcome.last_funded == NOV


def test_pasuruan_could_pay_13888_workers_for_a_whole_year():
    found = simulate(Plan(BILLIONS, None, 12, JAN), public, since=SINCE)

    assert (found.workers, found.outcome.is_enough) == (13_888, True)
    assert found.outcome.left == BILLIONS - 13_888 * 12 * 16_800


def test_pasuruan_needs_2867558400_for_six_months():
    found = simulate(Plan(None, LIST, 6, JUL), public, since=SINCE)

    assert (found.money, found.outcome.left, found.outcome.lacking) == (2_867_558_400, 0, 0)


def test_pasuruan_in_its_period_lacks_the_sixth_month_only():
    found = reach(BILLIONS, JUL, of_workers(public, LIST), DEC)

    assert (found.months, found.is_enough, found.lacking) == (5, False, 67_558_400)
    assert [line.is_funded for line in found.lines] == [True] * 5 + [False]


def test_p4_the_cliff_of_pasuruan_and_what_bridging_it_costs():
    cost = of_workers(public, LIST)
    found = cliff(reach(2_867_558_400, JUL, cost, DEC), cost)

    assert found.first_unfunded == Month(202601)
    assert found.arrears == [Month(202601), Month(202602)]
    assert found.ends == Month(202603)
    assert [one.cost for one in found.bridges] == [477_926_400, 955_852_800, 1_433_779_200]
    assert [one.ends for one in found.bridges] == [Month(202604), Month(202605), Month(202606)]


def test_what_is_left_inside_the_period_helps_to_bridge_and_after_it_does_not():
    cost = of_workers(public, LIST)

    inside = cliff(reach(BILLIONS, JUL, cost, DEC), cost)
    after = cliff(reach(BILLIONS, JUL, cost, NOV), cost)

    assert inside.bridges[0].extra == 67_558_400
    assert after.bridges[0].extra == 477_926_400


def test_a_membership_that_ends_after_four_unpaid_months_ends_later():
    cost = of_workers(public, 1)

    assert cliff(reach(16_800, DEC, cost), cost, Ladder(3, 4)).ends == Month(202604)


# Gianyar


def test_g4_gianyar_costs_19084800_a_month_and_nobody_reaches_three_months():
    found = simulate(Plan(None, 1_136, 2, NOV), public, since=SINCE)

    assert found.monthly == 19_084_800
    assert found.warning == (3, 2, Month(202601), Month(202601), 19_084_800)
    assert found.warning.is_one


def test_with_january_everybody_reaches_three_months():
    assert simulate(Plan(None, 1_136, 3, NOV), public, since=SINCE).warning is None


def test_months_that_were_paid_before_count():
    cost = of_workers(public, 1_136)
    december = reach(cost(DEC), DEC, cost, DEC)

    assert nobody_full(december, cost, already=2) is None
    assert nobody_full(december, cost, already=1).first == Month(202601)


# R12, R13: by payer and month


def test_r13_money_of_a_private_payer_goes_further_until_december_2026():
    assert months_payable(16_800 * 100, 100, Month(202611), private) == 2
    assert months_payable(16_800 * 100, 100, Month(202611), public) == 1
    assert money_needed(1, 12, Month(202601), private) == 126_000


def test_the_start_is_found_where_a_discount_makes_the_money_enough():
    assert first_start(8_400 * 3 * 10, 10, 3, private, Month(202601)) == Month(202604)
    assert first_start(8_400 * 3 * 10, 10, 3, public, Month(202601)) is None

    found = simulate(Plan(8_400 * 3 * 10, 10, 3, None), private, since=Month(202601))
    assert (found.start, found.found, found.outcome.is_enough) == (Month(202604), Unknown.START, True)


def test_r13_public_money_is_dbhcht_apbd_and_apbdes():
    assert [one.value for one in FundSource if is_public(one)] == ["dbhcht", "apbd", "apbdes"]


# Refused


@pytest.mark.parametrize(
    ("plan", "code", "field"),
    [
        (Plan(16_799, 1, None, JUL), "budget_pays_nobody", "amount"),
        (Plan(16_799, None, 1, JUL), "budget_pays_nobody", "amount"),
        (Plan(0, 1, None, JUL), "fund_amount_unusable", "money"),
        (Plan(16_800, -1, None, JUL), "fund_planned_unusable", "workers"),
        (Plan(16_800, 1, 61, JUL), "plan_months_unusable", "months"),
        (Plan(16_800, 1, 1, Month(202112)), "plan_start_unusable", "start"),
        (Plan(16_800, 1, 2, Month(203112)), "no_rate_for_month", "start"),
        (Plan(16_800, 10, 1, None), "no_start_found", "money"),
        (Plan(None, None, 1, JUL), "plan_unclear", "workers"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_input(plan, code, field):
    assert refused(lambda: simulate(plan, public, since=SINCE)) == (code, field)


# What must hold whatever the numbers

PRICES = st.sampled_from([public, private])
STARTS = st.integers(0, 70).map(lambda step: Month(202401).plus(step))
WORKERS = st.integers(1, 50_000)
MONTHS = st.integers(1, 18)


@given(st.integers(1, 10**11), WORKERS, STARTS, PRICES)
def test_months_payable_cost_no_more_than_the_money_and_one_more_would(money, workers, start, price):
    months = months_payable(money, workers, start, price)

    assert not months or money_needed(workers, months, start, price) <= money
    if start.plus(months) <= Month(203112) and months < 60:
        assert money_needed(workers, months + 1, start, price) > money


@given(st.integers(1, 10**11), MONTHS, STARTS, PRICES)
def test_workers_payable_cost_no_more_than_the_money_and_one_more_would(money, months, start, price):
    workers = workers_payable(money, months, start, price)

    assert money_needed(workers, months, start, price) <= money
    assert money_needed(workers + 1, months, start, price) > money


@given(WORKERS, MONTHS, STARTS, PRICES)
def test_the_money_that_is_needed_pays_exactly_that(workers, months, start, price):
    money = money_needed(workers, months, start, price)
    outcome = reach(money, start, of_workers(price, workers), start.plus(months - 1))

    assert (outcome.months, outcome.left, outcome.is_enough) == (months, 0, True)
    assert months_payable(money, workers, start, price) >= months
    assert workers_payable(money, months, start, price) == workers


@given(st.integers(1, 10**11), WORKERS, STARTS, MONTHS, PRICES)
def test_every_rupiah_is_spent_or_left_and_lines_go_down_step_by_step(money, workers, start, months, price):
    outcome = reach(money, start, of_workers(price, workers), start.plus(months - 1))

    assert outcome.spent + outcome.left == money
    assert outcome.spent == sum(line.cost for line in outcome.lines if line.is_funded)
    assert [line.left for line in outcome.lines] == sorted(
        (line.left for line in outcome.lines), reverse=True
    )
    assert outcome.months == sum(line.is_funded for line in outcome.lines)
