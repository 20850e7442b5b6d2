"""The monthly closing (R22): moves, locks, four eyes, codes, and the office's own due date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.domain.accounts import CODE_ALPHABET, ProxyCapacity
from lindung.domain.closing import (
    CLOSED,
    MOVES,
    Approver,
    Period,
    ReportKind,
    ReportRules,
    ReportState,
    Signature,
    check_approver,
    check_move,
    is_locked,
    next_kind,
    plain_code,
    report_code,
)
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month

S = ReportState
EVERY_MONTH = [Month(year * 100 + month) for year in (2026, 2027) for month in range(1, 13)]


@pytest.mark.parametrize("current", list(S))
@pytest.mark.parametrize("wanted", list(S))
def test_a_report_moves_only_along_the_moves_allowed(current, wanted):
    allowed = {
        (S.DRAFT, S.PREPARED), (S.PREPARED, S.APPROVED), (S.PREPARED, S.RETURNED), (S.APPROVED, S.ACCEPTED),
        (S.APPROVED, S.RETURNED), (S.APPROVED, S.REOPENED), (S.ACCEPTED, S.REOPENED), (S.REOPENED, S.REOPENED),
    }  # fmt: skip
    if (current, wanted) in allowed:
        check_move(current, wanted)
    else:
        with pytest.raises(RuleBroken, match="report_move_not_allowed"):
            check_move(current, wanted)


def test_nothing_leads_back_from_approved_to_prepared():
    assert not any(target in (S.PREPARED, S.DRAFT) for state in CLOSED for target in MOVES[state])


@pytest.mark.parametrize(
    ("state", "until", "locked"),
    [
        (S.PREPARED, None, False),
        (S.APPROVED, None, True),
        (S.ACCEPTED, None, True),
        (S.RETURNED, None, False),
        (S.DRAFT, None, False),
        (S.REOPENED, date(2026, 11, 19), True),  # yesterday was the last day
        (S.REOPENED, date(2026, 11, 20), False),  # its last day is included
        (S.REOPENED, date(2026, 11, 21), False),
    ],
)
def test_a_month_is_locked_while_closed_and_again_after_the_last_day_of_an_opening(state, until, locked):
    assert is_locked(state, until, date(2026, 11, 20)) is locked


@pytest.mark.parametrize(
    ("approver", "code"),
    [
        (Approver(is_preparer=True, has_edited=False, is_secretary_of_own_office=False), "approver_prepared"),
        (Approver(is_preparer=False, has_edited=True, is_secretary_of_own_office=False), "approver_edited"),
        (
            Approver(is_preparer=False, has_edited=False, is_secretary_of_own_office=True),
            "approver_is_secretary",
        ),
    ],
)
def test_four_eyes_name_why_somebody_else_must_approve(approver, code):
    with pytest.raises(RuleBroken, match=code):
        check_approver(approver)


def test_who_neither_prepared_nor_edited_may_approve():
    check_approver(Approver(is_preparer=False, has_edited=False, is_secretary_of_own_office=False))


def test_what_follows_a_return_is_of_the_same_kind_and_what_follows_an_opening_is_a_correction():
    assert next_kind(None, None) is ReportKind.REGULAR
    assert next_kind(ReportKind.SUPPLEMENTARY, S.RETURNED) is ReportKind.SUPPLEMENTARY
    assert next_kind(ReportKind.REGULAR, S.REOPENED) is ReportKind.CORRECTIVE


@pytest.mark.parametrize("month", EVERY_MONTH)
def test_a_quarter_belongs_to_its_last_month_and_a_month_to_itself(month):
    quarterly = ReportRules(Period.QUARTERLY)
    last = quarterly.month_of(month)

    assert ReportRules().month_of(month) == month
    assert last.number % 100 in (3, 6, 9, 12) and last.year == month.year
    assert quarterly.first_of(last) <= month <= last
    assert quarterly.first_of(last).plus(2) == last


@pytest.mark.parametrize(
    ("day", "expected"),
    [(10, date(2026, 11, 10)), (15, date(2026, 11, 16)), (28, date(2026, 11, 30))],
)
def test_the_report_is_due_on_a_working_day_of_the_month_after(day, expected):
    assert ReportRules(day=day).due_on(Month(202610), ()) == expected


def test_a_holiday_moves_the_reports_due_date_on():
    holidays = {date(2026, 11, 10), date(2026, 11, 11)}
    assert ReportRules().due_on(Month(202610), holidays) == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("today", "monthly", "quarterly"),
    [
        (date(2026, 11, 20), 202610, 202609),
        (date(2026, 12, 31), 202611, 202609),
        (date(2027, 1, 1), 202612, 202612),
    ],
)
def test_the_last_ended_report_month_is_over(today, monthly, quarterly):
    assert ReportRules().last_ended(today) == Month(monthly)
    assert ReportRules(Period.QUARTERLY).last_ended(today) == Month(quarterly)


@given(st.binary(min_size=32, max_size=32), st.integers(0, 19))
def test_a_code_is_short_readable_and_found_again_however_it_is_typed(digest, attempt):
    code = report_code(digest, attempt)

    assert len(code) == len("LB-XXXX-XXXX") and code.startswith("LB-")
    assert set(code[3:]) <= set(CODE_ALPHABET) | {"-"}
    assert {plain_code(code.lower()), plain_code(code.replace("-", " ")), plain_code(code[3:])} == {code}


def test_what_cannot_be_a_code_is_none():
    assert plain_code("LB-1") is None
    assert plain_code("") is None


def test_a_signature_keeps_capacity_and_number_of_the_order():
    order = Signature(ProxyCapacity.PLT, "800/12:A/2026")
    assert Signature.of_code(order.code) == order
    assert Signature.of_code(Signature().code) == Signature()
    assert Signature.of_code("an") == Signature(ProxyCapacity.AN)
