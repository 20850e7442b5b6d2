"""Daftar usulan peserta: who is ready, what is missing, the list in full for BPJS, and what was sent."""

import io
from datetime import date

import openpyxl
import pytest

from lindung.actions.enrolments import submit_batch
from lindung.models.acts import AuditEntry
from lindung.models.base import db
from lindung.models.letters import Submission
from lindung.models.workers import Enrolment
from tests.support import cast
from tests.support.clock import TODAY

NIK = "3518005704869907"
WHOLE = {
    "birth_place": "Nganjuk", "mother_name": "Sumiati", "phone": "081234567890", "occupation": "ART",
    "workplace": "rumah", "work_hours": "07.00–15.00", "heir": "Budi, anak",
}  # fmt: skip


@pytest.fixture
def siti(a_sponsor, a_worker, an_enrolment):
    """Siti lacks everything but name, birth date and address, Partini only her consent; Komang is OPD 8's."""
    hadi = a_sponsor("Hadi Suprapto")
    siti = an_enrolment(hadi, a_worker("Siti Rahayu", nik=NIK), state="candidate", since="2026-11")
    an_enrolment(hadi, a_worker("Partini", **WHOLE), state="refused", since="2026-11")
    theirs = a_sponsor("Wayan", unit=cast.OPD_8)
    an_enrolment(theirs, a_worker("Komang"), state="candidate", since="2026-11")
    return siti


def test_the_list_marks_what_each_still_lacks_and_shows_no_full_nik(browser, siti):
    page = browser.as_("ratna").get("/daftar-usulan")

    assert page.heading == "2 pekerja menunggu diajukan ke BPJS; data 2 di antaranya belum lengkap"
    lacking = {row[1].split(" ··")[0]: row[-1] for row in page.rows("#usulan table")}
    assert lacking["Partini"] == "persetujuan pekerja lengkapi"
    assert lacking["Siti Rahayu"].startswith("tempat lahir, nama ibu kandung, telepon")
    assert page.has("mark.lacking-data")
    assert NIK not in page.html
    assert [str(one["value"]) for one in page.page.select("#usulan [data-select][checked]")] == [str(siti.id)]


def test_printing_shows_all_bpjs_asks_for_and_is_an_entry_in_the_trail(browser, siti):
    ratna = browser.as_("ratna")
    ratna.get("/daftar-usulan")

    reply = ratna.submit("#usulan", button="#cetak")

    assert reply.status == 200
    assert NIK in reply.text("table.paper")
    assert "nama ibu kandung belum ada" in reply.texts("table.paper mark")
    assert reply.has("[data-print-now]")
    entry = db.session.query(AuditEntry).filter_by(record="reveal").one()
    assert entry.after["reason"] == "Pendaftaran ke BPJS Ketenagakerjaan"
    assert db.session.get_one(Enrolment, siti.id).state == "candidate"


def test_the_excel_holds_identifiers_as_text(browser, siti):
    ratna = browser.as_("ratna")
    ratna.get("/daftar-usulan")

    *above, header, row = ratna.submit(
        "#usulan", button="#excel", number="12/XI/2026", donor_code="W-0417", on="2026-11-19"
    ).xlsx()

    assert [line[:2] for line in above[1:4]] == [
        ["Nomor daftar", "12/XI/2026"],
        ["Tanggal", date(2026, 11, 19)],
        ["Kode wadah atau donatur", "W-0417"],
    ]
    assert dict(zip(header, row, strict=True))["nik"] == NIK
    assert "daftar-usulan-12-XI-2026.xlsx" in ratna.last.headers["Content-Disposition"]
    assert "nama ibu kandung" in row[-1]


def test_the_excel_marks_every_cell_that_is_still_to_be_filled(browser, siti):
    ratna = browser.as_("ratna")
    ratna.get("/daftar-usulan")

    reply = ratna.submit("#usulan", button="#excel")

    sheet = openpyxl.load_workbook(io.BytesIO(reply.body)).active
    assert sheet is not None
    header, row = list(sheet.iter_rows())[-2:]
    marked = {name.value for name, cell in zip(header, row, strict=True) if cell.fill.fill_type}
    assert {"tempat_lahir", "nama_ibu", "telepon", "ahli_waris", "tanggal_persetujuan"} <= marked
    assert not marked & {"nik", "nama", "tanggal_lahir", "alamat", "belum_lengkap"}


