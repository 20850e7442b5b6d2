"""The treasurer's list, surat kuasa, what is not deposited yet, and three truths (UX Kd2, Kd3)."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions.mandates import MandateFacts, record_mandates
from lindung.domain.deductions import DeductionSource
from lindung.models.base import db
from lindung.models.deductions import Deduction, Mandate
from lindung.models.workers import Enrolment
from lindung.queries.viewer import CONSOLE
from tests.support.clock import TODAY

LIST = "/iuran/potongan"


@pytest.fixture
def payers(a_sponsor, a_worker, an_enrolment):
    """Ani with two workers and Budi with one have given surat kuasa; Citra has not."""
    people = {}
    for name, workers in (("Ani", 2), ("Budi", 1), ("Citra", 1)):
        people[name] = a_sponsor(name)
        for number in range(workers):
            an_enrolment(people[name], a_worker(f"Pekerja {number} {name}"))
    facts = MandateFacts(DeductionSource.SALARY, "SK/7", date(2026, 3, 1))
    record_mandates(CONSOLE, [people["Ani"].id, people["Budi"].id], facts, 2, today=TODAY)
    return people


def marked():
    return db.session.scalars(select(Deduction).order_by(Deduction.id)).all()


def test_the_list_ties_to_rate_times_workers_and_names_who_is_left_out(browser, payers):
    page = browser.as_("bendahara").get(LIST)

    assert page.heading == "Potongan November 2026 untuk iuran November 2026: Rp25.200 dari 2 ASN"
    assert "3 pekerja × Rp8.400 = Rp25.200." in page.text("main")
    assert page.texts("main tbody th a") == ["Ani", "Budi"]
    assert "Citra" not in page.text("main table")
    assert "Belum ada surat kuasa: 1" in page.text("main")


def test_several_contribution_months_each_at_its_own_rate(browser, payers):
    page = browser.as_("bendahara").get(LIST, bulan="2026-12", iuran="2026-12", lama="3")

    assert "3 iuran bulanan × Rp8.400 + 6 × Rp16.800 = Rp126.000." in page.text("main")
    assert page.heading.startswith("Potongan Desember 2026 untuk iuran Desember 2026 – Februari 2027")


@pytest.mark.parametrize("length", ["00019999999", "0", "13", "1" * 5000, "\u0663", "x"])
@pytest.mark.parametrize("path", [LIST, f"{LIST}/tanpa-surat-kuasa", f"{LIST}/tandai"])
def test_a_length_that_is_none_asks_for_one_month(browser, payers, path, length):
    page = browser.as_("bendahara").get(path, bulan="2026-11", lama=length)

    assert page.status == (303 if path.endswith("tandai") else 200)  # nobody is ticked: back to the list
    assert "November 2026 –".encode() not in page.body


def test_the_file_holds_the_same_rows_and_sum(browser, payers):
    lines = browser.as_("bendahara").get(LIST, format="csv").csv()

    assert [(line["nama"], line["pekerja"], line["jumlah"], line["nomor_surat_kuasa"]) for line in lines] == [
        ("Ani", "2", "16800", "SK/7"),
        ("Budi", "1", "8400", "SK/7"),
    ]
    assert browser.as_("bendahara").get(LIST, format="xlsx").status == 200


def test_paper_carries_the_place_to_sign(browser, payers):
    page = browser.as_("bendahara").get(LIST, cetak="1")

    assert "Bendahara" in page.text(".signature")
    assert "Yuni Lestari" in page.text(".signature")


def test_the_ticked_are_marked_and_the_mark_is_taken_back_with_a_reason(browser, payers):
    yuni = browser.as_("bendahara")
    page = yuni.get(f"{LIST}/tandai", bulan="2026-11", iuran="2026-11", id=payers["Ani"].id)
    assert page.heading == "Tandai 1 ASN sudah dipotong: Rp16.800"
    yuni.submit("#tandai", deducted_on="2026-11-02")
    assert "Iuran November 2026 dari 1 ASN ditandai dipotong" in yuni.follow().said
    assert [one.amount for one in marked()] == [16_800]

    yuni.get(f"{LIST}/{marked()[0].id}/batal")
    refused = yuni.submit("#batalkan", reason="")
    assert refused.status == 422
    yuni.submit("#batalkan", reason="salah bulan")

    after = yuni.follow()
    assert "Potongan iuran November 2026 dari Ani dibatalkan" in after.said
    assert "salah bulan" in after.text("details:has(table)")
    db.session.expire_all()
    assert marked()[0].reason == "salah bulan"


def test_all_that_are_open_are_marked_and_undone_from_the_message(browser, payers):
    yuni = browser.as_("bendahara")
    page = yuni.get(LIST, bulan="2026-11")
    assert "Tandai semua 2 yang belum dipotong" in page.text(".tools")

    yuni.get(f"{LIST}/tandai", bulan="2026-11", pilih="semua")
    yuni.submit("#tandai", deducted_on="2026-11-02")
    yuni.follow()
    assert len(marked()) == 2

    yuni.submit("#status form")
    db.session.expire_all()
    assert marked() == []


def test_a_number_that_changed_meanwhile_is_not_marked(browser, payers):
    yuni = browser.as_("bendahara")
    yuni.get(f"{LIST}/tandai", bulan="2026-11", pilih="semua")
    facts = MandateFacts(DeductionSource.SALARY, None, date(2026, 3, 1))
    record_mandates(CONSOLE, [payers["Citra"].id], facts, 1, today=TODAY)

    reply = yuni.submit("#tandai", deducted_on="2026-11-02")

    assert reply.status == 422
    assert marked() == []


def test_a_repeat_is_refused_with_a_sentence(browser, payers):
    yuni = browser.as_("bendahara")
    for _ in range(2):
        yuni.get(f"{LIST}/tandai", bulan="2026-11", id=payers["Ani"].id)
        reply = yuni.submit("#tandai", deducted_on="2026-11-02")

    assert reply.status == 422
    assert "sudah ditandai dipotong, di antaranya Ani pada 2 Nov 2026" in reply.problems


def test_surat_kuasa_is_recorded_for_the_selected_by_the_clerk(browser, payers):
    ratna = browser.as_("ratna")
    page = ratna.get(f"{LIST}/tanpa-surat-kuasa", bulan="2026-11")
    assert page.heading == "1 ASN berutang iuran November 2026 dan belum ada surat kuasa"

    ratna.get("/iuran/surat-kuasa/catat", bulan="2026-11", pilih="semua")
    ratna.submit("#kuasa", source="tpp", number="SK/9", signed_on="2026-11-01")

    assert "Surat kuasa dicatat untuk 1 ASN" in ratna.follow().said
    newest = db.session.scalars(select(Mandate).order_by(Mandate.id.desc())).first()
    assert (newest.sponsor_id, newest.source, newest.number) == (payers["Citra"].id, "tpp", "SK/9")


def test_surat_kuasa_stands_on_the_persons_page_and_is_withdrawn_there(browser, payers):
    ratna, ani = browser.as_("ratna"), payers["Ani"].id
    page = ratna.get(f"/asn/{ani}")
    kuasa = db.session.scalars(select(Mandate).where(Mandate.sponsor_id == ani)).one()
    assert f"/iuran/surat-kuasa/{kuasa.id}/cabut" in page.links

    ratna.get(f"/iuran/surat-kuasa/{kuasa.id}/cabut")
    ratna.submit("#cabut", withdrawn_on="2026-11-05")

    after = ratna.follow()
    assert "dicabut 5 Nov 2026" in after.text("main")
    assert f"/iuran/surat-kuasa/catat?id={ani}&dari=orang" in after.links


def test_what_is_not_deposited_is_named_with_its_age(browser, payers, paid_month):
    yuni = browser.as_("bendahara")
    yuni.get(f"{LIST}/tandai", bulan="2026-11", pilih="semua")
    yuni.submit("#tandai", deducted_on="2026-11-02")
    budi = db.session.scalars(select(Enrolment).where(Enrolment.sponsor_id == payers["Budi"].id)).one()
    paid_month(budi, "2026-11")

    page = browser.as_("kadis").get(f"{LIST}/belum-disetor")

    assert page.heading == "1 potongan belum disetor: Rp16.800, yang tertua 18 hari"
    assert page.records("main table")[0]["Umur"] == "18 hari"
    assert (
        browser.as_("bayu").get(f"{LIST}/belum-disetor").heading == "Semua yang dipotong telah diterima BPJS"
    )
    lines = browser.as_("kadis").get(f"{LIST}/belum-disetor", format="csv").csv()
    assert [(line["nama"], line["umur_hari"], line["belum_disetor"]) for line in lines] == [
        ("Ani", "18", "16800")
    ]


def test_three_truths_name_the_owner_of_each_difference(browser, payers):
    yuni = browser.as_("bendahara")
    yuni.get(f"{LIST}/tandai", bulan="2026-11", id=payers["Ani"].id)
    yuni.submit("#tandai", deducted_on="2026-11-02")

    page = browser.as_("inspektur").get("/iuran/tiga-sumber", bulan="2026-11")

    assert page.heading == "Iuran 2 dari 4 pekerja berbeda menurut kantor, bendahara, dan BPJS, November 2026"
    assert "Dipotong, belum disetor: 2" in page.text("main")
    narrowed = browser.as_("inspektur").get("/iuran/tiga-sumber", bulan="2026-11", keadaan="belum_disetor")
    rows = narrowed.records("main table")
    assert {row["Pemilik"] for row in rows} == {"bendahara"}
    assert len(rows) == 2
    lines = browser.as_("inspektur").get("/iuran/tiga-sumber", bulan="2026-11", format="csv").csv()
    assert sorted(line["selisih"] for line in lines)[-2:] == ["Dipotong, belum disetor"] * 2


def test_a_workers_page_shows_his_months_by_three_sources(browser, payers, paid_month):
    budi = db.session.scalars(select(Enrolment).where(Enrolment.sponsor_id == payers["Budi"].id)).one()
    paid_month(budi, "2026-10")

    page = browser.as_("ratna").get(f"/pekerja/{budi.worker_id}")

    table = page.text("table:has(caption:-soup-contains('Kantor, bendahara, dan BPJS'))")
    assert (
        "Okt 2026 – – Rp8.400 Diterima BPJS, potongan belum ditadai".replace("ditadai", "ditandai") in table
    )
    assert "Nov 2026 – – – Belum dibayar menurut ketiganya" in table


def test_filters_page_two_and_order_stay_in_the_address(browser, a_sponsor, a_worker, an_enrolment):
    ids = []
    for number in range(53):
        sponsor = a_sponsor(f"Orang {number:02}")
        an_enrolment(sponsor, a_worker(f"Pekerja {number:02}"))
        ids.append(sponsor.id)
    facts = MandateFacts(DeductionSource.SALARY, None, date(2026, 3, 1))
    record_mandates(CONSOLE, ids, facts, 53, today=TODAY)
    yuni = browser.as_("bendahara")

    first = yuni.get(LIST, bulan="2026-11", sumber="gaji", urut="-nama")
    onward = next(link for link in first.links if "sesudah=" in link)
    second = yuni.get(onward)

    assert "sumber=gaji" in onward
    assert second.texts("main tbody th a") == ["Orang 02", "Orang 01", "Orang 00"]
    assert "51–53 dari 53" in second.text(".paging")
    assert yuni.get(LIST, bulan="2026-11", sumber="tpp").has(".empty")


@pytest.mark.parametrize(
    "path", [LIST, f"{LIST}/belum-disetor", f"{LIST}/tanpa-surat-kuasa", "/iuran/tiga-sumber"]
)
def test_every_reader_opens_the_lists_and_a_damaged_month_is_told(browser, payers, path):
    for username in ("kadis", "dewi", "inspektur", "admin"):
        assert browser.as_(username).get(path).status == 200
    name = "bulan" if path == "/iuran/tiga-sumber" else "iuran"
    assert browser.as_("dewi").get(path, **{name: "2026-13"}).status == 422


def test_only_who_deducts_may_mark(browser, payers):
    for username in ("ratna", "kadis", "dewi", "inspektur"):
        assert browser.as_(username).get(f"{LIST}/tandai", pilih="semua").status == 403


def test_in_december_three_months_ahead_are_offered(browser, payers):
    """R16: January's TPP often waits."""
    yuni = browser.as_("bendahara")

    page = yuni.get(LIST, bulan="2026-12", iuran="2026-12")
    ahead = next(link for link in page.links if "iuran=2027-01" in link)

    assert "6 iuran bulanan" not in page.text("main")
    assert "9 iuran bulanan × Rp16.800 = Rp151.200." in yuni.get(ahead).text("main")
    assert not any("iuran=2027-01" in link for link in yuni.get(LIST, bulan="2026-11").links)


@pytest.mark.parametrize("username", ["bendahara", "kadis", "koordinator"])
def test_home_names_what_is_not_deposited_in_one_click(browser, payers, username):
    """UX Kd3; and the treasurer prints his list in two (Kd2)."""
    yuni = browser.as_("bendahara")
    assert "Dipotong, belum disetor: tidak ada" in yuni.get("/beranda").text("main")
    yuni.get(f"{LIST}/tandai", bulan="2026-11", pilih="semua")
    yuni.submit("#tandai", deducted_on="2026-11-02")

    home = browser.as_(username).get("/beranda")

    assert "Dipotong, belum disetor: 2, Rp25.200" in home.text("main")
    assert f"{LIST}/belum-disetor" in home.links
    assert (f"{LIST}?bulan=2026-11" in home.links) is (username != "kadis")
    assert yuni.get(f"{LIST}?bulan=2026-11").has("[data-print]")


def test_a_clerks_home_says_nothing_of_the_treasurers_work(browser, payers):
    assert "belum disetor" not in browser.as_("ratna").get("/beranda").text("main")
