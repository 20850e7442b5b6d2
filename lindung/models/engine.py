"""How every connection behaves: it reads, unless an act opens a writing transaction (TRUST: a GET changes nothing)."""

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

WRITES = {"lindung_writes": True}  # execution options of a transaction that may write
BUSY_TIMEOUT_MS = 5000


def prepare(engine: Engine) -> None:
    """Sets the safe defaults of each engine and makes reading the rule; call once per engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions on its own
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # NORMAL may lose an acknowledged commit in a power cut
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("lindung_writes", False)
    driver: Any = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    # IMMEDIATE: a writer waits its turn at the start instead of failing half-way with a lock it cannot get.
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    try:
        driver.execute(begin)
    except sqlite3.OperationalError as trouble:  # past SQLAlchemy, which would have wrapped it like any other
        raise OperationalError(begin, None, trouble) from trouble


def _begin_postgresql(connection: Connection) -> None:
    driver: Any = connection.connection.dbapi_connection
    driver.read_only = not connection.get_execution_options().get("lindung_writes", False)
