"""Done to one person, or to those ticked, without losing one's place: on his page, from his row, from the list."""

import pytest

from tests.support.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.state("regency")]

BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


def focused(desk: Desk, what: str = "id") -> str:
    return str(desk.page.evaluate(f"document.activeElement.getAttribute('{what}') ?? ''"))


@BOTH
def test_an_answer_is_given_on_the_persons_page_in_its_place(desk_of, scripts):
    desk = desk_of("ratna", scripts=scripts)
    page = desk.open("/asn?keadaan=belum")
    desk.click("tbody th a.name >> nth=0")
    where = desk.path
    assert "belum mengisi pernyataan" in desk.text("h1")

    desk.click(page.get_by_role("link", name="Isi atau ubah pernyataan"))
    assert (desk.path == where) is scripts
    assert page.locator("#jawaban-asn select").is_visible()
    if scripts:
        assert focused(desk, "name") == "answer"
        assert desk.barriers() == []
    page.locator("#jawaban-asn select").select_option("none")
    desk.click("#jawaban-asn .primary")

    assert "nihil" in desk.text("h1")
    assert "Tidak mempekerjakan ART (nihil), 20 Nov 2026." in desk.text("#status")
    assert desk.path.startswith(where.split("?")[0])


def test_a_refused_answer_stays_in_its_place_with_what_was_typed(desk_of):
    desk = desk_of("ratna")
    page = desk.open("/asn?keadaan=belum")
    desk.click("tbody th a.name >> nth=0")
    desk.click(page.get_by_role("link", name="Isi atau ubah pernyataan"))
    page.locator("#jawaban-asn select").select_option("employs")
    page.locator("#jawaban-asn [name=made_on]").fill("2027-01-01")

    desk.click("#jawaban-asn .primary")

    assert page.locator("#jawaban-asn [role=alert], #jawaban-asn .wrong").first.is_visible()
    assert page.locator("#jawaban-asn [name=made_on]").input_value() == "2027-01-01"
    assert page.locator("h1").count() == 1
    page.locator("#jawaban-asn [name=made_on]").fill("2026-11-19")
    desk.click("#jawaban-asn .primary")
    assert "belum mendaftarkan" in desk.text("h1")


def test_somebody_is_moved_and_another_leaves_from_his_row_and_the_list_is_as_it_was(desk_of):
    desk = desk_of("ratna")
    path = "/asn?keadaan=belum&urut=-nama"
    page = desk.open(path)
    rows = len(desk.rows())

    desk.click("tbody tr:nth-child(2) a[id^=ubah]")
    desk.click(page.get_by_role("link", name="Pindahkan ke unit lain"))
    page.locator("#cari-unit-q").press_sequentially("kesehatan")
    page.get_by_label("Dinas Kesehatan").check()
    desk.click("main form .primary")
    assert desk.path.split("#")[0] == path
    assert "penempatan baru mulai November 2026" in desk.text("#status")
    assert len(desk.rows()) == rows - 1

    desk.click("tbody tr:nth-child(2) a[id^=ubah]")
    desk.click(page.get_by_role("link", name="Catat berhenti"))
    desk.click("main form .primary")
    assert desk.path.split("#")[0] == path
    assert "berhenti 20 Nov 2026" in desk.text("#status")
    assert len(desk.rows()) == rows - 2


def test_leaving_the_move_of_a_row_without_saving_leads_back_to_the_list(desk_of):
    desk = desk_of("ratna")
    page = desk.open("/asn?keadaan=belum")
    desk.click("tbody tr:nth-child(2) a[id^=ubah]")
    desk.click(page.get_by_role("link", name="Pindahkan ke unit lain"))

    desk.click("main form [data-cancel]")

    assert desk.path.split("#")[0] == "/asn?keadaan=belum"


@BOTH
def test_the_ticked_are_reminded_from_the_list(desk_of, scripts):
    desk = desk_of("ratna", scripts=scripts)
    page = desk.open("/asn?keadaan=belum")
    names = [page.locator("tbody th a").nth(number).inner_text() for number in range(2)]
    for number in range(2):
        page.locator("tbody [data-select]").nth(number).check()

    desk.click(page.get_by_role("button", name="Siapkan pengingat"))

    assert desk.text("h1") == "Pengingat untuk 2 ASN"
    assert page.locator("tbody .name").all_inner_texts() == names
    assert "2 yang dipilih" in desk.text(".chips")
    desk.click(page.get_by_role("button", name="Catat sudah diingatkan"))
    assert "Pengingat kepada 2 ASN dicatat." in desk.text("#status")


def test_everybody_filtered_is_reminded_from_the_list(desk_of):
    desk = desk_of("koordinator")
    page = desk.open("/asn?keadaan=belum_tuntas&jenis=pns")
    total = desk.text("h1").split()[0]

    desk.page.goto(desk.url + "/asn?keadaan=belum_tuntas&jenis=pns&pilih=semua")
    desk.click(page.get_by_role("button", name="Siapkan pengingat"))

    assert desk.text("h1") == f"Pengingat untuk {total} ASN"
    assert "Belum tuntas" in desk.text(".chips")
