"""What the coordinator decides for all, as dated rows: contributions, discounts, benefits, limits, holidays.

A new row never writes over another: it closes its predecessor the month before. What has already been counted changes
only after the person has seen how much of it, and said so (`sure`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from lindung.actions import dated_rows, own
from lindung.actions.acts import act
from lindung.actions.dated_rows import Validity, columns_of
from lindung.actions.done import Done
from lindung.domain.benefits import BenefitKind
from lindung.domain.errors import RuleBroken
from lindung.domain.permissions import Act
from lindung.domain.rates import Payer
from lindung.domain.registration import Programme, Sector, Segment
from lindung.domain.thresholds import BOUNDS, ThresholdKey
from lindung.models.base import db
from lindung.models.rates import BenefitRow, DiscountRow, Holiday, RateRow, ThresholdRow
from lindung.queries.viewer import Viewer

MOST_RUPIAH = 1_000_000_000
MOST_PERMILLE = 100  # no contribution is a tenth of the base
MOST_TIMES = 120
MOST_AFTER = 120
COUNTED = frozenset({ThresholdKey.FULL_AFTER, ThresholdKey.LAPSED_AFTER})


@dataclass(frozen=True, slots=True)
class Amount:
    """How one programme's contribution comes about; a flat one has no share of the base."""

    permille: int
    minimum: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class NewRate:
    programme: Programme
    segment: Segment
    band: int
    base: int
    amount: Amount


@dataclass(frozen=True, slots=True)
class NewBand:
    """An income band: its base and what each programme costs in it; JHT is optional (R12)."""

    segment: Segment
    base: int
    amounts: dict[Programme, Amount]


@dataclass(frozen=True, slots=True)
class NewDiscount:
    programmes: tuple[Programme, ...]
    segment: Segment
    sector: Sector | None  # None: any
    payer: Payer | None
    percent: int


@dataclass(frozen=True, slots=True)
class NewBenefit:
    kind: BenefitKind
    after_months: int
    amount: int
    times_base: int


