"""A village's list, from the sheet to the place of who died (UX G1, G2, P6). Mouse, keyboard, no scripts."""

import pytest
from playwright.sync_api import expect

from lindung.actions.admitting import admit_in_order
from lindung.actions.registering_lists import register_list
from lindung.actions.verifying import Minutes, verify
from lindung.queries.viewer import CONSOLE
from tests.support.clock import today
from tests.support.files import xlsx
from tests.support.villages import (
    HEADER,
    a_clerk,
    a_fund,
    a_programme,
    a_village,
    findings,
    listed,
    nik,
    of_name,
)

pytestmark = pytest.mark.browser
PATIENCE = 60_000


@pytest.fixture
def programme(house, make):
    a_village(make)
    a_village(make, "33.02", "Desa Adat Taman", "lembaga adat")
    a_clerk("nyoman", "33.01")
    return a_programme(make)


def ids(*names):
    return [of_name(name).id for name in names]


def verified(programme, *names):
    verify(CONSOLE, programme.id, ids(*names), Minutes(today()), len(names), today=today())


def admitted(programme, *names):
    fund = a_fund(programme)
    verified(programme, *names)
    admit_in_order(CONSOLE, programme.id, fund.id, ids(*names), len(names), len(names), today=today())


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_g1_a_list_is_brought_in_verified_and_rejected_with_reasons_in_three_clicks(
    desk_of, programme, scripts
):
    rows = [
        HEADER[:3],
        *(("33.01", nik(number), f"Orang {number}") for number in range(20)),
        ("33.01", "1", "Luh"),
    ]
    desk = desk_of("nyoman", scripts=scripts)
    page = desk.open(f"/program/{programme.id}/desa/33.01")
    assert desk.barriers() == [] if scripts else True
    page.set_input_files(
        "#berkas", {"name": "usulan.xlsx", "mimeType": "application/octet-stream", "buffer": xlsx(*rows)}
    )

    desk.click("#unggah button")
    expect(page.locator("#temuan")).to_contain_text("20 orang tanpa temuan", timeout=PATIENCE)
    desk.click("#terapkan button")
    expect(page.locator("h1")).to_contain_text("Verifikasi 20 usulan; 1 dengan temuan")
    page.locator("#drops").check()
    desk.click("#verifikasi button.primary")

    expect(page.locator("[role=status]").first).to_contain_text("20 usulan terverifikasi. 1 dicoret")
    assert desk.clicks == 3
    assert (of_name("Luh").drop_reason, of_name("Orang 3").queue) == ("nik_invalid", 4)


def test_g2_the_funnel_names_each_village_and_its_leaks_one_click_away(desk_of, programme):
    listed(
        ("33.01", nik(1), "Wayan"), ("33.01", nik(2), "Made"), ("33.01", "1", "Luh"), ("33.02", nik(1), "Jro Wayan")
    )  # fmt: skip
    admitted(programme, "Wayan", "Made")
    register_list(CONSOLE, programme.id, ids("Wayan"), today(), None, 1, today=today())
    desk = desk_of("dewi")
    desk.open(f"/program/{programme.id}/usulan")

    desk.click("nav.counts >> text=Corong")

    assert desk.clicks == 1
    assert desk.text("h1") == "2 dari 4 usulan terverifikasi; 1 terdaftar"
    assert desk.rows()[0][0] == "Desa Adat Taman lembaga adat"
    assert desk.rows()[1][1:4] == ["3", "2", "1"]
    assert "NIK tidak valid" in desk.text("main table.fit")
    assert desk.barriers() == []
    desk.click("main table >> nth=0 >> tbody tr:nth-child(2) td:nth-child(3) a")
    assert [row[0] for row in desk.rows()] == ["Made ··0002", "Wayan ··0001"]


def test_p6_the_next_of_the_waiting_list_takes_the_place_of_who_died_in_three_clicks(desk_of, programme):
    listed(("33.01", nik(1), "Wayan"), ("33.01", nik(2), "Made"))
    admitted(programme, "Wayan")
    verified(programme, "Made")
    desk = desk_of("nyoman")
    page = desk.open(f"/program/{programme.id}/usulan?tahap=diterima")

    desk.click("text=Ganti")
    desk.click("#ganti button.primary")

    assert desk.clicks == 2
    expect(page.locator("[role=status]").first).to_contain_text(
        "Wayan berhenti (Meninggal) dan digantikan Made"
    )
    assert (of_name("Wayan").drop_reason, of_name("Made").state) == ("died", "admitted")
    desk.click("[role=status] button >> text=Batalkan")
    assert (of_name("Wayan").state, of_name("Made").state) == ("admitted", "verified")


def test_a_row_is_corrected_by_the_keyboard_and_the_focus_stays_on_it(desk_of, programme):
    listed(("33.01", "1", "Luh"), ("33.01", nik(2), "Made"))
    desk = desk_of("nyoman")
    page = desk.open(f"/program/{programme.id}/usulan")

    page.locator(f"#ubah-{ids('Luh')[0]}").focus()
    page.keyboard.press("Enter")
    expect(page.locator("tr.editing input[name=nik]")).to_be_focused()
    page.keyboard.type(nik(9))
    page.keyboard.press("Enter")

    expect(page.locator(f"#ubah-{ids('Luh')[0]}")).to_be_focused()
    expect(page.locator("#atas")).to_contain_text("0 dari 2 usulan terverifikasi")
    assert findings()["Luh"] is None
    assert desk.barriers() == []


def test_a_month_is_confirmed_without_scripts_on_a_phone(desk_of, programme, make):
    listed(("33.01", nik(1), "Wayan"))
    verified(programme, "Wayan")
    desk = desk_of("nyoman", scripts=False, size={"width": 360, "height": 740})
    desk.open(f"/program/{programme.id}/desa/33.01")
    assert desk.overflow() <= 0

    desk.click("#nyatakan button.primary")

    assert "Daftar bulan ini sudah dinyatakan benar." in desk.text("main")
    for path in ("usulan", "corong", "bulan"):
        desk.open(f"/program/{programme.id}/{path}")
        assert desk.overflow() <= 0
