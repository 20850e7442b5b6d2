"""Fixtures: an app on each engine with a known database, the suite's day, the cast, the house client."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from lindung.models.base import db
from lindung.models.keys import current_keys, use_keys
from lindung.queries.viewer import Viewer
from tests.support import people, truth
from tests.support.browser import Browser
from tests.support.clock import NOW, Clock
from tests.support.counting import counted_queries
from tests.support.engines import PostgresStage, SqliteStage, Stage
from tests.support.makers import Makers
from tests.support.states import STATES

ONE_ENGINE = ("pages", "journeys", "house")  # folders whose tests run on SQLite, on both when marked
ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))
FULL = os.environ.get("LINDUNG_FULL") == "1"  # `make trust`: what the gate cuts short runs whole
FLOORS = ("domain", "queries", "actions", "house", "pages", "journeys")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "state(name): the state of the database a test begins in: cast, regency or empty"
    )
    config.addinivalue_line(
        "markers", "both_engines: a test of pages or house that is to run on PostgreSQL as well"
    )
    config.addinivalue_line(
        "markers", "one_engine_in_the_gate: long, and alike on both: on PostgreSQL only in `make trust`"
    )


def pytest_collection_finish() -> None:
    """What has been loaded stays to the end: looking through it again and again took a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "stage" not in metafunc.fixturenames:
        return
    folder = Path(metafunc.definition.path).parent.name
    marked = metafunc.definition.get_closest_marker
    both = folder not in ONE_ENGINE or marked("both_engines")
    both = both and (FULL or not marked("one_engine_in_the_gate"))
    metafunc.parametrize("stage", ENGINES if both else ENGINES[:1], indirect=True, scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """From the ground up, the browser last: what is quick and basic fails first."""

    def floor(item: pytest.Item) -> int:
        folder = Path(item.path).parent.name
        return FLOORS.index(folder) if folder in FLOORS else len(FLOORS) - 3

    items.sort(key=floor)


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the run's apps keep keys, assets and databases; one secret for all, because keys are the process's."""
    folder = tmp_path_factory.mktemp("data")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # otherwise the test PostgreSQL warns about it
    return folder


@pytest.fixture(scope="session")
def stages(data_folder: Path) -> Iterator[Callable[[str], Stage]]:
    made: dict[str, Stage] = {}

    def stage(name: str) -> Stage:
        if name not in made:
            made[name] = {"sqlite": SqliteStage, "postgresql": PostgresStage}[name](data_folder)
        return made[name]

    yield stage
    for one in made.values():
        one.close()


@pytest.fixture(scope="session")
def stage(request: pytest.FixtureRequest, stages: Callable[[str], Stage]) -> Stage:
    """The engine a test runs on; chosen by pytest_generate_tests above."""
    return stages(request.param)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Clock]:
    """Every test stands on the suite's day; `clock.move_to("2026-12-01 00:30")` moves it."""
    clock = Clock()
    clock.move_to(NOW)
    yield clock
    clock.release()


def _standing(stage: Stage, state: str) -> Iterator[Flask]:
    stage.restore(state, STATES[state])
    with stage.app.app_context():
        yield stage.app
        db.session.remove()


@pytest.fixture
def app(request: pytest.FixtureRequest, stage: Stage, clock: Clock) -> Iterator[Flask]:
    """The real app on a database that holds five units and the cast; an app context is open for queries and acts."""
    marked = request.node.get_closest_marker("state")
    yield from _standing(stage, marked.args[0] if marked else "cast")


@pytest.fixture
def empty_app(stage: Stage, clock: Clock) -> Iterator[Flask]:
    """The real app on a database that is set up and holds nobody."""
    yield from _standing(stage, "empty")


@pytest.fixture(scope="session")
def app_without_database(stages: Callable[[str], Stage]) -> Flask:
    """For tests that only look at routes and templates."""
    return stages("sqlite").app


@pytest.fixture
def bare_app(stage: Stage, tmp_path: Path, data_folder: Path, clock: Clock) -> Iterator[Flask]:
    """A new app on a database without a single table."""
    keys = current_keys()
    app = stage.fresh(tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    use_keys(keys)  # they are the process's: the run's own again


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture
def viewer(app: Flask) -> Callable[[str], Viewer]:
    """`viewer("ratna")`: the first argument of queries and acts."""
    return people.viewer


@pytest.fixture
def queries() -> Any:
    """`with queries() as seen:` collects the statements sent inside."""
    return counted_queries


@pytest.fixture
def make(app: Flask) -> Makers:
    return Makers()


@pytest.fixture
def a_unit(make: Makers) -> Callable[..., Any]:
    return make.a_unit


@pytest.fixture
def a_circular(make: Makers) -> Callable[..., Any]:
    return make.a_circular


@pytest.fixture
def a_sponsor(make: Makers) -> Callable[..., Any]:
    return make.a_sponsor


@pytest.fixture
def a_declaration(make: Makers) -> Callable[..., Any]:
    return make.a_declaration


@pytest.fixture
def a_worker(make: Makers) -> Callable[..., Any]:
    return make.a_worker


@pytest.fixture
def an_enrolment(make: Makers) -> Callable[..., Any]:
    return make.an_enrolment


@pytest.fixture
def paid_month(make: Makers) -> Callable[..., None]:
    return make.paid_month


@pytest.fixture
def nothing_drifts(app: Flask) -> Iterator[None]:
    """For a module's `usefixtures`: all its tests end with a regency whose books are right."""
    yield
    truth.assert_true()
