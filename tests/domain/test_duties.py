"""Whom a circular binds, and the one state each civil servant stands in (R7, R8)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.domain.duties import (
    Answer,
    CircularState,
    DutyKind,
    DutyState,
    Employment,
    SponsorKind,
    Standing,
    check_circular_move,
    duty_state,
    is_asked,
    quota_for,
    valid_until,
)
from lindung.domain.errors import RuleBroken

EMPLOYS, NONE = Answer.EMPLOYS, Answer.NONE
STANDINGS = [
    # answer, quota, live, registered, due, paid -> state
    (None, 0, 0, 0, 0, 0, DutyState.UNANSWERED),
    (None, 0, 1, 1, 1, 1, DutyState.UNANSWERED),  # a worker without an answer is not an answer
    (NONE, 0, 0, 0, 0, 0, DutyState.NONE),
    (Answer.COVERED_ELSEWHERE, 0, 0, 0, 0, 0, DutyState.NONE),
    (NONE, 0, 1, 1, 1, 1, DutyState.NONE),  # nihil stands beside tuntas and never is it
    (EMPLOYS, 0, 0, 0, 0, 0, DutyState.UNREGISTERED),
    (EMPLOYS, 0, 1, 0, 0, 0, DutyState.UNREGISTERED),
    (EMPLOYS, 0, 2, 1, 1, 1, DutyState.UNREGISTERED),  # one of two is "sebagian" and counts as belum
    (EMPLOYS, 0, 1, 1, 0, 0, DutyState.UNPAID),  # nothing due yet is not lunas
    (EMPLOYS, 0, 1, 1, 1, 0, DutyState.UNPAID),
    (EMPLOYS, 0, 2, 2, 2, 1, DutyState.UNPAID),
    (EMPLOYS, 0, 2, 2, 1, 1, DutyState.SETTLED),  # the other one's first month has not come
    (EMPLOYS, 0, 1, 1, 1, 1, DutyState.SETTLED),
    (Answer.OTHER_WORKER, 0, 1, 1, 1, 1, DutyState.SETTLED),
    (None, 1, 0, 0, 0, 0, DutyState.UNREGISTERED),  # a quota asks everybody, whatever he answered
    (NONE, 1, 0, 0, 0, 0, DutyState.UNREGISTERED),
    (None, 1, 1, 1, 1, 1, DutyState.SETTLED),
    (None, 2, 1, 1, 1, 1, DutyState.UNREGISTERED),
    (None, 2, 2, 2, 2, 2, DutyState.SETTLED),
    (None, 1, 2, 1, 1, 1, DutyState.UNREGISTERED),  # the quota is met, a live one is not registered
]


@pytest.mark.parametrize(("answer", "quota", "live", "registered", "due", "paid", "state"), STANDINGS)
def test_r7_each_standing_has_its_one_state(answer, quota, live, registered, due, paid, state):
    assert duty_state(Standing(answer, quota, live, registered, due, paid)) is state


@st.composite
def standings(draw):
    live = draw(st.integers(0, 4))
    registered = draw(st.integers(0, live))
    due = draw(st.integers(0, registered))
    return Standing(
        draw(st.sampled_from([None, *Answer])),
        draw(st.integers(0, 3)),
        live,
        registered,
        due,
        draw(st.integers(0, due)),
    )


@given(standings())
def test_r7_tuntas_means_every_worker_registered_and_every_due_month_paid(standing):
    state = duty_state(standing)

    if state is DutyState.SETTLED:
        assert standing.live and standing.registered == standing.live >= standing.quota
        assert standing.due and standing.paid == standing.due
    if not standing.quota and standing.answer is None:
        assert state is DutyState.UNANSWERED


@pytest.mark.parametrize(
    ("made_on", "last"),
    [
        (date(2026, 2, 1), date(2027, 1, 31)),
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 27)),
        (date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
@pytest.mark.parametrize("answer", [NONE, Answer.COVERED_ELSEWHERE])
def test_r7_nihil_holds_until_the_day_before_its_anniversary(answer, made_on, last):
    assert valid_until(answer, made_on) == last


@pytest.mark.parametrize("answer", [EMPLOYS, Answer.OTHER_WORKER])
def test_r7_having_an_art_does_not_expire(answer):
    assert valid_until(answer, date(2020, 1, 1)) is None


@pytest.mark.parametrize(
    ("grade", "workers"),
    [("IV/a", 3), ("IV", 3), ("iv/b", 3), ("III/d", 2), ("II/a", 1), ("IX", 1), ("V", 1), (None, 1), ("", 1)],
)
def test_r8_a_quota_may_depend_on_golongan(grade, workers):
    assert quota_for(DutyKind.QUOTA, 1, {"IV": 3, "III": 2}, grade) == workers


@pytest.mark.parametrize("kind", [DutyKind.CONDITIONAL, DutyKind.FUNDED_LIST, DutyKind.TARGET])
def test_r8_only_a_quota_asks_for_a_number(kind):
    assert quota_for(kind, 1, {"IV": 3}, "IV/a") == 0


@pytest.mark.parametrize(
    ("kind", "grade", "asked"),
    [
        (DutyKind.QUOTA, "IV/a", True),
        (DutyKind.QUOTA, "II/c", True),
        (DutyKind.QUOTA, "I/d", False),  # his golongan's number is 0
        (DutyKind.CONDITIONAL, "I/d", True),
        (DutyKind.FUNDED_LIST, "IV/a", False),
        (DutyKind.TARGET, "IV/a", False),
    ],
)
def test_r8_whose_number_is_zero_is_asked_nothing_and_a_programme_asks_nobody(kind, grade, asked):
    assert is_asked(kind, quota_for(kind, 1, {"IV": 2, "I": 0}, grade)) is asked
    assert kind.asks_people is (kind in (DutyKind.QUOTA, DutyKind.CONDITIONAL))
    assert kind.of_funds is (kind is DutyKind.FUNDED_LIST)


def test_r9a_other_staff_are_sponsors_but_no_asn():
    assert Employment.NON_ASN.kind is SponsorKind.STAFF
    assert {one.kind for one in Employment if one is not Employment.NON_ASN} == {SponsorKind.ASN}


STATES = CircularState
MOVES = {
    (STATES.DRAFT, STATES.IN_FORCE),
    (STATES.IN_FORCE, STATES.SUPERSEDED),
    (STATES.IN_FORCE, STATES.REVOKED),
}


@pytest.mark.parametrize("current", STATES)
@pytest.mark.parametrize("wanted", STATES)
def test_a_circular_goes_from_draft_to_force_to_its_end_and_never_back(current, wanted):
    if (current, wanted) in MOVES:
        check_circular_move(current, wanted)
    else:
        with pytest.raises(RuleBroken, match="circular_move_not_allowed"):
            check_circular_move(current, wanted)
