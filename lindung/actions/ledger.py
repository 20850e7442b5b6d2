"""Money received, given to enrolments and months; and the balance that follows from it (R14, R17). Never commits."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import select

from lindung.actions import credit
from lindung.actions.acts import Deed
from lindung.actions.bookkeeping import (
    Part,
    Payers,
    Receipt,
    Source,
    WorkerMonth,
    cover_text,
    in_chunks,
    key_of,
    locked,
    post,
    rebuild_cover,
)
from lindung.actions.confirming import replaced
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.ledger import MonthCover

__all__ = ["Part", "Receipt", "Refused", "Source", "cover_text", "follow_credit", "rebuild_cover", "receive"]


class Refused(NamedTuple):
    """A receipt of which nothing was written: another enrolment has paid this month of the same worker (ganda)."""

    receipt: Receipt
    month: Month
    payer_id: int  # the enrolment that paid first


def receive(deed: Deed, receipts: Sequence[Receipt]) -> list[Refused]:
    """Writes receipts, one or thousands; balance, credit and cover follow. Returns those that must wait.

    What BPJS received takes the place of what an office said of the same months. The caller counts: inside
    `summaries.difference`, or with a recount afterwards.
    """
    db.session.flush()
    payers = locked(_concerned(receipts))
    accepted, refused = _sorted_out(receipts, payers)
    touched = post(deed, [*accepted, *replaced(deed, accepted)], payers)
    touched |= credit.settle(deed, _concerned(accepted), payers)
    rebuild_cover(touched)
    return refused


def follow_credit(deed: Deed, enrolment_ids: Collection[int]) -> None:
    """Lets credit go on where what months cost has changed."""
    payers = locked(enrolment_ids)
    rebuild_cover(credit.settle(deed, enrolment_ids, payers))


def _concerned(receipts: Sequence[Receipt]) -> set[int]:
    parts = {part.enrolment_id for receipt in receipts for part in receipt.parts}
    return parts | {receipt.owner_id for receipt in receipts if receipt.owner_id is not None}


def _sorted_out(receipts: Sequence[Receipt], payers: Payers) -> tuple[list[Receipt], list[Refused]]:
    """The receipts that may be written, and those that meet another payer; the first of a batch comes first."""
    holders = _holders({payer.worker_id for payer in payers.values()})
    accepted, refused = [], []
    for receipt in receipts:
        wanted = {key_of(part, payers): part.enrolment_id for part in receipt.parts}
        taken = [
            key for key, enrolment_id in wanted.items() if holders.get(key, enrolment_id) != enrolment_id
        ]
        if taken:
            refused.append(Refused(receipt, taken[0].month, holders[taken[0]]))
        else:
            accepted.append(receipt)
            holders |= wanted
    return accepted, refused


def _holders(worker_ids: Collection[int]) -> dict[WorkerMonth, int]:
    """Which enrolment has paid something for each month of these workers."""
    columns = (MonthCover.worker_id, MonthCover.job, MonthCover.month, MonthCover.enrolment_id)
    return {
        WorkerMonth(worker_id, job, month): enrolment_id
        for ids in in_chunks(sorted(worker_ids))
        for worker_id, job, month, enrolment_id in db.session.execute(
            select(*columns).where(MonthCover.worker_id.in_(ids), MonthCover.paid != 0)
        )
    }
