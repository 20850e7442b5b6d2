"""One box on every page: people, workers, units, circulars within one's reach; a NIK never enters an address."""

import pytest

from tests.support import cast


@pytest.fixture
def people(make):
    """Hadi of OPD 7 with his ART Siti; Sitinur of the clinic, of another office, with hers."""
    make.a_circular("SE 7/2026", title="Siti dan rumah tangga")
    siti = make.a_worker("Siti Rahayu", nik="3518005704860007")
    make.an_enrolment(make.a_sponsor("Hadi Suprapto", nip="198001012005011907"), siti)
    stranger = make.a_sponsor("Sitinur Aminah", unit=cast.CLINIC, nip="198001012005012345")
    make.an_enrolment(stranger, make.a_worker("Sitinah", nik="3518005704869999"))


def test_words_find_people_workers_units_and_circulars_in_groups(browser, people, make):
    make.a_unit("07.02", name="SD Siti Makmur", parent="07")

    page = browser.as_("koordinator").get("/cari", q="siti")

    assert page.status == 200
    assert page.heading == "5 hasil untuk “siti”"
    assert [text.split(" ")[0] for text in page.texts(".hits h2")] == ["ASN", "Pekerja", "Unit", "Surat"]
    assert page.texts("main .hits .name") == [
        "Sitinur Aminah",
        "Siti Rahayu",
        "Sitinah",
        "SD Siti Makmur",
        "SE 7/2026",
    ]
    assert "/asn?q=siti" in page.links
    assert "/pekerja?q=siti" in page.links
    assert "/admin/unit?q=siti" in page.links


def test_somebody_of_another_office_is_not_found(browser, people):
    page = browser.as_("ratna").get("/cari", q="siti")

    assert page.texts("main .hits .name") == ["Siti Rahayu", "SE 7/2026"]
    assert not page.says("Sitinah")


@pytest.mark.parametrize("q", ["1907", "198001012005011907", "hadi", "suprapto hadi"])
def test_a_person_is_found_by_name_and_by_the_end_of_his_nip(browser, people, q):
    assert "Hadi Suprapto" in browser.as_("ratna").get("/cari", q=q).texts("main .hits .name")


def test_a_worker_is_found_by_the_last_four_of_the_nik(browser, people):
    page = browser.as_("ratna").get("/cari", q="0007")

    assert page.texts("main .hits .name") == ["Siti Rahayu"]
    assert page.says("··0007")
    assert not page.says("3518005704860007")


def test_while_typing_the_answer_is_a_part_and_says_how_much_was_found(browser, people):
    reply = browser.as_("ratna").htmx().get("/cari", q="siti")

    assert reply.out_of_band == {"status"}
    assert reply.said == "2 hasil untuk “siti”"
    assert reply.headers["Vary"] and "HX-Request" in reply.headers["Vary"]


def test_every_page_carries_the_box_and_it_sends_words_on_into_an_address(browser, people):
    ratna = browser.as_("ratna")
    ratna.get("/asn")

    reply = ratna.submit("header form.find", q="hadi")

    assert reply.status == 303
    assert reply.location == "/cari?q=hadi"
    assert ratna.follow().texts("main .hits .name") == ["Hadi Suprapto"]


def test_a_whole_nik_is_sent_and_stands_in_no_address(browser, people):
    ratna = browser.as_("ratna")
    ratna.get("/beranda")

    page = ratna.submit("header form.find", q="3518 0057 0486 0007")

    assert (page.status, page.url) == (200, "/cari/nik")
    assert page.heading == "NIK ditemukan"
    assert page.texts("main .hits .name") == ["Siti Rahayu"]
    assert "3518005704860007" not in page.html


def test_a_nik_of_another_office_is_not_there(browser, people):
    foreign = browser.as_("ratna").post("/cari/nik", q="3518005704869999")
    nobodys = browser.as_("ratna").post("/cari/nik", q="3518005704868888")

    assert foreign.heading == nobodys.heading == "NIK tidak ditemukan"
    assert foreign.text("main .empty") == nobodys.text("main .empty")


@pytest.mark.parametrize("typed", ["351800570486000", "35180057048600070"])
def test_a_nik_with_a_digit_too_few_or_too_many_is_told_so(browser, people, typed):
    page = browser.as_("ratna").post("/cari/nik", q=typed)

    assert page.status == 422
    assert f"NIK terdiri dari 16 angka, NIP dari 18 angka; yang diketik {len(typed)} angka." in page.problems
    assert page.one("#cari-ini")["value"] == typed


def test_a_nik_typed_into_an_address_is_not_looked_up_there(browser, people):
    page = browser.as_("ratna").get("/cari", q="3518005704860007")

    assert page.says("NIK tidak dicari melalui alamat halaman")
    assert not page.says("Siti Rahayu")
    assert page.one("main form.find")["method"] == "post"
    assert browser.as_("ratna").submit("main form.find").heading == "NIK ditemukan"


@pytest.mark.parametrize("q", ["", "s", "  "])
def test_too_little_to_search_by_says_what_can_be_typed(browser, people, q):
    page = browser.as_("ratna").get("/cari", q=q)

    assert page.heading == "Cari"
    assert page.says("Ketik paling sedikit 2 huruf atau angka")
    assert not page.has("main .hits")


def test_nothing_found_teaches_what_to_try(browser, people):
    page = browser.as_("ratna").get("/cari", q="zzzz")

    assert page.heading == "Tidak ada hasil untuk “zzzz”"
    assert page.says("Coba sebagian nama saja")


@pytest.mark.parametrize("q", ["%", "_", "' OR 1=1", "<b>siti</b>", "\\", "siti\x00"])
def test_signs_of_other_languages_are_only_signs(browser, people, q):
    assert browser.as_("ratna").post("/cari/nik", q=q * 2).status == 303
    assert browser.as_("ratna").follow().status == 200


def test_the_signed_out_are_sent_to_sign_in(browser):
    assert browser.stranger.get("/cari", q="siti").location.startswith("/masuk")
    assert browser.as_("dewi").get("/cari/nik").status == 405


def test_more_people_are_not_more_questions(browser, people, make, queries):
    dewi = browser.as_("dewi")
    dewi.get("/akun")
    with queries() as before:
        dewi.get("/cari", q="siti")
    for number in range(12):
        make.an_enrolment(make.a_sponsor(f"Siti {number}"), make.a_worker(f"Siti ke-{number}"))

    with queries() as after:
        page = dewi.get("/cari", q="siti")

    assert page.heading == "28 hasil untuk “siti”"
    assert page.texts(".hits h2 .m") == ["13", "14", "1"]
    assert len(after) == len(before) <= 8
