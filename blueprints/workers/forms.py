"""What the screens of workers ask for."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from lindung.actions.enrolments import StateChange
from lindung.actions.workers import Terms, WorkerFacts
from lindung.domain.errors import RuleBroken
from lindung.domain.identifiers import Sex
from lindung.domain.registration import ALLOWED_MOVES, EnrolmentState, Programme, Relation, Sector, Segment
from lindung.queries.dated import band_bases
from lindung.queries.editing import EnrolmentForm, WorkerForm
from lindung.queries.rates import LOWEST_BAND
from lindung.web.filters import rupiah
from lindung.web.forms import DATE_FORMATS, OfficeForm, TickField
from lindung.web.labels import ENROLMENT_STATES, RELATIONS
from lindung.web.rate_words import SEGMENTS
from lindung.web.worker_labels import REVEAL_REASONS, SECTORS, SEXES

TEXT = 200
WITH_REASON = (EnrolmentState.REFUSED, EnrolmentState.ENDED)
DOUBTED = "worker_may_be_asn"


class StateForm(OfficeForm):
    """A row's registration: what it becomes and on which day. A day for each case, so that none is guessed."""

    state = SelectField(_l("Status"), [InputRequired()])
    on = DateField(_l("Tanggal"), [Optional()], format=DATE_FORMATS)
    kept_on = DateField(_l("Tanggal"), [Optional()], format=DATE_FORMATS)
    kpj = StringField(_l("KPJ"), [Length(max=40)])
    reason = StringField(_l("Alasan"), [Length(max=TEXT)])

    def offer(self, row: EnrolmentForm) -> None:
        """Every state when something was sent: whether the move is allowed is the act's to say."""
        states = EnrolmentState if self.is_submitted() else (row.state, *ALLOWED_MOVES[row.state])
        self.state.choices = state_options(one for one in EnrolmentState if one in states)
        if not self.is_submitted():
            self.state.data, self.kept_on.data = row.state.value, row.state_on
            self.kpj.data, self.reason.data = row.kpj, row.reason

        self.now = row.state.value

    def start_today(self, today: date) -> None:
        if not self.is_submitted():
            self.on.data = today

    def change(self, row: EnrolmentForm) -> StateChange:
        day = self.day or (row.state_on if self.is_kept else None)
        kpj = self.kpj.data if self.chosen is EnrolmentState.REGISTERED else None
        reason = self.reason.data if self.takes_reason else None
        return StateChange(self.chosen, day, kpj or None, reason or None)

    @property
    def chosen(self) -> EnrolmentState:
        return EnrolmentState(self.state.data)

    @property
    def day(self) -> date | None:
        """The one that is seen."""
        day: date | None = (self.kept_on if self.is_kept else self.on).data
        return day

    @property
    def takes_reason(self) -> bool:
        return self.chosen in WITH_REASON

    def refuse(self, broken: RuleBroken) -> str | None:
        """The day that is seen gets the sentence."""
        if broken.field == "on" and self.is_kept:
            broken.field = "kept_on"
        return super().refuse(broken)

    @property
    def is_kept(self) -> bool:
        """The state stays and only what belongs to it is corrected."""
        return bool(self.state.data == self.now)

    @property
    def refusals(self) -> list[str]:
        """What is wrong with the fields that are seen, in their order."""
        return [str(error) for field in self._seen() for error in field.errors]

    def marks(self, field: Field, wrong_id: str) -> dict[str, str]:
        """What a refused field says of itself; the first of them takes the focus."""
        if not field.errors:
            return {}
        first = next((one for one in self._seen() if one.errors), None)
        focus = {"data-focus": ""} if field is first else {}
        return {"aria-invalid": "true", "aria-describedby": wrong_id, **focus}

    def _seen(self) -> list[Field]:
        return [self.state, self.kept_on if self.is_kept else self.on, self.kpj, self.reason]


class BulkStateForm(OfficeForm):
    state = SelectField(_l("Status baru"), [InputRequired()])
    on = DateField(_l("Tanggal"), [InputRequired()], format=DATE_FORMATS)
    reason = StringField(_l("Alasan"), [Length(max=TEXT)])

    def offer(self, today: date) -> None:
        self.state.choices = state_options(EnrolmentState)
        if not self.is_submitted():
            self.state.data, self.on.data = EnrolmentState.REGISTERED.value, today

    def change(self) -> StateChange:
        state = EnrolmentState(self.state.data)
        reason = self.reason.data if state in WITH_REASON else None
        return StateChange(state, self.on.data, None, reason or None)


