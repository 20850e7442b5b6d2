"""The monthly closing on screen (R22): UX K4, H8, S2, S5, Kd4, and what each refuses."""

from datetime import date

import pytest

from lindung.actions.acts import act
from lindung.actions.declarations import declare
from lindung.actions.reports import file_report
from lindung.domain.closing import ReportKind
from lindung.domain.duties import Answer
from lindung.models.base import db
from lindung.models.workers import Question
from lindung.queries.reports import report_row
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import TODAY
from tests.support.closing import OCTOBER, approved, confirmed_by_bpjs, prepared, the_circular

EARLIER = date(2026, 10, 5)


@pytest.fixture
def hadi(app, a_sponsor, a_declaration, an_enrolment, paid_month):
    hadi = a_sponsor()
    a_declaration(hadi)
    paid_month(an_enrolment(hadi), "2026-09", "2026-10")
    return hadi


def test_a_clerk_prepares_the_month_after_seeing_what_is_open(hadi, a_sponsor, browser):
    a_sponsor("Wati")  # has not answered
    ratna = browser.as_("ratna")

    page = ratna.get("/laporan/unit/07", bulan="2026-10")
    assert page.heading == "Laporan Oktober 2026 Dinas Pendidikan"
    assert page.says("1 ASN belum mengisi pernyataan")
    assert page.says("Paling lambat Selasa, 10 November 2026")

    ratna.submit("form#siapkan")
    done = ratna.follow()
    assert done.says("menunggu persetujuan kepala")
    assert not done.has("form#siapkan")


def test_who_has_one_office_lands_on_its_page(hadi, browser):
    reply = browser.as_("ratna").get("/laporan")
    assert reply.status == 302
    assert reply.location.endswith("/laporan/unit/07")


def test_k4_the_head_approves_in_two_clicks_with_his_password(hadi, browser):
    report = prepared()
    kadis = browser.as_("kadis")

    page = kadis.get(f"/laporan/{report.id}/setujui")
    assert page.heading == "Setujui laporan Oktober 2026 Dinas Pendidikan"
    assert page.says("Anda menyetujui sebagai Kepala Dinas Pendidikan")
    assert page.says("Perubahan sejak laporan sebelumnya")

    kadis.submit("form#setujui", password=cast.PASSWORD)
    done = kadis.follow()
    assert done.heading.startswith("Laporan Oktober 2026 Dinas Pendidikan, LB-")
    assert done.says("tepat seperti disetujui")
    assert done.rows("main table:last-of-type")


def test_k4_the_units_of_a_large_office_open_on_a_click_above_the_signature(hadi, browser, a_unit, a_sponsor):
    for number in range(21):
        a_unit(f"07.9{number:02}", parent=cast.OPD_7)
        a_sponsor(f"Guru {number}", unit=f"07.9{number:02}")
    report = prepared()

    page = browser.as_("kadis").get(f"/laporan/{report.id}/setujui")

    assert page.text("main details summary") == "22 unit"
    assert len(page.rows("main details table")) == 22
    assert not browser.as_("kadis").get("/laporan/unit/07", bulan="2026-10").has("main details")


@pytest.fixture
def sixty_schools(hadi, a_unit, a_sponsor):
    for number in range(60):
        a_unit(f"07.9{number:02}", parent=cast.OPD_7)
        a_sponsor(f"Guru {number}", unit=f"07.9{number:02}")


def test_units_come_fifty_at_a_time_and_whole_on_paper_and_in_the_file(sixty_schools, browser):
    ratna = browser.as_("ratna")

    first = ratna.get("/laporan/unit/07", bulan="2026-10")
    second = ratna.get(first.one(".paging a[rel=next]")["href"])
    back = ratna.get(second.one(".paging a[rel=prev]")["href"])
    paper = ratna.get(first.one(".downloads a:last-of-type")["href"])
    lines = ratna.get("/laporan/unit/07", bulan="2026-10", format="csv").csv()

    assert (len(first.rows("main table")), len(second.rows("main table"))) == (50, 11)
    assert second.text(".paging span") == "51–61 dari 61"
    assert back.rows("main table") == first.rows("main table")
    assert (len(paper.rows("main table")), paper.has("[data-print-now]")) == (61, True)
    assert len({line["unit"] for line in lines}) == 61


