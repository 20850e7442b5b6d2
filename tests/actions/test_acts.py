"""One act is one transaction: repeated harmlessly, audited, all or nothing; outside one nothing is written."""

from datetime import date

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from lindung.actions.acts import AlreadyDone, act, insert_rows
from lindung.domain.errors import ChangedMeanwhile, NotThere
from lindung.models.acts import ActRow, AuditEntry
from lindung.models.base import db
from lindung.models.units import Unit
from tests.support.cast import OPD_7, unit
from tests.support.clock import TODAY


def entries(act_id: int) -> list[AuditEntry]:
    return list(
        db.session.scalars(select(AuditEntry).where(AuditEntry.act_id == act_id).order_by(AuditEntry.id))
    )


def test_outside_an_act_nothing_can_be_written(app):
    with pytest.raises(DBAPIError):
        db.session.execute(text("UPDATE unit SET name = 'x'"))
    db.session.rollback()


def test_after_an_act_reading_is_the_rule_again(app, viewer):
    with act(viewer("koordinator"), "unit.rename", today=TODAY):
        unit(OPD_7).name = "Dinas Baru"

    with pytest.raises(DBAPIError):
        db.session.execute(text("UPDATE unit SET name = 'x'"))
    db.session.rollback()


def test_an_act_writes_who_when_what_and_the_record_before_and_after(app, viewer):
    with act(viewer("koordinator"), "unit.rename", today=TODAY) as deed:
        unit(OPD_7).name = "Dinas Pendidikan dan Kebudayaan"

    row = db.session.get_one(ActRow, deed.id)
    assert (row.account_id, row.kind) == (viewer("koordinator").account_id, "unit.rename")
    [entry] = entries(deed.id)
    assert (entry.record, entry.record_id) == ("unit", unit(OPD_7).id)
    assert entry.before == {"name": "Dinas Pendidikan"}
    assert entry.after == {"name": "Dinas Pendidikan dan Kebudayaan"}


def test_an_act_that_fails_leaves_neither_change_nor_entry(app, viewer):
    acts, trail = (
        db.session.scalar(select(func.count()).select_from(table)) for table in (ActRow, AuditEntry)
    )

    with pytest.raises(ZeroDivisionError), act(viewer("koordinator"), "unit.rename", today=TODAY):
        unit(OPD_7).name = "Dinas Baru"
        db.session.flush()
        raise ZeroDivisionError

    assert unit(OPD_7).name == "Dinas Pendidikan"
    assert db.session.scalar(select(func.count()).select_from(ActRow)) == acts
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == trail


def test_the_same_form_sent_twice_is_done_once_and_answers_alike(app, viewer):
    with act(viewer("koordinator"), "unit.rename", today=TODAY, key="k-1") as deed:
        unit(OPD_7).name = "Pertama"
        deed.result = {"id": 7}

    with (
        pytest.raises(AlreadyDone) as again,
        act(viewer("koordinator"), "unit.rename", today=TODAY, key="k-1"),
    ):
        unit(OPD_7).name = "Kedua"

    assert (again.value.act_id, again.value.result) == (deed.id, {"id": 7})
    assert unit(OPD_7).name == "Pertama"


def test_somebody_elses_key_is_not_there(app, viewer):
    with act(viewer("koordinator"), "unit.rename", today=TODAY, key="k-1"):
        unit(OPD_7).name = "Pertama"

    with pytest.raises(NotThere), act(viewer("ratna"), "unit.rename", today=TODAY, key="k-1"):
        pass


def test_a_row_saved_by_somebody_else_in_between_is_refused(app, viewer):
    with pytest.raises(ChangedMeanwhile), act(viewer("koordinator"), "unit.rename", today=TODAY):
        row = unit(OPD_7)
        db.session.execute(text("UPDATE unit SET version = version + 1"))
        row.name = "Dinas Baru"


def test_many_rows_at_once_each_have_their_entry(app, viewer):
    rows = [
        {
            "code": f"x{n}",
            "name": f"Unit {n}",
            "name_key": f"unit {n}",
            "kind": "unit",
            "path": f"z{n}",
            "reports": False,
        }
        for n in range(3)
    ]

    with act(viewer("koordinator"), "unit.import", today=TODAY) as deed:
        ids = insert_rows(deed, Unit, rows)

    assert [db.session.get_one(Unit, id_).code for id_ in ids] == ["x0", "x1", "x2"]
    assert [(entry.record_id, entry.before, entry.after["code"]) for entry in entries(deed.id)] == [
        (id_, None, row["code"]) for id_, row in zip(ids, rows, strict=True)
    ]


def test_a_removed_row_keeps_its_last_values_in_the_trail(app, viewer, a_declaration):
    declaration = a_declaration(on=date(2026, 2, 1))
    id_ = declaration.id

    with act(viewer("ratna"), "declaration.withdraw", today=TODAY) as deed:
        db.session.delete(declaration)

    [entry] = entries(deed.id)
    assert (entry.record, entry.record_id, entry.after) == ("declaration", id_, None)
    assert (entry.before["answer"], entry.before["made_on"]) == ("employs", "2026-02-01")


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET record = 'x'", "DELETE FROM audit_entry"])
def test_the_trail_cannot_be_rewritten_even_inside_an_act(app, viewer, statement):
    with pytest.raises(DBAPIError), act(viewer("admin"), "cover up", today=TODAY):
        db.session.execute(text(statement))


@pytest.mark.parametrize("table", ["payment", "allocation"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET amount = 0", "DELETE FROM {}"])
def test_money_is_never_edited_or_deleted(app, viewer, an_enrolment, paid_month, table, statement):
    paid_month(an_enrolment(), "2026-03")

    with pytest.raises(DBAPIError), act(viewer("admin"), "cover up", today=TODAY):
        db.session.execute(text(statement.format(table)))
