"""Coverage on screen: the answer first, the line drawn here, papers side by side, each office its own part (Ng5)."""

import pytest
from sqlalchemy import select

from lindung.models.base import db
from lindung.models.coverage import Figure
from tests.support.workforce import BRANCH, PERPRES, a_target, a_year_before, count, ngawi, segments

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
BEGUN = {
    "workforce": "500.000",
    "covered": "120.000",
    "month": "2025-12",
    "source": BRANCH,
    "target_share": "45",
    "target_year": "2029",
    "target_source": PERPRES,
}
HEAD = (
    "120.000 dari 500.000 pekerja terlindungi (24,0%); target 45% pada 2029 (Perpres 36/2025): "
    "perlu 2.188 pekerja bersih per bulan."
)


def fresh(statement):
    db.session.expire_all()
    return db.session.scalars(statement)


def begin(person, **more):
    person.get("/cakupan/mulai")
    return person.submit("#mulai", **(BEGUN | more))


@pytest.mark.both_engines
def test_ngawi_is_answered_in_two_sentences_with_its_line_and_its_table(browser):
    a_year_before(ngawi())

    page = browser.as_("dewi").get("/cakupan")

    assert page.heading == HEAD
    assert page.says("Bila laju tetap: 31,0% pada 2029 (perkiraan).")
    assert page.says("Target baru tercapai Desember 2037 (perkiraan).")
    assert page.says("105.000 orang lagi dalam 48 bulan: 26.250 per tahun, 2.188 per bulan bersih")
    assert page.says("8.750 orang sejak Des 2024, sekitar 729 per bulan")
    assert len(page.texts("figure svg[role=img] polyline")) == 3
    assert page.rows("figure table") == [
        ["Des 2024", "111.250", "111.250 22,3%", "–"],
        ["Des 2025", "134.000", "120.000 24,0%", "–"],
        ["Des 2026", "156.750", "–", "128.750 25,8%"],
        ["Des 2027", "179.500", "–", "137.500 27,5%"],
        ["Des 2028", "202.250", "–", "146.250 29,3%"],
        ["Des 2029", "225.000", "–", "155.000 31,0%"],
    ]


@pytest.mark.parametrize("username", ["ratna", "kadis", "bendahara", "inspektur", "admin", "koordinator"])
def test_everybody_reads_the_whole_and_finds_it_in_the_menu_once_it_is_there(browser, username):
    person = browser.as_(username)
    before = person.get("/beranda").texts("nav a")
    assert ("Cakupan" in before) is (username in ("admin", "koordinator"))
    assert "Belum ada target cakupan" in person.get("/cakupan").heading

    ngawi()

    assert "Cakupan" in person.get("/beranda").texts("nav a")
    page = person.get("/cakupan")
    assert page.heading == HEAD
    assert page.has("a[href='/cakupan/mulai'], a[href^='/cakupan/bulan'].primary") is (
        username in ("admin", "koordinator")
    )


def test_without_a_target_the_page_teaches_and_leads_who_may_to_the_form(browser):
    coordinator = browser.as_("koordinator").get("/cakupan")
    assert coordinator.one(".empty a.primary")["href"] == "/cakupan/mulai"
    assert not browser.as_("dewi").get("/cakupan").has(".empty a")