def test_k4_the_head_turns_the_units_without_folding_them_again(sixty_schools, browser):
    report, kadis = prepared(), browser.as_("kadis")

    page = kadis.get(f"/laporan/{report.id}/setujui")
    turned = kadis.get(page.one(".paging a[rel=next]")["href"])

    assert len(page.rows("main details table")) == 50
    assert not page.has("main details[open]")
    assert (len(turned.rows("main details[open] table")), turned.has("form#setujui")) == (11, True)


def test_a_frozen_report_pages_its_units_as_well(sixty_schools, browser):
    report, kadis = approved(), browser.as_("kadis")

    page = kadis.get(f"/laporan/kode/{report.code}")
    second = kadis.get(page.one(".paging a[rel=next]")["href"])

    assert second.text(".paging span") == "51–61 dari 61"


def test_a_reason_that_ends_in_a_full_stop_is_followed_by_one_only(hadi, browser, viewer):
    approved()
    file_report(
        viewer("ratna"),
        "07",
        (OCTOBER, OCTOBER),
        ReportKind.CORRECTIVE,
        "Satu iuran tertinggal.",
        today=TODAY,
    )

    page = browser.as_("ratna").get("/laporan/unit/07", bulan="2026-10")

    assert page.says("Satu iuran tertinggal. Bulan ini terbuka")


def test_a_wrong_password_keeps_the_page_and_says_so(hadi, browser):
    report = prepared()
    kadis = browser.as_("kadis")
    kadis.get(f"/laporan/{report.id}/setujui")

    reply = kadis.submit("form#setujui", password="bukan sandinya")

    assert reply.status == 422
    assert reply.says("Kata sandi tidak cocok")


def test_figures_that_changed_meanwhile_are_shown_anew_before_they_are_signed(
    hadi, browser, viewer, a_circular
):
    report = prepared()
    kadis = browser.as_("kadis")
    kadis.get(f"/laporan/{report.id}/setujui")
    declare(viewer("ratna"), hadi.id, circular_id(), Answer.NONE, EARLIER, today=TODAY)

    reply = kadis.submit("form#setujui", password=cast.PASSWORD)

    assert reply.status == 409
    assert reply.says("berubah sejak halaman ini dibuka")
    assert kadis.submit("form#setujui", password=cast.PASSWORD).status == 303


def circular_id():
    from lindung.queries.circulars import newest_in_force

    return newest_in_force(TODAY).id


def test_h8_a_refused_edit_says_since_when_by_whom_and_leads_to_the_correction(hadi, browser):
    report = approved()
    ratna = browser.as_("ratna")
    ratna.get(f"/asn/{hadi.id}/pindah", cari="tunas")
    reply = ratna.submit("#penempatan form[method=post]", unit_code="07.01", from_month="2026-10")
    assert reply.status == 422
    assert reply.says("Oktober 2026 ditutup Dinas Pendidikan pada")
    assert reply.says("oleh Suharto Wibowo")
    link = next(a["href"] for a in reply.page.select("a[href]") if a.text == "Ajukan pembetulan")

    page = ratna.get(link)
    assert page.heading == "Ajukan pembetulan Oktober 2026 Dinas Pendidikan"

    refused = ratna.submit("form#pembetulan", reason="")
    assert refused.status == 422
    assert refused.says("Wajib diisi")

    ratna.submit("form#pembetulan", reason="Pernyataan tertukar")
    again = ratna.follow()  # the refused edit, where it can be tried once more
    assert again.says("Bulan itu dibuka untuk pembetulan")
    assert again.has("#penempatan")
    opened = ratna.get("/laporan/unit/07", bulan="2026-10")
    assert opened.says("Pernyataan tertukar")
    assert opened.has("form#siapkan")
    assert report_row_state(report) == "approved"


def report_row_state(report):
    from tests.support import people

    return report_row(people.viewer("dewi"), report.id).state


