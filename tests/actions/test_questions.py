"""Questions are answered once, remembered by files and forms, and taken back while nothing followed (R6, R17, R20)."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions.declarations import answer_now
from lindung.actions.enrolments import StateChange, change_state
from lindung.actions.payments import pay_month
from lindung.actions.questions import Answer, decide, say_of_question
from lindung.actions.undo import undo_act
from lindung.actions.workers import Terms, WorkerFacts, add_worker
from lindung.domain.duties import Answer as Said
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.domain.questions import Decision
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.handovers import Handover
from lindung.models.ledger import MonthCover
from lindung.models.workers import Enrolment, Question
from lindung.queries.questions import QuestionFilter, QuestionState, question_row, question_slice
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import TODAY
from tests.support.closing import approved, head_of
from tests.support.importing import bring, problems, stage

pytestmark = pytest.mark.usefixtures("nothing_drifts")

HEADER = ("nip_penanggung", "nik", "nama", "status", "tanggal_daftar", "alamat")
OCTOBER, NOVEMBER, DECEMBER = Month(202610), Month(202611), Month(202612)


def bring_workers(*rows):
    return bring("workers", [HEADER, *(row + (None,) * (len(HEADER) - len(row)) for row in rows)])


@pytest.fixture
def asked(a_sponsor, a_worker, an_enrolment, a_circular):
    """Siti, Pak Hadi's of OPD 7, whom a file of OPD 8 names for Tini; the row waits."""
    a_circular()
    hadi, tini = a_sponsor(), a_sponsor("Tini Kartika", unit=cast.OPD_8)
    siti = a_worker(address=None)
    held = an_enrolment(hadi, siti)
    row = (tini.nip, siti.nik, "Siti Rahayu", "terdaftar", "2026-11-02", "Dusun Krajan")
    assert bring_workers(row) == {"ask": 1}
    question = db.session.scalars(select(Question)).one()
    return {"hadi": hadi, "tini": tini, "siti": siti, "held": held, "question": question, "row": row}


def answer(asked, decision, who=CONSOLE, reason="sudah ditanyakan", **more):
    question = asked["question"]
    db.session.refresh(question)
    return decide(
        who, question.id, Answer(decision, reason, **more), seen_version=question.version, today=TODAY
    )


def live_of(sponsor):
    statement = select(Enrolment).where(Enrolment.sponsor_id == sponsor.id, Enrolment.ended_on.is_(None))
    return list(db.session.scalars(statement))


def refused(deed):
    with pytest.raises(RuleBroken) as broken:
        deed()
    return broken.value.code


def test_two_lawful_jobs_are_two_memberships_and_each_may_be_paid_for_the_same_month(asked):
    done = answer(asked, Decision.TWO_JOBS, reason="pemangku dan UMKM")

    (second,) = live_of(asked["tini"])
    assert done.record_id == second.id
    assert (second.job, second.state) == (2, EnrolmentState.REGISTERED.value)
    assert (second.registered_on, second.first_month) == (date(2026, 11, 2), NOVEMBER)
    for one in (asked["held"], second):
        pay_month(CONSOLE, [one.id], NOVEMBER, TODAY, today=TODAY)
    paid = db.session.scalars(select(MonthCover.job).where(MonthCover.month == NOVEMBER)).all()
    assert sorted(paid) == [1, 2]


def test_the_same_file_again_says_same_after_each_decision_and_asks_nothing(asked):
    answer(asked, Decision.TWO_JOBS)

    assert bring_workers(asked["row"]) == {"same": 1}
    assert len(db.session.scalars(select(Question)).all()) == 1


@pytest.mark.parametrize("decision", [Decision.MOVE, Decision.MERGE])
def test_a_file_of_both_offices_says_same_once_it_is_decided(asked, decision):
    theirs = (asked["hadi"].nip, asked["siti"].nik, "Siti Rahayu", "terdaftar", "2026-03-01", None)
    answer(asked, decision)

    assert bring_workers(asked["row"], theirs) == {"same": 2}


