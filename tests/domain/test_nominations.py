"""What speaks against somebody on a village's list, and what a row of it says (R1, R5, R6, R20)."""

from datetime import date

import pytest

from lindung.domain.errors import RuleBroken
from lindung.domain.import_nominations import read_nomination
from lindung.domain.nominations import (
    DropReason,
    Finding,
    Known,
    NominationState,
    check_admissible,
    check_move,
    check_two_jobs,
    finding_of,
    speaks_against,
)
from lindung.domain.registration import AgeLimits

TODAY = date(2026, 11, 20)
NIK = "3518005704860001"
ADULT = date(1986, 4, 17)
S, F = NominationState, Finding


def found(nik=NIK, born_on=ADULT, known=None, **more):
    return finding_of(nik, born_on, known or Known(), AgeLimits(), TODAY, **more)


@pytest.mark.parametrize("nik", [None, ""])
def test_a_missing_nik_is_found_before_anything_else(nik):
    assert found(nik, date(2020, 1, 1), Known(died=True)) is F.NIK_MISSING


@pytest.mark.parametrize("nik", ["1", NIK + "0", "35180057048600x1", "٣" * 16])
def test_a_nik_is_sixteen_digits(nik):
    assert found(nik) is F.NIK_INVALID


@pytest.mark.parametrize("nik", ["9999999999999999", "3518000000000001"])
def test_neither_region_nor_date_of_a_nik_speaks_against_anybody(nik):
    assert found(nik) is None  # R1


@pytest.mark.parametrize(
    ("born_on", "finding"),
    [
        (date(2009, 11, 20), None),  # 17 today
        (date(2009, 11, 21), F.TOO_YOUNG),
        (date(1961, 12, 20), None),  # 64 years 11 months today
        (date(1961, 11, 20), F.TOO_OLD),
        (None, None),
    ],
)
def test_age_is_judged_on_both_sides_of_its_limits(born_on, finding):
    assert found(born_on=born_on) is finding  # R20


@pytest.mark.parametrize(
    "name", ["died", "is_servant", "employed_elsewhere", "covered_by_servant", "covered_by_programme"]
)
def test_what_the_books_know_is_found(name):
    assert found(known=Known(**{name: True})) is Finding(name)


def test_a_second_cover_that_was_decided_to_be_lawful_is_no_objection_any_more():
    both = Known(covered_by_servant=True, covered_by_programme=True)
    assert found(known=both, is_second=True) is F.TWICE_IN_LIST
    assert found(known=both, is_second=True, two_jobs=True) is F.TWO_JOBS  # R6
    assert not speaks_against(F.TWO_JOBS)
    assert found(known=Known(is_servant=True), two_jobs=True) is F.IS_SERVANT
    assert found(born_on=date(2015, 1, 1), two_jobs=True) is F.TOO_YOUNG


def test_only_a_second_cover_can_be_two_jobs():
    check_two_jobs(F.COVERED_BY_PROGRAMME)
    for finding in (None, F.NIK_INVALID, F.TOO_OLD, F.TWO_JOBS):
        with pytest.raises(RuleBroken, match="nomination_not_two_jobs"):
            check_two_jobs(finding)


def test_nobody_is_verified_with_an_objection():
    check_admissible(None)
    check_admissible(F.TWO_JOBS)
    with pytest.raises(RuleBroken, match="nomination_objected"):
        check_admissible(F.TOO_OLD)


def test_whoever_is_admitted_can_only_leave_and_whoever_left_begins_anew():
    check_move(S.ADMITTED, S.DROPPED)
    check_move(S.DROPPED, S.PROPOSED)
    for current, wanted in [(S.ADMITTED, S.PROPOSED), (S.DROPPED, S.ADMITTED), (S.PROPOSED, S.ADMITTED)]:
        with pytest.raises(RuleBroken, match="nomination_move_not_allowed"):
            check_move(current, wanted)


def test_every_objection_is_a_reason_to_drop_somebody_for():
    assert {one.value for one in Finding} - {one.value for one in DropReason} == {"two_jobs"}


def test_a_row_is_kept_with_whatever_stands_in_its_cells():
    row = {
        "kode_unit": "33.01",
        "nama": "Wayan",
        "nik": "12 34",
        "tanggal_lahir": "31/02/1990",
        "jenis_kelamin": "x",
    }
    reading = read_nomination(row, TODAY)

    assert (reading.given.nik, reading.given.born_on, reading.given.sex) == ("1234", None, None)
    assert [(one.code, one.column) for one in reading.warnings] == [
        ("impossible_date", "tanggal_lahir"), ("unknown_sex", "jenis_kelamin"),
    ]  # fmt: skip


def test_a_nik_that_says_something_else_than_the_row_is_remarked_on():
    row = {"kode_unit": "33.01", "nama": "Wayan", "nik": NIK, "tanggal_lahir": "01/01/1990"}
    assert [one.code for one in read_nomination(row, TODAY).warnings] == ["nik_disagrees"]  # R1


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"kode_unit": "33.01"}, "cell_missing"),
        ({"nama": "Wayan"}, "cell_missing"),
        ({"kode_unit": "33.01", "nama": "Wayan", "nik": 3518005704860001}, "nik_is_number"),
        ({"kode_unit": "33.01", "nama": "Wayan", "nik": "3,518E+15"}, "nik_is_number"),
    ],
)
def test_only_a_name_a_unit_and_a_nik_kept_as_a_number_refuse_a_row(cells, code):
    reading = read_nomination(cells, TODAY)
    assert reading.given is None
    assert code in [one.code for one in reading.problems]  # R5
