"""To whom a worker may be offered: own people, funds, and of other offices who is named by a whole NIP (R10, R25)."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions import summaries
from lindung.actions.acts import act
from lindung.actions.handovers import accept_handover, end_handover, offer_handover
from lindung.actions.sponsors import LeaveReason, leave_sponsor
from lindung.domain.duties import CircularState
from lindung.domain.errors import NotThere, RuleBroken
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.handovers import Handover
from lindung.models.workers import Enrolment
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


def offered(row, viewer, a_sponsor):
    rini = a_sponsor("Rini Astuti")
    offer_handover(viewer("ratna"), row.id, rini.id, seen_version=row.version, today=TODAY)
    db.session.refresh(row)
    return rini


def ended(circular, successor_id=None):
    with act(CONSOLE, "circular.end", today=TODAY) as deed, summaries.recounted(deed):
        circular.state = CircularState.SUPERSEDED.value if successor_id else CircularState.REVOKED.value
        circular.in_force_until, circular.successor_id = date(2026, 11, 10), successor_id


def test_nobody_takes_a_worker_over_under_a_circular_that_has_ended(row, viewer, a_sponsor):
    offered(row, viewer, a_sponsor)
    ended(db.session.scalars(select(Circular)).one())

    with pytest.raises(RuleBroken, match="circular_over"):
        accept_handover(viewer("ratna"), row.id, seen_version=row.version, today=TODAY)


def test_a_worker_of_a_superseded_circular_goes_on_under_its_successor(row, viewer, a_sponsor, make):
    rini, old = offered(row, viewer, a_sponsor), db.session.scalars(select(Circular)).one()
    new = make.a_circular("SE 2/2026", in_force_from=date(2026, 11, 1))
    ended(old, new.id)

    accept_handover(viewer("ratna"), row.id, seen_version=row.version, today=TODAY)

    db.session.refresh(row)
    enrolment = db.session.get_one(Enrolment, row.new_enrolment_id)
    assert (enrolment.sponsor_id, enrolment.circular_id) == (rini.id, new.id)
    assert summaries.mismatches() == []
