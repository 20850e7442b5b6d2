"""What somebody has done lately in this capacity: one line per act, whom it was about, whether it can go back."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import aliased

from lindung.domain.import_rows import ACTING, Outcome
from lindung.models.accounts import Account
from lindung.models.acts import ActRow, AuditEntry
from lindung.models.base import db
from lindung.models.circulars import Declaration
from lindung.models.claims import Claim, ClaimPaper
from lindung.models.deductions import Deduction, Mandate
from lindung.models.handovers import Handover
from lindung.models.ledger import Allocation, Payment
from lindung.models.nominations import Nomination
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.workers import Enrolment, Question, Worker
from lindung.queries.undoing import NEVER, undoable
from lindung.queries.viewer import Viewer

DAYS = 30
MOST = 100
WRITTEN = ACTING | {Outcome.ASK}
OF_PEOPLE = (
    *("sponsor", "posting", "declaration", "worker", "enrolment", "question", "mandate", "deduction"),
    "nomination",
)
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


def own_acts(viewer: Viewer, today: date, *, oldest_first: bool = False, most: int = MOST) -> OwnActs:
    """Newest first, unless asked otherwise."""
    since = datetime.combine(today - timedelta(days=DAYS), time(), UTC)
    statement = (
        select(ActRow)
        .where(ActRow.account_id == viewer.account_id, ActRow.grant_id == viewer.grant_id)
        .where(ActRow.at >= since, ActRow.kind.not_in(ON_THE_WAY))
        .order_by(ActRow.id if oldest_first else ActRow.id.desc())
        .limit(most + 1)
    )
    rows = list(db.session.scalars(statement))
    kept = rows[:most]
    ids = [row.id for row in kept]
    small = [row.id for row in kept if not row.kind.startswith("import.")]
    possible, names, counts = undoable(viewer, small), _names(small), _counts(ids)
    changing = [row.id for row in kept if row.kind not in NEVER and not row.kind.startswith("import.")]
    blocked = [id_ for id_ in changing if id_ not in possible]
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
    return OwnActs(acts, len(rows) > most)


def _count(result: Mapping[str, Any], entries: int) -> int:
    """As the act counted; of a file its rows that were written, however many records each of them became."""
    if isinstance(counts := result.get("counts"), dict):
        return sum(int(counts.get(one.value, 0)) for one in WRITTEN)
    found = result.get("count")
    return found if isinstance(found, int) else entries


def _counts(act_ids: Collection[int]) -> dict[int, int]:
    statement = select(AuditEntry.act_id, func.count()).where(AuditEntry.act_id.in_(act_ids))
    return {row[0]: row[1] for row in db.session.execute(statement.group_by(AuditEntry.act_id))}


def _names(act_ids: Collection[int]) -> dict[int, list[str]]:
    """Whom an act was about: the payer whose row, place or answer it changed, or the worker."""
    parts = [one.where(one.selected_columns[0].in_(act_ids)) for one in _about()]
    found = union_all(*parts).subquery()
    act_id, name = found.c[0], found.c[1]
    statement = select(act_id, func.min(name), func.max(name), func.count(name.distinct())).group_by(act_id)
    names: dict[int, list[str]] = {}
    for id_, first, last, count in db.session.execute(statement):
        names[id_] = [first] if count == 1 else [first, last] if count == 2 else [first]
    return names | _told_names(set(act_ids) - set(names))


def _about() -> list[Select[int, str]]:
    """Acts with the names of whom they were about, one statement a kind of record."""
    record, id_ = AuditEntry.record, AuditEntry.record_id
    payers = [
        select(AuditEntry.act_id, Sponsor.name)
        .join(model, model.id == id_)
        .join(Sponsor, Sponsor.id == model.sponsor_id)
        .where(record == model.__tablename__)
        for model in (Posting, Declaration, Mandate, Deduction)
    ]
    workers = [
        select(AuditEntry.act_id, Worker.name)
        .join(model, model.id == id_)
        .join(Worker, Worker.id == model.worker_id)
        .where(record == model.__tablename__)
        for model in (Enrolment, Question, Claim)
    ]
    paid = (
        select(Payment.act_id, Worker.name)
        .join(Allocation, Allocation.payment_id == Payment.id)
        .join(Enrolment, Enrolment.id == Allocation.enrolment_id)
        .join(Worker, Worker.id == Enrolment.worker_id)
    )
    papers = (
        select(AuditEntry.act_id, Worker.name)
        .join(ClaimPaper, ClaimPaper.id == id_)
        .join(Claim, Claim.id == ClaimPaper.claim_id)
        .join(Worker, Worker.id == Claim.worker_id)
        .where(record == ClaimPaper.__tablename__)
    )
    handed = (
        select(AuditEntry.act_id, Worker.name)
        .join(Handover, Handover.id == id_)
        .join(Enrolment, Enrolment.id == Handover.enrolment_id)
        .join(Worker, Worker.id == Enrolment.worker_id)
        .where(record == "handover")
    )
    return [
        select(AuditEntry.act_id, Sponsor.name).join(Sponsor, Sponsor.id == id_).where(record == "sponsor"),
        select(AuditEntry.act_id, Worker.name)
        .join(Worker, Worker.id == id_)
        .where(record.in_(("worker", "reveal"))),
        *payers,
        *workers,
        handed,
        select(AuditEntry.act_id, Nomination.name)
        .join(Nomination, Nomination.id == id_)
        .where(record.in_(("nomination", "nomination_reveal"))),
        papers,
        paid,
    ]


def _told_names(act_ids: Collection[int]) -> dict[int, list[str]]:
    """What an undone act had added, or an act has removed, is gone: its first entry still tells whom it was about."""
    first = select(func.min(AuditEntry.id)).where(
        AuditEntry.act_id.in_(act_ids), AuditEntry.record.in_(OF_PEOPLE)
    )
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.id.in_(first.group_by(AuditEntry.act_id)))
    )
    told = {entry.act_id: entry.after or entry.before or {} for entry in entries}
    payers = {values["sponsor_id"] for values in told.values() if "sponsor_id" in values}
    rows = db.session.execute(select(Sponsor.id, Sponsor.name).where(Sponsor.id.in_(payers)))
    names: dict[int, str] = {row.id: row.name for row in rows}
    found = {
        id_: values.get("name") or names.get(values.get("sponsor_id", 0)) for id_, values in told.items()
    }
    return {id_: [name] for id_, name in found.items() if name}


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
