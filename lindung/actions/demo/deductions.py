"""Surat kuasa and what treasurers deducted (R16): most of it deposited, some not yet, one taken back, one too much."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from lindung.actions.acts import Deed, insert_rows
from lindung.actions.demo.payments import Course, Due, Habit, lapsed, never, two_late
from lindung.domain.deductions import FROM_PAY, DeductionSource
from lindung.domain.duties import Employment
from lindung.domain.months import Month
from lindung.models.deductions import Deduction, Mandate
from lindung.queries.deductions import due_lines
from lindung.queries.viewer import CONSOLE

OFFICES = ("04", "05", "21", "30", "03", "27")  # whose treasurers deduct; the demo's own serves the first
MANDATED_PERCENT = 75
MONTHS = 3  # of deductions, the running one included
SOURCES = (
    *(DeductionSource.SALARY, DeductionSource.ALLOWANCE),
    *(DeductionSource.OWN_TRANSFER, DeductionSource.JMO),
)
WEIGHTS = (74, 15, 6, 5)
PAY_DAY = {
    DeductionSource.SALARY: 2,
    DeductionSource.PART_TIME_WAGE: 5,
    DeductionSource.ALLOWANCE: 10,
}  # of the month
WRONG_PERSON = "Salah baris: yang bersangkutan sudah menyetor sendiri."
BEHIND = (never, two_late, lapsed)  # whom nobody deducts from: they would be years behind with the treasurer


def add_deductions(
    deed: Deed, random: Random, found: Sequence[Course], due: Due, unit_ids: dict[str, int]
) -> int:
    """How many deductions were written."""
    able = [
        one for one in found if one.planned.servant.unit.office in OFFICES and not one.planned.servant.left_on
    ]
    payers = _payers(random, able)
    rows = [_mandate(random, course, deed.today) for course in payers]
    _withdraw_one(rows, deed.today)
    ids = insert_rows(deed, Mandate, rows)
    mandates = {row["sponsor_id"]: (id_, row) for id_, row in zip(ids, rows, strict=True)}
    deductions = [row for nth in range(1 - MONTHS, 1) for row in _of_month(random, mandates, deed.today, nth)]
    served = {one.planned.servant.sponsor_id for one in able if one.planned.servant.unit.office == OFFICES[0]}
    _take_one_back([row for row in deductions if row["sponsor_id"] in served], deed.today)
    deductions += _too_much(deed, found, mandates, due, unit_ids)
    insert_rows(deed, Deduction, deductions)
    return len(deductions)


def _payers(random: Random, able: Sequence[Course]) -> list[Course]:
    """One course per sponsor: whose surat kuasa stands for all his workers."""
    by_sponsor: dict[int, list[Course]] = {}
    for course in able:
        if course.planned.ended_on is None:
            by_sponsor.setdefault(course.planned.servant.sponsor_id, []).append(course)
    return [
        courses[0]
        for courses in by_sponsor.values()
        if random.randrange(100) < MANDATED_PERCENT and not any(_is_behind(one.habit) for one in courses)
    ]


def _is_behind(habit: Habit) -> bool:
    return habit.paid in BEHIND


def _mandate(random: Random, course: Course, today: date) -> dict[str, Any]:
    servant = course.planned.servant
    part_time = servant.employment is Employment.PPPK_PART_TIME
    source = DeductionSource.PART_TIME_WAGE if part_time else random.choices(SOURCES, WEIGHTS)[0]
    begin = Month.of(today).plus(1 - MONTHS).first_day()  # when treasurers of the regency began to deduct
    signed_on = min(max(begin, course.registered_on + timedelta(days=random.randint(0, 12))), today)
    number = f"{random.randint(1, 400):03}/SK/{signed_on.year}"
    return {
        "sponsor_id": servant.sponsor_id,
        "source": source.value,
        "number": number if random.randrange(10) else None,
        "signed_on": signed_on,
        "withdrawn_on": None,
        "version": 1,
    }


def _withdraw_one(rows: list[dict[str, Any]], today: date) -> None:
    """Somebody who paid by himself and now pays in another way; nothing was ever deducted under his."""
    for row in rows:
        if DeductionSource(row["source"]) not in FROM_PAY:
            row["withdrawn_on"] = min(row["signed_on"] + timedelta(days=60), today)
            return


def _of_month(
    random: Random, mandates: dict[int, tuple[int, dict[str, Any]]], today: date, nth: int
) -> list[dict[str, Any]]:
    """What was deducted in one month for itself; in the running one the allowance is not paid out yet."""
    month = Month.of(today).plus(nth)
    days = {
        sponsor_id: month.first_day() + timedelta(days=PAY_DAY[source] - 1)
        for sponsor_id, (_, row) in mandates.items()
        if (source := DeductionSource(row["source"])) in FROM_PAY
        and not (nth == 0 and source is DeductionSource.ALLOWANCE)
        and random.randrange(100) < (94 if nth == 0 else 97)
    }
    able = [id_ for id_, day in days.items() if mandates[id_][1]["signed_on"] <= day <= today]
    lines = due_lines(CONSOLE, able, [month], month, today)
    return [
        _deduction(line.sponsor_id, mandates[line.sponsor_id], line.unit_id, month)
        | {"amount": line.amount, "workers": line.workers, "deducted_on": days[line.sponsor_id]}
        for line in lines
    ]


def _deduction(
    sponsor_id: int, mandate: tuple[int, dict[str, Any]], unit_id: int, month: Month
) -> dict[str, Any]:
    return {
        "sponsor_id": sponsor_id,
        "mandate_id": mandate[0],
        "unit_id": unit_id,
        "source": mandate[1]["source"],
        "deducted_month": month,
        "month": month,
        "cancelled_on": None,
        "reason": None,
        "version": 1,
    }


def _take_one_back(deductions: list[dict[str, Any]], today: date) -> None:
    if deductions:
        last = deductions[-1]
        last["cancelled_on"] = min(last["deducted_on"] + timedelta(days=1), today)
        last["reason"] = WRONG_PERSON


def _too_much(
    deed: Deed,
    found: Sequence[Course],
    mandates: dict[int, tuple[int, dict[str, Any]]],
    due: Due,
    unit_ids: dict[str, int],
) -> list[dict[str, Any]]:
    """Somebody's worker has gone, and the month after was deducted all the same: that is owed by nobody."""
    busy = {one.planned.servant.sponsor_id for one in found if one.planned.ended_on is None} | set(mandates)
    for course in sorted(found, key=lambda one: one.planned.ended_on or one.registered_on, reverse=True):
        servant, ended_on = course.planned.servant, course.planned.ended_on
        if ended_on is None or servant.sponsor_id in busy or servant.came_from or servant.left_on:
            continue
        month = Month.of(ended_on).next()
        day = month.first_day() + timedelta(days=1)
        if day <= deed.today:
            dice = Random(0)  # noqa: S311  invented numbers, no secrets
            row = _mandate(dice, course, deed.today) | {"source": DeductionSource.SALARY.value}
            (id_,) = insert_rows(deed, Mandate, [row])
            more = {"amount": due(course.tariff, month), "workers": 1, "deducted_on": day}
            return [_deduction(servant.sponsor_id, (id_, row), unit_ids[servant.unit.code], month) | more]
    return []
