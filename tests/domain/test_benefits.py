"""What a family would receive today (R19): both sides of every boundary. The running month is November 2026."""

from dataclasses import replace

import pytest

from lindung.domain.benefits import Benefit, BenefitKind, Entitlement, Footing, Member, Rules, entitlement
from lindung.domain.months import OPEN_END, Month
from lindung.domain.protection import COVER_BEGINS, EMPTY_COVER, Ladder, cover_position
from lindung.domain.registration import Programme

K = BenefitKind
NOVEMBER = Month(2026_11)
BOTH = frozenset({Programme.JKK, Programme.JKM})
ROWS = [
    Benefit(kind, after, amount, times, COVER_BEGINS, OPEN_END, "PP 82/2019", verified=True)
    for kind, after, amount, times in (
        (K.BURIAL, 1, 10_000_000, 0),
        (K.DEATH, 3, 20_000_000, 0),
        (K.PERIODIC, 3, 12_000_000, 0),
        (K.SCHOOLING, 36, 174_000_000, 0),
        (K.ACCIDENT, 1, 0, 48),
        (K.ACCIDENT_BURIAL, 1, 10_000_000, 0),
        (K.ACCIDENT_PERIODIC, 1, 12_000_000, 0),
    )
]
SHIPPED = Rules(NOVEMBER, Ladder(), ROWS)


def of(
    ended: str, ahead: str = "", *, rules: Rules = SHIPPED, first: Month | None = None, **facts: object
) -> Entitlement:
    """`ended`: the months up to October, oldest first; `ahead`: November and later, as far as they are paid."""
    months = ended + ahead
    cover = list(EMPTY_COVER)
    begin = NOVEMBER.plus(-len(ended))
    for place, sign in enumerate(months):
        cover[cover_position(begin.plus(place))] = sign
    member = Member("".join(cover), first or begin, BOTH, 1_000_000)
    return entitlement(member._replace(**facts), rules)


@pytest.mark.parametrize(
    ("ended", "footing", "death", "accident"),
    [
        ("", Footing.NOT_STARTED, 0, 0),
        ("0", Footing.NEVER, 0, 0),
        ("000000000000", Footing.NEVER, 0, 0),
        ("1", Footing.WAITING, 10_000_000, 70_000_000),
        ("11", Footing.WAITING, 10_000_000, 70_000_000),
        ("111", Footing.FULL, 42_000_000, 70_000_000),
        ("1" * 12, Footing.FULL, 42_000_000, 70_000_000),
        ("1110", Footing.ARREARS, 0, 0),
        ("11100", Footing.ARREARS, 0, 0),
        ("10", Footing.ARREARS, 0, 0),
        ("111000", Footing.LAPSED, 0, 0),
        ("1110001", Footing.WAITING, 10_000_000, 70_000_000),
        ("11100011", Footing.WAITING, 10_000_000, 70_000_000),
        ("111000111", Footing.FULL, 42_000_000, 70_000_000),
    ],
)
def test_r19_ended_months_decide_what_a_family_receives(ended, footing, death, accident):
    found = of(ended)

    assert (found.footing, found.death_sum, found.accident_sum) == (footing, death, accident)


def test_r19_a_paid_running_month_does_not_count_yet():
    assert of("11", "1").death_sum == 10_000_000
    assert of("", "1").footing is Footing.NOT_STARTED


@pytest.mark.parametrize(("months", "schooling"), [(35, None), (36, 174_000_000), (37, 174_000_000)])
def test_r19_schooling_comes_with_the_36th_paid_month(months, schooling):
    found = of("1" * months).schooling

    assert (found.amount if found else None) == schooling


def test_r19_a_lapse_begins_the_three_years_anew():
    assert of("1" * 36 + "000" + "1" * 10).schooling is None


def test_r19_the_full_benefit_is_20_and_12_and_10_million():
    assert [(share.kind, share.amount) for share in of("111").death] == [
        (K.DEATH, 20_000_000),
        (K.PERIODIC, 12_000_000),
        (K.BURIAL, 10_000_000),
    ]


def test_r19_an_accident_follows_the_base_of_the_band():
    assert of("1", base=2_000_000).accident_sum == 118_000_000


