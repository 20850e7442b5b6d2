"""Programmes and their months as screens: how far the money reaches, who is covered, what was paid (P3, P5, G5)."""

import pytest
from sqlalchemy import select

from lindung.models.base import db
from lindung.models.ledger import Payment
from tests.support.funded import a_fund, a_programme, funded
from tests.support.programme_pages import address, followed, pay, plain, records, told


@pytest.fixture
def fund(app):
    """Two farmers of OPD 7 and three of the clinic of OPD 8, on Rp1 million until December."""
    found = a_fund()
    funded(found, 2)
    funded(found, 3, unit="08.01")
    return found


# The list


def test_the_list_of_programmes_sums_its_funds(browser, fund):
    page = browser.as_("dewi").get("/program")

    assert plain(page.heading) == "1 program mendanai 5 pekerja"
    (row,) = records(page)
    assert (row["Dana"], row["Pekerja"], row["Anggaran"], row["Sisa"]) == (
        "DBHCHT 2026",
        "5",
        "Rp1.000.000",
        "Rp1.000.000",
    )


def test_a_stranger_reads_his_share_of_the_list_and_no_money(browser, fund):
    (row,) = records(browser.as_("bayu").get("/program"))

    assert (row["Pekerja"], row["Anggaran"]) == ("3", "–")


def test_the_list_is_searched_sorted_and_taken_out(browser, fund):
    a_programme("SK 2", title="Nelayan")
    dewi = browser.as_("dewi")

    assert [row["Nomor"] for row in records(dewi.get("/program", q="nelayan"))] == ["SK 2"]
    assert records(dewi.get("/program", urut="-pekerja"))[0]["Nomor"] == "SK 400/7/2026"
    assert told(dewi.get("/program", q="tidak ada"), "Tidak ada yang cocok")
    assert dewi.get("/program", format="csv").csv_lines()[1][5] in ("5", "0")


def test_without_a_programme_the_list_teaches(browser):
    page = browser.as_("koordinator").get("/program")

    assert plain(page.heading) == "Belum ada program dengan daftar dana"
    assert page.has("a[href='/edaran/baru']")


# One programme


def test_a_programme_answers_first_how_far_its_money_reaches(browser, fund):
    page = browser.as_("dewi").get(address(fund))

    assert plain(page.heading) == (
        "5 pekerja didanai DBHCHT sampai Desember 2026; dana cukup untuk seluruh 6 bulan, sisa Rp496.000."
    )
    assert told(page, "Mulai 1 Jan 2027 tidak ada dana.")


def test_p3_who_has_the_full_benefit_and_when_each_group_crosses(browser, fund):
    koordinator = browser.as_("koordinator")
    pay(koordinator, fund, "2026-10")

    page = koordinator.get(address(fund), bulan="2026-10")

    assert told(page, "0 dari 5 pekerja terdaftar sudah berhak atas manfaat penuh.")
    steps = {row["Perlindungan"]: row for row in records(page, "#tangga ~ table")}
    waiting = steps["Bulan ke-1 dari 3"]
    assert (waiting["Pekerja"], waiting["Manfaat penuh"]) == (
        "5",
        "akhir Desember 2026, bila November 2026 sampai Desember 2026 dibayar",
    )
    assert koordinator.get(address(fund), bulan="2027-01").status == 422


def test_a_stranger_reads_no_money_on_the_programmes_page(browser, fund):
    page = browser.as_("bayu").get(address(fund))

    assert plain(page.heading) == "3 pekerja unit ini didanai program SK 400/7/2026."
    assert not told(page, "Rp1.000.000")
    assert told(browser.as_("bayu").get(address(fund, "/pembayaran")), "Tidak ada anggaran untuk ditampilkan")


def test_a_circular_of_another_kind_is_no_programme(browser, a_circular):
    assert browser.as_("dewi").get(f"/program/{a_circular().id}").status == 404


def test_g5_workers_are_listed_by_fund_and_by_source(browser, fund):
    ratna, number = browser.as_("ratna"), "SK 400/7/2026"

    page = ratna.get("/pekerja", edaran=number, dana=str(fund.id))
    assert told(page, "DBHCHT 2026")
    assert len(page.rows("#daftar table")) == 2
    assert len(ratna.get("/pekerja", edaran=number, sumber="dbhcht").rows("#daftar table")) == 2
    assert told(ratna.get("/pekerja", edaran=number, sumber="csr"), "Tidak ada pekerja yang sesuai")
    assert told(ratna.get("/pekerja", edaran=number, dana="999"), "dana yang tidak dikenal")


