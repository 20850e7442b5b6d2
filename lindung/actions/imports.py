"""Files on their way in: staged, judged in parts, previewed, applied in one act, undone as one act."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from lindung.actions import import_lines, summaries
from lindung.actions.accounts import issue_code
from lindung.actions.acts import Deed, act
from lindung.actions.importers import IMPORTERS
from lindung.actions.importers.protocol import Importer, Line, Scope, Verdict
from lindung.actions.sheets import Grid, read_sheet
from lindung.actions.undo import undo_act
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_rows import Outcome
from lindung.domain.months import BEGINNING, Month
from lindung.models.accounts import Account
from lindung.models.acts import AuditEntry
from lindung.models.base import db
from lindung.models.imports import ImportBatch, ImportLine
from lindung.queries.column_maps import column_names
from lindung.queries.imports import ACT_OF_KIND, many_leaving, refusal_in, visible_batches
from lindung.queries.imports import counts as counts_of
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer

CLOSED = "closed"  # the state of a file that has nothing to apply; it is never asked about
REFUSED = "refused"  # of one that may not be applied at all
PART = 2000  # rows judged in one step of the progress bar
MOST_UNKNOWN = 50  # unknown columns and hidden rows that are named


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was handed in, and what was said with it."""

    kind: ImportKind
    content: bytes
    filename: str
    month: Month | None = None  # from when a move counts; None: the running month
    is_complete: bool = False


@dataclass(frozen=True, slots=True)
class Applied:
    """What an apply did: `codes` are activation codes of new accounts, to be shown once and stored nowhere."""

    act_id: int | None  # None: there was nothing to do
    counts: dict[Outcome, int]
    codes: dict[str, str]


class _Outdated(Exception):
    """The data changed since the preview: nobody agreed to what would happen now."""


def stage(
    viewer: Viewer, upload: Upload, *, today: date, judge_up_to: int | None = PART, key: str | None = None
) -> int:
    """Keeps a file's rows, encrypted; up to `judge_up_to` of them are judged at once (None: however many)."""
    importer_type = IMPORTERS[upload.kind]
    if not viewer.may(ACT_OF_KIND[upload.kind]):
        raise NotThere
    month = _month_of(upload, today)
    grid = read_sheet(upload.content, upload.kind, column_names(upload.kind))
    with act(viewer, "import.stage", today=today, key=key) as deed:
        batch = _new_batch(viewer, upload, month, grid)
        lines = [Line(row, cells) for row, cells in grid.rows]
        rows = [import_lines.line_row(batch.id, line) for line in lines]
        if judge_up_to is None or len(lines) <= judge_up_to:
            importer = importer_type(_scope(viewer, batch, today))
            verdicts = list(importer.judge(lines))
            for row, verdict in zip(rows, verdicts, strict=True):
                row |= import_lines.verdict_columns(verdict)
            absent = _absent(importer, batch, lines)
            rows += [import_lines.absent_row(batch.id, verdict) for verdict in absent]
            batch.judged_count = len(lines)
            batch.columns = import_lines.with_warnings(batch.columns, lines, verdicts)
            _conclude(batch, importer, import_lines.seen_of(verdicts), writes=_writes([*verdicts, *absent]))
        for part in chunks(rows):
            db.session.execute(insert(ImportLine), list(part))
        deed.result = {"batch": batch.id}
        return batch.id


def judge_next(viewer: Viewer, batch_id: int, *, today: date, limit: int = PART) -> bool:
    """Judges the next rows; True when the preview is complete."""
    with act(viewer, "import.judge", today=today) as deed:
        batch = _locked(viewer, batch_id)
        if batch.state == "staged":
            importer = IMPORTERS[ImportKind(batch.kind)](_scope(viewer, batch, today))
            _judge_part(batch, importer, None if importer.is_whole else limit)
        deed.result = {"batch": batch.id}
        return batch.state != "staged"


def apply(
    viewer: Viewer, batch_id: int, *, today: date, leaving: int | None = None, key: str | None = None
) -> Applied:
    """Does what the preview said, in one act; refuses when it would now be something else, with a new preview.

    `leaving` is how many people somebody has confirmed to have left, asked for where a complete file says it of many.
    """
    try:
        return _apply(viewer, batch_id, today, leaving, key)
    except (_Outdated, ChangedMeanwhile):
        _judge_anew(viewer, batch_id, today)
        raise RuleBroken("preview_changed") from None


def discard(viewer: Viewer, batch_id: int, *, today: date) -> None:
    """Throws the staged rows away; what was applied stays and can only be undone."""
    with act(viewer, "import.discard", today=today) as deed:
        batch = _locked(viewer, batch_id)
        if batch.state not in ("staged", "judged", CLOSED, REFUSED):
            raise RuleBroken("batch_not_open")
        db.session.execute(delete(ImportLine).where(ImportLine.batch_id == batch.id))
        batch.state = "discarded"
        deed.result = {"batch": batch.id}


