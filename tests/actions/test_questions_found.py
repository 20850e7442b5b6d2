"""What the app finds by itself: workers who look like an ASN, who are over age, who are in the list twice (R6, R20)."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions.enrolments import StateChange, change_state
from lindung.actions.finding_questions import check_workers
from lindung.actions.questions import Answer, decide
from lindung.actions.undo import undo_act
from lindung.actions.workers import Terms, WorkerFacts, add_worker
from lindung.domain.errors import RuleBroken
from lindung.domain.questions import Decision, QuestionKind
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.viewer import CONSOLE
from tests.support.clock import TODAY
from tests.support.importing import bring

pytestmark = pytest.mark.usefixtures("nothing_drifts")


def answer(question, decision, reason="sudah ditanyakan", **more):
    db.session.refresh(question)
    given = Answer(decision, reason, **more)
    return decide(CONSOLE, question.id, given, seen_version=question.version, today=TODAY)


def refused(deed):
    with pytest.raises(RuleBroken) as broken:
        deed()
    return broken.value.code


def the_question():
    return db.session.scalars(select(Question)).one()


def check(who=CONSOLE):
    return check_workers(who, today=TODAY).count


def kinds():
    return {QuestionKind(one) for one in db.session.scalars(select(Question.kind))}


def test_an_asn_among_the_workers_is_asked_about_once_r20(a_sponsor, a_worker, an_enrolment):
    a_sponsor("Siti Rahayu, S.Pd.", nip="198604172010012001")
    an_enrolment(worker=a_worker("Siti Rahayu", born_on=date(1986, 4, 17)))

    assert check() == 1
    assert check() == 0
    assert kinds() == {QuestionKind.SERVANT}


def test_who_is_over_age_stays_when_a_human_says_so_and_is_not_asked_again(an_enrolment, a_worker):
    old = an_enrolment(worker=a_worker("Mbah Karto", born_on=date(1961, 11, 20)))
    an_enrolment(worker=a_worker("Karti", born_on=date(1961, 11, 21)))
    assert check() == 1
    question = the_question()

    answer(question, Decision.VALID)

    assert check() == 0
    db.session.refresh(old)
    assert old.ended_on is None


def test_who_is_over_age_may_be_ended(an_enrolment, a_worker):
    old = an_enrolment(worker=a_worker("Mbah Karto", born_on=date(1950, 1, 1)))
    check()

    answer(the_question(), Decision.END, reason="usia 76 tahun")

    db.session.refresh(old)
    assert (old.state, old.ended_on, old.reason) == ("ended", TODAY, "usia 76 tahun")


@pytest.fixture
def twins(an_enrolment, a_worker, a_sponsor):
    """One person under two NIK: the right one paid for by Pak Hadi, the other Pak Budi's candidate."""
    right, wrong = a_worker(phone=None), a_worker(phone="081200001111", kpj="26000000777")
    held = an_enrolment(a_sponsor(), right)
    other = an_enrolment(a_sponsor("Budi Santoso"), wrong, state="candidate", since="2026-11")
    check()
    question = the_question()
    return {"right": right, "wrong": wrong, "held": held, "other": other, "question": question}


def test_two_nik_of_one_name_and_birth_date_are_asked_about(twins):
    question = twins["question"]

    assert question.kind == QuestionKind.SAME_PERSON.value
    assert (question.worker_id, question.other_worker_id) == (twins["wrong"].id, twins["right"].id)
    assert check() == 0


def test_merged_the_wrong_nik_gives_up_its_membership_and_its_facts(twins):
    answer(twins["question"], Decision.MERGE, keep_id=twins["right"].id)

    right = twins["right"]
    db.session.refresh(right)
    db.session.refresh(twins["other"])
    assert (right.kpj, right.phone) == ("26000000777", "081200001111")
    assert twins["other"].state == "ended"
    assert twins["wrong"].kpj is None


