"""What is answered, and why; an office that cannot decide alone only says what it knows."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from lindung.actions.questions import Answer
from lindung.domain.errors import RuleBroken
from lindung.domain.handovers import FURTHEST_AHEAD
from lindung.domain.months import Month
from lindung.domain.questions import Decision
from lindung.web.addresses import whole
from lindung.web.filters import month
from lindung.web.forms import OfficeForm

MONTHS_BACK = 12
TEXT = 200


class DecideForm(OfficeForm):
    reason = TextAreaField(_l("Alasan keputusan"), [InputRequired(), Length(max=TEXT)])
    first_month = SelectField(_l("Apabila dipindahkan, membayar mulai"), validate_choice=False)
    decision = StringField(_l("Keputusan"), [InputRequired()])

    def offer(self, running: Month) -> None:
        months = running.plus(-MONTHS_BACK).through(running.plus(FURTHEST_AHEAD))
        self.first_month.choices = [
            SelectChoice("", _("bulan berikutnya yang belum dibayar")),
            *(SelectChoice(str(one), month(one)) for one in sorted(months, reverse=True)),
        ]

    def answer(self) -> Answer:
        """A button says more than the decision where one of two has to be named."""
        word, _colon, which = (self.decision.data or "").partition(":")
        try:
            decision, id_ = Decision(word), whole(which) if which else None
            first = Month.parse(self.first_month.data) if self.first_month.data else None
        except ValueError as unknown:
            raise RuleBroken("decision_not_offered", field="decision") from unknown
        is_move = decision is Decision.MOVE
        return Answer(
            decision,
            self.reason.data or "",
            first_month=first if is_move else None,
            enrolment_id=id_ if is_move else None,
            keep_id=None if is_move else id_,
        )


class SayForm(OfficeForm):
    words = TextAreaField(_l("Keterangan untuk koordinator"), [InputRequired(), Length(max=TEXT)])
