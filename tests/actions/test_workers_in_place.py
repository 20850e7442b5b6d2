"""Workers added from their sponsor's page, corrected, replaced."""

from datetime import date

import pytest
from sqlalchemy import func, select

from lindung.actions.undo import undo_act
from lindung.actions.workers import Terms, WorkerFacts, add_worker, edit_worker, replace_worker
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.identifiers import Sex
from lindung.domain.months import Month
from lindung.domain.registration import Programme, Relation, Sector
from lindung.models.base import db
from lindung.models.circulars import Declaration
from lindung.models.workers import Enrolment, Question, Worker
from tests.support.clock import THIS_MONTH, TODAY
from tests.support.counts import all_stored, stored

pytestmark = pytest.mark.usefixtures("nothing_drifts")

NIK = "3518005704860001"  # a woman, 17 April 1986
BORN = date(1986, 4, 17)


def refused(deed):
    with pytest.raises(RuleBroken) as broken:
        deed()
    return broken.value.code, broken.value.field


def add(who, sponsor, circular, facts=None, terms=None, **values):
    given = facts or WorkerFacts(nik=NIK, name="Siti Rahayu")
    return add_worker(who, sponsor.id, circular.id, given, terms or Terms(), today=TODAY, **values)


def test_a_new_worker_is_a_candidate_of_her_sponsor_and_counts_at_once(viewer, a_sponsor, a_circular):
    circular, hadi = a_circular(), a_sponsor()
    facts = WorkerFacts(
        nik="3518 0057 0486 0001", name=" Siti  Rahayu ", birth_place="Nganjuk", mother_name="Aminah", phone="0812",
        workplace="Rumah Pak Hadi", work_hours="08.00-16.00", heir="Budi", consent_on=TODAY,
    )  # fmt: skip

    done = add(viewer("ratna"), hadi, circular, facts, Terms(Relation.NEIGHBOUR, None, Sector.TRANSPORT))

    siti = db.session.get(Enrolment, done.record_id)
    worker = db.session.get(Worker, siti.worker_id)
    assert (worker.nik, worker.name, worker.born_on, worker.sex) == (NIK, "Siti Rahayu", BORN, "P")
    assert (worker.heir, worker.consent_on, worker.mother_name) == ("Budi", TODAY, "Aminah")
    assert (siti.state, siti.noted_on, siti.relation) == ("candidate", TODAY, "neighbour")
    assert siti.tariff == "bpu:transport:1:private:JKK+JKM"
    assert stored(circular, "07", THIS_MONTH).workers == 1


def test_a_worker_of_somebody_who_answered_nihil_changes_that_answer_or_is_refused(
    viewer, a_sponsor, a_circular, a_declaration
):
    """R7: a registered worker and a nihil contradict each other."""
    circular, hadi, ratna = a_circular(), a_sponsor(), viewer("ratna")
    a_declaration(hadi, "none", on=date(2026, 2, 1))

    assert refused(lambda: add(ratna, hadi, circular)) == ("worker_of_none", "employs")
    done = add(ratna, hadi, circular, employs=True)

    answers = db.session.query(Declaration).order_by(Declaration.made_on).all()
    assert [(one.answer, one.made_on, one.ends_on) for one in answers] == [
        ("none", date(2026, 2, 1), TODAY),
        ("employs", TODAY, date(9999, 12, 31)),
    ]
    assert [one.code for one in done.remarks] == ["answer_changed"]
    assert stored(circular, "07", THIS_MONTH).target == 1
    undo_act(ratna, done.act_id, today=TODAY)
    assert [one.answer for one in db.session.query(Declaration)] == ["none"]
    assert db.session.query(Enrolment).count() == 0


def test_a_question_leaves_the_nihil_until_it_is_decided(
    viewer, a_sponsor, a_declaration, a_worker, an_enrolment
):
    siti = an_enrolment(a_sponsor(), a_worker(nik=NIK))
    other = a_sponsor("Tini Kartikasari")
    a_declaration(other, "none")

    facts = WorkerFacts(nik=NIK, name="Siti Rahayu")
    done = add_worker(viewer("ratna"), other.id, siti.circular_id, facts, Terms(), today=TODAY)

    assert done.question_id
    assert [one.answer for one in db.session.query(Declaration).filter_by(sponsor_id=other.id)] == ["none"]