def test_the_overview_names_who_has_not_closed_and_the_filter_is_in_the_address(hadi, browser):
    approved()
    dewi = browser.as_("dewi")

    page = dewi.get("/laporan", bulan="2026-10")
    assert page.heading == "2 dari 3 unit belum mengunci laporan Oktober 2026."
    rows = page.rows()
    assert [row[0] for row in rows] == ["Sekretariat Daerah", "Dinas Pendidikan", "Dinas Kesehatan"]
    assert rows[1][3] == "menunggu koordinator 0 hari"
    assert "terlambat" in rows[0][2]

    few = dewi.get("/laporan", bulan="2026-10", keadaan="belum_tutup", urut="-menunggu")
    assert [row[1] for row in few.rows()] == ["01", "08"]
    assert few.texts(".chip")
    csv = dewi.get("/laporan", bulan="2026-10", keadaan="belum_tutup", format="csv").csv()
    assert [row["kode"] for row in csv] == ["01", "08"]
    assert len(dewi.get("/laporan", bulan="2026-10", format="xlsx").xlsx()) == 4


def test_nobody_is_late_before_the_due_date(hadi, browser, clock):
    clock.move_to("2026-11-10 23:50")
    page = browser.as_("dewi").get("/laporan", bulan="2026-10")
    assert page.says("sebelum hari itu tidak ada yang terlambat")
    assert "terlambat" not in page.records()[0]["Keadaan"]


def test_a_month_that_still_runs_has_no_report(app, browser):
    reply = browser.as_("dewi").get("/laporan", bulan="2026-11")
    assert reply.status == 422
    assert reply.says("belum berakhir")


def test_the_coordinator_accepts_or_hands_back_with_a_reason_the_clerk_reads(hadi, browser):
    report = approved()
    joko = browser.as_("koordinator")
    joko.get(f"/laporan/{report.id}/kembalikan")
    joko.submit("form#kembalikan", reason="Jumlah pekerja belum cocok")
    done = joko.follow()
    assert done.says("dikembalikan")

    page = browser.as_("ratna").get("/laporan/unit/07", bulan="2026-10")
    assert page.says("Dikembalikan oleh Joko Prasetyo")
    assert page.says("Jumlah pekerja belum cocok")
    assert page.has("form#siapkan")


def test_accepting_is_one_button_and_can_be_taken_back(hadi, browser):
    approved()
    joko = browser.as_("koordinator")
    joko.get("/laporan/unit/07", bulan="2026-10")

    joko.submit("form#terima")
    done = joko.follow()

    assert done.says("diterima oleh Joko Prasetyo")
    assert done.has("#status form")


def test_s5_the_secretary_opens_one_office_until_friday(hadi, browser):
    approved()
    dewi = browser.as_("dewi")
    page = dewi.get("/laporan", bulan="2026-10")
    link = next(a["href"] for a in page.page.select("a[href]") if "/buka" in a["href"])
    form = dewi.get(link)
    assert form.one("#until")["value"] == "2026-11-27"  # the suite's day is a Friday: the next one

    dewi.submit("form#buka", reason="SK terlambat")
    done = dewi.follow()

    assert done.says("Dibuka kembali oleh Dewi Anggraini sampai Jumat, 27 November 2026: SK terlambat")


def test_the_code_opens_exactly_what_was_approved_beside_what_is_counted_now(hadi, browser, viewer):
    report = approved()
    joko = browser.as_("koordinator")
    joko.get(f"/laporan/{report.id}/kembalikan")
    joko.submit("form#kembalikan", reason="Periksa lagi")
    declare(viewer("ratna"), hadi.id, circular_id(), Answer.NONE, EARLIER, today=TODAY)

    endah = browser.as_("inspektur")
    endah.get("/laporan/kode", kode=report.code.lower().replace("-", " "))
    found = endah.follow()

    assert found.heading.endswith(report.code)
    assert found.says("Dilaporkan 100,0% → setelah koreksi")
    assert found.rows("main table:last-of-type")[0][0] == "Hadi Suprapto"


def test_a_code_that_is_none_is_told_so(app, browser):
    assert browser.as_("dewi").get("/laporan/kode", kode="LB-1").says("bukan kode laporan")
    assert browser.as_("dewi").get("/laporan/kode/LB-2222-2222").status == 404


