"""One row of /pekerja changed in place: state, day, KPJ and reason; refused, overtaken, taken back."""

from datetime import date

import pytest

from lindung.models.acts import ActRow, AuditEntry
from lindung.models.base import db
from lindung.models.workers import Enrolment, Worker
from tests.support import cast

LIST = "bulan=2026-11"


@pytest.fixture
def siti(a_sponsor, a_worker, an_enrolment):
    """Sent to BPJS, waiting for an answer."""
    hadi = a_sponsor("Hadi Suprapto")
    return an_enrolment(
        hadi, a_worker("Siti Rahayu", nik="3518005704860007"), state="submitted", since="2026-11"
    )


def address(enrolment, query=LIST):
    return f"/pekerja/kepesertaan/{enrolment.id}/ubah?{query}"


def stored(enrolment) -> Enrolment:
    db.session.expire_all()
    return db.session.get_one(Enrolment, enrolment.id)


def registered(siti, **more):
    return {"state": "registered", "on": "2026-11-18", "kpj": "26000000007", "version": siti.version} | more


def test_ubah_turns_the_row_into_a_form(browser, siti):
    ratna = browser.as_("ratna").htmx()

    reply = ratna.get(address(siti))

    assert reply.status == 200
    assert reply.has(f"tr#kepesertaan-{siti.id}.editing form[hx-post]")
    assert reply.texts("option[selected]") == ["Diajukan"]
    assert reply.texts("select[name=state] option") == [
        "Calon",
        "Diajukan",
        "Terdaftar",
        "Ditolak",
        "Berhenti",
    ]
    assert reply.one("select").has_attr("data-focus")


def test_saving_answers_with_the_row_the_counts_the_sentence_and_the_way_back(browser, siti):
    ratna = browser.as_("ratna").htmx()
    ratna.get(address(siti))

    reply = ratna.submit(f"#k{siti.id}", state="registered", on="2026-11-18", kpj="260 0000 0007")

    assert reply.status == 200
    assert "Terdaftar" in reply.text(f"tr#kepesertaan-{siti.id}")
    assert reply.out_of_band == {"jawaban", "hitungan", "status"}
    assert reply.text("#hitungan nav:first-child") == "Terdaftar 1"
    assert "pendaftaran Siti Rahayu kini Terdaftar" in reply.said
    assert reply.has("[hx-swap-oob='innerHTML:#status'] form[action$='/batalkan']")
    assert reply.one(f"#ubah-{siti.id}").has_attr("data-focus")
    row = stored(siti)
    assert (row.state, row.registered_on) == ("registered", date(2026, 11, 18))
    assert db.session.get_one(Worker, row.worker_id).kpj == "26000000007"


def test_it_is_one_entry_in_the_trail_and_can_be_taken_back(browser, siti):
    ratna = browser.as_("ratna")
    ratna.post(address(siti), **registered(siti))
    act = db.session.query(ActRow).order_by(ActRow.id.desc()).first()
    entries = {entry.record for entry in db.session.query(AuditEntry).filter_by(act_id=act.id)}
    assert (act.kind, entries) == ("enrolment.state", {"enrolment", "worker"})

    ratna.get(f"/pekerja?{LIST}")
    ratna.submit("#status form")

    assert stored(siti).state == "submitted"


def test_without_scripts_the_same_address_is_a_page_and_leads_back_to_the_list(browser, siti):
    ratna = browser.as_("ratna")
    page = ratna.get(address(siti, "bulan=2026-11&status=diajukan&urut=-nama"))
    assert page.heading == "Ubah pendaftaran Siti Rahayu"

    reply = ratna.submit(f"#k{siti.id}", state="refused", on="2026-11-19", reason="NIK tidak padan")

    assert reply.status == 303
    assert reply.location == "/pekerja?bulan=2026-11&status=diajukan&urut=-nama"
    assert "kini Ditolak: NIK tidak padan" in ratna.follow().said


def test_from_the_workers_page_one_comes_back_to_it(browser, siti):
    ratna = browser.as_("ratna")
    ratna.get(f"/pekerja/kepesertaan/{siti.id}/ubah")

    reply = ratna.submit(f"#k{siti.id}", state="registered", on="2026-11-18", kpj="26000000007")

    assert reply.location == f"/pekerja/{siti.worker_id}"


@pytest.mark.parametrize(
    ("wrong", "sentence", "field"),
    [
        ({"kpj": "2600000007"}, "KPJ berisi 10 angka, seharusnya 11", "kpj"),
        ({"kpj": ""}, "Isi KPJ", "kpj"),
        ({"on": "2026-11-21"}, "belum tiba", "on"),
        ({"on": "kemarin"}, "Isi tanggal seperti", "on"),
        ({"state": "refused", "reason": ""}, "alasan", "reason"),
        ({"state": "bertapa"}, "Pilih salah satu", "state"),
    ],
)
def test_what_is_not_accepted_says_why_at_its_field_and_keeps_what_was_typed(
    browser, siti, wrong, sentence, field
):
    sent = registered(siti, **wrong)

    reply = browser.as_("ratna").htmx().post(address(siti), **sent)

    assert reply.status == 422
    assert sentence.lower() in reply.problems.lower()
    assert reply.one(f"[name={field}]")["aria-invalid"] == "true"
    assert reply.one(f"[name={field}]").has_attr("data-focus")
    assert reply.one("[name=kpj]").get("value", "") == sent["kpj"]
    assert stored(siti).state == "submitted"


