"""BPJS's payment file from its upload to decisions about its rows (R16, UX H5)."""

import pytest
from sqlalchemy import select

from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.imports import BpjsRow, ImportBatch
from lindung.models.ledger import MonthCover, Payment
from lindung.models.workers import Worker
from tests.support import people
from tests.support.bpjs_files import ODD_TOTAL, STRANGER, a_branch, branch_file, odd_file, row
from tests.support.importing import bring, hand_in
from tests.support.makers import Makers

LIST = "/iuran/rekonsiliasi"


@pytest.fixture
def make(app):
    return Makers()


@pytest.fixture
def branch(make):
    return a_branch(make)


@pytest.fixture
def brought(branch):
    bring("payments", odd_file(branch), month="2026-10", filename="bpjs.csv", by=people.viewer("ratna"))
    return branch


def upload(person, content, name="bpjs.csv", **fields):
    reply = hand_in(person, content, name=name, kind="payments", **fields)
    return person.follow() if reply.status == 303 else reply


def listed(page):
    """The rows on the screen; a heading that sorts ends in its arrow."""
    return [{name.rstrip(" ▴▾↕"): cell for name, cell in one.items()} for one in page.records("main table")]


def rows_of(settlement):
    db.session.expire_all()
    return db.session.scalars(select(BpjsRow).where(BpjsRow.settlement == settlement)).all()


def test_the_preview_shows_the_groups_and_that_they_add_up_to_the_file(browser, branch):
    page = upload(browser.as_("ratna"), odd_file(branch), paid_month="2026-10")

    assert page.says("Belum ada yang disimpan. 4 baris akan dicatat dibayar, 2 menunggu keputusan")
    assert page.texts(".tallies > *") == [
        "1 cocok Rp8.400",
        "1 kurang Rp5.000",
        "1 salah tarif Rp16.800",
        "1 lebih Rp15.200",
        "1 ganda Rp8.400",
        "1 tak dikenal Rp8.400",
        "0 dibayar setelah berakhir",
    ]
    assert page.says("Jumlah kelompok Rp62.200 = jumlah berkas Rp62.200.")
    assert page.says("Berkas ini untuk iuran Oktober 2026.")


def test_each_group_of_the_preview_opens_its_rows(browser, branch):
    ratna = browser.as_("ratna")
    page = upload(ratna, odd_file(branch))

    assert "tak dikenal" in page.text("#baris tbody tr")
    short = ratna.get(next(link for link in page.links if "kelompok=kurang" in link))

    assert [one["Nama"] for one in short.records("#baris")] == [f"Budi ··{branch.nik('Budi')[-4:]}"]
    assert "jumlah" in short.text("#baris tbody").lower()


@pytest.mark.both_engines
def test_applied_it_leads_to_the_list_that_answers_first(browser, branch):
    ratna = browser.as_("ratna")
    upload(ratna, odd_file(branch), paid_month="2026-10")

    reply = ratna.submit("#terapkan")

    assert reply.location == f"{LIST}?bulan=2026-10"
    page = ratna.follow()
    assert page.heading == "Iuran Oktober 2026: 6 baris BPJS, Rp62.200: 1 cocok, 5 perlu dilihat"
    assert page.says("2 baris menunggu keputusan: Rp16.800 belum dicatat.")
    assert "4 baris diterapkan" in page.said


def test_the_same_file_again_says_so_and_changes_nothing(browser, brought):
    rows = len(db.session.scalars(select(BpjsRow.id)).all())

    page = upload(browser.as_("ratna"), odd_file(brought))

    assert page.says("Tidak ada perubahan: berkas yang persis sama sudah diterapkan")
    assert not page.has("#terapkan")
    assert "6 sudah masuk sebelumnya Rp62.200" in page.texts(".tallies > *")
    assert len(db.session.scalars(select(BpjsRow.id)).all()) == rows