def undo_import(viewer: Viewer, batch_id: int, *, today: date, key: str | None = None) -> None:
    """Takes an applied file back as one act, while nothing later touched its rows."""
    statement = visible_batches(viewer, select(ImportBatch.act_id)).where(ImportBatch.id == batch_id)
    found = db.session.execute(statement).first()
    if found is None:
        raise NotThere
    if found.act_id is None:
        raise RuleBroken("undo_nothing")
    undo_act(viewer, found.act_id, today=today, key=key)


def activation_codes(viewer: Viewer, batch_id: int, *, today: date, key: str | None = None) -> dict[int, str]:
    """New codes for the accounts a file made that nobody has activated, by account; shown once."""
    with act(viewer, "import.codes", today=today, key=key) as deed:
        batch = _locked(viewer, batch_id)
        made = select(AuditEntry.record_id, AuditEntry.before).where(
            AuditEntry.act_id == batch.act_id, AuditEntry.record == Account.__tablename__
        )
        ids = [record_id for record_id, before in db.session.execute(made) if before is None]
        waiting = (
            select(Account.id)
            .where(Account.id.in_(ids), Account.password_hash.is_(None), Account.disabled.is_(False))
            .order_by(Account.id)
        )
        found = db.session.scalars(waiting).all()
        if not found or batch.kind != ImportKind.ACCOUNTS:
            raise RuleBroken("codes_none")
        deed.result = {"batch": batch.id}
        return {account_id: issue_code(account_id) for account_id in found}


def _apply(viewer: Viewer, batch_id: int, today: date, leaving: int | None, key: str | None) -> Applied:
    with act(viewer, "import.apply", today=today, key=key) as deed:
        batch = _locked(viewer, batch_id)
        if batch.state == CLOSED:
            deed.result = _said(batch, counts_of(batch.id))
            return Applied(None, counts_of(batch.id), {})
        if refusal := refusal_in(batch.columns):
            raise refusal
        if batch.state != "judged":
            raise RuleBroken("batch_not_open" if batch.state != "staged" else "batch_not_judged")
        importer = IMPORTERS[ImportKind(batch.kind)](_scope(viewer, batch, today))
        kept = import_lines.kept_lines(batch.id)
        lines = [line for line, _ in kept if line.row != import_lines.ABSENT_ROW]
        verdicts = list(importer.judge(lines, holding=True))
        verdicts += _absent(importer, batch, lines)
        if [verdict.essence for verdict in verdicts] != [essence for _, essence in kept]:
            raise _Outdated
        counts = Counter(verdict.outcome for verdict in verdicts)
        _check_leaving(viewer, batch, counts[Outcome.LEFT], leaving)
        is_nothing = not _writes(verdicts)
        batch.state = CLOSED if is_nothing else "applied"
        if not is_nothing:
            _write(deed, importer, verdicts)
            batch.act_id = deed.id
        deed.result = _said(batch, counts)
        return Applied(None if is_nothing else deed.id, dict(counts), getattr(importer, "codes", {}))


def _write(deed: Deed, importer: Importer[Any], verdicts: Sequence[Verdict]) -> None:
    people = importer.people(verdicts)
    touched = sum(verdict.acts for verdict in verdicts)
    if not importer.counts_people:
        importer.apply(deed, verdicts, people)
    elif importer.recounts or touched > summaries.DIFFERENCE_LIMIT:
        ahead = importer.kind is ImportKind.PAYMENTS
        with summaries.recounted(deed, over_locks=importer.over_locks, ahead=ahead):
            importer.apply(deed, verdicts, people)
    else:
        with summaries.difference(
            deed,
            people,
            since=BEGINNING,
            enrolment_ids=importer.enrolments(verdicts),
            over_locks=importer.over_locks,
        ):
            importer.apply(deed, verdicts, people)


def _said(batch: ImportBatch, counts: Mapping[Outcome, int]) -> dict[str, Any]:
    """What the act remembers of the file."""
    return {"batch": batch.id, "kind": batch.kind, "counts": {one.value: counts[one] for one in Outcome}}


def _check_leaving(viewer: Viewer, batch: ImportBatch, left: int, confirmed: int | None) -> None:
    """A part of the list declared complete would send most of the regency away: their number must be said."""
    here = many_leaving(viewer, batch.month, left)
    if here and confirmed != left:
        raise RuleBroken("many_leave", left=left, here=here)


def _writes(verdicts: Sequence[Verdict]) -> bool:
    """Whether anything would be saved: a question that waits already is not asked again."""
    asks = (verdict.plan for verdict in verdicts if verdict.outcome is Outcome.ASK)
    return any(verdict.acts for verdict in verdicts) or any(not plan.is_asked for plan in asks)


def _conclude(batch: ImportBatch, importer: Importer[Any], seen: dict[str, int], *, writes: bool) -> None:
    """A file that has been judged to its end: whether there is anything to apply, or anything against it."""
    objection = importer.objection(seen)
    if objection is not None:
        refusal = {"code": objection.code, "facts": dict(objection.facts)}
        batch.state, batch.columns = REFUSED, {**batch.columns, "refusal": refusal}
    else:
        batch.state = "judged" if writes else CLOSED


