"""Whatever clerks do in whatever order, refusals and undoing included, every stored count stays a fresh count."""

import os

import pytest

from lindung.actions import summaries
from lindung.actions.drift import drifted
from lindung.domain.months import Month
from lindung.models.base import db
from tests.support.office_life import OfficeLife

FULL = os.environ.get("LINDUNG_FULL") == "1"
ROUNDS = 20 if FULL else 4
ACTS_A_ROUND = 500 if FULL else 30


@pytest.fixture(scope="module")
def seed():
    return int(os.environ.get("LINDUNG_SEED", "7"))


def test_after_random_acts_a_recount_finds_nothing(make, seed):
    life = OfficeLife(make, seed)

    for turn in range(1, ROUNDS + 1):
        life.live(turn * ACTS_A_ROUND)

        db.session.rollback()
        assert summaries.mismatches() == [], dict(life.counts)
        assert drifted(Month.of(life.today)) == []

    missing = {kind.__name__ for kind in life.kinds} - set(life.counts)
    rare = 0 if FULL else len(life.kinds) // 3
    assert len(missing) <= rare, f"kinds of act never done: {sorted(missing)}"