# Paying


def test_p5_a_month_is_paid_for_all_in_one_go_and_tied_to_its_sp2d(browser, fund):
    koordinator = browser.as_("koordinator")
    page = koordinator.get(address(fund))
    assert told(page, "Catat pembayaran Juli 2026 untuk 5 pekerja: Rp84.000")

    page = followed(koordinator, pay(koordinator, fund, "2026-07"))

    assert told(page, "iuran Juli 2026 dicatat untuk 5 pekerja dengan bukti SP2D 12, belum dikonfirmasi BPJS")
    assert plain(page.heading) == "Rp84.000 dari Rp1.000.000 sudah dibayar (8,4%), sisa Rp916.000."
    july = records(page)[0]
    assert (july["Dibayar"], july["Sisa anggaran"], july["SP2D atau kwitansi"]) == (
        "Rp84.000",
        "Rp916.000",
        "SP2D SP2D 12",
    )
    assert told(page, "Catat pembayaran Agustus 2026 untuk 5 pekerja: Rp84.000")


def test_realisation_as_a_file(browser, fund):
    koordinator = browser.as_("koordinator")
    pay(koordinator, fund, "2026-07")

    lines = koordinator.get(address(fund, "/pembayaran"), format="csv").csv_lines()

    assert lines[1] == [
        "DBHCHT 2026", "DBHCHT", "2026-07", "84000", "5", "84000", "0", "916000", "SP2D SP2D 12", "84000",
    ]  # fmt: skip
    assert len(lines) == 7


def test_a_bulk_payment_is_taken_back_from_the_message(browser, fund):
    koordinator = browser.as_("koordinator")
    page = followed(koordinator, pay(koordinator, fund, "2026-07"))

    followed(koordinator, koordinator.submit("#status form"))
    page = koordinator.get(address(fund, "/pembayaran"))

    assert plain(page.heading).startswith("Rp0 dari Rp1.000.000")
    assert len(db.session.scalars(select(Payment.id)).all()) == 10


def test_the_number_confirmed_is_the_number_paid(browser, fund):
    koordinator = browser.as_("koordinator")
    koordinator.get(f"/program/dana/{fund.id}/bayar", month="2026-07")
    funded(fund, 1)

    page = koordinator.submit("form#bayar", reference="SP2D 1")

    assert page.status == 422
    assert page.problems
    assert page.one("[name=jumlah]")["value"] == "6"


def test_another_month_is_worked_out_first_without_scripts(browser, fund):
    koordinator = browser.as_("koordinator")
    koordinator.get(f"/program/dana/{fund.id}/bayar", month="2026-07")

    page = koordinator.submit("form#bayar", month="2026-12", lihat="1")

    assert plain(page.heading) == "Catat pembayaran Desember 2026 untuk 5 pekerja: Rp84.000"
    assert db.session.scalar(select(Payment.id)) is None


def test_a_month_over_the_budget_says_what_it_lacks(browser):
    small = a_fund(amount=16_800)
    funded(small, 2)

    page = pay(browser.as_("koordinator"), small, "2026-07")

    assert page.status == 422
    assert "kurang Rp16.800" in page.problems


def test_who_may_not_pay_finds_no_button(browser, fund):
    assert not browser.as_("dewi").get(address(fund)).has("a[href$='/bayar']")
    assert browser.as_("dewi").get(f"/program/dana/{fund.id}/bayar").status == 403
    assert browser.as_("bayu").get(f"/program/dana/{fund.id}/bayar").status == 404


# Budgets of statements


@pytest.mark.parametrize("rest", ["", "/pembayaran"])
@pytest.mark.both_engines
def test_a_programmes_page_stays_within_its_statements_however_many_it_pays_for(browser, queries, fund, rest):
    dewi = browser.as_("dewi")
    dewi.get("/akun")
    with queries() as before:
        dewi.get(address(fund, rest))
    funded(fund, 40)

    with queries() as after:
        dewi.get(address(fund, rest))

    assert len(after) == len(before) <= 16, "\n".join(one[:200] for one in after)
