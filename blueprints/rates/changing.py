"""New dated rows, their end, and the removal of those that count for no month yet; never an overwrite."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from blueprints.rates import forms
from blueprints.rates.listing import NAMES, PAGES, RECORDS, record_of, series_name
from blueprints.rates.routes import blueprint
from lindung.actions import ending_rows, rates
from lindung.actions.done import Done
from lindung.domain.errors import NotThere
from lindung.domain.permissions import Act
from lindung.queries.dated import KINDS, dated_row
from lindung.queries.viewer import Viewer
from lindung.web.clock import office_today
from lindung.web.errors import refuse
from lindung.web.forms import OfficeForm
from lindung.web.fragments import redirect_after
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer


class New(NamedTuple):
    """A kind of row that can be added: what it asks for, what it does, and how the screen speaks of it."""

    form: Callable[[], Any]
    add: Callable[[Viewer, Any, date], Done]
    heading: LazyString
    hint: LazyString


def _counted(act: Callable[..., Done]) -> Callable[[Viewer, Any, date], Done]:
    def add(viewer: Viewer, form: Any, today: date) -> Done:
        return act(viewer, form.new(), form.validity(), sure=form.is_sure, today=today, key=form.key)

    return add


def _benefit(viewer: Viewer, form: forms.BenefitForm, today: date) -> Done:
    return rates.add_benefit(viewer, form.new(), form.validity(), today=today, key=form.key)


def _threshold(viewer: Viewer, form: forms.ThresholdForm, today: date) -> Done:
    value = form.value.data or 0
    return rates.add_threshold(
        viewer, form.chosen, value, form.validity(), sure=form.is_sure, today=today, key=form.key
    )


def _holiday(viewer: Viewer, form: forms.HolidayForm, today: date) -> Done:
    return rates.add_holiday(
        viewer, form.day.data, form.name.data, form.legal_basis.data, today=today, key=form.key
    )


CLOSES = _l("Baris yang berlaku sekarang tidak ditimpa: ia berakhir pada bulan sebelumnya.")
NEW: dict[str, New] = {
    "tarif": New(forms.RateForm, _counted(rates.add_rate), _l("Catat tarif"), CLOSES),
    "pita": New(
        forms.BandForm,
        _counted(rates.add_band),
        _l("Tambah pita penghasilan"),
        _l("Pita memuat dasar upah serta tarif JKK dan JKM; JHT adalah pilihan."),
    ),
    "keringanan": New(
        forms.DiscountForm,
        _counted(rates.add_discount),
        _l("Catat keringanan"),
        _l("Satu baris untuk setiap program yang dicentang. Bulan tanpa keringanan dibayar penuh."),
    ),
    "santunan": New(forms.BenefitForm, _benefit, _l("Catat besar manfaat"), CLOSES),
    "ambang": New(forms.ThresholdForm, _threshold, _l("Catat ambang"), CLOSES),
    "hari-libur": New(
        forms.HolidayForm,
        _holiday,
        _l("Catat hari libur"),
        _l("Apabila tanggal 15 jatuh pada hari libur, iuran jatuh tempo pada hari kerja berikutnya."),
    ),
}


@blueprint.get("/<kind>/baru")
@allowed_to(Act.MANAGE_SETTINGS)
def draft(kind: str) -> ResponseReturnValue:
    """Empty, or drawn from the row it is to follow (`dari`)."""
    record, today = record_of(kind), office_today()
    form = _new_form(kind, today)
    row_id = forms.asked_row_id()
    if row_id is not None and record in KINDS:
        form.begin_after(dated_row(record, row_id, today))
    return _new_page(kind, form)


@blueprint.post("/<kind>/baru")
@allowed_to(Act.MANAGE_SETTINGS)
def add(kind: str) -> ResponseReturnValue:
    record, today, viewer = record_of(kind), office_today(), current_viewer()
    form = _new_form(kind, today)
    outcome = saved(form, lambda: NEW[kind].add(viewer, form, today))
    if not outcome.done:
        return _new_page(kind, form, outcome), outcome.status
    say_done(done_of(outcome), _("Tersimpan: %(name)s baru.", name=NAMES[record]))
    return redirect_after(url_for(PAGES[record]))


@blueprint.route("/<kind>/<int:row_id>/akhiri", methods=["GET", "POST"])
@allowed_to(Act.MANAGE_SETTINGS)
def end(kind: str, row_id: int) -> ResponseReturnValue:
    record, today, viewer = record_of(kind), office_today(), current_viewer()
    row, form = dated_row(record, row_id, today), forms.EndForm()
    if not row.can_end:
        raise NotThere
    form.offer(row, today)
    context = {"form": form, "row": row, "kind": kind, "name": series_name(row), "back": PAGES[record]}
    if not form.is_submitted():
        return render_template("rates/end.html", **context)
    outcome = saved(
        form,
        lambda: ending_rows.end_row(
            viewer, record, row_id, form.month, sure=form.is_sure, today=today, key=form.key
        ),
    )
    if not outcome.done:
        return render_template("rates/end.html", problem=outcome.problem, **context), outcome.status
    say_done(done_of(outcome), _("Bulan terakhirnya disimpan."))
    return redirect_after(url_for(PAGES[record]))


@blueprint.post("/<kind>/<int:row_id>/hapus")
@allowed_to(Act.MANAGE_SETTINGS)
def remove(kind: str, row_id: int) -> ResponseReturnValue:
    record, form, viewer = record_of(kind), OfficeForm(), current_viewer()
    outcome = saved(
        form, lambda: ending_rows.remove_row(viewer, record, row_id, today=office_today(), key=form.key)
    )
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    say_done(done_of(outcome), _("Baris yang belum berlaku dihapus."))
    return redirect_after(url_for(PAGES[record]))


def _new_form(kind: str, today: date) -> Any:
    form = NEW[kind].form()
    if isinstance(form, forms.ValidityForm):
        form.offer(today)
    return form


def _new_page(kind: str, form: Any, outcome: Saved[Done] | None = None) -> str:
    return render_template(
        "rates/new.html",
        form=form,
        kind=kind,
        new=NEW[kind],
        back=PAGES[RECORDS[kind]],
        problem=outcome.problem if outcome else None,
    )
