"""Writing people who pay and where they stand: what screens and files have in common. Never commits."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from lindung.actions.acts import Deed, insert_rows
from lindung.domain.months import BEGINNING, OPEN_END, Month
from lindung.models.base import db
from lindung.models.sponsors import Posting, Sponsor


class NewSponsor(NamedTuple):
    """A person's columns (kind, nip, name and so on), and where he begins."""

    columns: dict[str, Any]
    unit_id: int
    first_month: Month = BEGINNING


def insert_sponsors(deed: Deed, new: Sequence[NewSponsor]) -> list[int]:
    """Sponsors with their first postings; returns their ids in the order given."""
    blank = {"is_public": False, "household_id": None, "left_on": None, "left_reason": None, "version": 1}
    ids = insert_rows(deed, Sponsor, [one.columns | blank for one in new])
    postings = [
        {
            "sponsor_id": id_,
            "unit_id": one.unit_id,
            "first_month": one.first_month,
            "last_month": OPEN_END,
            "version": 1,
        }
        for id_, one in zip(ids, new, strict=True)
    ]
    insert_rows(deed, Posting, postings)
    return ids


def postings_of(sponsor_id: int) -> list[Posting]:
    """Oldest first, as they are stored now."""
    statement = select(Posting).where(Posting.sponsor_id == sponsor_id).order_by(Posting.first_month)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def post(sponsor: Sponsor, postings: Sequence[Posting], unit_id: int, month: Month) -> None:
    """From a month on he belongs to a unit; the caller refreshes the copies (`copies.refresh_homes`)."""
    end_postings(postings, month)
    if sponsor.left_on is None:
        flag_modified(sponsor, "left_on")  # his version rises: whoever saw him in the old unit is told
    sponsor.left_on = sponsor.left_reason = None
    db.session.add(Posting(sponsor_id=sponsor.id, unit_id=unit_id, first_month=month, last_month=OPEN_END))


def unpost(sponsor: Sponsor, postings: Sequence[Posting], on: date, reason: str) -> None:
    """From the month of that day on he belongs nowhere."""
    end_postings(postings, Month.of(on))
    sponsor.left_on, sponsor.left_reason = on, reason


def end_postings(postings: Sequence[Posting], month: Month) -> None:
    """Past months stay with the old unit (R10): what began before ends the month before, what lies ahead goes."""
    for posting in postings:
        if posting.first_month >= month:
            db.session.delete(posting)
        elif posting.last_month >= month:
            posting.last_month = month.previous()
    db.session.flush()
