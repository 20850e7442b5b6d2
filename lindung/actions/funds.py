"""Funds of a programme and the papers they rest on: written, changed, ended before their time (R8c, R13)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from lindung.actions import own
from lindung.actions.acts import act
from lindung.actions.circulars import NewDocument, keep_document
from lindung.actions.done import Done
from lindung.actions.fund_payments import pay_month
from lindung.domain.accounts import checked_name
from lindung.domain.budgets import refuse_nobody
from lindung.domain.duties import CircularState, DutyKind, SponsorKind
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.funds import FundFacts, PaperKind, check_fund, check_period
from lindung.domain.months import BEGINNING, OPEN_END, Month
from lindung.domain.names import name_key
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.funds import Fund, FundPaper
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment
from lindung.queries.fund_months import paid_by_month, usual_price
from lindung.queries.history import last_change
from lindung.queries.viewer import Viewer

__all__ = [
    "PaperFacts",
    "add_paper",
    "attach_scan",
    "close_fund",
    "create_fund",
    "edit_fund",
    "pay_month",
    "remove_paper",
]
MOST_OF_PAPER = 10**13
ENDED = (CircularState.SUPERSEDED.value, CircularState.REVOKED.value)


@dataclass(frozen=True, slots=True)
class PaperFacts:
    kind: PaperKind
    number: str
    dated_on: date
    month: Month | None = None
    amount: int | None = None
    document: NewDocument | None = None


def create_fund(
    viewer: Viewer,
    circular_id: int,
    facts: FundFacts,
    *,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """A budget under a programme. Two may overlap: a worker-month still has one payer (R17). `record_id` is the fund.

    RuleBroken: name, fund_amount_unusable (amount), fund_ends_before_start, fund_too_far (last_month), fund_too_early
    (first_month), fund_planned_unusable (planned), unit_unknown, unit_closed (unit_code), programme_ended; and, unless
    `sure`, budget_pays_nobody (amount).
    """
    with act(viewer, "fund.create", today=today, key=key) as deed:
        circular = _programme(viewer, circular_id)
        columns = _columns(circular, facts, sure=sure)
        name = checked_name(facts.name)
        _refuse_taken(circular.id, name, None)
        unit = _open_unit(facts.unit_code)
        sponsor = Sponsor(
            kind=SponsorKind.FUND.value, name=name, name_key=name_key(name), is_public=facts.is_public
        )
        db.session.add(sponsor)
        db.session.flush()
        db.session.add(
            Posting(sponsor_id=sponsor.id, unit_id=unit.id, first_month=BEGINNING, last_month=OPEN_END)
        )
        fund = Fund(sponsor_id=sponsor.id, circular_id=circular.id, **columns)
        db.session.add(fund)
        db.session.flush()
        done = Done(deed.id, record_id=fund.id)
        deed.result = done.result
    return done


def edit_fund(
    viewer: Viewer,
    fund_id: int,
    facts: FundFacts,
    *,
    seen_version: int,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """New words and figures; what was paid stays within them.

    Beside what `create_fund` refuses: fund_below_paid (amount), fund_paid_outside (first_month, last_month),
    fund_payer_fixed (is_public): who is enrolled pays by the rate of that payer.
    """
    with act(viewer, "fund.edit", today=today, key=key) as deed:
        fund, sponsor = _as_seen(viewer, fund_id, seen_version)
        circular = db.session.get_one(Circular, fund.circular_id)
        columns = _columns(circular, facts, sure=sure)
        name = checked_name(facts.name)
        _refuse_taken(circular.id, name, sponsor.id)
        _refuse_paid(fund, facts)
        if facts.is_public != sponsor.is_public and (count := _enrolled(sponsor.id)):
            raise RuleBroken("fund_payer_fixed", field="is_public", count=count)
        for column, value in columns.items():
            setattr(fund, column, value)
        sponsor.name, sponsor.name_key, sponsor.is_public = name, name_key(name), facts.is_public
        posting = db.session.scalars(select(Posting).where(Posting.sponsor_id == sponsor.id)).one()
        if (unit := own.any_unit(facts.unit_code)).id != posting.unit_id:
            posting.unit_id = _open_unit(unit.code).id
        done = Done(deed.id, record_id=fund.id)
        deed.result = done.result
    return done


def close_fund(
    viewer: Viewer,
    fund_id: int,
    last_month: Month,
    reason: str,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """Ends a fund earlier than planned; its workers then need another payer. The reason stands in the act."""
    with act(viewer, "fund.close", today=today, key=key) as deed:
        fund, _sponsor = _as_seen(viewer, fund_id, seen_version)
        words = own.short_text(reason, "reason")
        if not words:
            raise RuleBroken("reason_missing", field="reason")
        check_period(fund.first_month, last_month)
        if last_month >= fund.last_month:
            raise RuleBroken("fund_ends_already", field="last_month", last=fund.last_month)
        _refuse_outside(fund, fund.first_month, last_month)
        fund.last_month = last_month
        done = Done(deed.id, record_id=fund.id)
        deed.result = done.result | {"reason": words}
    return done


def add_paper(
    viewer: Viewer, fund_id: int, facts: PaperFacts, *, today: date, key: str | None = None
) -> Done:
    """A Keputusan, berita acara, SP2D or receipt, with its scan or without. RuleBroken: number, dated_on, amount."""
    with act(viewer, "fund.paper", today=today, key=key) as deed:
        own.check_may(viewer, Act.MANAGE_SETTINGS)
        fund = db.session.get(Fund, fund_id)
        if fund is None:
            raise NotThere
        number = own.short_text(facts.number, "number")
        if not number:
            raise RuleBroken("paper_number_missing", field="number")
        own.check_day(facts.dated_on, today, "dated_on")
        if facts.amount is not None and not 0 < facts.amount <= MOST_OF_PAPER:
            raise RuleBroken("fund_amount_unusable", field="amount", most=MOST_OF_PAPER)
        _refuse_twice(fund.id, facts.kind, number, facts.month)
        document_id = keep_document(facts.document, "dokumen.pdf") if facts.document else None
        paper = FundPaper(
            fund_id=fund.id, kind=facts.kind.value, number=number, dated_on=facts.dated_on,
            month=facts.month, amount=facts.amount, document_id=document_id,
        )  # fmt: skip
        db.session.add(paper)
        db.session.flush()
        done = Done(deed.id, record_id=paper.id)
        deed.result = done.result
    return done


def attach_scan(
    viewer: Viewer, paper_id: int, document: NewDocument, *, today: date, key: str | None = None
) -> Done:
    """The scan of a paper that was noted by its number; an earlier scan stays in the trail."""
    with act(viewer, "fund.scan", today=today, key=key) as deed:
        paper = _own_paper(viewer, paper_id)
        paper.document_id = keep_document(document, "dokumen.pdf")
        done = Done(deed.id, record_id=paper.id)
        deed.result = done.result
    return done


def remove_paper(viewer: Viewer, paper_id: int, *, today: date, key: str | None = None) -> Done:
    """What was noted by mistake; money stays where it was paid."""
    with act(viewer, "fund.paper_remove", today=today, key=key) as deed:
        paper = _own_paper(viewer, paper_id)
        fund_id = paper.fund_id
        db.session.delete(paper)
        done = Done(deed.id, record_id=fund_id)
        deed.result = done.result
    return done


def _programme(viewer: Viewer, circular_id: int) -> Circular:
    """A circular about a funded list; a draft may be given its funds before it is issued."""
    own.check_may(viewer, Act.MANAGE_SETTINGS)
    found = db.session.get(Circular, circular_id)
    if found is None or found.duty_kind != DutyKind.FUNDED_LIST.value:
        raise NotThere
    if found.state in ENDED:
        raise RuleBroken("programme_ended", number=found.number)
    return found


def _columns(circular: Circular, facts: FundFacts, *, sure: bool) -> dict[str, Any]:
    check_fund(facts)
    workers = facts.planned or 1
    needed = workers * usual_price(circular.programmes, facts.is_public)(facts.first_month)
    if not needed:
        raise RuleBroken("no_rate_for_month", field="first_month", month=facts.first_month)
    if facts.amount < needed and not sure:
        refuse_nobody(facts.amount, needed, workers)
    return {
        "source": facts.source.value,
        "amount": facts.amount,
        "first_month": facts.first_month,
        "last_month": facts.last_month,
        "planned": facts.planned,
        "note": own.short_text(facts.note, "note"),
    }


def _as_seen(viewer: Viewer, fund_id: int, seen_version: int) -> tuple[Fund, Sponsor]:
    """The fund under lock, its sponsor before it as everywhere; unchanged since it was drawn."""
    own.check_may(viewer, Act.MANAGE_SETTINGS)
    statement = (
        select(Sponsor)
        .join(Fund, Fund.sponsor_id == Sponsor.id)
        .where(Fund.id == fund_id)
        .with_for_update(of=Sponsor)
    )
    sponsor = db.session.scalars(statement.execution_options(populate_existing=True)).first()
    if sponsor is None:
        raise NotThere
    wanted = select(Fund).where(Fund.id == fund_id).with_for_update()
    fund = db.session.scalars(wanted.execution_options(populate_existing=True)).one()
    if fund.version != seen_version:
        who, when = last_change(Fund.__tablename__, fund.id) or (None, None)
        theirs = {"name": sponsor.name, "amount": fund.amount, "last_month": str(fund.last_month)}
        raise ChangedMeanwhile(theirs | {"version": fund.version}, who, when)
    return fund, sponsor


def _open_unit(code: str) -> Unit:
    unit = own.any_unit(code)
    if unit.closed_from is not None:
        raise RuleBroken("unit_closed", field="unit_code", unit=unit.name, month=unit.closed_from)
    return unit


def _refuse_taken(circular_id: int, name: str, sponsor_id: int | None) -> None:
    """Two funds of one programme under one name could not be told apart in any list."""
    statement = (
        select(Sponsor.id)
        .join(Fund, Fund.sponsor_id == Sponsor.id)
        .where(Fund.circular_id == circular_id, Sponsor.name_key == name_key(name))
    )
    if any(found != sponsor_id for found in db.session.scalars(statement)):
        raise RuleBroken("fund_name_taken", field="name", name=name)


def _refuse_paid(fund: Fund, facts: FundFacts) -> None:
    paid = sum(one.paid for one in paid_by_month(fund.sponsor_id).values())
    if facts.amount < paid:
        raise RuleBroken("fund_below_paid", field="amount", paid=paid)
    _refuse_outside(fund, facts.first_month, facts.last_month)


def _refuse_outside(fund: Fund, first: Month, last: Month) -> None:
    for month, one in sorted(paid_by_month(fund.sponsor_id).items()):
        if one.paid and not first <= month <= last:
            field = "first_month" if month < first else "last_month"
            raise RuleBroken("fund_paid_outside", field=field, month=month)


def _enrolled(sponsor_id: int) -> int:
    statement = select(func.count()).select_from(Enrolment).where(Enrolment.sponsor_id == sponsor_id)
    return db.session.scalar(statement) or 0


def _own_paper(viewer: Viewer, paper_id: int) -> FundPaper:
    own.check_may(viewer, Act.MANAGE_SETTINGS)
    paper = db.session.get(FundPaper, paper_id)
    if paper is None:
        raise NotThere
    return paper


def _refuse_twice(fund_id: int, kind: PaperKind, number: str, month: Month | None) -> None:
    statement = select(FundPaper.id).where(
        FundPaper.fund_id == fund_id, FundPaper.kind == kind.value, FundPaper.number == number
    )
    which = FundPaper.month.is_(None) if month is None else FundPaper.month == month
    if db.session.scalar(statement.where(which)) is not None:
        raise RuleBroken("paper_there_already", field="number", number=number)
