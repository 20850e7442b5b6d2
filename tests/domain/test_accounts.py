"""What makes an account usable."""

from datetime import date

import pytest

from lindung.domain.accounts import (
    CODE_ALPHABET,
    bare_code,
    check_grant,
    check_password,
    checked_role,
    checked_username,
    new_code,
)
from lindung.domain.errors import RuleBroken
from lindung.domain.permissions import Role

TODAY = date(2026, 11, 20)


def refusal(function, *arguments):
    with pytest.raises(RuleBroken) as caught:
        function(*arguments)
    return caught.value.code


@pytest.mark.parametrize("typed", ["Ratna", " ratna ", "RATNA"])
def test_a_username_is_lower_case_without_spaces_around(typed):
    assert checked_username(typed) == "ratna"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "username_missing"),
        ("ratna w", "username_signs"),
        ("-ratna", "username_signs"),
        ("\u0440atna", "username_signs"),  # a Cyrillic letter
        ("a" * 61, "username_long"),
    ],
)
def test_a_username_that_cannot_be_said_is_refused(typed, code):
    assert refusal(checked_username, typed) == code


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("pendek", "password_short"),
        ("sebelas11ch", "password_short"),
        ("x" * 201, "password_long"),
        ("Password1234", "password_common"),
        ("qwertyuiop123", "password_common"),
        ("aaaaaaaaaaaa", "password_common"),
        ("121212121212", "password_common"),
        ("abcdefghijklmn", "password_common"),
        ("ratna.wulandari", "password_is_username"),
        ("Ratna.Wulandari2026!", "password_is_username"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password, code):
    assert refusal(check_password, password, "ratna.wulandari") == code


@pytest.mark.parametrize(
    "password", ["payung-teduh-merah-tua", "hujan lebat malam", "ratna.wulandari suka teh", "ñandú veloz 12"]
)
def test_any_other_twelve_signs_are_taken_whatever_they_are_made_of(password):
    check_password(password, "ratna.wulandari")


def test_a_role_over_a_unit_needs_one_and_a_regency_wide_role_takes_none():
    assert refusal(check_grant, Role.CLERK, None, TODAY, None) == "grant_needs_unit"
    assert refusal(check_grant, Role.SECRETARY, 7, TODAY, None) == "grant_takes_no_unit"
    assert refusal(check_grant, Role.ADMIN, None, TODAY, date(2026, 11, 19)) == "grant_ends_before_it_begins"
    check_grant(Role.HEAD, 7, TODAY, TODAY)


def test_a_role_is_named_by_its_code():
    assert checked_role(" Clerk ") is Role.CLERK
    assert refusal(checked_role, "petugas") == "role_unknown"


def test_codes_are_all_different_and_have_no_signs_that_look_alike():
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert not set("".join(codes)) & set("01ILOU")
    assert set("".join(codes)) <= set(CODE_ALPHABET + "-")


def test_a_code_is_understood_however_it_is_typed():
    assert bare_code(" k7qm 3xtd9hrw\n") == bare_code("K7QM-3XTD-9HRW")
