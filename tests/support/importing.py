"""Bringing files in, as the screens do: staged, applied, and what became of each row."""

import io
from typing import Any

from sqlalchemy import select

from lindung.actions import imports
from lindung.actions.imports import Upload
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_rows import Outcome
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.sponsors import Sponsor
from lindung.queries import imports as queries
from lindung.queries.viewer import CONSOLE, Viewer
from tests.support.browser import Person
from tests.support.clock import today
from tests.support.files import xlsx
from tests.support.reply import Reply

HEADER = ("NIP", "Nama", "Kode Unit", "Jenis ASN", "Catatan")
HADI = ("198001012005011777", "Hadi Prasetyo", "07", "PNS", None)
BAD = ("19800101200501", "Tini", "07", "PNS", None)


def stage(kind: str, content: bytes | list[Any], *, by: Viewer = CONSOLE, **options: Any) -> int:
    """A batch; `content` may be rows, the first of them the header."""
    month = options.pop("month", None)
    upload = Upload(
        ImportKind(kind),
        content if isinstance(content, bytes) else xlsx(*content),
        options.pop("filename", f"{kind}.xlsx"),
        Month.parse(month) if month else None,
        options.pop("is_complete", False),
    )
    return imports.stage(by, upload, today=today(), **options)


def bring(kind: str, content: bytes | list[Any], *, by: Viewer = CONSOLE, **options: Any) -> dict[str, int]:
    """Stages and applies; what came of it, zeros left out."""
    batch_id = stage(kind, content, by=by, **options)
    applied = imports.apply(by, batch_id, today=today())
    db.session.expire_all()
    return {outcome.value: count for outcome, count in applied.counts.items() if count}


def counts(batch_id: int) -> dict[str, int]:
    return {outcome.value: count for outcome, count in queries.counts(batch_id).items() if count}


def problems(batch_id: int) -> list[tuple[int, str, str | None]]:
    """(row, code, column) of everything refused or asked."""
    return [
        (row.row, problem.code, problem.column)
        for row in queries.left_out(batch_id)
        for problem in row.problems
    ]


def changes(batch_id: int, outcome: str = "changed") -> dict[str, list[tuple[str, str | None, str | None]]]:
    """Label -> (column, before, after) of the rows with this outcome."""
    found = queries.lines(CONSOLE, queries.batch(CONSOLE, batch_id), Outcome(outcome))
    return {row.label or "": row.changes for row in found.rows}


def hand_in(
    person: Person, content: bytes, *, name: str = "asn.xlsx", kind: str = "sponsors", **fields: Any
) -> Reply:
    """Chooses a file on the screen and sends it."""
    person.get("/impor", jenis=kind)
    return person.submit("#impor-berkas", file=(io.BytesIO(content), name), kind=kind, **fields)


def preview_of(person: Person, *rows: Any, **options: Any) -> Reply:
    """The preview of a file of civil servants with these rows under HEADER."""
    assert hand_in(person, xlsx(HEADER, *rows), **options).status == 303
    return person.follow()


def sponsors() -> list[str]:
    return list(db.session.scalars(select(Sponsor.name).order_by(Sponsor.name)))
