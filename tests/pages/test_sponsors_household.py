"""On an ASN's page: who shares his household, noted and parted (R11, UX N3)."""

import pytest

from lindung.actions.households import link
from lindung.models.base import db
from lindung.models.sponsors import Sponsor
from lindung.queries.viewer import CONSOLE
from tests.support.cast import OPD_8
from tests.support.clock import TODAY

NIP = "198001012005012888"


@pytest.fixture
def hadi(a_circular, a_sponsor):
    a_circular()
    return a_sponsor("Hadi Suprapto")


@pytest.fixture
def tini(a_sponsor):
    return a_sponsor("Tini Kartikasari", unit=OPD_8, nip=NIP, phone="081234567899", grade="IV/a")


def household_of(sponsor) -> int | None:
    db.session.expire_all()
    return db.session.get_one(Sponsor, sponsor.id).household_id


def test_the_one_found_by_nip_is_noted_and_the_page_says_so(browser, hadi, tini):
    ratna = browser.as_("ratna").htmx()

    form = ratna.get(f"/asn/{hadi.id}/serumah", cari=NIP)
    reply = ratna.submit("#data form[method=post]")

    assert form.has("#asn-serumah input[type=radio][checked]")
    assert reply.status == 200
    assert "Serumah dengan Tini Kartikasari, Dinas Kesehatan." in reply.text("#serumah")
    assert not reply.has("#serumah a")  # another office's page does not open
    assert "dicatat serumah mulai November 2026" in reply.said and "Batalkan" in reply.said
    assert "catatan serumah dengan ASN lain diubah" in reply.text(".history")
    assert household_of(hadi) == household_of(tini) is not None


def test_of_another_office_nothing_but_name_and_unit_is_shown(browser, hadi, tini):
    page = browser.as_("ratna").get(f"/asn/{hadi.id}/serumah", cari=NIP)

    assert "Tini Kartikasari, Dinas Kesehatan" in page.text("#asn-serumah")
    assert "IV/a" not in page.html and "0812" not in page.html


def test_another_offices_name_is_found_by_the_whole_nip_and_by_nothing_less(browser, hadi, tini, a_sponsor):
    rini, ratna = a_sponsor("Rini Tinika"), browser.as_("ratna")

    by_name = ratna.get(f"/asn/{hadi.id}/serumah", cari="tini").text("#asn-serumah")
    nobody = ratna.get(f"/asn/{hadi.id}/serumah", cari="kartikasari").text("#asn-serumah")

    assert "Rini Tinika" in by_name and "Kartikasari" not in by_name
    assert "ASN dari unit lain dicari dengan NIP lengkapnya" in nobody
    assert "Tini Kartikasari" in browser.as_("koordinator").get(
        f"/asn/{hadi.id}/serumah", cari="tini kar"
    ).text("#asn-serumah")
    for address in (f"/asn/{hadi.id}/serumah", f"/asn/{hadi.id}/serumah?cari=tini"):
        refused = ratna.post(address, other=tini.id)
        assert refused.status == 422 and "Kartikasari" not in refused.html
    assert household_of(hadi) is None
    assert ratna.post(f"/asn/{hadi.id}/serumah", other=rini.id).status == 303


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (None, "Satu ART memenuhi kewajiban keduanya dan dihitung satu kali."),
        ({"shares_household": False}, "SE 2/2026: masing-masing menanggung pekerja sendiri."),
        ({"duty_kind": "quota", "quota": 1}, "SE 1/2026: satu ART memenuhi kewajiban keduanya."),
    ],
)
def test_what_is_shared_is_said_for_each_circular(browser, hadi, tini, a_circular, second, words):
    if second:
        a_circular("SE 2/2026", **second)
    ratna = browser.as_("ratna")

    form = ratna.get(f"/asn/{hadi.id}/serumah").text("#data")
    link(CONSOLE, hadi.id, tini.id, today=TODAY)
    page = ratna.get(f"/asn/{hadi.id}").text("#serumah")

    assert words in form and words in page


def test_where_no_circular_shares_nothing_is_promised(browser, a_sponsor, a_circular):
    a_circular(shares_household=False)
    hadi = a_sponsor()

    form = browser.as_("ratna").get(f"/asn/{hadi.id}/serumah").text("#data")

    assert "meminta masing-masing menanggung pekerja sendiri" in form and "memenuhi" not in form


