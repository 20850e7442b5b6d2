"""Registrations moved through their states in place, one or many, and the list of candidates that goes to BPJS."""

from datetime import date

import pytest
from sqlalchemy import func, select

from lindung.actions.enrolments import (
    StateChange,
    Terms,
    change_state,
    change_state_in_bulk,
    edit_enrolment,
    submit_batch,
)
from lindung.actions.proposals import reveal_proposal
from lindung.actions.undo import undo_act
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.domain.registration import EnrolmentState, Programme, Relation
from lindung.models.acts import AuditEntry
from lindung.models.base import db
from lindung.models.letters import Submission, SubmissionLine
from lindung.models.workers import Enrolment, Worker
from lindung.queries.editing import enrolment_form
from lindung.queries.proposals import (
    Asked,
    last_donor_code,
    proposals,
    submission_row,
    submission_slice,
    submitted_ids,
)
from lindung.queries.workers import WorkerFilter, enrolment_ids
from tests.support.clock import THIS_MONTH, TODAY
from tests.support.counts import all_stored, stored

pytestmark = pytest.mark.usefixtures("nothing_drifts")

S = EnrolmentState
KPJ = "26000000001"


def refused(deed):
    with pytest.raises(RuleBroken) as broken:
        deed()
    return broken.value.code, broken.value.field


def change(who, row, state, on=None, **values):
    wanted = StateChange(S(state), on, **values)
    return change_state(who, row.id, wanted, seen_version=row.version, today=TODAY)


def again(row):
    db.session.rollback()
    return db.session.get(Enrolment, row.id)


def test_a_candidate_registered_with_kpj_and_day_counts_from_that_month(viewer, an_enrolment):
    siti = an_enrolment(state="candidate", since="2026-08")

    change(viewer("ratna"), siti, "registered", date(2026, 10, 12), kpj="2600 0000 001")

    siti = again(siti)
    assert (siti.state, siti.registered_on, siti.first_month) == (
        "registered",
        date(2026, 10, 12),
        Month(202610),
    )
    assert db.session.get(Worker, siti.worker_id).kpj == KPJ
    months = (Month(202609), Month(202610), THIS_MONTH)
    assert [stored(siti.circular_id, "07", month).workers_registered for month in months] == [0, 1, 1]


@pytest.mark.parametrize(
    ("state", "values", "code", "field"),
    [
        ("registered", {}, "kpj_of_registered_missing", "kpj"),
        ("registered", {"kpj": "2600000000"}, "kpj_length", "kpj"),
        ("registered", {"kpj": "2600000000x"}, "kpj_not_digits", "kpj"),
        ("registered", {"kpj": KPJ, "on": date(2026, 11, 21)}, "day_ahead", "on"),
        ("registered", {"kpj": KPJ, "on": date(1, 1, 1)}, "day_too_early", "on"),
        ("registered", {"kpj": KPJ, "first_month": Month(202705)}, "first_month_too_far", "first_month"),
        ("refused", {}, "reason_of_state_missing", "reason"),
        ("ended", {}, "reason_of_state_missing", "reason"),
        ("ended", {"reason": "pulang", "on": date(2026, 7, 1)}, "ends_before_it_begins", "on"),
    ],
)
def test_what_a_state_needs_is_asked_for_at_its_field(viewer, an_enrolment, state, values, code, field):
    siti = an_enrolment(state="submitted", since="2026-08")

    assert refused(lambda: change(viewer("ratna"), siti, state, **values)) == (code, field)

    assert again(siti).state == "submitted"


def test_a_kpj_of_somebody_else_is_refused(viewer, an_enrolment, a_worker, a_sponsor):
    a_worker("Tini", kpj=KPJ)
    siti = an_enrolment(state="submitted")

    assert refused(lambda: change(viewer("ratna"), siti, "registered", kpj=KPJ)) == ("kpj_taken", "kpj")


def test_r20_who_is_too_old_on_the_day_of_registration_is_refused(viewer, an_enrolment, a_worker):
    siti = an_enrolment(worker=a_worker(born_on=date(1961, 11, 1)), state="submitted", since="2026-08")

    assert refused(lambda: change(viewer("ratna"), siti, "registered", kpj=KPJ)) == ("too_old", "born_on")
    change(viewer("ratna"), siti, "registered", date(2026, 10, 20), kpj=KPJ)


