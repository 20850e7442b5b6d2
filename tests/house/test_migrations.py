"""Migrations: up, down and up again on both engines, and the head is the one the file names."""

from importlib import import_module
from pkgutil import iter_modules

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import lindung.models
from lindung.models.base import Base, db
from tests.house.test_floors import ROOT

for _module in iter_modules(lindung.models.__path__):
    import_module(f"lindung.models.{_module.name}")  # every table is known, whoever uses it

HEAD = (ROOT / "migrations" / "HEAD").read_text().strip()
SCRIPTS = ScriptDirectory(str(ROOT / "migrations"))


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def triggers() -> int:
    question = {
        "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal",
    }[db.engine.dialect.name]
    with db.engine.connect() as connection:
        return connection.execute(text(question)).scalar_one()


def test_the_head_is_the_one_the_file_names():
    assert SCRIPTS.get_heads() == [HEAD]


def test_migrations_are_numbered_without_a_gap_each_after_the_one_before():
    revisions = sorted(script.revision for script in SCRIPTS.walk_revisions())

    assert revisions == [f"{number:04d}" for number in range(1, len(revisions) + 1)]
    for script in SCRIPTS.walk_revisions():
        expected = None if script.revision == "0001" else f"{int(script.revision) - 1:04d}"
        assert script.down_revision == expected


@pytest.mark.both_engines
def test_up_down_and_up_again_on_an_empty_database(bare_app):
    flask_migrate.upgrade()
    there, guarded = tables(), triggers()
    flask_migrate.downgrade(revision="base")
    assert tables() == set()
    assert triggers() == 0
    flask_migrate.upgrade()

    assert tables() == there == set(Base.metadata.tables)
    assert triggers() == guarded > 0


@pytest.mark.parametrize(
    "script", sorted(SCRIPTS.walk_revisions(), key=lambda one: one.revision), ids=lambda one: one.revision
)
def test_each_step_goes_back_and_forth(bare_app, script):
    flask_migrate.upgrade(revision=script.revision)
    before = tables()
    flask_migrate.downgrade(revision=script.down_revision or "base")
    flask_migrate.upgrade(revision=script.revision)

    assert tables() == before


@pytest.mark.both_engines
def test_the_tables_are_what_the_models_say(bare_app):
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


@pytest.mark.both_engines
def test_the_newest_step_goes_back_and_forth_on_a_filled_database(app, an_enrolment, paid_month):
    """Not a row lost, but for the tables that the step itself brought."""
    paid_month(an_enrolment(), "2026-10")
    before = {name: _rows(name) for name in sorted(tables())}
    db.session.remove()
    flask_migrate.downgrade()
    kept = tables()
    flask_migrate.upgrade()

    after = {name: _rows(name) for name in before}
    assert {name: rows for name, rows in before.items() if name in kept and after[name] != rows} == {}


def _rows(table: str) -> int:
    with db.engine.connect() as connection:
        return connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()  # noqa: S608  # our own table names