def test_a_move_the_field_does_not_know_is_refused(browser, an_enrolment):
    live = an_enrolment()

    reply = (
        browser.as_("ratna")
        .htmx()
        .post(address(live), state="submitted", on="2026-11-18", version=live.version)
    )

    assert reply.status == 422
    assert "Langkah itu tidak mungkin" in reply.problems


def test_the_second_of_two_clerks_sees_both_values_who_and_when_and_loses_nothing(browser, siti):
    seen = siti.version
    browser.as_("koordinator").post(
        address(siti), state="refused", on="2026-11-17", reason="NIK tidak padan", version=seen
    )
    ratna = browser.as_("ratna").htmx()

    reply = ratna.post(address(siti), **registered(siti, version=seen))

    assert reply.status == 409
    row = reply.text(f"tr#kepesertaan-{siti.id}.conflict")
    assert "Joko Prasetyo mengubah baris ini pukul 10.42." in row
    assert "Isian Joko Prasetyo: Ditolak: NIK tidak padan 17 Nov 2026" in row
    assert "Isian Anda: Terdaftar 18 Nov 2026, KPJ 26000000007" in row
    assert stored(siti).state == "refused"

    done = ratna.submit(f"#isian-{siti.id}")

    assert done.status == 200
    assert (stored(siti).state, stored(siti).registered_on) == ("registered", date(2026, 11, 18))


def test_the_second_clerk_may_take_the_others_value_instead(browser, siti):
    seen = siti.version
    browser.as_("koordinator").post(address(siti), state="candidate", version=seen)
    ratna = browser.as_("ratna").htmx()
    ratna.post(address(siti), **registered(siti, version=seen))

    link = ratna.last.one("[data-cancel]")
    reply = ratna.get(str(link["hx-get"]))

    assert "Gunakan isian Joko Prasetyo" in link.get_text()
    assert "Calon" in reply.text(f"tr#kepesertaan-{siti.id}")
    assert reply.one(f"#ubah-{siti.id}").has_attr("data-focus")


def test_a_conflict_without_scripts_is_a_page_with_both(browser, siti):
    seen = siti.version
    browser.as_("koordinator").post(address(siti), state="candidate", version=seen)

    reply = browser.as_("ratna").post(address(siti), **registered(siti, version=seen))

    assert reply.status == 409
    assert "Gunakan isian saya" in reply.text()


def test_the_same_form_sent_twice_is_saved_once(browser, siti):
    ratna = browser.as_("ratna")
    sent = registered(siti, idempotency_key="a-key-of-this-form")

    first, second = ratna.post(address(siti), **sent), ratna.post(address(siti), **sent)

    assert (first.status, second.status) == (303, 303)
    assert db.session.query(ActRow).filter_by(kind="enrolment.state").count() == 1


def test_a_day_is_corrected_while_the_state_stays(browser, siti):
    browser.as_("ratna").post(
        address(siti), state="submitted", kept_on="2026-11-12", on="2026-11-20", version=siti.version
    )

    assert stored(siti).submitted_on == date(2026, 11, 12)


def test_a_past_months_list_says_what_the_row_is_now(browser, a_sponsor, an_enrolment):
    old = an_enrolment(a_sponsor(), state="submitted", since="2026-09")

    reply = browser.as_("ratna").htmx().post(address(old, "bulan=2026-10"), **registered(old))

    assert "Diajukan 1 Sep 2026 kini terdaftar" in reply.text(f"tr#kepesertaan-{old.id}")


@pytest.mark.parametrize("last", ["ubah", "baris"])
def test_another_offices_row_is_not_there(browser, a_sponsor, an_enrolment, last):
    theirs = an_enrolment(a_sponsor("Wayan", unit=cast.OPD_8))

    assert browser.as_("ratna").get(f"/pekerja/kepesertaan/{theirs.id}/{last}").status == 404


def test_who_only_reads_sees_no_way_to_change_and_may_not(browser, siti):
    dewi = browser.as_("dewi")

    page = dewi.get("/pekerja", bulan="2026-11")

    assert not page.has("a[href*='/ubah']")
    assert not page.has("[data-select]")
    assert dewi.get(address(siti)).status == 403
    assert dewi.post(address(siti), **registered(siti)).status == 403


def test_signed_out_one_is_sent_to_sign_in(browser, siti):
    assert "/masuk" in browser.stranger.get(address(siti)).location
