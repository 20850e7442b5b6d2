"""One act is one transaction: begun for writing, repeated harmlessly, audited at each flush, committed once."""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Date, LargeBinary, event, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.orm.exc import StaleDataError

from lindung.domain.errors import ChangedMeanwhile, NotThere
from lindung.domain.months import Month
from lindung.models.acts import ActRow, AuditEntry
from lindung.models.base import Base, Moment, MonthColumn, db
from lindung.models.engine import WRITES
from lindung.queries.viewer import Viewer

CHUNK = 2000  # rows of one bulk insert
UNIQUE_VIOLATION = (
    "23505"  # PostgreSQL: two people added the same number at once; SQLite lets one in at a time
)
AUDIT = Base.metadata.tables[AuditEntry.__tablename__]


class AlreadyDone(Exception):
    """The same form was sent before: nothing is done again, and `result` is what came of it then."""

    def __init__(self, act_id: int, result: dict[str, Any]) -> None:
        super().__init__("already done")
        self.act_id = act_id
        self.result = result


@dataclass(slots=True)
class Deed:
    """The act under way: who, on which day of the regency's clock, and what to answer when it is repeated."""

    id: int
    viewer: Viewer
    today: date
    result: dict[str, Any]


@contextmanager
def act(viewer: Viewer, kind: str, *, today: date, key: str | None = None) -> Iterator[Deed]:
    """Opens the one writing transaction of an act and commits it at the end; any error leaves nothing behind.

    Raises AlreadyDone when `key` was used before, ChangedMeanwhile when a row was saved by somebody in between.
    """
    session = db.session()
    session.rollback()  # ends the reading transaction of this request
    try:
        session.connection(execution_options=WRITES)
        row = _begun(session, viewer, kind, key)
        deed = Deed(row.id, viewer, today, {})
        session.info["deed"] = deed
        yield deed
        session.flush()
        row.result = deed.result
        session.commit()
    except StaleDataError as stale:
        session.rollback()
        raise ChangedMeanwhile({}) from stale
    except IntegrityError as clash:
        session.rollback()
        if getattr(clash.orig, "sqlstate", None) == UNIQUE_VIOLATION:
            raise ChangedMeanwhile({}) from clash
        raise
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("deed", None)


def _begun(session: Session, viewer: Viewer, kind: str, key: str | None) -> ActRow:
    if key:
        _refuse_repeat(session, viewer, key)
    row = ActRow(
        account_id=viewer.account_id,
        grant_id=viewer.grant_id,
        at=datetime.now(UTC),
        kind=kind,
        key=key,
        result={},
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError:  # PostgreSQL: the same form arrived twice at once and the other was faster
        session.rollback()
        if key:
            _refuse_repeat(session, viewer, key)
        raise
    return row


def _refuse_repeat(session: Session, viewer: Viewer, key: str) -> None:
    earlier = session.execute(select(ActRow).where(ActRow.key == key)).scalar_one_or_none()
    if earlier is None:
        return
    if earlier.account_id != viewer.account_id:
        raise NotThere
    raise AlreadyDone(earlier.id, earlier.result)


def insert_rows(deed: Deed, model: type[Base], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Inserts many rows at once, each with its audit entry; returns their ids in the order given."""
    table = Base.metadata.tables[model.__tablename__]
    ids = reserved_ids(model.__tablename__, len(rows))
    for start in range(0, len(rows), CHUNK):
        chunk = list(zip(ids[start : start + CHUNK], rows[start : start + CHUNK], strict=True))
        db.session.execute(insert(table), [{"id": id_, **row} for id_, row in chunk])
        db.session.execute(
            insert(AUDIT),
            [
                _entry(deed, table.name, id_, None, {name: encoded(value) for name, value in row.items()})
                for id_, row in chunk
            ],
        )
    return ids


def reserved_ids(name: str, count: int) -> list[int]:
    """The next ids of a table. Asking for them row by row while inserting took half of an import's time on SQLite."""
    if not count:
        return []
    if db.engine.dialect.name == "sqlite":  # this transaction alone may write, so nobody else takes them
        last = db.session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": name})
        return list(range((last or 0) + 1, (last or 0) + 1 + count))
    statement = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
    return sorted(db.session.scalars(statement, {"name": f'"{name}"', "count": count}))


def encoded(value: object) -> Any:
    """A column's value as JSON keeps it; `decoded` is its inverse by column."""
    match value:
        case Month():
            return value.number
        case datetime() | date():
            return value.isoformat()
        case bytes():
            return b64encode(value).decode()
        case _:
            return value


def decoded(model: type[Base], values: dict[str, Any]) -> dict[str, Any]:
    """The values of an audit entry as the model's columns want them back."""
    return {name: _decoded(model.__table__.c[name].type, value) for name, value in values.items()}


def _decoded(kind: object, value: Any) -> Any:
    match value, kind:
        case None, _:
            return None
        case _, MonthColumn():
            return Month(value)
        case _, Moment():
            return datetime.fromisoformat(value)
        case _, Date():
            return date.fromisoformat(value)
        case _, LargeBinary():
            return b64decode(value)
        case _:
            return value


def _entry(
    deed: Deed, record: str, record_id: int, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> dict[str, Any]:
    return {"act_id": deed.id, "record": record, "record_id": record_id, "before": before, "after": after}


@event.listens_for(Session, "after_flush")
def _audit(session: Session, _context: UOWTransaction) -> None:
    """Writes an entry for every audited row this flush added, changed or removed."""
    entries = []
    for row in [*session.new, *session.dirty, *session.deleted]:
        if getattr(row, "__audited__", False):
            before, after = _before_and_after(session, row)
            if before != after:
                deed: Deed = session.info["deed"]
                entries.append(_entry(deed, row.__tablename__, row.id, before, after))
    if entries:
        session.execute(insert(AUDIT), entries)


def _before_and_after(session: Session, row: Any) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    columns = inspect(row).mapper.column_attrs
    if row in session.new:
        return None, {column.key: encoded(getattr(row, column.key)) for column in columns}
    if row in session.deleted:
        return {column.key: encoded(getattr(row, column.key)) for column in columns}, None
    before, after = {}, {}
    for column in columns:
        history = inspect(row).attrs[column.key].history
        if history.has_changes() and column.key != "version":
            before[column.key] = encoded(history.deleted[0]) if history.deleted else None
            after[column.key] = encoded(history.added[0]) if history.added else None
    return before, after
