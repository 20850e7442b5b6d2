"""Somebody new at a sponsor's page, "ganti ART" in one act, facts corrected, and a NIK shown in full."""

from datetime import date

import pytest

from lindung.models.acts import AuditEntry
from lindung.models.base import db
from lindung.models.workers import Enrolment, Question, Worker
from tests.support import cast

NIK = "3518005704860007"  # a woman born 17 April 1986


@pytest.fixture
def hadi(a_circular, a_sponsor):
    a_circular()
    return a_sponsor("Hadi Suprapto", nip="197001012005011001")


@pytest.fixture
def siti(hadi, a_worker, an_enrolment):
    return an_enrolment(hadi, a_worker("Siti Rahayu", nik=NIK, phone="081234567890"))


def new(sponsor):
    return f"/asn/{sponsor.id}/pekerja/baru"


def test_nik_and_name_are_enough(browser, hadi):
    ratna = browser.as_("ratna")
    page = ratna.get(new(hadi))
    required = {str(one["name"]) for one in page.page.select("#pekerja-baru [required]")}
    assert required == {"nik", "name", "relation", "sector"}

    reply = ratna.submit("#pekerja-baru", nik="3518 0057 0486 0007", name="Siti Rahayu")

    assert reply.location == f"/asn/{hadi.id}"
    assert "Siti Rahayu dicatat sebagai calon peserta" in ratna.follow().said
    worker = db.session.query(Worker).one()
    assert (worker.nik, worker.born_on, worker.sex) == (NIK, date(1986, 4, 17), "P")
    assert db.session.query(Enrolment).one().state == "candidate"
    assert db.session.query(AuditEntry).filter_by(record="worker").count() == 1


def test_the_sponsors_page_leads_there_for_who_may(browser, siti):
    assert f"/asn/{siti.sponsor_id}/pekerja/baru" in browser.as_("ratna").get(f"/asn/{siti.sponsor_id}").links
    assert (
        f"/asn/{siti.sponsor_id}/pekerja/baru" not in browser.as_("dewi").get(f"/asn/{siti.sponsor_id}").links
    )


@pytest.mark.parametrize(
    ("fields", "sentence", "field"),
    [
        ({"nik": "351800570486000"}, "15 angka", "nik"),
        ({"nik": "3518005704100007"}, "paling muda", "born_on"),
        ({"nik": "3518005704500007"}, "64 tahun 11 bulan", "born_on"),
        ({"name": ""}, "Wajib diisi", "name"),
        ({"name": "Tini Kartikasari", "nik": "3518004101750009"}, "ASN", "name"),
        ({"consent_on": "2026-12-01"}, "belum tiba", "consent_on"),
    ],
)
def test_what_a_worker_may_not_be_is_a_sentence_at_its_field(
    browser, hadi, a_sponsor, fields, sentence, field
):
    a_sponsor("Tini Kartikasari", nip="197501012005012009")
    ratna = browser.as_("ratna")
    ratna.get(new(hadi))

    reply = ratna.submit(
        "#pekerja-baru", **({"nik": NIK, "name": "Siti Rahayu", "address": "Dusun Krajan"} | fields)
    )

    assert reply.status == 422
    assert sentence in reply.problems
    assert reply.one(f"[name={field}]")["aria-invalid"] == "true"
    assert reply.text("[name=address]") == "Dusun Krajan"
    assert db.session.query(Worker).count() == 0


def test_who_is_taken_for_an_asn_is_asked_about_once_more(browser, hadi, a_sponsor):
    a_sponsor("Tini Kartikasari", nip="197501012005012009")
    ratna = browser.as_("ratna")
    assert not ratna.get(new(hadi)).has("[name=sure]")
    ratna.submit("#pekerja-baru", nik="3518004101750009", name="Tini Kartikasari")

    reply = ratna.submit("#pekerja-baru", sure=True)

    assert reply.status == 303
    assert db.session.query(Worker).one().name == "Tini Kartikasari"


def test_a_birth_date_that_disagrees_with_the_nik_is_remarked_and_taken(browser, hadi):
    ratna = browser.as_("ratna")
    ratna.get(new(hadi))

    ratna.submit("#pekerja-baru", nik=NIK, name="Siti Rahayu", born_on="1986-04-18")

    assert "Tanggal lahir: Isi kolom ini berbeda dengan NIK" in ratna.follow().said
    assert db.session.query(Worker).one().born_on == date(1986, 4, 18)


def test_a_nik_whose_day_cannot_be_is_taken_with_a_warning(browser, hadi):
    ratna = browser.as_("ratna")
    ratna.get(new(hadi))

    ratna.submit("#pekerja-baru", nik="3518009901900001", name="Siti Rahayu")

    assert "NIK: Tanggal lahir di dalam NIK tidak ada dalam kalender." in ratna.follow().said
    assert db.session.query(Worker).one().born_on is None


