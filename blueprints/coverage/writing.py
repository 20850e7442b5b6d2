"""One figure on its way in: written with its paper, corrected, chosen to be reckoned with, taken away."""

from typing import Any

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.coverage.asked import Asked, asked
from blueprints.coverage.base import blueprint
from blueprints.coverage.forms import FigureForm
from blueprints.coverage.months import remarks
from lindung.actions import coverage as acts
from lindung.actions.done import Done
from lindung.domain.permissions import Act
from lindung.queries.coverage import FigureRow, figure_row, segment_rows
from lindung.web import coverage_words as words
from lindung.web.clock import office_today
from lindung.web.errors import refuse
from lindung.web.forms import OfficeForm, sent_version
from lindung.web.fragments import redirect_after
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, differing, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer


@blueprint.route("/angka/baru", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_SETTINGS)
def new_figure() -> ResponseReturnValue:
    viewer, today, here = current_viewer(), office_today(), asked()
    form = _form(here)
    if not form.is_submitted():
        form.kind.data, form.segment_id.data = (
            request.args.get("jenis", "target"),
            request.args.get("segmen", ""),
        )
        return _form_page(here, form, None)
    outcome = saved(
        form,
        lambda: acts.add_figure(
            viewer, here.id, form.written(), use=form.use.data, sure=form.sure.data, today=today, key=form.key
        ),
    )
    if not outcome.done:
        return make_response(_form_page(here, form, None, outcome), outcome.status)
    done = done_of(outcome)
    say_done(done, " ".join([_("Angka dicatat."), *remarks(done)]))
    return redirect_after(here.to("sources"))


@blueprint.route("/angka/<int:figure_id>", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_SETTINGS)
def figure(figure_id: int) -> ResponseReturnValue:
    viewer, today = current_viewer(), office_today()
    circular_id, row = figure_row(viewer, figure_id)
    here = _under(circular_id)
    form = _form(here)
    if not form.is_submitted():
        form.fill(row)
        return _form_page(here, form, row)
    seen: dict[str, Any] = {"seen_version": sent_version(), "today": today, "key": form.key}
    outcome = saved(
        form, lambda: acts.edit_figure(viewer, figure_id, form.written(), sure=form.sure.data, **seen)
    )
    if not outcome.done:
        _circular_id, now = figure_row(viewer, figure_id)
        return make_response(_form_page(here, form, now, outcome), outcome.status)
    say_done(done_of(outcome), _("Angka disimpan."))
    return redirect_after(here.to("sources"))


@blueprint.post("/angka/<int:figure_id>/pakai")
@allowed_to(Act.MANAGE_SETTINGS)
def use(figure_id: int) -> ResponseReturnValue:
    viewer, form = current_viewer(), OfficeForm()
    circular_id, row = figure_row(viewer, figure_id)
    seen: dict[str, Any] = {"seen_version": sent_version(), "today": office_today(), "key": form.key}
    outcome = saved(form, lambda: acts.use_figure(viewer, figure_id, **seen))
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    said = _("Yang dipakai: %(value)s menurut %(source)s.", value=words.value_words(row), source=row.source)
    say_done(done_of(outcome), said)
    return redirect_after(_under(circular_id).to("sources"))


@blueprint.post("/angka/<int:figure_id>/hapus")
@allowed_to(Act.MANAGE_SETTINGS)
def remove(figure_id: int) -> ResponseReturnValue:
    viewer, form = current_viewer(), OfficeForm()
    circular_id, _row = figure_row(viewer, figure_id)
    seen: dict[str, Any] = {"seen_version": sent_version(), "today": office_today(), "key": form.key}
    outcome = saved(form, lambda: acts.remove_figure(viewer, figure_id, **seen))
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    say_done(done_of(outcome), _("Angka dihapus."))
    return redirect_after(_under(circular_id).to("sources"))


def _under(circular_id: int) -> Asked:
    """The target the figure stands under, whatever the address asks for."""
    here = asked()
    own = next((one for one in here.all if one.id == circular_id), None)
    return here._replace(circular=own)


def _form(here: Asked) -> FigureForm:
    form = FigureForm()
    form.offer(segment_rows(current_viewer(), here.id))
    return form


def _form_page(
    here: Asked, form: FigureForm, row: FigureRow | None, outcome: Saved[Done] | None = None
) -> str:
    changed = outcome.theirs if outcome else None
    context: dict[str, Any] = {"here": here, "form": form, "row": row, "words": words, "changed": changed}
    return render_template(
        "coverage/figure.html",
        problem=outcome.problem if outcome else None,
        pairs=differing(changed, form) if changed else [],
        **context,
    )
