"""Money, workers, months, start: whichever is left empty is the answer (P1, P4, G4)."""

import pytest

from tests.support.programme_pages import told

PASURUAN = {"uang": "2.800.000.000", "pekerja": "28448", "mulai": "2025-07"}
BRIDGES = "table:has(caption:-soup-contains('menjembatani'))"


def test_p1_the_simulator_answers_pasuruan_in_a_sentence_and_a_table(browser):
    page = browser.as_("ratna").get("/program/simulasi", **PASURUAN)

    assert told(
        page,
        "Rp2.800.000.000 cukup untuk 28.448 pekerja selama 5 bulan penuh (Juli–November 2025), sisa Rp410.368.000, "
        "kurang Rp67.558.400 untuk bulan ke-6.",
    )
    assert told(page, "Rp477.926.400 sebulan")
    assert page.rows("#jawaban table")[-1][:2] == ["Desember 2025", "Rp477.926.400"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            {"uang": "2800000000", "bulan": "12", "mulai": "2025-01"},
            "Rp2.800.000.000 cukup untuk 13.888 pekerja selama 12 bulan (Januari–Desember 2025)",
        ),
        (
            {"pekerja": "28448", "bulan": "6", "mulai": "2025-07"},
            "28.448 pekerja selama 6 bulan (Juli–Desember 2025) memerlukan Rp2.867.558.400.",
        ),
        (
            {"uang": "252.000", "pekerja": "10", "bulan": "3", "mulai": "", "pembayar": "swasta"},
            "apabila dimulai November 2026",
        ),
        (
            {"uang": "2800000000", "pekerja": "28448", "bulan": "6", "mulai": "2025-07"},
            "Rp2.800.000.000 hanya cukup untuk 5 dari 6 bulan, sisa Rp410.368.000; kurang Rp67.558.400.",
        ),
    ],
)
def test_whatever_is_left_empty_is_the_answer(browser, clock, asked, sentence):
    if asked.get("pembayar"):
        clock.move_to("2026-09-01 08:00")
        sentence = sentence.replace("November", "September")

    assert told(browser.as_("dewi").get("/program/simulasi", **asked), sentence)


def test_g4_the_simulator_warns_that_nobody_reaches_three_months(browser):
    page = browser.as_("dewi").get("/program/simulasi", pekerja="1136", bulan="2", mulai="2025-11")

    assert told(page, "Rp19.084.800 sebulan")
    assert told(page, "kecuali Januari 2026 didanai (Rp19.084.800)")


def test_p4_the_simulator_shows_the_cliff_and_what_bridging_costs(browser):
    page = browser.as_("dewi").get("/program/simulasi", pekerja="28448", bulan="6", mulai="2025-07")

    assert told(page, "Mulai 1 Jan 2026 tidak ada dana.")
    assert told(page, "kepesertaan berakhir pada akhir Maret 2026")
    assert [row[2] for row in page.rows(f"#jawaban {BRIDGES}")] == [
        "Rp477.926.400",
        "Rp955.852.800",
        "Rp1.433.779.200",
    ]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"uang": "16.799", "pekerja": "1", "mulai": "2025-07"}, "tidak membayar siapa pun"),
        ({"uang": "banyak", "pekerja": "1", "mulai": "2025-07"}, "Anggaran"),
        ({"uang": "0", "pekerja": "1", "mulai": "2025-07"}, "nol, negatif, atau tidak terbaca"),
        ({"uang": "16800", "pekerja": "0", "mulai": "2025-07"}, "Antara 1 dan"),
        ({"uang": "16800", "mulai": "2025-07"}, "Kosongkan satu isian saja"),
        ({"uang": "16800", "pekerja": "1", "mulai": "1999-07"}, "Bulan mulai antara"),
    ],
)
def test_what_cannot_be_simulated_is_said_at_its_field_and_kept(browser, asked, sentence):
    page = browser.as_("dewi").get("/program/simulasi", **asked)

    assert page.status == 422
    assert sentence in page.problems
    assert page.one("[name=uang]")["value"] == asked["uang"]


def test_the_months_of_a_simulation_as_a_file(browser):
    lines = browser.as_("dewi").get("/program/simulasi", **PASURUAN, format="csv").csv_lines()

    assert lines[0] == ["bulan", "iuran_per_pekerja", "pekerja", "biaya", "didanai", "sisa"]
    assert lines[5] == ["2025-11", "16800", "28448", "477926400", "ya", "410368000"]
    assert lines[6] == ["2025-12", "16800", "28448", "477926400", "tidak", "410368000"]


def test_an_empty_simulator_teaches_and_the_fragment_is_only_the_answer(browser):
    dewi = browser.as_("dewi")

    assert told(dewi.get("/program/simulasi"), "Kosongkan satu isian, yaitu yang dicari")
    assert told(dewi.htmx().get("/program/simulasi", **PASURUAN), "Rp477.926.400 sebulan")
