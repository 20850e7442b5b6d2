"""A year of contributions as twelve marks."""

from lindung.domain.grid import Mark, Span, step_at, year_marks
from lindung.domain.months import Month
from lindung.domain.protection import EMPTY_COVER, Step, cover_position
from lindung.domain.thresholds import Thresholds

NOVEMBER = Month(2026_11)


def cover(*months: str) -> str:
    signs = list(EMPTY_COVER)
    for month in months:
        signs[cover_position(Month.parse(month))] = "1"
    return "".join(signs)


def letters(marks: list[Mark]) -> str:
    return "".join(
        {"paid": "B", "said": "b", "late": "T", "lapsed": "X", "outside": "-", "ahead": "."}[one]
        for one in marks
    )


def drawn(paid: str, *, first: str | None = "2026-03", ended: str | None = None, said: str = "") -> str:
    """`said` are further months that are paid by the word of the office alone."""
    begins = Month.parse(first) if first else None
    ends = Month.parse(ended) if ended else None
    confirmed = {Month.parse(one) for one in paid.split()}
    whole = cover(*paid.split(), *said.split())
    return letters(year_marks(whole, 2026, NOVEMBER, Span(begins, ends), Thresholds(), confirmed))


def test_two_unpaid_months_are_late_and_the_third_ends_the_membership():
    assert drawn("2026-03 2026-04 2026-05") == "--BBBTTXXX.."


def test_the_running_month_is_not_late_and_may_be_paid():
    assert drawn("2026-10", first="2026-10") == "---------B.."
    assert drawn("2026-10 2026-11 2026-12", first="2026-10") == "---------BBB"


def test_somebody_registered_and_never_paid_for_owes_every_month_since():
    assert drawn("") == "--TTTTTTTT.."
    assert drawn("", first="2026-07") == "------TTTT.."
    assert drawn("", first="2026-07", ended="2026-09") == "------TT----"
    assert drawn("2026-05") == "--TTBTTXXX.."


def test_r14_what_only_the_office_says_is_another_letter():
    assert drawn("2026-03 2026-04", said="2026-05 2026-06") == "--BBbbTTXX.."


def test_who_is_not_registered_has_no_months():
    assert drawn("", first=None) == "------------"


def test_after_the_end_nothing_is_owed():
    assert drawn("2026-03 2026-04", ended="2026-06") == "--BBT-------"


def test_a_year_beyond_the_books_is_empty():
    assert (
        letters(year_marks(EMPTY_COVER, 2035, Month(2035_06), Span(Month(2035_01)), Thresholds(), ()))
        == "-----......."
    )


def test_an_unpaid_running_month_lowers_nobodys_step():
    paid = cover("2026-08", "2026-09", "2026-10")

    assert step_at(paid, NOVEMBER, NOVEMBER, Thresholds()) is Step.FULL
    assert step_at(paid, NOVEMBER, Month(2026_12), Thresholds()) is Step.LATE_1
