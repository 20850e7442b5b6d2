"""The month table on the screen and as a file: numbers that open lists as long as they say."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from lindung.domain.duties import Answer, CircularState, DutyKind
from lindung.domain.registration import EnrolmentState
from tests.support import cast

COLUMNS = [
    "kode",
    "nama",
    "asn",
    "menyatakan",
    "belum_menyatakan",
    "nihil",
    "sasaran",
    "terdaftar",
    "tuntas",
    "pekerja",
    "pekerja_terdaftar",
    "iuran_terutang",
    "iuran_dibayar",
]


@pytest.fixture
def people(make):
    """In OPD 7: one settled, one registered, one not, one nihil, one silent; in OPD 8: one not registered."""
    hadi, umar = make.a_sponsor("Hadi"), make.a_sponsor("Umar", unit=cast.SCHOOL)
    late, nihil = make.a_sponsor("Tuti"), make.a_sponsor("Nanik")
    make.a_sponsor("Slamet")
    wiwik = make.a_sponsor("Wiwik", unit=cast.CLINIC)
    for one in (hadi, umar, late, wiwik):
        make.a_declaration(one)
    make.a_declaration(nihil, Answer.NONE)
    make.paid_month(make.an_enrolment(hadi), "2026-10", "2026-11")
    make.an_enrolment(umar, make.a_worker("Wati"))
    make.an_enrolment(late, make.a_worker("Yati"), state=EnrolmentState.SUBMITTED)


def numbers(row: dict[str, str]) -> list[int]:
    return [int(row[name]) for name in COLUMNS[2:]]


def test_the_sentence_says_how_many_of_how_many_and_who_has_not_answered(browser, people):
    page = browser.as_("dewi").get("/kepatuhan")

    assert page.heading == (
        "1 dari 4 ASN yang mempekerjakan ART telah mendaftarkan dan membayar iuran November 2026 (25,0%). "
        "1 ASN belum mengisi pernyataan."
    )
    assert [row[0] for row in page.rows("table.units")] == [
        "Sekretariat Daerah",
        "Dinas Pendidikan",
        "Dinas Kesehatan",
    ]


def test_a_file_holds_exactly_the_columns_of_the_contract_first(browser, people):
    reply = browser.as_("dewi").get("/kepatuhan?format=csv")

    rows = reply.csv()
    assert list(rows[0])[: len(COLUMNS)] == COLUMNS
    assert [(row["kode"], row["nama"]) for row in rows] == [
        ("01", "Sekretariat Daerah"),
        ("07", "Dinas Pendidikan"),
        ("08", "Dinas Kesehatan"),
    ]
    assert numbers(rows[1]) == [5, 4, 1, 1, 3, 2, 1, 3, 2, 16800, 8400]
    assert numbers(rows[2]) == [1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    assert (rows[1]["persen_menyatakan"], rows[1]["persen_terdaftar"], rows[1]["persen_tuntas"]) == (
        "80.0",
        "66.7",
        "33.3",
    )


def test_a_file_stays_by_code_however_the_screen_is_sorted(browser, people):
    reply = browser.as_("dewi").get("/kepatuhan?format=csv&urut=-belum")

    assert [row["kode"] for row in reply.csv()] == ["01", "07", "08"]


def test_a_spreadsheet_holds_the_same(browser, people):
    lines = browser.as_("dewi").get("/kepatuhan?format=xlsx").xlsx()

    assert [line[0] for line in lines[1:]] == ["01", "07", "08"]
    assert list(lines[2][2:13]) == [5, 4, 1, 1, 3, 2, 1, 3, 2, 16800, 8400]


def test_a_percentage_can_be_of_all_asn_or_of_those_who_answered(browser, people):
    dewi = browser.as_("dewi")

    of_all, of_answered = dewi.get("/kepatuhan?dasar=asn"), dewi.get("/kepatuhan?dasar=menyatakan")

    assert of_all.heading.startswith(
        "1 dari 6 ASN telah mendaftarkan pekerja dan membayar iuran November 2026 (16,7%)."
    )
    assert of_answered.heading.startswith("1 dari 5 ASN yang mengisi pernyataan telah")
    of_those_who_take_part = dewi.get("/kepatuhan?dasar=ikut")
    assert of_those_who_take_part.heading.startswith(
        "1 dari 5 ASN pada OPD yang ikut telah mendaftarkan pekerja"
    )
    assert of_those_who_take_part.says("OPD yang ikut = unit yang melapor sendiri")
    assert dewi.get("/kepatuhan?dasar=semua").status == 404


@pytest.mark.both_engines
@pytest.mark.parametrize(
    "url", ["/kepatuhan", "/kepatuhan?unit=07", "/kepatuhan?bulan=2026-10", "/kepatuhan?dasar=ikut"]
)
def test_every_number_opens_a_list_of_that_length(browser, people, url):
    dewi = browser.as_("dewi")
    page = dewi.get(url)

    opened = {
        str(link["href"]): int(link.get_text().replace(".", ""))
        for link in page.page.select("main a[href^='/asn?'], main a[href^='/pekerja?']")
        if link.get_text().strip().replace(".", "").isdigit()
    }

    assert len(opened) >= 15
    for address, count in opened.items():
        assert len(dewi.get(f"{address}&format=csv").csv()) == count, address


def test_a_name_opens_its_sub_units_and_a_leaf_its_people(browser, people):
    dewi = browser.as_("dewi")
    name = dewi.get("/kepatuhan").one("table.units tbody tr:nth-of-type(2) .name")

    below = dewi.get(str(name["href"]))

    assert [row[0] for row in below.rows("table.units")] == [
        "Dinas Pendidikan langsung",
        "SD Negeri Tunas Harapan",
    ]
    leaf = urlsplit(str(below.one("table.units tbody tr:nth-of-type(2) .name")["href"]))
    assert (leaf.path, parse_qs(leaf.query)["unit"]) == ("/asn", ["07.01"])
    assert below.has(".where a[href^='/kepatuhan']")


def test_the_table_sorts_by_its_heads(browser, people):
    page = browser.as_("dewi").get("/kepatuhan?urut=-belum")

    assert [row[0] for row in page.rows("table.units")] == [
        "Dinas Pendidikan",
        "Dinas Kesehatan",
        "Sekretariat Daerah",
    ]
    assert page.text("[aria-sort=descending]").startswith("Belum tuntas")


def test_more_than_fifty_units_come_in_pages_that_keep_filter_and_order(browser, make):
    make.a_circular()
    for number in range(60):
        make.a_unit(f"08.02.{number:02d}", name=f"Pustu {number:02d}", parent="08")
    dewi = browser.as_("dewi")

    first = dewi.get("/kepatuhan?unit=08&urut=-nama&dasar=asn")
    second = dewi.get(first.one(".paging a[rel=next]")["href"])

    names = [row[0] for page in (first, second) for row in page.rows("table.units")]
    assert (len(first.rows("table.units")), len(names), len(set(names))) == (50, 62, 62)
    assert names[0] == "Dinas Kesehatan langsung"
    assert names[2:] == sorted(names[2:], reverse=True)
    assert "dasar=asn" in second.url
    assert second.text(".paging span") == "51–62 dari 62"
    back = dewi.get(second.one(".paging a[rel=prev]")["href"])
    assert back.rows("table.units") == first.rows("table.units")
    assert back.says("62 unit")


def test_all_units_are_in_the_file_and_on_paper(browser, make):
    make.a_circular()
    for number in range(60):
        make.a_unit(f"08.02.{number:02d}", parent="08")
    dewi = browser.as_("dewi")
    page = dewi.get("/kepatuhan?unit=08")

    assert len(dewi.get("/kepatuhan?unit=08&format=csv").csv()) == 62
    paper = dewi.get(page.one(".downloads a:last-of-type")["href"])
    assert (len(paper.rows("table.units")), paper.has("[data-print-now]")) == (62, True)
    assert "/kepatuhan?unit=08" in paper.links


def test_another_month_changes_the_sentence_with_the_table(browser, people):
    fragment = browser.as_("dewi").htmx().get("/kepatuhan", bulan="2026-10")

    assert "iuran Oktober 2026" in fragment.text("h1")
    assert fragment.has("#kepatuhan #saring") and not fragment.has("main")


def test_while_no_payment_is_recorded_nobody_is_said_not_to_have_paid(browser, make):
    make.a_declaration(hadi := make.a_sponsor())
    make.an_enrolment(hadi)

    page = browser.as_("dewi").get("/kepatuhan")

    assert page.heading == "1 dari 1 ASN yang mempekerjakan ART telah mendaftarkan (100,0%)."
    assert page.says("Pembayaran iuran November 2026 belum dicatat.")
    assert "Belum tuntas" not in page.text("table.units")


def test_before_the_due_date_nobody_is_late(browser, people, clock):
    clock.move_to("2026-11-16 08:00")

    page = browser.as_("dewi").get("/kepatuhan", bulan="2026-11")

    assert page.heading.startswith("2 dari 4 ASN yang mempekerjakan ART telah mendaftarkan (50,0%).")
    assert page.says("Iuran November 2026 jatuh tempo Senin, 16 November 2026.")


@pytest.mark.parametrize(("day", "month"), [("2026-11-16", "Oktober 2026"), ("2026-11-17", "November 2026")])
def test_without_a_month_the_last_one_that_is_due_is_shown(browser, people, clock, day, month):
    clock.move_to(f"{day} 08:00")

    assert month in browser.as_("dewi").get("/kepatuhan").text(".where")


def test_a_future_month_is_refused_with_a_sentence(browser, people):
    reply = browser.as_("dewi").get("/kepatuhan?bulan=2026-12")

    assert reply.status == 422
    assert reply.says(
        "Desember 2026 belum berjalan. Angka dapat dilihat sampai bulan berjalan, yaitu November 2026."
    )


@pytest.mark.parametrize("text", ["2026-13", "November", "202611", "<b>"])
def test_a_month_that_is_none_is_refused_with_a_sentence(browser, people, text):
    reply = browser.as_("dewi").get("/kepatuhan", bulan=text)

    assert reply.status == 422
    assert "bukan bulan" in reply.problems


def test_a_month_before_the_circular_says_since_when_it_is_in_force(browser, people):
    page = browser.as_("dewi").get("/kepatuhan?bulan=2025-12")

    assert page.status == 200
    assert page.says("mulai berlaku 1 Jan 2026")
    assert browser.as_("dewi").get("/kepatuhan?bulan=2025-12&format=csv").csv() == []


def test_without_a_circular_the_page_teaches(browser):
    page = browser.as_("dewi").get("/kepatuhan")

    assert page.says("Belum ada Surat Edaran yang berlaku")
    assert page.has(".empty a[href='/edaran']")


def test_a_circular_that_has_ended_keeps_its_last_month(browser, make, people):
    make.a_circular(
        "SE 9/2025",
        state=CircularState.SUPERSEDED.value,
        in_force_from=date(2025, 3, 1),
        in_force_until=date(2025, 12, 31),
    )
    dewi = browser.as_("dewi")

    assert "Desember 2025" in dewi.get("/kepatuhan", edaran="SE 9/2025").text(".where")
    assert dewi.get("/kepatuhan", edaran="SE 9/2025", bulan="2026-02").says("berakhir 31 Des 2025")
    assert dewi.get("/kepatuhan", edaran="SE 8/2025").status == 404


def test_a_quota_speaks_of_who_covers_somebody_and_not_of_an_art(browser, make):
    make.a_circular(duty_kind=DutyKind.QUOTA.value, quota=1)
    make.an_enrolment()

    page = browser.as_("dewi").get("/kepatuhan")

    assert page.heading == (
        "1 dari 1 ASN telah menanggung pekerja rentan (100,0%); 1 pekerja untuk 1 ASN (100,0%)."
    )


def test_the_stranger_sees_only_his_own_and_gets_404_for_the_rest(browser, people):
    bayu = browser.as_("bayu")

    assert [row["kode"] for row in bayu.get("/kepatuhan?format=csv").csv()] == ["08"]
    assert [bayu.get(f"/kepatuhan?unit={code}").status for code in ("07", "07.01", "99")] == [404, 404, 404]
    assert bayu.get("/kepatuhan?unit=07&format=csv").status == 404
    assert bayu.get("/kepatuhan?unit=08.01").status == 200


def test_signed_out_is_sent_to_sign_in_and_the_wrong_verb_is_refused(browser):
    assert browser.stranger.get("/kepatuhan").location.startswith("/masuk")
    assert browser.as_("dewi").post("/kepatuhan").status == 405


@pytest.mark.both_engines
@pytest.mark.parametrize("url", ["/kepatuhan", "/kepatuhan?unit=07"])
@pytest.mark.parametrize(
    "day", ["2026-11-20", "2026-11-21"]
)  # the second: November was not judged by that day yet
def test_the_page_costs_at_most_twelve_statements_fresh_or_not(browser, people, clock, queries, url, day):
    clock.move_to(f"{day} 12:00")
    dewi = browser.as_("dewi")
    dewi.get("/edaran")

    with queries() as seen:
        page = dewi.get(url)

    assert page.status == 200
    assert len(seen) <= 12, seen
