"""The accounts screens: who has an account, as what; new ones, roles, codes, and ending all of it."""

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.accounts.base import blueprint
from blueprints.accounts.forms import AccountForm, EndForm, GrantForm, NameForm
from blueprints.accounts.listing import STATES, asked_filter, download, listing
from lindung.actions import accounts
from lindung.actions.acts import AlreadyDone
from lindung.domain.errors import RuleBroken
from lindung.domain.permissions import Act
from lindung.queries.accounts import AccountFilter, AccountPage, account_page, all_accounts
from lindung.queries.units import reporting_units, unit_tree
from lindung.web.addresses import whole
from lindung.web.clock import codes_until, office_today
from lindung.web.downloads import wanted_format
from lindung.web.forms import sent_key, sent_version
from lindung.web.fragments import is_htmx, page_or_fragment, redirect_after, say
from lindung.web.lists import asked_text
from lindung.web.messages import sentence_for
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, overtaken, saved
from lindung.web.viewer import current_viewer

OFFERED_UNITS = 20


@blueprint.get("/admin/akun")
@allowed_to(Act.MANAGE_ACCOUNTS)
def index() -> ResponseReturnValue:
    if format := wanted_format():
        return download(format, request.args)
    return page_or_fragment("accounts/index.html", "accounts/_rows.html", **listing(request.args))


@blueprint.get("/admin/akun/unit")
@allowed_to(Act.MANAGE_ACCOUNTS)
def unit_options() -> ResponseReturnValue:
    """What a unit's code may be completed to while it is typed."""
    if not is_htmx():
        return redirect_after(url_for("accounts.create"))
    viewer, typed = current_viewer(), asked_text("unit", 60)
    units = unit_tree(viewer, typed, limit=OFFERED_UNITS) if typed else reporting_units(viewer)
    return render_template("accounts/_unit_options.html", units=units)


@blueprint.route("/admin/akun/baru", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_ACCOUNTS)
def create() -> ResponseReturnValue:
    form, viewer, today = AccountForm(), current_viewer(), office_today()
    form.offer(viewer.role, today)
    if not form.is_submitted():
        return _new_account(form)

    def deed() -> accounts.Granted:
        return accounts.create_account(
            viewer, form.username.data, form.name.data, form.wanted(), today=today, key=form.key
        )

    outcome = saved(form, deed)
    if outcome.repeated:
        return _shown_already(outcome.repeated["id"])
    made = outcome.result
    return (
        _codes({made.account_id: made.code})
        if made
        else (_new_account(form, outcome.problem), outcome.status)
    )


@blueprint.get("/admin/akun/<int:account_id>")
@allowed_to(Act.MANAGE_ACCOUNTS)
def show(account_id: int) -> ResponseReturnValue:
    return _page(account_id)


@blueprint.post("/admin/akun/<int:account_id>/nama")
@allowed_to(Act.MANAGE_ACCOUNTS)
def rename(account_id: int) -> ResponseReturnValue:
    form, viewer, today, version = NameForm(), current_viewer(), office_today(), sent_version()

    def deed() -> None:
        accounts.rename_account(viewer, account_id, form.name.data, version, today=today, key=form.key)

    outcome = saved(form, deed)
    if outcome.done:
        return _back(account_id, _("Nama akun diperbarui."))
    problem = overtaken(viewer, "account", account_id) if outcome.status == 409 else outcome.problem
    return _page(account_id, name_form=form, problem=problem), outcome.status


@blueprint.post("/admin/akun/<int:account_id>/peran")
@allowed_to(Act.MANAGE_ACCOUNTS)
def add_grant(account_id: int) -> ResponseReturnValue:
    form, viewer, today = GrantForm(), current_viewer(), office_today()
    form.offer(viewer.role, today)
    outcome = saved(
        form, lambda: accounts.add_grant(viewer, account_id, form.wanted(), today=today, key=form.key)
    )
    if outcome.done:
        return _back(account_id, _("Peran ditambahkan."))
    return _page(account_id, form=form, problem=outcome.problem), outcome.status


