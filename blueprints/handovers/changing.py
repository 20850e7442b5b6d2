"""What becomes of one worker: offered, taken, refused, kept, or stopped; each with *Batalkan*."""

from collections.abc import Callable

from flask import make_response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.handovers.forms import AcceptForm, EndForm, OfferForm, RefuseForm
from blueprints.handovers.routes import blueprint, one_page
from lindung.actions.done import Done
from lindung.actions.handovers import (
    accept_handover,
    end_handover,
    keep_handover,
    offer_handover,
    refuse_handover,
)
from lindung.domain.identifiers import whole_nip
from lindung.domain.permissions import Act
from lindung.queries.handovers import HandoverRow, handover_row
from lindung.web.clock import office_today
from lindung.web.filters import day
from lindung.web.forms import OfficeForm, sent_version
from lindung.web.fragments import redirect_after
from lindung.web.lists import asked_text
from lindung.web.policy import allowed_to
from lindung.web.saving import overtaken, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer


@blueprint.post("/<int:handover_id>/tawarkan")
@allowed_to(Act.DECIDE_QUESTIONS)
def offer(handover_id: int) -> ResponseReturnValue:
    viewer, today, seen, form = current_viewer(), office_today(), sent_version(), OfferForm()
    return _answered(
        _row(handover_id),
        form,
        lambda: offer_handover(
            viewer,
            handover_id,
            form.to.data,
            nip=whole_nip(asked_text("cari")),
            seen_version=seen,
            today=today,
            key=form.key,
        ),
        _("Ditawarkan; menunggu persetujuan kantor pembayar yang baru."),
    )


@blueprint.post("/<int:handover_id>/terima")
@allowed_to(Act.DECIDE_QUESTIONS)
def accept(handover_id: int) -> ResponseReturnValue:
    viewer, today, seen, form = current_viewer(), office_today(), sent_version(), AcceptForm()
    row = _row(handover_id)
    return _answered(
        row,
        form,
        lambda: accept_handover(
            viewer, handover_id, first_month=form.month(), seen_version=seen, today=today, key=form.key
        ),
        _("%(worker)s kini ditanggung %(payer)s.", worker=row.worker, payer=row.to or ""),
    )


@blueprint.post("/<int:handover_id>/tolak")
@allowed_to(Act.DECIDE_QUESTIONS)
def refuse(handover_id: int) -> ResponseReturnValue:
    viewer, today, seen, form = current_viewer(), office_today(), sent_version(), RefuseForm()
    return _answered(
        _row(handover_id),
        form,
        lambda: refuse_handover(
            viewer, handover_id, form.reason.data or "", seen_version=seen, today=today, key=form.key
        ),
        _("Ditolak; kantor yang menawarkan melihat alasannya."),
    )


@blueprint.post("/<int:handover_id>/tetap")
@allowed_to(Act.DECIDE_QUESTIONS)
def keep(handover_id: int) -> ResponseReturnValue:
    viewer, today, seen, form = current_viewer(), office_today(), sent_version(), OfficeForm()
    row = _row(handover_id)
    return _answered(
        row,
        form,
        lambda: keep_handover(viewer, handover_id, seen_version=seen, today=today, key=form.key),
        _("%(worker)s tetap ditanggung %(payer)s.", worker=row.worker, payer=row.sponsor),
    )


@blueprint.post("/<int:handover_id>/akhiri")
@allowed_to(Act.DECIDE_QUESTIONS)
def end(handover_id: int) -> ResponseReturnValue:
    viewer, today, seen, form = current_viewer(), office_today(), sent_version(), EndForm()
    row = _row(handover_id)
    return _answered(
        row,
        form,
        lambda: end_handover(
            viewer,
            handover_id,
            form.on.data,
            form.reason.data or "",
            seen_version=seen,
            today=today,
            key=form.key,
        ),
        _("Kepesertaan %(worker)s berakhir %(day)s.", worker=row.worker, day=day(form.on.data)),
    )


def _row(handover_id: int) -> HandoverRow:
    return handover_row(current_viewer(), handover_id, office_today())


def _answered(
    row: HandoverRow, form: OfficeForm, deed: Callable[[], Done], words: str
) -> ResponseReturnValue:
    """Back to the queue with *Batalkan*; refused or overtaken, the card with what was typed."""
    outcome = saved(form, deed)
    if not outcome.done:
        problem = outcome.problem
        if outcome.status == 409:
            problem = overtaken(current_viewer(), "handover", row.id)
        return make_response(one_page(_row(row.id), form, problem), outcome.status)
    say_done(done_of(outcome), words)
    return redirect_after(url_for("handovers.index"))