def test_merged_into_somebody_who_stopped_the_membership_goes_on_with_the_months_paid_before_r18(
    an_enrolment, a_worker, a_sponsor, paid_month, viewer
):
    right, wrong = a_worker(), a_worker()
    ended = an_enrolment(a_sponsor(), right, since="2026-08")
    paid_month(ended, "2026-08", "2026-09", "2026-10")
    change = StateChange(EnrolmentState.ENDED, date(2026, 11, 2), reason="pindah kerja")
    change_state(viewer("ratna"), ended.id, change, seen_version=ended.version, today=TODAY)
    other = an_enrolment(a_sponsor("Budi Santoso"), wrong, since="2026-11")
    check()

    answer(the_question(), Decision.MERGE, keep_id=right.id)

    db.session.refresh(other)
    db.session.refresh(ended)
    assert other.worker_id == right.id
    assert other.cover == ended.cover
    assert "111" in other.cover


def test_a_row_with_the_nik_that_was_given_up_says_same_and_a_form_is_told(twins, a_sponsor, viewer):
    answer(twins["question"], Decision.MERGE, keep_id=twins["right"].id)
    rini = a_sponsor("Rini Astuti")
    wrong = twins["wrong"]

    assert bring("workers", [("nip_penanggung", "nik", "nama"), (rini.nip, wrong.nik, "Siti Rahayu")]) == {
        "same": 1
    }
    facts = WorkerFacts(nik=wrong.nik, name="Siti Rahayu")
    add = lambda: add_worker(  # noqa: E731  # said once, done inside
        viewer("ratna"), rini.id, twins["question"].circular_id, facts, Terms(), today=TODAY
    )
    assert refused(add) == "question_decided_nik"


def test_what_was_paid_stays_where_it_was_paid(twins, paid_month):
    paid_month(twins["held"], "2026-10")

    assert (
        refused(lambda: answer(twins["question"], Decision.MERGE, keep_id=twins["wrong"].id)) == "merge_paid"
    )
    assert refused(lambda: answer(twins["question"], Decision.MERGE)) == "question_which_nik"


def test_a_membership_that_stands_alone_becomes_the_right_niks(twins, viewer):
    held = twins["held"]
    ended = StateChange(EnrolmentState.ENDED, TODAY, reason="Berhenti")
    change_state(CONSOLE, held.id, ended, seen_version=held.version, today=TODAY)

    done = answer(twins["question"], Decision.MERGE, keep_id=twins["right"].id)

    db.session.refresh(twins["other"])
    assert (twins["other"].worker_id, twins["other"].state) == (twins["right"].id, "candidate")
    undo_act(CONSOLE, done.act_id, today=TODAY)
    db.session.refresh(twins["other"])
    assert twins["other"].worker_id == twins["wrong"].id


def test_different_people_stay_two_and_are_not_asked_about_again(twins):
    answer(twins["question"], Decision.DIFFERENT)

    assert check() == 0
    assert len(db.session.scalars(select(Worker)).all()) == 2


def test_adding_a_worker_finds_questions_in_the_same_act_and_undoing_takes_them_out(
    viewer, a_sponsor, an_enrolment, a_worker
):
    an_enrolment(worker=a_worker())
    hadi = a_sponsor("Rini Astuti")
    circular_id = db.session.scalars(select(Enrolment.circular_id)).first()
    facts = WorkerFacts(nik="3518005704860999", name="Siti Rahayu", born_on=date(1986, 4, 17))

    done = add_worker(viewer("ratna"), hadi.id, circular_id, facts, Terms(), today=TODAY)

    assert kinds() == {QuestionKind.SAME_PERSON}
    undo_act(viewer("ratna"), done.act_id, today=TODAY)
    assert kinds() == set()


def test_whoever_was_sure_that_she_is_no_asn_is_not_asked_again(viewer, a_sponsor, a_circular):
    circular, hadi = a_circular(), a_sponsor()
    a_sponsor("Siti Rahayu", nip="198604172010012001")
    facts = WorkerFacts(nik="3518005704860999", name="Siti Rahayu", born_on=date(1986, 4, 17))

    add_worker(viewer("ratna"), hadi.id, circular.id, facts, Terms(), sure=True, today=TODAY)

    assert check() == 0
    assert db.session.scalars(select(Question.decision)).one() == Decision.DIFFERENT.value
