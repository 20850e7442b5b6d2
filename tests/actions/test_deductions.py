"""Surat kuasa, deductions marked and taken back, and the lists that follow from them (R12, R16)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from lindung.actions import ledger
from lindung.actions.acts import act
from lindung.actions.deductions import Marked, mark_deducted, take_back
from lindung.actions.mandates import MandateFacts, record_mandates, withdraw_mandate
from lindung.actions.payments import pay_month
from lindung.actions.undo import undo_act
from lindung.domain.deductions import Agreement, DeductionSource, Truths, agreement_of
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.deductions import Deduction, Mandate
from lindung.models.ledger import Payment
from lindung.models.workers import Enrolment
from lindung.queries.deductions import (
    DeductionFilter,
    Marking,
    Rate,
    all_deduction_rows,
    deduction_rates,
    deduction_totals,
)
from lindung.queries.truths import TruthFilter, all_truth_rows, truth_counts
from lindung.queries.undeposited import Held, HeldFilter, all_held_rows, held_total
from lindung.queries.viewer import CONSOLE
from tests.support.clock import TODAY

NOV, DEC = Month(202611), Month(202612)
AHEAD = (Month(202701), Month(202702), Month(202703))
PAYDAY = date(2026, 11, 2)
SALARY = MandateFacts(DeductionSource.SALARY, "SK/7/2026", date(2026, 3, 1))


def refused(deed):
    with pytest.raises(RuleBroken) as broken:
        deed()
    return broken.value.code


@pytest.fixture
def mandated(viewer, a_sponsor, a_worker, an_enrolment):
    """An ASN of OPD 7 with a surat kuasa and so many workers."""

    def make(name="Hadi Suprapto", workers=1, **values):
        sponsor = a_sponsor(name, **values)
        for number in range(workers):
            an_enrolment(sponsor, a_worker(f"Pekerja {number} {name}"))
        record_mandates(viewer("koordinator"), [sponsor.id], SALARY, 1, today=TODAY)
        return sponsor

    return make


def mark(who, *sponsors, months=(NOV,), pay=NOV, on=PAYDAY, count=None):
    marked = Marked(pay, tuple(months), on)
    return mark_deducted(who, [one.id for one in sponsors], marked, count or len(sponsors), today=TODAY)


def deductions():
    return db.session.scalars(select(Deduction).order_by(Deduction.sponsor_id, Deduction.month)).all()


def listed(who, **values):
    return all_deduction_rows(who, DeductionFilter(NOV, (NOV,), **values), TODAY)


def test_the_list_has_one_row_per_asn_and_ties_to_rate_times_workers(
    viewer, mandated, a_sponsor, an_enrolment
):
    mandated("Ani", workers=2)
    mandated("Budi")
    an_enrolment(a_sponsor("Citra"))  # owes, and has no surat kuasa
    yuni, wanted = viewer("bendahara"), DeductionFilter(NOV, (NOV,))

    rows = all_deduction_rows(yuni, wanted, TODAY)
    totals = deduction_totals(yuni, wanted, TODAY)

    assert [(row.name, row.workers, row.due, row.source) for row in rows] == [
        ("Ani", 2, 16_800, DeductionSource.SALARY),
        ("Budi", 1, 8_400, DeductionSource.SALARY),
    ]
    assert (totals.people, totals.workers, totals.due, totals.unmandated) == (2, 3, 25_200, 1)
    assert deduction_rates(yuni, wanted, TODAY) == [Rate(8_400, 3)]
    assert [row.name for row in listed(yuni, mandated=False)] == ["Citra"]


def test_each_contribution_month_costs_its_own_rate(viewer, mandated):
    """R13: 8,400 until December, 16,800 again from January."""
    mandated()
    wanted = DeductionFilter(DEC, (DEC, AHEAD[0]))

    assert deduction_totals(viewer("bendahara"), wanted, TODAY).due == 25_200
    assert deduction_rates(viewer("bendahara"), wanted, TODAY) == [Rate(8_400, 1), Rate(16_800, 1)]


def test_what_bpjs_had_before_the_month_of_the_pay_is_not_deducted_again(viewer, mandated, make):
    hadi, rini = mandated(), mandated("Rini")
    ahead, late = (
        db.session.scalars(select(Enrolment).where(Enrolment.sponsor_id == one.id)).one()
        for one in (hadi, rini)
    )
    make.paid_month(ahead, "2026-11", paid_on=date(2026, 10, 31))
    make.paid_month(late, "2026-11", paid_on=date(2026, 11, 1))

    rows = listed(viewer("bendahara"))

    assert [row.name for row in rows] == ["Rini"]
    assert refused(lambda: mark(viewer("bendahara"), hadi)) == "nothing_due"


def test_another_office_is_not_on_the_list_and_cannot_be_marked(viewer, mandated):
    wati = mandated("Wati", unit="08")

    assert listed(viewer("bendahara")) == []
    assert refused(lambda: mark(viewer("bendahara"), wati)) == "count_changed"
    assert deductions() == []


def test_a_clerk_records_surat_kuasa_and_may_not_mark(viewer, a_sponsor, an_enrolment):
    hadi = a_sponsor()
    an_enrolment(hadi)

    assert record_mandates(viewer("ratna"), [hadi.id], SALARY, 1, today=TODAY).count == 1
    with pytest.raises(NotThere):
        mark(viewer("ratna"), hadi)
    with pytest.raises(NotThere):
        record_mandates(viewer("kadis"), [hadi.id], SALARY, 1, today=TODAY)


def test_marking_writes_one_row_per_contribution_month_and_no_money(viewer, mandated):
    hadi = mandated(workers=2)

    done = mark(viewer("bendahara"), hadi, months=AHEAD)

    assert done.count == 1
    assert [(one.deducted_month, one.month, one.amount, one.workers) for one in deductions()] == [
        (NOV, month, 33_600, 2) for month in AHEAD
    ]
    assert db.session.scalar(select(Payment.id)) is None


def test_the_same_asn_and_month_is_deducted_once_until_taken_back(viewer, mandated):
    hadi, yuni = mandated(), viewer("bendahara")
    mark(yuni, hadi)
    assert refused(lambda: mark(yuni, hadi)) == "already_deducted"
    assert refused(lambda: mark(yuni, hadi, months=(NOV, DEC))) == "already_deducted"

    row = deductions()[0]
    assert refused(lambda: take_back(yuni, row.id, " ", row.version, today=TODAY)) == "cancel_reason_missing"
    back = take_back(yuni, row.id, "salah bulan", row.version, today=TODAY)
    mark(yuni, hadi)

    assert [(one.cancelled_on, one.reason) for one in deductions()] == [(TODAY, "salah bulan"), (None, None)]
    assert refused(lambda: undo_act(yuni, back.act_id, today=TODAY)) == "undo_deducted_again"


def test_nothing_is_deducted_without_a_surat_kuasa_that_stands(viewer, mandated, a_sponsor, an_enrolment):
    hadi, yuni, tini = mandated(), viewer("bendahara"), a_sponsor("Tini")
    an_enrolment(tini)
    assert refused(lambda: mark(yuni, tini)) == "no_mandate"

    kuasa = db.session.scalars(select(Mandate)).one()
    withdraw_mandate(viewer("ratna"), kuasa.id, date(2026, 11, 1), kuasa.version, today=TODAY)

    assert refused(lambda: mark(yuni, hadi)) == "no_mandate"
    assert mark(yuni, hadi, on=date(2026, 10, 30), pay=Month(202610)).count == 1


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"on": date(2026, 11, 21)}, "day_ahead"),
        ({"on": date(1, 1, 1)}, "day_too_early"),
        ({"pay": DEC}, "pay_month_ahead"),
        ({"months": ()}, "too_many_months"),
        ({"months": (Month(202602),)}, "nothing_due"),
        ({"count": 2}, "count_changed"),
    ],
)
def test_a_deduction_that_cannot_be_is_refused_whole(viewer, mandated, values, code):
    hadi = mandated()

    assert refused(lambda: mark(viewer("bendahara"), hadi, **values)) == code
    assert deductions() == []


def test_a_second_surat_kuasa_waits_for_the_withdrawal_of_the_first(viewer, mandated):
    hadi, ratna = mandated(), viewer("ratna")
    tpp = MandateFacts(DeductionSource.ALLOWANCE, None, date(2026, 11, 3))
    assert refused(lambda: record_mandates(ratna, [hadi.id], tpp, 1, today=TODAY)) == "mandate_stands"

    first = db.session.scalars(select(Mandate)).one()
    early = date(2026, 2, 1)
    assert (
        refused(lambda: withdraw_mandate(ratna, first.id, early, first.version, today=TODAY))
        == "withdrawn_early"
    )
    gone = withdraw_mandate(ratna, first.id, date(2026, 11, 3), first.version, today=TODAY)
    record_mandates(ratna, [hadi.id], tpp, 1, today=TODAY)

    assert [row.source for row in listed(viewer("bendahara"))] == [DeductionSource.ALLOWANCE]
    assert refused(lambda: undo_act(ratna, gone.act_id, today=TODAY)) == "undo_mandate_again"


def test_a_surat_kuasa_is_not_withdrawn_before_its_last_deduction(viewer, mandated):
    hadi = mandated()
    mark(viewer("bendahara"), hadi)
    kuasa = db.session.scalars(select(Mandate)).one()

    def withdraw():
        withdraw_mandate(viewer("ratna"), kuasa.id, date(2026, 11, 1), kuasa.version, today=TODAY)

    assert refused(withdraw) == "mandate_used_later"


def test_marks_are_undone_as_one_act(viewer, mandated):
    ani, budi, yuni = mandated("Ani"), mandated("Budi"), viewer("bendahara")
    done = mark(yuni, ani, budi)
    assert len(listed(yuni, marking=Marking.DEDUCTED)) == 2

    undo_act(yuni, done.act_id, today=TODAY)

    assert listed(yuni, marking=Marking.DEDUCTED) == []
    assert len(listed(yuni, marking=Marking.OPEN)) == 2


def test_a_mark_of_another_day_goes_with_its_reason_only(viewer, mandated):
    """What was deducted and not deposited does not vanish from its list by an undo that says nothing (R16)."""
    ani, yuni = mandated("Ani"), viewer("bendahara")
    done = mark(yuni, ani)
    with act(CONSOLE, "test.clock", today=TODAY):
        earlier = datetime.now(UTC) - timedelta(hours=25)
        db.session.execute(update(ActRow).where(ActRow.id == done.act_id).values(at=earlier))

    assert refused(lambda: undo_act(yuni, done.act_id, today=TODAY)) == "undo_mark_late"

    assert held_total(yuni, TODAY).rows == 1
    row = deductions()[0]
    take_back(yuni, row.id, "Salah pilih", row.version, today=TODAY)


def test_deducted_and_not_confirmed_is_held_oldest_first_until_bpjs_has_it(viewer, mandated, paid_month):
    ani, budi, yuni = mandated("Ani"), mandated("Budi"), viewer("bendahara")
    mark(yuni, ani)
    mark(yuni, budi, months=(Month(202610),), pay=Month(202610), on=date(2026, 10, 5))

    held = all_held_rows(viewer("kadis"), HeldFilter(), TODAY)
    assert [(row.name, row.held, row.days(TODAY)) for row in held] == [
        ("Budi", 8_400, 46),
        ("Ani", 8_400, 18),
    ]
    siti = db.session.scalars(select(Enrolment).where(Enrolment.sponsor_id == ani.id)).one()
    pay_month(viewer("ratna"), [siti.id], NOV, TODAY, today=TODAY)
    assert held_total(yuni, TODAY).rows == 2, "what an office says is no confirmation"

    andi = db.session.scalars(select(Enrolment).where(Enrolment.sponsor_id == budi.id)).one()
    paid_month(andi, "2026-10")

    assert held_total(yuni, TODAY) == (1, 8_400, PAYDAY)
    assert held_total(viewer("bayu"), TODAY).rows == 0


def test_a_worker_who_ended_in_between_leaves_a_surplus(viewer, mandated):
    hadi, yuni = mandated(workers=2), viewer("bendahara")
    mark(yuni, hadi)
    with act(CONSOLE, "enrolment.end", today=TODAY):
        last = select(Enrolment.id).order_by(Enrolment.id.desc()).limit(1).scalar_subquery()
        db.session.execute(update(Enrolment).where(Enrolment.id == last).values(ended_on=date(2026, 11, 10)))

    surplus = all_held_rows(yuni, HeldFilter(held=Held.SURPLUS), TODAY)

    assert [row.held for row in surplus] == [8_400]
    assert held_total(yuni, TODAY).amount == 8_400
    assert listed(yuni)[0].surplus == 8_400


def confirm(enrolment, month=NOV, amount=8_400):
    """As a file of BPJS does: the office's part is reversed and BPJS's comes in its place, in one act."""
    with act(CONSOLE, "payment.bpjs", today=TODAY) as deed:
        said = db.session.scalars(select(Payment).where(Payment.source == "opd")).one()
        back = ledger.Receipt(
            ledger.Source.OPD, TODAY, -amount, (ledger.Part(enrolment.id, month, -amount),), None, said.id
        )
        part = ledger.Part(enrolment.id, month, amount)
        ledger.receive(deed, [back, ledger.Receipt(ledger.Source.BPJS, TODAY, amount, (part,))])
    return deed.id


def truth(who, month=NOV):
    row = all_truth_rows(who, TruthFilter(month), TODAY)[0]
    return row.said, row.deducted, row.received, row.agreement


def test_the_office_has_said_so_even_after_bpjs_confirmed_and_after_that_is_undone(viewer, mandated):
    hadi, yuni = mandated(), viewer("bendahara")
    siti = db.session.scalars(select(Enrolment).where(Enrolment.sponsor_id == hadi.id)).one()
    said = pay_month(yuni, [siti.id], NOV, TODAY, today=TODAY)
    assert truth(yuni) == (8_400, 0, 0, Agreement.NOT_DEDUCTED)
    mark(yuni, hadi)
    assert truth(yuni) == (8_400, 8_400, 0, Agreement.NOT_RECEIVED)

    confirmed = confirm(siti)
    assert truth(yuni) == (8_400, 8_400, 8_400, Agreement.AGREED)

    undo_act(CONSOLE, confirmed, today=TODAY)
    assert truth(yuni) == (8_400, 8_400, 0, Agreement.NOT_RECEIVED)
    undo_act(yuni, said.act_id, today=TODAY)
    assert truth(yuni) == (0, 8_400, 0, Agreement.NOT_DEPOSITED)


def test_database_and_domain_name_every_difference_alike(
    viewer, mandated, a_sponsor, an_enrolment, paid_month
):
    """R16: three truths in all their combinations, by several ASN."""
    yuni, people = viewer("bendahara"), []
    for number in range(16):
        is_from_pay, is_deducted, is_said = number & 1, number & 2, number & 4
        sponsor = (
            mandated(f"Orang {number:02}") if is_from_pay or is_deducted else a_sponsor(f"Orang {number:02}")
        )
        if not (is_from_pay or is_deducted):
            an_enrolment(sponsor)
        siti = db.session.scalars(select(Enrolment).where(Enrolment.sponsor_id == sponsor.id)).one()
        if is_deducted:
            mark(yuni, sponsor)
        if is_said:
            pay_month(yuni, [siti.id], NOV, TODAY, today=TODAY)
        if number & 8 and not is_said:
            paid_month(siti, "2026-11", amount=5_000 if number & 1 else None)
        people.append((siti.id, bool(is_from_pay or is_deducted)))

    rows = {row.enrolment_id: row for row in all_truth_rows(yuni, TruthFilter(NOV), TODAY)}

    assert len(rows) == 16
    for id_, is_from_pay in people:
        row = rows[id_]
        expected = agreement_of(Truths(row.due, row.said, row.deducted, row.received, is_from_pay))
        assert row.agreement is expected
    counts = truth_counts(yuni, TruthFilter(NOV), TODAY)
    assert sum(counts.values()) == 16
    assert len(counts) >= 7
