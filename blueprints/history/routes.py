"""One's own acts of the last days, each with *Batalkan* while it can be taken back; and the taking back itself."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from lindung.actions.undo import undo_act
from lindung.domain.permissions import Act
from lindung.queries.own_acts import DAYS, own_acts
from lindung.web.act_words import told_acts
from lindung.web.clock import office_today
from lindung.web.errors import refuse
from lindung.web.forms import OfficeForm
from lindung.web.fragments import redirect_after, say
from lindung.web.policy import allowed_to
from lindung.web.saving import saved
from lindung.web.viewer import current_viewer

# Whoever may do something may take it back; readers have nothing to take back.
WRITING = tuple(act for act in Act if act not in (Act.READ, Act.READ_TRAIL, Act.REVEAL_NIK))

blueprint = Blueprint("history", __name__, url_prefix="/riwayat")


@blueprint.get("")
@allowed_to(Act.READ)
def index() -> str:
    viewer = current_viewer()
    found = own_acts(viewer, office_today())
    return render_template("history/index.html", acts=told_acts(found.acts), is_cut=found.is_cut, days=DAYS)


@blueprint.post("/<int:act_id>/batalkan")
@allowed_to(*WRITING)
def undo(act_id: int) -> ResponseReturnValue:
    """Whose act it is, and whether anything later stands in the way, the act of undoing decides."""
    viewer, today, form = current_viewer(), office_today(), OfficeForm()
    outcome = saved(form, lambda: undo_act(viewer, act_id, today=today, key=form.key))
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    say(_("Dibatalkan; datanya kembali seperti semula."))
    return redirect_after(_way_back())


def _way_back() -> str:
    """The page the button stood on, where it can be looked at again; otherwise the history."""
    came = urlsplit(request.referrer or "")
    if came.netloc == request.host:
        try:
            current_app.url_map.bind("").match(came.path, "GET")
        except HTTPException:
            return url_for("history.index")
        return came.path + (f"?{came.query}" if came.query else "")
    return url_for("history.index")
