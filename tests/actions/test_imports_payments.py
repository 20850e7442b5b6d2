"""A BPJS branch's file: each row in one group, clear ones booked, the rest waiting; the whole file or none of it."""

from datetime import date

import pytest
from sqlalchemy import func, select

from lindung.actions import imports
from lindung.actions.acts import act
from lindung.actions.bookkeeping import credits_of
from lindung.actions.imports import judge_next, undo_import
from lindung.actions.payments import pay_month
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.imports import BpjsRow, ImportBatch
from lindung.models.ledger import MonthCover
from lindung.models.rates import ThresholdRow
from lindung.models.workers import Enrolment
from lindung.queries.settlements import preview_groups
from lindung.queries.viewer import CONSOLE
from tests.support.branch import AUG, HEADER, NOBODY, NOV, OCT, SEP, SITI, TINI, a_row, bring_rows, previewed
from tests.support.clock import TODAY
from tests.support.counts import all_stored, stored
from tests.support.importing import bring, counts, problems, stage
from tests.support.reconciled import groups_of, rows_of

pytestmark = pytest.mark.usefixtures("nothing_drifts")


@pytest.fixture
def siti(an_enrolment, a_worker):
    return an_enrolment(None, a_worker(nik=SITI, kpj="26000000001"))


@pytest.fixture
def tini(an_enrolment, a_sponsor, a_worker):
    return an_enrolment(a_sponsor("Rini Astuti", unit="08"), a_worker("Tini", nik=TINI, kpj="26000000002"))


def groups(month=OCT, by=CONSOLE):
    return {one.settlement.value: (one.rows, one.rupiah) for one in groups_of(by, month) if one.rows}


def paid(row):
    db.session.rollback()
    statement = select(MonthCover.month, MonthCover.paid, MonthCover.confirmed)
    found = db.session.execute(statement.where(MonthCover.enrolment_id == row.id, MonthCover.paid != 0))
    return {month: (amount, confirmed) for month, amount, confirmed in found}


# Groups and money


@pytest.mark.parametrize(
    ("amount", "group", "october", "credit"),
    [
        (8_400, "matched", 8_400, 0),
        (5_000, "short", 5_000, 0),
        (10_000, "excess", 8_400, 1_600),
    ],
)
def test_each_row_is_booked_by_its_group(app, siti, amount, group, october, credit):
    assert bring_rows(a_row(amount=str(amount))) == {"new": 1}

    assert groups() == {group: (1, amount)}
    assert paid(siti) == {OCT: (october, october)}
    assert sum(credits_of([siti.id]).values()) == credit
    counted = stored(siti.circular_id, "07", OCT)
    assert (counted.paid, counted.paid_confirmed) == (october, october)


def test_at_the_wrong_rate_the_month_is_paid_and_the_rest_pays_the_next(app, siti):
    bring_rows(a_row(amount="16.800"))

    assert groups() == {"wrong_rate": (1, 16_800)}
    assert paid(siti) == {OCT: (8_400, 8_400), NOV: (8_400, 8_400)}


def test_a_second_row_of_the_file_waits(app, siti):
    batch_id = previewed(a_row(), a_row(ref="BPU2"))

    assert counts(batch_id) == {"new": 1, "ask": 1}
    assert problems(batch_id) == [(3, "bpjs_twice", "bulan")]
    assert bring_rows(a_row(), a_row(ref="BPU2")) == {"new": 1, "ask": 1}
    assert groups() == {"matched": (1, 8_400), "double": (1, 8_400)}
    assert paid(siti) == {OCT: (8_400, 8_400)}


def test_a_row_for_a_month_that_bpjs_received_before_waits(app, siti, paid_month):
    paid_month(siti, "2026-10")

    assert problems(previewed(a_row())) == [(2, "bpjs_received_before", "bulan")]


def test_credit_that_paid_a_month_makes_no_row_of_it_a_second_one(app, siti):
    bring_rows(a_row(amount="16800"))

    bring_rows(a_row(month="2026-11", ref="BPU3"), month="2026-11")

    assert groups(NOV) == {"matched": (1, 8_400)}
    assert paid(siti) == {OCT: (8_400, 8_400), NOV: (8_400, 8_400), Month(202612): (8_400, 8_400)}