def test_r12_only_what_the_programmes_cover_is_named():
    savings_only = of("111", programmes=frozenset({Programme.JHT}))
    accident_only = of("1" * 36, programmes=frozenset({Programme.JKK}))

    assert (savings_only.death, savings_only.accident) == ((), ())
    assert (accident_only.death_sum, accident_only.schooling) == (0, None)
    assert accident_only.accident_sum == 70_000_000


@pytest.mark.parametrize(
    ("ended", "ahead", "full_from", "to_pay"),
    [
        ("1", "", 2027_01, [2026_11, 2026_12]),
        ("", "1", 2027_02, [2026_12, 2027_01]),  # full from February if December and January are paid
        ("1", "01", 2027_01, [2026_11]),
        ("11", "", 2026_12, [2026_11]),
        ("11", "1", 2026_12, []),
        ("", "111", 2027_02, []),
        ("0", "", 2027_02, [2026_11, 2026_12, 2027_01]),
        ("111000", "", 2027_02, [2026_11, 2026_12, 2027_01]),
        ("111", "", None, []),
        ("1110", "", None, []),
        ("1110", "1", None, []),
    ],
)
def test_r19_it_says_from_when_it_is_full_and_which_months_are_missing(ended, ahead, full_from, to_pay):
    found = of(ended, ahead)

    assert found.full_from == (Month(full_from) if full_from else None)
    assert [month.number for month in found.to_pay] == to_pay


def test_r19_a_membership_that_begins_later_is_counted_from_its_first_month():
    found = of("", first=Month(2027_01))

    assert found.full_from == Month(2027_04)
    assert found.to_pay[0] == Month(2027_01)


@pytest.mark.parametrize(
    ("ended", "ahead", "ends_with", "unpaid"),
    [
        ("111", "", 2027_01, [2026_11, 2026_12, 2027_01]),
        ("111", "1", 2027_02, [2026_12, 2027_01, 2027_02]),
        ("1110", "", 2026_12, [2026_11, 2026_12]),
        ("11100", "", 2026_11, [2026_11]),
        ("11100", "1", 2027_02, [2026_12, 2027_01, 2027_02]),
        ("111", "01", 2027_03, [2027_01, 2027_02, 2027_03]),
        ("111000", "", None, []),
        ("0000", "", None, []),
    ],
)
def test_r18_the_countdown_names_the_months_that_end_a_membership(ended, ahead, ends_with, unpaid):
    found = of(ended, ahead)

    assert found.ends_with == (Month(ends_with) if ends_with else None)
    assert [month.number for month in found.unpaid_until_then] == unpaid


@pytest.mark.parametrize(("after", "footing"), [(3, Footing.LAPSED), (4, Footing.ARREARS)])
def test_r18_where_four_unpaid_months_end_it_the_third_is_arrears(after, footing):
    assert of("111000", rules=replace(SHIPPED, ladder=Ladder(3, after))).footing is footing


def test_r19_full_needs_both_the_ladder_and_the_rows():
    """Nothing is promised on one of them alone."""
    two_in_the_ladder = replace(SHIPPED, ladder=Ladder(2, 3))
    two_in_both = replace(
        two_in_the_ladder, benefits=[replace(row, after_months=min(row.after_months, 2)) for row in ROWS]
    )

    assert of("11", rules=two_in_the_ladder).death_sum == 10_000_000
    assert of("11", rules=two_in_both).death_sum == 42_000_000
    assert of("1", rules=two_in_both).death_sum == 10_000_000


def test_r19_amounts_are_those_of_the_running_month():
    raised = [replace(row, last_month=Month(2026_10)) if row.kind is K.DEATH else row for row in ROWS] + [
        Benefit(K.DEATH, 3, 30_000_000, 0, NOVEMBER, OPEN_END, "PP 1/2026", verified=False)
    ]

    november, october = replace(SHIPPED, benefits=raised), Rules(Month(2026_10), Ladder(), raised)

    assert of("1111", rules=november).death_sum == 52_000_000
    assert of("1111", rules=october).death_sum == 42_000_000
    assert (november.laws, november.is_verified) == (["PP 82/2019", "PP 1/2026"], False)
    assert (october.laws, october.is_verified) == (["PP 82/2019"], True)


def test_r19_since_when_it_is_full_and_how_many_months_in_a_row():
    found = of("111" + "0" + "1111")

    assert (found.footing, found.counted, found.in_a_row) == (Footing.FULL, 7, 4)
    assert found.full_since == NOVEMBER.plus(-6)
    assert of("111000" + "1111").full_since == Month(2026_09)
