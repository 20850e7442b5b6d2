"""The parts of a workforce with the offices that answer for them, several in one form (UX Ng2)."""

from collections.abc import Iterator, Sequence

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.coverage.asked import Asked, asked
from blueprints.coverage.base import blueprint
from blueprints.coverage.forms import LINES, SegmentForm, SegmentsForm, segments_form
from lindung.actions import coverage_setup as acts
from lindung.actions.done import Done
from lindung.domain.errors import NotThere
from lindung.domain.permissions import Act
from lindung.queries.coverage import (
    SegmentRow,
    View,
    over_workforce,
    part_rows,
    segment_rows,
    way_of,
    whole_rows,
)
from lindung.queries.history import history
from lindung.queries.units import reporting_units
from lindung.web.clock import office_today, running_month
from lindung.web.coverage_words import over_words
from lindung.web.downloads import Cell, table_download, wanted_format
from lindung.web.errors import refuse
from lindung.web.forms import OfficeForm, sent_version
from lindung.web.fragments import redirect_after
from lindung.web.history import told
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, differing, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer

HEADER = ["segmen", "kode_unit", "penanggung_jawab", "angka", "catatan"]


@blueprint.get("/segmen")
@allowed_to(Act.MANAGE_SETTINGS)
def segments() -> ResponseReturnValue:
    here = asked()
    rows = segment_rows(current_viewer(), here.id) if here.circular else []
    if kind := wanted_format():
        return table_download(kind, f"segmen-{office_today()}", _("Segmen"), HEADER, file_rows(rows))
    return _page(here, rows, _form(here))


@blueprint.post("/segmen")
@allowed_to(Act.MANAGE_SETTINGS)
def add_segments() -> ResponseReturnValue:
    viewer, today, here = current_viewer(), office_today(), asked()
    form = _form(here)
    outcome = saved(
        form,
        lambda: acts.add_segments(viewer, here.id, form.lines(), form.shared(), today=today, key=form.key),
    )
    if not outcome.done:
        rows = segment_rows(viewer, here.id)
        return make_response(_page(here, rows, form, outcome), outcome.status)
    done = done_of(outcome)
    said = ngettext("%(num)s segmen dicatat.", "%(num)s segmen dicatat.", done.count)
    say_done(done, " ".join([said, *filter(None, [_over(here)])]))
    return redirect_after(here.to("segments"))


@blueprint.route("/segmen/<int:segment_id>", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_SETTINGS)
def segment(segment_id: int) -> ResponseReturnValue:
    viewer, today = current_viewer(), office_today()
    here, row = _found(segment_id)
    form = SegmentForm(name=row.name, owner_code=row.owner_code, note=row.note)
    form.owner_code.choices = _owners()
    if not form.is_submitted():
        return _segment_page(here, row, form)
    version = sent_version()
    outcome = saved(
        form,
        lambda: acts.edit_segment(
            viewer, segment_id, form.name.data, form.owner_code.data, form.note.data,
            seen_version=version, today=today, key=form.key,
        ),
    )  # fmt: skip
    if not outcome.done:
        return make_response(_segment_page(*_found(segment_id), form, outcome), outcome.status)
    say_done(done_of(outcome), _("Segmen disimpan."))
    return redirect_after(here.to("segments"))


@blueprint.post("/segmen/<int:segment_id>/hapus")
@allowed_to(Act.MANAGE_SETTINGS)
def remove_segment(segment_id: int) -> ResponseReturnValue:
    viewer, form = current_viewer(), OfficeForm()
    here, _row = _found(segment_id)
    version, today = sent_version(), office_today()
    outcome = saved(
        form,
        lambda: acts.remove_segment(viewer, segment_id, seen_version=version, today=today, key=form.key),
    )
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    say_done(done_of(outcome), _("Segmen dihapus."))
    return redirect_after(here.to("segments"))


def _found(segment_id: int) -> tuple[Asked, SegmentRow]:
    here = asked()
    for circular in here.all:
        for row in segment_rows(current_viewer(), circular.id):
            if row.id == segment_id:
                return here._replace(circular=circular), row
    raise NotThere


def _owners() -> list[tuple[str, str]]:
    return [(unit.code, unit.name) for unit in reporting_units(current_viewer())]


def _form(here: Asked) -> SegmentsForm:
    way = way_of(whole_rows(current_viewer(), here.id) if here.circular else [], running_month())
    year, source = (way.target.month.year, way.target.source) if way.target else (None, "")
    return segments_form(_owners(), running_month(), year, source)


def _over(here: Asked) -> str | None:
    """Where the segments are larger than the whole, a sentence with both numbers."""
    if here.circular is None:
        return None
    viewer, running = current_viewer(), running_month()
    whole = way_of(whole_rows(viewer, here.id), running)
    return over_words(over_workforce(whole, part_rows(viewer, here.id, View.SEGMENT, running)))


def _page(
    here: Asked, rows: Sequence[SegmentRow], form: SegmentsForm, outcome: Saved[Done] | None = None
) -> str:
    viewer = current_viewer()
    story = told(history(viewer, {"segment": [row.id for row in rows]}), viewer) if rows else None
    return render_template(
        "coverage/segments.html",
        here=here,
        rows=rows,
        over=_over(here),
        form=form,
        lines=range(1, LINES + 1),
        problem=outcome.problem if outcome else None,
        story=story,
    )


def _segment_page(here: Asked, row: SegmentRow, form: SegmentForm, outcome: Saved[Done] | None = None) -> str:
    changed = outcome.theirs if outcome else None
    return render_template(
        "coverage/segment.html",
        here=here,
        row=row,
        form=form,
        problem=outcome.problem if outcome else None,
        changed=changed,
        pairs=differing(changed, form) if changed else [],
    )


def file_rows(rows: Sequence[SegmentRow]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [row.name, row.owner_code, row.owner, row.figures, row.note]