def test_a_title_at_the_end_of_a_sentence_has_one_full_stop(browser, a_circular, a_sponsor):
    a_circular()
    umar = a_sponsor("Umar Said, S.Pd.")
    ratna = browser.as_("ratna")
    ratna.get(new(umar))

    ratna.submit("#pekerja-baru", nik=NIK, name="Siti Rahayu")

    assert "yang iurannya dibayar Umar Said, S.Pd. Batalkan" in ratna.follow().said


def test_of_somebody_who_answered_nihil_the_form_says_so_and_changes_the_answer(browser, hadi, a_declaration):
    a_declaration(hadi, "none", on=date(2026, 3, 2))
    ratna = browser.as_("ratna")
    assert ratna.get(new(hadi)).says("Hadi Suprapto menyatakan nihil pada 2 Mar 2026")

    refused = ratna.submit("#pekerja-baru", nik=NIK, name="Siti Rahayu")
    assert (refused.status, refused.one("[name=employs]")["aria-invalid"]) == (422, "true")
    assert db.session.query(Worker).count() == 0
    assert ratna.submit("#pekerja-baru", employs=True).status == 303

    page = ratna.follow()
    assert "Pernyataan nihil diganti mulai hari ini" in page.said
    assert page.rows("#pernyataan ~ table")[0][1] == "Mempekerjakan ART"


def test_who_answered_otherwise_is_not_asked_about_it(browser, hadi, a_declaration):
    a_declaration(hadi)

    assert not browser.as_("ratna").get(new(hadi)).has("[name=employs]")


def test_a_nik_that_somebody_else_pays_for_becomes_a_question(browser, siti, a_sponsor):
    other = a_sponsor("Tini Kartikasari")
    ratna = browser.as_("ratna")
    ratna.get(new(other))

    ratna.submit("#pekerja-baru", nik=NIK, name="Siti Rahayu")

    page = ratna.follow()
    assert "sudah ditanggung pihak lain" in page.said
    assert page.says("Menunggu keputusan Siti Rahayu ··0007 ditambahkan 20 Nov 2026")
    assert "pertanyaan tentang pekerja" in page.text(".history")
    assert "/pertanyaan" in page.links
    assert db.session.query(Question).one().sponsor_id == other.id
    assert db.session.query(Enrolment).count() == 1


def test_the_same_worker_twice_at_one_sponsor_is_refused(browser, siti, hadi):
    ratna = browser.as_("ratna")
    ratna.get(new(hadi))

    reply = ratna.submit("#pekerja-baru", nik=NIK, name="Siti Rahayu")

    assert reply.status == 422
    assert reply.one("[name=nik]")["aria-invalid"] == "true"


def test_another_offices_sponsor_is_not_there_and_readers_may_not(browser, hadi, a_sponsor):
    theirs = a_sponsor("Wayan", unit=cast.OPD_8)

    assert browser.as_("ratna").get(new(theirs)).status == 404
    assert browser.as_("ratna").post(new(theirs), nik=NIK, name="Siti").status == 404
    assert browser.as_("dewi").get(new(hadi)).status == 403


def test_ganti_art_ends_one_and_begins_the_next_in_one_act(browser, siti):
    ratna = browser.as_("ratna")
    page = ratna.get(f"/pekerja/kepesertaan/{siti.id}/ganti")
    assert page.heading == "Ganti Siti Rahayu dengan pekerja lain"

    reply = ratna.submit(
        "#ganti", ended_on="2026-11-15", reason="Berhenti bekerja", nik="3518005505900011", name="Partini"
    )

    assert reply.status == 303
    rows = db.session.query(Enrolment).order_by(Enrolment.id).all()
    assert [(row.state, row.ended_on) for row in rows] == [("ended", date(2026, 11, 15)), ("candidate", None)]
    assert rows[1].sponsor_id == rows[0].sponsor_id
    said = ratna.follow().said
    assert "Siti Rahayu berhenti 15 Nov 2026. Partini dicatat sebagai calon" in said


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"ended_on": "2026-11-21"}, "ended_on"), ({"reason": ""}, "reason"), ({"nik": "1"}, "nik")],
)
def test_a_replacement_that_is_not_accepted_changes_nothing(browser, siti, fields, field):
    ratna = browser.as_("ratna")
    ratna.get(f"/pekerja/kepesertaan/{siti.id}/ganti")

    reply = ratna.submit(
        "#ganti", **({"reason": "Berhenti bekerja", "nik": "3518005505900011", "name": "Partini"} | fields)
    )

    assert (reply.status, reply.one(f"[name={field}]")["aria-invalid"]) == (422, "true")
    assert db.session.query(Enrolment).one().state == "registered"


