"""What is recorded of a reminder: the words; the people ticked come as `id`."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from lindung.web.forms import OfficeForm

TEXT_LENGTH = 4000


class ReminderForm(OfficeForm):
    text = TextAreaField(_l("Teks pengingat"), [InputRequired(), Length(max=TEXT_LENGTH)])
