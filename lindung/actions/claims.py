"""A death or an accident, reported from the worker's page: the membership ends, a claim begins (R6, R19)."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from lindung.actions import own, registering, summaries
from lindung.actions.acts import Deed, act, insert_rows
from lindung.actions.done import Done
from lindung.actions.registering import StateChange
from lindung.domain.claims import DEATHS, RUNNING, ClaimKind, ClaimState, Gap
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.claims import Claim
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.claim_worth import Worth, worth_on
from lindung.queries.history import last_change
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer, in_reach

DIED = "meninggal dunia"  # why a membership ended, as an office would write it
SHOWN = ("kind", "happened_on", "heir", "helper", "note")


@dataclass(frozen=True, slots=True)
class ClaimReport:
    """What the office was told."""

    kind: ClaimKind
    happened_on: date
    heir: str | None = None
    phone: str | None = None
    helper: str | None = None  # who in the office goes the way with the family
    note: str | None = None


def report_claim(
    viewer: Viewer,
    worker_id: int,
    report: ClaimReport,
    *,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """One claim for each membership that covered the day; `record_id` is the first within the viewer's reach.

    A death ends every membership of the person that day, whichever office holds it and whether or not a closed month
    counted him (docs/decisions 11). RuleBroken: claim_gap_* (sure) when nothing covered the day and nobody has said
    that it is kept all the same; claim_exists, claim_died_differs: the claim is there; claim_after_death, day_ahead
    (happened_on).
    """
    with act(viewer, "claim.report", today=today, key=key) as deed:
        worker = own.own_worker(viewer, worker_id, Act.DECIDE_QUESTIONS, today)
        own.check_day(report.happened_on, today, "happened_on")
        columns = _texts(report)
        with _changing(deed, worker.id, report.kind, report.happened_on):
            rows = _locked(worker)
            _check_death(worker, report)
            worth = worth_on(worker, report.kind, report.happened_on)
            chosen = _chosen(viewer, rows, worth, report, sure=sure)
            if report.kind in DEATHS:
                _die(worker, rows, report.happened_on, today)
            ids = _insert(deed, worker, chosen, worth, report, columns)
        reach = _in_reach(viewer, chosen)
        mine = [id_ for id_, row in zip(ids, chosen, strict=True) if row.id in reach]
        done = Done(deed.id, count=len(mine), record_id=mine[0] if mine else None)
        deed.result = done.result
    return done


def edit_claim(
    viewer: Viewer,
    claim_id: int,
    report: ClaimReport,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """Corrects what was told. A person dies once: the day and the kind of a death follow in all his claims.

    Without a phone the number stays as it is: it is never shown in a form (R25). RuleBroken: claim_kind_fixed (kind),
    claim_exists where another claim tells of an accident on that day, claim_after_death (happened_on).
    """
    with act(viewer, "claim.edit", today=today, key=key) as deed:
        own.check_may(viewer, Act.DECIDE_QUESTIONS)
        worker = db.session.get_one(Worker, claim_in_reach(viewer, claim_id).worker_id)
        own.check_day(report.happened_on, today, "happened_on")
        columns = _texts(report)
        with _changing(deed, worker.id, report.kind, report.happened_on):
            rows = _locked(worker)
            claim = seen_claim(viewer, claim_id, seen_version)
            _check_kind(claim, report)
            _check_accident(worker, claim, report)
            for name in ("heir", "helper", "note"):
                setattr(claim, name, columns[name])
            claim.phone = columns["phone"] or claim.phone
            if (claim.kind, claim.happened_on) != (report.kind.value, report.happened_on):
                _move(worker, rows, claim, report, today)
        done = Done(deed.id, record_id=claim_id)
        deed.result = done.result
    return done


def claim_in_reach(viewer: Viewer, claim_id: int) -> Claim:
    statement = (
        select(Claim)
        .join(Enrolment, Enrolment.id == Claim.enrolment_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .where(Claim.id == claim_id, in_reach(viewer, Unit.path))
    )
    found = db.session.scalars(statement).first()
    if found is None:
        raise NotThere
    return found


def seen_claim(viewer: Viewer, claim_id: int, seen_version: int | None) -> Claim:
    """Locked and read anew; refused when somebody has saved it since the form was drawn. None: whatever it says."""
    claim = claim_in_reach(viewer, claim_id)
    statement = select(Claim).where(Claim.id == claim.id).with_for_update()
    claim = db.session.scalars(statement.execution_options(populate_existing=True)).one()
    if seen_version is not None and claim.version != seen_version:
        theirs: dict[str, Any] = {name: getattr(claim, name) for name in SHOWN}
        who, when = last_change(Claim.__tablename__, claim.id) or (None, None)
        raise ChangedMeanwhile(theirs | {"version": claim.version}, who, when)
    return claim


def _changing(deed: Deed, worker_id: int, kind: ClaimKind, on: date) -> AbstractContextManager[None]:
    """A survived accident changes no count; a death is a fact, and counts pass a closed month for it."""
    statement = select(Enrolment.id, Enrolment.noted_on).where(Enrolment.worker_id == worker_id)
    found = db.session.execute(statement).all() if kind in DEATHS else []
    since = min([Month.of(on), *(Month.of(noted_on) for _, noted_on in found)])
    ids = [id_ for id_, _ in found]
    return summaries.difference(deed, [], since=since, enrolment_ids=ids, over_locks=True)


def _locked(worker: Worker) -> Sequence[Enrolment]:
    """The person and his memberships, locked in the one order and read anew: enrolments, then workers."""
    fresh = {"populate_existing": True}
    rows = select(Enrolment).where(Enrolment.worker_id == worker.id).order_by(Enrolment.id)
    found = db.session.scalars(rows.with_for_update().execution_options(**fresh)).all()
    db.session.scalars(
        select(Worker).where(Worker.id == worker.id).with_for_update().execution_options(**fresh)
    ).one()
    return found


def _texts(report: ClaimReport) -> dict[str, str | None]:
    return {
        "heir": own.short_text(report.heir, "heir"),
        "phone": own.phone_number(report.phone),
        "helper": own.short_text(report.helper, "helper"),
        "note": own.short_text(report.note, "note"),
    }


def _check_death(worker: Worker, report: ClaimReport) -> None:
    """A person dies once; the day is corrected in the claim, not by a second report."""
    if worker.died_on is None:
        return
    if report.kind not in DEATHS:
        _refuse_after_death(worker, report)
        return
    if worker.died_on != report.happened_on and _claims(worker, DEATHS):
        raise RuleBroken("claim_died_differs", died_on=worker.died_on, worker=worker.id)


def _refuse_after_death(worker: Worker, report: ClaimReport) -> None:
    if worker.died_on is not None and report.happened_on > worker.died_on:
        raise RuleBroken("claim_after_death", field="happened_on", died_on=worker.died_on)


def _claims(worker: Worker, kinds: Collection[ClaimKind]) -> Sequence[Claim]:
    statement = select(Claim).where(Claim.worker_id == worker.id).where(Claim.kind.in_(sorted(kinds)))
    return db.session.scalars(statement.order_by(Claim.id).with_for_update()).all()


def _chosen(
    viewer: Viewer, rows: Sequence[Enrolment], worth: Worth, report: ClaimReport, *, sure: bool
) -> list[Enrolment]:
    """Of an accident only what the viewer's offices hold: it happened at one work, and the office knows at which."""
    reach = _in_reach(viewer, rows)
    may_be = [row for row in rows if report.kind in DEATHS or row.id in reach]
    covered = [row for row in may_be if worth.prospects[row.id].is_covered]
    if not covered:
        if not sure:
            gap = worth.prospects[_nearest(may_be).id].gap or Gap.UNREGISTERED
            raise RuleBroken(f"claim_gap_{gap.value}", field="sure", on=report.happened_on)
        covered = [_nearest([row for row in may_be if row.id in reach] or may_be)]
    free = [row for row in covered if row.id not in _claimed(rows, report)]
    if not free:
        raise RuleBroken("claim_exists", worker=rows[0].worker_id)
    return free


