"""One's own account: the capacities one may act in, the password, the browsers one is signed in with."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.accounts.base import blueprint
from blueprints.accounts.forms import ChangePasswordForm
from lindung.actions import activation, sessions
from lindung.domain.errors import RuleBroken
from lindung.queries.sessions import session_rows
from lindung.web.addresses import whole
from lindung.web.agents import agent_words
from lindung.web.clock import office_today
from lindung.web.fragments import redirect_after, say
from lindung.web.policy import signed_in
from lindung.web.viewer import current_visit, place_of


@blueprint.get("/akun")
@signed_in
def mine() -> ResponseReturnValue:
    return _page(ChangePasswordForm(formdata=None))


@blueprint.post("/akun/peran")
@signed_in
def switch_capacity() -> ResponseReturnValue:
    sessions.switch_capacity(current_visit(), request.form.get("grant_id", 0, type=whole))
    return redirect_after("/")


@blueprint.post("/akun/sandi")
@signed_in
def change_password() -> ResponseReturnValue:
    form, here, problem = ChangePasswordForm(), current_visit(), None
    if form.validate_on_submit():
        try:
            new = form.password.data
            activation.change_password(here, form.old.data, new, place_of(request), today=office_today())
            say(_("Kata sandi sudah diganti. Peramban lain yang masuk dengan akun ini sudah dikeluarkan."))
            return redirect_after(url_for("accounts.mine"))
        except RuleBroken as broken:
            problem = form.refuse(broken)
    return _page(form, problem), 422


@blueprint.post("/akun/sesi/<reference>/akhiri")
@signed_in
def end_session(reference: str) -> ResponseReturnValue:
    sessions.end_session(current_visit(), reference, today=office_today())
    say(_("Peramban itu sudah dikeluarkan."))
    return redirect_after(url_for("accounts.mine"))


@blueprint.post("/akun/sesi/akhiri-lain")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    sessions.end_other_sessions(current_visit(), today=office_today())
    say(_("Semua peramban lain sudah dikeluarkan."))
    return redirect_after(url_for("accounts.mine"))


def _page(form: ChangePasswordForm, problem: str | None = None) -> str:
    here = current_visit()
    return render_template(
        "accounts/mine.html",
        form=form,
        problem=problem,
        here=here,
        sessions=session_rows(here),
        agent_words=agent_words,
    )
