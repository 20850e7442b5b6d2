"""Months, due dates and the month a page speaks of (R9a, R15, R23)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.domain.months import BEGINNING, OPEN_END, Month, default_month, due_on, judged_on

NOV, DEC = Month.parse("2026-11"), Month.parse("2026-12")
NEW_YEAR = date(2027, 1, 1)


@pytest.mark.parametrize("text", ["2026-11", " 2026-11 ", "2026-01", "2026-12"])
def test_a_month_is_written_as_year_and_month(text):
    assert str(Month.parse(text)) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-13",
        "2026-00",
        "2026-1",
        "11-2026",
        "2026-11-01",
        "\uff12\uff10\uff12\uff16-11",
        "202611",
        "0999-12",
    ],
)
def test_anything_else_is_no_month(text):
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


def test_a_month_is_stored_as_one_number_that_sorts():
    assert NOV.number == 202611
    assert sorted([DEC, NOV, Month(202701)]) == [NOV, DEC, Month(202701)]


def test_the_year_turns_after_december():
    assert DEC.next() == Month(202701)
    assert Month(202701).previous() == DEC


def test_the_last_day_of_february_follows_the_leap_year():
    assert Month(202602).last_day() == date(2026, 2, 28)
    assert Month(202802).last_day() == date(2028, 2, 29)


def test_through_names_both_ends_and_nothing_when_the_end_is_earlier():
    assert [str(month) for month in Month(202611).through(Month(202702))] == [
        "2026-11",
        "2026-12",
        "2027-01",
        "2027-02",
    ]
    assert list(DEC.through(NOV)) == []


@given(st.integers(1900, 2200), st.integers(1, 12), st.integers(-240, 240))
def test_going_and_coming_back_is_where_one_was(year, month, steps):
    start = Month(year * 100 + month)

    assert start.plus(steps).plus(-steps) == start
    assert start.plus(steps).index - start.index == steps


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_every_day_lies_in_its_month(day):
    month = Month.of(day)

    assert month.first_day() <= day <= month.last_day()
    assert BEGINNING <= month <= OPEN_END


def test_a_past_month_is_judged_at_its_end_and_the_running_one_today():
    assert judged_on(Month(202610), date(2026, 11, 20)) == date(2026, 10, 31)
    assert judged_on(NOV, date(2026, 11, 20)) == date(2026, 11, 20)
    assert judged_on(NOV, date(2026, 11, 30)) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("month", "due"),
    [
        ("2026-10", date(2026, 10, 15)),  # a Thursday
        ("2026-11", date(2026, 11, 16)),  # the 15th is a Sunday
        ("2026-08", date(2026, 8, 18)),  # a Saturday, and the Monday after is Independence Day
        ("2027-05", date(2027, 5, 17)),  # a Saturday
    ],
)
def test_r15_a_month_is_due_on_its_15th_or_the_next_working_day(month, due):
    assert due_on(Month.parse(month), {date(2026, 8, 17)}) == due


def test_r15_holidays_in_a_row_are_all_skipped():
    assert due_on(Month(202610), {date(2026, 10, 15), date(2026, 10, 16), date(2026, 10, 19)}) == date(
        2026, 10, 20
    )


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 1), "2026-10"),
        (date(2026, 11, 15), "2026-10"),
        (date(2026, 11, 16), "2026-10"),  # on the due date itself nobody is late
        (date(2026, 11, 17), "2026-11"),
        (date(2026, 11, 20), "2026-11"),
        (date(2027, 1, 15), "2026-12"),  # the year before, until its first due date has passed
        (date(2027, 1, 16), "2027-01"),
    ],
)
def test_r9a_without_a_month_asked_the_last_whose_due_date_has_passed(today, expected):
    assert str(default_month(today, {NEW_YEAR})) == expected
