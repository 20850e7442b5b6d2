"""From which month another one pays, and how long a membership lasts if nobody does (R10, R17, R18)."""

import pytest

from lindung.domain.errors import RuleBroken
from lindung.domain.handovers import (
    OPEN,
    HandoverState,
    check_first_month,
    check_open,
    ends_after,
    first_month_for,
)
from lindung.domain.months import Month
from lindung.domain.protection import Ladder

OCTOBER, NOVEMBER, DECEMBER = Month(202610), Month(202611), Month(202612)


def test_a_new_payer_begins_with_the_next_unpaid_month_but_not_before_the_old_one_stops():
    assert first_month_for(NOVEMBER, OCTOBER) == NOVEMBER
    assert first_month_for(NOVEMBER, DECEMBER) == Month(202701)
    assert first_month_for(NOVEMBER, Month(202606)) == NOVEMBER
    assert first_month_for(NOVEMBER, None) == NOVEMBER


@pytest.mark.parametrize(
    ("first", "paid", "code"),
    [
        (OCTOBER, OCTOBER, "handover_month_paid"),
        (OCTOBER, None, "handover_month_early"),
        (Month(202703), None, "handover_month_late"),
    ],
)
def test_a_month_that_cannot_be_is_refused_with_one_that_can_r17(first, paid, code):
    with pytest.raises(RuleBroken, match=code) as broken:
        check_first_month(first, paid, NOVEMBER, NOVEMBER)

    assert broken.value.field == "first_month"


def test_who_is_paid_far_ahead_may_be_taken_over_after_that():
    check_first_month(Month(202706), Month(202705), NOVEMBER, NOVEMBER)


def test_a_membership_ends_with_the_third_unpaid_month_or_as_the_regency_says_r18():
    assert ends_after(OCTOBER, Ladder()) == Month(202701)
    assert ends_after(OCTOBER, Ladder(lapsed_after=4)) == Month(202702)
    assert ends_after(None, Ladder()) is None


@pytest.mark.parametrize("state", HandoverState)
def test_only_what_still_waits_can_be_decided(state):
    if state in OPEN:
        check_open(state)
        return
    with pytest.raises(RuleBroken, match="handover_over"):
        check_open(state)
