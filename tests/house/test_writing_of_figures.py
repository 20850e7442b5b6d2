"""How numbers, money, days and identifiers are written for a reader; needs no app."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from lindung.domain.months import Month
from lindung.web import filters


def test_money_and_counts_carry_dots():
    assert filters.rupiah(16800) == "Rp16.800"
    assert filters.rupiah(-8400) == "\u2212Rp8.400"
    assert filters.number(4070) == "4.070"


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [(551, 915, "60,2%"), (9345, 10000, "93,5%"), (9335, 10000, "93,4%"), (0, 5, "0,0%"), (0, 0, "–")],
)
def test_a_percentage_has_one_decimal_and_rounds_half_up(part, whole, written):
    assert filters.percent(part, whole) == written


@pytest.mark.parametrize(
    ("points", "written"), [(2.7, "+2,7"), (-1.2, "\u22121,2"), (-0.04, "0,0"), (Decimal("0.05"), "+0,1")]
)
def test_a_change_in_points_always_says_its_direction(points, written):
    assert filters.delta(points) == written


def test_months_and_days_are_written_in_indonesian():
    assert filters.month(Month(202611)) == "November 2026"
    assert filters.month(202608, "short") == "Agu 2026"
    assert filters.day(date(2026, 11, 20)) == "20 Nov 2026"
    assert filters.day_long(date(2026, 11, 16)) == "Senin, 16 November 2026"


def test_a_moment_is_told_by_the_regencys_clock():
    assert filters.moment(datetime(2026, 11, 19, 17, 42, tzinfo=UTC)) == "20 Nov 2026 pukul 00.42 WIB"


def test_only_the_last_four_of_a_nik_are_drawn():
    assert filters.mask_nik("0007") == "••••••••••••0007"
    assert filters.mask_nik("0007", narrow=True) == "··0007"
    assert filters.mask_nik(None) == "–"


def test_a_year_of_age_is_reached_on_the_birthday():
    born = date(1982, 11, 20)

    assert filters.age(born, date(2026, 11, 19)) == "43"
    assert filters.age(born, date(2026, 11, 20)) == "44"
