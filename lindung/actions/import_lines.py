"""How a batch's rows are kept: encrypted cells, and what the preview said of each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select, update

from lindung.actions.importers.protocol import Change, Claim, Importer, Line, Verdict
from lindung.domain.import_cells import restored, stored
from lindung.domain.import_rows import Outcome
from lindung.models.base import db
from lindung.models.imports import ImportBatch, ImportLine
from lindung.queries.staging import chunks

JUDGED = ("outcome", "label", "changes", "problems", "settlement", "amount")
ABSENT_ROW = 0  # the line of somebody whom a complete file does not name


def learn_claims(batch: ImportBatch, importer: Importer[Any]) -> None:
    """What earlier parts have claimed: each part's last line keeps that of the whole part, so that few are read."""
    statement = (
        select(ImportLine.changes)
        .where(ImportLine.batch_id == batch.id, ImportLine.row.in_(batch.columns.get("claim_rows", [])))
        .order_by(ImportLine.row)
    )
    for changes in db.session.scalars(statement):
        for claimed, claim in ((changes or {}).get("claims") or {}).items():
            importer.claims.setdefault(claimed, Claim(*claim))


def save_verdicts(judged: Sequence[tuple[int, Verdict]], claims: Mapping[str, Claim]) -> None:
    """The verdicts of one part; what it claimed stays with its last line."""
    statement = (
        update(ImportLine)
        .where(ImportLine.id == bindparam("line"))
        .values({name: bindparam(f"new_{name}", type_=ImportLine.__table__.c[name].type) for name in JUDGED})
    )
    rows = [(id_, verdict_columns(verdict)) for id_, verdict in judged]
    if rows and claims:
        last = rows[-1][1]
        last["changes"] = (last["changes"] or {}) | {"claims": {one: list(by) for one, by in claims.items()}}
    for part in chunks(rows):
        values = [{"line": id_, **{f"new_{name}": columns[name] for name in JUDGED}} for id_, columns in part]
        db.session.connection().execute(statement, values)


def kept_lines(batch_id: int) -> list[tuple[Line, tuple[object, ...]]]:
    """A batch's lines with what their preview said, file rows first, absent people after them."""
    statement = (
        select(
            ImportLine.row, ImportLine.cells, ImportLine.outcome, ImportLine.changes, ImportLine.settlement
        )
        .where(ImportLine.batch_id == batch_id)
        .order_by(ImportLine.row, ImportLine.id)
    )
    found = []
    for row, cells, outcome, changes, group in db.session.execute(statement):
        shown = [tuple(Change(*change)) for change in (changes or {}).get("changes", [])]
        found.append((Line(row, restored_cells(cells)), (outcome, shown, group)))
    return sorted(found, key=lambda kept: kept[0].row == ABSENT_ROW)


def line_row(batch_id: int, line: Line) -> dict[str, Any]:
    cells = {name: stored(cell) for name, cell in line.cells.items()}
    empty = dict.fromkeys(JUDGED)
    return {"batch_id": batch_id, "row": line.row, "cells": cells, **empty}


def absent_row(batch_id: int, verdict: Verdict) -> dict[str, Any]:
    return line_row(batch_id, Line(ABSENT_ROW, {})) | verdict_columns(verdict)


def verdict_columns(verdict: Verdict) -> dict[str, Any]:
    """What is kept of a verdict."""
    changes = {"changes": [list(change) for change in verdict.changes]} if verdict.changes else None
    problems = [[*problem, False] for problem in verdict.problems]
    problems += [[*warning, True] for warning in verdict.warnings]
    return {
        "outcome": verdict.outcome.value,
        "label": verdict.label,
        "changes": changes,
        "problems": problems or None,
        "settlement": verdict.settlement,
        "amount": verdict.amount,
    }


def seen_of(verdicts: Sequence[Verdict]) -> dict[str, int]:
    """How many rows have which settlement, or else outcome."""
    return dict(Counter(verdict.settlement or verdict.outcome.value for verdict in verdicts))


def with_warnings(
    columns: dict[str, Any], lines: Sequence[Line], verdicts: Sequence[Verdict]
) -> dict[str, Any]:
    """Which rows were accepted with a remark, so that the preview can list them."""
    warned = [
        line.row
        for line, verdict in zip(lines, verdicts, strict=True)
        if verdict.warnings and verdict.outcome is not Outcome.WRONG
    ]
    return {**columns, "warned_rows": [*columns["warned_rows"], *warned]}


def restored_cells(cells: dict[str, Any]) -> dict[str, Any]:
    return {name: restored(value) for name, value in cells.items()}
