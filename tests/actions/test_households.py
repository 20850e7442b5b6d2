"""R11: two ASN under one roof meet their duty by one ART, who counts once, at the one who pays."""

import pytest
from sqlalchemy import select

from lindung.actions import summaries
from lindung.actions.acts import act
from lindung.actions.households import link, unlink
from lindung.actions.payments import pay_month
from lindung.actions.undo import undo_act
from lindung.domain.duties import DutyKind, DutyState
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import OPEN_END, Month
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.sponsors import Household, Sponsor
from lindung.models.workers import Enrolment
from lindung.queries.counting import Counts, counted
from lindung.queries.history import history
from lindung.queries.households import housemate, neighbours
from lindung.queries.sponsor_page import standing_of
from lindung.queries.sponsors import SponsorFilter, StandingFilter, sponsor_rows
from lindung.queries.viewer import CONSOLE
from tests.support.cast import OPD_7, OPD_8, unit
from tests.support.clock import TODAY
from tests.support.counts import all_stored, stored

OCT, NOV, DEC = (Month.parse(text) for text in ("2026-10", "2026-11", "2026-12"))


@pytest.fixture
def hadi(a_circular, a_sponsor, a_declaration):
    """Pak Hadi of OPD 7: employs an ART, whom his wife pays for."""
    a_circular()
    sponsor = a_sponsor()
    a_declaration(sponsor)
    return sponsor


@pytest.fixture
def tini(a_sponsor, a_declaration, an_enrolment, hadi):
    """Bu Tini of OPD 8, his wife: their ART Siti is registered under her."""
    sponsor = a_sponsor("Tini Kartikasari", unit=OPD_8)
    a_declaration(sponsor)
    an_enrolment(sponsor)
    return sponsor


@pytest.fixture
def pair(hadi, tini):
    link(CONSOLE, hadi.id, tini.id, today=TODAY)
    return hadi, tini


def state_of(sponsor, month: Month = NOV, today=TODAY) -> DutyState | None:
    circular_id = db.session.scalars(select(Circular.id).order_by(Circular.id)).first()
    return standing_of(CONSOLE, sponsor.id, circular_id, month, today)


def test_unlinked_the_one_who_does_not_pay_has_nobody_registered(hadi, tini):
    assert (state_of(hadi), state_of(tini)) == (DutyState.UNREGISTERED, DutyState.UNPAID)


def test_linked_both_are_registered_and_the_worker_counts_once_at_the_payer(pair, make):
    assert [state_of(one) for one in pair] == [DutyState.UNPAID, DutyState.UNPAID]

    circular = make.the_circular()
    seven, eight = (stored(circular, place.code, NOV) for place in (OPD_7, OPD_8))
    assert seven == Counts(asn=1, answered=1, target=1, registered=1)
    assert (eight.workers, eight.registered, eight.due, eight.never) == (1, 1, 8_400, 1)
    assert summaries.mismatches() == []


def test_when_one_pays_both_are_settled_and_the_other_offices_number_follows(pair, make, viewer):
    hadi, tini = pair
    enrolment = db.session.scalars(select(Enrolment.id).filter_by(sponsor_id=tini.id)).one()

    pay_month(viewer("bayu"), [enrolment], NOV, TODAY, today=TODAY)

    assert [state_of(one) for one in pair] == [DutyState.SETTLED, DutyState.SETTLED]
    circular = make.the_circular()
    assert (stored(circular, "07", NOV).settled, stored(circular, "07", NOV).paid) == (1, 0)
    assert (stored(circular, "08", NOV).settled, stored(circular, "08", NOV).paid) == (1, 8_400)
    settled = SponsorFilter(standing=StandingFilter.SETTLED)
    rows = sponsor_rows(viewer("ratna"), circular.id, NOV, TODAY, settled).rows
    assert [row.id for row in rows] == [hadi.id]
    assert summaries.mismatches() == []


def test_an_art_of_each_must_be_registered_for_both(pair, make, an_enrolment):
    hadi, _tini = pair
    an_enrolment(hadi, make.a_worker("Wati"), state=EnrolmentState.SUBMITTED)

    assert [state_of(one) for one in pair] == [DutyState.UNREGISTERED, DutyState.UNREGISTERED]
    assert summaries.mismatches() == []


def test_the_months_before_the_link_stay_as_they_were(pair):
    hadi, tini = pair

    assert (state_of(hadi, OCT), state_of(tini, OCT)) == (DutyState.UNREGISTERED, DutyState.UNPAID)


def test_a_nihil_in_the_household_stays_a_nihil(hadi, tini, a_declaration):
    a_declaration(hadi, "none", on=TODAY)
    link(CONSOLE, hadi.id, tini.id, today=TODAY)

    assert (state_of(hadi), state_of(tini)) == (DutyState.NONE, DutyState.UNPAID)


def test_a_circular_may_ask_one_art_of_each(a_circular, hadi, tini):
    circular = a_circular("SE 2/2026", shares_household=False)
    link(CONSOLE, hadi.id, tini.id, today=TODAY)

    flags = counted(circular, [NOV], TODAY)
    assert sum(one.registered for one in flags.values()) == 0
    assert summaries.mismatches() == []


def test_a_number_per_asn_is_asked_of_each(a_circular, a_sponsor, make, an_enrolment):
    quota = a_circular(duty_kind=DutyKind.QUOTA.value, quota=1)
    one, other = a_sponsor("Satu"), a_sponsor("Dua", unit=OPD_8)
    an_enrolment(other, make.a_worker("Siti"))
    link(CONSOLE, one.id, other.id, today=TODAY)

    assert (stored(quota, "07", NOV).registered, stored(quota, "08", NOV).registered) == (0, 1)