def test_papers_that_contradict_each_other_stand_side_by_side_and_one_is_chosen(browser):
    circular_id = ngawi()
    a_target(circular_id, "RPJMD 2025", 4392)
    coordinator = browser.as_("koordinator")

    page = coordinator.get("/cakupan")
    told = "Target seluruh angkatan kerja, 2029: 45% menurut Perpres 36/2025; 43,92% menurut RPJMD 2025."
    assert page.says(told)
    assert page.says("Yang dipakai: Perpres 36/2025.")

    page = coordinator.get("/cakupan/sumber?beda=1")
    assert page.heading == "2 angka dicatat; untuk 1 hal dokumennya berbeda"
    assert [row[3:5] + row[7:8] for row in page.rows("main table")] == [
        ["45% dari 500.000", "225.000", "dipakai"],
        ["43,92% dari 500.000", "219.600", "tidak dipakai"],
    ]
    second = fresh(select(Figure.id).where(Figure.source == "RPJMD 2025")).one()
    assert coordinator.submit(f"form[action='/cakupan/angka/{second}/pakai']").status == 303
    page = coordinator.follow()
    assert page.said.startswith("Yang dipakai: 43,92% dari 500.000 menurut RPJMD 2025.")
    assert "target 43,92% pada 2029 (RPJMD 2025)" in coordinator.get("/cakupan").heading
    assert coordinator.get("/riwayat").says("Angka yang dipakai dipilih")


def test_readers_see_months_without_a_form(browser):
    ngawi()

    page = browser.as_("ratna").get("/cakupan/bulan")

    assert not page.has("form#catat")
    assert page.rows("main table")[0][3] == "120.000"


def test_an_office_sees_its_own_segments_and_others_do_not(browser):
    segments(ngawi())

    assert [row[0] for row in browser.as_("ratna").get("/cakupan").rows("#cakupan > table")][-2:] == [
        "Seluruh angkatan kerja",
        "Konstruksi",
    ]
    assert "Konstruksi" not in browser.as_("bayu").get("/cakupan").text("main")
    assert "Konstruksi" not in browser.as_("bayu").get("/cakupan/sumber").text("main")
    lines = browser.as_("bayu").get("/cakupan/sumber?format=csv").csv()
    assert {line["bagian"] for line in lines} == {"seluruh angkatan kerja", "Kader posyandu"}


@pytest.mark.parametrize("view", ["segmen", "wilayah", "pembayar"])
def test_each_view_has_its_table_its_file_and_an_empty_state_that_teaches(browser, view):
    circular_id = ngawi()
    dewi = browser.as_("dewi")
    assert dewi.get(f"/cakupan?tampilan={view}").has(".empty h2")

    segments(circular_id)
    count(circular_id, "2026-10", active=300, workforce=1_000, unit_code="08")
    count(circular_id, "2026-10", active=200, payer="DBHCHT")

    page = dewi.get(f"/cakupan?tampilan={view}")
    names = {"segmen": "Kader posyandu", "wilayah": "Dinas Kesehatan", "pembayar": "DBHCHT"}
    assert names[view] in [row[0] for row in page.rows("#cakupan > table")]
    lines = dewi.get(f"/cakupan?tampilan={view}&format=csv").csv()
    assert lines[0]["perlu_orang"] == "105000"
    assert (lines[0]["perlu_per_tahun"], lines[0]["perlu_per_bulan"], lines[0]["persen"]) == (
        "26250",
        "2188",
        "24.0",
    )
    assert lines[1]["bagian"].endswith(names[view])
    assert dewi.get(f"/cakupan?tampilan={view}&format=xlsx").xlsx()


def test_filters_live_in_the_address_with_chips_and_sorting(browser):
    circular_id = ngawi()
    segments(circular_id)
    count(circular_id, "2026-10", active=127_292)
    dewi = browser.as_("dewi")

    page = dewi.get("/cakupan?bulan=2025-12&tampilan=wilayah")
    assert page.heading.startswith("120.000 dari")
    assert page.texts(".chips .chip") == [
        "Per wilayah × hapus saringan ini",
        "keadaan Desember 2025 × hapus saringan ini",
    ]
    assert dewi.get("/cakupan?bulan=2026-05").heading.startswith("127.292 dari")  # nobody counted it
    assert dewi.get("/cakupan?edaran=tidak-ada").status == 404
    names = [row[0] for row in dewi.get("/cakupan?urut=-perlu").rows("#cakupan > table")]
    assert names[-3:] == ["Seluruh angkatan kerja", "Konstruksi", "Kader posyandu"]
    fragment = dewi.htmx().get("/cakupan?tampilan=wilayah")
    assert fragment.has("#cakupan h1")


