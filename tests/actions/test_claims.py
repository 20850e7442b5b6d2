"""A death or an accident reported, the claim's way, and what it comes to (R6, R17, R19, R22, R25)."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from lindung.actions.acts import AlreadyDone
from lindung.actions.claim_steps import receive_paper
from lindung.actions.claims import DIED, ClaimReport, edit_claim, report_claim
from lindung.actions.summaries import mismatches
from lindung.actions.undo import undo_act
from lindung.domain.claims import ClaimKind, ClaimState, Paper
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.rates import Payer
from lindung.models.base import db
from lindung.models.claims import Claim
from lindung.models.workers import Enrolment, Worker
from lindung.queries.claim_lists import (
    ClaimFilter,
    all_claim_rows,
    claim_page,
    claims_of_worker,
)
from lindung.queries.claims import impact
from tests.support.claims import DAY, THREE, claim_of, covered, died, step
from tests.support.clock import TODAY
from tests.support.closing import approved, head_of

K, S = ClaimKind, ClaimState


def refused(deed):
    with pytest.raises(RuleBroken) as broken:
        deed()
    return broken.value.code, broken.value.field


@pytest.fixture
def ratna(viewer):
    return viewer("ratna")


@pytest.fixture
def siti(make):
    return partial(covered, make)


def test_a_death_after_three_paid_months_ends_the_membership_and_begins_a_claim_of_forty_two_million(
    ratna, siti
):
    enrolment = siti(*THREE)

    done = died(ratna, enrolment, heir="Budi", phone="081234567890", helper="Ratna")

    worker = db.session.get_one(Worker, enrolment.worker_id)
    row = db.session.get_one(Enrolment, enrolment.id)
    claim = db.session.get_one(Claim, done.record_id)
    assert worker.died_on == DAY
    assert (row.state, row.ended_on, row.reason) == ("ended", DAY, DIED)
    assert (claim.state, claim.expected, claim.reported_on) == ("open", 42_000_000, TODAY)
    assert (claim.heir, claim.phone, claim.helper) == ("Budi", "081234567890", "Ratna")
    assert mismatches() == []


def test_a_death_inside_the_first_three_months_is_ten_million(ratna, siti):
    enrolment = siti("2026-10", since="2026-10")

    died(ratna, enrolment)

    assert claim_of(enrolment).expected == 10_000_000


def test_two_lawful_memberships_are_two_claims_of_forty_two_and_thirty_two_million(
    viewer, siti, a_sponsor, an_enrolment, paid_month
):
    first = siti(*THREE)
    second = an_enrolment(
        a_sponsor("Tini", unit="08"), db.session.get_one(Worker, first.worker_id), since="2026-08", job=2
    )
    paid_month(second, *THREE)

    done = died(viewer("koordinator"), first)

    assert done.count == 2
    assert (claim_of(first).expected, claim_of(second).expected) == (42_000_000, 32_000_000)
    assert db.session.get_one(Enrolment, second.id).ended_on == DAY
    assert mismatches() == []


def test_a_death_ends_what_another_office_pays_and_each_office_sees_its_own_claim(
    viewer, siti, a_sponsor, an_enrolment, paid_month
):
    mine = siti(*THREE)
    theirs = an_enrolment(
        a_sponsor("Tini", unit="08"), db.session.get_one(Worker, mine.worker_id), since="2026-08", job=2
    )
    paid_month(theirs, *THREE)

    done = died(viewer("ratna"), mine)

    assert (done.count, done.record_id) == (1, claim_of(mine).id)
    assert [one.id for one in claims_of_worker(viewer("ratna"), mine.worker_id)] == [claim_of(mine).id]
    assert [one.id for one in claims_of_worker(viewer("bayu"), mine.worker_id)] == [claim_of(theirs).id]
    with pytest.raises(NotThere):
        claim_page(viewer("ratna"), claim_of(theirs).id)
    with pytest.raises(NotThere):
        step(viewer("ratna"), claim_of(theirs).id, S.SUBMITTED)


@pytest.mark.parametrize(
    ("months", "since", "on", "code"),
    [
        ((), "2026-08", DAY, "claim_gap_never"),
        (("2026-05", "2026-06", "2026-07"), "2026-05", DAY, "claim_gap_lapsed"),
        ((), "2026-11", date(2026, 10, 20), "claim_gap_unregistered"),
    ],
)
def test_somebody_not_covered_is_refused_with_the_reason_and_kept_when_asked_for(
    ratna, siti, months, since, on, code
):
    enrolment = siti(*months, since=since)

    assert refused(lambda: died(ratna, enrolment, on)) == (code, "sure")
    assert db.session.get_one(Worker, enrolment.worker_id).died_on is None

    died(ratna, enrolment, on, sure=True)
    assert claim_of(enrolment).expected is None
    assert db.session.get_one(Worker, enrolment.worker_id).died_on == on
    assert mismatches() == []


def test_a_membership_that_had_ended_before_covers_nothing_and_stays_as_it_was(ratna, siti, an_enrolment):
    enrolment = an_enrolment(since="2026-03", state="ended")  # ended on 1 June

    assert refused(lambda: died(ratna, enrolment)) == ("claim_gap_ended", "sure")
    died(ratna, enrolment, sure=True)

    assert db.session.get_one(Enrolment, enrolment.id).ended_on == date(2026, 6, 1)


def test_in_arrears_the_claim_is_taken_and_bpjs_is_asked(ratna, siti):
    enrolment = siti("2026-07", "2026-08", "2026-09", since="2026-07")

    died(ratna, enrolment)

    assert claim_of(enrolment).expected is None


def test_a_survived_accident_leaves_the_membership_as_it_is(ratna, siti):
    enrolment = siti(*THREE)

    died(ratna, enrolment, kind=K.ACCIDENT)

    assert db.session.get_one(Enrolment, enrolment.id).ended_on is None
    assert db.session.get_one(Worker, enrolment.worker_id).died_on is None
    assert claim_of(enrolment).expected == 0


def test_a_death_by_accident_is_seventy_million(ratna, siti):
    enrolment = siti("2026-10", since="2026-10")

    died(ratna, enrolment, kind=K.ACCIDENT_DEATH)

    assert claim_of(enrolment).expected == 70_000_000


def test_the_same_is_reported_once_and_a_person_dies_once(ratna, siti):
    enrolment = siti(*THREE)
    died(ratna, enrolment)

    assert refused(lambda: died(ratna, enrolment)) == ("claim_exists", None)
    assert refused(lambda: died(ratna, enrolment, kind=K.ACCIDENT_DEATH))[0] == "claim_exists"
    assert refused(lambda: died(ratna, enrolment, date(2026, 11, 4)))[0] == "claim_died_differs"
    assert refused(lambda: died(ratna, enrolment, date(2026, 11, 4), K.ACCIDENT))[0] == "claim_after_death"
    assert refused(lambda: died(ratna, enrolment, date(2026, 11, 21)))[0] == "day_ahead"


def test_only_who_decides_within_his_office_reports(viewer, siti):
    enrolment = siti(*THREE)

    for username in ("bayu", "dewi", "bendahara", "inspektur", "admin"):
        with pytest.raises(NotThere):
            died(viewer(username), enrolment)
    died(viewer("kadis"), enrolment)
    assert claim_of(enrolment).state == "open"


def test_a_form_sent_twice_is_one_claim(ratna, siti):
    enrolment = siti(*THREE)
    report = ClaimReport(K.DEATH, DAY)
    first = report_claim(ratna, enrolment.worker_id, report, today=TODAY, key="once")

    with pytest.raises(AlreadyDone) as before:
        report_claim(ratna, enrolment.worker_id, report, today=TODAY, key="once")

    assert before.value.result["id"] == first.record_id
    assert len(db.session.scalars(select(Claim)).all()) == 1


def test_a_report_taken_back_leaves_everything_as_before(ratna, siti):
    enrolment = siti(*THREE)
    before = mismatches()
    done = died(ratna, enrolment)

    undo_act(ratna, done.act_id, today=TODAY)

    row = db.session.get_one(Enrolment, enrolment.id)
    assert (row.state, row.ended_on, row.reason) == ("registered", None, None)
    assert db.session.get_one(Worker, enrolment.worker_id).died_on is None
    assert db.session.scalars(select(Claim)).all() == []
    assert mismatches() == before == []


def test_a_report_that_something_leans_on_is_not_taken_back(ratna, siti):
    enrolment = siti(*THREE)
    done = died(ratna, enrolment)
    receive_paper(ratna, done.record_id, Paper.FORM, today=TODAY)

    assert refused(lambda: undo_act(ratna, done.act_id, today=TODAY))[0] == "undo_in_use"


def test_a_death_passes_a_closed_month_and_passes_it_again_when_taken_back(viewer, siti):
    enrolment = siti(*THREE)
    approved("07", by=head_of("07"))  # October
    ratna = viewer("ratna")

    done = died(ratna, enrolment, date(2026, 10, 20))

    assert db.session.get_one(Enrolment, enrolment.id).ended_on == date(2026, 10, 20)
    assert mismatches() == []
    undo_act(ratna, done.act_id, today=TODAY)
    assert db.session.get_one(Enrolment, enrolment.id).ended_on is None
    assert mismatches() == []


def test_a_corrected_day_moves_the_death_the_end_and_every_claim_of_the_person(
    viewer, siti, a_sponsor, an_enrolment, paid_month
):
    first = siti(*THREE)
    second = an_enrolment(
        a_sponsor("Tini", unit="08"), db.session.get_one(Worker, first.worker_id), since="2026-08", job=2
    )
    paid_month(second, *THREE)
    boss = viewer("koordinator")
    done = died(boss, first, phone="081234567890")
    earlier = date(2026, 10, 5)  # two ended months: burial only

    report = ClaimReport(K.DEATH, earlier, heir="Budi")
    edited = edit_claim(boss, done.record_id, report, seen_version=1, today=TODAY)

    assert db.session.get_one(Worker, first.worker_id).died_on == earlier
    for one, amount in ((first, 10_000_000), (second, 0)):
        assert db.session.get_one(Enrolment, one.id).ended_on == earlier
        assert (claim_of(one).happened_on, claim_of(one).expected) == (earlier, amount)
    assert (claim_of(first).heir, claim_of(first).phone) == ("Budi", "081234567890")
    assert mismatches() == []
    undo_act(boss, edited.act_id, today=TODAY)
    assert db.session.get_one(Enrolment, second.id).ended_on == DAY
    assert claim_of(first).expected == 42_000_000
    assert mismatches() == []


def test_the_cause_of_a_death_is_corrected_but_an_accident_does_not_become_one(ratna, siti):
    enrolment = siti(*THREE)
    done = died(ratna, enrolment)

    edit_claim(ratna, done.record_id, ClaimReport(K.ACCIDENT_DEATH, DAY), seen_version=1, today=TODAY)

    assert claim_of(enrolment).expected == 70_000_000
    report = ClaimReport(K.ACCIDENT, DAY)
    version = claim_of(enrolment).version
    deed = refused(lambda: edit_claim(ratna, done.record_id, report, seen_version=version, today=TODAY))
    assert deed == ("claim_kind_fixed", "kind")


def test_a_corrected_accident_is_no_other_accident_and_none_after_the_death(ratna, siti):
    enrolment = siti(*THREE)
    second = died(ratna, enrolment, date(2026, 10, 7), K.ACCIDENT)
    died(ratna, enrolment, date(2026, 10, 5), K.ACCIDENT)
    died(ratna, enrolment)

    def moved_to(day):
        report = ClaimReport(K.ACCIDENT, day)
        return lambda: edit_claim(ratna, second.record_id, report, seen_version=1, today=TODAY)

    assert refused(moved_to(date(2026, 10, 5))) == ("claim_exists", None)
    assert refused(moved_to(date(2026, 11, 4))) == ("claim_after_death", "happened_on")
    moved_to(date(2026, 10, 6))()
    assert db.session.get_one(Claim, second.record_id).happened_on == date(2026, 10, 6)


def test_who_was_slower_is_told_who_was_faster(ratna, viewer, siti):
    done = died(ratna, siti(*THREE))
    edit_claim(
        viewer("kadis"), done.record_id, ClaimReport(K.DEATH, DAY, heir="Budi"), seen_version=1, today=TODAY
    )

    with pytest.raises(ChangedMeanwhile) as meanwhile:
        edit_claim(ratna, done.record_id, ClaimReport(K.DEATH, DAY), seen_version=1, today=TODAY)

    assert meanwhile.value.theirs["heir"] == "Budi"
    assert meanwhile.value.who == viewer("kadis").name


def test_a_funds_worker_is_reported_by_the_village_he_stands_in_and_counted_there(
    viewer, a_sponsor, a_worker, an_enrolment, paid_month, a_circular
):
    programme = a_circular("Program DBHCHT 2026", duty_kind="funded_list")
    fund = a_sponsor("DBHCHT 2026", unit="07", kind="fund", nip=None)
    enrolment = an_enrolment(
        fund, a_worker("Buruh Tani"), circular=programme, since="2026-10", payer=Payer.PUBLIC, unit="08"
    )
    paid_month(enrolment, "2026-10")

    assert mismatches() == []
    with pytest.raises(NotThere):  # where the fund is posted is not where the person stands
        died(viewer("ratna"), enrolment)
    done = died(viewer("bayu"), enrolment)

    assert claim_of(enrolment).expected == 10_000_000
    assert [row.unit_code for row in all_claim_rows(viewer("bayu"), ClaimFilter())] == ["08"]
    assert impact(viewer("dewi"), programme.id).expected == 10_000_000
    assert impact(viewer("dewi"), programme.id + 1).open == 0
    assert mismatches() == []
    undo_act(viewer("bayu"), done.act_id, today=TODAY)
    assert db.session.get_one(Enrolment, enrolment.id).ended_on is None
    assert mismatches() == []