@blueprint.route("/admin/akun/<int:account_id>/peran/<int:grant_id>/akhiri", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_ACCOUNTS)
def end_grant(account_id: int, grant_id: int) -> ResponseReturnValue:
    form, viewer, today, outcome = EndForm(), current_viewer(), office_today(), Saved[None](200)

    def deed() -> None:
        accounts.end_grant(viewer, account_id, grant_id, form.valid_until.data, today=today, key=form.key)

    if form.is_submitted():
        outcome = saved(form, deed)
        if outcome.done:
            return _back(account_id, _("Peran diakhiri."))
    account = account_page(viewer, account_id, today)
    grant = account.grant(grant_id)
    page = render_template(
        "accounts/end_grant.html", form=form, account=account, grant=grant, problem=outcome.problem
    )
    return page, outcome.status


@blueprint.post("/admin/akun/<int:account_id>/nonaktif")
@allowed_to(Act.MANAGE_ACCOUNTS)
def disable(account_id: int) -> ResponseReturnValue:
    return _done(
        account_id,
        _("Akun dinonaktifkan; siapa pun yang sedang memakainya sudah dikeluarkan."),
        lambda: accounts.disable_account(current_viewer(), account_id, today=office_today(), key=sent_key()),
    )


@blueprint.post("/admin/akun/<int:account_id>/aktif")
@allowed_to(Act.MANAGE_ACCOUNTS)
def enable(account_id: int) -> ResponseReturnValue:
    return _done(
        account_id,
        _("Akun diaktifkan lagi."),
        lambda: accounts.enable_account(current_viewer(), account_id, today=office_today(), key=sent_key()),
    )


@blueprint.post("/admin/akun/<int:account_id>/kode")
@allowed_to(Act.MANAGE_ACCOUNTS)
def renew_code(account_id: int) -> ResponseReturnValue:
    try:
        code = accounts.renew_code(current_viewer(), account_id, today=office_today(), key=sent_key())
    except AlreadyDone:
        return _shown_already(account_id)
    except RuleBroken as broken:
        return _page(account_id, problem=sentence_for(broken)), 422
    return _codes({account_id: code})


@blueprint.post("/admin/akun/kode")
@allowed_to(Act.MANAGE_ACCOUNTS)
def renew_codes() -> ResponseReturnValue:
    """New codes for everybody in the filter who waits for one: the sheet to print after an import."""
    viewer, today, expected = current_viewer(), office_today(), request.form.get("jumlah", 0, type=whole)
    try:
        wanted = asked_filter(request.form)
        return _codes(accounts.renew_codes(viewer, wanted, expected, today=today, key=sent_key()))
    except AlreadyDone:
        broken = RuleBroken("codes_shown_already")
    except RuleBroken as refused:
        broken = refused
    return render_template("accounts/index.html", **listing(request.form), problem=sentence_for(broken)), 422


def _done(account_id: int, words: str, deed: Callable[[], None]) -> ResponseReturnValue:
    """Does one act on an account and goes back to its page; a repeated form says the same again."""
    try:
        deed()
    except AlreadyDone:
        pass
    except RuleBroken as broken:
        return _page(account_id, problem=sentence_for(broken)), 422
    return _back(account_id, words)


def _back(account_id: int, words: str) -> ResponseReturnValue:
    say(words)
    return redirect_after(url_for("accounts.show", account_id=account_id))


def _new_account(form: AccountForm, problem: str | None = None) -> str:
    units = reporting_units(current_viewer())
    return render_template("accounts/create.html", form=form, problem=problem, units=units)


def _page(account_id: int, **drawn: Any) -> str:
    viewer, today = current_viewer(), office_today()
    account: AccountPage = account_page(viewer, account_id, today)
    form = GrantForm(formdata=None)
    form.offer(viewer.role, today)
    form.valid_from.data = form.valid_from.data or today
    facts = {"form": form, "name_form": NameForm(formdata=None, name=account.name), "problem": None, **drawn}
    return render_template(
        "accounts/show.html",
        account=account,
        units=reporting_units(viewer),
        states=STATES,
        today=today,
        **facts,
    )


def _codes(codes: dict[int, str | None] | dict[int, str]) -> ResponseReturnValue:
    """The sheet with codes: drawn in the answer itself, because nothing keeps them."""
    rows = [row for row in all_accounts(current_viewer(), AccountFilter(), office_today()) if row.id in codes]
    return render_template("accounts/codes.html", rows=rows, codes=codes, until=codes_until())


def _shown_already(account_id: int) -> ResponseReturnValue:
    return _back(account_id, sentence_for(RuleBroken("codes_shown_already")))
