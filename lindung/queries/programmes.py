"""Programmes and their funds as people read them: budget, period, workers, and what each month has cost (R8c, R14).

Whoever sees every unit, or the office that proposes a fund, reads its money. A village reads how many of its own people
a fund pays for, and nothing of the budget.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, and_, func, or_, select

from lindung.domain.duties import DutyKind
from lindung.domain.errors import NotThere
from lindung.domain.funds import FundSource, PaperKind
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.circulars import Document
from lindung.models.funds import Fund, FundPaper
from lindung.models.ledger import MonthCover
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment
from lindung.queries.circulars import CircularRow, StoredDocument, circular_row, circular_rows
from lindung.queries.fund_months import PaidMonth
from lindung.queries.viewer import Viewer, in_reach


@dataclass(frozen=True, slots=True)
class FundRow:
    id: int
    sponsor_id: int
    circular_id: int
    name: str
    source: FundSource
    is_public: bool
    unit_code: str
    unit_name: str
    amount: int
    first_month: Month
    last_month: Month
    planned: int | None
    note: str | None
    version: int
    is_whole: bool  # the viewer reads its money, and everybody it pays for
    workers: int  # live, of those the viewer may see
    registered: int
    by_tariff: Mapping[str, int]  # the live ones
    paid: Mapping[Month, PaidMonth]

    @property
    def spent(self) -> int:
        return sum(one.paid for one in self.paid.values())

    @property
    def left(self) -> int:
        return self.amount - self.spent


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    circular: CircularRow
    funds: list[FundRow]

    @property
    def workers(self) -> int:
        return sum(one.workers for one in self.funds)

    @property
    def registered(self) -> int:
        return sum(one.registered for one in self.funds)

    @property
    def amount(self) -> int:
        return sum(one.amount for one in self.funds if one.is_whole)

    @property
    def spent(self) -> int:
        return sum(one.spent for one in self.funds if one.is_whole)

    @property
    def is_whole(self) -> bool:
        return any(one.is_whole for one in self.funds)


class FundChoice(NamedTuple):
    id: int
    sponsor_id: int
    name: str
    source: FundSource


class PaperRow(NamedTuple):
    id: int
    fund_id: int
    fund_name: str
    kind: PaperKind
    number: str
    dated_on: date
    month: Month | None
    amount: int | None
    document_id: int | None
    document_name: str | None


class _Counted(NamedTuple):
    workers: int
    registered: int
    by_tariff: dict[str, int]


NOBODY = _Counted(0, 0, {})


def programme_rows(viewer: Viewer, today: date, *, q: str = "") -> list[ProgrammeRow]:
    """Circulars about funded lists: in force first, then drafts, then what has ended."""
    circulars = [one for one in circular_rows(viewer, today, q=q) if one.duty_kind is DutyKind.FUNDED_LIST]
    funds = _funds(viewer, Fund.circular_id.in_([one.id for one in circulars]), today)
    return [ProgrammeRow(one, [fund for fund in funds if fund.circular_id == one.id]) for one in circulars]


def programme_row(viewer: Viewer, circular_id: int, today: date) -> ProgrammeRow:
    circular = programme_circular(viewer, circular_id)
    return ProgrammeRow(circular, _funds(viewer, Fund.circular_id == circular_id, today))


def programme_circular(viewer: Viewer, circular_id: int) -> CircularRow:
    """The circular alone, for pages about something else of the same programme."""
    found = circular_row(viewer, circular_id)
    if found.duty_kind is not DutyKind.FUNDED_LIST:
        raise NotThere
    return found


def funds_of(viewer: Viewer, circular_id: int | None, today: date) -> list[FundRow]:
    """Those of one programme, or of all of them, by name; a fund that pays for nobody of the viewer's is not there."""
    return _funds(viewer, Fund.circular_id == circular_id if circular_id else Fund.id.is_not(None), today)


def fund_row(viewer: Viewer, fund_id: int, today: date) -> FundRow:
    found = _funds(viewer, Fund.id == fund_id, today)
    if not found:
        raise NotThere
    return found[0]


def fund_choices() -> list[FundChoice]:
    """What a list of workers may be narrowed to, by name; that a fund exists is no secret."""
    statement = select(Fund.id, Fund.sponsor_id, Sponsor.name, Fund.source).join(
        Sponsor, Sponsor.id == Fund.sponsor_id
    )
    found = db.session.execute(statement.order_by(Sponsor.name_key, Fund.id))
    return [FundChoice(id_, sponsor_id, name, FundSource(source)) for id_, sponsor_id, name, source in found]


def papers_of(viewer: Viewer, funds: Collection[FundRow]) -> list[PaperRow]:
    """The newest first; of funds whose money the viewer reads."""
    ids = [one.id for one in funds if one.is_whole]
    if not ids:
        return []
    statement = (
        select(
            FundPaper.id,
            FundPaper.fund_id,
            Sponsor.name,
            FundPaper.kind,
            FundPaper.number,
            FundPaper.dated_on,
            FundPaper.month,
            FundPaper.amount,
            FundPaper.document_id,
            Document.name,
        )
        .join(Fund, Fund.id == FundPaper.fund_id)
        .join(Sponsor, Sponsor.id == Fund.sponsor_id)
        .outerjoin(Document, Document.id == FundPaper.document_id)
        .where(FundPaper.fund_id.in_(ids))
        .order_by(FundPaper.dated_on.desc(), FundPaper.id.desc())
    )
    return [
        PaperRow(id_, fund_id, name, PaperKind(kind), *rest)
        for id_, fund_id, name, kind, *rest in cast(Iterable[Any], db.session.execute(statement))
    ]


