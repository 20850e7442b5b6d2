"""What the screens of villages' lists ask for."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lindung.actions.circulars import LARGEST_DOCUMENT, NewDocument
from lindung.actions.nominations import NominationFacts
from lindung.actions.verifying import Minutes
from lindung.domain.identifiers import Sex
from lindung.domain.months import Month
from lindung.domain.nominations import REPLACED_FOR, DropReason
from lindung.queries.nominations import NominationForm as NominationRow
from lindung.web.filters import month
from lindung.web.forms import DATE_FORMATS, OfficeForm
from lindung.web.nomination_words import REASONS
from lindung.web.worker_labels import REVEAL_REASONS, SEXES

TEXT = 200
MONTHS_AHEAD = 3
EACH = "temuan"  # dropped for whatever was found against each


class PersonForm(OfficeForm):
    """One row of the list, corrected in its place; an empty NIK leaves what is stored."""

    name = StringField(_l("Nama"), [InputRequired(), Length(max=TEXT)])
    nik = StringField(_l("NIK"), [Length(max=40)])
    born_on = DateField(_l("Tanggal lahir"), [Optional()], format=DATE_FORMATS)
    sex = SelectField(_l("Jenis kelamin"))
    address = StringField(_l("Alamat"), [Length(max=TEXT)])
    phone = StringField(_l("Telepon"), [Length(max=40)])
    occupation = StringField(_l("Pekerjaan"), [Length(max=TEXT)])
    category = StringField(_l("Kelompok"), [Length(max=TEXT)])

    def offer(self, row: NominationRow) -> None:
        words = ((one.value, str(word)) for one, word in SEXES.items())
        self.sex.choices = [SelectChoice("", "–"), *(SelectChoice(*one) for one in words)]
        if not self.is_submitted():
            self.name.data, self.born_on.data, self.sex.data = row.name, row.born_on, row.sex or ""
            self.address.data, self.occupation.data = row.address, row.occupation
            self.category.data = row.category

    def facts(self) -> NominationFacts:
        return NominationFacts(
            name=self.name.data or "",
            nik=self.nik.data or None,
            born_on=self.born_on.data,
            sex=Sex(self.sex.data) if self.sex.data else None,
            address=self.address.data,
            phone=self.phone.data or None,  # never shown in full: empty leaves it (R25)
            occupation=self.occupation.data,
            category=self.category.data,
        )

    @property
    def refusals(self) -> list[str]:
        return [f"{field.label.text}: {error}" for field in self for error in field.errors or ()]

    def marks(self, field: Any, wrong_id: str) -> dict[str, str]:
        return {"aria-invalid": "true", "aria-describedby": wrong_id} if field.errors else {}


class VerifyForm(OfficeForm):
    dated_on = DateField(_l("Tanggal berita acara"), [InputRequired()], format=DATE_FORMATS)
    number = StringField(_l("Nomor berita acara"), [Length(max=TEXT)])
    document = FileField(_l("Pindaian berita acara (PDF)"))
    drops = BooleanField(_l("Coret sekaligus yang ada temuannya, masing-masing dengan temuannya"))
    jumlah = IntegerField(validators=[InputRequired()])
    jumlah_temuan = IntegerField(validators=[Optional()])

    def minutes(self) -> Minutes:
        return Minutes(self.dated_on.data, self.number.data or None, self._scan())

    def _scan(self) -> NewDocument | None:
        file: FileStorage | None = self.document.data
        if not file or not file.filename:
            return None
        return NewDocument(file.filename, file.stream.read(LARGEST_DOCUMENT + 1))


class MonthForm(OfficeForm):
    number = StringField(_l("Nomor berita acara"), [Length(max=TEXT)])
    dated_on = DateField(_l("Tanggal"), [Optional()], format=DATE_FORMATS)

    def minutes(self, today: date) -> Minutes:
        return Minutes(self.dated_on.data or today, self.number.data or None)


class DropForm(OfficeForm):
    reason = SelectField(_l("Alasan"), [InputRequired()])
    on = DateField(_l("Sejak tanggal"), [InputRequired()], format=DATE_FORMATS)
    note = StringField(_l("Keterangan"), [Length(max=TEXT)])
    jumlah = IntegerField(validators=[InputRequired()])

    def offer(self, *, by_finding: bool) -> None:
        own = [SelectChoice(EACH, _("Menurut temuan masing-masing"))] if by_finding else []
        self.reason.choices = [*own, *_reasons(DropReason)]
        if not self.is_submitted():
            self.reason.data = EACH if by_finding else DropReason.REFUSED.value

    def why(self) -> DropReason | None:
        return None if self.reason.data == EACH else DropReason(self.reason.data)


class AdmitForm(OfficeForm):
    fund = SelectField(_l("Dana yang membayar"), [InputRequired()], coerce=int)
    number = IntegerField(_l("Berapa orang"), [InputRequired(), NumberRange(min=1)])
    jumlah = IntegerField(validators=[InputRequired()])

    def offer(self, funds: Sequence[tuple[int, str]]) -> None:
        self.fund.choices = [SelectChoice(str(id_), name) for id_, name in funds]


class CardForm(OfficeForm):
    on = DateField(_l("Tanggal diserahkan"), [InputRequired()], format=DATE_FORMATS)
    by = StringField(_l("Diserahkan oleh"), [InputRequired(), Length(max=TEXT)])
    jumlah = IntegerField(validators=[InputRequired()])


class RegisterForm(OfficeForm):
    on = DateField(_l("Terdaftar pada"), [InputRequired()], format=DATE_FORMATS)
    first_month = SelectField(_l("Iuran pertama"), [InputRequired()])
    jumlah = IntegerField(validators=[InputRequired()])

    def offer(self, today: date) -> None:
        running = Month.of(today)
        months = running.plus(-MONTHS_AHEAD).through(running.plus(MONTHS_AHEAD))
        self.first_month.choices = [SelectChoice(str(one), month(one)) for one in months]
        if not self.is_submitted():
            self.on.data, self.first_month.data = today, str(running)


class SubmitForm(OfficeForm):
    number = StringField(_l("Nomor daftar"), [InputRequired(), Length(max=TEXT)])
    on = DateField(_l("Tanggal dikirim"), [InputRequired()], format=DATE_FORMATS)
    donor_code = StringField(_l("Kode wadah atau donatur"), [InputRequired(), Length(max=TEXT)])
    sure = BooleanField(_l("Ada yang datanya belum lengkap menurut BPJS; kirim juga"))
    jumlah = IntegerField(validators=[InputRequired()])


class ReplaceForm(OfficeForm):
    reason = SelectField(_l("Alasan"), [InputRequired()])
    on = DateField(_l("Sejak tanggal"), [InputRequired()], format=DATE_FORMATS)
    note = StringField(_l("Keterangan"), [Length(max=TEXT)])

    def offer(self, today: date) -> None:
        self.reason.choices = _reasons(REPLACED_FOR)
        if not self.is_submitted():
            self.reason.data, self.on.data = DropReason.DIED.value, today


class TwoJobsForm(OfficeForm):
    reason = StringField(_l("Alasan"), [InputRequired(), Length(max=TEXT)])


class RevealForm(OfficeForm):
    usual = SelectField(_l("Keperluan"), [InputRequired()])
    reason = StringField(_l("Keterangan"), [Length(max=120)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = ((code, str(one)) for code, one in REVEAL_REASONS.items())
        self.usual.choices = [SelectChoice("", _("Pilih keperluan")), *(SelectChoice(*one) for one in words)]

    def purpose(self) -> str:
        usual = str(REVEAL_REASONS[self.usual.data])
        return f"{usual}: {self.reason.data}" if self.reason.data else usual


class ButtonForm(OfficeForm):
    """Nothing but the button."""


def _reasons(reasons: Iterable[DropReason]) -> list[SelectChoice]:
    return [SelectChoice(one.value, str(REASONS[one])) for one in reasons]
