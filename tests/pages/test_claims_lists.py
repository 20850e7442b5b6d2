"""Lists of claims and what they come to: filters, pages, files, families helped (UX Kd6)."""

from datetime import date, timedelta

import pytest

from lindung.actions.claim_steps import ClaimStep, move_claim
from lindung.actions.claims import ClaimReport, report_claim
from lindung.domain.claims import ClaimKind, ClaimState
from lindung.domain.rates import Payer
from lindung.models.base import db
from lindung.models.claims import Claim
from tests.support import cast, people
from tests.support.clock import TODAY

DAY = date(2026, 11, 3)
THREE = ("2026-08", "2026-09", "2026-10")


@pytest.fixture
def siti(make):
    """Siti of OPD 7, three months paid."""
    enrolment = make.an_enrolment(make.a_sponsor(), make.a_worker(), since="2026-08")
    make.paid_month(enrolment, *THREE)
    return enrolment


@pytest.fixture
def claim_id(siti):
    """Her death, reported two weeks ago."""
    told = ClaimReport(ClaimKind.DEATH, DAY, "Budi Santoso", "081234567890", "Ratna Wulandari")
    return report_claim(people.viewer("ratna"), siti.worker_id, told, today=date(2026, 11, 6)).record_id


def paid(claim_id, amount=42_000_000, on=TODAY):
    version = db.session.get_one(Claim, claim_id).version
    step = ClaimStep(ClaimState.PAID, on, amount)
    move_claim(people.viewer("koordinator"), claim_id, step, seen_version=version, today=TODAY)


def test_the_list_says_how_many_wait_and_for_how_long(browser, claim_id):
    page = browser.as_("ratna").get("/klaim")

    assert page.heading == "1 klaim berjalan, yang terlama 14 hari"
    (row,) = page.records()
    assert row["Pekerja ↕"].startswith("Siti Rahayu ··")
    assert row["Berkas"] == "0 dari 8"
    assert row["Menunggu ▴"] == "14 hari"


@pytest.fixture
def two_claims(make, claim_id):
    """And an accident of another office, in October, under another circular."""
    other = make.a_circular("SE 9/2026", in_force_from=date(2026, 2, 1))
    enrolment = make.an_enrolment(
        make.a_sponsor("Tini Kartikasari", unit=cast.OPD_8),
        make.a_worker("Wagiyem"),
        circular=other,
        since="2026-08",
    )
    make.paid_month(enrolment, *THREE[:2])
    told = ClaimReport(ClaimKind.ACCIDENT, date(2026, 10, 2))
    return report_claim(people.viewer("bayu"), enrolment.worker_id, told, today=TODAY).record_id


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Siti Rahayu", "Wagiyem"]),
        ({"urut": "-menunggu"}, ["Wagiyem", "Siti Rahayu"]),
        ({"urut": "-nama"}, ["Wagiyem", "Siti Rahayu"]),
        ({"jenis": "kecelakaan"}, ["Wagiyem"]),
        ({"unit": "07"}, ["Siti Rahayu"]),
        ({"program": "SE 9/2026"}, ["Wagiyem"]),
        ({"kejadian": "2026-11"}, ["Siti Rahayu"]),
        ({"q": "wagi"}, ["Wagiyem"]),
        ({"keadaan": "dibayar"}, []),
        ({"keadaan": "semua"}, ["Siti Rahayu", "Wagiyem"]),
        ({"keadaan": "entah"}, ["Siti Rahayu", "Wagiyem"]),
        ({"tahun": "2026"}, []),
    ],
)
def test_filters_stand_in_the_address_and_the_file_holds_the_same(browser, two_claims, query, found):
    dewi = browser.as_("dewi")

    page = dewi.get("/klaim", **query)
    lines = dewi.get("/klaim", format="csv", **query).csv()

    assert page.texts("tbody a.name") == found
    assert [line["nama"] for line in lines] == found
    if query and "urut" not in query:
        assert page.has(".chips")


def test_an_empty_list_teaches(browser):
    page = browser.as_("ratna").get("/klaim")

    assert page.heading == "Tidak ada klaim yang berjalan"
    assert page.says("Laporkan meninggal atau kecelakaan")
    assert (
        browser.as_("ratna").get("/klaim", q="tidak ada").says("Tidak ada yang memenuhi semua saringan ini.")
    )


