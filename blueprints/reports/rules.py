"""How often offices report, and until which day of the month after."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.reports.forms import RulesForm
from blueprints.reports.routes import blueprint
from lindung.actions.done import Done
from lindung.actions.report_rules import change_rules
from lindung.domain.permissions import Act
from lindung.queries.closed import report_rules
from lindung.web.clock import office_today
from lindung.web.fragments import redirect_after
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, differing, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer


@blueprint.get("/pengaturan")
@allowed_to(Act.MANAGE_SETTINGS)
def show_rules() -> str:
    now = report_rules()
    form = RulesForm(formdata=None, period=now.period.value, day=now.day)
    form.see(now)
    return _page(form)


@blueprint.post("/pengaturan")
@allowed_to(Act.MANAGE_SETTINGS)
def set_rules() -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), RulesForm()
    form.offer()
    outcome = saved(
        form, lambda: change_rules(viewer, form.rules(), seen=form.seen(), today=today, key=form.key)
    )
    if not outcome.done:
        return _page(form, outcome), outcome.status
    say_done(done_of(outcome), _("Aturan laporan disimpan dan berlaku sejak sekarang."))
    return redirect_after(url_for("reports.show_rules"))


def _page(form: RulesForm, outcome: Saved[Done] | None = None) -> str:
    form.offer()
    changed = outcome.theirs if outcome else None
    if changed:
        form.see(report_rules())
    return render_template(
        "reports/rules.html",
        form=form,
        problem=outcome.problem if outcome else None,
        changed=changed,
        pairs=differing(changed, form) if changed else [],
    )
