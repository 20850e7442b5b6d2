"""One worker's money: what an amount pays before it is noted, his ledger and credit, a payment taken back (R14)."""

import pytest

from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.ledger import MonthCover, Payment
from tests.support import cast


@pytest.fixture
def siti(a_sponsor, a_worker, an_enrolment, clock):
    """Noted, registered and due since January 2026, before anything was paid."""
    return an_enrolment(a_sponsor("Hadi Suprapto"), a_worker("Siti Rahayu"), since="2026-01")


def paid(enrolment, month):
    db.session.expire_all()
    found = (
        db.session.query(MonthCover).filter_by(enrolment_id=enrolment.id, month=Month(month)).one_or_none()
    )
    return found.paid if found else 0


def pay(person, enrolment, **fields):
    person.get(f"/iuran/bayar?id={enrolment.id}&iuran={fields.pop('iuran', '2026-01')}")
    first = person.submit("#bayar", **fields)
    return first if first.status != 200 else person.submit("#bayar", **fields)


def test_what_a_year_costs_and_what_is_over_is_shown_before_anything_is_saved(browser, siti):
    ratna = browser.as_("ratna")
    ratna.get(f"/iuran/bayar?id={siti.id}&iuran=2026-01")

    page = ratna.submit("#bayar", months="12", amount="201.600")

    assert page.status == 200
    assert "Belum disimpan" in page.text("[role=alert]")
    months = [(one["Bulan"], one["Dibayar kini"], one["Menjadi"]) for one in page.records("#rincian table")]
    assert months[0] == ("Januari 2026", "Rp16.800", "lunas")
    assert months[3] == ("April 2026", "Rp8.400", "lunas")
    later = ("Januari", "Februari", "Maret", "April")
    assert months[12:] == [(f"{one} 2027", "Rp16.800", "lunas dari kredit") for one in later]
    assert page.says("Sisa Rp8.400 menjadi kredit. Dipakai untuk Mei 2027 bila mencapai Rp16.800.")
    assert db.session.query(Payment).count() == 0


@pytest.mark.both_engines
def test_once_seen_it_is_saved_and_the_credit_stands_on_the_workers_page(browser, siti):
    ratna = browser.as_("ratna")

    reply = pay(ratna, siti, months="12", amount="Rp201.600")

    assert reply.location == f"/pekerja/{siti.worker_id}"
    assert sum(paid(siti, month) for month in range(202601, 202613)) == 126_000
    assert [paid(siti, month) for month in (202704, 202705)] == [16_800, 0]
    page = ratna.follow()
    assert page.says("Kredit Rp8.400 menurut OPD, dipakai untuk Mei 2027 bila mencapai Rp16.800.")
    rows = page.records("table:has(caption:-soup-contains('Pembayaran, yang terbaru'))")
    assert [one["Jumlah"] for one in rows] == ["dari kredit", "Rp201.600"]


def test_less_than_is_due_leaves_the_month_short_and_says_so(browser, siti):
    ratna = browser.as_("ratna")
    ratna.get(f"/iuran/bayar?id={siti.id}&iuran=2026-01")

    page = ratna.submit("#bayar", amount="10000")

    assert page.records("#rincian table")[0]["Menjadi"] == "kurang Rp6.800"
    ratna.submit("#bayar")
    assert paid(siti, 202601) == 10_000


def test_the_price_stands_there_with_its_law(browser, siti):
    page = browser.as_("ratna").get(f"/iuran/bayar?id={siti.id}&iuran=2026-11")

    assert "Rp8.400 = JKK Rp5.000" in page.text("#rincian")
    assert "PP 50/2025" in page.text("#rincian")
    later = browser.as_("ratna").htmx().get(f"/iuran/bayar?id={siti.id}&month=2026-12&months=3&amount=")
    assert [one["Iuran"] for one in later.records("#rincian table")] == ["Rp8.400", "Rp16.800", "Rp16.800"]
    assert "Jan 2027–Feb 2027: Rp16.800" in later.text("#rincian")


@pytest.mark.parametrize("amount", ["nol", "0", "-5000", "999999999999", "9" * 40])
def test_an_amount_that_cannot_be_is_told_at_its_field_and_kept(browser, siti, amount):
    reply = pay(browser.as_("ratna"), siti, amount=amount)

    assert reply.status == 422
    assert reply.one("[name=amount]")["aria-invalid"] == "true"
    assert reply.one("[name=amount]")["value"] == amount
    assert db.session.query(Payment).count() == 0


