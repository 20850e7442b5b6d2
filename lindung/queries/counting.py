"""The one statement that counts a circular's months, for everybody or for a few sponsors (R7-R10, R18)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    false,
    func,
    inspect,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased
from sqlalchemy.sql.functions import coalesce

from lindung.domain.duties import Answer, DutyKind, SponsorKind
from lindung.domain.months import Month
from lindung.domain.protection import Step
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration
from lindung.models.sponsors import Household, Posting, Sponsor
from lindung.models.units import ids_on
from lindung.models.workers import Enrolment
from lindung.queries.covers import covers, flag, frame_of
from lindung.queries.thresholds import thresholds

MonthUnit = tuple[Month, int]
People = Collection[int] | BindParameter[Sequence[int]]
# Sponsors; under a programme of funds enrolments.
SOME: BindParameter[Sequence[int]] = bindparam("some_sponsors", expanding=True)
# Columns of workers and money, in the order of `Counts`.
WORK = ("live", "registered", "due_amount", "paid_amount", "confirmed_amount", *(one.value for one in Step))

BUILT: dict[object, Select[*tuple[Any, ...]]] = {}  # by all they are made of
MOST_BUILT = 64


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
    def waiting(self) -> int:
        return self.waiting_1 + self.waiting_2

    @property
    def late(self) -> int:
        return self.late_1 + self.late_2 + self.late_3

    @property
    def active(self) -> int:
        """Workers whose membership stands: paid at least once and not lapsed."""
        return self.waiting_1 + self.waiting_2 + self.full + self.late_1 + self.late_2 + self.late_3


def total(counts: Iterable[Counts]) -> Counts:
    result = Counts()
    for one in counts:
        result = result.plus(one)
    return result


def counted(circular: Circular, months: Sequence[Month], today: date) -> dict[MonthUnit, Counts]:
    """Counts per month and unit of the people directly in it, now known of those months; absent means zero."""
    return Counting(circular, months, today, of_some=False).counted()


class Counting:
    """The statement ready to be asked again and again: building it costs more than running it."""

    def __init__(
        self, circular: Circular, months: Sequence[Month], today: date, *, of_some: bool = True
    ) -> None:
        self._of_some = of_some
        self._of_funds = DutyKind(circular.duty_kind).of_funds
        self._statement = _built(circular, months, today, of_some=of_some) if months else None

    def counted(
        self, sponsor_ids: Collection[int] = (), enrolment_ids: Collection[int] = ()
    ) -> dict[MonthUnit, Counts]:
        """What these sponsors count where they stand, or of funds these enrolments."""
        some_ids = enrolment_ids if self._of_funds else sponsor_ids
        if self._statement is None or (self._of_some and not some_ids):
            return {}
        some = {SOME.key: list(some_ids)} if self._of_some else {}
        return {
            (Month(row[0]), row[1]): Counts(*(int(value) for value in row[2:]))
            for row in db.session.execute(self._statement, some)
        }


def _built(
    circular: Circular, months: Sequence[Month], today: date, *, of_some: bool
) -> Select[*tuple[Any, ...]]:
    """The statement, or the one built before of the same circular as it stands, months, day and thresholds."""
    said = tuple(repr(getattr(circular, column.key)) for column in inspect(Circular).column_attrs)
    ladders = tuple(thresholds().ladder(month).code for month in months)
    made_of = (said, tuple(months), today, ladders, of_some)
    statement = BUILT.get(made_of)
    if statement is None:
        build = _counting_funds if DutyKind(circular.duty_kind).of_funds else _counting
        statement = build(circular, months, today, SOME if of_some else None)
        if len(BUILT) >= MOST_BUILT:
            BUILT.clear()
        BUILT[made_of] = statement
    return statement


def _counting_funds(
    circular: Circular,
    months: Sequence[Month],
    today: date,
    enrolment_ids: BindParameter[Sequence[int]] | None,
) -> Select[*tuple[Any, ...]]:
    """Named people whom funds pay for (R8): each counts in the unit that proposed him, and nobody has a duty."""
    statement = covers(circular, frame_of(months, today), Enrolment.unit_id)
    if enrolment_ids is not None:
        statement = statement.where(Enrolment.id.in_(enrolment_ids))
    found = statement.subquery("covers")
    nobody = [literal(0, Integer).label(name) for name in Counts._fields[: Counts._fields.index("workers")]]
    return select(found.c.month, found.c.unit_id, *nobody, *_work(found))


def _work(found: FromClause) -> list[ColumnElement[int]]:
    """The columns that count workers and money, in the order of `Counts`."""
    return [found.c[name] for name in WORK]


def _counting(
    circular: Circular, months: Sequence[Month], today: date, sponsor_ids: BindParameter[Sequence[int]] | None
) -> Select[*tuple[Any, ...]]:
    people = standing_rows(circular, months, today, sponsor_ids)
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
        *(func.sum(column) for column in _work(people)),
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
    frame = frame_of(months, today)
    own = _own(circular, frame, sponsor_ids)
    duty = _duty(circular, frame, sponsor_ids, own)
    quota = _quota(circular)
    is_asn = _is_asked(circular, quota)
    answered = Declaration.answer.is_not(None)
    makes_target = Declaration.answer.in_([answer.value for answer in Answer if answer.makes_target])
    is_none = and_(is_asn, quota == 0, answered, ~makes_target)
    is_target = and_(is_asn, or_(quota > 0, and_(answered, makes_target)))
    is_registered = and_(is_target, duty.live > 0, duty.registered == duty.live, duty.registered >= quota)
    is_settled = and_(is_registered, duty.due > 0, duty.paid == duty.due)
    is_confirmed = and_(is_settled, duty.confirmed == duty.due)
    statement = (
        select(
            frame.c.month,
            Posting.unit_id,
            Sponsor.id.label("sponsor_id"),
            flag(is_asn).label("is_asn"),
            flag(is_none).label("is_none"),
            flag(is_target).label("is_target"),
            flag(is_registered).label("is_registered"),
            flag(is_settled).label("is_settled"),
            flag(is_confirmed).label("is_settled_confirmed"),
            *(coalesce(own.c[name], 0).label(name) for name in WORK),
        )
        .select_from(frame)
        .join(Posting, and_(Posting.first_month <= frame.c.month, Posting.last_month >= frame.c.month))
        .join(Sponsor, Sponsor.id == Posting.sponsor_id)
        .outerjoin(Declaration, and_(Declaration.sponsor_id == Sponsor.id, _counts_on(frame.c.day, circular)))
        .outerjoin(own, and_(own.c.sponsor_id == Sponsor.id, own.c.month == frame.c.month))
    )
    if duty.house is not None:
        here = and_(duty.house.c.household_id == Sponsor.household_id, duty.house.c.month == frame.c.month)
        statement = statement.outerjoin(duty.house, here)
    if sponsor_ids is not None:
        statement = statement.where(Sponsor.id.in_(sponsor_ids))
    return statement.subquery("standing")


class _Duty(NamedTuple):
    """By which enrolments a person's duty is judged: his own, or those of his whole household (R11)."""

    live: ColumnElement[int]
    registered: ColumnElement[int]
    due: ColumnElement[int]
    paid: ColumnElement[int]
    confirmed: ColumnElement[int]
    house: Subquery | None


