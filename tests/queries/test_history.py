"""History tells what happened to a record, and never a full identifier."""

from lindung.actions.acts import act
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.workers import Worker
from lindung.queries.history import HIDDEN, Change, Receipt, history, last_change
from lindung.queries.viewer import CONSOLE
from tests.support.clock import TODAY


def test_the_newest_stands_first_and_identifiers_are_left_out(app, viewer, a_worker):
    siti = a_worker("Siti", nik="3518005704860007")
    with act(viewer("koordinator"), "worker.edit", today=TODAY):
        db.session.get_one(Worker, siti.id).kpj = "26000000001"

    entries = history(CONSOLE, {"worker": [siti.id]}).entries

    assert [(entry.who, entry.before is None) for entry in entries] == [
        ("Joko Prasetyo", False),
        (None, True),
    ]
    assert entries[0].after == {"kpj": "26000000001"}
    assert not HIDDEN & set(entries[1].after)
    assert "3518005704860007" not in str(entries)


def test_contributions_received_belong_to_it(app, an_enrolment, paid_month):
    siti = an_enrolment()
    paid_month(siti, "2026-10")

    entries = history(CONSOLE, {"enrolment": [siti.id]}, receipts_of=[siti.id]).entries

    receipt = next(entry for entry in entries if isinstance(entry, Receipt))
    assert (receipt.month, receipt.amount, receipt.source) == (Month(2026_10), 8400, "bpjs")


def test_records_that_are_pointed_at_are_named(app, a_sponsor, a_declaration):
    hadi = a_sponsor()
    answer = a_declaration(hadi)

    found = history(CONSOLE, {"declaration": [answer.id]})

    assert isinstance(found.entries[0], Change)
    assert found.names["sponsor", hadi.id] == "Hadi Suprapto"
    assert found.names["circular", answer.circular_id] == "SE 1/2026"


def test_nothing_is_told_of_nobody(app):
    assert history(CONSOLE, {"worker": []}).entries == []
    assert last_change("worker", 1) is None