def add_rate(
    viewer: Viewer,
    new: NewRate,
    validity: Validity,
    *,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """A new amount for a band that exists. Fields: base, permille, minimum, maximum, and those of the validity."""
    row = RateRow(**_rate(new.programme, new.segment, new.band, new.base, new.amount), **columns_of(validity))
    return _added(viewer, "rate.add", [row], sure=sure, today=today, key=key)


def add_band(
    viewer: Viewer,
    new: NewBand,
    validity: Validity,
    *,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """The next band of a segment, with its rows for JKK, JKM and perhaps JHT."""
    missing = {Programme.JKK, Programme.JKM} - set(new.amounts)
    if missing:
        raise RuleBroken("band_incomplete", field="jkk_minimum")
    columns = columns_of(validity)
    band = (
        db.session.scalar(select(func.max(RateRow.band)).where(RateRow.segment == new.segment.value)) or 0
    ) + 1
    rows = [
        RateRow(**_rate(programme, new.segment, band, new.base, amount), **columns)
        for programme, amount in new.amounts.items()
    ]
    return _added(viewer, "rate.band", rows, sure=sure, today=today, key=key)


def add_discount(
    viewer: Viewer,
    new: NewDiscount,
    validity: Validity,
    *,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """One row per programme. Fields: programmes, percent, and those of the validity."""
    if not new.programmes:
        raise RuleBroken("programmes_missing", field="programmes")
    if not 1 <= new.percent <= 100:
        raise RuleBroken("percent_out_of_range", field="percent")
    columns = columns_of(validity)
    rows = [
        DiscountRow(
            programme=programme.value,
            segment=new.segment.value,
            sector=new.sector.value if new.sector else None,
            payer=new.payer.value if new.payer else None,
            percent=new.percent,
            **columns,
        )
        for programme in new.programmes
    ]
    for row in rows:
        _refuse_ambiguous(row)
    return _added(viewer, "discount.add", rows, sure=sure, today=today, key=key)


def add_benefit(
    viewer: Viewer, new: NewBenefit, validity: Validity, *, today: date, key: str | None = None
) -> Done:
    """What a family receives from a month on. Fields: amount, times_base, after_months, and those of the validity."""
    _check_rupiah(new.amount, "amount")
    if not new.amount and not new.times_base:
        raise RuleBroken("benefit_is_nothing", field="amount")
    if not 0 <= new.times_base <= MOST_TIMES:
        raise RuleBroken("number_out_of_range", field="times_base", least=0, most=MOST_TIMES)
    if not 1 <= new.after_months <= MOST_AFTER:
        raise RuleBroken("number_out_of_range", field="after_months", least=1, most=MOST_AFTER)
    row = BenefitRow(
        kind=new.kind.value,
        after_months=new.after_months,
        amount=new.amount,
        times_base=new.times_base,
        **columns_of(validity),
    )
    with act(viewer, "benefit.add", today=today, key=key) as deed:
        own.check_may(viewer, Act.MANAGE_SETTINGS)
        done = Done(deed.id, record_id=dated_rows.add(row))
        deed.result = done.result
    return done


def add_threshold(
    viewer: Viewer,
    threshold: ThresholdKey,
    value: int,
    validity: Validity,
    *,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """A limit from a month on; the ladder's two count every month anew that they concern (R18)."""
    least, most = BOUNDS[threshold]
    if not least <= value <= most:
        raise RuleBroken("number_out_of_range", field="value", least=least, most=most)
    row = ThresholdRow(key=threshold.value, value=value, **columns_of(validity))
    if threshold in COUNTED:
        return _added(viewer, "threshold.add", [row], sure=sure, today=today, key=key)
    with act(viewer, "threshold.add", today=today, key=key) as deed:
        own.check_may(viewer, Act.MANAGE_SETTINGS)
        done = Done(deed.id, record_id=dated_rows.add(row))
        deed.result = done.result
    return done


def add_holiday(
    viewer: Viewer, day: date, name: str, legal_basis: str, *, today: date, key: str | None = None
) -> Done:
    """A day on which no contribution falls due (R15). Fields: day, name, legal_basis."""
    with act(viewer, "holiday.add", today=today, key=key) as deed:
        own.check_may(viewer, Act.MANAGE_SETTINGS)
        words, law = own.short_text(name, "name"), own.short_text(legal_basis, "legal_basis")
        if not words:
            raise RuleBroken("holiday_name_missing", field="name")
        if not law:
            raise RuleBroken("law_missing", field="legal_basis")
        taken = db.session.scalar(select(Holiday.name).where(Holiday.day == day))
        if taken:
            raise RuleBroken("holiday_taken", field="day", day=day, name=taken)
        row = Holiday(day=day, name=words, legal_basis=law)
        db.session.add(row)
        db.session.flush()
        done = Done(deed.id, record_id=row.id)
        deed.result = done.result
    return done


def _added(
    viewer: Viewer,
    kind: str,
    rows: Sequence[RateRow] | Sequence[DiscountRow] | Sequence[ThresholdRow],
    *,
    sure: bool,
    today: date,
    key: str | None,
) -> Done:
    first = rows[0].first_month
    with act(viewer, kind, today=today, key=key) as deed:
        own.check_may(viewer, Act.MANAGE_SETTINGS)
        with dated_rows.counted_anew(deed, first):
            for row in rows:
                dated_rows.add(row)
            dated_rows.settle(deed, {type(row) for row in rows}, first, sure=sure)
        done = Done(deed.id, len(rows), rows[0].id)
        deed.result = done.result
    return done


def _rate(programme: Programme, segment: Segment, band: int, base: int, amount: Amount) -> dict[str, object]:
    prefix = f"{programme.value.lower()}_"
    _check_rupiah(base, "base")
    _check_rupiah(amount.minimum, f"{prefix}minimum")
    if not base:
        raise RuleBroken("base_missing", field="base")
    if not 0 <= amount.permille <= MOST_PERMILLE:
        raise RuleBroken("share_out_of_range", field=f"{prefix}share", most=MOST_PERMILLE // 10)
    if amount.maximum is not None and amount.maximum < amount.minimum:
        raise RuleBroken("maximum_below_minimum", field=f"{prefix}maximum")
    if not (amount.permille or amount.minimum):
        raise RuleBroken("rate_is_nothing", field=f"{prefix}minimum")
    return {
        "programme": programme.value,
        "segment": segment.value,
        "band": band,
        "base": base,
        "permille": amount.permille,
        "minimum": amount.minimum,
        "maximum": amount.maximum,
    }


def _check_rupiah(amount: int, field: str) -> None:
    if not 0 <= amount <= MOST_RUPIAH:
        raise RuleBroken("number_out_of_range", field=field, least=0, most=MOST_RUPIAH)


def _refuse_ambiguous(new: DiscountRow) -> None:
    """Two discounts that begin together and meet in one tariff: nobody could say which of them counts."""
    statement = select(DiscountRow).where(
        DiscountRow.programme == new.programme,
        DiscountRow.segment == new.segment,
        DiscountRow.first_month == new.first_month,
    )
    for row in db.session.scalars(statement):
        same = (row.sector, row.payer) == (new.sector, new.payer)
        meets = all(
            None in pair or pair[0] == pair[1] for pair in ((row.sector, new.sector), (row.payer, new.payer))
        )
        if meets and not same:
            raise RuleBroken("discounts_meet", field="first_month", month=new.first_month)
