"""Coverage is written on screen: set up, typed, imported, corrected; every refusal with its way out (Ng1-Ng3)."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.coverage import Figure, Segment
from tests.support.files import xlsx
from tests.support.importing import hand_in
from tests.support.workforce import BRANCH, PERPRES, a_target, count, ngawi, segments

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
BEGUN = {
    "workforce": "500.000",
    "covered": "120.000",
    "month": "2025-12",
    "source": BRANCH,
    "target_share": "45",
    "target_year": "2029",
    "target_source": PERPRES,
}
HEAD = (
    "120.000 dari 500.000 pekerja terlindungi (24,0%); target 45% pada 2029 (Perpres 36/2025): "
    "perlu 2.188 pekerja bersih per bulan."
)


def fresh(statement):
    db.session.expire_all()
    return db.session.scalars(statement)


def begin(person, **more):
    person.get("/cakupan/mulai")
    return person.submit("#mulai", **(BEGUN | more))


def test_one_form_sets_everything_up_and_is_taken_back_from_its_message(browser):
    coordinator = browser.as_("koordinator")

    assert begin(coordinator).location == "/cakupan"
    page = coordinator.follow()
    assert page.heading == HEAD
    assert page.said.startswith("Garis dasar dan target dicatat beserta sumbernya.")
    assert page.says("Laju belum dapat dihitung: catat angka bulan berikutnya.")

    coordinator.submit("#status form")
    assert fresh(select(Figure)).all() == []
    assert fresh(select(Circular)).all() == []


@pytest.mark.parametrize(
    ("more", "words", "field"),
    [
        ({"target_share": "101"}, "Persentase antara 0 dan 100", "target_share"),
        ({"target_share": "4,567"}, "paling banyak dua desimal", "target_share"),
        ({"target_share": ""}, "Isi jumlah orangnya, atau persentasenya", "target_people"),
        ({"workforce": "0"}, "Angkatan kerja tidak boleh nol", "workforce"),
        ({"workforce": "banyak"}, "Isi dengan bilangan bulat", "workforce"),
        ({"target_people": "300.000"}, "dari 500.000 orang jumlahnya 225.000 orang", "target_people"),
        ({"month": "9999-99"}, "Tulis bulan seperti 2026-10.", "month"),
        ({"covered": "500.001"}, "500.001 orang melebihi angkatan kerja 500.000", "covered"),
        ({"month": "2026-12"}, "Bulan Desember 2026 belum tiba", "month"),
        ({"source": ""}, "Wajib diisi", "source"),
        ({"target_year": "1999"}, "Antara 2000 dan 2100", "target_year"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(browser, more, words, field):
    coordinator = browser.as_("koordinator")

    page = begin(coordinator, **more)

    assert page.status == 422
    assert words in page.text(f"#{field}-galat")
    assert page.one("[role=alert] a")["href"] == f"#{field}"
    assert page.one("#target_source")["value"] == PERPRES
    assert fresh(select(Figure)).all() == []


def test_a_target_below_the_baseline_asks_and_is_taken_from_who_is_sure(browser):
    coordinator = browser.as_("koordinator")

    page = begin(coordinator, target_share="20")
    assert page.status == 422
    assert "di bawah yang sudah terlindungi, yaitu 120.000 orang" in page.text("[role=alert]")
    assert coordinator.submit("#mulai", sure="y").status == 303
    assert "sudah tercapai" in coordinator.follow().heading


def test_a_figure_is_written_with_its_paper_and_the_paper_is_opened(browser):
    ngawi()
    coordinator = browser.as_("koordinator")
    coordinator.get("/cakupan/angka/baru?jenis=target")

    sent = coordinator.submit(
        "#angka",
        kind="target",
        year="2029",
        share="43,92",
        source="RPJMD 2025",
        source_on="2025-08-20",
        document=(BytesIO(PDF), "rpjmd.pdf"),
    )

    assert sent.status == 303
    page = coordinator.follow()
    assert page.said.startswith("Angka dicatat. Yang tetap dipakai: 225.000 menurut Perpres 36/2025.")
    assert coordinator.get(page.one("td a[href$='/dokumen']")["href"]).status == 200
    one = fresh(select(Figure).where(Figure.source == "RPJMD 2025")).one()
    assert (one.hundredths, one.base, one.source_on, one.is_used) == (4392, 500_000, date(2025, 8, 20), False)
    assert page.says("Joko Prasetyo mencatat target Desember 2029 menurut RPJMD 2025")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "aktif", "people": "1"}, "Isi bulannya"),
        ({"kind": "target", "share": "40"}, "Isi tahun targetnya"),
        ({"kind": "aktif", "month": "2026-10"}, "Isi jumlah orangnya"),
        ({"kind": "aktif", "month": "2026-12", "people": "1"}, "belum tiba"),
        ({"kind": "aktif", "month": "9999-99", "people": "1"}, "Tulis bulan seperti 2026-10."),
        (
            {"kind": "target", "year": "2029", "share": "45", "people": "300000"},
            "dari 500.000 orang jumlahnya 225.000 orang, sedangkan yang tertulis 300.000 orang",
        ),
        ({"kind": "aktif", "month": "2025-12", "people": "1", "source": BRANCH}, "sudah menyebut angka ini"),
        ({"kind": "aktif", "month": "2026-10", "people": "1", "unit_code": "99"}, "Tidak ada unit kerja"),
    ],
)
def test_a_figure_that_says_too_little_is_refused_in_words(browser, fields, words):
    ngawi()
    coordinator = browser.as_("koordinator")
    coordinator.get("/cakupan/angka/baru")

    page = coordinator.submit("#angka", **({"source": "BPS"} | fields))

    assert page.status == 422
    assert words in page.text("[role=alert]")


def test_a_figure_changed_meanwhile_shows_both_values_and_keeps_mine(browser):
    figure_id = count(ngawi(), "2026-10", active=127_292)
    coordinator, admin = browser.as_("koordinator"), browser.as_("admin")
    for person in (coordinator, admin):
        person.get(f"/cakupan/angka/{figure_id}")
    assert admin.submit("#angka", people="127.300").status == 303

    page = coordinator.submit("#angka", people="127.400")

    assert page.status == 409
    assert "Agus Santoso mengubah data ini" in page.text(".clash")
    assert page.one("#people")["value"] == "127.400"
    assert coordinator.submit("#angka").status == 303
    assert fresh(select(Figure.people).where(Figure.id == figure_id)).one() == 127_400


def test_the_figure_in_use_is_not_taken_away_while_others_stand_beside_it(browser):
    circular_id = ngawi()
    first = fresh(select(Figure.id).where(Figure.kind == "target")).one()
    a_target(circular_id, "RPJMD 2025", 4392)
    coordinator = browser.as_("koordinator")
    coordinator.get("/cakupan/sumber")

    page = coordinator.submit(f"form[action='/cakupan/angka/{first}/hapus']")

    assert page.status == 422
    assert "Pilih dahulu angka lain" in page.text("main")


def test_a_month_is_typed_and_its_net_movement_told(browser):
    circular_id = ngawi()
    coordinator = browser.as_("koordinator")
    page = coordinator.get("/cakupan/bulan")
    assert page.one("#month")["value"] == "2026-01"
    assert page.one("#source")["value"] == BRANCH

    coordinator.submit("#catat", active="121.000", registered="125.000", gained="1.500", lapsed="500")

    page = coordinator.follow()
    assert page.said.startswith("4 angka dicatat.")
    assert page.heading == (
        "121.000 pekerja terlindungi pada akhir Januari 2026, +1.000 bersih sejak angka sebelumnya"
    )
    assert page.rows("main table")[0] == [
        "Januari 2026", "500.000", "125.000", "121.000", "24,2%", "+1.000", "1.500", "500", "122.187",
        f"{BRANCH}",
    ]  # fmt: skip
    count(circular_id, "2026-02", active=120_500)
    page = coordinator.get("/cakupan/bulan")
    assert page.rows("main table")[0][5] == "−500"
    oldest_first = coordinator.get("/cakupan/bulan?urut=bulan").rows("main table")
    assert oldest_first[0][0] == "Desember 2025"


def test_the_form_begins_at_a_month_that_has_ended_and_the_running_one_is_called_running(browser):
    count(ngawi(), "2026-10", active=127_000)
    coordinator = browser.as_("koordinator")
    assert coordinator.get("/cakupan/bulan").one("#month")["value"] == "2026-10"  # on 20 November

    assert coordinator.submit("#catat", month="2026-11", active="127.500").status == 303

    page = coordinator.follow()
    assert page.heading == (
        "127.500 pekerja terlindungi pada November 2026 (bulan berjalan), +500 bersih sejak angka sebelumnya"
    )
    assert [row[0] for row in page.rows("main table")[:2]] == ["November 2026 berjalan", "Oktober 2026"]
    assert coordinator.get("/cakupan").says("keadaan November 2026 (bulan berjalan)")


def test_a_month_ahead_is_refused_and_what_was_typed_stays(browser):
    ngawi()
    coordinator = browser.as_("koordinator")
    coordinator.get("/cakupan/bulan")

    page = coordinator.submit("#catat", month="2026-12", active="121.000")

    assert page.status == 422
    assert "belum tiba" in page.text("#month-galat")
    assert page.one("#active")["value"] == "121.000"


def test_a_branchs_list_is_brought_in_from_the_months_page(browser):
    ngawi()
    coordinator = browser.as_("koordinator")
    link = coordinator.get("/cakupan/bulan").one("a[href*='jenis=figures']")["href"]
    assert coordinator.get(link).one("[name=kind] option[selected]")["value"] == "figures"
    rows = [("Bulan", "Aktif", "Sumber"), ("2026-10", 127_292, BRANCH), ("2026-13", 1, BRANCH)]

    assert hand_in(coordinator, xlsx(*rows), name="cabang.xlsx", kind="figures").status == 303
    page = coordinator.follow()
    assert page.says("Bulan “2026-13” tidak terbaca.")
    assert coordinator.submit("#terapkan").status == 303
    assert coordinator.get("/cakupan/bulan").heading.startswith(
        "127.292 pekerja terlindungi pada akhir Oktober"
    )


def test_segments_are_written_several_at_once_with_their_offices(browser):
    ngawi()
    coordinator = browser.as_("koordinator")
    page = coordinator.get("/cakupan/segmen")
    assert page.one("#target_year")["value"] == "2029"

    sent = coordinator.submit(
        "#segmen",
        name_1="Konstruksi", owner_1="07", workforce_1="40.000", covered_1="9.000", target_1="45",
        name_2="Kader posyandu", owner_2="08", workforce_2="~6.000", target_2="50",
        name_3="Petani", owner_3="08",
        source=BRANCH,
    )  # fmt: skip

    assert sent.status == 303
    page = coordinator.follow()
    assert page.said.startswith("3 segmen dicatat.")
    assert [row[:3] for row in page.rows("main table")] == [
        ["Kader posyandu", "Dinas Kesehatan", "2"],
        ["Konstruksi", "Dinas Pendidikan", "3"],
        ["Petani", "Dinas Kesehatan", "0"],
    ]
    rows = coordinator.get("/cakupan").rows("#cakupan > table")
    assert [row[0] for row in rows][-4:] == [
        "Seluruh angkatan kerja",
        "Kader posyandu",
        "Konstruksi",
        "Petani",
    ]
    assert rows[-2][:2] == ["Konstruksi", "Dinas Pendidikan"]
    assert rows[-2][-1] == "Laju belum diketahui"
    assert rows[-1][-1] == "Belum ada angka"


def test_a_wrong_line_is_named_and_the_others_stay_typed(browser):
    ngawi()
    coordinator = browser.as_("koordinator")
    coordinator.get("/cakupan/segmen")

    page = coordinator.submit("#segmen", name_1="Konstruksi", owner_1="07", name_2="Petani", owner_2="")

    assert page.status == 422
    assert "Tidak ada unit kerja" in page.text("#owner_2-galat")
    assert page.one("#name_1")["value"] == "Konstruksi"
    assert fresh(select(Segment)).all() == []


def test_a_segment_is_renamed_handed_over_and_removed(browser):
    segments(ngawi())
    coordinator = browser.as_("koordinator")
    first = fresh(select(Segment.id).order_by(Segment.name_key)).first()
    coordinator.get(f"/cakupan/segmen/{first}")

    assert coordinator.submit("#segmen", name="Kader", owner_code="07").status == 303
    assert coordinator.follow().rows("main table")[0][:2] == ["Kader", "Dinas Pendidikan"]
    page = coordinator.post(f"/cakupan/segmen/{first}/hapus", version=2)
    assert page.status == 422
    assert "masih memiliki 3 angka" in page.text("main")


def test_segments_larger_than_the_workforce_are_told_with_both_numbers(browser):
    ngawi()
    coordinator = browser.as_("koordinator")
    assert not coordinator.get("/cakupan/segmen").says("Perhatian")
    told = "semua segmen berjumlah 600.000 orang, melebihi seluruh angkatan kerja 500.000 orang."

    sent = coordinator.submit(
        "#segmen",
        name_1="Petani", owner_1="07", workforce_1="400.000",
        name_2="Buruh tani", owner_2="08", workforce_2="200.000",
        source=BRANCH,
    )  # fmt: skip

    assert sent.status == 303
    page = coordinator.follow()
    assert told in page.said
    assert told in page.text("main .notes")
    assert told in coordinator.get("/cakupan").text("#cakupan .notes")
