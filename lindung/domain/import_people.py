"""What a row on a worker says, and what it makes of the worker's enrolment: workers and registrations."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from lindung.domain.errors import RuleBroken
from lindung.domain.identifiers import Sex, agrees_with_nik, birth_date_from_nik, checked_nik, nik_facts
from lindung.domain.import_cells import identifier_of, is_blank, kpj_of, month_of, text_of
from lindung.domain.import_rows import Cells, Reading, RowProblem, RowReader
from lindung.domain.import_words import RELATIONS, SEXES, STATES, programmes_of, word_of
from lindung.domain.months import Month
from lindung.domain.registration import EnrolmentState, Programme, Relation, check_age
from lindung.domain.thresholds import Thresholds

Word = TypeVar("Word")

S = EnrolmentState
REGRESSIONS = frozenset({(S.REGISTERED, S.CANDIDATE), (S.REGISTERED, S.SUBMITTED), (S.REGISTERED, S.REFUSED)})


@dataclass(frozen=True, slots=True)
class GivenStatus:
    """What a row says of an enrolment's state; None: the cell is empty."""

    state: EnrolmentState | None
    day: date | None
    first_month: Month | None
    ends: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class GivenWorker:
    """None everywhere means: the cell is empty, leave what is stored."""

    nip: str
    circular_number: str | None
    nik: str
    name: str
    born_on: date | None
    born_by_number: date | None  # the birth date in the NIK: only where nobody gave another
    sex: Sex | None
    address: str | None
    phone: str | None
    occupation: str | None
    relation: Relation | None
    programmes: frozenset[Programme] | None
    kpj: str | None
    status: GivenStatus


@dataclass(frozen=True, slots=True)
class GivenRegistration:
    nik: str
    kpj: str | None
    status: GivenStatus
    protected_until: date | None = None


@dataclass(frozen=True, slots=True)
class EnrolmentFacts:
    """The part of an enrolment that states and dates decide."""

    state: EnrolmentState
    noted_on: date
    submitted_on: date | None = None
    registered_on: date | None = None
    refused_on: date | None = None
    ended_on: date | None = None
    reason: str | None = None
    first_month: Month | None = None

    def is_live(self, today: date) -> bool:
        return self.ended_on is None or self.ended_on > today


def read_worker(cells: Cells, today: date) -> Reading[GivenWorker]:
    row = RowReader(cells)
    nip, nik = row.nip("nip_penanggung"), _nik(row)
    name = row.required("nama", text_of)
    born_on = row.day("tanggal_lahir")
    sex = _lenient_word(row, "jenis_kelamin", SEXES, "unknown_sex")
    relation = _lenient_word(row, "hubungan", RELATIONS, "unknown_relation")
    if relation is None and not is_blank(cells.get("hubungan")):
        relation = Relation.OTHER
    status = GivenStatus(
        row.word("status", STATES, "unknown_state"),
        row.past_day("tanggal_daftar", today),
        row.given("bulan_mulai", month_of),
        row.day("tanggal_akhir"),
        row.text("alasan"),
    )
    if status.ends and status.day and status.ends < status.day:
        row.problems.append(RowProblem("end_before_start", "tanggal_akhir"))
    given = {name: row.text(name) for name in ("nomor_edaran", "alamat", "pekerjaan")}
    programmes, kpj, phone = (
        row.given("program", programmes_of),
        row.given("kpj", kpj_of),
        row.phone("telepon"),
    )
    by_number = _birth_date_by_number(row, nik, born_on, sex, today) if nik else None
    return row.reading(
        lambda: GivenWorker(
            nip=nip or "",
            circular_number=given["nomor_edaran"],
            nik=nik or "",
            name=name or "",
            born_on=born_on,
            born_by_number=by_number,
            sex=sex,
            address=given["alamat"],
            phone=phone,
            occupation=given["pekerjaan"],
            relation=relation,
            programmes=programmes,
            kpj=kpj,
            status=status,
        )
    )


def read_registration(cells: Cells, today: date) -> Reading[GivenRegistration]:
    row = RowReader(cells)
    nik, kpj = _nik(row), row.given("kpj", kpj_of)
    state = row.required("status", lambda cell: word_of(cell, STATES, "unknown_state"))
    day, reason = row.past_day("tanggal", today), row.text("alasan")
    protected_until = row.day("tanggal_akhir_perlindungan")
    ends = day if state is S.ENDED else None
    status = GivenStatus(state, day, None, ends, reason)
    return row.reading(lambda: GivenRegistration(nik or "", kpj, status, protected_until))


