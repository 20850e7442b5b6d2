"""One month for everybody of a fund in one go: counted, within budget and period, undone as one act (R14, R17)."""

from datetime import date

import pytest
from sqlalchemy import func, select

from lindung.actions.enrolments import StateChange, change_state
from lindung.actions.funds import PaperFacts, add_paper, pay_month
from lindung.actions.undo import undo_act
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.funds import FundSource, PaperKind
from lindung.domain.months import Month
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.funds import FundPaper
from lindung.models.ledger import MonthCover, Payment
from lindung.models.workers import Enrolment
from lindung.queries.fund_months import owed_month
from lindung.queries.undoing import undoable
from tests.support.clock import TODAY
from tests.support.counts import all_stored, stored
from tests.support.funded import a_fund, a_programme, funded

pytestmark = pytest.mark.usefixtures("nothing_drifts")

JUL, OCT, NOV, DEC = Month(202607), Month(202610), Month(202611), Month(202612)


def refused(deed):
    with pytest.raises(RuleBroken) as broken:
        deed()
    return broken.value.code, broken.value.field


def pay(who, fund, month=OCT, count=2, **values):
    chosen = {"paid_on": TODAY, "reference": "SP2D 12", "expected_count": count} | values
    return pay_month(who, fund.id, month, **chosen, today=TODAY)


def rupiah_of(month):
    return db.session.scalar(select(func.sum(MonthCover.paid)).where(MonthCover.month == month)) or 0


def test_everybody_is_paid_at_the_rate_of_a_public_payer_by_the_offices_word(viewer):
    fund = a_fund()
    funded(fund, 2)
    funded(fund, 3, unit="08.01")

    done = pay(viewer("koordinator"), fund, count=5)

    assert (done.count, rupiah_of(OCT)) == (5, 5 * 16_800)
    assert set(db.session.execute(select(Payment.source, Payment.reference, Payment.amount))) == {
        ("opd", "SP2D 12", 16_800)
    }
    assert stored(fund.circular_id, "07", OCT).paid == 2 * 16_800
    assert stored(fund.circular_id, "08", OCT).waiting_1 == 3


def test_r13_a_private_fund_pays_half_while_the_discount_lasts(viewer):
    fund = a_fund(source=FundSource.CSR, is_public=False, last_month=Month(202701))
    funded(fund, 2)

    pay(viewer("koordinator"), fund)
    pay(viewer("koordinator"), fund, Month(202701))

    assert (rupiah_of(OCT), rupiah_of(Month(202701))) == (2 * 8_400, 2 * 16_800)


def test_one_act_is_undone_as_one_by_reversing_rows(viewer):
    fund, who = a_fund(), viewer("koordinator")
    ids = funded(fund, 4)
    before = all_stored()
    done = pay(who, fund, count=4)
    assert undoable(who, [done.act_id]) == {done.act_id}

    undo_act(who, done.act_id, today=TODAY)

    assert (all_stored(), rupiah_of(OCT)) == (before, 0)
    assert db.session.scalar(select(func.count()).select_from(Payment)) == 8
    assert db.session.scalar(select(FundPaper.id)) is None
    assert db.session.get(Enrolment, ids[0]).cover.count("1") == 0
    pay(who, fund, count=4)


def test_above_the_limit_of_differences_the_months_are_counted_anew_and_undone(viewer):
    fund, who = a_fund(amount=10_000_000), viewer("koordinator")
    funded(fund, 230)
    before = all_stored()

    done = pay(who, fund, count=230)
    assert stored(fund.circular_id, "07", OCT).paid == 230 * 16_800
    undo_act(who, done.act_id, today=TODAY)

    assert all_stored() == before


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"month": Month(202606)}, "fund_month_outside", "month"),
        ({"month": Month(202701)}, "fund_month_outside", "month"),
        ({"paid_on": date(2026, 11, 21)}, "day_ahead", "paid_on"),
        ({"paid_on": date(2021, 12, 31)}, "day_too_early", "paid_on"),
        ({"reference": "  "}, "fund_reference_missing", "reference"),
        ({"count": 3}, "count_changed", None),
    ],
)
def test_what_cannot_be_paid_is_refused_at_its_field(viewer, values, code, field):
    fund = a_fund()
    funded(fund, 2)

    assert refused(lambda: pay(viewer("koordinator"), fund, **values)) == (code, field)
    assert rupiah_of(OCT) == 0


