"""Many workers at once: the number is said, counted again, and all change or none."""

import pytest

from lindung.models.base import db
from lindung.models.workers import Enrolment
from tests.support import cast


@pytest.fixture
def three(make):
    """Three of OPD 7 waiting for BPJS, with their numbers already known, and one of OPD 8."""
    hadi = make.a_sponsor("Hadi Suprapto")
    rows = [
        make.an_enrolment(hadi, make.a_worker(name, kpj=make.a_kpj()), state="submitted", since="2026-11")
        for name in ("Ani", "Beti", "Cici")
    ]
    make.an_enrolment(make.a_sponsor("Wayan", unit=cast.OPD_8), make.a_worker("Komang"), state="submitted")
    return rows


def states(rows):
    db.session.expire_all()
    return [db.session.get_one(Enrolment, row.id).state for row in rows]


def ids(rows):
    return "&".join(f"id={row.id}" for row in rows)


def test_ticked_rows_change_together_and_can_be_taken_back(browser, three):
    ratna = browser.as_("ratna")
    page = ratna.get(f"/pekerja/terpilih/status?bulan=2026-11&{ids(three[:2])}")
    assert page.heading == "Ubah status 2 pekerja"
    assert [row[0].split(" ··")[0] for row in page.rows()] == ["Ani", "Beti"]

    reply = ratna.submit("#ubah-status", state="registered", on="2026-11-19")

    assert reply.location == "/pekerja?bulan=2026-11"
    assert "2 pekerja kini Terdaftar" in ratna.follow().said
    assert states(three) == ["registered", "registered", "submitted"]
    ratna.get("/pekerja?bulan=2026-11&q=ani")
    browser.as_("ratna").get("/riwayat")
    ratna.submit("form[action$='/batalkan']")
    assert states(three) == ["submitted"] * 3


def test_everything_filtered_is_an_explicit_second_step_with_its_number(browser, three):
    ratna = browser.as_("ratna")
    listed = ratna.get("/pekerja", bulan="2026-11", status="diajukan")
    link = listed.one("#daftar .selection a")
    assert link.get_text() == "Pilih semua 3 hasil saringan"

    chosen = ratna.get(str(link["href"]))

    assert chosen.heading == "3 pekerja dipilih"
    ratna.get(next(url for url in chosen.links if url.startswith("/pekerja/terpilih/status")))
    ratna.submit("#ubah-status", state="refused", reason="NIK tidak padan")
    assert states(three) == ["refused"] * 3


def test_a_number_that_has_changed_meanwhile_is_refused_and_said(browser, three, make):
    ratna = browser.as_("ratna")
    ratna.get("/pekerja/terpilih/status?semua=1&bulan=2026-11&status=diajukan")
    make.an_enrolment(make.a_sponsor("Tini"), make.a_worker("Dedi"), state="submitted", since="2026-11")

    reply = ratna.submit("#ubah-status", state="refused", reason="NIK tidak padan")

    assert reply.status == 422
    assert "3" in reply.problems
    assert "4" in reply.problems
    assert states(three) == ["submitted"] * 3


def test_one_without_a_number_keeps_all_from_being_registered(browser, three, make):
    nameless = make.an_enrolment(
        make.a_sponsor("Tini"), make.a_worker("Dedi"), state="submitted", since="2026-11"
    )

    reply = browser.as_("ratna").post(
        f"/pekerja/terpilih/status?bulan=2026-11&{ids([*three, nameless])}",
        state="registered", on="2026-11-19", jumlah=4,
    )  # fmt: skip

    assert reply.status == 422
    assert "Dedi" in reply.problems
    assert states(three) == ["submitted"] * 3


def test_another_offices_row_among_the_ticked_refuses_the_whole(browser, three, make):
    theirs = make.an_enrolment(
        make.a_sponsor("Made", unit=cast.OPD_8), make.a_worker("Luh"), state="submitted"
    )

    reply = browser.as_("ratna").post(
        f"/pekerja/terpilih/status?bulan=2026-11&{ids([three[0], theirs])}",
        state="refused", on="2026-11-19", reason="NIK tidak padan", jumlah=2,
    )  # fmt: skip

    assert reply.status == 422
    assert states([three[0], theirs]) == ["submitted", "submitted"]
    assert "Luh" not in reply.text()


def test_598_of_a_filter_are_598_changed(browser, app, make, many_candidates):
    many_candidates(598)
    ratna = browser.as_("ratna")
    assert ratna.get("/pekerja/terpilih?semua=1&bulan=2026-11&status=calon").heading == "598 pekerja dipilih"
    ratna.get("/pekerja/terpilih/status?semua=1&bulan=2026-11&status=calon")

    ratna.submit("#ubah-status", state="ended", on="2026-11-20", reason="Berhenti bekerja")

    assert "598 pekerja kini Berhenti" in ratna.follow().said
    assert db.session.query(Enrolment).filter_by(state="ended").count() == 598


def test_nothing_selected_says_how_to_select(browser, three):
    ratna = browser.as_("ratna")

    for path in ("/pekerja/terpilih", "/pekerja/terpilih/status"):
        assert ratna.get(path).text(".empty").startswith("Belum ada yang dipilih")
    assert ratna.post("/pekerja/terpilih/status", state="ended", on="2026-11-20", reason="x").status == 422


def test_who_only_reads_may_not(browser, three):
    assert browser.as_("dewi").get("/pekerja/terpilih").status == 403
    assert browser.as_("dewi").post("/pekerja/terpilih/status").status == 403
