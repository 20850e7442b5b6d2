"""Fixtures of the journeys: a live house, one Chromium for the run, a desk per person."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from lindung.models.base import db
from tests.support.clock import Clock
from tests.support.desk import OFFICE_PC, Desk, chromium
from tests.support.live import LiveHouse
from tests.support.makers import Makers
from tests.support.states import STATES


@pytest.fixture(scope="session")
def live_house(data_folder: Path) -> Iterator[LiveHouse]:
    house = LiveHouse(data_folder / "live", data_folder / "secret")
    yield house
    house.stop()


@pytest.fixture(scope="session")
def chromium_window() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def house(request: pytest.FixtureRequest, live_house: LiveHouse, clock: Clock) -> Iterator[LiveHouse]:
    """The live house with the cast in it, or in the state that a `state` mark names."""
    marked = request.node.get_closest_marker("state")
    state = marked.args[0] if marked else "cast"
    live_house.restore(state, STATES[state])
    with live_house.app.app_context():
        yield live_house
        db.session.remove()


@pytest.fixture
def make(house: LiveHouse) -> Makers:
    """Makers, here for the live house."""
    return Makers()


@pytest.fixture
def desk_of(house: LiveHouse, chromium_window: Browser) -> Iterator[Callable[..., Desk]]:
    """`desk_of("dewi")`: her window, signed in. No page may have complained about anything, CSP included."""
    desks: list[Desk] = []

    def desk(
        username: str | None = None, *, scripts: bool = True, size: dict[str, int] = OFFICE_PC, **more: Any
    ) -> Desk:
        context = chromium_window.new_context(
            locale="id-ID", timezone_id="Asia/Jakarta", viewport=size, java_script_enabled=scripts, **more
        )
        if username:
            context.add_cookies(house.cookies_of(username))
        db.session.rollback()
        desks.append(Desk(context, house.url, has_scripts=scripts))
        return desks[-1]

    yield desk
    for one in desks:
        one.context.close()
    assert [complaint for one in desks for complaint in one.complaints] == []