def test_a_month_over_the_budget_is_refused_with_what_it_lacks(viewer):
    fund = a_fund(amount=16_800 * 3)
    funded(fund, 2)
    pay(viewer("koordinator"), fund, JUL)

    with pytest.raises(RuleBroken, match="fund_over_budget") as broken:
        pay(viewer("koordinator"), fund)
    assert (broken.value.field, broken.value.facts["left"], broken.value.facts["short"]) == (
        "month",
        16_800,
        16_800,
    )


def test_a_month_that_is_paid_or_owed_by_nobody(viewer):
    fund, other = a_fund(), a_fund(a_programme("SK 2"))
    funded(fund, 2)
    pay(viewer("koordinator"), fund)

    assert refused(lambda: pay(viewer("koordinator"), fund)) == ("fund_month_paid", "month")
    assert refused(lambda: pay(viewer("koordinator"), other)) == ("fund_nobody_due", "month")


def test_who_begins_later_or_has_ended_owes_nothing(viewer):
    fund = a_fund()
    stays, leaves = funded(fund, 2)
    funded(fund, 1, since="2026-11")
    row = db.session.get(Enrolment, leaves)
    ending = StateChange(EnrolmentState.ENDED, date(2026, 10, 1), None, "Meninggal dunia")
    change_state(viewer("koordinator"), leaves, ending, seen_version=row.version, today=TODAY)

    pay(viewer("koordinator"), fund, count=1)

    assert list(db.session.scalars(select(MonthCover.enrolment_id))) == [stays]


def test_r17_whom_somebody_else_pays_are_named_and_left_out_on_request(
    viewer, a_sponsor, a_circular, an_enrolment, paid_month
):
    fund, circular = a_fund(), a_circular()
    ids = funded(fund, 2)
    worker = db.session.get(Enrolment, ids[0]).worker_id
    from lindung.models.workers import Worker

    hadis = an_enrolment(a_sponsor(), db.session.get(Worker, worker), circular=circular)
    paid_month(hadis, "2026-10")
    owed = owed_month(fund.sponsor_id, OCT)
    assert (owed.workers, owed.elsewhere, owed.names) == (1, 1, ("Petani 0",))

    with pytest.raises(RuleBroken, match="fund_second_payer") as broken:
        pay(viewer("koordinator"), fund, count=1)
    assert (broken.value.field, broken.value.facts["who"]) == ("leave_out", "Petani 0")

    done = pay(viewer("koordinator"), fund, count=1, leave_out=True)
    assert done.count == 1
    assert dict(db.session.execute(select(MonthCover.enrolment_id, MonthCover.paid)).all()) == {
        hadis.id: 8_400,
        ids[1]: 16_800,
    }


def test_what_was_paid_in_part_is_filled_up(viewer, paid_month):
    fund = a_fund()
    ids = funded(fund, 2)
    paid_month(db.session.get(Enrolment, ids[0]), "2026-10", amount=6_800)

    pay(viewer("koordinator"), fund)

    assert db.session.scalars(select(Payment.amount).order_by(Payment.id)).all() == [6_800, 10_000, 16_800]


def test_an_sp2d_that_was_noted_before_is_not_noted_twice(viewer):
    fund, who = a_fund(), viewer("koordinator")
    funded(fund, 2)
    add_paper(who, fund.id, PaperFacts(PaperKind.SP2D, "SP2D 12", TODAY, OCT, 33_600), today=TODAY)

    pay(who, fund)

    assert db.session.scalar(select(func.count()).select_from(FundPaper)) == 1


def test_the_treasurer_of_the_proposing_office_may_pay_and_no_other(viewer):
    fund = a_fund()
    funded(fund, 2)

    for who in ("kadis", "dewi", "inspektur", "bayu", "admin"):
        with pytest.raises(NotThere):
            pay(viewer(who), fund)
    assert pay(viewer("bendahara"), fund).count == 2


def test_a_closed_month_is_not_paid_without_being_opened(viewer):
    from tests.support.closing import approved, head_of

    fund = a_fund()
    funded(fund, 2)
    approved("07", by=head_of("07"))

    assert refused(lambda: pay(viewer("koordinator"), fund))[0] == "month_locked"
    assert rupiah_of(OCT) == 0
