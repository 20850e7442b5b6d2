"""The way of a claim: papers that are there, handed in, paid, refused or given up; an heir's number when needed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select

from lindung.actions import own
from lindung.actions.acts import act
from lindung.actions.claims import claim_in_reach, seen_claim
from lindung.actions.done import Done
from lindung.actions.workers import REVEAL
from lindung.domain.claims import PAPERS, RUNNING, ClaimKind, ClaimState, Paper, check_move, check_paid
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.permissions import Act
from lindung.models.acts import AuditEntry
from lindung.models.base import db
from lindung.models.claims import Claim, ClaimPaper
from lindung.queries.viewer import Viewer

S = ClaimState
ACTS = {
    S.OPEN: "claim.reopen",
    S.SUBMITTED: "claim.submit",
    S.PAID: "claim.pay",
    S.REFUSED: "claim.refuse",
    S.WITHDRAWN: "claim.withdraw",
}
NEEDS_REASON = frozenset({S.REFUSED, S.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class ClaimStep:
    """What a claim becomes on which day, and what BPJS gave or said."""

    state: ClaimState
    on: date
    amount: int | None = None
    reference: str | None = None
    reason: str | None = None


def move_claim(
    viewer: Viewer,
    claim_id: int,
    step: ClaimStep,
    *,
    seen_version: int,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """`sure`: an amount far from the estimate is meant. RuleBroken: claim_move_not_allowed, day_ahead, claim_day_early
    (on), claim_reason_missing (reason), claim_amount_missing, claim_amount_large (amount), claim_amount_far (sure)."""
    with act(viewer, ACTS[step.state], today=today, key=key) as deed:
        own.check_may(viewer, Act.DECIDE_QUESTIONS)
        claim = seen_claim(viewer, claim_id, seen_version)
        check_move(ClaimState(claim.state), step.state)
        _check_day(claim, step, today)
        _take(claim, step, sure=sure)
        done = Done(deed.id, record_id=claim_id)
        deed.result = done.result
    return done


def receive_paper(
    viewer: Viewer, claim_id: int, paper: Paper, *, today: date, key: str | None = None
) -> Done:
    """A line of the checklist is there; said twice it is there once."""
    with act(viewer, "claim.receive", today=today, key=key) as deed:
        claim = _gathering(viewer, claim_id, paper)
        if _paper(claim, paper) is None:
            db.session.add(ClaimPaper(claim_id=claim.id, code=paper.value, received_on=today))
        done = Done(deed.id, record_id=claim_id)
        deed.result = done.result
    return done


def unreceive_paper(
    viewer: Viewer, claim_id: int, paper: Paper, *, today: date, key: str | None = None
) -> Done:
    """It was not there after all, or went back to the family."""
    with act(viewer, "claim.unreceive", today=today, key=key) as deed:
        claim = _gathering(viewer, claim_id, paper)
        if found := _paper(claim, paper):
            db.session.delete(found)
        done = Done(deed.id, record_id=claim_id)
        deed.result = done.result
    return done


def reveal_phone(viewer: Viewer, claim_id: int, *, today: date, key: str | None = None) -> str | None:
    """The heir's number in full, for who goes the way with the family; that it was shown is kept (R25)."""
    with act(viewer, "claim.reveal", today=today, key=key) as deed:
        own.check_may(viewer, Act.DECIDE_QUESTIONS)
        claim = claim_in_reach(viewer, claim_id)
        entry = {"record": REVEAL, "record_id": claim.worker_id, "before": None, "after": {"field": "phone"}}
        db.session.execute(insert(AuditEntry), [entry | {"act_id": deed.id}])
        deed.result = {"id": claim_id}
        return claim.phone


def _check_day(claim: Claim, step: ClaimStep, today: date) -> None:
    own.check_day(step.on, today, "on")
    since = claim.happened_on
    if step.state in (S.PAID, S.REFUSED) and claim.submitted_on is not None:
        since = claim.submitted_on
    if step.on < since:
        raise RuleBroken("claim_day_early", field="on", since=since)


def _take(claim: Claim, step: ClaimStep, *, sure: bool) -> None:
    reason, reference = own.short_text(step.reason, "reason"), own.short_text(step.reference, "reference")
    if step.state in NEEDS_REASON and reason is None:
        raise RuleBroken("claim_reason_missing", field="reason")
    claim.state, claim.reason = step.state.value, reason if step.state in NEEDS_REASON else None
    claim.reference = reference or claim.reference
    match step.state:
        case ClaimState.OPEN:
            claim.submitted_on = claim.decided_on = None
        case ClaimState.SUBMITTED:
            claim.submitted_on, claim.decided_on = step.on, None
        case ClaimState.PAID:
            claim.paid = check_paid(ClaimKind(claim.kind), step.amount, claim.expected, sure=sure)
            claim.paid_on = claim.decided_on = step.on
        case ClaimState.REFUSED | ClaimState.WITHDRAWN:
            claim.decided_on = step.on


def _gathering(viewer: Viewer, claim_id: int, paper: Paper) -> Claim:
    own.check_may(viewer, Act.DECIDE_QUESTIONS)
    claim = seen_claim(viewer, claim_id, None)
    if paper not in PAPERS[ClaimKind(claim.kind)]:
        raise NotThere
    if ClaimState(claim.state) not in RUNNING:
        raise RuleBroken("claim_closed")
    return claim


def _paper(claim: Claim, paper: Paper) -> ClaimPaper | None:
    statement = select(ClaimPaper).where(ClaimPaper.claim_id == claim.id, ClaimPaper.code == paper.value)
    return db.session.scalars(statement).first()
