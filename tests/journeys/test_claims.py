"""A death: reported, the family accompanied, counted (UX Kd6, section 3 point 18). Mouse, no scripts, keyboard."""

from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from lindung.actions.claim_steps import ClaimStep, move_claim
from lindung.actions.claims import ClaimReport, report_claim
from lindung.domain.claims import ClaimKind, ClaimState
from lindung.models.base import db
from lindung.models.claims import Claim, ClaimPaper
from tests.support import people
from tests.support.clock import TODAY
from tests.support.desk import PHONE

pytestmark = pytest.mark.browser
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
DAY = date(2026, 11, 3)
THREE = ("2026-08", "2026-09", "2026-10")


def a_member(make, name, sponsor):
    enrolment = make.an_enrolment(make.a_sponsor(sponsor), make.a_worker(name), since="2026-08")
    make.paid_month(enrolment, *THREE)
    return enrolment


@pytest.fixture
def siti(make):
    return a_member(make, "Siti Rahayu", "Hadi Suprapto")


@pytest.fixture
def claim_id(siti):
    told = ClaimReport(ClaimKind.DEATH, DAY, "Budi Santoso", "081234567890", "Ratna Wulandari")
    return report_claim(people.viewer("ratna"), siti.worker_id, told, today=date(2026, 11, 6)).record_id


@pytest.fixture
def five_families(make):
    """Kendal: five deaths after three paid months, all of them paid."""
    boss = people.viewer("koordinator")
    for number in range(5):
        member = a_member(make, f"Pekerja {number}", f"ASN {number}")
        done = report_claim(boss, member.worker_id, ClaimReport(ClaimKind.DEATH, DAY), today=TODAY)
        paid = ClaimStep(ClaimState.PAID, TODAY, 42_000_000)
        move_claim(boss, done.record_id, paid, seen_version=1, today=TODAY)


def stored(model):
    db.session.rollback()
    return db.session.scalars(select(model)).all()


@SCRIPTS
def test_kd6_five_deaths_and_two_hundred_and_ten_million_are_one_click_from_home(
    desk_of, five_families, scripts
):
    desk = desk_of("dewi", scripts=scripts)
    page = desk.open("/beranda")

    desk.click(page.get_by_role("link", name="5 keluarga menerima Rp210.000.000 tahun 2026"))

    assert desk.clicks == 1
    assert desk.text("h1") == "5 keluarga menerima Rp210.000.000 tahun 2026"
    assert desk.rows()[0][:3] == ["SE 1/2026 Perlindungan asisten rumah tangga", "5", "Rp210.000.000"]
    if scripts:
        assert desk.barriers() == []
    desk.click(page.locator("tbody a.figure"))
    assert len(desk.rows()) == 5
    page.go_back()
    assert desk.text("h1").startswith("5 keluarga")


@SCRIPTS
def test_a_neighbour_in_the_office_follows_the_companion_to_the_end(desk_of, siti, scripts):
    desk = desk_of("ratna", scripts=scripts)
    page = desk.open(f"/pekerja/{siti.worker_id}")

    desk.click(page.get_by_role("link", name="Laporkan meninggal atau kecelakaan"))
    page.get_by_label("Tanggal kejadian").fill("2026-11-03")
    page.get_by_label("Nama ahli waris").fill("Budi Santoso")
    desk.click(page.get_by_role("button", name="Catat laporan"))
    assert "dapat menerima Rp42.000.000 (perkiraan)" in desk.text("#pendamping")
    if scripts:
        assert desk.barriers() == []

    desk.click(page.get_by_role("button", name="Sudah ada: KTP pekerja"))
    expect(page.locator("#status")).to_contain_text("Ditandai ada: KTP pekerja.")
    expect(page.locator(".way")).to_contain_text("1 dari 8 berkas sudah ada.")
    desk.click(page.get_by_role("link", name="Berkas diserahkan ke BPJS"))
    desk.click(page.get_by_role("button", name="Catat penyerahan"))
    desk.click(page.get_by_role("link", name="Keluarga telah menerima"))
    page.get_by_label("Jumlah yang diterima keluarga").fill("42000000")
    desk.click(page.get_by_role("button", name="Catat yang diterima"))

    assert "telah menerima Rp42.000.000" in desk.text("#pendamping")
    (claim,) = stored(Claim)
    assert (claim.state, claim.paid, claim.heir) == ("paid", 42_000_000, "Budi Santoso")
    desk.click(page.locator("#status button"))
    assert stored(Claim)[0].state == "submitted"


def test_a_paper_is_ticked_by_the_keyboard_and_the_focus_stays(desk_of, claim_id):
    desk = desk_of("ratna")
    page = desk.open(f"/klaim/{claim_id}")

    def focused():
        return page.evaluate("document.activeElement.id")

    for _ in range(60):
        page.keyboard.press("Tab")
        if focused() == "berkas-death_certificate":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("Ditandai ada: Akta kematian")
    desk.settle()

    assert focused() == "berkas-death_certificate"
    assert [paper.code for paper in stored(ClaimPaper)] == ["death_certificate"]
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("Ditandai belum ada: Akta kematian")
    desk.settle()
    assert stored(ClaimPaper) == []


@SCRIPTS
def test_the_sheet_for_the_family_is_one_page_of_paper(desk_of, claim_id, scripts):
    desk = desk_of("ratna", scripts=scripts)
    page = desk.open(f"/klaim/{claim_id}")
    desk.click(page.get_by_role("link", name="Lembar untuk keluarga"))
    page.emulate_media(media="print")

    assert page.locator(".kop").is_visible()
    assert page.locator(".papers li").count() == 8
    assert not page.locator(".actions").is_visible()
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1


def test_on_a_phone_nothing_runs_over(desk_of, claim_id):
    desk = desk_of("kadis", size=PHONE)

    for path in (f"/klaim/{claim_id}", "/klaim", "/klaim/dampak", f"/klaim/{claim_id}/langkah/bayar"):
        desk.open(path)
        assert desk.overflow() <= 0, path
        assert desk.barriers() == [], path
