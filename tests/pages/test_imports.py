"""Screens of imports: handing in, checking, previewing, applying, throwing away; for whom."""

import pytest
from sqlalchemy import func, select

from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.imports import ImportBatch
from tests.support import cast
from tests.support.files import csv, xlsx
from tests.support.importing import BAD, HADI, HEADER, hand_in, preview_of, sponsors, stage


def test_a_clerk_hands_in_a_file_and_sees_what_it_would_do_before_anything_is_saved(browser):
    page = preview_of(browser.as_("ratna"), HADI, BAD)

    assert page.heading == "asn.xlsx"
    assert page.texts(".tallies > *") == [
        "1 baru",
        "0 berubah",
        "0 pindah",
        "0 keluar",
        "0 sama",
        "1 salah",
        "0 perlu keputusan",
    ]
    assert page.says("Kolom yang tidak dikenal dan diabaikan: Catatan.")
    assert page.text("#baris tbody tr") == (
        "3 Tini salah NIP : NIP berisi 14 angka, seharusnya 18. Periksa nomornya pada dokumen asli, lalu perbaiki."
    )
    assert sponsors() == []


def test_applying_saves_and_offers_the_way_back(browser):
    ratna = browser.as_("ratna")
    preview_of(ratna, HADI, BAD)

    reply = ratna.submit("#terapkan")
    page = ratna.follow()

    assert reply.status == 303
    assert page.says("1 baris diterapkan, 1 ditinggalkan.")
    assert sponsors() == ["Hadi Prasetyo"]
    assert ratna.get(f"{page.url}/batalkan").heading == "Batalkan impor asn.xlsx?"
    ratna.submit("#batalkan")
    assert ratna.follow().says("Impor ini sudah dibatalkan")
    assert sponsors() == []


def test_a_form_sent_twice_applies_once(browser):
    ratna = browser.as_("ratna")
    page = preview_of(ratna, HADI)
    batch, key = page.url, ratna.new_key()

    first = ratna.post(f"{batch}/terapkan", idempotency_key=key)
    second = ratna.post(f"{batch}/terapkan", idempotency_key=key)

    assert (first.status, second.status) == (303, 303)
    assert db.session.scalar(select(func.count()).where(ActRow.kind == "import.apply")) == 1


def test_applying_what_is_applied_is_refused_in_words(browser):
    ratna = browser.as_("ratna")
    page = preview_of(ratna, HADI)
    ratna.post(f"{page.url}/terapkan")

    reply = ratna.post(f"{page.url}/terapkan")

    assert reply.status == 422
    assert "sudah diterapkan atau dibuang" in reply.text("[role=alert]")


def test_the_same_file_again_is_no_change(browser):
    ratna = browser.as_("ratna")
    preview_of(ratna, HADI)
    ratna.submit("#terapkan")

    page = preview_of(ratna, HADI)

    assert page.says("Tidak ada perubahan: semua baris sama dengan yang sudah tersimpan.")
    assert page.says("Berkas yang persis sama sudah diterapkan")
    assert not page.has("#terapkan")


def test_changes_show_old_and_new(browser, a_sponsor):
    hadi = a_sponsor()

    page = preview_of(browser.as_("ratna"), (hadi.nip, "Hadi Suprapto", "07.01", "PPPK", None))

    assert page.texts(".tallies a") == ["1 pindah"]
    assert "Jenis ASN: PNS → PPPK" in page.text("#baris")
    assert "Kode Unit: 07 → 07.01" in page.text("#baris")


def test_a_thrown_away_file_leaves_nothing(browser):
    ratna = browser.as_("ratna")
    preview_of(ratna, HADI)

    assert ratna.submit("#buang").status == 303
    assert ratna.follow().has("table")
    assert db.session.scalars(select(ImportBatch.state)).all() == ["discarded"]
    assert sponsors() == []


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"%PDF-1.7 ...", 415, "PDF"),
        (b"", 415, "kosong"),
        (b"PK\x03\x04 rusak", 415, "rusak"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
            415,
            "kata sandi",
        ),
        (b"x" * 200_000, 413, "MB"),
        (csv(("NIPP", "Nama", "Kode Unit")), 422, "“NIPP”"),
    ],
    ids=["pdf", "empty", "damaged", "password", "large", "header"],
)
def test_a_wrong_file_comes_back_with_a_sentence_and_the_choices_kept(
    browser, monkeypatch, content, status, words
):
    monkeypatch.setattr("lindung.actions.sheets.LARGEST_FILE", 100_000)

    reply = hand_in(
        browser.as_("ratna"), content, kind="workers" if status == 415 else "sponsors", month="2026-09"
    )

    assert reply.status == status
    assert words in reply.text("[role=alert]")
    assert reply.one("#month option[selected]")["value"] == "2026-09"
    assert reply.one("#kind option[selected]")["value"] == ("workers" if status == 415 else "sponsors")


