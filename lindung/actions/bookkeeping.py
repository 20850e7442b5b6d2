"""The append-only rows of the ledger, and the balance and cover that follow from them (R14). Never commits."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import NamedTuple, TypeVar

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.util import identity_key

from lindung.actions.acts import CHUNK, Deed, reserved_ids
from lindung.domain.errors import ChangedMeanwhile, RuleBroken
from lindung.domain.months import Month
from lindung.domain.protection import EMPTY_COVER, cover_position
from lindung.models.base import Base, db
from lindung.models.ledger import Allocation, MonthCover, Payment
from lindung.models.rates import MonthDue
from lindung.models.workers import Enrolment

Item = TypeVar("Item")
PAYMENT, ALLOCATION = (Base.metadata.tables[one.__tablename__] for one in (Payment, Allocation))
# A payment together with the rows that reverse it.
ROOT = func.coalesce(Payment.reverses_id, Payment.id)


class Source(StrEnum):
    OPD = "opd"  # an office says so
    BPJS = "bpjs"


class Part(NamedTuple):
    """What a payment gives to one enrolment and one contribution month; negative in a reversal.

    A part of nothing only says which month the money came for, when all of it is credit.
    """

    enrolment_id: int
    month: Month
    amount: int


class Receipt(NamedTuple):
    """Money received on a day. What its parts leave of `amount` is credit of `enrolment_id`, or of its parts'."""

    source: Source
    paid_on: date
    amount: int
    parts: tuple[Part, ...]
    reference: str | None = None
    reverses_id: int | None = None
    enrolment_id: int | None = None

    @property
    def owner_id(self) -> int | None:
        return self.enrolment_id or (self.parts[0].enrolment_id if self.parts else None)


class WorkerMonth(NamedTuple):
    """At most one payer each (R17)."""

    worker_id: int
    job: int
    month: Month


class Payer(NamedTuple):
    """What the ledger must know of an enrolment."""

    worker_id: int
    job: int
    tariff: str
    first_month: Month | None
    ended_on: date | None


class _Added(NamedTuple):
    enrolment_id: int
    paid: int
    confirmed: int


Payers = dict[int, Payer]
Added = dict[WorkerMonth, _Added]
Credits = dict[tuple[int, Source], int]


def locked(enrolment_ids: Collection[int]) -> Payers:
    """The enrolments paid for. All those of their workers are locked, so that two payers of one month come in turn."""
    found: Payers = {}
    for ids in in_chunks(sorted(enrolment_ids)):
        workers = select(Enrolment.worker_id).where(Enrolment.id.in_(ids))
        columns = (
            Enrolment.worker_id,
            Enrolment.job,
            Enrolment.tariff,
            Enrolment.first_month,
            Enrolment.ended_on,
        )
        statement = (
            select(Enrolment.id, *columns)
            .where(Enrolment.worker_id.in_(workers))
            .order_by(Enrolment.id)
            .with_for_update()
        )
        found |= {row[0]: Payer(*row[1:]) for row in db.session.execute(statement)}
    return found


def key_of(part: Part, payers: Payers) -> WorkerMonth:
    payer = payers[part.enrolment_id]
    return WorkerMonth(payer.worker_id, payer.job, part.month)


def post(deed: Deed, receipts: Sequence[Receipt], payers: Payers) -> set[int]:
    """Writes receipts and adds them to the balance; returns the enrolments whose months changed."""
    _write(deed, receipts)
    added = _added(receipts, payers)
    _add_to_balance(added, payers)
    return {one.enrolment_id for one in added.values()}


def rebuild_cover(enrolment_ids: Collection[int]) -> None:
    """Writes `enrolment.cover` anew from the balance: a month is 1 when its due amount is paid, whoever paid it.

    A worker's job has one history (R18): all enrolments of it show the same months, so that the ladder goes on when
    the payer changes. Those of the same job are therefore written with the ones named.
    """
    session = db.session()
    for ids in in_chunks(sorted(enrolment_ids)):
        workers = select(Enrolment.worker_id).where(Enrolment.id.in_(ids))
        paid = select(MonthCover.worker_id, MonthCover.job, MonthCover.month).where(
            MonthCover.worker_id.in_(workers), MonthCover.due > 0, MonthCover.paid >= MonthCover.due
        )
        months: dict[tuple[int, int], list[Month]] = defaultdict(list)
        for worker_id, job, month in session.execute(paid):
            months[worker_id, job].append(month)
        stored = select(Enrolment.id, Enrolment.worker_id, Enrolment.job, Enrolment.cover)
        texts = [
            {"enrolment_id": id_, "text": text}
            for id_, worker_id, job, cover in session.execute(stored.where(Enrolment.worker_id.in_(workers)))
            if cover != (text := cover_text(months[worker_id, job]))
        ]
        if not texts:
            continue
        # Not through the ORM: a cover is derived, so neither the version nor the audit trail moves with it.
        session.connection().execute(
            update(Enrolment)
            .where(Enrolment.id == bindparam("enrolment_id"))
            .values(cover=bindparam("text")),
            texts,
        )
        for one in texts:
            if loaded := session.identity_map.get(identity_key(Enrolment, one["enrolment_id"])):
                session.expire(loaded, ["cover"])


