"""Taking an act back: every record it touched as it was before, while nothing later has touched it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from lindung.actions import (
    copies,
    dated_rows,
    declarations,
    deductions,
    figure_writing,
    locks,
    obstacles,
    payers,
    reversing,
    summaries,
    tree,
)
from lindung.actions.accounts import withdraw_codes
from lindung.actions.acts import Deed, act, decoded
from lindung.actions.settings import SETTING, put_setting
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import BEGINNING, Month
from lindung.models.acts import ActRow, AuditEntry
from lindung.models.base import Base, db
from lindung.models.circulars import Declaration
from lindung.models.deductions import Deduction, Mandate
from lindung.models.imports import ImportBatch
from lindung.models.reports import MonthReport
from lindung.models.sponsors import Household, Posting
from lindung.models.summaries import MonthBook, UnitMonth
from lindung.models.workers import Enrolment, Question
from lindung.queries.staging import chunks
from lindung.queries.undoing import may_undo
from lindung.queries.viewer import Viewer

# What was seen stays seen, and what was approved is corrected, never unsaid (R22).
FOR_GOOD = frozenset(
    {
        *("worker.reveal", "proposal.reveal", "claim.reveal", "nomination.reveal"),
        *("report.approve", "payment.reverse"),
    }
)
# What passed a closed month on its way in passes it on its way out: a death reported by mistake (R22).
OF_DEATHS = frozenset({"claim.report", "claim.edit"})
LEADING_TO_SPONSOR: dict[str, Any] = {
    "posting": Posting,
    "declaration": Declaration,
    "enrolment": Enrolment,
    "question": Question,
    "mandate": Mandate,
    "deduction": Deduction,
}
# Acts on these records alone change what a few people count, and nothing of the tree or of what months cost.
OF_PEOPLE = frozenset(
    {
        *("sponsor", "posting", "declaration", "worker", "enrolment", "question", "setting", "grant"),
        *("submission", "submission_line", "reminder", "reminder_line", "account"),
        *("mandate", "deduction", "month_report", "column_map", "bpjs_row", "claim", "claim_paper"),
        *("handover", "nomination", "verification", "fund", "fund_paper"),
        *("segment", "figure", "commitment", "household"),
    }
)


def undo_act(viewer: Viewer, act_id: int, *, today: date, key: str | None = None) -> int:
    """Undoes one's own act, or anybody's for who manages the regency; RuleBroken names what came later."""
    with act(viewer, "act.undo", today=today, key=key) as deed:
        wanted = _undoable(viewer, act_id)
        statement = select(AuditEntry).where(AuditEntry.act_id == act_id).order_by(AuditEntry.id)
        entries = db.session.scalars(statement).all()
        payments = reversing.payments_of(act_id)
        if wanted.kind in FOR_GOOD or not (entries or payments):
            raise RuleBroken("undo_nothing")
        deductions.refuse_late_undo(wanted.kind, wanted.at)
        touched = _touched(entries)
        enrolled = touched.get("enrolment", set()) | reversing.paid_by(payments)
        paying = payers.directly(enrolled)
        people = set(people_of(entries) | paying.people) - payers.funds_among(people_of(entries))
        passes = wanted.kind in OF_DEATHS or any(one.source == "bpjs" for one in payments)
        with _counting(deed, people, enrolled, touched, over_locks=passes):
            obstacles.refuse_touched_later(act_id, entries[-1].id if entries else 0, touched)
            reversing.refuse_paid_later(act_id, touched.get("enrolment", set()), payments)
            obstacles.refuse_out_of_reach(viewer, people, paying.enrolments, touched, today)
            obstacles.refuse_in_use(_inserted(entries), touched)
            opened = locks.months_left_open(_reported(entries), today)
            if "figure" in touched:
                figure_writing.hold_targets()
            _make_way(_inserted(entries))
            _put_all_back(deed, entries)
            obstacles.refuse_closed(touched)
            locks.refuse_relocked(opened, today)
            figure_writing.refuse_unsettled(touched.get("figure", set()))
            deductions.refuse_doubles(touched.get("deduction", set()), touched.get("mandate", set()))
            _refresh(touched, people, Month.of(today))
            reversing.reverse(deed, payments)  # by what months cost without the act
            dated_rows.let_credit_follow(deed, touched)
        wanted.undone_by_id = deed.id
        db.session.get_one(ActRow, deed.id).undoes_id = act_id
        batches = update(ImportBatch).where(ImportBatch.act_id == act_id).values(state="undone")
        db.session.execute(batches.execution_options(synchronize_session=False))
        deed.result = {"undoes": act_id, "kind": wanted.kind}
        return len(entries) + len(payments)


def _undoable(viewer: Viewer, act_id: int) -> ActRow:
    statement = select(ActRow).where(ActRow.id == act_id).with_for_update()
    wanted = db.session.scalars(statement.execution_options(populate_existing=True)).first()
    if wanted is None or not may_undo(viewer, wanted):
        raise NotThere
    if wanted.undone_by_id is not None:
        raise RuleBroken("undo_done")
    if wanted.undoes_id is not None:
        raise RuleBroken("undo_of_undo")
    return wanted


@contextmanager
def _counting(
    deed: Deed,
    people: Collection[int],
    enrolled: Collection[int],
    touched: obstacles.Records,
    *,
    over_locks: bool,
) -> Iterator[None]:
    """Counts anew what the block changes: of the people concerned, or every month where more than people changed."""
    if set(touched) <= OF_PEOPLE:
        with summaries.difference(
            deed, sorted(people), since=BEGINNING, enrolment_ids=enrolled, over_locks=over_locks
        ):
            yield
        return
    payers.locked(people, enrolled)
    summaries.lock_months()
    if "unit" in touched:
        tree.lock_tree()
    yield
    summaries.recount(deed.today)


def people_of(entries: Sequence[AuditEntry]) -> set[int]:
    """The sponsors whose counts these entries can have changed; of a removed row the entry itself tells."""
    found: set[int] = set()
    unknown: dict[str, set[int]] = {}
    for entry in entries:
        if entry.record == "sponsor":
            found.add(entry.record_id)
        elif entry.record in LEADING_TO_SPONSOR:
            sides = [values or {} for values in (entry.before, entry.after)]
            named = [values["sponsor_id"] for values in sides if "sponsor_id" in values]
            found.update(named)
            if not named:
                unknown.setdefault(entry.record, set()).add(entry.record_id)
    houses = {entry.record_id for entry in entries if entry.record == Household.__tablename__}
    found |= payers.members_of(houses)
    for record, ids in unknown.items():
        model = LEADING_TO_SPONSOR[record]
        for part in chunks(sorted(ids)):
            found.update(db.session.scalars(select(model.sponsor_id).where(model.id.in_(part))))
    return found


def _reported(entries: Sequence[AuditEntry]) -> set[locks.Reported]:
    """The units and months whose reports these entries changed, asked while the rows still stand."""
    ids = {entry.record_id for entry in entries if entry.record == MonthReport.__tablename__}
    found = select(MonthReport.unit_id, MonthReport.month).where(MonthReport.id.in_(ids))
    return {(unit_id, month) for unit_id, month in db.session.execute(found)}


def _touched(entries: Sequence[AuditEntry]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for entry in entries:
        found.setdefault(entry.record, set()).add(entry.record_id)
    return found


def _inserted(entries: Sequence[AuditEntry]) -> dict[str, set[int]]:
    return _touched([entry for entry in entries if entry.before is None])


def _make_way(inserted: Mapping[str, set[int]]) -> None:
    """Derived rows go before what they are derived from."""
    for part in chunks(sorted(inserted.get("unit", set()))):
        db.session.execute(delete(UnitMonth).where(UnitMonth.unit_id.in_(part)))
    for part in chunks(sorted(inserted.get("circular", set()))):
        for table in (UnitMonth, MonthBook):
            db.session.execute(delete(table).where(table.circular_id.in_(part)))
    withdraw_codes(sorted(inserted.get("account", set())))


def _put_all_back(deed: Deed, entries: Sequence[AuditEntry]) -> None:
    try:
        for record, backwards in _runs(entries):
            _reverse(deed, record, backwards)
    except IntegrityError as clash:  # a NIP, a NIK or a KPJ it gives back is somebody else's by now
        raise RuleBroken("undo_taken") from clash


def _runs(entries: Sequence[AuditEntry]) -> Iterator[tuple[str, list[AuditEntry]]]:
    """Newest first, in runs of one table and one kind of change that can be reversed together."""
    backwards = list(reversed(entries))
    for (record, _, _), run in groupby(
        backwards, lambda entry: (entry.record, entry.before is None, entry.after is None)
    ):
        yield record, list(run)


def _reverse(deed: Deed, record: str, entries: list[AuditEntry]) -> None:
    if record == SETTING:
        for entry in entries:
            before = entry.before or {}
            put_setting(deed, before["key"], before["value"])
        return
    model = _models()[record]
    if entries[0].before is None:
        _remove(model, entries)
    elif entries[0].after is None:
        db.session.execute(insert(model), [decoded(model, entry.before or {}) for entry in entries])
    else:
        _put_back(model, entries)
    mirrored = [
        {
            "act_id": deed.id,
            "record": entry.record,
            "record_id": entry.record_id,
            "before": entry.after,
            "after": entry.before,
        }
        for entry in entries
    ]
    db.session.execute(insert(AuditEntry), mirrored)


def _remove(model: type[Base], entries: list[AuditEntry]) -> None:
    """By parents last: rows of one table may lean on each other, as units do."""
    table = model.__table__
    for part in chunks([entry.record_id for entry in entries]):
        for id_ in part if entries[0].record == "unit" else ():
            db.session.execute(delete(model).where(table.c.id == id_))
        db.session.execute(delete(model).where(table.c.id.in_(part)))


def _put_back(model: type[Base], entries: list[AuditEntry]) -> None:
    table = model.__table__
    for entry in entries:
        values = decoded(model, entry.before or {})
        if "version" in table.c:
            values["version"] = table.c.version + 1
        statement = update(model).where(table.c.id == entry.record_id).values(values)
        db.session.execute(statement.execution_options(synchronize_session=False))


def _refresh(touched: obstacles.Records, people: Collection[int], running: Month) -> None:
    """What follows from others follows what was put back."""
    db.session.expire_all()
    if "unit" in touched:
        tree.refresh_copies()
    if "posting" in touched:
        copies.refresh_homes(people, running)
    if "worker" in touched:
        copies.refresh_names(touched["worker"])
    if "declaration" in touched:
        declarations.refresh_ends(people)
    dated_rows.follow(touched)


def _models() -> dict[str, type[Base]]:
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
