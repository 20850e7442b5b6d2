"""The way of a claim: papers, steps, what it comes to, and who sees it (R6, R19, R25)."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from lindung.actions.claim_steps import receive_paper, reveal_phone, unreceive_paper
from lindung.actions.claims import ClaimReport, report_claim
from lindung.actions.undo import undo_act
from lindung.domain.claims import ClaimKind, ClaimState, Paper
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.models.acts import AuditEntry
from lindung.models.base import db
from lindung.models.claims import Claim, ClaimPaper
from lindung.models.workers import Worker
from lindung.queries.claim_lists import (
    ClaimFilter,
    ClaimGroup,
    all_claim_rows,
    claim_page,
    running_of_sponsor,
)
from lindung.queries.claims import impact, impact_table
from lindung.queries.history import history
from lindung.queries.own_acts import own_acts
from tests.support.claims import DAY, THREE, claim_of, covered, died, step
from tests.support.clock import TODAY

K, S = ClaimKind, ClaimState

pytestmark = pytest.mark.one_engine_in_the_gate


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


def test_papers_are_ticked_and_unticked_and_a_tick_is_taken_back(ratna, siti):
    claim_id = died(ratna, siti(*THREE)).record_id

    done = receive_paper(ratna, claim_id, Paper.FORM, today=TODAY)
    receive_paper(ratna, claim_id, Paper.FORM, today=TODAY)
    receive_paper(ratna, claim_id, Paper.CARD, today=TODAY)
    unreceive_paper(ratna, claim_id, Paper.CARD, today=TODAY)

    page = claim_page(ratna, claim_id)
    assert page.papers == {Paper.FORM: TODAY}
    assert (page.row.received, page.row.progress.wanted) == (1, 8)
    assert len(page.paper_ids) == 2
    undo_act(ratna, done.act_id, today=TODAY)
    assert db.session.scalars(select(ClaimPaper)).all() == []
    with pytest.raises(NotThere):  # no paper of a death
        receive_paper(ratna, claim_id, Paper.FIRST_REPORT, today=TODAY)


def test_a_claim_is_handed_in_paid_and_counted_in_the_year_it_was_paid(ratna, viewer, siti):
    enrolment = siti(*THREE)
    claim_id = died(ratna, enrolment).record_id
    step(ratna, claim_id, S.SUBMITTED, date(2026, 11, 10), reference="TT-1")

    assert impact(ratna).paid == 0
    paid = step(ratna, claim_id, S.PAID, date(2026, 11, 18), amount=42_000_000)

    claim = claim_of(enrolment)
    assert (claim.state, claim.paid, claim.paid_on) == ("paid", 42_000_000, date(2026, 11, 18))
    assert claim.reference == "TT-1"
    found = impact(viewer("dewi"), year=2026)
    assert (found.count, found.claims, found.paid, found.open) == (1, 1, 42_000_000, 0)
    assert impact(viewer("dewi"), year=2025).count == 0
    assert impact(viewer("bayu")).count == 0
    undo_act(ratna, paid.act_id, today=TODAY)
    assert impact(viewer("dewi")).paid == 0


def test_kendals_five_deaths_after_three_months_are_two_hundred_and_ten_million(viewer, siti, a_sponsor):
    boss = viewer("koordinator")
    for number in range(5):
        enrolment = siti(*THREE, name=f"Pekerja {number}", sponsor=a_sponsor(f"ASN {number}"))
        claim_id = died(boss, enrolment).record_id
        step(boss, claim_id, S.PAID, amount=claim_of(enrolment).expected)

    table = impact_table(viewer("dewi"), year=2026)

    assert (table.total.count, table.total.paid) == (5, 210_000_000)
    assert [(row.number, row.impact.count, row.impact.paid) for row in table.rows] == [
        ("SE 1/2026", 5, 210_000_000)
    ]


def test_pasuruans_three_deaths_inside_the_first_three_months_are_three_times_ten_million(
    viewer, siti, a_sponsor
):
    boss = viewer("koordinator")
    for number in range(3):
        enrolment = siti("2026-10", since="2026-10", name=f"Buruh {number}", sponsor=a_sponsor(f"D {number}"))
        died(boss, enrolment)

    found = impact(viewer("dewi"))

    assert (found.open, found.expected, found.count) == (3, 30_000_000, 0)


def test_two_memberships_of_one_person_are_one_family(viewer, siti, a_sponsor, an_enrolment, paid_month):
    first = siti(*THREE)
    second = an_enrolment(
        a_sponsor("Tini", unit="08"), db.session.get_one(Worker, first.worker_id), since="2026-08", job=2
    )
    paid_month(second, *THREE)
    boss = viewer("koordinator")
    died(boss, first)
    for one in (first, second):
        step(boss, claim_of(one).id, S.PAID, amount=claim_of(one).expected)

    found = impact(viewer("dewi"))

    assert (found.count, found.claims, found.paid) == (1, 2, 74_000_000)


def test_each_step_asks_for_what_it_needs(ratna, siti):
    claim_id = died(ratna, siti(*THREE)).record_id

    assert refused(lambda: step(ratna, claim_id, S.PAID)) == ("claim_amount_missing", "amount")
    assert refused(lambda: step(ratna, claim_id, S.REFUSED)) == ("claim_reason_missing", "reason")
    assert refused(lambda: step(ratna, claim_id, S.WITHDRAWN))[0] == "claim_reason_missing"
    early = refused(lambda: step(ratna, claim_id, S.SUBMITTED, date(2026, 11, 2)))
    assert early == ("claim_day_early", "on")
    assert refused(lambda: step(ratna, claim_id, S.SUBMITTED, date(2026, 11, 21)))[0] == "day_ahead"
    step(ratna, claim_id, S.PAID, amount=42_000_000)
    assert refused(lambda: step(ratna, claim_id, S.OPEN))[0] == "claim_move_not_allowed"
    assert refused(lambda: receive_paper(ratna, claim_id, Paper.FORM, today=TODAY))[0] == "claim_closed"


def test_what_was_refused_or_given_up_is_taken_up_again(ratna, siti):
    claim_id = died(ratna, siti(*THREE)).record_id
    step(ratna, claim_id, S.SUBMITTED, date(2026, 11, 10))
    step(ratna, claim_id, S.REFUSED, date(2026, 11, 12), reason="berkas ahli waris belum sah")
    assert db.session.get_one(Claim, claim_id).reason == "berkas ahli waris belum sah"

    step(ratna, claim_id, S.OPEN, TODAY)

    claim = db.session.get_one(Claim, claim_id)
    assert (claim.state, claim.submitted_on, claim.decided_on, claim.reason) == ("open", None, None, None)
    step(ratna, claim_id, S.WITHDRAWN, reason="diurus sendiri")
    assert all_claim_rows(ratna, ClaimFilter()) == []
    step(ratna, claim_id, S.OPEN)
    assert [row.id for row in all_claim_rows(ratna, ClaimFilter())] == [claim_id]


def test_an_heirs_number_is_shown_to_who_goes_the_way_and_that_is_kept(ratna, viewer, siti):
    enrolment = siti(*THREE)
    claim_id = died(ratna, enrolment, phone="081234567890").record_id

    assert reveal_phone(ratna, claim_id, today=TODAY) == "081234567890"

    kept = db.session.scalars(select(AuditEntry).where(AuditEntry.record == "reveal")).one()
    assert (kept.record_id, kept.after) == (enrolment.worker_id, {"field": "phone"})
    for username in ("bayu", "dewi", "inspektur"):
        with pytest.raises(NotThere):
            reveal_phone(viewer(username), claim_id, today=TODAY)


def test_lists_narrow_by_what_is_asked_and_begin_with_who_waits_longest(ratna, siti, a_sponsor, clock):
    first = siti(*THREE, name="Wagiyem", sponsor=a_sponsor("Satu"))
    second = siti(*THREE, name="Aminah", sponsor=a_sponsor("Dua"))
    report_claim(ratna, second.worker_id, ClaimReport(K.DEATH, DAY), today=date(2026, 11, 5))
    died(ratna, first, kind=K.ACCIDENT, on=date(2026, 10, 30))

    def names(**values):
        return [row.worker_name for row in all_claim_rows(ratna, ClaimFilter(**values))]

    assert names() == ["Aminah", "Wagiyem"]
    assert names(kind=K.ACCIDENT) == ["Wagiyem"]
    assert names(month=Month(202610)) == ["Wagiyem"]
    assert names(q="amin") == ["Aminah"]
    assert names(state=S.PAID) == []
    assert names(state=ClaimGroup.ALL, circular_id=first.circular_id + 1) == []
    assert [one.worker_name for one in running_of_sponsor(ratna, second.sponsor_id)] == ["Aminah"]


def test_what_was_done_stands_in_the_history_with_whom_it_was_about(ratna, siti):
    claim_id = died(ratna, siti(*THREE)).record_id
    receive_paper(ratna, claim_id, Paper.FORM, today=TODAY)

    told = [(one.kind, one.names, one.can_undo) for one in own_acts(ratna, TODAY).acts[:2]]

    assert told == [("claim.receive", ["Siti Rahayu"], True), ("claim.report", ["Siti Rahayu"], True)]
    page = claim_page(ratna, claim_id)
    entries = history(ratna, {"claim": [claim_id], "claim_paper": page.paper_ids}).entries
    assert [entry.record for entry in entries] == ["claim_paper", "claim"]
