"""The list of questions, waiting and decided; and one of them with everything that was said and done about it."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.questions.files import HEADER, file_rows
from blueprints.questions.forms import DecideForm, SayForm
from lindung.domain.errors import NotThere
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.circulars import selectable
from lindung.queries.history import history
from lindung.queries.question_sides import QuestionRow
from lindung.queries.questions import (
    QuestionFilter,
    QuestionOrder,
    QuestionState,
    all_questions,
    question_row,
    question_slice,
    question_totals,
)
from lindung.queries.viewer import Viewer
from lindung.web import question_words
from lindung.web.clock import office_today
from lindung.web.downloads import table_download, wanted_format
from lindung.web.fragments import page_or_fragment
from lindung.web.history import told
from lindung.web.lists import (
    MOST_ON_PAPER,
    Sorting,
    asked_anchor,
    asked_choice,
    asked_sorting,
    asked_text,
    chosen,
    is_for_paper,
    nik_was_typed,
    on_paper,
    paging_of,
    place_words,
    unit_choices,
    without_nik,
)
from lindung.web.policy import allowed_to
from lindung.web.question_words import KIND_CODES, KINDS, STATE_CODES, STATES
from lindung.web.scope import selected_unit
from lindung.web.viewer import current_viewer

blueprint = Blueprint("questions", __name__, url_prefix="/pertanyaan")

SORTS = {"tanggal": QuestionOrder.ASKED, "nama": QuestionOrder.NAME}
SORT_WORDS = [
    ("tanggal", _l("terlama lebih dahulu")),
    ("-tanggal", _l("terbaru lebih dahulu")),
    ("nama", _l("menurut nama")),
]
MOST_IN_FILE = 50_000


@blueprint.get("")
@allowed_to(Act.READ)
def index() -> ResponseReturnValue:
    if elsewhere := without_nik():
        return elsewhere
    viewer, sorting = current_viewer(), asked_sorting(list(SORTS))
    wanted = _wanted(viewer, sorting)
    if kind := wanted_format():
        rows = file_rows(all_questions(viewer, wanted, MOST_IN_FILE))
        return table_download(kind, f"pertanyaan-{office_today()}", _("Pertanyaan"), HEADER, rows)
    return page_or_fragment("questions/index.html", "questions/_list.html", **_page(viewer, wanted, sorting))


@blueprint.get("/<int:question_id>")
@allowed_to(Act.READ)
def show(question_id: int) -> Response:
    row = found_row(current_viewer(), question_id)
    return Response(one_page(row, decide_form(), SayForm()))


def found_row(viewer: Viewer, question_id: int) -> QuestionRow:
    row = question_row(viewer, question_id)
    if row is None:
        raise NotThere
    return row


def decide_form() -> DecideForm:
    form = DecideForm()
    form.offer(Month.of(office_today()))
    return form


def one_page(
    row: QuestionRow,
    form: DecideForm,
    saying: SayForm,
    problem: str | None = None,
    *,
    kept: str | None = None,
) -> str:
    """`kept`: what somebody had typed when another one had decided already."""
    viewer = current_viewer()
    subjects = {
        "question": [row.id],
        "enrolment": [one.enrolment_id for one in row.holding if one.enrolment_id],
    }
    return render_template(
        "questions/show.html",
        row=row,
        form=form,
        saying=saying,
        problem=problem,
        kept=kept,
        words=question_words,
        may_decide=viewer.may(Act.DECIDE_QUESTIONS),
        story=told(history(viewer, subjects), viewer),
    )


def _wanted(viewer: Viewer, sorting: Sorting) -> QuestionFilter:
    circular = asked_text("edaran", 20)
    return QuestionFilter(
        state=asked_choice("keadaan", STATE_CODES) or QuestionState.WAITING,
        kind=asked_choice("jenis", KIND_CODES),
        place=selected_unit(viewer),
        circular_id=int(circular) if circular.isascii() and circular.isdigit() else None,
        q=asked_text(),
        order=SORTS[sorting.key],
        falling=sorting.falling,
    )


def _page(viewer: Viewer, wanted: QuestionFilter, sorting: Sorting) -> dict[str, object]:
    if is_for_paper():
        found = on_paper(all_questions(viewer, wanted, MOST_ON_PAPER + 1))
    else:
        found = question_slice(viewer, wanted, asked_anchor())
    circulars = [(str(one.id), one.number) for one in selectable(office_today())]
    chips = _chips(wanted, dict(circulars))
    return {
        "wanted": wanted,
        "nik_typed": nik_was_typed(),
        "totals": question_totals(viewer),
        "found": found,
        "paging": paging_of(found),
        "for_paper": is_for_paper(),
        "chips": chips,
        "filter_words": " · ".join(words for words, _url in chips),
        "states": [(code, STATES[state]) for code, state in STATE_CODES.items()],
        "state": next(code for code, state in STATE_CODES.items() if state is wanted.state),
        "kinds": [("", _("Semua jenis")), *((code, KINDS[kind]) for code, kind in KIND_CODES.items())],
        "kind": next((code for code, kind in KIND_CODES.items() if kind is wanted.kind), ""),
        "circulars": [("", _("Semua Surat Edaran")), *circulars],
        "units": unit_choices(viewer, wanted.place),
        "sorts": SORT_WORDS,
        "sorted_by": sorting.code,
        "may_decide": viewer.may(Act.DECIDE_QUESTIONS),
        "words": question_words,
        "states_of": QuestionState,
    }


def _chips(wanted: QuestionFilter, circulars: dict[str, str]) -> list[tuple[str, str]]:
    is_other = wanted.state is not QuestionState.WAITING
    circular = circulars.get(str(wanted.circular_id or ""), _("Surat Edaran lain"))
    return chosen(
        [
            (STATES[wanted.state] if is_other else None, ("keadaan",)),
            (KINDS[wanted.kind] if wanted.kind else None, ("jenis",)),
            (place_words(wanted.place) if wanted.place else None, ("unit", "cakupan")),
            (circular if wanted.circular_id else None, ("edaran",)),
            (_("“%(q)s”", q=wanted.q) if wanted.q else None, ("q",)),
        ]
    )
