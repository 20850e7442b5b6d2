"""How names are cleaned and compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.domain.names import clean, name_key


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("  Siti   Rahayu ", "Siti Rahayu"),
        ("Siti\u00a0Rahayu", "Siti Rahayu"),
        ("Si\u200bti\ufeff Rahayu", "Siti Rahayu"),
        ("Si\u202eti\u2066 Rahayu\u200f", "Siti Rahayu"),
        ("\u202e\x20", ""),
        ("\uff33\uff49\uff54\uff49 \uff11\uff12", "Siti 12"),
        ("Siti\t\nRahayu", "Siti Rahayu"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ],
)
def test_text_is_kept_as_a_person_meant_it(written, meant):
    assert clean(written) == meant


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Suryani, S.Pd.", "suryani s pd"),
        ("SURYANI S.Pd", "suryani s pd"),
        ("Ny. Renée d'Hondt", "ny renee d hondt"),
        ("H. M. Nur'aini", "h m nur aini"),
        ("", ""),
    ],
)
def test_names_are_compared_without_case_accents_and_punctuation(name, key):
    assert name_key(name) == key


@given(st.text())
def test_a_key_of_a_key_is_itself_and_plain(name):
    key = name_key(name)

    assert name_key(key) == key
    assert key.isascii()
    assert key == key.strip().lower()
