"""What an office says it has paid: one worker's month, or the selected ones', "belum dikonfirmasi BPJS" (R14, R16)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, select

from lindung.actions import credit, ledger, own, summaries
from lindung.actions.acts import act
from lindung.actions.done import Done
from lindung.actions.ledger import Part, Receipt, Source
from lindung.domain.credits import Lack, filled
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import BEGINNING, Month
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.ledger import MonthCover
from lindung.models.rates import MonthDue
from lindung.models.sponsors import Sponsor
from lindung.models.workers import Enrolment, Worker
from lindung.queries.reach import is_enrolled_here
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer

MOST_MONTHS = 12  # R14: 1, 3, 6 or 12 in advance
MOST_RUPIAH = 100_000_000  # typed for one worker
EARLIEST = date(2022, 1, 1)  # where covers begin


class _Balance(NamedTuple):
    """One worker-month: which enrolment holds it, and what has been paid."""

    enrolment_id: int
    paid: int


class _Owed(NamedTuple):
    """What one enrolment still owes for one month; `payer_id` is another enrolment that pays it."""

    enrolment: Enrolment
    month: Month
    amount: int
    payer_id: int | None


Dues = Mapping[tuple[str, Month], int]
Balances = Mapping[tuple[int, int, Month], _Balance]


def pay_month(
    viewer: Viewer,
    enrolment_ids: Collection[int],
    month: Month,
    paid_on: date,
    *,
    months: int = 1,
    amount: int | None = None,
    expected_count: int | None = None,
    reference: str | None = None,
    today: date,
    key: str | None = None,
) -> Done:
    """Pays what is still due of `months` months from `month` on, for each; nobody is skipped, or nothing is saved.

    `amount`: what was paid for one enrolment, when it is not just that: it fills the months in order, the last perhaps
    in part, and what is over is credit (R14). RuleBroken of one: already_paid, second_payer (payer), not_registered,
    month_before_first, month_after_end (field month), day_ahead (paid_on), amount_unusable, amount_of_many (amount),
    no_rate_for_month. Of many: count_changed, bulk_already_paid, bulk_second_payer, bulk_not_payable (count, who).
    `undo_act` takes it back by reversing rows.
    """
    wanted = sorted(set(enrolment_ids))
    span = _span(month, months)
    with act(viewer, "payment.opd", today=today, key=key) as deed:
        found = own.own_enrolments(viewer, wanted, Act.RECORD_PAYMENTS, today)
        if expected_count is None and len(found) != len(wanted):
            raise NotThere
        own.check_count(len(wanted) if expected_count is None else expected_count, len(wanted), len(found))
        _check_amount(amount, len(found))
        own.check_day(paid_on, today, "paid_on")
        if paid_on < EARLIEST:
            raise RuleBroken("day_too_early", field="paid_on")
        words = own.short_text(reference, "reference")
        since = BEGINNING if credit.has_credit([one.id for one in found]) else month
        with summaries.difference(deed, (), since=since, enrolment_ids=[one.id for one in found]):
            own.check_still_own(viewer, found, today)
            _lock(found)
            _refuse_unpayable(found, span)
            receipts = [
                Receipt(Source.OPD, paid_on, *_laid_out(id_, amount, lacks), words, enrolment_id=id_)
                for id_, lacks in _lacks(viewer, found, span, today, is_typed=amount is not None).items()
            ]
            if ledger.receive(deed, receipts):
                raise RuleBroken("bulk_second_payer", field="month", count=1, who="")
        done = Done(deed.id, count=len(found), record_id=found[0].id if len(found) == 1 else None)
        deed.result = done.result
    return done


def check_rupiah(amount: int | None) -> None:
    """What can be typed for one worker; None: just what the months lack."""
    if amount is not None and not 0 < amount <= MOST_RUPIAH:
        raise RuleBroken("amount_unusable", field="amount", most=MOST_RUPIAH)


def _check_amount(amount: int | None, count: int) -> None:
    check_rupiah(amount)
    if amount is not None and count != 1:
        raise RuleBroken("amount_of_many", field="amount")


def _laid_out(enrolment_id: int, amount: int | None, lacks: Sequence[Lack]) -> tuple[int, tuple[Part, ...]]:
    """What was paid, and what each month takes of it."""
    paid = sum(lack.amount for lack in lacks) if amount is None else amount
    return paid, tuple(Part(enrolment_id, *part) for part in filled(paid, lacks))


def _lock(found: Sequence[Enrolment]) -> None:
    """With them whatever else enrols their workers, in one order: two payers of one person come in turn (R17)."""
    wanted: list[int] = []
    for ids in chunks(sorted({one.worker_id for one in found})):
        wanted += db.session.scalars(select(Enrolment.id).where(Enrolment.worker_id.in_(ids)))
    for ids in chunks(sorted(wanted)):
        statement = select(Enrolment).where(Enrolment.id.in_(ids)).order_by(Enrolment.id).with_for_update()
        db.session.scalars(statement.execution_options(populate_existing=True)).all()


def _span(month: Month, months: int) -> list[Month]:
    if not 1 <= months <= MOST_MONTHS:
        raise RuleBroken("too_many_months", field="months", most=MOST_MONTHS)
    return list(month.through(month.plus(months - 1)))


def _refuse_unpayable(found: Sequence[Enrolment], span: Sequence[Month]) -> None:
    """Whoever is not registered yet, begins later or has ended owes nothing in these months."""
    refused = [(one, broken) for one in found if (broken := _unpayable(one, span))]
    if refused and len(found) == 1:
        raise refused[0][1]
    if refused:
        raise RuleBroken("bulk_not_payable", field="month", count=len(refused), who=_name(refused[0][0]))


def _unpayable(enrolment: Enrolment, span: Sequence[Month]) -> RuleBroken | None:
    if enrolment.registered_on is None or enrolment.first_month is None:
        return RuleBroken("not_registered", field="month")
    if span[0] < enrolment.first_month:
        return RuleBroken("month_before_first", field="month", first=enrolment.first_month)
    if enrolment.ended_on is not None and enrolment.ended_on <= span[-1].first_day():
        return RuleBroken("month_after_end", field="month", ended_on=enrolment.ended_on)
    return None


def _lacks(
    viewer: Viewer, found: Sequence[Enrolment], span: Sequence[Month], today: date, *, is_typed: bool
) -> dict[int, list[Lack]]:
    """Per enrolment what its months still lack; a month paid in full, or by another, refuses the whole.

    An amount that was typed passes over months that are paid, as long as there is one that is not.
    """
    dues, balances = _dues(found, span), _balances(found, span)
    owed = [one for enrolment in found for one in _owed(enrolment, span, dues, balances)]
    taken = [one for one in owed if one.payer_id is not None]
    if taken:
        raise _second_payer(viewer, found, taken, today)
    paid = [one for one in owed if one.amount <= 0]
    if is_typed and len(paid) < len(owed):
        paid = []
    if paid and len(found) == 1:
        raise RuleBroken("already_paid", field="month", month=paid[0].month)
    if paid:
        who = _name(paid[0].enrolment)
        count = len({one.enrolment.id for one in paid})
        raise RuleBroken("bulk_already_paid", field="month", count=count, who=who)
    lacks: dict[int, list[Lack]] = {one.id: [] for one in found}
    for one in owed:
        lacks[one.enrolment.id].append(Lack(one.month, one.amount))
    return lacks


def _owed(one: Enrolment, span: Sequence[Month], dues: Dues, balances: Balances) -> Iterator[_Owed]:
    for month in span:
        due = dues.get((one.tariff, month))
        if due is None:
            raise RuleBroken("no_rate_for_month", field="month", month=month)
        balance = balances.get((one.worker_id, one.job, month), _Balance(one.id, 0))
        is_taken = balance.paid != 0 and balance.enrolment_id != one.id
        yield _Owed(one, month, due - balance.paid, balance.enrolment_id if is_taken else None)


def _second_payer(
    viewer: Viewer, found: Sequence[Enrolment], taken: Sequence[_Owed], today: date
) -> RuleBroken:
    """Who paid is named to whoever may see him (R17)."""
    if len(found) > 1:
        count = len({one.enrolment.id for one in taken})
        return RuleBroken("bulk_second_payer", field="month", count=count, who=_name(taken[0].enrolment))
    statement = (
        select(Sponsor.name)
        .join(Enrolment, Enrolment.sponsor_id == Sponsor.id)
        .where(Enrolment.id == taken[0].payer_id, is_enrolled_here(viewer, today))
    )
    payer = db.session.scalars(statement).first()
    if payer is None:
        return RuleBroken("second_payer_elsewhere", field="month")
    return RuleBroken("second_payer", field="month", payer=payer)


def _dues(found: Sequence[Enrolment], span: Sequence[Month]) -> Dues:
    statement = select(MonthDue.tariff, MonthDue.month, MonthDue.amount).where(
        MonthDue.tariff.in_({one.tariff for one in found}), MonthDue.month.between(span[0], span[-1])
    )
    return {(tariff, month): amount for tariff, month, amount in db.session.execute(statement)}


def _balances(found: Sequence[Enrolment], span: Sequence[Month]) -> Balances:
    balances: dict[tuple[int, int, Month], _Balance] = {}
    for ids in chunks(sorted({one.worker_id for one in found})):
        statement = select(
            MonthCover.worker_id, MonthCover.job, MonthCover.month, MonthCover.enrolment_id, MonthCover.paid
        ).where(and_(MonthCover.worker_id.in_(ids), MonthCover.month.between(span[0], span[-1])))
        for worker_id, job, month, enrolment_id, paid in db.session.execute(statement):
            balances[worker_id, job, month] = _Balance(enrolment_id, paid)
    return balances


def _name(enrolment: Enrolment) -> str:
    return db.session.get_one(Worker, enrolment.worker_id).name
