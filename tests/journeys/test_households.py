"""N3: two ASN of one household are linked from the page of one of them; both then count (R11)."""

import pytest

from tests.support.cast import OPD_8

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_husband_and_wife_are_linked_within_four_clicks(desk_of, make, scripts):
    make.a_circular()
    hadi, tini = make.a_sponsor(), make.a_sponsor("Tini Kartikasari", unit=OPD_8)
    make.a_declaration(hadi)
    make.a_declaration(tini)
    make.paid_month(make.an_enrolment(tini), "2026-11")
    desk = desk_of("ratna", scripts=scripts)
    page = desk.open(f"/asn/{hadi.id}")
    assert "belum mendaftarkan" in desk.text("h1")

    desk.click(page.get_by_role("link", name="Catat ASN serumah"))
    page.locator("#cari-unit-q").fill("tini kartika")
    desk.click("#cari-unit button")
    desk.click("#data .primary")

    assert desk.clicks <= 4
    assert "tuntas" in desk.text("h1")
    assert "Serumah dengan Tini Kartikasari, Dinas Kesehatan." in desk.text("#serumah")
    assert "dicatat serumah mulai November 2026" in desk.text("#status")
    if scripts:
        assert desk.barriers() == []
    wife = desk_of("koordinator")
    wife.open(f"/asn/{tini.id}")
    assert "tuntas" in wife.text("h1")
    assert "Serumah dengan Hadi Suprapto, Dinas Pendidikan." in wife.text("#serumah")
