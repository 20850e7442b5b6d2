"""Rows a viewer may change: found within his units or not there; as he saw them, or overtaken by somebody."""

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from lindung.domain.duties import CircularState
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.names import clean
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.editing import is_covered
from lindung.queries.history import last_change
from lindung.queries.reach import is_enrolled_here
from lindung.queries.sponsors import is_present
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer

TEXT_LENGTH = 200
PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{5,24}", re.ASCII)
EARLIEST = date(1900, 1, 1)  # before it a day was mistyped, and the first years have no Month
Row = Sponsor | Enrolment | Worker | Declaration


def check_may(viewer: Viewer, doing: Act) -> None:
    if not viewer.may(doing):
        raise NotThere


def own_sponsor(viewer: Viewer, sponsor_id: int, doing: Act, today: date) -> Sponsor:
    """Present in the viewer's units now, or last of all if he has left (R10)."""
    check_may(viewer, doing)
    statement = select(Sponsor).where(Sponsor.id == sponsor_id, is_present(viewer, today))
    found = db.session.scalars(statement).first()
    if found is None:
        raise NotThere
    return found


def check_named(viewer: Viewer, sponsor: Sponsor, nip: str | None, today: date) -> None:
    """Somebody of another office is there only for who gives his whole NIP: a number alone names nobody."""
    if not (nip and nip == sponsor.nip) and not present_among(viewer, [sponsor.id], today):
        raise NotThere


def own_enrolment(viewer: Viewer, enrolment_id: int, doing: Act, today: date) -> Enrolment:
    found = own_enrolments(viewer, [enrolment_id], doing, today)
    if not found:
        raise NotThere
    return found[0]


def own_enrolments(
    viewer: Viewer, enrolment_ids: Collection[int], doing: Act, today: date
) -> list[Enrolment]:
    """Those of the ids within the viewer's units, in id order; the caller compares the number."""
    check_may(viewer, doing)
    found: list[Enrolment] = []
    for ids in chunks(sorted(set(enrolment_ids))):
        statement = (
            select(Enrolment)
            .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
            .where(Enrolment.id.in_(ids), is_enrolled_here(viewer, today))
            .order_by(Enrolment.id)
        )
        found += db.session.scalars(statement)
    return found


def own_worker(viewer: Viewer, worker_id: int, doing: Act, today: date) -> Worker:
    """Somebody whom the viewer's units cover."""
    check_may(viewer, doing)
    statement = select(Worker).where(Worker.id == worker_id, is_covered(viewer, today))
    found = db.session.scalars(statement).first()
    if found is None:
        raise NotThere
    return found


def binding_circular(circular_id: int) -> Circular:
    """Drafts bind nobody: they are not there."""
    found = db.session.get(Circular, circular_id)
    if found is None or found.state == CircularState.DRAFT.value:
        raise NotThere
    return found


def any_unit(code: str) -> Unit:
    """Somebody may be moved to every unit of the regency, so this one look is not narrowed to the viewer's."""
    found = db.session.scalars(select(Unit).where(Unit.code == clean(code))).first()
    if found is None:
        raise RuleBroken("unit_unknown", field="unit_code", given=code)
    return found


def as_seen(viewer: Viewer, row: Row, seen_version: int, columns: Sequence[str], today: date) -> None:
    """Reads the row anew under its lock; refuses when it was saved after the viewer's form was drawn.

    The payers are locked already: one who was moved out of the viewer's units meanwhile is not there any more.
    """
    model = type(row)
    statement = select(model).where(model.id == row.id).with_for_update()
    if db.session.scalars(statement.execution_options(populate_existing=True)).first() is None:
        raise NotThere
    if isinstance(row, Worker):
        mine = select(Enrolment.id).where(Enrolment.worker_id == row.id)
        if not enrolled_among(viewer, db.session.scalars(mine).all(), today):
            raise NotThere
    elif isinstance(row, Enrolment):
        if not enrolled_among(viewer, [row.id], today):
            raise NotThere
    else:
        check_present(viewer, {row.id if isinstance(row, Sponsor) else row.sponsor_id}, today)
    if row.version != seen_version:
        raise overtaken(row, columns)


