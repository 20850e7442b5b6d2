"""How many questions and hand-overs wait within reach: what the menu says beside their names."""

from typing import NamedTuple

from sqlalchemy import func, select

from lindung.models.base import db
from lindung.models.workers import Question
from lindung.queries.handovers import open_statement
from lindung.queries.imports import concerns
from lindung.queries.viewer import Viewer


class Waiting(NamedTuple):
    questions: int
    handovers: int


def waiting_counts(viewer: Viewer) -> Waiting:
    asked = select(func.count(Question.id)).where(Question.decision.is_(None), concerns(viewer))
    statement = select(asked.scalar_subquery(), open_statement(viewer).scalar_subquery())
    return Waiting(*db.session.execute(statement).one())
