"""R14, R16: money fills months in order, and what is over goes on to the next month it can pay."""

from hypothesis import given
from hypothesis import strategies as st

from lindung.domain.credits import Lack, filled, followed, taken_back
from lindung.domain.months import Month

JAN = Month(202701)


def lacks(*amounts):
    return [Lack(JAN.plus(number), amount) for number, amount in enumerate(amounts)]


def test_money_fills_months_in_order_and_leaves_the_last_partly_paid():
    assert filled(20_000, lacks(16_800, 8_400, 8_400)) == lacks(16_800, 3_200)


def test_a_month_that_lacks_nothing_takes_nothing():
    assert filled(8_400, [Lack(JAN, 0), Lack(JAN.next(), 8_400)]) == [Lack(JAN.next(), 8_400)]


def test_r16_the_credit_of_the_example_pays_four_months_and_leaves_8400():
    parts = followed(75_600, lacks(*[16_800] * 12))

    assert parts == lacks(*[16_800] * 4)
    assert 75_600 - sum(part.amount for part in parts) == 8_400


def test_credit_stops_at_the_first_month_it_cannot_pay_though_a_later_one_is_cheaper():
    assert followed(10_000, lacks(16_800, 8_400)) == []


def test_credit_passes_over_months_that_are_paid():
    assert followed(8_400, [Lack(JAN, 0), Lack(JAN.next(), 8_400)]) == [Lack(JAN.next(), 8_400)]


def test_a_debt_takes_back_the_newest_months_whole():
    given_months = list(reversed(lacks(16_800, 16_800)))

    assert taken_back(1, given_months) == given_months[:1]
    assert taken_back(16_801, given_months) == given_months
    assert taken_back(0, given_months) == []


amounts = st.lists(st.integers(0, 20_000), max_size=14)


@given(st.integers(0, 200_000), amounts)
def test_no_rupiah_is_made_or_lost(money, lacking):
    months = lacks(*lacking)
    wanted = dict(months)

    parts = filled(money, months)
    assert sum(part.amount for part in parts) == min(money, sum(lacking))
    assert all(0 < part.amount <= wanted[part.month] for part in parts)

    given_months = followed(money, months)
    assert sum(part.amount for part in given_months) <= money
    assert all(part.amount == wanted[part.month] for part in given_months)
