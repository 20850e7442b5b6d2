"""R14, R16: what a payment leaves over goes on to later months, and comes back when the payment is taken back."""

from datetime import date

import pytest
from sqlalchemy import select, update

from lindung.actions import derived, ledger, summaries
from lindung.actions.acts import act
from lindung.actions.bookkeeping import Part, Receipt, Source, credits_of
from lindung.actions.payments import pay_month
from lindung.actions.undo import undo_act
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.domain.registration import Sector
from lindung.models.base import db
from lindung.models.ledger import MonthCover, Payment
from lindung.models.rates import RateRow
from lindung.models.workers import Enrolment
from lindung.queries.viewer import CONSOLE
from tests.support.clock import TODAY
from tests.support.counts import all_stored, stored

pytestmark = pytest.mark.usefixtures("nothing_drifts")

JAN, SEP, OCT, NOV, DEC = Month(202601), Month(202609), Month(202610), Month(202611), Month(202612)
NEXT_JAN = Month(202701)
EARLY = date(2026, 1, 8)


def pay(who, row, month=OCT, **values):
    return pay_month(who, [row.id], month, values.pop("paid_on", EARLY), today=TODAY, **values)


def from_bpjs(row, month, amount, *, part=None):
    """As a file brings it: the month takes what it is due, the rest is credit."""
    with act(CONSOLE, "import.apply", today=TODAY) as deed:
        taken = Part(row.id, month, amount if part is None else part)
        refused = ledger.receive(deed, [Receipt(Source.BPJS, TODAY, amount, (taken,), enrolment_id=row.id)])
        summaries.recount(TODAY)
    assert not refused
    return deed.id


def paid(row):
    """Month -> (paid, of it confirmed by BPJS)."""
    db.session.rollback()
    columns = (MonthCover.month, MonthCover.paid, MonthCover.confirmed)
    statement = select(*columns).where(MonthCover.enrolment_id == row.id, MonthCover.paid != 0)
    return {month: (paid, confirmed) for month, paid, confirmed in db.session.execute(statement)}


def left(row):
    return {source.value: amount for (_, source), amount in credits_of([row.id]).items()}


def received():
    """All money by source, reversals included: what was booked in all."""
    rows = db.session.execute(select(Payment.source, Payment.amount)).all()
    return {source: sum(amount for by, amount in rows if by == source) for source in {by for by, _ in rows}}


# An amount typed (R13, R14)


def test_a_year_ahead_costs_126000_and_in_transport_100800(viewer, an_enrolment, a_sponsor, a_worker):
    siti = an_enrolment(since="2026-01")
    tariff = siti.tariff.replace(":other:", f":{Sector.TRANSPORT}:")
    driver = an_enrolment(a_sponsor("Rini"), a_worker("Joko"), since="2026-01", tariff=tariff)

    for row in (siti, driver):
        pay(viewer("ratna"), row, JAN, months=12)

    assert sum(amount for amount, _ in paid(siti).values()) == 126_000
    assert sum(amount for amount, _ in paid(driver).values()) == 100_800
    assert left(siti) == left(driver) == {}


def test_201600_paid_in_january_covers_sixteen_months_and_leaves_8400(viewer, an_enrolment):
    siti = an_enrolment(since="2026-01")

    pay(viewer("ratna"), siti, JAN, months=12, amount=201_600)

    months = paid(siti)
    assert list(months) == list(JAN.through(Month(202704)))
    assert sum(months[month][0] for month in JAN.through(DEC)) == 126_000
    assert [months[NEXT_JAN.plus(number)] for number in range(4)] == [(16_800, 0)] * 4
    assert left(siti) == {"opd": 8_400}
    assert received() == {"opd": 201_600}


def test_a_short_amount_fills_months_in_order_and_leaves_the_last_partly_paid(viewer, an_enrolment):
    siti = an_enrolment()

    pay(viewer("ratna"), siti, SEP, months=3, amount=20_000)

    assert paid(siti) == {SEP: (8_400, 0), OCT: (8_400, 0), NOV: (3_200, 0)}
    assert stored(siti.circular_id, "07", NOV).paid == 3_200


def test_an_amount_passes_over_a_month_that_is_paid(viewer, an_enrolment, paid_month):
    siti = an_enrolment()
    paid_month(siti, "2026-10")

    pay(viewer("ratna"), siti, SEP, months=3, amount=16_800)

    assert paid(siti) == {SEP: (8_400, 0), OCT: (8_400, 8_400), NOV: (8_400, 0)}


