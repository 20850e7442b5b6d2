"""For how many more people a fund's money reaches to its end: an estimate by today's rates (R12, R13)."""

from datetime import date
from typing import NamedTuple

from lindung.domain.months import Month
from lindung.queries.circulars import CircularRow
from lindung.queries.fund_months import usual_price
from lindung.queries.programmes import FundRow, funds_of
from lindung.queries.rates import rate_tables
from lindung.queries.viewer import Viewer


class Room(NamedTuple):
    fund_id: int
    name: str
    last_month: Month
    months: int  # still to be paid
    people: int  # more than those who are covered


def rooms(viewer: Viewer, circular: CircularRow, today: date) -> list[Room]:
    """Funds that still run, by name; who could be taken in beside those already there, each to the end."""
    running, tables = Month.of(today), rate_tables()
    found = []
    for fund in funds_of(viewer, circular.id, today):
        if fund.last_month < running:
            continue
        price = usual_price([one.value for one in circular.programmes], fund.is_public, tables)
        months = _open_months(fund, running)
        cost = sum(price(month) for month in months)
        left = max(fund.amount - fund.spent, 0)
        payable = left // cost if cost else 0
        found.append(Room(fund.id, fund.name, fund.last_month, len(months), max(payable - fund.workers, 0)))
    return found


def _open_months(fund: FundRow, running: Month) -> list[Month]:
    """From the running month, or the first one, to the last; a month that was paid in part counts as paid."""
    first = max(fund.first_month, running)
    return [month for month in first.through(fund.last_month) if month not in fund.paid]
