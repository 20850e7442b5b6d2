"""Circulars: the list, one in the words of an office, its PDF, and the steps of its life."""

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.circulars.forms import CircularForm, IssueForm, RevokeForm, SupersedeForm
from blueprints.circulars.listing import HEADER, asked_order, file_rows, in_order
from lindung.actions import circulars as acts
from lindung.domain.duties import DutyKind
from lindung.domain.permissions import Act
from lindung.queries.circulars import (
    CircularRow,
    circular_row,
    circular_rows,
    document_facts,
    possible_successors,
    revocation_reason,
    stored_document,
)
from lindung.queries.history import history
from lindung.queries.issuing import issuing
from lindung.web import labels
from lindung.web.clock import office_today
from lindung.web.documents import pdf_response
from lindung.web.downloads import table_download, wanted_format
from lindung.web.errors import refuse
from lindung.web.forms import sent_version
from lindung.web.fragments import say
from lindung.web.history import told
from lindung.web.lists import asked_text
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, overtaken, saved
from lindung.web.viewer import current_viewer

blueprint = Blueprint("circulars", __name__, url_prefix="/edaran")


@blueprint.get("")
@allowed_to(Act.READ)
def index() -> ResponseReturnValue:
    viewer, today, q, order = current_viewer(), office_today(), asked_text(), asked_order()
    rows = in_order(circular_rows(viewer, today, q=q), order)
    if kind := wanted_format():
        return table_download(kind, f"surat-edaran-{today}", _("Surat Edaran"), HEADER, file_rows(rows))
    return render_template(
        "circulars/index.html",
        rows=rows,
        q=q,
        order=order,
        today=today,
        filter_words=_("“%(q)s”", q=q) if q else "",
        managed=viewer.may(Act.MANAGE_SETTINGS),
        labels=labels,
    )


@blueprint.get("/<int:circular_id>")
@allowed_to(Act.READ)
def show(circular_id: int) -> str:
    viewer = current_viewer()
    row = circular_row(viewer, circular_id)
    managed = viewer.may(Act.MANAGE_SETTINGS)
    return render_template(
        "circulars/show.html",
        row=row,
        today=office_today(),
        document=document_facts(viewer, row.id),
        successor=circular_row(viewer, row.successor_id) if row.successor_id else None,
        reason=revocation_reason(row.id),
        story=told(history(viewer, {"circular": [row.id]})) if managed else None,
        managed=managed,
        labels=labels,
    )


@blueprint.get("/<int:circular_id>/dokumen")
@allowed_to(Act.READ)
def document(circular_id: int) -> Response:
    stored = stored_document(current_viewer(), circular_id)
    return pdf_response(stored.name, stored.content)


@blueprint.route("/baru", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_SETTINGS)
def create() -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), CircularForm()
    if not form.is_submitted():
        form.fill(None)
        return _form_page(form, None)
    outcome = saved(
        form, lambda: acts.create_circular(viewer, form.text(), form.attached(), today=today, key=form.key)
    )
    if not outcome.done:
        return _form_page(form, None, outcome)
    _say_saved(_("Rancangan Surat Edaran disimpan. Belum mengikat siapa pun sampai diberlakukan."), form)
    return _to(outcome.result or (outcome.repeated or {})["id"])


@blueprint.route("/<int:circular_id>/ubah", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_SETTINGS)
def edit(circular_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), CircularForm()
    row = circular_row(viewer, circular_id)
    if not form.is_submitted():
        form.fill(row)
        return _form_page(form, circular_id)
    version = sent_version()
    outcome = saved(
        form,
        lambda: acts.edit_circular(
            viewer, row.id, form.text(), form.attached(), seen_version=version, today=today, key=form.key
        ),
    )
    if not outcome.done:
        return _form_page(form, circular_id, outcome)
    _say_saved(_("Surat Edaran disimpan."), form)
    return _to(circular_id)


@blueprint.get("/<int:circular_id>/berlaku")
@allowed_to(Act.MANAGE_SETTINGS)
def confirm_in_force(circular_id: int) -> ResponseReturnValue:
    """What changes for everybody, before it does."""
    row, today = circular_row(current_viewer(), circular_id), office_today()
    if not row.is_draft:
        return _to(circular_id)
    return render_template("circulars/issue.html", row=row, change=issuing(row, today), today=today)


