"""Rows of BPJS's files that wait or are odd: decided together, by whoever may, and taken back (R16)."""

import pytest
from sqlalchemy import select

from lindung.actions.bookkeeping import credits_of
from lindung.actions.settlements import resolve
from lindung.actions.undo import undo_act
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.domain.settlements import Resolution, Settlement
from lindung.models.base import db
from lindung.models.ledger import MonthCover
from lindung.models.workers import Enrolment
from lindung.queries import staging
from lindung.queries.reconciliation import RowFilter, RowState, all_reconciled, first_reconciled
from lindung.queries.settlements import months_received
from lindung.queries.undoing import undoable
from lindung.queries.viewer import CONSOLE
from tests.support.clock import TODAY
from tests.support.counts import all_stored, stored
from tests.support.importing import bring
from tests.support.reconciled import rows_of

pytestmark = pytest.mark.usefixtures("nothing_drifts")

R, S = Resolution, Settlement
HEADER = ("NIK", "KPJ", "Bulan", "Jumlah", "Tanggal bayar", "Referensi")
SITI, TINI, LATER = "3518005704860001", "3518005704860002", "3518005704860003"
OCT, NOV = Month(202610), Month(202611)


@pytest.fixture
def siti(an_enrolment, a_worker):
    return an_enrolment(None, a_worker(nik=SITI))


@pytest.fixture
def tini(an_enrolment, a_sponsor, a_worker):
    return an_enrolment(a_sponsor("Rini Astuti", unit="08"), a_worker("Tini", nik=TINI))


@pytest.fixture
def october(siti, tini):
    """Siti twice, Tini short, and one whom nobody knows."""
    bring_rows((SITI, "8400", "A"), (SITI, "8400", "B"), (TINI, "5000", "C"), (LATER, "8400", "D"))


def bring_rows(*rows):
    lines = [(nik, "", "2026-10", amount, "12/10/2026", reference) for nik, amount, reference in rows]
    return bring("payments", [HEADER, *lines], month="2026-10")


def of(group, by=CONSOLE):
    return [one.id for one in rows_of(by, OCT, group)]


def decide(who, ids, how, **values):
    return resolve(
        who, ids, how, expected_count=values.pop("expected_count", len(ids)), today=TODAY, **values
    )


def refused(deed):
    with pytest.raises(RuleBroken) as broken:
        deed()
    return broken.value.code


def paid(row):
    db.session.rollback()
    statement = select(MonthCover.month, MonthCover.paid).where(
        MonthCover.enrolment_id == row.id, MonthCover.paid != 0
    )
    return dict(db.session.execute(statement).all())


def test_a_second_row_accepted_is_credit_that_follows(viewer, siti, october):
    decide(viewer("ratna"), of(S.DOUBLE), R.ACCEPTED)

    assert paid(siti) == {OCT: 8_400, NOV: 8_400}
    assert [one.resolution for one in rows_of(CONSOLE, OCT, S.DOUBLE)] == [R.ACCEPTED]


def test_credited_all_of_it_goes_on_to_later_months(viewer, siti, october):
    decide(viewer("ratna"), of(S.DOUBLE), R.CREDITED)

    assert paid(siti) == {OCT: 8_400, NOV: 8_400}


def test_two_rows_of_one_month_accepted_together_pay_it_once(viewer, siti, october):
    bring_rows((SITI, "8400", "E"))

    decide(CONSOLE, of(S.DOUBLE), R.ACCEPTED)

    assert paid(siti) == {OCT: 8_400, NOV: 8_400, Month(202612): 8_400}
    assert credits_of([siti.id]) == {}


def test_an_unknown_row_is_booked_once_its_worker_is_in_the_books(october, an_enrolment, a_sponsor, a_worker):
    assert refused(lambda: decide(CONSOLE, of(S.UNKNOWN), R.ACCEPTED)) == "row_still_unknown"
    sri = an_enrolment(a_sponsor("Tuti"), a_worker("Sri", nik=LATER))

    decide(CONSOLE, of(S.UNKNOWN), R.ACCEPTED)

    assert paid(sri) == {OCT: 8_400}
    (row,) = rows_of(CONSOLE, OCT, S.UNKNOWN)
    assert (row.name, row.unit_code, row.waits) == ("Sri", "07", False)
    assert stored(sri.circular_id, "07", OCT).paid_confirmed == 16_800


def test_asked_back_and_ignored_rows_book_nothing_and_may_be_decided_anew(siti, october):
    waiting = [*of(S.DOUBLE), *of(S.UNKNOWN)]
    decide(CONSOLE, waiting, R.ASKED_BACK)
    assert [one.id for one in rows_of(CONSOLE, OCT, state=RowState.ASKED_BACK)] == waiting
    assert rows_of(CONSOLE, OCT, state=RowState.WAITING) == []

    assert refused(lambda: decide(CONSOLE, waiting, R.IGNORED)) == "reason_of_row_missing"
    decide(CONSOLE, waiting, R.IGNORED, reason="Salah kirim menurut cabang")
    decide(CONSOLE, of(S.DOUBLE), R.ACCEPTED)

    assert paid(siti) == {OCT: 8_400, NOV: 8_400}
    assert refused(lambda: decide(CONSOLE, of(S.DOUBLE), R.CREDITED)) == "row_resolved"


