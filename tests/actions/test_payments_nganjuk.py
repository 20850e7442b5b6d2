"""Eleven files of the BPJS branch after a regency's other five: October's groups and ladder, to the rupiah."""

import json
from collections import defaultdict
from datetime import date

import pytest
from sqlalchemy import func, select

from lindung.actions import summaries
from lindung.actions.drift import drifted
from lindung.domain.months import Month
from lindung.domain.protection import Step
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.imports import BpjsRow
from lindung.models.ledger import MonthCover, Payment
from lindung.models.units import Unit
from lindung.queries.counting import counted, total
from lindung.queries.viewer import CONSOLE
from tests.support import files
from tests.support.importing import bring
from tests.support.preparing import empty
from tests.support.reconciled import groups_of, rows_of
from tests.support.truth import assert_true

pytestmark = pytest.mark.one_engine_in_the_gate

OTHERS = ("units.xlsx", "sponsors.xlsx", "circulars.csv", "declarations.csv", "workers.xlsx")
MONTHS = [Month(202512), *Month(202601).through(Month(202610))]
OCT, NOV = Month(202610), Month(202611)
WORDS = {
    "kurang": "short",
    "salah tarif": "wrong_rate",
    "lebih": "excess",
    "ganda": "double",
    "tak dikenal": "unknown",
    "cocok": "matched",
}
STEPS = {
    "belum aktif": Step.NEVER,
    "masa tunggu 1/3": Step.WAITING_1,
    "masa tunggu 2/3": Step.WAITING_2,
    "aktif penuh": Step.FULL,
    "tenggang 1": Step.LATE_1,
    "tenggang 2": Step.LATE_2,
    "gugur": Step.LAPSED,
}


def branch_file(month):
    return files.regency(f"payments/bpjs-{month}.csv").read_bytes()


def bring_all():
    empty()
    for name in OTHERS:
        bring(name.partition(".")[0], files.regency(name).read_bytes(), judge_up_to=None)
    for month in MONTHS:
        bring("payments", branch_file(month), month=str(month), filename=f"bpjs-{month}.csv")


@pytest.fixture
def truth(stage, clock):
    """The regency once all files are in, made once for each engine."""
    found = json.loads(files.regency("truth.json").read_text())
    stage.restore("nganjuk paid", bring_all)
    with stage.app.app_context():
        yield found
        db.session.remove()


def counts_of(month):
    circular = db.session.scalars(select(Circular)).one()
    return total(counted(circular, [month], date(2026, 11, 20)).values())


def test_octobers_groups_add_up_to_its_file(truth):
    expected = truth["reconciliation"]
    found = {one.settlement.value: one for one in groups_of(CONSOLE, OCT)}

    groups = {word: {"rows": found[code].rows, "rupiah": found[code].rupiah} for word, code in WORDS.items()}
    assert groups == expected["groups"]
    assert sum(one.rows for one in found.values()) == expected["file_rows"]
    assert sum(one.rupiah for one in found.values()) == expected["file_rupiah"]
    waiting = {code: one.waiting for code, one in found.items() if one.waiting}
    assert waiting == {"double": 3, "unknown": 5}


def test_the_ladder_at_the_end_of_october(truth):
    counts = counts_of(OCT)

    found = {word: getattr(counts, step.value) for word, step in STEPS.items()}
    assert found == truth["ladder_at_end_of"]["counts"]
    assert summaries.mismatches() == []


def test_all_money_of_all_files_is_booked_or_waits(truth):
    received = sum(int(line.split(";")[3]) for month in MONTHS for line in _lines(month))

    booked = db.session.scalar(select(func.sum(Payment.amount)))
    waiting = db.session.scalar(
        select(func.sum(BpjsRow.amount)).where(BpjsRow.settlement.in_(["double", "unknown"]))
    )
    assert booked + waiting == received
    rows = db.session.scalar(select(func.count()).select_from(BpjsRow))
    assert rows == sum(len(_lines(month)) for month in MONTHS)


def test_what_is_over_of_a_wrong_rate_pays_november_and_nothing_is_paid_twice(truth):
    paid = db.session.execute(
        select(MonthCover.due, MonthCover.paid, MonthCover.confirmed).where(MonthCover.month == NOV)
    ).all()

    assert paid == [(8_400, 8_400, 8_400)] * truth["reconciliation"]["groups"]["salah tarif"]["rows"]
    overpaid = select(func.count()).select_from(MonthCover).where(MonthCover.paid > MonthCover.due)
    assert db.session.scalar(overpaid) == 0
    assert drifted(NOV) == []


def test_who_lapsed_and_paid_again_is_named_so_in_that_month(truth):
    by_group = defaultdict(int)
    for settlement, rows in db.session.execute(
        select(BpjsRow.settlement, func.count()).group_by(BpjsRow.settlement)
    ):
        by_group[settlement] = rows

    assert by_group["after_lapse"] > 0
    assert next(one.rows for one in groups_of(CONSOLE, OCT) if one.settlement == "after_lapse") == 0


def test_the_same_file_again_changes_nothing(truth):
    again = bring("payments", branch_file(OCT), month="2026-10")

    assert again == {"same": truth["reconciliation"]["file_rows"]}
    assert db.session.scalar(select(func.count()).where(BpjsRow.month == OCT)) == 458
    assert_true()


def test_the_rows_of_a_month_are_those_of_its_file_with_masked_numbers(truth):
    rows = rows_of(CONSOLE, OCT)

    assert [one.row for one in rows] == list(range(2, 460))
    lines = _lines(OCT)
    assert [one.amount for one in rows] == [int(line.split(";")[3]) for line in lines]
    assert [one.nik for one in rows] == [f"••••••••••••{line.split(';')[0][-4:]}" for line in lines]
    assert [one.kpj for one in rows] == [line.split(";")[1] for line in lines]


def test_units_add_up_to_the_regency(truth):
    circular = db.session.scalars(select(Circular)).one()
    paths = dict(db.session.execute(select(Unit.id, Unit.path)).all())
    found = counted(circular, [OCT], date(2026, 11, 20))

    assert {unit for _, unit in found} <= set(paths)
    assert counts_of(OCT).paid == counts_of(OCT).paid_confirmed


def _lines(month):
    return branch_file(month).decode("utf-8-sig").splitlines()[1:]
