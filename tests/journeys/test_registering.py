"""The daily work on workers: H2 in the row (mouse, keyboard, no scripts), H7, N4, two clerks."""

import re

import pytest
from playwright.sync_api import expect

from lindung.models.base import db
from lindung.models.workers import Enrolment
from tests.support.desk import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def waiting(make):
    """Siti is with BPJS; Partini, of the same sponsor, is registered already."""
    hadi = make.a_sponsor("Hadi Suprapto")
    make.a_declaration(hadi)
    siti = make.an_enrolment(hadi, make.a_worker("Siti Rahayu"), state="submitted", since="2026-11")
    make.an_enrolment(hadi, make.a_worker("Partini"), since="2026-03")
    return siti


def state_of(enrolment):
    db.session.rollback()
    return db.session.get_one(Enrolment, enrolment.id).state


def focused(desk):
    return desk.page.evaluate("document.activeElement.id || document.activeElement.name")


def test_h2_a_status_is_changed_in_its_row_in_four_actions(desk_of, waiting):
    desk = desk_of("ratna")
    page = desk.open("/beranda")
    requests = []

    desk.click(page.get_by_role("link", name="Pekerja", exact=True))
    page.locator("#saring-q").press_sequentially("siti")
    expect(page.locator("h1")).to_contain_text("1 pekerja")
    desk.settle()
    desk.click(page.get_by_role("link", name="Ubah Siti Rahayu"))
    page.on("request", lambda request: requests.append(request.url))
    page.locator("tr.editing select").select_option("registered")
    page.locator("tr.editing [name=kpj]").fill("26000000007")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("Siti Rahayu kini Terdaftar")
    desk.settle()

    assert desk.clicks <= 2
    assert len(requests) == 1
    assert focused(desk) == f"ubah-{waiting.id}"
    assert "Terdaftar" in desk.text(f"#kepesertaan-{waiting.id}")
    assert desk.text("#hitungan nav:first-child") == "Terdaftar 1"
    assert "q=siti" in desk.path
    assert state_of(waiting) == "registered"
    desk.click("#status button")
    assert state_of(waiting) == "submitted"


def test_h2_by_the_keyboard_alone(desk_of, waiting):
    desk = desk_of("ratna")
    page = desk.open("/pekerja")

    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(desk) == f"ubah-{waiting.id}":
            break
    page.keyboard.press("Enter")
    expect(page.locator("tr.editing")).to_be_visible()
    desk.settle()
    assert focused(desk) == "k" + str(waiting.id) + "-status"
    page.keyboard.press("T")
    page.keyboard.press("Tab")
    while focused(desk) != f"k{waiting.id}-kpj":
        page.keyboard.press("Tab")
    page.keyboard.type("26000000007")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("kini Terdaftar")
    desk.settle()

    assert focused(desk) == f"ubah-{waiting.id}"
    assert state_of(waiting) == "registered"


def test_escape_leaves_the_row_as_it_was_and_the_focus_in_it(desk_of, waiting):
    desk = desk_of("ratna")
    page = desk.open("/pekerja")
    desk.click(page.get_by_role("link", name="Ubah Siti Rahayu"))
    page.locator("tr.editing select").select_option("refused")

    page.keyboard.press("Escape")
    expect(page.locator("tr.editing")).to_have_count(0)
    desk.settle()

    assert focused(desk) == f"ubah-{waiting.id}"
    assert state_of(waiting) == "submitted"


def test_h2_without_scripts(desk_of, waiting):
    desk = desk_of("ratna", scripts=False)
    page = desk.open("/pekerja?status=diajukan")

    desk.click(page.get_by_role("link", name="Ubah Siti Rahayu"))
    page.locator("select[name=state]").select_option("registered")
    page.locator("[name=kpj]").fill("26000000007")
    desk.click("form.state-form button")

    assert "status=diajukan" in desk.path
    assert "Siti Rahayu kini Terdaftar" in desk.text("#status")
    assert state_of(waiting) == "registered"


def test_only_what_the_chosen_state_needs_is_seen(desk_of, waiting):
    desk = desk_of("ratna")
    page = desk.open("/pekerja")
    desk.click(page.get_by_role("link", name="Ubah Siti Rahayu"))
    row = page.locator("tr.editing")

    def seen():
        return [one.get_attribute("name") for one in row.locator("input:visible, select:visible").all()]

    assert seen() == ["state", "kept_on"]
    row.locator("select").select_option("registered")
    assert seen() == ["state", "on", "kpj"]
    row.locator("select").select_option("refused")
    assert seen() == ["state", "on", "reason"]


def test_a_kpj_of_ten_digits_keeps_the_row_open_with_what_was_typed(desk_of, waiting):
    desk = desk_of("ratna")
    page = desk.open("/pekerja")
    desk.click(page.get_by_role("link", name="Ubah Siti Rahayu"))
    page.locator("tr.editing select").select_option("registered")
    page.locator("tr.editing [name=kpj]").fill("2600000007")

    page.keyboard.press("Enter")
    expect(page.locator("tr.editing [role=alert]")).to_contain_text("KPJ berisi 10 angka")
    desk.settle()

    assert focused(desk) == f"k{waiting.id}-kpj"
    assert page.locator("tr.editing [name=kpj]").input_value() == "2600000007"
    assert desk.barriers() == []