@pytest.mark.parametrize("amount", [0, -8_400, 10**12])
def test_an_amount_that_cannot_be_is_refused_at_its_field(viewer, an_enrolment, amount):
    siti = an_enrolment()

    with pytest.raises(RuleBroken, match="amount_unusable") as broken:
        pay(viewer("ratna"), siti, amount=amount)
    assert broken.value.field == "amount"


def test_an_amount_is_typed_for_one_only(viewer, an_enrolment, a_sponsor, a_worker):
    rows = [an_enrolment(), an_enrolment(a_sponsor("Rini"), a_worker("Tini"))]

    with pytest.raises(RuleBroken, match="amount_of_many"):
        pay_month(
            viewer("ratna"),
            [row.id for row in rows],
            OCT,
            TODAY,
            amount=10_000,
            expected_count=2,
            today=TODAY,
        )


# Credit that follows


def test_credit_waits_until_it_reaches_what_the_next_unpaid_month_costs(viewer, an_enrolment):
    siti = an_enrolment()

    pay(viewer("ratna"), siti, SEP, amount=12_000)
    assert (paid(siti), left(siti)) == ({SEP: (8_400, 0)}, {"opd": 3_600})

    pay(viewer("ratna"), siti, OCT, amount=13_200)

    assert paid(siti) == {SEP: (8_400, 0), OCT: (8_400, 0), NOV: (8_400, 0)}
    assert left(siti) == {}


def test_credit_stops_where_the_enrolment_ends_or_another_pays(
    viewer, an_enrolment, a_sponsor, a_worker, paid_month
):
    worker = a_worker()
    hers = an_enrolment(a_sponsor("Hadi"), worker)
    paid_month(an_enrolment(a_sponsor("Rini"), worker), "2026-11")
    ended = an_enrolment(
        a_sponsor("Tuti"), a_worker("Tini"), state="ended", since="2026-03", ended_on=date(2026, 11, 1)
    )

    pay(viewer("ratna"), hers, OCT, amount=100_000)
    pay(viewer("ratna"), ended, OCT, amount=100_000)

    assert list(paid(hers)) == list(paid(ended)) == [OCT]
    assert left(hers) == left(ended) == {"opd": 91_600}


def test_taken_back_a_payment_takes_its_credit_along(viewer, an_enrolment):
    siti = an_enrolment(since="2026-01")
    before = all_stored()
    done = pay(viewer("ratna"), siti, JAN, months=12, amount=201_600)

    undo_act(viewer("ratna"), done.act_id, today=TODAY)

    assert (paid(siti), left(siti), received()) == ({}, {}, {"opd": 0})
    assert all_stored() == before


def test_taken_back_the_first_of_two_payments_unpays_the_month_that_both_had_paid(viewer, an_enrolment):
    siti = an_enrolment()
    first = pay(viewer("ratna"), siti, SEP, amount=12_000)
    pay(viewer("ratna"), siti, OCT, amount=13_200)  # with the rest of the first it pays November

    undo_act(viewer("ratna"), first.act_id, today=TODAY)

    assert paid(siti) == {OCT: (8_400, 0)}
    assert left(siti) == {"opd": 4_800}


# What BPJS confirms


def test_bpjs_confirms_an_opd_payment_and_never_adds_a_second_one(viewer, an_enrolment):
    siti = an_enrolment()
    pay(viewer("ratna"), siti, SEP, months=2)

    from_bpjs(siti, OCT, 8_400)

    assert paid(siti) == {SEP: (8_400, 0), OCT: (8_400, 8_400)}
    assert received() == {"opd": 8_400, "bpjs": 8_400}
    counted = stored(siti.circular_id, "07", OCT)
    assert (counted.paid, counted.paid_confirmed) == (8_400, 8_400)
    assert stored(siti.circular_id, "07", SEP).paid_confirmed == 0


def test_what_bpjs_received_counts_where_it_is_less_than_the_office_said(viewer, an_enrolment):
    siti = an_enrolment()
    pay(viewer("ratna"), siti, OCT)

    from_bpjs(siti, OCT, 5_000)

    assert paid(siti) == {OCT: (5_000, 5_000)}


