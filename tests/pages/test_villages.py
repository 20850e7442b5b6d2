"""A village's sheet, its list on the way in, its month, and the funnel (UX G1, G2)."""

import io
from datetime import date

import openpyxl
import pytest

from lindung.actions.verifying import Minutes, verify
from lindung.queries.viewer import CONSOLE
from tests.support.clock import today
from tests.support.files import xlsx
from tests.support.villages import (
    HEADER,
    a_village,
    admitted,
    findings,
    four_people,
    ids,
    listed,
    nik,
    of_name,
    picked,
    two_villages,
    url,
)


@pytest.fixture
def programme(make, app):
    return two_villages(make)


@pytest.fixture
def people(programme):
    four_people()
    return programme


def test_the_sheet_of_a_village_checks_what_is_typed_and_comes_back_as_it_is(browser, programme):
    nyoman = browser.as_("nyoman")
    reply = nyoman.get(url(programme, "desa/33.01/lembar"))
    book = openpyxl.load_workbook(io.BytesIO(reply.body))
    sheet = book["Usulan"]

    assert [cell.value for cell in sheet[4]][:3] == ["kode_unit", "nik", "nama"]
    assert (sheet["A5"].value, sheet["B5"].number_format) == ("33.01", "@")
    kinds = {one.type for one in sheet.data_validations.dataValidation}
    assert kinds == {"custom", "date", "list", "textLength"}
    assert "Petunjuk" in book.sheetnames

    sheet["B5"], sheet["C5"], sheet["D5"] = nik(1), "Wayan", date(1980, 5, 1)
    sheet["C6"] = "Made"
    filled = io.BytesIO()
    book.save(filled)
    filled.seek(0)
    nyoman.get(url(programme, "desa/33.01"))
    nyoman.submit("#unggah", file=(filled, "usulan.xlsx"))
    preview = nyoman.follow()
    assert "1 orang tanpa temuan; 1 disimpan dengan temuan dan tidak hilang." in preview.text("#temuan")
    nyoman.submit("#terapkan")
    page = nyoman.follow()
    while page.status in (302, 303):
        page = nyoman.follow()
    assert page.heading == "Verifikasi 1 usulan; 1 dengan temuan"
    assert findings() == {"Wayan": None, "Made": "nik_missing"}


def test_a_preview_shows_the_rows_of_one_finding(browser, programme):
    koordinator = browser.as_("koordinator")
    koordinator.get("/impor", jenis="nominations")
    content = xlsx(HEADER[:3], ("33.01", nik(1), "Wayan"), ("33.01", "1", "Made"), ("33.01", None, "Luh"))
    koordinator.submit("#impor-berkas", file=(io.BytesIO(content), "usulan.xlsx"), kind="nominations")
    page = koordinator.follow()

    assert page.texts(".tallies[aria-label=Temuan] a") == ["1 NIK kosong", "1 NIK tidak valid"]
    link = page.one(".tallies[aria-label=Temuan] a")["href"]
    assert koordinator.get(link).texts("#baris tbody th") == ["Luh"]


def test_each_month_a_village_says_in_one_click_that_its_list_is_right(browser, people):
    verify(CONSOLE, people.id, ids("Wayan"), Minutes(today()), 1, today=today())
    koordinator, nyoman = browser.as_("koordinator"), browser.as_("nyoman")
    assert koordinator.get(url(people, "bulan")).heading == (
        "0 dari 1 desa menyatakan daftar November 2026 masih benar"
    )

    nyoman.get(url(people, "desa/33.01"))
    nyoman.submit("#nyatakan")
    assert "Daftar Desa Sari bulan November 2026 dinyatakan masih benar" in nyoman.follow().said

    page = koordinator.get(url(people, "bulan"))
    assert page.heading == "Semua 1 desa menyatakan daftar November 2026 masih benar"
    assert koordinator.get(url(people, "bulan"), format="csv").csv()[0]["dinyatakan"] == "2026-11-20"
    koordinator.get(url(people, "bulan"), bulan="2026-10")
    koordinator.submit(f"#nyatakan-{of_name('Wayan').unit_id}")
    assert "Oktober 2026" in koordinator.follow().said


def test_the_funnel_adds_up_names_its_leaks_and_opens_each_list(browser, people):
    admitted(people, "Wayan")
    koordinator = browser.as_("koordinator")
    koordinator.get(picked(people, "usulan/coret", "Luh"))
    koordinator.submit("#coret")

    page = koordinator.get(url(people, "corong"))

    assert page.heading == "1 dari 4 usulan terverifikasi; 0 terdaftar"
    assert page.texts("main table:not(.fit) tbody th") == ["Desa Adat Taman lembaga adat", "Desa Sari"]
    taman, sari = page.rows("main table:not(.fit)")
    assert (taman[1], taman[-1]) == ("1", "Ganda dalam daftar 1")
    assert (sari[1], sari[6]) == ("3", "1")
    lines = koordinator.get(url(people, "corong"), format="csv").csv()
    assert [line["diusulkan"] for line in lines] == ["1", "3", "4"]
    assert lines[-1]["nik_salah_dicoret"] == "1"
    figures = page.page.select("main table:not(.fit) tbody a.figure")
    assert figures
    for figure in figures:
        opened = koordinator.get(figure["href"])
        assert len(opened.texts("#daftar tbody tr")) == int(figure.get_text())
    assert (
        koordinator.get(url(people, "corong"), bulan="2026-10").heading
        == "Belum ada usulan untuk program ini"
    )
    assert koordinator.get(url(people, "corong"), bulan="2027-01").status == 422


def test_an_empty_programme_teaches(browser, programme):
    assert "Kepala desa mengisi lembar" in browser.as_("nyoman").get(url(programme)).text("main")
    assert browser.as_("nyoman").get(url(programme, "corong")).heading == "Belum ada usulan untuk program ini"
    assert browser.as_("nyoman").get("/program/usulan").location.endswith(f"/program/{programme.id}/usulan")


@pytest.mark.parametrize("path", ["usulan", "corong", "bulan", "desa/33.01"])
def test_more_people_and_villages_are_not_more_questions(browser, people, make, queries, path):
    koordinator = browser.as_("koordinator")
    admitted(people, "Wayan")
    koordinator.get("/akun")
    with queries() as few:
        assert koordinator.get(url(people, path)).status == 200
    for number in range(3, 8):
        a_village(make, f"33.{number:02d}", f"Desa {number}")
    listed(*((f"33.{number % 6 + 1:02d}", nik(100 + number), f"Orang {number}") for number in range(40)))
    koordinator.get("/akun")

    with queries() as many:
        koordinator.get(url(people, path))

    assert len(many) == len(few)
    assert len(many) <= 16, "\n".join(one[:160] for one in many)
