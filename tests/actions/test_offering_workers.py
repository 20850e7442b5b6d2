"""To whom a worker may be offered: own people, funds, and of other offices who is named by a whole NIP (R10, R25)."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions.handovers import end_handover, offer_handover
from lindung.actions.sponsors import LeaveReason, leave_sponsor
from lindung.domain.errors import NotThere, RuleBroken
from lindung.models.base import db
from lindung.models.handovers import Handover
from lindung.queries.viewer import CONSOLE
from lindung.web.messages import sentence
from tests.support import cast
from tests.support.clock import TODAY


@pytest.fixture
def row(a_sponsor, an_enrolment):
    """Pak Hadi of OPD 7 has retired; Siti waits for another payer."""
    hadi = a_sponsor()
    an_enrolment(hadi)
    day, reason = date(2026, 11, 2), LeaveReason.RETIRED
    leave_sponsor(CONSOLE, hadi.id, day, reason, seen_version=hadi.version, today=TODAY)
    return db.session.scalars(select(Handover)).one()


@pytest.mark.parametrize("nip", [None, "", "198001012005012999"])
def test_somebody_of_another_office_is_there_only_by_his_whole_nip(row, viewer, a_sponsor, nip):
    to = a_sponsor("Tini Kartika", unit=cast.OPD_8)

    for who, sponsor_id in (("ratna", to.id), ("ratna", 99_999)):
        with pytest.raises(NotThere):
            offer_handover(viewer(who), row.id, sponsor_id, nip=nip, seen_version=row.version, today=TODAY)
    db.session.refresh(row)
    assert row.state == "waiting"
    offer_handover(viewer("koordinator"), row.id, to.id, seen_version=row.version, today=TODAY)
    db.session.refresh(row)
    assert row.to_sponsor_id == to.id


def test_own_people_are_offered_without_a_nip(row, viewer, a_sponsor):
    rini = a_sponsor("Rini Astuti")

    offer_handover(viewer("ratna"), row.id, rini.id, seen_version=row.version, today=TODAY)

    db.session.refresh(row)
    assert row.to_sponsor_id == rini.id


def test_a_reason_of_invisible_signs_is_asked_for_in_words_that_fit(row, viewer):
    blank = "\u200b\u200b"

    with pytest.raises(RuleBroken, match="handover_end_reason_missing") as broken:
        end_handover(viewer("ratna"), row.id, TODAY, blank, seen_version=row.version, today=TODAY)

    assert broken.value.field == "reason"
    assert "pulang kampung" in sentence(broken.value.code, broken.value.facts)
