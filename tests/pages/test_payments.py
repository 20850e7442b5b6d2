"""A month noted as paid: one worker in one click, the selected ones after a look, a second payer refused."""

import pytest

from lindung.domain.months import Month
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.ledger import Allocation, MonthCover, Payment
from lindung.models.workers import Enrolment, Worker
from tests.support import cast


@pytest.fixture
def siti(a_sponsor, a_worker, an_enrolment, paid_month):
    siti = an_enrolment(a_sponsor("Hadi Suprapto"), a_worker("Siti Rahayu"), since="2026-03")
    paid_month(siti, *(f"2026-{month:02d}" for month in range(3, 11)))
    return siti


def paid(enrolment, month=202611):
    db.session.expire_all()
    found = (
        db.session.query(MonthCover).filter_by(enrolment_id=enrolment.id, month=Month(month)).one_or_none()
    )
    return found.paid if found else 0


def test_the_workers_page_offers_the_next_month_with_its_price_and_why(browser, siti):
    ratna = browser.as_("ratna")
    page = ratna.get(f"/pekerja/{siti.worker_id}")
    assert page.text(f"#bayar-{siti.id} button") == "Catat iuran November 2026 · Rp8.400"
    assert "/iuran/tarif?bulan=2026-11" in page.links

    reply = ratna.submit(f"#bayar-{siti.id}")

    assert reply.location == f"/pekerja/{siti.worker_id}"
    after = ratna.follow()
    assert "iuran November 2026 dicatat untuk 1 pekerja, belum dikonfirmasi BPJS" in after.said
    assert after.texts(".months tbody td")[10] == "b"  # the office says so
    assert "Iuran November 2026 Rp8.400 menurut OPD" in after.text(".history")
    assert paid(siti) == 8400
    assert db.session.query(Payment).order_by(Payment.id.desc()).first().source == "opd"


def test_it_is_taken_back_by_reversing_rows(browser, siti):
    ratna = browser.as_("ratna")
    ratna.get(f"/pekerja/{siti.worker_id}")
    ratna.submit(f"#bayar-{siti.id}")
    before = db.session.query(Allocation).count()
    ratna.follow()

    ratna.submit("#status form")

    assert paid(siti) == 0
    assert db.session.query(Allocation).count() == before + 1


def test_when_all_is_paid_the_next_month_is_offered_at_its_own_price(browser, siti, paid_month):
    paid_month(siti, "2026-11", "2026-12")

    page = browser.as_("ratna").get(f"/pekerja/{siti.worker_id}")

    assert page.text(f"#bayar-{siti.id} button") == "Catat iuran Januari 2027 · Rp16.800"


def test_a_month_that_is_paid_already_offers_no_button_but_other_months(browser, siti):
    page = browser.as_("ratna").get(f"/iuran/bayar?id={siti.id}&iuran=2026-10")

    assert page.says("Tidak ada iuran Oktober 2026 yang perlu dicatat.")
    assert not page.has("#bayar")
    assert f"/iuran/bayar?id={siti.id}&iuran=2026-11" in page.links
    assert browser.as_("ratna").get(f"/iuran/bayar?id={siti.id}&iuran=2026-11").has("#bayar")


def test_after_a_lapse_the_running_month_is_offered(browser, a_sponsor, an_enrolment, paid_month):
    lapsed = an_enrolment(a_sponsor(), since="2026-03")
    paid_month(lapsed, "2026-03")

    page = browser.as_("ratna").get(f"/pekerja/{lapsed.worker_id}")

    assert page.text(f"#bayar-{lapsed.id} button").startswith("Catat iuran November 2026")


def test_the_selected_are_paid_together_and_the_sum_is_said_before(
    browser, siti, a_sponsor, a_worker, an_enrolment
):
    ani = an_enrolment(a_sponsor("Tini"), a_worker("Ani"), since="2026-10")
    ratna = browser.as_("ratna")
    page = ratna.get(f"/iuran/bayar?bulan=2026-11&id={siti.id}&id={ani.id}")
    assert page.heading == "Catat iuran November 2026 untuk 2 pekerja: Rp16.800"

    reply = ratna.submit("#bayar")

    assert reply.location == "/pekerja?bulan=2026-11"
    assert (paid(siti), paid(ani)) == (8400, 8400)
    assert db.session.query(ActRow).filter_by(kind="payment.opd").count() == 1


