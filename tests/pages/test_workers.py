"""Screens of workers: the list by state and ladder step, and one worker's page."""

import pytest

from tests.support import cast

NOVEMBER = "2026-11"


@pytest.fixture
def siti(a_sponsor, a_worker, an_enrolment, paid_month):
    """Siti is fully covered, Partini was refused, and Bayu's office has one of its own."""
    hadi = a_sponsor("Hadi Suprapto", nip="198001012005011777")
    siti = an_enrolment(hadi, a_worker("Siti Rahayu", nik="3518005704860007"), since="2026-03")
    paid_month(siti, *(f"2026-{month:02d}" for month in range(3, 12)))
    an_enrolment(hadi, a_worker("Partini"), state="refused")
    an_enrolment(a_sponsor("Wayan", unit=cast.OPD_8), a_worker("Komang"))
    return siti


def test_the_clerk_sees_her_offices_workers_with_their_cover(browser, siti):
    reply = browser.as_("ratna").get("/pekerja", bulan=NOVEMBER)

    assert reply.heading == "2 pekerja tercatat"
    rows = [[cell for cell in row if cell] for row in reply.rows()]
    assert [rows[-2][0].split(" ··")[0], rows[-2][-1]] == ["Partini", "Ubah"]
    assert rows[-2][-2] == "Ditolak: NIK tidak ditemukan"
    assert rows[-1] == [
        "Siti Rahayu ··0007", "Hadi Suprapto ART", "Dinas Pendidikan", "Terdaftar", "Mar 2026", "Aktif penuh",
        "Ubah",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"status": "hidup"}, ["Partini", "Siti Rahayu"]),
        ({"status": "terdaftar"}, ["Siti Rahayu"]),
        ({"status": "ditolak"}, ["Partini"]),
        ({"status": "berhenti"}, []),
        ({"tangga": "full"}, ["Siti Rahayu"]),
        ({"tangga": "lapsed"}, []),
        ({"q": "hadi"}, ["Partini", "Siti Rahayu"]),
        ({"q": "0007"}, ["Siti Rahayu"]),
    ],
)
def test_each_filter_opens_its_own_list(browser, siti, asked, names):
    reply = browser.as_("ratna").get("/pekerja", bulan=NOVEMBER, **asked)

    assert [text.split(" ··")[0] for text in reply.texts("tbody th")] == names
    assert reply.heading.startswith(f"{len(names)} ")


def test_the_file_says_the_ladder_in_the_fields_own_words_and_masks_the_nik(browser, siti):
    rows = browser.as_("ratna").get("/pekerja", bulan=NOVEMBER, format="csv").csv()

    wanted = ("kode_unit", "nip_penanggung", "nama", "nik", "status", "bulan_mulai", "tangga")
    assert tuple(rows[1][column] for column in wanted) == (
        "07",
        "198001012005011777",
        "Siti Rahayu",
        "••••••••••••0007",
        "terdaftar",
        "2026-03",
        "aktif penuh",
    )
    assert (rows[0]["status"], rows[0]["bulan_mulai"], rows[0]["tangga"]) == ("ditolak", "", "")


def test_a_worker_of_another_office_is_not_there_in_any_way(browser, siti):
    bayu = browser.as_("bayu")

    assert bayu.get(f"/pekerja/{siti.worker_id}").status == 404
    assert bayu.get("/pekerja", unit="07").status == 404
    assert bayu.get("/pekerja", bulan=NOVEMBER, q="0007").texts("tbody th") == []
    assert [row["nama"] for row in bayu.get("/pekerja", bulan=NOVEMBER, format="csv").csv()] == ["Komang"]


def test_one_workers_page_tells_the_cover_and_the_years_months(browser, siti):
    page = browser.as_("ratna").get(f"/pekerja/{siti.worker_id}")

    assert page.heading == "Siti Rahayu, ART dari Hadi Suprapto: aktif penuh"
    assert page.texts(".months tbody td") == ["–", "–", *"BBBBBBBBB", "·"]
    assert "••••••••••••0007" in page.text()
    assert "40 tahun" in page.text()
    assert "Iuran November 2026 Rp8.400 menurut BPJS" in page.text(".history")


