"""Two engines, each with one app, and the way back to a known database: acts commit, so tests restore."""

import shutil
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection, Engine, event

from app import create_app
from lindung.models.base import db
from lindung.web.settings import Settings
from tests.support.postgres import Keeper, PostgresServer

Fill = Callable[[], None]
QUICK = {"PASSWORD_HASHING": {"memory_kib": 64, "passes": 1}}


def make_app(folder: Path, database_url: str, environment: str = "production", **extra: str) -> Flask:
    """The real app with nothing switched off; only argon2 is cheap, through the settings meant for it."""
    values = {"DATA_DIR": str(folder), "DATABASE_URL": database_url, "LINDUNG_ENV": environment}
    app = create_app(Settings.from_environment(values | extra), QUICK)
    app.testing = True
    return app


class Stage:
    """An app on one engine, whose database can be put back to a named state."""

    name: str
    app: Flask

    def __init__(self) -> None:
        self._states: set[str] = set()
        self._at: str | None = None
        event.listen(Engine, "commit", self._note)

    def restore(self, state: str, fill: Fill) -> None:
        """Puts the database into `state`; the first time `fill` makes it, inside an app context."""
        if self._at == state:
            return
        if state in self._states:
            self._load(state)
        else:
            self._clear()
            with self.app.app_context():
                fill()
                db.session.remove()
            self._save(state)
            self._states.add(state)
        self._at = state

    def _note(self, connection: Connection) -> None:
        if connection.dialect.name == self.name:
            self._at = None

    def _release(self) -> None:
        """Lets go of every connection, so that the database below can be exchanged."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def _clear(self) -> None:
        """Away with whatever an earlier test left."""
        raise NotImplementedError

    def fresh(self, folder: Path) -> Flask:
        """Another app on a database without a single table."""
        raise NotImplementedError

    def _load(self, state: str) -> None:
        raise NotImplementedError

    def _save(self, state: str) -> None:
        raise NotImplementedError

    def close(self) -> None:
        event.remove(Engine, "commit", self._note)
        self._release()


class SqliteStage(Stage):
    name = "sqlite"

    def __init__(self, folder: Path, environment: str = "production", **extra: str) -> None:
        super().__init__()
        self._folder = folder
        self.path = folder / "lindung.sqlite3"
        self.app = make_app(folder, f"sqlite:///{self.path}", environment, **extra)

    def fresh(self, folder: Path) -> Flask:
        return make_app(folder, f"sqlite:///{folder / 'fresh.sqlite3'}")

    def _clear(self) -> None:
        self._release()
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    def _load(self, state: str) -> None:
        self._clear()
        shutil.copyfile(self._folder / f"{state}.template", self.path)

    def _save(self, state: str) -> None:
        self._release()
        shutil.copyfile(self.path, self._folder / f"{state}.template")


class PostgresStage(Stage):
    """States are kept as schemas beside the real one: a database from a template took 0.4 s, this takes 10 ms."""

    name = "postgresql"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._server = PostgresServer()
        self._server.create("lindung")
        self._keeper = Keeper(self._server.url("lindung"))
        self.app = make_app(folder, self._server.url("lindung"))

    def fresh(self, folder: Path) -> Flask:
        self._server.drop("fresh")
        self._server.create("fresh")
        return make_app(folder, self._server.url("fresh"))

    def _clear(self) -> None:
        self._release()
        self._keeper.wipe()

    def _load(self, state: str) -> None:
        self._keeper.put_back(state)

    def _save(self, state: str) -> None:
        self._keeper.keep(state)

    def close(self) -> None:
        super().close()
        self._keeper.close()
        self._server.stop()
