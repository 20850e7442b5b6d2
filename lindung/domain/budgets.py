"""Money x workers x months x start: any one from the others; how far a budget reaches, and what comes after (R12, R13).

Costs are functions of the month, so that whatever the dated rows say of a month and a payer is what it costs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from lindung.domain.errors import RuleBroken
from lindung.domain.funds import LAST_MONTH, MOST_RUPIAH, MOST_WORKERS
from lindung.domain.months import Month
from lindung.domain.protection import COVER_BEGINS, SHIPPED, Ladder

Cost = Callable[[Month], int]  # rupiah of one month: of one worker (a price) or of all of them
BRIDGES = (1, 2, 3)
MOST_MONTHS = 60


class Unknown(StrEnum):
    """What is asked for; the other three are given."""

    MONEY = "money"
    WORKERS = "workers"
    MONTHS = "months"
    START = "start"


class Line(NamedTuple):
    """One month of a plan. What is left after a month that could not be paid is what was left before it."""

    month: Month
    cost: int
    is_funded: bool
    left: int


class Bridge(NamedTuple):
    """Months after the last funded one, paid by somebody else."""

    months: int
    last: Month
    cost: int
    extra: int  # of it, what is not there yet
    ends: Month  # the membership ends with this month all the same, unless more follows


@dataclass(frozen=True, slots=True)
class Cliff:
    """What happens once nobody pays any more (R18): unpaid months count when they have ended."""

    first_unfunded: Month
    ends: Month  # with this unpaid month the membership ends
    bridges: tuple[Bridge, ...]

    @property
    def arrears(self) -> list[Month]:
        """The months in which a worker stands in arrears, still a member."""
        return list(self.first_unfunded.through(self.ends.previous()))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far money reaches from a month on."""

    money: int
    start: Month
    lines: tuple[Line, ...]
    months: int  # paid in full, in a row
    spent: int
    left: int
    next_month: Month  # the first that is not paid: beyond the money, or beyond the period
    short: int  # what the next month lacks; 0 when what is left would pay it
    last: Month | None  # where the period ends, if it does

    @property
    def last_funded(self) -> Month | None:
        return self.next_month.previous() if self.months else None

    @property
    def is_enough(self) -> bool:
        """Every month of the period is paid."""
        return self.last is not None and self.next_month > self.last

    @property
    def lacking(self) -> int:
        """What the whole period lacks."""
        return (
            sum(line.cost for line in self.lines if not line.is_funded) - self.left
            if not self.is_enough
            else 0
        )


class NobodyFull(NamedTuple):
    """Nobody reaches the full benefit unless these months are paid too (R18)."""

    needed: int  # paid months that it takes
    reached: int
    first: Month
    last: Month
    cost: int

    @property
    def is_one(self) -> bool:
        return self.first == self.last


def reach(money: int, start: Month, cost: Cost, last: Month | None = None) -> Outcome:
    """How many months in a row are paid in full. A month without a rate is refused: nobody knows what it costs."""
    until = last or min(start.plus(MOST_MONTHS - 1), LAST_MONTH)
    left, months = money, 0
    lines: list[Line] = []
    for month in start.through(until):
        due = _known(cost, month)
        is_funded = months == len(lines) and due <= left
        if is_funded:
            left, months = left - due, months + 1
        lines.append(Line(month, due, is_funded, left))
        if not is_funded and last is None:
            break
    following = start.plus(months)
    due = cost(following) if following <= LAST_MONTH else 0
    return Outcome(
        money, start, tuple(lines), months, money - left, left, following, max(due - left, 0), last
    )


def months_payable(money: int, workers: int, start: Month, price: Cost) -> int:
    return reach(money, start, of_workers(price, workers)).months


def workers_payable(money: int, months: int, start: Month, price: Cost) -> int:
    """For how many people the money pays every one of these months."""
    return money // sum(_known(price, month) for month in _span(start, months))


def money_needed(workers: int, months: int, start: Month, price: Cost) -> int:
    return workers * sum(_known(price, month) for month in _span(start, months))


def first_start(
    money: int, workers: int, months: int, price: Cost, since: Month, within: int = 24
) -> Month | None:
    """The earliest month from `since` on from which the money is enough: a discount may still come. None: never."""
    cost = of_workers(price, workers)
    for start in since.through(min(since.plus(within - 1), LAST_MONTH.plus(1 - months))):
        if sum(_known(cost, month) for month in _span(start, months)) <= money:
            return start
    return None


def of_workers(price: Cost, workers: int) -> Cost:
    return lambda month: price(month) * workers


def cliff(outcome: Outcome, cost: Cost, ladder: Ladder = SHIPPED, already: int = 0) -> Cliff | None:
    """After the last funded month; None when nothing is funded or was paid `already`, or where the books end."""
    first = outcome.next_month
    if not (outcome.months or already) or first.plus(max(BRIDGES) + ladder.lapsed_after) > LAST_MONTH:
        return None
    bridges, total = [], 0
    for months in BRIDGES:
        last = first.plus(months - 1)
        total += _known(cost, last)
        # Money of a period pays no month after it.
        usable = outcome.left if outcome.last is None or first <= outcome.last else 0
        bridges.append(Bridge(months, last, total, max(total - usable, 0), last.plus(ladder.lapsed_after)))
    return Cliff(first, first.plus(ladder.lapsed_after - 1), tuple(bridges))