def test_months_registered_and_never_paid_are_marked_and_the_legend_says_so(browser, an_enrolment):
    wati = an_enrolment(since="2026-07")

    page = browser.as_("ratna").get(f"/pekerja/{wati.worker_id}")

    assert "".join(page.texts(".months tbody td")) == "––––––TTTT··"
    assert page.one(".months td[data-s=t]")["title"] == "Juli 2026: belum dibayar"
    assert "T belum dibayar" in page.text(".legend")


def test_neither_the_full_nik_nor_the_birth_date_is_on_the_page(browser, siti):
    page = browser.as_("koordinator").get(f"/pekerja/{siti.worker_id}")

    assert "3518005704860007" not in page.html
    assert "1986" not in page.html


def test_the_list_costs_the_same_for_many_as_for_few(browser, siti, queries, an_enrolment):
    koordinator = browser.as_("koordinator")
    with queries() as few:
        koordinator.get("/pekerja", bulan=NOVEMBER)
    for _number in range(5):
        an_enrolment()

    with queries() as many:
        koordinator.get("/pekerja", bulan=NOVEMBER)

    assert len(many) == len(few) <= 12


def test_a_filter_chosen_through_htmx_answers_with_the_list_and_its_sentence(browser, siti):
    reply = browser.as_("ratna").htmx().get("/pekerja", bulan=NOVEMBER, status="ditolak")

    assert reply.text("h1") == "1 pekerja ditolak BPJS dan perlu ditindaklanjuti"
    assert reply.text("title") == "1 pekerja ditolak BPJS dan perlu ditindaklanjuti · Lindung"
    assert reply.out_of_band == {"jawaban", "hitungan"}


def test_who_is_not_signed_in_is_sent_to_sign_in(browser):
    assert "/masuk" in browser.stranger.get("/pekerja").location


def test_an_unknown_worker_is_not_there_and_nothing_is_sent_to_a_list(browser, siti):
    ratna = browser.as_("ratna")

    assert ratna.get("/pekerja/999999").status == 404
    assert ratna.post("/pekerja").status == 405
    assert ratna.get("/pekerja", bulan="2027-01").status == 422


@pytest.mark.parametrize("nik", ["3518004101900077", "3518 0041 0190 0077", "351800410190007"])
def test_a_nik_typed_into_the_filter_leaves_the_address_and_is_looked_for_by_post(browser, nik):
    ratna = browser.as_("ratna")

    sent = ratna.get("/pekerja", bulan=NOVEMBER, q=nik)
    page = ratna.follow()
    through_htmx = ratna.htmx().get("/pekerja", bulan=NOVEMBER, q=nik, format="csv")

    assert (sent.status, through_htmx.status) == (303, 303)
    assert sent.location == through_htmx.location == f"/pekerja?bulan={NOVEMBER}&nik=diketik"
    assert page.text("#daftar [role=alert]").startswith("NIK tidak dicari pada daftar ini")
    assert page.one("#daftar form.find")["method"] == "post"
    assert nik not in page.html


def test_a_filter_that_does_not_exist_is_said_to_be_left_out(browser):
    page = browser.as_("ratna").get("/pekerja", bulan=NOVEMBER, status="xxx")

    assert page.texts(".chip") == ["“xxx” tidak dikenal, diabaikan × hapus saringan ini"]


@pytest.mark.parametrize(
    ("username", "offered"), [("ratna", True), ("koordinator", True), ("dewi", False), ("kadis", False)]
)
def test_only_who_may_import_is_sent_there_from_the_empty_list(browser, make, username, offered):
    make.a_circular()
    person = browser.as_(username)

    page = person.get("/pekerja")

    assert "Belum ada pekerja" in page.text("#daftar")
    links = [str(link["href"]) for link in page.page.select("#daftar a[href^='/impor']")]
    assert bool(links) is offered
    assert all(person.get(link).status == 200 for link in links)
