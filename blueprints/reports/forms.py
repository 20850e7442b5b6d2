"""What the screens of the monthly closing ask for."""

from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lindung.actions.circulars import LARGEST_DOCUMENT, NewDocument
from lindung.actions.reports import SignedLetter
from lindung.domain.closing import LATER_KINDS, Period, ReportKind, ReportRules
from lindung.web.closing import PERIODS
from lindung.web.forms import DATE_FORMATS, OfficeForm

LATER_WORDS = {
    ReportKind.CORRECTIVE: _l("Pembetulan: ada yang salah"),
    ReportKind.SUPPLEMENTARY: _l("Susulan: ada yang tertinggal"),
}


class ApproveForm(OfficeForm):
    password = PasswordField(_l("Kata sandi Anda"), [InputRequired(), Length(max=200)])
    figures = HiddenField()  # the digest of what is shown: somebody may change it meanwhile


class ReasonForm(OfficeForm):
    reason = TextAreaField(_l("Alasan"), [InputRequired(), Length(max=300)])


class FileForm(ReasonForm):
    kind = RadioField(_l("Jenis laporan"), [InputRequired()])

    def offer(self) -> None:
        order = [ReportKind.CORRECTIVE, ReportKind.SUPPLEMENTARY]
        self.kind.choices = [
            SelectChoice(one.value, str(LATER_WORDS[one])) for one in order if one in LATER_KINDS
        ]
        if not self.is_submitted():
            self.kind.data = ReportKind.CORRECTIVE.value

    def chosen(self) -> ReportKind:
        return ReportKind(self.kind.data)


class ReopenForm(ReasonForm):
    until = DateField(_l("Dibuka sampai"), [InputRequired()], format=DATE_FORMATS)

    def suggest(self, today: date) -> None:
        """Friday of this week, or of the next when that is today."""
        self.until.data = today + timedelta(days=(4 - today.weekday()) % 7 or 7)


class SignedForm(OfficeForm):
    number = StringField(_l("Nomor surat"), [InputRequired(), Length(max=120)])
    signed_on = DateField(_l("Tanggal surat"), [Optional()], format=DATE_FORMATS)
    document = FileField(_l("Pindaian surat yang ditandatangani (PDF, paling besar 10 MB)"))

    def letter(self) -> SignedLetter:
        """The scan that was chosen; of one too large only as much is read as tells that."""
        sent: FileStorage | None = self.document.data
        scan = None
        if isinstance(sent, FileStorage) and sent.filename:
            scan = NewDocument(sent.filename[:200], sent.stream.read(LARGEST_DOCUMENT + 1))
        return SignedLetter(self.number.data or "", self.signed_on.data, scan)


class RulesForm(OfficeForm):
    period = RadioField(_l("Laporan dibuat"), [InputRequired()])
    day = IntegerField(_l("Paling lambat tanggal"), [InputRequired(), NumberRange(1, 28)])
    seen_period = HiddenField()
    seen_day = HiddenField()

    def offer(self) -> None:
        self.period.choices = [SelectChoice(one.value, str(words)) for one, words in PERIODS.items()]

    def see(self, now: ReportRules) -> None:
        """What stands there while the form is drawn: what is sent back is compared with it."""
        self.seen_period.data, self.seen_day.data = now.period.value, str(now.day)

    def seen(self) -> ReportRules:
        """An unreadable one equals nothing that stands there."""
        known = {one.value: one for one in Period}
        day = self.seen_day.data or ""
        return ReportRules(
            known.get(self.seen_period.data or "", Period.MONTHLY), int(day) if day.isdigit() else 0
        )

    def rules(self) -> ReportRules:
        return ReportRules(Period(self.period.data), self.day.data or 0)
