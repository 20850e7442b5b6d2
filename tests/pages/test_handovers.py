"""Alih tanggungan: who loses a payer, offered and accepted by the offices concerned (R10, K7)."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions.sponsors import LeaveReason, leave_sponsor, move_sponsor
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.handovers import Handover
from lindung.models.workers import Enrolment
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import TODAY


@pytest.fixture
def hadi(a_sponsor, a_circular):
    a_circular()
    return a_sponsor()


@pytest.fixture
def rini(a_sponsor, hadi):
    return a_sponsor("Rini Astuti")


@pytest.fixture
def handover(hadi, a_worker, an_enrolment, paid_month):
    """Siti is paid for until October; Pak Hadi retired in November."""
    paid_month(an_enrolment(hadi, a_worker()), "2026-08", "2026-09", "2026-10")
    day, reason = date(2026, 11, 2), LeaveReason.RETIRED
    leave_sponsor(CONSOLE, hadi.id, day, reason, seen_version=hadi.version, today=TODAY)
    return db.session.scalars(select(Handover)).one()


def offered(person, handover, name):
    page = person.get(f"/alih/{handover.id}", cari=name)
    to = page.one("#tawarkan input[type=radio]")["value"]
    return person.submit("#tawarkan", to=to)


def test_the_queue_says_how_many_lose_their_payer_and_until_when_it_is_safe(browser, handover):
    page = browser.as_("ratna").get("/alih")

    assert page.heading == "1 pekerja akan kehilangan pembayar iuran"
    assert page.says("berakhir akhir Januari 2027 apabila tidak ada yang membayar (perkiraan)")
    (row,) = page.rows()
    assert row[0].startswith("Siti Rahayu ··")
    assert row[1:6] == [
        "Hadi Suprapto Dinas Pendidikan", "Pensiun, Nov 2026", "Okt 2026", "akhir Jan 2027", "Menunggu pembayar",
    ]  # fmt: skip


def test_the_first_screen_of_clerk_and_head_leads_there(browser, handover):
    for username in ("ratna", "kadis"):
        page = browser.as_(username).get("/beranda")
        assert page.says("1 pekerja akan kehilangan pembayar iuran")
        assert "/alih" in page.links
    assert not browser.as_("bayu").get("/beranda").says("kehilangan pembayar")


def test_a_worker_is_offered_accepted_and_that_is_taken_back(browser, handover, rini):
    assert offered(browser.as_("ratna"), handover, "rini").status == 303
    kadis = browser.as_("kadis")
    page = kadis.get("/alih", keadaan="ditawarkan")
    assert page.heading == "1 pekerja ditawarkan dan menunggu persetujuan"

    kadis.submit("td form")

    page = kadis.follow()
    assert "Siti Rahayu kini ditanggung Rini Astuti" in page.said
    live = db.session.scalars(select(Enrolment).where(Enrolment.ended_on.is_(None))).one()
    assert (live.sponsor_id, live.first_month) == (rini.id, Month(202611))
    kadis.submit("[role=status] form")
    db.session.expire_all()
    assert handover.state == "offered"


def test_a_refusal_needs_its_reason_and_shows_it(browser, handover, rini):
    ratna = browser.as_("ratna")
    offered(ratna, handover, "rini")
    ratna.get(f"/alih/{handover.id}")

    empty = ratna.submit("#tolak", reason="")
    assert (empty.status, "Wajib diisi" in empty.text("[role=alert]")) == (422, True)
    assert ratna.submit("#tolak", reason="sudah dua pekerja").status == 303

    (row,) = ratna.get("/alih").rows()
    assert row[5] == "Ditolak, menunggu pembayar Rini Astuti, Dinas Pendidikan sudah dua pekerja"


def test_a_month_already_paid_is_refused_at_its_field(browser, handover, rini):
    ratna = browser.as_("ratna")
    offered(ratna, handover, "rini")
    ratna.get(f"/alih/{handover.id}")
    db.session.refresh(handover)

    reply = ratna.post(f"/alih/{handover.id}/terima", first_month="2026-10", version=handover.version)

    assert reply.status == 422
    assert "Pilih bulan mulai November 2026" in reply.text("#first_month-galat")


def test_who_retired_may_go_on_paying(browser, handover):
    ratna = browser.as_("ratna")
    ratna.get(f"/alih/{handover.id}")

    ratna.submit("#tetap")

    assert "tetap ditanggung Hadi Suprapto" in ratna.follow().said
    done = ratna.get("/alih", keadaan="selesai")
    assert done.rows()[0][5] == "Tetap ditanggung"


def test_a_worker_who_stopped_is_ended_here(browser, handover):
    ratna = browser.as_("ratna")
    ratna.get(f"/alih/{handover.id}")

    assert ratna.submit("#akhiri", on="2026-11-20", reason="").status == 422
    ratna.get(f"/alih/{handover.id}")
    ratna.submit("#akhiri", on="2026-11-20", reason="pulang kampung")

    assert "berakhir 20 Nov 2026" in ratna.follow().said


def test_a_move_is_confirmed_with_one_click_by_the_new_office(browser, hadi, an_enrolment):
    an_enrolment(hadi)
    move_sponsor(CONSOLE, hadi.id, "08", Month(202611), seen_version=hadi.version, today=TODAY)
    bayu = browser.as_("bayu")
    page = bayu.get("/alih")
    assert page.says("konfirmasi bahwa tetap ditanggung")
    assert page.rows()[0][5] == "Konfirmasi tetap ditanggung"

    bayu.submit("td form")

    assert "tetap ditanggung Hadi Suprapto" in bayu.follow().said


def test_another_office_sees_nothing_until_it_is_asked(browser, handover, a_sponsor):
    tini = a_sponsor("Tini Kartikasari", unit=cast.OPD_8)
    bayu, ratna = browser.as_("bayu"), browser.as_("ratna")
    assert bayu.get(f"/alih/{handover.id}").status == 404

    offered(ratna, handover, tini.nip)

    page = bayu.get(f"/alih/{handover.id}")
    assert page.has("#terima") and not page.has("#akhiri")
    assert ratna.get(f"/alih/{handover.id}").has("#akhiri")
    assert not ratna.get(f"/alih/{handover.id}").has("#terima")


def test_people_of_other_offices_are_not_found_by_name(browser, handover, a_sponsor):
    a_sponsor("Tini Kartikasari", unit=cast.OPD_8)

    page = browser.as_("ratna").get(f"/alih/{handover.id}", cari="tini")

    assert not page.has("#tawarkan")
    assert page.says("Orang dari unit lain dicari dengan NIP lengkapnya")


def test_names_are_not_read_off_by_counting_through_numbers(browser, handover, a_sponsor):
    tini, ratna = a_sponsor("Tini Kartikasari", unit=cast.OPD_8), browser.as_("ratna")

    sent = {"to": tini.id, "version": handover.version}
    for address in (f"/alih/{handover.id}/tawarkan", f"/alih/{handover.id}/tawarkan?cari=tini"):
        assert ratna.post(address, **sent).status == 404

    db.session.refresh(handover)
    assert (handover.state, handover.to_sponsor_id) == ("waiting", None)
    assert not ratna.get("/alih").says("Tini Kartikasari")


def test_the_office_that_is_asked_reads_it_once_and_what_is_needed(browser, handover, a_sponsor):
    tini = a_sponsor("Tini Kartikasari", unit=cast.OPD_8)
    offered(browser.as_("ratna"), handover, tini.nip)
    bayu = browser.as_("bayu")

    page = bayu.get("/alih")
    card = bayu.get(f"/alih/{handover.id}")

    assert page.text("main").count("1 pekerja ditawarkan kepada kantor ini") == 1
    assert card.text("#terima label") == "Membayar mulai"  # preselected, not “boleh kosong”
    assert browser.as_("koordinator").get("/alih").has("a[href*=ditawarkan]")


@pytest.mark.parametrize("username", ["dewi", "inspektur", "bendahara"])
def test_readers_read_and_change_nothing(browser, handover, username):
    person = browser.as_(username)

    assert not person.get(f"/alih/{handover.id}").has("main form[method=post]")
    assert person.post(f"/alih/{handover.id}/tetap", version=handover.version).status == 403


def test_an_old_form_is_told_that_somebody_was_faster(browser, handover):
    ratna = browser.as_("ratna")
    ratna.get(f"/alih/{handover.id}")

    reply = ratna.post(f"/alih/{handover.id}/tetap", version=handover.version + 1)

    assert reply.status == 409
    assert reply.says("belum disimpan")


def test_the_list_filters_sorts_pages_and_leaves_as_a_file(browser, hadi, a_worker, an_enrolment):
    for number in range(51):
        an_enrolment(hadi, a_worker(f"Siti {number:02d}"))
    day, reason = date(2026, 11, 2), LeaveReason.RESIGNED
    db.session.refresh(hadi)
    leave_sponsor(CONSOLE, hadi.id, day, reason, seen_version=hadi.version, today=TODAY)
    ratna = browser.as_("ratna")

    first = ratna.get("/alih", urut="-nama")
    second = ratna.get(first.one(".paging a[rel=next]")["href"])

    assert first.rows()[0][0].startswith("Siti 50")
    assert second.text(".paging span") == "51–51 dari 51"
    assert len(ratna.get("/alih?format=xlsx").xlsx()) == 52
    assert len(ratna.get("/alih?q=siti 07").rows()) == 1
    page = ratna.get("/alih", sebab="meninggal")
    assert page.says("Tidak ada alih tanggungan yang sesuai")
    assert [chip.split(" ×")[0] for chip in page.texts(".chip")] == ["Meninggal dunia"]
    paper = ratna.get("/alih", cetak=1)
    assert (len(paper.rows()), paper.has("[data-print-now]")) == (51, True)


def test_an_empty_queue_teaches_what_fills_it(browser):
    page = browser.as_("ratna").get("/alih")

    assert page.heading == "Tidak ada pekerja yang kehilangan pembayar iuran"
    assert page.text(".empty h2") == "Tidak ada yang menunggu"


def test_what_was_taken_back_stands_apart_in_the_history(browser, handover, rini):
    offered(browser.as_("ratna"), handover, "rini")
    kadis = browser.as_("kadis")
    kadis.get("/alih", keadaan="ditawarkan")
    kadis.submit("td form")
    kadis.follow()
    kadis.submit("[role=status] form")

    html = " ".join(kadis.get(f"/alih/{handover.id}").html.split())
    assert ' <span class="m">(sudah dibatalkan)' in html


def test_the_card_tells_its_history(browser, handover, rini):
    ratna = browser.as_("ratna")
    offered(ratna, handover, "rini")

    story = ratna.get(f"/alih/{handover.id}").text(".history")

    assert "keadaan Menunggu pembayar menjadi Ditawarkan; ditawarkan kepada diisi Rini Astuti" in story
