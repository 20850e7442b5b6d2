"""Codes as the screen says them, with the tone of their tag, and as files say them (DESIGN section 4)."""

from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.actions.sponsors import LeaveReason
from lindung.domain.duties import Answer, CircularState, DutyKind, DutyState, Employment, Force
from lindung.domain.import_words import STATES
from lindung.domain.months import BEGINNING, OPEN_END, Month
from lindung.domain.protection import Step
from lindung.domain.rates import Tariff
from lindung.domain.registration import EnrolmentState, Programme, Relation, Sector
from lindung.queries.thresholds import thresholds
from lindung.web.clock import running_month
from lindung.web.filters import day, month


class Tag(NamedTuple):
    """A word and its tone: good, care, urgent or calm."""

    word: LazyString
    tone: str


EMPLOYMENTS: dict[Employment, LazyString] = {
    Employment.PNS: _l("PNS"),
    Employment.PPPK: _l("PPPK"),
    Employment.PPPK_PART_TIME: _l("PPPK Paruh Waktu"),
    Employment.NON_ASN: _l("Non-ASN"),
}

ANSWERS: dict[Answer, LazyString] = {
    Answer.EMPLOYS: _l("Mempekerjakan ART"),
    Answer.NONE: _l("Tidak mempekerjakan ART (nihil)"),
    Answer.OTHER_WORKER: _l("Menanggung pekerja rentan lain"),
    Answer.COVERED_ELSEWHERE: _l("ART sudah ditanggung pihak lain (nihil)"),
}

LEAVE_REASONS: dict[LeaveReason, LazyString] = {
    LeaveReason.RETIRED: _l("Pensiun"),
    LeaveReason.DIED: _l("Meninggal dunia"),
    LeaveReason.MOVED_AWAY: _l("Pindah ke instansi lain"),
    LeaveReason.RESIGNED: _l("Mengundurkan diri"),
    LeaveReason.OTHER: _l("Lainnya"),
}

DUTY_STATES: dict[DutyState | None, Tag] = {
    DutyState.UNANSWERED: Tag(_l("Belum mengisi pernyataan"), "calm"),
    DutyState.NONE: Tag(_l("Nihil"), "calm"),
    DutyState.UNREGISTERED: Tag(_l("Belum mendaftarkan"), "urgent"),
    DutyState.UNPAID: Tag(_l("Terdaftar, belum lunas"), "care"),
    DutyState.SETTLED: Tag(_l("Tuntas"), "good"),
    None: Tag(_l("Di luar edaran"), "calm"),
}
PARTLY_REGISTERED = Tag(_l("Sebagian terdaftar"), "urgent")
COVERED_ELSEWHERE = Tag(_l("Nihil, ditanggung pihak lain"), "calm")
DUTY_STATE_CODES: dict[DutyState | None, str] = {
    DutyState.UNANSWERED: "belum mengisi pernyataan",
    DutyState.NONE: "nihil",
    DutyState.UNREGISTERED: "belum mendaftarkan",
    DutyState.UNPAID: "terdaftar, belum lunas",
    DutyState.SETTLED: "tuntas",
    None: "di luar edaran",
}

ENROLMENT_STATES: dict[EnrolmentState, Tag] = {
    EnrolmentState.CANDIDATE: Tag(_l("Calon"), "calm"),
    EnrolmentState.SUBMITTED: Tag(_l("Diajukan"), "calm"),
    EnrolmentState.REGISTERED: Tag(_l("Terdaftar"), "good"),
    EnrolmentState.REFUSED: Tag(_l("Ditolak"), "urgent"),
    EnrolmentState.ENDED: Tag(_l("Berhenti"), "calm"),
}
# The lists' files say a state as a file that comes in does.
ENROLMENT_STATE_CODES: dict[EnrolmentState, str] = {state: word for word, state in STATES.items()}


def _waiting(paid: int) -> str:
    """Of how many months is the regency's to say (R18)."""
    needed = thresholds().ladder(running_month()).full_after
    return _("Bulan ke-%(count)s dari %(all)s", count=paid, all=needed)


STEPS: dict[Step, Tag] = {
    Step.NEVER: Tag(_l("Belum aktif"), "calm"),
    Step.WAITING_1: Tag(LazyString(_waiting, 1), "care"),
    Step.WAITING_2: Tag(LazyString(_waiting, 2), "care"),
    Step.FULL: Tag(_l("Aktif penuh"), "good"),
    Step.LATE_1: Tag(_l("Menunggak 1 bulan"), "care"),
    Step.LATE_2: Tag(_l("Menunggak 2 bulan"), "urgent"),
    Step.LATE_3: Tag(_l("Menunggak 3 bulan"), "urgent"),
    Step.LAPSED: Tag(_l("Kepesertaan berakhir"), "urgent"),
}
STEP_CODES: dict[Step, str] = {
    Step.NEVER: "belum aktif",
    Step.WAITING_1: "masa tunggu 1/3",
    Step.WAITING_2: "masa tunggu 2/3",
    Step.FULL: "aktif penuh",
    Step.LATE_1: "tenggang 1",
    Step.LATE_2: "tenggang 2",
    Step.LATE_3: "tenggang 3",
    Step.LAPSED: "gugur",
}

