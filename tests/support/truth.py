"""What must hold after every act: stored counts are fresh counts, and no copy or cover has drifted."""

from collections.abc import Iterator

import pytest
from flask import Flask

from lindung.actions import summaries
from lindung.actions.drift import drifted
from lindung.domain.months import Month
from lindung.models.base import db
from tests.support.clock import today


def assert_true() -> None:
    db.session.rollback()
    assert summaries.mismatches() == []
    assert drifted(Month.of(today())) == []


@pytest.fixture(autouse=True)
def nothing_drifts(app: Flask) -> Iterator[None]:
    """Import it into a module: all its tests end with a regency whose books are right."""
    yield
    assert_true()
