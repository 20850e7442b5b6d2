"""The days an office has to know (R15, R22), on both sides of every boundary."""

from datetime import date

import pytest

from lindung.domain.calendar import Span, due_days, report_days
from lindung.domain.closing import Period, ReportRules
from lindung.domain.months import Month, default_month, due_on

CHRISTMAS_LEAVE = {date(2026, 12, 15): "Cuti bersama", date(2026, 12, 16): "Cuti bersama"}


@pytest.mark.parametrize(
    ("month", "holidays", "due"),
    [
        (2026_10, (), date(2026, 10, 15)),  # a Thursday
        (2026_11, (), date(2026, 11, 16)),  # the 15th is a Sunday
        (2026_08, (), date(2026, 8, 17)),  # the 15th is a Saturday
        (2026_08, {date(2026, 8, 17)}, date(2026, 8, 18)),  # and Monday is a holiday
        (2028_02, (), date(2028, 2, 15)),  # of a leap year
        (2026_12, CHRISTMAS_LEAVE, date(2026, 12, 17)),
    ],
)
def test_r15_the_fifteenth_or_the_next_working_day(month, holidays, due):
    assert due_on(Month(month), holidays) == due


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 11, 14), 2026_10),
        (date(2026, 11, 15), 2026_10),
        (date(2026, 11, 16), 2026_10),  # the due date itself
        (date(2026, 11, 17), 2026_11),
        (date(2026, 11, 30), 2026_11),
        (date(2026, 12, 1), 2026_11),
        (date(2028, 2, 15), 2028_01),
        (date(2028, 2, 29), 2028_02),
        (date(2028, 3, 1), 2028_02),
    ],
)
def test_r9a_a_page_speaks_of_the_last_month_whose_due_date_has_passed(today, month):
    assert default_month(today, ()) == Month(month)


def test_the_coming_months_are_the_running_one_and_three_more():
    assert [str(one) for one in Span.ahead_of(date(2026, 11, 30)).months] == [
        "2026-11",
        "2026-12",
        "2027-01",
        "2027-02",
    ]
    assert Span.ahead_of(date(2027, 11, 30)).last == date(2028, 2, 29)


@pytest.mark.parametrize(("today", "count"), [(date(2026, 11, 16), 4), (date(2026, 11, 17), 3)])
def test_a_due_date_is_announced_up_to_its_own_day(today, count):
    assert len(list(due_days(Span.ahead_of(today), {}))) == count


def test_r15_a_due_date_says_from_where_and_why_it_moved():
    november, december, *_ = due_days(Span.ahead_of(date(2026, 11, 2)), CHRISTMAS_LEAVE)

    assert (november.day, november.moved_from, november.holiday) == (
        date(2026, 11, 16),
        date(2026, 11, 15),
        None,
    )
    assert (december.day, december.moved_from, december.holiday) == (
        date(2026, 12, 17),
        date(2026, 12, 15),
        "Cuti bersama",
    )


def test_r22_reports_follow_the_regencys_period():
    span = Span.ahead_of(date(2026, 11, 2))

    monthly = [str(month) for _day, month in report_days(span, ReportRules(day=10), {})]
    quarterly = [str(month) for _day, month in report_days(span, ReportRules(Period.QUARTERLY, 10), {})]

    assert monthly == ["2026-10", "2026-11", "2026-12", "2027-01"]
    assert quarterly == ["2026-12"]
