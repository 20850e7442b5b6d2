"""Pay, correct, reverse, move, approve, reopen in any order: balances, ladder, reports are what a small model says."""

import os
from datetime import date
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from lindung.actions import imports, summaries
from lindung.actions.bookkeeping import Source, credits_of
from lindung.actions.drift import drifted
from lindung.actions.imports import Upload
from lindung.actions.payments import pay_month
from lindung.actions.reports import reopen_report
from lindung.actions.sponsors import move_sponsor
from lindung.actions.undo import undo_act
from lindung.domain.duties import Answer
from lindung.domain.errors import RuleBroken
from lindung.domain.import_columns import ImportKind
from lindung.domain.months import BEGINNING, OPEN_END, Month
from lindung.models.base import db
from lindung.models.ledger import MonthCover
from lindung.models.sponsors import Sponsor
from lindung.queries.counting import Counts, total
from lindung.queries.reports import frozen_content, report_row
from tests.support import cast, closing, people
from tests.support.browser import Browser
from tests.support.clock import TODAY
from tests.support.files import csv
from tests.support.makers import Makers
from tests.support.model import Job, Servant, reckoned
from tests.support.purse import Purse, due
from tests.support.states import STATES

FULL = os.environ.get("LINDUNG_FULL") == "1"
EXAMPLES, STEPS = (60, 40) if FULL else (2, 20)
SEPTEMBER, OCTOBER, NOVEMBER = Month(2026_09), Month(2026_10), Month(2026_11)
UNITS = ("07", "08")

who = st.integers(0, 2)
months = st.sampled_from([Month(2026_03).plus(step) for step in range(11)])
amounts = st.sampled_from([3_000, 8_400, 10_000, 16_800, 28_400, 60_000, 126_000])


class Person:
    """A sponsor with one worker, and what the model thinks of him."""

    def __init__(self, make: Makers, number: int) -> None:
        unit = UNITS[number % 2]
        sponsor = make.a_sponsor(f"ASN {number}", unit=unit)
        make.a_declaration(sponsor, Answer.EMPLOYS, on=date(2026, 2, 1))
        worker = make.a_worker(f"Pekerja {number}")
        enrolment = make.an_enrolment(sponsor, worker, since="2026-03")
        self.sponsor_id, self.enrolment_id, self.nik = sponsor.id, enrolment.id, worker.nik
        self.job = Job(date(2026, 3, 1), date(2026, 3, 1), None, Month(2026_03))
        self.servant = Servant(
            units=[(BEGINNING, OPEN_END, cast.unit(unit).id)],
            answers=[(date(2026, 2, 1), Answer.EMPLOYS)],
            jobs=[self.job],
        )
        self.purse = Purse(Month(2026_03))
        self.undoable: list[tuple[int, Purse]] = []  # act, and the purse before it

    def take(self, purse: Purse) -> None:
        self.purse = purse
        self.job.paid.clear()
        self.job.paid.update(purse.months)
        self.job.confirmed.clear()
        self.job.confirmed.update(purse.bpjs.paid)