def test_sources_are_found_in_pages_and_taken_along(browser):
    circular_id = ngawi()
    for number in range(55):
        count(circular_id, str(2020 + number // 12) + f"-{number % 12 + 1:02d}", active=number + 1)
    ratna = browser.as_("ratna")

    page = ratna.get("/cakupan/sumber?jenis=aktif")
    assert page.heading == "56 angka dengan sumbernya"
    assert len(page.rows("main table")) == 50
    second = ratna.get(page.one("a[rel=next]")["href"])
    assert "jenis=aktif" in second.url
    assert len(second.rows("main table")) == 6
    assert len(ratna.get("/cakupan/sumber?jenis=aktif&cetak=1").rows("main table")) == 56
    assert len(ratna.get("/cakupan/sumber?format=csv").csv()) == 58
    assert not page.has("td.row-actions")
    assert ratna.get("/cakupan/sumber?q=nihil").has(".empty")


def test_two_targets_are_told_apart_in_the_address(browser, a_circular):
    ngawi()
    a_circular("Kesepakatan 2026", duty_kind="target")
    dewi = browser.as_("dewi")

    assert dewi.get("/cakupan").heading == "Belum ada angka untuk Kesepakatan 2026"
    page = dewi.get("/cakupan", edaran=PERPRES)
    assert page.heading == HEAD
    assert page.one("[name=edaran] option[selected]")["value"] == PERPRES


@pytest.mark.both_engines
@pytest.mark.parametrize(
    "path", ["/cakupan", "/cakupan/bulan", "/cakupan/sumber", "/cakupan/segmen", "/cakupan/komitmen"]
)
def test_many_figures_are_no_more_questions(browser, queries, path):
    circular_id = ngawi()
    first = segments(circular_id)[0]
    coordinator = browser.as_("koordinator")
    coordinator.get(path)
    with queries() as before:
        assert coordinator.get(path).status == 200

    for number in range(6):
        count(circular_id, f"2026-{number + 1:02d}", active=1_000 + number, segment_id=first)
        count(circular_id, f"2026-{number + 1:02d}", active=121_000 + number)
    with queries() as after:
        coordinator.get(path)

    assert len(after) == len(before) <= 16


@pytest.mark.parametrize(
    ("asked", "words"),
    [("9999-99", "“9999-99” bukan bulan."), ("2027-01", "Januari 2027 belum berjalan.")],
)
def test_a_month_that_is_none_or_lies_ahead_is_told_so(browser, asked, words):
    ngawi()

    page = browser.as_("dewi").get(f"/cakupan?bulan={asked}")

    assert page.status == 422
    assert page.says(words)


def test_a_view_that_does_not_exist_is_left_out_and_said(browser):
    segments(ngawi())

    page = browser.as_("dewi").get("/cakupan?tampilan=kecamatan")

    assert page.status == 200
    assert page.texts(".chips .chip") == ["“kecamatan” tidak dikenal, diabaikan × hapus saringan ini"]


def test_numbers_of_different_months_stand_side_by_side_with_their_months(browser):
    circular_id = ngawi()
    count(circular_id, "2026-09", active=121_000, registered=125_000)
    dewi = browser.as_("dewi")
    segments(circular_id)
    assert dewi.get("/cakupan").rows("#cakupan > table")[-3][3:5] == ["125.000", "121.000"]

    count(circular_id, "2026-10", active=122_000)

    assert dewi.get("/cakupan").rows("#cakupan > table")[-3][3:5] == ["125.000 Sep 2026", "122.000"]
    line = dewi.get("/cakupan?format=csv").csv()[0]
    assert (line["bulan_terdaftar"], line["bulan_aktif"]) == ("2026-09", "2026-10")
