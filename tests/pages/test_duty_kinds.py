"""A quota on the screens (R8, Kendal): what its percentages are of (R9), and who is covered by whom (Kd1, Kd7)."""

from datetime import date

import pytest

from lindung.domain.duties import DutyKind
from lindung.models.base import db
from lindung.models.workers import Enrolment
from tests.support.duty_kinds import QUOTA, a_quota


@pytest.fixture
def quota(make):
    return a_quota(make)


# A quota (Kendal)


def test_a_quota_tells_of_the_offices_that_take_part_and_of_workers_for_all_asn(browser, quota):
    page = browser.as_("dewi").get("/beranda")

    assert page.heading == (
        "2 dari 5 ASN pada 2 OPD yang ikut telah menanggung pekerja rentan (40,0%); 3 pekerja untuk 7 ASN (42,9%). "
        "Target 20%."
    )
    assert "(kuota)" in page.text(".where")
    assert "ART" not in page.text("main h1")


def test_kd7_every_denominator_is_one_click_from_the_home_page_with_its_own_share(browser, quota):
    dewi = browser.as_("dewi")
    links = dewi.get("/beranda").page.select("nav.switch[aria-label='Dasar persentase'] a")

    assert [" ".join(link.get_text().split()) for link in links] == [
        "28,6% dari sasaran 7",
        "28,6% dari semua ASN 7",
        "40,0% dari ASN pada OPD yang ikut 5",
    ]
    of_all = dewi.get(str(links[1]["href"]))
    assert of_all.heading.startswith("2 dari 7 ASN telah menanggung pekerja rentan (28,6%);")
    assert of_all.text("nav.switch[aria-label='Dasar persentase'] [aria-current]") == "semua ASN 7"


def test_kd7_the_same_chart_is_switched_between_denominators_and_between_asn_and_workers(browser, quota):
    dewi = browser.as_("dewi")
    page = dewi.get("/kepatuhan")

    def link(words: str) -> str:
        found = [
            one for one in dewi.last.page.select("nav.switch a") if one.get_text().strip().startswith(words)
        ]
        return str(found[0]["href"])

    assert page.rows("figure.trend table")[-1] == ["Nov 2026", "2 / 5", "40,0%"]
    assert dewi.get(link("semua ASN")).rows("figure.trend table")[-1] == ["Nov 2026", "2 / 7", "28,6%"]
    workers = dewi.get(link("pekerja per ASN"))
    assert workers.rows("figure.trend table")[-1] == ["Nov 2026", "3 / 7", "42,9%"]
    assert workers.heading == "3 pekerja untuk 7 ASN (42,9%). Target 20%."
    assert "garis putus: target 20%" in workers.text("figure.trend")


@pytest.mark.both_engines
@pytest.mark.parametrize(
    "query",
    [
        "",
        "?dasar=asn",
        "?ukuran=pekerja",
        "?ukuran=tuntas",
        "?unit=07",
        "?unit=08&dasar=ikut",
        "?bulan=2026-06",
    ],
)
def test_r9_every_number_of_a_quota_opens_a_list_of_that_length(browser, quota, query):
    dewi = browser.as_("dewi")
    page = dewi.get(f"/kepatuhan{query}")

    opened = {
        str(link["href"]): int(link.get_text().replace(".", ""))
        for link in page.page.select("main a[href^='/asn?'], main a[href^='/pekerja?']")
        if link.get_text().strip().replace(".", "").isdigit()
    }

    assert len(opened) >= 8
    for address, count in opened.items():
        assert len(dewi.get(f"{address}&format=csv").csv()) == count, address


def test_the_file_of_a_quota_names_its_basis_and_holds_who_takes_part(browser, quota):
    rows = browser.as_("dewi").get("/kepatuhan?format=csv").csv()

    assert [(row["kode"], row["asn"], row["asn_opd_ikut"], row["terdaftar"]) for row in rows] == [
        ("01", "2", "0", "0"),
        ("07", "3", "3", "1"),
        ("08", "2", "2", "1"),
    ]
    assert {row["dasar_persen"] for row in rows} == {"ikut"}
    assert (rows[1]["persen_terdaftar"], rows[1]["persen_pekerja_per_asn"]) == ("33.3", "66.7")
    assert list(rows[0])[:3] == ["kode", "nama", "asn"]


def test_a_school_takes_part_when_its_office_does(browser, quota):
    page = browser.as_("dewi").get("/kepatuhan?unit=07.01")

    assert page.heading.startswith("Belum ada ASN yang menanggung pekerja rentan, dari 1 ASN.")
    assert browser.as_("dewi").get("/kepatuhan?unit=07.01&format=csv").csv()[0]["asn_opd_ikut"] == "1"
    assert len(browser.as_("dewi").get("/asn?unit=07.01&keadaan=ikut&format=csv").csv()) == 1


def test_an_office_that_joins_is_told_and_does_not_look_like_a_fall(browser, make, quota):
    make.an_enrolment(make.a_sponsor("Ratih", unit="01"), make.a_worker("Rini"), since="2026-11")

    page = browser.as_("dewi").get("/beranda")

    assert page.heading.startswith("3 dari 8 ASN pada 3 OPD yang ikut")
    assert page.says("+1 OPD ikut sejak Oktober 2026.")
    assert page.says("Bertambah 1 ASN (−2,5 poin) sejak Oktober 2026. ASN pada OPD yang ikut bertambah 3.")


