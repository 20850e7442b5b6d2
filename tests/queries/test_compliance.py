"""The month table: rows out of stored subtrees, live where a month is not fresh (DESIGN section 4, R9a)."""

from datetime import date

import pytest
from sqlalchemy import delete, func, select, update

from lindung.actions import summaries
from lindung.actions.acts import act
from lindung.domain.duties import Answer
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.summaries import MonthBook, UnitMonth
from lindung.models.units import Unit
from lindung.queries.circulars import newest_in_force
from lindung.queries.compliance import MonthTable, month_table
from lindung.queries.places import Extent
from lindung.queries.units import unit_by_code
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import TODAY

NOV, OCT = Month(202611), Month(202610)


@pytest.fixture
def table(make, viewer):
    """`table("dewi")`: what she sees of November, `table("dewi", "07")` within OPD 7."""
    make.the_circular()

    def month(
        who: str = "dewi", unit: str | None = None, month: Month = NOV, today: date = TODAY
    ) -> MonthTable:
        circular = newest_in_force(today)
        asked = unit_by_code(viewer(who), unit) if unit else None
        return month_table(viewer(who), circular, month, today, asked)

    return month


@pytest.fixture
def people(make):
    """One ASN in the head office of OPD 7, two in its school, one in the clinic of OPD 8; one has not answered."""
    hadi = make.a_sponsor()
    school = [make.a_sponsor(name, unit=cast.SCHOOL) for name in ("Tuti", "Umar")]
    nurse = make.a_sponsor("Wiwik", unit=cast.CLINIC)
    make.a_declaration(hadi)
    make.a_declaration(school[0], Answer.NONE)
    make.a_declaration(nurse)
    make.an_enrolment(hadi)
    return hadi, *school, nurse


def asn(found: MonthTable) -> dict[str, int]:
    return {row.code: row.now.asn for row in found.rows}


@pytest.mark.usefixtures("people")
def test_one_row_per_reporting_unit_by_code(table):
    assert asn(table()) == {"01": 0, "07": 3, "08": 1}
    assert [row.extent for row in table().rows] == [Extent.REPORT] * 3


@pytest.mark.usefixtures("people")
def test_a_reporting_unit_leaves_out_reporting_units_below_it(table, make):
    make.a_unit("07.02", parent="07", reports=True)
    make.a_unit("07.02.1", parent="07.02", reports=False)
    make.a_unit("07.02.1.1", parent="07.02.1", reports=True)
    make.a_sponsor("Andi", unit="07.02")
    make.a_sponsor("Budi", unit="07.02.1")
    make.a_sponsor("Citra", unit="07.02.1.1")

    assert asn(table()) == {"01": 0, "07": 3, "07.02": 2, "07.02.1.1": 1, "08": 1}
    assert table().now.asn == 7


@pytest.mark.usefixtures("people")
def test_within_a_unit_its_own_people_come_first_then_each_child(table, make):
    make.a_unit("07.02", parent="07", reports=True)
    make.a_unit("07.02.1", parent="07.02", reports=True)
    make.a_sponsor("Andi", unit="07.02")
    make.a_sponsor("Budi", unit="07.02.1")

    found = table(unit="07")

    assert [(row.code, row.extent, row.now.asn) for row in found.rows] == [
        ("07", Extent.DIRECT, 1),
        ("07.01", Extent.SUBTREE, 2),
        ("07.02", Extent.REPORT, 1),
    ]
    assert [row.has_children for row in found.rows] == [True, False, True]


@pytest.mark.usefixtures("people")
def test_a_child_that_does_not_report_counts_with_everything_below_it(table, make):
    make.a_unit("07.01.1", parent="07.01", reports=True)
    make.a_sponsor("Andi", unit="07.01.1")

    assert asn(table(unit="07")) == {"07": 1, "07.01": 3}
    assert asn(table(unit="07.01")) == {"07.01": 2, "07.01.1": 1}
    assert [crumb.code for crumb in table(unit="07.01").above] == ["07"]


@pytest.mark.usefixtures("people")
def test_a_head_sees_his_own_unit_and_nothing_of_the_neighbour(table):
    assert asn(table("kadis")) == {"07": 3}
    assert asn(table("bayu")) == {"08": 1}


