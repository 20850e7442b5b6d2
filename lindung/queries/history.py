"""What happened to a record: the audit entries about it and the contributions received, newest first."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, false, or_, select

from lindung.domain.months import Month
from lindung.models.accounts import Account
from lindung.models.acts import ActRow, AuditEntry
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.ledger import Allocation, Payment
from lindung.models.sponsors import Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Worker
from lindung.queries.viewer import Viewer

LONGEST = 100  # entries of one page's history
# What a history never tells, whoever reads it: full identifiers, and copies that only lists need.
HIDDEN = frozenset({"nik_index", "nik_last4", "name_key", "path", "cover", "version", "opd_id", "id"})
WITHHELD = frozenset({"nik"})  # that it changed is told; neither value leaves this floor (R25)
POINTERS = (
    *("owner_id", "unit_id", "parent_id", "circular_id", "successor_id", "worker_id", "sponsor_id"),
    "to_sponsor_id",
)

Values = Mapping[str, Any]


class Change(NamedTuple):
    """One record before and after one act."""

    act_id: int  # acts follow each other by it, whatever the clock said
    at: datetime
    who: str | None  # None: the console
    kind: str  # of the act
    record: str
    before: Values | None
    after: Values | None
    result: Values  # what the act said of itself, such as a reason
    is_undone: bool
    undoes: bool


class Receipt(NamedTuple):
    """Part of a payment that reached an enrolment's month."""

    act_id: int
    at: datetime
    who: str | None
    month: Month
    amount: int
    source: str  # opd or bpjs
    paid_on: date
    reference: str | None


class History(NamedTuple):
    entries: list[Change | Receipt]
    names: dict[tuple[str, int], str]  # (table, id) -> how a unit, a circular or a person is called
    is_cut: bool


def history(
    viewer: Viewer,
    subjects: Mapping[str, Collection[int]],
    *,
    receipts_of: Collection[int] = (),
    limit: int = LONGEST,
) -> History:
    """Entries about records the caller has already found within the viewer's reach; `subjects` is table -> ids."""
    changes = _changes(subjects, limit + 1)
    found: list[Change | Receipt] = [*changes, *_receipts(receipts_of, limit + 1)]
    found.sort(key=lambda entry: entry.act_id, reverse=True)
    kept = found[:limit]
    return History(kept, _names(kept), len(found) > limit)


def last_change(record: str, record_id: int) -> tuple[str | None, datetime] | None:
    """Who saved a record last, and when; told to the person who was slower."""
    statement = (
        select(Account.name, ActRow.at)
        .select_from(AuditEntry)
        .join(ActRow, ActRow.id == AuditEntry.act_id)
        .outerjoin(Account, Account.id == ActRow.account_id)
        .where(AuditEntry.record == record, AuditEntry.record_id == record_id)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    row = db.session.execute(statement).first()
    return (row[0], row[1]) if row else None


def withdrawn_answers(sponsor_id: int) -> list[int]:
    """Answers of his that were taken away: their rows are gone, their history is not."""
    statement = (
        select(AuditEntry.record_id)
        .join(ActRow, ActRow.id == AuditEntry.act_id)
        .where(ActRow.kind == "declaration.withdraw", ActRow.result["id"].as_integer() == sponsor_id)
        .where(AuditEntry.record == "declaration")
    )
    return list(db.session.scalars(statement))


def _changes(subjects: Mapping[str, Collection[int]], limit: int) -> list[Change]:
    about = [
        and_(AuditEntry.record == record, AuditEntry.record_id.in_(ids))
        for record, ids in subjects.items()
        if ids
    ]
    statement = (
        select(
            ActRow.id,
            ActRow.at,
            Account.name,
            ActRow.kind,
            AuditEntry.record,
            AuditEntry.before,
            AuditEntry.after,
            ActRow.result,
            ActRow.undone_by_id,
            ActRow.undoes_id,
        )
        .select_from(AuditEntry)
        .join(ActRow, ActRow.id == AuditEntry.act_id)
        .outerjoin(Account, Account.id == ActRow.account_id)
        .where(or_(false(), *about))
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    entries = []
    for act_id, at, who, kind, record, before, after, result, undone_by, undoes in db.session.execute(
        statement
    ):
        shown_before, shown_after = _shown(before), _shown(after)
        if shown_before or shown_after or before is None or after is None:
            change = Change(
                act_id,
                at,
                who,
                kind,
                record,
                shown_before,
                shown_after,
                result,
                undone_by is not None,
                undoes is not None,
            )
            entries.append(change)
    return entries


def _shown(values: Values | None) -> Values | None:
    if values is None:
        return None
    shown = {name: value for name, value in values.items() if name not in HIDDEN}
    return shown | dict.fromkeys(WITHHELD & set(shown))


def _receipts(enrolment_ids: Collection[int], limit: int) -> list[Receipt]:
    if not enrolment_ids:
        return []
    statement = (
        select(
            ActRow.id,
            ActRow.at,
            Account.name,
            Allocation.month,
            Allocation.amount,
            Payment.source,
            Payment.paid_on,
            Payment.reference,
        )
        .join(Payment, Payment.id == Allocation.payment_id)
        .join(ActRow, ActRow.id == Payment.act_id)
        .outerjoin(Account, Account.id == ActRow.account_id)
        .where(Allocation.enrolment_id.in_(enrolment_ids), Allocation.amount != 0)
        .order_by(Allocation.month.desc(), Allocation.id.desc())
        .limit(limit)
    )
    return [Receipt(*row) for row in db.session.execute(statement)]


def _names(entries: Collection[Change | Receipt]) -> dict[tuple[str, int], str]:
    """How the records are called that entries point at by id."""
    wanted: dict[str, set[int]] = {}
    for entry in entries:
        if isinstance(entry, Change):
            for values in (entry.before or {}, entry.after or {}):
                for column in POINTERS:
                    if isinstance(values.get(column), int):
                        wanted.setdefault(column, set()).add(values[column])
    units = wanted.get("unit_id", set()) | wanted.get("parent_id", set()) | wanted.get("owner_id", set())
    circulars = wanted.get("circular_id", set()) | wanted.get("successor_id", set())
    workers = wanted.get("worker_id", set())
    sponsors = wanted.get("sponsor_id", set()) | wanted.get("to_sponsor_id", set())
    statements = {
        "unit": (units, select(Unit.id, Unit.name).where(Unit.id.in_(units))),
        "circular": (circulars, select(Circular.id, Circular.number).where(Circular.id.in_(circulars))),
        "worker": (workers, select(Worker.id, Worker.name).where(Worker.id.in_(workers))),
        "sponsor": (sponsors, select(Sponsor.id, Sponsor.name).where(Sponsor.id.in_(sponsors))),
    }
    return {
        (table, id_): name
        for table, (ids, statement) in statements.items()
        if ids
        for id_, name in db.session.execute(statement)
    }
