"""The one statement that counts a circular's months, for everybody or for a few sponsors (R7-R10, R18)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.sql.functions import coalesce

from lindung.domain.duties import Answer, DutyKind, SponsorKind
from lindung.domain.months import Month, judged_on
from lindung.domain.protection import WINDOW, Step, window_start
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration
from lindung.models.ledger import MonthCover
from lindung.models.rates import MonthDue
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.summaries import LadderStep
from lindung.models.units import ids_on
from lindung.models.workers import Enrolment
from lindung.queries.thresholds import thresholds

MonthUnit = tuple[Month, int]
People = Collection[int] | BindParameter[Sequence[int]]
SOME: BindParameter[Sequence[int]] = bindparam("some_sponsors", expanding=True)
UNPAID_WINDOW = "0" * WINDOW


class Counts(NamedTuple):
    """What one unit counts in one month; the names are the columns of `unit_month`."""

    asn: int = 0
    answered: int = 0
    none: int = 0
    target: int = 0
    registered: int = 0
    settled: int = 0
    settled_confirmed: int = 0
    workers: int = 0
    workers_registered: int = 0
    due: int = 0
    paid: int = 0
    paid_confirmed: int = 0
    never: int = 0
    waiting_1: int = 0
    waiting_2: int = 0
    full: int = 0
    late_1: int = 0
    late_2: int = 0
    late_3: int = 0
    lapsed: int = 0

    def plus(self, other: "Counts") -> "Counts":
        return Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def minus(self, other: "Counts") -> "Counts":
        return Counts(*(mine - theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def unanswered(self) -> int:
        return self.asn - self.answered

    @property
    def unregistered(self) -> int:
        return self.target - self.registered

    @property
    def unpaid(self) -> int:
        """Registered, not all paid."""
        return self.registered - self.settled

    @property
    def active(self) -> int:
        """Workers whose membership stands: paid at least once and not lapsed."""
        return self.waiting_1 + self.waiting_2 + self.full + self.late_1 + self.late_2 + self.late_3


def total(counts: Iterable[Counts]) -> Counts:
    result = Counts()
    for one in counts:
        result = result.plus(one)
    return result


def counted(
    circular: Circular, months: Sequence[Month], today: date, sponsor_ids: Collection[int] | None = None
) -> dict[MonthUnit, Counts]:
    """Counts per month and unit of the people directly in it, now known of those months; absent means zero."""
    return Counting(circular, months, today, of_some=sponsor_ids is not None).counted(sponsor_ids or ())


class Counting:
    """The statement ready to be asked twice, before and after a change: building it costs more than running it."""

    def __init__(
        self, circular: Circular, months: Sequence[Month], today: date, *, of_some: bool = True
    ) -> None:
        self._of_some = of_some
        self._statement = _counting(circular, months, today, SOME if of_some else None) if months else None

    def counted(self, sponsor_ids: Collection[int] = ()) -> dict[MonthUnit, Counts]:
        if self._statement is None or (self._of_some and not sponsor_ids):
            return {}
        some = {SOME.key: list(sponsor_ids)} if self._of_some else {}
        return {
            (Month(row[0]), row[1]): Counts(*(int(value) for value in row[2:]))
            for row in db.session.execute(self._statement, some)
        }


def _counting(
    circular: Circular, months: Sequence[Month], today: date, sponsor_ids: BindParameter[Sequence[int]] | None
) -> Select[*tuple[Any, ...]]:
    people = standing_rows(circular, months, today, sponsor_ids)
    ladder = [func.sum(people.c[step.value]) for step in Step]
    return select(
        people.c.month,
        people.c.unit_id,
        func.sum(people.c.is_asn),
        func.sum(people.c.is_none + people.c.is_target),
        func.sum(people.c.is_none),
        func.sum(people.c.is_target),
        func.sum(people.c.is_registered),
        func.sum(people.c.is_settled),
        func.sum(people.c.is_settled_confirmed),
        func.sum(people.c.live),
        func.sum(people.c.registered),
        func.sum(people.c.due_amount),
        func.sum(people.c.paid_amount),
        func.sum(people.c.confirmed_amount),
        *ladder,
    ).group_by(people.c.month, people.c.unit_id)


def with_ancestors(counts: dict[MonthUnit, Counts], paths: dict[int, str]) -> dict[MonthUnit, Counts]:
    """The counts of each unit together with everything below it."""
    sums: dict[MonthUnit, Counts] = {}
    for (month, unit_id), own in counts.items():
        for ancestor in ids_on(paths[unit_id]):
            sums[month, ancestor] = sums.get((month, ancestor), Counts()).plus(own)
    return sums


def standing_rows(
    circular: Circular, months: Sequence[Month], today: date, sponsor_ids: People | None = None
) -> Subquery:
    """One row per month and posted sponsor with 0/1 columns for his state: lists filter on it, counts sum it."""
    frame = _frame(months, today)
    covers = _covers(circular, frame, sponsor_ids)
    is_asn = and_(Sponsor.kind == SponsorKind.ASN.value, Sponsor.employment.in_(circular.audience))
    quota = _quota(circular)
    answered = Declaration.answer.is_not(None)
    makes_target = Declaration.answer.in_([answer.value for answer in Answer if answer.makes_target])
    is_none = and_(is_asn, quota == 0, answered, ~makes_target)
    is_target = and_(is_asn, or_(quota > 0, and_(answered, makes_target)))
    live, registered = coalesce(covers.c.live, 0), coalesce(covers.c.registered, 0)
    due, paid = coalesce(covers.c.due, 0), coalesce(covers.c.paid, 0)
    is_registered = and_(is_target, live > 0, registered == live, registered >= quota)
    is_settled = and_(is_registered, due > 0, paid == due)
    is_confirmed = and_(is_settled, coalesce(covers.c.confirmed, 0) == due)
    statement = (
        select(
            frame.c.month,
            Posting.unit_id,
            Sponsor.id.label("sponsor_id"),
            _flag(is_asn).label("is_asn"),
            _flag(is_none).label("is_none"),
            _flag(is_target).label("is_target"),
            _flag(is_registered).label("is_registered"),
            _flag(is_settled).label("is_settled"),
            _flag(is_confirmed).label("is_settled_confirmed"),
            live.label("live"),
            registered.label("registered"),
            coalesce(covers.c.due_amount, 0).label("due_amount"),
            coalesce(covers.c.paid_amount, 0).label("paid_amount"),
            coalesce(covers.c.confirmed_amount, 0).label("confirmed_amount"),
            *(coalesce(covers.c[step.value], 0).label(step.value) for step in Step),
        )
        .select_from(frame)
        .join(Posting, and_(Posting.first_month <= frame.c.month, Posting.last_month >= frame.c.month))
        .join(Sponsor, Sponsor.id == Posting.sponsor_id)
        .outerjoin(Declaration, and_(Declaration.sponsor_id == Sponsor.id, _counts_on(frame.c.day, circular)))
        .outerjoin(covers, and_(covers.c.sponsor_id == Sponsor.id, covers.c.month == frame.c.month))
    )
    if sponsor_ids is not None:
        statement = statement.where(Sponsor.id.in_(sponsor_ids))
    return statement.subquery("standing")


class LadderColumns(NamedTuple):
    window: ColumnElement[str]
    was_paid: ColumnElement[bool]


def ladder_window(start: ColumnElement[int], is_running: ColumnElement[int]) -> LadderColumns:
    """The months that decide a step, ending with the month; an unpaid running month is left out (R15)."""
    ends_unpaid = func.substr(Enrolment.cover, start + WINDOW - 1, 1) == "0"
    first = start - case((and_(is_running == 1, ends_unpaid), 1), else_=0)
    history = func.substr(Enrolment.cover, 1, first + WINDOW - 1)
    return LadderColumns(func.substr(Enrolment.cover, first, WINDOW), history.like("%1%"))


def is_live(day: ColumnElement[date]) -> ColumnElement[bool]:
    return and_(Enrolment.noted_on <= day, or_(Enrolment.ended_on.is_(None), Enrolment.ended_on > day))


def is_registered(day: ColumnElement[date]) -> ColumnElement[bool]:
    """Registered on that day: from `registered_on` until `ended_on` (R7)."""
    return and_(is_live(day), Enrolment.registered_on <= day)


def _covers(circular: Circular, frame: CTE, sponsor_ids: People | None) -> Subquery:
    """Per month and sponsor: what his enrolments add up to."""
    registered = is_registered(frame.c.day)
    due = and_(registered, Enrolment.first_month <= frame.c.month)
    paid_amount = coalesce(MonthCover.paid, 0)
    confirmed_amount = coalesce(MonthCover.confirmed, 0)
    ladder = ladder_window(frame.c.window_start, frame.c.is_running)
    step = case(
        (and_(ladder.window == UNPAID_WINDOW, ladder.was_paid), Step.LAPSED.value), else_=LadderStep.step
    )
    statement = (
        select(
            frame.c.month,
            Enrolment.sponsor_id,
            func.sum(_flag(is_live(frame.c.day))).label("live"),
            func.sum(_flag(registered)).label("registered"),
            func.sum(_flag(due)).label("due"),
            func.sum(_flag(and_(due, MonthDue.amount > 0, paid_amount >= MonthDue.amount))).label("paid"),
            func.sum(_flag(and_(due, MonthDue.amount > 0, confirmed_amount >= MonthDue.amount))).label(
                "confirmed"
            ),
            func.sum(case((due, coalesce(MonthDue.amount, 0)), else_=0)).label("due_amount"),
            func.sum(paid_amount).label("paid_amount"),
            func.sum(confirmed_amount).label("confirmed_amount"),
            *(func.sum(_flag(and_(due, step == one.value))).label(one.value) for one in Step),
        )
        .select_from(frame)
        .join(Enrolment, Enrolment.circular_id == circular.id)
        .outerjoin(
            MonthCover, and_(MonthCover.enrolment_id == Enrolment.id, MonthCover.month == frame.c.month)
        )
        .outerjoin(MonthDue, and_(MonthDue.tariff == Enrolment.tariff, MonthDue.month == frame.c.month))
        .outerjoin(LadderStep, and_(LadderStep.rule == frame.c.rule, LadderStep.window == ladder.window))
        .group_by(frame.c.month, Enrolment.sponsor_id)
    )
    if sponsor_ids is not None:
        statement = statement.where(Enrolment.sponsor_id.in_(sponsor_ids))
    return statement.subquery("covers")


def _frame(months: Sequence[Month], today: date) -> CTE:
    """The months asked for, each with the day it is judged by and where its ladder window begins."""
    limits = thresholds()
    # PostgreSQL needs the type said; SQLite keeps days as text, which a cast to DATE would turn into a number.
    day_type = Date().with_variant(String(), "sqlite")
    return union_all(
        *(
            select(
                literal(month.number, Integer).label("month"),
                type_coerce(cast(literal(judged_on(month, today), Date), day_type), Date).label("day"),
                literal(window_start(month), Integer).label("window_start"),
                literal(int(month == Month.of(today)), Integer).label("is_running"),
                literal(limits.ladder(month).code, String).label("rule"),
            )
            for month in months
        )
    ).cte("frame")


def _quota(circular: Circular) -> ColumnElement[int]:
    if circular.duty_kind != DutyKind.QUOTA.value:
        return literal(0, Integer)
    common = circular.quota or 0
    groups = [
        (or_(Sponsor.grade == group, Sponsor.grade.like(f"{group}/%")), number)
        for group, number in sorted(circular.quota_by_grade.items())
    ]
    return case(*groups, else_=common) if groups else literal(common, Integer)


def _counts_on(day: ColumnElement[date], circular: Circular) -> ColumnElement[bool]:
    return and_(Declaration.circular_id == circular.id, Declaration.made_on <= day, Declaration.ends_on > day)


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
