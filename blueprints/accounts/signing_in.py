"""Coming in and going out: /masuk, /keluar, /aktivasi."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.accounts.base import blueprint
from blueprints.accounts.forms import ActivationForm, CodeForm, SignInForm
from lindung.actions import activation, sessions
from lindung.domain.errors import RuleBroken
from lindung.web.clock import office_today
from lindung.web.devices import remember_device
from lindung.web.fragments import redirect_after, say
from lindung.web.messages import sentence_for
from lindung.web.policy import local_path, signed_in
from lindung.web.viewer import current_visit, find_visit, forget, place_of, remember

HOME = "/"


@blueprint.route("/masuk", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    onward = local_path(request.values.get("lanjut")) or HOME
    if request.method == "GET" and find_visit():
        return redirect(onward, 303)
    refused = None
    if form.validate_on_submit():
        try:
            token = sessions.sign_in(
                form.username.data, form.password.data, place_of(request), today=office_today()
            )
            remember(token)
            remember_device(sessions.signed_name(form.username.data))
            return redirect_after(onward)
        except RuleBroken as broken:
            refused = broken
    page = render_template(
        "accounts/sign_in.html", form=form, onward=onward, problem=refused and sentence_for(refused)
    )
    return _refusal(page, refused, form.is_submitted())


@blueprint.post("/keluar")
@signed_in
def sign_out() -> ResponseReturnValue:
    sessions.sign_out(current_visit(), today=office_today())
    forget()
    response = redirect_after(url_for("accounts.sign_in"))
    # What this browser kept of the pages seen goes with the session: the next person at it may press Back.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.route("/aktivasi", methods=["GET", "POST"])
def activate() -> ResponseReturnValue:
    """The code first, typed or from a link; then the person's own password."""
    code = request.values.get("kode", "")
    if not code:
        return render_template("accounts/code.html", form=CodeForm(formdata=None))
    try:
        person = activation.invited(code, place_of(request))
    except RuleBroken as broken:
        page = render_template(
            "accounts/code.html", form=CodeForm(request.values), problem=sentence_for(broken)
        )
        return _refusal(page, broken, True)
    form = ActivationForm(kode=code)
    problem = None
    if form.validate_on_submit():
        try:
            token = activation.activate(code, form.password.data, place_of(request), today=office_today())
            remember_device(person.username)
            return _come_in(token, person.username)
        except RuleBroken as broken:
            problem = form.refuse(broken)
    page = render_template("accounts/activate.html", form=form, person=person, problem=problem)
    return page, 422 if form.is_submitted() else 200


def _come_in(token: str | None, username: str) -> ResponseReturnValue:
    if token is None:
        say(
            _(
                "Kata sandi tersimpan. Peran untuk akun ini belum berlaku hari ini; masuklah pada hari mulainya."
            )
        )
        return redirect_after(url_for("accounts.sign_in"))
    remember(token)
    say(
        _(
            "Akun aktif. Masuk berikutnya dengan nama pengguna %(username)s dan kata sandi tadi.",
            username=username,
        )
    )
    return redirect_after(HOME)


def _refusal(page: str, broken: RuleBroken | None, submitted: bool) -> ResponseReturnValue:
    """422, or 429 with the seconds to wait when somebody tries too often."""
    wait = broken.facts.get("wait") if broken else None
    response = make_response(page, 429 if wait else 422 if submitted else 200)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