RELATIONS: dict[Relation, LazyString] = {
    Relation.ART: _l("ART"),
    Relation.RELATIVE: _l("Saudara"),
    Relation.NEIGHBOUR: _l("Tetangga"),
    Relation.OTHER: _l("Lainnya"),
}

FORCES: dict[Force, LazyString] = {Force.BINDING: _l("Wajib"), Force.APPEAL: _l("Imbauan")}

DUTY_KINDS: dict[DutyKind, LazyString] = {
    DutyKind.CONDITIONAL: _l("Bersyarat: yang mempekerjakan ART mendaftarkan setiap ART"),
    DutyKind.QUOTA: _l("Kuota: setiap ASN menanggung sejumlah pekerja"),
    DutyKind.FUNDED_LIST: _l("Daftar dana: dana menanggung orang yang didaftar"),
    DutyKind.TARGET: _l("Target: cakupan tenaga kerja"),
}

CIRCULAR_STATES: dict[CircularState, Tag] = {
    CircularState.DRAFT: Tag(_l("Rancangan"), "calm"),
    CircularState.IN_FORCE: Tag(_l("Berlaku"), "good"),
    CircularState.SUPERSEDED: Tag(_l("Diganti"), "calm"),
    CircularState.REVOKED: Tag(_l("Dicabut"), "urgent"),
}


def duty_tag(state: DutyState | None, answer: Answer | None = None, partly: bool = False) -> Tag:
    """A person's state as one tag; a nihil because somebody else covers the ART says so."""
    if partly:
        return PARTLY_REGISTERED
    if state is DutyState.NONE and answer is Answer.COVERED_ELSEWHERE:
        return COVERED_ELSEWHERE
    return DUTY_STATES[state]


def with_reason(word: LazyString, reason: str | None) -> str:
    """`Ditolak: NIK tidak padan`."""
    return f"{word}: {reason}" if reason else str(word)


def left_reason(code: str) -> str:
    """Why somebody left; files brought in words of their own."""
    return str(LEAVE_REASONS[LeaveReason(code)]) if code in set(LeaveReason) else code


def stored_day(text: str) -> str:
    """A day kept among free values: `20 Nov 2026`; whatever else a file brought in, as it stands."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def span(first: Month, last: Month) -> str:
    """From which month to which, open ends in words."""
    if last == OPEN_END:
        return _("sejak awal") if first == BEGINNING else _("sejak %(first)s", first=month(first, "short"))
    if first == BEGINNING:
        return _("sampai %(last)s", last=month(last, "short"))
    return _("%(first)s–%(last)s", first=month(first, "short"), last=month(last, "short"))


def validity(ends_on: date, today: date) -> str:
    """How long an answer counts; `ends_on` is the first day it no longer does."""
    if ends_on.year == date.max.year:
        return _("tanpa batas waktu")
    last = date.fromordinal(ends_on.toordinal() - 1)
    if ends_on <= today:
        return _("berakhir %(day)s", day=day(last))
    return _("sampai %(day)s", day=day(last))


def masked_phone(phone: str | None) -> str | None:
    """The first four and last two digits of a phone number (R25)."""
    if not phone:
        return None
    digits = "".join(sign for sign in phone if sign.isdigit())
    return f"{digits[:4]}••••{digits[-2:]}" if len(digits) > 6 else "••••"


def state_words(state: EnrolmentState, submitted_on: date | None, reason: str | None) -> str:
    """A registration in a list: `Diajukan 12 Nov 2026`, `Ditolak: NIK tidak padan`."""
    word = ENROLMENT_STATES[state].word
    if state is EnrolmentState.SUBMITTED and submitted_on:
        return f"{word} {day(submitted_on)}"
    return with_reason(word, reason if state in (EnrolmentState.REFUSED, EnrolmentState.ENDED) else None)


def programmes(tariff: Tariff) -> str:
    """`JKK, JKM; BPU, bukan transportasi`."""
    names = ", ".join(one.value for one in Programme if one in tariff.programmes)
    sector = _("transportasi") if tariff.sector is Sector.TRANSPORT else _("bukan transportasi")
    return f"{names}; {tariff.segment.value.upper()}, {sector}"