def test_a_row_confirms_what_the_office_said_and_never_adds_to_it(viewer, siti):
    pay_month(viewer("ratna"), [siti.id], SEP, TODAY, months=2, today=TODAY)

    bring_rows(a_row())

    assert paid(siti) == {SEP: (8_400, 0), OCT: (8_400, 8_400)}
    counted = stored(siti.circular_id, "07", OCT)
    assert (counted.paid, counted.paid_confirmed) == (8_400, 8_400)
    assert stored(siti.circular_id, "07", SEP).paid == 8_400  # by the office's word


def test_after_the_lapse_a_row_is_named_so_and_the_count_restarts(app, siti, paid_month):
    paid_month(siti, "2026-03", "2026-04")

    assert bring_rows(a_row()) == {"new": 1}

    assert groups() == {"after_lapse": (1, 8_400)}
    assert stored(siti.circular_id, "07", OCT).waiting_1 == 1
    assert [one.waits for one in rows_of(CONSOLE, OCT)] == [False]


def test_a_regency_that_does_not_take_money_after_the_lapse_lets_it_wait(app, siti, paid_month):
    paid_month(siti, "2026-03")
    with act(CONSOLE, "threshold.add", today=TODAY):
        db.session.add(
            ThresholdRow(
                key="accept_after_lapse",
                value=0,
                first_month=SEP,
                last_month=Month(999912),
                legal_basis="SK 1",
                verified=False,
            )
        )

    assert bring_rows(a_row()) == {"ask": 1}
    assert problems(previewed(a_row(ref="BPU8"), a_row(ref="BPU9")))[0][1] == "bpjs_received_before"
    assert list(paid(siti)) == [Month(202603)]


def test_months_of_one_file_count_for_each_other(app, siti, paid_month):
    """Paid in March; with June in the file itself, August is no payment after a lapse."""
    paid_month(siti, "2026-03")
    rows = [a_row(month=f"2026-{month}", ref=f"BPU{month}") for month in ("08", "06")]

    assert bring_rows(*rows, month=None) == {"new": 2}

    assert [one.settlement.value for one in rows_of(CONSOLE, AUG)] == ["matched"]


# Whom a row is about


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (a_row(NOBODY), "bpjs_nik_unknown"),
        (a_row("", kpj="26000000099"), "bpjs_kpj_unknown"),
        (a_row(SITI, kpj="26000000002"), "bpjs_numbers_differ"),
        (a_row(NOBODY, kpj="26000000001"), "bpjs_numbers_differ"),
        (a_row(SITI, month="2026-02"), "bpjs_not_due"),
    ],
)
def test_a_row_about_nobody_says_why_and_waits(app, siti, tini, row, code):
    batch_id = previewed(row, a_row(TINI, month=row[2]), month=None)

    assert (2, code, "nik") in problems(batch_id)
    assert {one.settlement.value: one.rows for one in preview_groups(CONSOLE, batch_id)}["unknown"] >= 1


def test_by_kpj_where_the_nik_is_missing(app, siti):
    assert bring_rows(a_row("", kpj="26000000001")) == {"new": 1}
    assert list(paid(siti)) == [OCT]


def test_a_kpj_that_we_lack_does_not_stand_in_the_way(app, an_enrolment, a_worker):
    an_enrolment(None, a_worker(nik=SITI))

    assert bring_rows(a_row(kpj="26000000055")) == {"new": 1}


def test_r6_two_lawful_jobs_take_a_row_each(app, siti, a_sponsor, an_enrolment):
    from lindung.models.workers import Worker

    second = an_enrolment(a_sponsor("Rini"), db.session.get_one(Worker, siti.worker_id), job=2)

    assert bring_rows(a_row(), a_row(ref="BPU2"), a_row(ref="BPU3")) == {"new": 2, "ask": 1}
    assert list(paid(siti)) == list(paid(second)) == [OCT]