def test_no_file_at_all_is_said_at_the_field(browser):
    ratna = browser.as_("ratna")
    ratna.get("/impor")

    reply = ratna.submit("#impor-berkas")

    assert reply.status == 422
    assert "Pilih berkasnya." in reply.text("[role=alert]")


def test_a_long_file_is_checked_in_steps_with_and_without_scripts(browser, viewer):
    rows = [(f"19800101200501{number:04d}", f"Orang {number}", "07", "PNS", None) for number in range(3)]
    batch = stage("sponsors", [HEADER, *rows], by=viewer("ratna"), judge_up_to=0)
    ratna = browser.as_("ratna")

    page = ratna.get(f"/impor/{batch}")
    assert page.text("#pemeriksaan output") == "0 dari 3 baris diperiksa"

    assert ratna.submit("#pemeriksaan").status == 303
    assert ratna.follow().texts(".tallies a") == ["3 baru"]
    done = ratna.htmx().post(f"/impor/{batch}/periksa")
    assert (done.status, done.headers["HX-Redirect"]) == (204, f"/impor/{batch}")


def test_each_role_is_offered_its_own_kinds(browser):
    def offered(username):
        return [option["value"] for option in browser.as_(username).get("/impor").page.select("#kind option")]

    of_people = ["sponsors", "declarations", "workers", "registrations", "payments", "nominations"]
    assert offered("ratna") == of_people
    assert offered("admin") == ["units", "accounts", "circulars", "figures"]
    assert len(offered("koordinator")) == 10


def test_only_who_brings_in_civil_servants_is_asked_about_moves_and_leaving(browser):
    assert browser.as_("ratna").get("/impor").has("#month")
    page = browser.as_("admin").get("/impor")

    assert not page.has("#month") and not page.has("#is_complete")
    rows = [("kode", "nama"), ("90", "Dinas Baru")]
    assert hand_in(browser.as_("admin"), xlsx(*rows), kind="units").status == 303


@pytest.mark.parametrize("username", cast.USERNAMES)
def test_the_menu_leads_only_to_what_opens(browser, username):
    person = browser.as_(username)
    home = person.get("/beranda")

    links = home.page.select("nav a[href^='/']")
    assert links
    for link in links:
        assert person.get(link["href"]).status in (200, 302, 303), link["href"]


@pytest.mark.parametrize("words", ["clerk", "Petugas kepegawaian"])
def test_a_role_is_said_in_the_office_s_words(browser, words):
    koordinator = browser.as_("koordinator")
    rows = [("nama_pengguna", "nama", "peran", "kode_unit"), ("tuti", "Tuti Alawiyah", words, "07")]
    hand_in(koordinator, xlsx(*rows), kind="accounts")

    page = koordinator.follow()

    assert page.texts(".tallies a") == ["1 baru"]
    assert "peran Petugas kepegawaian" in page.text("#baris")


def test_a_role_one_may_not_give_is_named_in_words(browser):
    koordinator = browser.as_("koordinator")
    rows = [("nama_pengguna", "nama", "peran"), ("tuti", "Tuti Alawiyah", "admin")]
    hand_in(koordinator, xlsx(*rows), kind="accounts")

    assert koordinator.follow().says("Peran Administrator tidak dapat Anda berikan.")


def test_the_stranger_finds_nothing_of_it(browser):
    page = preview_of(browser.as_("ratna"), HADI)
    bayu = browser.as_("bayu")

    assert bayu.get(page.url).status == 404
    assert bayu.get(f"{page.url}/salah").status == 404
    for step in ("terapkan", "buang", "periksa", "batalkan"):
        assert bayu.post(f"{page.url}/{step}").status == 404
    assert not bayu.get("/impor").has("tbody tr")


@pytest.mark.parametrize("username", ["kadis", "inspektur", "dewi", "bendahara"])
def test_who_edits_nothing_brings_nothing_in(browser, username):
    assert browser.as_(username).get("/impor").status == 403
    assert browser.as_(username).post("/impor", kind="sponsors").status == 403


def test_signed_out_is_sent_to_sign_in(browser):
    assert browser.stranger.get("/impor").location.startswith("/masuk")


def test_a_wrong_verb_is_refused(browser):
    page = preview_of(browser.as_("ratna"), HADI)

    assert browser.as_("ratna").get(f"{page.url}/terapkan").status == 405


def test_accounts_made_by_a_file_get_their_codes_once(browser):
    koordinator = browser.as_("koordinator")
    rows = [("nama_pengguna", "nama", "peran", "kode_unit"), ("tuti", "Tuti Alawiyah", "clerk", "07")]
    hand_in(koordinator, xlsx(*rows), kind="accounts")
    koordinator.follow()
    koordinator.submit("#terapkan")
    koordinator.follow()

    sheet = koordinator.submit("#kode-aktivasi")

    assert sheet.status == 200
    assert sheet.text("#kode tbody th") == "Tuti Alawiyah"
    assert len(sheet.text("#kode .code")) == 14
    assert "berlaku sampai 27 Nov 2026 pukul 10.42 WIB" in sheet.text()
    assert cast.account("tuti").password_hash is None
