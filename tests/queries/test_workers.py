"""Lists of workers: as they stood at a month's end, as long as the counts, never another office's."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions.acts import act
from lindung.domain.errors import NotThere
from lindung.domain.grid import Mark
from lindung.domain.months import OPEN_END, Month
from lindung.domain.protection import Step
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.sponsors import Posting
from lindung.models.workers import Enrolment, Worker
from lindung.queries.counting import Counts, counted
from lindung.queries.paging import PAGE
from lindung.queries.viewer import CONSOLE
from lindung.queries.worker_page import worker_page
from lindung.queries.workers import WorkerFilter, WorkerOrder, all_worker_rows, worker_rows
from tests.support import cast
from tests.support.clock import TODAY

AUGUST, OCTOBER, NOVEMBER = Month(2026_08), Month(2026_10), Month(2026_11)
S = EnrolmentState


def states(circular, month, **wanted):
    rows = all_worker_rows(CONSOLE, circular.id, month, TODAY, WorkerFilter(**wanted))
    return {row.name: row.state for row in rows}


def test_a_month_shows_each_registration_as_it_stood_then(app, a_circular, a_worker, an_enrolment):
    circular = a_circular()
    an_enrolment(
        worker=a_worker("Siti"), since="2026-09", submitted_on=date(2026, 7, 1), noted_on=date(2026, 7, 1)
    )
    an_enrolment(worker=a_worker("Sumarni"), state="ended", since="2026-06")
    an_enrolment(worker=a_worker("Partini"), state="refused", since="2026-10")
    an_enrolment(worker=a_worker("Mujiati"), state="candidate", since="2026-11")

    assert states(circular, AUGUST) == {"Siti": S.SUBMITTED, "Sumarni": S.REGISTERED}
    assert states(circular, OCTOBER) == {"Siti": S.REGISTERED, "Sumarni": S.ENDED, "Partini": S.REFUSED}
    assert states(circular, NOVEMBER) == {
        "Siti": S.REGISTERED,
        "Sumarni": S.ENDED,
        "Partini": S.REFUSED,
        "Mujiati": S.CANDIDATE,
    }


def test_every_list_is_as_long_as_the_number_that_opens_it(app, a_circular, an_enrolment, paid_month):
    circular = a_circular()
    full, late, lapsed, waiting = (an_enrolment() for _number in range(4))
    paid_month(full, *(f"2026-{month:02d}" for month in range(3, 12)))
    paid_month(late, *(f"2026-{month:02d}" for month in range(3, 10)))
    paid_month(lapsed, "2026-03", "2026-04")
    paid_month(waiting, "2026-10", "2026-11")
    an_enrolment()
    an_enrolment(state="submitted")
    an_enrolment(state="ended")

    for month in (AUGUST, OCTOBER, NOVEMBER):
        counts = Counts()
        for one in counted(circular, [month], TODAY).values():
            counts = counts.plus(one)

        assert total(circular, month, live_only=True) == counts.workers
        assert total(circular, month, state=S.REGISTERED) == counts.workers_registered
        for step in Step:
            assert total(circular, month, step=step) == getattr(counts, step.value), (month, step)
    assert (counts.full, counts.late_1, counts.lapsed, counts.waiting_2, counts.never) == (1, 1, 1, 1, 1)


def total(circular, month, **wanted) -> int:
    found = worker_rows(CONSOLE, circular.id, month, TODAY, WorkerFilter(**wanted))
    assert found.total == len(found.rows)
    return found.total


def test_a_clerk_sees_the_workers_of_his_office_only(app, viewer, a_sponsor, an_enrolment):
    mine, theirs = an_enrolment(), an_enrolment(a_sponsor(unit=cast.OPD_8))

    found = worker_rows(viewer("ratna"), mine.circular_id, NOVEMBER, TODAY, WorkerFilter())

    assert [row.enrolment_id for row in found.rows] == [mine.id]
    with pytest.raises(NotThere):
        worker_page(viewer("ratna"), theirs.worker_id, TODAY)


def test_a_worker_of_two_offices_shows_each_office_its_own_part(app, viewer, a_sponsor, an_enrolment):
    mine = an_enrolment(state="ended")
    worker = worker_page(CONSOLE, mine.worker_id, TODAY)
    an_enrolment(a_sponsor("Dewi Kurniawan", unit=cast.OPD_8), db.session.get_one(Worker, worker.id))

    page = worker_page(viewer("ratna"), worker.id, TODAY)

    assert [one.id for one in page.enrolments] == [mine.id]


def test_in_a_past_month_the_sponsors_unit_of_that_month_counts(app, viewer, an_enrolment):
    siti = an_enrolment()
    with act(CONSOLE, "move", today=TODAY):
        old = db.session.scalars(select(Posting).where(Posting.sponsor_id == siti.sponsor_id)).one()
        old.last_month = OCTOBER
        eight = cast.unit(cast.OPD_8)
        db.session.add(
            Posting(sponsor_id=siti.sponsor_id, unit_id=eight.id, first_month=NOVEMBER, last_month=OPEN_END)
        )
        siti.unit_id = siti.opd_id = eight.id

    october = worker_rows(viewer("ratna"), siti.circular_id, OCTOBER, TODAY, WorkerFilter()).rows

    assert [(row.unit_code, row.is_present) for row in october] == [("07", False)]
    assert not worker_rows(viewer("ratna"), siti.circular_id, NOVEMBER, TODAY, WorkerFilter()).rows
    assert worker_rows(viewer("bayu"), siti.circular_id, NOVEMBER, TODAY, WorkerFilter()).total == 1


def test_a_worker_is_found_by_either_name_and_by_the_last_four_of_the_nik(
    app, a_sponsor, a_worker, an_enrolment
):
    siti = an_enrolment(a_sponsor("Agus Santoso"), a_worker("Siti Aminah", nik="3518005704860007"))
    an_enrolment(a_sponsor("Lilik"), a_worker("Mujiati"))

    for q in ("aminah", "agus", "0007"):
        rows = worker_rows(CONSOLE, siti.circular_id, NOVEMBER, TODAY, WorkerFilter(q=q)).rows
        assert [row.enrolment_id for row in rows] == [siti.id], q


def test_paging_forth_and_back_shows_everybody_once(app, many_workers, queries):
    circular_id, everybody = many_workers, PAGE + 3
    for order in WorkerOrder:
        wanted = WorkerFilter(order=order)

        one = worker_rows(CONSOLE, circular_id, NOVEMBER, TODAY, wanted)
        with queries() as seen:
            two = worker_rows(CONSOLE, circular_id, NOVEMBER, TODAY, wanted, one.next)
        back = worker_rows(CONSOLE, circular_id, NOVEMBER, TODAY, wanted, two.previous)

        assert (one.total, two.first, two.last) == (everybody, PAGE + 1, everybody)
        assert len({row.enrolment_id for row in [*one.rows, *two.rows]}) == everybody
        assert back.rows == one.rows
        assert len(seen) == 3


@pytest.fixture
def many_workers(a_sponsor, an_enrolment) -> int:
    """One page and three more, some of the same name; returns the circular's id."""
    first = an_enrolment(a_sponsor())
    copied = ("sponsor_id", "circular_id", "relation", "tariff", "state", "noted_on", "registered_on")
    copied += ("first_month", "cover", "unit_id", "opd_id")
    with act(CONSOLE, "people", today=TODAY):
        for number in range(PAGE + 2):
            name = f"pekerja {number % 7}"
            nik = f"351800570486{9000 + number}"
            row = Worker(nik=nik, nik_index=nik.encode(), nik_last4=nik[-4:], name=name, name_key=name)
            db.session.add(row)
            db.session.flush()
            values = {column: getattr(first, column) for column in copied}
            db.session.add(Enrolment(worker_id=row.id, name_key=name, **values))
    return first.circular_id


def test_the_year_is_drawn_as_twelve_marks(app, an_enrolment, paid_month):
    siti = an_enrolment(since="2026-03")
    paid_month(siti, "2026-03", "2026-04", "2026-05")

    marks = worker_page(CONSOLE, siti.worker_id, TODAY).current.marks

    late, lapsed, ahead = [Mark.LATE] * 2, [Mark.LAPSED] * 3, [Mark.AHEAD] * 2
    assert marks == [Mark.OUTSIDE] * 2 + [Mark.PAID] * 3 + late + lapsed + ahead
