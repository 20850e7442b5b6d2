"""Two acts on the same money at once: what a month costs changes under a payment, one file is applied twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from time import sleep
from typing import Any

import pytest
from sqlalchemy import func, select

from lindung.actions import dated_rows, imports, ledger, summaries
from lindung.actions.acts import act
from lindung.actions.dated_rows import Validity
from lindung.actions.importers.payments import PaymentImporter
from lindung.actions.ledger import Part, Receipt, Source
from lindung.actions.rates import Amount, NewBenefit, NewRate, add_benefit, add_rate
from lindung.domain.benefits import BenefitKind
from lindung.domain.errors import RuleBroken
from lindung.domain.months import BEGINNING, OPEN_END, Month
from lindung.domain.registration import Programme, Segment
from lindung.models.base import db
from lindung.models.imports import BpjsRow
from lindung.models.ledger import MonthCover, Payment
from lindung.models.rates import BenefitRow
from lindung.queries.viewer import CONSOLE
from tests.support.clock import TODAY
from tests.support.importing import stage

pytestmark = pytest.mark.usefixtures("nothing_drifts")

HEADER = ("NIK", "Bulan", "Jumlah", "Referensi")
NIK = "3518005704860001"
OCT = Month(202610)
LONG_ENOUGH = 0.4  # for the other to reach what it waits for
DEARER = NewRate(Programme.JKM, Segment.BPU, 1, 1_000_000, Amount(0, 7_800, None))


@pytest.fixture
def somebody_else(app) -> Iterator[Callable[[Callable[[], Any]], Future[Any]]]:
    """Begins another person's act beside the one under way, and lets it come to where it must wait."""

    def run(deed: Callable[[], Any]) -> Any:
        with app.app_context():
            try:
                return deed()
            finally:
                db.session.remove()

    def begin(deed: Callable[[], Any]) -> Future[Any]:
        future = pool.submit(run, deed)
        sleep(LONG_ENOUGH)
        return future

    with ThreadPoolExecutor(1) as pool:
        yield begin


@pytest.fixture
def siti(make):
    return make.an_enrolment(make.a_sponsor(), make.a_worker(nik=NIK))


def since(first: Month) -> Validity:
    return Validity(first, OPEN_END, "PP 1/2026", verified=True)


def october_of(row) -> tuple[int, int]:
    db.session.rollback()
    columns = (MonthCover.due, MonthCover.paid)
    found = db.session.execute(select(*columns).where(MonthCover.enrolment_id == row.id)).one()
    return found.due, found.paid


@pytest.mark.parametrize("few", [200, 0], ids=["few people", "many people"])
def test_r12_a_new_rate_waits_for_a_payment_under_way_and_its_month_follows(
    somebody_else, siti, viewer, monkeypatch, few
):
    """Otherwise the month would count as paid by a rate that no longer holds."""
    monkeypatch.setattr(summaries, "DIFFERENCE_LIMIT", few)
    coordinator = viewer("koordinator")

    with (
        act(CONSOLE, "payment.opd", today=TODAY) as deed,
        summaries.difference(deed, [siti.sponsor_id], since=BEGINNING),
    ):
        part = Part(siti.id, OCT, 8_400)
        assert ledger.receive(deed, [Receipt(Source.OPD, TODAY, 8_400, (part,))]) == []
        other = somebody_else(lambda: add_rate(coordinator, DEARER, since(OCT), sure=True, today=TODAY))

    other.result()
    assert october_of(siti) == (8_900, 8_400)


def test_r12_a_new_rate_waits_for_a_file_of_bpjs_and_its_months_follow(
    somebody_else, siti, viewer, monkeypatch
):
    monkeypatch.setattr(summaries, "DIFFERENCE_LIMIT", 0)
    coordinator, batch, others = viewer("koordinator"), _file(), []
    booked = PaymentImporter.apply

    def meanwhile(*args: Any) -> None:
        booked(*args)
        others.append(
            somebody_else(lambda: add_rate(coordinator, DEARER, since(OCT), sure=True, today=TODAY))
        )

    monkeypatch.setattr(PaymentImporter, "apply", meanwhile)
    imports.apply(CONSOLE, batch, today=TODAY)

    others[0].result()
    assert october_of(siti) == (8_900, 8_400)


def test_r16_the_same_file_applied_twice_at_once_is_booked_once(somebody_else, siti, monkeypatch):
    first, second, others = _file(), _file(), []
    booked = PaymentImporter.apply

    def meanwhile(*args: Any) -> None:
        monkeypatch.setattr(PaymentImporter, "apply", booked)
        others.append(somebody_else(lambda: imports.apply(CONSOLE, second, today=TODAY)))
        booked(*args)

    monkeypatch.setattr(PaymentImporter, "apply", meanwhile)
    imports.apply(CONSOLE, first, today=TODAY)

    with pytest.raises(RuleBroken, match="preview_changed"):
        others[0].result()
    db.session.rollback()
    assert db.session.scalar(select(func.sum(Payment.amount))) == 8_400
    assert db.session.scalar(select(func.count(BpjsRow.id))) == 1


def test_two_new_rows_of_one_series_at_once_leave_one_for_each_month(somebody_else, viewer):
    coordinator = viewer("koordinator")
    burial = NewBenefit(BenefitKind.BURIAL, 1, 12_000_000, 0)

    with act(CONSOLE, "benefit.add", today=TODAY):
        row = BenefitRow(
            kind="burial",
            after_months=1,
            amount=11_000_000,
            times_base=0,
            **dated_rows.columns_of(since(Month(202701))),
        )
        dated_rows.add(row)
        other = somebody_else(lambda: add_benefit(coordinator, burial, since(Month(202702)), today=TODAY))

    other.result()
    db.session.rollback()
    columns = (BenefitRow.first_month, BenefitRow.last_month)
    rows = db.session.execute(
        select(*columns).where(BenefitRow.kind == "burial").order_by(BenefitRow.first_month)
    ).all()
    assert [tuple(row) for row in rows] == [
        (Month(202201), Month(202612)),
        (Month(202701), Month(202701)),
        (Month(202702), OPEN_END),
    ]


def _file() -> int:
    return stage("payments", [HEADER, (NIK, "2026-10", "8400", "A")])
