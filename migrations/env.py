"""Runs the migrations on the app's own engine, in one writing transaction each."""

from alembic import context
from flask import current_app

from lindung.models.engine import WRITES

database = current_app.extensions["migrate"].db


def run() -> None:
    with database.engine.connect().execution_options(**WRITES) as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