def test_a_worker_noted_late_counts_from_the_day_she_began(viewer, a_sponsor, a_circular):
    circular, hadi = a_circular(), a_sponsor()

    add(viewer("ratna"), hadi, circular, noted_on=date(2026, 9, 5))

    months = (Month(202608), Month(202609), THIS_MONTH)
    assert [stored(circular, "07", month).workers for month in months] == [0, 1, 1]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"nik": None}, "nik_missing", "nik"),
        ({"nik": NIK[:-1]}, "nik_length", "nik"),
        ({"name": ""}, "name_missing", "name"),
        ({"born_on": date(1961, 11, 19)}, "too_old", "born_on"),
        ({"born_on": date(2009, 1, 1)}, "too_young", "born_on"),
        ({"born_on": date(2026, 11, 21)}, "day_ahead", "born_on"),
        ({"consent_on": date(2026, 11, 21)}, "day_ahead", "consent_on"),
        ({"kpj": "1234567890"}, "kpj_length", "kpj"),
        ({"heir": "x" * 201}, "text_long", "heir"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_saved(
    viewer, a_sponsor, a_circular, given, code, field
):
    circular, hadi = a_circular(), a_sponsor()
    facts = WorkerFacts(**({"nik": NIK, "name": "Siti"} | given))

    assert refused(lambda: add(viewer("ratna"), hadi, circular, facts)) == (code, field)

    assert db.session.scalar(select(func.count()).select_from(Worker)) == 0


def test_r20_a_relative_may_be_seventeen_an_art_may_not(viewer, a_sponsor, a_circular):
    circular, hadi = a_circular(), a_sponsor()
    young = WorkerFacts(nik=NIK, name="Siti", born_on=date(2009, 11, 20))

    assert refused(lambda: add(viewer("ratna"), hadi, circular, young)) == ("too_young", "born_on")
    add(viewer("ratna"), hadi, circular, young, Terms(Relation.RELATIVE))


def test_a_worker_who_may_be_an_asn_is_asked_about_once(viewer, a_sponsor, a_circular):
    circular, hadi = a_circular(), a_sponsor()
    a_sponsor("Siti Rahayu, S.Pd.", unit="08", nip="198604172010012005")

    assert refused(lambda: add(viewer("ratna"), hadi, circular)) == ("worker_may_be_asn", "name")

    assert add(viewer("ratna"), hadi, circular, sure=True).record_id


def test_a_birth_date_other_than_the_niks_is_taken_with_a_remark(viewer, a_sponsor, a_circular):
    circular, hadi = a_circular(), a_sponsor()

    done = add(viewer("ratna"), hadi, circular, WorkerFacts(nik=NIK, name="Siti", born_on=date(1987, 1, 1)))

    assert [(remark.code, remark.field) for remark in done.remarks] == [("nik_disagrees", "born_on")]


def test_terms_the_circular_or_the_rates_do_not_know(viewer, a_sponsor, a_circular):
    circular, hadi = a_circular(relations=["art"]), a_sponsor()

    def with_terms(terms):
        return refused(lambda: add(viewer("ratna"), hadi, circular, terms=terms))

    assert with_terms(Terms(Relation.NEIGHBOUR)) == ("relation_not_accepted", "relation")
    assert with_terms(Terms(band=7)) == ("no_rate_for_terms", "band")
    assert with_terms(Terms(programmes=frozenset())) == ("programmes_missing", "programmes")


def test_nobody_is_enrolled_under_a_circular_that_is_over_or_by_who_has_left(viewer, a_sponsor, a_circular):
    over = a_circular("SE 0/2026", state="superseded", in_force_until=date(2026, 10, 31))
    circular, gone = a_circular(), a_sponsor(left_on=date(2026, 10, 1))

    assert refused(lambda: add(viewer("ratna"), a_sponsor("Rini"), over)) == ("circular_over", "circular")
    assert refused(lambda: add(viewer("ratna"), gone, circular))[0] == "sponsor_has_left"


# R6


def test_the_same_nik_under_another_sponsor_waits_as_a_question_and_counts_nowhere(
    viewer, a_sponsor, an_enrolment, a_worker
):
    siti = an_enrolment(a_sponsor("Tono", unit="08"), a_worker(nik=NIK))
    hadi, before = a_sponsor(), all_stored()

    done = add_worker(
        viewer("ratna"), hadi.id, siti.circular_id, WorkerFacts(nik=NIK, name="Siti", heir="Budi"), Terms(), today=TODAY
    )  # fmt: skip

    question = db.session.get(Question, done.question_id)
    assert (done.record_id, question.sponsor_id, question.decision) == (None, hadi.id, None)
    assert (question.row["nik"], question.row["nip_penanggung"], question.row["hubungan"]) == (
        NIK,
        hadi.nip,
        "art",
    )
    assert question.row["ahli_waris"] == "Budi"
    changed = [new for new, old in zip(all_stored(), before, strict=False) if new != old]
    assert all(row[3] for row in changed), "only the new sponsor himself is counted"


def test_a_question_is_asked_once_and_its_decision_remembered(viewer, a_sponsor, an_enrolment, a_worker):
    siti = an_enrolment(a_sponsor("Tono", unit="08"), a_worker(nik=NIK))
    hadi = a_sponsor()

    def again():
        return add_worker(
            viewer("ratna"), hadi.id, siti.circular_id, WorkerFacts(nik=NIK, name="Siti"), Terms(), today=TODAY
        )  # fmt: skip

    again()
    assert refused(again) == ("question_waits", "nik")


def test_the_same_nik_under_the_same_sponsor_is_there_already(viewer, a_sponsor, a_circular):
    circular, hadi = a_circular(), a_sponsor()
    add(viewer("ratna"), hadi, circular)

    assert refused(lambda: add(viewer("ratna"), hadi, circular)) == ("already_enrolled", "nik")


def test_somebody_whose_cover_ended_elsewhere_is_the_same_person(viewer, a_sponsor, an_enrolment, a_worker):
    siti = a_worker(nik=NIK, heir="Budi", phone="0811")
    ended = an_enrolment(a_sponsor("Tono", unit="08"), siti, state="ended")
    circular, hadi = ended.circular_id, a_sponsor()

    facts = WorkerFacts(nik=NIK, name="Siti Rahayu", phone="0812", heir="")
    done = add_worker(viewer("ratna"), hadi.id, circular, facts, Terms(), today=TODAY)

    db.session.rollback()
    assert db.session.get(Enrolment, done.record_id).worker_id == siti.id
    assert (siti.phone, siti.heir) == ("0812", "Budi")


# Corrections


def edit(who, worker, facts, **values):
    return edit_worker(who, worker.id, facts, seen_version=worker.version, today=TODAY, **values)


def test_a_name_corrected_is_found_under_its_new_key_and_what_is_not_given_stays(
    viewer, an_enrolment, a_worker
):
    siti = a_worker(heir="Budi", village="Kauman")
    row = an_enrolment(worker=siti)

    edit(viewer("ratna"), siti, WorkerFacts(name="Siti Aminah", village="", sex=Sex.FEMALE))

    db.session.rollback()
    assert (siti.name, siti.heir, siti.village) == ("Siti Aminah", "Budi", None)
    assert db.session.get(Enrolment, row.id).name_key == "siti aminah"


def test_a_nik_mistyped_is_mended_but_not_with_somebody_elses(viewer, an_enrolment, a_worker):
    siti, other = a_worker(), a_worker("Tini")
    an_enrolment(worker=siti)

    edit(viewer("ratna"), siti, WorkerFacts(nik=NIK))
    db.session.rollback()
    assert (siti.nik, siti.nik_last4) == (NIK, "0001")

    given = WorkerFacts(nik=other.nik)
    assert refused(lambda: edit(viewer("ratna"), siti, given)) == ("nik_taken", "nik")


def test_a_kpj_belongs_to_one_person(viewer, an_enrolment, a_worker):
    siti = a_worker()
    an_enrolment(worker=siti)
    a_worker("Tini", kpj="26000000001")

    assert refused(lambda: edit(viewer("ratna"), siti, WorkerFacts(kpj="26000000001"))) == (
        "kpj_taken",
        "kpj",
    )
    edit(viewer("ratna"), siti, WorkerFacts(kpj="2600 0000 002"))
    assert db.session.get(Worker, siti.id).kpj == "26000000002"


def test_r20_a_birth_date_is_held_against_the_day_of_registration(viewer, an_enrolment, a_worker):
    siti = a_worker()
    an_enrolment(worker=siti, since="2026-03")

    assert refused(lambda: edit(viewer("ratna"), siti, WorkerFacts(born_on=date(1961, 1, 1)))) == (
        "too_old",
        "born_on",
    )
    edit(viewer("ratna"), siti, WorkerFacts(born_on=date(1961, 5, 1)))


def test_two_clerks_correct_one_worker_and_strangers_find_nobody(viewer, an_enrolment, a_worker):
    siti = a_worker()
    an_enrolment(worker=siti)
    seen = siti.version
    edit(viewer("koordinator"), siti, WorkerFacts(village="Kauman"))

    with pytest.raises(ChangedMeanwhile) as late:
        edit_worker(viewer("ratna"), siti.id, WorkerFacts(village="Payaman"), seen_version=seen, today=TODAY)
    assert (late.value.theirs["village"], late.value.who) == ("Kauman", "Joko Prasetyo")

    with pytest.raises(NotThere):
        edit(viewer("bayu"), siti, WorkerFacts(village="Payaman"))


# Ganti ART


def replace(who, row, on, facts, reason="pulang kampung"):
    return replace_worker(who, row.id, on, reason, facts, Terms(), seen_version=row.version, today=TODAY)


def test_ganti_art_ends_one_and_begins_the_next_in_one_act(viewer, an_enrolment, a_sponsor):
    siti = an_enrolment(a_sponsor())
    before = all_stored()

    done = replace(viewer("ratna"), siti, date(2026, 11, 3), WorkerFacts(nik=NIK, name="Tini"))

    new = db.session.get(Enrolment, done.record_id)
    db.session.refresh(siti)
    assert (siti.state, siti.ended_on, siti.reason) == ("ended", date(2026, 11, 3), "pulang kampung")
    assert (new.state, new.noted_on, new.sponsor_id) == ("candidate", date(2026, 11, 3), siti.sponsor_id)
    figures = stored(siti.circular_id, "07", THIS_MONTH)
    assert (figures.workers, figures.workers_registered) == (1, 0)

    undo_act(viewer("ratna"), done.act_id, today=TODAY)
    assert all_stored() == before
    assert db.session.get(Enrolment, done.record_id) is None


def test_ganti_art_asks_for_a_day_a_reason_and_somebody_who_may_be_covered(viewer, an_enrolment, a_sponsor):
    siti = an_enrolment(a_sponsor())
    tini = WorkerFacts(nik=NIK, name="Tini")

    def fields(on, facts, reason="pulang"):
        return refused(lambda: replace(viewer("ratna"), siti, on, facts, reason))

    assert fields(date(2026, 11, 21), tini) == ("day_ahead", "ended_on")
    assert fields(date(2026, 2, 27), tini) == ("ends_before_it_begins", "ended_on")
    assert fields(TODAY, tini, " ") == ("reason_of_state_missing", "reason")
    assert fields(TODAY, WorkerFacts(nik="12", name="Tini")) == ("nik_length", "nik")
    db.session.refresh(siti)
    assert siti.state == "registered", "a refusal keeps the old one"


def test_programmes_of_a_new_worker_are_the_circulars_or_those_given(viewer, a_sponsor, a_circular, make):
    circular, hadi = a_circular(programmes=["JKK", "JKM", "JHT"]), a_sponsor()
    first = add(viewer("ratna"), hadi, circular)
    given = Terms(programmes=frozenset({Programme.JKM}))
    second = add(viewer("ratna"), hadi, circular, WorkerFacts(nik=make.a_nik(), name="Tini"), given)

    tariffs = [db.session.get(Enrolment, one.record_id).tariff for one in (first, second)]
    assert tariffs == ["bpu:other:1:private:JKK+JKM+JHT", "bpu:other:1:private:JKM"]
