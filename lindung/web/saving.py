"""From a sent form to its answer: done, refused with a sentence, or overtaken by somebody else (409)."""

from collections.abc import Callable
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from flask_babel import gettext as _
from wtforms import Field

from lindung.actions.acts import AlreadyDone
from lindung.domain.errors import ChangedMeanwhile, RuleBroken
from lindung.queries.history import history
from lindung.queries.viewer import Viewer
from lindung.web.filters import day, moment
from lindung.web.forms import OfficeForm
from lindung.web.history import told
from lindung.web.labels import masked_phone

Result = TypeVar("Result")
MASKED = ("phone",)  # R25
# A file that is too much, or not of the kind that is read, or figures that changed meanwhile (DESIGN section 4);
# whatever else is refused is 422.
STATUS_OF = {
    **dict.fromkeys(("document_too_large", "file_too_large", "too_many_rows", "file_bomb"), 413),
    **dict.fromkeys(("document_not_pdf", "file_empty", "file_password", "file_damaged", "file_pdf"), 415),
    **dict.fromkeys(("file_image", "file_html", "file_not_table"), 415),
    "figures_changed": 409,
}


class Saved(NamedTuple, Generic[Result]):
    """What became of it; `repeated` holds what an earlier sending of the same form answered."""

    status: int
    problem: str | None = None
    result: Result | None = None
    repeated: dict[str, Any] | None = None
    theirs: ChangedMeanwhile | None = None  # of a 409: what stands there now, who put it there and when

    @property
    def done(self) -> bool:
        return self.status == 200


def saved(form: OfficeForm, deed: Callable[[], Result]) -> Saved[Result]:
    """Does what a valid form asks for; a refusal's sentence hangs on its field, or is the problem."""
    if not form.validate_on_submit():
        return Saved(422)
    try:
        return Saved(200, result=deed())
    except AlreadyDone as before:
        return Saved(200, repeated=before.result)
    except ChangedMeanwhile as meanwhile:
        return Saved(409, theirs=meanwhile)
    except RuleBroken as broken:
        return Saved(STATUS_OF.get(broken.code, 422), form.refuse(broken))


def differing(changed: ChangedMeanwhile, form: OfficeForm) -> list[tuple[str, str, str]]:
    """Label, theirs and mine of every field in which two people disagree."""
    found = []
    for field in form:
        if field.name not in changed.theirs or (field.name in MASKED and not field.data):
            continue  # a number never shown in full stays as it is when nothing is typed
        theirs, mine = (_shown(field, one) for one in (changed.theirs[field.name], field.data))
        if theirs != mine:
            found.append((str(field.label.text), theirs, mine))
    return found


def _shown(field: Field, value: object) -> str:
    """A value as the form's field would say it: the words of a choice, a day as it is written."""
    words = {str(one.value): str(one.label) for one in getattr(field, "choices", None) or ()}
    text = "" if value is None else str(getattr(value, "value", value))
    if field.name in MASKED:
        return masked_phone(text) or ""
    return day(value) if isinstance(value, date) else words.get(text, text)


def overtaken(viewer: Viewer, record: str, record_id: int) -> str:
    """Who saved the record in between, when, and what; drawn above what was typed, which is still there."""
    lines = told(history(viewer, {record: [record_id]}, limit=1)).lines
    rest = _(
        "Isian Anda di bawah belum disimpan dan tidak hilang. Simpan lagi apabila isian Anda yang dipakai."
    )
    if not lines:
        return rest
    change = "; ".join([lines[0].sentence, *lines[0].details])
    return f"{change} ({moment(lines[0].at)}). {rest}"
