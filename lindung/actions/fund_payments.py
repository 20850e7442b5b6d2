"""One contribution month for everybody a fund pays for, in one go: "belum dikonfirmasi BPJS" (R14, R16).

No row is loaded as an object: what is owed comes as ids and rupiah, and the ledger writes it as it writes a file.
"""

from datetime import date

from sqlalchemy import select

from lindung.actions import ledger, own, summaries
from lindung.actions.acts import Deed, act
from lindung.actions.done import Done
from lindung.actions.ledger import Part, Receipt, Source
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.funds import PaperKind
from lindung.domain.months import BEGINNING, Month
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.funds import Fund, FundPaper
from lindung.queries.fund_months import OwedMonth, owed_month, owed_rows, paid_by_month
from lindung.queries.viewer import Viewer

EARLIEST = date(2022, 1, 1)  # where covers begin


def pay_month(
    viewer: Viewer,
    fund_id: int,
    month: Month,
    *,
    paid_on: date,
    reference: str,
    expected_count: int,
    leave_out: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """Pays what is still due of one month, for all; `reference` (the SP2D) becomes a paper of that month.

    RuleBroken: fund_month_outside, no_rate_for_month, fund_nobody_due, fund_month_paid (month), fund_over_budget
    (month: what lacks), fund_reference_missing (reference), day_ahead, day_too_early (paid_on), count_changed; and
    fund_second_payer (leave_out) while some are paid by somebody else and nobody said to leave them out (R17).
    `undo_act` takes all of it back by reversing rows.
    """
    with act(viewer, "payment.fund", today=today, key=key) as deed:
        fund = _own_fund(viewer, fund_id, today)
        words = _checked(fund, month, paid_on, reference, today)
        # Since the beginning: credit that is set going may pay any month.
        with summaries.difference(deed, [fund.sponsor_id], since=BEGINNING):
            owed = owed_month(fund.sponsor_id, month)
            _refuse(fund, month, owed, leave_out=leave_out)
            own.check_count(expected_count, owed.workers)
            _receive(deed, fund, month, paid_on, words)
        _note(fund, month, paid_on, words, owed.amount)
        done = Done(deed.id, count=owed.workers, record_id=fund.id)
        deed.result = done.result | {"month": str(month), "amount": owed.amount, "fund": fund.id}
    return done


def _own_fund(viewer: Viewer, fund_id: int, today: date) -> Fund:
    """Under lock: two who pay at once come in turn, and the second sees what is left of the budget."""
    statement = select(Fund).where(Fund.id == fund_id).with_for_update()
    fund = db.session.scalars(statement.execution_options(populate_existing=True)).first()
    if fund is None:
        raise NotThere
    own.own_sponsor(viewer, fund.sponsor_id, Act.RECORD_PAYMENTS, today)
    return fund


def _checked(fund: Fund, month: Month, paid_on: date, reference: str, today: date) -> str:
    if not fund.first_month <= month <= fund.last_month:
        raise RuleBroken(
            "fund_month_outside", field="month", month=month, first=fund.first_month, last=fund.last_month
        )
    own.check_day(paid_on, today, "paid_on")
    if paid_on < EARLIEST:
        raise RuleBroken("day_too_early", field="paid_on")
    words = own.short_text(reference, "reference")
    if not words:
        raise RuleBroken("fund_reference_missing", field="reference")
    return words


def _refuse(fund: Fund, month: Month, owed: OwedMonth, *, leave_out: bool) -> None:
    if owed.unrated:
        raise RuleBroken("no_rate_for_month", field="month", month=month)
    if owed.elsewhere and not leave_out:
        raise RuleBroken(
            "fund_second_payer",
            field="leave_out",
            count=owed.elsewhere,
            who=", ".join(owed.names),
            month=month,
        )
    if not owed.workers:
        raise RuleBroken("fund_month_paid" if owed.settled else "fund_nobody_due", field="month", month=month)
    left = fund.amount - sum(one.paid for one in paid_by_month(fund.sponsor_id).values())
    if owed.amount > left:
        raise RuleBroken(
            "fund_over_budget",
            field="month",
            amount=owed.amount,
            left=left,
            short=owed.amount - left,
            month=month,
        )


def _receive(deed: Deed, fund: Fund, month: Month, paid_on: date, words: str) -> None:
    receipts = [
        Receipt(
            Source.OPD,
            paid_on,
            row.left,
            (Part(row.enrolment_id, month, row.left),),
            words,
            enrolment_id=row.enrolment_id,
        )
        for row in owed_rows(fund.sponsor_id, month)
    ]
    if refused := ledger.receive(deed, receipts):
        raise RuleBroken("count_changed", expected=len(receipts), found=len(receipts) - len(refused))


def _note(fund: Fund, month: Month, paid_on: date, words: str, amount: int) -> None:
    """The SP2D stands among the fund's papers, once, even if it was noted before the money went out."""
    statement = select(FundPaper.id).where(
        FundPaper.fund_id == fund.id, FundPaper.number == words, FundPaper.month == month
    )
    if db.session.scalar(statement.limit(1)) is None:
        db.session.add(
            FundPaper(
                fund_id=fund.id,
                kind=PaperKind.SP2D.value,
                number=words,
                dated_on=paid_on,
                month=month,
                amount=amount,
            )
        )