def _duty(circular: Circular, frame: CTE, sponsor_ids: People | None, own: Subquery) -> _Duty:
    house = _house(circular, frame, sponsor_ids) if shares_household(circular) else None
    sides = [own] if house is None else [house, own]
    live, registered, due, paid, confirmed = (
        coalesce(*(side.c[name] for side in sides), 0)
        for name in ("live", "registered", "due", "paid", "confirmed")
    )
    return _Duty(live, registered, due, paid, confirmed, house)


def shares_household(circular: Circular) -> bool:
    """Whether two ASN under one roof meet the duty by one ART (R11): a number per ASN is asked of each."""
    return circular.shares_household and circular.duty_kind == DutyKind.CONDITIONAL.value


def _own(circular: Circular, frame: CTE, sponsor_ids: People | None) -> Subquery:
    """Per month and sponsor: what his enrolments add up to."""
    statement = covers(circular, frame, Enrolment.sponsor_id)
    if sponsor_ids is not None:
        statement = statement.where(Enrolment.sponsor_id.in_(sponsor_ids))
    return statement.subquery("covers")


def _house(circular: Circular, frame: CTE, sponsor_ids: People | None) -> Subquery:
    """Per month and household what its members' enrolments add up to, in the months in which they are linked."""
    members = select(Sponsor.id).where(Sponsor.household_id.is_not(None))
    if sponsor_ids is not None:
        houses = select(Sponsor.household_id).where(Sponsor.id.in_(sponsor_ids))
        members = members.where(Sponsor.household_id.in_(houses))
    payer = aliased(Sponsor)
    return (
        covers(circular, frame, payer.household_id)
        .join(payer, payer.id == Enrolment.sponsor_id)
        .join(
            Household,
            and_(
                Household.id == payer.household_id,
                Household.first_month <= frame.c.month,
                Household.last_month >= frame.c.month,
            ),
        )
        .where(Enrolment.sponsor_id.in_(members))
        .subquery("house")
    )


def _is_asked(circular: Circular, quota: ColumnElement[int]) -> ColumnElement[bool]:
    """Whom a circular binds: its audience, and under a quota only whoever is asked for somebody (R8)."""
    kind = DutyKind(circular.duty_kind)
    if not kind.asks_people:
        return false()
    is_heard = and_(Sponsor.kind == SponsorKind.ASN.value, Sponsor.employment.in_(circular.audience))
    return and_(is_heard, quota > 0) if kind is DutyKind.QUOTA else is_heard


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
