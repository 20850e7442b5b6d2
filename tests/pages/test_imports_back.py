"""What imports ask before something large, and what they give back: bad rows, examples, remarks, questions."""

import io

import pytest
from openpyxl import load_workbook

from tests.support.files import csv, xlsx
from tests.support.importing import BAD, HADI, HEADER, bring, hand_in, preview_of, sponsors


def test_taking_back_says_first_what_goes_away(browser, a_sponsor):
    hadi = a_sponsor()
    ratna = browser.as_("ratna")
    page = preview_of(ratna, (hadi.nip, "Hadi Suprapto", "07.01", "PNS", None), HADI)
    ratna.submit("#terapkan")

    shown = ratna.follow()
    asked = ratna.get(shown.one("main a.button[href$='/batalkan']")["href"])

    assert not shown.has("form[action$='/batalkan']")
    assert asked.says("2 baris yang diterapkan")
    assert asked.texts("main .notes li") == ["1 baris baru dihapus", "1 orang kembali ke unit sebelumnya"]
    assert asked.one("main a.button")["href"] == page.url
    assert sorted(sponsors()) == ["Hadi Prasetyo", "Hadi Suprapto"]


def test_there_is_nothing_to_ask_about_a_file_not_applied(browser):
    page = preview_of(browser.as_("ratna"), HADI)

    assert browser.as_("ratna").get(f"{page.url}/batalkan").location == page.url


def test_a_complete_file_that_sends_many_away_is_applied_only_with_their_number(browser, a_sponsor):
    for number in range(12):
        a_sponsor(f"Orang {number}")
    ratna = browser.as_("ratna")
    page = preview_of(ratna, HADI, is_complete=True)

    assert page.says("12 dari 12 orang akan dicatat keluar")
    assert page.text("label[for=leaving]") == "Ya, 12 orang keluar"
    refused = ratna.submit("#terapkan")
    assert refused.status == 422
    assert "12 dari 12 orang" in refused.text("[role=alert]")
    assert ratna.post(f"{page.url}/terapkan", leaving="11").status == 422
    assert ratna.post(f"{page.url}/terapkan", leaving="12").status == 303
    assert ratna.get(page.url).says("13 baris diterapkan")


def test_a_few_who_leave_are_not_asked_about(browser, a_sponsor):
    for number in range(10):
        a_sponsor(f"Orang {number}")
    page = preview_of(browser.as_("ratna"), HADI, is_complete=True)

    assert not page.has("#leaving")
    assert browser.as_("ratna").post(f"{page.url}/terapkan").status == 303


def test_a_file_with_nothing_to_apply_closes_by_itself(browser):
    ratna = browser.as_("ratna")
    preview_of(ratna, HADI)
    ratna.submit("#terapkan")

    page = preview_of(ratna, HADI, BAD)

    assert page.says("Tidak ada perubahan: 1 baris sama dengan yang sudah tersimpan, 1 salah")
    assert not page.says("semua baris sama")
    assert not page.has("#terapkan") and not page.has("#buang")
    assert page.has(f"a[href^='{page.url}/salah']")
    assert "tidak ada yang diterapkan" in ratna.get("/impor").text("tbody tr")


def test_a_question_that_waits_already_is_no_reason_to_apply_again(browser, a_sponsor, a_circular):
    a_circular()
    hadi, tini = a_sponsor(), a_sponsor("Tini Kartikasari", unit="08")
    rows = [("nip_penanggung", "nik", "nama")]
    rows += [(one.nip, "3518005704860777", "Siti") for one in (hadi, tini)]
    bring("workers", rows)

    koordinator = browser.as_("koordinator")
    hand_in(koordinator, xlsx(*rows), kind="workers")
    page = koordinator.follow()

    assert page.says("1 baris sama dengan yang sudah tersimpan, 0 salah, 1 perlu keputusan")
    assert not page.has("#terapkan")
    assert page.says("Pertanyaannya menunggu koordinator atau petugas")


def test_bad_rows_come_back_as_a_file_that_can_be_mended_and_handed_in_again(browser):
    ratna = browser.as_("ratna")
    page = preview_of(ratna, HADI, BAD, (1.9800101200501e17, "Joko", "07", "PNS", None))

    reply = ratna.get(f"{page.url}/salah", format="xlsx")
    table = [list(row) for row in load_workbook(io.BytesIO(reply.body)).active.iter_rows(values_only=True)]

    assert table[0] == ["NIP", "Nama", "Kode Unit", "Jenis ASN", "baris", "kolom", "alasan", "perbaikan"]
    assert table[1][:6] == ["19800101200501", "Tini", "07", "PNS", 3, "NIP"]
    assert table[2][4:7] == [
        4,
        "NIP",
        "NIP tersimpan sebagai angka; angka terakhirnya tidak dapat dipercaya.",
    ]
    table[1][0] = "198001012005011778"
    assert hand_in(ratna, xlsx(table[0], table[1])).status == 303
    assert ratna.follow().texts(".tallies a") == ["1 baru"]


