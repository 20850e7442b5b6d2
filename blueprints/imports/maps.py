"""Column maps: when a file's headings are not ours, somebody says once which is which; later files are read by it."""

from collections.abc import Sequence
from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.imports.base import blueprint
from blueprints.imports.forms import ButtonForm, FileForm, MapForm, map_form
from lindung.actions import imports
from lindung.actions.column_maps import remove_map, save_map
from lindung.actions.imports import Upload
from lindung.actions.sheets import read_headings
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.import_columns import MAPPABLE, ImportKind
from lindung.domain.permissions import Act
from lindung.queries.column_maps import MapRow, map_row, map_rows, may_keep
from lindung.web.clock import office_today
from lindung.web.downloads import table_download, wanted_format
from lindung.web.forms import sent_version
from lindung.web.fragments import redirect_after, say
from lindung.web.import_words import KINDS
from lindung.web.messages import sentence_for
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, overtaken, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer

HEADER_CODES = {"header_absent", "column_missing", "column_missing_similar"}
FEWEST_HEADINGS, MOST_HEADINGS, LONGEST_HEADING = 2, 100, 100
COLUMNS = ["nama", "isi_berkas", "kolom", "judul"]


@blueprint.get("/peta")
@allowed_to(Act.LOAD_BPJS_FILES, Act.MANAGE_SETTINGS)
def maps() -> ResponseReturnValue:
    if kind := wanted_format():
        rows = [
            [one.name, str(KINDS[one.kind]), ours, heading]
            for one in map_rows()
            for ours, heading in one.headings.items()
        ]
        return table_download(kind, "peta-kolom", _("Peta kolom"), COLUMNS, rows)
    return _list_page(None)


@blueprint.post("/peta")
@allowed_to(Act.MANAGE_SETTINGS)
def keep_map() -> ResponseReturnValue:
    """Saves the map; with the file chosen once more, goes straight on to its preview."""
    viewer, today, kind = current_viewer(), office_today(), _sent_kind()
    form = map_form(kind, sent_headings())
    outcome = saved(
        form, lambda: save_map(viewer, kind, form.name.data, form.headings(), today=today, key=form.key)
    )
    if not outcome.done:
        return map_page(kind, sent_headings(), form, outcome)
    say_done(done_of(outcome), _("Peta kolom “%(name)s” disimpan.", name=form.name.data))
    batch_id = _staged(form, kind) if outcome.result and form.file.data else None
    if batch_id is not None:
        return redirect_after(url_for("imports.show", batch_id=batch_id))
    return redirect_after(url_for("imports.index", jenis=kind.value))


@blueprint.post("/peta/<int:map_id>/hapus")
@allowed_to(Act.MANAGE_SETTINGS)
def drop_map(map_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), ButtonForm()
    row = map_row(viewer, map_id)
    outcome = saved(form, lambda: remove_map(viewer, map_id, sent_version(), today=today, key=form.key))
    if not outcome.done:
        problem = overtaken(viewer, "column_map", map_id) if outcome.theirs else outcome.problem
        return _list_page(outcome._replace(problem=problem))
    say_done(done_of(outcome), _("Peta kolom “%(name)s” dihapus.", name=row.name))
    return redirect_after(url_for("imports.maps"))


def asked_to_map(
    form: FileForm, outcome: Saved[int], codes: Sequence[str], sent: Sequence[Upload]
) -> ResponseReturnValue | None:
    """The page on which a refused file's headings are told apart; None where that would not help."""
    wanted = next((one for one in sent if one.kind in MAPPABLE and set(codes) & HEADER_CODES), None)
    if wanted is None or not may_keep(current_viewer()):
        return None
    found = read_headings(wanted.content, wanted.kind)
    if len(found) < FEWEST_HEADINGS:
        return None
    fresh = map_form(wanted.kind, found, paid_month=form.paid_month.data if form.paid_month else "")
    return map_page(wanted.kind, found, fresh, outcome)


def sent_headings() -> list[str]:
    """As the refused file had them: they come along with the form, for nothing of the file was kept."""
    return [one[:LONGEST_HEADING] for one in request.form.getlist("judul")[:MOST_HEADINGS]]


def map_page(
    kind: ImportKind, headings: Sequence[str], form: MapForm, outcome: Saved[Any]
) -> ResponseReturnValue:
    page = render_template(
        "imports/map.html",
        kind=kind,
        kind_words=KINDS[kind],
        headings=headings,
        form=form,
        problem=outcome.problem,
    )
    return make_response(page, outcome.status)


def _list_page(outcome: Saved[Any] | None) -> ResponseReturnValue:
    rows: list[MapRow] = map_rows()
    page = render_template(
        "imports/maps.html",
        rows=rows,
        kinds=KINDS,
        may_keep=may_keep(current_viewer()),
        problem=outcome.problem if outcome else None,
    )
    return make_response(page, outcome.status if outcome else 200)


def _sent_kind() -> ImportKind:
    asked = request.form.get("kind", ImportKind.PAYMENTS.value)
    found = next((kind for kind in MAPPABLE if kind.value == asked), None)
    if found is None:
        raise NotThere
    return found


def _staged(form: MapForm, kind: ImportKind) -> int | None:
    try:
        return imports.stage(current_viewer(), form.upload(kind), today=office_today())
    except RuleBroken as broken:
        say(sentence_for(broken))
        return None
