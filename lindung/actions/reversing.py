"""Taking payments back: the ledger is append-only, so each is answered by a row that reverses it. Never commits."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, select

from lindung.actions import ledger
from lindung.actions.acts import Deed
from lindung.actions.ledger import Part, Receipt, Source
from lindung.domain.errors import RuleBroken
from lindung.models.accounts import Account
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.ledger import Allocation, Payment
from lindung.queries.staging import chunks
from lindung.queries.undoing import stands_after
from lindung.queries.viewer import CONSOLE


def payments_of(act_id: int) -> Sequence[Payment]:
    return db.session.scalars(select(Payment).where(Payment.act_id == act_id).order_by(Payment.id)).all()


def paid_by(payments: Sequence[Payment]) -> set[int]:
    """The enrolments whose months they paid."""
    found: set[int] = set()
    for ids in chunks([payment.id for payment in payments]):
        statement = select(Allocation.enrolment_id).where(Allocation.payment_id.in_(ids))
        found.update(db.session.scalars(statement))
    return found


def reverse(deed: Deed, payments: Sequence[Payment]) -> None:
    """One reversing row for each; months and balance follow. What reverses a reversal lets the first payment stand."""
    parts: dict[int, list[Part]] = {payment.id: [] for payment in payments}
    for row in _allocations(payment.id for payment in payments):
        parts[row.payment_id].append(Part(row.enrolment_id, row.month, -row.amount))
    receipts = [
        Receipt(
            Source(payment.source),
            deed.today,
            -payment.amount,
            tuple(parts[payment.id]),
            payment.reference,
            payment.reverses_id or payment.id,
            payment.enrolment_id,
        )
        for payment in payments
    ]
    if receipts and ledger.receive(deed, receipts):
        raise RuleBroken("undo_paid_later", who="", at=deed.today)


def refuse_paid_later(act_id: int, enrolment_ids: Collection[int], payments: Sequence[Payment]) -> None:
    """Money that came later for what would be taken back: a registration under it, or the same month again."""
    for ids in chunks(sorted(enrolment_ids)):
        _refuse(act_id, [Allocation.enrolment_id.in_(ids)])
    mine = {(row.enrolment_id, row.month) for row in _allocations(payment.id for payment in payments)}
    for month in {month for _, month in mine}:
        for ids in chunks(sorted(id_ for id_, paid in mine if paid == month)):
            _refuse(act_id, [Allocation.enrolment_id.in_(ids), Allocation.month == month])


def _refuse(act_id: int, which: Sequence[ColumnElement[bool]]) -> None:
    later = db.session.execute(
        select(ActRow.at, Account.name)
        .select_from(Allocation)
        .join(Payment, Payment.id == Allocation.payment_id)
        .join(ActRow, ActRow.id == Payment.act_id)
        .outerjoin(Account, Account.id == ActRow.account_id)
        .where(*which, Payment.act_id > act_id, stands_after(act_id))
        .order_by(Payment.id)
        .limit(1)
    ).first()
    if later:
        raise RuleBroken("undo_paid_later", who=later.name or CONSOLE.name, at=later.at)


def _allocations(payment_ids: Iterable[int]) -> list[Allocation]:
    found: list[Allocation] = []
    for ids in chunks(payment_ids):
        statement = select(Allocation).where(Allocation.payment_id.in_(ids)).order_by(Allocation.id)
        found += db.session.scalars(statement)
    return found