@pytest.mark.parametrize(
    ("bad", "column", "reason"),
    [
        (("3518000504869998", "", "2026-09", "8400"), "BULAN", "Bulan iurannya September 2026"),
        (("3518000504869998", "", "2026-10", "-8400"), "JUMLAH", "nol, negatif, atau tidak terbaca"),
        (("TOTAL", "", "", "16800"), "NIK", "baris jumlah"),
        (("", "", "2026-10", "8400"), "NIK", "NIK dan KPJ kosong"),
        (("3518000504869998", "", "2026-13", "8400"), "BULAN", "tidak terbaca"),
    ],
)
def test_one_row_that_cannot_be_read_refuses_the_whole_file(browser, branch, bad, column, reason):
    ratna = browser.as_("ratna")
    page = upload(ratna, branch_file(row(branch.nik("Ani")), (*bad, "", "")), paid_month="2026-10")

    assert "Seluruh berkas ditolak" in page.text("[role=alert]")
    assert not page.has("#terapkan")
    wrong = page.records("#baris")
    assert [one["Baris"] for one in wrong] == ["3"]
    assert column in wrong[0]["Isi, alasan, dan perbaikan"]
    assert reason in wrong[0]["Isi, alasan, dan perbaikan"]
    assert db.session.scalars(select(Payment)).all() == []
    assert ratna.post(f"{page.url.partition('?')[0]}/terapkan").status == 422
    ratna.get(page.url)
    ratna.submit("#buang")
    assert db.session.scalars(select(ImportBatch)).one().state == "discarded"


def test_a_file_that_nobody_is_known_in_is_another_branchs(browser, branch):
    page = upload(browser.as_("ratna"), branch_file(row(STRANGER), row("3518000504869998")))

    assert "cabang atau kabupaten lain" in page.text("[role=alert]")


@pytest.mark.both_engines
def test_the_list_narrows_sorts_and_keeps_its_filter(browser, brought):
    dewi = browser.as_("dewi")

    page = dewi.get(LIST, kelompok="lebih", bulan="2026-10")

    assert [one["Pekerja"] for one in listed(page)] == ["Dedi"]
    assert listed(page)[0] | {"Iuran": "Rp8.400", "Diterima": "Rp15.200"} == listed(page)[0]
    sorted_by = listed(dewi.get(LIST, urut="-jumlah"))
    assert [one["Diterima"] for one in sorted_by][:2] == ["Rp16.800", "Rp15.200"]
    assert [one["Pekerja"] for one in listed(dewi.get(LIST, q="bud"))] == ["Budi"]
    assert len(listed(dewi.get(LIST, keadaan="menunggu", bulan="semua"))) == 2
    assert dewi.get(LIST, kelompok="dibayar_setelah_gugur").has(".empty")
    assert dewi.get(LIST, bulan="2026-13").status == 422


def test_the_file_has_the_contracts_columns_first(browser, brought):
    lines = browser.as_("dewi").get(LIST, bulan="2026-10", format="csv").csv()

    assert list(lines[0])[:6] == ["baris", "nik", "kpj", "bulan", "jumlah", "kelompok"]
    assert [(one["baris"], one["bulan"], one["jumlah"], one["kelompok"]) for one in lines] == [
        ("2", "2026-10", "8400", "cocok"),
        ("3", "2026-10", "5000", "kurang"),
        ("4", "2026-10", "16800", "salah tarif"),
        ("5", "2026-10", "15200", "lebih"),
        ("6", "2026-10", "8400", "ganda"),
        ("7", "2026-10", "8400", "tak dikenal"),
    ]
    assert lines[0]["nik"] == f"••••••••••••{brought.nik('Ani')[-4:]}"
    assert sum(int(one["jumlah"]) for one in lines) == ODD_TOTAL
    assert browser.as_("dewi").get(LIST, bulan="2026-10", format="xlsx").status == 200
    only = browser.as_("dewi").get(LIST, bulan="2026-10", kelompok="ganda", format="csv").csv()
    assert [one["kelompok"] for one in only] == ["ganda"]


