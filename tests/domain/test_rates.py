"""What a month costs, looked up in dated rows (R12, R13)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.domain.months import OPEN_END, Month
from lindung.domain.rates import Discount, Payer, Rate, Tables, Tariff
from lindung.domain.registration import Programme, Sector, Segment

JKK, JKM, JHT = Programme.JKK, Programme.JKM, Programme.JHT
BOTH = frozenset({JKK, JKM})
START = Month(201507)


def rate(programme, permille, minimum, maximum=None, *, first=START, last=OPEN_END, base=1_000_000):
    return Rate(programme, Segment.BPU, 1, first, last, base, permille, minimum, maximum, "PP 44/2015")


def half(programme, sector, first, last):
    return Discount(
        programme, Segment.BPU, sector, Payer.PRIVATE, Month(first), Month(last), 50, "PP 50/2025"
    )


RATES = [rate(JKK, 10, 10_000, 207_000), rate(JKM, 0, 6_800, 6_800), rate(JHT, 20, 20_000)]
DISCOUNTS = [half(programme, None, 202604, 202612) for programme in (JKK, JKM)]
DISCOUNTS += [half(programme, Sector.TRANSPORT, 202601, 202703) for programme in (JKK, JKM)]
TABLES = Tables(RATES, DISCOUNTS)


def tariff(payer=Payer.PRIVATE, sector=Sector.OTHER, programmes=BOTH):
    return Tariff(Segment.BPU, sector, 1, payer, programmes)


def year(year, **kwargs):
    return sum(
        TABLES.due(tariff(**kwargs), month) for month in Month(year * 100 + 1).through(Month(year * 100 + 12))
    )


def test_r12_the_lowest_band_costs_16800():
    assert TABLES.due(tariff(), Month(202511)) == 16_800


def test_r12_jht_is_optional_and_adds_its_own_part():
    assert TABLES.due(tariff(programmes=frozenset(Programme)), Month(202511)) == 36_800
    assert TABLES.due(tariff(programmes=frozenset({JHT})), Month(202511)) == 20_000


@pytest.mark.parametrize(
    ("base", "amount"),
    [(500_000, 10_000), (1_000_000, 10_000), (1_000_001, 10_000), (2_000_000, 20_000), (30_000_000, 207_000)],
)
def test_r12_one_percent_is_held_between_its_minimum_and_maximum(base, amount):
    assert rate(JKK, 10, 10_000, 207_000, base=base).amount == amount


@pytest.mark.parametrize(
    ("month", "due"),
    [("2026-03", 16_800), ("2026-04", 8_400), ("2026-11", 8_400), ("2026-12", 8_400), ("2027-01", 16_800)],
)
def test_r13_an_art_paid_by_an_asn_costs_half_from_april_to_december_2026(month, due):
    assert TABLES.due(tariff(), Month.parse(month)) == due


@pytest.mark.parametrize(
    ("month", "due"),
    [("2025-12", 16_800), ("2026-01", 8_400), ("2026-11", 8_400), ("2027-03", 8_400), ("2027-04", 16_800)],
)
def test_r13_transport_costs_half_from_january_2026_to_march_2027(month, due):
    assert TABLES.due(tariff(sector=Sector.TRANSPORT), Month.parse(month)) == due


@pytest.mark.parametrize("month", ["2026-03", "2026-04", "2026-11", "2027-01"])
@pytest.mark.parametrize("sector", Sector)
def test_r13_public_money_gets_no_discount(month, sector):
    assert TABLES.due(tariff(Payer.PUBLIC, sector), Month.parse(month)) == 16_800


def test_r13_jht_is_never_discounted():
    assert TABLES.due(tariff(programmes=frozenset(Programme)), Month(202611)) == 8_400 + 20_000


def test_r13_the_year_2026_by_asn_money():
    assert year(2026) == 126_000
    assert year(2026, sector=Sector.TRANSPORT) == 100_800
    assert year(2026, payer=Payer.PUBLIC) == 201_600


def test_the_law_behind_each_part_is_named():
    part = TABLES.parts(tariff(), Month(202611))[0]

    assert (part.programme, part.full, part.amount) == (JKK, 10_000, 5_000)
    assert part.rate.legal_basis == "PP 44/2015"
    assert part.discount is not None
    assert part.discount.legal_basis == "PP 50/2025"


def test_a_month_before_the_first_row_costs_nothing_rather_than_a_guess():
    assert TABLES.due(tariff(), Month(201506)) == 0
    assert TABLES.due(tariff(), START) == 16_800


def test_a_newer_row_takes_over_from_its_first_month():
    tables = Tables([*RATES, rate(JKM, 0, 7_000, first=Month(202701))], [])

    assert tables.due(tariff(), Month(202612)) == 16_800
    assert tables.due(tariff(), Month(202701)) == 17_000


@given(
    st.sampled_from(Segment),
    st.sampled_from(Sector),
    st.integers(1, 20),
    st.sampled_from(Payer),
    st.frozensets(st.sampled_from(Programme), min_size=1),
)
def test_a_tariff_is_read_back_from_its_code(segment, sector, band, payer, programmes):
    tariff = Tariff(segment, sector, band, payer, programmes)

    assert Tariff.of_code(tariff.code) == tariff
