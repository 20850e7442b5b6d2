"""Finding whom a row of a BPJS file is about, and which group it belongs to (R16): by NIK, then by KPJ."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from lindung.domain.import_payments import GivenPayment
from lindung.domain.months import Month
from lindung.domain.protection import COVER_BEGINS, Step, cover_position, step_after
from lindung.domain.settlements import RowFacts, Settlement, settlement, waits
from lindung.domain.thresholds import ThresholdKey
from lindung.queries import payees
from lindung.queries.payees import Payee, Person, StrangerKey, WorkerMonth
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer


class Found(NamedTuple):
    """One row, understood. `cause` says why nobody was found, or why it comes second: a code."""

    person: Person | None
    payee: Payee | None
    group: Settlement
    cause: str | None
    takes: int  # what the month takes of the amount; the rest is credit
    claims: str | None  # the worker-month it takes for itself; a later row of the file comes second
    waits: bool


class Matching:
    """Everything stored about the rows of a file, or a part of it, read at once."""

    def __init__(self, viewer: Viewer, rows: Sequence[GivenPayment]) -> None:
        niks, kpjs = numbers(rows)
        months = {row.month for row in rows}
        self._limits = thresholds()
        self._people = payees.people(viewer, niks, kpjs)
        workers = self._people.worker_ids
        self._dues = payees.dues(self._people.tariffs)
        self._balances = payees.balances(workers, months)
        self._received = payees.received(workers, months)
        self._rows_before = payees.rows_before(workers, months)
        self._strangers = payees.strangers(viewer, months)
        self._paid_here = self._months_paid(rows) if len(months) > 1 else {}

    def is_repeated(self, given: GivenPayment) -> bool:
        """The same row of an earlier file, whether it was booked or still waits."""
        if _stranger_key(given) in self._strangers.before:
            return True
        person, _ = self._person(given)
        return person is not None and (
            (person.id, given.month, given.amount, given.reference) in self._rows_before
        )

    def superseded(self, given: GivenPayment) -> list[int]:
        """Rows of an office's own file that this one, of a file that reaches farther, takes the place of."""
        return self._strangers.narrower.get(_stranger_key(given), [])

    def find(self, given: GivenPayment, claimed: Collection[str] = ()) -> Found:
        person, cause = self._person(given)
        owing = [one for one in person.payees if one.owes(given.month)] if person else []
        if person is None or not owing:
            return Found(person, None, Settlement.UNKNOWN, cause or "bpjs_not_due", 0, None, waits=True)
        payee, second = self._payee(owing, given.month, claimed)
        key = claim_of(_key(payee, given.month))
        due = self.due(payee, given.month)
        group = settlement(
            RowFacts(
                given.amount,
                is_known=True,
                is_second=second is not None,
                is_lapsed=self._is_lapsed(payee, given.month),
                due=due,
                other_rates=frozenset(self._dues[payee.tariff].values()) - {due},
            )
        )
        accepts = self._limits.at(ThresholdKey.ACCEPT_AFTER_LAPSE, given.month) == 1
        is_waiting = waits(group, accepts_after_lapse=accepts)
        takes = min(given.amount, max(due - self._confirmed(payee, given.month), 0))
        return Found(person, payee, group, second, takes, key, is_waiting)

    def due(self, payee: Payee, month: Month) -> int:
        return self._dues[payee.tariff].get(month, 0)

    def _person(self, given: GivenPayment) -> tuple[Person | None, str | None]:
        """Whose numbers these are. Two numbers that disagree are nobody's."""
        by_kpj = self._people.by_kpj.get(given.kpj) if given.kpj else None
        if given.nik is None:
            return by_kpj, None if by_kpj else "bpjs_kpj_unknown"
        person = self._people.by_nik.get(given.nik)
        if person is None:
            return None, "bpjs_numbers_differ" if by_kpj else "bpjs_nik_unknown"
        is_others = by_kpj is not None and by_kpj.id != person.id
        if given.kpj and (is_others or person.kpj not in (None, given.kpj)):
            return None, "bpjs_numbers_differ"
        return person, None

    def _payee(
        self, owing: Sequence[Payee], month: Month, claimed: Collection[str]
    ) -> tuple[Payee, str | None]:
        """The enrolment whose month is still open (a person may hold two jobs), and otherwise why the row is second."""
        seconds = []
        for job in sorted({one.job for one in owing}):
            mine = [one for one in owing if one.job == job]
            key = _key(mine[0], month)
            holder = self._balances.get(key)
            payee = max(mine, key=lambda one: (holder is not None and one.id == holder.enrolment_id, one.id))
            if holder is not None and holder.enrolment_id != payee.id:
                seconds.append((payee, "bpjs_second_payer"))
            elif key in self._received:
                seconds.append((payee, "bpjs_received_before"))
            elif claim_of(key) in claimed:
                seconds.append((payee, "bpjs_twice"))
            else:
                return payee, None
        return seconds[0]

    def _confirmed(self, payee: Payee, month: Month) -> int:
        holder = self._balances.get(_key(payee, month))
        return holder.confirmed if holder and holder.enrolment_id == payee.id else 0

    def _is_lapsed(self, payee: Payee, month: Month) -> bool:
        """Whether the membership had ended before this month (R18)."""
        if month <= COVER_BEGINS:
            return False
        history = list(payee.cover[: cover_position(month)])
        for paid in self._paid_here.get((payee.worker_id, payee.job), set()):
            if paid < month:
                history[cover_position(paid)] = "1"
        return step_after("".join(history), self._limits.ladder(month.previous())) is Step.LAPSED

    def _months_paid(self, rows: Sequence[GivenPayment]) -> dict[tuple[int, int], set[Month]]:
        """In a file of several months: those that it pays itself count before the later ones, whoever pays them."""
        found: dict[tuple[int, int], set[Month]] = {}
        for given in rows:
            person, _ = self._person(given)
            for payee in person.payees if person else ():
                if payee.owes(given.month) and given.amount >= self.due(payee, given.month):
                    found.setdefault((payee.worker_id, payee.job), set()).add(given.month)
        return found


def numbers(rows: Sequence[GivenPayment]) -> tuple[set[str], set[str]]:
    return {row.nik for row in rows if row.nik}, {row.kpj for row in rows if row.kpj}


def _stranger_key(given: GivenPayment) -> StrangerKey:
    return f"{given.nik or ''}/{given.kpj or ''}", given.month, given.amount, given.reference


def claim_of(key: WorkerMonth) -> str:
    worker_id, job, month = key
    return f"month:{worker_id}:{job}:{month}"


def _key(payee: Payee, month: Month) -> WorkerMonth:
    return payee.worker_id, payee.job, month
