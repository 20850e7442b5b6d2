"""Proxies of the offices one may name them for: the list, a new one, and the end of one."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.proxies.forms import ProxyForm
from lindung.actions.proxies import end_proxy, name_proxy
from lindung.domain.errors import NotThere
from lindung.domain.permissions import Act
from lindung.queries.proxies import ProxyRow, may_name_for, proxy_choices, proxy_rows
from lindung.web.clock import office_today
from lindung.web.errors import refuse
from lindung.web.forms import OfficeForm
from lindung.web.fragments import redirect_after
from lindung.web.labels import Tag
from lindung.web.policy import allowed_to
from lindung.web.saving import saved
from lindung.web.titles import PROXY_STATES, head_title, proxy_title
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer

blueprint = Blueprint("proxies", __name__, url_prefix="/pelaksana")


@blueprint.get("")
@allowed_to(Act.NAME_PROXY)
def index() -> str:
    viewer, today = current_viewer(), office_today()
    return render_template(
        "proxies/index.html",
        rows=[
            (row, proxy_title(row.capacity, row.unit_name), _state(row)) for row in proxy_rows(viewer, today)
        ],
        offices=may_name_for(viewer),
    )


@blueprint.route("/baru", methods=["GET", "POST"])
@allowed_to(Act.NAME_PROXY)
def create() -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), ProxyForm()
    form.offer(today)
    if not form.is_submitted():
        form.unit_code.data = request.args.get("unit", "")
        return _form_page(form) if form.unit_code.data else redirect_after(url_for("proxies.index"))
    outcome = saved(form, lambda: name_proxy(viewer, form.proxy(), today=today, key=form.key))
    if not outcome.done:
        return _form_page(form, outcome.problem), outcome.status
    say_done(done_of(outcome), _("Penunjukan dicatat dan berlaku pada tanggalnya."))
    return redirect_after(url_for("proxies.index"))


@blueprint.post("/<int:grant_id>/akhiri")
@allowed_to(Act.NAME_PROXY)
def end(grant_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), OfficeForm()
    outcome = saved(form, lambda: end_proxy(viewer, grant_id, today=today, key=form.key))
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    say_done(
        done_of(outcome), _("Penunjukan itu berakhir; orangnya tidak lagi dapat bertindak sebagai kepala.")
    )
    return redirect_after(url_for("proxies.index"))


def _form_page(form: ProxyForm, problem: str | None = None) -> str:
    viewer, code = current_viewer(), form.unit_code.data or ""
    name = dict(may_name_for(viewer)).get(code)
    if name is None and not form.is_submitted():
        raise NotThere
    return render_template(
        "proxies/create.html",
        form=form,
        problem=problem,
        title=head_title(name) if name else None,
        choices=proxy_choices(viewer, code, office_today()),
    )


def _state(row: ProxyRow) -> Tag:
    begins_later = row.valid_from > office_today()
    return PROXY_STATES["ended" if row.has_ended else "ahead" if begins_later else "counts"]
