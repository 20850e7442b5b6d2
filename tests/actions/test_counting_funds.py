"""Workers whom a fund pays for count in the village that proposed them, wherever the fund is posted (R8, R9a)."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions import copies, drift, summaries
from lindung.actions.acts import act
from lindung.actions.enrolments import change_state, change_state_in_bulk
from lindung.actions.payments import pay_month
from lindung.actions.registering import StateChange
from lindung.actions.undo import undo_act
from lindung.domain.duties import DutyKind
from lindung.domain.errors import NotThere
from lindung.domain.months import Month
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.workers import Enrolment
from lindung.queries.counting import Counts, counted
from lindung.queries.editing import enrolment_form, worker_form
from lindung.queries.search import found
from lindung.queries.viewer import CONSOLE
from lindung.queries.worker_page import worker_page
from lindung.queries.workers import WorkerFilter, worker_rows
from tests.support.cast import CLINIC, OPD_7, OPD_8, SCHOOL, unit
from tests.support.clock import TODAY
from tests.support.counts import all_stored, stored
from tests.support.villages import a_fund as make_a_fund

NOV = Month.parse("2026-11")


@pytest.fixture
def programme(a_circular):
    a_circular()  # another circular over everybody: nothing of the fund may count under it
    return a_circular("SK 400/7/2026", duty_kind=DutyKind.FUNDED_LIST.value, in_force_from=date(2026, 2, 1))


@pytest.fixture
def fund(programme):
    """Posted to OPD 7; its money is not the government's."""
    row = make_a_fund(programme, unit="07", is_public=False)
    return db.session.get_one(Sponsor, row.sponsor_id)


@pytest.fixture
def petani(make, fund, programme):
    """`petani("Ketut")`: on the list of the clinic of OPD 8, which stands in for a village."""

    def made(name: str, place=CLINIC, **values) -> Enrolment:
        worker = make.a_worker(name)
        return make.an_enrolment(fund, worker, circular=programme, unit=place, relation="other", **values)

    return made


def is_true() -> bool:
    """`recount --check` finds nothing."""
    return not summaries.mismatches() and not drift.drifted(Month.of(TODAY))


def test_they_count_where_they_were_proposed_and_nobody_has_a_duty(petani, programme, paid_month):
    paid_month(petani("Ketut"), "2026-11")
    petani("Made", state=EnrolmentState.CANDIDATE)
    petani("Gede", SCHOOL)

    here, above, posted = (stored(programme, one.code, NOV) for one in (CLINIC, OPD_8, OPD_7))
    assert here == Counts(
        workers=2, workers_registered=1, due=8_400, paid=8_400, paid_confirmed=8_400, waiting_1=1
    )
    assert above == here
    assert posted == Counts(workers=1, workers_registered=1, due=8_400, never=1)
    assert is_true()


def test_an_asn_is_asked_nothing_by_a_programme(petani, programme, a_sponsor):
    petani("Ketut")
    a_sponsor()

    assert stored(programme, OPD_7.code, NOV) == Counts()


def test_the_list_behind_a_villages_number_holds_as_many(petani, programme, viewer):
    petani("Ketut")
    petani("Made")
    petani("Gede", SCHOOL)

    rows = worker_rows(viewer("bayu"), programme.id, NOV, TODAY, WorkerFilter(live_only=True)).rows

    assert [row.name for row in rows] == ["Ketut", "Made"]
    assert {row.unit_code for row in rows} == {CLINIC.code}
    everywhere = worker_rows(viewer("bayu"), None, NOV, TODAY, WorkerFilter(live_only=True)).rows
    assert [row.name for row in everywhere] == ["Ketut", "Made"]


