"""The regency's name and code."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from lindung.actions.settings import change_regency
from lindung.domain.permissions import Act
from lindung.queries.regency import regency
from lindung.web.clock import office_today
from lindung.web.forms import OfficeForm
from lindung.web.fragments import redirect_after, say
from lindung.web.policy import allowed_to
from lindung.web.saving import saved
from lindung.web.viewer import current_viewer

blueprint = Blueprint("settings", __name__, url_prefix="/admin/pengaturan")


class RegencyForm(OfficeForm):
    name = StringField(_l("Nama kabupaten atau kota"), [InputRequired(), Length(max=120)])
    code = StringField(_l("Kode wilayah"), [InputRequired(), Length(max=20)])


@blueprint.get("")
@allowed_to(Act.MANAGE_SETTINGS)
def show_regency() -> str:
    now = regency()
    form = RegencyForm(formdata=None, name=now.name, code=now.code)
    return render_template("settings/regency.html", form=form, problem=None)


@blueprint.post("")
@allowed_to(Act.MANAGE_SETTINGS)
def change() -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), RegencyForm()
    outcome = saved(
        form, lambda: change_regency(viewer, form.name.data, form.code.data, today=today, key=form.key)
    )
    if not outcome.done:
        return render_template("settings/regency.html", form=form, problem=outcome.problem), outcome.status
    say(_("Nama dan kode disimpan. Semua halaman dan cetakan kini memakainya."))
    return redirect_after(url_for("settings.show_regency"))
