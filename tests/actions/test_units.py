"""Reshaping the tree: paths, copies and counts follow, and what cannot be is refused."""

import pytest
from sqlalchemy import select

from lindung.actions import summaries
from lindung.actions.acts import AlreadyDone
from lindung.actions.sponsors import move_sponsor
from lindung.actions.tree import nearest_reporting
from lindung.actions.units import (
    NewUnit,
    UnitNames,
    add_unit,
    close_unit,
    move_unit,
    rename_unit,
    reopen_unit,
    set_reports,
)
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.models.acts import AuditEntry
from lindung.models.base import db
from lindung.models.summaries import UnitMonth
from lindung.models.units import path_below
from lindung.models.workers import Enrolment
from tests.support import cast
from tests.support.clock import TODAY

pytestmark = pytest.mark.one_engine_in_the_gate

DECEMBER = Month(2026_12)


@pytest.fixture
def coordinator(viewer):
    return viewer("koordinator")


def version(code: str) -> int:
    db.session.expire_all()
    return cast.unit(code).version


def refusal(act, *args, **kwargs) -> RuleBroken:
    with pytest.raises(RuleBroken) as refused:
        act(*args, today=TODAY, **kwargs)
    return refused.value


def test_a_new_unit_lies_below_its_parent_and_has_its_months(app, coordinator, a_circular):
    a_circular()

    new = add_unit(coordinator, NewUnit("07.02", " SMP  Cahaya ", "SMP", "07"), today=TODAY)

    unit = cast.unit("07.02")
    assert (unit.id, unit.name, unit.reports) == (new, "SMP Cahaya", False)
    assert unit.path == path_below(cast.unit("07").path, new)
    assert db.session.scalars(select(UnitMonth).where(UnitMonth.unit_id == new)).first() is not None
    assert summaries.mismatches() == []


def test_a_unit_at_the_top_reports_by_itself(app, coordinator):
    add_unit(coordinator, NewUnit("09", "Dinas Sosial", "Dinas", None), today=TODAY)

    assert cast.unit("09").reports


def test_a_code_is_given_once(app, coordinator):
    assert refusal(add_unit, coordinator, NewUnit("08", "Lain", "Dinas", None)).code == "unit_code_taken"
    assert refusal(add_unit, coordinator, NewUnit("10", "Lain", "Dinas", "99")).code == "parent_unknown"


def test_the_same_form_twice_adds_one_unit(app, coordinator):
    add_unit(coordinator, NewUnit("09", "Dinas Sosial", "Dinas", None), today=TODAY, key="k")

    with pytest.raises(AlreadyDone) as before:
        add_unit(coordinator, NewUnit("09", "Dinas Sosial", "Dinas", None), today=TODAY, key="k")

    assert before.value.result["code"] == "09"


def test_moving_takes_the_subtree_its_people_and_its_counts_along(
    app, coordinator, a_unit, a_sponsor, an_enrolment
):
    a_unit("07.01.1", parent="07.01")
    siti = an_enrolment(a_sponsor(unit="07.01.1"))

    moved = move_unit(coordinator, "07.01", "08", seen_version=version("07.01"), today=TODAY)

    db.session.expire_all()
    assert moved == 2
    assert cast.unit("07.01.1").path.startswith(cast.unit("08").path)
    assert db.session.get_one(Enrolment, siti.id).opd_id == cast.unit("08").id
    assert summaries.mismatches() == []


def test_nothing_moves_below_itself_or_to_where_it_is(app, coordinator):
    broken = refusal(move_unit, coordinator, "07", "07.01", seen_version=version("07"))
    assert (broken.code, broken.field) == ("unit_below_itself", "parent_code")

    stays = refusal(move_unit, coordinator, "07.01", "07", seen_version=version("07.01"))
    assert stays.code == "unit_already_there"
    assert cast.unit("07").parent_id is None


def test_a_unit_that_comes_to_the_top_reports_from_then_on(app, coordinator):
    move_unit(coordinator, "07.01", None, seen_version=version("07.01"), today=TODAY)

    db.session.expire_all()
    assert (cast.unit("07.01").parent_id, cast.unit("07.01").reports) == (None, True)


def test_a_unit_is_closed_only_when_nobody_is_posted_and_nothing_open_lies_below(app, coordinator, a_sponsor):
    a_sponsor(unit="07.01")

    people = refusal(close_unit, coordinator, "07.01", DECEMBER, seen_version=version("07.01"))
    units = refusal(close_unit, coordinator, "07", DECEMBER, seen_version=version("07"))

    assert (people.code, people.facts["people"]) == ("unit_has_people", 1)
    assert (units.code, units.facts["units"]) == ("unit_has_units", 1)


