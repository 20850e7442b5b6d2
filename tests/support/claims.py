"""A claim on its way, for tests: who is covered, that she died, and the next step."""

from datetime import date
from typing import Any

from sqlalchemy import select

from lindung.actions.claim_steps import ClaimStep, move_claim
from lindung.actions.claims import ClaimReport, report_claim
from lindung.actions.done import Done
from lindung.domain.claims import ClaimKind, ClaimState
from lindung.models.base import db
from lindung.models.claims import Claim
from lindung.models.workers import Enrolment
from lindung.queries.viewer import Viewer
from tests.support.clock import TODAY
from tests.support.makers import Makers

DAY = date(2026, 11, 3)
THREE = ("2026-08", "2026-09", "2026-10")


def covered(
    make: Makers, *months: str, since: str = "2026-08", name: str = "Siti Rahayu", sponsor: Any = None
) -> Enrolment:
    """Somebody whose months are paid."""
    enrolment = make.an_enrolment(sponsor or make.a_sponsor(), make.a_worker(name), since=since)
    if months:
        make.paid_month(enrolment, *months)
    return enrolment


def died(
    viewer: Viewer,
    enrolment: Enrolment,
    on: date = DAY,
    kind: ClaimKind = ClaimKind.DEATH,
    *,
    sure: bool = False,
    **values: Any,
) -> Done:
    return report_claim(viewer, enrolment.worker_id, ClaimReport(kind, on, **values), sure=sure, today=TODAY)


def claim_of(enrolment: Enrolment) -> Claim:
    return db.session.scalars(select(Claim).where(Claim.enrolment_id == enrolment.id)).one()


def step(viewer: Viewer, claim_id: int, state: ClaimState, on: date = TODAY, **values: Any) -> Done:
    version = db.session.get_one(Claim, claim_id).version
    return move_claim(viewer, claim_id, ClaimStep(state, on, **values), seen_version=version, today=TODAY)
