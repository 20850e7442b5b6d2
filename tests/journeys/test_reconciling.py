"""A branch's payment file from a clerk's home to a decision about one of its groups (UX H5)."""

import pytest

from lindung.actions import imports
from lindung.models.base import db
from lindung.models.imports import BpjsRow
from tests.support import people
from tests.support.bpjs_files import a_branch, branch_file, odd_file, row
from tests.support.clock import today
from tests.support.importing import stage

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_file_is_brought_in_and_a_group_decided_in_five_clicks(desk_of, make, scripts):
    branch = a_branch(make)
    desk = desk_of("ratna", scripts=scripts)
    desk.open("/beranda")

    desk.click("main a[href*='jenis=payments']")
    desk.page.select_option("[name=paid_month]", "2026-10")
    file = {"name": "bpjs.csv", "mimeType": "text/csv", "buffer": odd_file(branch)}
    desk.page.set_input_files("[name=file]", file)
    desk.click("#impor-berkas button")
    assert "Jumlah kelompok Rp62.200 = jumlah berkas Rp62.200" in desk.text()
    desk.click("#terapkan button")
    assert desk.path == "/iuran/rekonsiliasi?bulan=2026-10"
    desk.click("nav.groups a[href*='kelompok=lebih']")
    desk.click("#putuskan-kelompok button[value=terima]")

    assert desk.clicks == 5
    assert "1 baris disetujui; sisanya tetap menjadi kredit" in desk.text("#status")
    assert "1 sudah diputuskan" in desk.text("h1")
    db.session.rollback()
    assert db.session.query(BpjsRow).filter_by(resolution="accepted").one().settlement == "excess"
    if scripts:
        assert desk.barriers() == []


def test_the_ticked_rows_are_decided_together_and_narrow_screens_hold_the_list(desk_of, make):
    branch = a_branch(make)
    desk = desk_of("ratna", size={"width": 360, "height": 740})
    desk.open("/beranda")
    by = people.viewer("ratna")
    imports.apply(by, stage("payments", odd_file(branch), by=by), today=today())
    desk.open("/iuran/rekonsiliasi?bulan=2026-10")

    assert desk.overflow() == 0
    desk.page.locator("tbody [data-select]").nth(0).check()
    desk.page.locator("tbody [data-select]").nth(1).check()
    assert "2 dipilih" in desk.text("[data-selection-bar]")
    desk.click("[data-selection-bar] button[value=cabang]")

    assert "2 baris dikembalikan ke cabang" in desk.text("#status")
    desk.click("main a[href*='/rekonsiliasi/surat']")
    assert desk.text("h1").startswith("Surat untuk cabang BPJS: 2 baris")
    assert desk.overflow() == 0


def test_sixty_rows_are_previewed_in_one_step(desk_of, make):
    names = [f"Pekerja {number:03}" for number in range(60)]
    branch = a_branch(make, *names)
    content = branch_file(*(row(branch.nik(name)) for name in names))
    desk = desk_of("ratna")
    desk.open("/impor?jenis=payments")
    desk.page.set_input_files("[name=file]", {"name": "b.csv", "mimeType": "text/csv", "buffer": content})

    desk.click("#impor-berkas button")

    assert "Jumlah kelompok Rp504.000 = jumlah berkas Rp504.000" in desk.text()
