"""Writes the demo: everything through the same steps as real data, in one act, counted once at the end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any, NamedTuple

from lindung.actions import derived, ledger, summaries, tree
from lindung.actions.acts import Deed, act, insert_rows
from lindung.actions.demo import places
from lindung.actions.demo.answers import YEAR, GivenAnswer, answers
from lindung.actions.demo.branch_files import (
    FILE_DAY,
    LATE_FILE_DAY,
    bring_in,
    decide_some,
    dues_of,
    odd_rows,
)
from lindung.actions.demo.cast import add_cast, add_officers, coordinator
from lindung.actions.demo.contents import Contents
from lindung.actions.demo.deductions import add_deductions
from lindung.actions.demo.enrolments import PlannedEnrolment, Registry
from lindung.actions.demo.payments import Paid, courses, paid
from lindung.actions.demo.people import Servant, servants
from lindung.actions.demo.places import PlannedUnit
from lindung.actions.demo.questions import question_rows
from lindung.actions.demo.reports import MONTHS, SPECIAL, Closing, turns_of
from lindung.domain.duties import ASN_EMPLOYMENTS, CircularState, DutyKind, Employment, Force
from lindung.domain.errors import RuleBroken
from lindung.domain.months import BEGINNING, Month
from lindung.domain.names import name_key
from lindung.domain.registration import Programme, Relation
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration
from lindung.models.rates import Setting
from lindung.models.reports import MonthReport
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.demo import DEMO, demo_regency, holds_own_data
from lindung.queries.rates import rate_tables
from lindung.queries.sessions import REGENCY
from lindung.queries.viewer import CONSOLE

NAME = "nganjuk"
Progress = Callable[[str, int], None]  # a step's code, and how many records it holds


class Size(NamedTuple):
    districts: int
    scale: float  # people per unit, 1 being the real number


FULL = Size(districts=20, scale=1)
SMALL = Size(districts=2, scale=0.3)  # for tests: every state and step, in a second


@dataclass(slots=True)
class _Work:
    """What each step leaves for the next."""

    deed: Deed
    random: Random
    size: Size
    note: Progress
    unit_ids: dict[str, int]

    @property
    def today(self) -> date:
        return self.deed.today


def build_nganjuk(
    today: date, size: Size = FULL, note: Progress = lambda _code, _count: None
) -> dict[str, int]:
    """The whole demo; the same day and size give the same people. Returns how many records of each kind it made."""
    with act(CONSOLE, "demo.build", today=today) as deed:
        if demo_regency() is not None:
            raise RuleBroken("demo_there_already")
        if holds_own_data():
            raise RuleBroken("demo_over_own_data")
        made: dict[str, int] = {}

        def noted(code: str, count: int) -> None:
            made[code] = count
            note(code, count)

        work = _Work(deed, Random(f"{NAME} {size}"), size, noted, {})  # noqa: S311  invented people, no secrets
        if derived.is_missing():
            derived.rebuild()
        _add_settings()
        circular_id = _add_circular(today)
        _add_units(work)
        people = _add_people(work)
        given = _add_answers(work, people, circular_id)
        planned = _add_workers(work, given, circular_id)
        found = _add_payments(work, planned)
        note("counting", 0)
        summaries.recount(today)
        _close_months(work, people, circular_id, found)
        deed.result = dict(made)
    return made


def let_go() -> None:
    """Ends what this process is reading: on PostgreSQL a table cannot be dropped while somebody looks at it."""
    db.session.remove()


def _add_settings() -> None:
    db.session.merge(Setting(key=DEMO, value=NAME))
    db.session.merge(Setting(key=REGENCY, value={"code": places.REGENCY_CODE, "name": "Kabupaten Nganjuk"}))


def _add_circular(today: date) -> int:
    """Number, title and date as the press reported them; the deadlines are invented and lie around today."""
    running = Month.of(today)
    circular = Circular(
        number=places.CIRCULAR_NUMBER,
        issued_on=date(2025, 9, 26),
        title="Perlindungan Jaminan Sosial Tenaga Kerja bagi Asisten Rumah Tangga",
        force=Force.BINDING.value,
        state=CircularState.IN_FORCE.value,
        in_force_from=min(date(2025, 10, 1), running.plus(-YEAR - 1).first_day()),
        duty_kind=DutyKind.CONDITIONAL.value,
        quota_by_grade={},
        audience=[employment.value for employment in Employment if employment in ASN_EMPLOYMENTS],
        relations=[relation.value for relation in Relation],
        programmes=[Programme.JKK.value, Programme.JKM.value],
        declare_by=running.previous().last_day(),
        register_by=running.next().last_day(),
        legal_basis="Inpres 2/2021; PP 44/2015; Permenaker 5/2021",
    )
    db.session.add(circular)
    db.session.flush()
    return circular.id


def _add_units(work: _Work) -> None:
    planned = places.planned_units(work.size.districts)
    work.note("units", len(planned))
    for level in (_tops(planned), [unit for unit in planned if unit.parent]):
        rows = [(unit, _unit(unit, work.unit_ids)) for unit in level]
        db.session.add_all(row for _, row in rows)
        db.session.flush()
        work.unit_ids |= {unit.code: row.id for unit, row in rows}
        for unit, row in rows:
            above = tree.path_of(work.unit_ids[unit.parent], None) if unit.parent else None
            row.path = tree.path_of(row.id, above)
    add_cast(work.unit_ids, Month.of(work.today).plus(-YEAR).first_day())
    db.session.flush()


def _tops(planned: list[PlannedUnit]) -> list[PlannedUnit]:
    return [unit for unit in planned if unit.parent is None]


def _unit(planned: PlannedUnit, unit_ids: dict[str, int]) -> Unit:
    return Unit(
        code=planned.code,
        name=planned.name,
        name_key=name_key(planned.name),
        kind=planned.kind,
        parent_id=unit_ids[planned.parent] if planned.parent else None,
        path="",
        reports=planned.parent is None,
    )


def _add_people(work: _Work) -> list[Servant]:
    units = places.planned_units(work.size.districts)
    people = servants(work.random, units, work.size.scale, work.today)
    work.note("sponsors", len(people))
    ids = insert_rows(work.deed, Sponsor, [person.sponsor_row() for person in people])
    for person, id_ in zip(people, ids, strict=True):
        person.sponsor_id = id_
    insert_rows(work.deed, Posting, [row for person in people for row in person.posting_rows(work.unit_ids)])
    return people


def _add_answers(work: _Work, people: list[Servant], circular_id: int) -> list[GivenAnswer]:
    given = answers(work.random, people, work.today)
    work.note("declarations", len(given))
    insert_rows(work.deed, Declaration, [answer.row(circular_id) for answer in given])
    return given


def _add_workers(work: _Work, given: list[GivenAnswer], circular_id: int) -> list[PlannedEnrolment]:
    registry = Registry(work.random, places.villages(), work.today)
    planned = registry.enrolments(given)
    work.note("workers", len(planned))
    ids = insert_rows(work.deed, Worker, [one.worker.row() for one in planned])
    for one, id_ in zip(planned, ids, strict=True):
        one.worker.worker_id = id_
    opd_ids = tree.reporting_above()
    rows: list[dict[str, Any]] = [one.row(circular_id, work.unit_ids, opd_ids) for one in planned]
    for one, id_ in zip(planned, insert_rows(work.deed, Enrolment, rows), strict=True):
        one.enrolment_id = id_
    asked = question_rows(work.random, planned, given, circular_id, work.today)
    work.note("questions", len(asked))
    insert_rows(work.deed, Question, asked)
    return planned


def _add_payments(work: _Work, planned: list[PlannedEnrolment]) -> Paid:
    """What offices said and BPJS received, the branch's file of the last month, and what treasurers deducted."""
    random, tables, running = work.random, rate_tables(), Month.of(work.today)
    due = cache(lambda tariff, month: tables.due(tariff, month))  # asked for thousands of payments
    plain = frozenset(code for code in work.unit_ids if "." not in code) - SPECIAL
    found = courses(random, planned, plain, work.today)
    money = paid(random, found, due, work.today)
    work.note("payments", len(money.receipts))
    ledger.receive(work.deed, money.receipts)
    tariffs = {one.worker.nik: one.tariff for one in planned}
    rows = odd_rows(random, money.file, dues_of(due, tariffs, running))
    last_ended = running.previous()
    name = f"IURAN-BPU-NGANJUK-{last_ended}.csv"
    bring_in(work.deed, coordinator(), rows, name, last_ended, _day(work, FILE_DAY))
    decide_some(work.deed, coordinator(), work.today)
    work.note("rows", len(rows) + len(money.late_file))
    work.note("deductions", add_deductions(work.deed, random, found, due, work.unit_ids))
    return money