def _nearest(rows: Sequence[Enrolment]) -> Enrolment:
    """What still stands, else what ended last."""
    return max(rows, key=lambda row: (row.ended_on is None, row.ended_on or row.noted_on, row.id))


def _claimed(rows: Sequence[Enrolment], report: ClaimReport) -> set[int]:
    """Memberships of which this has been reported; of a death whatever was called its cause."""
    kinds = DEATHS if report.kind in DEATHS else {report.kind}
    statement = select(Claim.enrolment_id).where(Claim.enrolment_id.in_([row.id for row in rows]))
    statement = statement.where(Claim.kind.in_(sorted(kinds)))
    if report.kind not in DEATHS:
        statement = statement.where(Claim.happened_on == report.happened_on)
    return set(db.session.scalars(statement))


def _in_reach(viewer: Viewer, rows: Sequence[Enrolment]) -> set[int]:
    statement = select(Enrolment.id).join(Unit, Unit.id == Enrolment.unit_id)
    statement = statement.where(Enrolment.id.in_([row.id for row in rows]), in_reach(viewer, Unit.path))
    return set(db.session.scalars(statement))


def _insert(
    deed: Deed,
    worker: Worker,
    rows: Sequence[Enrolment],
    worth: Worth,
    report: ClaimReport,
    columns: dict[str, str | None],
) -> list[int]:
    empty: dict[str, Any] = dict.fromkeys(
        ("submitted_on", "decided_on", "paid_on", "paid", "reference", "reason")
    )
    shared = empty | columns | {"kind": report.kind.value, "happened_on": report.happened_on}
    shared |= {
        "worker_id": worker.id,
        "reported_on": deed.today,
        "state": ClaimState.OPEN.value,
        "version": 1,
    }
    return insert_rows(
        deed,
        Claim,
        [shared | {"enrolment_id": row.id, "expected": worth.prospects[row.id].amount} for row in rows],
    )


