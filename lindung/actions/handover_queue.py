"""The queue of workers whose payer has left or moved: filled and emptied in the act that causes it. Never commits."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from lindung.actions import tree
from lindung.actions.acts import Deed, insert_rows
from lindung.domain.duties import SponsorKind
from lindung.domain.handovers import OPEN, HandoverCause, HandoverState
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.handovers import Handover
from lindung.models.sponsors import Sponsor
from lindung.models.workers import Enrolment
from lindung.queries.staging import chunks


def enqueue(deed: Deed, causes: Mapping[int, HandoverCause], since: Month) -> int:
    """The live enrolments of these payers wait from a month on; what waited for another cause gives way (R10)."""
    live = _live(causes, since)
    close(deed, [id_ for id_, _ in live])
    rows: list[dict[str, Any]] = [
        {
            "enrolment_id": id_,
            "cause": causes[sponsor_id].value,
            "since": since,
            "state": HandoverState.WAITING.value,
            "to_sponsor_id": None,
            "offered_on": None,
            "decided_on": None,
            "new_enrolment_id": None,
            "reason": None,
            "version": 1,
        }
        for id_, sponsor_id in live
    ]
    insert_rows(deed, Handover, rows)
    return len(rows)


def changes_office(unit_id: int, new_unit_id: int) -> bool:
    """A move inside the same reporting unit is nobody's to confirm."""
    nearest = tree.reporting_above()
    return nearest[unit_id] != nearest[new_unit_id]


def close_of(deed: Deed, sponsor_ids: Collection[int]) -> None:
    """Whoever is back pays again: nothing of his waits any more."""
    for ids in chunks(sorted(sponsor_ids)):
        mine = select(Enrolment.id).where(Enrolment.sponsor_id.in_(ids))
        close(deed, db.session.scalars(mine).all())


def close(deed: Deed, enrolment_ids: Collection[int]) -> None:
    for ids in chunks(sorted(enrolment_ids)):
        waiting = select(Handover).where(
            Handover.enrolment_id.in_(ids), Handover.state.in_([one.value for one in OPEN])
        )
        for row in db.session.scalars(waiting.order_by(Handover.id).with_for_update()):
            row.state, row.decided_on = HandoverState.CLOSED.value, deed.today
    db.session.flush()


def _live(sponsor_ids: Collection[int], since: Month) -> list[tuple[int, int]]:
    """(enrolment, payer) of what still holds in that month; a fund's enrolments never move with it."""
    found: list[tuple[int, int]] = []
    for ids in chunks(sorted(sponsor_ids)):
        statement = (
            select(Enrolment.id, Enrolment.sponsor_id)
            .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
            .where(Enrolment.sponsor_id.in_(ids), Sponsor.kind != SponsorKind.FUND.value)
            .where(Enrolment.ended_on.is_(None) | (Enrolment.ended_on > since.first_day()))
            .order_by(Enrolment.id)
        )
        found += [(row[0], row[1]) for row in db.session.execute(statement)]
    return found
