"""Dated rows as the screens read them: where each stands, what ends soon, counted as it is listed (R13)."""

from collections import Counter
from datetime import date

import pytest

from lindung.actions.dated_rows import Validity
from lindung.actions.ending_rows import end_row
from lindung.actions.rates import NewDiscount, add_discount, add_threshold
from lindung.domain.months import OPEN_END, Month
from lindung.domain.rates import Payer
from lindung.domain.registration import Programme, Sector, Segment
from lindung.domain.thresholds import ThresholdKey
from lindung.queries.dated import Standing, dated_rows, ending_counts, ending_rows
from tests.support.clock import TODAY

LAW = "PP 9/2027"


def counted(day: date) -> dict[str, int]:
    """As listed, after the shorter way to the same numbers was compared with it."""
    listed = dict(Counter(row.record for row in ending_rows(day)))
    assert ending_counts(day) == listed
    return listed


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 11, 15), {}),
        (date(2026, 11, 16), {"discount": 2}),
        (date(2026, 12, 31), {"discount": 2}),
        (date(2027, 1, 1), {}),
        (date(2027, 2, 13), {}),
        (date(2027, 2, 14), {"discount": 2}),  # transport, to the end of March
    ],
)
def test_r13_what_ends_is_listed_and_counted_alike(day, found):
    assert counted(day) == found


def test_r13_a_successor_ends_the_warning_and_another_sectors_does_not(viewer):
    new = NewDiscount((Programme.JKK,), Segment.BPU, Sector.OTHER, Payer.PRIVATE, 50)
    add_discount(viewer("koordinator"), new, Validity(Month(2027_01), OPEN_END, LAW, True), today=TODAY)
    assert counted(TODAY) == {"discount": 1}

    any_sector = NewDiscount((Programme.JKM,), Segment.BPU, None, Payer.PRIVATE, 50)
    add_discount(
        viewer("koordinator"), any_sector, Validity(Month(2027_01), OPEN_END, LAW, True), today=TODAY
    )
    assert counted(TODAY) == {"discount": 1}


def test_r13_the_days_of_warning_are_the_regencys_to_set(viewer):
    validity = Validity(Month(2026_11), OPEN_END, "Kebijakan kabupaten", True)
    add_threshold(viewer("koordinator"), ThresholdKey.WARN_DAYS, 40, validity, today=TODAY)

    assert counted(TODAY) == {}  # 41 days are left
    assert counted(date(2026, 11, 21)) == {"discount": 2}


def test_a_benefit_that_ends_warns_too(viewer):
    row = next(row for row in dated_rows("benefit", TODAY) if row.value.kind == "schooling")
    end_row(viewer("koordinator"), "benefit", row.id, Month(2026_12), today=TODAY)

    assert counted(TODAY) == {"benefit": 1, "discount": 2}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("day", "standings"),
    [
        (date(2026, 3, 31), {Standing.AHEAD, Standing.IN_FORCE}),
        (date(2026, 4, 1), {Standing.IN_FORCE}),
        (date(2026, 12, 31), {Standing.IN_FORCE}),
        (date(2027, 1, 1), {Standing.ENDED, Standing.IN_FORCE}),
    ],
)
def test_a_row_stands_by_its_months(day, standings):
    assert {row.standing for row in dated_rows("discount", day)} == standings


@pytest.mark.usefixtures("app")
def test_the_count_costs_one_statement(queries):
    with queries() as seen:
        ending_counts(TODAY)

    assert len(seen) == 1
