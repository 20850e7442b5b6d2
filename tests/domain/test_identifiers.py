"""NIK, NIP, NI PPPK and KPJ (R1-R5)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.domain.errors import RuleBroken
from lindung.domain.identifiers import (
    Sex,
    agrees_with_nik,
    birth_date_from_nik,
    birth_date_from_nip,
    checked_kpj,
    checked_nik,
    checked_nip,
    nik_facts,
    whole_nip,
)

TODAY = date(2026, 11, 20)
SITI = "3518005704860007"  # a woman born on 17 April 1986
BUDI = "3518001704860008"  # a man born on the same day


def refusal(check, text):
    with pytest.raises(RuleBroken) as broken:
        check(text)
    return broken.value


@pytest.mark.parametrize(
    "text",
    [SITI, f"'{SITI}", f" {SITI} ", "3518 0057 0486 0007", "35.1800.570486.0007", "3518-0057-0486-0007"],
)
def test_r1_what_people_put_around_a_nik_is_taken_off(text):
    assert checked_nik(text) == SITI


@pytest.mark.parametrize("nik", ["9471000101900001", "1101006502550002", "0000000000000000"])
def test_r1_a_nik_of_another_region_is_never_refused(nik):
    assert checked_nik(nik) == nik


@pytest.mark.parametrize("day", ["3102", "9901", "4001", "0001", "7202"])
def test_r1_a_nik_with_a_day_that_cannot_be_is_taken_all_the_same(day):
    nik = f"351800{day}900001"

    assert checked_nik(nik) == nik
    assert birth_date_from_nik(nik, TODAY) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "nik_missing"),
        (" ' ", "nik_missing"),
        (SITI[:-1], "nik_length"),
        (SITI + "1", "nik_length"),
        ("351800570486000O", "nik_not_digits"),
        ("3,51800570486E+15", "nik_not_digits"),
        ("٣٥١٨٠٠٥٧٠٤٨٦٠٠٠٧", "nik_not_digits"),
    ],
)
def test_r1_anything_but_sixteen_digits_is_refused(text, code):
    broken = refusal(checked_nik, text)

    assert (broken.code, broken.field) == (code, "nik")


def test_a_wrong_length_says_what_was_expected_and_found():
    assert refusal(checked_nik, "123").facts == {"expected": 16, "found": 3}


def test_r1_a_womans_day_carries_forty_more():
    assert nik_facts(SITI).sex is Sex.FEMALE
    assert nik_facts(BUDI).sex is Sex.MALE
    assert nik_facts(SITI).day == nik_facts(BUDI).day == 17


@pytest.mark.parametrize("serial", ["01", "31"])
def test_r1_the_first_and_last_day_of_a_month_keep_their_sex(serial):
    day = int(serial)
    woman, man = f"351800{day + 40:02d}01900001", f"351800{day:02d}01900001"

    assert (nik_facts(woman).day, nik_facts(woman).sex) == (day, Sex.FEMALE)
    assert (nik_facts(man).day, nik_facts(man).sex) == (day, Sex.MALE)


def test_r1_a_birth_date_or_sex_that_disagrees_is_only_noticed():
    assert agrees_with_nik(SITI, date(1986, 4, 17), Sex.FEMALE)
    assert agrees_with_nik(SITI, date(1986, 4, 17), None)
    assert not agrees_with_nik(SITI, date(1986, 4, 18), Sex.FEMALE)
    assert not agrees_with_nik(SITI, date(1986, 4, 17), Sex.MALE)


def test_r1_the_century_is_the_given_dates_to_say():
    assert agrees_with_nik("3518001704260001", date(1926, 4, 17), Sex.MALE)
    assert agrees_with_nik("3518001704260001", date(2026, 4, 17), Sex.MALE)


@pytest.mark.parametrize(
    ("year", "born"),
    [("86", 1986), ("00", 2000), ("16", 2016), ("17", 1917), ("26", 1926), ("99", 1999)],
)
def test_r1_without_a_date_the_century_that_makes_a_grown_person(year, born):
    found = birth_date_from_nik(f"3518001704{year}0001", TODAY)

    assert found is not None
    assert found.year == born


def test_r1_29_february_exists_only_in_leap_years():
    assert birth_date_from_nik("3518002902880001", TODAY) == date(1988, 2, 29)
    assert birth_date_from_nik("3518002902900001", TODAY) is None


@given(st.dates(date(1930, 1, 1), date(2012, 12, 31)), st.sampled_from(Sex), st.integers(1, 9999))
def test_r1_what_is_written_into_a_nik_is_read_out_of_it(born, sex, serial):
    day = born.day + (40 if sex is Sex.FEMALE else 0)
    nik = f"351800{day:02d}{born.month:02d}{born.year % 100:02d}{serial:04d}"

    assert agrees_with_nik(checked_nik(nik), born, sex)
    assert not agrees_with_nik(nik, born, Sex.MALE if sex is Sex.FEMALE else Sex.FEMALE)


@pytest.mark.parametrize("nip", ["198001012005011001", "199203052023211004", "199203052023219999"])
def test_r2_r3_a_nip_and_a_ni_pppk_are_both_eighteen_digits(nip):
    assert checked_nip(nip) == nip


def test_r3_digits_13_and_14_of_a_ni_pppk_are_no_month():
    assert checked_nip("199203052023211004")[12:14] == "21"
    assert birth_date_from_nip("199203052023211004") == date(1992, 3, 5)


def test_r2_a_birth_date_that_cannot_be_is_no_refusal():
    assert checked_nip("198002302005011001")
    assert birth_date_from_nip("198002302005011001") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("19800101200501100", "nip_length"), ("", "nip_missing"), ("1.98001E+17", "nip_not_digits")],
)
def test_r2_anything_but_eighteen_digits_is_refused(text, code):
    assert refusal(checked_nip, text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("1901234567", "kpj_length"), ("190123456789", "kpj_length"), ("1901234567A", "kpj_not_digits")],
)
def test_r4_anything_but_eleven_digits_is_no_kpj(text, code):
    assert checked_kpj("19012345678") == "19012345678"
    assert refusal(checked_kpj, text).code == code


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("19800101 200501 2 888", "198001012005012888"),
        ("198001012005012888", "198001012005012888"),
        ("12005012888", None),
        ("198001012005012888 tini", None),
        ("١٩٨٠٠١٠١٢٠٠٥٠١٢٨٨٨", None),
        ("", None),
        (None, None),
    ],
)
def test_a_search_is_by_a_whole_nip_or_not_at_all(typed, found):
    assert whole_nip(typed) == found
