"""Screens of ASN: the list behind each number, and one person's page."""

from datetime import date

import pytest

from lindung.domain.duties import Answer
from tests.support import cast

NOVEMBER = "2026-11"


@pytest.fixture
def a_little_office(a_sponsor, a_declaration, an_enrolment, paid_month):
    """Hadi has settled, Lilik has not answered, and Bayu's office has one of its own."""
    hadi = a_sponsor("Hadi Suprapto", nip="198001012005011777")
    a_declaration(hadi)
    siti = an_enrolment(hadi)
    paid_month(siti, "2026-11")
    a_sponsor("Lilik Rahmawati")
    a_sponsor("Wayan Orang Lain", unit=cast.OPD_8)
    return hadi


def test_the_clerk_sees_her_office_with_everybodys_state(browser, a_little_office):
    reply = browser.as_("ratna").get("/asn", bulan=NOVEMBER)

    assert reply.heading == "2 ASN diminta menjawab Surat Edaran"
    people = {row["Nama ▴"]: row["Keadaan"] for row in reply.records()}
    assert people == {"Hadi Suprapto": "Tuntas", "Lilik Rahmawati": "Belum mengisi pernyataan"}


@pytest.mark.parametrize(
    ("standing", "names"),
    [
        ("belum", ["Lilik Rahmawati"]),
        ("menyatakan", ["Hadi Suprapto"]),
        ("nihil", []),
        ("sasaran", ["Hadi Suprapto"]),
        ("belum_mendaftarkan", []),
        ("terdaftar", ["Hadi Suprapto"]),
        ("belum_lunas", []),
        ("belum_tuntas", []),
        ("tuntas", ["Hadi Suprapto"]),
    ],
)
def test_each_state_opens_its_own_list(browser, a_little_office, standing, names):
    reply = browser.as_("ratna").get("/asn", bulan=NOVEMBER, keadaan=standing)

    assert reply.texts("main tbody th") == names
    assert reply.heading.startswith(f"{len(names)} ASN")


def test_a_filter_chosen_through_htmx_answers_with_the_list_and_its_sentence(browser, a_little_office):
    reply = browser.as_("ratna").htmx().get("/asn", bulan=NOVEMBER, q="lilik")

    assert reply.texts("#daftar tbody th") == ["Lilik Rahmawati"]
    assert reply.out_of_band == {"jawaban"}
    assert reply.heading == "1 orang cocok dengan “lilik”"
    assert reply.text("title") == "1 orang cocok dengan “lilik” · Lindung"
    assert reply.headers["Vary"].startswith("HX-Request") or "HX-Request" in reply.headers["Vary"]


def test_chosen_filters_stand_as_chips_that_take_themselves_away(browser, a_little_office):
    ratna = browser.as_("ratna")

    reply = ratna.get("/asn", bulan=NOVEMBER, keadaan="tuntas", unit="07", cakupan="langsung", q="hadi")

    words = [
        text.removesuffix(" × hapus saringan ini").removesuffix("× hapus saringan ini")
        for text in reply.texts(".chip")
    ]
    assert [text.strip() for text in words] == ["Dinas Pendidikan saja", "Tuntas", "“hadi”"]
    assert "keadaan" not in reply.page.select(".chip")[1]["href"]


def test_the_file_holds_every_filtered_row_and_formulas_stay_text(browser, a_sponsor, a_circular):
    a_circular()
    a_sponsor('=HYPERLINK("http://contoh")', nip="198001012005011777")

    rows = browser.as_("ratna").get("/asn", bulan=NOVEMBER, format="csv").csv()
    sheet = browser.as_("ratna").get("/asn", bulan=NOVEMBER, format="xlsx").xlsx()

    assert [(row["kode_unit"], row["nip"], row["nama"]) for row in rows] == [
        ("07", "198001012005011777", '\'=HYPERLINK("http://contoh")')
    ]
    assert len(sheet) == 2


def test_a_long_list_turns_its_pages(browser, a_circular, people_of_the_office):
    ratna = browser.as_("ratna")
    a_circular()
    people_of_the_office(57)

    first = ratna.get("/asn", bulan=NOVEMBER)
    second = ratna.get(first.one("#halaman-sesudah")["href"])
    back = ratna.get(second.one("#halaman-sebelum")["href"])

    assert "1–50 dari 57" in first.text(".paging")
    assert "51–57 dari 57" in second.text(".paging")
    assert back.texts("tbody th") == first.texts("tbody th")
    assert len(ratna.get("/asn", bulan=NOVEMBER, format="csv").csv()) == 57


def test_the_list_costs_the_same_for_many_as_for_few(browser, a_circular, people_of_the_office, queries):
    ratna = browser.as_("ratna")
    a_circular()
    people_of_the_office(2)
    with queries() as few:
        ratna.get("/asn", bulan=NOVEMBER)
    people_of_the_office(48, start=100)

    with queries() as many:
        ratna.get("/asn", bulan=NOVEMBER)

    assert len(many) == len(few) <= 14


def test_a_person_of_another_office_is_not_there_in_any_way(browser, a_little_office):
    hadi, bayu = a_little_office, browser.as_("bayu")

    assert bayu.get(f"/asn/{hadi.id}").status == 404
    assert bayu.get("/asn", unit="07").status == 404
    assert bayu.get("/asn", bulan=NOVEMBER, q="hadi").texts("main tbody th") == []
    assert [row["nama"] for row in bayu.get("/asn", bulan=NOVEMBER, format="csv").csv()] == [
        "Wayan Orang Lain"
    ]


