"""What is said with a deduction, with a surat kuasa, and with taking either back."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from lindung.actions.mandates import MandateFacts
from lindung.domain.deductions import DeductionSource
from lindung.web.deduction_words import SOURCES
from lindung.web.forms import DATE_FORMATS, OfficeForm

TEXT_LENGTH = 200


class MarkForm(OfficeForm):
    deducted_on = DateField(_l("Tanggal potong"), [InputRequired()], format=DATE_FORMATS)
    expected = IntegerField(_l("Jumlah ASN"), [InputRequired()])


class MandateForm(OfficeForm):
    source = SelectField(_l("Sumber potongan"), [InputRequired()], coerce=DeductionSource)
    number = StringField(_l("Nomor surat kuasa"), [Length(max=TEXT_LENGTH)])
    signed_on = DateField(_l("Tanggal surat kuasa"), [InputRequired()], format=DATE_FORMATS)
    expected = IntegerField(_l("Jumlah ASN"), [InputRequired()])

    def offer(self) -> None:
        self.source.choices = [SelectChoice(one.value, str(words)) for one, words in SOURCES.items()]

    def facts(self) -> MandateFacts:
        return MandateFacts(DeductionSource(self.source.data), self.number.data or None, self.signed_on.data)


class WithdrawForm(OfficeForm):
    withdrawn_on = DateField(_l("Tanggal dicabut"), [InputRequired()], format=DATE_FORMATS)


class CancelForm(OfficeForm):
    reason = StringField(_l("Alasan"), [InputRequired(), Length(max=TEXT_LENGTH)])
