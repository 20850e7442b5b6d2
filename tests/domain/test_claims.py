"""What a family may receive on a given day, the papers and the steps on the way (R6, R19)."""

from datetime import date

import pytest

from lindung.domain.benefits import Benefit, BenefitKind, Member, Rules, entitlement
from lindung.domain.claims import (
    DEATHS,
    MOVES,
    PAPERS,
    Asks,
    ClaimKind,
    ClaimState,
    Gap,
    Milestone,
    Paper,
    Progress,
    Standing,
    check_move,
    check_paid,
    prospects,
)
from lindung.domain.errors import RuleBroken
from lindung.domain.months import BEGINNING, OPEN_END, Month
from lindung.domain.protection import COVER_BEGINS, COVER_LENGTH, EMPTY_COVER, LEADING, SHIPPED
from lindung.domain.registration import Programme

BOTH = frozenset({Programme.JKK, Programme.JKM})
DAY = date(2026, 11, 3)
K, S = ClaimKind, ClaimState


def row(kind, amount, after=0, times=0):
    return Benefit(kind, after, amount, times, BEGINNING, OPEN_END, "PP 44/2015", True)


ROWS = [
    row(BenefitKind.DEATH, 20_000_000, 3),
    row(BenefitKind.PERIODIC, 12_000_000, 3),
    row(BenefitKind.BURIAL, 10_000_000, 1),
    row(BenefitKind.SCHOOLING, 174_000_000, 36),
    row(BenefitKind.ACCIDENT, 0, 1, times=48),
    row(BenefitKind.ACCIDENT_BURIAL, 10_000_000, 1),
    row(BenefitKind.ACCIDENT_PERIODIC, 12_000_000, 1),
]


def cover(*months):
    signs = list(EMPTY_COVER)
    for month in months:
        signs[Month(month).index - COVER_BEGINS.index + LEADING] = "1"
    return "".join(signs)


def standing(*months, on=DAY, ended_on=None, programmes=BOTH, registered_on=date(2022, 1, 1), asks=None):
    assert len(EMPTY_COVER) == LEADING + COVER_LENGTH
    running = Month.of(on)
    paid = cover(*months)
    first = Month(min(months)) if months else running
    found = entitlement(Member(paid, first, programmes, 1_000_000), Rules(running, SHIPPED, ROWS))
    return Standing(registered_on, ended_on, programmes, found, running.number in months, asks)


def prospect(one, kind=K.DEATH, on=DAY):
    return prospects([one], kind, on)[0]


def test_after_three_paid_months_a_family_may_receive_forty_two_million():
    found = prospect(standing(202608, 202609, 202610))

    assert found.amount == 42_000_000
    assert (found.counted, found.is_covered, found.asks) == (3, True, None)


@pytest.mark.parametrize("months", [(202610,), (202609, 202610)])
def test_inside_the_first_three_months_only_the_burial_is_paid(months):
    assert prospect(standing(*months)).amount == 10_000_000


def test_the_running_month_does_not_count_however_early_it_was_paid():
    assert prospect(standing(202609, 202610, 202611)).amount == 10_000_000


def test_from_three_years_on_schooling_stands_beside_the_sum_and_not_in_it():
    months = [month.number for month in Month(202311).through(Month(202610))]

    found = prospect(standing(*months))

    assert found.amount == 42_000_000
    assert found.schooling.amount == 174_000_000


def test_a_death_by_a_work_accident_is_forty_eight_times_the_base_and_needs_no_waiting():
    assert prospect(standing(202610), K.ACCIDENT_DEATH).amount == 70_000_000


def test_a_survived_accident_is_treated_without_limit_so_that_no_sum_is_named():
    found = prospect(standing(202610), K.ACCIDENT)

    assert (found.amount, found.shares, found.is_covered) == (0, (), True)


def test_an_accident_in_the_first_month_which_is_paid_is_for_bpjs_to_say():
    found = prospect(standing(202611), K.ACCIDENT)

    assert (found.amount, found.gap, found.asks) == (None, None, Asks.FIRST_MONTH)
    assert prospect(standing(202611), K.DEATH).gap is Gap.NEVER


def test_in_arrears_no_amount_is_named_and_bpjs_is_asked():
    found = prospect(standing(202607, 202608, 202609))

    assert (found.amount, found.gap, found.asks) == (None, None, Asks.ARREARS)


