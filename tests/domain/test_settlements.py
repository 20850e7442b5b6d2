"""R16: each row of a BPJS file ends in exactly one group, the first that fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.domain.settlements import RowFacts, Settlement, settlement, waits

S = Settlement
OTHER = frozenset({8_400, 16_800})


def row(amount=8_400, **facts):
    return RowFacts(amount, **({"is_known": True, "due": 8_400, "other_rates": OTHER - {8_400}} | facts))


def test_exactly_what_is_due_is_a_match():
    assert settlement(row()) is S.MATCHED


def test_less_than_due_is_short_even_when_another_month_costs_just_that():
    assert settlement(row(5_000)) is S.SHORT
    assert settlement(row(8_400, due=16_800, other_rates=frozenset({8_400}))) is S.SHORT


def test_what_another_month_costs_is_the_wrong_rate():
    assert settlement(row(16_800)) is S.WRONG_RATE


@pytest.mark.parametrize("amount", [8_401, 10_000, 16_799, 16_801])
def test_any_other_excess_is_excess(amount):
    assert settlement(row(amount)) is S.EXCESS


def test_a_second_row_for_the_month_is_double_whatever_it_amounts_to():
    for amount in (1, 8_400, 16_800, 20_000):
        assert settlement(row(amount, is_second=True)) is S.DOUBLE


def test_a_row_after_the_lapse_is_named_so_whatever_it_amounts_to():
    for amount in (1, 8_400, 16_800, 20_000):
        assert settlement(row(amount, is_lapsed=True)) is S.AFTER_LAPSE


def test_the_first_that_fits_wins():
    assert settlement(row(is_known=False, is_second=True, is_lapsed=True)) is S.UNKNOWN
    assert settlement(row(is_second=True, is_lapsed=True)) is S.DOUBLE


def test_double_and_unknown_wait_and_after_lapse_by_setting():
    assert [group for group in S if waits(group)] == [S.DOUBLE, S.UNKNOWN]
    assert waits(S.AFTER_LAPSE, accepts_after_lapse=False)


@given(
    st.integers(1, 10**9),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.integers(1, 10**6),
    st.frozensets(st.integers(1, 10**6)),
)
def test_every_row_has_one_group_and_only_a_match_is_exact(amount, known, second, lapsed, due, rates):
    group = settlement(RowFacts(amount, known, second, lapsed, due, rates - {due}))

    assert group in S
    assert (group is S.MATCHED) == (known and not second and not lapsed and amount == due)
