"""States of an enrolment, the moves between them, and the age at first registration (R7, R20)."""

from datetime import date

import pytest

from lindung.domain.errors import RuleBroken
from lindung.domain.months import OPEN_END, Month
from lindung.domain.registration import AgeLimits, EnrolmentState, Relation, age, check_age, check_move
from lindung.domain.thresholds import Threshold, ThresholdKey, Thresholds

S = EnrolmentState
DAY = date(2026, 11, 20)
MOVES = {
    (S.CANDIDATE, S.SUBMITTED), (S.CANDIDATE, S.REGISTERED), (S.CANDIDATE, S.REFUSED), (S.CANDIDATE, S.ENDED),
    (S.SUBMITTED, S.CANDIDATE), (S.SUBMITTED, S.REGISTERED), (S.SUBMITTED, S.REFUSED), (S.SUBMITTED, S.ENDED),
    (S.REGISTERED, S.ENDED),
    (S.REFUSED, S.CANDIDATE), (S.REFUSED, S.SUBMITTED), (S.REFUSED, S.REGISTERED), (S.REFUSED, S.ENDED),
}  # fmt: skip


@pytest.mark.parametrize("current", S)
@pytest.mark.parametrize("wanted", S)
def test_an_enrolment_makes_exactly_these_moves(current, wanted):
    if current is wanted or (current, wanted) in MOVES:
        check_move(current, wanted)
    else:
        with pytest.raises(RuleBroken, match="state_move_not_allowed") as broken:
            check_move(current, wanted)
        assert broken.value.facts == {"current": current.value, "wanted": wanted.value}


@pytest.mark.parametrize(
    "born",
    [date(2009, 11, 20), date(2009, 11, 19), date(1986, 4, 17), date(1961, 11, 21), date(1961, 12, 20)],
)
def test_r20_from_seventeen_to_64_years_and_11_months(born):
    check_age(born, DAY, Relation.RELATIVE, AgeLimits())


@pytest.mark.parametrize(
    ("born", "code"),
    [
        (date(2009, 11, 21), "too_young"),
        (date(2020, 1, 1), "too_young"),
        (date(1961, 11, 20), "too_old"),
        (date(1950, 1, 1), "too_old"),
    ],
)
def test_r20_younger_or_older_is_refused(born, code):
    with pytest.raises(RuleBroken, match=code):
        check_age(born, DAY, Relation.RELATIVE, AgeLimits())


def test_r20_eighteen_for_an_art():
    check_age(date(2008, 11, 20), DAY, Relation.ART, AgeLimits())
    with pytest.raises(RuleBroken, match="too_young"):
        check_age(date(2008, 11, 21), DAY, Relation.ART, AgeLimits())


@pytest.mark.parametrize(
    ("born", "limits", "code"),
    [
        (date(2007, 11, 20), AgeLimits(youngest_art=19), None),
        (date(2007, 11, 21), AgeLimits(youngest_art=19), "too_young"),
        (date(1966, 11, 20), AgeLimits(oldest_months=60 * 12), None),
        (date(1966, 10, 20), AgeLimits(oldest_months=60 * 12), "too_old"),
    ],
)
def test_r20_the_limits_are_the_regencys_to_set(born, limits, code):
    if code is None:
        check_age(born, DAY, Relation.ART, limits)
        return
    with pytest.raises(RuleBroken, match=code):
        check_age(born, DAY, Relation.ART, limits)


def test_r20_each_month_has_the_limits_that_hold_in_it():
    rows = [
        Threshold(ThresholdKey.YOUNGEST, 17, Month(2022_01), Month(2026_12), "PP 44/2015", verified=True),
        Threshold(ThresholdKey.YOUNGEST, 18, Month(2027_01), OPEN_END, "PP 1/2027", verified=True),
    ]
    limits = Thresholds(rows)

    assert limits.ages(Month(2026_12)).youngest == 17
    assert limits.ages(Month(2027_01)).youngest == 18


@pytest.mark.parametrize(
    ("born", "years"),
    [(date(1986, 11, 20), 40), (date(1986, 11, 21), 39), (date(1988, 2, 29), 38), (date(2026, 11, 20), 0)],
)
def test_r25_age_counts_completed_years(born, years):
    assert age(born, DAY) == years
