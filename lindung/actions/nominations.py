"""Lists of villages: one person corrected, many verified or dropped with a reason, put back, cards handed over."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from lindung.actions import nomination_writing, own, own_nominations
from lindung.actions.acts import AlreadyDone, act
from lindung.actions.done import Done
from lindung.actions.leaving_fund import end_enrolments
from lindung.actions.workers import SHORTEST_REASON
from lindung.domain.accounts import checked_name
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.identifiers import Sex
from lindung.domain.nominations import (
    DropReason,
    Finding,
    NominationState,
    check_move,
    check_two_jobs,
    speaks_against,
)
from lindung.domain.permissions import Act
from lindung.models.acts import AuditEntry
from lindung.models.base import db
from lindung.models.nominations import Nomination
from lindung.models.workers import Enrolment
from lindung.queries.nomination_findings import Judge, Subject
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer

S = NominationState
OPEN = (S.PROPOSED, S.VERIFIED)
NIK_REVEAL = "nomination_reveal"  # the audit entries that say who saw a NIK on a list


@dataclass(frozen=True, slots=True)
class NominationFacts:
    """What a list says of a person. Without a NIK or a telephone number what is stored stays."""

    name: str
    nik: str | None = None
    born_on: date | None = None
    sex: Sex | None = None
    address: str | None = None
    phone: str | None = None
    occupation: str | None = None
    category: str | None = None


def edit_nomination(
    viewer: Viewer,
    nomination_id: int,
    facts: NominationFacts,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """Corrects one person and judges anew, with whoever had the same NIK. Who is admitted is changed as a worker."""
    with act(viewer, "nomination.edit", today=today, key=key) as deed:
        row = own_nominations.as_seen(viewer, nomination_id, seen_version)
        own_nominations.refuse_state(row, OPEN)
        columns = _columns(facts, today)
        before = row.nik_index
        nomination_writing.change(deed, {row.id: columns})
        db.session.refresh(row)
        alike = _alike(row.circular_id, [one for one in (before, row.nik_index) if one])
        nomination_writing.change(deed, judged(row.circular_id, [row.id, *alike], today))
        done = Done(deed.id, record_id=nomination_id)
        deed.result = done.result
    return done


def drop(
    viewer: Viewer,
    circular_id: int,
    ids: Collection[int],
    reason: DropReason | None,
    note: str | None,
    expected: int,
    *,
    words: Mapping[DropReason, str],
    on: date | None = None,
    today: date,
    key: str | None = None,
) -> Done:
    """Takes people off the list; without a reason each by his own finding (drop_reason_missing). Whoever is admitted
    stops being paid for on that day, and `words` say why where his cover is told."""
    with act(viewer, "nomination.drop", today=today, key=key) as deed:
        day = on or today
        own.check_day(day, today, "on")
        own_nominations.programme(viewer, circular_id, Act.EDIT_REGISTRATIONS)
        rows = own_nominations.counted(viewer, circular_id, ids, expected, (*OPEN, S.ADMITTED))
        reasons = {one.id: _reason(one, reason) for one in rows}
        text = own.short_text(note, "note")
        covered: dict[int | None, str] = {one.enrolment_id: words[reasons[one.id]] for one in rows}
        end_enrolments(deed, covered, day)
        gone = {"state": S.DROPPED.value, "dropped_on": day, "queue": None, "note": text}
        changes = {id_: gone | {"drop_reason": why.value} for id_, why in reasons.items()}
        nomination_writing.change(deed, changes)
        judge_alike(deed, circular_id, rows, today)
        done = Done(deed.id, count=len(rows))
        deed.result = done.result
    return done


def put_back(
    viewer: Viewer, nomination_id: int, *, seen_version: int, today: date, key: str | None = None
) -> Done:
    """Somebody dropped stands on the list again and is judged anew; whoever was paid for needs a new proposal."""
    with act(viewer, "nomination.restore", today=today, key=key) as deed:
        row = own_nominations.as_seen(viewer, nomination_id, seen_version)
        check_move(S(row.state), S.PROPOSED)
        if row.enrolment_id is not None:
            raise RuleBroken("nomination_was_paid")
        empty = dict.fromkeys(("dropped_on", "drop_reason", "verified_on", "verification_id", "queue"))
        nomination_writing.change(deed, {row.id: empty | {"state": S.PROPOSED.value}})
        nomination_writing.change(deed, judged(row.circular_id, [row.id], today))
        done = Done(deed.id, record_id=nomination_id)
        deed.result = done.result
    return done


def mark_two_jobs(
    viewer: Viewer, nomination_id: int, reason: str, *, seen_version: int, today: date, key: str | None = None
) -> Done:
    """Both covers are lawful (R6): decided once, with its reason, and no longer held against him. Field: reason."""
    with act(viewer, "nomination.two_jobs", today=today, key=key) as deed:
        row = own_nominations.as_seen(viewer, nomination_id, seen_version, Act.DECIDE_QUESTIONS)
        own_nominations.refuse_state(row, OPEN)
        check_two_jobs(Finding(row.finding) if row.finding else None)
        words = own.short_text(reason, "reason")
        if words is None:
            raise RuleBroken("question_reason_missing", field="reason")
        nomination_writing.change(deed, {row.id: {"finding": Finding.TWO_JOBS.value, "note": words}})
        # A second cover is all that was forgiven: an age or a NIK speaks against him as before.
        nomination_writing.change(deed, judged(row.circular_id, [row.id], today))
        done = Done(deed.id, record_id=nomination_id)
        deed.result = done.result
    return done


def hand_over_cards(
    viewer: Viewer,
    circular_id: int,
    ids: Collection[int],
    on: date,
    by: str,
    expected: int,
    *,
    today: date,
    key: str | None = None,
) -> Done:
    """The card of whoever is registered was handed over. Fields: on, by (card_by_missing); card_not_registered."""
    with act(viewer, "nomination.card", today=today, key=key) as deed:
        own.check_day(on, today, "on")
        words = own.short_text(by, "by")
        if words is None:
            raise RuleBroken("card_by_missing", field="by")
        own_nominations.programme(viewer, circular_id, Act.EDIT_REGISTRATIONS)
        rows = own_nominations.counted(viewer, circular_id, ids, expected, (S.ADMITTED,))
        _refuse_unregistered(rows)
        nomination_writing.change(deed, {one.id: {"card_on": on, "card_by": words} for one in rows})
        done = Done(deed.id, count=len(rows))
        deed.result = done.result
    return done


def reveal(viewer: Viewer, nomination_id: int, reason: str, *, today: date, key: str | None = None) -> str:
    """The NIK as the list gave it, right or wrong; who saw it and why is an entry in the trail (R25). Field: reason."""
    try:
        with act(viewer, "nomination.reveal", today=today, key=key) as deed:
            row = _shown(viewer, nomination_id)
            words = own.short_text(reason, "reason")
            if words is None or len(words) < SHORTEST_REASON:
                raise RuleBroken("reveal_reason_missing", field="reason")
            entry = {"act_id": deed.id, "record": NIK_REVEAL, "record_id": row.id, "before": None}
            db.session.execute(insert(AuditEntry), [entry | {"after": {"field": "nik", "reason": words}}])
            deed.result = {"id": row.id}
            return row.nik or ""
    except AlreadyDone as before:
        if before.result.get("id") != nomination_id:
            raise
        return _shown(viewer, nomination_id).nik or ""


def judged(circular_id: int, ids: Iterable[int], today: date) -> dict[int, dict[str, Any]]:
    """What speaks against these now. Whoever was verified and may not be any more is proposed again."""
    judge, changes = Judge(circular_id, today), dict[int, dict[str, Any]]()
    for part in chunks(sorted(set(ids))):
        statement = select(Nomination).where(Nomination.id.in_(part), Nomination.state.in_(OPEN))
        rows = db.session.scalars(statement.execution_options(populate_existing=True)).all()
        subjects = {row.id: subject_of(row) for row in rows}
        judge.load(subjects.values())
        for row in rows:
            changes[row.id] = _judged(row, judge.of(subjects[row.id]))
    return changes


def subject_of(row: Nomination) -> Subject:
    two_jobs = row.finding == Finding.TWO_JOBS.value
    return Subject(row.nik, row.name, row.born_on, row.id, row.enrolment_id, two_jobs)


def judge_alike(deed: Any, circular_id: int, rows: Sequence[Nomination], today: date) -> None:
    """Others with the NIK of somebody who has left the list: they need not be second on it any more."""
    indexes = [one.nik_index for one in rows if one.nik_index]
    nomination_writing.change(deed, judged(circular_id, _alike(circular_id, indexes), today))


def _judged(row: Nomination, finding: Finding | None) -> dict[str, Any]:
    columns: dict[str, Any] = {"finding": finding.value if finding else None}
    if speaks_against(finding) and row.state == S.VERIFIED.value:
        undone = dict.fromkeys(("verified_on", "verification_id", "queue"))
        return columns | undone | {"state": S.PROPOSED.value}
    return columns


def _alike(circular_id: int, indexes: Sequence[bytes]) -> list[int]:
    """Who stands open on the list with one of these NIK."""
    ids: list[int] = []
    for part in chunks(sorted(set(indexes))):
        statement = select(Nomination.id).where(
            Nomination.circular_id == circular_id, Nomination.nik_index.in_(part), Nomination.state.in_(OPEN)
        )
        ids += db.session.scalars(statement)
    return ids


def _columns(facts: NominationFacts, today: date) -> dict[str, Any]:
    if facts.born_on is not None:
        own.check_day(facts.born_on, today, "born_on")
    texts = ["address", "occupation", "category", *(["phone"] if facts.phone else [])]
    given = asdict(facts)
    columns: dict[str, Any] = {name: own.short_text(given[name], name) for name in texts}
    columns |= {
        "name": checked_name(facts.name),
        "born_on": facts.born_on,
        "sex": facts.sex.value if facts.sex else None,
    }
    nik = "".join((facts.nik or "").split())
    return columns | ({"nik": nik} if nik else {})


def _reason(row: Nomination, reason: DropReason | None) -> DropReason:
    if reason is not None:
        return reason
    if not speaks_against(Finding(row.finding) if row.finding else None):
        raise RuleBroken("drop_reason_missing", field="reason")
    return DropReason(row.finding or "")


def _refuse_unregistered(rows: Sequence[Nomination]) -> None:
    ids = [one.enrolment_id for one in rows if one.enrolment_id]
    registered = 0
    for part in chunks(ids):
        statement = select(Enrolment.id).where(Enrolment.id.in_(part), Enrolment.registered_on.is_not(None))
        registered += len(db.session.scalars(statement).all())
    if registered < len(rows):
        raise RuleBroken("card_not_registered", count=len(rows) - registered)


def _shown(viewer: Viewer, nomination_id: int) -> Nomination:
    rows = own_nominations.found(viewer, None, [nomination_id], Act.REVEAL_NIK)
    if not rows:
        raise NotThere
    return rows[0]
