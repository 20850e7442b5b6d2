"""Workers whose payer leaves wait for another one, who takes them over before a month lapses (R10, R17, K7)."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions.declarations import answer_now
from lindung.actions.handovers import (
    accept_handover,
    end_handover,
    keep_handover,
    offer_handover,
    refuse_handover,
)
from lindung.actions.payments import pay_month
from lindung.actions.sponsors import LeaveReason, leave_sponsor, move_sponsor, return_sponsor
from lindung.actions.undo import undo_act
from lindung.domain.duties import Answer
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.handovers import HandoverCause, HandoverState
from lindung.domain.months import OPEN_END, Month
from lindung.domain.rates import Payer, Tariff
from lindung.models.base import db
from lindung.models.funds import Fund
from lindung.models.handovers import Handover
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.workers import Enrolment
from lindung.queries.handovers import HandoverFilter, calls, candidates, handover_ids, handover_rows
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import TODAY
from tests.support.closing import approved
from tests.support.importing import bring

pytestmark = pytest.mark.usefixtures("nothing_drifts")

OCTOBER, NOVEMBER, DECEMBER = Month(202610), Month(202611), Month(202612)
LEFT_ON = date(2026, 11, 2)


def leave(who, sponsor, reason=LeaveReason.RETIRED, on=LEFT_ON):
    db.session.refresh(sponsor)
    return leave_sponsor(who, sponsor.id, on, reason, seen_version=sponsor.version, today=TODAY)


def waiting():
    db.session.expire_all()
    return db.session.scalars(select(Handover).order_by(Handover.id)).all()


def only():
    return waiting()[-1]


@pytest.fixture
def retired(a_sponsor, a_worker, an_enrolment, paid_month, viewer):
    """Pak Hadi of OPD 7 has retired; Siti is paid for until October."""
    hadi, tini = a_sponsor(), a_sponsor("Tini Kartika", unit=cast.OPD_8)
    held = an_enrolment(hadi, a_worker())
    paid_month(held, "2026-08", "2026-09", "2026-10")
    done = leave(viewer("ratna"), hadi)
    return {"hadi": hadi, "tini": tini, "held": held, "left": done}


def offer(who, sponsor):
    row = only()
    return offer_handover(who, row.id, sponsor.id, nip=sponsor.nip, seen_version=row.version, today=TODAY)


def accept(who, **more):
    row = only()
    return accept_handover(who, row.id, seen_version=row.version, today=TODAY, **more)


def refused(deed):
    with pytest.raises(RuleBroken) as broken:
        deed()
    return broken.value.code


def test_whoever_leaves_leaves_his_workers_to_be_taken_over(retired, viewer):
    row = only()

    assert (row.cause, row.state, row.since) == ("retired", "waiting", NOVEMBER)
    (shown,) = handover_rows(viewer("ratna"), [row.id], TODAY)
    assert (shown.paid_until, shown.ends_after, shown.first_month) == (OCTOBER, Month(202701), NOVEMBER)
    assert calls(viewer("kadis"), TODAY).waiting == 1
    assert calls(viewer("bayu"), TODAY).waiting == 0


@pytest.mark.parametrize("reason", LeaveReason)
def test_every_way_of_leaving_is_a_cause(reason, a_sponsor, an_enrolment, viewer):
    hadi = a_sponsor()
    an_enrolment(hadi)

    leave(viewer("ratna"), hadi, reason)

    assert only().cause == reason.value


def test_taking_the_leaving_back_takes_the_queue_out_again(retired, viewer):
    undo_act(viewer("ratna"), retired["left"].act_id, today=TODAY)

    assert waiting() == []


def test_who_comes_back_pays_again(retired, viewer):
    hadi = retired["hadi"]
    db.session.refresh(hadi)

    return_sponsor(viewer("ratna"), hadi.id, "07", NOVEMBER, seen_version=hadi.version, today=TODAY)

    assert only().state == HandoverState.CLOSED.value


def test_a_new_payer_goes_on_where_the_old_one_stopped(retired, viewer):
    offer(viewer("ratna"), retired["tini"])
    done = accept(viewer("bayu"))

    new, old = db.session.get_one(Enrolment, done.record_id), retired["held"]
    db.session.refresh(old)
    assert (old.state, old.ended_on) == ("ended", date(2026, 11, 1))
    assert (new.state, new.registered_on, new.first_month) == ("registered", date(2026, 11, 1), NOVEMBER)
    assert (new.sponsor_id, new.unit_id) == (retired["tini"].id, cast.unit("08").id)
    assert only().new_enrolment_id == new.id
    pay_month(viewer("bayu"), [new.id], NOVEMBER, TODAY, today=TODAY)
    db.session.refresh(new)
    assert new.cover.count("1") == 4, "the months of the old payer go on counting (R18)"


def test_one_month_never_has_two_payers_r17(retired, viewer):
    offer(viewer("ratna"), retired["tini"])
    accept(viewer("bayu"))
    old = retired["held"]

    late = refused(lambda: pay_month(CONSOLE, [old.id], NOVEMBER, TODAY, today=TODAY))
    assert late == "month_after_end"


@pytest.mark.parametrize(
    ("month", "code"), [(OCTOBER, "handover_month_paid"), (Month(202704), "handover_month_late")]
)
def test_a_month_that_cannot_be_is_refused(retired, viewer, month, code):
    offer(viewer("ratna"), retired["tini"])

    assert refused(lambda: accept(viewer("bayu"), first_month=month)) == code


def test_arrears_stay_the_old_payers(a_sponsor, an_enrolment, paid_month, viewer):
    hadi, rini = a_sponsor(), a_sponsor("Rini Astuti")
    paid_month(an_enrolment(hadi), "2026-07")
    leave(viewer("ratna"), hadi)
    offer(viewer("ratna"), rini)

    done = accept(viewer("kadis"))

    assert db.session.get_one(Enrolment, done.record_id).first_month == NOVEMBER


def test_the_months_that_are_closed_stay_as_they_were_r22(retired, viewer):
    approved("07")
    offer(viewer("ratna"), retired["tini"])

    accept(viewer("bayu"))  # October is closed and was never touched

    assert only().state == HandoverState.ACCEPTED.value


def test_who_took_a_worker_over_may_give_that_back(retired, viewer):
    offer(viewer("ratna"), retired["tini"])
    done = accept(viewer("bayu"))

    undo_act(viewer("bayu"), done.act_id, today=TODAY)

    old = retired["held"]
    db.session.refresh(old)
    assert (old.state, old.ended_on) == ("registered", None)
    assert (only().state, only().new_enrolment_id) == (HandoverState.OFFERED.value, None)


def test_a_nihil_gives_way_to_the_worker_taken_over(retired, viewer, a_declaration):
    a_declaration(retired["tini"], Answer.NONE)
    offer(viewer("ratna"), retired["tini"])

    done = accept(viewer("bayu"))

    assert [one.code for one in done.remarks] == ["answer_changed"]
    assert answer_now(retired["tini"].id, retired["held"].circular_id, TODAY) is Answer.EMPLOYS


def test_only_the_receivers_office_accepts_and_only_the_givers_offers(retired, viewer):
    with pytest.raises(NotThere):
        offer(viewer("bayu"), retired["tini"])
    offer(viewer("ratna"), retired["tini"])

    assert refused(lambda: accept(viewer("ratna"))) == "handover_of_the_receiver"
    assert refused(lambda: keep(viewer("bayu"))) == "handover_of_the_giver"
    with pytest.raises(NotThere):
        accept(viewer("bendahara"))
    accept(viewer("koordinator"))


def keep(who):
    row = only()
    return keep_handover(who, row.id, seen_version=row.version, today=TODAY)


def test_a_refusal_says_why_and_the_worker_waits_again(retired, viewer):
    offer(viewer("ratna"), retired["tini"])
    row = only()
    assert (
        refused(lambda: refuse_handover(viewer("bayu"), row.id, " ", seen_version=row.version, today=TODAY))
        == "handover_reason_missing"
    )

    refuse_handover(viewer("bayu"), row.id, "sudah dua pekerja", seen_version=row.version, today=TODAY)

    assert (only().state, only().reason) == (HandoverState.REFUSED.value, "sudah dua pekerja")
    assert handover_ids(viewer("ratna"), HandoverFilter()) == [row.id]
    assert handover_ids(viewer("bayu"), HandoverFilter()) == []
    offer(viewer("ratna"), retired["tini"])
    accept(viewer("bayu"))


def test_who_retired_may_go_on_paying_but_the_dead_may_not(retired, viewer, a_sponsor, an_enrolment):
    keep(viewer("ratna"))
    assert only().state == HandoverState.KEPT.value
    budi = a_sponsor("Budi Santoso")
    an_enrolment(budi)
    leave(viewer("ratna"), budi, LeaveReason.DIED)

    assert refused(lambda: keep(viewer("ratna"))) == "handover_of_the_dead"


def test_a_worker_who_stopped_is_ended_with_the_day_and_the_reason(retired, viewer):
    row = only()

    done = end_handover(
        viewer("ratna"), row.id, TODAY, "pulang kampung", seen_version=row.version, today=TODAY
    )

    old = retired["held"]
    db.session.refresh(old)
    assert (old.state, old.ended_on, old.reason) == ("ended", TODAY, "pulang kampung")
    assert only().state == HandoverState.ENDED.value
    undo_act(viewer("ratna"), done.act_id, today=TODAY)
    db.session.refresh(old)
    assert old.ended_on is None


def test_what_is_decided_is_not_decided_again_and_an_old_form_is_told(retired, viewer):
    row = only()
    seen = row.version
    keep(viewer("ratna"))

    assert refused(lambda: keep(viewer("ratna"))) == "handover_over"
    with pytest.raises(ChangedMeanwhile):
        keep_handover(viewer("ratna"), row.id, seen_version=seen, today=TODAY)


def test_a_move_to_another_office_is_only_to_be_confirmed(a_sponsor, an_enrolment, viewer):
    hadi = a_sponsor()
    held = an_enrolment(hadi)
    move_sponsor(CONSOLE, hadi.id, "08", NOVEMBER, seen_version=hadi.version, today=TODAY)

    assert only().cause == HandoverCause.MOVED.value
    assert calls(viewer("bayu"), TODAY).confirming == 1
    keep(viewer("bayu"))
    db.session.refresh(held)
    assert (held.ended_on, held.unit_id) == (None, cast.unit("08").id)


def test_a_move_inside_the_same_office_asks_nobody(a_sponsor, an_enrolment, viewer):
    hadi = a_sponsor()
    an_enrolment(hadi)

    move_sponsor(CONSOLE, hadi.id, "07.01", NOVEMBER, seen_version=hadi.version, today=TODAY)

    assert waiting() == []


def test_moved_and_then_retired_waits_once(a_sponsor, an_enrolment, viewer):
    hadi = a_sponsor()
    an_enrolment(hadi)
    move_sponsor(CONSOLE, hadi.id, "08", OCTOBER, seen_version=hadi.version, today=TODAY)

    leave(viewer("bayu"), hadi)

    assert [row.state for row in waiting()] == ["closed", "waiting"]


def test_a_complete_file_that_does_not_name_him_and_one_that_moves_him_fill_the_queue(
    a_sponsor, an_enrolment, a_circular
):
    a_circular()
    hadi, budi, rini = a_sponsor(), a_sponsor("Budi Santoso"), a_sponsor("Rini Astuti")
    for one in (hadi, budi, rini):
        an_enrolment(one)
    header = ("nip", "nama", "kode_unit")
    rows = [header, (budi.nip, budi.name, "08"), (rini.nip, rini.name, "07.01")]

    assert bring("sponsors", rows, is_complete=True) == {"moved": 2, "left": 1}

    found = {(row.cause, db.session.get_one(Enrolment, row.enrolment_id).sponsor_id) for row in waiting()}
    assert found == {("not_in_file", hadi.id), ("moved", budi.id)}


def test_a_fund_takes_a_worker_without_the_discount_and_where_he_is_r13(retired, viewer, a_circular):
    programme = a_circular("SK 7/2026", duty_kind="funded_list", in_force_from=date(2026, 1, 1))
    fund = _a_fund(programme.id)
    offer(viewer("ratna"), fund)

    done = accept(viewer("koordinator"))

    new = db.session.get_one(Enrolment, done.record_id)
    assert Tariff.of_code(new.tariff).payer is Payer.PUBLIC
    assert (new.circular_id, new.unit_id) == (programme.id, retired["held"].unit_id)


def test_a_fund_takes_nobody_outside_its_months(retired, viewer, a_circular):
    programme = a_circular("SK 7/2026", duty_kind="funded_list", in_force_from=date(2026, 1, 1))
    offer(viewer("ratna"), _a_fund(programme.id, last=OCTOBER))

    assert refused(lambda: accept(viewer("koordinator"))) == "handover_fund_period"


def _a_fund(circular_id, last=DECEMBER):
    from lindung.actions.acts import act

    with act(CONSOLE, "fund.create", today=TODAY):
        row = Sponsor(kind="fund", name="DBHCHT 2026", name_key="dbhcht 2026", is_public=True)
        db.session.add(row)
        db.session.flush()
        unit_id = cast.unit("08").id
        db.session.add(
            Posting(sponsor_id=row.id, unit_id=unit_id, first_month=Month(202601), last_month=OPEN_END)
        )
        fund = Fund(
            sponsor_id=row.id, circular_id=circular_id, source="dbhcht", amount=10**9,
            first_month=Month(202601), last_month=last,
        )  # fmt: skip
        db.session.add(fund)
    return row


def test_what_is_offered_inside_one_office_is_not_there_for_another(retired, viewer, a_sponsor, an_enrolment):
    offer(viewer("ratna"), a_sponsor("Rini Astuti"))
    tini = retired["tini"]
    an_enrolment(tini)
    leave(viewer("bayu"), tini)
    offer(viewer("bayu"), a_sponsor("Yuni Lestari", unit=cast.OPD_8))
    hers, his = [row.id for row in waiting()]

    assert handover_ids(viewer("ratna"), HandoverFilter()) == [hers]
    assert handover_ids(viewer("bayu"), HandoverFilter()) == [his]
    assert (calls(viewer("kadis"), TODAY).offered, calls(viewer("koordinator"), TODAY).offered) == (1, 2)


def test_candidates_are_ones_own_people_and_funds_and_anybody_by_his_whole_nip(retired, viewer, a_sponsor):
    rini, tini = a_sponsor("Rini Astuti"), retired["tini"]

    def found(q):
        return [one.id for one in candidates(viewer("ratna"), q, TODAY, besides=retired["hadi"].id)]

    assert found("rini") == [rini.id]
    assert found("tini") == []
    assert found(tini.nip) == [tini.id]
    assert found("ri") == []


def test_the_soonest_to_end_comes_first_and_who_was_never_paid_last(
    a_sponsor, a_worker, an_enrolment, paid_month, viewer
):
    hadi = a_sponsor()
    names = {"Ani": "2026-10", "Badi": "2026-08", "Cici": None}
    for name, month in names.items():
        held = an_enrolment(hadi, a_worker(name))
        if month:
            paid_month(held, month)
    leave(viewer("ratna"), hadi)

    ids = handover_ids(viewer("ratna"), HandoverFilter())

    assert [row.worker for row in handover_rows(viewer("ratna"), ids, TODAY)] == ["Badi", "Ani", "Cici"]