def test_an_amount_out_of_reach_in_the_address_pays_what_the_month_lacks(browser, siti):
    page = browser.as_("ratna").get("/iuran/bayar", id=siti.id, amount="9" * 40)

    assert page.status == 200
    assert page.heading.endswith("Rp8.400")


@pytest.mark.both_engines
def test_a_payment_is_taken_back_with_its_reason_and_the_credit_it_had_left(browser, siti):
    ratna = browser.as_("ratna")
    pay(ratna, siti, months="12", amount="201600")
    page = ratna.follow()
    link = next(one for one in page.links if one.endswith("/batal"))

    asked = ratna.get(link)
    assert asked.heading == "Batalkan pembayaran Rp201.600 untuk Siti Rahayu?"
    assert ratna.submit("#batalkan", reason="").status == 422
    ratna.submit("#batalkan", reason="salah orang")

    after = ratna.follow()
    assert "Pembayaran Rp201.600 dibatalkan" in after.said
    assert {paid(siti, month) for month in (202601, 202612, 202701, 202704)} == {0}
    assert after.says("Dibatalkan: salah orang")
    assert not after.says("Kredit Rp")
    assert not any(one.endswith("/batal") for one in after.links)
    ratna.get(link)
    assert "Tidak ada lagi yang dapat dibatalkan" in ratna.submit("#batalkan", reason="lagi").problems


def test_what_bpjs_received_is_not_taken_back_here(browser, siti, paid_month):
    paid_month(siti, "2026-01")
    payment = db.session.query(Payment).one()
    ratna = browser.as_("ratna")

    assert not any(one.endswith("/batal") for one in ratna.get(f"/pekerja/{siti.worker_id}").links)
    assert ratna.get(f"/iuran/pembayaran/{payment.id}/batal").status == 404


def test_a_payment_bpjs_has_confirmed_says_what_took_its_place(browser, siti, paid_month):
    ratna = browser.as_("ratna")
    pay(ratna, siti)
    link = next(one for one in ratna.follow().links if one.endswith("/batal"))
    paid_month(siti, "2026-01")

    assert not any(one.endswith("/batal") for one in ratna.get(f"/pekerja/{siti.worker_id}").links)
    ratna.get(link)
    assert "sudah dikonfirmasi BPJS" in ratna.submit("#batalkan", reason="keliru").problems
    assert paid(siti, 202601) == 16_800


def test_another_offices_payment_is_not_there_and_readers_take_nothing_back(
    browser, a_sponsor, an_enrolment, paid_month
):
    theirs = an_enrolment(a_sponsor("Wayan", unit=cast.OPD_8))
    paid_month(theirs, "2026-03", source="opd")
    payment = db.session.query(Payment).order_by(Payment.id.desc()).first()

    assert browser.as_("ratna").get(f"/iuran/pembayaran/{payment.id}/batal").status == 404
    assert browser.as_("ratna").post(f"/iuran/pembayaran/{payment.id}/batal", reason="x").status == 404
    assert browser.as_("dewi").get(f"/iuran/pembayaran/{payment.id}/batal").status == 403


def test_two_arts_of_one_asn_one_unregistered_is_partly_one_unpaid_is_not_settled(
    browser, a_sponsor, a_declaration, a_worker, an_enrolment, paid_month
):
    """UX N4."""
    hadi = a_sponsor("Hadi Prasetyo")
    a_declaration(hadi)
    first = an_enrolment(hadi, a_worker("Siti"), since="2026-10")
    paid_month(first, "2026-10", "2026-11")
    an_enrolment(hadi, a_worker("Ani"), since="2026-10", state="candidate")
    budi = a_sponsor("Budi Santoso")
    a_declaration(budi)
    paid_month(an_enrolment(budi, a_worker("Tini"), since="2026-10"), "2026-10", "2026-11")
    an_enrolment(budi, a_worker("Wati"), since="2026-10")

    page = browser.as_("ratna").get("/asn", bulan="2026-11")

    rows = [" ".join(one) for one in page.rows("main table")]
    assert any("Hadi Prasetyo" in one and "Sebagian terdaftar" in one for one in rows)
    assert any("Budi Santoso" in one and "belum lunas" in one for one in rows)
