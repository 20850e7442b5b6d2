"""Taking an act back: every record it touched as it was before, while nothing later has touched it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ForeignKeyConstraint, delete, insert, or_, select, update

from lindung.actions import copies, summaries, tree
from lindung.actions.accounts import withdraw_codes
from lindung.actions.acts import Deed, act, decoded
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.models.accounts import Account
from lindung.models.acts import ActRow, AuditEntry
from lindung.models.base import Base, db
from lindung.models.imports import ImportBatch
from lindung.models.sponsors import Posting
from lindung.models.summaries import MonthBook, UnitMonth
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer

# Rows that follow from others and are rebuilt or withdrawn, so that they never stand in an undo's way.
DERIVED = frozenset({"unit_month", "month_book", "activation", "import_line", "act", "audit_entry"})


def undo_act(viewer: Viewer, act_id: int, *, today: date, key: str | None = None) -> int:
    """Undoes one's own act, or anybody's for who reaches every unit; RuleBroken names what came later."""
    with act(viewer, "act.undo", today=today, key=key) as deed:
        wanted = _undoable(viewer, act_id)
        statement = select(AuditEntry).where(AuditEntry.act_id == act_id).order_by(AuditEntry.id)
        entries = db.session.scalars(statement).all()
        if not entries:
            raise RuleBroken("undo_nothing")
        touched = _touched(entries)
        _refuse_touched_later(act_id, entries[-1].id, touched)
        _refuse_in_use(_inserted(entries))
        for part in chunks(sorted(touched.get("sponsor", set()))):
            summaries.lock_sponsors(part)
        _make_way(_inserted(entries))
        for record, backwards in _runs(entries):
            _reverse(deed, _models()[record], backwards)
        _refresh(touched, Month.of(today))
        summaries.recount(today)
        wanted.undone_by_id = deed.id
        db.session.get_one(ActRow, deed.id).undoes_id = act_id
        batches = update(ImportBatch).where(ImportBatch.act_id == act_id).values(state="undone")
        db.session.execute(batches.execution_options(synchronize_session=False))
        deed.result = {"undoes": act_id, "kind": wanted.kind}
        return len(entries)


def _undoable(viewer: Viewer, act_id: int) -> ActRow:
    statement = select(ActRow).where(ActRow.id == act_id).with_for_update()
    wanted = db.session.scalars(statement.execution_options(populate_existing=True)).first()
    if wanted is None:
        raise NotThere
    own = wanted.account_id == viewer.account_id and wanted.grant_id == viewer.grant_id
    if not own and viewer.units is not None:
        raise NotThere
    if wanted.undone_by_id is not None:
        raise RuleBroken("undo_done")
    if wanted.undoes_id is not None:
        raise RuleBroken("undo_of_undo")
    return wanted


def _touched(entries: Sequence[AuditEntry]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for entry in entries:
        found.setdefault(entry.record, set()).add(entry.record_id)
    return found


def _inserted(entries: Sequence[AuditEntry]) -> dict[str, set[int]]:
    return _touched([entry for entry in entries if entry.before is None])


def _refuse_touched_later(act_id: int, last_entry: int, touched: Mapping[str, set[int]]) -> None:
    """A later act that still stands; one that was itself undone has left nothing behind."""
    for record, ids in touched.items():
        for part in chunks(sorted(ids)):
            later = db.session.execute(
                select(ActRow.at, Account.name)
                .select_from(AuditEntry)
                .join(ActRow, ActRow.id == AuditEntry.act_id)
                .outerjoin(Account, Account.id == ActRow.account_id)
                .where(
                    AuditEntry.record == record, AuditEntry.record_id.in_(part), AuditEntry.id > last_entry
                )
                .where(ActRow.undone_by_id.is_(None))
                .where(or_(ActRow.undoes_id.is_(None), ActRow.undoes_id < act_id))
                .order_by(AuditEntry.id)
                .limit(1)
            ).first()
            if later:
                raise RuleBroken("undo_touched_later", who=later.name or "Konsol", at=later.at)


def _refuse_in_use(inserted: Mapping[str, set[int]]) -> None:
    """What the act added may meanwhile be leaned on by rows that it did not add: a payment, a grant, a session."""
    for record, ids in inserted.items():
        for table, column in _leaning_on(record):
            own = inserted.get(table.name, set())
            keys = list(table.primary_key.columns)
            for part in chunks(sorted(ids)):
                for row in db.session.execute(select(*keys).where(column.in_(part))):
                    if len(row) > 1 or row[0] not in own:
                        raise RuleBroken("undo_in_use", record=record, by=table.name)


def _leaning_on(record: str) -> Iterator[tuple[Any, Any]]:
    for table in Base.metadata.sorted_tables:
        if table.name in DERIVED:
            continue
        for constraint in table.constraints:
            if isinstance(constraint, ForeignKeyConstraint) and constraint.referred_table.name == record:
                yield table, constraint.columns[0]


def _make_way(inserted: Mapping[str, set[int]]) -> None:
    """Derived rows go before what they are derived from."""
    for part in chunks(sorted(inserted.get("unit", set()))):
        db.session.execute(delete(UnitMonth).where(UnitMonth.unit_id.in_(part)))
    for part in chunks(sorted(inserted.get("circular", set()))):
        for table in (UnitMonth, MonthBook):
            db.session.execute(delete(table).where(table.circular_id.in_(part)))
    withdraw_codes(sorted(inserted.get("account", set())))


def _runs(entries: Sequence[AuditEntry]) -> Iterator[tuple[str, list[AuditEntry]]]:
    """Newest first, in runs of one table and one kind of change that can be reversed together."""
    backwards = list(reversed(entries))
    for (record, _, _), run in groupby(
        backwards, lambda entry: (entry.record, entry.before is None, entry.after is None)
    ):
        yield record, list(run)


def _reverse(deed: Deed, model: type[Base], entries: list[AuditEntry]) -> None:
    table = model.__table__
    if entries[0].before is None:
        # By parents last: rows of one table may lean on each other, as units do.
        for part in chunks([entry.record_id for entry in entries]):
            for id_ in part if entries[0].record == "unit" else ():
                db.session.execute(delete(model).where(table.c.id == id_))
            db.session.execute(delete(model).where(table.c.id.in_(part)))
    elif entries[0].after is None:
        rows = [decoded(model, entry.before or {}) for entry in entries]
        db.session.execute(insert(model), rows)
    else:
        for entry in entries:
            values = decoded(model, entry.before or {})
            if "version" in table.c:
                values["version"] = table.c.version + 1
            statement = update(model).where(table.c.id == entry.record_id).values(values)
            db.session.execute(statement.execution_options(synchronize_session=False))
    mirrored = [
        {
            "act_id": deed.id,
            "record": entry.record,
            "record_id": entry.record_id,
            "before": entry.after,
            "after": entry.before,
        }
        for entry in entries
    ]
    db.session.execute(insert(AuditEntry), mirrored)


def _refresh(touched: Mapping[str, set[int]], running: Month) -> None:
    """Copies follow what was put back."""
    db.session.expire_all()
    if "unit" in touched:
        tree.refresh_copies()
    if "posting" in touched:
        copies.refresh_homes(touched.get("sponsor", set()) | _posted(touched["posting"]), running)
    if "worker" in touched:
        copies.refresh_names(touched["worker"])


def _posted(posting_ids: set[int]) -> set[int]:
    """The sponsors of postings that exist (again)."""
    found: set[int] = set()
    for part in chunks(sorted(posting_ids)):
        found.update(db.session.scalars(select(Posting.sponsor_id).where(Posting.id.in_(part))))
    return found


def _models() -> dict[str, type[Base]]:
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
