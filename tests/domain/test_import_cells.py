"""What a spreadsheet cell says, however the sheet kept it (R5, DESIGN section 4)."""

from datetime import date, datetime

import pytest

from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import (
    amount_of,
    count_of,
    day_of,
    identifier_of,
    is_blank,
    kpj_of,
    month_of,
    phone_of,
    restored,
    stored,
    text_of,
)
from lindung.domain.months import Month

A_MORNING = datetime.fromisoformat("2026-11-20 08:00")  # a sheet's moments know no zone


def refusal(parse, *args):
    with pytest.raises(RuleBroken) as refused:
        parse(*args)
    return refused.value.code


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Siti \u00a0 Aminah\u200b ", "Siti Aminah"),
        ("'=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("\uff13\uff15", "35"),
        (12.0, "12"),
        (date(2026, 11, 20), "2026-11-20"),
        (None, ""),
    ],
)
def test_text_is_cleaned_of_what_nobody_typed(cell, text):
    assert text_of(cell) == text


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "\u00a0", "'"])
def test_a_dash_or_a_space_is_an_empty_cell(cell):
    assert is_blank(cell)


def test_a_formula_that_failed_is_named():
    assert refusal(text_of, "#REF!") == "cell_error"


@pytest.mark.parametrize(
    "cell", [3518000101800001.0, 3518000101800001, 1.98412e17, "3,51800E+15", "3.5E+15", date(2026, 1, 1)]
)
def test_an_identifier_is_only_taken_as_text(cell):
    assert refusal(identifier_of, cell, "nik") == "nik_is_number"


def test_an_identifier_may_carry_the_apostrophe_people_put_before_it():
    assert identifier_of("'3518000101800001", "nik") == "3518000101800001"


def test_an_eleven_digit_kpj_survives_as_a_number():
    assert kpj_of(27713303474.0) == "27713303474"
    assert refusal(kpj_of, 7713303474.0) == "kpj_length"


def test_a_phone_kept_as_a_number_gets_its_zero_back():
    assert phone_of(81234567890.0) == "081234567890"
    assert phone_of("081234567890") == "081234567890"


@pytest.mark.parametrize(
    "cell",
    [
        "20/11/2026",
        "2026-11-20",
        "20-11-2026",
        "2026-11-20 00:00:00",
        date(2026, 11, 20),
        A_MORNING,
        46346.0,
        "46346",
    ],
)
def test_a_day_is_read_in_every_notation(cell):
    assert day_of(cell) == date(2026, 11, 20)


@pytest.mark.parametrize(
    "cell",
    ["31/02/1982", "29/02/2026", "13/13/2026", "besok", 0.5, 20261120.0, True, "20/11/26", "0001-01-01"],
)
def test_a_day_that_cannot_be_is_refused(cell):
    assert refusal(day_of, cell) == "impossible_date"


@pytest.mark.parametrize("cell", ["2026-04", date(2026, 4, 1), datetime.fromisoformat("2026-04-01")])
def test_a_month_is_read_even_where_a_sheet_made_a_day_of_it(cell):
    assert month_of(cell) == Month(202604)


@pytest.mark.parametrize("cell", ["04-2026", "2026-13", "April", "0000-01"])
def test_a_month_that_cannot_be_is_refused(cell):
    assert refusal(month_of, cell) == "impossible_month"


@pytest.mark.parametrize("cell", [8400.0, "8400", "8.400", "Rp8.400", "Rp 8.400", "8.400,00", "Rp8.400,-"])
def test_an_amount_is_read_as_an_office_writes_it(cell):
    assert amount_of(cell) == 8400


@pytest.mark.parametrize("cell", ["0", 0.0, "-8400", -8400.0, 84.5, "8,400", "delapan ribu", "8.40"])
def test_an_amount_that_is_none_is_refused(cell):
    assert refusal(amount_of, cell) == "unknown_amount"


def test_a_count_is_a_whole_number():
    assert count_of(2.0) == 2
    assert refusal(count_of, "dua") == "unknown_number"


@pytest.mark.parametrize("cell", [None, "x", 1.5, True, date(2026, 1, 2), A_MORNING])
def test_a_stored_cell_comes_back_as_it_was(cell):
    assert restored(stored(cell)) == cell
