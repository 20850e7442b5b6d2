"""How each enrolment was paid, month by month: most steadily, some late, some not at all, so that every step occurs."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from lindung.actions.demo.enrolments import PlannedEnrolment
from lindung.actions.ledger import Part, Receipt, Source
from lindung.domain.months import Month
from lindung.domain.protection import SHIPPED
from lindung.domain.rates import Tariff

AHEAD = 3  # months that some pay at once
YEAR_AHEAD = 12
SHORT, SHORT_AMOUNT = 8, 5_000  # of a thousand payments: less than due, so the month stays unpaid
TOO_MUCH = 6  # of a thousand: twice what the month costs; the rest goes on to later months (R14)
# Of a hundred payments of a month what the office has noted before BPJS's file spoke of it, or without it (R14).
SAID_RUNNING, SAID_ENDED, SAID_ALONE = 14, 10, 3
LATE_COMERS = 4  # whose last two months come in a second file of the branch

Due = Callable[[Tariff, Month], int]  # what a month costs


def steady(_random: Random, ended: list[Month]) -> list[Month]:
    return ended


def never(_random: Random, _ended: list[Month]) -> list[Month]:
    return []


def one_late(_random: Random, ended: list[Month]) -> list[Month]:
    return ended[:-1]


def two_late(_random: Random, ended: list[Month]) -> list[Month]:
    return ended[:-2]


def lapsed(random: Random, ended: list[Month]) -> list[Month]:
    return ended[: -SHIPPED.lapsed_after - random.randint(0, 2)] or ended[: -SHIPPED.lapsed_after]


def restarted_before(_random: Random, ended: list[Month]) -> list[Month]:
    """Lapsed, and paid again since: the count begins anew (R18)."""
    return ended[: -SHIPPED.lapsed_after - 2] + ended[-2:]


def restarted_now(_random: Random, ended: list[Month]) -> list[Month]:
    return ended[: -SHIPPED.lapsed_after - 1] + ended[-1:]


def forgot_one(random: Random, ended: list[Month]) -> list[Month]:
    gap = random.choice(ended[:-1])
    return [month for month in ended if month != gap]


class Habit(NamedTuple):
    """Of the months that have ended, those that were paid; `needs` so many of them to show."""

    paid: Callable[[Random, list[Month]], list[Month]]
    needs: int
    pays_running: bool  # whoever is behind does not pay the running month first


STEADY = Habit(steady, 0, True)
YEARLY = Habit(steady, 0, True)
LATE_COMER = Habit(two_late, 4, False)
HABITS = [STEADY] * 18 + [
    Habit(never, 0, False),
    Habit(one_late, 2, False),
    Habit(two_late, 3, False),
    Habit(lapsed, SHIPPED.lapsed_after + 1, False),
    Habit(restarted_before, SHIPPED.lapsed_after + 3, True),
    Habit(restarted_now, SHIPPED.lapsed_after + 2, True),
    Habit(forgot_one, 3, True),
]


class Deck:
    """Deals habits like cards: a card that needs a longer history waits for one, so that none is lost."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._hand: list[Habit] = []

    def habit(self, ended_months: int) -> Habit:
        while True:
            for place, habit in enumerate(self._hand):
                if habit.needs <= ended_months:
                    return self._hand.pop(place)
            self._hand += self._random.sample(HABITS, len(HABITS))


@dataclass(slots=True)
class Course:
    """One enrolment's year: the months that have ended since it began, and how they were paid."""

    planned: PlannedEnrolment
    registered_on: date
    ended: list[Month]
    habit: Habit
    tariff: Tariff

    @property
    def pays_on(self) -> bool:
        """He still works in the house, and every month is paid."""
        return self.habit in (STEADY, YEARLY) and self.planned.ended_on is None


class BranchRow(NamedTuple):
    """What a file of BPJS's branch says in one row; `kpj` alone where the branch left the NIK empty."""

    nik: str | None
    kpj: str | None
    month: Month
    amount: int
    paid_on: date
    reference: str
    protected_until: date | None = None


class Paid(NamedTuple):
    """What the ledger knew before the files came, and what the two files say."""

    receipts: list[Receipt]  # in the order in which the money came
    file: list[BranchRow]  # of the last ended month
    late_file: list[BranchRow]
    late_comers: list[Course]


def courses(
    random: Random, planned: Sequence[PlannedEnrolment], plain_offices: frozenset[str], today: date
) -> list[Course]:
    """Everybody who was registered. `plain_offices`: those in whose closed months a late file may be shown."""
    deck, last_ended = Deck(random), Month.of(today).previous()
    found = []
    for one in planned:
        if one.registered_on:
            last = min(Month.of(one.ended_on or today), last_ended)
            ended = list(Month.of(one.registered_on).through(last))
            habit = STEADY if one.ended_on else deck.habit(len(ended))
            found.append(Course(one, one.registered_on, ended, habit, Tariff.of_code(one.tariff)))
    _let_one_pay_the_year(found)
    _let_some_come_late(random, found, plain_offices)
    return found


