"""What was promised: written down with its paper, kept, dropped or open again. An office writes only its own."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from lindung.actions import own
from lindung.actions.acts import act
from lindung.actions.done import Done
from lindung.domain.coverage import CommitmentState
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.names import clean
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.coverage import Commitment
from lindung.models.units import Unit
from lindung.queries.history import last_change
from lindung.queries.viewer import Viewer, within

MAY = Act.WRITE_LETTERS
WORDS_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class Promise:
    source: str | None
    clause: str | None
    words: str | None
    owner_code: str | None
    made_on: date
    due_on: date
    note: str | None = None
    circular_id: int | None = None


def add_commitment(viewer: Viewer, promise: Promise, *, today: date, key: str | None = None) -> Done:
    """Fields: source, words, owner_code, made_on, due_on."""
    with act(viewer, "commitment.add", today=today, key=key) as deed:
        own.check_may(viewer, MAY)
        row = Commitment(state=CommitmentState.OPEN.value, circular_id=promise.circular_id)
        _fill(viewer, row, promise, today)
        db.session.add(row)
        db.session.flush()
        done = Done(deed.id, record_id=row.id)
        deed.result = done.result
    return done


def edit_commitment(
    viewer: Viewer,
    commitment_id: int,
    promise: Promise,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    with act(viewer, "commitment.edit", today=today, key=key) as deed:
        row = _held(viewer, commitment_id)
        if row.version != seen_version:
            raise _overtaken(row)
        _fill(viewer, row, promise, today)
        done = Done(deed.id, record_id=row.id)
        deed.result = done.result
    return done


def close_commitment(
    viewer: Viewer,
    commitment_id: int,
    wanted: CommitmentState,
    *,
    seen_version: int,
    note: str | None = None,
    today: date,
    key: str | None = None,
) -> Done:
    """Kept, dropped (with a reason) or open again, today (UX Ng4: 1 click)."""
    with act(viewer, f"commitment.{wanted.value}", today=today, key=key) as deed:
        row = _held(viewer, commitment_id)
        if row.state == wanted.value:
            raise RuleBroken("commitment_is_so")
        if row.version != seen_version:
            raise _overtaken(row)
        reason = own.short_text(note, "note")
        if wanted is CommitmentState.DROPPED and reason is None:
            raise RuleBroken("reason_of_drop_missing", field="note")
        row.state = wanted.value
        row.closed_on = None if wanted is CommitmentState.OPEN else today
        row.note = reason or row.note
        done = Done(deed.id, record_id=row.id)
        deed.result = done.result
    return done


def _fill(viewer: Viewer, row: Commitment, promise: Promise, today: date) -> None:
    source, words = own.short_text(promise.source, "source"), clean(promise.words or "")
    if source is None:
        raise RuleBroken("source_missing", field="source")
    if not words:
        raise RuleBroken("promise_missing", field="words")
    if len(words) > WORDS_LENGTH:
        raise RuleBroken("text_long", field="words", most=WORDS_LENGTH)
    own.check_day(promise.made_on, today, "made_on")
    if promise.due_on < promise.made_on:
        raise RuleBroken("due_before_made", field="due_on", made_on=promise.made_on)
    owner = _owner(viewer, promise.owner_code or "")  # asked before anything is changed: asking writes
    row.source, row.words, row.owner_id = source, words, owner.id
    row.clause = own.short_text(promise.clause, "clause")
    row.made_on, row.due_on = promise.made_on, promise.due_on
    row.note = own.short_text(promise.note, "note")


def _owner(viewer: Viewer, code: str) -> Unit:
    """An office within reach: another's promises are not one's own to write."""
    statement = within(viewer, select(Unit), Unit.path).where(Unit.code == clean(code))
    found = db.session.scalars(statement).first()
    if found is None:
        raise RuleBroken("unit_unknown", field="owner_code", given=code)
    return found


def _held(viewer: Viewer, commitment_id: int) -> Commitment:
    own.check_may(viewer, MAY)
    statement = select(Commitment).join(Unit, Unit.id == Commitment.owner_id)
    statement = within(viewer, statement, Unit.path).where(Commitment.id == commitment_id)
    locked = statement.with_for_update(of=Commitment).execution_options(populate_existing=True)
    found = db.session.scalars(locked).first()
    if found is None:
        raise NotThere
    return found


def _overtaken(row: Commitment) -> ChangedMeanwhile:
    who, when = last_change("commitment", row.id) or (None, None)
    columns = ("source", "clause", "words", "made_on", "due_on", "note", "version")
    return ChangedMeanwhile({name: getattr(row, name) for name in columns}, who, when)
