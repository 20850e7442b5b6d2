"""Promises on screen: kept with one click, late in words, dropped with a reason, each office its own (UX Ng4)."""

from datetime import date

import pytest
from flask import render_template

from lindung.models.base import db
from lindung.models.coverage import Commitment
from lindung.queries.commitments import due_commitments
from tests.support import people
from tests.support.clock import TODAY
from tests.support.workforce import promised


def stored(commitment_id: int) -> Commitment:
    db.session.expire_all()
    return db.session.get_one(Commitment, commitment_id)


@pytest.mark.both_engines
def test_promises_stand_with_their_offices_dates_and_state_in_words(browser):
    promised("07")
    promised("08", "Mendata kader", due_on=date(2026, 11, 8))
    dewi = browser.as_("dewi")

    page = dewi.get("/cakupan/komitmen")

    assert page.heading == "0 dari 2 komitmen dipenuhi, 1 terlambat"
    assert [row[:5] for row in page.rows()] == [
        [
            "Mendata kader",
            "MoU 12/2026, Pasal 3 1 Feb 2026",
            "Dinas Kesehatan",
            "8 Nov 2026",
            "Terlambat 12 hari",
        ],
        [
            "Mendaftarkan 500 pekerja konstruksi",
            "MoU 12/2026, Pasal 3 1 Feb 2026",
            "Dinas Pendidikan",
            "31 Des 2026",
            "Belum dipenuhi",
        ],
    ]
    assert dewi.get("/cakupan/komitmen?urut=unit").rows()[0][0].startswith("Mendaftarkan")


def test_a_promise_is_kept_with_one_click_and_taken_back_from_the_message(browser):
    one = promised("07")
    kadis = browser.as_("kadis")
    kadis.get("/cakupan/komitmen")

    kadis.submit(f"form[action='/cakupan/komitmen/{one}/keadaan']", button="[value=dipenuhi]")
    page = kadis.follow()
    assert page.said.startswith("Dipenuhi: Mendaftarkan 500 pekerja konstruksi.")
    assert page.heading == "1 dari 1 komitmen dipenuhi, 0 terlambat"

    kadis.submit("#status form")
    assert stored(one).state == "open"


def test_a_kept_promise_is_opened_again(browser):
    one = promised("07")
    dewi = browser.as_("dewi")
    dewi.post(f"/cakupan/komitmen/{one}/keadaan", keadaan="dipenuhi", version=1)
    assert dewi.post(f"/cakupan/komitmen/{one}/keadaan", keadaan="dipenuhi", version=1).status == 422
    dewi.get("/cakupan/komitmen")

    dewi.submit(f"form[action='/cakupan/komitmen/{one}/keadaan']", button="[value=belum]")

    assert stored(one).state == "open"


def test_a_promise_is_dropped_with_its_reason(browser):
    one = promised("07")
    dewi = browser.as_("dewi")
    dewi.get(f"/cakupan/komitmen/{one}/batal")
    assert dewi.submit("#batal", note="").status == 422

    dewi.get(f"/cakupan/komitmen/{one}/batal")
    assert dewi.submit("#batal", note="Notulen 3/2026").status == 303
    page = dewi.follow()
    assert page.heading == "0 dari 0 komitmen dipenuhi, 0 terlambat"
    assert "Dibatalkan 20 Nov 2026 Notulen 3/2026" in page.rows()[0][4]


def test_an_old_form_drops_nothing_that_was_rewritten_since_and_keeps_its_reason(browser):
    one = promised("07")
    dewi, kadis = browser.as_("dewi"), browser.as_("kadis")
    dewi.get(f"/cakupan/komitmen/{one}/batal")
    kadis.get(f"/cakupan/komitmen/{one}")
    kadis.submit("#komitmen", words="Mendaftarkan 900 pekerja")

    page = dewi.submit("#batal", note="Notulen 3/2026")

    assert page.status == 409
    assert "Mendaftarkan 900 pekerja" in page.text("[role=alert]")
    assert page.one("#batal [name=note]")["value"] == "Notulen 3/2026"
    assert stored(one).state == "open"
    assert dewi.submit("#batal").status == 303