def test_one_persons_page_tells_his_state_his_answers_and_his_workers(browser, a_little_office):
    page = browser.as_("ratna").get(f"/asn/{a_little_office.id}", bulan=NOVEMBER)

    assert page.heading == "Hadi Suprapto: tuntas"
    assert "198001012005011777" in page.text()
    assert "Mempekerjakan ART" in page.text()
    assert "Siti Rahayu" in page.text()
    assert "Dicatat di server: pernyataan" in page.text(".history")


def test_one_persons_page_says_for_whom_and_by_how_much_the_month_is_open(
    browser, a_sponsor, a_declaration, an_enrolment, a_worker, paid_month
):
    hadi = a_sponsor("Hadi Suprapto")
    a_declaration(hadi)
    paid_month(an_enrolment(hadi), "2026-10", "2026-11")
    wati = an_enrolment(hadi, a_worker("Wati Lestari"), since="2026-11")
    ratna = browser.as_("ratna")

    page = ratna.get(f"/asn/{hadi.id}", bulan=NOVEMBER)

    assert page.heading == "Hadi Suprapto: terdaftar, belum lunas"
    assert page.says("Iuran November 2026 belum lunas untuk Wati Lestari (kurang Rp8.400).")
    assert page.one(".next a")["href"] == f"/pekerja/{wati.worker_id}"
    assert "belum lunas" not in ratna.get(f"/asn/{hadi.id}", bulan="2026-10").text()


def test_a_nihil_says_how_long_it_holds(browser, a_sponsor, a_declaration):
    hadi = a_sponsor()
    a_declaration(hadi, Answer.NONE, on=date(2026, 2, 1))

    page = browser.as_("ratna").get(f"/asn/{hadi.id}")

    assert "sampai 31 Jan 2027" in page.text()


def test_who_has_left_is_labelled(browser, a_sponsor):
    hadi = a_sponsor(left_on=date(2026, 10, 31), left_reason="Pensiun")

    page = browser.as_("ratna").get(f"/asn/{hadi.id}")

    assert page.heading == "Hadi Suprapto: berhenti 31 Okt 2026"
    assert "Pensiun" in page.text()


def test_no_full_nik_is_ever_on_the_page(browser, a_little_office):
    page = browser.as_("koordinator").get(f"/asn/{a_little_office.id}")

    assert "351800" not in page.html


def test_a_future_month_is_refused_with_a_sentence(browser, a_little_office):
    reply = browser.as_("ratna").get("/asn", bulan="2027-01")

    assert reply.status == 422
    assert "belum berjalan" in reply.text()


def test_before_any_circular_people_are_listed_without_a_state(browser, a_sponsor):
    a_sponsor()

    reply = browser.as_("ratna").get("/asn")

    assert reply.texts("tbody th") == ["Hadi Suprapto"]
    assert not reply.has("tbody .tag")


def test_who_is_not_signed_in_is_sent_to_sign_in(browser):
    assert "/masuk" in browser.stranger.get("/asn").location


def test_lists_and_pages_are_not_sent_to(browser, a_little_office):
    assert browser.as_("ratna").post("/asn").status == 405
    assert browser.as_("ratna").post(f"/asn/{a_little_office.id}").status == 405


@pytest.mark.parametrize(
    "rubbish", ["sesudah=x", "sesudah=1.", "sesudah=9999999.1", "urut=--", "keadaan=?", "jenis=semua"]
)
def test_an_address_typed_wrongly_begins_at_the_first_page(browser, a_little_office, rubbish):
    reply = browser.as_("ratna").get(f"/asn?bulan={NOVEMBER}&{rubbish}")

    assert reply.status == 200
    assert len(reply.texts("tbody th")) == 2


@pytest.mark.parametrize("nik", ["3518004101900077", "3518 0041 0190 0077", "351800410190007"])
def test_a_nik_typed_into_the_filter_leaves_the_address_and_is_looked_for_by_post(browser, nik):
    ratna = browser.as_("ratna")

    sent = ratna.get("/asn", bulan=NOVEMBER, q=nik)
    page = ratna.follow()
    through_htmx = ratna.htmx().get("/asn", bulan=NOVEMBER, q=nik, format="csv")

    assert (sent.status, through_htmx.status) == (303, 303)
    assert sent.location == through_htmx.location == f"/asn?bulan={NOVEMBER}&nik=diketik"
    assert page.text("#daftar [role=alert]").startswith("NIK tidak dicari pada daftar ini")
    assert page.one("#daftar form.find")["method"] == "post"
    assert nik not in page.html


def test_a_filter_that_does_not_exist_is_said_to_be_left_out(browser):
    page = browser.as_("ratna").get("/asn", bulan=NOVEMBER, keadaan="xxx")

    assert page.texts(".chip") == ["“xxx” tidak dikenal, diabaikan × hapus saringan ini"]


def test_every_school_of_ones_office_can_be_chosen(browser, make):
    for number in range(120):
        make.a_unit(f"07.02.{number:03d}", name=f"SD Negeri {number}", parent="07")

    page = browser.as_("ratna").get("/asn", bulan=NOVEMBER)

    offered = len(page.page.select("#saring-unit option"))
    assert offered == 2 + 121  # all units, the office, and what lies below it
