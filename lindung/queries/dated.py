"""Every dated row with where it stands today, for the screens that show and change them (R12, R13, R15, R18, R19)."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, and_, exists, func, literal, or_, select, type_coerce, union_all
from sqlalchemy.orm import aliased

from lindung.domain.benefits import Benefit, BenefitKind
from lindung.domain.dated import days_left
from lindung.domain.errors import NotThere
from lindung.domain.months import OPEN_END, Month
from lindung.domain.rates import Discount, Payer, Rate
from lindung.domain.registration import Programme, Sector, Segment
from lindung.domain.thresholds import BOUNDS, SHIPPED_VALUES, Threshold, ThresholdKey
from lindung.models.base import db
from lindung.models.rates import BenefitRow, DiscountRow, Holiday, RateRow, ThresholdRow
from lindung.queries.thresholds import thresholds

WARNING = "warning"
Value = Rate | Discount | Benefit | Threshold


class Standing(StrEnum):
    IN_FORCE = "in_force"
    AHEAD = "ahead"
    ENDED = "ended"


class DatedRow(NamedTuple):
    record: str  # rate, discount, benefit or threshold
    id: int
    value: Any  # the row as the domain knows it
    verified: bool
    standing: Standing
    days_left: int | None  # of a row that ends soon and has no successor (R13)

    @property
    def first(self) -> Month:
        first: Month = self.value.first_month
        return first

    @property
    def last(self) -> Month | None:
        """None: no end is known."""
        return None if self.value.last_month == OPEN_END else self.value.last_month

    @property
    def can_end(self) -> bool:
        return self.record != "threshold" and self.standing is not Standing.ENDED

    @property
    def can_go(self) -> bool:
        return self.standing is Standing.AHEAD


class HolidayRow(NamedTuple):
    id: int
    day: date
    name: str
    legal_basis: str
    is_ahead: bool


class _Kind(NamedTuple):
    model: Any
    value: Callable[[Any], Value]
    series: tuple[str, ...]


def _rate(row: RateRow) -> Rate:
    return Rate(
        Programme(row.programme), Segment(row.segment), row.band, row.first_month, row.last_month,
        row.base, row.permille, row.minimum, row.maximum, row.legal_basis,
    )  # fmt: skip


def _discount(row: DiscountRow) -> Discount:
    return Discount(
        Programme(row.programme), Segment(row.segment), Sector(row.sector) if row.sector else None,
        Payer(row.payer) if row.payer else None, row.first_month, row.last_month, row.percent, row.legal_basis,
    )  # fmt: skip


def _benefit(row: BenefitRow) -> Benefit:
    return Benefit(
        BenefitKind(row.kind), row.after_months, row.amount, row.times_base, row.first_month, row.last_month,
        row.legal_basis, row.verified,
    )  # fmt: skip


def _threshold(row: ThresholdRow) -> Threshold:
    return Threshold(
        ThresholdKey(row.key), row.value, row.first_month, row.last_month, row.legal_basis, row.verified
    )


KINDS: dict[str, _Kind] = {
    "rate": _Kind(RateRow, _rate, ("segment", "band", "programme")),
    "discount": _Kind(DiscountRow, _discount, ("segment", "sector", "payer", "programme")),
    "benefit": _Kind(BenefitRow, _benefit, ("kind",)),
    "threshold": _Kind(ThresholdRow, _threshold, ("key",)),
}


def dated_rows(record: str, today: date, standing: Standing | None = None) -> list[DatedRow]:
    """All rows of a kind, series by series and the newest of each first. Read by every role."""
    kind, warn_days = KINDS[record], thresholds().at(ThresholdKey.WARN_DAYS, Month.of(today))
    columns = [getattr(kind.model, name) for name in (*kind.series, "first_month", "id")]
    rows = db.session.scalars(select(kind.model).order_by(*columns)).all()
    found = [_row(record, row, rows, today, warn_days) for row in _newest_first(rows, kind)]
    return [row for row in found if standing in (None, row.standing)]


def dated_row(record: str, row_id: int, today: date) -> DatedRow:
    if record not in KINDS:
        raise NotThere
    found = next((row for row in dated_rows(record, today) if row.id == row_id), None)
    if found is None:
        raise NotThere
    return found


def ending_rows(today: date) -> list[DatedRow]:
    """What ends within the days of warning and nothing follows (R13)."""
    return [row for record in KINDS for row in dated_rows(record, today) if row.days_left is not None]


def ending_counts(today: date) -> dict[str, int]:
    """How many of each kind `ending_rows` holds, in one statement: what a first screen asks."""
    running = Month.of(today)
    furthest = today + timedelta(days=BOUNDS[ThresholdKey.WARN_DAYS][1])
    months = list(running.through(Month.of(furthest)))
    found = db.session.execute(union_all(_warning(running), *(_ending(one, months) for one in KINDS))).all()
    days = next((row[2] for row in found if row[0] == WARNING), SHIPPED_VALUES[ThresholdKey.WARN_DAYS])
    counts: Counter[str] = Counter()
    for record, last, count in found:
        if record != WARNING and (Month(last).last_day() - today).days <= days:
            counts[record] += count
    return dict(counts)


def _warning(running: Month) -> Select[Any]:
    """The limit in force, in the shape of the counts beside it."""
    row = ThresholdRow
    in_force = and_(
        row.key == ThresholdKey.WARN_DAYS.value, row.first_month <= running, row.last_month >= running
    )
    newest = select(row.id).where(in_force).order_by(row.first_month.desc()).limit(1).scalar_subquery()
    return select(literal(WARNING), _number(row.last_month), row.value).where(row.id == newest)


def _ending(record: str, months: list[Month]) -> Select[Any]:
    """Rows in force by the month in which they end, without those that another follows."""
    kind = KINDS[record]
    row, after = kind.model, aliased(kind.model)
    same = [getattr(after, name).is_not_distinct_from(getattr(row, name)) for name in kind.series]
    ends = [
        and_(row.last_month == month, ~exists().where(after.first_month == month.next(), *same))
        for month in months
    ]
    statement = select(literal(record), _number(row.last_month), func.count(row.id))
    return statement.where(row.first_month <= months[0], or_(*ends)).group_by(row.last_month)


def _number(column: Any) -> Any:
    return type_coerce(column, Integer)


def bands(segment: Segment) -> list[int]:
    statement = select(RateRow.band).where(RateRow.segment == segment.value).distinct().order_by(RateRow.band)
    return list(db.session.scalars(statement))


def band_bases() -> list[tuple[int, int]]:
    """Every band with its newest base: how a person chooses one."""
    statement = select(RateRow.band, RateRow.base).order_by(RateRow.band, RateRow.first_month)
    return sorted(dict(db.session.execute(statement).all()).items())


def holiday_rows(today: date, year: int | None = None) -> list[HolidayRow]:
    """By day; of one year or of all."""
    statement = select(Holiday).order_by(Holiday.day)
    if year is not None:
        statement = statement.where(Holiday.day.between(date(year, 1, 1), date(year, 12, 31)))
    return [
        HolidayRow(row.id, row.day, row.name, row.legal_basis, row.day > today)
        for row in db.session.scalars(statement)
    ]


def holiday_years() -> list[int]:
    return sorted({day.year for day in db.session.scalars(select(Holiday.day))})


def _newest_first(rows: Sequence[Any], kind: _Kind) -> list[Any]:
    """The series in their order, each backwards."""
    series: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows:
        series.setdefault(_series(row, kind), []).append(row)
    return [row for found in series.values() for row in reversed(found)]


def _row(record: str, row: Any, rows: Sequence[Any], today: date, warn_days: int) -> DatedRow:
    kind, running = KINDS[record], Month.of(today)
    left = days_left(row.last_month, today)
    is_near = left is not None and left <= warn_days and row.first_month <= running
    followed = is_near and any(
        _series(one, kind) == _series(row, kind) and one.first_month == row.last_month.next() for one in rows
    )
    return DatedRow(
        record,
        row.id,
        kind.value(row),
        row.verified,
        _standing(row, running),
        left if is_near and not followed else None,
    )


def _standing(row: Any, running: Month) -> Standing:
    if row.first_month > running:
        return Standing.AHEAD
    return Standing.ENDED if row.last_month < running else Standing.IN_FORCE


def _series(row: Any, kind: _Kind) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in kind.series)