@blueprint.post("/<int:circular_id>/berlaku")
@allowed_to(Act.MANAGE_SETTINGS)
def put_in_force(circular_id: int) -> ResponseReturnValue:
    viewer, form = current_viewer(), IssueForm()
    version = sent_version()
    outcome = saved(
        form,
        lambda: acts.put_in_force(
            viewer, circular_id, seen_version=version, today=office_today(), key=form.key
        ),
    )
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    say(_("Surat Edaran diberlakukan, dapat dibaca semua pengguna, dan sudah dihitung."))
    return _to(circular_id)


@blueprint.route("/<int:circular_id>/ganti", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_SETTINGS)
def supersede(circular_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), SupersedeForm()
    row = circular_row(viewer, circular_id)
    others = possible_successors(viewer, row)
    form.offer(others, today)
    if not form.is_submitted():
        return _end_page("circulars/supersede.html", form, circular_id, others=others)
    outcome = saved(
        form,
        lambda: acts.supersede_circular(
            viewer,
            row.id,
            form.successor_id.data,
            form.last_day.data,
            seen_version=sent_version(),
            today=today,
            key=form.key,
        ),
    )
    if not outcome.done:
        return _end_page("circulars/supersede.html", form, circular_id, outcome, others=others)
    say(_("Surat Edaran dinyatakan diganti. Bulan-bulan sebelumnya tetap dapat dilihat."))
    return _to(circular_id)


@blueprint.route("/<int:circular_id>/cabut", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_SETTINGS)
def revoke(circular_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), RevokeForm()
    row = circular_row(viewer, circular_id)
    if not form.is_submitted():
        form.last_day.data = today
        return _end_page("circulars/revoke.html", form, circular_id)
    outcome = saved(
        form,
        lambda: acts.revoke_circular(
            viewer,
            row.id,
            form.last_day.data,
            form.reason.data,
            seen_version=sent_version(),
            today=today,
            key=form.key,
        ),
    )
    if not outcome.done:
        return _end_page("circulars/revoke.html", form, circular_id, outcome)
    say(_("Surat Edaran dicabut. Bulan-bulan sebelumnya tetap dapat dilihat."))
    return _to(circular_id)


def _form_page(
    form: CircularForm, circular_id: int | None, outcome: Saved[int] | Saved[None] | None = None
) -> ResponseReturnValue:
    """The form, fresh or with what was typed and why it was refused."""
    row = circular_row(current_viewer(), circular_id) if circular_id else None
    return _answer("circulars/form.html", form, outcome, row)


def _end_page(
    template: str,
    form: SupersedeForm | RevokeForm,
    circular_id: int,
    outcome: Saved[None] | None = None,
    **more: object,
) -> ResponseReturnValue:
    return _answer(template, form, outcome, circular_row(current_viewer(), circular_id), **more)


def _answer(
    template: str,
    form: CircularForm | SupersedeForm | RevokeForm,
    outcome: Saved[int] | Saved[None] | None,
    row: CircularRow | None,
    **context: object,
) -> ResponseReturnValue:
    problem = outcome.problem if outcome else None
    if row and outcome and outcome.status == 409:
        problem = overtaken(current_viewer(), "circular", row.id)
    page = render_template(
        template, form=form, row=row, problem=problem, today=office_today(), labels=labels, **context
    )
    return make_response(page, outcome.status if outcome else 200)


def _say_saved(message: str, form: CircularForm) -> None:
    """Nothing that was typed vanishes without a word."""
    if names := form.left_out():
        kind = labels.DUTY_KINDS[DutyKind(form.duty_kind.data)]
        message += " " + _(
            "Tidak ikut disimpan, sebab tidak dipakai pada kewajiban “%(kind)s”: %(names)s.",
            kind=kind,
            names=", ".join(names),
        )
    say(message)


def _to(circular_id: int) -> ResponseReturnValue:
    return redirect(url_for("circulars.show", circular_id=circular_id), 303)
