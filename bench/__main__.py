"""Makes the demo once and three times its size, on both engines, and prints what the ways of doing things cost."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flask import Flask

from app import create_app
from bench.funds import a_month_of_a_fund_against_a_selection
from bench.measures import MEASURES, Case
from lindung.actions.demo.build import FULL, build_nganjuk
from lindung.models.base import db
from lindung.web.clock import office_today
from lindung.web.settings import Settings
from lindung.web.setup import set_up_database
from tests.support.postgres import PostgresServer

SCALES = (1, 3)
WIDTH = 58


def main() -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        server = PostgresServer()
        stack.callback(server.stop)
        columns: dict[str, dict[str, str]] = {}
        for scale in SCALES:
            server.create(f"bench{scale}")
            for engine, url in (("SQLite", ""), ("PostgreSQL", server.url(f"bench{scale}"))):
                heading = f"{engine} x{scale}"
                columns[heading] = _measured(folder / heading.replace(" ", ""), url, scale, heading)
    _print(columns)


def _measured(folder: Path, url: str, scale: int, heading: str) -> dict[str, str]:
    with _app(folder, url) as app:
        case = Case(app, office_today())
        print(f"{heading}: making the demo", file=sys.stderr)
        found = {"demo made, s": case.seconds(lambda: build_nganjuk(case.today, FULL._replace(scale=scale)))}
        case.settle()
        # The last adds a second circular to the demo's.
        for measure in (*MEASURES, a_month_of_a_fund_against_a_selection):
            print(f"{heading}: {measure.__name__.replace('_', ' ')}", file=sys.stderr)
            found |= measure(case)
        return found


@contextmanager
def _app(folder: Path, url: str) -> Iterator[Flask]:
    values = {"DATA_DIR": str(folder), "DATABASE_URL": url, "LINDUNG_ENV": "demo"}
    app = create_app(Settings.from_environment(values))
    with app.app_context():
        set_up_database()
        yield app
        db.session.remove()
        db.engine.dispose()


def _print(columns: dict[str, dict[str, str]]) -> None:
    print(" " * WIDTH + "".join(f"{heading:>16}" for heading in columns))
    for name in next(iter(columns.values())):
        print(f"{name:<{WIDTH}}" + "".join(f"{column[name]:>16}" for column in columns.values()))


if __name__ == "__main__":
    main()