def test_a_file_with_a_reason_of_its_own_keeps_that_column(browser, a_sponsor, a_circular):
    a_circular()
    ratna = browser.as_("ratna")
    rows = [("nip_penanggung", "nik", "nama", "alasan"), (a_sponsor().nip, "123", "Siti", "-")]
    hand_in(ratna, xlsx(*rows), kind="workers")
    page = ratna.follow()

    lines = ratna.get(f"{page.url}/salah", format="csv").csv_lines()

    assert lines[0] == [
        "nip_penanggung",
        "nik",
        "nama",
        "alasan",
        "baris",
        "kolom",
        "alasan_salah",
        "perbaikan",
    ]


def test_a_formula_in_a_name_stays_text(browser):
    ratna, name = browser.as_("ratna"), '=HYPERLINK("http://x")'
    hand_in(ratna, csv(HEADER[:3], (BAD[0], name, "07")), name="asn.csv")
    page = ratna.follow()

    reply = ratna.get(f"{page.url}/salah", format="xlsx")
    cell = load_workbook(io.BytesIO(reply.body)).active["B2"]

    assert (cell.data_type, cell.value) == ("s", name)
    assert name in page.text("#baris")


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_damaged_number_does_not_come_back_as_a_sound_one(browser, a_sponsor, a_circular, format):
    a_circular()
    header = ("nip_penanggung", "nik", "nama", "telepon", "kpj")
    rows = [
        (a_sponsor().nip, 3518005704860777.0, "Siti", 81200000001.0, 26000000007.0),
        (1.98001012005011777e17, "3518005704860778", "Tini", None, None),
    ]
    ratna = browser.as_("ratna")
    hand_in(ratna, xlsx(header, *rows), kind="workers")
    page = ratna.follow()
    assert page.texts(".tallies a") == ["2 salah"]

    reply = ratna.get(f"{page.url}/salah", format=format)
    hand_in(ratna, reply.body, name=f"pekerja.{format}", kind="workers")

    again = ratna.follow()
    assert again.texts(".tallies a") == ["2 salah"]
    assert again.says("NIK kosong.") and again.says("NIP kosong.")
    if format == "xlsx":
        sheet = load_workbook(io.BytesIO(reply.body)).active
        assert [cell.value for cell in sheet[2]][1:5] == [None, "Siti", "081200000001", "26000000007"]
        assert [sheet.column_dimensions[letter].number_format for letter in "ABDE"] == ["@"] * 4


def test_each_of_several_faults_stands_beside_its_own_remedy(browser):
    ratna = browser.as_("ratna")
    page = preview_of(ratna, ("123", None, "07", "honorer", None))

    assert page.texts("#baris td.wide > div") == [
        "NIP : NIP berisi 3 angka, seharusnya 18. Periksa nomornya pada dokumen asli, lalu perbaiki.",
        "Nama : Kolom wajib ini kosong. Isi kolom ini, lalu unggah lagi barisnya.",
        "Jenis ASN : Jenis ASN “honorer” tidak dikenal: PNS, PPPK, PPPK Paruh Waktu, Non-ASN. "
        "Ganti dengan salah satu pilihan itu.",
    ]
    row = ratna.get(f"{page.url}/salah", format="csv").csv()[0]
    assert row["kolom"] == "(1) NIP (2) Nama (3) Jenis ASN"
    assert row["alasan"].startswith(
        "(1) NIP berisi 3 angka, seharusnya 18. (2) Kolom wajib ini kosong. (3) Jenis"
    )
    assert row["perbaikan"].startswith(
        "(1) Periksa nomornya pada dokumen asli, lalu perbaiki. (2) Isi kolom ini"
    )


@pytest.mark.parametrize("kind", ["sponsors", "declarations", "workers", "registrations"])
def test_an_example_holds_every_column_with_identifiers_as_text(browser, kind):
    reply = browser.as_("ratna").get("/impor/contoh", jenis=kind)
    sheet = load_workbook(io.BytesIO(reply.body)).active

    assert reply.status == 200
    numbers = [cell for cell in sheet[2] if cell.value and str(cell.value).isdigit()]
    assert numbers
    assert {(cell.data_type, cell.number_format) for cell in numbers} == {("s", "@")}


def test_an_example_of_what_one_may_not_bring_is_not_there(browser):
    assert browser.as_("ratna").get("/impor/contoh", jenis="units").status == 404
    assert browser.as_("admin").get("/impor/contoh", jenis="units").status == 200


def test_the_old_address_of_the_questions_leads_to_their_desk(browser):
    reply = browser.as_("ratna").get("/impor/pertanyaan", jenis="nik")

    assert (reply.status, reply.location) == (301, "/pertanyaan?jenis=nik")


def test_remarks_have_a_list_of_their_own(browser):
    ratna = browser.as_("ratna")
    header = ("NIP", "Nama", "Kode Unit", "Telepon")
    hand_in(ratna, xlsx(header, (*HADI[:3], 81234567890.0)))
    page = ratna.follow()

    reply = ratna.get(page.one(".notes a")["href"])

    assert "Telepon tersimpan sebagai angka" in reply.text("#baris")