def _die(worker: Worker, rows: Sequence[Enrolment], on: date, today: date) -> None:
    """From that day nobody lives who could be covered; a membership that had ended before stays as it was."""
    worker.died_on = on
    for row in rows:
        begun = row.registered_on or row.noted_on
        last = max(on, begun)
        if row.ended_on is None or row.ended_on > last:
            change = StateChange(EnrolmentState.ENDED, last, reason=DIED)
            registering.apply_change(row, worker, change, thresholds(), today)


def _check_kind(claim: Claim, report: ClaimReport) -> None:
    if (ClaimKind(claim.kind) in DEATHS) != (report.kind in DEATHS):
        raise RuleBroken("claim_kind_fixed", field="kind")


def _check_accident(worker: Worker, claim: Claim, report: ClaimReport) -> None:
    """A corrected day is no day after the death, nor that of an accident which has a claim of its own."""
    if report.kind in DEATHS or claim.happened_on == report.happened_on:
        return
    _refuse_after_death(worker, report)
    if any(
        (one.enrolment_id, one.happened_on) == (claim.enrolment_id, report.happened_on)
        for one in _claims(worker, {report.kind})
    ):
        raise RuleBroken("claim_exists", worker=worker.id)


def _move(worker: Worker, rows: Sequence[Enrolment], claim: Claim, report: ClaimReport, today: date) -> None:
    """Another day or cause: memberships that ended by this death end with it anew, and the sums are estimated anew."""
    claims = [claim]
    if report.kind in DEATHS:
        old = claim.happened_on
        for row in rows:
            if row.reason == DIED and row.ended_on == max(old, row.registered_on or row.noted_on):
                row.ended_on = max(report.happened_on, row.registered_on or row.noted_on)
        _die(worker, rows, report.happened_on, today)
        claims = list(_claims(worker, DEATHS))
    db.session.flush()
    worth = worth_on(worker, report.kind, report.happened_on)
    for one in claims:
        one.kind, one.happened_on = report.kind.value, report.happened_on
        if ClaimState(one.state) in RUNNING:
            one.expected = worth.prospects[one.enrolment_id].amount
