"""Short writes outside any act, through a connection of their own: what signing in and looking leave behind."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from lindung.models.base import db
from lindung.models.engine import BUSY_TIMEOUT_MS, WRITES


@contextmanager
def aside(patience_ms: int = BUSY_TIMEOUT_MS) -> Iterator[Connection]:
    """A writing transaction beside the request's reading one; never inside an act, which would wait for itself.

    `patience_ms` is how long SQLite waits for another writer before it gives up with an OperationalError.
    """
    with db.engine.connect().execution_options(**WRITES) as connection:
        _set_patience(connection, patience_ms)
        try:
            with connection.begin():
                yield connection
        finally:
            _set_patience(connection, BUSY_TIMEOUT_MS)


def _set_patience(connection: Connection, milliseconds: int) -> None:
    if connection.dialect.name == "sqlite":
        cursor = connection.connection.cursor()  # beside SQLAlchemy, which would begin a transaction for it
        cursor.execute(f"PRAGMA busy_timeout = {int(milliseconds)}")
        cursor.close()
