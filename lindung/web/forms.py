"""The form all forms come from: Indonesian words for every refusal, trimmed text, the key against repeats."""

import re
import secrets
from typing import Any

from flask import Flask, request
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from wtforms import Field, SelectMultipleField, StringField, TextAreaField
from wtforms.meta import DefaultMeta
from wtforms.widgets import CheckboxInput, ListWidget

from lindung.domain.errors import RuleBroken
from lindung.domain.names import clean
from lindung.web.messages import sentence_for

KEY = "idempotency_key"
KEY_LENGTH = 100
VERSION_LENGTH = 9
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")  # PostgreSQL refuses NUL, and no field of ours means any of them

# What WTForms says, in its own words -> what we say. Its plural pairs stand here once, under the plural.
SENTENCES: dict[str, LazyString] = {
    "This field is required.": _l("Wajib diisi."),
    "Not a valid choice.": _l("Pilih salah satu yang tersedia."),
    "Not a valid choice": _l("Pilih salah satu yang tersedia."),
    "Invalid Choice: could not coerce.": _l("Pilih salah satu yang tersedia."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _l("Pilih dari yang tersedia."),
    "'%(value)s' is not a valid choice for this field.": _l("“%(value)s” bukan pilihan yang tersedia."),
    "'%(value)s' are not valid choices for this field.": _l("“%(value)s” bukan pilihan yang tersedia."),
    "Choices cannot be None.": _l("Pilih salah satu yang tersedia."),
    "Not a valid integer value.": _l("Isi dengan angka bulat."),
    "Not a valid decimal value.": _l("Isi dengan angka."),
    "Not a valid float value.": _l("Isi dengan angka."),
    "Not a valid date value.": _l("Isi tanggal seperti 31/12/2026."),
    "Not a valid datetime value.": _l("Isi tanggal dan jam seperti 31/12/2026 08:30."),
    "Not a valid time value.": _l("Isi jam seperti 08:30."),
    "Not a valid week value.": _l("Isi minggu seperti 2026-W48."),
    "Invalid input.": _l("Isian ini tidak dapat dibaca."),
    "Invalid field name '%s'.": _l("Isian ini tidak dikenal."),
    "Field must be equal to %(other_name)s.": _l("Isian ini harus sama dengan isian sebelumnya."),
    "Field must be at least %(min)d characters long.": _l("Paling sedikit %(min)d huruf atau angka."),
    "Field cannot be longer than %(max)d characters.": _l("Paling banyak %(max)d huruf atau angka."),
    "Field must be exactly %(max)d characters long.": _l("Harus tepat %(max)d huruf atau angka."),
    "Field must be between %(min)d and %(max)d characters long.": _l(
        "Antara %(min)d dan %(max)d huruf atau angka."
    ),
    "Number must be at least %(min)s.": _l("Paling kecil %(min)s."),
    "Number must be at most %(max)s.": _l("Paling besar %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Antara %(min)s dan %(max)s."),
    "Date must be at least %(min)s.": _l("Paling awal %(min)s."),
    "Date must be at most %(max)s.": _l("Paling akhir %(max)s."),
    "Date must be between %(min)s and %(max)s.": _l("Antara %(min)s dan %(max)s."),
    "Invalid email address.": _l("Alamat surel tidak lengkap, contoh: nama@instansi.go.id."),
    "Invalid IP address.": _l("Alamat IP tidak sah."),
    "Invalid Mac address.": _l("Alamat MAC tidak sah."),
    "Invalid URL.": _l("Alamat web tidak sah."),
    "Invalid UUID.": _l("Kode tidak sah."),
    "Invalid value, must be one of: %(values)s.": _l("Isi dengan salah satu dari: %(values)s."),
    "Invalid value, can't be any of: %(values)s.": _l("Tidak boleh salah satu dari: %(values)s."),
    "This field cannot be edited.": _l("Isian ini tidak dapat diubah."),
    "This field is disabled and cannot have a value.": _l("Isian ini tidak dapat diubah."),
    "File does not have an approved extension: {extensions}": _l(
        "Jenis berkas tidak diterima: pilih {extensions}."
    ),
    "File does not have an approved extension.": _l("Jenis berkas tidak diterima."),
    "File must be between {min_size} and {max_size} bytes.": _l(
        "Ukuran berkas antara {min_size} dan {max_size} bita."
    ),
    "Invalid CSRF Token.": _l("Formulir sudah kedaluwarsa. Muat ulang halaman, lalu kirim lagi."),
    "CSRF token missing.": _l("Formulir sudah kedaluwarsa. Muat ulang halaman, lalu kirim lagi."),
    "CSRF failed.": _l("Formulir sudah kedaluwarsa. Muat ulang halaman, lalu kirim lagi."),
    "CSRF token expired.": _l("Formulir sudah kedaluwarsa. Muat ulang halaman, lalu kirim lagi."),
}


class _Words:
    """Stands where WTForms looks for translations."""

    def gettext(self, text: str) -> str:
        return str(SENTENCES.get(text, text))

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return self.gettext(plural)


def _trimmed(text: Any) -> Any:
    return clean(_CONTROL.sub(" ", text)) if isinstance(text, str) else text


def _trimmed_lines(text: Any) -> Any:
    return "\n".join(_trimmed(line) for line in text.strip().splitlines()) if isinstance(text, str) else text


class OfficeForm(FlaskForm):
    """Checks shape and hands over typed values; rules are the actions' business."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> _Words:
            return _Words()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Text fields are trimmed of spaces and invisible signs, passwords are not."""
            kind = unbound_field.field_class
            cleaner = {StringField: _trimmed, TextAreaField: _trimmed_lines}.get(kind)
            if cleaner:
                options = {**options, "filters": [*unbound_field.kwargs.get("filters", ()), cleaner]}
                unbound_field.kwargs.pop("filters", None)
            bound: Field = DefaultMeta.bind_field(self, form, unbound_field, options)
            return bound

    @property
    def key(self) -> str | None:
        return sent_key()

    def refuse(self, broken: RuleBroken) -> str | None:
        """Hangs a rule's sentence on the field it concerns; returns it when the form has no such field."""
        field = self._fields.get(broken.field or "")
        if field is None:
            return sentence_for(broken)
        field.errors = [*field.errors, sentence_for(broken)]
        return None


class TickField(SelectMultipleField):
    """Several choices as boxes to tick."""

    widget: Any = ListWidget(prefix_label=False)
    option_widget: Any = CheckboxInput()


def idempotency_key() -> str:
    """A fresh key for a form being drawn; sent twice, the act is done once."""
    return secrets.token_urlsafe(24)


def sent_key() -> str | None:
    """The key the form was drawn with."""
    return request.form.get(KEY, "")[:KEY_LENGTH] or None


def sent_version() -> int:
    """The row version the form was drawn from; 0, which no row has, when it is missing or unreadable."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= VERSION_LENGTH else 0


def install_forms(app: Flask) -> None:
    app.add_template_global(idempotency_key)