@pytest.mark.parametrize(
    ("current", "wanted"),
    [
        ("registered", "candidate"),
        ("registered", "refused"),
        ("ended", "registered"),
        ("refused", "candidate"),
    ],
)
def test_only_allowed_moves_are_made(viewer, an_enrolment, current, wanted):
    siti = an_enrolment(state=current)

    if (current, wanted) == ("refused", "candidate"):
        change(viewer("ratna"), siti, wanted)
        assert again(siti).reason is None, "why it was refused stands in its history"
    else:
        given = refused(lambda: change(viewer("ratna"), siti, wanted, reason="x", kpj=KPJ))
        assert given == ("state_move_not_allowed", "state")


def test_the_same_state_again_corrects_day_and_number(viewer, an_enrolment):
    siti = an_enrolment(state="candidate", since="2026-03")
    change(viewer("ratna"), siti, "registered", date(2026, 4, 1), kpj=KPJ)

    change(viewer("ratna"), again(siti), "registered", date(2026, 5, 2), kpj="26000000002")

    siti = again(siti)
    assert (siti.registered_on, siti.first_month) == (date(2026, 5, 2), Month(202604))
    assert stored(siti.circular_id, "07", Month(202604)).workers_registered == 0


def test_an_end_takes_the_worker_out_from_that_day_and_keeps_what_was_paid(viewer, an_enrolment, paid_month):
    siti = an_enrolment()
    paid_month(siti, "2026-09", "2026-10")

    change(viewer("ratna"), again(siti), "ended", date(2026, 11, 5), reason="Meninggal")

    assert stored(siti.circular_id, "07", Month(202610)).paid == 8_400
    assert stored(siti.circular_id, "07", THIS_MONTH).workers == 0


def test_two_clerks_on_one_row_and_the_second_sees_state_who_and_when(viewer, an_enrolment):
    siti = an_enrolment(state="submitted")
    form = enrolment_form(viewer("ratna"), siti.id, TODAY)
    change(viewer("koordinator"), siti, "refused", reason="NIK tidak padan")

    with pytest.raises(ChangedMeanwhile) as late:
        wanted = StateChange(S.REGISTERED, TODAY, KPJ)
        change_state(viewer("ratna"), siti.id, wanted, seen_version=form.version, today=TODAY)

    assert (late.value.theirs["state"], late.value.theirs["reason"]) == ("refused", "NIK tidak padan")
    assert (late.value.who, late.value.when.date()) == ("Joko Prasetyo", TODAY)
    assert again(siti).state == "refused"


def test_a_stranger_and_a_treasurer_change_nothing(viewer, an_enrolment):
    siti = an_enrolment(state="submitted")

    for who in ("bayu", "bendahara", "kadis", "dewi", "inspektur"):
        with pytest.raises(NotThere):
            change(viewer(who), siti, "candidate")
    with pytest.raises(NotThere):
        enrolment_form(viewer("bayu"), siti.id, TODAY)


def test_terms_change_until_something_is_paid(viewer, an_enrolment, paid_month):
    siti = an_enrolment()
    terms = Terms(Relation.NEIGHBOUR, frozenset(Programme))

    def edit(wanted):
        return edit_enrolment(viewer("ratna"), siti.id, wanted, seen_version=again(siti).version, today=TODAY)

    edit(terms)
    assert again(siti).tariff == "bpu:other:1:private:JKK+JKM+JHT"
    assert stored(siti.circular_id, "07", Month(202610)).due == 28_400

    paid_month(again(siti), "2026-10")
    assert refused(lambda: edit(Terms(Relation.ART, None))) == ("terms_with_payments", "programmes")
    edit(Terms(Relation.ART, frozenset(Programme)))
    assert again(siti).relation == "art"


# Many at once


