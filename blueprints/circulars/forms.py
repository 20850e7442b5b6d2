"""What the screens for circulars ask for."""

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from lindung.actions.circulars import LARGEST_DOCUMENT, CircularText, NewDocument
from lindung.domain.duties import ASN_EMPLOYMENTS, DutyKind, Employment, Force
from lindung.domain.registration import Programme, Relation
from lindung.queries.circulars import CircularRow
from lindung.web.forms import DATE_FORMATS, OfficeForm, TickField
from lindung.web.labels import EMPLOYMENTS, FORCES, RELATIONS

KIND_LINES: dict[DutyKind, LazyString] = {
    DutyKind.CONDITIONAL: _l("Bersyarat: ASN yang mempekerjakan ART mendaftarkan setiap ART-nya"),
    DutyKind.QUOTA: _l(
        "Kuota: setiap ASN menanggung sejumlah pekerja, misalnya satu ASN satu pekerja rentan"
    ),
    DutyKind.FUNDED_LIST: _l(
        "Daftar dana: DBHCHT, APBD, APBDes, CSR, atau BAZNAS membayar iuran orang yang didaftar; bukan kewajiban ASN"
    ),
    DutyKind.TARGET: _l(
        "Target: cakupan seluruh tenaga kerja dinaikkan sampai suatu target; angkanya diisi pada Cakupan"
    ),
}
PROGRAMMES = {one: one.value for one in Programme}
AS_THEY_STAND = (
    "number", "issued_on", "title", "quota", "in_force_from", "in_force_until", "declare_by", "register_by",
    "target_percent", "legal_basis", "shares_household",
)  # fmt: skip
# Fields that only some kinds of duty ask for (R8); of the others what was typed there is not kept.
ONLY_OF: dict[str, tuple[DutyKind, ...]] = {
    "quota": (DutyKind.QUOTA,),
    "quota_by_grade": (DutyKind.QUOTA,),
    "declare_by": (DutyKind.CONDITIONAL,),
    "register_by": (DutyKind.CONDITIONAL, DutyKind.QUOTA),
    "target_percent": (DutyKind.CONDITIONAL, DutyKind.QUOTA),
}
_GRADE = re.compile(r"([IVX]{1,5})\s*[=:]\s*(\d{1,2})", re.IGNORECASE)


def _choices(words: Any, only: Sequence[StrEnum]) -> list[SelectChoice]:
    return [SelectChoice(one.value, words[one]) for one in only]


class CircularForm(OfficeForm):
    number = StringField(_l("Nomor"), [DataRequired(), Length(max=120)])
    issued_on = DateField(_l("Tanggal surat"), [Optional()], format=DATE_FORMATS)
    title = StringField(_l("Judul"), [DataRequired(), Length(max=300)])
    force = RadioField(_l("Sifat"), [InputRequired()], choices=_choices(FORCES, list(Force)))
    duty_kind = RadioField(_l("Kewajiban"), [InputRequired()], choices=_choices(KIND_LINES, list(DutyKind)))
    quota = IntegerField(_l("Pekerja per ASN"), [Optional(), NumberRange(0, 99)])
    quota_by_grade = StringField(_l("Pekerja per golongan"), [Optional(), Length(max=300)])
    audience = TickField(_l("Yang diminta"), choices=_choices(EMPLOYMENTS, sorted(ASN_EMPLOYMENTS)))
    relations = TickField(_l("Pekerja yang diterima"), choices=_choices(RELATIONS, list(Relation)))
    programmes = TickField(_l("Program paling sedikit"), choices=_choices(PROGRAMMES, list(Programme)))
    in_force_from = DateField(_l("Berlaku mulai"), [InputRequired()], format=DATE_FORMATS)
    in_force_until = DateField(_l("Berlaku sampai"), [Optional()], format=DATE_FORMATS)
    declare_by = DateField(_l("Tenggat pernyataan"), [Optional()], format=DATE_FORMATS)
    register_by = DateField(_l("Tenggat pendaftaran"), [Optional()], format=DATE_FORMATS)
    target_percent = IntegerField(_l("Target (persen)"), [Optional(), NumberRange(0, 100)])
    shares_household = BooleanField(_l("Dua ASN serumah boleh menanggung satu ART bersama"))
    legal_basis = TextAreaField(_l("Dasar hukum"), [Optional(), Length(max=1000)])
    document = FileField(_l("Naskah (PDF, paling besar 10 MB)"))

    def fill(self, row: CircularRow | None) -> None:
        """A new form begins with what most circulars ask; an old one with what stands there."""
        if row is None:
            self.force.data, self.duty_kind.data = Force.BINDING.value, DutyKind.CONDITIONAL.value
            self.audience.data = [one.value for one in ASN_EMPLOYMENTS]
            self.relations.data = [Relation.ART.value]
            self.programmes.data = [Programme.JKK.value, Programme.JKM.value]
            self.shares_household.data = True
            return
        for name in AS_THEY_STAND:
            self[name].data = getattr(row, name)
        self.force.data, self.duty_kind.data = row.force.value, row.duty_kind.value
        self.quota_by_grade.data = ", ".join(
            f"{grade} = {n}" for grade, n in sorted(row.quota_by_grade.items())
        )
        for name in ("audience", "relations", "programmes"):
            self[name].data = [one.value for one in getattr(row, name)]

    def validate_quota_by_grade(self, field: StringField) -> None:
        left = _GRADE.sub("", field.data or "")
        if left.strip(" ,;\n"):
            raise ValidationError(_l("Tulis golongan dan jumlahnya, misalnya: IV = 2, III = 1."))
        grades = [grade.upper() for grade, _number in _GRADE.findall(field.data or "")]
        twice = next((one for one in grades if grades.count(one) > 1), None)
        if twice:
            raise ValidationError(
                _("Golongan %(grade)s ditulis lebih dari satu kali. Tulis satu jumlah saja.", grade=twice)
            )

    def left_out(self) -> list[str]:
        """Labels of what was typed though the chosen kind does not ask for it: it is not kept, and that is said."""
        kind = DutyKind(self.duty_kind.data)
        return [
            str(self[name].label.text)
            for name, kinds in ONLY_OF.items()
            if kind not in kinds and self[name].data not in (None, "")
        ]

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
            in_force_until=self.in_force_until.data,
            shares_household=self.shares_household.data,
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
    reason = StringField(_l("Alasan atau nomor surat pencabutan"), [DataRequired(), Length(max=300)])
