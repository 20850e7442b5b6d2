"""What the screens for units ask for."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from lindung.actions.units import NewUnit, UnitNames
from lindung.domain.months import Month
from lindung.queries.units import UnitRow
from lindung.web.filters import month
from lindung.web.forms import OfficeForm

MONTHS_AROUND = 12  # how far back and ahead a closing may be dated


class NamesForm(OfficeForm):
    name = StringField(_l("Nama"), [InputRequired(), Length(max=200)])
    kind = StringField(_l("Jenis"), [InputRequired(), Length(max=60)])

    def names(self) -> UnitNames:
        return UnitNames(self.name.data or "", self.kind.data or "")


class UnitForm(NamesForm):
    code = StringField(_l("Kode"), [InputRequired(), Length(max=40)])
    parent_code = SelectField(_l("Induk"))

    def offer(self, parents: list[UnitRow], chosen: str | None = None) -> None:
        self.parent_code.choices = parent_options(parents)
        if not self.is_submitted():
            self.parent_code.data = chosen or ""

    def validate_code(self, field: StringField) -> None:
        if (field.data or "").lower() == "baru":  # the address of this very form
            raise ValidationError(_l("Pilih kode lain daripada “baru”."))

    def new_unit(self) -> NewUnit:
        names = self.names()
        return NewUnit(self.code.data or "", names.name, names.kind, self.parent_code.data or None)


class MoveForm(OfficeForm):
    parent_code = SelectField(_l("Induk baru"))

    def offer(self, parents: list[UnitRow], chosen: str | None = None) -> None:
        self.parent_code.choices = parent_options(parents)
        if not self.is_submitted():
            self.parent_code.data = chosen or ""


class CloseForm(OfficeForm):
    month = SelectField(_l("Ditutup mulai bulan"), [InputRequired()])

    def offer(self, today: date) -> None:
        running = Month.of(today)
        months = running.plus(-MONTHS_AROUND).through(running.plus(MONTHS_AROUND))
        self.month.choices = [SelectChoice(str(one), month(one)) for one in months]
        if not self.is_submitted():
            self.month.data = str(running.next())

    def first(self) -> Month:
        """The first month without the unit."""
        return Month.parse(self.month.data)


class ButtonForm(OfficeForm):
    """Nothing but the button."""


def parent_options(parents: list[UnitRow]) -> list[SelectChoice]:
    """Units as options, in the order of the tree, each indented by its depth."""
    below = "\u00a0\u00a0\u00a0"
    return [
        SelectChoice("", _("(tingkat teratas)")),
        *(SelectChoice(unit.code, f"{below * unit.depth}{unit.name} ({unit.code})") for unit in parents),
    ]