class Money(RuleBasedStateMachine):
    stage: Any  # the engine, set by the test

    def __init__(self) -> None:
        super().__init__()
        self.stage.restore("cast", STATES["cast"])
        self.context = self.stage.app.app_context()
        self.context.push()
        make = Makers()
        make.a_circular()
        self.people = [Person(make, number) for number in range(3)]
        self.desk = people.viewer("koordinator")
        self.reference = 0
        self.report_id: int | None = None
        self.frozen: dict[int, Any] = {}

    def teardown(self) -> None:
        self._page_adds_up()
        for report_id, content in self.frozen.items():
            assert frozen_content(report_row(self.desk, report_id)) == content
        assert drifted(NOVEMBER) == []
        db.session.remove()
        self.context.pop()

    @rule(number=who, month=months, count=st.sampled_from([1, 1, 3, 12]), amount=st.none() | amounts)
    def office_says_paid(self, number: int, month: Month, count: int, amount: int | None) -> None:
        person = self.people[number]
        wanted = person.purse.copy()
        accepted = wanted.said_by_office(month, count, amount)
        is_locked = self._changes_a_closed_month(person, wanted)

        code, act_id = self._tried(
            lambda: (
                pay_month(
                    self.desk, [person.enrolment_id], month, TODAY, months=count, amount=amount, today=TODAY
                ).act_id
            )
        )

        if not accepted:
            assert code == "already_paid"
        elif is_locked:
            assert code == "month_locked"
        else:
            assert code is None
            person.undoable.append((act_id, person.purse))
            person.take(wanted)

    @rule(number=who, month=months.filter(lambda one: one <= NOVEMBER), amount=amounts)
    def bpjs_says_received(self, number: int, month: Month, amount: int) -> None:
        person = self.people[number]
        wanted = person.purse.copy()
        wanted.received_by_bpjs(month, amount)
        self.reference += 1
        row = (person.nik, str(month), str(amount), f"BPU{self.reference}")
        content = csv(("NIK", "Bulan", "Jumlah", "Referensi"), row)

        batch_id = imports.stage(self.desk, Upload(ImportKind.PAYMENTS, content, "bpjs.csv"), today=TODAY)
        applied = imports.apply(self.desk, batch_id, today=TODAY)

        person.undoable.append((applied.act_id or 0, person.purse))
        person.take(wanted)

    @rule(number=who)
    def taken_back(self, number: int) -> None:
        person = self.people[number]
        if not person.undoable:
            return
        act_id, before = person.undoable[-1]

        code, _ = self._tried(lambda: undo_act(self.desk, act_id, today=TODAY))

        if code is None:
            person.undoable.pop()
            person.take(before)
        else:
            assert code == "month_locked" and self._changes_a_closed_month(person, before)

    @rule(number=who, month=st.sampled_from([OCTOBER, NOVEMBER]))
    def moved(self, number: int, month: Month) -> None:
        person = self.people[number]
        sponsor = db.session.get_one(Sponsor, person.sponsor_id)
        here = person.servant.unit_in(NOVEMBER)
        code = next(one for one in UNITS if cast.unit(one).id != here)
        units = [(first, min(last, month.previous()), unit) for first, last, unit in person.servant.units]
        wanted = [(first, last, unit) for first, last, unit in units if first <= last]
        wanted.append((month, OPEN_END, cast.unit(code).id))

        refused, _ = self._tried(
            lambda: move_sponsor(
                self.desk, sponsor.id, code, month, seen_version=sponsor.version, today=TODAY
            )
        )

        if refused is None:
            assert not (self._is_closed and month <= OCTOBER)
            person.servant.units = wanted
            person.undoable.clear()  # money from before the move belongs to the other office

    @precondition(lambda self: not self._is_closed)
    @rule()
    def october_is_approved(self) -> None:
        code, report = self._tried(closing.approved)
        if code is None:
            self.report_id = report.id
            self.frozen[report.id] = frozen_content(report_row(self.desk, report.id))

    @precondition(lambda self: self._is_closed)
    @rule()
    def october_is_reopened(self) -> None:
        row = report_row(self.desk, self.report_id or 0)
        reopen_report(
            self.desk, row.id, date(2026, 11, 30), "salah hitung", seen_version=row.version, today=TODAY
        )
        self.report_id = None

    @invariant()
    def balances_are_what_the_model_says(self) -> None:
        for person in self.people:
            db.session.rollback()
            rows = db.session.query(MonthCover).filter_by(enrolment_id=person.enrolment_id)
            stored = {row.month: (row.paid, row.confirmed) for row in rows if row.paid or row.confirmed}
            purse = person.purse
            assert stored == {month: (paid, purse.bpjs.of(month)) for month, paid in purse.months.items()}
            credit = credits_of([person.enrolment_id])
            assert credit.get((person.enrolment_id, Source.OPD), 0) == purse.opd.credit
            assert credit.get((person.enrolment_id, Source.BPJS), 0) == purse.bpjs.credit

    @invariant()
    def counts_are_what_the_model_says(self) -> None:
        db.session.rollback()
        assert summaries.mismatches() == []
        for month in (SEPTEMBER, OCTOBER, NOVEMBER):
            wanted = self._counts(month)
            for code in UNITS:
                unit = cast.unit(code)
                assert _stored(month, unit.id) == wanted.get(unit.id, Counts()), (str(month), code)

    @property
    def _is_closed(self) -> bool:
        return self.report_id is not None

    def _counts(self, month: Month) -> dict[int, Counts]:
        return reckoned([person.servant for person in self.people], month, TODAY, due)

    def _changes_a_closed_month(self, person: Person, wanted: Purse) -> bool:
        """Whether October's figures of Dinas Pendidikan would be others than those approved."""
        if not self._is_closed:
            return False
        unit_id, before, kept = cast.unit("07").id, self._counts(OCTOBER), person.purse
        person.take(wanted)
        after = self._counts(OCTOBER)
        person.take(kept)
        return before.get(unit_id) != after.get(unit_id)

    def _tried(self, deed: Any) -> tuple[str | None, Any]:
        try:
            return None, deed()
        except RuleBroken as broken:
            return broken.code.replace("months_locked", "month_locked"), None

    def _page_adds_up(self) -> None:
        page = Browser(self.stage.app).as_("dewi").get("/kepatuhan", bulan="2026-10", format="csv")
        rows = page.csv()
        wanted = total(self._counts(OCTOBER).values())
        for column, amount in (("iuran_dibayar", wanted.paid), ("tuntas", wanted.settled)):
            assert sum(int(row[column]) for row in rows) == amount


def _stored(month: Month, unit_id: int) -> Counts:
    return summaries._stored(summaries.counted_circulars()[0], month)[unit_id]


def test_money_is_what_a_small_model_says(stage, clock):
    Money.stage = stage

    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=not FULL,
        ),
    )