def paid(random: Random, found: Sequence[Course], due: Due, today: date) -> Paid:
    receipts, rows = [], []
    last_ended = Month.of(today).previous()
    for course in found:
        for receipt in _receipts(random, course, due, today):
            is_in_file = len(receipt.parts) == 1 and receipt.parts[0].month == last_ended
            said, chance = _said(course, receipt), random.randrange(100)
            if is_in_file and receipt.amount and course.habit is STEADY and chance < SAID_ALONE:
                receipts.append(said)
                continue
            if is_in_file:
                rows.append(branch_row(course, receipt))
                if course.habit is STEADY and chance < SAID_ENDED and receipt.amount != SHORT_AMOUNT:
                    receipts.append(said)
                continue
            is_running = receipt.parts[0].month > last_ended and course.habit is not YEARLY
            receipts.append(said if is_running and chance < SAID_RUNNING else receipt)
    late = [course for course in found if course.habit is LATE_COMER]
    late_rows = [row for course in late for row in _late_rows(random, course, due)]
    receipts.sort(key=lambda receipt: (receipt.paid_on, receipt.parts))
    return Paid(receipts, sorted(rows, key=lambda row: (row.paid_on, row.reference)), late_rows, late)


def branch_row(course: Course, receipt: Receipt) -> BranchRow:
    worker = course.planned.worker
    month, reference = receipt.parts[0].month, receipt.reference or ""
    return BranchRow(worker.nik, worker.kpj, month, receipt.amount, receipt.paid_on, reference)


def reference(random: Random) -> str:
    """The number of a receipt as a branch of BPJS gives it."""
    return f"BPU{random.randint(10**9, 10**10 - 1)}"


def _let_one_pay_the_year(found: list[Course]) -> None:
    """The one who has been registered longest pays twelve months at the full rate (R13, R14)."""
    longest = [one for one in found if one.pays_on and one.ended and len(one.tariff.programmes) == 2]
    if longest:
        min(longest, key=lambda one: (one.registered_on, one.planned.enrolment_id)).habit = YEARLY


def _let_some_come_late(random: Random, found: list[Course], plain_offices: frozenset[str]) -> None:
    """Each in an office of his own."""
    able = [
        one
        for one in found
        if one.habit is STEADY
        and one.pays_on
        and len(one.ended) >= LATE_COMER.needs
        and one.planned.servant.unit.office in plain_offices
        and not one.planned.servant.came_from
        and not one.planned.servant.left_on
    ]
    offices: set[str] = set()
    for course in random.sample(able, len(able)):
        office = course.planned.servant.unit.office
        if len(offices) < LATE_COMERS and office not in offices:
            course.habit = LATE_COMER
            offices.add(office)


def _receipts(random: Random, course: Course, due: Due, today: date) -> Iterator[Receipt]:
    usual_day, running = random.randint(2, 17), Month.of(today)
    habit, is_over = course.habit, course.planned.ended_on is not None
    months = habit.paid(random, course.ended) + ([running] if habit.pays_running and not is_over else [])
    size = AHEAD if habit is STEADY and not is_over and random.randrange(12) == 0 else 1
    if habit is YEARLY:
        year = _of_a_year(random, course, months, due)
        yield from (receipt for receipt in year if receipt.paid_on <= today)
        return
    for start in range(0, len(months), size):
        first = months[start]
        day = first.first_day() + timedelta(days=usual_day + random.randint(-2, 2))
        paid_on = max(day, course.registered_on)
        if paid_on <= today:
            together = list(first.through(first.plus(size - 1)))
            amounts = [due(course.tariff, month) for month in together]
            received, chance = sum(amounts), random.randrange(1000)
            if size == 1 and chance < SHORT:
                received, amounts = SHORT_AMOUNT, [SHORT_AMOUNT]
            elif size == 1 and first < running.previous() and chance < SHORT + TOO_MUCH:
                received = 2 * received
            yield _receipt(course, paid_on, received, zip(together, amounts, strict=True), reference(random))


def _of_a_year(random: Random, course: Course, months: list[Month], due: Due) -> Iterator[Receipt]:
    """Month by month until January, and in January the whole year as it would cost without the discount (R14)."""
    january = Month(months[-1].number // 100 * 100 + 1)
    first = max(january, months[0])
    for month in months[: months.index(first)]:
        day = max(month.first_day() + timedelta(days=9), course.registered_on)
        amount = due(course.tariff, month)
        yield _receipt(course, day, amount, [(month, amount)], reference(random))
    year = list(first.through(first.plus(YEAR_AHEAD - 1)))
    dues = [due(course.tariff, month) for month in year]
    day = max(first.first_day() + timedelta(days=8), course.registered_on)
    full = YEAR_AHEAD * due(course.tariff, january)
    yield _receipt(course, day, max(full, sum(dues)), zip(year, dues, strict=True), reference(random))


def _receipt(
    course: Course, paid_on: date, amount: int, months: Iterable[tuple[Month, int]], number: str
) -> Receipt:
    id_ = course.planned.enrolment_id
    parts = tuple(Part(id_, month, part) for month, part in months)
    return Receipt(Source.BPJS, paid_on, amount, parts, number, enrolment_id=id_)


def _said(course: Course, receipt: Receipt) -> Receipt:
    """The same money as the office notes it."""
    number = f"Bukti {receipt.paid_on:%d%m}/{course.planned.servant.unit.code}"
    return receipt._replace(source=Source.OPD, reference=number)


def _late_rows(random: Random, course: Course, due: Due) -> Iterator[BranchRow]:
    worker = course.planned.worker
    for month in course.ended[-2:]:
        amount = due(course.tariff, month)
        day = course.ended[-1].last_day() - timedelta(days=random.randint(0, 3))
        yield BranchRow(worker.nik, worker.kpj, month, amount, day, reference(random))
