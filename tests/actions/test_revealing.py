"""R25: a NIK shown in full, with a reason, which the trail remembers."""

import pytest
from sqlalchemy import func, select

from lindung.actions.undo import undo_act
from lindung.actions.workers import WorkerFacts, edit_worker, reveal_nik
from lindung.domain.errors import NotThere, RuleBroken
from lindung.models.acts import AuditEntry
from lindung.models.base import db
from lindung.queries.history import Change, history
from tests.support.clock import TODAY

pytestmark = pytest.mark.usefixtures("nothing_drifts")

NIK = "3518005704860001"


def test_a_nik_shown_in_full_is_an_entry_with_its_reason(viewer, an_enrolment, a_worker):
    siti = a_worker(nik=NIK)
    an_enrolment(worker=siti)

    assert reveal_nik(viewer("bendahara"), siti.id, "mencocokkan dengan KTP", today=TODAY) == NIK

    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.record == "reveal")).one()
    assert (entry.record_id, entry.after) == (siti.id, {"field": "nik", "reason": "mencocokkan dengan KTP"})
    told = history(viewer("ratna"), {"worker": [siti.id], "reveal": [siti.id]}).entries[0]
    assert isinstance(told, Change)
    assert (told.who, told.record) == ("Yuni Lestari", "reveal")
    assert NIK not in str(told)


def test_a_reveal_asks_for_a_reason_and_for_the_right_to_look(viewer, an_enrolment, a_worker):
    siti = a_worker(nik=NIK)
    an_enrolment(worker=siti)

    with pytest.raises(RuleBroken) as broken:
        reveal_nik(viewer("ratna"), siti.id, "cek", today=TODAY)

    assert (broken.value.code, broken.value.field) == ("reveal_reason_missing", "reason")
    for who in ("bayu", "kadis", "dewi", "admin"):
        with pytest.raises(NotThere):
            reveal_nik(viewer(who), siti.id, "mencocokkan dengan KTP", today=TODAY)


def test_a_look_sent_twice_is_one_entry_and_stands_in_no_undos_way(viewer, an_enrolment, a_worker):
    siti = a_worker(nik=NIK)
    an_enrolment(worker=siti)
    facts = WorkerFacts(village="Kauman")
    done = edit_worker(viewer("ratna"), siti.id, facts, seen_version=siti.version, today=TODAY)

    for _ in range(2):
        assert reveal_nik(viewer("ratna"), siti.id, "mencocokkan", today=TODAY, key="look") == NIK

    assert (
        db.session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.record == "reveal"))
        == 1
    )
    undo_act(viewer("ratna"), done.act_id, today=TODAY)
    db.session.rollback()
    assert siti.village is None


def test_what_was_seen_cannot_be_unseen(viewer, an_enrolment, a_worker):
    siti = a_worker(nik=NIK)
    an_enrolment(worker=siti)
    reveal_nik(viewer("ratna"), siti.id, "mencocokkan", today=TODAY)
    act_id = db.session.scalars(select(AuditEntry.act_id).where(AuditEntry.record == "reveal")).one()

    with pytest.raises(RuleBroken) as broken:
        undo_act(viewer("ratna"), act_id, today=TODAY)

    assert broken.value.code == "undo_nothing"
