"""What is said with a file: its kind, which month it is for or from which moves count, whether it is complete."""

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lindung.actions.imports import Upload
from lindung.actions.sheets import LARGEST_FILE
from lindung.domain.import_columns import COLUMNS, ImportKind, header_key
from lindung.domain.months import Month
from lindung.web.addresses import LARGEST_ID
from lindung.web.filters import month
from lindung.web.forms import OfficeForm
from lindung.web.import_words import KINDS

MONTHS_BACK, MONTHS_AHEAD = 12, 12


class FileForm(OfficeForm):
    kind = SelectField(_l("Isi berkas"), [InputRequired()])
    file = FileField(_l("Berkas"), [FileRequired(_l("Pilih berkasnya."))])
    month = SelectField(_l("Perpindahan berlaku sejak"), [InputRequired()])
    is_complete = BooleanField(_l("Berkas ASN ini lengkap: siapa yang tidak ada di dalamnya sudah keluar"))
    paid_month = SelectField(_l("Iuran bulan"))

    def offer(self, kinds: list[ImportKind], chosen: str, today: date) -> None:
        """The kinds one may bring in, and what is asked with them; moves and leaving concern civil servants only."""
        self.kind.choices = [SelectChoice(kind.value, str(KINDS[kind])) for kind in kinds]
        if not self.is_submitted():
            self.kind.data = chosen if chosen in kinds else kinds[0].value
        running = Month.of(today)
        self._offer_months(running, is_offered=ImportKind.SPONSORS in kinds)
        self._offer_paid_months(running, is_offered=ImportKind.PAYMENTS in kinds)

    def _offer_months(self, running: Month, *, is_offered: bool) -> None:
        if not is_offered:
            del self.month, self.is_complete
            return
        months = list(running.plus(-MONTHS_BACK).through(running))
        self.month.choices = [SelectChoice(str(one), month(one)) for one in reversed(months)]
        if not self.is_submitted():
            self.month.data = str(running)

    def _offer_paid_months(self, running: Month, *, is_offered: bool) -> None:
        """Left open, each row of a payment file speaks for its own month."""
        if not is_offered:
            del self.paid_month
            return
        months = list(running.plus(-MONTHS_BACK).through(running.plus(MONTHS_AHEAD)))
        choices = [SelectChoice(str(one), month(one)) for one in reversed(months)]
        self.paid_month.choices = [SelectChoice("", _("Menurut isi berkas")), *choices]

    def upload(self) -> Upload:
        """The file, read no further than it takes to see that it is too large."""
        file: FileStorage = self.file.data
        return Upload(
            ImportKind(self.kind.data),
            file.stream.read(LARGEST_FILE + 1),
            file.filename or "berkas",
            self._month(),
            bool(self.is_complete and self.is_complete.data),
        )

    def _month(self) -> Month | None:
        """From when moves count, or which month was paid."""
        field = self.paid_month if self.kind.data == ImportKind.PAYMENTS else self.month
        return Month.parse(field.data) if field and field.data else None


class ApplyForm(OfficeForm):
    """The button, and how many people somebody confirmed to have left where that was asked."""

    leaving = IntegerField(validators=[Optional(), NumberRange(0, LARGEST_ID)])


class ButtonForm(OfficeForm):
    """Nothing but the button."""


class MapForm(OfficeForm):
    """One select for each of our columns beside these; see `map_form`."""

    ours: tuple[str, ...] = ()
    name = StringField(_l("Nama peta"), [InputRequired(), Length(max=200)])
    file = FileField(_l("Berkas yang sama sekali lagi"))
    paid_month = HiddenField()

    def headings(self) -> dict[str, str]:
        """Our column -> the heading chosen for it."""
        return {name: self[name].data or "" for name in self.ours}

    def columns(self) -> list[SelectField]:
        return [self[name] for name in self.ours]

    def upload(self, kind: ImportKind) -> Upload:
        file: FileStorage = self.file.data
        try:
            paid = Month.parse(self.paid_month.data or "")
        except ValueError:
            paid = None
        return Upload(kind, file.stream.read(LARGEST_FILE + 1), file.filename or "berkas", paid)


def map_form(kind: ImportKind, headings: Sequence[str], paid_month: str = "") -> MapForm:
    """The form for a file with these headings, guessed where ours stands in one of them."""
    choices = [SelectChoice("", _("– tidak ada –")), *(SelectChoice(one, one) for one in headings)]
    fields = {}
    for column in COLUMNS[kind]:
        needed = [InputRequired()] if column.required else []
        label = f"{column.name} ({column.example})" if column.example else column.name
        fields[column.name] = SelectField(label, needed, choices=choices, id=f"kolom-{column.name}")
    form: MapForm = type("MapFormOfKind", (MapForm,), {**fields, "ours": tuple(fields)})()
    if not request.form.getlist("judul"):
        form.name.data, form.paid_month.data = "", paid_month
        for name in form.ours:
            form[name].data = _guessed(name, headings)
    return form


def _guessed(name: str, headings: Sequence[str]) -> str:
    key = header_key(name)
    close = get_close_matches(key, [header_key(one) for one in headings], n=1)
    return next((one for one in headings if key in header_key(one) or header_key(one) in close), "")