def test_a_year_paid_ahead_is_confirmed_by_one_row_of_bpjs(viewer, an_enrolment):
    siti = an_enrolment(since="2026-01")
    pay(viewer("ratna"), siti, JAN, months=12, amount=201_600)

    from_bpjs(siti, JAN, 201_600, part=16_800)

    months = paid(siti)
    assert list(months) == list(JAN.through(Month(202704)))
    assert all(amount == confirmed for amount, confirmed in months.values())
    assert received() == {"opd": 0, "bpjs": 201_600}
    assert left(siti) == {"bpjs": 8_400}


def test_taken_back_a_confirmation_leaves_the_offices_word(viewer, an_enrolment):
    siti = an_enrolment(since="2026-01")
    pay(viewer("ratna"), siti, JAN, months=12, amount=201_600)
    before, counts = paid(siti), all_stored()
    confirmed = from_bpjs(siti, JAN, 201_600, part=16_800)

    undo_act(CONSOLE, confirmed, today=TODAY)

    assert (paid(siti), left(siti)) == (before, {"opd": 8_400})
    assert received() == {"opd": 201_600, "bpjs": 0}
    assert all_stored() == counts


def test_an_opd_payment_is_not_taken_back_once_bpjs_has_confirmed_it(viewer, an_enrolment):
    siti = an_enrolment()
    done = pay(viewer("ratna"), siti, OCT)
    from_bpjs(siti, OCT, 8_400)

    with pytest.raises(RuleBroken, match="undo_paid_later"):
        undo_act(viewer("ratna"), done.act_id, today=TODAY)


# Proved and mended


def test_a_balance_that_is_not_the_ledgers_is_found_and_mended(app, an_enrolment):
    from lindung.actions.drift import drifted, mend

    siti = an_enrolment()
    from_bpjs(siti, OCT, 8_400)
    for values in ({"paid": 1}, {"confirmed": 1}, {"due": 1}):
        with act(CONSOLE, "damage", today=TODAY):
            db.session.execute(update(MonthCover).values(values))

        assert (siti.id, next(iter(values))) in {(one.enrolment_id, one.column) for one in drifted(NOV)}

        with act(CONSOLE, "mend", today=TODAY):
            mend(NOV)
        assert drifted(NOV) == []
        assert paid(siti) == {OCT: (8_400, 8_400)}


def test_a_balance_without_any_payment_is_found_and_removed(app, an_enrolment):
    from lindung.actions.drift import drifted, mend

    siti = an_enrolment()
    with act(CONSOLE, "damage", today=TODAY):
        db.session.add(
            MonthCover(
                worker_id=siti.worker_id,
                job=1,
                month=OCT,
                enrolment_id=siti.id,
                due=8_400,
                paid=8_400,
                confirmed=0,
            )
        )

    assert [one.column for one in drifted(NOV)] == ["paid", "cover"]

    with act(CONSOLE, "mend", today=TODAY):
        mend(NOV)
    assert (drifted(NOV), paid(siti)) == ([], {})


def test_months_follow_new_rates_and_so_does_credit(viewer, an_enrolment):
    """R12: twice the lowest base for JKM from October on: what was paid in full is so no more."""
    siti = an_enrolment()
    pay(viewer("ratna"), siti, SEP, months=2, amount=20_200)  # October 8,400 and 3,400 over
    assert db.session.get(Enrolment, siti.id).cover.count("1") == 2

    with act(CONSOLE, "rate.add", today=TODAY) as deed:
        old = db.session.scalars(select(RateRow).where(RateRow.programme == "JKM")).one()
        values = {
            column.key: getattr(old, column.key) for column in RateRow.__table__.columns if column.key != "id"
        }
        new = values | {"first_month": OCT, "minimum": 2 * old.minimum, "maximum": None}
        old.last_month = SEP
        db.session.add(RateRow(**new))
        db.session.flush()
        derived.rebuild()
        changed = derived.refresh_dues(deed)
        summaries.recount(TODAY)

    assert changed == 1
    dues = dict(db.session.execute(select(MonthCover.month, MonthCover.due)).all())
    assert dues == {SEP: 8_400, OCT: 11_800}
    assert db.session.get(Enrolment, siti.id).cover.count("1") == 1
    assert paid(siti) == {SEP: (8_400, 0), OCT: (8_400, 0)}
