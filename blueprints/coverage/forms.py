"""What the screens of coverage ask for: people and shares as one types them, months, papers."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

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
from wtforms import MonthField as AnyMonthField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lindung.actions.circulars import LARGEST_DOCUMENT, NewDocument
from lindung.actions.coverage import MonthCount, WrittenFigure
from lindung.actions.coverage_setup import Beginning, NewSegment, SharedFacts
from lindung.domain.coverage import FIRST_YEAR, LAST_YEAR, MOST_PEOPLE, STOCKS, FigureKind, december
from lindung.domain.months import Month
from lindung.queries.coverage import FigureRow, SegmentRow
from lindung.web.coverage_words import CODE_OF_KIND, KIND_CODES, KINDS, typed_share
from lindung.web.forms import DATE_FORMATS, OfficeForm

LINES = 6
TEXT = 200
_PEOPLE = re.compile(r"[~±]?\s*(\d{1,3}(?:[. ]\d{3})+|\d+)", re.ASCII)
_SHARE = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%?", re.ASCII)


class MonthField(AnyMonthField):
    """A month, refused with a month for example."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Tulis bulan seperti 2026-10.")) from None


class PeopleField(StringField):
    """People as one types them: 120000, 120.000, ~6.000; empty is None."""

    def people(self) -> int | None:
        found = _PEOPLE.fullmatch((self.data or "").strip())
        number = int(re.sub(r"[. ]", "", found[1])) if found else None
        return number if number is not None and number <= MOST_PEOPLE else None

    def pre_validate(self, form: Any) -> None:
        if (self.data or "").strip() and self.people() is None:
            raise ValidationError(_("Isi dengan bilangan bulat, misalnya 120.000."))


class ShareField(StringField):
    """A percentage as its paper prints it: 45 or 43,92; empty is None."""

    def hundredths(self) -> int | None:
        found = _SHARE.fullmatch((self.data or "").strip())
        return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else None

    def pre_validate(self, form: Any) -> None:
        if (self.data or "").strip() and self.hundredths() is None:
            raise ValidationError(_("Isi persen dengan paling banyak dua desimal, misalnya 43,92."))


def _year(label: Any, needed: bool = False) -> IntegerField:
    first = InputRequired() if needed else Optional()
    return IntegerField(label, [first, NumberRange(FIRST_YEAR, LAST_YEAR)])


def _people(label: Any, needed: bool = False) -> PeopleField:
    return PeopleField(label, [*([InputRequired()] if needed else []), Length(max=20)])


def _text(label: Any, needed: bool = False) -> StringField:
    return StringField(label, [InputRequired() if needed else Optional(), Length(max=TEXT)])


def _day(label: Any) -> DateField:
    return DateField(label, [Optional()], format=DATE_FORMATS)


def _month_of(field: MonthField) -> Month:
    assert field.data is not None, "call after validate_on_submit"
    return Month.of(field.data)


def segment_choices(rows: Sequence[SegmentRow]) -> list[SelectChoice]:
    return [
        SelectChoice("", _("Seluruh angkatan kerja")),
        *(SelectChoice(str(row.id), row.name) for row in rows),
    ]


class SureForm(OfficeForm):
    """Asks back where a target lies below where one stands already."""

    sure = BooleanField(_l("Benar, targetnya di bawah angka sekarang"))
    asks_back = False

    def refuse(self, broken: Any) -> str | None:
        self.asks_back = self.asks_back or broken.code == "target_below_baseline"
        return super().refuse(broken)


class SetUpForm(SureForm):
    number = _text(_l("Nomor dokumen yang menetapkan target"))
    title = _text(_l("Tentang"))
    month = MonthField(_l("Garis dasar: akhir bulan"), [InputRequired()])
    workforce = _people(_l("Angkatan kerja (orang)"), needed=True)
    covered = _people(_l("Sudah terlindungi (orang)"), needed=True)
    kind = RadioField(_l("Yang dihitung"), [InputRequired()])
    source = _text(_l("Sumber garis dasar"), needed=True)
    source_on = _day(_l("Tanggal sumber"))
    target_year = _year(_l("Tahun target"), needed=True)
    target_share = ShareField(_l("Target (persen)"), [Length(max=8)])
    target_people = _people(_l("atau target (orang)"))
    target_source = _text(_l("Sumber target"), needed=True)
    target_on = _day(_l("Tanggal sumber target"))

    def offer(self, running: Month) -> None:
        self.kind.choices = [SelectChoice(CODE_OF_KIND[kind], str(KINDS[kind])) for kind in STOCKS]
        if not self.is_submitted():
            self.kind.data = CODE_OF_KIND[STOCKS[0]]
            self.month.data = december(running.year - 1).first_day()

    def beginning(self) -> Beginning:
        return Beginning(
            self.number.data or self.target_source.data,
            self.title.data,
            _month_of(self.month),
            KIND_CODES[self.kind.data],
            self.covered.people(),
            self.workforce.people(),
            self.source.data,
            self.source_on.data,
            self.target_year.data or 0,
            self.target_share.hundredths(),
            self.target_people.people(),
            self.target_source.data,
            self.target_on.data,
        )


