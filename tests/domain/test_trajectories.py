"""What is needed to a target and where the pace leads (R24, DOMAIN section 4 Ngawi)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.domain.months import Month
from lindung.domain.trajectories import Need, Pace, Reading, Standing, Trajectory, need, pace

DEC_24, DEC_25, DEC_29 = Month(2024_12), Month(2025_12), Month(2029_12)
NGAWI = Reading(DEC_25, 120_000)
GOAL = Reading(DEC_29, 225_000)


def test_ngawi_needs_105000_more_26250_a_year_and_2188_net_a_month():
    assert need(NGAWI, GOAL) == Need(more=105_000, months=48, per_year=26_250, per_month=2_188)


def test_at_the_pace_of_the_last_year_ngawi_stands_at_31_percent_in_2029():
    way = Trajectory((Reading(DEC_24, 111_250), NGAWI), GOAL, 500_000)

    assert way.pace == Pace(Reading(DEC_24, 111_250), NGAWI)
    assert way.pace.per_month == 729
    assert way.expected == 155_000
    assert way.needed == need(NGAWI, GOAL)
    assert way.standing is Standing.BEHIND
    assert way.reached_in == Month(2037_12)


def test_the_plan_is_a_straight_line_from_the_baseline_to_the_target():
    way = Trajectory((NGAWI,), GOAL, 500_000)

    years = [way.planned_in(Month(year * 100 + 12)) for year in range(2024, 2031)]

    assert years == [None, 120_000, 146_250, 172_500, 198_750, 225_000, None]


def test_a_single_reading_has_no_pace_and_promises_nothing():
    way = Trajectory((NGAWI,), GOAL, 500_000)

    assert (way.pace, way.expected, way.reached_in) == (None, None, None)
    assert way.standing is Standing.UNKNOWN_PACE


def test_the_pace_is_of_the_last_year_even_if_the_books_are_older():
    readings = [Reading(Month(2020_01), 10), Reading(Month(2025_01), 1_000), Reading(Month(2026_01), 1_120)]

    assert pace(readings) == Pace(readings[1], readings[2])


def test_rare_readings_give_a_pace_since_the_one_before():
    readings = [Reading(Month(2020_01), 100), Reading(Month(2025_01), 700)]

    assert pace(readings).months == 60


def test_who_loses_more_than_he_wins_falls_and_never_below_nobody():
    way = Trajectory((Reading(Month(2026_01), 1_000), Reading(Month(2026_06), 500)), GOAL, 500_000)

    assert way.pace.per_month == -100
    assert way.expected == 0
    assert way.reached_in is None
    assert way.standing is Standing.BEHIND


@pytest.mark.parametrize(
    ("readings", "goal", "expected"),
    [
        ((), GOAL, Standing.NO_ACTUAL),
        ((NGAWI,), None, Standing.NO_TARGET),
        ((NGAWI,), Reading(DEC_29, 120_000), Standing.REACHED),
        ((Reading(DEC_29, 120_000),), GOAL, Standing.OVERDUE),
        ((Reading(DEC_24, 60_000), NGAWI), GOAL, Standing.ON_COURSE),
    ],
)
def test_where_one_stands_in_one_word(readings, goal, expected):
    assert Trajectory(readings, goal, 500_000).standing is expected


def test_once_the_target_year_is_over_nothing_is_needed_any_more():
    way = Trajectory((Reading(Month(2030_01), 200_000),), GOAL, 500_000)

    assert way.needed is None
    assert way.standing is Standing.OVERDUE


def test_a_target_above_the_workforce_is_never_reached():
    way = Trajectory((Reading(DEC_24, 80), Reading(DEC_25, 90)), Reading(DEC_29, 200), 100)

    assert way.expected == 100
    assert way.reached_in is None


months = st.integers(2000 * 12, 2099 * 12).map(lambda index: Month(2000_01).plus(index - 2000 * 12))
people = st.integers(0, 10**7)
series = st.lists(st.tuples(months, people), min_size=1, max_size=20, unique_by=lambda one: one[0]).map(
    lambda found: tuple(Reading(*one) for one in sorted(found))
)


@given(series, months, people, st.integers(1, 10**7))
def test_at_any_pace_nobody_is_covered_beyond_the_workforce_nor_below_zero(
    readings, month, target, workforce
):
    expected = Trajectory(readings, Reading(month, target), workforce).expected

    assert expected is None or 0 <= expected <= workforce


@given(series, months, people)
def test_who_wins_what_is_needed_each_month_reaches_the_target_and_one_fewer_does_not(
    readings, month, target
):
    found = need(readings[-1], Reading(month, target))
    if found is None:
        assert month <= readings[-1].month
        return

    assert readings[-1].people + found.per_month * found.months >= target
    if found.more:
        assert readings[-1].people + (found.per_month - 1) * found.months < target
    assert found.per_year >= found.per_month * 12 - 12


@given(series, months, people)
def test_the_month_of_reaching_is_the_first_in_which_the_pace_gets_there(readings, month, target):
    way = Trajectory(readings, Reading(month, target), None)
    reached = way.reached_in
    if reached is None:
        assert way.pace is None or way.pace.people <= 0 or target > readings[-1].people
        return

    assert way.expected_in(reached) >= target
    if reached > readings[-1].month:
        assert way.expected_in(reached.previous()) < target


@given(series, months, people)
def test_the_plan_begins_at_the_baseline_ends_at_the_target_and_turns_nowhere(readings, month, target):
    way = Trajectory(readings, Reading(month, target), None)
    if month < readings[0].month:
        assert way.planned_in(month) is None
        return

    line = [way.planned_in(one) for one in readings[0].month.through(month)]
    assert line[-1] == target
    rising = target >= readings[0].people
    assert line == sorted(line, reverse=not rising) or line[0] == line[-1]
