"""What must hold after every act: stored counts are fresh counts, and no copy or cover has drifted."""

from lindung.actions import summaries
from lindung.actions.drift import drifted
from lindung.domain.months import Month
from lindung.models.base import db
from tests.support.clock import today


def assert_true() -> None:
    db.session.rollback()
    assert summaries.mismatches() == []
    assert drifted(Month.of(today())) == []
