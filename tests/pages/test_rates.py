"""What a month costs: R12 and R13 as they are shipped, each part with its law."""

import pytest


def test_november_2026_costs_half_when_an_asn_pays_and_all_when_public_money_does(browser):
    page = browser.as_("ratna").get("/iuran/tarif?bulan=2026-11")

    assert page.heading == (
        "Iuran November 2026 per pekerja: Rp8.400 apabila dibayar ASN, Rp16.800 apabila dibayar APBN atau APBD."
    )
    assert page.says("Jatuh tempo Senin, 16 November 2026.")
    assert page.says("Mulai Januari 2027: Rp16.800 apabila dibayar ASN.")
    assert "PP 50/2025" in page.text("main")


def test_each_payer_and_sector_has_its_parts(browser):
    rows = browser.as_("ratna").get("/iuran/tarif?bulan=2026-11").rows("table.prices")

    assert [row[1:7] for row in rows] == [
        ["bukan angkutan", "Rp5.000", "Rp3.400", "Rp8.400", "Rp20.000", "Rp28.400"],
        ["angkutan", "Rp5.000", "Rp3.400", "Rp8.400", "Rp20.000", "Rp28.400"],
        ["semua", "Rp10.000", "Rp6.800", "Rp16.800", "Rp20.000", "Rp36.800"],
    ]
    assert [row[7] for row in rows] == [
        "mulai Januari 2027: Rp16.800",
        "mulai April 2027: Rp16.800",
        "tidak ada yang tercatat",
    ]


def test_from_january_2027_everybody_pays_the_same_again(browser):
    page = browser.as_("ratna").get("/iuran/tarif?bulan=2027-01")

    assert page.heading == "Iuran Januari 2027: Rp16.800 per pekerja."
    assert page.says("Berlaku selama tidak ada peraturan baru.")
    assert [row[4] for row in page.rows("table.prices")] == ["Rp16.800", "Rp8.400", "Rp16.800"]


def test_without_a_month_the_running_one_is_shown(browser):
    assert browser.as_("ratna").get("/iuran/tarif").heading.startswith("Iuran November 2026")


@pytest.mark.parametrize("text", ["2026-00", "besok"])
def test_a_month_that_is_none_is_refused_with_a_sentence(browser, text):
    reply = browser.as_("ratna").get("/iuran/tarif", bulan=text)

    assert reply.status == 422
    assert "bukan bulan" in reply.problems


def test_a_month_before_the_first_rate_says_so(browser):
    page = browser.as_("ratna").get("/iuran/tarif?bulan=2014-05")

    assert page.heading == "Tarif iuran Mei 2014 belum dicatat."


@pytest.mark.parametrize("who", ["dewi", "bayu", "kadis", "bendahara", "inspektur", "admin", "koordinator"])
def test_a_contribution_is_no_secret(browser, who):
    assert browser.as_(who).get("/iuran/tarif").status == 200


def test_signed_out_is_sent_to_sign_in_and_the_wrong_verb_is_refused(browser):
    assert browser.stranger.get("/iuran/tarif").location.startswith("/masuk")
    assert browser.as_("ratna").post("/iuran/tarif").status == 405