def test_seventeen_change_together_or_none(viewer, an_enrolment, a_sponsor, a_worker):
    rows = [
        an_enrolment(a_sponsor(f"ASN {n}"), a_worker(f"Pekerja {n}"), state="candidate") for n in range(17)
    ]
    ids, before = [row.id for row in rows], all_stored()

    done = change_state_in_bulk(viewer("ratna"), ids, StateChange(S.SUBMITTED, TODAY), 17, today=TODAY)

    assert done.count == 17
    assert {again(row).state for row in rows} == {"submitted"}
    undo_act(viewer("ratna"), done.act_id, today=TODAY)
    assert {again(row).state for row in rows} == {"candidate"}
    assert all_stored() == before


def test_a_bulk_that_fits_not_all_or_has_another_number_saves_nothing(
    viewer, an_enrolment, a_sponsor, a_worker
):
    mine = an_enrolment(a_sponsor(), a_worker(), state="submitted")
    ended = an_enrolment(a_sponsor("Rini"), a_worker("Tini"), state="ended")
    theirs = an_enrolment(a_sponsor("Tono", unit="08"), a_worker("Sri"), state="submitted")

    def bulk(ids, expected, state=S.CANDIDATE):
        return refused(
            lambda: change_state_in_bulk(
                viewer("ratna"), ids, StateChange(state, TODAY), expected, today=TODAY
            )
        )[0]

    assert bulk([mine.id, ended.id], 2) == "bulk_state_not_allowed"
    assert bulk([mine.id], 2) == "count_changed"
    assert bulk([mine.id, theirs.id], 2) == "count_changed"
    assert bulk([], 0) == "nobody_selected"
    assert bulk([mine.id], 1, S.REGISTERED) == "bulk_kpj_missing"
    assert again(mine).state == "submitted"


@pytest.mark.state("regency")
def test_everything_a_filter_found_is_changed(viewer):
    who, submitted = viewer("koordinator"), WorkerFilter(state=S.SUBMITTED)
    ids = enrolment_ids(who, 1, THIS_MONTH, TODAY, submitted)

    done = change_state_in_bulk(who, ids, StateChange(S.CANDIDATE), len(ids), today=TODAY)

    assert done.count == len(ids) > 5
    assert enrolment_ids(who, 1, THIS_MONTH, TODAY, submitted) == []


# Daftar usulan peserta


def send(who, rows, number="BPJS/7/2026", on=TODAY, donor="W-07", expected=None):
    ids = [row.id for row in rows]
    return submit_batch(
        who, ids, number, on, donor, len(ids) if expected is None else expected, sure=True, today=TODAY
    )


def test_candidates_are_listed_with_what_bpjs_still_lacks(viewer, an_enrolment, a_sponsor, a_worker):
    whole = {one.value: "ada" for one in Asked} | {"born_on": date(1986, 4, 17), "consent_on": TODAY}
    an_enrolment(a_sponsor(), a_worker("Tini", **whole), state="candidate")
    siti = an_enrolment(a_sponsor("Rini"), a_worker(heir="Budi"), state="refused", reason="NIK tidak padan")
    an_enrolment(a_sponsor("Tuti"), a_worker("Sri"), state="submitted")
    an_enrolment(a_sponsor("Tono", unit="08"), a_worker("Wati"), state="candidate")

    rows, total = proposals(viewer("ratna"), siti.circular_id, TODAY)

    assert [(row.name, row.state.value, row.reason) for row in rows] == [
        ("Siti Rahayu", "refused", "NIK tidak padan"),
        ("Tini", "candidate", None),
    ]
    assert rows[1].missing == ()
    assert set(Asked) - set(rows[0].missing) == {Asked.BORN_ON, Asked.ADDRESS, Asked.HEIR}
    assert total == 2


def test_one_list_takes_so_many_and_whoever_was_ticked_is_among_them(
    viewer, an_enrolment, a_sponsor, a_worker, queries, monkeypatch
):
    monkeypatch.setattr("lindung.queries.proposals.MOST", 2)
    people = [an_enrolment(a_sponsor(name), a_worker(name), state="candidate") for name in ("A", "B", "C")]

    with queries() as seen:
        cut = proposals(viewer("ratna"), people[0].circular_id, TODAY)
    ticked = proposals(viewer("ratna"), people[0].circular_id, TODAY, first=[people[2].id])

    assert ([row.name for row in cut.rows], cut.total) == (["A", "B"], 3)
    assert ([row.name for row in ticked.rows], ticked.total) == (["C", "A"], 3)
    assert not any("worker.nik," in one for one in seen)  # a masked list opens no NIK