def test_after_a_row_was_asked_back_its_correction_is_no_second_one(siti, tini):
    bring_rows((SITI, "8400", "A"), (SITI, "8400", "B"))
    decide(CONSOLE, of(S.DOUBLE), R.ASKED_BACK)

    assert bring_rows((SITI, "8400", "B2")) == {"ask": 1}  # October itself was received by row A


def test_an_odd_row_is_noted_and_its_money_stays(tini, october):
    decide(CONSOLE, of(S.SHORT), R.ASKED_BACK)

    assert paid(tini) == {OCT: 5_000}
    assert refused(lambda: decide(CONSOLE, of(S.SHORT), R.CREDITED)) == "row_booked"
    decide(CONSOLE, of(S.SHORT), R.ACCEPTED)
    assert paid(tini) == {OCT: 5_000}


def test_a_row_that_is_right_needs_nothing(october):
    assert refused(lambda: decide(CONSOLE, of(S.MATCHED), R.ACCEPTED)) == "row_settled"


def test_many_rows_are_decided_in_as_many_statements_as_few(
    queries, an_enrolment, a_sponsor, a_worker, siti, october
):
    def statements(*numbers):
        niks = [f"351800570486{number:04d}" for number in numbers]
        bring_rows((SITI, "8400", f"S{numbers[0]}"), *((nik, "8400", nik) for nik in niks))
        rini = a_sponsor("Rini", unit="07")
        for nik in niks:
            an_enrolment(rini, a_worker("Tini", nik=nik))
        waiting = rows_of(CONSOLE, OCT, S.UNKNOWN, RowState.WAITING)
        ids = [one.id for one in waiting if one.nik[-4:] in {nik[-4:] for nik in niks}]
        with queries() as seen:
            decide(CONSOLE, ids, R.ACCEPTED)
        return len([one for one in seen if one.startswith("SELECT")])

    assert statements(101, 102) == statements(*range(201, 213))


def test_all_of_them_or_none(siti, october):
    ids = [*of(S.DOUBLE), *of(S.UNKNOWN)]

    assert refused(lambda: decide(CONSOLE, ids, R.ACCEPTED)) == "row_still_unknown"
    assert refused(lambda: decide(CONSOLE, ids, R.ASKED_BACK, expected_count=3)) == "count_changed"

    assert paid(siti) == {OCT: 8_400}
    assert len(rows_of(CONSOLE, OCT, state=RowState.WAITING)) == 2


def test_a_row_decided_meanwhile_is_not_decided_over(october):
    (row,) = rows_of(CONSOLE, OCT, S.DOUBLE)
    decide(CONSOLE, [row.id], R.ASKED_BACK)

    with pytest.raises(ChangedMeanwhile):
        decide(CONSOLE, [row.id], R.IGNORED, reason="x", versions={row.id: row.version})


def test_only_clerks_of_the_unit_and_the_coordinator_decide(viewer, siti, october):
    ids = of(S.DOUBLE)

    for who in ("bendahara", "kadis", "dewi", "inspektur"):
        with pytest.raises(NotThere):
            decide(viewer(who), ids, R.ACCEPTED)
    assert refused(lambda: decide(viewer("bayu"), ids, R.ACCEPTED)) == "count_changed"
    assert of(S.UNKNOWN, viewer("ratna")) == []  # the coordinator's file: a stranger is not hers to see
    decide(viewer("ratna"), ids, R.ACCEPTED)


def test_taken_back_a_decision_leaves_the_row_waiting(viewer, siti, october):
    before = all_stored()
    done = decide(viewer("ratna"), of(S.DOUBLE), R.ACCEPTED)
    assert undoable(viewer("ratna"), [done.act_id]) == {done.act_id}

    undo_act(viewer("ratna"), done.act_id, today=TODAY)

    assert (paid(siti), all_stored()) == ({OCT: 8_400}, before)
    assert [one.waits for one in rows_of(CONSOLE, OCT, S.DOUBLE)] == [True]
    assert db.session.get(Enrolment, siti.id).cover.count("1") == 1


def test_a_file_is_not_taken_back_under_a_decision(october):
    from lindung.actions.imports import undo_import
    from lindung.models.imports import ImportBatch

    decide(CONSOLE, of(S.DOUBLE), R.ASKED_BACK)
    batch_id = db.session.scalars(select(ImportBatch.id)).one()

    assert refused(lambda: undo_import(CONSOLE, batch_id, today=TODAY)) == "undo_touched_later"


def test_rows_are_listed_in_the_order_of_the_file(viewer, october):
    assert months_received(CONSOLE) == [OCT]
    assert months_received(viewer("bayu")) == [OCT]
    assert [one.row for one in rows_of(CONSOLE, OCT)] == [2, 3, 4, 5]
    (short,) = rows_of(viewer("bayu"), OCT)
    assert (short.name, short.nik, short.settlement) == ("Tini", "••••••••••••0002", S.SHORT)


def test_paper_reads_no_more_rows_than_it_draws_and_says_how_many_there_are(october):
    page = first_reconciled(CONSOLE, RowFilter(month=OCT), TODAY, most=3)

    assert ([one.row.row for one in page.rows], page.total) == ([2, 3, 4], 4)


def test_a_file_begins_before_all_its_rows_are_read(october, monkeypatch, queries):
    monkeypatch.setattr(staging, "AT_ONCE", 1)
    rows = all_reconciled(CONSOLE, RowFilter(month=OCT), TODAY)

    with queries() as first:
        next(rows)
    with queries() as rest:
        assert len(list(rows)) == 3

    assert len(rest) > len(first) > 0
