"""An independent reckoning of R14 and R16: what one enrolment's months and credit are after each sum of money."""

from copy import deepcopy
from dataclasses import dataclass, field

from lindung.domain.months import Month

LAST = Month(2031_12)
FIRST_FULL, FIRST_HALF, FULL_AGAIN = Month(2026_01), Month(2026_04), Month(2027_01)


def due(month: Month) -> int:
    """What an ASN pays for a worker outside transport (R12, R13); not looked up anywhere."""
    return 8_400 if FIRST_HALF <= month < FULL_AGAIN else 16_800


@dataclass
class Side:
    """What one source, the office or BPJS, says was paid; `given` are the months its credit paid, oldest first."""

    paid: dict[Month, int] = field(default_factory=dict)
    credit: int = 0
    given: list[Month] = field(default_factory=list)
    after: Month | None = None  # credit looks for the next unpaid month behind this one

    def of(self, month: Month) -> int:
        return self.paid.get(month, 0)


@dataclass
class Purse:
    first: Month
    opd: Side = field(default_factory=Side)
    bpjs: Side = field(default_factory=Side)
    received: set[Month] = field(default_factory=set)  # months of which BPJS had a row

    def copy(self) -> "Purse":
        return deepcopy(self)

    def paid(self, month: Month) -> int:
        return self.opd.of(month) + self.bpjs.of(month)

    @property
    def months(self) -> dict[Month, int]:
        found = {month: self.paid(month) for month in {*self.opd.paid, *self.bpjs.paid}}
        return {month: amount for month, amount in found.items() if amount}

    def said_by_office(self, month: Month, count: int, amount: int | None) -> bool:
        """False: nothing is accepted, for a month asked for is paid."""
        span = list(month.through(month.plus(count - 1)))
        lacks = {one: due(one) - self.paid(one) for one in span}
        settled = [one for one, lack in lacks.items() if lack <= 0]
        if settled and (amount is None or len(settled) == len(span)):
            return False
        rest, last = sum(lacks.values()) if amount is None else amount, month
        for one, lack in lacks.items():
            part = min(rest, max(lack, 0))
            if part:
                self.opd.paid[one] = self.opd.of(one) + part
                rest, last = rest - part, one
        if rest:
            self.opd.credit, self.opd.after = self.opd.credit + rest, last
        self._follow()
        return True

    def received_by_bpjs(self, month: Month, amount: int) -> bool:
        """False: a second row for the month, which waits."""
        if month in self.received:
            return False
        self.received.add(month)
        part = min(amount, max(due(month) - self.bpjs.of(month), 0))
        self._confirm(month, part)
        if rest := amount - part:
            self.bpjs.credit, self.bpjs.after = self.bpjs.credit + rest, month
            self.opd.credit -= min(rest, self.opd.credit)
        self._follow()
        return True

    def _confirm(self, month: Month, part: int) -> None:
        """BPJS's money takes the place of what the office said of the month."""
        if part:
            self.bpjs.paid[month] = self.bpjs.of(month) + part
            self.opd.paid.pop(month, None)
            self.opd.given = [one for one in self.opd.given if one != month]

    def _follow(self) -> None:
        for side in (self.bpjs, self.opd):
            if side.after is None or side.after >= LAST:
                continue
            for month in max(side.after.next(), self.first).through(LAST):
                lack = due(month) - (side.of(month) if side is self.bpjs else self.paid(month))
                if lack > side.credit:
                    break
                if lack <= 0:
                    continue
                side.credit -= lack
                side.given.append(month)
                if side is self.bpjs:
                    self._confirm(month, lack)
                else:
                    side.paid[month] = side.of(month) + lack
