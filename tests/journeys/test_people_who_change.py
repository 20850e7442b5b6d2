"""People who change: a worker taken over when his payer retires (K7), one person with two lawful jobs (G3)."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions.handovers import offer_handover
from lindung.actions.sponsors import LeaveReason, leave_sponsor
from lindung.models.base import db
from lindung.models.handovers import Handover
from lindung.models.workers import Enrolment, Question
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import TODAY
from tests.support.desk import PHONE
from tests.support.importing import bring

pytestmark = pytest.mark.browser
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def retired(make):
    """Pak Hadi retired in November; Siti, paid until October, is Pak Hadi's."""
    make.a_circular()
    hadi = make.a_sponsor()
    make.a_declaration(hadi)
    make.a_declaration(make.a_sponsor("Rini Astuti"))
    make.paid_month(make.an_enrolment(hadi, make.a_worker()), "2026-08", "2026-09", "2026-10")
    db.session.refresh(hadi)
    day, reason = date(2026, 11, 2), LeaveReason.RETIRED
    leave_sponsor(CONSOLE, hadi.id, day, reason, seen_version=hadi.version, today=TODAY)
    return hadi


@pytest.fixture
def offered(retired, make):
    from lindung.models.sponsors import Sponsor

    row = db.session.scalars(select(Handover)).one()
    rini = db.session.scalars(select(Sponsor).where(Sponsor.name == "Rini Astuti")).one()
    offer_handover(CONSOLE, row.id, rini.id, seen_version=row.version, today=TODAY)
    return row


@pytest.fixture
def question(make):
    """Siti is Pak Hadi's, and a file of another office names her for Tini."""
    make.a_circular()
    hadi, tini = make.a_sponsor(), make.a_sponsor("Tini Kartikasari", unit=cast.OPD_8)
    make.a_declaration(hadi)
    siti = make.a_worker()
    make.an_enrolment(hadi, siti)
    bring("workers", [("nip_penanggung", "nik", "nama"), (tini.nip, siti.nik, "Siti Rahayu")])
    return db.session.scalars(select(Question)).one()


def jobs():
    db.session.rollback()
    return sorted(db.session.scalars(select(Enrolment.job).where(Enrolment.ended_on.is_(None))))


def state():
    db.session.rollback()
    return db.session.scalars(select(Handover.state)).one()


@SCRIPTS
def test_k7_a_head_approves_a_hand_over_in_two_clicks(desk_of, offered, scripts):
    desk = desk_of("kadis", scripts=scripts)
    page = desk.open("/beranda")

    desk.click(page.get_by_role("link", name="1 pekerja ditawarkan kepada kantor ini"))
    if scripts:
        assert desk.barriers() == []
    desk.click(page.get_by_role("button", name="Terima Siti Rahayu"))

    assert desk.clicks == 2
    assert "Siti Rahayu kini ditanggung Rini Astuti" in desk.text("#status")
    assert state() == "accepted"


def test_k7_on_a_phone_and_taken_back(desk_of, offered):
    desk = desk_of("kadis", size=PHONE)
    page = desk.open("/alih?keadaan=ditawarkan")
    assert desk.overflow() <= 0
    desk.click(page.get_by_role("button", name="Terima Siti Rahayu"))

    desk.click(page.locator("#status").get_by_role("button", name="Batalkan"))

    assert state() == "offered"


def test_a_clerk_offers_the_worker_with_the_keyboard_alone(desk_of, retired):
    desk = desk_of("ratna")
    page = desk.open("/alih")
    page.get_by_role("link", name="Siti Rahayu", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/alih/*")
    assert desk.barriers() == []
    page.locator("#cari-pembayar-q").focus()
    page.keyboard.type("rini")
    page.keyboard.press("Enter")
    page.wait_for_url("**cari=rini")
    page.locator("#tawarkan input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    desk.settle()

    assert "Ditawarkan" in desk.text("#status")
    assert state() == "offered"


@SCRIPTS
def test_g3_two_lawful_jobs_are_marked_in_two_clicks_and_leave_the_list(desk_of, question, scripts):
    desk = desk_of("koordinator", scripts=scripts)
    page = desk.open("/beranda")

    desk.click(page.get_by_role("link", name="pertanyaan data ganda"))
    if scripts:
        assert desk.barriers() == []
    page.get_by_label("Alasan keputusan atas Siti Rahayu").fill("pemangku dan UMKM")
    desk.click(page.get_by_role("button", name="Dua pekerjaan sah"))

    assert desk.clicks == 2
    assert "dua pekerjaan sah" in desk.text("#status")
    assert desk.text("h1") == "Tidak ada pertanyaan yang menunggu keputusan"
    assert jobs() == [1, 2]


def test_the_desk_of_questions_fits_a_phone(desk_of, question):
    desk = desk_of("koordinator", size=PHONE)
    desk.open("/pertanyaan")
    assert desk.overflow() <= 0

    desk.open(f"/pertanyaan/{question.id}")

    assert desk.overflow() <= 0
    assert desk.barriers() == []
