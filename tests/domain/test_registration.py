"""States of an enrolment, the moves between them, and the age at first registration (R7, R20)."""

from datetime import date

import pytest

from lindung.domain.errors import RuleBroken
from lindung.domain.registration import EnrolmentState, age, check_age, check_move

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
    check_age(born, DAY)


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
        check_age(born, DAY)


def test_r20_eighteen_for_an_art_is_a_setting():
    check_age(date(2008, 11, 20), DAY, youngest=18)
    with pytest.raises(RuleBroken, match="too_young"):
        check_age(date(2008, 11, 21), DAY, youngest=18)


@pytest.mark.parametrize(
    ("born", "years"),
    [(date(1986, 11, 20), 40), (date(1986, 11, 21), 39), (date(1988, 2, 29), 38), (date(2026, 11, 20), 0)],
)
def test_r25_age_counts_completed_years(born, years):
    assert age(born, DAY) == years
