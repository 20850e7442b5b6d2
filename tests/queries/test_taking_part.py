"""Offices that take part (R9): whoever has one registered worker of its own report, whatever the view."""

from dataclasses import replace
from datetime import date

import pytest

from lindung.domain.duties import DutyKind
from lindung.domain.months import Month
from lindung.queries.beside import Asked, beside
from lindung.queries.circulars import newest_in_force, selectable
from lindung.queries.compliance import MonthTable, month_table, own_units
from lindung.queries.measures import Basis, Measure, target_measure, usual_basis
from lindung.queries.sponsors import SponsorFilter, StandingFilter, sponsor_total
from lindung.queries.units import unit_by_code
from tests.support import cast
from tests.support.clock import TODAY

NOV = Month(2026_11)


@pytest.fixture
def quota(make):
    """OPD 7 takes part by a worker of its school, OPD 8 not; a worker asked for and not registered changes nothing."""
    make.a_circular(duty_kind=DutyKind.QUOTA.value, quota=1)
    make.a_unit("07.02", name="UPT", parent="07", reports=True)
    umar = make.a_sponsor("Umar", unit=cast.SCHOOL)
    make.a_sponsor("Hadi")
    make.a_sponsor("Rini", unit="07.02")
    wiwik = make.a_sponsor("Wiwik", unit=cast.CLINIC)
    make.an_enrolment(umar, make.a_worker("Siti"))
    make.an_enrolment(wiwik, make.a_worker("Yati"), state="submitted")


@pytest.fixture
def table(viewer):
    def of(who: str = "dewi", unit: str | None = None, month: Month = NOV) -> MonthTable:
        seen = viewer(who)
        asked = unit_by_code(seen, unit) if unit else None
        return month_table(seen, newest_in_force(TODAY), month, TODAY, asked)

    return of


def parts(found: MonthTable) -> dict[str, int]:
    return {row.code: row.part for row in found.rows}


def test_an_office_takes_part_by_any_registered_worker_below_it_but_not_by_a_unit_that_reports_itself(
    quota, table
):
    found = table()

    assert parts(found) == {"01": 0, "07": 2, "07.02": 0, "08": 0}
    assert (found.part, found.taking_part) == (2, 1)


@pytest.mark.parametrize(
    ("who", "unit"), [("dewi", "07"), ("kadis", None), ("ratna", "07"), ("dewi", "07.01")]
)
def test_whoever_looks_from_wherever_sees_the_same_offices_take_part(quota, table, who, unit):
    found = table(who, unit)

    assert {code: part for code, part in parts(found).items() if code != "07.02"} == {
        row.code: row.now.asn for row in found.rows if row.code != "07.02"
    }
    assert parts(found).get("07.02", 0) == 0


def test_a_clerk_below_the_office_knows_it_takes_part(quota, viewer):
    own = own_units(viewer("ratna"), newest_in_force(TODAY), NOV, TODAY)

    assert own.table.part == 2
    assert own.table.trend[-1].part == 2


def test_the_trend_follows_who_took_part_in_each_month(quota, make, table):
    make.an_enrolment(make.a_sponsor("Agung", unit="01"), make.a_worker("Rina"), since="2026-10")

    found = table()

    assert [one.part for one in found.trend[-3:]] == [2, 3, 3]
    assert (found.part_before, found.taking_part_before) == (3, 2)
    assert table(month=Month(2026_10)).part_before == 2


def test_the_list_behind_it_is_as_long_as_the_number(quota, viewer, table):
    circular = newest_in_force(TODAY)
    wanted = SponsorFilter(standing=StandingFilter.TAKING_PART)

    for who in ("dewi", "kadis", "bayu"):
        assert sponsor_total(viewer(who), circular.id, NOV, TODAY, wanted) == table(who).part


def test_of_other_circulars_nobody_asks(make, table):
    make.a_circular()
    make.an_enrolment()

    assert table().part == 0


def test_a_quota_is_told_of_those_who_take_part_and_its_target_is_workers_for_asn():
    assert usual_basis(DutyKind.QUOTA) is Basis.TAKING_PART
    assert usual_basis(DutyKind.CONDITIONAL) is Basis.TARGET
    assert target_measure(DutyKind.QUOTA, Measure.SETTLED) == (Measure.WORKERS, Basis.ASN)
    assert target_measure(DutyKind.CONDITIONAL, Measure.SETTLED) == (Measure.SETTLED, Basis.TARGET)


def test_circulars_beside_each_other_are_read_in_one_statement(quota, make, viewer, queries):
    make.a_circular("SE ART", in_force_from=date(2026, 9, 1))
    make.a_circular("SE BARU", in_force_from=date(2026, 11, 1))
    rows = selectable(TODAY)
    asked, kadis = [Asked(row, NOV) for row in rows], viewer("kadis")

    with queries() as seen:
        found = beside(kadis, asked, TODAY)

    assert len(seen) == 1
    assert [one.counts.asn for one in found] == [3, 3, 3]
    assert [one.counts.workers_registered for one in found] == [0, 0, 1]


def test_what_was_not_counted_for_today_is_not_told(quota, viewer):
    row = newest_in_force(TODAY)

    found = beside(viewer("dewi"), [Asked(row, NOV), Asked(replace(row, id=999), NOV)], date(2026, 11, 21))

    assert [one.counts for one in found] == [None, None]
