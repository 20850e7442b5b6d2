"""Questions that imports raise and humans decide: a NIK under two sponsors (R6), both sides beside each other."""

from collections.abc import Iterable, Iterator

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.imports import blueprint
from lindung.domain.permissions import Act
from lindung.queries.questions import QuestionRow, Side, all_questions, question_slice
from lindung.web.clock import office_today
from lindung.web.downloads import Cell, table_download, wanted_format
from lindung.web.filters import mask_nik
from lindung.web.import_words import state_words
from lindung.web.lists import MOST_ON_PAPER, asked_anchor, is_for_paper, on_paper, paging_of
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer

HEADER = [
    "pekerja", "nik", "ditanyakan", "peminta", "unit_peminta", "edaran_peminta", "tercatat_pada", "unit_tercatat",
    "status_tercatat",
]  # fmt: skip
MOST_IN_FILE = 50_000


@blueprint.get("/pertanyaan")
@allowed_to(Act.READ)
def questions() -> ResponseReturnValue:
    viewer = current_viewer()
    if kind := wanted_format():
        rows = _file_rows(all_questions(viewer, MOST_IN_FILE))
        return table_download(kind, f"pertanyaan-{office_today()}", _("Pertanyaan"), HEADER, rows)
    is_whole = is_for_paper()
    found = (
        on_paper(all_questions(viewer, MOST_ON_PAPER + 1))
        if is_whole
        else question_slice(viewer, asked_anchor())
    )
    return render_template(
        "imports/questions.html",
        found=found,
        paging_facts=paging_of(found),
        for_paper=is_whole,
        state_words=state_words,
    )


def _file_rows(rows: Iterable[QuestionRow]) -> Iterator[list[Cell]]:
    """A row for each side that covers the worker already; another office's side says nothing."""
    for row in rows:
        for held in row.holding or [Side(None, None, None, None, None)]:
            state = str(state_words(held.state)) if held.state else None
            asking = row.asking
            yield [
                row.worker,
                mask_nik(row.nik_last4),
                row.asked_on,
                *(asking.sponsor, asking.unit, asking.circular),
                *(held.sponsor, held.unit, state),
            ]
