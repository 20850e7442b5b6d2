"""Taking an import back: all of it, while nothing later touched its rows."""

import pytest
from sqlalchemy import func, select

from lindung.actions import accounts, imports, summaries
from lindung.actions.undo import undo_act
from lindung.domain.errors import NotThere, RuleBroken
from lindung.models.acts import ActRow, AuditEntry
from lindung.models.base import db
from lindung.models.imports import ImportBatch
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import today
from tests.support.importing import bring, stage

HEADER = ("nip", "nama", "kode_unit", "jenis_asn")
NIP = "198001012005011777"


def apply(kind, rows, **options):
    by = options.get("by", CONSOLE)
    batch = stage(kind, rows, **options)
    imports.apply(by, batch, today=today())
    return batch


def undo(batch, by=CONSOLE):
    imports.undo_import(by, batch, today=today())
    db.session.expire_all()


def refusal(batch, by=CONSOLE):
    with pytest.raises(RuleBroken) as refused:
        undo(batch, by)
    return refused.value


def stored():
    """Every value of the tables that imports write, versions and stamps apart."""
    found = {}
    for model in (Unit, Sponsor, Posting, Worker, Enrolment, Question):
        columns = [column for column in model.__table__.columns if column.name != "version"]
        rows = db.session.execute(select(*columns).order_by(model.__table__.c.id))
        found[model.__tablename__] = [tuple(row) for row in rows]
    return found


def test_undoing_changes_moves_and_new_people_leaves_everything_as_before(an_enrolment, a_sponsor, app):
    hadi = a_sponsor()
    an_enrolment(hadi)
    before = stored()
    batch = apply(
        "sponsors",
        [HEADER, (hadi.nip, "Hadi Lain", "08.01", "PPPK"), (NIP, "Tini", "07", "PNS")],
        month="2026-05",
    )
    assert stored() != before

    undo(batch)

    assert stored() == before
    assert db.session.get(ImportBatch, batch).state == "undone"
    assert summaries.mismatches() == []


def test_undoing_workers_takes_people_enrolments_and_questions_away(a_sponsor, a_circular, app):
    a_circular()
    hadi, tini = a_sponsor(), a_sponsor("Tini", unit="08")
    before = stored()
    header = ("nip_penanggung", "nik", "nama", "status", "tanggal_daftar")
    nik = "3518005704860777"
    batch = apply(
        "workers",
        [header, (hadi.nip, nik, "Siti", "terdaftar", "01/05/2026"), (tini.nip, nik, "Siti", "calon", None)],
    )

    undo(batch)

    assert stored() == before
    assert summaries.mismatches() == []


def test_undoing_a_tree_takes_children_before_parents(app):
    before = stored()
    header = ("kode", "nama", "jenis", "induk")
    batch = apply(
        "units",
        [header, ("09.1", "Bidang", None, "09"), ("09", "Dinas", None, None), ("07.01", "SD", None, "08")],
    )

    undo(batch)

    assert stored() == before


def test_an_undo_is_refused_while_something_later_stands_and_says_who(a_sponsor, viewer):
    hadi = a_sponsor()
    first = apply("sponsors", [HEADER, (hadi.nip, "Satu", "07", None)], by=viewer("ratna"))
    second = apply("sponsors", [HEADER, (hadi.nip, "Dua", "07", None)], by=viewer("koordinator"))

    refused = refusal(first, viewer("ratna"))
    assert (refused.code, refused.facts["who"]) == ("undo_touched_later", "Joko Prasetyo")

    undo(second, viewer("koordinator"))
    undo(first, viewer("ratna"))
    assert db.session.get(Sponsor, hadi.id).name == "Hadi Suprapto"


def test_an_undo_is_refused_while_other_data_leans_on_what_was_added(app, a_circular):
    a_circular()
    people = apply("sponsors", [HEADER, (NIP, "Tini", "07", "PNS")])
    bring("declarations", [("nip", "jawaban"), (NIP, "Nihil")])

    assert refusal(people).code == "undo_in_use"


def test_an_import_is_undone_once(app):
    batch = apply("sponsors", [HEADER, (NIP, "Tini", "07", "PNS")])
    undo(batch)

    assert refusal(batch).code == "undo_done"


def test_an_undo_is_no_act_to_undo(app):
    undo(apply("sponsors", [HEADER, (NIP, "Tini", "07", "PNS")]))
    act_id = db.session.scalar(select(func.max(ActRow.id)))

    with pytest.raises(RuleBroken, match="undo_of_undo"):
        undo_act(CONSOLE, act_id, today=today())


def test_what_was_undone_stays_in_the_trail(app):
    batch = apply("sponsors", [HEADER, (NIP, "Tini", "07", "PNS")])
    undo(batch)

    sponsors = select(AuditEntry).where(AuditEntry.record == "sponsor").order_by(AuditEntry.id)
    made, taken = db.session.scalars(sponsors).all()[-2:]
    assert (made.before, taken.after) == (None, None)
    assert made.after == taken.before


def test_the_same_file_can_come_in_again_after_an_undo(app):
    rows = [HEADER, (NIP, "Tini", "07", "PNS")]
    undo(apply("sponsors", rows))

    assert bring("sponsors", rows) == {"new": 1}


def test_accounts_that_nobody_used_go_with_their_codes(app):
    header = ("nama_pengguna", "nama", "peran", "kode_unit")
    batch = apply("accounts", [header, ("tuti", "Tuti", "clerk", "07")])

    undo(batch)

    with pytest.raises(Exception, match="No row was found"):
        cast.account("tuti")


def test_a_stranger_undoes_nothing(a_sponsor, viewer):
    batch = apply("sponsors", [HEADER, (a_sponsor().nip, "Satu", "07", None)], by=viewer("ratna"))

    with pytest.raises(NotThere):
        undo(batch, viewer("bayu"))
    with pytest.raises(NotThere):
        undo_act(viewer("bayu"), db.session.get(ImportBatch, batch).act_id, today=today())


def ended_grant(viewer, username, by):
    grant = viewer(username).grant_id
    accounts.end_grant(viewer(by), cast.account(username).id, grant, None, today=today())
    return db.session.scalars(select(ActRow.id).where(ActRow.kind == "account.end_grant")).one()


@pytest.mark.parametrize("username", ["ratna", "inspektur"])
def test_a_coordinator_gives_no_role_back_that_an_administrator_took(app, viewer, username):
    act_id = ended_grant(viewer, username, "admin")

    with pytest.raises(NotThere):
        undo_act(viewer("koordinator"), act_id, today=today())
    assert undo_act(viewer("admin"), act_id, today=today()) == 1


def test_an_administrator_undoes_no_registration(app, viewer):
    """He manages the regency and changes nobody's registration (DESIGN section 4)."""
    batch = apply("sponsors", [HEADER, (NIP, "Satu", "07", None)], by=viewer("ratna"))

    with pytest.raises(NotThere):
        undo_act(viewer("admin"), db.session.get(ImportBatch, batch).act_id, today=today())
    undo(batch, viewer("koordinator"))