def test_a_clerk_books_only_rows_of_her_units(viewer, siti, tini):
    rows = a_row(), a_row(TINI, ref="BPU2")

    assert bring_rows(*rows, by=viewer("ratna")) == {"new": 1, "ask": 1}

    assert (list(paid(siti)), paid(tini)) == ([OCT], {})
    assert groups(by=viewer("bayu")) == {}
    assert groups(by=viewer("ratna")) == {"matched": (1, 8_400), "unknown": (1, 8_400)}
    assert bring_rows(*rows) == {"new": 1, "same": 1}  # the coordinator's turn: only the rest is new
    assert list(paid(tini)) == [OCT]
    assert groups() == {"matched": (2, 16_800)}  # and it takes the place of the row that waited at hers
    assert groups(by=viewer("ratna")) == {"matched": (1, 8_400)}


def test_who_may_not_load_bpjs_files_does_not_find_the_kind(viewer, siti):
    from lindung.domain.errors import NotThere

    for who in ("bendahara", "kadis", "dewi", "inspektur"):
        with pytest.raises(NotThere):
            previewed(a_row(), by=viewer(who))


def test_where_bpjs_says_until_when_it_protects_that_is_kept(app, siti):
    header = (*HEADER, "Tanggal akhir perlindungan")

    bring("payments", [header, (*a_row(), "31/12/2026")], month="2026-10")

    assert db.session.get(Enrolment, siti.id).protected_until == date(2026, 12, 31)


def test_a_result_of_registering_may_say_so_as_well(app, siti):
    rows = [("nik", "status", "tanggal akhir perlindungan"), (SITI, "terdaftar", "31/01/2027")]

    assert bring("registrations", rows) == {"changed": 1}

    assert db.session.get(Enrolment, siti.id).protected_until == date(2027, 1, 31)
    assert bring("registrations", rows) == {"same": 1}


# Again, in parts, and taken back


def test_the_same_rows_again_change_nothing_whether_booked_or_waiting(app, siti, tini):
    rows = [a_row(), a_row(ref="BPU2"), a_row(TINI), a_row(NOBODY)]
    bring_rows(*rows)
    before = all_stored()

    assert bring_rows(*rows) == {"same": 4}
    assert bring_rows(*reversed(rows)) == {"same": 4}
    assert all_stored() == before
    assert db.session.scalar(select(func.count()).select_from(BpjsRow)) == 4


def test_judged_in_parts_a_second_row_is_still_second(app, siti, tini):
    rows = [a_row(TINI), a_row(), a_row(ref="BPU2"), a_row(NOBODY)]
    batch_id = stage("payments", [HEADER, *rows], month="2026-10", judge_up_to=0)
    while not judge_next(CONSOLE, batch_id, today=TODAY, limit=2):
        pass

    assert counts(batch_id) == {"new": 2, "ask": 2}
    assert {one.settlement.value: one.rows for one in preview_groups(CONSOLE, batch_id) if one.rows} == {
        "matched": 2,
        "double": 1,
        "unknown": 1,
    }
    imports.apply(CONSOLE, batch_id, today=TODAY)
    assert groups() == {"matched": (2, 16_800), "double": (1, 8_400), "unknown": (1, 8_400)}


def test_taken_back_a_file_leaves_nothing_and_the_offices_word_stands_again(viewer, siti, tini):
    pay_month(viewer("ratna"), [siti.id], OCT, TODAY, today=TODAY)
    before, word = all_stored(), paid(siti)
    bring_rows(a_row(amount="16800"), a_row(TINI, "10000"), a_row(NOBODY))
    batch_id = db.session.scalar(select(func.max(ImportBatch.id)))

    undo_import(CONSOLE, batch_id, today=TODAY)

    assert (all_stored(), paid(siti), paid(tini), groups()) == (before, word, {}, {})
    assert credits_of([siti.id, tini.id]) == {}
    assert bring_rows(a_row(amount="16800"), a_row(TINI, "10000")) == {"new": 2}


def test_paid_meanwhile_by_another_way_the_preview_is_made_anew(app, siti, paid_month):
    batch_id = previewed(a_row())
    paid_month(siti, "2026-10")

    with pytest.raises(RuleBroken, match="preview_changed"):
        imports.apply(CONSOLE, batch_id, today=TODAY)

    assert counts(batch_id) == {"ask": 1}
