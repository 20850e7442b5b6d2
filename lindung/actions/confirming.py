"""BPJS's money takes the place of what an office said it had paid: confirmed, never doubled (R14, R16)."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import func, select

from lindung.actions.acts import Deed
from lindung.actions.bookkeeping import ROOT, Part, Receipt, Source, credits_of, in_chunks
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.ledger import Allocation, MonthCover, Payment


def replaced(deed: Deed, receipts: Sequence[Receipt]) -> list[Receipt]:
    """Reversing rows for what offices said of the months that these receipts of BPJS pay, and of their rest.

    A month is taken over whole: where BPJS received less than the office said, less was paid.
    """
    received = [one for one in receipts if one.source is Source.BPJS and one.reverses_id is None]
    months = {(part.enrolment_id, part.month) for one in received for part in one.parts if part.amount > 0}
    found = [_reversal(deed, *row) for row in _said(months)]
    return [*found, *_rests(deed, received)]


def _reversal(deed: Deed, root: int, enrolment_id: int, month: Month, amount: int) -> Receipt:
    part = Part(enrolment_id, month, -amount)
    return Receipt(Source.OPD, deed.today, -amount, (part,), None, root, enrolment_id)


def _said(months: Collection[tuple[int, Month]]) -> Iterable[tuple[int, int, Month, int]]:
    """(payment, enrolment, month, rupiah) of what offices said and BPJS has not confirmed yet."""
    open_months = {
        (id_, month)
        for ids in in_chunks(sorted({id_ for id_, _ in months}))
        for id_, month in db.session.execute(
            select(MonthCover.enrolment_id, MonthCover.month).where(
                MonthCover.enrolment_id.in_(ids), MonthCover.paid != MonthCover.confirmed
            )
        )
    } & set(months)
    for ids in in_chunks(sorted({id_ for id_, _ in open_months})):
        statement = (
            select(ROOT, Allocation.enrolment_id, Allocation.month, func.sum(Allocation.amount))
            .join(Payment, Payment.id == Allocation.payment_id)
            .where(Allocation.enrolment_id.in_(ids), Payment.source == Source.OPD.value)
            .group_by(ROOT, Allocation.enrolment_id, Allocation.month)
            .having(func.sum(Allocation.amount) != 0)
            .order_by(ROOT, Allocation.month)
        )
        for root, enrolment_id, month, amount in db.session.execute(statement):
            if (enrolment_id, month) in open_months:
                yield root, enrolment_id, month, int(amount)


def _rests(deed: Deed, received: Sequence[Receipt]) -> list[Receipt]:
    """What is over of BPJS's money is what was over of the office's: not both are credit."""
    rests: dict[int, int] = {}
    for one in received:
        rest = one.amount - sum(part.amount for part in one.parts)
        if one.owner_id is not None and one.amount > 0 and rest > 0:
            rests[one.owner_id] = rests.get(one.owner_id, 0) + rest
    said = {id_: rupiah for (id_, source), rupiah in credits_of(rests).items() if source is Source.OPD}
    doubled = {id_: min(rest, said[id_]) for id_, rest in rests.items() if said.get(id_, 0) > 0}
    found = []
    for root, enrolment_id, rest in _said_over(doubled):
        part = min(rest, doubled[enrolment_id])
        if part > 0:
            doubled[enrolment_id] -= part
            found.append(Receipt(Source.OPD, deed.today, -part, (), None, root, enrolment_id))
    return found


def _said_over(enrolment_ids: Collection[int]) -> Iterable[tuple[int, int, int]]:
    """(payment, enrolment, rupiah) of what offices' payments left over, oldest first: credit follows the newest."""
    for ids in in_chunks(sorted(enrolment_ids)):
        which = (Payment.enrolment_id.in_(ids), Payment.source == Source.OPD.value)
        given = select(ROOT, func.sum(Allocation.amount)).join(
            Allocation, Allocation.payment_id == Payment.id
        )
        parts = dict(db.session.execute(given.where(*which).group_by(ROOT)).all())
        said = select(ROOT, func.max(Payment.enrolment_id), func.sum(Payment.amount))
        for root, enrolment_id, amount in db.session.execute(
            said.where(*which).group_by(ROOT).order_by(ROOT)
        ):
            yield root, int(enrolment_id or 0), int(amount) - int(parts.get(root, 0))
