"""Whom to call, who moved, what waits, and what a first installation still needs."""

import pytest

from lindung.queries.compliance import MonthRow
from lindung.queries.counting import Counts
from lindung.queries.home import falling_behind, most_lacking, moved_most, set_up, silent_rows, waiting
from lindung.queries.measures import Measure, fair_measure
from lindung.queries.places import Extent


def office(code: str, target: int, registered: int, before: int = 0, **counts: int) -> MonthRow:
    now = Counts(asn=100, answered=60, target=target, registered=registered)._replace(**counts)
    return MonthRow(int(code), code, f"OPD {code}", Extent.REPORT, True, now, now._replace(registered=before))


def codes(rows: list[MonthRow]) -> list[str]:
    return [row.code for row in rows]


def test_those_furthest_from_the_target_in_people_need_a_call():
    rows = [office("1", 10, 8), office("2", 40, 20), office("3", 10, 2), office("4", 5, 5)]

    behind = falling_behind(rows, Measure.REGISTERED, 80)

    assert [(one.row.code, one.gap) for one in behind] == [("2", 12), ("3", 6)]
    assert [one.row.code for one in falling_behind(rows, Measure.REGISTERED, None)] == ["2", "3", "1"]


def test_among_equals_the_one_that_moved_least_comes_first():
    rows = [office("1", 10, 4, before=0), office("2", 10, 4, before=4)]

    assert [one.row.code for one in falling_behind(rows, Measure.REGISTERED, 80)] == ["2", "1"]


def test_who_moved_is_told_in_people_and_standing_still_is_no_movement():
    rows = [office("1", 40, 20, before=20), office("2", 40, 20, before=17), office("3", 10, 8, before=5)]

    assert codes(moved_most(rows, Measure.REGISTERED)) == ["3", "2"]


def test_most_lacking_come_first_and_then_who_has_not_answered():
    rows = [office("1", 10, 8), office("2", 10, 4), office("3", 10, 8, answered=20)]

    assert codes(most_lacking(rows, Measure.REGISTERED, 12)) == ["2", "3", "1"]
    assert codes(most_lacking(rows, Measure.REGISTERED, 1)) == ["2"]


def test_a_unit_without_civil_servants_is_not_silent():
    rows = [office("1", 0, 0, answered=0), office("2", 0, 0, answered=0, asn=0), office("3", 1, 1)]

    assert codes(silent_rows(rows)) == ["1"]


@pytest.mark.parametrize(
    ("has_payments", "is_due", "measure"),
    [(True, True, Measure.SETTLED), (False, True, Measure.REGISTERED), (True, False, Measure.REGISTERED)],
)
def test_nobody_is_late_before_the_due_date_or_while_no_payment_is_known(has_payments, is_due, measure):
    assert fair_measure(has_payments=has_payments, is_due=is_due) is measure


@pytest.mark.parametrize(
    ("has_payments", "is_due", "measure"),
    [(True, True, Measure.CONFIRMED), (True, False, Measure.REGISTERED)],
)
def test_r14_once_bpjs_has_confirmed_anything_only_that_is_counted(has_payments, is_due, measure):
    assert fair_measure(has_payments=has_payments, is_due=is_due, has_confirmed=True) is measure


def test_r14_who_waits_for_bpjs_alone_is_not_among_those_to_be_called():
    counts = Counts(asn=10, target=8, registered=6, settled=5, settled_confirmed=2)

    assert (Measure.CONFIRMED.of(counts), Measure.CONFIRMED.lacking(counts)) == (2, 3)
    assert (Measure.SETTLED.of(counts), Measure.SETTLED.lacking(counts)) == (5, 3)
    assert (Measure.REGISTERED.of(counts), Measure.REGISTERED.lacking(counts)) == (6, 2)


def test_an_empty_installation_has_every_step_before_it(empty_app):
    assert set_up().done == 0
    assert not set_up().is_complete


def test_steps_are_done_one_by_one(viewer, make):
    assert (set_up().units, set_up().accounts, set_up().circular) == (True, True, False)

    make.a_declaration()
    make.an_enrolment()

    assert set_up().is_complete


def test_nothing_waits_at_first(viewer):
    assert {waiting(viewer(one)) for one in ("koordinator", "ratna", "dewi")} == {(0, 0, 0)}