def paper_row(viewer: Viewer, paper_id: int, today: date) -> PaperRow:
    fund_id = db.session.scalar(select(FundPaper.fund_id).where(FundPaper.id == paper_id))
    if fund_id is None:
        raise NotThere
    found = papers_of(viewer, [fund_row(viewer, fund_id, today)])
    for one in found:
        if one.id == paper_id:
            return one
    raise NotThere


def paper_scan(viewer: Viewer, paper_id: int, today: date) -> StoredDocument:
    paper = paper_row(viewer, paper_id, today)
    row = db.session.execute(
        select(Document.name, Document.media_type, Document.content).where(Document.id == paper.document_id)
    ).first()
    if row is None:
        raise NotThere
    return StoredDocument(*row)


def _funds(viewer: Viewer, which: ColumnElement[bool], today: date) -> list[FundRow]:
    statement = (
        select(Fund, Sponsor.name, Sponsor.is_public, Unit.code, Unit.name, Unit.path)
        .join(Sponsor, Sponsor.id == Fund.sponsor_id)
        .join(Posting, Posting.sponsor_id == Sponsor.id)
        .join(Unit, Unit.id == Posting.unit_id)
        .where(which)
        .order_by(Sponsor.name_key, Fund.id)
    )
    found = db.session.execute(statement).all()
    whole = {fund.sponsor_id for fund, *_, path in found if viewer.sees(path)}
    sponsor_ids = [fund.sponsor_id for fund, *_ in found]
    counted = _counted(viewer, sponsor_ids, whole, today)
    paid = _paid(sorted(whole))
    return [
        FundRow(
            id=fund.id,
            sponsor_id=fund.sponsor_id,
            circular_id=fund.circular_id,
            name=name,
            source=FundSource(fund.source),
            is_public=is_public,
            unit_code=unit_code,
            unit_name=unit_name,
            amount=fund.amount,
            first_month=fund.first_month,
            last_month=fund.last_month,
            planned=fund.planned,
            note=fund.note,
            version=fund.version,
            is_whole=fund.sponsor_id in whole,
            workers=(people := counted.get(fund.sponsor_id, NOBODY)).workers,
            registered=people.registered,
            by_tariff=people.by_tariff,
            paid=paid.get(fund.sponsor_id, {}),
        )
        for fund, name, is_public, unit_code, unit_name, _path in found
        if fund.sponsor_id in whole or counted.get(fund.sponsor_id, NOBODY).workers
    ]


def _counted(
    viewer: Viewer, sponsor_ids: Collection[int], whole: Collection[int], today: date
) -> dict[int, _Counted]:
    """Workers who are covered or about to be, per fund and tariff: each stands in the unit that proposed him."""
    if not sponsor_ids:
        return {}
    seen = or_(Enrolment.sponsor_id.in_(whole), in_reach(viewer, Unit.path))
    statement = (
        select(
            Enrolment.sponsor_id,
            Enrolment.tariff,
            func.count(),
            func.count().filter(Enrolment.registered_on <= today),
        )
        .join(Unit, Unit.id == Enrolment.unit_id)
        .where(Enrolment.sponsor_id.in_(sponsor_ids), _is_live(today), seen)
        .group_by(Enrolment.sponsor_id, Enrolment.tariff)
        .order_by(Enrolment.sponsor_id, Enrolment.tariff)
    )
    found: dict[int, _Counted] = {}
    for sponsor_id, tariff, workers, registered in db.session.execute(statement):
        before = found.get(sponsor_id, NOBODY)
        found[sponsor_id] = _Counted(
            before.workers + workers, before.registered + registered, {**before.by_tariff, tariff: workers}
        )
    return found


def _is_live(today: date) -> ColumnElement[bool]:
    return and_(Enrolment.noted_on <= today, or_(Enrolment.ended_on.is_(None), Enrolment.ended_on > today))


def _paid(sponsor_ids: Collection[int]) -> dict[int, dict[Month, PaidMonth]]:
    if not sponsor_ids:
        return {}
    statement = (
        select(
            Enrolment.sponsor_id,
            MonthCover.month,
            func.count(),
            func.sum(MonthCover.paid),
            func.sum(MonthCover.confirmed),
        )
        .join(Enrolment, Enrolment.id == MonthCover.enrolment_id)
        .where(Enrolment.sponsor_id.in_(sponsor_ids), MonthCover.paid != 0)
        .group_by(Enrolment.sponsor_id, MonthCover.month)
        .order_by(Enrolment.sponsor_id, MonthCover.month)
    )
    found: dict[int, dict[Month, PaidMonth]] = {}
    for sponsor_id, month, workers, paid, confirmed in db.session.execute(statement):
        found.setdefault(sponsor_id, {})[month] = PaidMonth(int(workers), int(paid), int(confirmed))
    return found