def test_a_closed_unit_takes_nothing_in_until_it_is_opened_again(app, coordinator):
    close_unit(coordinator, "08.01", Month(2026_11), seen_version=version("08.01"), today=TODAY)
    new = NewUnit("08.01.1", "Pustu", "UPT", "08.01")

    assert refusal(add_unit, coordinator, new).code == "parent_closed"
    reopen_unit(coordinator, "08.01", seen_version=version("08.01"), today=TODAY)
    add_unit(coordinator, new, today=TODAY)


def test_a_unit_about_to_close_takes_nobody_and_nothing_in_any_more(app, coordinator, a_sponsor):
    """A posting has no end: whoever came in now would be left in a unit that does not exist (R10)."""
    hadi = a_sponsor()
    close_unit(coordinator, "08.01", DECEMBER, seen_version=version("08.01"), today=TODAY)

    person = refusal(move_sponsor, coordinator, hadi.id, "08.01", Month(2026_10), seen_version=hadi.version)
    new = refusal(add_unit, coordinator, NewUnit("08.01.1", "Pustu", "UPT", "08.01"))
    moved = refusal(move_unit, coordinator, "07.01", "08.01", seen_version=version("07.01"))

    assert (person.code, person.facts["month"]) == ("unit_closed", DECEMBER)
    assert (new.code, new.facts["month"]) == ("parent_closed", DECEMBER)
    assert moved.code == "parent_closed"


def test_a_posting_that_begins_after_the_closing_stands_in_its_way(app, coordinator, a_sponsor):
    a_sponsor(unit="08.01", since="2026-11")

    broken = refusal(close_unit, coordinator, "08.01", Month(2026_09), seen_version=version("08.01"))

    assert (broken.code, broken.facts["people"]) == ("unit_has_people", 1)


def test_below_a_closed_unit_nothing_is_opened(app, coordinator):
    close_unit(coordinator, "08.01", DECEMBER, seen_version=version("08.01"), today=TODAY)
    close_unit(coordinator, "08", DECEMBER, seen_version=version("08"), today=TODAY)

    broken = refusal(reopen_unit, coordinator, "08.01", seen_version=version("08.01"))

    assert broken.code == "parent_closed"


def test_the_workers_of_a_unit_follow_the_report_it_belongs_to(app, coordinator, a_sponsor, an_enrolment):
    siti = an_enrolment(a_sponsor(unit="07.01"))

    set_reports(coordinator, "07.01", True, seen_version=version("07.01"), today=TODAY)
    alone = db.session.get_one(Enrolment, siti.id, populate_existing=True).opd_id
    set_reports(coordinator, "07.01", False, seen_version=version("07.01"), today=TODAY)
    again = db.session.get_one(Enrolment, siti.id, populate_existing=True).opd_id

    assert (alone, again) == (cast.unit("07.01").id, cast.unit("07").id)
    assert (
        refusal(set_reports, coordinator, "07", False, seen_version=version("07")).code == "top_unit_reports"
    )


def test_a_save_from_an_older_page_is_refused(app, coordinator):
    seen = version("07.01")
    rename_unit(coordinator, "07.01", UnitNames("SDN A", "SD"), seen_version=seen, today=TODAY)

    with pytest.raises(ChangedMeanwhile):
        rename_unit(coordinator, "07.01", UnitNames("SDN B", "SD"), seen_version=seen, today=TODAY)


def test_a_rename_leaves_its_trace_and_can_be_searched(app, coordinator):
    rename_unit(
        coordinator, "07.01", UnitNames("SDN Mawar", "SD"), seen_version=version("07.01"), today=TODAY
    )

    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.record, entry.after["name"]) == ("unit", "SDN Mawar")
    assert cast.unit("07.01").name_key == "sdn mawar"


def test_a_clerk_reshapes_nothing_even_past_the_screens(app, viewer):
    with pytest.raises(NotThere):
        rename_unit(
            viewer("ratna"), "07.01", UnitNames("SDN B", "SD"), seen_version=version("07.01"), today=TODAY
        )
    with pytest.raises(NotThere):
        add_unit(viewer("ratna"), NewUnit("07.09", "SDN B", "SD", "07"), today=TODAY)


def test_the_nearest_reporting_unit_is_the_first_one_upwards():
    top, middle, leaf = "000001", "000001000002", "000001000002000003"

    assert nearest_reporting({top: True, middle: False, leaf: False}) == {1: 1, 2: 1, 3: 1}
    assert nearest_reporting({top: True, middle: True, leaf: False}) == {1: 1, 2: 2, 3: 2}
    assert nearest_reporting({top: False, middle: False, leaf: False}) == {1: 1, 2: 1, 3: 1}
