"""Pace and outlook: what the last weeks say about a deadline, as an estimate."""

from datetime import date

from lindung.domain.pace import Reading, outlook

TODAY = date(2026, 11, 20)
DEADLINE = date(2026, 12, 31)
OCTOBER, SEPTEMBER = date(2026, 10, 31), date(2026, 9, 30)


def test_the_pace_of_the_last_weeks_is_carried_to_the_deadline():
    found = outlook([Reading(OCTOBER, 526), Reading(TODAY, 558)], TODAY, DEADLINE, goal=724, ceiling=905)

    assert (found.since, found.per_week) == (OCTOBER, 11)
    assert found.expected == 558 + 32 * 41 // 20
    assert found.needed_per_week == 29


def test_a_month_that_has_just_begun_is_measured_from_the_one_before():
    today = date(2026, 11, 5)

    found = outlook(
        [Reading(SEPTEMBER, 493), Reading(OCTOBER, 526), Reading(today, 526)], today, DEADLINE, 724, 905
    )

    assert found.since == SEPTEMBER


def test_without_history_there_is_no_pace_but_still_a_need():
    found = outlook([Reading(TODAY, 10)], TODAY, DEADLINE, goal=50, ceiling=60)

    assert (found.since, found.per_week, found.expected) == (None, 0, 10)
    assert found.needed_per_week == 7


def test_nobody_is_expected_beyond_those_there_are_and_no_pace_runs_backwards():
    fast = outlook([Reading(OCTOBER, 10), Reading(TODAY, 90)], TODAY, DEADLINE, goal=100, ceiling=100)
    falling = outlook([Reading(OCTOBER, 90), Reading(TODAY, 80)], TODAY, DEADLINE, goal=100, ceiling=100)

    assert fast.expected == 100
    assert (falling.per_week, falling.expected) == (0, 80)


def test_a_reached_goal_needs_nothing_more():
    assert outlook([Reading(TODAY, 80)], TODAY, DEADLINE, goal=80, ceiling=100).needed_per_week == 0


def test_after_the_deadline_there_is_nothing_to_look_out_for():
    assert outlook([Reading(TODAY, 80)], date(2027, 1, 1), DEADLINE, goal=80, ceiling=100) is None
