"""An order that names somebody to stand in, typed off the paper."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from lindung.actions.proxies import Proxy
from lindung.domain.accounts import ProxyCapacity
from lindung.web.forms import DATE_FORMATS, OfficeForm
from lindung.web.titles import PROXY_WORDS


class ProxyForm(OfficeForm):
    username = StringField(_l("Nama pengguna yang ditunjuk"), [InputRequired(), Length(max=60)])
    capacity = RadioField(_l("Bertindak sebagai"), [InputRequired()])
    order_number = StringField(_l("Nomor surat perintah"), [Length(max=100)])
    valid_from = DateField(_l("Berlaku mulai"), [InputRequired()], format=DATE_FORMATS)
    valid_until = DateField(_l("Berlaku sampai"), [InputRequired()], format=DATE_FORMATS)
    unit_code = StringField(_l("Unit kerja"), [InputRequired(), Length(max=60)])

    def offer(self, today: date) -> None:
        self.capacity.choices = [SelectChoice(one.value, str(PROXY_WORDS[one])) for one in ProxyCapacity]
        if not self.is_submitted():
            self.valid_from.data, self.capacity.data = today, ProxyCapacity.PLH.value

    def proxy(self) -> Proxy:
        return Proxy(
            self.username.data,
            ProxyCapacity(self.capacity.data),
            self.unit_code.data,
            self.order_number.data or None,
            self.valid_from.data,
            self.valid_until.data,
        )
