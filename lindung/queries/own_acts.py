"""What somebody has done lately in this capacity: one line per act, whom it was about, whether it can go back."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import aliased

from lindung.models.accounts import Account
from lindung.models.acts import ActRow, AuditEntry
from lindung.models.base import db
from lindung.models.circulars import Declaration
from lindung.models.ledger import Allocation, Payment
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.workers import Enrolment, Worker
from lindung.queries.undoing import undoable
from lindung.queries.viewer import Viewer

DAYS = 30
MOST = 100
# Steps on the way to an act, and what the machine notes by itself: nobody looks for these.
ON_THE_WAY = (
    "session.open",
    "import.stage",
    "import.judge",
    "account.activate",
    "account.password",
    "act.undo",
)


class OwnAct(NamedTuple):
    id: int
    at: datetime
    kind: str
    records: int  # it was about so many
    names: list[str]  # whom it was about, a few
    is_undone: bool
    can_undo: bool
    batch_id: int | None  # of an import: its own page takes it back
    later: "Later | None"  # what stands in the way


class Later(NamedTuple):
    who: str | None
    at: datetime


class OwnActs(NamedTuple):
    acts: list[OwnAct]
    is_cut: bool


def own_acts(viewer: Viewer, today: date) -> OwnActs:
    """Newest first."""
    since = datetime.combine(today - timedelta(days=DAYS), time(), UTC)
    statement = (
        select(ActRow)
        .where(ActRow.account_id == viewer.account_id, ActRow.grant_id == viewer.grant_id)
        .where(ActRow.at >= since, ActRow.kind.not_in(ON_THE_WAY))
        .order_by(ActRow.id.desc())
        .limit(MOST + 1)
    )
    rows = list(db.session.scalars(statement))
    kept = rows[:MOST]
    ids = [row.id for row in kept]
    small = [row.id for row in kept if not row.kind.startswith("import.")]
    possible, names, counts = undoable(viewer, small), _names(small), _counts(ids)
    blocked = [id_ for id_ in small if id_ not in possible]
    later = _later(blocked)
    acts = [
        OwnAct(
            id=row.id,
            at=row.at,
            kind=row.kind,
            records=_count(row.result, counts.get(row.id, 0)),
            names=names.get(row.id, []),
            is_undone=row.undone_by_id is not None,
            can_undo=row.id in possible and bool(counts.get(row.id) or row.kind.startswith("payment.")),
            batch_id=row.result.get("batch") if row.kind.startswith("import.") else None,
            later=later.get(row.id),
        )
        for row in kept
    ]
    return OwnActs(acts, len(rows) > MOST)


def _count(result: Mapping[str, Any], entries: int) -> int:
    found = result.get("count")
    return found if isinstance(found, int) else entries


def _counts(act_ids: Collection[int]) -> dict[int, int]:
    statement = select(AuditEntry.act_id, func.count()).where(AuditEntry.act_id.in_(act_ids))
    return {row[0]: row[1] for row in db.session.execute(statement.group_by(AuditEntry.act_id))}


def _names(act_ids: Collection[int]) -> dict[int, list[str]]:
    """Whom an act was about: the payer whose row, place or answer it changed, or the worker."""
    about = AuditEntry.record, AuditEntry.record_id
    payers = [
        select(AuditEntry.act_id, Sponsor.name)
        .join(Sponsor, Sponsor.id == about[1])
        .where(about[0] == "sponsor"),
        *(
            select(AuditEntry.act_id, Sponsor.name)
            .join(model, model.id == about[1])
            .join(Sponsor, Sponsor.id == model.sponsor_id)
            .where(about[0] == model.__tablename__)
            for model in (Posting, Declaration)
        ),
    ]
    workers = [
        select(AuditEntry.act_id, Worker.name)
        .join(Worker, Worker.id == about[1])
        .where(about[0] == "worker"),
        select(AuditEntry.act_id, Worker.name)
        .join(Enrolment, Enrolment.id == about[1])
        .join(Worker, Worker.id == Enrolment.worker_id)
        .where(about[0] == "enrolment"),
        select(Payment.act_id, Worker.name)
        .join(Allocation, Allocation.payment_id == Payment.id)
        .join(Enrolment, Enrolment.id == Allocation.enrolment_id)
        .join(Worker, Worker.id == Enrolment.worker_id),
    ]
    parts = [one.where(one.selected_columns[0].in_(act_ids)) for one in (*payers, *workers)]
    found = union_all(*parts).subquery()
    act_id, name = found.c[0], found.c[1]
    statement = select(act_id, func.min(name), func.max(name), func.count(name.distinct())).group_by(act_id)
    names: dict[int, list[str]] = {}
    for id_, first, last, count in db.session.execute(statement):
        names[id_] = [first] if count == 1 else [first, last] if count == 2 else [first]
    return names


def _later(act_ids: Collection[int]) -> dict[int, Later]:
    """For acts that can no longer go back: the first later act on the same record that still stands."""
    mine, after = aliased(AuditEntry), aliased(AuditEntry)
    first = (
        select(mine.act_id.label("act_id"), func.min(after.act_id).label("later_id"))
        .join(
            after, (after.record == mine.record) & (after.record_id == mine.record_id) & (after.id > mine.id)
        )
        .join(ActRow, ActRow.id == after.act_id)
        .where(mine.act_id.in_(act_ids), after.act_id != mine.act_id, ActRow.undone_by_id.is_(None))
        .where(ActRow.undoes_id.is_(None))
        .group_by(mine.act_id)
        .subquery()
    )
    by = aliased(ActRow)
    statement = (
        select(first.c.act_id, Account.name, by.at)
        .join(by, by.id == first.c.later_id)
        .outerjoin(Account, Account.id == by.account_id)
    )
    return {id_: Later(who, at) for id_, who, at in db.session.execute(statement)}
