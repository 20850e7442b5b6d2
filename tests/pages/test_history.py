"""Riwayat: what I did, the way back while nothing later stands on it, and why there is none."""

import re
from datetime import date
from pathlib import Path

import pytest

from lindung.actions.declarations import declare
from lindung.actions.imports import apply
from lindung.actions.workers import Terms, WorkerFacts, add_worker, reveal_nik
from lindung.domain.duties import Answer
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.circulars import Declaration
from lindung.models.sponsors import Sponsor
from lindung.queries.own_acts import ON_THE_WAY
from lindung.web.act_words import KINDS
from tests.support.clock import today
from tests.support.importing import stage

NIK = "3518005704860007"


@pytest.fixture
def answered(viewer, a_circular, a_sponsor):
    """Ratna has written down Hadi's answer."""
    circular, hadi = a_circular(), a_sponsor("Hadi Suprapto")
    done = declare(viewer("ratna"), hadi.id, circular.id, Answer.EMPLOYS, date(2026, 11, 18), today=today())
    return hadi, circular.id, done.act_id


def answers() -> list[str]:
    return [row.answer for row in db.session.query(Declaration).order_by(Declaration.id)]


def test_ones_own_acts_are_sentences_with_their_way_back(browser, answered):
    page = browser.as_("ratna").get("/riwayat")

    assert page.heading == "Riwayat saya: 1 tindakan dalam 30 hari terakhir"
    assert page.rows()[0][1:3] == ["Pernyataan diisi", "Hadi Suprapto"]
    assert page.text("td.row-actions button") == "Batalkan"


def test_batalkan_puts_everything_back_and_returns_to_the_page(browser, answered):
    _hadi, _circular, act_id = answered
    ratna = browser.as_("ratna")

    sent = ratna.ask(
        "POST",
        f"/riwayat/{act_id}/batalkan",
        data={"csrf_token": ratna.csrf_token()},
        headers={"Referer": "http://localhost/asn?bulan=2026-11"},
    )
    after = ratna.follow()

    assert sent.location == "/asn?bulan=2026-11"
    assert after.said.startswith("Dibatalkan")
    assert answers() == []
    assert "sudah dibatalkan" in ratna.get("/riwayat").text("tbody")


def test_the_same_button_stands_in_the_history_of_the_record(browser, answered):
    hadi = answered[0]
    ratna = browser.as_("ratna")

    page = ratna.get(f"/asn/{hadi.id}")
    sent = ratna.submit(".history form")

    assert len(page.page.select(".history form")) == 1  # Ratna's act; the console's is not hers
    assert sent.status == 303
    assert answers() == []


def test_what_somebody_touched_later_says_who_and_has_no_button(browser, answered, viewer):
    hadi, circular_id, act_id = answered
    declare(viewer("koordinator"), hadi.id, circular_id, Answer.NONE, date(2026, 11, 19), today=today())
    ratna = browser.as_("ratna")

    page = ratna.get("/riwayat")
    refused = ratna.post(f"/riwayat/{act_id}/batalkan")

    assert not page.has("td.row-actions button")
    assert "sudah diubah lagi oleh Joko Prasetyo" in page.text("td.row-actions")
    assert refused.status == 422
    assert "Joko Prasetyo" in refused.text()
    assert answers() == ["employs", "none"]


def test_undone_twice_is_refused_with_a_sentence(browser, answered):
    ratna = browser.as_("ratna")
    ratna.post(f"/riwayat/{answered[2]}/batalkan")

    reply = ratna.post(f"/riwayat/{answered[2]}/batalkan")

    assert reply.status == 422
    assert "sudah pernah dibatalkan" in reply.text()


def test_through_htmx_a_refusal_is_a_notice(browser, answered):
    ratna = browser.as_("ratna")
    ratna.post(f"/riwayat/{answered[2]}/batalkan")

    reply = ratna.htmx().post(f"/riwayat/{answered[2]}/batalkan")

    assert (reply.status, reply.headers["HX-Reselect"]) == (422, "unset")
    assert reply.headers["HX-Retarget"] == "#notice"


def test_an_import_asks_before_it_is_taken_back(browser, app, viewer):
    """What goes away is said on a screen of its own, wherever the button was pressed."""
    rows = [("nip", "nama", "kode_unit"), ("198001012005011777", "Tini", "07")]
    batch = stage("sponsors", rows, by=viewer("ratna"))
    act_id = apply(viewer("ratna"), batch, today=today()).act_id
    ratna = browser.as_("ratna")

    sent = ratna.post(f"/riwayat/{act_id}/batalkan")
    asked = ratna.follow()
    through_htmx = ratna.htmx().post(f"/riwayat/{act_id}/batalkan")

    assert (sent.status, sent.location) == (303, f"/impor/{batch}/batalkan")
    assert asked.heading == "Batalkan impor sponsors.xlsx?"
    assert through_htmx.headers["HX-Redirect"] == f"/impor/{batch}/batalkan"
    assert db.session.query(Sponsor).filter_by(name="Tini").count() == 1
    assert browser.as_("bayu").post(f"/riwayat/{act_id}/batalkan").status == 404


