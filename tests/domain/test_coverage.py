"""What a figure must say to be kept, and in which words it is refused (R24)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.domain.coverage import (
    CommitmentState,
    FigureKind,
    Stated,
    check_above,
    check_pair,
    check_stated,
    check_within,
    december,
    is_late,
    reckoned,
)
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month

OCTOBER, NOW = Month(2026_10), Month(2026_11)


def stated(kind=FigureKind.ACTIVE, month=OCTOBER, **more) -> Stated:
    return Stated(kind, month, **({"people": 10, "hundredths": None, "base": None, "source": "BPJS"} | more))


def test_a_share_is_of_its_own_base_and_rounds_up():
    assert reckoned(None, 4500, 500_000) == 225_000
    assert reckoned(None, 4392, 500_001) == 219_601
    assert reckoned(7, 4500, 500_000) == 7


@given(st.integers(0, 10_000), st.integers(1, 10**8))
def test_a_share_is_never_more_than_its_base(hundredths, base):
    found = reckoned(None, hundredths, base)

    assert 0 <= found <= base
    assert found * 10_000 >= hundredths * base


@pytest.mark.parametrize(
    ("figure", "code", "field"),
    [
        (stated(source=""), "source_missing", "source"),
        (stated(people=None), "number_missing", "people"),
        (stated(FigureKind.WORKFORCE, people=0), "base_zero", "people"),
        (stated(FigureKind.TARGET, december(2029), people=None, hundredths=10_001, base=5), "share_over_all", "share"),
        (stated(FigureKind.TARGET, december(2029), people=None, hundredths=4500), "share_base_missing", "base"),
        (stated(FigureKind.TARGET, december(2029), people=None, hundredths=4500, base=0), "base_zero", "base"),
        (stated(people=11, base=10), "covered_over_workforce", "people"),
        (stated(month=Month(2026_12)), "figure_ahead", "month"),
        (stated(FigureKind.TARGET, december(1999)), "year_outside", "month"),
    ],
)  # fmt: skip
def test_a_figure_that_says_too_little_or_too_much_is_refused_at_its_field(figure, code, field):
    with pytest.raises(RuleBroken) as refused:
        check_stated(figure, NOW)

    assert (refused.value.code, refused.value.field) == (code, field)


def test_the_running_month_and_a_coming_target_are_taken():
    check_stated(stated(month=NOW), NOW)
    check_stated(stated(FigureKind.TARGET, december(2029), people=None, hundredths=10_000, base=1), NOW)


@pytest.mark.parametrize(
    ("kind", "code"),
    [(FigureKind.ACTIVE, "covered_over_workforce"), (FigureKind.TARGET, "target_over_workforce")],
)
def test_nobody_is_covered_beyond_the_workforce(kind, code):
    check_within(stated(kind, people=10), 10)
    check_within(stated(kind, people=10), None)
    check_within(stated(FigureKind.LAPSED, people=10), 9)

    with pytest.raises(RuleBroken, match=code):
        check_within(stated(kind, people=10), 9)


def test_a_target_below_the_baseline_asks_whether_it_is_meant():
    with pytest.raises(RuleBroken, match="target_below_baseline"):
        check_above(100, 120, sure=False)
    check_above(100, 120, sure=True)
    check_above(120, 120, sure=False)
    check_above(1, None, sure=False)


def test_of_one_paper_no_more_are_active_than_registered():
    with pytest.raises(RuleBroken, match="active_over_registered"):
        check_pair(9, 10)
    check_pair(10, 10)
    check_pair(None, 10)


@pytest.mark.parametrize(
    ("state", "today", "late"),
    [
        (CommitmentState.OPEN, date(2026, 12, 31), False),
        (CommitmentState.OPEN, date(2027, 1, 1), True),
        (CommitmentState.KEPT, date(2027, 1, 1), False),
        (CommitmentState.DROPPED, date(2027, 1, 1), False),
    ],
)
def test_a_promise_is_late_from_the_day_after_its_last(state, today, late):
    assert is_late(state, date(2026, 12, 31), today) is late


@pytest.mark.parametrize(
    ("hundredths", "people", "agrees"),
    [
        (4500, 222_500, True),  # 44.5% is 45% on paper
        (4500, 227_501, False),
        (4500, 300_000, False),
        (4390, 219_750, True),  # 43.95%
        (4390, 220_000, False),
        (4392, 219_612, True),
        (4392, 219_700, False),
    ],
)
def test_people_and_share_of_one_paper_agree_as_far_as_its_share_is_rounded(hundredths, people, agrees):
    stated = Stated(FigureKind.TARGET, december(2029), people, hundredths, 500_000, "Perpres 36/2025")
    if agrees:
        assert check_stated(stated, Month(2026_11)) is None
        return
    with pytest.raises(RuleBroken) as broken:
        check_stated(stated, Month(2026_11))
    assert (broken.value.code, broken.value.field) == ("share_differs", "people")
    assert broken.value.facts == {"base": 500_000, "by_share": hundredths * 50, "people": people}
