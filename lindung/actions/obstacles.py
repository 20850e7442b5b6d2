"""What stands in the way of taking an act back: a later act, what leans on it, a new office, a closed unit."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ForeignKeyConstraint, or_, select
from sqlalchemy.orm import aliased

from lindung.actions import own, payers
from lindung.domain.errors import RuleBroken
from lindung.models.accounts import Account
from lindung.models.acts import ActRow, AuditEntry
from lindung.models.base import Base, db
from lindung.models.handovers import Handover
from lindung.models.sponsors import Posting
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.editing import is_covered
from lindung.queries.staging import chunks
from lindung.queries.undoing import stands_after
from lindung.queries.viewer import CONSOLE, Viewer

# Rows that follow from others and are rebuilt or withdrawn, so that they never stand in an undo's way.
DERIVED = frozenset({"unit_month", "month_book", "activation", "import_line", "audit_entry"})
Records = Mapping[str, set[int]]  # table -> ids


def refuse_touched_later(act_id: int, last_entry: int, touched: Records) -> None:
    """A later act that still stands; one that was itself undone has left nothing behind."""
    for record, ids in touched.items():
        for part in chunks(sorted(ids)):
            later = db.session.execute(
                select(ActRow.at, Account.name)
                .select_from(AuditEntry)
                .join(ActRow, ActRow.id == AuditEntry.act_id)
                .outerjoin(Account, Account.id == ActRow.account_id)
                .where(
                    AuditEntry.record == record, AuditEntry.record_id.in_(part), AuditEntry.id > last_entry
                )
                .where(stands_after(act_id))
                .order_by(AuditEntry.id)
                .limit(1)
            ).first()
            if later:
                raise RuleBroken("undo_touched_later", who=later.name or CONSOLE.name, at=later.at)


def refuse_in_use(inserted: Records, touched: Records) -> None:
    """What the act added may meanwhile be leaned on by rows that it did not write: a payment, a grant, a session."""
    for record, ids in inserted.items():
        for table, column in _leaning_on(record):
            own_rows = touched.get(table.name, set())
            keys = list(table.primary_key.columns)
            for part in chunks(sorted(ids)):
                for row in db.session.execute(select(*keys).where(column.in_(part))):
                    if len(row) > 1 or row[0] not in own_rows:
                        raise RuleBroken("undo_in_use", record=record, by=table.name)


def refuse_out_of_reach(
    viewer: Viewer, people: set[int], of_funds: Collection[int], touched: Records, today: date
) -> None:
    """People who belong to another office by now are that office's to change, unless this act sent them there.

    `of_funds`: enrolments, which belong to their own unit.
    """
    if viewer.units is None:
        return
    others = people - own.present_among(viewer, people, today) - _posted(touched.get("posting", set()))
    others -= _handing_over(touched.get("handover", set()))
    if len(others) < len(people):  # a household may reach into another office: one of it is enough (R11)
        others -= payers.members_of(touched.get("household", set()))
    strangers = set(of_funds) - own.enrolled_among(viewer, of_funds, today)
    if others or strangers or _workers_elsewhere(viewer, touched.get("worker", set()), today):
        raise RuleBroken("undo_out_of_reach")


def refuse_closed(touched: Records) -> None:
    """Asked once everything stands as before: nobody in a unit from its closing on, none open below a closed one."""
    units, postings = touched.get("unit", set()), touched.get("posting", set())
    for part in chunks(sorted(postings)):
        # Whoever closes a unit holds all of them: he is waited for, and then his closing is seen.
        held = select(Posting.unit_id).where(Posting.id.in_(part))
        db.session.execute(
            select(Unit.id)
            .where(Unit.id.in_(held))
            .order_by(Unit.id)
            .with_for_update(read=True, key_share=True)
        ).all()
    people = select(Unit.name).join(Posting, Posting.unit_id == Unit.id)
    people = people.where(Posting.last_month >= Unit.closed_from)
    above = aliased(Unit)
    below = select(above.name).join(Unit, Unit.parent_id == above.id).where(above.closed_from.is_not(None))
    below = below.where(or_(Unit.closed_from.is_(None), Unit.closed_from > above.closed_from))
    asked = [
        (people, Posting.id, postings),
        (people, Unit.id, units),
        (below, Unit.id, units),
        (below, above.id, units),
    ]
    for statement, column, ids in asked:
        for part in chunks(sorted(ids)):
            closed = db.session.scalar(statement.where(column.in_(part)).limit(1))
            if closed is not None:
                raise RuleBroken("undo_unit_closed", unit=closed)


def _leaning_on(record: str) -> Iterator[tuple[Any, Any]]:
    for table in Base.metadata.sorted_tables:
        if table.name in DERIVED:
            continue
        for constraint in table.constraints:
            if isinstance(constraint, ForeignKeyConstraint) and constraint.referred_table.name == record:
                yield table, constraint.columns[0]


def _posted(posting_ids: set[int]) -> set[int]:
    """The sponsors of postings that exist."""
    found: set[int] = set()
    for part in chunks(sorted(posting_ids)):
        found.update(db.session.scalars(select(Posting.sponsor_id).where(Posting.id.in_(part))))
    return found


def _handing_over(handover_ids: set[int]) -> set[int]:
    """Both payers of these hand-overs: whoever accepted one may take that back."""
    found: set[int] = set()
    for part in chunks(sorted(handover_ids)):
        rows = select(Handover.enrolment_id, Handover.new_enrolment_id).where(Handover.id.in_(part))
        ids = [id_ for row in db.session.execute(rows) for id_ in row if id_ is not None]
        found.update(db.session.scalars(select(Enrolment.sponsor_id).where(Enrolment.id.in_(ids))))
    return found


def _workers_elsewhere(viewer: Viewer, worker_ids: set[int], today: date) -> bool:
    """Whether one of these workers is covered by nobody of the viewer's units any more."""
    for part in chunks(sorted(worker_ids)):
        elsewhere = select(Worker.id).where(Worker.id.in_(part), ~is_covered(viewer, today))
        if db.session.scalar(elsewhere.limit(1)) is not None:
            return True
    return False