def row_of(given: GivenWorker, circular_number: str) -> dict[str, str]:
    """The row in the file's own columns, so that a question kept as it came can be read again one day."""
    status = given.status
    programmes = "+".join(one for one in Programme if one in given.programmes) if given.programmes else None
    cells: dict[str, object] = {
        "nip_penanggung": given.nip,
        "nomor_edaran": circular_number,
        "nik": given.nik,
        "nama": given.name,
        "tanggal_lahir": given.born_on,
        "jenis_kelamin": given.sex,
        "alamat": given.address,
        "telepon": given.phone,
        "pekerjaan": given.occupation,
        "hubungan": _word(RELATIONS, given.relation),
        "program": programmes,
        "kpj": given.kpj,
        "status": _word(STATES, status.state),
        "tanggal_daftar": status.day,
        "bulan_mulai": status.first_month,
        "tanggal_akhir": status.ends,
        "alasan": status.reason,
    }
    return {column: str(value) for column, value in cells.items() if value is not None}


def sex_by_number(nik: str) -> Sex:
    return nik_facts(nik).sex


def facts_wanted(
    given: GivenStatus, current: EnrolmentFacts | None, circular_start: date, today: date
) -> EnrolmentFacts:
    """What an enrolment becomes by a row: facts from an office, so any step forward is taken, a step back is not."""
    state = given.state or (current.state if current else S.CANDIDATE)
    if given.ends and given.ends <= today and state is not S.REFUSED:
        state = S.ENDED
    if current:
        _refuse_step_back(current, state, today)
    base = current or EnrolmentFacts(state, min(given.day or circular_start, given.ends or today, today))
    common = replace(
        base,
        state=state,
        noted_on=min(base.noted_on, given.day) if given.day else base.noted_on,
        ended_on=given.ends or base.ended_on,
        reason=given.reason or base.reason,
        first_month=given.first_month or base.first_month,
    )
    return replace(common, **_dates_of(state, given, base, today))


def check_first_age(
    given: GivenStatus,
    facts: EnrolmentFacts,
    *,
    was_registered: bool,
    born_on: date | None,
    relation: Relation,
    limits: Thresholds,
    today: date,
) -> None:
    """R20, on the day of first registration or, while there is none, today; who only ends is not asked any more."""
    undated_end = facts.state is S.ENDED and facts.registered_on is None
    if born_on is None or was_registered or undated_end:
        return
    on = facts.registered_on or given.day or today
    check_age(born_on, on, relation, limits.ages(Month.of(on)))


def _dates_of(state: EnrolmentState, given: GivenStatus, base: EnrolmentFacts, today: date) -> dict[str, Any]:
    match state:
        case S.SUBMITTED:
            return {"submitted_on": given.day or base.submitted_on or today}
        case S.REGISTERED:
            registered_on = given.day or base.registered_on or today
            first_month = given.first_month or base.first_month or Month.of(registered_on)
            return {"registered_on": registered_on, "first_month": first_month}
        case S.REFUSED:
            return {"refused_on": given.day or base.refused_on or today}
        case S.ENDED if given.ends and given.day and given.ends > given.day:
            # Both days: it was registered on the one and ended on the other.
            first_month = given.first_month or base.first_month or Month.of(given.day)
            return {"registered_on": base.registered_on or given.day, "first_month": first_month}
        case S.ENDED:
            # A day not after the registration is that of the registration, and the end is only now heard of.
            is_end = given.day and (base.registered_on is None or given.day > base.registered_on)
            return {"ended_on": given.ends or base.ended_on or (given.day if is_end else today)}
        case _:
            return {}


def _refuse_step_back(current: EnrolmentFacts, wanted: EnrolmentState, today: date) -> None:
    if (current.state, wanted) in REGRESSIONS:
        raise RuleBroken("state_regression", field="status", current=current.state.value, wanted=wanted.value)
    if current.state is S.ENDED and wanted is not S.ENDED:
        raise RuleBroken("already_ended", field="status", ended_on=(current.ended_on or today).isoformat())


def _nik(row: RowReader) -> str | None:
    return row.required("nik", lambda cell: checked_nik(identifier_of(cell, "nik")), "nik_missing")


def _lenient_word(row: RowReader, column: str, words: Mapping[str, Word], code: str) -> Word | None:
    """A word that is not worth a row: one we do not know is left out, and said."""
    cell = row.cells.get(column)
    if is_blank(cell):
        return None
    try:
        return word_of(cell, words, code)
    except RuleBroken as broken:
        row.warnings.append(RowProblem(broken.code, column, dict(broken.facts)))
        return None


def _birth_date_by_number(
    row: RowReader, nik: str, born_on: date | None, sex: Sex | None, today: date
) -> date | None:
    """The birth date in the NIK; one that disagrees with the row is odd and no more (R1)."""
    by_number = birth_date_from_nik(nik, today)
    if by_number is None:
        row.warnings.append(RowProblem("nik_date_impossible", "nik"))
    elif born_on and not agrees_with_nik(nik, born_on, None):
        row.warnings.append(RowProblem("nik_disagrees", "tanggal_lahir"))
    elif sex and sex is not nik_facts(nik).sex:
        row.warnings.append(RowProblem("nik_disagrees", "jenis_kelamin"))
    return by_number


def _word(words: Mapping[str, Word], value: Word | None) -> str | None:
    """The first word that means a value."""
    return next((word for word, meaning in words.items() if meaning is value), None)
