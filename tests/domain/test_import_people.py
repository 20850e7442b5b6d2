"""What a row on a worker says, and what it makes of the enrolment."""

from dataclasses import replace
from datetime import date

import pytest

from lindung.domain.errors import RuleBroken
from lindung.domain.identifiers import Sex
from lindung.domain.import_people import (
    EnrolmentFacts,
    GivenStatus,
    check_first_age,
    facts_wanted,
    read_registration,
    read_worker,
    row_of,
)
from lindung.domain.months import Month
from lindung.domain.registration import EnrolmentState as S
from lindung.domain.registration import Relation
from lindung.domain.thresholds import Thresholds

TODAY = date(2026, 11, 20)
START = date(2025, 10, 1)
SITI = {"nip_penanggung": "198001012005011001", "nik": "3518005704860001", "nama": "Siti"}
NOTHING = GivenStatus(None, None, None, None, None)


def status(**given):
    return replace(NOTHING, **given)


def test_birth_date_comes_from_the_nik_when_absent_and_any_region_is_fine():
    given = read_worker({**SITI, "nik": "1271004609850007"}, TODAY).given

    assert (given.born_on, given.born_by_number) == (None, date(1985, 9, 6))


def test_a_birth_date_or_sex_that_disagrees_with_the_nik_is_only_odd():
    reading = read_worker({**SITI, "tanggal_lahir": "17/04/1987"}, TODAY)
    other = read_worker({**SITI, "jenis_kelamin": "L"}, TODAY)
    impossible = read_worker({**SITI, "nik": "3518009913860001"}, TODAY)

    assert [one.code for one in reading.warnings] == ["nik_disagrees"]
    assert (other.given.sex, [one.code for one in other.warnings]) == (Sex.MALE, ["nik_disagrees"])
    assert [one.code for one in impossible.warnings] == ["nik_date_impossible"]


def test_unknown_words_for_relation_and_sex_are_taken_with_a_remark():
    reading = read_worker({**SITI, "hubungan": "sepupu jauh", "jenis_kelamin": "?"}, TODAY)

    assert (reading.given.relation, reading.given.sex) == (Relation.OTHER, None)
    assert {one.code for one in reading.warnings} == {"unknown_relation", "unknown_sex"}


def test_an_end_before_the_registration_is_refused():
    reading = read_worker({**SITI, "tanggal_daftar": "10/10/2026", "tanggal_akhir": "01/10/2026"}, TODAY)

    assert [one.code for one in reading.problems] == ["end_before_start"]


def test_an_undated_candidate_is_noted_since_the_circular_began():
    facts = facts_wanted(NOTHING, None, START, TODAY)

    assert facts == EnrolmentFacts(S.CANDIDATE, START)


def test_registered_without_a_day_means_today_and_starts_that_month():
    facts = facts_wanted(status(state=S.REGISTERED), None, START, TODAY)

    assert (facts.registered_on, facts.first_month) == (TODAY, Month(202611))


def test_registered_on_a_day_starts_in_its_month_unless_another_is_given():
    day = date(2026, 4, 12)

    assert facts_wanted(status(state=S.REGISTERED, day=day), None, START, TODAY).first_month == Month(202604)
    later = facts_wanted(status(state=S.REGISTERED, day=day, first_month=Month(202605)), None, START, TODAY)
    assert later.first_month == Month(202605)


def test_ended_with_both_days_was_registered_in_between():
    facts = facts_wanted(
        status(state=S.ENDED, day=date(2026, 1, 21), ends=date(2026, 6, 18), reason="pindah"),
        None,
        START,
        TODAY,
    )

    assert (facts.registered_on, facts.ended_on, facts.first_month, facts.reason) == (
        date(2026, 1, 21),
        date(2026, 6, 18),
        Month(202601),
        "pindah",
    )


