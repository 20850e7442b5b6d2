"""N3: two ASN of one household are linked from the page of one of them; both then count (R11)."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions.sponsors import LeaveReason, leave_sponsor
from lindung.models.base import db
from lindung.models.handovers import Handover
from lindung.queries.viewer import CONSOLE
from tests.support.cast import OPD_8
from tests.support.clock import TODAY
from tests.support.desk import OFFICE_PC, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_husband_and_wife_are_linked_within_four_clicks(desk_of, make, scripts):
    make.a_circular()
    hadi, tini = make.a_sponsor(), make.a_sponsor("Tini Kartikasari", unit=OPD_8)
    make.a_declaration(hadi)
    make.a_declaration(tini)
    make.paid_month(make.an_enrolment(tini), "2026-11")
    desk = desk_of("ratna", scripts=scripts)
    page = desk.open(f"/asn/{hadi.id}")
    assert "belum mendaftarkan" in desk.text("h1")

    desk.click(page.get_by_role("link", name="Catat ASN serumah"))
    page.locator("#cari-unit-q").fill(tini.nip)
    desk.click("#cari-unit button")
    desk.click("#data .primary")

    assert desk.clicks <= 4
    assert "tuntas" in desk.text("h1")
    assert "Serumah dengan Tini Kartikasari, Dinas Kesehatan." in desk.text("#serumah")
    assert "dicatat serumah mulai November 2026" in desk.text("#status")
    if scripts:
        assert desk.barriers() == []
    wife = desk_of("koordinator")
    wife.open(f"/asn/{tini.id}")
    assert "tuntas" in wife.text("h1")
    assert "Serumah dengan Hadi Suprapto, Dinas Pendidikan." in wife.text("#serumah")


@pytest.mark.parametrize("size", [PHONE, OFFICE_PC], ids=["phone", "office"])
def test_the_search_stands_in_one_line_at_every_width(desk_of, make, size):
    make.a_circular()
    hadi, rini = make.a_sponsor(), make.a_sponsor("Rini Astuti")
    make.an_enrolment(hadi)
    day, reason = date(2026, 11, 2), LeaveReason.RETIRED
    leave_sponsor(CONSOLE, hadi.id, day, reason, seen_version=hadi.version, today=TODAY)
    handover_id = db.session.scalar(select(Handover.id))
    desk = desk_of("ratna", size=size)

    for path in (f"/alih/{handover_id}", f"/asn/{rini.id}/serumah", f"/asn/{rini.id}/pindah", "/asn/baru"):
        desk.open(path)
        box = desk.page.locator("main form[role=search] input[type=search]").bounding_box()
        assert 28 <= box["height"] <= 48, path
        assert box["width"] >= 150, path
        assert desk.overflow() == 0, path