def test_another_offices_report_is_not_there(hadi, browser):
    report = approved()
    bayu = browser.as_("bayu")
    for url in (f"/laporan/kode/{report.code}", f"/laporan/kode/{report.code}/pdf", "/laporan/unit/07"):
        assert bayu.get(url).status == 404


def test_the_people_of_a_report_as_a_table_without_a_full_nik(hadi, browser):
    report = approved()
    rows = browser.as_("dewi").get(f"/laporan/kode/{report.code}", format="csv").csv()
    assert [(row["nama"], row["iuran_dibayar"], row["tangga"]) for row in rows] == [
        ("Hadi Suprapto", "8400", "masa tunggu 2/3")
    ]
    assert rows[0]["nik_pekerja"].startswith("••••")


def test_the_paper_is_a_pdf_with_office_code_and_signature(hadi, browser):
    report = approved()

    reply = browser.as_("kadis").get(f"/laporan/kode/{report.code}/pdf")

    assert reply.status == 200
    assert reply.body.startswith(b"%PDF-")
    assert "attachment" in reply.headers["Content-Disposition"]


def test_the_signed_letter_is_attached_with_its_number(hadi, browser, tmp_path):
    report = approved()
    scan = tmp_path / "laporan.pdf"
    scan.write_bytes(b"%PDF-1.7\n%%EOF\n")
    ratna = browser.as_("ratna")
    ratna.get(f"/laporan/{report.id}/surat")

    ratna.submit("form#surat", number="400/17/2026", signed_on="2026-11-06", document=scan)
    done = ratna.follow()

    assert done.says("400/17/2026")
    assert ratna.get(f"/laporan/{report.id}/naskah").status == 200


def test_the_regency_chooses_quarters_and_another_day(app, browser):
    joko = browser.as_("koordinator")
    joko.get("/laporan/pengaturan")
    joko.submit("form#aturan", period="quarterly", day="15")
    joko.follow()

    page = browser.as_("dewi").get("/laporan")
    assert page.heading.endswith("September 2026.")
    assert page.says("15 Oktober 2026")


def test_what_is_open_counts_the_questions_of_that_office_for_whomever_looks(hadi, browser, the_question_of):
    the_question_of(hadi)
    joko = browser.as_("koordinator")

    assert joko.get("/laporan/unit/07", bulan="2026-10").says("1 pertanyaan data ganda")
    assert not joko.get("/laporan/unit/08", bulan="2026-10").says("pertanyaan data ganda")


@pytest.fixture
def the_question_of(a_worker, an_enrolment, a_sponsor):
    """A second sponsor of the same office asks for somebody's worker (R6)."""

    def ask(sponsor):
        worker = a_worker("Yem")
        an_enrolment(a_sponsor("Wati"), worker)
        asked = {"kind": "second_sponsor", "worker_id": worker.id, "sponsor_id": sponsor.id}
        asked |= {"circular_id": the_circular(), "asked_on": TODAY, "row": {}}
        with act(CONSOLE, "question.ask", today=TODAY):
            db.session.add(Question(**asked))

    return ask


def test_the_month_table_says_reported_and_after_correction_where_they_differ(
    hadi, browser, a_sponsor, a_worker, an_enrolment, a_declaration
):
    """R22: what BPJS confirms of an approved month stands beside what was approved."""
    wati = a_sponsor("Wati")
    a_declaration(wati)
    unpaid = an_enrolment(wati, a_worker("Yem"))
    approved()
    dewi = browser.as_("dewi")
    said = "tuntas dilaporkan 50,0% → setelah koreksi 100,0%"
    assert not dewi.get("/kepatuhan", bulan="2026-10").says("setelah koreksi")

    confirmed_by_bpjs(unpaid)

    page = dewi.get("/kepatuhan", bulan="2026-10")
    assert [said in row[0] for row in page.rows("table.units")] == [False, True, False]
    assert not dewi.get("/kepatuhan", bulan="2026-10", unit="07").says("setelah koreksi")
