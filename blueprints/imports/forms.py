"""What is said with a file: its kind, from which month moves count, whether it is complete."""

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from lindung.actions.imports import Upload
from lindung.actions.sheets import LARGEST_FILE
from lindung.domain.import_columns import ImportKind
from lindung.domain.months import Month
from lindung.web.filters import month
from lindung.web.forms import OfficeForm
from lindung.web.import_words import KINDS

MONTHS_BACK = 12


class FileForm(OfficeForm):
    kind = SelectField(_l("Isi berkas"), [InputRequired()])
    file = FileField(_l("Berkas"), [FileRequired(_l("Pilih berkasnya."))])
    month = SelectField(_l("Perpindahan berlaku sejak"), [InputRequired()])
    is_complete = BooleanField(_l("Berkas ASN ini lengkap: siapa yang tidak ada di dalamnya sudah keluar"))

    def offer(self, kinds: list[ImportKind], chosen: str, today: date) -> None:
        """The kinds one may bring in, and what is asked with them; moves and leaving concern civil servants only."""
        self.kind.choices = [SelectChoice(kind.value, str(KINDS[kind])) for kind in kinds]
        if not self.is_submitted():
            self.kind.data = chosen if chosen in kinds else kinds[0].value
        if ImportKind.SPONSORS not in kinds:
            del self.month, self.is_complete
            return
        running = Month.of(today)
        months = list(running.plus(-MONTHS_BACK).through(running))
        self.month.choices = [SelectChoice(str(one), month(one)) for one in reversed(months)]
        if not self.is_submitted():
            self.month.data = str(running)

    def upload(self) -> Upload:
        """The file, read no further than it takes to see that it is too large."""
        file: FileStorage = self.file.data
        return Upload(
            ImportKind(self.kind.data),
            file.stream.read(LARGEST_FILE + 1),
            file.filename or "berkas",
            Month.parse(self.month.data) if self.month else None,
            bool(self.is_complete and self.is_complete.data),
        )


class ApplyForm(OfficeForm):
    """The button, and how many people somebody confirmed to have left where that was asked."""

    leaving = IntegerField(validators=[Optional()])


class ButtonForm(OfficeForm):
    """Nothing but the button."""
