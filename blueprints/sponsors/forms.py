"""What the screens of ASN ask for."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from lindung.actions.circulars import NewDocument
from lindung.actions.declarations import Basis
from lindung.actions.sponsors import LeaveReason, SponsorFacts
from lindung.domain.duties import Answer, Employment
from lindung.domain.identifiers import whole_nip
from lindung.domain.months import Month
from lindung.queries.destinations import Destination
from lindung.queries.editing import SponsorForm
from lindung.queries.households import Neighbour
from lindung.web.addresses import LARGEST_ID
from lindung.web.filters import month
from lindung.web.forms import DATE_FORMATS, OfficeForm
from lindung.web.labels import ANSWERS, EMPLOYMENTS, LEAVE_REASONS

ID_LENGTH = len(str(LARGEST_ID)) - 1
MONTHS_BACK = 24  # how far back a move may be dated on the screen; older ones come in by file


class AnswerForm(OfficeForm):
    """One answer; in a list its fields carry the person's number, so that two rows may stand open."""

    answer = SelectField(_l("Jawaban"), [InputRequired()])
    made_on = DateField(_l("Tanggal"), [InputRequired()], format=DATE_FORMATS)
    stamp = HiddenField()

    def offer(self, sponsor_id: int, now: SponsorForm, today: date) -> None:
        blank = [] if now.answer else [SelectChoice("", str(_l("Pilih jawaban")))]
        self.answer.choices = blank + [SelectChoice(one.value, str(words)) for one, words in ANSWERS.items()]
        for field in (self.answer, self.made_on):
            field.id = f"{field.short_name}-{sponsor_id}"
        if not self.is_submitted():
            self.answer.data = now.answer.value if now.answer else ""
            self.made_on.data = today
            self.stamp.data = now.answer_stamp

    def given(self) -> tuple[Answer, date]:
        assert self.made_on.data is not None, "call after validate_on_submit"
        return Answer(self.answer.data), self.made_on.data


class FactsForm(OfficeForm):
    name = StringField(_l("Nama dan gelar"), [InputRequired(), Length(max=200)])
    employment = SelectField(_l("Jenis"), [InputRequired()])
    nip = StringField(_l("NIP"), [Length(max=30)])
    grade = StringField(_l("Golongan"), [Length(max=20)])
    position = StringField(_l("Jabatan"), [Length(max=200)])
    phone = StringField(_l("Telepon"), [Length(max=40)])
    email = StringField(_l("Surel"), [Length(max=200)])

    def offer(self, now: SponsorForm | None = None) -> None:
        self.employment.choices = [SelectChoice(one.value, str(words)) for one, words in EMPLOYMENTS.items()]
        if now is None or self.is_submitted():
            return
        self.name.data, self.nip.data, self.email.data = now.name, now.nip, now.email
        self.grade.data, self.position.data = now.grade, now.position
        self.employment.data = now.employment.value if now.employment else ""

    def facts(self, now: SponsorForm | None = None) -> SponsorFacts:
        """A phone left empty stays as it is (it is never shown in full, R25); a hyphen takes it away."""
        phone = (self.phone.data or "") or (now.phone if now else None)
        return SponsorFacts(
            name=self.name.data or "",
            nip=self.nip.data or None,
            employment=Employment(self.employment.data),
            grade=self.grade.data or None,
            position=self.position.data or None,
            phone=None if phone == "-" else phone,
            email=self.email.data or None,
        )


class NewPersonForm(FactsForm):
    unit_code = RadioField(_l("Unit kerja"), [InputRequired()])

    def offer_units(self, places: Sequence[Destination], chosen: str = "") -> None:
        offer_units(self.unit_code, places)
        if not self.is_submitted():
            self.unit_code.data = chosen or (places[0].code if len(places) == 1 else None)


class MoveForm(OfficeForm):
    """To another unit; also for somebody who comes back."""

    unit_code = RadioField(_l("Unit tujuan"), [InputRequired()])
    from_month = SelectField(_l("Mulai bulan"), [InputRequired()])

    def offer(self, places: Sequence[Destination], today: date) -> None:
        running = Month.of(today)
        months = reversed(list(running.plus(-MONTHS_BACK).through(running)))
        self.from_month.choices = [SelectChoice(str(one), month(one)) for one in months]
        offer_units(self.unit_code, places)
        if not self.is_submitted():
            self.from_month.data = str(running)
            self.unit_code.data = places[0].code if len(places) == 1 else None

    def first(self) -> Month:
        return Month.parse(self.from_month.data)


class LeaveForm(OfficeForm):
    on = DateField(_l("Tanggal"), [InputRequired()], format=DATE_FORMATS)
    reason = SelectField(_l("Alasan"), [InputRequired()])

    def offer(self, today: date) -> None:
        self.reason.choices = [SelectChoice(one.value, str(words)) for one, words in LEAVE_REASONS.items()]
        if not self.is_submitted():
            self.on.data = today

    def why(self) -> LeaveReason:
        return LeaveReason(self.reason.data)


class HouseholdForm(OfficeForm):
    """One of those the search has found."""

    other = RadioField(_l("ASN yang serumah"), [InputRequired()])
    nip = HiddenField()  # by which somebody of another office was found

    def offer(self, found: Sequence[Neighbour], q: str) -> None:
        self.nip.data = whole_nip(q) or self.nip.data or ""
        self.other.choices = [SelectChoice(str(one.id), _neighbour_words(one)) for one in found]
        if not self.is_submitted():
            self.other.data = str(found[0].id) if len(found) == 1 else None

    @property
    def person_id(self) -> int | None:
        sent = self.other.data if self.is_submitted() else None
        return int(sent) if sent and sent.isascii() and sent.isdigit() and len(sent) <= ID_LENGTH else None


class ButtonForm(OfficeForm):
    """Nothing but the button."""


class NoneForm(OfficeForm):
    """Nihil for many: what it rests on, and the number the person has read and confirmed."""

    basis_number = StringField(
        _l("Nomor rekap pernyataan bertanda tangan"), [InputRequired(), Length(max=200)]
    )
    basis_on = DateField(_l("Tanggal rekap"), [InputRequired()], format=DATE_FORMATS)
    scan = FileField(_l("Pindaian rekap (PDF, paling besar 10 MB)"))
    expected = IntegerField(validators=[InputRequired(), NumberRange(0, LARGEST_ID)])

    def basis(self) -> Basis:
        assert self.basis_on.data is not None, "call after validate_on_submit"
        return Basis(self.basis_number.data or "", self.basis_on.data, self._document())

    def _document(self) -> NewDocument | None:
        sent: FileStorage | None = self.scan.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            return None
        return NewDocument(sent.filename, sent.read())


def _neighbour_words(one: Neighbour) -> str:
    facts = {"name": one.name, "unit": one.unit_name}
    if one.is_linked:
        return _("%(name)s, %(unit)s (sudah dicatat serumah dengan ASN lain)", **facts)
    return _("%(name)s, %(unit)s", **facts)


def offer_units(field: RadioField, places: Sequence[Destination]) -> None:
    field.choices = [SelectChoice(one.code, _unit_words(one)) for one in places]


def _unit_words(one: Destination) -> str:
    above = f", {one.above}" if one.above else ""
    return f"{one.name} ({one.code}{above})"
