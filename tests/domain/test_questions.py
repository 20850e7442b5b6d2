"""What only a human can decide about a worker, and which answers fit (R6, R20)."""

from datetime import date

import pytest

from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.domain.questions import (
    ANSWERS,
    Decision,
    QuestionKind,
    born_too_early,
    check_answer,
    is_namesake,
    read_waiting,
)
from lindung.domain.registration import AgeLimits, EnrolmentState, Programme, Relation, check_age

TODAY = date(2026, 11, 20)


def test_a_nik_under_two_payers_has_four_answers_r6():
    assert ANSWERS[QuestionKind.SAME_NIK] == (
        Decision.TWO_JOBS,
        Decision.MOVE,
        Decision.MERGE,
        Decision.TYPO,
    )


@pytest.mark.parametrize("kind", QuestionKind)
def test_an_answer_of_another_kind_is_refused(kind):
    others = set(Decision) - set(ANSWERS[kind])

    for decision in ANSWERS[kind]:
        check_answer(kind, decision)
    for decision in others:
        with pytest.raises(RuleBroken, match="decision_not_offered"):
            check_answer(kind, decision)


@pytest.mark.parametrize("on", [TODAY, date(2026, 1, 31), date(2026, 12, 1), date(2024, 2, 29)])
def test_over_age_begins_where_first_registration_ends_r20(on):
    limits, latest = AgeLimits(), born_too_early(AgeLimits(), on)

    with pytest.raises(RuleBroken, match="too_old"):
        check_age(latest, on, Relation.ART, limits)
    check_age(date.fromordinal(latest.toordinal() + 1), on, Relation.ART, limits)


def test_an_asn_with_titles_is_a_namesake_but_one_whose_name_only_begins_alike_is_not():
    assert is_namesake("siti rahayu", "siti rahayu")
    assert is_namesake("siti rahayu", "siti rahayu s pd")
    assert not is_namesake("siti rahayu", "siti rahayuningsih")


def test_a_row_that_waited_is_read_as_the_file_said_it():
    row = {"status": "terdaftar", "tanggal_daftar": "2026-03-05", "hubungan": "Tetangga", "program": "JKK"}

    waiting = read_waiting(row, TODAY)

    assert waiting.relation is Relation.NEIGHBOUR
    assert waiting.programmes == {Programme.JKK}
    assert (waiting.status.state, waiting.status.day) == (EnrolmentState.REGISTERED, date(2026, 3, 5))


def test_what_a_row_never_said_is_a_candidate_as_the_circular_asks():
    waiting = read_waiting({"nik": "3518005704860777"}, TODAY)

    assert (waiting.relation, waiting.programmes, waiting.status.state) == (Relation.ART, None, None)
    assert read_waiting({"bulan_mulai": "2026-04"}, TODAY).status.first_month == Month(202604)