def cover_text(paid: Iterable[Month]) -> str:
    """The cover in which exactly these months are paid."""
    text = list(EMPTY_COVER)
    for month in paid:
        text[cover_position(month)] = "1"
    return "".join(text)


def _write(deed: Deed, receipts: Sequence[Receipt]) -> None:
    """The append-only rows. They are a trail of their own: each payment names its act."""
    ids = reserved_ids(Payment.__tablename__, len(receipts))
    for paired in in_chunks(zip(ids, receipts, strict=True)):
        rows = [
            {
                "id": id_,
                "act_id": deed.id,
                "source": receipt.source.value,
                "paid_on": receipt.paid_on,
                "amount": receipt.amount,
                "reference": receipt.reference,
                "enrolment_id": receipt.owner_id,
                "reverses_id": receipt.reverses_id,
            }
            for id_, receipt in paired
        ]
        db.session.execute(insert(PAYMENT), rows)
        parts = [{"payment_id": id_, **part._asdict()} for id_, receipt in paired for part in receipt.parts]
        if parts:
            db.session.execute(insert(ALLOCATION), parts)


def _added(receipts: Sequence[Receipt], payers: Payers) -> Added:
    added: Added = {}
    for receipt in receipts:
        for part in receipt.parts:
            key = key_of(part, payers)
            paid, confirmed = added[key][1:] if key in added else (0, 0)
            by_bpjs = part.amount if receipt.source is Source.BPJS else 0
            added[key] = _Added(part.enrolment_id, paid + part.amount, confirmed + by_bpjs)
    return added


def _add_to_balance(added: Added, payers: Payers) -> None:
    dues = _dues(added, payers)
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(MonthCover)
    new = statement.excluded
    upsert = statement.on_conflict_do_update(
        index_elements=["worker_id", "job", "month"],
        set_={
            "enrolment_id": new.enrolment_id,
            "due": new.due,
            "paid": MonthCover.paid + new.paid,
            "confirmed": MonthCover.confirmed + new.confirmed,
        },
        where=(MonthCover.enrolment_id == new.enrolment_id) | (MonthCover.paid == 0),
    ).returning(MonthCover.worker_id)
    for keys in in_chunks(sorted(added)):
        rows = [key._asdict() | added[key]._asdict() | {"due": dues[key]} for key in keys]
        # The holders were read under lock. Should a second payer slip in all the same, nothing at all is saved.
        if len(db.session.execute(upsert, rows).all()) != len(rows):
            raise ChangedMeanwhile({})


def _dues(added: Added, payers: Payers) -> dict[WorkerMonth, int]:
    """Each month's own rate (R12): three months paid ahead may cost two different amounts."""
    if not added:
        return {}
    months = [key.month for key in added]
    amounts = month_dues(
        {payers[one.enrolment_id].tariff for one in added.values()}, min(months), max(months)
    )
    dues = {key: amounts.get((payers[one.enrolment_id].tariff, key.month), 0) for key, one in added.items()}
    for key, due in dues.items():
        if not due and added[key].paid >= 0:  # money is taken back from a month whose rate was taken away too
            raise RuleBroken("no_rate_for_month", field="month", month=key.month)
    return dues


def month_dues(tariffs: Collection[str], first: Month, last: Month) -> dict[tuple[str, Month], int]:
    """What each tariff owes in each of these months."""
    statement = select(MonthDue.tariff, MonthDue.month, MonthDue.amount).where(
        MonthDue.tariff.in_(tariffs), MonthDue.month.between(first, last)
    )
    return {(tariff, month): amount for tariff, month, amount in db.session.execute(statement)}


def credits_of(enrolment_ids: Collection[int]) -> Credits:
    """What each enrolment has over, by whose word; those with nothing over are left out."""
    found: Credits = {}
    for ids in in_chunks(sorted(enrolment_ids)):
        received = select(Payment.enrolment_id, Payment.source, func.sum(Payment.amount))
        given = select(Payment.enrolment_id, Payment.source, -func.sum(Allocation.amount)).join(
            Allocation, Allocation.payment_id == Payment.id
        )
        for statement in (received, given):
            grouped = statement.where(Payment.enrolment_id.in_(ids)).group_by(
                Payment.enrolment_id, Payment.source
            )
            for enrolment_id, source, amount in db.session.execute(grouped):
                if enrolment_id is not None:
                    key = (enrolment_id, Source(source))
                    found[key] = found.get(key, 0) + int(amount)
    return {key: amount for key, amount in found.items() if amount}


def in_chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
