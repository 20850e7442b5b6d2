"""What the screens of units share: a form's page, and the way to a unit."""

from typing import Any

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lindung.queries.units import UnitRow, ancestors
from lindung.web.forms import OfficeForm
from lindung.web.saving import Saved, overtaken
from lindung.web.viewer import current_viewer

Outcome = Saved[int] | Saved[None] | None


def form_page(
    template: str, form: OfficeForm, outcome: Outcome, context: dict[str, Any]
) -> ResponseReturnValue:
    """The form, fresh or with what was typed and why it was refused."""
    problem, unit = (outcome.problem if outcome else None), context.get("unit")
    if outcome and outcome.status == 409 and isinstance(unit, UnitRow):
        problem = overtaken(current_viewer(), "unit", unit.id)
    page = render_template(template, form=form, problem=problem, **context)
    return make_response(page, outcome.status if outcome else 200)


def to_unit(code: str | None) -> ResponseReturnValue:
    return redirect(url_for("units.show", code=code), 303)


def parent_of(unit: UnitRow) -> UnitRow | None:
    """The unit above, as far as the viewer may see it."""
    return next(iter(reversed(ancestors(current_viewer(), unit))), None)
