"""The columns of the files these lists and the funnel are taken along as."""

from collections.abc import Iterable, Iterator
from datetime import date

from lindung.domain.nominations import DropReason, Stage
from lindung.queries.nomination_funnel import Funnel, FunnelRow
from lindung.queries.nominations import NominationRow
from lindung.queries.verifications import MonthRow
from lindung.web.downloads import Cell
from lindung.web.filters import age, mask_nik
from lindung.web.labels import ENROLMENT_STATE_CODES, STEP_CODES
from lindung.web.nomination_words import CODE_OF_REASON, CODE_OF_STAGE, STATES, finding_words

LIST = [
    "kode_unit", "unit", "nama", "nik", "usia", "kelompok", "keadaan", "temuan", "antrean", "dana", "status_bpjs",
    "tangga", "diverifikasi", "dicoret", "alasan", "kartu_diserahkan", "kartu_oleh",
]  # fmt: skip
MONTHS = ["kode_unit", "unit", "jenis", "orang", "dinyatakan", "nomor_berita_acara"]
FUNNEL = ["kode_unit", "unit", "jenis", *(CODE_OF_STAGE[one] for one in Stage)]


def list_cells(rows: Iterable[NominationRow], today: date) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.unit_code,
            row.unit_name,
            row.name,
            mask_nik(row.nik_last4),
            age(row.born_on, today) if row.born_on else "",
            row.category or "",
            str(STATES[row.state].word),
            finding_words(row.finding) if row.finding else "",
            row.queue,
            row.fund_name or "",
            ENROLMENT_STATE_CODES[row.registration] if row.registration else "",
            STEP_CODES[row.step] if row.step else "",
            row.verified_on,
            row.dropped_on,
            CODE_OF_REASON[row.drop_reason] if row.drop_reason else "",
            row.card_on,
            row.card_by or "",
        ]


def funnel_header(found: Funnel) -> list[str]:
    """The stages, and each reason that has lost somebody: still open, and dropped."""
    reasons = [CODE_OF_REASON[reason] for reason, _leak in found.reasons]
    return [*FUNNEL, *(f"{one}_temuan" for one in reasons), *(f"{one}_dicoret" for one in reasons)]


def funnel_cells(found: Funnel) -> Iterator[list[Cell]]:
    reasons = [reason for reason, _leak in found.reasons]
    for row in [*found.rows, found.total]:
        yield [
            row.unit_code,
            row.unit_name or "jumlah",
            row.unit_kind,
            *(row.stages[stage] for stage in Stage),
            *(_leak(row, one)[0] for one in reasons),
            *(_leak(row, one)[1] for one in reasons),
        ]


def month_cells(rows: Iterable[MonthRow]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [row.unit_code, row.unit_name, row.unit_kind, row.people, row.dated_on, row.number or ""]


def _leak(row: FunnelRow, reason: DropReason) -> tuple[int, int]:
    leak = row.leaks.get(reason)
    return (leak.open, leak.dropped) if leak else (0, 0)