def test_what_was_undone_and_what_was_only_read_still_say_whom_they_were_about(
    browser, answered, viewer, a_worker, an_enrolment
):
    siti = an_enrolment(answered[0], a_worker("Siti Rahayu"))
    reveal_nik(viewer("ratna"), siti.worker_id, "Pendaftaran ke BPJS", today=today())
    reveal_nik(viewer("ratna"), siti.worker_id, "Pengurusan klaim", today=today())
    ratna = browser.as_("ratna")
    ratna.post(f"/riwayat/{answered[2]}/batalkan")

    rows = ratna.get("/riwayat").rows()

    assert [row[1:] for row in rows] == [
        ["NIK dibuka", "Siti Rahayu", ""],
        ["NIK dibuka", "Siti Rahayu", ""],
        ["Pernyataan diisi", "Hadi Suprapto", "sudah dibatalkan"],
    ]


def test_a_worker_who_became_a_question_is_named(
    browser, answered, viewer, a_sponsor, a_worker, an_enrolment
):
    an_enrolment(answered[0], a_worker("Siti Rahayu", nik=NIK))
    facts = WorkerFacts(nik=NIK, name="Siti Rahayu")
    add_worker(viewer("ratna"), a_sponsor("Tini").id, answered[1], facts, Terms(), today=today())

    assert browser.as_("ratna").get("/riwayat").rows()[0][1:3] == ["Pekerja ditambahkan", "Siti Rahayu"]


def test_an_import_counts_its_rows_not_the_records_they_became(browser, app, viewer):
    rows = [
        ("nip", "nama", "kode_unit"),
        *((f"1980010120050117{one}", f"Tini {one}", "07") for one in (71, 72)),
    ]
    apply(viewer("ratna"), stage("sponsors", rows, by=viewer("ratna")), today=today())

    assert browser.as_("ratna").get("/riwayat").rows()[0][1:3] == ["Berkas impor diterapkan", "2 baris"]


def test_every_kind_of_act_has_words():
    sources = Path("lindung/actions").rglob("*.py")
    kinds = {kind for one in sources for kind in re.findall(r'\bact\(viewer, "([a-z_.]+)"', one.read_text())}

    assert len(kinds) > 40
    assert kinds - set(KINDS) - set(ON_THE_WAY) == set()


def test_the_history_is_sorted_by_time_saved_as_a_file_and_printed_whole(
    browser, answered, viewer, a_sponsor, monkeypatch
):
    monkeypatch.setattr("blueprints.history.routes.MOST", 1)
    tini = a_sponsor("Tini")
    declare(viewer("ratna"), tini.id, answered[1], Answer.NONE, date(2026, 11, 18), today=today())
    ratna = browser.as_("ratna")

    assert [row[2] for row in ratna.get("/riwayat").rows()] == ["Tini"]
    oldest = ratna.get("/riwayat?urut=waktu")
    assert [row[2] for row in oldest.rows()] == ["Hadi Suprapto"]
    assert oldest.one("th[aria-sort]")["aria-sort"] == "ascending"
    paper = ratna.get(oldest.one(".downloads a:last-of-type")["href"])
    assert ([row[2] for row in paper.rows()], paper.has("[data-print-now]")) == (
        ["Hadi Suprapto", "Tini"],
        True,
    )
    lines = ratna.get("/riwayat?format=csv").csv()
    assert [(one["tindakan"], one["mengenai"]) for one in lines] == [
        ("Pernyataan diisi", "Tini"),
        ("Pernyataan diisi", "Hadi Suprapto"),
    ]


def test_acts_of_others_are_not_there(browser, answered):
    act_id = answered[2]

    assert browser.as_("bayu").post(f"/riwayat/{act_id}/batalkan").status == 404
    assert browser.as_("dewi").post(f"/riwayat/{act_id}/batalkan").status == 404
    assert browser.as_("kadis").post(f"/riwayat/{act_id}/batalkan").status == 404
    assert browser.as_("inspektur").post(f"/riwayat/{act_id}/batalkan").status == 403
    assert browser.as_("bayu").get("/riwayat").heading.startswith("Riwayat saya: 0")
    assert browser.as_("bayu").get("/riwayat").has(".empty")
    assert browser.as_("ratna").get(f"/riwayat/{act_id}/batalkan").status == 405
    assert answers() == ["employs"]


def test_the_coordinator_may_take_back_a_clerks_act(browser, answered):
    assert browser.as_("koordinator").post(f"/riwayat/{answered[2]}/batalkan").status == 303
    assert answers() == []


def test_acts_older_than_thirty_days_are_left_to_the_records(browser, answered, clock):
    clock.move_to("2027-01-15 10:00")

    assert browser.as_("ratna").get("/riwayat").heading.startswith("Riwayat saya: 0")


def test_many_acts_cost_as_much_as_one(browser, answered, viewer, a_sponsor, queries):
    ratna = browser.as_("ratna")
    ratna.get("/akun")
    with queries() as one:
        ratna.get("/riwayat")
    for number in range(6):
        declare(
            viewer("ratna"),
            a_sponsor(f"Orang {number}").id,
            answered[1],
            Answer.NONE,
            date(2026, 11, 18),
            today=today(),
        )

    with queries() as many:
        page = ratna.get("/riwayat")

    assert len(page.rows()) == 7
    assert len(many) == len(one)
    assert db.session.query(ActRow).filter_by(kind="declaration.declare").count() == 7
