"""Bringing a database up to date: schema, generated tables, open months. Harmless to repeat, safe to start twice."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

import flask_migrate
from flask import current_app

from lindung.actions import derived, summaries
from lindung.actions.acts import act
from lindung.queries.viewer import CONSOLE
from lindung.web.clock import office_today
from lindung.web.settings import Settings

LOCK_FILE = ".setup.lock"


def set_up_database() -> None:
    """Migrates to the newest schema, builds the generated tables when missing and opens the months up to today."""
    with _alone():
        flask_migrate.upgrade()
        with act(CONSOLE, "setup", today=office_today()):
            if derived.is_missing():
                derived.rebuild()
            summaries.open_months(office_today())


@contextmanager
def _alone() -> Iterator[None]:
    """One at a time on this machine: two workers that start together would both migrate."""
    settings: Settings = current_app.config["SETTINGS"]
    with open(settings.data_dir / LOCK_FILE, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