def test_three_months_ahead_cost_what_each_costs(browser, siti):
    ratna = browser.as_("ratna")
    ratna.get(f"/iuran/bayar?id={siti.id}&iuran=2026-12")

    seen = ratna.submit("#bayar", months="3")
    assert seen.says("Rp42.000")
    assert paid(siti, 202612) == 0
    ratna.submit("#bayar")

    assert [paid(siti, month) for month in (202612, 202701, 202702)] == [8400, 16800, 16800]


def test_a_second_payer_is_refused_by_name(browser, siti, a_sponsor, an_enrolment, paid_month):
    worker = db.session.get_one(Worker, db.session.get_one(Enrolment, siti.id).worker_id)
    second = an_enrolment(a_sponsor("Tini Kartikasari"), worker, since="2026-11")
    paid_month(siti, "2026-11")
    ratna = browser.as_("ratna")
    page = ratna.get(f"/iuran/bayar?id={second.id}&iuran=2026-11")
    assert "dibayar pihak lain" in page.text("table")

    reply = ratna.post(
        f"/iuran/bayar?id={second.id}&iuran=2026-11",
        month="2026-11",
        months=1,
        paid_on="2026-11-20",
        jumlah=1,
    )

    assert reply.status == 422
    assert "Hadi Suprapto" in reply.problems
    assert reply.one("[name=month]")["aria-invalid"] == "true"
    assert paid(second) == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"paid_on": "2026-11-21"}, "paid_on"),
        ({"month": "2026-10"}, "month"),
        ({"month": "2026-02"}, "month"),
        ({"months": "-1"}, "months"),
        ({"months": "9" * 19}, "months"),
    ],
)
def test_what_cannot_be_paid_is_a_sentence_at_its_field_and_keeps_what_was_typed(
    browser, siti, fields, field
):
    ratna = browser.as_("ratna")
    ratna.get(f"/iuran/bayar?id={siti.id}")

    reply = ratna.submit("#bayar", reference="STS 12/2026", **fields)

    assert reply.status == 422
    assert reply.one(f"[name={field}]")["aria-invalid"] == "true"
    assert reply.one("[name=reference]")["value"] == "STS 12/2026"
    assert paid(siti) == 0


def test_pressed_twice_it_is_paid_once(browser, siti):
    ratna = browser.as_("ratna")
    sent = {
        "month": "2026-11",
        "months": 1,
        "paid_on": "2026-11-20",
        "jumlah": 1,
        "idempotency_key": "one-and-only",
    }

    first, second = (ratna.post(f"/iuran/bayar?id={siti.id}", **sent) for _ in range(2))

    assert (first.status, second.status, paid(siti)) == (303, 303, 8400)


def test_the_treasurer_may_and_who_only_reads_may_not(browser, siti):
    assert browser.as_("bendahara").get(f"/iuran/bayar?id={siti.id}").status == 200
    assert browser.as_("dewi").get(f"/iuran/bayar?id={siti.id}").status == 403
    assert not browser.as_("dewi").get(f"/pekerja/{siti.worker_id}").has("form[action*='/iuran/bayar']")


def test_another_offices_worker_is_not_there(browser, a_sponsor, an_enrolment):
    theirs = an_enrolment(a_sponsor("Wayan", unit=cast.OPD_8))

    assert browser.as_("ratna").get(f"/iuran/bayar?id={theirs.id}").status == 404
    assert browser.as_("ratna").post(f"/iuran/bayar?id={theirs.id}", month="2026-11").status == 404


def test_nothing_selected_says_how_to_select(browser, siti):
    assert browser.as_("ratna").get("/iuran/bayar").text(".empty").startswith("Belum ada yang dipilih")


def test_what_is_owed_is_asked_once(browser, siti, queries):
    ratna = browser.as_("ratna")
    with queries() as seen:
        page = ratna.get(f"/iuran/bayar?id={siti.id}")
    assert page.status == 200
    assert sum("holiday" in one for one in seen) == 1
    assert sum("LEFT OUTER JOIN month_due" in one for one in seen) == 1