def test_parted_each_counts_alone_again_and_past_months_stay(pair, a_sponsor):
    hadi, _tini = pair
    december = TODAY.replace(month=12)
    with act(CONSOLE, "day", today=december):
        summaries.open_months(december)

    unlink(CONSOLE, hadi.id, today=december)

    assert state_of(hadi, NOV, december) is DutyState.UNPAID
    assert state_of(hadi, DEC, december) is DutyState.UNREGISTERED
    assert housemate(CONSOLE, hadi.id, december) is None
    assert summaries.mismatches() == []


def test_linked_and_parted_in_one_month_leaves_nothing(pair):
    hadi, tini = pair

    unlink(CONSOLE, tini.id, today=TODAY)

    assert state_of(hadi) is DutyState.UNREGISTERED
    db.session.expire_all()
    assert db.session.get_one(Sponsor, hadi.id).household_id is None
    link(CONSOLE, hadi.id, tini.id, today=TODAY)
    assert summaries.mismatches() == []


@pytest.mark.parametrize("undone", ["link", "unlink"])
def test_both_ways_are_undone_by_the_clerk_of_one_of_them(hadi, tini, viewer, undone):
    ratna = viewer("ratna")
    before = all_stored()
    done = link(ratna, hadi.id, tini.id, nip=tini.nip, today=TODAY)
    linked = all_stored()
    if undone == "unlink":
        with act(CONSOLE, "test", today=TODAY):
            db.session.scalars(select(Household)).one().first_month = OCT
            summaries.recount(TODAY)
        linked = all_stored()
        done = unlink(ratna, hadi.id, today=TODAY)

    undo_act(ratna, done.act_id, today=TODAY)

    assert all_stored() == (before if undone == "link" else linked)
    assert (housemate(CONSOLE, tini.id, TODAY) is None) is (undone == "link")
    assert summaries.mismatches() == []


def test_what_happened_stands_in_the_history_of_both(pair):
    for one in pair:
        kinds = [entry.kind for entry in history(CONSOLE, {"sponsor": [one.id]}).entries]
        assert kinds[0] == "household.link"


def test_the_clerk_of_neither_finds_nobody(hadi, tini, viewer, a_sponsor):
    rini = a_sponsor("Rini Astuti", unit="01")

    for act_ in (
        lambda: link(viewer("bayu"), hadi.id, tini.id, today=TODAY),
        lambda: link(viewer("ratna"), rini.id, tini.id, today=TODAY),
        lambda: link(viewer("dewi"), hadi.id, tini.id, today=TODAY),
        lambda: link(viewer("ratna"), hadi.id, 99_999, today=TODAY),
        lambda: link(viewer("ratna"), hadi.id, tini.id, today=TODAY),  # another office's, by number alone
        lambda: link(viewer("ratna"), hadi.id, tini.id, nip=hadi.nip, today=TODAY),
        lambda: unlink(viewer("bayu"), hadi.id, today=TODAY),
    ):
        with pytest.raises(NotThere):
            act_()
    assert db.session.scalars(select(Household)).all() == []


def test_what_cannot_be_one_household_is_refused_with_its_reason(pair, a_sponsor):
    hadi, tini = pair
    rini, tono = a_sponsor("Rini"), a_sponsor("Tono", employment="non_asn")

    for wanted, code in (
        (hadi.id, "household_same_person"),
        (tono.id, "household_not_asn"),
        (tini.id, "household_linked_already"),
        (rini.id, "household_linked_elsewhere"),
    ):
        with pytest.raises(RuleBroken, match=code) as refused:
            link(CONSOLE, hadi.id, wanted, today=TODAY)
        assert refused.value.field == "other"
    with pytest.raises(RuleBroken, match="household_none"):
        unlink(CONSOLE, rini.id, today=TODAY)


def test_the_search_tells_of_another_office_only_name_and_unit(hadi, tini, viewer):
    found, more = neighbours(CONSOLE, hadi.id, "tini kar", TODAY)

    assert [(one.name, one.unit_name) for one in found] == [("Tini Kartikasari", unit(OPD_8).name)]
    assert not more
    assert neighbours(CONSOLE, hadi.id, tini.nip, TODAY)[0] == found
    assert neighbours(CONSOLE, hadi.id, tini.nip[-4:], TODAY)[0] == []  # a whole NIP, or a name
    assert neighbours(CONSOLE, hadi.id, "ti", TODAY)[0] == []
    assert neighbours(CONSOLE, tini.id, "tini", TODAY)[0] == []
    link(viewer("ratna"), hadi.id, tini.id, nip=tini.nip, today=TODAY)
    mate = housemate(viewer("ratna"), hadi.id, TODAY)
    assert mate is not None and (mate.name, mate.is_here) == ("Tini Kartikasari", False)


def test_a_clerk_finds_her_own_people_by_name_and_others_by_their_whole_nip(hadi, tini, viewer, a_sponsor):
    ratna, rini = viewer("ratna"), a_sponsor("Rini Tinika")

    assert [one.id for one in neighbours(ratna, hadi.id, "tini", TODAY)[0]] == [rini.id]
    assert [one.id for one in neighbours(ratna, hadi.id, tini.nip, TODAY)[0]] == [tini.id]
    assert neighbours(ratna, hadi.id, "", TODAY, chosen=tini.id)[0] == []  # a number alone names nobody
    assert [one.id for one in neighbours(ratna, hadi.id, "", TODAY, chosen=rini.id)[0]] == [rini.id]


def test_a_household_of_long_ago_stays_open_until_somebody_parts_it(pair):
    row = db.session.scalars(select(Household)).one()

    assert (row.first_month, row.last_month) == (NOV, OPEN_END)