class PersonForm(OfficeForm):
    """What BPJS asks of a person (R20a); NIK and name are all that is needed now."""

    nik = StringField(_l("NIK"), [Length(max=40)])
    name = StringField(_l("Nama lengkap"), [InputRequired(), Length(max=TEXT)])
    born_on = DateField(_l("Tanggal lahir"), [Optional()], format=DATE_FORMATS)
    sex = SelectField(_l("Jenis kelamin"), [Optional(strip_whitespace=False)])
    birth_place = StringField(_l("Tempat lahir"), [Length(max=TEXT)])
    mother_name = StringField(_l("Nama ibu kandung"), [Length(max=TEXT)])
    address = TextAreaField(_l("Alamat"), [Length(max=TEXT)])
    village = StringField(_l("Desa atau kelurahan"), [Length(max=TEXT)])
    phone = StringField(_l("Telepon"), [Length(max=40)])
    occupation = StringField(_l("Pekerjaan"), [Length(max=TEXT)])
    workplace = StringField(_l("Tempat kerja"), [Length(max=TEXT)])
    work_hours = StringField(_l("Jam kerja"), [Length(max=TEXT)])
    heir = StringField(_l("Ahli waris"), [Length(max=TEXT)])
    consent_on = DateField(_l("Tanggal persetujuan pekerja"), [Optional()], format=DATE_FORMATS)
    sure = BooleanField(_l("Sudah diperiksa: orang ini bukan ASN tersebut"))

    is_doubted = False  # the act asked back: the box is shown

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sex.choices = [SelectChoice("", str(_l("Menurut NIK"))), *_choices(SEXES)]

    def refuse(self, broken: RuleBroken) -> str | None:
        self.is_doubted = self.is_doubted or broken.code == DOUBTED
        return super().refuse(broken)

    def facts(self) -> WorkerFacts:
        """Everything typed; what was left empty is empty."""
        texts = ("birth_place", "mother_name", "address", "village", "phone", "occupation", "workplace")
        return WorkerFacts(
            nik=self.nik.data or None,
            name=self.name.data,
            born_on=self.born_on.data,
            sex=Sex(self.sex.data) if self.sex.data else None,
            work_hours=self.work_hours.data or "",
            heir=self.heir.data or "",
            consent_on=self.consent_on.data,
            **{name: self._fields[name].data or "" for name in texts},
        )


class TermsFields(OfficeForm):
    """How somebody is covered."""

    relation = SelectField(_l("Hubungan dengan ASN"), [InputRequired()])
    programmes = TickField(_l("Program"))
    sector = SelectField(_l("Bidang pekerjaan"), [InputRequired()])
    segment = SelectField(_l("Segmen BPJS"), [Optional()])
    band = SelectField(_l("Pita penghasilan"), [Optional()], coerce=int)

    def offer_terms(self, relations: Iterable[Relation], programmes: Iterable[Programme]) -> None:
        self.relation.choices = _choices({one: RELATIONS[one] for one in relations})
        self.sector.choices = _choices(SECTORS)
        self.segment.choices = _choices(SEGMENTS)
        self.band.choices = [SelectChoice(str(band), _band(band, base)) for band, base in band_bases()]
        self.programmes.choices = [SelectChoice(one.value, one.value) for one in Programme]
        if not self.is_submitted():
            self.programmes.data = [one.value for one in programmes]

    def terms(self) -> Terms:
        programmes = frozenset(Programme(one) for one in self.programmes.data or [])
        segment = Segment(self.segment.data) if self.segment.data else None
        sector = Sector(self.sector.data)
        return Terms(
            Relation(self.relation.data), programmes or None, sector, self.band.data or LOWEST_BAND, segment
        )


class NewWorkerForm(PersonForm, TermsFields):
    nik = StringField(_l("NIK"), [InputRequired(), Length(max=40)])
    circular = SelectField(_l("Surat Edaran"), [InputRequired()], coerce=int)
    employs = BooleanField(_l("Ganti pernyataan nihil: ia mempekerjakan atau menanggung pekerja ini"))


class ReplaceForm(PersonForm, TermsFields):
    """ "Ganti ART": when and why the one before stopped, and who comes."""

    ended_on = DateField(_l("Tanggal berhenti"), [InputRequired()], format=DATE_FORMATS)
    reason = StringField(_l("Alasan berhenti"), [InputRequired(), Length(max=TEXT)])
    nik = StringField(_l("NIK"), [InputRequired(), Length(max=40)])


class CorrectForm(PersonForm):
    """NIK, birth date and phone are not shown (R25): left empty they stay as they are."""

    def fill(self, worker: WorkerForm) -> None:
        names = ("name", "birth_place", "mother_name", "address", "village", "occupation", "workplace")
        for name in (*names, "work_hours", "heir", "consent_on"):
            self._fields[name].data = getattr(worker, name)
        self.sex.data = worker.sex.value if worker.sex else ""

    def facts(self) -> WorkerFacts:
        typed = super().facts()
        return typed if typed.phone else replace(typed, phone=None)


class TermsForm(TermsFields):
    def fill(self, row: EnrolmentForm) -> None:
        self.relation.data, self.sector.data = row.relation.value, row.tariff.sector.value
        self.segment.data, self.band.data = row.tariff.segment.value, row.tariff.band


class RevealForm(OfficeForm):
    usual = SelectField(_l("Keperluan"), [InputRequired()])
    reason = StringField(_l("Keterangan"), [Length(max=120)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual.choices = [
            SelectChoice("", str(_l("Pilih keperluan"))),
            *(SelectChoice(code, str(words)) for code, words in REVEAL_REASONS.items()),
        ]

    def purpose(self) -> str:
        """The usual purpose and whatever was added, as the trail keeps it."""
        usual = str(REVEAL_REASONS[self.usual.data])
        return f"{usual}: {self.reason.data}" if self.reason.data else usual


def state_options(states: Iterable[EnrolmentState]) -> list[SelectChoice]:
    return [SelectChoice(one.value, str(ENROLMENT_STATES[one].word)) for one in states]


def _band(band: int, base: int) -> str:
    return f"{band} ({rupiah(base)})"


def _choices(words: Any) -> list[SelectChoice]:
    return [SelectChoice(one.value, str(word)) for one, word in words.items()]
