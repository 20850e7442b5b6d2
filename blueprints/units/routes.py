"""Units: the tree, one of them, and a new one."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.units.answers import form_page, to_unit
from blueprints.units.forms import UnitForm
from lindung.actions import units as acts
from lindung.domain.permissions import Act
from lindung.queries import units as queries
from lindung.queries.history import history
from lindung.queries.units import UnitRow, unit_by_code
from lindung.queries.viewer import Viewer
from lindung.web.clock import office_today, running_month
from lindung.web.fragments import page_or_fragment, say
from lindung.web.history import told
from lindung.web.lists import asked_text
from lindung.web.policy import allowed_to
from lindung.web.saving import saved
from lindung.web.viewer import current_viewer

blueprint = Blueprint("units", __name__, url_prefix="/admin/unit")


@blueprint.get("")
@allowed_to(Act.READ)
def index() -> Response:
    viewer, month, q = current_viewer(), running_month(), asked_text()
    facts = {"q": q, "managed": viewer.may(Act.MANAGE_SETTINGS)}
    if q:
        found = queries.tree_rows(viewer, queries.unit_tree(viewer, q), month)
        return page_or_fragment("units/index.html", "units/_tree.html", found=found, nodes=[], **facts)
    opened, shut = _asked_unit(viewer, "buka"), _asked_unit(viewer, "tutup")
    nodes = queries.opened_tree(viewer, month, opened or _only_root(viewer))
    if one := opened or shut:
        node = queries.tree_node(viewer, one, month, is_open=shut is None)
        return page_or_fragment("units/index.html", "units/_node.html", nodes=nodes, node=node, **facts)
    return page_or_fragment("units/index.html", "units/_tree.html", nodes=nodes, **facts)


@blueprint.get("/<path:code>")
@allowed_to(Act.READ)
def show(code: str) -> str:
    viewer, month = current_viewer(), running_month()
    unit = unit_by_code(viewer, code)
    below = queries.children(viewer, unit.id)
    drawn = below if request.args.get("semua") else below[: queries.MOST_CHILDREN]
    rows = queries.tree_rows(viewer, [unit, *drawn], month)
    return render_template(
        "units/show.html",
        unit=unit,
        row=rows[0],
        below=rows[1:],
        hidden=len(below) - len(drawn),
        above=queries.ancestors(viewer, unit),
        month=month,
        story=told(history(viewer, {"unit": [unit.id]})),
        managed=viewer.may(Act.MANAGE_SETTINGS),
    )


@blueprint.route("/baru", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_SETTINGS)
def create() -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), UnitForm()
    form.offer(queries.parent_choices(viewer), request.args.get("induk"))
    context = {"kinds": queries.known_kinds(viewer)}
    if not form.is_submitted():
        return form_page("units/create.html", form, None, context)
    outcome = saved(form, lambda: acts.add_unit(viewer, form.new_unit(), today=today, key=form.key))
    if not outcome.done:
        return form_page("units/create.html", form, outcome, context)
    say(_("%(unit)s ditambahkan.", unit=form.name.data))
    return to_unit(form.code.data)


def _asked_unit(viewer: Viewer, name: str) -> UnitRow | None:
    code = request.args.get(name)
    return unit_by_code(viewer, code) if code else None


def _only_root(viewer: Viewer) -> UnitRow | None:
    """The one unit of a grant is open from the start."""
    roots = queries.top_units(viewer)
    return roots[0] if len(roots) == 1 else None
