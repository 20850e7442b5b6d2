"""What the screens for circulars ask for."""

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lindung.actions.circulars import LARGEST_DOCUMENT, CircularText, NewDocument
from lindung.domain.duties import ASN_EMPLOYMENTS, DutyKind, Employment, Force
from lindung.domain.registration import Programme, Relation
from lindung.queries.circulars import CircularRow
from lindung.web.forms import DATE_FORMATS, OfficeForm, TickField
from lindung.web.labels import DUTY_KINDS, EMPLOYMENTS, FORCES, RELATIONS

OFFERED_KINDS = (DutyKind.CONDITIONAL, DutyKind.QUOTA)
PROGRAMMES = {one: one.value for one in Programme}
_GRADE = re.compile(r"([IVX]{1,5})\s*[=:]\s*(\d{1,2})", re.IGNORECASE)


def _choices(words: Any, only: Sequence[StrEnum]) -> list[SelectChoice]:
    return [SelectChoice(one.value, words[one]) for one in only]


class CircularForm(OfficeForm):
    number = StringField(_l("Nomor"), [InputRequired(), Length(max=120)])
    issued_on = DateField(_l("Tanggal surat"), [Optional()], format=DATE_FORMATS)
    title = StringField(_l("Judul"), [InputRequired(), Length(max=300)])
    force = RadioField(_l("Sifat"), [InputRequired()], choices=_choices(FORCES, list(Force)))
    duty_kind = RadioField(_l("Kewajiban"), [InputRequired()])
    quota = IntegerField(_l("Pekerja per ASN"), [Optional(), NumberRange(0, 99)])
    quota_by_grade = StringField(_l("Pekerja per golongan"), [Optional(), Length(max=300)])
    audience = TickField(_l("Yang diminta"), choices=_choices(EMPLOYMENTS, sorted(ASN_EMPLOYMENTS)))
    relations = TickField(_l("Pekerja yang diterima"), choices=_choices(RELATIONS, list(Relation)))
    programmes = TickField(_l("Program paling sedikit"), choices=_choices(PROGRAMMES, list(Programme)))
    in_force_from = DateField(_l("Berlaku mulai"), [InputRequired()], format=DATE_FORMATS)
    declare_by = DateField(_l("Tenggat pernyataan"), [Optional()], format=DATE_FORMATS)
    register_by = DateField(_l("Tenggat pendaftaran"), [Optional()], format=DATE_FORMATS)
    target_percent = IntegerField(_l("Target (persen sasaran tuntas)"), [Optional(), NumberRange(0, 100)])
    legal_basis = TextAreaField(_l("Dasar hukum"), [Optional(), Length(max=1000)])
    document = FileField(_l("Naskah (PDF, paling besar 10 MB)"))

    def offer(self, present: DutyKind | None = None) -> None:
        """The two kinds of duty that are entered here; one that came by import stays choosable."""
        kinds = [kind for kind in DutyKind if kind in OFFERED_KINDS or kind is present]
        self.duty_kind.choices = _choices(DUTY_KINDS, kinds)

    def fill(self, row: CircularRow | None) -> None:
        """A new form begins with what most circulars ask; an old one with what stands there."""
        if row is None:
            self.force.data, self.duty_kind.data = Force.BINDING.value, DutyKind.CONDITIONAL.value
            self.audience.data = [one.value for one in ASN_EMPLOYMENTS]
            self.relations.data = [Relation.ART.value]
            self.programmes.data = [Programme.JKK.value, Programme.JKM.value]
            return
        for name in ("number", "issued_on", "title", "quota", "in_force_from", "declare_by", "register_by"):
            self[name].data = getattr(row, name)
        self.target_percent.data, self.legal_basis.data = row.target_percent, row.legal_basis
        self.force.data, self.duty_kind.data = row.force.value, row.duty_kind.value
        self.quota_by_grade.data = ", ".join(
            f"{grade} = {n}" for grade, n in sorted(row.quota_by_grade.items())
        )
        for name in ("audience", "relations", "programmes"):
            self[name].data = [one.value for one in getattr(row, name)]

    def validate_quota_by_grade(self, field: StringField) -> None:
        left = _GRADE.sub("", field.data or "")
        if left.strip(" ,;\n"):
            raise ValidationError(_l("Tulis golongan dan jumlahnya, misalnya: III = 1, IV = 2."))

    def text(self) -> CircularText:
        assert self.in_force_from.data is not None, "call after validate_on_submit"
        found = _GRADE.findall(self.quota_by_grade.data or "")
        return CircularText(
            number=self.number.data or "",
            issued_on=self.issued_on.data,
            title=self.title.data or "",
            force=Force(self.force.data),
            duty_kind=DutyKind(self.duty_kind.data),
            quota=self.quota.data,
            quota_by_grade={grade.upper(): int(number) for grade, number in found},
            audience=tuple(Employment(code) for code in self.audience.data or ()),
            relations=tuple(Relation(code) for code in self.relations.data or ()),
            programmes=tuple(Programme(code) for code in self.programmes.data or ()),
            in_force_from=self.in_force_from.data,
            declare_by=self.declare_by.data,
            register_by=self.register_by.data,
            target_percent=self.target_percent.data,
            legal_basis=self.legal_basis.data or None,
        )

    def attached(self) -> NewDocument | None:
        """The file that was chosen; of one too large only as much is read as tells that."""
        sent: FileStorage | None = self.document.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            return None
        return NewDocument(sent.filename[:200], sent.stream.read(LARGEST_DOCUMENT + 1))


class IssueForm(OfficeForm):
    """Nothing but the button."""


class SupersedeForm(OfficeForm):
    successor_id = SelectField(_l("Diganti oleh"), [InputRequired()], coerce=int)
    last_day = DateField(_l("Hari terakhir berlaku"), [InputRequired()], format=DATE_FORMATS)

    def offer(self, rows: list[CircularRow], today: date) -> None:
        self.successor_id.choices = [SelectChoice(str(row.id), f"{row.number}, {row.title}") for row in rows]
        if not self.is_submitted() and rows:
            newest = max(rows, key=lambda row: row.in_force_from)
            self.last_day.data = date.fromordinal(newest.in_force_from.toordinal() - 1)


class RevokeForm(OfficeForm):
    last_day = DateField(_l("Hari terakhir berlaku"), [InputRequired()], format=DATE_FORMATS)
    reason = StringField(_l("Alasan atau nomor surat pencabutan"), [InputRequired(), Length(max=300)])
