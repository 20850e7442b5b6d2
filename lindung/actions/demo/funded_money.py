"""What funds have paid for the people on their lists, by which SP2D, and what families of those who died received."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from lindung.actions import ledger
from lindung.actions.acts import insert_rows
from lindung.actions.demo.enrolments import PlannedEnrolment
from lindung.actions.demo.founding import Work
from lindung.actions.demo.funded import Member, paper_row
from lindung.actions.ledger import Part, Receipt, Source
from lindung.domain.claims import PAPERS, ClaimKind, ClaimState
from lindung.domain.funds import PaperKind
from lindung.domain.months import Month
from lindung.domain.rates import Tariff
from lindung.models.claims import Claim, ClaimPaper
from lindung.models.funds import FundPaper
from lindung.queries.rates import rate_tables


@dataclass(slots=True)
class Paying:
    """Every month of everybody, as BPJS has received it, and the SP2D of each fund and month."""

    work: Work
    last: Month
    number: str  # of a SP2D, with the number of the month and the year
    receipts: list[Receipt] = field(default_factory=list)
    sums: dict[tuple[int, Month], int] = field(default_factory=dict)

    def collect(self, members: Iterable[Member]) -> None:
        due = cache(rate_tables().due)
        for one in members:
            if one.fund is None:
                continue
            tariff = Tariff.of_code(one.fund.tariff)
            for month in one.months(self.last):
                amount = due(tariff, month)
                parts = (Part(one.enrolment_id, month, amount),)
                self.receipts.append(
                    Receipt(Source.BPJS, self._day(month), amount, parts, self._sp2d(one.fund.id, month))
                )
                key = one.fund.id, month
                self.sums[key] = self.sums.get(key, 0) + amount

    def collect_of_people(self, planned: Iterable[PlannedEnrolment]) -> None:
        """What ASN pay for: each month by itself, without a SP2D."""
        due = cache(rate_tables().due)
        for one in planned:
            if one.first_month is None:
                continue
            for month in one.first_month.through(self.last):
                amount = due(Tariff.of_code(one.tariff), month)
                parts = (Part(one.enrolment_id, month, amount),)
                self.receipts.append(Receipt(Source.BPJS, self._day(month), amount, parts))

    def write(self) -> None:
        self.work.note("payments", len(self.receipts))
        ledger.receive(self.work.deed, self.receipts)
        papers = [
            paper_row(fund_id, self._day(month))
            | {
                "kind": PaperKind.SP2D.value,
                "number": self._sp2d(fund_id, month),
                "month": month,
                "amount": amount,
            }
            for (fund_id, month), amount in sorted(self.sums.items())
        ]
        insert_rows(self.work.deed, FundPaper, papers)

    def _sp2d(self, fund_id: int, month: Month) -> str:
        return self.number.format(month.number % 100 * 10 + fund_id, month.year)

    def _day(self, month: Month) -> date:
        return min(month.first_day() + timedelta(days=11), self.work.today)


def add_claims(work: Work, paid: Sequence[tuple[Member, int]]) -> None:
    """Of those who died: every paper was there, and what the family received."""
    rows = []
    for nth, (one, amount) in enumerate(paid, start=1):
        died_on = one.died_on
        if died_on is None:
            raise ValueError("of those who died")
        rows.append(
            {
                "worker_id": one.worker_id,
                "enrolment_id": one.enrolment_id,
                "kind": ClaimKind.DEATH.value,
                "happened_on": died_on,
                "reported_on": died_on + timedelta(days=1),
                "heir": None,
                "phone": one.phone,
                "helper": one.unit.name,
                "state": ClaimState.PAID.value,
                "expected": amount,
                "submitted_on": died_on + timedelta(days=4),
                "decided_on": died_on + timedelta(days=7),
                "paid_on": min(died_on + timedelta(days=9), work.today),
                "paid": amount,
                "reference": f"JKM-{died_on.year}-{nth:05}",
                "reason": None,
                "note": None,
                "version": 1,
            }
        )
    papers = [
        {"claim_id": id_, "code": code.value, "received_on": row["submitted_on"], "version": 1}
        for id_, row in zip(insert_rows(work.deed, Claim, rows), rows, strict=True)
        for code in PAPERS[ClaimKind.DEATH]
    ]
    insert_rows(work.deed, ClaimPaper, papers)
    work.note("claims", len(rows))