def test_the_clerk_of_the_village_edits_and_pays_and_the_fund_may_be_posted_elsewhere(
    petani, programme, viewer
):
    bayu, ketut = viewer("bayu"), petani("Ketut", state=EnrolmentState.SUBMITTED)
    kpj = StateChange(EnrolmentState.REGISTERED, date(2026, 11, 2), kpj="26000000017")

    change_state(bayu, ketut.id, kpj, seen_version=ketut.version, today=TODAY)
    pay_month(bayu, [ketut.id], NOV, TODAY, today=TODAY)

    assert stored(programme, CLINIC.code, NOV).paid == 8_400
    assert enrolment_form(bayu, ketut.id, TODAY).unit_code == CLINIC.code
    assert is_true()


def test_for_the_office_where_the_fund_is_posted_a_villages_worker_is_not_there(petani, viewer):
    ratna, ketut = viewer("ratna"), petani("Ketut")
    change = StateChange(EnrolmentState.ENDED, TODAY, reason="Pindah")

    for look in (
        lambda: enrolment_form(ratna, ketut.id, TODAY),
        lambda: worker_form(ratna, ketut.worker_id, TODAY),
        lambda: worker_page(ratna, ketut.worker_id, TODAY),
        lambda: change_state(ratna, ketut.id, change, seen_version=ketut.version, today=TODAY),
        lambda: pay_month(ratna, [ketut.id], NOV, TODAY, today=TODAY),
    ):
        with pytest.raises(NotThere):
            look()
    assert found(ratna, "Ketut", TODAY).workers.total == 0
    assert found(viewer("bayu"), "Ketut", TODAY).workers.total == 1


def test_when_the_fund_is_posted_to_another_office_its_workers_stay_in_their_village(petani, fund, programme):
    ketut = petani("Ketut")

    with act(CONSOLE, "fund.edit", today=TODAY):
        db.session.scalars(select(Posting).filter_by(sponsor_id=fund.id)).one().unit_id = unit(SCHOOL).id
        db.session.flush()
        copies.refresh_homes([fund.id], NOV)

    db.session.expire_all()
    assert db.session.get_one(Enrolment, ketut.id).unit_id == unit(CLINIC).id
    assert is_true()


def test_undoing_takes_the_villages_number_back(petani, programme, viewer):
    bayu = viewer("bayu")
    rows = [petani("Ketut"), petani("Made")]
    before = all_stored()
    change = StateChange(EnrolmentState.ENDED, date(2026, 10, 5), reason="Pindah")

    done = change_state_in_bulk(bayu, [one.id for one in rows], change, 2, today=TODAY)
    assert stored(programme, CLINIC.code, NOV).workers == 0
    undo_act(bayu, done.act_id, today=TODAY)

    assert all_stored() == before
    assert is_true()


def test_more_workers_than_a_difference_counts_are_recounted(petani, programme, monkeypatch, viewer):
    monkeypatch.setattr(summaries, "DIFFERENCE_LIMIT", 2)
    rows = [petani(f"Petani {number}") for number in range(4)]

    pay_month(viewer("bayu"), [one.id for one in rows], NOV, TODAY, expected_count=4, today=TODAY)

    assert stored(programme, CLINIC.code, NOV).paid == 4 * 8_400
    assert is_true()


def test_rows_written_inside_the_block_are_counted_when_their_ids_are_added(make, fund, programme):
    worker, place = make.a_worker("Ketut"), unit(CLINIC)
    model = Enrolment(
        worker_id=worker.id, sponsor_id=fund.id, circular_id=programme.id, relation="other",
        tariff="bpu:other:1:private:JKK+JKM", state="candidate", noted_on=TODAY, cover="0" * 8,
        unit_id=place.id, opd_id=unit(OPD_8).id, name_key="ketut",
    )  # fmt: skip
    new: list[int] = []

    with (
        act(CONSOLE, "nomination.admit", today=TODAY) as deed,
        summaries.difference(deed, [], NOV, circular_id=programme.id, enrolment_ids=new),
    ):
        db.session.add(model)
        db.session.flush()
        new.append(model.id)

    assert stored(programme, CLINIC.code, NOV).workers == 1
    assert summaries.mismatches() == []
    assert sum(one.workers for one in counted(programme, [NOV], TODAY).values()) == 1
