"""Funds under a programme: written, changed, ended; their papers; two that overlap (R8c, R13, R17)."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions.acts import AlreadyDone
from lindung.actions.circulars import NewDocument
from lindung.actions.funds import (
    PaperFacts,
    add_paper,
    attach_scan,
    close_fund,
    create_fund,
    edit_fund,
    pay_month,
    remove_paper,
)
from lindung.actions.undo import undo_act
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.funds import FundSource, PaperKind
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.funds import Fund, FundPaper
from lindung.models.sponsors import Posting, Sponsor
from lindung.queries.fund_outlooks import fund_outlooks, realised
from lindung.queries.programmes import fund_row, funds_of, papers_of, programme_row, programme_rows
from tests.support.clock import TODAY
from tests.support.counts import all_stored
from tests.support.funded import a_fund, a_programme, facts, funded

pytestmark = pytest.mark.usefixtures("nothing_drifts")

JUL, OCT, NOV, DEC = Month(202607), Month(202610), Month(202611), Month(202612)
SCAN = NewDocument("sp2d.pdf", b"%PDF-1.7\n%%EOF\n")


def refused(deed):
    with pytest.raises(RuleBroken) as broken:
        deed()
    return broken.value.code, broken.value.field


def create(who, circular, sure=False, **values):
    return create_fund(who, circular.id, facts(**values), sure=sure, today=TODAY)


def edit(who, fund, **values):
    return edit_fund(who, fund.id, facts(**values), seen_version=fund.version, today=TODAY)


def pay(who, fund, month=OCT, **values):
    chosen = {"paid_on": TODAY, "reference": "SP2D 12", "expected_count": 2} | values
    return pay_month(who, fund.id, month, **chosen, today=TODAY)


def outlook(who, fund):
    row = programme_row(who, fund.circular_id, TODAY)
    return fund_outlooks(row.circular, row.funds, TODAY)[0]


# Written


def test_a_fund_is_a_payer_posted_to_its_office_from_the_beginning(viewer):
    done = create(viewer("koordinator"), a_programme(), planned=59)

    fund = db.session.get(Fund, done.record_id)
    payer = db.session.get(Sponsor, fund.sponsor_id)
    assert (payer.kind, payer.name, payer.is_public) == ("fund", "DBHCHT 2026", True)
    assert (fund.source, fund.amount, fund.first_month, fund.last_month) == ("dbhcht", 1_000_000, JUL, DEC)
    assert db.session.scalar(select(Posting.unit_id).where(Posting.sponsor_id == payer.id)) is not None


def test_p1_pasuruan_at_creation_five_months_and_67558400_short_of_a_sixth(viewer):
    who, circular = viewer("koordinator"), a_programme(in_force_from=date(2025, 7, 1))
    period = {"first_month": Month(202507), "last_month": Month(202512)}
    done = create(who, circular, amount=2_800_000_000, planned=28_448, **period)

    found = outlook(who, db.session.get(Fund, done.record_id))
    assert (found.workers, found.is_planned, found.monthly) == (28_448, True, 477_926_400)
    assert (found.months, found.outcome.left, found.outcome.short) == (5, 410_368_000, 67_558_400)


def test_g4_gianyar_is_warned_at_creation(viewer):
    who, circular = viewer("koordinator"), a_programme(in_force_from=date(2025, 11, 1))
    period = {"first_month": Month(202511), "last_month": Month(202512)}
    done = create(who, circular, amount=1_000_000_000, planned=1_136, **period)

    found = outlook(who, db.session.get(Fund, done.record_id))
    assert found.monthly == 19_084_800
    assert found.warning.first == found.warning.last == Month(202601)


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"amount": 0}, "fund_amount_unusable", "amount"),
        ({"amount": -1}, "fund_amount_unusable", "amount"),
        ({"last_month": Month(202606)}, "fund_ends_before_start", "last_month"),
        ({"first_month": Month(202112)}, "fund_too_early", "first_month"),
        ({"last_month": Month(203201)}, "fund_too_far", "last_month"),
        ({"planned": 0}, "fund_planned_unusable", "planned"),
        ({"unit_code": "99"}, "unit_unknown", "unit_code"),
        ({"amount": 16_799}, "budget_pays_nobody", "amount"),
        ({"planned": 60}, "budget_pays_nobody", "amount"),
    ],
)
def test_what_a_fund_cannot_be_is_refused_at_its_field(viewer, values, code, field):
    circular = a_programme()

    assert refused(lambda: create(viewer("koordinator"), circular, **values)) == (code, field)
    assert funds_of(viewer("koordinator"), circular.id, TODAY) == []


def test_a_budget_that_pays_nobody_is_taken_from_who_is_sure(viewer):
    circular = a_programme()

    done = create(viewer("koordinator"), circular, sure=True, amount=16_799)

    assert fund_row(viewer("koordinator"), done.record_id, TODAY).amount == 16_799


def test_two_funds_may_overlap_but_not_share_a_name(viewer):
    circular = a_programme()
    create(viewer("koordinator"), circular)

    create(viewer("koordinator"), circular, name="BAZNAS 2026", source=FundSource.BAZNAS, is_public=False)

    assert refused(lambda: create(viewer("koordinator"), circular, name="dbhcht  2026")) == (
        "fund_name_taken",
        "name",
    )
    names = [one.name for one in funds_of(viewer("dewi"), circular.id, TODAY)]
    assert names == ["BAZNAS 2026", "DBHCHT 2026"]


def test_only_circulars_of_funded_lists_take_funds_and_only_from_who_may(viewer, a_circular):
    programme, circular = a_programme(), a_circular()

    for who in ("ratna", "kadis", "dewi", "bendahara", "inspektur"):
        with pytest.raises(NotThere):
            create(viewer(who), programme)
    with pytest.raises(NotThere):
        create(viewer("koordinator"), circular)


def test_the_same_form_twice_is_one_fund(viewer):
    circular, who = a_programme(), viewer("koordinator")
    create_fund(who, circular.id, facts(), today=TODAY, key="k1")

    with pytest.raises(AlreadyDone):
        create_fund(who, circular.id, facts(), today=TODAY, key="k1")
    assert len(funds_of(who, circular.id, TODAY)) == 1


# Changed


def test_new_figures_are_saved_and_taken_back(viewer):
    fund, who = a_fund(), viewer("koordinator")

    done = edit(who, fund, amount=2_000_000, unit_code="08", note="perubahan anggaran")

    row = fund_row(who, fund.id, TODAY)
    assert (row.amount, row.unit_code, row.note) == (2_000_000, "08", "perubahan anggaran")
    undo_act(who, done.act_id, today=TODAY)
    row = fund_row(who, fund.id, TODAY)
    assert (row.amount, row.unit_code, row.note) == (1_000_000, "07", None)


def test_whoever_was_slower_is_told_what_stands_there(viewer):
    fund, who = a_fund(), viewer("koordinator")
    edit(who, fund, amount=2_000_000)

    with pytest.raises(ChangedMeanwhile) as meanwhile:
        edit_fund(viewer("admin"), fund.id, facts(amount=3_000_000), seen_version=1, today=TODAY)
    assert meanwhile.value.theirs["amount"] == 2_000_000
    assert meanwhile.value.who


def test_what_was_paid_stays_within_budget_and_period(viewer):
    fund, who = a_fund(), viewer("koordinator")
    funded(fund, 2)
    pay(who, fund)

    assert refused(lambda: edit(who, fund, amount=33_599)) == ("fund_below_paid", "amount")
    assert refused(lambda: edit(who, fund, first_month=NOV)) == ("fund_paid_outside", "first_month")
    assert refused(lambda: edit(who, fund, last_month=Month(202609))) == ("fund_paid_outside", "last_month")
    assert refused(lambda: edit(who, fund, is_public=False)) == ("fund_payer_fixed", "is_public")


def test_a_fund_is_ended_early_with_its_reason_but_not_before_what_it_paid(viewer):
    fund, who = a_fund(), viewer("koordinator")
    funded(fund, 2)
    pay(who, fund)
    before = {"seen_version": fund.version, "today": TODAY}

    assert refused(lambda: close_fund(who, fund.id, NOV, " ", **before)) == ("reason_missing", "reason")
    assert refused(lambda: close_fund(who, fund.id, Month(202609), "x", **before))[0] == "fund_paid_outside"
    assert refused(lambda: close_fund(who, fund.id, DEC, "x", **before))[0] == "fund_ends_already"
    close_fund(who, fund.id, OCT, "Perubahan APBD", **before)

    found = outlook(who, fund)
    assert (found.next_month, found.cliff.first_unfunded) == (None, NOV)


def test_a_fund_with_workers_is_not_undone_away(viewer):
    circular, who = a_programme(), viewer("koordinator")
    done = create(who, circular)
    funded(db.session.get(Fund, done.record_id), 1)

    assert refused(lambda: undo_act(who, done.act_id, today=TODAY))[0] == "undo_in_use"


# Papers


def test_a_paper_is_noted_scanned_removed_and_brought_back(viewer):
    fund, who = a_fund(), viewer("koordinator")
    decree = PaperFacts(PaperKind.DECREE, "188/45/2026", date(2026, 6, 30))
    done = add_paper(who, fund.id, decree, today=TODAY)
    attach_scan(who, done.record_id, SCAN, today=TODAY)
    removed = remove_paper(who, done.record_id, today=TODAY)
    assert papers_of(who, funds_of(who, fund.circular_id, TODAY)) == []

    undo_act(who, removed.act_id, today=TODAY)

    (paper,) = papers_of(who, funds_of(who, fund.circular_id, TODAY))
    assert (paper.kind, paper.number, paper.document_name) == (PaperKind.DECREE, "188/45/2026", "sp2d.pdf")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"number": " "}, "paper_number_missing", "number"),
        ({"dated_on": date(2026, 11, 21)}, "day_ahead", "dated_on"),
        ({"amount": 0}, "fund_amount_unusable", "amount"),
        ({"document": NewDocument("a.pdf", b"no")}, "document_not_pdf", "document"),
    ],
)
def test_what_a_paper_cannot_be(viewer, changes, code, field):
    fund = a_fund()
    paper = replace(PaperFacts(PaperKind.SP2D, "1", TODAY), **changes)

    assert refused(lambda: add_paper(viewer("koordinator"), fund.id, paper, today=TODAY)) == (code, field)


def test_the_same_paper_twice_is_refused_and_strangers_add_none(viewer):
    fund, paper = a_fund(), PaperFacts(PaperKind.SP2D, "1", TODAY, OCT, 5)
    add_paper(viewer("koordinator"), fund.id, paper, today=TODAY)

    assert refused(lambda: add_paper(viewer("koordinator"), fund.id, paper, today=TODAY))[0] == (
        "paper_there_already"
    )
    with pytest.raises(NotThere):
        add_paper(viewer("ratna"), fund.id, paper, today=TODAY)


# Read


def test_realisation_adds_up_and_is_tied_to_its_papers(viewer):
    fund, who = a_fund(), viewer("koordinator")
    funded(fund, 2)
    pay(who, fund)
    row = programme_row(who, fund.circular_id, TODAY)

    months = realised(row.circular, row.funds, papers_of(who, row.funds))

    assert [one.month for one in months] == list(JUL.through(DEC))
    october = months[3]
    assert (october.planned, october.workers, october.paid, october.left) == (33_600, 2, 33_600, 966_400)
    assert ([one.number for one in october.papers], october.is_tied) == (["SP2D 12"], True)
    assert db.session.scalar(select(FundPaper.amount)) == 33_600


def test_a_village_reads_its_own_people_and_no_budget(viewer):
    fund = a_fund()
    funded(fund, 2)
    funded(fund, 3, unit="08.01")

    def row(who):
        return programme_row(viewer(who), fund.circular_id, TODAY)

    assert (row("dewi").workers, row("dewi").spent, row("dewi").amount) == (5, 0, 1_000_000)
    assert (row("kadis").workers, row("kadis").amount) == (5, 1_000_000)  # it proposes the fund
    assert (row("bayu").workers, row("bayu").is_whole, row("bayu").amount) == (3, False, 0)
    assert papers_of(viewer("bayu"), row("bayu").funds) == []


def test_a_fund_that_pays_for_nobody_of_ones_own_is_not_there(viewer):
    fund = a_fund()
    funded(fund, 2)

    with pytest.raises(NotThere):
        fund_row(viewer("bayu"), fund.id, TODAY)
    assert [one.funds for one in programme_rows(viewer("bayu"), TODAY)] == [[]]


def test_creating_and_ending_funds_changes_no_count(viewer):
    circular = a_programme()
    before = all_stored()
    create(viewer("koordinator"), circular)

    assert all_stored() == before
