"""People on lists whom a viewer may change: of his units or not there, locked, and as many as he was shown."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from lindung.actions import own
from lindung.domain.duties import DutyKind
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.nominations import NominationState
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.nominations import Nomination
from lindung.models.units import Unit
from lindung.queries.history import last_change
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer, within

SHOWN = ("name", "state", "finding")


def programme(viewer: Viewer, circular_id: int, doing: Act) -> Circular:
    """The circular of a funded list (R8c)."""
    own.check_may(viewer, doing)
    circular = own.binding_circular(circular_id)
    if circular.duty_kind != DutyKind.FUNDED_LIST.value:
        raise NotThere
    return circular


def found(
    viewer: Viewer, circular_id: int | None, ids: Collection[int], doing: Act = Act.EDIT_REGISTRATIONS
) -> list[Nomination]:
    """Those of the ids within reach, in id order, locked and read anew."""
    own.check_may(viewer, doing)
    rows: list[Nomination] = []
    for part in chunks(sorted(set(ids))):
        statement = (
            select(Nomination).join(Unit, Unit.id == Nomination.unit_id).where(Nomination.id.in_(part))
        )
        if circular_id is not None:
            statement = statement.where(Nomination.circular_id == circular_id)
        statement = within(viewer, statement, Unit.path).order_by(Nomination.id)
        held = statement.with_for_update(of=Nomination).execution_options(populate_existing=True)
        rows += db.session.scalars(held)
    return rows


def counted(
    viewer: Viewer,
    circular_id: int,
    ids: Collection[int],
    expected: int,
    states: Collection[NominationState],
    doing: Act = Act.EDIT_REGISTRATIONS,
) -> list[Nomination]:
    """All of them, in one of these states, as many as somebody has confirmed; count_changed otherwise."""
    rows = found(viewer, circular_id, ids, doing)
    fitting = [one for one in rows if NominationState(one.state) in states]
    own.check_count(expected, len(set(ids)), len(fitting))
    return fitting


def as_seen(
    viewer: Viewer, nomination_id: int, seen_version: int, doing: Act = Act.EDIT_REGISTRATIONS
) -> Nomination:
    """One row, as the viewer saw it."""
    rows = found(viewer, None, [nomination_id], doing)
    if not rows:
        raise NotThere
    row = rows[0]
    if row.version != seen_version:
        who, when = last_change(Nomination.__tablename__, row.id) or (None, None)
        theirs = {name: getattr(row, name) for name in SHOWN}
        raise ChangedMeanwhile(theirs | {"version": row.version}, who, when)
    return row


def refuse_state(row: Nomination, allowed: Sequence[NominationState]) -> None:
    if NominationState(row.state) not in allowed:
        raise RuleBroken(f"nomination_is_{row.state}")
