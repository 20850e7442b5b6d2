"""Lists of villages: judged anew, verified, dropped, admitted in order, replaced, confirmed monthly (R6, R17, R20)."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions import summaries
from lindung.actions.admitting import admit_in_order
from lindung.actions.enrolments import submit_batch
from lindung.actions.nominations import (
    NominationFacts,
    drop,
    edit_nomination,
    mark_two_jobs,
    put_back,
    reveal,
)
from lindung.actions.questions import Answer, decide
from lindung.actions.registering_lists import register_list
from lindung.actions.undo import undo_act
from lindung.actions.verifying import Minutes, unverify, verify
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.domain.nominations import DropReason
from lindung.domain.questions import Decision
from lindung.models.acts import AuditEntry
from lindung.models.base import db
from lindung.models.nominations import Nomination, Verification
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.questions import question_totals
from lindung.queries.viewer import CONSOLE
from tests.support import people
from tests.support.clock import today
from tests.support.importing import bring
from tests.support.villages import a_clerk, a_fund, a_programme, a_village, findings, listed, nik, of_name

DAY = date(2026, 11, 20)
WORDS = {one: one.value for one in DropReason}
MINUTES = Minutes(date(2026, 11, 10), "BA/1")


@pytest.fixture
def programme(make, app):
    a_village(make)
    a_village(make, "33.02", "Desa Taman")
    return a_programme(make)


@pytest.fixture
def fund(programme):
    return a_fund(programme)


def ids(*names):
    return [of_name(name).id for name in names]


def verified(programme, *names):
    verify(CONSOLE, programme.id, ids(*names), MINUTES, len(names), today=today())


def admitted(programme, fund, *names):
    """On the list, verified and admitted; each with the NIK of his place."""
    listed(*(("33.01", nik(number), name) for number, name in enumerate(names, start=1)))
    verified(programme, *names)
    return admit_in_order(CONSOLE, programme.id, fund.id, ids(*names), len(names), len(names), today=today())


def enrolment_of(name):
    return db.session.get_one(Enrolment, of_name(name).enrolment_id)


def test_a_corrected_nik_is_judged_anew_and_so_are_those_who_had_it_too(programme):
    listed(("33.01", nik(1), "Wayan"), ("33.02", nik(1), "Made"), ("33.02", "12", "Luh"))

    row = of_name("Wayan")
    edit_nomination(
        CONSOLE, row.id, NominationFacts("Wayan", nik=nik(5)), seen_version=row.version, today=today()
    )
    assert findings() == {"Wayan": None, "Made": None, "Luh": "nik_invalid"}

    luh = of_name("Luh")
    facts = NominationFacts("Luh", nik=f" {nik(1)[:8]} {nik(1)[8:]} ")
    edit_nomination(CONSOLE, luh.id, facts, seen_version=luh.version, today=today())
    assert findings()["Luh"] == "twice_in_list"


def test_an_empty_nik_leaves_what_is_stored_and_an_old_form_is_overtaken(programme):
    listed(("33.01", nik(1), "Wayan"))
    row = of_name("Wayan")
    seen = row.version

    facts = NominationFacts("Wayan Sudarma", born_on=date(2015, 1, 1))
    edit_nomination(CONSOLE, row.id, facts, seen_version=seen, today=today())

    assert (of_name("Wayan Sudarma").nik, of_name("Wayan Sudarma").finding) == (nik(1), "too_young")
    with pytest.raises(ChangedMeanwhile):
        edit_nomination(CONSOLE, row.id, facts, seen_version=seen, today=today())


def test_verified_people_wait_in_order_with_one_paper_for_each_village(programme):
    listed(("33.01", nik(1), "Wayan"), ("33.02", nik(2), "Made"), ("33.01", nik(3), "Luh"))

    verified(programme, "Wayan", "Made", "Luh")

    assert [(one.state, one.queue) for one in db.session.scalars(select(Nomination).order_by(Nomination.id))] == [
        ("verified", 1), ("verified", 2), ("verified", 3),
    ]  # fmt: skip
    papers = db.session.scalars(select(Verification).order_by(Verification.id)).all()
    assert [(one.number, one.dated_on, one.month) for one in papers] == [("BA/1", MINUTES.dated_on, None)] * 2
    assert (
        of_name("Wayan").verification_id == of_name("Luh").verification_id != of_name("Made").verification_id
    )


def test_nobody_is_verified_against_whom_something_speaks_by_now(programme, make):
    listed(("33.01", nik(1), "Wayan"), ("33.01", "1", "Made"))
    with pytest.raises(RuleBroken, match="nomination_objected"):
        verified(programme, "Made")

    make.an_enrolment(make.a_sponsor(), make.a_worker(nik=nik(1)), circular=make.a_circular())
    with pytest.raises(RuleBroken, match="nomination_objected"):
        verified(programme, "Wayan")


def test_verifying_drops_the_rest_by_their_findings_in_one_act_and_goes_back_as_one(programme):
    listed(("33.01", nik(1), "Wayan"), ("33.01", "1", "Made"), ("33.01", None, "Luh"))

    done = verify(
        CONSOLE, programme.id, ids("Wayan"), MINUTES, 1, objected=ids("Made", "Luh"), expected_objected=2, today=today()
    )  # fmt: skip
    assert [(of_name(name).state, of_name(name).drop_reason) for name in ("Wayan", "Made", "Luh")] == [
        ("verified", None), ("dropped", "nik_invalid"), ("dropped", "nik_missing"),
    ]  # fmt: skip

    undo_act(CONSOLE, done.act_id, today=today())
    db.session.expire_all()
    assert {of_name(name).state for name in ("Wayan", "Made", "Luh")} == {"proposed"}
    assert db.session.scalars(select(Verification)).all() == []


def test_a_number_that_changed_meanwhile_is_refused(programme):
    listed(("33.01", nik(1), "Wayan"), ("33.01", nik(2), "Made"))
    with pytest.raises(RuleBroken, match="count_changed"):
        verify(CONSOLE, programme.id, ids("Wayan", "Made"), MINUTES, 3, today=today())
    assert of_name("Wayan").state == "proposed"


def test_dropping_needs_a_reason_or_a_finding_and_frees_the_second_of_two(programme):
    listed(("33.01", nik(1), "Wayan"), ("33.02", nik(1), "Made"))
    with pytest.raises(RuleBroken, match="drop_reason_missing"):
        drop(CONSOLE, programme.id, ids("Wayan"), None, None, 1, words=WORDS, today=today())

    drop(CONSOLE, programme.id, ids("Wayan"), DropReason.REFUSED, "tidak mau", 1, words=WORDS, today=today())

    wayan = of_name("Wayan")
    assert (wayan.state, wayan.drop_reason, wayan.dropped_on, wayan.note) == (
        "dropped", "refused", DAY, "tidak mau",
    )  # fmt: skip
    assert findings()["Made"] is None

    put_back(CONSOLE, wayan.id, seen_version=wayan.version, today=today())
    assert (of_name("Wayan").state, of_name("Wayan").dropped_on) == ("proposed", None)


def test_admission_takes_the_first_of_the_waiting_list_and_makes_workers(programme, fund):
    listed(("33.02", nik(1), "Wayan"), ("33.01", nik(2), "Made"), ("33.01", nik(3), "Luh"))
    verified(programme, "Luh")
    verified(programme, "Wayan", "Made")

    done = admit_in_order(CONSOLE, programme.id, fund.id, ids("Wayan", "Made", "Luh"), 2, 3, today=today())

    assert done.count == 2
    assert [of_name(name).state for name in ("Luh", "Wayan", "Made")] == ["admitted", "admitted", "verified"]
    wayan = enrolment_of("Wayan")
    village = db.session.get_one(Unit, wayan.unit_id)
    worker = db.session.get_one(Worker, wayan.worker_id)
    assert (wayan.state, wayan.sponsor_id, wayan.tariff) == (
        "candidate", fund.sponsor_id, "bpu:other:1:public:JKK+JKM",
    )  # fmt: skip
    assert (village.code, worker.village, worker.nik, worker.sex) == ("33.02", "Desa Taman", nik(1), "P")
    assert of_name("Wayan").fund_id == fund.id
    assert summaries.mismatches() == []


def test_a_private_fund_pays_by_the_private_rate(programme):
    fund = a_fund(programme, "CSR Bank", is_public=False, source="csr")
    admitted(programme, fund, "Wayan")

    assert enrolment_of("Wayan").tariff == "bpu:other:1:private:JKK+JKM"  # R13


def test_an_admission_goes_back_as_one(programme, fund):
    done = admitted(programme, fund, "Wayan", "Made")

    undo_act(CONSOLE, done.act_id, today=today())

    db.session.expire_all()
    assert [(of_name(one).state, of_name(one).queue) for one in ("Wayan", "Made")] == [
        ("verified", 1), ("verified", 2),
    ]  # fmt: skip
    assert db.session.scalars(select(Enrolment)).all() == db.session.scalars(select(Worker)).all() == []
    assert summaries.mismatches() == []


def test_who_got_another_payer_meanwhile_becomes_a_question_instead_of_an_enrolment(programme, fund, make):
    a_clerk("perbekel", "33.01")
    listed(("33.01", nik(1), "Wayan"), ("33.01", nik(2), "Made"))
    verified(programme, "Wayan", "Made")
    make.an_enrolment(make.a_sponsor(), make.a_worker("Wayan S", nik=nik(1)), circular=make.a_circular())

    done = admit_in_order(CONSOLE, programme.id, fund.id, ids("Wayan", "Made"), 2, 2, today=today())

    assert done.count == 1
    question = db.session.scalars(select(Question)).one()
    assert (question.sponsor_id, question.circular_id, question.decision) == (
        fund.sponsor_id,
        programme.id,
        None,
    )
    assert question.row["kode_unit"] == "33.01"
    assert question_totals(people.viewer("perbekel")).waiting == 1
    assert question_totals(people.viewer("bayu")).waiting == 0, "of another office it is no business"
    assert (of_name("Wayan").state, of_name("Wayan").finding) == ("verified", "covered_by_servant")
    assert summaries.mismatches() == []


def test_two_lawful_jobs_are_decided_once_and_both_are_paid_for(programme, fund, make):
    make.an_enrolment(make.a_sponsor(), make.a_worker("Wayan", nik=nik(1)), circular=make.a_circular())
    listed(
        ("33.01", nik(1), "Wayan"),
        ("33.01", nik(2), "Jro Made"),
        ("33.02", nik(2), "Made"),
        ("33.01", "1", "Luh"),
    )
    assert findings()["Made"] == "twice_in_list"

    for name in ("Wayan", "Made"):
        row = of_name(name)
        mark_two_jobs(CONSOLE, row.id, "pemangku dan UMKM", seen_version=row.version, today=today())
    with pytest.raises(RuleBroken, match="nomination_not_two_jobs"):
        mark_two_jobs(CONSOLE, of_name("Luh").id, "x", seen_version=of_name("Luh").version, today=today())

    verified(programme, "Wayan", "Jro Made", "Made")
    done = admit_in_order(
        CONSOLE, programme.id, fund.id, ids("Wayan", "Jro Made", "Made"), 3, 3, today=today()
    )
    assert done.count == 3
    assert (enrolment_of("Wayan").job, enrolment_of("Jro Made").job, enrolment_of("Made").job) == (2, 1, 2)
    assert enrolment_of("Jro Made").worker_id == enrolment_of("Made").worker_id
    remembered = db.session.scalars(select(Question)).one()
    assert (remembered.decision, remembered.reason) == ("two_jobs", "pemangku dan UMKM")


def test_a_question_decided_at_its_desk_admits_who_waited_for_it(programme, fund, make):
    listed(("33.02", nik(1), "Wayan"))
    verified(programme, "Wayan")
    make.an_enrolment(make.a_sponsor(), make.a_worker("Wayan", nik=nik(1)), circular=make.a_circular())
    admit_in_order(CONSOLE, programme.id, fund.id, ids("Wayan"), 1, 1, today=today())
    question = db.session.scalars(select(Question)).one()

    answer = Answer(Decision.TWO_JOBS, "pemangku dan ART")
    done = decide(CONSOLE, question.id, answer, seen_version=question.version, today=today())

    assert (of_name("Wayan").state, of_name("Wayan").enrolment_id) == ("admitted", done.record_id)
    assert db.session.get_one(Unit, enrolment_of("Wayan").unit_id).code == "33.02"
    assert summaries.mismatches() == []


def test_a_known_worker_is_used_again_and_nothing_known_is_written_over(programme, fund, make):
    make.a_worker("Wayan Sudarma", nik=nik(1), address="Banjar Lama", occupation=None)
    listed(("33.01", nik(1), "Wayan", None, None, "Banjar Baru", None, "Petani"))
    verified(programme, "Wayan")

    admit_in_order(CONSOLE, programme.id, fund.id, ids("Wayan"), 1, 1, today=today())

    worker = db.session.scalars(select(Worker)).one()
    assert (worker.name, worker.address, worker.occupation) == ("Wayan Sudarma", "Banjar Lama", "Petani")


def test_registration_goes_on_as_for_everybody_by_list_and_by_the_file_of_bpjs(programme, fund):
    admitted(programme, fund, "Wayan", "Made")
    submit_batch(
        CONSOLE,
        [of_name("Wayan").enrolment_id, of_name("Made").enrolment_id],
        "1/2026",
        DAY,
        "W-1",
        2,
        sure=True,
        today=today(),
    )

    bring(
        "registrations",
        [("nik", "kpj", "status"), (nik(1), "26000000001", "terdaftar"), (nik(2), None, "ditolak")],
    )

    assert (enrolment_of("Wayan").state, enrolment_of("Made").state) == ("registered", "refused")
    assert summaries.mismatches() == []


def test_a_whole_list_is_registered_and_the_numbers_come_later(programme, fund):
    admitted(programme, fund, "Wayan", "Made")

    register_list(CONSOLE, programme.id, ids("Wayan", "Made"), DAY, None, 2, today=today())

    assert (enrolment_of("Wayan").state, enrolment_of("Wayan").first_month) == ("registered", Month(202611))
    with pytest.raises(RuleBroken, match="count_changed"):
        register_list(CONSOLE, programme.id, ids("Wayan", "Made"), DAY, None, 2, today=today())
    bring("registrations", [("nik", "kpj", "status"), (nik(1), "26000000001", "terdaftar")])
    assert db.session.get_one(Worker, enrolment_of("Wayan").worker_id).kpj == "26000000001"


def test_another_offices_people_are_not_there(programme, viewer):
    listed(("33.01", nik(1), "Wayan"))
    bayu, row = viewer("bayu"), of_name("Wayan")
    with pytest.raises(NotThere):
        edit_nomination(bayu, row.id, NominationFacts("X"), seen_version=row.version, today=today())
    with pytest.raises(RuleBroken, match="count_changed"):
        verify(bayu, programme.id, [row.id], MINUTES, 1, today=today())
    with pytest.raises(NotThere):
        reveal(bayu, row.id, "mencocokkan KTP", today=today())
    with pytest.raises(NotThere):
        admit_in_order(bayu, programme.id, 1, [row.id], 1, 1, today=today())


def test_a_nik_on_a_list_is_shown_with_a_reason_and_leaves_an_entry(programme):
    listed(("33.01", nik(1), "Wayan"))
    row = of_name("Wayan")
    with pytest.raises(RuleBroken, match="reveal_reason_missing"):
        reveal(CONSOLE, row.id, "", today=today())

    assert reveal(CONSOLE, row.id, "mencocokkan KTP", today=today()) == nik(1)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.record == "nomination_reveal")).one()
    assert (entry.record_id, entry.after) == (row.id, {"field": "nik", "reason": "mencocokkan KTP"})


def test_verified_people_go_back_to_be_looked_at(programme):
    listed(("33.01", nik(1), "Wayan"))
    verified(programme, "Wayan")
    unverify(CONSOLE, programme.id, ids("Wayan"), 1, today=today())
    assert (of_name("Wayan").state, of_name("Wayan").queue, of_name("Wayan").verified_on) == (
        "proposed",
        None,
        None,
    )