def _close_months(work: _Work, people: list[Servant], circular_id: int, money: Paid) -> None:
    """Reports as they were approved; then the branch's second file, which shows beside them (R22)."""
    officers = add_officers(people, work.unit_ids, Month.of(work.today).plus(-YEAR).first_day())
    circular, last_ended = db.session.get_one(Circular, circular_id), Month.of(work.today).previous()
    contents = Contents(circular, work.today)
    closing = Closing(officers, coordinator(), work.unit_ids, work.today)
    shown = frozenset(one.planned.servant.unit.office for one in money.late_comers)
    first: dict[tuple[Month, int], MonthReport] = {}
    for month in last_ended.plus(1 - MONTHS).through(last_ended):
        turns = turns_of(month, last_ended, sorted(officers), shown)
        reports = closing.month(month, contents.of(month), turns)
        first |= {(month, report.unit_id): report for report in reports}
    payers = [one.planned.servant.sponsor_id for one in money.late_comers]
    name, day = f"IURAN-BPU-NGANJUK-{last_ended}-SUSULAN.csv", _day(work, LATE_FILE_DAY)
    with summaries.difference(work.deed, payers, BEGINNING, over_locks=True):
        bring_in(work.deed, coordinator(), money.late_file, name, None, day)
    corrected = 0
    for course in money.late_comers[:1]:
        office = course.planned.servant.unit.office
        before, last = (first[month, work.unit_ids[office]] for month in (last_ended.previous(), last_ended))
        content = Contents(circular, work.today).of(before.month)[office]
        closing.corrected(before, office, content, day + timedelta(days=1))
        closing.filed(last, office, day + timedelta(days=1))
        corrected = 2
    work.note("reports", len(first) + corrected)


def _day(work: _Work, number: int) -> date:
    """That day of the running month, or today."""
    return min(Month.of(work.today).first_day() + timedelta(days=number - 1), work.today)