def check_present(viewer: Viewer, sponsor_ids: Collection[int], today: date) -> None:
    """Once more under their locks: all of them are present in the viewer's units."""
    if len(present_among(viewer, sponsor_ids, today)) < len(set(sponsor_ids)):
        raise NotThere


def check_still_own(viewer: Viewer, enrolments: Sequence[Enrolment], today: date) -> None:
    """Once more under their payers' locks: as many as a person confirmed."""
    check_count(len(enrolments), len(enrolled_among(viewer, [row.id for row in enrolments], today)))


def enrolled_among(viewer: Viewer, enrolment_ids: Collection[int], today: date) -> set[int]:
    """Those of the enrolments that belong to the viewer's units."""
    found: set[int] = set()
    for ids in chunks(sorted(set(enrolment_ids))):
        statement = select(Enrolment.id).join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        found |= set(
            db.session.scalars(statement.where(Enrolment.id.in_(ids), is_enrolled_here(viewer, today)))
        )
    return found


def present_among(viewer: Viewer, sponsor_ids: Collection[int], today: date) -> set[int]:
    """Those of the sponsors who are present in the viewer's units."""
    found: set[int] = set()
    for ids in chunks(sorted(set(sponsor_ids))):
        found |= set(
            db.session.scalars(select(Sponsor.id).where(Sponsor.id.in_(ids), is_present(viewer, today)))
        )
    return found


def overtaken(row: Row, columns: Sequence[str]) -> ChangedMeanwhile:
    """What stands there now, who put it there and when."""
    theirs: dict[str, Any] = {name: getattr(row, name) for name in columns}
    who, when = _last_change(row)
    return ChangedMeanwhile(theirs | {"version": row.version}, who, when)


def _last_change(row: Row) -> tuple[str | None, datetime | None]:
    """A sponsor's row shows his unit too, so a move counts as a change of it."""
    found = [last_change(row.__tablename__, row.id)]
    if isinstance(row, Sponsor):
        postings = db.session.scalars(select(Posting.id).where(Posting.sponsor_id == row.id)).all()
        found += [last_change(Posting.__tablename__, id_) for id_ in postings]
    changes = [change for change in found if change is not None]
    return max(changes, key=lambda change: change[1]) if changes else (None, None)


def lock_enrolments(viewer: Viewer, enrolments: Sequence[Enrolment], today: date) -> None:
    """Takes the rows in id order and reads them anew; their payers are locked already, and all still within reach."""
    check_still_own(viewer, enrolments, today)
    for ids in chunks([row.id for row in enrolments]):
        statement = select(Enrolment).where(Enrolment.id.in_(ids)).order_by(Enrolment.id).with_for_update()
        db.session.scalars(statement.execution_options(populate_existing=True)).all()


def check_day(day: date, today: date, field: str) -> None:
    if day > today:
        raise RuleBroken("day_ahead", field=field, today=today)
    if day < EARLIEST:
        raise RuleBroken("day_too_early", field=field)


def short_text(text: str | None, field: str) -> str | None:
    """A cleaned line of text, None when there is nothing in it."""
    cleaned = clean(text or "")
    if len(cleaned) > TEXT_LENGTH:
        raise RuleBroken("text_long", field=field, most=TEXT_LENGTH)
    return cleaned or None


def phone_number(text: str | None, field: str = "phone") -> str | None:
    """RuleBroken phone_wrong where it is none."""
    cleaned = short_text(text, field)
    if cleaned and not PHONE.fullmatch(cleaned):
        raise RuleBroken("phone_wrong", field=field)
    return cleaned


def check_count(expected: int, *found: int) -> None:
    """What a person confirmed is a number; if the database would do another one, nobody agreed to it."""
    for one in found:
        if one != expected:
            raise RuleBroken("count_changed", expected=expected, found=one)
    if not expected:
        raise RuleBroken("nobody_selected")
