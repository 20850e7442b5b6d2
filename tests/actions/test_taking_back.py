"""R14: what an office noted by mistake is taken back, whatever BPJS, a file or a rate has made of it meanwhile."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions import imports
from lindung.actions.bookkeeping import credits_of
from lindung.actions.dated_rows import Validity
from lindung.actions.payments import pay_month
from lindung.actions.rates import NewDiscount, add_discount
from lindung.actions.taking_back import reverse_payment
from lindung.actions.undo import undo_act
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.domain.rates import Payer
from lindung.domain.registration import Programme, Sector, Segment
from lindung.models.base import db
from lindung.models.ledger import MonthCover, Payment
from lindung.queries.viewer import CONSOLE
from tests.support.clock import TODAY
from tests.support.importing import stage

pytestmark = pytest.mark.usefixtures("nothing_drifts")

HEADER = ("NIK", "Bulan", "Jumlah", "Referensi")
NIK = "3518005704860001"
OCT, NOV, DEC, NEXT_JAN = Month(202610), Month(202611), Month(202612), Month(202701)


@pytest.fixture
def siti(an_enrolment, a_worker):
    return an_enrolment(None, a_worker(nik=NIK))


def said(who, row, month=OCT, **values):
    """The office's payment; its id."""
    act_id = pay_month(who, [row.id], month, date(2026, 10, 8), today=TODAY, **values).act_id
    first = select(Payment.id).where(Payment.act_id == act_id, Payment.amount > 0)
    return db.session.scalars(first).one()


def received(amount, month="2026-10", reference="A"):
    """A file of the branch with one row; its batch."""
    batch_id = stage("payments", [HEADER, (NIK, month, str(amount), reference)])
    imports.apply(CONSOLE, batch_id, today=TODAY)
    return batch_id


def paid(row):
    """Month -> (paid, of it confirmed by BPJS)."""
    db.session.rollback()
    columns = (MonthCover.month, MonthCover.paid, MonthCover.confirmed)
    statement = select(*columns).where(MonthCover.enrolment_id == row.id, MonthCover.paid != 0)
    return {month: (paid, confirmed) for month, paid, confirmed in db.session.execute(statement)}


def left(row):
    return {source.value: amount for (_, source), amount in credits_of([row.id]).items()}


def test_a_rest_that_bpjs_has_received_too_is_not_taken_back_a_second_time(viewer, siti):
    payment = said(viewer("ratna"), siti, amount=10_000)
    received(10_000)
    assert left(siti) == {"bpjs": 1_600}

    with pytest.raises(RuleBroken, match="payment_taken_over"):
        reverse_payment(viewer("ratna"), payment, "salah catat", today=TODAY)

    assert left(siti) == {"bpjs": 1_600}


def test_of_a_rest_only_what_bpjs_has_not_received_is_taken_back(viewer, siti):
    payment = said(viewer("ratna"), siti, amount=15_000)
    received(10_000)
    assert left(siti) == {"bpjs": 1_600, "opd": 5_000}

    reverse_payment(viewer("ratna"), payment, "salah catat", today=TODAY)

    assert left(siti) == {"bpjs": 1_600}
    assert paid(siti) == {OCT: (8_400, 8_400)}


def test_after_its_confirmation_was_undone_a_payment_can_be_taken_back_again(viewer, siti):
    payment = said(viewer("ratna"), siti)
    imports.undo_import(CONSOLE, received(8_400), today=TODAY)
    assert paid(siti) == {OCT: (8_400, 0)}

    reverse_payment(viewer("ratna"), payment, "salah catat", today=TODAY)

    assert (paid(siti), left(siti)) == ({}, {})


def test_a_file_is_undone_after_its_credit_was_spent(siti):
    """R14: the months that its credit has paid together with later money are unpaid again."""
    first = received(14_400, "2026-09", "A")
    received(10_800, "2026-10", "B")
    assert paid(siti) == {Month(202609): (8_400, 8_400), OCT: (8_400, 8_400), NOV: (8_400, 8_400)}

    imports.undo_import(CONSOLE, first, today=TODAY)

    assert paid(siti) == {OCT: (8_400, 8_400)}
    assert left(siti) == {"bpjs": 2_400}


def test_r13_with_a_discount_undone_the_credit_that_it_set_going_comes_back(viewer, siti):
    """Two months of 8,400 in credit do not pay half of a January that costs 16,800 again."""
    coordinator = viewer("koordinator")
    said(viewer("ratna"), siti, DEC, amount=20_000)
    assert left(siti) == {"opd": 11_600}
    half = NewDiscount((Programme.JKK, Programme.JKM), Segment.BPU, Sector.OTHER, Payer.PRIVATE, 50)
    law = Validity(NEXT_JAN, NEXT_JAN, "PP 1/2027", verified=True)
    act_id = add_discount(coordinator, half, law, sure=True, today=TODAY).act_id
    assert paid(siti) == {DEC: (8_400, 0), NEXT_JAN: (8_400, 0)}

    undo_act(coordinator, act_id, today=TODAY)

    assert paid(siti) == {DEC: (8_400, 0)}
    assert left(siti) == {"opd": 11_600}
