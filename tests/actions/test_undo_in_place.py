"""Every act of the daily work can be taken back, by whom, and after which nothing in any figure has changed."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions.declarations import Basis, declare, declare_none_in_bulk, withdraw_declaration
from lindung.actions.enrolments import StateChange, Terms, change_state, edit_enrolment
from lindung.actions.sponsors import (
    LeaveReason,
    SponsorFacts,
    add_sponsor,
    edit_sponsor,
    leave_sponsor,
    move_sponsor,
    return_sponsor,
)
from lindung.actions.undo import undo_act
from lindung.actions.units import close_unit, reopen_unit
from lindung.actions.workers import WorkerFacts, add_worker, edit_worker
from lindung.domain.duties import Answer, Employment
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.domain.registration import EnrolmentState, Relation
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.circulars import Declaration
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.undoing import undoable
from tests.support import cast
from tests.support.clock import THIS_MONTH, TODAY
from tests.support.counts import all_stored

pytestmark = pytest.mark.usefixtures("nothing_drifts")

OCTOBER = Month(202610)
NIK = "3518005704860001"


class Desk:
    """Hadi with his worker Siti and an answer; Rini who has said nothing; Gone who has left."""

    def __init__(self, make, who):
        self.who = who
        self.hadi, self.rini, self.gone = make.a_sponsor(), make.a_sponsor("Rini"), make.a_sponsor("Gone")
        self.given = make.a_declaration(self.hadi)
        self.siti = make.an_enrolment(self.hadi, state="submitted")
        self.circular = self.siti.circular_id
        leave_sponsor(
            who,
            self.gone.id,
            date(2026, 8, 3),
            LeaveReason.OTHER,
            seen_version=self.gone.version,
            today=TODAY,
        )
        self.worker = db.session.get(Worker, self.siti.worker_id)


@pytest.fixture
def desk(make, viewer):
    return Desk(make, viewer("ratna"))


def rows():
    """Every value of the tables that people change, versions apart."""
    found = {}
    for model in (Sponsor, Posting, Declaration, Worker, Enrolment, Question):
        columns = [column for column in model.__table__.columns if column.name != "version"]
        statement = select(*columns).order_by(model.__table__.c.id)
        found[model.__tablename__] = [tuple(row) for row in db.session.execute(statement)]
    return found


def seen(row):
    return {"seen_version": row.version, "today": TODAY}


ACTS = {
    "edit": lambda d: edit_sponsor(
        d.who, d.hadi.id, SponsorFacts("Hadi", None, Employment.NON_ASN), **seen(d.hadi)
    ),
    "move": lambda d: move_sponsor(d.who, d.hadi.id, "08", OCTOBER, **seen(d.hadi)),
    "leave": lambda d: leave_sponsor(d.who, d.hadi.id, TODAY, LeaveReason.DIED, **seen(d.hadi)),
    "return": lambda d: return_sponsor(d.who, d.gone.id, "07.01", OCTOBER, **seen(d.gone)),
    "add": lambda d: add_sponsor(
        d.who, "07", SponsorFacts("Tini", "198501012010012005", Employment.PNS), today=TODAY
    ),
    "declare": lambda d: declare(d.who, d.rini.id, d.circular, Answer.NONE, TODAY, today=TODAY),
    "correct": lambda d: declare(d.who, d.hadi.id, d.circular, Answer.NONE, d.given.made_on, today=TODAY),
    "bulk": lambda d: declare_none_in_bulk(
        d.who, [d.rini.id], d.circular, TODAY, Basis("R/1", TODAY), 1, today=TODAY
    ),
    "withdraw": lambda d: withdraw_declaration(d.who, d.given.id, **seen(d.given)),
    "worker": lambda d: add_worker(
        d.who, d.rini.id, d.circular, WorkerFacts(nik=NIK, name="Tini"), Terms(), today=TODAY
    ),
    "question": lambda d: add_worker(
        d.who, d.rini.id, d.circular, WorkerFacts(nik=d.worker.nik, name="Siti"), Terms(), today=TODAY
    ),
    "correct worker": lambda d: edit_worker(
        d.who, d.worker.id, WorkerFacts(nik=NIK, name="Sri", born_on=date(1986, 4, 18)), **seen(d.worker)
    ),
    "state": lambda d: change_state(
        d.who, d.siti.id, StateChange(EnrolmentState.REGISTERED, TODAY, "26000000001"), **seen(d.siti)
    ),
    "terms": lambda d: edit_enrolment(d.who, d.siti.id, Terms(Relation.OTHER), **seen(d.siti)),
}


@pytest.mark.parametrize("kind", ACTS)
def test_taken_back_every_act_leaves_rows_and_figures_as_before(desk, kind):
    before = rows(), all_stored()
    done = ACTS[kind](desk)
    assert rows() != before[0]
    assert undoable(desk.who, [done.act_id]) == {done.act_id}

    undo_act(desk.who, done.act_id, today=TODAY)

    db.session.rollback()
    assert (rows(), all_stored()) == before
    assert undoable(desk.who, [done.act_id]) == set()


def test_ones_own_act_or_anybodys_for_who_manages_the_regency(desk, viewer):
    done = ACTS["declare"](desk)

    for who in ("bayu", "kadis", "dewi", "inspektur"):
        assert undoable(viewer(who), [done.act_id]) == set()
        with pytest.raises(NotThere):
            undo_act(viewer(who), done.act_id, today=TODAY)
    assert undoable(viewer("koordinator"), [done.act_id]) == {done.act_id}
    undo_act(viewer("koordinator"), done.act_id, today=TODAY)


def test_a_later_change_stands_in_the_way_until_it_is_taken_back_itself(desk):
    first = ACTS["declare"](desk)
    later = declare(desk.who, desk.rini.id, desk.circular, Answer.EMPLOYS, TODAY, today=TODAY)
    assert undoable(desk.who, [first.act_id, later.act_id]) == {later.act_id}

    with pytest.raises(RuleBroken, match="undo_touched_later"):
        undo_act(desk.who, first.act_id, today=TODAY)
    undo_act(desk.who, later.act_id, today=TODAY)
    assert undoable(desk.who, [first.act_id, later.act_id]) == {first.act_id}
    undo_act(desk.who, first.act_id, today=TODAY)


def test_undoing_one_row_counts_only_its_people(desk, queries, make):
    for number in range(30):
        make.a_sponsor(f"Lain {number}")
    done = ACTS["declare"](desk)

    with queries() as few:
        undo_act(desk.who, done.act_id, today=TODAY)

    assert not [statement for statement in few if statement.startswith("DELETE FROM unit_month")]


def test_somebody_added_goes_again_but_not_once_somebody_leans_on_him(desk):
    done = ACTS["add"](desk)
    declare(desk.who, done.record_id, desk.circular, Answer.NONE, TODAY, today=TODAY)

    with pytest.raises(RuleBroken, match="undo_in_use"):
        undo_act(desk.who, done.act_id, today=TODAY)
    assert db.session.get(Sponsor, done.record_id) is not None


# What must not come back with an act that is taken back


def test_an_answer_taken_back_lets_the_one_before_it_count_as_long_as_it_may(desk):
    """R7: the earlier one was written down later, when it seemed to end where the other began."""
    first = declare(desk.who, desk.rini.id, desk.circular, Answer.EMPLOYS, date(2026, 11, 10), today=TODAY)
    declare(desk.who, desk.rini.id, desk.circular, Answer.NONE, date(2026, 11, 5), today=TODAY)

    undo_act(desk.who, first.act_id, today=TODAY)

    (left,) = db.session.scalars(select(Declaration).where(Declaration.sponsor_id == desk.rini.id))
    assert (left.answer, left.ends_on) == ("none", date(2027, 11, 5))


def test_a_withdrawn_answer_that_comes_back_ends_where_a_newer_one_begins(desk):
    gone = withdraw_declaration(desk.who, desk.given.id, **seen(desk.given))
    declare(desk.who, desk.hadi.id, desk.circular, Answer.NONE, TODAY, today=TODAY)

    undo_act(desk.who, gone.act_id, today=TODAY)

    statement = select(Declaration).where(Declaration.sponsor_id == desk.hadi.id)
    back, newer = db.session.scalars(statement.order_by(Declaration.made_on))
    assert (back.ends_on, newer.made_on) == (TODAY, TODAY)


@pytest.mark.parametrize("kind", ["edit", "correct", "state", "correct worker"])
def test_who_belongs_to_another_office_by_now_is_not_changed_by_an_undo(desk, viewer, kind):
    done = ACTS[kind](desk)
    db.session.expire_all()
    move_sponsor(viewer("koordinator"), desk.hadi.id, "08", OCTOBER, **seen(desk.hadi))
    before = rows()

    with pytest.raises(RuleBroken, match="undo_out_of_reach"):
        undo_act(desk.who, done.act_id, today=TODAY)

    db.session.rollback()
    assert rows() == before
    undo_act(viewer("koordinator"), done.act_id, today=TODAY)
    assert rows() != before


def test_nobody_comes_back_to_a_unit_that_was_closed_meanwhile(desk, viewer):
    joko = viewer("koordinator")
    ani = add_sponsor(
        desk.who, "07.01", SponsorFacts("Ani", None, Employment.NON_ASN), from_month=OCTOBER, today=TODAY
    )
    moved = move_sponsor(desk.who, ani.record_id, "07", THIS_MONTH, seen_version=1, today=TODAY)
    close_unit(joko, "07.01", THIS_MONTH, seen_version=cast.unit("07.01").version, today=TODAY)

    with pytest.raises(RuleBroken, match="undo_unit_closed"):
        undo_act(desk.who, moved.act_id, today=TODAY)

    db.session.rollback()
    last = select(Posting.unit_id).where(
        Posting.sponsor_id == ani.record_id, Posting.last_month >= THIS_MONTH
    )
    assert db.session.scalars(last).all() == [cast.unit("07").id]


def test_a_unit_is_not_closed_again_by_an_undo_while_somebody_stands_in_it(desk, viewer):
    joko = viewer("koordinator")
    close_unit(joko, "07.01", THIS_MONTH, seen_version=cast.unit("07.01").version, today=TODAY)
    db.session.expire_all()
    reopen_unit(joko, "07.01", seen_version=cast.unit("07.01").version, today=TODAY)
    reopened = db.session.scalar(select(ActRow.id).where(ActRow.kind == "unit.reopen"))
    move_sponsor(desk.who, desk.rini.id, "07.01", THIS_MONTH, **seen(desk.rini))

    with pytest.raises(RuleBroken, match="undo_unit_closed"):
        undo_act(joko, reopened, today=TODAY)

    db.session.rollback()
    assert cast.unit("07.01").closed_from is None


def test_a_number_that_somebody_else_has_by_now_does_not_come_back(desk):
    nip = desk.hadi.nip
    freed = ACTS["edit"](desk)  # he has none any more
    add_sponsor(desk.who, "07", SponsorFacts("Tini", nip, Employment.PNS), today=TODAY)

    with pytest.raises(RuleBroken, match="undo_taken"):
        undo_act(desk.who, freed.act_id, today=TODAY)

    db.session.rollback()
    assert db.session.get(Sponsor, desk.hadi.id).nip is None
