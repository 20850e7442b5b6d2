"""What only a human can decide about a worker: each kind of question with the answers that fit it (R6, R20)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import Cell, month_of
from lindung.domain.import_people import GivenStatus
from lindung.domain.import_rows import RowReader
from lindung.domain.import_words import RELATIONS, STATES, programmes_of
from lindung.domain.registration import AgeLimits, Programme, Relation

KEPT = "dipakai"  # in the row of a merge of two: the worker whose NIK is right
WORD = "suara:"  # in the row: what an office says of it, by the code of its unit
NIP_BIRTH_DATE = "%Y%m%d"  # a NIP begins with the day of birth (R2, R3)


class QuestionKind(StrEnum):
    SAME_NIK = "same_nik"  # a NIK under two payers (R6)
    SERVANT = "worker_is_servant"  # a worker named and born like an ASN (R20)
    OVER_AGE = "over_age"  # past the age at which somebody may be registered (R20)
    SAME_PERSON = "same_person"  # two NIK with one name and one birth date


class Decision(StrEnum):
    TWO_JOBS = "two_jobs"  # both memberships are lawful and stay
    MOVE = "move"  # the one pays until a month, the other from then on
    MERGE = "merge"  # one person, written down twice
    TYPO = "typo"  # the row is wrong and goes back to its office
    DIFFERENT = "different"  # not the same person
    VALID = "valid"  # stays as it is
    END = "end"  # the membership ends


D = Decision
ANSWERS: dict[QuestionKind, tuple[Decision, ...]] = {
    QuestionKind.SAME_NIK: (D.TWO_JOBS, D.MOVE, D.MERGE, D.TYPO),
    QuestionKind.SERVANT: (D.DIFFERENT, D.END),
    QuestionKind.OVER_AGE: (D.VALID, D.END),
    QuestionKind.SAME_PERSON: (D.DIFFERENT, D.MERGE),
}
# What a decision says to a form that asks again; a row of a file is told the same as its outcome.
REMEMBERED: dict[Decision, str] = {
    D.MOVE: "question_decided_move",
    D.MERGE: "question_decided_merge",
    D.TYPO: "question_decided_typo",
}


def check_answer(kind: QuestionKind, decision: Decision) -> None:
    if decision not in ANSWERS[kind]:
        raise RuleBroken("decision_not_offered", field="decision")


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """What a row that waits says of the enrolment it asks for."""

    relation: Relation
    programmes: frozenset[Programme] | None  # None: as the circular asks
    status: GivenStatus


def read_waiting(row: Mapping[str, str], today: date) -> WaitingRow:
    """The row as it was kept; what in it cannot be read any more counts as not said."""
    cells: dict[str, Cell] = dict(row)
    reader = RowReader(cells)
    status = GivenStatus(
        reader.word("status", STATES, "unknown_state"),
        reader.past_day("tanggal_daftar", today),
        reader.given("bulan_mulai", month_of),
        reader.day("tanggal_akhir"),
        reader.text("alasan"),
    )
    relation = reader.word("hubungan", RELATIONS, "unknown_relation")
    return WaitingRow(relation or Relation.ART, reader.given("program", programmes_of), status)


def born_too_early(limits: AgeLimits, on: date) -> date:
    """Whoever was born on this day or before is over age on that day (R20)."""
    months = on.year * 12 + on.month - 1 - (limits.oldest_months + 1)
    year, month = divmod(months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - date.resolution).day
    return date(year, month + 1, min(on.day, last))


def is_namesake(worker_key: str, servant_key: str) -> bool:
    """An ASN's name may carry titles behind it."""
    return servant_key == worker_key or servant_key.startswith(f"{worker_key} ")