class FigureForm(SureForm):
    kind = SelectField(_l("Jenis"), [InputRequired()])
    segment_id = SelectField(_l("Segmen"))
    unit_code = _text(_l("Kode wilayah atau unit"))
    payer = _text(_l("Pembayar iuran"))
    month = MonthField(_l("Akhir bulan"), [Optional()])
    year = _year(_l("Tahun target"))
    people = _people(_l("Orang"))
    share = ShareField(_l("Persen"), [Length(max=8)])
    base = _people(_l("Dasar persentase (angkatan kerja menurut dokumen itu)"))
    source = _text(_l("Dokumen atau sumber"), needed=True)
    source_on = _day(_l("Tanggal dokumen"))
    document = FileField(_l("Naskah (PDF, paling besar 10 MB)"))
    note = _text(_l("Catatan"))
    use = BooleanField(_l("Pakai angka ini untuk menghitung"))

    def offer(self, segments: Sequence[SegmentRow]) -> None:
        self.kind.choices = [SelectChoice(code, str(KINDS[kind])) for code, kind in KIND_CODES.items()]
        self.segment_id.choices = segment_choices(segments)

    def fill(self, row: FigureRow) -> None:
        self.kind.data, self.segment_id.data = CODE_OF_KIND[row.kind], str(row.segment_id or "")
        self.unit_code.data, self.payer.data = row.unit_code or "", row.payer or ""
        if row.kind is FigureKind.TARGET:
            self.year.data = row.month.year
        else:
            self.month.data = row.month.first_day()
        self.people.data = "" if row.people is None else str(row.people)
        self.share.data, self.base.data = (
            typed_share(row.hundredths),
            "" if row.base is None else str(row.base),
        )
        self.source.data, self.source_on.data, self.note.data = row.source, row.source_on, row.note or ""

    def validate_kind(self, field: SelectField) -> None:
        """A target is of a year, everything else of a month."""
        asked: Any = self.year if field.data == CODE_OF_KIND[FigureKind.TARGET] else self.month
        if not asked.data and not asked.errors:
            word = (
                _("Isi tahun targetnya, misalnya 2029.")
                if asked is self.year
                else _("Isi bulannya, misalnya 2026-10.")
            )
            raise ValidationError(word)

    def written(self) -> WrittenFigure:
        kind = KIND_CODES[self.kind.data]
        is_target = kind is FigureKind.TARGET
        return WrittenFigure(
            kind,
            december(self.year.data or FIRST_YEAR) if is_target else _month_of(self.month),
            self.people.people(),
            self.share.hundredths(),
            self.base.people(),
            self.source.data,
            self.source_on.data,
            int(self.segment_id.data) if self.segment_id.data else None,
            self.unit_code.data or None,
            self.payer.data or None,
            self.note.data,
            self._attached(),
        )

    def _attached(self) -> NewDocument | None:
        sent = self.document.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            return None
        return NewDocument(sent.filename[:TEXT], sent.stream.read(LARGEST_DOCUMENT + 1))


