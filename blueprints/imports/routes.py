"""A file's way through: handed in, checked in steps, previewed, applied or thrown away, taken back."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.imports.base import blueprint
from blueprints.imports.forms import ApplyForm, ButtonForm, FileForm
from blueprints.imports.maps import asked_to_map
from blueprints.imports.preview import losses, preview_facts
from lindung.actions import imports
from lindung.domain.errors import RuleBroken
from lindung.domain.import_columns import ImportKind
from lindung.domain.permissions import Act
from lindung.queries.accounts import AccountFilter, all_accounts
from lindung.queries.imports import Batch, batch, batch_rows, kinds_for
from lindung.queries.reconciliation import batch_month
from lindung.web.clock import codes_until, office_today
from lindung.web.filters import number
from lindung.web.fragments import is_htmx, redirect_after, say
from lindung.web.import_words import KINDS, STATES
from lindung.web.messages import sentence_for
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.viewer import current_viewer

ACTS = (Act.EDIT_REGISTRATIONS, Act.MANAGE_SETTINGS, Act.MANAGE_ACCOUNTS)


@blueprint.get("")
@allowed_to(*ACTS)
def index() -> ResponseReturnValue:
    return _file_page(_file_form(), None)


@blueprint.post("")
@allowed_to(*ACTS)
def upload() -> ResponseReturnValue:
    form, sent, codes = _file_form(), list[imports.Upload](), list[str]()
    outcome = saved(form, lambda: _stage(form, sent, codes))
    if not outcome.done:
        return asked_to_map(form, outcome, codes, sent) or _file_page(form, outcome)
    staged = outcome.result or (outcome.repeated or {})["batch"]
    return redirect(url_for("imports.show", batch_id=staged), 303)


@blueprint.get("/<int:batch_id>")
@allowed_to(*ACTS)
def show(batch_id: int) -> ResponseReturnValue:
    return _batch_page(batch(current_viewer(), batch_id))


@blueprint.post("/<int:batch_id>/periksa")
@allowed_to(*ACTS)
def judge(batch_id: int) -> ResponseReturnValue:
    """One step of the check; the progress bar posts itself until there is none left."""
    is_done = imports.judge_next(current_viewer(), batch_id, today=office_today())
    if is_done or not is_htmx():
        return redirect_after(url_for("imports.show", batch_id=batch_id))
    return render_template("imports/_progress.html", staged=batch(current_viewer(), batch_id))


@blueprint.post("/<int:batch_id>/terapkan")
@allowed_to(*ACTS)
def apply(batch_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), ApplyForm()
    staged = batch(viewer, batch_id)
    outcome = saved(
        form,
        lambda: imports.apply(viewer, batch_id, today=today, leaving=form.leaving.data, key=form.key),
    )
    if not outcome.done:
        return _batch_page(batch(viewer, batch_id), outcome)
    if outcome.result and outcome.result.act_id:
        say(_("%(count)s baris diterapkan.", count=number(staged.acts)))
    paid = batch_month(viewer, batch_id) if staged.kind is ImportKind.PAYMENTS else None
    if paid is not None:  # what is odd about it is worked through there
        return redirect(url_for("payments.reconcile", bulan=paid), 303)
    if staged.kind is ImportKind.NOMINATIONS and outcome.result and outcome.result.act_id:
        return redirect(url_for("nominations.latest", berkas=batch_id), 303)  # verified where it stands now
    return redirect(url_for("imports.show", batch_id=batch_id), 303)


@blueprint.post("/<int:batch_id>/buang")
@allowed_to(*ACTS)
def discard(batch_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), ButtonForm()
    staged = batch(viewer, batch_id)
    outcome = saved(form, lambda: imports.discard(viewer, batch_id, today=today))
    if not outcome.done:
        return _batch_page(batch(viewer, batch_id), outcome)
    say(_("%(file)s dibuang; tidak ada data yang berubah.", file=staged.filename))
    return redirect(url_for("imports.index"), 303)


@blueprint.get("/<int:batch_id>/batalkan")
@allowed_to(*ACTS)
def ask_undo(batch_id: int) -> ResponseReturnValue:
    """What would go away, before it does."""
    staged = batch(current_viewer(), batch_id)
    if not staged.is_undoable:
        return redirect(url_for("imports.show", batch_id=batch_id), 303)
    return render_template("imports/undo.html", staged=staged, losses=losses(staged))


@blueprint.post("/<int:batch_id>/batalkan")
@allowed_to(*ACTS)
def undo(batch_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), ButtonForm()
    batch(viewer, batch_id)
    outcome = saved(form, lambda: imports.undo_import(viewer, batch_id, today=today, key=form.key))
    if not outcome.done:
        return _batch_page(batch(viewer, batch_id), outcome)
    say(_("Impor dibatalkan; semua barisnya kembali seperti semula."))
    return redirect(url_for("imports.show", batch_id=batch_id), 303)


@blueprint.post("/<int:batch_id>/kode")
@allowed_to(Act.MANAGE_ACCOUNTS)
def codes(batch_id: int) -> ResponseReturnValue:
    """Activation codes for the accounts the file made, shown this once and made to be printed."""
    viewer, today, form = current_viewer(), office_today(), ButtonForm()
    outcome: Saved[Any] = saved(
        form, lambda: imports.activation_codes(viewer, batch_id, today=today, key=form.key)
    )
    if not outcome.result:
        shown = Saved(422, outcome.problem or sentence_for(RuleBroken("codes_shown_already")))
        return _batch_page(batch(viewer, batch_id), shown)
    rows = [row for row in all_accounts(viewer, AccountFilter(), today) if row.id in outcome.result]
    return render_template(
        "imports/codes.html", batch_id=batch_id, rows=rows, codes=outcome.result, until=codes_until()
    )


def _stage(form: FileForm, sent: list[imports.Upload], codes: list[str]) -> int:
    """Remembers the file and why it was refused: its headings may only be others than ours."""
    sent.append(form.upload())
    try:
        return imports.stage(current_viewer(), sent[0], today=office_today(), key=form.key)
    except RuleBroken as broken:
        codes.append(broken.code)
        raise


def _file_form() -> FileForm:
    form = FileForm()
    form.offer(kinds_for(current_viewer()), request.args.get("jenis", ""), office_today())
    return form


def _file_page(form: FileForm, outcome: Saved[int] | None) -> ResponseReturnValue:
    page = render_template(
        "imports/index.html",
        form=form,
        problem=outcome.problem if outcome else None,
        batches=batch_rows(current_viewer()),
        kinds=KINDS,
        states=STATES,
    )
    return make_response(page, outcome.status if outcome else 200)


def _batch_page(staged: Batch, outcome: Saved[Any] | None = None) -> ResponseReturnValue:
    facts = preview_facts(current_viewer(), staged)
    page = render_template(
        "imports/show.html", staged=staged, problem=outcome.problem if outcome else None, **facts
    )
    return make_response(page, outcome.status if outcome else 200)
