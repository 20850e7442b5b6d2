"""Workers by step and unit: every number opens its list, and the cover that stands in rupiah (R18, R19)."""

import pytest

from tests.support import cast

LADDER = "/kepatuhan?tampilan=tangga"


@pytest.fixture
def families(make):
    """In OPD 7 one full, in its school one waiting and one behind; in OPD 8 one lapsed, one never paid."""
    people = [
        ("Hadi", cast.OPD_7, ["2026-08", "2026-09", "2026-10"]),
        ("Umar", cast.SCHOOL, ["2026-09", "2026-10"]),
        ("Tuti", cast.SCHOOL, ["2026-08"]),
        ("Wiwik", cast.CLINIC, ["2026-03"]),
        ("Slamet", cast.OPD_8, []),
    ]
    for name, unit, months in people:
        payer = make.a_sponsor(name, unit=unit)
        make.a_declaration(payer)
        enrolment = make.an_enrolment(payer, make.a_worker(f"ART {name}"))
        if months:
            make.paid_month(enrolment, *months)


def test_the_sentence_counts_families_and_names_the_sum_as_an_estimate(browser, families):
    page = browser.as_("dewi").get(LADDER, bulan="2026-10")

    assert page.heading == (
        "1 dari 5 pekerja terdaftar terlindungi penuh (20,0%); 1 menunggak, 1 telah berakhir kepesertaannya."
    )
    assert page.text(".next").startswith(
        "Rp52.000.000 perlindungan aktif per akhir Oktober 2026 ( perkiraan )"
    )
    assert "bagi 2 pekerja" in page.text(".next")
    assert page.one(".next a:last-child").get_text() == "PP 82/2019 atas perubahan PP 44/2015"


def test_r19_in_the_running_month_the_sum_is_of_the_month_that_has_ended(browser, make, families):
    """Umar's third month is paid in November: his family has the full benefit from December on."""
    page = browser.as_("dewi").get(LADDER, bulan="2026-11")

    assert page.text(".next").startswith("Rp52.000.000 perlindungan aktif per akhir Oktober 2026")


@pytest.mark.both_engines
@pytest.mark.parametrize("query", ["bulan=2026-10", "bulan=2026-11", "bulan=2026-10&unit=07"])
def test_every_number_opens_a_list_of_that_length(browser, families, query):
    dewi = browser.as_("dewi")
    page = dewi.get(f"{LADDER}&{query}")

    opened = {
        str(link["href"]): int(link.get_text())
        for link in page.page.select("main a[href^='/pekerja?']")
        if link.get_text().strip().isdigit()
    }

    assert len(opened) >= 6
    for address, count in opened.items():
        assert len(dewi.get(f"{address}&format=csv").csv()) == count, address


def test_the_sum_of_a_unit_opens_exactly_the_workers_it_is_of(browser, families):
    dewi = browser.as_("dewi")

    page = dewi.get(f"{LADDER}&bulan=2026-10")
    listed = dewi.get(str(page.one("table.units tbody tr:nth-of-type(2) td:last-child a")["href"]))

    assert page.text("table.units tbody tr:nth-of-type(2) td:last-child") == "Rp52.000.000"
    assert sorted(row["tangga"] for row in dewi.get(f"{listed.url}&format=csv").csv()) == [
        "aktif penuh",
        "masa tunggu 2/3",
    ]


def test_the_file_holds_every_step_and_units_add_up(browser, families):
    rows = browser.as_("dewi").get(f"{LADDER}&bulan=2026-10&format=csv").csv()

    disdik = next(row for row in rows if row["kode"] == "07")
    steps = ("belum_aktif", "masa_tunggu_1", "masa_tunggu_2", "aktif_penuh", "menunggak_1", "menunggak_2")
    assert [disdik[one] for one in steps] == ["0", "0", "1", "1", "0", "1"]
    assert (disdik["bulan_perlindungan"], disdik["perlindungan_aktif_perkiraan"]) == ("2026-10", "52000000")
    assert sum(int(row["pekerja_terdaftar"]) for row in rows) == 5


def test_it_sorts_and_goes_down_the_tree_and_stays_the_ladder(browser, families):
    dewi = browser.as_("dewi")

    page = dewi.get(f"{LADDER}&bulan=2026-10&urut=-kepesertaan_berakhir")
    below = dewi.get(str(page.one("table.units a.name[href*='unit=07']")["href"]))

    assert page.texts("table.units .name")[0] == "Dinas Kesehatan"
    assert page.text("[aria-sort=descending]").startswith("Kepesertaan berakhir")
    assert below.heading.endswith("telah berakhir kepesertaannya.")
    assert below.texts(".counts [aria-current]") == ["Perlindungan pekerja"]


def test_both_sights_lead_to_each_other(browser, families):
    dewi = browser.as_("dewi")

    page = dewi.get(str(dewi.get("/kepatuhan", bulan="2026-10").one(".counts a:last-child")["href"]))

    assert page.says("Bulan ke-2 dari 3")
    assert "Tuntas / sasaran" in dewi.get(str(page.one(".counts a:first-child")["href"])).text("table.units")


def test_a_fragment_carries_its_own_title(browser, families):
    reply = browser.as_("dewi").htmx().get(f"{LADDER}&bulan=2026-10")

    assert reply.text("title").startswith("1 dari 5 pekerja terdaftar")
    assert reply.has("#kepatuhan") and not reply.has("main")


def test_the_stranger_counts_only_his_own(browser, families):
    rows = browser.as_("bayu").get(f"{LADDER}&bulan=2026-10&format=csv").csv()

    assert [(row["kode"], row["pekerja_terdaftar"]) for row in rows] == [("08", "2")]
    assert browser.as_("bayu").get(f"{LADDER}&unit=07").status == 404


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-21"])
def test_it_costs_at_most_twelve_statements(browser, families, clock, queries, day):
    clock.move_to(f"{day} 12:00")
    dewi = browser.as_("dewi")
    dewi.get("/edaran")

    with queries() as seen:
        dewi.get(LADDER)

    assert len(seen) <= 12, seen
