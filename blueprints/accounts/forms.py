"""What the accounts screens ask for."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import EqualTo, InputRequired, Length, Optional

from lindung.actions.accounts import WantedGrant
from lindung.domain.permissions import GRANTABLE, Role
from lindung.web.forms import DATE_FORMATS, OfficeForm
from lindung.web.navigation import role_label


class SignInForm(OfficeForm):
    username = StringField(_l("Nama pengguna"), [InputRequired(), Length(max=200)])
    password = PasswordField(_l("Kata sandi"), [InputRequired()])


class CodeForm(OfficeForm):
    """Asked by GET, so it carries no token into the address."""

    class Meta(OfficeForm.Meta):
        csrf = False

    kode = StringField(_l("Kode aktivasi"), [InputRequired(), Length(max=40)])


class NewPasswordForm(OfficeForm):
    password = PasswordField(_l("Kata sandi baru"), [InputRequired()])
    again = PasswordField(
        _l("Kata sandi baru, sekali lagi"),
        [InputRequired(), EqualTo("password", _l("Kedua kata sandi tidak sama."))],
    )


class ActivationForm(NewPasswordForm):
    kode = HiddenField(validators=[InputRequired(), Length(max=40)])


class ChangePasswordForm(NewPasswordForm):
    old = PasswordField(_l("Kata sandi sekarang"), [InputRequired()])


class GrantForm(OfficeForm):
    role = SelectField(_l("Peran"), [InputRequired()])
    unit = StringField(_l("Unit kerja"), [Length(max=60)])
    valid_from = DateField(_l("Berlaku mulai"), [InputRequired()], format=DATE_FORMATS)
    valid_until = DateField(_l("Berlaku sampai"), [Optional()], format=DATE_FORMATS)
    order_number = StringField(_l("Nomor surat perintah (Plt./Plh.)"), [Length(max=100)])

    def offer(self, giver: Role, today: date) -> None:
        """Only the roles this person may give; from today unless said otherwise."""
        given = [role for role in Role if role in GRANTABLE.get(giver, frozenset())]
        self.role.choices = [SelectChoice(role.value, str(role_label(role))) for role in given]
        if not self.is_submitted():
            self.valid_from.data = today
            self.role.data = Role.CLERK.value

    def wanted(self) -> WantedGrant:
        return WantedGrant(
            Role(self.role.data),
            self.unit.data or None,
            self.valid_from.data,
            self.valid_until.data,
            self.order_number.data or None,
        )


class AccountForm(GrantForm):
    name = StringField(_l("Nama lengkap"), [InputRequired(), Length(max=120)])
    username = StringField(_l("Nama pengguna"), [InputRequired(), Length(max=60)])


class NameForm(OfficeForm):
    name = StringField(_l("Nama lengkap"), [InputRequired(), Length(max=120)])


class EndForm(OfficeForm):
    valid_until = DateField(_l("Hari terakhir berlaku"), [Optional()], format=DATE_FORMATS)