def test_facts_are_corrected_without_showing_what_may_not_be_shown(browser, siti):
    ratna = browser.as_("ratna")
    page = ratna.get(f"/pekerja/{siti.worker_id}/ubah")
    assert NIK not in page.html
    assert "1986" not in page.html
    assert "081234567890" not in page.html

    reply = ratna.submit("#ubah-pekerja", mother_name="Sumiati", heir="Budi, anak")

    assert reply.location == f"/pekerja/{siti.worker_id}"
    db.session.expire_all()
    worker = db.session.query(Worker).one()
    assert (worker.mother_name, worker.heir) == ("Sumiati", "Budi, anak")
    assert (worker.nik, worker.born_on, worker.phone) == (NIK, date(1986, 4, 17), "081234567890")


def test_of_two_who_correct_one_worker_the_second_is_told_and_loses_nothing(browser, siti):
    koordinator, ratna = browser.as_("koordinator"), browser.as_("ratna")
    ratna.get(f"/pekerja/{siti.worker_id}/ubah")
    koordinator.get(f"/pekerja/{siti.worker_id}/ubah")
    koordinator.submit("#ubah-pekerja", occupation="Pengasuh anak")

    reply = ratna.submit("#ubah-pekerja", heir="Budi, anak")

    assert reply.status == 409
    assert "Joko Prasetyo" in reply.problems
    assert reply.one("[name=heir]")["value"] == "Budi, anak"
    assert ratna.submit("#ubah-pekerja").status == 303


def test_terms_change_until_a_month_is_paid(browser, siti, paid_month):
    ratna = browser.as_("ratna")
    ratna.get(f"/pekerja/kepesertaan/{siti.id}/ketentuan")
    assert ratna.submit("#ketentuan", relation="relative").status == 303
    paid_month(siti, "2026-03")
    ratna.get(f"/pekerja/kepesertaan/{siti.id}/ketentuan")

    reply = ratna.submit("#ketentuan", programmes=["JKK", "JKM", "JHT"])

    assert reply.status == 422


def test_a_nik_is_shown_once_with_its_reason_in_the_trail(browser, siti):
    ratna = browser.as_("ratna").htmx()
    asked = ratna.get(f"/pekerja/{siti.worker_id}/nik")
    assert NIK not in asked.html

    reply = ratna.submit("#nik", usual="match", reason="KTP baru")

    assert NIK in reply.text("#nik")
    entry = db.session.query(AuditEntry).filter_by(record="reveal").one()
    assert entry.after["reason"] == "Mencocokkan dengan KTP atau kartu peserta: KTP baru"
    page = browser.as_("ratna").get(f"/pekerja/{siti.worker_id}")
    assert NIK not in page.html
    assert "Mencocokkan dengan KTP" in page.text(".history")


def test_without_a_reason_and_by_reading_alone_no_nik_is_shown(browser, siti):
    ratna = browser.as_("ratna")
    address = f"/pekerja/{siti.worker_id}/nik"

    assert ratna.post(address, usual="").status == 422
    assert NIK not in ratna.get(address, usual="match").html
    assert db.session.query(AuditEntry).filter_by(record="reveal").count() == 0


@pytest.mark.parametrize(
    ("username", "status"), [("bendahara", 200), ("inspektur", 200), ("dewi", 403), ("kadis", 403)]
)
def test_a_nik_is_shown_only_to_roles_that_may_see_it(browser, siti, username, status):
    person = browser.as_(username)

    assert person.post(f"/pekerja/{siti.worker_id}/nik", usual="match").status == status
    shown = person.get(f"/pekerja/{siti.worker_id}")
    assert shown.has("a[href$='/nik']") == (status == 200)


def test_a_worker_of_another_office_stays_masked(browser, siti):
    assert browser.as_("bayu").post(f"/pekerja/{siti.worker_id}/nik", usual="match").status == 404
    assert browser.as_("bayu").get(f"/pekerja/{siti.worker_id}/ubah").status == 404


def test_a_changed_nik_is_told_in_the_history_without_either_number(browser, siti):
    ratna = browser.as_("ratna")
    ratna.get(f"/pekerja/{siti.worker_id}/ubah")
    ratna.submit("#ubah-pekerja", nik="3518001704860029")

    page = ratna.get(f"/pekerja/{siti.worker_id}")

    assert page.says("NIK diubah")
    assert "3518001704860029" not in str(page.page)


def test_numbers_no_column_could_hold_are_refused_and_not_met_with_an_error(browser, siti):
    ratna = browser.as_("ratna")
    ratna.get("/daftar-usulan")
    huge = "9" * 30

    assert ratna.post("/daftar-usulan/kirim", id="9223372036854775808").status in (404, 409, 422)
    assert ratna.post(f"/pekerja/terpilih/status?id={siti.id}", jumlah=huge, state="registered").status == 422
    assert ratna.post(f"/pekerja/{siti.worker_id}/ubah", name="Siti", sex=" ", version=1).status == 422
