"""What an office is told about a death or an accident, and what becomes of the claim."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from lindung.actions.claim_steps import ClaimStep
from lindung.actions.claims import ClaimReport
from lindung.domain.claims import DEATHS, ClaimKind, ClaimState
from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import amount_of
from lindung.queries.claim_lists import ClaimPage
from lindung.web.claim_words import CODE_OF_KIND, KIND_CODES, KINDS
from lindung.web.forms import DATE_FORMATS, OfficeForm
from lindung.web.messages import sentence_for


class ReportForm(OfficeForm):
    kind = RadioField(_l("Yang terjadi"), [InputRequired()])
    happened_on = DateField(_l("Tanggal kejadian"), [InputRequired()], format=DATE_FORMATS)
    heir = StringField(_l("Nama ahli waris"), [Length(max=200)])
    phone = StringField(_l("Nomor telepon ahli waris"), [Length(max=40)])
    helper = StringField(_l("Pendamping di kantor"), [Length(max=200)])
    note = StringField(_l("Catatan"), [Length(max=200)])
    sure = BooleanField(_l("Tetap catat klaimnya, untuk dikonfirmasikan ke BPJS"))

    def offer(self, kinds: tuple[ClaimKind, ...] = tuple(ClaimKind)) -> None:
        self.kind.choices = [SelectChoice(CODE_OF_KIND[kind], str(KINDS[kind])) for kind in kinds]

    def start(self, heir: str | None, helper: str, died_on: date | None) -> None:
        """What is known already is not asked again."""
        if not self.is_submitted():
            self.kind.data = CODE_OF_KIND[ClaimKind.DEATH]
            self.heir.data, self.helper.data, self.happened_on.data = heir or "", helper, died_on

    def fill(self, page: ClaimPage) -> None:
        """The phone stays out: it is never shown in a form (R25)."""
        if not self.is_submitted():
            self.kind.data, self.happened_on.data = CODE_OF_KIND[page.row.kind], page.row.happened_on
            self.heir.data, self.helper.data = page.heir or "", page.row.helper or ""
            self.note.data = page.note or ""

    def report(self) -> ClaimReport:
        return ClaimReport(
            KIND_CODES[self.kind.data],
            self.happened_on.data,
            self.heir.data,
            self.phone.data or None,
            self.helper.data,
            self.note.data,
        )


def kinds_beside(kind: ClaimKind) -> tuple[ClaimKind, ...]:
    """What a claim may be corrected to: the cause of a death; an accident stays one."""
    return tuple(one for one in ClaimKind if (one in DEATHS) == (kind in DEATHS))


class StepForm(OfficeForm):
    on = DateField(_l("Tanggal"), [InputRequired()], format=DATE_FORMATS)
    amount = StringField(_l("Jumlah yang diterima keluarga"), [Length(max=40)])
    reference = StringField(_l("Nomor tanda terima atau rujukan"), [Length(max=200)])
    reason = StringField(_l("Alasan"), [Length(max=200)])
    sure = BooleanField(_l("Benar, sebesar itu yang diterima"))

    def validate_amount(self, field: StringField) -> None:
        self.rupiah()

    def rupiah(self) -> int | None:
        """What was typed: 42000000, 42.000.000 or Rp42.000.000; 0 where only the hospital was paid."""
        text = self.amount.data or ""
        try:
            return 0 if text == "0" else amount_of(text) if text else None
        except RuleBroken as broken:
            raise ValidationError(sentence_for(broken)) from broken

    def step(self, state: ClaimState) -> ClaimStep:
        return ClaimStep(state, self.on.data, self.rupiah(), self.reference.data, self.reason.data)
