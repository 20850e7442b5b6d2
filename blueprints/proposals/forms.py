"""What a list of candidates carries: whose it is, its number and date, and why its NIKs are shown."""

from datetime import date
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Field, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from lindung.web.forms import DATE_FORMATS, OfficeForm

USUAL_REASON = _l("Pendaftaran ke BPJS Ketenagakerjaan")


class ForItsAct:
    """Marks what one of the form's acts needs; the act itself asks for it, the others do without."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: OfficeForm, field: Field) -> None:
        """Says no to nothing."""


class ListForm(OfficeForm):
    id = SelectMultipleField(_l("Pekerja"), coerce=int)
    number = StringField(_l("Nomor daftar"), [ForItsAct(), Length(max=200)])
    on = DateField(_l("Tanggal"), [ForItsAct(), Optional()], format=DATE_FORMATS)
    donor_code = StringField(_l("Kode wadah atau donatur"), [ForItsAct(), Length(max=200)])
    reason = StringField(_l("Keperluan NIK lengkap"), [ForItsAct(), Length(max=200)])
    sure = BooleanField(_l("Kirim juga yang datanya belum lengkap"))

    def offer(self, ids: list[int], ticked: set[int], donor_code: str | None, today: date) -> None:
        self.id.choices = [SelectChoice(str(one), str(one)) for one in ids]
        if not self.is_submitted():
            self.id.data, self.on.data = [one for one in ids if one in ticked], today
            self.donor_code.data, self.reason.data = donor_code or "", str(USUAL_REASON)


class AgainForm(OfficeForm):
    reason = StringField(
        _l("Keperluan NIK lengkap"), [InputRequired(), Length(max=200)], default=USUAL_REASON
    )
