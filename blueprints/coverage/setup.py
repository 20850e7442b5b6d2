"""Baseline, target and their papers in one form (UX Ng1: one minute, once)."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.coverage.asked import Asked, asked
from blueprints.coverage.base import blueprint
from blueprints.coverage.forms import SetUpForm
from lindung.actions.coverage_setup import set_up as begin
from lindung.actions.done import Done
from lindung.domain.permissions import Act
from lindung.web.clock import office_today, running_month
from lindung.web.fragments import redirect_after
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer


@blueprint.route("/mulai", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_SETTINGS)
def set_up() -> ResponseReturnValue:
    viewer, today, here, form = current_viewer(), office_today(), asked(), SetUpForm()
    form.offer(running_month())
    if not form.is_submitted():
        return _page(here, form)
    circular_id = here.circular.id if here.circular else None
    outcome = saved(
        form,
        lambda: begin(viewer, circular_id, form.beginning(), sure=form.sure.data, today=today, key=form.key),
    )
    if not outcome.done:
        return make_response(_page(here, form, outcome), outcome.status)
    say_done(done_of(outcome), _("Garis dasar dan target dicatat beserta sumbernya."))
    return redirect_after(here.to("index"))


def _page(here: Asked, form: SetUpForm, outcome: Saved[Done] | None = None) -> str:
    return render_template(
        "coverage/set_up.html", here=here, form=form, problem=outcome.problem if outcome else None
    )
