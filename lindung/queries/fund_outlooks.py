"""How far each fund of a programme reaches: what was paid, what the months to come cost, and what follows the last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from lindung.domain.budgets import Cliff, Cost, NobodyFull, Outcome, cliff, nobody_full, of_workers, reach
from lindung.domain.months import Month
from lindung.domain.protection import Ladder
from lindung.domain.rates import Tables, Tariff
from lindung.queries.circulars import CircularRow
from lindung.queries.fund_months import usual_price
from lindung.queries.programmes import FundRow, PaperRow
from lindung.queries.rates import rate_tables
from lindung.queries.thresholds import thresholds


@dataclass(frozen=True, slots=True)
class FundOutlook:
    """Of a fund whose money the viewer reads."""

    fund: FundRow
    workers: int  # those it pays for, or while there are none those it is meant for
    is_planned: bool
    monthly: int  # what the next month costs
    paid_months: int
    outcome: Outcome  # of what is left, from the next month on
    cliff: Cliff | None
    warning: NobodyFull | None
    ladder: Ladder

    @property
    def months(self) -> int:
        """Paid and still payable."""
        return self.paid_months + self.outcome.months

    @property
    def next_month(self) -> Month | None:
        """The one to be paid next; None once the period is over."""
        return self.outcome.start if self.outcome.start <= self.fund.last_month else None


class Realised(NamedTuple):
    """One month of one fund: what it should cost, what was paid, what that leaves, and the papers it rests on."""

    fund: FundRow
    month: Month
    planned: int  # rupiah
    workers: int  # paid for
    paid: int
    confirmed: int
    left: int  # of the budget, after this month
    papers: list[PaperRow]

    @property
    def on_paper(self) -> int:
        return sum(one.amount or 0 for one in self.papers)

    @property
    def is_tied(self) -> bool:
        """Its papers say as much as was paid."""
        return self.paid == self.on_paper


def fund_outlooks(circular: CircularRow, funds: Sequence[FundRow], today: date) -> list[FundOutlook]:
    tables, ladder = rate_tables(), thresholds().ladder(Month.of(today))
    return [_outlook(circular, fund, tables, ladder) for fund in funds if fund.is_whole]


def realised(circular: CircularRow, funds: Sequence[FundRow], papers: Sequence[PaperRow]) -> list[Realised]:
    """Every month of every fund's period, and any other in which it paid."""
    tables, rows = rate_tables(), []
    for fund in funds:
        if not fund.is_whole:
            continue
        cost, left = cost_of(circular, fund, tables), fund.amount
        for month in sorted({*fund.first_month.through(fund.last_month), *fund.paid}):
            paid = fund.paid.get(month)
            left -= paid.paid if paid else 0
            mine = [one for one in papers if one.fund_id == fund.id and one.month == month and one.amount]
            rows.append(
                Realised(
                    fund,
                    month,
                    cost(month),
                    paid.workers if paid else 0,
                    paid.paid if paid else 0,
                    paid.confirmed if paid else 0,
                    left,
                    mine,
                )
            )
    return rows


def cost_of(circular: CircularRow, fund: FundRow, tables: Tables) -> Cost:
    """What a month costs for whom the fund pays for, by each one's tariff; while there is nobody, for the planned."""
    if not fund.workers:
        programmes = [one.value for one in circular.programmes]
        return of_workers(usual_price(programmes, fund.is_public, tables), fund.planned or 0)
    tariffs = [(Tariff.of_code(code), count) for code, count in fund.by_tariff.items()]
    return lambda month: sum(tables.due(tariff, month) * count for tariff, count in tariffs)


def _outlook(circular: CircularRow, fund: FundRow, tables: Tables, ladder: Ladder) -> FundOutlook:
    cost = cost_of(circular, fund, tables)
    start = max([fund.first_month, *(month.next() for month in fund.paid)])
    workers = fund.workers or fund.planned or 0
    monthly = cost(start)
    if not monthly:  # nobody, or no rate: there is nothing to reckon with
        outcome = Outcome(fund.left, start, (), 0, 0, fund.left, start, 0, fund.last_month)
        return FundOutlook(fund, workers, not fund.workers, 0, len(fund.paid), outcome, None, None, ladder)
    outcome = reach(fund.left, start, cost, fund.last_month)
    paid_months = len(fund.paid)
    return FundOutlook(
        fund,
        workers,
        not fund.workers,
        monthly,
        paid_months,
        outcome,
        cliff(outcome, cost, ladder, already=paid_months),
        nobody_full(outcome, cost, ladder, already=paid_months),
        ladder,
    )