def nobody_full(
    outcome: Outcome, cost: Cost, ladder: Ladder = SHIPPED, already: int = 0
) -> NobodyFull | None:
    """The warning at the beginning: the funded months are fewer than the full benefit takes.

    `already`: months that were paid before the plan begins.
    """
    reached = already + outcome.months
    if reached >= ladder.full_after:
        return None
    first = outcome.next_month
    last = first.plus(ladder.full_after - reached - 1)
    if last > LAST_MONTH:
        return None
    lacking = sum(_known(cost, month) for month in first.through(last))
    usable = outcome.left if outcome.last is None or first <= outcome.last else 0
    return NobodyFull(ladder.full_after, reached, first, last, max(lacking - usable, 0))


@dataclass(frozen=True, slots=True)
class Plan:
    """What was given; just one is None, or none of them."""

    money: int | None
    workers: int | None
    months: int | None
    start: Month | None

    @property
    def unknown(self) -> Unknown | None:
        """What is to be found; None when all are given, and the plan is only looked at."""
        return next((one for one in Unknown if getattr(self, one.value) is None), None)


@dataclass(frozen=True, slots=True)
class Simulation:
    """A plan with nothing unknown, and what becomes of it."""

    money: int
    workers: int
    months: int
    start: Month
    found: Unknown | None
    price: int  # of one worker in the first month
    outcome: Outcome
    cliff: Cliff | None
    warning: NobodyFull | None

    @property
    def monthly(self) -> int:
        return self.price * self.workers

    @property
    def last(self) -> Month:
        return self.start.plus(self.months - 1)


def simulate(plan: Plan, price: Cost, *, since: Month, ladder: Ladder = SHIPPED) -> Simulation:
    """Finds what is missing and follows the money. RuleBroken names the input that makes it impossible.

    Codes: plan_unclear (more than one is missing), budget_pays_nobody, no_start_found.
    """
    check_plan(plan)
    money, workers, months, start = _solved(plan, price, since)
    cost = of_workers(price, workers)
    is_open = plan.unknown is Unknown.MONTHS
    outcome = reach(money, start, cost, None if is_open else start.plus(months - 1))
    return Simulation(
        money, workers, months, start, plan.unknown, price(start), outcome,
        cliff(outcome, cost, ladder), nobody_full(outcome, cost, ladder),
    )  # fmt: skip


def check_plan(plan: Plan) -> None:
    """Shape and bounds of what is given."""
    given = (plan.money, plan.workers, plan.months, plan.start)
    if sum(one is None for one in given) > 1:
        raise RuleBroken("plan_unclear", field=_second_missing(given))
    if plan.money is not None and not 0 < plan.money <= MOST_RUPIAH:
        raise RuleBroken("fund_amount_unusable", field="money", most=MOST_RUPIAH)
    if plan.workers is not None and not 0 < plan.workers <= MOST_WORKERS:
        raise RuleBroken("fund_planned_unusable", field="workers", most=MOST_WORKERS)
    if plan.months is not None and not 0 < plan.months <= MOST_MONTHS:
        raise RuleBroken("plan_months_unusable", field="months", most=MOST_MONTHS)
    if plan.start is not None and not COVER_BEGINS <= plan.start <= LAST_MONTH:
        raise RuleBroken("plan_start_unusable", field="start", first=COVER_BEGINS, last=LAST_MONTH)


def _solved(plan: Plan, price: Cost, since: Month) -> tuple[int, int, int, Month]:
    """What `check_plan` has let through, with the missing one filled in."""
    money, workers, months = plan.money or 0, plan.workers or 0, plan.months or 0
    start = plan.start or _found_start(money, workers, months, price, since)
    match plan.unknown:
        case Unknown.MONEY:
            money = money_needed(workers, months, start, price)
        case Unknown.WORKERS:
            workers = workers_payable(money, months, start, price)
            if not workers:
                refuse_nobody(money, money_needed(1, months, start, price), 1)
        case Unknown.MONTHS:
            months = months_payable(money, workers, start, price)
            if not months:
                refuse_nobody(money, money_needed(workers, 1, start, price), workers)
        case _:
            pass
    return money, workers, months, start


def _found_start(money: int, workers: int, months: int, price: Cost, since: Month) -> Month:
    found = first_start(money, workers, months, price, since)
    if found is None:
        needed = money_needed(workers, months, since, price)
        raise RuleBroken("no_start_found", field="money", short=needed - money, needed=needed)
    return found


def refuse_nobody(money: int, needed: int, workers: int) -> None:
    """A budget that pays nobody: not one month for those it is meant for."""
    raise RuleBroken("budget_pays_nobody", field="amount", money=money, needed=needed, workers=workers)


def _second_missing(given: Sequence[object]) -> str:
    names = [one.value for one, value in zip(Unknown, given, strict=True) if value is None]
    return names[1]


def _span(start: Month, months: int) -> list[Month]:
    return list(start.through(start.plus(months - 1)))


def _known(cost: Cost, month: Month) -> int:
    due = cost(month) if month <= LAST_MONTH else 0
    if due <= 0:
        raise RuleBroken("no_rate_for_month", field="start", month=month)
    return due
