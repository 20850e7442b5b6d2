"""A month paid in place, by one or by the selected, and taken back by rows that reverse it (R14, R16, R17)."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions.enrolments import StateChange, change_state
from lindung.actions.payments import pay_month
from lindung.actions.undo import undo_act
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.ledger import MonthCover, Payment
from lindung.models.workers import Enrolment, Worker
from lindung.queries.undoing import undoable
from tests.support.clock import THIS_MONTH, TODAY
from tests.support.counts import all_stored, stored

pytestmark = pytest.mark.usefixtures("nothing_drifts")

SEP, OCT, DEC, JAN = Month(202609), Month(202610), Month(202612), Month(202701)


def refused(deed):
    with pytest.raises(RuleBroken) as broken:
        deed()
    return broken.value.code, broken.value.field


def pay(who, rows, month=OCT, paid_on=TODAY, **values):
    return pay_month(who, [row.id for row in rows], month, paid_on, today=TODAY, **values)


def payments():
    statement = select(Payment).order_by(Payment.id)
    return [(one.source, one.amount, one.reverses_id is not None) for one in db.session.scalars(statement)]


def test_one_month_at_its_due_amount_by_the_offices_word(viewer, an_enrolment):
    siti = an_enrolment()

    done = pay(viewer("ratna"), [siti], reference="STS 12")

    assert (done.count, done.record_id) == (1, siti.id)
    assert payments() == [("opd", 8_400, False)]
    assert stored(siti.circular_id, "07", OCT).paid == 8_400
    assert stored(siti.circular_id, "07", SEP).paid == 0


def test_three_months_ahead_each_at_its_own_rate(viewer, an_enrolment):
    siti = an_enrolment()

    pay(viewer("bendahara"), [siti], THIS_MONTH, months=3)

    amounts = dict(db.session.execute(select(MonthCover.month, MonthCover.paid)).all())
    assert amounts == {THIS_MONTH: 8_400, DEC: 8_400, JAN: 16_800}


def test_what_was_paid_in_part_is_filled_up(viewer, an_enrolment, paid_month):
    siti = an_enrolment()
    paid_month(siti, "2026-10", amount=5_000)

    pay(viewer("ratna"), [siti])

    assert payments()[-1] == ("opd", 3_400, False)


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"paid_on": date(2026, 11, 21)}, "day_ahead", "paid_on"),
        ({"paid_on": date(1926, 11, 20)}, "day_too_early", "paid_on"),
        ({"month": Month(202602)}, "month_before_first", "month"),
        ({"months": 13}, "too_many_months", "months"),
        ({"month": Month(203201)}, "no_rate_for_month", "month"),
        ({"expected_count": 2}, "count_changed", None),
    ],
)
def test_what_cannot_be_paid_is_refused_at_its_field(viewer, an_enrolment, values, code, field):
    siti = an_enrolment(since="2026-03")

    assert refused(lambda: pay(viewer("ratna"), [siti], **values)) == (code, field)
    assert payments() == []


def test_a_month_paid_or_ended_or_not_yet_registered(viewer, an_enrolment, a_sponsor, a_worker, paid_month):
    siti = an_enrolment()
    paid_month(siti, "2026-10")
    ended = an_enrolment(a_sponsor("Rini"), a_worker("Tini"), state="ended", since="2026-03")
    new = an_enrolment(a_sponsor("Tuti"), a_worker("Sri"), state="candidate")

    assert refused(lambda: pay(viewer("ratna"), [siti])) == ("already_paid", "month")
    assert refused(lambda: pay(viewer("ratna"), [ended])) == ("month_after_end", "month")
    assert refused(lambda: pay(viewer("ratna"), [new])) == ("not_registered", "month")


def test_r17_a_second_payer_is_refused_and_named_to_whoever_may_see_him(
    viewer, an_enrolment, a_sponsor, a_worker, paid_month
):
    siti = a_worker()
    hers = an_enrolment(a_sponsor("Hadi"), siti)
    rinis = an_enrolment(a_sponsor("Rini Astuti"), siti)
    tonos = an_enrolment(a_sponsor("Tono", unit="08"), siti)
    paid_month(hers, "2026-10")

    with pytest.raises(RuleBroken, match="second_payer") as broken:
        pay(viewer("ratna"), [rinis])
    assert (broken.value.facts, broken.value.field) == ({"payer": "Hadi"}, "month")
    assert refused(lambda: pay(viewer("bayu"), [tonos])) == ("second_payer_elsewhere", "month")


def test_of_many_all_are_paid_or_the_count_and_one_name_are_told(
    viewer, an_enrolment, a_sponsor, a_worker, paid_month
):
    rows = [an_enrolment(a_sponsor(f"ASN {n}"), a_worker(f"Pekerja {n}")) for n in range(3)]
    paid_month(rows[0], "2026-10")
    waiting = an_enrolment(a_sponsor("Rini"), a_worker("Sri"), state="submitted")

    with pytest.raises(RuleBroken, match="bulk_already_paid") as broken:
        pay(viewer("ratna"), rows, expected_count=3)
    assert broken.value.facts == {"count": 1, "who": "Pekerja 0"}
    assert refused(lambda: pay(viewer("ratna"), [*rows[1:], waiting]))[0] == "bulk_not_payable"

    done = pay(viewer("ratna"), rows[1:], expected_count=2)
    assert done.count == 2
    assert stored(rows[0].circular_id, "07", OCT).paid == 3 * 8_400


def test_two_workers_in_one_selection_cannot_pay_for_the_same_person(
    viewer, an_enrolment, a_sponsor, a_worker
):
    siti = a_worker()
    rows = [an_enrolment(a_sponsor("Hadi"), siti), an_enrolment(a_sponsor("Rini"), siti)]

    assert refused(lambda: pay(viewer("ratna"), rows))[0] == "bulk_second_payer"
    assert payments() == []


def test_strangers_readers_and_other_offices_pay_nothing(viewer, an_enrolment):
    siti = an_enrolment()

    for who in ("kadis", "dewi", "inspektur", "bayu"):
        with pytest.raises(NotThere):
            pay(viewer(who), [siti])
    assert refused(lambda: pay(viewer("bayu"), [siti], expected_count=1))[0] == "count_changed"


# Taken back


def test_undone_a_payment_is_answered_by_a_reversing_row(viewer, an_enrolment):
    siti = an_enrolment()
    before = all_stored()
    done = pay(viewer("ratna"), [siti], months=2)

    undo_act(viewer("ratna"), done.act_id, today=TODAY)

    assert payments() == [("opd", 16_800, False), ("opd", -16_800, True)]
    assert all_stored() == before
    assert db.session.get(Enrolment, siti.id).cover.count("1") == 0
    pay(viewer("ratna"), [siti])


def test_a_bulk_of_three_hundred_is_paid_and_undone(viewer, make, a_circular):
    from lindung.actions import summaries
    from lindung.actions.acts import act
    from lindung.queries.viewer import CONSOLE

    circular, worker_of = a_circular(), make.new_worker
    hadi = [make.a_sponsor(f"ASN {n}") for n in range(6)]
    with act(CONSOLE, "many", today=TODAY):
        rows = []
        for number in range(306):
            worker, sponsor = worker_of(f"Pekerja {number}"), hadi[number % 6]
            row = Enrolment(
                worker_id=worker.id, sponsor_id=sponsor.id, circular_id=circular.id, relation="art",
                tariff="bpu:other:1:private:JKK+JKM", state="registered", noted_on=date(2026, 3, 1),
                registered_on=date(2026, 3, 1), first_month=Month(202603), cover="0" * 128,
                unit_id=make.unit_of(sponsor).id, opd_id=make.unit_of(sponsor).id, name_key=worker.name_key,
            )  # fmt: skip
            db.session.add(row)
            rows.append(row)
        summaries.recount(TODAY)
    before = all_stored()

    done = pay(viewer("ratna"), rows, expected_count=306)
    assert stored(circular, "07", OCT).paid == 306 * 8_400
    undo_act(viewer("ratna"), done.act_id, today=TODAY)

    assert all_stored() == before


def test_a_payment_is_not_taken_back_once_the_same_month_was_paid_again(viewer, an_enrolment, paid_month):
    siti = an_enrolment()
    done = pay(viewer("ratna"), [siti])
    paid_month(siti, "2026-10", amount=100)

    assert undoable(viewer("ratna"), [done.act_id]) == set()
    assert refused(lambda: undo_act(viewer("ratna"), done.act_id, today=TODAY))[0] == "undo_paid_later"


def test_a_registration_is_not_taken_back_under_a_payment_but_after_it(viewer, an_enrolment):
    siti = an_enrolment(state="submitted")
    change = StateChange(EnrolmentState.REGISTERED, date(2026, 10, 1), "26000000001")
    registered = change_state(viewer("ratna"), siti.id, change, seen_version=siti.version, today=TODAY)
    paid = pay(viewer("ratna"), [siti])
    assert undoable(viewer("ratna"), [registered.act_id, paid.act_id]) == {paid.act_id}
    assert refused(lambda: undo_act(viewer("ratna"), registered.act_id, today=TODAY))[0] == "undo_paid_later"

    undo_act(viewer("ratna"), paid.act_id, today=TODAY)
    assert undoable(viewer("ratna"), [registered.act_id, paid.act_id]) == {registered.act_id}
    undo_act(viewer("ratna"), registered.act_id, today=TODAY)

    db.session.rollback()
    assert db.session.get(Enrolment, siti.id).state == "submitted"
    assert db.session.get(Worker, siti.worker_id).kpj is None
