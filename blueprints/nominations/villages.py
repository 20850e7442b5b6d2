"""One village: its sheet that works offline, its list brought in, each month's word that it is still right."""

from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.nominations.asked import month_choices
from blueprints.nominations.files import MONTHS, month_cells
from blueprints.nominations.forms import MonthForm
from blueprints.nominations.routes import WORDS, blueprint
from blueprints.nominations.sheet import village_sheet
from lindung.actions.done import Done
from lindung.actions.exports import noted
from lindung.actions.verifying import confirm_month
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.import_columns import ImportKind
from lindung.domain.months import Month
from lindung.domain.nominations import Stage
from lindung.domain.permissions import Act
from lindung.queries.circulars import CircularRow, selectable
from lindung.queries.imports import batch
from lindung.queries.nominations import NominationFilter, stage_counts
from lindung.queries.places import Extent, Place
from lindung.queries.programmes import programme_circular
from lindung.queries.units import UnitRow, unit_by_code
from lindung.queries.verifications import (
    MonthRow,
    batch_list,
    month_rows,
    verification_scan,
    verifications,
)
from lindung.web.clock import office_today
from lindung.web.documents import pdf_response
from lindung.web.downloads import table_download, wanted_format
from lindung.web.filters import month
from lindung.web.fragments import redirect_after
from lindung.web.period import asked_month
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer

UPLOADS = ImportKind.NOMINATIONS


@blueprint.get("/usulan")
@allowed_to(Act.READ)
def latest() -> ResponseReturnValue:
    """The list of the newest programme, for who knows of no other; of a file that was brought in (`berkas`) its own."""
    viewer, today = current_viewer(), office_today()
    found = next((one for one in selectable(today) if one.duty_kind.of_funds), None)
    if berkas := request.args.get("berkas", type=int):
        act_id = batch(viewer, berkas).act_id
        listed = batch_list(viewer, act_id) if act_id else None
        if listed:
            query: dict[str, Any] = {"semua": "1", "tahap": "belum", "unit": listed[1]}
            return redirect_after(url_for("nominations.verification", circular_id=listed[0], **query))
    if found is None:
        return redirect_after(url_for("programmes.index"))
    return redirect_after(url_for("nominations.index", circular_id=found.id))


@blueprint.get("/<int:circular_id>/desa/<code>")
@allowed_to(Act.READ)
def village(circular_id: int, code: str) -> ResponseReturnValue:
    return _village_page(circular_id, code, _month_form(), None)


@blueprint.get("/<int:circular_id>/desa/<code>/lembar")
@allowed_to(Act.EDIT_REGISTRATIONS)
def sheet(circular_id: int, code: str) -> ResponseReturnValue:
    """The sheet a village head fills in without a connection."""
    viewer = current_viewer()
    circular, unit = programme_circular(viewer, circular_id), unit_by_code(viewer, code)
    return village_sheet(circular, unit)


@blueprint.post("/<int:circular_id>/desa/<code>/bulan")
@allowed_to(Act.EDIT_REGISTRATIONS)
def confirm(circular_id: int, code: str) -> ResponseReturnValue:
    """ "Daftar bulan November masih benar": one click, for the running month or one that is past."""
    viewer, today, form = current_viewer(), office_today(), _month_form()
    programme_circular(viewer, circular_id)
    unit, wanted = unit_by_code(viewer, code), asked_month() or Month.of(today)
    outcome = saved(
        form,
        lambda: confirm_month(
            viewer, circular_id, unit.id, wanted, form.minutes(today), today=today, key=form.key
        ),
    )
    if not outcome.done:
        return _village_page(circular_id, code, form, outcome)
    facts = {"unit": unit.name, "month": month(wanted)}
    say_done(done_of(outcome), _("Daftar %(unit)s bulan %(month)s dinyatakan masih benar.", **facts))
    if request.args.get("dari") == "bulan":
        return redirect_after(url_for("nominations.months", circular_id=circular_id, bulan=wanted))
    return redirect_after(url_for("nominations.village", circular_id=circular_id, code=code))


@blueprint.get("/<int:circular_id>/bulan")
@allowed_to(Act.READ)
def months(circular_id: int) -> ResponseReturnValue:
    """Which villages have confirmed this month's list."""
    viewer, today = current_viewer(), office_today()
    circular = programme_circular(viewer, circular_id)
    wanted = _asked_month(circular)
    rows = month_rows(viewer, circular_id, wanted)
    if kind := wanted_format():
        return table_download(
            kind, f"verifikasi-{wanted}", _("Verifikasi bulanan"), MONTHS, month_cells(rows)
        )
    shown = _waiting_first(rows, only_waiting=request.args.get("keadaan") == "belum")
    page = render_template(
        "nominations/months.html",
        circular=circular,
        month=wanted,
        months=month_choices(circular, wanted, today),
        rows=shown,
        total=len(rows),
        waiting=sum(1 for row in rows if row.verification_id is None),
        state=request.args.get("keadaan", ""),
        today=today,
        may_confirm=viewer.may(Act.EDIT_REGISTRATIONS),
        **WORDS,
    )
    return make_response(page)


@blueprint.get("/berita-acara/<int:verification_id>")
@allowed_to(Act.READ)
def minutes(verification_id: int) -> ResponseReturnValue:
    viewer = current_viewer()
    stored = verification_scan(viewer, verification_id)
    asked = {"id": str(verification_id)}
    (content,) = noted(viewer, f"berita-acara-{verification_id}", asked, [stored.content])
    return pdf_response(stored.name, content, as_file=True)


def _village_page(
    circular_id: int, code: str, form: MonthForm, outcome: Saved[Done] | None
) -> ResponseReturnValue:
    viewer, today = current_viewer(), office_today()
    circular, unit = programme_circular(viewer, circular_id), unit_by_code(viewer, code)
    running, papers = Month.of(today), verifications(viewer, circular_id, unit.id)
    place = Place(unit, Extent.SUBTREE)
    counts = stage_counts(viewer, circular_id, today, NominationFilter(running, place=place))
    page = render_template(
        "nominations/village.html",
        circular=circular,
        unit=unit,
        form=form,
        problem=outcome.problem if outcome else None,
        counts=counts,
        running=running,
        papers=papers,
        is_confirmed=any(one.month == running for one in papers),
        has_list=counts[Stage.VERIFIED] > 0,
        upload=_upload(unit),
        Stage=Stage,
        **WORDS,
    )
    return make_response(page, outcome.status if outcome else 200)


def _upload(unit: UnitRow) -> dict[str, str]:
    """The import screen takes the sheet; it is told what kind it is."""
    return {"action": url_for("imports.upload"), "kind": UPLOADS.value, "unit": unit.code}


def _month_form() -> MonthForm:
    form = MonthForm()
    if not form.is_submitted():
        form.dated_on.data = office_today()
    return form


def _asked_month(circular: CircularRow) -> Month:
    running = Month.of(office_today())
    wanted = asked_month() or running
    if wanted > running:
        raise RuleBroken("month_in_future", field="bulan", month=wanted, running=running)
    if circular.in_force_until and wanted > Month.of(circular.in_force_until):
        raise NotThere
    return wanted


def _waiting_first(rows: list[MonthRow], *, only_waiting: bool) -> list[MonthRow]:
    """Those that have not confirmed before those that have."""
    kept = [row for row in rows if row.verification_id is None] if only_waiting else rows
    return sorted(kept, key=lambda row: row.verification_id is not None)
