"""What BPJS received: each row in exactly one group (R16); what is clear is booked, what is not waits for a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import func, select

from lindung.actions import ledger, payers, worker_writing
from lindung.actions.acts import Deed, insert_rows
from lindung.actions.importers.protocol import Importer, Verdict
from lindung.actions.ledger import Part, Receipt, Source
from lindung.actions.matching import Found, Matching, numbers
from lindung.domain.errors import ChangedMeanwhile, RuleBroken
from lindung.domain.import_cells import Cell
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_payments import GivenPayment, read_payment
from lindung.domain.import_rows import Outcome, Reading, RowProblem
from lindung.domain.settlements import Resolution, Settlement
from lindung.models.base import db
from lindung.models.imports import BpjsRow
from lindung.models.ledger import Payment
from lindung.queries.payees import enrolments_of
from lindung.queries.staging import chunks

FEWEST_OF_A_BRANCH = 2  # one row that nobody knows may be a worker we lack; a whole file is another branch's


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    row: int
    given: GivenPayment
    found: Found
    is_asked: bool = False  # a row that waits is new: one of an earlier file is the same


class PaymentImporter(Importer[GivenPayment]):
    kind: ClassVar[ImportKind] = ImportKind.PAYMENTS
    recounts: ClassVar[bool] = False
    over_locks: ClassVar[bool] = True  # payment truth is BPJS's: shown beside what was approved (R16, R22)

    def read(self, cells: Mapping[str, Cell]) -> Reading[GivenPayment]:
        return read_payment(cells, self.scope.today, self.scope.stated_month)

    def hold(self, rows: Sequence[GivenPayment]) -> None:
        payers.locked((), enrolments_of(*numbers(rows)))

    def load(self, rows: Sequence[GivenPayment]) -> None:
        self.matching = Matching(self.scope.viewer, rows)

    def decide(self, row: int, given: GivenPayment) -> Verdict:
        found = self.matching.find(given, self.claims)
        label = f"{found.person.name} ··{found.person.last4}" if found.person else f"··{given.last4}"
        if self.matching.is_repeated(given):
            return Verdict(Outcome.SAME, label, amount=given.amount)
        if found.payee is not None and not self.matching.due(found.payee, given.month):
            raise RuleBroken("no_rate_for_month", field="bulan", month=given.month)
        return Verdict(
            Outcome.ASK if found.waits else Outcome.NEW,
            label,
            [self._problem(found)] if found.waits else [],
            claims={found.claims: ""} if found.claims else {},
            plan=PaymentPlan(row, given, found),
            settlement=found.group.value,
            amount=given.amount,
        )

    def enrolments(self, verdicts: Sequence[Verdict]) -> list[int]:
        return sorted({one.found.payee.id for one in _booked(verdicts) if one.found.payee})

    def objection(self, seen: Mapping[str, int]) -> RuleBroken | None:
        """Why the whole file is refused: a row that cannot be read, or nobody that is known."""
        rows = sum(seen.values())
        if seen.get(Outcome.WRONG.value, 0):
            return RuleBroken("payment_file_unreadable", rows=seen[Outcome.WRONG.value])
        strangers = seen.get(Settlement.UNKNOWN.value, 0)
        if rows >= FEWEST_OF_A_BRANCH and strangers == rows:
            return RuleBroken("payment_file_of_another_branch", rows=rows)
        return None

    def apply(self, deed: Deed, verdicts: Sequence[Verdict], people: list[int]) -> None:
        plans: list[PaymentPlan] = [one.plan for one in verdicts if one.plan is not None]
        insert_rows(deed, BpjsRow, [self._row(plan) for plan in plans])
        receipts = [receipt_of(plan.given, plan.found, deed.today) for plan in _booked(verdicts)]
        if ledger.receive(deed, receipts):  # judged under the same locks: somebody paid by another way
            raise ChangedMeanwhile({})
        worker_writing.change_enrolments(_protections(plans))
        self._supersede(plans)
        _check_sums(deed, verdicts)

    def _supersede(self, plans: Sequence[PaymentPlan]) -> None:
        ids = {id_ for plan in plans for id_ in self.matching.superseded(plan.given)}
        for part in chunks(sorted(ids)):
            for row in db.session.scalars(select(BpjsRow).where(BpjsRow.id.in_(part)).order_by(BpjsRow.id)):
                if row.resolution is None:
                    row.resolution = Resolution.SUPERSEDED.value

    def _problem(self, found: Found) -> RowProblem:
        code = found.cause or "bpjs_after_lapse"
        earlier = self.claims.get(found.claims or "")
        facts = {"first_row": earlier.row} if code == "bpjs_twice" and earlier else {}
        return RowProblem(code, "bulan" if found.payee else "nik", facts)

    def _row(self, plan: PaymentPlan) -> dict[str, Any]:
        given, found = plan.given, plan.found
        return {
            "batch_id": self.scope.batch_id,
            "row": plan.row,
            "month": given.month,
            "amount": given.amount,
            "paid_on": given.paid_on,
            "reference": given.reference,
            "settlement": found.group.value,
            "cause": found.cause,
            "enrolment_id": found.payee.id if found.payee else None,
            "unit_id": found.payee.unit_id if found.payee else None,
            "resolution": Resolution.ACCEPTED.value if _is_accepted(found) else None,
            "reason": None,
            "version": 1,
        }


def receipt_of(given: GivenPayment, found: Found, today: date) -> Receipt:
    """The money of a row: what its month takes, and the rest as credit."""
    if found.payee is None:
        raise ValueError("a row about nobody pays nothing")
    part = Part(found.payee.id, given.month, found.takes)
    paid_on = given.paid_on or min(given.month.last_day(), today)
    return Receipt(Source.BPJS, paid_on, given.amount, (part,), given.reference, enrolment_id=found.payee.id)


def _is_accepted(found: Found) -> bool:
    """After a lapse money is taken by the regency's setting, without asking anybody."""
    return found.group is Settlement.AFTER_LAPSE and not found.waits


def _booked(verdicts: Sequence[Verdict]) -> list[PaymentPlan]:
    return [verdict.plan for verdict in verdicts if verdict.acts]


def _protections(plans: Sequence[PaymentPlan]) -> dict[int, dict[str, date]]:
    """Where BPJS says until when somebody is protected (R18)."""
    return {
        plan.found.payee.id: {"protected_until": plan.given.protected_until}
        for plan in plans
        if plan.found.payee and plan.given.protected_until
    }


def _check_sums(deed: Deed, verdicts: Sequence[Verdict]) -> None:
    """What was booked and what waits are together the file, to the rupiah; or nothing is saved (R16)."""
    booked = db.session.scalar(
        select(func.coalesce(func.sum(Payment.amount), 0)).where(
            Payment.act_id == deed.id, Payment.source == Source.BPJS.value
        )
    )
    rest = sum(one.amount or 0 for one in verdicts if not one.acts)
    total = sum(one.amount or 0 for one in verdicts)
    if int(booked or 0) + rest != total:
        raise RuleBroken("payment_file_sums_differ", booked=booked, total=total)