def _month_of(upload: Upload, today: date) -> Month | None:
    """From when moves count; of a payment file the month it is for, which may lie ahead, or none at all."""
    if upload.kind is ImportKind.PAYMENTS:
        return upload.month
    month = upload.month or Month.of(today)
    if month > Month.of(today):
        raise RuleBroken("import_month_ahead", field="month", month=month, running=Month.of(today))
    return month


def _new_batch(viewer: Viewer, upload: Upload, month: Month | None, grid: Grid) -> ImportBatch:
    batch = ImportBatch(
        kind=upload.kind.value,
        filename=upload.filename[-200:],
        sha256=hashlib.sha256(upload.content).digest(),
        state="staged",
        account_id=viewer.account_id,
        unit_id=viewer.unit_id if viewer.units else None,
        staged_at=datetime.now(UTC),
        month=month,
        is_complete=upload.is_complete and upload.kind is ImportKind.SPONSORS,
        columns={
            "sheet": grid.sheet,
            "header_row": grid.header_row,
            "titles": grid.header.titles,
            "map": grid.header.map_name,  # the saved column map by which it was understood
            "unknown": grid.header.unknown[:MOST_UNKNOWN],
            "hidden": grid.hidden[:MOST_UNKNOWN],
            "hidden_count": len(grid.hidden),
            "warned_rows": [],
            "claim_rows": [],  # lines that keep what their part of the file has claimed
            "writes": False,  # whether anything judged so far would be saved
            "seen": {},  # how many of the rows judged so far have which settlement or outcome
        },
        line_count=len(grid.rows),
        judged_count=0,
        act_id=None,
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def _judge_part(batch: ImportBatch, importer: Importer[Any], limit: int | None) -> None:
    """Judges the next lines of a batch, after learning what earlier lines have claimed."""
    import_lines.learn_claims(batch, importer)
    statement = (
        select(ImportLine.id, ImportLine.row, ImportLine.cells)
        .where(ImportLine.batch_id == batch.id, ImportLine.outcome.is_(None))
        .order_by(ImportLine.row)
    )
    found = db.session.execute(statement.limit(limit) if limit else statement).all()
    lines = [Line(row, import_lines.restored_cells(cells)) for _, row, cells in found]
    earlier = set(importer.claims)
    verdicts = list(importer.judge(lines))
    claims = {one: by for one, by in importer.claims.items() if one not in earlier}
    import_lines.save_verdicts([(row.id, one) for row, one in zip(found, verdicts, strict=True)], claims)
    batch.judged_count += len(lines)
    writes = batch.columns.get("writes", False) or _writes(verdicts)
    kept = [*batch.columns.get("claim_rows", []), *(line.row for line in lines[-1:])]
    warned = import_lines.with_warnings(batch.columns, lines, verdicts)
    seen = dict(Counter(batch.columns.get("seen", {})) + Counter(import_lines.seen_of(verdicts)))
    batch.columns = warned | {"writes": writes, "claim_rows": kept, "seen": seen}
    if batch.judged_count >= batch.line_count:
        everybody = [line for line, _ in import_lines.kept_lines(batch.id)] if batch.is_complete else []
        absent = _absent(importer, batch, everybody)
        for part in chunks([import_lines.absent_row(batch.id, verdict) for verdict in absent]):
            db.session.execute(insert(ImportLine), list(part))
        _conclude(batch, importer, seen, writes=writes or bool(absent))


def _judge_anew(viewer: Viewer, batch_id: int, today: date) -> None:
    """A fresh preview of the same rows."""
    with act(viewer, "import.judge", today=today) as deed:
        batch = _locked(viewer, batch_id)
        lines = ImportLine.batch_id == batch.id
        db.session.execute(delete(ImportLine).where(lines, ImportLine.row == import_lines.ABSENT_ROW))
        db.session.execute(
            update(ImportLine).where(lines).values(outcome=None).execution_options(synchronize_session=False)
        )
        batch.state, batch.judged_count = "staged", 0
        batch.columns = {**batch.columns, "warned_rows": [], "claim_rows": [], "writes": False, "seen": {}}
        importer = IMPORTERS[ImportKind(batch.kind)](_scope(viewer, batch, today))
        _judge_part(batch, importer, None)
        deed.result = {"batch": batch.id}


def _absent(importer: Importer[Any], batch: ImportBatch, lines: Sequence[Line]) -> list[Verdict]:
    return importer.absent(lines) if batch.is_complete else []


def _scope(viewer: Viewer, batch: ImportBatch, today: date) -> Scope:
    month = batch.month or Month.of(today)
    return Scope(viewer, today, month, batch.is_complete, batch.id, batch.month)


def _locked(viewer: Viewer, batch_id: int) -> ImportBatch:
    """The batch, for this act alone; one that is not the viewer's is not there."""
    statement = visible_batches(viewer, select(ImportBatch)).where(ImportBatch.id == batch_id)
    found = db.session.scalars(
        statement.with_for_update(of=ImportBatch).execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotThere
    return found
