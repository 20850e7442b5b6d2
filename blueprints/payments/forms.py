"""What is said with a payment, with a decision about a row of BPJS's file, and on a letter to the branch."""

from collections.abc import Iterable
from datetime import date

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from lindung.actions.payments import check_rupiah
from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import amount_of
from lindung.domain.months import Month
from lindung.domain.settlements import Resolution
from lindung.web.filters import month
from lindung.web.forms import DATE_FORMATS, OfficeForm
from lindung.web.messages import sentence_for
from lindung.web.settlement_words import RESOLUTION_CODES, Offer

MONTHS_BACK, MONTHS_AHEAD = 24, 12
AT_ONCE = (1, 3, 6, 12)  # R14


class PayForm(OfficeForm):
    month = SelectField(_l("Iuran bulan"), [InputRequired()])
    months = SelectField(_l("Untuk berapa bulan"), [InputRequired()], coerce=int)
    paid_on = DateField(_l("Tanggal bayar"), [InputRequired()], format=DATE_FORMATS)
    reference = StringField(_l("Nomor bukti"), [Length(max=200)])
    amount = StringField(_l("Jumlah yang dibayar"), [Length(max=40)])

    def validate_amount(self, field: StringField) -> None:
        self.rupiah()

    def rupiah(self) -> int | None:
        """What was typed; None: just what the months lack."""
        try:
            amount = amount_of(self.amount.data) if self.amount.data else None
            check_rupiah(amount)
        except RuleBroken as broken:
            raise ValidationError(sentence_for(broken)) from broken
        return amount

    def signature(self) -> str:
        """Which months and how much were worked out before the reader's eyes."""
        return f"{self.month.data}/{self.months.data}/{self.amount.data or ''}"

    def offer(self, usual: Month, today: date) -> None:
        """`usual`, or the month the address names (`iuran`, or the one a list is narrowed to), for so many (`lama`)."""
        running = Month.of(today)
        months = set(running.plus(-MONTHS_BACK).through(running.plus(MONTHS_AHEAD))) | {usual}
        self.month.choices = [SelectChoice(str(one), month(one)) for one in sorted(months, reverse=True)]
        self.months.choices = [
            SelectChoice(str(count), _("%(count)s bulan", count=count)) for count in AT_ONCE
        ]
        if not self.is_submitted():
            given = (
                request.args
            )  # `month`, `months`, `amount`: the form's own fields while they are being filled in
            asked = given.get("month") or given.get("iuran") or given.get("belum_dibayar", "")
            length = given.get("months") or given.get("lama", "")
            self.month.data = asked if asked in {str(one) for one in months} else str(usual)
            self.months.data = int(length) if length in {str(one) for one in AT_ONCE} else 1
            self.paid_on.data, self.amount.data = today, given.get("amount", "")[:40]

    def wanted(self) -> Month:
        return Month.parse(self.month.data)


class ResolveForm(OfficeForm):
    cara = RadioField(_l("Keputusan"), [InputRequired()])
    reason = StringField(_l("Alasan"), [Length(max=200)])

    def offer(self, offers: Iterable[Offer]) -> None:
        self.cara.choices = [SelectChoice(one.code, str(one.words)) for one in offers]

    def how(self) -> Resolution:
        return RESOLUTION_CODES[self.cara.data]


class LetterForm(OfficeForm):
    """Its fields stand in the address, so that the letter is opened again as it was."""

    class Meta(OfficeForm.Meta):
        csrf = False

    nomor = StringField(_l("Nomor surat"), [Length(max=100)])
    tanggal = DateField(_l("Tanggal surat"), [Optional()], format=DATE_FORMATS)
    kepada = StringField(_l("Kepada"), [Length(max=200)])
    penandatangan = StringField(_l("Jabatan dan nama penanda tangan"), [Length(max=200)])

    @classmethod
    def asked(cls, today: date) -> "LetterForm":
        form = cls(formdata=request.args)
        form.validate()
        if "tanggal" not in request.args:
            form.tanggal.data = today
        if "kepada" not in request.args:
            form.kepada.data = _("Kepala Kantor Cabang BPJS Ketenagakerjaan")
        return form


class ReversalForm(OfficeForm):
    reason = StringField(_l("Alasan"), [InputRequired(), Length(max=200)])
