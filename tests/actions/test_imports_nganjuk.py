"""A regency's five files as its offices hand them over: the month table they make, and every planted bad row."""

import json
from datetime import date

import pytest
from sqlalchemy import func, select

from lindung.actions import summaries
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.units import Unit
from lindung.models.workers import Question, Worker
from lindung.queries import imports as queries
from lindung.queries.counting import Counts, counted, total
from lindung.queries.viewer import CONSOLE
from lindung.web.sentences.imports import faults
from tests.support import files
from tests.support.importing import bring

pytestmark = pytest.mark.one_engine_in_the_gate

FILES = ("units.xlsx", "sponsors.xlsx", "circulars.csv", "declarations.csv", "workers.xlsx")
COUNTED = {
    "asn": "asn",
    "menyatakan": "answered",
    "nihil": "none",
    "sasaran": "target",
    "terdaftar": "registered",
    "pekerja_terdaftar": "workers_registered",
}
CODES = {"same_nik_two_sponsors": "same_nik_two_sponsors_in_file"}


@pytest.fixture
def truth(empty_app):
    return json.loads(files.regency("truth.json").read_text())


def bring_all():
    kinds = {name: name.partition(".")[0] for name in FILES}
    return {
        kind: bring(kind, files.regency(name).read_bytes(), judge_up_to=None) for name, kind in kinds.items()
    }


def left_out():
    """Kind -> rows refused or asked in its latest batch."""
    latest = {row.kind: row.id for row in reversed(queries.batch_rows(CONSOLE))}
    return {kind.value: list(queries.left_out(batch_id)) for kind, batch_id in latest.items()}


def month_table(month):
    circular = db.session.scalars(select(Circular)).one()
    paths = dict(db.session.execute(select(Unit.id, Unit.path)).all())
    tops = {
        path: code
        for code, path in db.session.execute(select(Unit.code, Unit.path).where(Unit.parent_id.is_(None)))
    }
    offices = dict.fromkeys(tops.values(), Counts())
    for (_, unit_id), counts in counted(circular, [month], date(2026, 11, 20)).items():
        code = tops[paths[unit_id][:6]]
        offices[code] = offices[code].plus(counts)
    return offices


def test_the_month_table_equals_the_truth_and_a_second_run_changes_nothing(truth):
    first = bring_all()

    assert first == {
        "units": {"new": truth["units"]},
        "sponsors": {"new": truth["sponsors"], "wrong": 4},
        "circulars": {"new": 1},
        "declarations": {"new": truth["total"]["menyatakan"], "wrong": 1},
        "workers": {"new": 840, "wrong": 5, "ask": 1},
    }
    table = month_table(Month.parse(truth["totals_for_month"]))
    assert {
        code: {name: getattr(table[code], column) for name, column in COUNTED.items()}
        for code in truth["per_office"]
    } == {
        code: {name: expected.get(name, 0) for name in COUNTED}
        for code, expected in truth["per_office"].items()
    }
    whole = total(table.values())
    assert {name: getattr(whole, column) for name, column in COUNTED.items()} == {
        name: truth["total"][name] for name in COUNTED
    }
    assert summaries.mismatches() == []

    again = bring_all()

    assert {
        kind: {name: count for name, count in counts.items() if name in ("new", "changed", "moved", "left")}
        for kind, counts in again.items()
    } == {kind: {} for kind in again}
    assert month_table(Month.parse(truth["totals_for_month"])) == table
    assert db.session.scalar(select(func.count()).where(Question.kind == "same_nik")) == 1
    _every_planted_row_is_reported(truth)
    _odd_but_fine_rows_are_in(truth)


def _every_planted_row_is_reported(truth):
    found = left_out()
    for planted in truth["problems"]:
        column = {"sponsors": "nip", "workers": "nik", "declarations": "nip"}[planted["table"]]
        code = CODES.get(planted["problem"], planted["problem"])
        rows = [row for row in found[planted["table"]] for problem in row.problems if problem.code == code]
        assert len(rows) == 1, planted
        (row,) = rows
        is_number = planted["problem"] == "nik_is_number"
        assert is_number or str(row.cells.get(column, "")).strip("'") == planted["key"]
        assert row.row > 1
        assert all(fault.reason and fault.remedy for fault in faults(row.problems))
        assert row.problems[0].column
    reported = sum(len(rows) for rows in found.values())
    assert reported == len(truth["problems"])


def _odd_but_fine_rows_are_in(truth):
    names = {one.nik: one.name for one in db.session.scalars(select(Worker))}
    for odd in truth["odd_but_fine"]:
        assert odd["key"] in names
    assert names["3518004507830009"] == '=HYPERLINK("http://x","klik")'
