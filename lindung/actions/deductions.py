"""What a treasurer has deducted from pay: marked for the selected, taken back with a reason. No money moves here."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from lindung.actions import own, payers
from lindung.actions.acts import act, insert_rows
from lindung.actions.done import Done
from lindung.domain.errors import ChangedMeanwhile, RuleBroken
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.deductions import Deduction, Mandate
from lindung.models.sponsors import Sponsor
from lindung.queries.deductions import DueLine, due_lines, posted_among, stands
from lindung.queries.mandates import taken_row
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer

MOST_MONTHS = 12  # R14
MARKING = "deduction.mark"
UNDOABLE = timedelta(days=1)  # without a reason


class Marked(NamedTuple):
    """Pay of one month, deducted on a day, for one contribution month or several."""

    deducted_month: Month
    months: tuple[Month, ...]
    deducted_on: date


class _Mandated(NamedTuple):
    mandate_id: int
    source: str


def mark_deducted(
    viewer: Viewer,
    sponsor_ids: Collection[int],
    marked: Marked,
    expected_count: int,
    *,
    today: date,
    key: str | None = None,
) -> Done:
    """One row per ASN and contribution month, at what each enrolment owes for it (R12, R16); all, or nothing.

    RuleBroken: no_mandate, already_deducted, nothing_due (count, who), pay_month_ahead, day_ahead (deducted_on),
    too_many_months, count_changed, nobody_selected.
    """
    wanted = sorted(set(sponsor_ids))
    with act(viewer, MARKING, today=today, key=key) as deed:
        own.check_may(viewer, Act.RECORD_DEDUCTIONS)
        _check(marked, today)
        payers.lock_sponsors(wanted)
        own.check_count(expected_count, len(wanted), len(posted_among(viewer, wanted, marked.deducted_month)))
        lines = due_lines(viewer, wanted, marked.months, marked.deducted_month, today)
        owing = {line.sponsor_id for line in lines}
        _refuse(sorted(set(wanted) - owing), "nothing_due")
        mandates = _mandates(wanted, marked.deducted_on)
        _refuse(sorted(set(wanted) - mandates.keys()), "no_mandate", on=marked.deducted_on)
        _refuse_repeat(wanted, marked.months)
        insert_rows(deed, Deduction, [_values(line, mandates[line.sponsor_id], marked) for line in lines])
        done = Done(deed.id, count=len(wanted), record_id=wanted[0] if len(wanted) == 1 else None)
        deed.result = done.result
    return done


def take_back(
    viewer: Viewer,
    deduction_id: int,
    reason: str,
    seen_version: int,
    *,
    today: date,
    key: str | None = None,
) -> Done:
    """The row stays, cancelled, with its reason. RuleBroken: cancel_reason_missing (reason), deduction_cancelled."""
    with act(viewer, "deduction.take_back", today=today, key=key) as deed:
        own.check_may(viewer, Act.RECORD_DEDUCTIONS)
        found = taken_row(viewer, deduction_id)
        payers.lock_sponsors([found.sponsor_id])
        row = db.session.get_one(Deduction, deduction_id, with_for_update=True, populate_existing=True)
        if row.cancelled_on is not None:
            raise RuleBroken("deduction_cancelled", on=row.cancelled_on)
        if row.version != seen_version:
            raise ChangedMeanwhile({"version": row.version})
        words = own.short_text(reason, "reason")
        if not words:
            raise RuleBroken("cancel_reason_missing", field="reason")
        row.cancelled_on, row.reason = today, words
        done = Done(deed.id, record_id=row.id)
        deed.result = done.result
    return done


def refuse_late_undo(kind: str, at: datetime) -> None:
    """A mark that has stood for a day is taken back row by row with its reason, and stays in sight."""
    if kind == MARKING and datetime.now(UTC) - at > UNDOABLE:
        raise RuleBroken("undo_mark_late")


def refuse_doubles(deduction_ids: Collection[int], mandate_ids: Collection[int]) -> None:
    """Asked by undo once everything stands as before: no month deducted twice, no two surat kuasa at once."""
    other = aliased(Deduction)
    for ids in chunks(sorted(deduction_ids)):
        twice = (
            select(Sponsor.name)
            .join(Deduction, Deduction.sponsor_id == Sponsor.id)
            .join(other, other.sponsor_id == Deduction.sponsor_id)
            .where(Deduction.id.in_(ids), other.id != Deduction.id, other.month == Deduction.month)
            .where(Deduction.cancelled_on.is_(None), other.cancelled_on.is_(None))
        )
        if (who := db.session.scalar(twice.limit(1))) is not None:
            raise RuleBroken("undo_deducted_again", who=who)
    later = aliased(Mandate)
    for ids in chunks(sorted(mandate_ids)):
        both = (
            select(Sponsor.name)
            .join(Mandate, Mandate.sponsor_id == Sponsor.id)
            .join(later, later.sponsor_id == Mandate.sponsor_id)
            .where(Mandate.id.in_(ids), later.id != Mandate.id)
            .where(or_(Mandate.withdrawn_on.is_(None), Mandate.withdrawn_on > later.signed_on))
            .where(or_(later.withdrawn_on.is_(None), later.withdrawn_on > Mandate.signed_on))
        )
        if (who := db.session.scalar(both.limit(1))) is not None:
            raise RuleBroken("undo_mandate_again", who=who)


def _check(marked: Marked, today: date) -> None:
    own.check_day(marked.deducted_on, today, "deducted_on")
    if marked.deducted_month > Month.of(marked.deducted_on):
        raise RuleBroken("pay_month_ahead", field="deducted_on", month=marked.deducted_month)
    if not 1 <= len(marked.months) <= MOST_MONTHS:
        raise RuleBroken("too_many_months", field="months", most=MOST_MONTHS)


def _mandates(sponsor_ids: Collection[int], day: date) -> dict[int, _Mandated]:
    """The surat kuasa that stood on the day of the deduction."""
    found: dict[int, _Mandated] = {}
    for ids in chunks(sorted(sponsor_ids)):
        statement = select(Mandate.sponsor_id, Mandate.id, Mandate.source).where(Mandate.sponsor_id.in_(ids))
        for sponsor_id, mandate_id, source in db.session.execute(statement.where(stands(day))):
            found[sponsor_id] = _Mandated(mandate_id, source)
    return found


def _refuse(sponsor_ids: Sequence[int], code: str, field: str | None = None, **facts: object) -> None:
    if sponsor_ids:
        raise RuleBroken(code, field, count=len(sponsor_ids), who=_name(sponsor_ids[0]), **facts)


def _refuse_repeat(sponsor_ids: Collection[int], months: Sequence[Month]) -> None:
    """The same ASN and contribution month once, from whatever source: the amount is the whole due."""
    again: list[tuple[int, Month, date]] = []
    for ids in chunks(sorted(sponsor_ids)):
        statement = (
            select(Deduction.sponsor_id, Deduction.month, Deduction.deducted_on)
            .where(Deduction.sponsor_id.in_(ids), Deduction.month.in_(months))
            .where(Deduction.cancelled_on.is_(None))
            .order_by(Deduction.sponsor_id, Deduction.month)
        )
        again += [(row[0], row[1], row[2]) for row in db.session.execute(statement)]
    if again:
        first, month, on = again[0]
        people = len({sponsor_id for sponsor_id, _month, _on in again})
        raise RuleBroken("already_deducted", count=people, who=_name(first), month=month, on=on)


def _values(line: DueLine, mandate: _Mandated, marked: Marked) -> dict[str, object]:
    return {
        "sponsor_id": line.sponsor_id,
        "mandate_id": mandate.mandate_id,
        "unit_id": line.unit_id,
        "source": mandate.source,
        "deducted_month": marked.deducted_month,
        "month": line.month,
        "amount": line.amount,
        "workers": line.workers,
        "deducted_on": marked.deducted_on,
        "cancelled_on": None,
        "reason": None,
    }


def _name(sponsor_id: int) -> str:
    return db.session.scalar(select(Sponsor.name).where(Sponsor.id == sponsor_id)) or ""