def test_moved_the_old_membership_ends_where_the_new_one_begins_r17(asked, paid_month):
    paid_month(asked["held"], "2026-09", "2026-10")

    done = answer(asked, Decision.MOVE)

    new = db.session.get_one(Enrolment, done.record_id)
    old = asked["held"]
    db.session.refresh(old)
    assert (old.state, old.ended_on) == ("ended", date(2026, 11, 1))
    assert (new.sponsor_id, new.first_month, new.state, new.job) == (
        asked["tini"].id, NOVEMBER, "registered", 1,
    )  # fmt: skip
    handed = db.session.scalars(select(Handover)).one()
    assert (handed.enrolment_id, handed.new_enrolment_id, handed.state) == (old.id, new.id, "accepted")


def test_a_month_that_the_one_has_paid_is_never_moved_to_the_other(asked, paid_month):
    paid_month(asked["held"], "2026-11")

    with pytest.raises(RuleBroken) as broken:
        answer(asked, Decision.MOVE, first_month=NOVEMBER)

    assert (broken.value.code, broken.value.facts["first"]) == ("handover_month_paid", DECEMBER)
    done = answer(asked, Decision.MOVE)
    assert db.session.get_one(Enrolment, done.record_id).first_month == DECEMBER


def test_merged_the_row_only_fills_what_was_empty(asked):
    answer(asked, Decision.MERGE)

    siti = asked["siti"]
    db.session.refresh(siti)
    assert siti.address == "Dusun Krajan"
    assert live_of(asked["tini"]) == []
    assert len(live_of(asked["hadi"])) == 1


def test_a_typing_error_goes_back_as_a_bad_row_and_a_list_of_what_to_mend(asked, viewer):
    answer(asked, Decision.TYPO)

    batch = stage("workers", [HEADER, asked["row"]])
    assert problems(batch) == [(2, "question_decided_typo", "nik")]
    mending = QuestionFilter(state=QuestionState.MENDING)
    assert question_slice(viewer("bayu"), mending).total == 1
    assert question_slice(viewer("ratna"), mending).total == 0


def test_a_typing_error_is_mended_once_the_payer_has_the_right_worker(asked, viewer, an_enrolment, a_worker):
    answer(asked, Decision.TYPO)

    an_enrolment(asked["tini"], a_worker("Sri Wahyuni"))

    assert question_slice(viewer("bayu"), QuestionFilter(state=QuestionState.MENDING)).total == 0


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (Decision.MERGE, "question_decided_merge"),
        (Decision.TYPO, "question_decided_typo"),
    ],
)
def test_a_form_is_told_what_was_decided(asked, viewer, decision, code):
    answer(asked, decision)
    facts = WorkerFacts(nik=asked["siti"].nik, name="Siti Rahayu")
    circular_id = asked["question"].circular_id

    assert code == refused(
        lambda: add_worker(viewer("bayu"), asked["tini"].id, circular_id, facts, Terms(), today=TODAY)
    )


def test_who_has_two_lawful_jobs_may_take_up_the_second_again_without_being_asked(asked, viewer):
    answer(asked, Decision.TWO_JOBS)
    (second,) = live_of(asked["tini"])
    ended = StateChange(EnrolmentState.ENDED, TODAY, reason="Berhenti")
    change_state(viewer("bayu"), second.id, ended, seen_version=second.version, today=TODAY)
    facts = WorkerFacts(nik=asked["siti"].nik, name="Siti Rahayu")

    done = add_worker(
        viewer("bayu"), asked["tini"].id, asked["question"].circular_id, facts, Terms(), today=TODAY
    )

    assert db.session.get_one(Enrolment, done.record_id).job == 2


@pytest.mark.parametrize("decision", [Decision.TWO_JOBS, Decision.MOVE, Decision.MERGE, Decision.TYPO])
def test_a_decision_is_taken_back_and_then_taken_anew(asked, decision):
    done = answer(asked, decision)

    undo_act(CONSOLE, done.act_id, today=TODAY)

    db.session.expire_all()
    assert asked["question"].decision is None
    assert [one.id for one in live_of(asked["hadi"])] == [asked["held"].id]
    assert live_of(asked["tini"]) == []
    answer(asked, decision)


