"""The year of a unit's workers, a letter a month: whose word it is, pages, files, paper, and whose it is not."""

import pytest

from tests.support import cast

GRID = "/pekerja/kisi"


@pytest.fixture
def siti(make):
    """Siti: five months by BPJS, two by the office's word, then two behind; Komang belongs to another office."""
    one = make.an_enrolment(
        make.a_sponsor("Hadi Suprapto"), make.a_worker("Siti Rahayu", nik="3518005704860007")
    )
    make.paid_month(one, *(f"2026-{month:02d}" for month in range(3, 7)))
    make.paid_month(one, "2026-07", "2026-08", source="opd")
    make.an_enrolment(make.a_sponsor("Wayan", unit=cast.OPD_8), make.a_worker("Komang"))
    return one


def marks(page, row: int = 1) -> str:
    return "".join(page.texts(f"table.year tbody tr:nth-of-type({row}) td.mark"))


def test_each_month_is_one_letter_and_whose_word_it_is_can_be_read(browser, siti):
    page = browser.as_("ratna").get(GRID)

    assert (
        page.heading
        == "Iuran 2026 1 pekerja. Per November 2026 1 menunggak, 0 telah berakhir kepesertaannya."
    )
    assert marks(page) == "––BBBBbbTT··"
    assert page.one("td[data-s=o]")["title"] == "Juli 2026: dibayar menurut OPD, belum dikonfirmasi BPJS"
    assert "b dibayar menurut OPD" in page.text(".legend")


def test_the_workers_own_page_uses_the_same_letters(browser, siti):
    page = browser.as_("ratna").get(f"/pekerja/{siti.worker_id}")

    assert "".join(page.texts(".months tbody td")) == "––BBBBbbTT··"


@pytest.mark.both_engines
def test_the_file_says_the_same_in_letters_and_sums(browser, siti):
    row = browser.as_("ratna").get(GRID, format="csv").csv()[0]

    assert "".join(row[f"2026-{month:02d}"] for month in range(1, 13)) == "––BBBBbbTT··"
    assert (row["nama"], row["nik"]) == ("Siti Rahayu", "••••••••••••0007")
    assert (row["dibayar"], row["dikonfirmasi_bpjs"], row["belum_dibayar"]) == ("6", "4", "2")


def test_a_past_year_is_told_at_its_end_and_a_year_to_come_is_refused(browser, siti):
    ratna = browser.as_("ratna")

    assert ratna.get(GRID, tahun="2025").says("Belum ada peserta pada 2025")
    assert ratna.get(GRID, tahun="2027").status == 422
    assert ratna.last.says("Tahun 2027 belum berjalan. Kisi dapat dilihat sampai tahun 2026.")
    for text in ("x", "20266", "-1", "²⁰²⁶"):
        assert ratna.get(GRID, tahun=text).status == 422


def test_whoever_ended_within_the_year_is_still_in_it_and_of_the_year_before_is_not(browser, make):
    make.an_enrolment(make.a_sponsor("Hadi"), make.a_worker("Wati"), since="2026-01", state="ended")
    make.an_enrolment(make.a_sponsor("Tuti"), make.a_worker("Yati"), since="2025-01", state="ended")

    page = browser.as_("ratna").get(GRID)

    assert page.texts("table.year tbody .name") == ["Wati"]
    assert marks(page) == "TTT–––––––––"


def test_candidates_are_no_participants(browser, make):
    make.an_enrolment(state="candidate")

    assert browser.as_("ratna").get(GRID).says("Belum ada peserta pada 2026")


def test_filters_chips_sort_and_pages_keep_each_other(browser, make):
    for number in range(53):
        payer = make.a_sponsor(f"Pembayar {52 - number:02d}", unit=cast.SCHOOL)
        make.an_enrolment(payer, make.a_worker(f"Pekerja {number:02d}"))
    ratna = browser.as_("ratna")

    first = ratna.get(GRID, unit="07.01", urut="pembayar")
    second = ratna.get(str(first.one(".paging a[rel=next]")["href"]))

    assert first.texts("table.year tbody .name")[0] == "Pekerja 52"
    assert len(first.rows("table.year")) == 50 and len(second.rows("table.year")) == 3
    assert second.text(".chips").startswith("SD Negeri Tunas Harapan")
    assert len(ratna.get(GRID, unit="07.01", cetak="1").rows("table.year")) == 53
    assert ratna.get(GRID, q="Pekerja 07").texts("table.year tbody .name") == ["Pekerja 07"]
    assert ratna.get(GRID, tangga="full").says("Tidak ada pekerja yang sesuai")


def test_a_page_of_fifty_costs_what_a_page_of_one_costs(browser, siti, make, queries):
    dewi = browser.as_("dewi")
    dewi.get(GRID)
    with queries() as few:
        dewi.get(GRID)
    for number in range(8):
        make.paid_month(
            make.an_enrolment(make.a_sponsor(), make.a_worker(nik=f"351800570486{9000 + number}")), "2026-10"
        )

    with queries() as many:
        dewi.get(GRID)

    assert len(many) == len(few) <= 12


def test_another_office_sees_none_of_it(browser, siti):
    bayu = browser.as_("bayu")

    assert bayu.get(GRID).texts("table.year tbody .name") == ["Komang"]
    assert bayu.get(GRID, unit="07").status == 404
    assert [row["nama"] for row in bayu.get(GRID, format="csv").csv()] == ["Komang"]
    assert browser.stranger.get(GRID).location.startswith("/masuk")
    assert bayu.post(GRID).status == 405


def test_the_list_of_workers_leads_to_the_grid_of_the_same_unit(browser, siti):
    ratna = browser.as_("ratna")

    link = ratna.get("/pekerja", unit="07").one("#hitungan a[href^='/pekerja/kisi']")

    assert ratna.get(str(link["href"])).text(".chips").startswith("Dinas Pendidikan")