@pytest.mark.parametrize(
    ("one", "kind", "gap"),
    [
        (standing(202608, registered_on=None), K.DEATH, Gap.UNREGISTERED),
        (standing(202608, registered_on=date(2026, 11, 4)), K.DEATH, Gap.UNREGISTERED),
        (standing(202608, 202609, 202610, ended_on=date(2026, 11, 2)), K.DEATH, Gap.ENDED),
        (standing(), K.DEATH, Gap.NEVER),
        (standing(202605, 202606, 202607), K.DEATH, Gap.LAPSED),
        (standing(202610, programmes=frozenset({Programme.JKK})), K.DEATH, Gap.PROGRAMME),
        (standing(202610, programmes=frozenset({Programme.JKM})), K.ACCIDENT, Gap.PROGRAMME),
    ],
)
def test_somebody_not_covered_that_day_has_no_amount_and_the_reason_is_named(one, kind, gap):
    found = prospect(one, kind)

    assert (found.amount, found.gap, found.asks, found.is_covered) == (None, gap, None, False)


def test_a_membership_that_ended_on_the_day_itself_still_covered_it():
    assert prospect(standing(202608, 202609, 202610, ended_on=DAY)).amount == 42_000_000


@pytest.mark.parametrize("asks", [Asks.OVER, Asks.OF_AGE])
def test_what_bpjs_and_the_age_say_takes_the_amount_away(asks):
    found = prospect(standing(202608, 202609, 202610, asks=asks))

    assert (found.amount, found.asks) == (None, asks)


def test_two_lawful_memberships_are_forty_two_and_thirty_two_for_a_person_is_buried_once():
    full = standing(202608, 202609, 202610)

    assert [one.amount for one in prospects([full, full], K.DEATH, DAY)] == [42_000_000, 32_000_000]
    assert [one.amount for one in prospects([full, full], K.ACCIDENT_DEATH, DAY)] == [70_000_000, 60_000_000]


def test_a_membership_without_cover_leaves_the_burial_to_the_other():
    gone, full = standing(202605), standing(202608, 202609, 202610)

    assert [one.amount for one in prospects([gone, full], K.DEATH, DAY)] == [None, 42_000_000]


def test_each_kind_has_its_papers_and_none_twice():
    for kind in K:
        assert len(set(PAPERS[kind])) == len(PAPERS[kind])
    assert Paper.FIRST_REPORT not in PAPERS[K.DEATH]
    assert Paper.DEATH_CERTIFICATE not in PAPERS[K.ACCIDENT]
    assert {Paper.FIRST_REPORT, Paper.DEATH_CERTIFICATE} <= set(PAPERS[K.ACCIDENT_DEATH])


def test_what_was_paid_stays_paid_and_what_was_given_up_can_be_taken_up_again():
    check_move(S.OPEN, S.SUBMITTED)
    check_move(S.WITHDRAWN, S.OPEN)
    for wanted in S:
        with pytest.raises(RuleBroken) as broken:
            check_move(S.PAID, wanted)
        assert broken.value.code == "claim_move_not_allowed"
    assert all(state not in MOVES[state] for state in S)


@pytest.mark.parametrize("amount", [None, -1, 0])
def test_a_death_is_paid_in_money(amount):
    for kind in DEATHS:
        with pytest.raises(RuleBroken) as broken:
            check_paid(kind, amount)
        assert (broken.value.code, broken.value.field) == ("claim_amount_missing", "amount")
    with pytest.raises(RuleBroken):
        check_paid(K.DEATH, 1_000_000_001)
    assert check_paid(K.ACCIDENT, 0) == 0


def progress(state=S.OPEN, received=0, **values):
    chosen = {"reported_on": date(2026, 11, 4), "submitted_on": None, "wanted": 8, "last_paper_on": None}
    return Progress(state, received=received, **(chosen | values))


def test_the_next_step_follows_from_the_papers_and_the_state():
    assert progress().next is Milestone.GATHERED
    assert progress(received=8).next is Milestone.SUBMITTED
    assert progress(S.SUBMITTED, submitted_on=DAY).next is Milestone.DECIDED
    assert progress(S.PAID, 8).next is None


def test_it_waits_since_the_last_step_that_was_done():
    paper, handed_in = date(2026, 11, 9), date(2026, 11, 12)

    assert progress().waits_since == date(2026, 11, 4)
    assert progress(received=1, last_paper_on=paper).waits_since == paper
    assert progress(S.SUBMITTED, 8, last_paper_on=paper, submitted_on=handed_in).waits_since == handed_in


@pytest.mark.parametrize(
    ("amount", "asks"), [(20_999_999, True), (21_000_000, False), (84_000_000, False), (84_000_001, True)]
)
def test_an_amount_below_half_or_above_twice_the_estimate_is_asked_about(amount, asks):
    if asks:
        with pytest.raises(RuleBroken) as broken:
            check_paid(ClaimKind.DEATH, amount, 42_000_000, sure=False)
        assert broken.value.facts == {"amount": amount, "expected": 42_000_000}
    else:
        assert check_paid(ClaimKind.DEATH, amount, 42_000_000, sure=False) == amount
    assert check_paid(ClaimKind.DEATH, amount, 42_000_000, sure=True) == amount
    assert (
        check_paid(ClaimKind.DEATH, amount, None, sure=False) == amount
    )  # BPJS was asked: nothing to compare with
