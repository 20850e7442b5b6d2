"""H4: the yearly staff file comes in again, is looked at before anything is saved, and only its wrong rows go back."""

import csv
import io

import pytest
from playwright.sync_api import expect

from tests.support import files

pytestmark = pytest.mark.browser

STAFF = ("NIP", "Nama", "Kode Unit", "Jenis ASN")
NEW = ("197803042005011003", "Wahyu Nugroho", "07.01", "PNS")
RENAMED = ("197001011995031002", "Hadi Suprapto, S.Pd.", "07", "PNS")
MOVED = ("197505052000122002", "Lina Marlina", "07.01", "PNS")
NOBODY = ("19780304200501", "Tanpa Nomor", "07", "PNS")
ELSEWHERE = ("198001012006041001", "Orang Lain", "99.9", "PNS")


def test_h4_a_staff_file_is_previewed_and_its_two_wrong_rows_come_back(desk_of, make):
    make.a_sponsor("Hadi Suprapto", nip=RENAMED[0])
    make.a_sponsor("Lina Marlina", nip=MOVED[0])
    content = files.xlsx(STAFF, NEW, MOVED, RENAMED, NOBODY, ELSEWHERE, titles=("DAFTAR PEGAWAI",))
    desk = desk_of("ratna")
    page = desk.open("/beranda")

    desk.click(page.get_by_role("link", name="Impor"))
    page.select_option("[name=kind]", "sponsors")
    page.set_input_files("[name=file]", {"name": "simpeg.xlsx", "mimeType": "", "buffer": content})
    desk.click("#impor-berkas button")
    expect(page.locator("nav.tallies")).to_be_visible()
    counts = desk.text("nav.tallies")
    with page.expect_download() as taken:
        desk.click(page.locator("a[href*='/salah'][href*='csv']"))

    assert desk.clicks <= 4
    assert all(word in counts for word in ("1 baru", "1 berubah", "1 pindah", "2 salah")), counts
    wrong = list(csv.reader(io.StringIO(taken.value.path().read_text("utf-8-sig"))))
    assert {NOBODY[1], ELSEWHERE[1]} == {cell for row in wrong[1:] for cell in row} & {
        NOBODY[1],
        ELSEWHERE[1],
    }
    assert len(wrong) == 3