def test_page_two_holds_the_rest_under_the_same_filter(browser, make):
    names = [f"Pekerja {number:02}" for number in range(53)]
    branch = a_branch(make, *names)
    bring("payments", branch_file(*(row(branch.nik(name), 9000) for name in names)), month="2026-10")
    ratna = browser.as_("ratna")

    first = ratna.get(LIST, kelompok="lebih", urut="-pekerja")
    onward = next(link for link in first.links if "sesudah=" in link)
    second = ratna.get(onward)

    assert "kelompok=lebih" in onward
    assert [one["Pekerja"] for one in listed(second)] == names[2::-1]
    assert "51–53 dari 53" in second.text(".paging")
    back = ratna.get(next(link for link in second.links if "sebelum=" in link))
    assert listed(back)[0]["Pekerja"] == names[-1]
    printed = ratna.get(LIST, kelompok="lebih", cetak="1")
    assert len(listed(printed)) == 53
    assert not printed.has("#putuskan")


def test_a_group_whose_rest_is_credit_already_is_agreed_to_in_one_click_and_taken_back(browser, brought):
    ratna = browser.as_("ratna")
    page = ratna.get(LIST, kelompok="lebih")
    assert page.says("sisanya sudah menjadi kredit bulan berikutnya")
    assert page.texts("#putuskan-kelompok button")[0] == "Setujui sebagai kredit: 1 baris"
    assert "Jadikan kredit" not in page.text("#rekonsiliasi")

    ratna.submit("#putuskan-kelompok", cara="terima")

    after = ratna.follow()
    assert "1 baris disetujui; sisanya tetap menjadi kredit" in after.said
    assert after.heading.endswith("1 cocok, 1 sudah diputuskan, 4 perlu dilihat")
    assert [one.resolution for one in rows_of("excess")] == ["accepted"]
    ratna.submit("#status form")
    assert [one.resolution for one in rows_of("excess")] == [None]


def test_a_row_that_waits_is_credited_and_its_money_booked(browser, brought):
    ratna = browser.as_("ratna")
    ratna.get(LIST, kelompok="ganda")

    ratna.submit("#putuskan-kelompok", cara="kredit")

    assert "1 baris dijadikan kredit" in ratna.follow().said
    ani = brought.enrolments["Ani"]
    nov = select(MonthCover.paid).where(MonthCover.enrolment_id == ani.id, MonthCover.month == Month(202611))
    assert db.session.scalar(nov) == 8400
    assert rows_of("double")[0].resolution == "credited"


@pytest.mark.both_engines
def test_the_ticked_rows_are_sent_back_and_stand_in_the_letter(browser, brought):
    ratna = browser.as_("ratna")
    page = ratna.get(LIST, bulan="2026-10")
    ticks = [box["value"] for box in page.page.select("tbody input[name=id]")]
    assert len(ticks) == 5  # the one that is right has no box

    ratna.post(f"{LIST}/putuskan?bulan=2026-10", id=ticks[-2:], cara="cabang")

    after = ratna.follow()
    assert "2 baris dikembalikan ke cabang" in after.said
    letter = ratna.get(next(link for link in after.links if "/surat" in link))
    assert letter.heading == "Surat untuk cabang BPJS: 2 baris, Rp16.800"
    assert letter.texts("h2") == ["Ganda: 1 baris, Rp8.400", "Tak dikenal: 1 baris, Rp8.400"]
    assert "Mohon dicocokkan dengan data kepesertaan" in letter.text("main")
    filled = ratna.submit("#surat", nomor="560/12/2026", tanggal="2026-11-03", bulan="2026-10")
    assert "560/12/2026" in filled.text(".letter")
    assert "Selasa, 3 November 2026" in filled.text(".letter")
    sheet = ratna.get(f"{LIST}/surat", bulan="2026-10", nomor="560/12/2026", format="xlsx").xlsx()
    assert "560/12/2026" in str(sheet)
    assert ratna.get(f"{LIST}/surat", tanggal="kemarin").status == 422


def test_ignoring_asks_for_a_reason_and_keeps_what_was_chosen(browser, brought):
    ratna = browser.as_("ratna")
    ratna.get(LIST, kelompok="tak_dikenal")

    refused = ratna.submit("#putuskan-kelompok", cara="abaikan")

    assert refused.status == 422
    assert "Tulis alasan" in refused.problems
    assert refused.one("[name=cara][checked]")["value"] == "abaikan"
    ratna.submit("#putuskan", reason="salah kirim dari cabang")
    assert "1 baris diabaikan" in ratna.follow().said
    assert ratna.get(LIST, keadaan="diabaikan").says("diabaikan salah kirim dari cabang")


