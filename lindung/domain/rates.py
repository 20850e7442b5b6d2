"""The contribution of a month, looked up in dated rows and never a constant (R12, R13)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeVar

from lindung.domain.months import Month
from lindung.domain.registration import Programme, Sector, Segment

Row = TypeVar("Row", "Rate", "Discount")


class Payer(StrEnum):
    PRIVATE = "private"  # an ASN, CSR
    PUBLIC = "public"  # APBN, APBD: no discount (R13)


class Tariff(NamedTuple):
    """Everything but the month that an enrolment's contribution depends on (R12)."""

    segment: Segment
    sector: Sector
    band: int
    payer: Payer
    programmes: frozenset[Programme]

    @property
    def code(self) -> str:
        """One short text that enrolments store and due amounts are keyed by: `bpu:other:1:private:JKK+JKM`."""
        programmes = "+".join(programme for programme in Programme if programme in self.programmes)
        return f"{self.segment}:{self.sector}:{self.band}:{self.payer}:{programmes}"

    @classmethod
    def of_code(cls, code: str) -> "Tariff":
        segment, sector, band, payer, programmes = code.split(":")
        names = frozenset(Programme(name) for name in programmes.split("+") if name)
        return cls(Segment(segment), Sector(sector), int(band), Payer(payer), names)


@dataclass(frozen=True, slots=True)
class Rate:
    """One programme's contribution for one income band: `permille` of `base` rupiah, held between two amounts."""

    programme: Programme
    segment: Segment
    band: int
    first_month: Month
    last_month: Month
    base: int
    permille: int
    minimum: int
    maximum: int | None
    legal_basis: str

    @property
    def amount(self) -> int:
        amount = max(self.base * self.permille // 1000, self.minimum)
        return amount if self.maximum is None else min(amount, self.maximum)


@dataclass(frozen=True, slots=True)
class Discount:
    """A share of the contribution that a regulation lifts for some months; sector or payer None means any."""

    programme: Programme
    segment: Segment
    sector: Sector | None
    payer: Payer | None
    first_month: Month
    last_month: Month
    percent: int
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Part:
    """One programme's part of a month's contribution, with the law it rests on."""

    programme: Programme
    full: int
    amount: int
    rate: Rate
    discount: Discount | None


@dataclass(frozen=True, slots=True)
class Tables:
    """The dated rows in force, as one value that can be asked."""

    rates: Sequence[Rate]
    discounts: Sequence[Discount]

    def parts(self, tariff: Tariff, month: Month) -> list[Part]:
        """What the month costs, programme by programme; a programme without a row for the month is left out."""
        return [
            part
            for programme in Programme
            if programme in tariff.programmes
            for part in [self._part(programme, tariff, month)]
            if part
        ]

    def due(self, tariff: Tariff, month: Month) -> int:
        """Rupiah due for one enrolment and month."""
        return sum(part.amount for part in self.parts(tariff, month))

    def _part(self, programme: Programme, tariff: Tariff, month: Month) -> Part | None:
        rate = _newest(
            rate
            for rate in self.rates
            if rate.programme is programme
            and rate.segment is tariff.segment
            and rate.band == tariff.band
            and rate.first_month <= month <= rate.last_month
        )
        if rate is None:
            return None
        discount = _newest(
            discount
            for discount in self.discounts
            if discount.programme is programme
            and discount.segment is tariff.segment
            and discount.sector in (None, tariff.sector)
            and discount.payer in (None, tariff.payer)
            and discount.first_month <= month <= discount.last_month
        )
        percent = discount.percent if discount else 0
        return Part(programme, rate.amount, rate.amount * (100 - percent) // 100, rate, discount)


def _newest(rows: Iterable[Row]) -> Row | None:
    return max(rows, key=lambda row: row.first_month, default=None)
