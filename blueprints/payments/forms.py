"""What is said with a payment: for which month, when, how many months ahead, and under which reference."""

from datetime import date

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from lindung.domain.months import Month
from lindung.web.filters import month
from lindung.web.forms import DATE_FORMATS, OfficeForm

MONTHS_BACK, MONTHS_AHEAD = 24, 12
AT_ONCE = (1, 3, 6, 12)  # R14


class PayForm(OfficeForm):
    month = SelectField(_l("Iuran bulan"), [InputRequired()])
    months = SelectField(_l("Untuk berapa bulan"), [InputRequired()], coerce=int)
    paid_on = DateField(_l("Tanggal bayar"), [InputRequired()], format=DATE_FORMATS)
    reference = StringField(_l("Nomor bukti"), [Length(max=200)])

    def offer(self, usual: Month, today: date) -> None:
        """`usual`, or the month the address names (`iuran`)."""
        running = Month.of(today)
        months = set(running.plus(-MONTHS_BACK).through(running.plus(MONTHS_AHEAD))) | {usual}
        self.month.choices = [SelectChoice(str(one), month(one)) for one in sorted(months, reverse=True)]
        self.months.choices = [
            SelectChoice(str(count), _("%(count)s bulan", count=count)) for count in AT_ONCE
        ]
        if not self.is_submitted():
            asked = request.args.get("iuran", "")
            self.month.data = asked if asked in {str(one) for one in months} else str(usual)
            self.months.data, self.paid_on.data = 1, today

    def wanted(self) -> Month:
        return Month.parse(self.month.data)
