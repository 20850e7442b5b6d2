"""What changes a unit: its names, its place, its end, and whether it reports by itself."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.units.answers import Outcome, form_page, parent_of, to_unit
from blueprints.units.forms import ButtonForm, CloseForm, MoveForm, NamesForm
from blueprints.units.routes import blueprint
from lindung.actions import units as acts
from lindung.domain.permissions import Act
from lindung.queries import units as queries
from lindung.queries.units import UnitRow, unit_by_code
from lindung.web.clock import office_today, running_month
from lindung.web.errors import refuse
from lindung.web.forms import sent_version
from lindung.web.fragments import say
from lindung.web.policy import allowed_to
from lindung.web.saving import saved
from lindung.web.viewer import current_viewer


@blueprint.route("/<path:code>/ubah", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_SETTINGS)
def rename(code: str) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), NamesForm()
    unit = unit_by_code(viewer, code)
    context = {"unit": unit, "kinds": queries.known_kinds(viewer)}
    if not form.is_submitted():
        form.name.data, form.kind.data = unit.name, unit.kind
        return form_page("units/rename.html", form, None, context)
    seen = sent_version()
    outcome = saved(
        form,
        lambda: acts.rename_unit(viewer, code, form.names(), seen_version=seen, today=today, key=form.key),
    )
    if not outcome.done:
        return form_page("units/rename.html", form, outcome, context)
    say(_("%(unit)s disimpan.", unit=form.name.data))
    return to_unit(code)


@blueprint.get("/<path:code>/pindah")
@allowed_to(Act.MANAGE_SETTINGS)
def choose_place(code: str) -> ResponseReturnValue:
    """First where to (`ke`), then what that means: how many units and people move."""
    unit = unit_by_code(current_viewer(), code)
    return _move_page(unit, MoveForm(), None, is_chosen="ke" in request.args)


@blueprint.post("/<path:code>/pindah")
@allowed_to(Act.MANAGE_SETTINGS)
def move(code: str) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), MoveForm()
    unit = unit_by_code(viewer, code)
    form.offer(queries.parent_choices(viewer, leaving_out=unit))
    seen, place = sent_version(), form.parent_code.data or None
    outcome = saved(
        form, lambda: acts.move_unit(viewer, code, place, seen_version=seen, today=today, key=form.key)
    )
    if not outcome.done:
        return _move_page(unit, form, outcome, is_chosen=True)
    say(_("%(unit)s dipindahkan. Angka semua bulan sudah dihitung ulang.", unit=unit.name))
    return to_unit(code)


@blueprint.route("/<path:code>/tutup", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_SETTINGS)
def close(code: str) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), CloseForm()
    unit = unit_by_code(viewer, code)
    form.offer(today)
    people = queries.posted_from(unit.id, running_month())
    context = {"unit": unit, "people": people, "parent": parent_of(unit)}
    if not form.is_submitted():
        return form_page("units/close.html", form, None, context)
    seen = sent_version()
    outcome = saved(
        form,
        lambda: acts.close_unit(viewer, code, form.first(), seen_version=seen, today=today, key=form.key),
    )
    if not outcome.done:
        return form_page("units/close.html", form, outcome, context)
    say(_("%(unit)s ditutup.", unit=unit.name))
    return to_unit(code)


@blueprint.post("/<path:code>/buka-kembali")
@allowed_to(Act.MANAGE_SETTINGS)
def reopen(code: str) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), ButtonForm()
    seen = sent_version()
    outcome = saved(
        form, lambda: acts.reopen_unit(viewer, code, seen_version=seen, today=today, key=form.key)
    )
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    say(_("Unit dibuka kembali."))
    return to_unit(code)


@blueprint.post("/<path:code>/melapor")
@allowed_to(Act.MANAGE_SETTINGS)
def set_reports(code: str) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), ButtonForm()
    seen, reports = sent_version(), request.form.get("reports") == "ya"
    outcome = saved(
        form, lambda: acts.set_reports(viewer, code, reports, seen_version=seen, today=today, key=form.key)
    )
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    say(_("Unit ini kini melapor sendiri.") if reports else _("Unit ini kini masuk laporan unit di atasnya."))
    return to_unit(code)


def _move_page(unit: UnitRow, form: MoveForm, outcome: Outcome, *, is_chosen: bool) -> ResponseReturnValue:
    viewer, parent = current_viewer(), parent_of(unit)
    places = queries.parent_choices(viewer, leaving_out=unit)
    form.offer(places, request.args.get("ke", parent.code if parent else ""))
    context = {
        "unit": unit_by_code(viewer, unit.code),
        "is_chosen": is_chosen,
        "target": next((one for one in places if one.code == form.parent_code.data), None),
        "parent": parent,
        "moving": queries.holding(viewer, unit, running_month()),
    }
    return form_page("units/move.html", form, outcome, context)
