"""Programmes of funds and targets on the screens (R8), and several circulars in force over the same people."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from lindung.domain.duties import DutyKind
from lindung.models.base import db
from lindung.models.workers import Enrolment
from tests.support.duty_kinds import FUNDED, QUOTA, a_funded_list, a_quota


@pytest.fixture
def quota(make):
    return a_quota(make)


@pytest.fixture
def funded(make):
    return a_funded_list(make)


# Funds (Pasuruan, Gianyar)


def test_a_programme_of_funds_speaks_of_workers_and_how_far_they_are_funded(browser, funded):
    page = browser.as_("dewi").get("/beranda")

    assert page.heading == (
        "3 pekerja terdaftar: 1 aktif penuh, 1 dalam masa tunggu. Iuran didanai sampai Desember 2026."
    )
    assert "(daftar dana)" in page.text(".where")
    assert page.says("1 pekerja belum aktif: iurannya belum pernah dibayar.")
    assert page.says("Program berakhir 30 Jun 2027.")
    assert not page.has(".tallies")


def test_the_table_of_a_programme_has_no_column_about_asn(browser, funded):
    page = browser.as_("dewi").get("/kepatuhan")

    assert [head.split()[0] for head in page.texts("table.units thead th")] == [
        "Unit", "Perlindungan", "Terdaftar", "Aktif", "Masa", "Belum", "Menunggak", "Berakhir", "Perubahan", "Iuran",
    ]  # fmt: skip
    assert not page.has("select[name=dasar]")
    row = next(row for row in page.rows("table.units") if row[0] == "Dinas Pendidikan")
    assert row[2:8] == ["3", "1", "1", "1", "0", "0"]
    file = browser.as_("dewi").get("/kepatuhan?format=csv").csv()
    assert [(row["kode"], row["asn"], row["pekerja_terdaftar"]) for row in file if row["kode"] == "07"] == [
        ("07", "0", "3")
    ]


@pytest.mark.both_engines
@pytest.mark.parametrize("url", ["/beranda", "/kepatuhan", "/kepatuhan?unit=07"])
def test_r9_every_number_of_a_programme_opens_a_list_of_that_length(browser, funded, url):
    dewi = browser.as_("dewi")
    page = dewi.get(url)

    opened = {
        str(link["href"]): int(link.get_text().replace(".", ""))
        for link in page.page.select("main h1 a, main table a.figure, main p.next a.figure")
        if link.get_text().strip().replace(".", "").isdigit()
    }

    assert len(opened) >= 3
    for address, count in opened.items():
        assert len(dewi.get(f"{address}&format=csv").csv()) == count, address


def test_a_programme_without_a_fund_says_that_none_is_noted(browser, make):
    make.a_circular(FUNDED, duty_kind=DutyKind.FUNDED_LIST.value, audience=[])

    heading = browser.as_("dewi").get("/beranda").heading

    assert heading == "Belum ada pekerja yang terdaftar atas dana program ini. Dananya belum dicatat."


# A target (Ngawi)


def test_a_target_sends_to_its_figures_and_asks_nothing_of_asn(browser, make):
    make.a_circular("MoU 3/2026", duty_kind=DutyKind.TARGET.value, audience=[])
    make.a_sponsor()

    page = browser.as_("dewi").get("/beranda")

    assert "target" in page.heading.lower()
    assert "(target cakupan)" in page.text(".where")
    assert page.has("a[href^='/cakupan']")
    assert "belum mengisi pernyataan" not in page.text("main")


# Several at once


@pytest.fixture
def several(make, quota, funded):
    """A quota since January, a programme since May, and the circular about ART since July."""
    make.a_circular("SE ART", in_force_from=date(2026, 7, 1))
    tuti = make.a_sponsor("Tuti Wulandari")
    make.a_declaration(tuti, circular=make.the_circular(), on=date(2026, 8, 1))
    return tuti


def test_pages_about_asn_begin_with_the_newest_that_asks_something_of_them(browser, make, quota, funded):
    dewi = browser.as_("dewi")

    assert QUOTA in dewi.get("/beranda").text(".where")
    assert QUOTA in dewi.get("/asn").text("table caption")
    assert QUOTA in dewi.get("/pekerja").text("table caption")
    assert QUOTA in dewi.get("/kepatuhan").text(".where")


@pytest.mark.parametrize("username", ["dewi", "kadis", "ratna", "koordinator"])
def test_the_month_table_opens_with_what_the_home_page_speaks_of(browser, several, username):
    person = browser.as_(username)

    assert "SE ART" in person.get("/beranda").text(".where")
    assert "SE ART" in person.get("/kepatuhan").text(".where")


@pytest.mark.parametrize("view", ["", "?tampilan=tangga"])
def test_a_file_without_a_circular_is_of_the_newest_and_the_pages_own_file_names_its_circular(
    browser, quota, funded, view
):
    dewi = browser.as_("dewi")
    page = dewi.get(f"/kepatuhan{view}")

    links = [str(link["href"]) for link in page.page.select(".downloads a[download]")]
    joint = "&" if view else "?"
    bare = dewi.get(f"/kepatuhan{view}{joint}format=csv").csv()
    named = dewi.get("/kepatuhan", edaran=FUNDED, format="csv", **({"tampilan": "tangga"} if view else {}))

    assert [parse_qs(urlsplit(link).query)["edaran"] for link in links] == [[QUOTA], [QUOTA]]
    assert bare == named.csv(), "the contract: the newest in force"
    assert dewi.get(links[1]).csv() != bare


def test_in_the_first_month_of_a_circular_the_change_says_since_when(browser, make):
    make.a_circular("SE ART", in_force_from=date(2026, 11, 1))
    make.a_circular("SE LAMA", in_force_from=date(2026, 1, 1))
    make.a_sponsor()
    dewi = browser.as_("dewi")

    first, later = dewi.get("/kepatuhan"), dewi.get("/kepatuhan", edaran="SE LAMA")

    assert any("Perubahan" in head and "(mulai November 2026)" in head for head in first.texts("thead th"))
    assert not any("mulai" in head for head in later.texts("thead th"))


def test_the_table_of_a_programme_says_since_when_it_can_be_compared(browser, make):
    make.a_circular(
        FUNDED, duty_kind=DutyKind.FUNDED_LIST.value, audience=[], in_force_from=date(2026, 11, 1)
    )

    heads = browser.as_("dewi").get("/kepatuhan").texts("thead th")

    assert any("Perubahan pekerja (mulai November 2026)" in head for head in heads)


@pytest.mark.parametrize("username", ["dewi", "kadis", "ratna"])
def test_every_other_circular_in_force_stands_on_the_home_page_with_its_own_state(browser, several, username):
    text = browser.as_(username).get("/beranda").text("#beranda")

    assert f"{FUNDED} (3 pekerja terdaftar atas dana, 1 aktif penuh)" in text
    assert f"{QUOTA} (" in text and "ASN menanggung" in text


@pytest.mark.parametrize("url", ["/kepatuhan?unit=07", "/pekerja?unit=07&urut=unit", "/asn?unit=07&q=tuti"])
def test_the_switch_is_one_click_and_keeps_the_rest_of_the_address(browser, several, url):
    dewi = browser.as_("dewi")
    links = dewi.get(url).page.select("nav.switch[aria-label='Surat Edaran yang berlaku'] a")

    assert [link.get_text().split()[-1] for link in links] == ["bersyarat", "dana", "kuota"]
    there = parse_qs(urlsplit(str(links[2]["href"])).query)
    assert there["edaran"] == [QUOTA]
    for name, value in parse_qs(urlsplit(url).query).items():
        assert there[name] == value
    page = dewi.get(str(links[2]["href"]))
    assert QUOTA in page.text("nav.switch [aria-current]")


def test_a_switch_to_a_younger_circular_goes_to_a_month_it_has(browser, several):
    dewi = browser.as_("dewi")
    links = dewi.get("/kepatuhan", edaran=QUOTA, bulan="2026-03").page.select("nav.switch a")

    page = dewi.get(str(next(link["href"] for link in links if "ART" in link.get_text())))

    assert "Juli 2026" in page.text(".where") and page.has("table.units")


def test_a_persons_page_says_where_he_stands_under_each_circular(browser, several):
    page = browser.as_("ratna").get(f"/asn/{several.id}")

    assert "SE ART" in page.text(".where")
    told = page.text(".standings")
    assert "SE ART (bersyarat) Belum mendaftarkan" in told
    assert f"{QUOTA} (kuota) Belum mendaftarkan" in told
    assert FUNDED not in told
    switched = browser.as_("ratna").get(str(page.page.select(".standings dt a")[1]["href"]))
    assert QUOTA in switched.text(".where")


def test_a_workers_page_names_the_circular_of_each_membership(browser, several):
    enrolment = db.session.query(Enrolment).order_by(Enrolment.id).first()

    page = browser.as_("ratna").get(f"/pekerja/{enrolment.worker_id}")

    assert QUOTA in page.text(".facts") or QUOTA in page.text("main")


@pytest.mark.both_engines
def test_the_secretary_reads_three_circulars_in_twelve_statements(browser, several, queries):
    dewi = browser.as_("dewi")
    dewi.get("/edaran")

    with queries() as seen:
        page = dewi.get("/beranda")

    assert page.status == 200
    assert len(seen) <= 12, seen


@pytest.mark.parametrize("username", ["kadis", "ratna", "koordinator"])
def test_the_others_read_them_in_sixteen(browser, several, queries, username):
    person = browser.as_(username)
    person.get("/edaran")

    with queries() as seen:
        assert person.get("/beranda").status == 200

    assert len(seen) <= 16, seen


def test_a_list_of_asn_under_a_programme_shows_no_states(browser, make):
    make.a_circular(FUNDED, duty_kind=DutyKind.FUNDED_LIST.value, audience=[])
    make.a_sponsor()

    page = browser.as_("ratna").get("/asn")

    assert page.heading == "1 ASN dan pegawai lain"
    assert "tidak ada Surat Edaran yang meminta sesuatu dari ASN" in page.text("caption")


def test_a_unit_without_asn_begins_with_the_programme_of_its_workers(browser, make, funded):
    circular = make.a_circular()
    make.a_sponsor("Agung", unit="08")
    ratna, bayu = browser.as_("ratna"), browser.as_("bayu")

    sent = ratna.get("/beranda")

    assert sent.status == 303
    assert ratna.follow().heading.startswith("3 pekerja terdaftar")
    assert circular.number in ratna.get("/beranda", edaran=circular.number).text(".where"), (
        "who asks for it sees it"
    )
    assert circular.number in bayu.get("/beranda").text(".where")
