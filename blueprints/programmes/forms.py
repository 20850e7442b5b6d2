"""What the screens about programmes ask for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lindung.actions.circulars import LARGEST_DOCUMENT, NewDocument
from lindung.actions.funds import PaperFacts
from lindung.domain.budgets import MOST_MONTHS, Plan
from lindung.domain.errors import RuleBroken
from lindung.domain.funds import MOST_WORKERS, FundFacts, FundSource, PaperKind
from lindung.domain.import_cells import amount_of
from lindung.domain.months import Month
from lindung.queries.programmes import FundRow
from lindung.web.filters import month, number
from lindung.web.forms import DATE_FORMATS, OfficeForm
from lindung.web.fund_words import PAPER_KINDS, SOURCES
from lindung.web.messages import sentence_for

BACK, AHEAD = 36, 36  # months that are offered around the running one
PUBLIC, PRIVATE = "publik", "swasta"


class RupiahField(StringField):
    """`2.800.000.000` or `Rp2800000000`: whole rupiah, or nothing."""

    rupiah: int | None = None

    def post_validate(self, form: object, validation_stopped: bool) -> None:
        try:
            self.rupiah = amount_of(self.data) if self.data else None
        except RuleBroken as broken:
            raise ValidationError(sentence_for(broken)) from broken


def _choice(value: str, words: Any) -> SelectChoice:
    return SelectChoice(value, words)


def month_choices(running: Month, *asked: Month | None, empty: str | None = None) -> list[SelectChoice]:
    months = {*running.plus(-BACK).through(running.plus(AHEAD)), *(one for one in asked if one)}
    blank = [SelectChoice("", empty)] if empty else []
    return [*blank, *(SelectChoice(str(one), month(one)) for one in sorted(months))]


def _read(text: str | None) -> Month | None:
    try:
        return Month.parse(text or "")
    except ValueError:
        return None


class SimulationForm(OfficeForm):
    """Stands in the address, so that an answer can be sent on."""

    class Meta(OfficeForm.Meta):
        csrf = False

    uang = RupiahField(_l("Anggaran"), [Length(max=40)])
    pekerja = IntegerField(_l("Jumlah pekerja"), [Optional(), NumberRange(1, MOST_WORKERS)])
    bulan = IntegerField(_l("Jumlah bulan"), [Optional(), NumberRange(1, MOST_MONTHS)])
    mulai = SelectField(_l("Mulai iuran bulan"))
    pembayar = RadioField(
        _l("Pembayar iuran"),
        choices=[
            _choice(PUBLIC, _l("pemerintah: APBD, DBHCHT, APBDes (perkiraan)")),
            _choice(PRIVATE, _l("bukan pemerintah: ASN, CSR, BAZNAS, mandiri")),
        ],
        validate_choice=False,
    )

    @classmethod
    def asked(cls, today: date) -> "SimulationForm":
        form = cls(formdata=request.args)
        form.mulai.choices = month_choices(
            Month.of(today), _read(request.args.get("mulai")), empty=_("dicari")
        )
        if "mulai" not in request.args:
            form.mulai.data = "" if form.is_asked else str(Month.of(today))
        if form.pembayar.data not in (PUBLIC, PRIVATE):
            form.pembayar.data = PUBLIC
        return form

    @property
    def is_asked(self) -> bool:
        return any(request.args.get(name) for name in ("uang", "pekerja", "bulan"))

    @property
    def is_public(self) -> bool:
        return bool(self.pembayar.data == PUBLIC)

    def plan(self) -> Plan:
        return Plan(self.uang.rupiah, self.pekerja.data, self.bulan.data, _read(self.mulai.data))

    def refuse(self, broken: RuleBroken) -> str | None:
        """The field of a rule in the words of this form."""
        names = {"money": "uang", "amount": "uang", "workers": "pekerja", "months": "bulan", "start": "mulai"}
        return super().refuse(RuleBroken(broken.code, field=names.get(broken.field or ""), **broken.facts))


class FundForm(OfficeForm):
    name = StringField(_l("Nama dana"), [InputRequired(), Length(max=120)])
    source = SelectField(_l("Sumber"), [InputRequired()])
    is_public = RadioField(
        _l("Pembayar iuran"),
        [InputRequired()],
        choices=[
            _choice(PUBLIC, _l("pemerintah (APBN atau APBD): tanpa keringanan")),
            _choice(PRIVATE, _l("bukan pemerintah: dengan keringanan yang berlaku")),
        ],
    )
    unit_code = SelectField(_l("Perangkat daerah pengusul"), [InputRequired()])
    amount = RupiahField(_l("Anggaran"), [InputRequired(), Length(max=40)])
    planned = IntegerField(_l("Rencana jumlah pekerja"), [Optional(), NumberRange(1, MOST_WORKERS)])
    first_month = SelectField(_l("Iuran bulan pertama"), [InputRequired()])
    last_month = SelectField(_l("Iuran bulan terakhir"), [InputRequired()])
    note = StringField(_l("Keterangan"), [Length(max=200)])
    sure = BooleanField(_l("Anggarannya memang sebesar itu"))

    def offer(self, running: Month, units: Sequence[tuple[str, str]]) -> None:
        self.source.choices = [_choice(one.value, SOURCES[one]) for one in FundSource]
        self.unit_code.choices = [SelectChoice(code, name) for code, name in units]
        asked = _read(self.first_month.data), _read(self.last_month.data)
        for field in (self.first_month, self.last_month):
            field.choices = month_choices(running, *asked)

    def fill(self, fund: FundRow | None, running: Month) -> None:
        if fund is None:
            self.source.data, self.is_public.data = FundSource.DBHCHT.value, PUBLIC
            self.first_month.data, self.last_month.data = str(running), str(Month(running.year * 100 + 12))
            return
        self.name.data, self.source.data, self.note.data = fund.name, fund.source.value, fund.note
        self.is_public.data = PUBLIC if fund.is_public else PRIVATE
        self.unit_code.data, self.amount.data = fund.unit_code, number(fund.amount)
        self.planned.data = fund.planned
        self.first_month.data, self.last_month.data = str(fund.first_month), str(fund.last_month)

    @property
    def public(self) -> bool:
        return bool(self.is_public.data == PUBLIC)

    def plan(self) -> tuple[Plan, Month] | None:
        """What it would pay, for the answer beside the form; None until that much is filled in."""
        first, last = _read(self.first_month.data), _read(self.last_month.data)
        if not (self.amount.rupiah and self.planned.data and first and last) or last < first:
            return None
        return Plan(self.amount.rupiah, self.planned.data, None, first), last

    def facts(self) -> FundFacts:
        return FundFacts(
            name=self.name.data or "",
            source=FundSource(self.source.data),
            is_public=self.public,
            unit_code=self.unit_code.data,
            amount=self.amount.rupiah or 0,
            first_month=Month.parse(self.first_month.data),
            last_month=Month.parse(self.last_month.data),
            planned=self.planned.data,
            note=self.note.data or None,
        )


class CloseForm(OfficeForm):
    last_month = SelectField(_l("Iuran bulan terakhir"), [InputRequired()])
    reason = StringField(_l("Alasan"), [InputRequired(), Length(max=200)])

    def offer(self, fund: FundRow) -> None:
        months = list(fund.first_month.through(fund.last_month.previous()))
        self.last_month.choices = [SelectChoice(str(one), month(one)) for one in reversed(months)]

    def wanted(self) -> Month:
        return Month.parse(self.last_month.data)


class PaperForm(OfficeForm):
    kind = SelectField(_l("Jenis"), [InputRequired()])
    number = StringField(_l("Nomor"), [InputRequired(), Length(max=200)])
    dated_on = DateField(_l("Tanggal"), [InputRequired()], format=DATE_FORMATS)
    month = SelectField(_l("Untuk iuran bulan"))
    amount = RupiahField(_l("Jumlah"), [Length(max=40)])
    document = FileField(_l("Pindaian (PDF, paling besar 10 MB)"))

    def offer(self, fund: FundRow) -> None:
        self.kind.choices = [_choice(one.value, PAPER_KINDS[one]) for one in PaperKind]
        months = sorted({*fund.first_month.through(fund.last_month), *fund.paid})
        self.month.choices = [
            SelectChoice("", _("bukan untuk satu bulan")),
            *(SelectChoice(str(one), month(one)) for one in months),
        ]

    def facts(self) -> PaperFacts:
        return PaperFacts(
            PaperKind(self.kind.data),
            self.number.data or "",
            self.dated_on.data,
            _read(self.month.data),
            self.amount.rupiah,
            attached(self.document),
        )


class ScanForm(OfficeForm):
    document = FileField(_l("Pindaian (PDF, paling besar 10 MB)"))

    def validate_document(self, field: FileField) -> None:
        if not getattr(field.data, "filename", None):
            raise ValidationError(_("Pilih berkas pindaiannya."))

    def scan(self) -> NewDocument:
        return attached(self.document) or NewDocument("", b"")


class RemoveForm(OfficeForm):
    """Nothing but the button."""


class PayForm(OfficeForm):
    month = SelectField(_l("Iuran bulan"), [InputRequired()])
    paid_on = DateField(_l("Tanggal bayar"), [InputRequired()], format=DATE_FORMATS)
    reference = StringField(_l("Nomor SP2D atau kwitansi"), [InputRequired(), Length(max=200)])
    leave_out = BooleanField(_l("Jangan bayar mereka yang sudah dibayar pihak lain"))
    jumlah = IntegerField(validators=[InputRequired()])

    def offer(self, fund: FundRow, usual: Month, today: date) -> None:
        months = sorted({*fund.first_month.through(fund.last_month), usual})
        self.month.choices = [SelectChoice(str(one), month(one)) for one in months]
        if not self.is_submitted():
            asked = _read(request.args.get("month"))
            self.month.data = str(asked if asked in months else usual)
            self.paid_on.data = today

    def wanted(self, usual: Month) -> Month:
        return _read(self.month.data) or usual


def attached(field: FileField) -> NewDocument | None:
    """The file that was chosen; of one too large only as much is read as tells that."""
    sent = field.data
    if not isinstance(sent, FileStorage) or not sent.filename:
        return None
    return NewDocument(sent.filename[:200], sent.stream.read(LARGEST_DOCUMENT + 1))
