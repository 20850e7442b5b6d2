"""What the database says about itself: whether it answers, how far it is migrated, how safely it is set."""

from collections.abc import Mapping, Sequence

from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from lindung.models.base import db

APPEND_ONLY = ("allocation", "audit_entry", "payment", "report_snapshot")
SAFE_PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}


def database_answers() -> None:
    """Raises when it does not."""
    db.session.execute(text("SELECT 1"))


def dialect() -> str:
    return db.engine.dialect.name


def schema_revision() -> str | None:
    """The migration the database stands at; None before the first."""
    return MigrationContext.configure(db.session.connection()).get_current_revision()


def unguarded_tables() -> Sequence[str]:
    """Append-only tables that lack the triggers which refuse changes."""
    if dialect() == "sqlite":
        rows = db.session.execute(
            text("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        ).all()
        guarded = {
            (table, verb) for table, sql in rows for verb in ("UPDATE", "DELETE") if f"BEFORE {verb}" in sql
        }
        return [table for table in APPEND_ONLY if not {(table, "UPDATE"), (table, "DELETE")} <= guarded]
    rows = db.session.execute(
        text(
            "SELECT c.relname, t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
        )
    ).all()
    guarded_tables = {table for table, enabled in rows if enabled in ("O", "A")}
    return [table for table in APPEND_ONLY if table not in guarded_tables]


def unsafe_pragmas() -> Mapping[str, str]:
    """SQLite settings that are not what they must be, with what they are; nothing on PostgreSQL."""
    if dialect() != "sqlite":
        return {}
    found = {name: str(db.session.execute(text(f"PRAGMA {name}")).scalar()).lower() for name in SAFE_PRAGMAS}
    return {name: value for name, value in found.items() if value != SAFE_PRAGMAS[name]}


def durability_is_off() -> bool:
    """PostgreSQL settings that may lose what was acknowledged."""
    if dialect() == "sqlite":
        return False
    wanted = ("fsync", "full_page_writes", "synchronous_commit")
    return any(db.session.execute(text(f"SHOW {name}")).scalar() == "off" for name in wanted)


def database_version() -> str:
    if dialect() == "sqlite":
        return str(db.session.execute(text("SELECT sqlite_version()")).scalar())
    return str(db.session.execute(text("SHOW server_version")).scalar())


def integrity_trouble() -> str | None:
    """What SQLite finds wrong with its own file, in its words; None when it is whole."""
    if dialect() != "sqlite":
        return None
    found = str(db.session.execute(text("PRAGMA quick_check(1)")).scalar())
    return None if found == "ok" else found