class MonthForm(OfficeForm):
    """One month of one part, typed in half a minute (UX Ng3)."""

    month = MonthField(_l("Akhir bulan"), [InputRequired()])
    segment_id = SelectField(_l("Segmen"))
    active = _people(_l("Peserta aktif"))
    registered = _people(_l("Peserta terdaftar"))
    source = _text(_l("Sumber"), needed=True)
    source_on = _day(_l("Tanggal sumber"))
    gained = _people(_l("Bertambah"))
    lapsed = _people(_l("Berhenti"))
    workforce = _people(_l("Angkatan kerja, bila berubah"))
    unit_code = _text(_l("Kode wilayah atau unit"))
    payer = _text(_l("Pembayar iuran"))

    def offer(self, segments: Sequence[SegmentRow], running: Month, latest: FigureRow | None) -> None:
        """Begins at the month after the latest count, but at one that has ended, by the paper that counted it."""
        self.segment_id.choices = segment_choices(segments)
        if self.is_submitted():
            return
        first = latest.month.next() if latest else running
        self.month.data = min(first, running.previous()).first_day()
        self.source.data = latest.source if latest else ""

    def count(self) -> MonthCount:
        return MonthCount(
            _month_of(self.month),
            self.registered.people(),
            self.active.people(),
            self.workforce.people(),
            self.gained.people(),
            self.lapsed.people(),
            self.source.data,
            self.source_on.data,
            int(self.segment_id.data) if self.segment_id.data else None,
            self.unit_code.data or None,
            self.payer.data or None,
        )


class SegmentsForm(OfficeForm):
    """Several parts at once; the fields of each line beside these, see `segments_form`."""

    month = MonthField(_l("Keadaan akhir bulan"), [InputRequired()])
    target_year = _year(_l("Tahun target"))
    source = _text(_l("Sumber angkanya"))
    source_on = _day(_l("Tanggal sumber"))

    def line(self, number: int) -> list[Any]:
        return [self[f"{name}_{number}"] for name in ("name", "owner", "workforce", "covered", "target")]

    def lines(self) -> list[NewSegment]:
        return [one for one in (self._read(number) for number in range(1, LINES + 1)) if one is not None]

    def shared(self) -> SharedFacts:
        return SharedFacts(
            _month_of(self.month), self.target_year.data, self.source.data, self.source_on.data
        )

    def _read(self, number: int) -> NewSegment | None:
        name, owner, workforce, covered, target = self.line(number)
        if not any((field.data or "").strip() for field in (name, workforce, covered, target)):
            return None
        numbers = (workforce.people(), covered.people(), target.hundredths())
        return NewSegment(number, name.data, owner.data, *numbers)


def segments_form(
    owners: Sequence[tuple[str, str]], running: Month, year: int | None, source: str
) -> SegmentsForm:
    choices = [SelectChoice("", _("– pilih –")), *(SelectChoice(code, name) for code, name in owners)]
    fields: dict[str, Any] = {}
    for number in range(1, LINES + 1):
        at = {"line": number}
        fields[f"name_{number}"] = _text(_l("Nama segmen %(line)s", **at))
        fields[f"owner_{number}"] = SelectField(_l("Unit penanggung jawab %(line)s", **at), choices=choices)
        fields[f"workforce_{number}"] = _people(_l("Angkatan kerja %(line)s", **at))
        fields[f"covered_{number}"] = _people(_l("Peserta aktif %(line)s", **at))
        fields[f"target_{number}"] = ShareField(_l("Target persen %(line)s", **at), [Length(max=8)])
    form: SegmentsForm = type("SegmentsFormOfLines", (SegmentsForm,), fields)()
    if not form.is_submitted():
        form.month.data, form.target_year.data = running.previous().first_day(), year
        form.source.data = source
    return form


class SegmentForm(OfficeForm):
    name = _text(_l("Nama segmen"), needed=True)
    owner_code = SelectField(_l("Unit penanggung jawab"), [InputRequired()])
    note = _text(_l("Catatan"))


class CommitmentForm(OfficeForm):
    words = StringField(_l("Isi komitmen"), [InputRequired(), Length(max=1000)])
    owner_code = SelectField(_l("Unit penanggung jawab"), [InputRequired()])
    due_on = DateField(_l("Tenggat"), [InputRequired()], format=DATE_FORMATS)
    source = _text(_l("Sumber: MoU atau rapat"), needed=True)
    clause = _text(_l("Pasal atau butir"))
    made_on = DateField(_l("Tanggal MoU atau rapat"), [InputRequired()], format=DATE_FORMATS)
    note = _text(_l("Catatan"))

    def offer(self, owners: Sequence[tuple[str, str]], today: date) -> None:
        self.owner_code.choices = [SelectChoice(code, name) for code, name in owners]
        if not self.is_submitted() and self.made_on.data is None:
            self.made_on.data = today


class DropForm(OfficeForm):
    note = _text(_l("Alasan"), needed=True)