def test_what_followed_stands_in_the_way_of_taking_it_back(asked, paid_month):
    done = answer(asked, Decision.TWO_JOBS)
    (second,) = live_of(asked["tini"])
    paid_month(second, "2026-11")

    assert refused(lambda: undo_act(CONSOLE, done.act_id, today=TODAY)) in ("undo_paid_later", "undo_in_use")


def test_it_is_decided_once_and_a_second_answer_is_told_so(asked):
    seen = asked["question"].version
    answer(asked, Decision.MERGE)

    assert refused(lambda: answer(asked, Decision.TYPO)) == "question_over"
    with pytest.raises(ChangedMeanwhile):
        decide(CONSOLE, asked["question"].id, Answer(Decision.TYPO, "x"), seen_version=seen, today=TODAY)


def test_an_office_decides_alone_only_where_both_sides_are_its_own(asked, viewer):
    assert refused(lambda: answer(asked, Decision.MERGE, viewer("ratna"))) == "question_of_two_offices"
    assert refused(lambda: answer(asked, Decision.MERGE, viewer("bayu"))) == "question_of_two_offices"
    with pytest.raises(NotThere):
        answer(asked, Decision.MERGE, viewer("dewi"))

    answer(asked, Decision.MERGE, viewer("koordinator"))


def test_the_clerk_decides_between_two_of_her_own(a_sponsor, a_worker, an_enrolment, a_circular, viewer):
    a_circular()
    hadi, rini = a_sponsor(), a_sponsor("Rini Astuti", unit=cast.SCHOOL)
    siti = a_worker()
    an_enrolment(hadi, siti)
    bring_workers((rini.nip, siti.nik, "Siti Rahayu"))
    question = db.session.scalars(select(Question)).one()

    answer({"question": question}, Decision.TWO_JOBS, viewer("ratna"))

    assert [one.state for one in live_of(rini)] == ["candidate"]


def test_an_office_says_what_it_knows_and_only_it_and_the_coordinator_read_it(asked, viewer):
    question = asked["question"]
    say_of_question(
        viewer("bayu"), question.id, "pindah sejak Oktober", seen_version=question.version, today=TODAY
    )

    read = {who: question_row(viewer(who), question.id).said for who in ("bayu", "ratna", "koordinator")}
    assert [one.words for one in read["bayu"]] == ["pindah sejak Oktober"]
    assert [one.words for one in read["koordinator"]] == ["pindah sejak Oktober"]
    assert read["ratna"] == []


def test_a_nihil_gives_way_to_the_worker_a_decision_brings(asked, a_declaration):
    a_declaration(asked["tini"], Said.NONE)

    answer(asked, Decision.MOVE)

    assert answer_now(asked["tini"].id, asked["question"].circular_id, TODAY) is Said.EMPLOYS


def test_a_row_of_a_closed_month_counts_from_the_first_open_one_r22(
    a_sponsor, a_worker, an_enrolment, a_circular
):
    a_circular()
    tini, siti = a_sponsor("Tini Kartika", unit=cast.OPD_8), a_worker()
    an_enrolment(a_sponsor(), siti)
    bring_workers((tini.nip, siti.nik, "Siti Rahayu", "terdaftar", "2026-09-02"))
    approved("08", by=head_of("08"))

    answer({"question": db.session.scalars(select(Question)).one()}, Decision.TWO_JOBS)

    (second,) = live_of(tini)
    assert (second.noted_on, second.registered_on) == (date(2026, 11, 1), date(2026, 9, 2))


def test_a_worker_is_not_moved_out_of_a_month_that_is_closed_r22(asked):
    approved("07")

    assert refused(lambda: answer(asked, Decision.MOVE, first_month=OCTOBER)) == "month_locked"
    done = answer(asked, Decision.MOVE)
    assert db.session.get_one(Enrolment, done.record_id).first_month == NOVEMBER


def test_without_a_reason_or_with_another_kinds_answer_nothing_is_decided(asked):
    assert refused(lambda: answer(asked, Decision.MERGE, reason=" ")) == "question_reason_missing"
    assert refused(lambda: answer(asked, Decision.VALID)) == "decision_not_offered"
    assert refused(lambda: answer(asked, Decision.MOVE, enrolment_id=987)) == "question_which_payer"
