"""The monthly closing on other pages (R22): first screens, the line above closed months, refusals where they happen."""

import pytest

from lindung.actions.reports import return_report
from tests.support.clock import TODAY
from tests.support.closing import approved, prepared


@pytest.fixture
def hadi(app, a_sponsor, a_declaration, an_enrolment, paid_month):
    hadi = a_sponsor()
    a_declaration(hadi)
    paid_month(an_enrolment(hadi), "2026-09", "2026-10")
    return hadi


def test_k4_the_heads_first_screen_leads_to_the_report_to_approve(hadi, browser):
    report = prepared()
    page = browser.as_("kadis").get("/beranda")
    assert page.says("Laporan Oktober 2026 Dinas Pendidikan menunggu persetujuan.")
    assert page.one(".waiting a.button.primary")["href"] == f"/laporan/{report.id}/setujui"


def test_a_clerk_is_told_what_to_prepare_and_what_came_back(hadi, browser, viewer):
    page = browser.as_("ratna").get("/beranda")
    assert page.says("Laporan Oktober 2026 belum disiapkan, paling lambat 10 Nov 2026.")

    report = approved()
    return_report(viewer("koordinator"), report.id, "Belum cocok", seen_version=report.version, today=TODAY)

    page = browser.as_("ratna").get("/beranda")
    assert page.says("Laporan Oktober 2026 dikembalikan oleh Joko Prasetyo: Belum cocok")
    assert not page.says("belum disiapkan")


def test_the_secretary_sees_how_many_have_not_closed(hadi, browser):
    approved()
    page = browser.as_("dewi").get("/beranda")
    assert page.says("2 unit belum mengunci laporan Oktober 2026.")
    link = page.one(".waiting a")["href"]
    assert browser.as_("dewi").get(link).heading == "2 dari 3 unit belum mengunci laporan Oktober 2026."


def test_the_coordinator_sees_what_waits_for_him(hadi, browser):
    approved()
    assert browser.as_("koordinator").get("/beranda").says("1 laporan Oktober 2026 menunggu diterima.")


@pytest.mark.parametrize("path", ["/asn", "/pekerja"])
def test_a_list_of_a_closed_month_says_so_before_one_tries(hadi, browser, path):
    approved()
    ratna = browser.as_("ratna")

    closed = ratna.get(path, bulan="2026-10")
    assert "Oktober 2026 ditutup Dinas Pendidikan pada 20 Nov 2026 oleh Suharto Wibowo" in closed.text(
        ".lock"
    )
    assert closed.one(".lock a").text == "Ajukan pembetulan"
    assert not ratna.get(path, bulan="2026-11").has(".lock")
    assert not browser.as_("dewi").get(path, bulan="2026-10").has(".lock")
    assert browser.as_("dewi").get(path, bulan="2026-10", unit="07.01").has(".lock")


def test_a_persons_page_names_the_newest_closed_month(hadi, browser):
    ratna = browser.as_("ratna")
    assert not ratna.get(f"/asn/{hadi.id}").has(".lock")
    approved()
    assert "Oktober 2026 ditutup" in ratna.get(f"/asn/{hadi.id}").text(".lock")
    assert browser.as_("koordinator").get("/pekerja/1").one(".lock a").text == "Buka kembali bulan ini"


def test_a_refused_row_keeps_what_was_typed(hadi, browser):
    approved()
    ratna = browser.as_("ratna").htmx()
    ratna.get(f"/asn/{hadi.id}/pindah", cari="tunas")

    reply = ratna.submit("#penempatan form[method=post]", unit_code="07.01", from_month="2026-10")

    assert reply.status == 422
    assert "Oktober 2026 ditutup Dinas Pendidikan" in reply.text("[role=alert]")
    assert reply.one("[role=alert] a[href*=pembetulan]")
    assert reply.one("#penempatan select[name=from_month] option[selected]")["value"] == "2026-10"


def test_the_treasurer_and_the_inspector_are_not_asked_for_anything(hadi, browser):
    prepared()
    for username in ("bendahara", "inspektur"):
        assert not browser.as_(username).get("/beranda").has(".waiting")
