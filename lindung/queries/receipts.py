"""One worker's money: what was received and given to which month, what is left over, and what an amount would pay."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select

from lindung.domain.credits import Lack, filled, followed
from lindung.domain.errors import NotThere
from lindung.domain.months import Month
from lindung.domain.protection import COVER_BEGINS, COVER_LENGTH
from lindung.domain.rates import Tariff
from lindung.models.accounts import Account
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.ledger import Allocation, MonthCover, Payment
from lindung.models.rates import MonthDue
from lindung.models.sponsors import Sponsor
from lindung.models.workers import Enrolment, Worker
from lindung.queries.reach import is_enrolled_here
from lindung.queries.viewer import Viewer

LAST_MONTH = COVER_BEGINS.plus(COVER_LENGTH - 1)
SAID, CONFIRMED = "opd", "bpjs"  # payment.source


class ReceiptRow(NamedTuple):
    """One row of the ledger; 0 rupiah: credit that reached a later month."""

    id: int
    enrolment_id: int
    paid_on: date
    source: str
    amount: int
    reference: str | None
    parts: list[Lack]  # the months it was given to; negative in a reversal
    reverses_id: int | None
    reason: str | None  # of a reversal
    who: str | None  # None: the server
    at: datetime
    standing: int  # of what an office said: rupiah not reversed by anybody
    kind: str  # of the act


class Credit(NamedTuple):
    """What is left over, by whose word, and which month it waits for."""

    source: str
    amount: int
    next: Lack | None  # None: no month of this payer's is left to pay


class Reversible(NamedTuple):
    """A payment an office may take back, as its page says it."""

    id: int
    worker_id: int
    worker_name: str
    paid_on: date
    amount: int
    standing: int
    months: list[Lack]


class Coverage(NamedTuple):
    """What an amount would pay: months in their order, then later ones out of what is over."""

    tariff: Tariff
    months: list["Covered"]
    amount: int
    follows: list[Lack]
    credit: int  # what is left after that, older credit included
    next: Lack | None


class Covered(NamedTuple):
    month: Month
    due: int
    paid: int  # before
    takes: int

    @property
    def is_paid(self) -> bool:
        return self.paid + self.takes >= self.due


class _Account(NamedTuple):
    """What is stored of one enrolment's months."""

    tariff: Tariff
    first_month: Month
    ended_on: date | None
    dues: dict[Month, int]
    paid: dict[Month, int]  # by this payer
    confirmed: dict[Month, int]
    others: set[Month]  # that somebody else has paid

    def owes(self, month: Month) -> bool:
        """Begun, not over, at a known rate, and nobody else's (R17)."""
        is_over = self.ended_on is not None and self.ended_on <= month.first_day()
        return (
            self.first_month <= month
            and not is_over
            and bool(self.dues.get(month))
            and month not in self.others
        )

    def lacks(self, start: Month, source: str) -> Iterable[Lack]:
        """From `start` on what each month lacks; ends where this payer owes no more."""
        have = self.confirmed if source == CONFIRMED else self.paid
        for month in max(start, self.first_month).through(LAST_MONTH):
            if not self.owes(month):
                return
            yield Lack(month, self.dues[month] - have.get(month, 0))


def receipts(enrolment_ids: Collection[int]) -> list[ReceiptRow]:
    """Newest first; the caller has found the enrolments within the viewer's reach."""
    statement = (
        select(Payment, ActRow.at, ActRow.kind, ActRow.result, Account.name)
        .join(ActRow, ActRow.id == Payment.act_id)
        .outerjoin(Account, Account.id == ActRow.account_id)
        .where(Payment.enrolment_id.in_(enrolment_ids))
        .order_by(Payment.id.desc())
    )
    rows = db.session.execute(statement).all()
    parts = _parts(enrolment_ids)
    standing = _standing(row[0] for row in rows)
    return [
        ReceiptRow(
            one.id,
            one.enrolment_id or 0,
            one.paid_on,
            one.source,
            one.amount,
            one.reference,
            parts.get(one.id, []),
            one.reverses_id,
            result.get("reason"),
            who,
            at,
            standing.get(one.id, 0) if one.source == SAID and one.amount > 0 else 0,
            kind,
        )
        for one, at, kind, result, who in rows
    ]


def credits(rows: Collection[ReceiptRow], enrolment_ids: Collection[int]) -> dict[int, list[Credit]]:
    """What is left over of each enrolment's money, and the month for which it waits."""
    found: dict[int, list[Credit]] = {}
    for id_ in enrolment_ids:
        mine = [one for one in rows if one.enrolment_id == id_]
        for source in (CONFIRMED, SAID):
            left = _left(one for one in mine if one.source == source)
            account = _account(id_) if left > 0 else None
            if account is not None:
                start = _start(mine, source)
                found.setdefault(id_, []).append(Credit(source, left, _next(account, start, source)))
    return found


