"""Money: written once and never changed, one payer per worker and month, each month at its own rate."""

from datetime import date

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError

from lindung.actions import ledger, summaries
from lindung.actions.acts import act
from lindung.actions.ledger import Part, Receipt, Source
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.domain.protection import cover_position
from lindung.models.base import db
from lindung.models.ledger import Allocation, MonthCover, Payment
from lindung.models.workers import Enrolment, Worker
from lindung.queries.viewer import CONSOLE
from tests.support.clock import TODAY

MAR, APR, DEC, JAN = Month(202603), Month(202604), Month(202612), Month(202701)


def receive(*receipts):
    with act(CONSOLE, "payment.receive", today=TODAY) as deed:
        refused = ledger.receive(deed, receipts)
        summaries.recount(TODAY)
    return refused


def receipt(enrolment, *months_and_amounts, source=Source.BPJS, amount=None):
    parts = tuple(Part(enrolment.id, month, rupiah) for month, rupiah in months_and_amounts)
    return Receipt(source, date(2026, 4, 10), amount or sum(part.amount for part in parts), parts)


def cover(enrolment, month):
    db.session.rollback()
    return db.session.get(Enrolment, enrolment.id).cover[cover_position(month)]


def balance(month):
    return db.session.execute(
        select(MonthCover.enrolment_id, MonthCover.due, MonthCover.paid).where(MonthCover.month == month)
    ).all()


def test_a_month_paid_in_full_counts_in_the_cover(app, an_enrolment):
    siti = an_enrolment(since="2026-03")

    assert receive(receipt(siti, (MAR, 16_800))) == []

    assert cover(siti, MAR) == "1"
    assert cover(siti, APR) == "0"
    assert balance(MAR) == [(siti.id, 16_800, 16_800)]


def test_a_month_paid_in_part_counts_once_the_rest_has_come(app, an_enrolment):
    siti = an_enrolment(since="2026-04")

    receive(receipt(siti, (APR, 5_000)))
    assert cover(siti, APR) == "0"

    receive(receipt(siti, (APR, 3_400)))
    assert cover(siti, APR) == "1"
    assert balance(APR) == [(siti.id, 8_400, 8_400)]


def test_three_months_paid_ahead_are_each_due_at_their_own_rate(app, an_enrolment):
    siti = an_enrolment(since="2026-03")

    receive(receipt(siti, (MAR, 16_800), (APR, 8_400), (DEC, 8_400), (JAN, 8_400)))

    assert [balance(month)[0].due for month in (MAR, APR, DEC, JAN)] == [16_800, 8_400, 8_400, 16_800]
    assert [cover(siti, month) for month in (MAR, APR, DEC, JAN)] == ["1", "1", "1", "0"]


def test_what_the_parts_leave_of_a_payment_is_credit(app, an_enrolment):
    siti = an_enrolment(since="2026-04")

    receive(receipt(siti, (APR, 8_400), amount=10_000))

    assert db.session.scalar(select(Payment.amount)) == 10_000
    assert db.session.scalar(select(func.sum(Allocation.amount))) == 8_400


def test_a_second_payer_of_a_worker_and_month_is_turned_away_whole(app, an_enrolment, a_sponsor):
    hers = an_enrolment(since="2026-03")
    also = an_enrolment(a_sponsor("Rini Astuti"), worker_of(hers), since="2026-03")
    receive(receipt(hers, (MAR, 16_800)))
    second = receipt(also, (APR, 8_400), (MAR, 16_800))

    refused = receive(second)

    assert refused == [ledger.Refused(second, MAR, hers.id)]
    assert balance(MAR) == [(hers.id, 16_800, 16_800)]
    assert balance(APR) == []
    assert db.session.scalar(select(func.count()).select_from(Payment)) == 1


def test_of_two_payers_in_one_batch_the_first_counts(app, an_enrolment, a_sponsor):
    hers = an_enrolment(since="2026-04")
    also = an_enrolment(a_sponsor("Rini Astuti"), worker_of(hers), since="2026-04")

    refused = receive(receipt(hers, (APR, 8_400)), receipt(also, (APR, 8_400)))

    assert [one.payer_id for one in refused] == [hers.id]
    assert balance(APR) == [(hers.id, 8_400, 8_400)]


def test_a_second_lawful_job_has_a_payer_of_its_own(app, an_enrolment, a_sponsor):
    hers = an_enrolment(since="2026-04")
    also = an_enrolment(a_sponsor("Rini Astuti"), worker_of(hers), since="2026-04", job=2)

    assert receive(receipt(hers, (APR, 8_400)), receipt(also, (APR, 8_400))) == []


def test_after_a_reversal_another_sponsor_may_pay_the_month(app, an_enrolment, a_sponsor):
    hers = an_enrolment(since="2026-04")
    also = an_enrolment(a_sponsor("Rini Astuti"), worker_of(hers), since="2026-04")
    receive(receipt(hers, (APR, 8_400)))
    receive(receipt(hers, (APR, -8_400)))
    assert cover(hers, APR) == "0"

    assert receive(receipt(also, (APR, 8_400))) == []

    assert (cover(hers, APR), cover(also, APR)) == ("1", "1")  # R18: one history, whoever paid
    assert balance(APR) == [(also.id, 8_400, 8_400)]


def test_a_month_without_a_rate_is_refused_and_nothing_is_saved(app, an_enrolment):
    siti = an_enrolment(since="2026-03")

    with pytest.raises(RuleBroken, match="no_rate_for_month"):
        receive(receipt(siti, (MAR, 16_800), (Month(203701), 16_800)))

    assert db.session.scalar(select(func.count()).select_from(Payment)) == 0


def test_thousands_of_receipts_go_in_a_few_statements(app, an_enrolment, queries):
    siti = an_enrolment(since="2026-03")
    with act(CONSOLE, "payment.receive", today=TODAY) as deed, queries() as seen:
        ledger.receive(deed, [receipt(siti, (MAR, 10)) for _ in range(1_680)])

    assert balance(MAR) == [(siti.id, 16_800, 16_800)]
    # SQLite hands out ids one row at a time; that costs no journey.
    assert len([statement for statement in seen if not statement.startswith("INSERT INTO payment")]) < 20


@pytest.mark.parametrize("table", [Payment, Allocation])
@pytest.mark.parametrize("change", [lambda table: update(table).values(amount=1), delete])
def test_payments_and_allocations_are_never_edited_or_deleted(app, an_enrolment, table, change):
    receive(receipt(an_enrolment(since="2026-03"), (MAR, 16_800)))

    with pytest.raises(DatabaseError, match="append-only"), act(CONSOLE, "mischief", today=TODAY):
        db.session.execute(change(table))

    assert db.session.scalar(select(table.amount)) == 16_800


def test_the_cover_can_be_rebuilt_from_the_balance(app, an_enrolment):
    siti = an_enrolment(since="2026-03")
    receive(receipt(siti, (MAR, 16_800), (APR, 8_400)))
    with act(CONSOLE, "damage", today=TODAY):
        db.session.execute(update(Enrolment).values(cover="0" * 128))

    with act(CONSOLE, "mend", today=TODAY):
        ledger.rebuild_cover([siti.id])

    assert [cover(siti, month) for month in (MAR, APR, DEC)] == ["1", "1", "0"]


def worker_of(enrolment):
    return db.session.get_one(Worker, enrolment.worker_id)
