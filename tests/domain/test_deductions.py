"""How what the office says, what was deducted and what BPJS received fit together (R16)."""

import pytest

from lindung.domain.deductions import (
    DIFFERING,
    OWNER_OF,
    Agreement,
    Owner,
    Truths,
    agreement_of,
    part_of,
    surplus,
    undeposited,
)

A, DUE = Agreement, 8_400


@pytest.mark.parametrize(
    ("said", "deducted", "received", "is_from_pay", "expected"),
    [
        (0, 0, 0, True, A.UNPAID),
        (0, DUE, 0, True, A.NOT_DEPOSITED),
        (DUE, DUE, 0, True, A.NOT_RECEIVED),
        (DUE, 0, 0, False, A.NOT_RECEIVED),
        (DUE, 0, 0, True, A.NOT_DEDUCTED),
        (DUE, DUE, DUE, True, A.AGREED),
        (0, 0, DUE, False, A.AGREED),
        (0, 0, DUE, True, A.UNMARKED),
        (DUE, DUE, 5_000, True, A.DEPOSITED_SHORT),
        (DUE, 0, 5_000, False, A.SHORT),
    ],
)
def test_each_combination_has_one_name(said, deducted, received, is_from_pay, expected):
    assert agreement_of(Truths(DUE, said, deducted, received, is_from_pay)) is expected


def test_every_difference_has_an_owner_and_agreement_has_none():
    assert set(OWNER_OF) == set(Agreement)
    assert {OWNER_OF[one] for one in DIFFERING} == set(Owner)
    assert [one for one in Agreement if OWNER_OF[one] is None] == [A.AGREED, A.UNPAID]


def test_a_deduction_is_shared_out_in_order():
    assert [part_of(12_000, before, 8_400) for before in (0, 8_400, 16_800)] == [8_400, 3_600, 0]


def test_what_is_held_is_either_undeposited_or_surplus():
    assert (undeposited(16_800, 8_400, 0), surplus(16_800, 8_400)) == (8_400, 8_400)
    assert (undeposited(8_400, 16_800, 8_400), surplus(8_400, 16_800)) == (0, 0)
    assert (undeposited(8_400, 0, 0), surplus(8_400, 0)) == (0, 8_400)
