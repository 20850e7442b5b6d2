"""Credit: what a payment left over, and how it goes on to the enrolment's next unpaid months (R14, R16)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from lindung.actions.acts import Deed
from lindung.actions.bookkeeping import (
    ROOT,
    Credits,
    Part,
    Payer,
    Payers,
    Receipt,
    Source,
    credits_of,
    in_chunks,
    month_dues,
    post,
)
from lindung.actions.confirming import replaced
from lindung.domain.credits import Lack, followed, taken_back
from lindung.domain.months import Month
from lindung.domain.protection import COVER_BEGINS, COVER_LENGTH
from lindung.models.base import db
from lindung.models.ledger import Allocation, MonthCover, Payment

LAST_MONTH = COVER_BEGINS.plus(COVER_LENGTH - 1)


class _Balance(NamedTuple):
    enrolment_id: int
    paid: int
    confirmed: int


Balances = dict[tuple[int, int, Month], _Balance]


def settle(deed: Deed, enrolment_ids: Collection[int], payers: Payers) -> set[int]:
    """Credit that reaches the next unpaid month pays it; what was given and is no longer there is taken back.

    Inner step of `ledger.receive`. Returns the enrolments whose months changed.
    """
    found = credits_of(enrolment_ids)
    touched = post(deed, _taken_back(deed, {key: -one for key, one in found.items() if one < 0}), payers)
    for source in (Source.BPJS, Source.OPD):  # what BPJS received takes the place of what an office said
        if touched:
            found = credits_of(enrolment_ids)
        rich = {id_: one for (id_, of), one in found.items() if one > 0 and of is source}
        given = list(_given(deed, source, rich, payers)) if rich else []
        touched |= post(deed, [*given, *replaced(deed, given)], payers) if given else set()
    return touched


def _taken_back(deed: Deed, debts: Credits) -> list[Receipt]:
    """Months that credit had paid, newest first, given back until nothing is owed."""
    receipts = []
    for (enrolment_id, source), debt in debts.items():
        given = _given_before(enrolment_id, source)
        for lack in taken_back(debt, (part for _, part in given)):
            root = next(root for root, part in given if part == lack)
            part = Part(enrolment_id, lack.month, -lack.amount)
            receipts.append(Receipt(source, deed.today, 0, (part,), None, root, enrolment_id))
    return receipts


def _given_before(enrolment_id: int, source: Source) -> list[tuple[int, Lack]]:
    """(payment, month and rupiah) that credit has paid and still pays, newest first."""
    first = aliased(Payment)
    statement = (
        select(ROOT, Allocation.month, func.sum(Allocation.amount))
        .join(Payment, Payment.id == Allocation.payment_id)
        .join(first, first.id == ROOT)
        .where(Payment.enrolment_id == enrolment_id, Payment.source == source.value, first.amount == 0)
        .group_by(ROOT, Allocation.month)
        .having(func.sum(Allocation.amount) > 0)
        .order_by(ROOT.desc(), Allocation.month.desc())
    )
    return [(root, Lack(month, int(amount))) for root, month, amount in db.session.execute(statement)]


def _given(deed: Deed, source: Source, rich: dict[int, int], payers: Payers) -> Iterator[Receipt]:
    """What the credit of each of these pays now."""
    starts = _starts(source, rich)
    if not starts:
        return
    mine = {id_: payers[id_] for id_ in starts}
    dues = month_dues({one.tariff for one in mine.values()}, min(starts.values()), LAST_MONTH)
    balances = _balances({one.worker_id for one in mine.values()})
    for id_, start in sorted(starts.items()):
        lacks = _lacks(id_, mine[id_], start, source, dues, balances)
        parts = tuple(Part(id_, month, amount) for month, amount in followed(rich[id_], lacks))
        if parts:
            yield Receipt(source, deed.today, 0, parts, None, None, id_)


def _starts(source: Source, enrolment_ids: Iterable[int]) -> dict[int, Month]:
    """Where credit begins to look: after the last month of the newest payment that left something over."""
    found: dict[int, Month] = {}
    for ids in in_chunks(sorted(enrolment_ids)):
        which = (Payment.enrolment_id.in_(ids), Payment.source == source.value)
        received = select(ROOT, func.max(Payment.enrolment_id), func.sum(Payment.amount))
        given = select(ROOT, func.sum(Allocation.amount), func.max(Allocation.month)).join(
            Allocation, Allocation.payment_id == Payment.id
        )
        parts = {
            row[0]: (int(row[1]), row[2]) for row in db.session.execute(given.where(*which).group_by(ROOT))
        }
        rows = db.session.execute(received.where(*which).group_by(ROOT).order_by(ROOT))
        for root, enrolment_id, amount in rows:
            if (
                enrolment_id is not None
                and root in parts
                and int(amount) > parts[root][0]
                and parts[root][1] < LAST_MONTH
            ):
                found[enrolment_id] = parts[root][1].next()  # the newest comes last
    return found


def _lacks(
    enrolment_id: int,
    payer: Payer,
    start: Month,
    source: Source,
    dues: dict[tuple[str, Month], int],
    balances: Balances,
) -> Iterator[Lack]:
    """What its months lack from `start` on; ends where it ends, where no rate is known, where another one pays."""
    if payer.first_month is None:
        return
    for month in max(start, payer.first_month).through(LAST_MONTH):
        due = dues.get((payer.tariff, month), 0)
        balance = balances.get((payer.worker_id, payer.job, month), _Balance(enrolment_id, 0, 0))
        is_over = payer.ended_on is not None and payer.ended_on <= month.first_day()
        if is_over or not due or (balance.paid and balance.enrolment_id != enrolment_id):
            return
        yield Lack(month, due - (balance.confirmed if source is Source.BPJS else balance.paid))


def _balances(worker_ids: Collection[int]) -> Balances:
    columns = (MonthCover.enrolment_id, MonthCover.paid, MonthCover.confirmed)
    return {
        (worker_id, job, month): _Balance(*rest)
        for ids in in_chunks(sorted(worker_ids))
        for worker_id, job, month, *rest in db.session.execute(
            select(MonthCover.worker_id, MonthCover.job, MonthCover.month, *columns).where(
                MonthCover.worker_id.in_(ids)
            )
        )
    }


def has_credit(enrolment_ids: Sequence[int]) -> bool:
    """Whether a payment for one of these may set older credit going, and with it any of their months."""
    return bool(credits_of(enrolment_ids))
