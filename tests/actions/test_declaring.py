"""Answers given in place: one person's, a signed recap's nihil for many, and one taken back (R7)."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions.circulars import NewDocument
from lindung.actions.declarations import Basis, declare, declare_none_in_bulk, withdraw_declaration
from lindung.actions.undo import undo_act
from lindung.domain.duties import Answer, DutyKind
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.circulars import Declaration, Document
from lindung.queries.editing import sponsor_form
from lindung.queries.sponsors import SponsorFilter, StandingFilter, sponsor_ids
from tests.support.clock import THIS_MONTH, TODAY
from tests.support.counts import all_stored, stored

pytestmark = pytest.mark.usefixtures("nothing_drifts")

RECAP = Basis("470/12/2026", date(2026, 11, 18))
PDF = b"%PDF-1.7\nrekap\n%%EOF\n"


def refused(deed):
    with pytest.raises(RuleBroken) as broken:
        deed()
    return broken.value.code, broken.value.field


def answers(sponsor):
    statement = select(Declaration).where(Declaration.sponsor_id == sponsor.id).order_by(Declaration.made_on)
    return [(one.answer, one.made_on, one.ends_on) for one in db.session.scalars(statement)]


def test_a_nihil_counts_at_once_and_until_the_day_before_its_anniversary(viewer, a_sponsor, a_circular):
    circular, hadi = a_circular(), a_sponsor()

    declare(viewer("ratna"), hadi.id, circular.id, Answer.NONE, date(2026, 11, 2), today=TODAY)

    assert answers(hadi) == [("none", date(2026, 11, 2), date(2027, 11, 2))]
    assert stored(circular, "07", THIS_MONTH)[:4] == (1, 1, 1, 0)
    assert stored(circular, "07", Month(202610))[:4] == (1, 0, 0, 0)


def test_a_newer_answer_ends_the_older_and_one_of_the_same_day_is_corrected(viewer, a_sponsor, a_circular):
    circular, hadi = a_circular(), a_sponsor()
    who = viewer("ratna")
    declare(who, hadi.id, circular.id, Answer.NONE, date(2026, 3, 2), today=TODAY)
    declare(who, hadi.id, circular.id, Answer.OTHER_WORKER, date(2026, 11, 2), today=TODAY)
    declare(who, hadi.id, circular.id, Answer.EMPLOYS, date(2026, 11, 2), today=TODAY)

    assert answers(hadi) == [
        ("none", date(2026, 3, 2), date(2026, 11, 2)),
        ("employs", date(2026, 11, 2), date(9999, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 11, 21), "day_ahead"), (date(2025, 12, 14), "answer_before_circular")]
)
def test_a_day_that_cannot_be_is_refused_at_its_field(viewer, a_sponsor, a_circular, day, code):
    circular, hadi = a_circular(), a_sponsor()

    given = refused(lambda: declare(viewer("ratna"), hadi.id, circular.id, Answer.NONE, day, today=TODAY))

    assert given == (code, "made_on")


def test_an_answer_from_somebody_the_circular_does_not_ask_is_refused(viewer, a_sponsor, a_circular):
    circular = a_circular(audience=["pns"])
    staff = a_sponsor(employment="non_asn")

    broken = refused(
        lambda: declare(viewer("ratna"), staff.id, circular.id, Answer.EMPLOYS, TODAY, today=TODAY)
    )

    assert broken[:2] == ("circular_does_not_ask", "answer")
    assert not answers(staff)


def test_the_same_answer_of_the_same_day_is_said_to_be_there(viewer, a_sponsor, a_circular):
    circular, hadi = a_circular(), a_sponsor()
    declare(viewer("ratna"), hadi.id, circular.id, Answer.NONE, TODAY, today=TODAY)

    again = refused(lambda: declare(viewer("ratna"), hadi.id, circular.id, Answer.NONE, TODAY, today=TODAY))

    assert again == ("answer_already_given", "answer")


def test_nihil_beside_a_worker_is_taken_with_a_remark(viewer, an_enrolment, a_sponsor):
    hadi = a_sponsor()
    siti = an_enrolment(hadi)

    done = declare(viewer("ratna"), hadi.id, siti.circular_id, Answer.NONE, TODAY, today=TODAY)

    assert [remark.code for remark in done.remarks] == ["none_with_workers"]


def test_whoever_answers_after_somebody_else_learns_what_he_said(viewer, a_sponsor, a_circular):
    circular, hadi = a_circular(), a_sponsor()
    seen = sponsor_form(viewer("ratna"), hadi.id, circular.id, TODAY).answer_stamp
    declare(viewer("koordinator"), hadi.id, circular.id, Answer.NONE, TODAY, seen_stamp=seen, today=TODAY)

    with pytest.raises(ChangedMeanwhile) as late:
        declare(viewer("ratna"), hadi.id, circular.id, Answer.EMPLOYS, TODAY, seen_stamp=seen, today=TODAY)

    assert (late.value.theirs["answer"], late.value.who) == ("none", "Joko Prasetyo")
    assert answers(hadi)[0][0] == "none"


def test_strangers_readers_and_drafts(viewer, a_sponsor, a_circular):
    hadi, circular = a_sponsor(), a_circular()
    draft = a_circular("SE 9/2026", state="draft")

    for who, of in (("bayu", circular), ("dewi", circular), ("bendahara", circular), ("ratna", draft)):
        with pytest.raises(NotThere):
            declare(viewer(who), hadi.id, of.id, Answer.NONE, TODAY, today=TODAY)


def test_an_answer_withdrawn_lets_the_one_before_count_again(viewer, a_sponsor, a_declaration, a_circular):
    circular, hadi = a_circular(), a_sponsor()
    a_declaration(hadi, Answer.EMPLOYS, on=date(2026, 2, 1))
    newest = a_declaration(hadi, Answer.NONE, on=date(2026, 11, 2))
    assert stored(circular, "07", THIS_MONTH).none == 1

    withdraw_declaration(viewer("ratna"), newest.id, seen_version=1, today=TODAY)

    assert stored(circular, "07", THIS_MONTH).target == 1
    assert answers(hadi) == [("employs", date(2026, 2, 1), date(9999, 12, 31))]


# Many at once


def bulk(who, people, circular, expected=None, made_on=TODAY, basis=RECAP):
    ids = [one if isinstance(one, int) else one.id for one in people]
    return declare_none_in_bulk(
        who, ids, circular.id, made_on, basis, len(ids) if expected is None else expected, today=TODAY
    )


def test_twenty_five_nihil_in_one_act_with_their_recap(viewer, a_sponsor, a_circular):
    circular = a_circular()
    people = [a_sponsor(f"ASN {number}", unit="07.01") for number in range(25)]

    done = bulk(
        viewer("ratna"), people, circular, basis=Basis("470/12", TODAY, NewDocument("rekap.pdf", PDF))
    )

    assert done.count == 25
    assert stored(circular, "07", THIS_MONTH).none == 25
    given = db.session.scalars(select(Declaration)).first()
    assert given.basis == {"number": "470/12", "on": "2026-11-20"}
    assert db.session.get(Document, given.document_id).content == PDF


@pytest.mark.state("regency")
def test_nihil_for_everything_filtered_and_all_of_it_taken_back(viewer):
    circular_id = 1
    silent = SponsorFilter(standing=StandingFilter.UNANSWERED)
    everybody = sponsor_ids(viewer("koordinator"), circular_id, THIS_MONTH, TODAY, silent)
    before = all_stored()

    done = declare_none_in_bulk(viewer("koordinator"), everybody, circular_id, TODAY, RECAP, 48, today=TODAY)

    assert (done.count, sponsor_ids(viewer("koordinator"), circular_id, THIS_MONTH, TODAY, silent)) == (
        48,
        [],
    )
    undo_act(viewer("koordinator"), done.act_id, today=TODAY)
    assert all_stored() == before


def test_a_number_that_has_changed_saves_nothing(viewer, a_sponsor, a_circular):
    circular, people = a_circular(), [a_sponsor(f"ASN {number}") for number in range(3)]
    elsewhere = a_sponsor("Tono", unit="08")

    for ids, expected in ((people, 4), (people[:2], 3), ([*people, elsewhere], 4)):
        with pytest.raises(RuleBroken, match="count_changed"):
            bulk(viewer("ratna"), ids, circular, expected)

    assert db.session.scalars(select(Declaration)).all() == []


def test_nobody_who_employs_is_made_nihil_in_passing(viewer, a_sponsor, a_declaration, a_circular):
    circular, hadi, rini = a_circular(), a_sponsor(), a_sponsor("Rini")
    a_declaration(hadi)

    with pytest.raises(RuleBroken, match="bulk_has_answers") as broken:
        bulk(viewer("ratna"), [hadi, rini], circular)

    assert broken.value.facts == {"answered": 1}
    assert answers(rini) == []


@pytest.mark.parametrize(
    ("basis", "field"),
    [(Basis(" ", TODAY), "basis_number"), (Basis("470", date(2026, 11, 21)), "basis_on")],
)
def test_nihil_in_bulk_names_its_basis(viewer, a_sponsor, a_circular, basis, field):
    circular, hadi = a_circular(), a_sponsor()

    assert refused(lambda: bulk(viewer("ratna"), [hadi], circular, basis=basis))[1] == field


def test_a_nihil_of_last_year_is_asked_again_and_given_again(viewer, a_sponsor, a_declaration, a_circular):
    circular, hadi = a_circular(in_force_from=date(2025, 1, 1), issued_on=date(2025, 1, 1)), a_sponsor()
    a_declaration(hadi, Answer.NONE, on=date(2025, 11, 10), circular=circular)
    assert stored(circular, "07", THIS_MONTH).answered == 0

    bulk(viewer("ratna"), [hadi], circular)

    assert stored(circular, "07", THIS_MONTH).none == 1
    assert [ends for _, _, ends in answers(hadi)] == [
        date(2025, 11, 10).replace(year=2026),
        date(2027, 11, 20),
    ]


def test_under_a_quota_an_answer_moves_nobody(viewer, a_sponsor, a_circular):
    circular, hadi = a_circular(duty_kind=DutyKind.QUOTA.value, quota=1), a_sponsor()

    declare(viewer("ratna"), hadi.id, circular.id, Answer.NONE, TODAY, today=TODAY)

    assert stored(circular, "07", THIS_MONTH).target == 1