def test_somebody_still_unknown_is_not_accepted_and_the_row_says_why(browser, brought):
    ratna = browser.as_("ratna")
    ratna.get(LIST, kelompok="tak_dikenal")

    refused = ratna.submit("#putuskan-kelompok", cara="terima")

    assert refused.status == 422
    assert "masih tak dikenal" in refused.problems
    assert rows_of("unknown")[0].resolution is None


def test_a_row_somebody_else_decided_meanwhile_is_told_with_name(browser, brought):
    ratna, koordinator = browser.as_("ratna"), browser.as_("koordinator")
    page = ratna.get(LIST, kelompok="kurang")
    tick = page.one("tbody input[name=id]")["value"]
    koordinator.get(LIST, kelompok="kurang")
    koordinator.submit("#putuskan-kelompok", cara="cabang")

    reply = ratna.post(f"{LIST}/putuskan?kelompok=kurang", id=tick, cara="terima")

    assert reply.status == 409
    assert rows_of("short")[0].resolution == "asked_back"
    ratna.submit("#putuskan", cara="terima")
    assert rows_of("short")[0].resolution == "accepted"


def test_a_number_that_changed_meanwhile_decides_nothing(browser, brought):
    ratna = browser.as_("ratna")

    reply = ratna.post(f"{LIST}/putuskan?kelompok=ganda", pilih="semua", jumlah=2, cara="cabang")

    assert reply.status == 422
    assert rows_of("double")[0].resolution is None


def test_who_only_reads_sees_the_rows_and_no_button(browser, brought):
    for username in ("dewi", "inspektur", "admin", "kadis", "bendahara"):
        page = browser.as_(username).get(LIST, bulan="2026-10")
        assert page.status == 200
        assert not page.has("#putuskan")
        assert browser.as_(username).post(f"{LIST}/putuskan", cara="terima").status == 403


def test_another_office_sees_neither_rows_nor_sums(browser, brought):
    page = browser.as_("bayu").get(LIST, bulan="2026-10")

    assert page.heading == "Belum ada baris BPJS untuk iuran Oktober 2026"
    assert page.has(".empty")
    ticks = [f"{one.id}.1" for one in rows_of("excess")]
    assert browser.as_("bayu").post(f"{LIST}/putuskan", id=ticks, cara="cabang").status == 422
    assert rows_of("excess")[0].resolution is None


@pytest.mark.both_engines
def test_homes_count_what_waits_and_open_it(browser, brought):
    for username in ("ratna", "koordinator"):
        home = browser.as_(username).get("/beranda", bulan="2026-10")
        found = [link for link in home.links if link.startswith(LIST)]
        assert any("2 baris BPJS menunggu" in one for one in home.texts(".tallies a")), username
        page = browser.as_(username).get(next(link for link in found if "menunggu" in link))
        assert len(listed(page)) == 2


def test_a_workers_name_leads_to_his_page(browser, brought):
    page = browser.as_("ratna").get(LIST, kelompok="kurang")
    budi = db.session.scalars(select(Worker).where(Worker.name == "Budi")).one()

    assert f"/pekerja/{budi.id}" in page.links


def test_all_that_still_needs_it_is_an_explicit_second_step_and_said_as_a_number(browser, brought):
    ratna = browser.as_("ratna")
    page = ratna.get(LIST, bulan="2026-10")
    assert "Pilih semua 5 hasil saringan" in page.text(".selection")

    everybody = ratna.get(next(link for link in page.links if "pilih=semua" in link))
    assert len(listed(everybody)) == 5
    assert "Semua 5 hasil saringan dipilih" in everybody.text(".selection")
    form = everybody.one("#putuskan")
    sent = {field["name"]: field["value"] for field in form.select("[name=pilih], [name=jumlah]")}
    ratna.post(form["action"], **sent, cara="cabang")

    assert "5 baris dikembalikan ke cabang" in ratna.follow().said
