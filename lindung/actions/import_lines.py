"""How a batch's rows are kept: encrypted cells, and what the preview said of each."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select, update

from lindung.actions.importers.protocol import Change, Claim, Importer, Line, Verdict
from lindung.domain.import_cells import restored, stored
from lindung.domain.import_rows import Outcome
from lindung.models.base import db
from lindung.models.imports import ImportBatch, ImportLine
from lindung.queries.staging import chunks

ABSENT_ROW = 0  # the line of somebody whom a complete file does not name


def learn_claims(batch: ImportBatch, importer: Importer[Any]) -> None:
    statement = (
        select(ImportLine.row, ImportLine.changes)
        .where(ImportLine.batch_id == batch.id, ImportLine.outcome.is_not(None))
        .order_by(ImportLine.row)
    )
    for row, changes in db.session.execute(statement):
        for claimed, owner in ((changes or {}).get("claims") or {}).items():
            importer.claims.setdefault(claimed, Claim(row, owner))


def save_verdicts(judged: Sequence[tuple[int, Verdict]]) -> None:
    names = ("outcome", "label", "changes", "problems")
    statement = (
        update(ImportLine)
        .where(ImportLine.id == bindparam("line"))
        .values({name: bindparam(f"new_{name}", type_=ImportLine.__table__.c[name].type) for name in names})
    )
    for part in chunks(judged):
        rows = []
        for id_, verdict in part:
            columns = verdict_columns(verdict, with_claims=True)
            rows.append({"line": id_, **{f"new_{name}": columns[name] for name in names}})
        db.session.connection().execute(statement, rows)


def kept_lines(batch_id: int) -> list[tuple[Line, tuple[object, ...]]]:
    """A batch's lines with what their preview said, file rows first, absent people after them."""
    statement = (
        select(ImportLine.row, ImportLine.cells, ImportLine.outcome, ImportLine.changes)
        .where(ImportLine.batch_id == batch_id)
        .order_by(ImportLine.row, ImportLine.id)
    )
    found = []
    for row, cells, outcome, changes in db.session.execute(statement):
        shown = [tuple(Change(*change)) for change in (changes or {}).get("changes", [])]
        found.append((Line(row, restored_cells(cells)), (outcome, shown)))
    return sorted(found, key=lambda kept: kept[0].row == ABSENT_ROW)


def line_row(batch_id: int, line: Line) -> dict[str, Any]:
    cells = {name: stored(cell) for name, cell in line.cells.items()}
    empty = dict.fromkeys(("outcome", "label", "changes", "problems"))
    return {"batch_id": batch_id, "row": line.row, "cells": cells, **empty}


def absent_row(batch_id: int, verdict: Verdict) -> dict[str, Any]:
    return line_row(batch_id, Line(ABSENT_ROW, {})) | verdict_columns(verdict, with_claims=False)


def verdict_columns(verdict: Verdict, *, with_claims: bool) -> dict[str, Any]:
    """What is kept of a verdict; claims only where later parts of the file will ask for them."""
    changes: dict[str, Any] = (
        {"changes": [list(change) for change in verdict.changes]} if verdict.changes else {}
    )
    if with_claims and verdict.outcome is not Outcome.WRONG:
        changes["claims"] = verdict.claims
    problems = [[*problem, False] for problem in verdict.problems]
    problems += [[*warning, True] for warning in verdict.warnings]
    return {
        "outcome": verdict.outcome.value,
        "label": verdict.label,
        "changes": changes or None,
        "problems": problems or None,
    }


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