def test_who_has_paid_is_told_beside_who_covers_somebody(browser, make, quota):
    hadis = db.session.query(Enrolment).order_by(Enrolment.id).limit(2).all()
    for one in hadis:
        make.paid_month(one, "2026-11")

    page = browser.as_("dewi").get("/kepatuhan")

    assert page.heading.startswith(
        "2 dari 5 ASN pada 2 OPD yang ikut telah menanggung pekerja rentan (40,0%)"
    )
    assert page.says("1 dari 2 ASN itu telah membayar iuran November 2026.")
    paid = browser.as_("dewi").get("/kepatuhan?ukuran=tuntas")
    assert paid.heading.startswith(
        "1 dari 5 ASN pada 2 OPD yang ikut telah menanggung pekerja rentan dan membayar iuran November 2026 (20,0%);"
    )


def test_a_table_of_a_quota_asks_for_no_declarations(browser, quota):
    page = browser.as_("dewi").get("/kepatuhan")

    heads = page.texts("table.units thead th")
    assert not [head for head in heads if "Mengisi" in head or "Nihil" in head]
    assert any(head.startswith("Menanggung / ASN") for head in heads)
    assert not page.has("select[name=pernyataan]")


def test_an_unknown_measure_is_not_there(browser, quota):
    assert browser.as_("dewi").get("/kepatuhan?ukuran=rupiah").status == 404


def test_while_nobody_covers_anybody_a_quota_says_so(browser, make):
    make.a_circular(duty_kind=DutyKind.QUOTA.value, quota=1)
    make.a_sponsor()

    assert browser.as_("dewi").get("/beranda").heading == (
        "Belum ada ASN yang menanggung pekerja rentan, dari 1 ASN."
    )


@pytest.mark.parametrize(
    ("username", "heading"),
    [
        (
            "kadis",
            "1 dari 3 ASN telah menanggung pekerja rentan (33,3%); 2 pekerja untuk 3 ASN (66,7%). Target 20%.",
        ),
        ("ratna", "2 ASN belum menanggung pekerja."),
    ],
)
def test_an_office_reads_its_own_part_of_a_quota(browser, quota, username, heading):
    assert browser.as_(username).get("/beranda").heading == heading


# Kd1: whoever it is


def test_kd1_a_neighbour_is_registered_with_the_relation_and_found_by_it(browser, make, quota):
    tuti = next(row for row in browser.as_("ratna").get("/asn?q=tuti").page.select("a.name"))
    ratna = browser.as_("ratna")
    ratna.get(str(tuti["href"]))
    ratna.get(str(ratna.last.one("a[href*='/pekerja/baru']")["href"]))

    reply = ratna.submit("#pekerja-baru", nik=make.a_nik(), name="Mbok Jum", relation="neighbour")

    assert reply.status == 303
    assert db.session.query(Enrolment).order_by(Enrolment.id.desc()).first().relation == "neighbour"
    listed = ratna.get("/pekerja?hubungan=tetangga&format=csv").csv()
    assert [(row["nama"], row["hubungan"]) for row in listed] == [
        ("Mbok Jum", "Tetangga"),
        ("Siti", "Tetangga"),
    ]
    page = ratna.get("/pekerja?hubungan=tetangga")
    assert "Tetangga" in page.text("table.roster tbody") and "Wati" not in page.text("table.roster")
    assert "Tetangga" in page.text(".chips, .tools")


def test_a_relation_that_does_not_exist_is_left_out_and_said(browser, quota):
    page = browser.as_("ratna").get("/pekerja?hubungan=sepupu")

    assert page.says("“sepupu” tidak dikenal, diabaikan")
    assert len(page.rows("table.roster")) == 2


def test_a_worker_is_offered_the_relations_of_the_circular_that_asks_for_him(browser, make, quota):
    make.a_circular("SE ART", in_force_from=date(2026, 11, 1), relations=["art"])
    tuti = make.a_sponsor("Tutik")
    ratna = browser.as_("ratna")

    def offered(edaran: str) -> list[str]:
        page = ratna.get(f"/asn/{tuti.id}/pekerja/baru", edaran=edaran)
        return page.texts("select[name=relation] option")

    assert offered("SE ART") == ["ART"]
    assert offered(QUOTA) == ["ART", "Saudara", "Tetangga", "Lainnya"]


def test_r9_nothing_of_a_quota_is_a_share_of_declarations(browser, quota):
    dewi = browser.as_("dewi")

    usual, asked = dewi.get("/kepatuhan"), dewi.get("/kepatuhan?dasar=menyatakan")

    assert [option["value"] for option in usual.page.select("select[name=dasar] option")] == [
        "sasaran", "asn", "ikut",
    ]  # fmt: skip
    assert asked.status == 200 and asked.heading == usual.heading
    assert "mengisi pernyataan" not in asked.text("main")
    rows = dewi.get("/kepatuhan?dasar=menyatakan&format=csv").csv()
    assert {row["dasar_persen"] for row in rows} == {"ikut"}


def test_the_list_of_asn_of_a_quota_asks_to_cover_somebody_not_to_answer(browser, quota, make):
    dewi = browser.as_("dewi")
    make.a_circular("SE ART", in_force_from=date(2025, 1, 1))

    assert dewi.get("/asn").heading == "7 ASN diminta menanggung pekerja rentan"
    assert dewi.get("/asn?edaran=SE ART").heading == "7 ASN diminta menjawab Surat Edaran"