@pytest.mark.usefixtures("people")
def test_somebody_whose_unit_reports_nothing_sees_that_unit(table, viewer, make):
    make.a_unit("07.03", parent="07", reports=False)
    make.a_sponsor("Andi", unit="07.03")
    with act(CONSOLE, "unit.change", today=TODAY):
        db.session.execute(update(Unit).where(Unit.code == "08").values(reports=False))

    found = table("bayu")

    assert [(row.code, row.extent, row.now.asn) for row in found.rows] == [("08", Extent.SUBTREE, 1)]


@pytest.mark.usefixtures("people")
def test_each_row_knows_the_month_before_and_the_rows_add_up_to_the_trend(table, people, make):
    make.a_declaration(people[2], on=date(2026, 11, 3))

    found = table()

    seven = next(row for row in found.rows if row.code == "07")
    assert (seven.before.answered, seven.now.answered) == (2, 3)
    assert [one.month for one in found.trend] == list(Month(202601).through(NOV))
    assert found.trend[-1].counts == found.now
    assert found.trend[-2].counts == found.before


@pytest.mark.usefixtures("people")
def test_the_first_month_of_a_circular_has_none_before_it(table):
    assert table(month=Month(202601)).before is None
    assert [one.month for one in table(month=Month(202601)).trend] == [Month(202601)]


@pytest.mark.usefixtures("people")
def test_an_unopened_month_is_counted_live_and_nothing_is_written(table):
    stored = table()
    with act(CONSOLE, "test", today=TODAY):
        for book in (UnitMonth, MonthBook):
            db.session.execute(delete(book).where(book.month.in_([NOV, OCT])))

    live = table()

    assert stored.counted_at is not None and live.counted_at is None
    assert [(row.now, row.before) for row in live.rows] == [(row.now, row.before) for row in stored.rows]
    assert live.trend == stored.trend
    assert db.session.scalar(select(func.count()).where(MonthBook.month == NOV)) == 0


def test_a_month_judged_by_an_earlier_day_is_counted_live(table, people, make):
    make.an_enrolment(people[3], make.a_worker("Wati"), since="2026-11", registered_on=date(2026, 11, 25))

    tomorrow, later = table(today=date(2026, 11, 21)), table(today=date(2026, 11, 25))

    assert tomorrow.counted_at is None
    assert (table().now.registered, tomorrow.now.registered, later.now.registered) == (1, 1, 2)


@pytest.mark.usefixtures("people")
def test_within_a_unit_live_equals_stored(table, make):
    make.a_unit("07.02", parent="07", reports=True)
    make.a_sponsor("Andi", unit="07.02")
    stored = table(unit="07")
    with act(CONSOLE, "test", today=TODAY):
        db.session.execute(delete(MonthBook))
        db.session.execute(delete(UnitMonth))

    assert table(unit="07").rows == stored.rows


def test_a_closed_unit_leaves_the_table_once_nobody_is_in_it(table, people):
    with act(CONSOLE, "unit.close", today=TODAY):
        db.session.execute(update(Unit).where(Unit.code.in_(["01", "08"])).values(closed_from=NOV))

    assert list(asn(table())) == ["07", "08"]
    assert list(asn(table(month=OCT))) == ["01", "07", "08"]


def test_payments_are_known_as_soon_as_anybody_has_one(table, people, make):
    assert not table("bayu").has_payments

    make.paid_month(make.an_enrolment(people[1], make.a_worker("Wati")), "2026-11")

    assert table("bayu").has_payments
    assert not table("bayu", month=OCT).has_payments
    with act(CONSOLE, "test", today=TODAY):
        db.session.execute(delete(MonthBook))
    assert table("bayu").has_payments


@pytest.mark.usefixtures("people")
def test_the_table_costs_the_same_whatever_the_number_of_people(viewer, make, queries):
    make.the_circular()
    dewi, circular = viewer("dewi"), newest_in_force(TODAY)
    with queries() as few:
        month_table(dewi, circular, NOV, TODAY)
    for number in range(5):
        make.an_enrolment(make.a_sponsor(f"Guru {number}", unit=cast.SCHOOL), make.a_worker(f"ART {number}"))
    with queries() as many:
        month_table(dewi, circular, NOV, TODAY)

    assert len(few) == len(many) == 3
    assert summaries.mismatches() == []