def test_page_two_goes_on_where_page_one_ended(browser, make):
    sponsor, names = make.a_sponsor(), []
    for number in range(52):
        enrolment = make.an_enrolment(sponsor, make.a_worker(f"Pekerja {number:02d}"), since="2026-08")
        told = ClaimReport(ClaimKind.ACCIDENT, DAY)
        on = TODAY - timedelta(days=10 - number // 6)
        report_claim(people.viewer("ratna"), enrolment.worker_id, told, sure=True, today=on)
        names.append(f"Pekerja {number:02d}")
    ratna = browser.as_("ratna")

    first = ratna.get("/klaim")
    second = ratna.get(first.one("#halaman-sesudah")["href"])

    assert first.texts("tbody a.name") + second.texts("tbody a.name") == names
    paper = ratna.get(first.one(".downloads a:last-child")["href"])
    assert len(paper.texts("tbody tr")) == 52


def test_the_file_carries_no_full_nik_and_no_heir(browser, claim_id):
    (line,) = browser.as_("dewi").get("/klaim", format="csv").csv()

    assert line["nik"].startswith("••••")
    assert (line["kejadian"], line["keadaan"], line["perkiraan"]) == ("meninggal", "berkas", "42000000")
    assert (line["hari_menunggu"], line["berkas_ada"], line["berkas_seluruhnya"]) == ("14", "0", "8")
    assert "Budi" not in " ".join(line.values())
    header, *rows = browser.as_("dewi").get("/klaim", format="xlsx").xlsx()
    assert (header[4], rows[0][4]) == ("nama", "Siti Rahayu")


def test_kd6_the_impact_says_families_and_rupiah_and_each_number_opens_its_list(
    browser, two_claims, claim_id
):
    dewi = browser.as_("dewi")
    assert dewi.get("/klaim/dampak").heading == "Belum ada keluarga yang menerima santunan tahun 2026"
    paid(claim_id)

    page = dewi.get("/klaim/dampak")

    assert page.heading == "1 keluarga menerima Rp42.000.000 tahun 2026"
    assert page.says("1 klaim berjalan: perkiraan Rp0, 1 perlu konfirmasi BPJS.") or page.says(
        "1 klaim berjalan"
    )
    assert [row[:3] for row in page.rows()][:1] == [
        ["SE 1/2026 Perlindungan asisten rumah tangga", "1", "Rp42.000.000"]
    ]
    listed = dewi.get(page.one("tbody tr td a.figure")["href"])
    assert listed.texts("tbody a.name") == ["Siti Rahayu"]
    assert listed.texts(".chips .chip")[-1].startswith("dibayar tahun 2026")
    lines = dewi.get("/klaim/dampak", format="csv").csv()
    assert [(line["program"], line["keluarga_menerima"], line["rupiah_dibayar"]) for line in lines] == [
        ("SE 1/2026", "1", "42000000"),
        ("SE 9/2026", "0", "0"),
    ]
    assert dewi.get("/beranda").says("1 keluarga menerima Rp42.000.000 tahun 2026")


def test_a_year_without_payments_says_so_and_all_years_have_no_year(browser, claim_id):
    paid(claim_id)
    dewi = browser.as_("dewi")

    assert (
        dewi.get("/klaim/dampak", tahun="2025").heading
        == "Belum ada keluarga yang menerima santunan tahun 2025"
    )
    page = dewi.get("/klaim/dampak", tahun="semua")
    assert page.heading == "1 keluarga menerima Rp42.000.000"
    assert page.texts(".chips .chip")[0].startswith("semua tahun")
    assert browser.as_("bayu").get("/klaim/dampak").says("Belum ada yang dapat dihitung")


def test_a_programmes_page_says_what_its_families_received(browser, make):
    programme = make.a_circular("SK 7/2026", duty_kind="funded_list")
    fund = make.a_sponsor("DBHCHT 2026", kind="fund", nip=None)
    enrolment = make.an_enrolment(
        fund, make.a_worker(), circular=programme, since="2026-10", payer=Payer.PUBLIC, unit="08"
    )
    make.paid_month(enrolment, "2026-10")
    told = ClaimReport(ClaimKind.DEATH, DAY)
    claim_id = report_claim(people.viewer("bayu"), enrolment.worker_id, told, today=TODAY).record_id
    dewi = browser.as_("dewi")
    page = dewi.get(f"/program/{programme.id}")
    assert page.says("1 klaim berjalan")
    assert page.says("perkiraan Rp10.000.000")

    paid(claim_id, 10_000_000)

    page = dewi.get(f"/program/{programme.id}")
    assert page.says("1 keluarga menerima Rp10.000.000")
    listed = dewi.get(page.one("a[href^='/klaim?']")["href"])
    assert listed.texts("tbody a.name") == ["Siti Rahayu"]


@pytest.mark.parametrize("path", ["/klaim", "/alih", "/pertanyaan"])
def test_a_nik_typed_into_the_filter_leaves_the_address_and_the_list_says_where_it_is_looked_for(
    browser, path
):
    ratna = browser.as_("ratna")
    sent = ratna.get(f"{path}?q=3518004504860001")

    assert sent.location == f"{path}?nik=diketik"
    assert ratna.follow().text("[role=alert]").startswith("NIK tidak dicari pada daftar ini")
