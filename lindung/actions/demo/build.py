"""Writes the demo: everything through the same steps as real data, in one act, counted once at the end."""

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from lindung.actions import handover_queue, ledger, summaries
from lindung.actions.acts import insert_rows
from lindung.actions.demo import places
from lindung.actions.demo.answers import GivenAnswer, answers
from lindung.actions.demo.branch_files import (
    FILE_DAY,
    LATE_FILE_DAY,
    bring_in,
    decide_some,
    dues_of,
    odd_rows,
)
from lindung.actions.demo.cast import add_officers, coordinator
from lindung.actions.demo.contents import Contents
from lindung.actions.demo.deductions import add_deductions
from lindung.actions.demo.enrolments import PlannedEnrolment, Registry
from lindung.actions.demo.founding import (
    Progress,
    Work,
    add_enrolments,
    add_people,
    add_units,
    founding,
    quiet,
)
from lindung.actions.demo.moments import YEAR
from lindung.actions.demo.payments import Paid, courses, paid
from lindung.actions.demo.people import Servant, servants
from lindung.actions.demo.questions import question_rows
from lindung.actions.demo.reports import MONTHS, SPECIAL, Closing, turns_of
from lindung.domain.duties import ASN_EMPLOYMENTS, CircularState, DutyKind, Employment, Force
from lindung.domain.handovers import HandoverCause
from lindung.domain.months import BEGINNING, Month
from lindung.domain.registration import Programme, Relation
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration
from lindung.models.reports import MonthReport
from lindung.models.workers import Question
from lindung.queries.demo import NGANJUK
from lindung.queries.rates import rate_tables


class Size(NamedTuple):
    districts: int
    scale: float  # people per unit, 1 being the real number


LEFT_CAUSES = {
    "pensiun": HandoverCause.RETIRED,
    "mutasi ke luar daerah": HandoverCause.MOVED_AWAY,
    "meninggal dunia": HandoverCause.DIED,
}
FULL = Size(districts=20, scale=1)
SMALL = Size(districts=2, scale=0.3)  # for tests: every state and step, in a second


def build_nganjuk(today: date, size: Size = FULL, progress: Progress = quiet) -> dict[str, int]:
    """The whole demo; the same day and size give the same people. Returns how many records of each kind it made."""
    title = "Kabupaten Nganjuk"
    with founding(NGANJUK, places.REGENCY_CODE, title, f"{NGANJUK} {size}", today, progress) as work:
        units = places.planned_units(size.districts)
        circular_id = _add_circular(today)
        add_units(work, NGANJUK, units)
        people = servants(work.random, units, size.scale, today, title)
        add_people(work, people)
        given = _add_answers(work, people, circular_id)
        planned = _add_workers(work, given, circular_id)
        found = _add_payments(work, planned)
        _hand_over(work, people)
        work.note("counting", 0)
        summaries.recount(today)
        _close_months(work, people, circular_id, found)
    return work.made


def _hand_over(work: Work, people: list[Servant]) -> None:
    """Workers of those who have left wait for somebody else to pay (R10)."""
    count = 0
    for one in people:
        if one.left_on and one.left_reason:
            causes = {one.sponsor_id: LEFT_CAUSES[one.left_reason]}
            count += handover_queue.enqueue(work.deed, causes, Month.of(one.left_on))
    work.note("handovers", count)


def let_go() -> None:
    """Ends what this process is reading: on PostgreSQL a table cannot be dropped while somebody looks at it."""
    db.session.remove()


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


def _add_answers(work: Work, people: list[Servant], circular_id: int) -> list[GivenAnswer]:
    given = answers(work.random, people, work.today)
    work.note("declarations", len(given))
    insert_rows(work.deed, Declaration, [answer.row(circular_id) for answer in given])
    return given


def _add_workers(work: Work, given: list[GivenAnswer], circular_id: int) -> list[PlannedEnrolment]:
    registry = Registry(work.random, places.villages(), work.today)
    planned = registry.enrolments(given)
    add_enrolments(work, planned, circular_id)
    asked = question_rows(work.random, planned, given, circular_id, work.today)
    work.note("questions", len(asked))
    insert_rows(work.deed, Question, asked)
    return planned


def _add_payments(work: Work, planned: list[PlannedEnrolment]) -> Paid:
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


def _close_months(work: Work, people: list[Servant], circular_id: int, money: Paid) -> None:
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


def _day(work: Work, number: int) -> date:
    """That day of the running month, or today."""
    return min(Month.of(work.today).first_day() + timedelta(days=number - 1), work.today)
