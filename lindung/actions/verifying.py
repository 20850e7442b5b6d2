"""Berita acara verifikasi: the first of a list, and each month's word that it is still right."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from lindung.actions import nomination_writing, own, own_nominations
from lindung.actions.acts import Deed, act, insert_rows
from lindung.actions.circulars import NewDocument, keep_document
from lindung.actions.done import Done
from lindung.actions.nominations import OPEN, judge_alike, judged
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.domain.nominations import DropReason, Finding, NominationState, check_admissible, speaks_against
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.nominations import Nomination, Verification
from lindung.models.units import Unit
from lindung.queries.viewer import Viewer, within

S = NominationState


@dataclass(frozen=True, slots=True)
class Minutes:
    """The paper a verification rests on."""

    dated_on: date
    number: str | None = None
    document: NewDocument | None = None
    note: str | None = None


def verify(
    viewer: Viewer,
    circular_id: int,
    ids: Collection[int],
    minutes: Minutes,
    expected: int,
    *,
    objected: Collection[int] = (),
    expected_objected: int = 0,
    today: date,
    key: str | None = None,
) -> Done:
    """People against whom nothing speaks are verified and wait in order; the `objected` are dropped by their findings.

    Everything is judged anew: count_changed when meanwhile something speaks against one more. Fields: dated_on, number.
    """
    with act(viewer, "nomination.verify", today=today, key=key) as deed:
        own.check_day(minutes.dated_on, today, "dated_on")
        own_nominations.programme(viewer, circular_id, Act.EDIT_REGISTRATIONS)
        nomination_writing.change(deed, judged(circular_id, {*ids, *objected}, today))
        rows = (
            own_nominations.counted(viewer, circular_id, ids, expected, (S.PROPOSED,))
            if ids or not objected
            else []
        )
        for one in rows:
            check_admissible(Finding(one.finding) if one.finding else None)
        leaving = _leaving(viewer, circular_id, objected, expected_objected)
        _verify(deed, circular_id, rows, minutes)
        gone = {"state": S.DROPPED.value, "dropped_on": minutes.dated_on, "queue": None}
        nomination_writing.change(
            deed, {one.id: gone | {"drop_reason": DropReason(one.finding or "").value} for one in leaving}
        )
        judge_alike(deed, circular_id, leaving, today)
        done = Done(deed.id, count=len(rows))
        deed.result = done.result | {"dropped": len(leaving)}
    return done


def unverify(
    viewer: Viewer,
    circular_id: int,
    ids: Collection[int],
    expected: int,
    *,
    today: date,
    key: str | None = None,
) -> Done:
    """Back among those to be looked at."""
    with act(viewer, "nomination.unverify", today=today, key=key) as deed:
        rows = own_nominations.counted(viewer, circular_id, ids, expected, (S.VERIFIED,))
        empty = dict.fromkeys(("verified_on", "verification_id", "queue"))
        nomination_writing.change(deed, {one.id: empty | {"state": S.PROPOSED.value} for one in rows})
        done = Done(deed.id, count=len(rows))
        deed.result = done.result
    return done


def confirm_month(
    viewer: Viewer,
    circular_id: int,
    unit_id: int,
    month: Month,
    minutes: Minutes,
    *,
    today: date,
    key: str | None = None,
) -> Done:
    """ "Daftar bulan November masih benar", once a month for a village. Refused: month_confirmed, month_in_future."""
    with act(viewer, "verification.month", today=today, key=key) as deed:
        own_nominations.programme(viewer, circular_id, Act.EDIT_REGISTRATIONS)
        if month > Month.of(today):
            raise RuleBroken("month_in_future", field="month", month=month, running=Month.of(today))
        own.check_day(minutes.dated_on, today, "dated_on")
        unit = _unit(viewer, unit_id)
        if _confirmed(circular_id, unit.id, month):
            raise RuleBroken("month_confirmed", month=month, unit=unit.name)
        row = _minutes_row(circular_id, unit.id, month, minutes)
        verification_id = insert_rows(deed, Verification, [row])[0]
        done = Done(deed.id, record_id=verification_id)
        deed.result = done.result
    return done


def _verify(deed: Deed, circular_id: int, rows: Sequence[Nomination], minutes: Minutes) -> None:
    """One paper for each village concerned, and a place in the programme's waiting list for each person."""
    units = sorted({one.unit_id for one in rows})
    document_id = keep_document(minutes.document, "berita-acara.pdf") if minutes.document and units else None
    lines = [_minutes_row(circular_id, unit_id, None, minutes, document_id) for unit_id in units]
    of_unit = dict(zip(units, insert_rows(deed, Verification, lines), strict=True))
    last = db.session.scalar(select(func.max(Nomination.queue)).where(Nomination.circular_id == circular_id))
    changes = {
        one.id: {
            "state": S.VERIFIED.value,
            "verified_on": minutes.dated_on,
            "verification_id": of_unit[one.unit_id],
            "queue": place,
        }
        for place, one in enumerate(rows, start=(last or 0) + 1)
    }
    nomination_writing.change(deed, changes)


def _fitting(viewer: Viewer, circular_id: int, ids: Collection[int], expected: int) -> list[Nomination]:
    return own_nominations.counted(viewer, circular_id, ids, expected, (S.PROPOSED,))


def _leaving(viewer: Viewer, circular_id: int, ids: Collection[int], expected: int) -> list[Nomination]:
    if not ids:
        return []
    rows = own_nominations.counted(viewer, circular_id, ids, expected, OPEN)
    against = [one for one in rows if one.finding and speaks_against(Finding(one.finding))]
    own.check_count(expected, len(against))
    return against


def _minutes_row(
    circular_id: int, unit_id: int, month: Month | None, minutes: Minutes, document_id: int | None = None
) -> dict[str, object]:
    if minutes.document is not None and document_id is None:
        document_id = keep_document(minutes.document, "berita-acara.pdf")
    return {
        "circular_id": circular_id,
        "unit_id": unit_id,
        "month": month,
        "number": own.short_text(minutes.number, "number"),
        "dated_on": minutes.dated_on,
        "document_id": document_id,
        "note": own.short_text(minutes.note, "note"),
        "version": 1,
    }


def _unit(viewer: Viewer, unit_id: int) -> Unit:
    """A village within reach, locked: two people say it once."""
    statement = within(viewer, select(Unit).where(Unit.id == unit_id), Unit.path)
    found = db.session.scalars(statement.with_for_update(of=Unit, key_share=True)).first()
    if found is None:
        raise NotThere
    return found


def _confirmed(circular_id: int, unit_id: int, month: Month) -> bool:
    statement = select(Verification.id).where(
        Verification.circular_id == circular_id, Verification.unit_id == unit_id, Verification.month == month
    )
    return db.session.scalar(statement.limit(1)) is not None
