"""The regency's name and code."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from lindung.actions.done import Done
from lindung.actions.settings import change_regency
from lindung.domain.permissions import Act
from lindung.queries.regency import Regency, regency
from lindung.web.clock import office_today
from lindung.web.forms import OfficeForm
from lindung.web.fragments import redirect_after, say
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, differing, saved
from lindung.web.viewer import current_viewer

blueprint = Blueprint("settings", __name__, url_prefix="/admin/pengaturan")


class RegencyForm(OfficeForm):
    name = StringField(_l("Nama kabupaten atau kota"), [InputRequired(), Length(max=120)])
    code = StringField(_l("Kode wilayah"), [InputRequired(), Length(max=20)])
    seen_name = HiddenField()
    seen_code = HiddenField()

    def see(self, now: Regency) -> None:
        """What stands there while the form is drawn: what is sent back is compared with it."""
        self.seen_name.data, self.seen_code.data = now.name, now.code

    def seen(self) -> Regency:
        return Regency(self.seen_name.data or "", self.seen_code.data or "")


@blueprint.get("")
@allowed_to(Act.MANAGE_SETTINGS)
def show_regency() -> str:
    now = regency()
    form = RegencyForm(formdata=None, name=now.name, code=now.code)
    form.see(now)
    return _page(form)


@blueprint.post("")
@allowed_to(Act.MANAGE_SETTINGS)
def change() -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), RegencyForm()
    outcome = saved(
        form,
        lambda: change_regency(
            viewer, form.name.data, form.code.data, seen=form.seen(), today=today, key=form.key
        ),
    )
    if not outcome.done:
        return _page(form, outcome), outcome.status
    say(_("Nama dan kode disimpan. Semua halaman dan cetakan kini memakainya."))
    return redirect_after(url_for("settings.show_regency"))


def _page(form: RegencyForm, outcome: Saved[Done] | None = None) -> str:
    """After a clash with both values; sent again, mine replaces what stands there now."""
    changed = outcome.theirs if outcome else None
    if changed:
        form.see(regency())
    return render_template(
        "settings/regency.html",
        form=form,
        problem=outcome.problem if outcome else None,
        changed=changed,
        pairs=differing(changed, form) if changed else [],
    )