def test_a_clerk_writes_her_own_offices_promise_and_corrects_it(browser):
    ratna = browser.as_("ratna")
    page = ratna.get("/cakupan/komitmen/baru")
    assert {option["value"] for option in page.page.select("#owner_code option")} <= {"07", "07.01"}

    sent = ratna.submit(
        "#komitmen",
        words="Mendata guru honorer",
        owner_code="07",
        due_on="2026-12-31",
        source="Rapat monev 3",
    )
    assert sent.status == 303
    one = db.session.query(Commitment).one()
    assert one.made_on == TODAY
    ratna.get(f"/cakupan/komitmen/{one.id}")
    assert ratna.submit("#komitmen", words="Mendata 40 guru honorer").status == 303
    page = ratna.get(f"/cakupan/komitmen/{one.id}")
    assert page.says("isi komitmen Mendata guru honorer menjadi Mendata 40 guru honorer")


def test_what_a_promise_lacks_is_said_at_its_field(browser):
    ratna = browser.as_("ratna")
    ratna.get("/cakupan/komitmen/baru")

    page = ratna.submit(
        "#komitmen",
        words="Mendata",
        owner_code="07",
        made_on="2026-11-02",
        due_on="2026-11-01",
        source="Rapat",
    )

    assert page.status == 422
    assert "Tenggat tidak boleh sebelum tanggal komitmen" in page.text("#due_on-galat")
    assert page.one("#words")["value"] == "Mendata"


def test_who_was_slower_sees_both_and_keeps_his_own(browser):
    one = promised("07")
    kadis, dewi = browser.as_("kadis"), browser.as_("dewi")
    for person in (kadis, dewi):
        person.get(f"/cakupan/komitmen/{one}")
    assert dewi.submit("#komitmen", words="Mendaftarkan 600").status == 303

    page = kadis.submit("#komitmen", words="Mendaftarkan 700")

    assert page.status == 409
    assert "Dewi Anggraini mengubah data ini" in page.text(".clash")
    assert page.one("#words")["value"] == "Mendaftarkan 700"


@pytest.mark.parametrize(("username", "number"), [("ratna", 1), ("bayu", 1), ("inspektur", 2), ("dewi", 2)])
def test_each_office_sees_its_own_and_who_only_reads_has_no_button(browser, username, number):
    promised("07")
    promised("08", "Mendata kader")

    page = browser.as_(username).get("/cakupan/komitmen")

    assert len(page.rows()) == number
    assert page.has("td.row-actions") is (username != "inspektur")
    assert len(browser.as_(username).get("/cakupan/komitmen?format=csv").csv()) == number


def test_filters_chips_pages_and_the_way_out(browser):
    for number in range(55):
        promised("07", f"Janji {number:02d}")
    promised("08", "Terlambat benar", due_on=date(2026, 11, 1))
    dewi = browser.as_("dewi")

    page = dewi.get("/cakupan/komitmen")
    assert len(page.rows()) == 50
    assert len(dewi.get(page.one("a[rel=next]")["href"]).rows()) == 6
    late = dewi.get("/cakupan/komitmen?keadaan=terlambat")
    assert [row[0] for row in late.rows()] == ["Terlambat benar"]
    assert late.text(".chips").startswith("Terlambat")
    assert len(dewi.get("/cakupan/komitmen?unit=07&cetak=1").rows()) == 55
    assert dewi.get("/cakupan/komitmen?q=Janji+07").rows()[0][0] == "Janji 07"
    assert dewi.get("/cakupan/komitmen?q=tidak").has(".empty a")


def test_an_offices_home_can_say_what_is_late(app, browser):
    promised("08", "Mendata kader", due_on=date(2026, 11, 1))
    bayu, ratna = people.viewer("bayu"), people.viewer("ratna")

    with app.test_request_context("/"):
        words = render_template("home/_commitments.html", due=due_commitments(bayu, TODAY))
        nothing = render_template("home/_commitments.html", due=due_commitments(ratna, TODAY))

    assert "1 komitmen terlambat" in words
    assert "Mendata kader, tenggat 1 Nov 2026 (MoU 12/2026)" in words
    assert nothing.strip() == ""


def test_the_home_counts_every_late_promise_however_many_there_are(app):
    for number in range(52):
        promised("08", f"Janji {number:02}", due_on=date(2026, 11, 1))
    promised("08", "Mendata kader", due_on=date(2026, 12, 1))

    due = due_commitments(people.viewer("bayu"), TODAY)

    assert (due.late, due.soon, len(due.rows)) == (52, 1, 3)