def test_a_list_sent_makes_its_people_submitted_under_one_number(viewer, an_enrolment, a_sponsor, a_worker):
    new = an_enrolment(a_sponsor(), a_worker("Tini"), state="candidate")
    mended = an_enrolment(a_sponsor("Rini"), a_worker(), state="refused")
    before = all_stored()

    done = send(viewer("ratna"), [new, mended])

    assert {again(row).state for row in (new, mended)} == {"submitted"}
    assert again(mended).submitted_on == TODAY
    listed = submission_slice(viewer("ratna"), new.circular_id, TODAY).rows[0]
    assert listed._replace(id=0, act_id=0) == (
        0, "BPJS/7/2026", TODAY, "W-07", "Ratna Wulandari", 2, 0, 0, 2, 0,
    )  # fmt: skip
    assert submission_row(viewer("ratna"), done.record_id, TODAY) == listed
    assert submitted_ids(viewer("ratna"), done.record_id, TODAY) == [new.id, mended.id]
    assert last_donor_code(viewer("ratna")) == "W-07"
    assert last_donor_code(viewer("bayu")) is None
    with pytest.raises(NotThere):
        submitted_ids(viewer("bayu"), done.record_id, TODAY)
    with pytest.raises(NotThere):
        submission_row(viewer("bayu"), done.record_id, TODAY)

    undo_act(viewer("ratna"), done.act_id, today=TODAY)
    assert {again(row).state for row in (new, mended)} == {"candidate", "refused"}
    assert db.session.scalar(select(func.count()).select_from(SubmissionLine)) == 0
    assert all_stored() == before


def test_what_a_list_needs_before_it_is_sent(viewer, an_enrolment, a_sponsor, a_worker):
    rows = [an_enrolment(a_sponsor(), a_worker("Tini"), state="candidate")]
    send(viewer("ratna"), [an_enrolment(a_sponsor("Rini"), a_worker("Sri"), state="candidate")])
    who = viewer("ratna")

    assert refused(lambda: send(who, rows, number=" ")) == ("submission_number_missing", "number")
    assert refused(lambda: send(who, rows)) == ("submission_number_taken", "number")
    assert refused(lambda: send(who, rows, number="2", donor="")) == ("donor_code_missing", "donor_code")
    assert refused(lambda: send(who, rows, number="2", on=date(2026, 11, 21))) == ("day_ahead", "on")
    assert refused(lambda: send(who, rows, number="2", expected=2))[0] == "count_changed"
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 1
    send(viewer("koordinator"), rows)


def test_who_is_registered_already_stands_on_no_list(viewer, an_enrolment):
    assert refused(lambda: send(viewer("ratna"), [an_enrolment()]))[0] == "bulk_state_not_allowed"


def test_the_full_list_is_handed_out_with_a_reason_and_each_nik_is_an_entry(
    viewer, an_enrolment, a_sponsor, a_worker
):
    rows = [
        an_enrolment(a_sponsor(f"ASN {n}"), a_worker(f"Pekerja {n}"), state="candidate") for n in range(3)
    ]
    ids = [row.id for row in rows]

    lines = reveal_proposal(viewer("ratna"), ids, "daftar usulan BPJS/7", today=TODAY)

    assert [len(line.nik) for line in lines] == [16] * 3
    assert [line.programmes for line in lines] == ["JKK+JKM"] * 3
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.record == "reveal")).all()
    assert sorted(entry.record_id for entry in entries) == sorted(row.worker_id for row in rows)
    assert refused(lambda: reveal_proposal(viewer("ratna"), ids, "", today=TODAY))[1] == "reason"
    for who in ("bayu", "kadis"):
        with pytest.raises(NotThere):
            reveal_proposal(viewer(who), ids, "daftar usulan", today=TODAY)