def test_h6_two_clerks_change_one_row_and_neither_loses_what_he_typed(desk_of, waiting):
    ratna, joko = desk_of("ratna"), desk_of("koordinator")
    for desk, state, rest in (
        (ratna, "registered", {"kpj": "26000000007"}),
        (joko, "refused", {"reason": "NIK tidak padan"}),
    ):
        page = desk.open("/pekerja")
        desk.click(page.get_by_role("link", name="Ubah Siti Rahayu"))
        page.locator("tr.editing select").select_option(state)
        for name, text in rest.items():
            page.locator(f"tr.editing [name={name}]").fill(text)
    joko.click("tr.editing button")

    ratna.click("tr.editing button")

    row = ratna.text("tr.conflict")
    assert "Joko Prasetyo mengubah baris ini" in row
    assert "Ditolak: NIK tidak padan" in row
    assert "26000000007" in row
    before = ratna.clicks
    ratna.click(ratna.page.get_by_role("button", name="Gunakan isian saya"))
    assert ratna.clicks - before == 1
    assert state_of(waiting) == "registered"


def test_n4_two_arts_of_one_asn_are_partly_registered_then_registered_and_unpaid(desk_of, waiting):
    desk = desk_of("ratna")
    page = desk.open("/asn")
    assert "Sebagian terdaftar" in desk.text("main table")
    page = desk.open("/pekerja")
    desk.click(page.get_by_role("link", name="Ubah Siti Rahayu"))
    page.locator("tr.editing select").select_option("registered")
    page.locator("tr.editing [name=kpj]").fill("26000000007")
    desk.click("tr.editing button")

    desk.open("/asn")

    assert "Terdaftar, belum lunas" in desk.text("main table")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_h7_the_list_for_bpjs_is_printed_in_two_clicks(desk_of, make, scripts):
    hadi = make.a_sponsor("Hadi Suprapto")
    for number in range(17):
        make.an_enrolment(hadi, make.a_worker(f"Calon {number:02d}"), state="candidate", since="2026-11")
    desk = desk_of("ratna", scripts=scripts)
    page = desk.open("/beranda")

    desk.click(page.get_by_role("link", name="Daftar usulan peserta"))
    desk.click("#cetak")

    assert desk.clicks == 2
    rows = desk.rows("table.paper")
    assert len(rows) == 17
    assert all(re.fullmatch(r"\d{16}", row[1]) for row in rows)
    assert page.locator("mark.lacking-data").count() > 0
    assert not re.search(r"\d{16}", desk.path)


def test_a_bulk_payment_of_the_ticked_rows_and_its_way_back(desk_of, make):
    for name in ("Ani", "Beti", "Cici"):
        make.an_enrolment(make.a_sponsor(f"Bu {name}"), make.a_worker(name), since="2026-10")
    desk = desk_of("ratna")
    page = desk.open("/pekerja")
    expect(page.locator(".selection")).to_be_hidden()

    desk.click("[data-select-all]")
    assert "3 dipilih" in desk.text(".selection")
    desk.click(page.locator(".selection button", has_text="Catat iuran"))
    assert desk.text("h1") == "Catat iuran November 2026 untuk 3 pekerja: Rp25.200"
    desk.click("#bayar button.primary")

    assert desk.clicks == 3
    assert "dicatat untuk 3 pekerja, belum dikonfirmasi BPJS" in desk.text("#status")
    desk.click("#status button")
    assert "Dibatalkan" in desk.text("#status")


def test_a_reveal_is_asked_for_in_place_and_leaves_the_address_alone(desk_of, waiting):
    desk = desk_of("ratna")
    page = desk.open(f"/pekerja/{waiting.worker_id}")
    desk.click("#nik a")
    page.locator("#nik select").select_option("match")

    desk.click("#nik button")

    assert re.search(r"\d{16}", desk.text("#nik"))
    assert desk.path == f"/pekerja/{waiting.worker_id}"
    page.reload()
    assert not re.search(r"(?<!\d)\d{16}(?!\d)", desk.text())


@pytest.mark.parametrize(
    "path",
    [
        "/pekerja",
        "/daftar-usulan",
        "/pekerja/{worker}",
        "/pekerja/{worker}/ubah",
        "/asn/{sponsor}/pekerja/baru",
    ],
)
def test_a_screen_has_no_barrier_and_fits_a_phone(desk_of, make, waiting, path):
    make.an_enrolment(make.a_sponsor("Tini"), make.a_worker("Dedi"), state="candidate", since="2026-11")
    desk = desk_of("ratna")
    page = desk.open(path.format(worker=waiting.worker_id, sponsor=waiting.sponsor_id))
    assert desk.barriers() == []

    page.set_viewport_size(PHONE)

    assert desk.overflow() <= 0