def test_who_lacks_what_bpjs_asks_for_is_sent_only_when_said_so(browser, siti):
    ratna = browser.as_("ratna")
    page = ratna.get("/daftar-usulan")
    assert page.says("Yang kurang pada pekerja yang dicentang: tempat lahir 1, nama ibu kandung 1")

    refused = ratna.submit("#usulan", number="12/XI/2026", donor_code="W-0417")

    assert (refused.status, db.session.query(Submission).count()) == (422, 0)
    assert "1 pekerja yang dicentang belum lengkap datanya" in refused.problems
    assert refused.one("[name=sure]")["aria-invalid"] == "true"
    assert refused.one("[name=number]")["value"] == "12/XI/2026"
    assert ratna.submit("#usulan", sure=True).status == 303
    assert db.session.query(Submission).count() == 1


def test_without_a_reason_no_file_is_made(browser, siti):
    ratna = browser.as_("ratna")
    ratna.get("/daftar-usulan")

    reply = ratna.submit("#usulan", button="#excel", reason="")

    assert reply.status == 422
    assert reply.one("[name=reason]")["aria-invalid"] == "true"
    assert db.session.query(AuditEntry).filter_by(record="reveal").count() == 0


def test_sent_they_are_all_diajukan_with_number_and_date_in_one_act(browser, siti):
    ratna = browser.as_("ratna")
    ratna.get("/daftar-usulan")

    ratna.submit("#usulan", number="12/XI/2026", donor_code="W-0417", on="2026-11-19", sure=True)

    sent = db.session.query(Submission).one()
    page = ratna.follow()
    assert ratna.last.url == f"/daftar-usulan/{sent.id}"
    assert page.heading == "Daftar usulan 12/XI/2026: 0 dari 1 pekerja sudah terdaftar"
    assert "1 pekerja diajukan dengan daftar 12/XI/2026" in page.said
    db.session.expire_all()
    row = db.session.get_one(Enrolment, siti.id)
    assert (row.state, str(row.submitted_on)) == ("submitted", "2026-11-19")
    assert "/impor?jenis=registrations" in page.links


def test_earlier_lists_are_kept_and_printed_again(browser, siti):
    ratna = browser.as_("ratna")
    ratna.get("/daftar-usulan")
    ratna.submit("#usulan", number="12/XI/2026", donor_code="W-0417", on="2026-11-19", sure=True)

    listed = ratna.get("/daftar-usulan")

    assert listed.records("#terkirim ~ table")[0]["Nomor"] == "12/XI/2026"
    assert listed.one("[name=donor_code]")["value"] == "W-0417"
    ratna.get(str(listed.one("#terkirim ~ table th a")["href"]))
    again = ratna.submit("#lagi")
    assert NIK in again.text("table.paper")
    assert "W-0417" in again.text()


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"number": ""}, "number"), ({"donor_code": ""}, "donor_code"), ({"on": "2026-11-21"}, "on")],
)
def test_a_list_without_what_it_needs_is_not_sent_and_keeps_what_was_typed(browser, siti, fields, field):
    ratna = browser.as_("ratna")
    ratna.get("/daftar-usulan")

    reply = ratna.submit("#usulan", **({"number": "12/XI/2026", "donor_code": "W-0417"} | fields))

    assert (reply.status, reply.one(f"[name={field}]")["aria-invalid"]) == (422, "true")
    assert reply.has("#usulan [data-select][checked]")
    assert db.session.query(Submission).count() == 0


def test_a_number_is_used_once(browser, siti, a_sponsor, a_worker, an_enrolment):
    ratna = browser.as_("ratna")
    ratna.get("/daftar-usulan")
    ratna.submit("#usulan", number="12/XI/2026", donor_code="W-0417", sure=True)
    an_enrolment(a_sponsor("Tini"), a_worker("Ani"), state="candidate", since="2026-11")
    ratna.get("/daftar-usulan")

    reply = ratna.submit("#usulan", number="12/XI/2026")

    assert (reply.status, reply.one("[name=number]")["aria-invalid"]) == (422, "true")


def test_from_the_list_of_workers_only_the_ticked_ones_are_ticked(
    browser, siti, a_sponsor, a_worker, an_enrolment
):
    ani = an_enrolment(a_sponsor("Tini"), a_worker("Ani"), state="candidate", since="2026-11")

    page = browser.as_("ratna").get(f"/daftar-usulan?bulan=2026-11&id={ani.id}")

    assert [str(one["value"]) for one in page.page.select("#usulan [data-select][checked]")] == [str(ani.id)]


