"""The offices' monthly reports (R22): closed for the months before, and of the last one every state there is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from lindung.actions.demo.cast import Officers
from lindung.actions.demo.moments import moment
from lindung.domain.closing import ReportKind, ReportState, Signature, report_code
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.reports import MonthReport, ReportSnapshot
from lindung.queries.regency import regency
from lindung.queries.reporting import Content, digest_of
from lindung.queries.viewer import Viewer

_S = ReportState
MONTHS = 4  # so many ended months have reports: before them the regency closed its months on paper
# Of the last ended month: the head of the cast signs in two clicks, his neighbour waits for the coordinator, Ratna's
# is not begun, Bayu's came back, and one was handed back by its head.
TO_SIGN, ACTING, NOT_BEGUN, CAME_BACK, HANDED_BACK, REOPENED = "21", "22", "04", "05", "06", "12"
SPECIAL = frozenset({TO_SIGN, ACTING, NOT_BEGUN, CAME_BACK, HANDED_BACK, REOPENED})
OTHERS = (
    *(_S.ACCEPTED, _S.ACCEPTED, _S.APPROVED, _S.ACCEPTED, _S.ACCEPTED, None),
    *(_S.ACCEPTED, _S.PREPARED, _S.ACCEPTED, _S.ACCEPTED, _S.APPROVED, _S.ACCEPTED),
)
FIRST_DAY = 5  # of the month after, when the first offices prepare
OPEN_FOR = 10  # days
SIGNED_ON_PAPER = 3  # every third accepted report has its letter
WRONG_SUM = "Jumlah pekerja Puskesmas belum termasuk yang terdaftar tanggal 30; mohon disiapkan ulang"
WRONG_NAME = "Satu pegawai yang sudah pensiun masih terhitung; mohon diperiksa sebelum saya setujui"
LATE_ANSWERS = "Pernyataan tertulis dua ASN tertinggal di bagian umum"
LATE_FILE = "Iuran satu pekerja baru tercantum dalam berkas susulan BPJS"


class Turn(NamedTuple):
    """How far one report comes."""

    state: ReportState
    reason: str | None = None
    is_frozen: bool = True  # it was approved, whatever became of it since


@dataclass(slots=True)
class Written:
    """One report with what it says, before it is frozen."""

    row: MonthReport
    content: Content
    officers: Officers
    turn: Turn


class Closing:
    """Writes reports in two steps, as in life: prepared first, then approved and frozen under a code."""

    def __init__(
        self, officers: Mapping[str, Officers], coordinator: Viewer, unit_ids: Mapping[str, int], today: date
    ):
        self._officers, self._coordinator = officers, coordinator
        self._unit_ids, self._today = unit_ids, today
        self._codes: set[str] = set()
        self._regency = regency().name

    def month(
        self, month: Month, contents: Mapping[str, Content], turns: Mapping[str, Turn]
    ) -> list[MonthReport]:
        """The first report of every office that has one."""
        written = [
            Written(self._prepared(office, month, place), contents[office], self._officers[office], turn)
            for place, (office, turn) in enumerate(turns.items())
        ]
        return self._saved(written)

    def corrected(self, first: MonthReport, office: str, content: Content, day: date) -> MonthReport:
        """A pembetulan, accepted: what the first one said stays under its code."""
        row = self._successor(first, office, day)
        row.prepared_by, row.prepared_at = self._officers[office].clerk.id, moment(day, self._today, 40)
        written = Written(row, content, self._officers[office], Turn(_S.ACCEPTED))
        return self._saved([written])[0]

    def filed(self, first: MonthReport, office: str, day: date) -> MonthReport:
        """A pembetulan that is asked for and not prepared yet: the month stands open."""
        row = self._successor(first, office, day)
        db.session.add(row)
        db.session.flush()
        return row

    def _prepared(self, office: str, month: Month, place: int) -> MonthReport:
        day = month.next().first_day() + timedelta(days=FIRST_DAY - 1 + place % 4)
        return MonthReport(
            unit_id=self._unit_ids[office],
            month=month,
            sequence=1,
            kind=ReportKind.REGULAR.value,
            state=_S.PREPARED.value,
            prepared_by=self._officers[office].clerk.id,
            prepared_at=moment(day, self._today, place * 3 % 240),
        )

    def _successor(self, first: MonthReport, office: str, day: date) -> MonthReport:
        return MonthReport(
            unit_id=first.unit_id,
            month=first.month,
            sequence=first.sequence + 1,
            kind=ReportKind.CORRECTIVE.value,
            state=_S.DRAFT.value,
            reason=LATE_FILE,
            decided_by=self._officers[office].clerk.id,
            decided_at=moment(day, self._today),
        )

    def _saved(self, written: Sequence[Written]) -> list[MonthReport]:
        rows = [one.row for one in written]
        db.session.add_all(rows)
        db.session.flush()  # the frozen content names its report
        for place, one in enumerate(written):
            if one.turn.state is not _S.PREPARED:
                self._move_on(one, place)
        db.session.flush()
        return rows

    def _move_on(self, one: Written, place: int) -> None:
        row, turn = one.row, one.turn
        prepared_at = row.prepared_at or moment(self._today, self._today)
        if turn.is_frozen:
            row.approved_by, row.capacity = one.officers.head.id, one.officers.capacity
            row.approved_at = self._later(prepared_at, 1 + place % 2)
            self._freeze(one)
        row.state = turn.state.value
        if turn.state is _S.APPROVED:
            return
        head_decides = turn.state is _S.RETURNED and not turn.is_frozen
        row.decided_by = one.officers.head.id if head_decides else self._coordinator.account_id
        row.decided_at, row.decision_reason = self._later(prepared_at, 3 + place % 3), turn.reason
        if turn.state is _S.REOPENED:
            row.open_until = self._today + timedelta(days=OPEN_FOR)
        elif (
            turn.state is _S.ACCEPTED and place % SIGNED_ON_PAPER == 0 and row.decided_at.date() < self._today
        ):
            row.signed_number = f"400.10/{100 + place}/{row.month}"
            row.signed_on = row.decided_at.date()

    def _later(self, at: datetime, days: int) -> datetime:
        return moment(at.date() + timedelta(days=days), self._today, at.minute)

    def _freeze(self, one: Written) -> None:
        """As `actions.reports` freezes it."""
        row, signature = one.row, Signature.of_code(one.officers.capacity)
        if row.prepared_at is None or row.approved_at is None:
            raise ValueError("frozen before it was approved")
        frozen = one.content | {
            "regency": self._regency,
            "report": {"id": row.id, "kind": row.kind, "sequence": row.sequence, "reason": row.reason},
            "prepared": {"by": one.officers.clerk.name, "at": row.prepared_at.isoformat()},
            "approved": {
                "by": one.officers.head.name,
                "at": row.approved_at.isoformat(),
                "proxy": signature.proxy.value if signature.proxy else None,
                "order_number": signature.order_number,
            },
        }
        digest = digest_of(frozen)
        row.code = self._code(digest)
        db.session.add(ReportSnapshot(report_id=row.id, content=frozen, digest=digest))

    def _code(self, digest: bytes) -> str:
        code = next(
            code for attempt in range(20) if (code := report_code(digest, attempt)) not in self._codes
        )
        self._codes.add(code)
        return code


def turns_of(
    month: Month, last_ended: Month, offices: Sequence[str], shown: frozenset[str]
) -> dict[str, Turn]:
    """How far each office's report of a month comes. `shown`: what changes there later shows beside the approved."""
    if month < last_ended:
        opened = {REOPENED: Turn(_S.REOPENED, LATE_ANSWERS)} if month == last_ended.previous() else {}
        return {office: opened.get(office, Turn(_S.ACCEPTED)) for office in offices}
    return dict(_last_turns(offices, shown))


def _last_turns(offices: Sequence[str], shown: frozenset[str]) -> Iterator[tuple[str, Turn]]:
    special = {
        TO_SIGN: Turn(_S.PREPARED),
        ACTING: Turn(_S.APPROVED),
        CAME_BACK: Turn(_S.RETURNED, WRONG_SUM),
        HANDED_BACK: Turn(_S.RETURNED, WRONG_NAME, is_frozen=False),
    } | {office: Turn(_S.ACCEPTED) for office in shown}
    for place, office in enumerate(offices):
        state = OTHERS[place % len(OTHERS)]
        if office in special:
            yield office, special[office]
        elif office != NOT_BEGUN and state is not None:
            yield office, Turn(state)
