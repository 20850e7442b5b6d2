"""Money received, given to enrolments and months; and the balance that follows from it (R14, R17). Never commits."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import NamedTuple, TypeVar

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.util import identity_key

from lindung.actions.acts import CHUNK, Deed
from lindung.domain.errors import ChangedMeanwhile, RuleBroken
from lindung.domain.months import Month
from lindung.domain.protection import EMPTY_COVER, cover_position
from lindung.models.base import db
from lindung.models.ledger import Allocation, MonthCover, Payment
from lindung.models.rates import MonthDue
from lindung.models.workers import Enrolment

Item = TypeVar("Item")


class Source(StrEnum):
    OPD = "opd"  # an office says so
    BPJS = "bpjs"


class Part(NamedTuple):
    """What a payment gives to one enrolment and one contribution month; negative in a reversal."""

    enrolment_id: int
    month: Month
    amount: int


class Receipt(NamedTuple):
    """Money received on a day. What its parts leave of `amount` is credit."""

    source: Source
    paid_on: date
    amount: int
    parts: tuple[Part, ...]
    reference: str | None = None
    reverses_id: int | None = None


class Refused(NamedTuple):
    """A receipt of which nothing was written: another enrolment has paid this month of the same worker (ganda)."""

    receipt: Receipt
    month: Month
    payer_id: int  # the enrolment that paid first


class WorkerMonth(NamedTuple):
    """At most one payer each (R17)."""

    worker_id: int
    job: int
    month: Month


class _Payer(NamedTuple):
    worker_id: int
    job: int
    tariff: str


class _Added(NamedTuple):
    enrolment_id: int
    amount: int


Payers = dict[int, _Payer]
Added = dict[WorkerMonth, _Added]


def receive(deed: Deed, receipts: Sequence[Receipt]) -> list[Refused]:
    """Writes receipts, one or thousands, and brings balance and cover up to date; returns those that must wait.

    The caller counts: inside `summaries.difference`, or with a recount afterwards.
    """
    db.session.flush()
    payers = _locked({part.enrolment_id for receipt in receipts for part in receipt.parts})
    accepted, refused = _sorted_out(receipts, payers)
    _write(deed, accepted)
    added = _added(accepted, payers)
    _add_to_balance(added, payers)
    rebuild_cover({one.enrolment_id for one in added.values()})
    return refused


def rebuild_cover(enrolment_ids: Collection[int]) -> None:
    """Writes `enrolment.cover` anew from the balance: a month is 1 when its due amount is paid."""
    session = db.session()
    for ids in _chunks(sorted(enrolment_ids)):
        paid = select(MonthCover.enrolment_id, MonthCover.month).where(
            MonthCover.enrolment_id.in_(ids), MonthCover.due > 0, MonthCover.paid >= MonthCover.due
        )
        months: dict[int, list[Month]] = defaultdict(list)
        for enrolment_id, month in session.execute(paid):
            months[enrolment_id].append(month)
        # Not through the ORM: a cover is derived, so neither the version nor the audit trail moves with it.
        session.connection().execute(
            update(Enrolment)
            .where(Enrolment.id == bindparam("enrolment_id"))
            .values(cover=bindparam("text")),
            [{"enrolment_id": id_, "text": cover_text(months[id_])} for id_ in ids],
        )
        for id_ in ids:
            if loaded := session.identity_map.get(identity_key(Enrolment, id_)):
                session.expire(loaded, ["cover"])


def cover_text(paid: Iterable[Month]) -> str:
    """The cover in which exactly these months are paid."""
    text = list(EMPTY_COVER)
    for month in paid:
        text[cover_position(month)] = "1"
    return "".join(text)


def _locked(enrolment_ids: Collection[int]) -> Payers:
    """The enrolments paid for. All those of their workers are locked, so that two payers of one month come in turn."""
    found: Payers = {}
    for ids in _chunks(sorted(enrolment_ids)):
        workers = select(Enrolment.worker_id).where(Enrolment.id.in_(ids))
        statement = (
            select(Enrolment.id, Enrolment.worker_id, Enrolment.job, Enrolment.tariff)
            .where(Enrolment.worker_id.in_(workers))
            .order_by(Enrolment.id)
            .with_for_update()
        )
        found |= {row[0]: _Payer(*row[1:]) for row in db.session.execute(statement)}
    return found


def _sorted_out(receipts: Sequence[Receipt], payers: Payers) -> tuple[list[Receipt], list[Refused]]:
    """The receipts that may be written, and those that meet another payer; the first of a batch comes first."""
    holders = _holders({payer.worker_id for payer in payers.values()})
    accepted, refused = [], []
    for receipt in receipts:
        wanted = {_key(part, payers): part.enrolment_id for part in receipt.parts}
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
        for ids in _chunks(sorted(worker_ids))
        for worker_id, job, month, enrolment_id in db.session.execute(
            select(*columns).where(MonthCover.worker_id.in_(ids), MonthCover.paid != 0)
        )
    }


def _write(deed: Deed, receipts: Sequence[Receipt]) -> None:
    """The append-only rows. They are a trail of their own: each payment names its act."""
    for chunk in _chunks(receipts):
        statement = insert(Payment).returning(Payment.id, sort_by_parameter_order=True)
        rows = [
            {
                "act_id": deed.id,
                "source": receipt.source.value,
                "paid_on": receipt.paid_on,
                "amount": receipt.amount,
                "reference": receipt.reference,
                "reverses_id": receipt.reverses_id,
            }
            for receipt in chunk
        ]
        ids = db.session.scalars(statement, rows).all()
        paired = zip(ids, chunk, strict=True)
        parts = [{"payment_id": id_, **part._asdict()} for id_, receipt in paired for part in receipt.parts]
        if parts:
            db.session.execute(insert(Allocation), parts)


def _added(receipts: Sequence[Receipt], payers: Payers) -> Added:
    added: Added = {}
    for receipt in receipts:
        for part in receipt.parts:
            key = _key(part, payers)
            before = added[key].amount if key in added else 0
            added[key] = _Added(part.enrolment_id, before + part.amount)
    return added


def _add_to_balance(added: Added, payers: Payers) -> None:
    dues = _dues(added, payers)
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(MonthCover)
    new = statement.excluded
    upsert = statement.on_conflict_do_update(
        index_elements=["worker_id", "job", "month"],
        set_={"enrolment_id": new.enrolment_id, "due": new.due, "paid": MonthCover.paid + new.paid},
        where=(MonthCover.enrolment_id == new.enrolment_id) | (MonthCover.paid == 0),
    ).returning(MonthCover.worker_id)
    for keys in _chunks(sorted(added)):
        rows = [
            key._asdict()
            | {"enrolment_id": added[key].enrolment_id, "due": dues[key], "paid": added[key].amount}
            for key in keys
        ]
        # The holders were read under lock. Should a second payer slip in all the same, nothing at all is saved.
        if len(db.session.execute(upsert, rows).all()) != len(rows):
            raise ChangedMeanwhile({})


def _dues(added: Added, payers: Payers) -> dict[WorkerMonth, int]:
    """Each month's own rate (R12): three months paid ahead may cost two different amounts."""
    if not added:
        return {}
    tariffs = {payers[one.enrolment_id].tariff for one in added.values()}
    months = [key.month for key in added]
    statement = select(MonthDue.tariff, MonthDue.month, MonthDue.amount).where(
        MonthDue.tariff.in_(tariffs), MonthDue.month.between(min(months), max(months))
    )
    amounts = {(tariff, month): amount for tariff, month, amount in db.session.execute(statement)}
    dues = {key: amounts.get((payers[one.enrolment_id].tariff, key.month), 0) for key, one in added.items()}
    for key, due in dues.items():
        if not due:
            raise RuleBroken("no_rate_for_month", field="month", month=key.month)
    return dues


def _key(part: Part, payers: Payers) -> WorkerMonth:
    payer = payers[part.enrolment_id]
    return WorkerMonth(payer.worker_id, payer.job, part.month)


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