def test_ended_without_a_day_of_end_uses_the_given_day_or_today():
    assert facts_wanted(status(state=S.ENDED, day=date(2026, 6, 18)), None, START, TODAY).ended_on == date(
        2026, 6, 18
    )
    registered = EnrolmentFacts(
        S.REGISTERED, START, registered_on=date(2026, 1, 21), first_month=Month(202601)
    )
    # The day of the registration repeated: the end is only now heard of.
    assert (
        facts_wanted(status(state=S.ENDED, day=date(2026, 1, 21)), registered, START, TODAY).ended_on == TODAY
    )


def test_a_row_that_says_nothing_new_changes_nothing():
    current = EnrolmentFacts(S.REGISTERED, START, registered_on=date(2026, 4, 12), first_month=Month(202604))

    assert facts_wanted(NOTHING, current, START, TODAY) == current
    assert facts_wanted(status(state=S.REGISTERED), current, START, TODAY) == current


def test_an_end_that_has_come_ends_and_one_to_come_does_not():
    over = facts_wanted(status(state=S.REGISTERED, day=START, ends=TODAY), None, START, TODAY)
    ahead = facts_wanted(status(state=S.REGISTERED, day=START, ends=date(2026, 12, 31)), None, START, TODAY)

    assert (over.state, ahead.state, ahead.ended_on) == (S.ENDED, S.REGISTERED, date(2026, 12, 31))


@pytest.mark.parametrize("wanted", [S.CANDIDATE, S.SUBMITTED, S.REFUSED])
def test_a_registered_one_does_not_step_back(wanted):
    current = EnrolmentFacts(S.REGISTERED, START, registered_on=START)

    with pytest.raises(RuleBroken, match="state_regression"):
        facts_wanted(status(state=wanted), current, START, TODAY)


@pytest.mark.parametrize("wanted", [S.SUBMITTED, S.REGISTERED, S.REFUSED, S.ENDED])
def test_any_step_forward_is_a_fact_from_the_office(wanted):
    assert (
        facts_wanted(status(state=wanted), EnrolmentFacts(S.CANDIDATE, START), START, TODAY).state is wanted
    )


def test_what_has_ended_stays_ended():
    ended = EnrolmentFacts(S.ENDED, START, ended_on=date(2026, 6, 1))

    with pytest.raises(RuleBroken, match="already_ended"):
        facts_wanted(status(state=S.REGISTERED), ended, START, TODAY)


def ages(born_on, *, relation=Relation.ART, day=None, was_registered=False, state=S.REGISTERED):
    given = status(state=state, day=day)
    facts = facts_wanted(given, None, START, TODAY)
    check_first_age(
        given,
        facts,
        was_registered=was_registered,
        born_on=born_on,
        relation=relation,
        limits=Thresholds(),
        today=TODAY,
    )


def test_age_is_asked_on_the_day_of_registration():
    ages(date(1962, 1, 1), day=date(2026, 11, 30).replace(month=10))
    with pytest.raises(RuleBroken, match="too_old"):
        ages(date(1950, 1, 1))
    with pytest.raises(RuleBroken, match="too_young"):
        ages(date(2009, 1, 1))
    ages(date(2009, 1, 1), relation=Relation.RELATIVE)
    ages(date(1950, 1, 1), was_registered=True)
    ages(date(1950, 1, 1), state=S.ENDED)


def test_a_registration_row_takes_its_day_as_the_end_of_who_ended():
    given = read_registration(
        {"nik": SITI["nik"], "status": "berhenti", "tanggal": "01/11/2026"}, TODAY
    ).given

    assert given.status.ends == date(2026, 11, 1)


def test_a_row_kept_as_it_came_can_be_read_again():
    row = {
        **SITI,
        "hubungan": "ART",
        "program": "JKK+JKM",
        "status": "terdaftar",
        "tanggal_daftar": "12/04/2026",
        "bulan_mulai": "2026-04",
    }
    given = read_worker(row, TODAY).given

    again = read_worker(row_of(given, "SE 1"), TODAY).given

    assert again == replace(given, circular_number="SE 1")
