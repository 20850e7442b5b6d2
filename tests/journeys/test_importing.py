"""A regency brings its spreadsheets in through the screens, sees what was wrong, and reads the month table."""

import csv
import io
import json
import re

import pytest
from playwright.sync_api import expect

from tests.support import files, handed_in
from tests.support.desk import Desk
from tests.support.handed_in import COLUMNS, EXPECTED, FILES

pytestmark = [pytest.mark.browser, pytest.mark.state("staff")]
PATIENCE = 120_000


def hand_in(desk: Desk, kind: str, content: bytes, name: str) -> None:
    """Chooses a file and has it checked, to its preview; without scripts one presses on."""
    page = desk.open("/impor")
    page.select_option("[name=kind]", kind)
    page.set_input_files(
        "[name=file]", {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    desk.click("#impor-berkas button")
    if desk.has_scripts:
        expect(page.locator("nav.tallies, [role=alert]").first).to_be_visible(timeout=PATIENCE)
        return
    while page.locator("form.progress").count():
        desk.click("form.progress button")


def apply(desk: Desk) -> None:
    desk.click("#terapkan button")
    expect(desk.page.locator("main p[role=status]")).to_contain_text("diterapkan", timeout=PATIENCE)


def table(desk: Desk, path: str) -> list[dict[str, str]]:
    """What a download link gives this person."""
    answer = desk.context.request.get(desk.url + path)
    assert answer.status == 200
    return list(csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig"))))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_five_small_files_become_a_month_table(desk_of, scripts):
    desk = desk_of("koordinator", scripts=scripts)
    for kind, (content, name, left_out) in FILES.items():
        hand_in(desk, kind, content, name)
        assert "Belum ada yang disimpan" in desk.text()
        before = desk.clicks
        apply(desk)
        assert desk.clicks - before == 1
        assert f"{left_out} ditinggalkan" in desk.text("main p[role=status]")

    rows = table(desk, "/kepatuhan?bulan=2026-11&format=csv")
    assert {row["kode"]: tuple(int(row[name]) for name in COLUMNS) for row in rows} == EXPECTED

    hand_in(desk, "sponsors", FILES["sponsors"][0], "sponsors.xlsx")

    assert "Tidak ada perubahan" in desk.text()
    assert desk.page.locator("#terapkan").count() == 0


def test_each_bad_row_says_where_why_and_what_to_do(desk_of):
    desk = desk_of("koordinator")
    for kind in ("units", "sponsors"):
        hand_in(desk, kind, FILES[kind][0], FILES[kind][1])
        apply(desk)

    desk.click(desk.page.locator("nav.tallies a", has_text=re.compile("salah", re.IGNORECASE)))
    rows = desk.rows("table#baris")

    assert [row[0] for row in rows] == ["10", "11"]
    assert "NIP" in rows[0][3]
    assert "teks" in rows[0][3]
    assert "99" in rows[1][3]
    with desk.page.expect_download() as waiting:
        desk.page.locator("main a[href*='/salah']").first.click()
    assert waiting.value.suggested_filename.endswith(".xlsx")


def test_a_formula_stays_text_and_the_same_nik_twice_becomes_a_question(desk_of):
    desk = desk_of("koordinator")
    for kind, (content, name, _) in FILES.items():
        hand_in(desk, kind, content, name)
        apply(desk)

    page = desk.open("/pekerja?bulan=2026-11")
    assert '=HYPERLINK("http://x","klik")' in desk.text()
    assert page.locator("main a[href='http://x']").count() == 0
    names = [row["nama"] for row in table(desk, "/pekerja?bulan=2026-11&format=csv")]
    assert '\'=HYPERLINK("http://x","klik")' in names
    desk.open("/pertanyaan")

    assert "Siti Rahayu" in desk.text()
    assert handed_in.NIKS[0] not in desk.page.content()


def test_an_import_is_taken_back_while_nothing_touched_its_rows(desk_of):
    desk = desk_of("koordinator")
    for kind in ("units", "sponsors"):
        hand_in(desk, kind, FILES[kind][0], FILES[kind][1])
        apply(desk)

    desk.click("main a[href$='/batalkan']")
    desk.click("#batalkan button")

    assert "dibatalkan" in desk.text("main p[role=status]")
    desk.open("/asn")
    assert "Hadi Suprapto" not in desk.text()


def test_a_wrong_file_is_refused_with_a_sentence_and_the_choice_is_kept(desk_of):
    desk = desk_of("koordinator")

    hand_in(desk, "workers", b"%PDF-1.7 not a table", "pernyataan.pdf")

    assert desk.page.locator("[role=alert]").inner_text()
    assert desk.page.input_value("[name=kind]") == "workers"


def test_the_shared_regency_through_the_screens_equals_its_truth(desk_of):
    truth = json.loads(files.regency("truth.json").read_text())
    desk = desk_of("koordinator")
    for name in ("units.xlsx", "sponsors.xlsx", "circulars.csv", "declarations.csv", "workers.xlsx"):
        hand_in(desk, name.partition(".")[0], files.regency(name).read_bytes(), name)
        apply(desk)

    rows = table(desk, f"/kepatuhan?bulan={truth['totals_for_month']}&format=csv")

    wanted = ("asn", "menyatakan", "nihil", "sasaran", "terdaftar", "pekerja_terdaftar")
    assert {row["kode"]: {name: int(row[name]) for name in wanted} for row in rows} == {
        code: {name: office.get(name, 0) for name in wanted} for code, office in truth["per_office"].items()
    }
    sekda = desk_of("dewi")
    sekda.open("/")
    assert f"{truth['total']['terdaftar']} dari {truth['total']['sasaran']}" in sekda.text("h1").replace(
        ".", ""
    )