@pytest.mark.parametrize("fast", [True, False], ids=["htmx", "plain"])
def test_who_is_in_a_household_is_told_first_and_shown_how_to_part(browser, hadi, tini, a_sponsor, fast):
    link(CONSOLE, hadi.id, tini.id, today=TODAY)
    rini, ratna = a_sponsor("Rini Astuti"), browser.as_("ratna")

    late = (ratna.htmx() if fast else ratna).post(f"/asn/{hadi.id}/serumah", other=rini.id)
    page = ratna.get(f"/asn/{hadi.id}/serumah", cari="rini")

    assert late.status == 422 and "sudah dicatat serumah dengan ASN lain" in late.text("[role=alert]")
    assert "sudah dicatat serumah dengan Tini Kartikasari, Dinas Kesehatan" in page.text("#sudah-serumah")
    assert not page.has("#asn-serumah")
    ratna.submit("#data form[method=post]")
    assert household_of(hadi) is None


def test_without_scripts_the_form_is_a_page_of_its_own(browser, hadi, tini):
    ratna = browser.as_("ratna")

    page = ratna.get(f"/asn/{hadi.id}/serumah", cari=NIP)
    sent = ratna.submit("#data form[method=post]")

    assert page.heading == "Catat ASN yang serumah dengan Hadi Suprapto"
    assert sent.location == f"/asn/{hadi.id}"
    assert "Tini Kartikasari" in ratna.get(f"/asn/{hadi.id}").text("#serumah")


def test_nobody_found_or_chosen_says_what_to_do(browser, hadi, tini):
    ratna = browser.as_("ratna")

    empty = ratna.get(f"/asn/{hadi.id}/serumah")
    nobody = ratna.get(f"/asn/{hadi.id}/serumah", cari="zz")
    refused = ratna.post(f"/asn/{hadi.id}/serumah")

    assert "Ketik nama di atas" in empty.text("#asn-serumah")
    assert "sedikitnya tiga huruf" in nobody.text("#asn-serumah")
    assert refused.status == 422 and refused.has(".wrong")
    assert household_of(hadi) is None


def test_whoever_is_linked_to_a_third_is_refused_at_the_choice(browser, hadi, tini, a_sponsor):
    link(CONSOLE, tini.id, a_sponsor("Rini Astuti").id, today=TODAY)
    ratna = browser.as_("ratna")

    page = ratna.get(f"/asn/{hadi.id}/serumah", cari=NIP)
    refused = ratna.submit("#data form[method=post]")

    assert "(sudah dicatat serumah dengan ASN lain)" in page.text("#asn-serumah")
    assert refused.status == 422
    assert "sudah dicatat serumah dengan ASN lain" in refused.text(".wrong")
    assert household_of(hadi) is None


def test_parting_takes_the_line_away_and_offers_the_way_back(browser, hadi, tini):
    link(CONSOLE, hadi.id, tini.id, today=TODAY)
    ratna = browser.as_("ratna").htmx()

    reply = ratna.post(f"/asn/{hadi.id}/serumah/akhiri")

    assert not reply.has("#serumah")
    assert "diakhiri" in reply.said and "Batalkan" in reply.said
    again = ratna.post(f"/asn/{hadi.id}/serumah/akhiri")
    assert again.status == 422


@pytest.mark.parametrize(("who", "status"), [("bayu", 404), ("inspektur", 403), ("kadis", 403)])
def test_the_stranger_and_the_wrong_role_cannot(browser, hadi, tini, who, status):
    someone = browser.as_(who)

    assert someone.get(f"/asn/{hadi.id}/serumah", cari="tini").status == status
    assert someone.post(f"/asn/{hadi.id}/serumah", other=tini.id).status == status
    assert someone.post(f"/asn/{hadi.id}/serumah/akhiri").status == status
    assert household_of(hadi) is None


def test_whoever_only_reads_sees_the_line_without_buttons(browser, hadi, tini):
    link(CONSOLE, hadi.id, tini.id, today=TODAY)

    page = browser.as_("inspektur").get(f"/asn/{hadi.id}")

    assert "Serumah dengan Tini Kartikasari" in page.text("#serumah")
    assert page.has(f"#serumah a[href='/asn/{tini.id}']")
    assert not page.has("form[action$='/serumah/akhiri']")
