"""To whom a worker is offered, from which month somebody takes him, why not, or that he has stopped."""

from collections.abc import Sequence
from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from lindung.domain.handovers import FURTHEST_AHEAD
from lindung.domain.months import Month
from lindung.queries.handovers import Candidate, HandoverRow
from lindung.web.filters import month
from lindung.web.forms import DATE_FORMATS, OfficeForm

TEXT = 200


class OfferForm(OfficeForm):
    to = RadioField(_l("Ditawarkan kepada"), [InputRequired()], coerce=int, choices=[], validate_choice=False)

    def offer(self, found: Sequence[Candidate]) -> None:
        self.to.choices = [SelectChoice(str(one.id), _words(one)) for one in found]


class Chosen:
    """Drawn as required: the first choice stands there already. The list's own button leaves the choice out."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: OfficeForm, field: Field) -> None:
        pass


class AcceptForm(OfficeForm):
    first_month = SelectField(_l("Membayar mulai"), [Chosen()], validate_choice=False)

    def offer(self, row: HandoverRow, running: Month) -> None:
        last = max(running.plus(FURTHEST_AHEAD), row.first_month)
        self.first_month.choices = [
            SelectChoice(str(one), month(one)) for one in row.first_month.through(last)
        ]

    def month(self) -> Month | None:
        try:
            return Month.parse(self.first_month.data) if self.first_month.data else None
        except ValueError:
            return None


class RefuseForm(OfficeForm):
    reason = StringField(_l("Alasan menolak"), [InputRequired(), Length(max=TEXT)], id="alasan-tolak")


class EndForm(OfficeForm):
    on = DateField(_l("Berhenti pada"), [InputRequired()], format=DATE_FORMATS)
    reason = StringField(_l("Alasan berhenti"), [InputRequired(), Length(max=TEXT)], id="alasan-berhenti")


def _words(one: Candidate) -> str:
    if one.is_fund:
        return _("%(name)s (dana), %(unit)s", name=one.name, unit=one.unit)
    if one.nip_tail:
        return _("%(name)s, NIP ··%(nip)s, %(unit)s", name=one.name, nip=one.nip_tail, unit=one.unit)
    return _("%(name)s, %(unit)s", name=one.name, unit=one.unit)
