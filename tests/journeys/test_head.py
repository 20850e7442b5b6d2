"""What a head can do about it, and what leads him there: K2 on a phone, K3, the search, N1 and N6, in their clicks."""

from pathlib import Path

import pytest

from tests.support.desk import PHONE, Desk
from tests.support.regency import OFFICES

pytestmark = [pytest.mark.browser, pytest.mark.state("regency")]

OWN = [office for office in OFFICES if office.code.startswith("07")]
OPEN = sum(office.silent + office.unregistered + office.unpaid for office in OWN)
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


def tab_to(desk: Desk, selector: str, most: int = 60) -> None:
    """Presses Tab until the focus stands there."""
    for _ in range(most):
        desk.page.keyboard.press("Tab")
        if desk.page.evaluate("wanted => document.activeElement?.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


@SCRIPTS
def test_k2_a_head_opens_the_names_by_sub_unit_on_a_phone(desk_of, scripts):
    desk = desk_of("kadis", scripts=scripts, size=PHONE)
    page = desk.open("/beranda")

    desk.click(page.get_by_role("link", name="Nama menurut unit"))

    assert desk.clicks == 1
    assert desk.overflow() <= 0
    assert desk.text("h1").startswith(f"{OPEN} ASN belum tuntas")
    assert [text.split("\n")[0] for text in page.locator("main h2").all_inner_texts()] == [
        f"{office.name} {office.silent + office.unregistered + office.unpaid}" for office in OWN
    ]
    assert page.locator("main table tbody tr").count() == OPEN
    if scripts:  # axe itself is a script
        assert desk.barriers() == []


@SCRIPTS
def test_k3_a_reminder_is_looked_at_copied_and_recorded_in_three_clicks(desk_of, scripts):
    desk = desk_of("kadis", scripts=scripts, permissions=["clipboard-read", "clipboard-write"])
    page = desk.open("/beranda")

    desk.click(page.get_by_role("link", name=f"Siapkan pengingat ({OPEN} ASN)"))
    assert desk.text("h1") == f"Pengingat untuk {OPEN} ASN"
    assert page.locator("input[name=id]:checked").count() == OPEN
    text = page.locator("#text").input_value()
    assert "Bapak/Ibu" in text
    if scripts:
        desk.click(page.get_by_role("button", name="Salin teks"))
        assert page.evaluate("navigator.clipboard.readText()") == text
        assert desk.text("#status") == "Teks disalin."
    desk.click(page.get_by_role("button", name="Catat sudah diingatkan"))

    assert desk.clicks <= 3
    assert desk.path == "/pengingat/tercatat"
    assert f"Pengingat kepada {OPEN} ASN dicatat." in desk.text("#status")
    assert desk.rows()[0][1] == str(OPEN)
    desk.open("/pengingat")
    assert "sudah diingatkan dalam 7 hari terakhir" in desk.text()


def test_k3_with_the_keyboard_alone_and_for_chosen_people(desk_of):
    desk = desk_of("kadis")
    page = desk.open("/beranda")

    tab_to(desk, "a[href^='/pengingat?']")
    page.keyboard.press("Enter")
    desk.settle()
    tab_to(desk, "[data-select-all]")
    page.keyboard.press("Space")
    assert page.locator("input[name=id]:checked").count() == 0
    tab_to(desk, "[data-select]")
    page.keyboard.press("Space")
    assert desk.text("[data-count]") == "1 dipilih"
    tab_to(desk, "[data-selection-bar] button", most=OPEN * 3)
    page.keyboard.press("Enter")
    desk.settle()

    assert desk.clicks == 0
    assert "Pengingat kepada 1 ASN dicatat." in desk.text("#status")


def test_the_search_answers_while_one_types_and_is_used_with_the_keyboard_alone(desk_of):
    desk = desk_of("ratna")
    page = desk.open("/kepatuhan")

    page.keyboard.press("/")
    page.keyboard.type("asn dinas pendidikan 0", delay=15)
    page.wait_for_selector("#cari-cepat .hits")
    assert "hasil untuk" in desk.text("#status")
    assert desk.path == "/kepatuhan"
    name = desk.text("#cari-cepat .hits .name")
    tab_to(desk, "#cari-cepat .name", most=3)
    page.keyboard.press("Enter")
    desk.settle()

    assert desk.clicks == 0
    assert name in desk.text("h1") or name in desk.text("main")
    assert desk.path.startswith("/asn/")


@pytest.mark.state("cast")
def test_a_nik_is_typed_and_found_and_no_address_ever_holds_it(desk_of, make):
    worker = make.a_worker("Siti Rahayu")
    make.an_enrolment(make.a_sponsor("Hadi Suprapto"), worker)
    desk = desk_of("ratna")
    seen: list[str] = []
    page = desk.open("/beranda")
    page.on("request", lambda request: seen.append(request.url))

    page.keyboard.press("/")
    page.keyboard.type(worker.nik, delay=60)
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    desk.settle()

    assert desk.text("h1") == "NIK ditemukan"
    assert "Siti Rahayu" in desk.text()
    assert [url for url in seen if worker.nik[:9] in url] == []


@SCRIPTS
def test_a_search_with_enter_opens_a_page_that_can_be_shared(desk_of, scripts):
    desk = desk_of("ratna", scripts=scripts)
    page = desk.open("/beranda")

    page.locator("#cari").fill("harapan")
    page.locator("#cari").press("Enter")
    desk.settle()

    assert desk.path == "/cari?q=harapan"
    assert "SD Negeri Tunas Harapan" in desk.text()
    page.go_back()
    desk.settle()
    assert desk.path == "/beranda"


@SCRIPTS
def test_n6_the_sekda_has_the_list_of_incomplete_offices_in_one_click_and_prints_it_with_the_next(
    desk_of, scripts
):
    desk = desk_of("dewi", scripts=scripts)
    page = desk.open("/beranda")

    desk.click(page.get_by_role("link", name="yang pernyataannya belum 100%"))

    assert desk.clicks == 1
    names = {row[0] for row in desk.rows()}
    assert names == {office.name for office in OFFICES if office.silent and "." not in office.code}
    assert "Badan Kepegawaian" not in names
    page.emulate_media(media="print")
    assert page.locator(".kop").inner_text().endswith("Pernyataan belum 100%")
    assert not page.locator(".filter-bar").is_visible()
    page.emulate_media(media="screen")
    if scripts:
        page.evaluate("window.print = () => { document.title = 'printed' }")
        desk.click(page.get_by_role("button", name="Cetak"))
        assert page.title() == "printed"
        assert desk.clicks == 2
    file = page.context.request.get(desk.url + desk.path + "&format=csv").text()
    assert "Badan Kepegawaian" not in file
    assert "Kecamatan Bagor" in file


@SCRIPTS
def test_n1_the_administrator_enters_the_circular_and_every_office_sees_it(desk_of, scripts, tmp_path: Path):
    scan = tmp_path / "edaran.pdf"
    scan.write_bytes(b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n")
    desk = desk_of("admin", scripts=scripts)
    page = desk.open("/edaran")

    desk.click(page.get_by_role("link", name="Buat Surat Edaran"))
    page.locator("#number").fill("500.15.12.3/2672/411.000/2025")
    page.locator("#title").fill("Perlindungan asisten rumah tangga")
    page.locator("#in_force_from").fill("2026-11-01")
    page.locator("#register_by").fill("2026-12-31")
    page.locator("#document").set_input_files(scan)
    desk.click(page.get_by_role("button", name="Simpan"))
    assert "Rancangan" in desk.text()
    desk.click(page.get_by_role("link", name="Berlakukan mulai"))
    assert "Beranda dan Kepatuhan semua pengguna" in desk.text()
    desk.click("#berlaku button")

    for username in ("ratna", "bayu", "kadis"):
        other = desk_of(username, scripts=scripts)
        other.open("/edaran")
        other.click(other.page.locator("main tbody th a", has_text="500.15.12.3"))
        assert "Kamis, 31 Desember 2026" in other.text("h1")
        assert "edaran.pdf" in other.text()
        answer = other.page.context.request.get(other.url + other.path + "/dokumen")
        assert answer.headers["content-type"] == "application/pdf"