def test_lists_that_were_sent_come_in_pages_the_newest_first(browser, siti, viewer, many_candidates):
    many_candidates(51)
    waiting = [row.id for row in db.session.query(Enrolment).filter_by(state="candidate", opd_id=siti.opd_id)]
    for number, enrolment_id in enumerate(waiting[:52]):
        submit_batch(
            viewer("ratna"), [enrolment_id], f"{number}/2026", TODAY, "W-1", 1, sure=True, today=TODAY
        )
    ratna = browser.as_("ratna")

    first = ratna.get("/daftar-usulan")
    second = ratna.get(first.one("#terkirim ~ .paging a[rel=next]")["href"])

    assert (len(first.rows("#terkirim ~ table")), len(second.rows("#terkirim ~ table"))) == (50, 2)
    assert second.rows("#terkirim ~ table")[-1][0] == "0/2026"
    assert second.has("#terkirim ~ .paging a[rel=prev]")
    refused = ratna.post("/daftar-usulan/kirim", number="")
    assert refused.one("#terkirim ~ .paging a[rel=next]")["href"].startswith("/daftar-usulan?")


def test_another_offices_candidates_are_not_there(browser, siti):
    bayu = browser.as_("bayu")
    page = bayu.get("/daftar-usulan")
    assert [row[1].split(" ··")[0] for row in page.rows("#usulan table")] == ["Komang"]

    reply = bayu.post("/daftar-usulan/cetak", id=[siti.id], reason="Pendaftaran ke BPJS")

    assert reply.status == 422
    assert NIK not in reply.html
    sent = db.session.query(Submission).count()
    assert bayu.post("/daftar-usulan/kirim", id=[siti.id], number="1", donor_code="x").status == 422
    assert db.session.query(Submission).count() == sent


def test_anothers_sent_list_is_not_there(browser, siti):
    ratna = browser.as_("ratna")
    ratna.get("/daftar-usulan")
    ratna.submit("#usulan", number="12/XI/2026", donor_code="W-0417", sure=True)
    address = f"/daftar-usulan/{db.session.query(Submission).one().id}"

    assert browser.as_("bayu").get(address).status == 404
    assert browser.as_("bayu").post(f"{address}/cetak", reason="Pendaftaran").status == 404
    assert browser.as_("bayu").post(f"{address}/excel", reason="Pendaftaran").status == 404


def test_who_only_reads_may_not(browser, siti):
    assert browser.as_("dewi").get("/daftar-usulan").status == 403
    assert browser.as_("kadis").post("/daftar-usulan/excel", reason="x").status == 403


def test_the_page_costs_the_same_for_many_as_for_few(browser, siti, queries, many_candidates):
    ratna = browser.as_("ratna")
    ratna.get("/akun")
    with queries() as few:
        ratna.get("/daftar-usulan")
    many_candidates(20)

    with queries() as many:
        ratna.get("/daftar-usulan")

    assert len(many) == len(few)


def test_of_more_than_one_list_takes_the_rest_comes_up_when_it_is_sent(browser, many_candidates, monkeypatch):
    monkeypatch.setattr("lindung.queries.proposals.MOST", 2)
    many_candidates(3)
    ratna = browser.as_("ratna")

    page = ratna.get("/daftar-usulan")
    assert page.heading == "3 pekerja menunggu diajukan ke BPJS; 2 yang pertama di bawah ini"
    assert page.says("Satu daftar memuat paling banyak 2 pekerja")
    assert ratna.submit("#usulan", number="12/XI/2026", donor_code="W-0417", sure=True).status == 303

    assert [row[1].split(" ··")[0] for row in ratna.get("/daftar-usulan").rows("#usulan table")] == [
        "Calon 002"
    ]


def test_a_sent_list_is_looked_up_once_however_many_circulars_there_are(browser, siti, a_circular, queries):
    ratna = browser.as_("ratna")
    ratna.get("/daftar-usulan")
    ratna.submit("#usulan", number="12/XI/2026", donor_code="W-0417", sure=True)
    address = ratna.last.location
    ratna.get(address)
    with queries() as few:
        ratna.get(address)
    for number in range(2, 5):
        a_circular(f"SE {number}/2026")

    with queries() as many:
        assert ratna.get(address).status == 200

    assert len(many) == len(few)
