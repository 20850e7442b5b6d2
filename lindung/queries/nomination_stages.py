"""How far people on a list had come at the end of a month, as columns that lists filter on and the funnel sums."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Date, and_, literal, or_

from lindung.domain.months import Month, judged_on
from lindung.domain.nominations import Stage
from lindung.domain.protection import Step
from lindung.models.nominations import Nomination
from lindung.models.workers import Enrolment
from lindung.queries.covers import is_live, is_registered
from lindung.queries.workers import month_columns

ACTIVE = tuple(step.value for step in Step if step not in (Step.NEVER, Step.LAPSED))


class Stages(NamedTuple):
    """Conditions on Nomination, with its Enrolment and LadderStep joined outside (`ladder`)."""

    of: dict[Stage, ColumnElement[bool]]
    step: ColumnElement[str | None]
    ladder: ColumnElement[bool]
    registration: ColumnElement[str]


def stages(month: Month, today: date) -> Stages:
    """Dates decide, so that a past month is told as it was (R9a); somebody put back on the list was never off it."""
    at = month_columns(month, today)
    day = literal(judged_on(month, today), Date)
    listed = Nomination.proposed_on <= day
    standing = and_(listed, or_(Nomination.dropped_on.is_(None), Nomination.dropped_on > day))
    is_verified = and_(Nomination.verified_on.is_not(None), Nomination.verified_on <= day)
    not_verified = or_(Nomination.verified_on.is_(None), Nomination.verified_on > day)
    is_enrolled = and_(Enrolment.id.is_not(None), Enrolment.noted_on <= day)
    not_enrolled = or_(Enrolment.id.is_(None), Enrolment.noted_on > day)
    registered = and_(standing, Enrolment.id.is_not(None), is_registered(day))
    return Stages(
        {
            Stage.PROPOSED: listed,
            Stage.UNDECIDED: and_(standing, not_verified),
            Stage.VERIFIED: and_(standing, is_verified),
            Stage.WAITING: and_(standing, is_verified, not_enrolled),
            Stage.ADMITTED: and_(standing, is_enrolled, is_live(day)),
            Stage.REGISTERED: registered,
            Stage.ACTIVE: and_(registered, at.step.in_(ACTIVE)),
            Stage.CARD: and_(standing, Nomination.card_on.is_not(None), Nomination.card_on <= day),
            Stage.DROPPED: and_(listed, Nomination.dropped_on.is_not(None), Nomination.dropped_on <= day),
        },
        at.step,
        at.ladder,
        at.state,
    )