def reversible(viewer: Viewer, payment_id: int, today: date) -> Reversible:
    """NotThere unless an office of the viewer's said it: what BPJS received is taken back with its file."""
    statement = (
        select(Payment, Worker.id, Worker.name)
        .join(Enrolment, Enrolment.id == Payment.enrolment_id)
        .join(Worker, Worker.id == Enrolment.worker_id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .where(Payment.id == payment_id, Payment.source == SAID, Payment.amount > 0)
        .where(Payment.reverses_id.is_(None), is_enrolled_here(viewer, today))
    )
    row = db.session.execute(statement).first()
    if row is None:
        raise NotThere
    payment, worker_id, name = row
    months = standing_months(payment.id)
    return Reversible(
        payment.id, worker_id, name, payment.paid_on, payment.amount, standing_amount(payment.id), months
    )


def standing_amount(payment_id: int) -> int:
    """What of a payment nothing has reversed yet."""
    either = (Payment.id == payment_id) | (Payment.reverses_id == payment_id)
    return int(db.session.scalar(select(func.sum(Payment.amount)).where(either)) or 0)


def standing_months(payment_id: int) -> list[Lack]:
    """The months it still pays, with how much."""
    either = (Payment.id == payment_id) | (Payment.reverses_id == payment_id)
    statement = (
        select(Allocation.month, func.sum(Allocation.amount))
        .join(Payment, Payment.id == Allocation.payment_id)
        .where(either)
        .group_by(Allocation.month)
        .having(func.sum(Allocation.amount) != 0)
        .order_by(Allocation.month)
    )
    return [Lack(month, int(amount)) for month, amount in db.session.execute(statement)]


def coverage(enrolment_id: int, first: Month, months: int, amount: int | None) -> Coverage | None:
    """What `amount` (None: just what these months lack) would pay; None where some month cannot be paid by it."""
    account = _account(enrolment_id)
    span = list(first.through(first.plus(months - 1)))
    if account is None or not all(account.owes(month) for month in span):
        return None
    lacks = [Lack(month, max(account.dues[month] - account.paid.get(month, 0), 0)) for month in span]
    paid = sum(one.amount for one in lacks) if amount is None else amount
    taken = {one.month: one.amount for one in filled(paid, lacks)}
    rest = paid - sum(taken.values())
    credit = rest + _left(one for one in receipts([enrolment_id]) if one.source == SAID)
    after = max(taken, default=span[-1]).next()
    later = list(account.lacks(after, SAID)) if rest else []
    follows = followed(credit, later)
    left = credit - sum(one.amount for one in follows)
    open_ones = [one for one in later if one.amount > 0][len(follows) :]
    covered = [Covered(one, account.dues[one], account.paid.get(one, 0), taken.get(one, 0)) for one in span]
    return Coverage(account.tariff, covered, paid, follows, left, open_ones[0] if open_ones else None)


def _parts(enrolment_ids: Collection[int]) -> dict[int, list[Lack]]:
    found: dict[int, list[Lack]] = {}
    statement = (
        select(Allocation.payment_id, Allocation.month, Allocation.amount)
        .where(Allocation.enrolment_id.in_(enrolment_ids), Allocation.amount != 0)
        .order_by(Allocation.payment_id, Allocation.month)
    )
    for payment_id, month, amount in db.session.execute(statement):
        found.setdefault(payment_id, []).append(Lack(month, amount))
    return found


def _standing(payments: Iterable[Payment]) -> dict[int, int]:
    found: dict[int, int] = {}
    for one in payments:
        root = one.reverses_id or one.id
        found[root] = found.get(root, 0) + one.amount
    return found


def _left(rows: Iterable[ReceiptRow]) -> int:
    return sum(one.amount - sum(part.amount for part in one.parts) for one in rows)


def _start(rows: Collection[ReceiptRow], source: str) -> Month:
    """After the last month of the newest payment that left something over, as credit itself goes on."""
    found = COVER_BEGINS
    for one in sorted(rows, key=lambda row: row.id):
        if one.source == source and one.parts and one.amount > sum(part.amount for part in one.parts):
            found = max(part.month for part in one.parts).next()
    return found


def _next(account: _Account, start: Month, source: str) -> Lack | None:
    return next((one for one in account.lacks(start, source) if one.amount > 0), None)


def _account(enrolment_id: int) -> _Account | None:
    enrolment = db.session.get(Enrolment, enrolment_id)
    if enrolment is None or enrolment.first_month is None or enrolment.registered_on is None:
        return None
    dues = select(MonthDue.month, MonthDue.amount).where(MonthDue.tariff == enrolment.tariff)
    balances = select(MonthCover).where(
        MonthCover.worker_id == enrolment.worker_id, MonthCover.job == enrolment.job, MonthCover.paid != 0
    )
    found = db.session.scalars(balances).all()
    mine = [one for one in found if one.enrolment_id == enrolment_id]
    return _Account(
        Tariff.of_code(enrolment.tariff),
        enrolment.first_month,
        enrolment.ended_on,
        {row[0]: row[1] for row in db.session.execute(dues)},
        {one.month: one.paid for one in mine},
        {one.month: one.confirmed for one in mine},
        {one.month for one in found if one.enrolment_id != enrolment_id},
    )
